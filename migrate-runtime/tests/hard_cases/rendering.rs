//! The written revision: nothing lost, the same each time, one statement for what belongs together.

use migrate_runtime::prelude::*;

use migrate_analysis::diff::{Answers, Comparison, diff};
use migrate_runtime::dialect::{Dialect, Family, lower};

use crate::held::recorded;
use crate::support::record;
use crate::table::{Case, cases, schema_of, tests};

tests!(cases, RENDERING);

const RENDERING: &[Case] = cases! {
    "a table with every attribute of keys and indexes goes" on [Postgres],
        before |op| {
            op.create_table(table("p").column("a", integer().not_null()).column("b", integer().not_null()).unique("uq", ["a", "b"]));
            op.create_table(
                table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()).column("c", text().not_null().default("x"))
                    .foreign_key(foreign_key("fk", ["a", "b"], "p", ["a", "b"]).match_full().on_delete(Cascade).on_update(SetNull).deferrable_initially_deferred())
                    .check("ck", "a > 0"),
            );
            op.create_index("ix", "t", [desc("a").nulls_last()]).unique().include(["c"]).filter("b > 0").with("fillfactor", "70");
        },
        after |op| op.create_table(table("p").column("a", integer().not_null()).column("b", integer().not_null()).unique("uq", ["a", "b"]))
        => [
            "change: drop table t",
        ];
    "an index with every attribute is altered" on [Postgres] since 15,
        before |op| {
            op.create_table(table("t").column("a", integer()).column("b", integer()).column("c", text()));
            op.create_index("ix", "t", [desc("a").nulls_last(), expression("lower(c)")]).unique().include(["b"]).filter("b > 0").nulls_not_distinct();
        },
        after |op| {
            op.create_table(table("t").column("a", integer()).column("b", integer()).column("c", text()));
            op.create_index("ix", "t", [asc("a").nulls_first(), expression("lower(c)")]).unique().include(["b"]).filter("b > 1");
        }
        => [
            "change: drop index ix of t",
            "change: create unique index ix on t (a, (lower(c)))",
        ];
    "many changes of one table" on [Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()).column("c", varchar(20))),
        after |op| op.create_table(table("t").column("id", big_int().primary_key()).column("a", big_int().default(1)).column("b", integer()).column("c", varchar(40)).column("d", integer().unique())
            .index("ix", ["a"]).check("ck", "a > 0").comment("x"))
        => [
            "change: add column t.d integer",
            "change: comment on table t",
            "change: alter column t.id: integer -> big_int",
            "change: alter column t.a: integer -> big_int, DEFAULT 1",
            "change: alter column t.c: varchar(20) -> varchar(40)",
            "change: add check constraint ck to t: CHECK (a > 0)",
            "change: add unique constraint uq_t_d to t: (d)",
            "change: create index ix on t (a)",
        ];
    "names that the database gave stay as they are" on [Postgres],
        sql "CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, n integer CHECK (n > 0), u integer REFERENCES users (id)); CREATE INDEX users_n ON users (n)",
        after |op| op.create_table(
            table("users")
                .column("id", custom("serial").primary_key_named("users_pkey"))
                .column("email", text().unique_named("users_email_key"))
                .column("n", integer().check_named("users_n_check", "n > 0"))
                .column("u", integer().references("users", "id").foreign_key_named("users_u_fkey"))
                .index("users_n", ["n"]),
        )
        => [];
    "a name that the convention would give twice" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().unique_named("uq_uq_t_c"))),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().unique_named("uq_t_c")))
        => [
            "change: rename constraint uq_uq_t_c of t to uq_t_c",
        ];
};

/// The statements that the operations between two tables become.
fn statements(family: Family, before: fn(&mut Op), after: fn(&mut Op)) -> Vec<String> {
    let dialect = match family {
        Family::Sqlite => crate::support::NATIVE,
        Family::Postgres => Dialect::parse(family, "150004").expect("a version"),
        Family::Mysql => Dialect::parse(family, "10.11.6-MariaDB").expect("a version"),
    };
    let [before, after] = [before, after].map(|it| schema_of(dialect, &record(it)));
    let answers = Answers::default();
    let found = diff(&before, &after, Comparison::Declared, &[family], &answers);
    let script = recorded(&found.expect("operations").operations);
    let lowered = lower(dialect, &script, &mut before.clone()).expect("statements");
    let statements = lowered.statements.iter().map(|statement| format!("{:?}", statement.action));
    statements.collect()
}

#[test]
fn a_table_of_mariadb_is_copied_once_for_many_changes() {
    let statements = statements(
        Family::Mysql,
        |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", integer())
                    .column("c", varchar(20)),
            );
        },
        |op| {
            op.create_table(
                table("t")
                    .column("id", big_int().primary_key())
                    .column("a", big_int().default(1))
                    .column("c", varchar(40))
                    .column("d", integer().unique())
                    .column("e", text())
                    .index("ix", ["a"])
                    .check("ck", "a > 0")
                    .comment("x"),
            );
        },
    );
    let copies = statements.iter().filter(|it| it.contains("ALGORITHM=COPY")).count();
    assert_eq!(copies, 1, "{statements:#?}");
}
