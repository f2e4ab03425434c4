//! Names in capitals, names that are keywords or hold marks, and names in several schemas (namespaces).

use migrate_runtime::prelude::*;
use migrate_runtime::schema::QualifiedName;

use crate::table::{Case, cases, tests};

tests!(cases, NAMES);

/// Every kind of object under names that must be quoted wherever they stand.
fn all(op: &mut Op, table_name: &str, [a, b]: [&str; 2]) {
    let quoted = table_name.replace('"', "'");
    op.create_table(
        table(table_name)
            .column(a, integer().primary_key_named(format!("Pk, of \"it\" {quoted}")))
            .column(b, varchar(20).not_null().default("it's").comment("Its; \"comment\""))
            .comment("of the table's")
            .check("Ck' %", format!("\"{}\" > 0", a.replace('"', "\"\"")))
            .unique(&format!("Uq. {quoted}"), [b])
            .index(&format!("Ix (x) {quoted}"), [b, a]),
    );
    op.create_table(
        table(format!("{table_name}2").as_str())
            .column(a, integer().references(table_name, a).foreign_key_named("Fk/ä")),
    );
}

const NAMES: &[Case] = cases! {
    "names in capitals, with marks, and keywords" on [Sqlite, Postgres],
        before |op| {
            all(op, "Order", ["select", "User"]);
            all(op, "a.\"b\"(c) ü", ["x'y", "z\"w.v"]);
            all(op, "analyze", ["overlaps", "limit"]);
        },
        after |op| {
            all(op, "Order", ["select", "User"]);
            all(op, "a.\"b\"(c) ü", ["x'y", "z\"w.v"]);
            all(op, "analyze", ["overlaps", "limit"]);
            op.add_column("a.\"b\"(c) ü", "new \"one\"", text().default("q'\"\\"));
            op.create_index("Ix \"2\"", "Order", ["User"]);
            op.alter_column("analyze", "limit").set_type(varchar(30));
        }
        => [
            "change: add column a.\"b\"(c) ü.new \"one\" text DEFAULT 'q\\'\\\"\\\\'",
            "change: alter column analyze.limit: varchar(20) -> varchar(30)",
            "change: create index Ix \"2\" on Order (User)",
        ];
    "names in capitals, with marks, and keywords on MariaDB" on [Mysql],
        before |op| {
            op.create_table(
                table("Order").column("select", integer().primary_key()).column("a`b.c", varchar(20).not_null().comment("it's; \"x\"\n\\")
                    .unique()).index("Ix (x)", ["a`b.c"]),
            );
        },
        after |op| {
            op.create_table(
                table("Order").column("select", integer().primary_key()).column("a`b.c", varchar(30).not_null().comment("it's; \"x\"\n\\")
                    .unique()).index("Ix (x)", ["a`b.c"]).column("Ä", integer()),
            );
        }
        => [
            "change: add column Order.Ä integer",
            "change: alter column Order.a`b.c: varchar(20) -> varchar(30)",
        ];
    "enum types, sequences, functions and triggers in capitals" on [Postgres],
        before |op| {
            op.create_enum("Mood's", ["Sad", "it's", "a,b", ""]);
            op.create_sequence("Seq.x");
            op.create_table(table("T").column("Id", integer().primary_key())
                .column("M", enumeration("Mood's", ["Sad", "it's", "a,b", ""]).default("it's"))
                .column("Ms", array(enumeration("Mood's", ["Sad", "it's", "a,b", ""])))
                .column("N", big_int().default(sql("nextval('\"Seq.x\"')"))));
            op.create_function("F(x)", "", "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$");
            op.create_trigger("Tr on T", "T", "BEFORE UPDATE OF \"Id\"", "FOR EACH ROW EXECUTE FUNCTION \"F(x)\"()");
            op.create_view("V", "SELECT \"Id\" AS \"On\" FROM \"T\"");
        }
        => [];
    "one table name in two schemas, with comments, keys and checks" on [Postgres],
        before |op| {
            op.create_schema("hard_names_a");
            for (name, comment) in [("t".into(), "own"), (QualifiedName::from(("hard_names_a", "t")), "other")] {
                op.create_table(
                    table(name).column("id", integer().primary_key_named("pk_t")).column("c", integer().comment(comment))
                        .comment(comment).check("ck_t", if comment == "own" { "c > 0" } else { "c > 1" }).index("ix_t", ["c"]),
                );
            }
        },
        after |op| {
            op.create_schema("hard_names_a");
            op.create_table(
                table("t").column("id", integer().primary_key_named("pk_t")).column("c", integer().comment("own"))
                    .comment("own").check("ck_t", "c > 0").index("ix_t", ["c"]),
            );
            op.create_table(
                table(("hard_names_a", "t")).column("id", integer().primary_key_named("pk_t")).column("c", integer().comment("changed"))
                    .comment("other").check("ck_t", "c > 1"),
            );
        }
        => [
            "change: drop index ix_t of hard_names_a.t",
            "change: alter column hard_names_a.t.c: comment",
        ];
    "keys into another schema" on [Postgres, Mysql],
        before |op| {
            op.create_schema("hard_names_b");
            op.create_table(table(("hard_names_b", "p")).column("id", integer().primary_key()));
            op.create_table(table("p").column("id", integer().primary_key()));
            op.create_table(table("c").column("id", integer().primary_key()).column("p", integer().references("p", "id")));
        },
        after |op| {
            op.create_schema("hard_names_b");
            op.create_table(table(("hard_names_b", "p")).column("id", integer().primary_key()));
            op.create_table(table("p").column("id", integer().primary_key()));
            op.create_table(table("c").column("id", integer().primary_key())
                .column("p", integer().references("p", "id"))
                .column("q", integer().references(("hard_names_b", "p"), "id").foreign_key_named("fk_q")));
        }
        => [
            "change: add column c.q integer",
            "change: add foreign key fk_q to c: (q) REFERENCES hard_names_b.p (id)",
        ];
    "a table that is called like its schema" on [Postgres],
        before |op| op.create_table(table("public").column("public", integer().primary_key().comment("x")).comment("y")),
        after |op| op.create_table(table("public").column("public", integer().primary_key().comment("z")).comment("w"))
        => [
            "change: comment on table public",
            "change: alter column public.public: comment",
        ];
    "the connection's own schema is said" on [Postgres],
        sql "CREATE TABLE t (id integer PRIMARY KEY)",
        after |op| op.create_table(table(("public", "t")).column("id", integer().primary_key_named("t_pkey")))
        => [];
    "the connection's own schema is said, of an enum type, a sequence, a view and a trigger" on [Postgres],
        sql "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE SEQUENCE s; CREATE TABLE t (id integer PRIMARY KEY, m mood[], n mood DEFAULT 'a');
            CREATE TABLE u (t integer CONSTRAINT fk REFERENCES t (id)); CREATE VIEW v AS SELECT t.id FROM t;
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
            CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        after |op| {
            op.create_enum(("public", "mood"), ["a", "b"]);
            op.create_sequence(("public", "s"));
            op.create_table(table(("public", "t")).column("id", integer().primary_key_named("t_pkey"))
                .column("m", array(enumeration(("public", "mood"), ["a", "b"])))
                .column("n", enumeration(("public", "mood"), ["a", "b"]).default("a"))
                .column("new", integer()));
            op.create_table(table("u").column("t", integer().references(("public", "t"), "id").foreign_key_named("fk")));
            op.create_view(("public", "v"), "SELECT t.id FROM t");
            op.create_function(("public", "f"), "", "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$");
            op.create_trigger("tr", ("public", "t"), "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION f()");
        }
        => [
            "change: add column public.t.new integer",
        ];
    "tables in other capitals" on [Sqlite],
        sql "CREATE TABLE USERS (id INTEGER PRIMARY KEY); CREATE TABLE posts (id INTEGER PRIMARY KEY, u INTEGER CONSTRAINT fk REFERENCES users (id));
            CREATE INDEX ix ON Posts (u); CREATE VIEW V AS SELECT id FROM posts; CREATE TRIGGER tr AFTER DELETE ON POSTS BEGIN SELECT 1; END",
        after |op| {
            op.create_table(table("Users").column("id", integer().primary_key()));
            op.create_table(table("Posts").column("id", integer().primary_key()).column("u", integer().references("Users", "id").foreign_key_named("fk"))
                .index("ix", ["u"]));
            op.create_view("v", "SELECT id FROM posts");
            op.create_trigger("tr", "Posts", "AFTER DELETE", "BEGIN SELECT 1; END");
        }
        => [
        ];
    "expressions of an extension in another schema than the session's" on [Postgres],
        before |op| {
            op.create_schema("hard_names_c");
            op.create_function(("hard_names_c", "f"), "", "RETURNS integer LANGUAGE sql AS 'SELECT 1'");
            op.create_table(table("t").column("id", integer().default(sql("hard_names_c.f()"))));
        },
        sql "SET search_path = public, hard_names_c"
        => [
            "drift: column t.id may differ: `hard_names_c.f()` and `f()` differ in the schema before a name, which `search_path` may find",
            "unknown: column t.id may differ: `f()` and `hard_names_c.f()` differ in the schema before a name, which `search_path` may find",
        ];
};
