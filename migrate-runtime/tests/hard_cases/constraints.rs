//! Keys, references, checks and exclusions.

use migrate_analysis::compare::compare;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use crate::against_model::{cases, check, schema_of};
use crate::support::record;

#[test]
fn names() {
    check(
        "constraint_names",
        &cases! {
            "checks without names are those that demand the same" on [Postgres],
                sql("CREATE TABLE t (a integer, b integer, CHECK (a > 0), CHECK (a < 10), CHECK (a < b))"),
                |op| op.create_table(table("t").column("a", integer()).column("b", integer())
                    .check("ck_order", "a < b").check("ck_low", "a > 0").check("ck_high", "a < 10")) => [
                    "rename constraint t_a_check of t to ck_low",
                    "rename constraint t_a_check1 of t to ck_high",
                    "rename constraint t_check of t to ck_order",
                ];
            "checks without names on MariaDB" on [Mysql],
                sql("CREATE TABLE t (a integer, b integer, CHECK (a > 0), CHECK (a < 10), CHECK (a < b))"),
                |op| op.create_table(table("t").column("a", integer()).column("b", integer())
                    .check("ck_order", "a < b").check("ck_low", "a > 0").check("ck_high", "a < 10")) => [
                    "rename constraint CONSTRAINT_1 of t to ck_low",
                    "rename constraint CONSTRAINT_2 of t to ck_high",
                    "rename constraint CONSTRAINT_3 of t to ck_order",
                ];
            "names that table and column had before" on [Postgres],
                sql("CREATE TABLE p (id integer PRIMARY KEY);
                CREATE TABLE un (a integer REFERENCES p, UNIQUE (a), CHECK (a > 0));
                ALTER TABLE un RENAME a TO aa; ALTER TABLE un RENAME TO un2"),
                |op| {
                    op.create_table(table("p").column("id", integer()).primary_key_named("p_pkey", ["id"]));
                    op.create_table(table("un2").column("aa", integer()).unique("un_a_key", ["aa"]).check("un_a_check", "aa > 0"));
                    op.create_foreign_key("un_a_fkey", "un2", ["aa"], "p", ["id"]);
                } => [];
            "names that a model claims" on [Postgres],
                sql("CREATE TABLE p (id integer PRIMARY KEY);
                    CREATE TABLE un (a integer REFERENCES p, UNIQUE (a), CHECK (a > 0))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("un").column("a", integer().unique().check("a > 0").references("p", "id")));
                } => [
                    "rename constraint un_a_check of un to ck_un_a",
                    "rename constraint un_a_fkey of un to fk_un_a_p",
                    "rename constraint p_pkey of p to pk_p",
                    "rename constraint un_a_key of un to uq_un_a",
                ];
            "foreign keys of SQLite with names" on [Sqlite],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE q (id integer PRIMARY KEY);
                    CREATE TABLE t (a integer CONSTRAINT one REFERENCES p, b integer, CONSTRAINT \"the other\" FOREIGN KEY (b) REFERENCES q (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("q").column("id", integer().primary_key()));
                    op.create_table(table("t").column("a", integer().references("p", "id").foreign_key_named("one")).column("b", integer()));
                } => [
                    "drop foreign key the other of t",
                ];
            "a foreign key that is said in a column" on [Mysql],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (fk integer REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("fk", integer().references("p", "id").foreign_key_named("d_ibfk_1")));
                } => [];
            "another name of a foreign key" on [Mysql],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (fk integer REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("fk", integer().references("p", "id")));
                } => [
                    "rename constraint d_ibfk_1 of d to fk_d_fk_p",
                ];
            "another name of a foreign key on SQLite" on [Sqlite],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (fk integer CONSTRAINT one REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("fk", integer().references("p", "id")));
                } => [
                    "rename constraint one of d to fk_d_fk_p",
                ];
            "a check of a column" on [Mysql],
                sql("CREATE TABLE t (id integer PRIMARY KEY, ck integer NOT NULL DEFAULT 3 COMMENT 'n' CHECK (ck > 0))"),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("ck", integer().not_null().default(3).comment("n"))) => [
                    "drop check constraint ck of t",
                ];
            "a check of a column that the model has" on [Mysql],
                sql("CREATE TABLE t (id integer PRIMARY KEY, ck integer CHECK (ck > 0))"),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("ck", integer().check("ck > 0"))) => [
                    "rename constraint ck of t to ck_t_ck",
                ];
            "another check of a column" on [Mysql],
                sql("CREATE TABLE t (id integer PRIMARY KEY, ck integer CHECK (ck > 0))"),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("ck", integer().check_named("ck", "ck > 1"))) => [
                    "drop check constraint ck of t",
                    "add check constraint ck to t: CHECK (ck > 1)",
                ];
        },
    );
}

#[test]
fn keys_and_references() {
    check(
        "constraint_keys",
        &cases! {
            "MATCH FULL" on [Postgres],
                sql("CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b));
                    CREATE TABLE t (a integer, b integer, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p MATCH FULL)"),
                |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]));
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fk", "t", ["a", "b"], "p", ["a", "b"]);
                } => [
                    "drop foreign key fk of t",
                    "add foreign key fk to t: (a, b) REFERENCES p (a, b)",
                ];
            "a deferred unique constraint" on [Postgres],
                sql("CREATE TABLE t (a integer, CONSTRAINT uq UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)"),
                |op| op.create_table(table("t").column("a", integer()).unique("uq", ["a"])) => [
                    "drop unique constraint uq of t",
                    "add unique constraint uq to t: (a)",
                ];
            "a deferrable primary key" on [Postgres],
                sql("CREATE TABLE t (a integer, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)"),
                |op| op.create_table(table("t").column("a", integer()).primary_key_named("pk", ["a"])) => [
                    "note: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
                ];
            "a deferrable primary key that changes" on [Postgres],
                sql("CREATE TABLE t (a integer, b integer NOT NULL, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)"),
                |op| op.create_table(table("t").column("a", integer()).column("b", integer().not_null()).primary_key_named("pk", ["a", "b"])) => [
                    "note: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
                    "drop primary key pk of t",
                    "add primary key pk to t: (a, b)",
                ];
            "a deferrable primary key whose column gets another type" on [Postgres],
                sql("CREATE TABLE t (a integer, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)"),
                |op| op.create_table(table("t").column("a", big_int()).primary_key_named("pk", ["a"])) => [
                    "note: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
                    "alter column t.a: integer -> big_int",
                ];
            "a deferrable primary key that is no longer in the model" on [Postgres],
                sql("CREATE TABLE t (a integer, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)"),
                |op| op.create_table(table("t").column("a", integer().not_null())) => [
                    "note: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
                    "drop primary key pk of t",
                ];
            "constraints that are not validated" on [Postgres],
                sql("CREATE TABLE p (id integer CONSTRAINT pk PRIMARY KEY); CREATE TABLE t (a integer);
                    ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p NOT VALID, ADD CONSTRAINT ck CHECK (a > 0) NOT VALID"),
                |op| {
                    op.create_table(table("p").column("id", integer()).primary_key_named("pk", ["id"]));
                    op.create_table(table("t").column("a", integer()).check("ck", "a > 0"));
                    op.create_foreign_key("fk", "t", ["a"], "p", ["id"]);
                } => [
                    "validate constraint ck of t",
                    "validate constraint fk of t",
                ];
            "a check that is not inherited, and one without a column" on [Postgres],
                sql("CREATE TABLE t (a integer, CONSTRAINT never CHECK (false) NO INHERIT, CONSTRAINT always CHECK (true))"),
                |op| op.create_table(table("t").column("a", integer()).check("never", "false").check("always", "true")) => [
                    "note: constraint never of t has `NO INHERIT`, which no operation says: it is not compared",
                ];
            "a check that is not inherited and changes" on [Postgres],
                sql("CREATE TABLE t (a integer, CONSTRAINT ck CHECK (a > 0) NO INHERIT)"),
                |op| op.create_table(table("t").column("a", integer()).check("ck", "a > 1")) => [
                    "note: constraint ck of t has `NO INHERIT`, which no operation says: it is not compared",
                    "drop check constraint ck of t",
                    "add check constraint ck to t: CHECK (a > 1)",
                ];
            "a check that is not enforced" on [Postgres] since 18,
                sql("CREATE TABLE t (a integer, CONSTRAINT ck CHECK (a > 0) NOT ENFORCED)"),
                |op| op.create_table(table("t").column("a", integer()).check("ck", "a > 0")) => [
                    "note: constraint ck of t has `NOT ENFORCED`, which no operation says: it is not compared",
                ];
            "a key without overlaps, and a foreign key of a period" on [Postgres] since 18,
                sql("CREATE TABLE p (id int4range, valid daterange, CONSTRAINT pk PRIMARY KEY (id, valid WITHOUT OVERLAPS));
                    CREATE TABLE t (id int4range, v daterange, CONSTRAINT fk FOREIGN KEY (id, PERIOD v) REFERENCES p (id, PERIOD valid))"),
                |op| {
                    op.create_table(table("p").column("id", custom("int4range").not_null()).column("valid", custom("daterange").not_null()).primary_key_named("pk", ["id", "valid"]));
                    op.create_table(table("t").column("id", custom("int4range")).column("v", custom("daterange")));
                    op.create_foreign_key("fk", "t", ["id", "v"], "p", ["id", "valid"]);
                } => [
                    "note: constraint pk of p has `WITHOUT OVERLAPS`, which no operation says: it is not compared",
                    "note: constraint fk of t has `PERIOD`, which no operation says: it is not compared",
                ];
            "one column twice in a foreign key" on [Postgres],
                sql("CREATE TABLE r (b integer, c integer, CONSTRAINT uq UNIQUE (b, c)); CREATE TABLE t (a integer, CONSTRAINT fk FOREIGN KEY (a, a) REFERENCES r (b, c))"),
                |op| {
                    op.create_table(table("r").column("b", integer()).column("c", integer()).unique("uq", ["b", "c"]));
                    op.create_table(table("t").column("a", integer()));
                    op.create_foreign_key("fk", "t", ["a", "a"], "r", ["b", "c"]);
                } => [];
            "RESTRICT, NO ACTION and nothing on MariaDB" on [Mysql],
                sql("CREATE TABLE p (id integer PRIMARY KEY);
                CREATE TABLE t (a integer, b integer, c integer, KEY (a), KEY (b), KEY (c),
                CONSTRAINT fa FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
                CONSTRAINT fb FOREIGN KEY (b) REFERENCES p (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
                CONSTRAINT fc FOREIGN KEY (c) REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("t").column("a", integer()).column("b", integer()).column("c", integer()).index("a", ["a"]).index("b", ["b"]).index("c", ["c"]));
                    op.create_foreign_key("fa", "t", ["a"], "p", ["id"]);
                    op.create_foreign_key("fb", "t", ["b"], "p", ["id"]).on_delete(Restrict);
                    op.create_foreign_key("fc", "t", ["c"], "p", ["id"]).on_delete(NoAction).on_update(Restrict);
                } => [];
            "RESTRICT is not NO ACTION on PostgreSQL" on [Postgres],
                sql("CREATE TABLE p (id integer CONSTRAINT pk PRIMARY KEY); CREATE TABLE t (a integer, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p ON DELETE RESTRICT)"),
                |op| {
                    op.create_table(table("p").column("id", integer()).primary_key_named("pk", ["id"]));
                    op.create_table(table("t").column("a", integer()));
                    op.create_foreign_key("fk", "t", ["a"], "p", ["id"]);
                } => [
                    "drop foreign key fk of t",
                    "add foreign key fk to t: (a) REFERENCES p (id)",
                ];
            "SET NULL of some columns" on [Postgres] since 15,
                sql("CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b));
                    CREATE TABLE t (a integer, b integer, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b))"),
                |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]));
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fk", "t", ["a", "b"], "p", ["a", "b"]).on_delete(SetNull);
                } => [
                    "note: constraint fk of t has `ON DELETE SET NULL (..)`, which no operation says: it is not compared",
                ];
            "SET NULL of some columns becomes CASCADE" on [Postgres] since 15,
                sql("CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b));
                    CREATE TABLE t (a integer, b integer, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b))"),
                |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]));
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fk", "t", ["a", "b"], "p", ["a", "b"]).on_delete(Cascade);
                } => [
                    "note: constraint fk of t has `ON DELETE SET NULL (..)`, which no operation says: it is not compared",
                    "drop foreign key fk of t",
                    "add foreign key fk to t: (a, b) REFERENCES p (a, b)",
                ];
            "a foreign key that the server named goes with the index it made" on [Mysql],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (a integer, b integer, FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT fkn FOREIGN KEY (b) REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("a", integer()).column("b", integer()));
                } => [
                    "drop foreign key d_ibfk_1 of d",
                    "drop foreign key fkn of d",
                ];
            "a foreign key goes and its index stays" on [Mysql],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (a integer, KEY a (a), FOREIGN KEY (a) REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("a", integer()).index("a", ["a"]));
                } => [
                    "drop foreign key d_ibfk_1 of d",
                    "create index a on d (a)",
                ];
            "a foreign key to a table that is not read" on [Postgres],
                sql("CREATE SCHEMA other; CREATE TABLE other.p (id integer PRIMARY KEY);
                    CREATE TABLE t (a integer, CONSTRAINT fk FOREIGN KEY (a) REFERENCES other.p)"),
                |op| op.create_table(table("t").column("a", integer()).column("b", integer())) => [
                    "note: table t has `CONSTRAINT fk FOREIGN KEY (a) REFERENCES other.p (id)`, which no operation says: it is not compared",
                    "add column t.b integer",
                ];
            "a unique constraint on the columns of the primary key",
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key().unique()).column("b", integer())) => [
                    "add unique constraint uq_t_id to t: (id)",
                ];
            "an exclusion with an operator class, a function, a collation and a filter" on [Postgres],
                sql("CREATE TABLE t (s text, n integer, r int4range, EXCLUDE USING btree (lower(s) COLLATE \"C\" WITH =, n WITH =) WHERE (n > 0), EXCLUDE USING gist (r WITH &&), EXCLUDE USING btree (s text_pattern_ops WITH =))"),
                |op| {
                    op.create_table(table("t").column("s", text()).column("n", integer()).column("r", custom("int4range")));
                    op.create_exclude_constraint("ex_a", "t", "btree", [("lower(s) COLLATE \"C\"", "="), ("n", "=")]).filter("n > 0");
                    op.create_exclude_constraint("ex_b", "t", "gist", [("r", "&&")]);
                    op.create_exclude_constraint("ex_c", "t", "btree", [("s text_pattern_ops", "=")]);
                } => [
                    "rename constraint t_lower_n_excl of t to ex_a",
                    "rename constraint t_r_excl of t to ex_b",
                    "rename constraint t_s_excl of t to ex_c",
                ];
            "a column of a unique constraint, a check and a foreign key is dropped",
                by(|op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk_p", ["a", "b"]));
                    op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer())
                        .unique("uq", ["a", "b"]).check("ck", "a < b").foreign_key(foreign_key("fk", ["a", "b"], "p", ["a", "b"])));
                }),
                |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk_p", ["a", "b"]));
                    op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()));
                } => [
                    "drop check constraint ck of t",
                    "drop foreign key fk of t",
                    "drop unique constraint uq of t",
                    "drop column t.a",
                ];
        },
    );
}

#[test]
fn texts_of_postgres() {
    check(
        "constraint_texts",
        &cases! {
            "conditions in the server's words" on [Postgres],
                sql("CREATE TABLE t (s varchar(9), n integer, m numeric(9, 2), x text, CONSTRAINT c1 CHECK (s IN ('a', 'b')), CONSTRAINT c2 CHECK (n BETWEEN 1 AND 5),
                CONSTRAINT c3 CHECK (n != 3), CONSTRAINT c4 CHECK (x NOT IN ('x', 'y')), CONSTRAINT c5 CHECK (s LIKE 'a%'), CONSTRAINT c6 CHECK (s ILIKE 'a%'),
                CONSTRAINT c7 CHECK (x SIMILAR TO '(a|b)%'), CONSTRAINT c8 CHECK (n > 0 OR n < -5 AND m = 1), CONSTRAINT c9 CHECK (s = ANY (ARRAY['a', 'b'])))"),
                |op| op.create_table(table("t").column("s", varchar(9)).column("n", integer()).column("m", numeric(9, 2)).column("x", text())
                    .check("c1", "s IN ('a', 'b')").check("c2", "n BETWEEN 1 AND 5").check("c3", "n != 3").check("c4", "x NOT IN ('x', 'y')").check("c5", "s LIKE 'a%'")
                    .check("c6", "s ILIKE 'a%'").check("c7", "x SIMILAR TO '(a|b)%'").check("c8", "n > 0 OR n < -5 AND m = 1").check("c9", "s = ANY (ARRAY['a', 'b'])")) => [];
            "conditions that differ by a little" on [Postgres],
                sql("CREATE TABLE t (s varchar(9), n integer, m numeric(9, 2), x text, CONSTRAINT c1 CHECK (s IN ('a', 'b')), CONSTRAINT c2 CHECK (n BETWEEN 1 AND 5),
                CONSTRAINT c3 CHECK (n != 3), CONSTRAINT c4 CHECK (x NOT IN ('x', 'y')), CONSTRAINT c5 CHECK (s LIKE 'a%'), CONSTRAINT c6 CHECK (s ILIKE 'a%'),
                CONSTRAINT c7 CHECK (x SIMILAR TO '(a|b)%'), CONSTRAINT c8 CHECK (n > 0 OR n < -5 AND m = 1), CONSTRAINT c9 CHECK (s = ANY (ARRAY['a', 'b'])))"),
                |op| op.create_table(table("t").column("s", varchar(9)).column("n", integer()).column("m", numeric(9, 2)).column("x", text())
                    .check("c1", "s NOT IN ('a', 'b')").check("c2", "n BETWEEN 1 AND 6").check("c3", "n = 3").check("c4", "x NOT IN ('x', 'Y')").check("c5", "s ILIKE 'a%'")
                    .check("c6", "s ILIKE 'A%'").check("c7", "x SIMILAR TO '(a|c)%'").check("c8", "(n > 0 OR n < -5) AND m = 1").check("c9", "s = ALL (ARRAY['a', 'b'])")) => [
                    "drop check constraint c1 of t",
                    "drop check constraint c2 of t",
                    "drop check constraint c3 of t",
                    "drop check constraint c4 of t",
                    "drop check constraint c5 of t",
                    "drop check constraint c6 of t",
                    "drop check constraint c7 of t",
                    "drop check constraint c8 of t",
                    "drop check constraint c9 of t",
                    "add check constraint c1 to t: CHECK (s NOT IN ('a', 'b'))",
                    "add check constraint c2 to t: CHECK (n BETWEEN 1 AND 6)",
                    "add check constraint c3 to t: CHECK (n = 3)",
                    "add check constraint c4 to t: CHECK (x NOT IN ('x', 'Y'))",
                    "add check constraint c5 to t: CHECK (s ILIKE 'a%')",
                    "add check constraint c6 to t: CHECK (s ILIKE 'A%')",
                    "add check constraint c7 to t: CHECK (x SIMILAR TO '(a|c)%')",
                    "add check constraint c8 to t: CHECK ((n > 0 OR n < -5) AND m = 1)",
                    "add check constraint c9 to t: CHECK (s = ALL (ARRAY['a', 'b']))",
                ];
            "conditions as a dump writes them" on [Postgres],
                sql("CREATE TABLE t (s varchar(9), n integer, CONSTRAINT c1 CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))),
                    CONSTRAINT c2 CHECK ((n >= 1) AND (n <= 5) AND (n <> 3)))"),
                |op| op.create_table(table("t").column("s", varchar(9)).column("n", integer()).check("c1", "s IN ('a', 'b')").check("c2", "n BETWEEN 1 AND 5 AND n <> 3")) => [];
            "parentheses that do and do not close at the end" on [Postgres],
                sql("CREATE TABLE t (a integer, b integer, CONSTRAINT c1 CHECK (CASE WHEN a = 1 THEN true ELSE false END), CONSTRAINT c2 CHECK ((a IS NULL OR a > 1) AND (b IS NULL OR b > 1)))"),
                |op| op.create_table(table("t").column("a", integer()).column("b", integer()).check("c1", "CASE WHEN a = 1 THEN true ELSE false END").check("c2", "(a IS NULL OR a > 1) AND (b IS NULL OR b > 1)")) => [];
            "casts that matter" on [Postgres],
                sql("CREATE TABLE t (a text[], i timestamp, CONSTRAINT c1 CHECK (a <@ '{a,b}'::text[]), CONSTRAINT c2 CHECK (i - '1 year'::interval > '2000-01-01'))"),
                |op| op.create_table(table("t").column("a", array(text())).column("i", timestamp()).check("c1", "a <@ '{a,b}'::text[]").check("c2", "i - '1 year'::interval > '2000-01-01'")) => [];
            "other casts that matter" on [Postgres],
                sql("CREATE TABLE t (a text[], i timestamp, CONSTRAINT c1 CHECK (a <@ '{a,b}'::text[]), CONSTRAINT c2 CHECK (i - '1 year'::interval > '2000-01-01'), CONSTRAINT c3 CHECK (i::date > '2000-01-01'))"),
                |op| op.create_table(table("t").column("a", array(text())).column("i", timestamp()).check("c1", "a <@ '{a,c}'::text[]").check("c2", "i - '2 years'::interval > '2000-01-01'").check("c3", "i::timestamptz > '2000-01-01'")) => [
                    "drop check constraint c1 of t",
                    "drop check constraint c2 of t",
                    "drop check constraint c3 of t",
                    "add check constraint c1 to t: CHECK (a <@ '{a,c}'::text[])",
                    "add check constraint c2 to t: CHECK (i - '2 years'::interval > '2000-01-01')",
                    "add check constraint c3 to t: CHECK (i::timestamptz > '2000-01-01')",
                ];
            "casts that a change of type left" on [Postgres],
                sql("CREATE TABLE t (a varchar(9), n numeric, CONSTRAINT c1 CHECK (a IN ('x', 'y')), CONSTRAINT c2 CHECK (n > 1));
                    ALTER TABLE t ALTER a TYPE text, ALTER n TYPE integer"),
                |op| op.create_table(table("t").column("a", text()).column("n", integer()).check("c1", "a IN ('x', 'y')").check("c2", "n > 1")) => [
                    "constraint c2 of t may differ: `n::numeric > 1::numeric` and `n > 1` differ in casts, or in how a time is written",
                ];
            "functions that are words" on [Postgres],
                sql("CREATE TABLE t (d date, x text, z timestamptz, CONSTRAINT c1 CHECK (extract(year FROM d) > 2000), CONSTRAINT c2 CHECK (substring(x FROM 1 FOR 2) = 'ab'), CONSTRAINT c3 CHECK (trim(x) <> ''),
                    CONSTRAINT c4 CHECK (position('a' IN x) > 0), CONSTRAINT c5 CHECK (z AT TIME ZONE 'utc' > '2000-01-01'))"),
                |op| op.create_table(table("t").column("d", date()).column("x", text()).column("z", timestamptz())
                    .check("c1", "extract(year FROM d) > 2000").check("c2", "substring(x FROM 1 FOR 2) = 'ab'").check("c3", "trim(x) <> ''").check("c4", "position('a' IN x) > 0").check("c5", "z AT TIME ZONE 'utc' > '2000-01-01'")) => [];
            "a string that looks like a name" on [Postgres] answered ["t.s=k"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("s", text()).check("ck", "s <> 't.s' AND s <> 's'"))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("k", text()).check("ck", "k <> 't.s' AND k <> 's'")) => [
                    "alter column t.s: rename to k",
                ];
        },
    );
}

#[test]
fn texts_of_mariadb() {
    check(
        "constraint_mariadb",
        &cases! {
            "functions that have another name" on [Mysql],
                sql("CREATE TABLE t (a integer, b varchar(9), d date, CONSTRAINT c1 CHECK (upper(b) <> 'q'), CONSTRAINT c2 CHECK (length(b) > 1), CONSTRAINT c3 CHECK (true), CONSTRAINT c4 CHECK (NOT a = 3),
                CONSTRAINT c5 CHECK (a % 2 = 0), CONSTRAINT c6 CHECK (date_add(d, INTERVAL 1 day) > '2000-01-01'), CONSTRAINT c7 CHECK (cast(a AS char) <> 'x'), CONSTRAINT c8 CHECK (b NOT LIKE 'a%'),
                CONSTRAINT c9 CHECK (b IN ('x', 'y')))"),
                |op| op.create_table(table("t").column("a", integer()).column("b", varchar(9)).column("d", date())
                    .check("c1", "upper(b) <> 'q'").check("c2", "length(b) > 1").check("c3", "true").check("c4", "NOT a = 3").check("c5", "a % 2 = 0").check("c6", "date_add(d, INTERVAL 1 day) > '2000-01-01'")
                    .check("c7", "cast(a AS char) <> 'x'").check("c8", "b NOT LIKE 'a%'").check("c9", "b IN ('x', 'y')")) => [];
            "two pipes" on [Mysql],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)).check("ck", "b || 'x' = 'q'")) => [
                    "add check constraint ck to t: CHECK (b || 'x' = 'q')",
                    "it fails: cannot add check constraint ck to t: the check constraint `ck` has `||`, which is OR on MariaDB\n  hint: write `concat(a, b)` for texts here, with `per_dialect()` where other databases have the revision too, or `OR` for conditions",
                ];
            "two pipes in a view" on [Mysql],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)))),
                |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)));
                    op.create_view("v", "SELECT id, b || 'x' AS c FROM t");
                } => [
                    "create view v",
                    "it fails: cannot create view v: the query of view `v` has `||`, which is OR on MariaDB\n  hint: write `concat(a, b)` for texts here, with `per_dialect()` where other databases have the revision too, or `OR` for conditions",
                ];
            "two pipes that are there" on [Mysql],
                sql("CREATE TABLE t (id integer PRIMARY KEY, b varchar(9), CONSTRAINT ck CHECK (b || 'x' = 'q'))"),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)).check("ck", "b || 'x' = 'q'")) => [];
        },
    );
}

/// A schema with a check of this text.
fn checked(expression: &str) -> Schema {
    schema_of(&record(|op: &mut Op| {
        op.create_table(
            table("t")
                .column("d", date())
                .column("b", varchar(9))
                .column("x", text())
                .column("n", integer())
                .column("z", timestamptz())
                .check("ck", expression),
        );
    }))
}

/// As servers that do not run here print them: PostgreSQL 13 and 18, and MySQL 8.
#[test]
fn texts_of_other_versions() {
    let postgres = ["130023", "150004", "180004"];
    for (family, versions, declared, printed) in [
        (
            Family::Postgres,
            &postgres[..],
            "extract(year FROM d) > 2000",
            &[
                "(date_part('year'::text, d) > (2000)::double precision)",
                "(EXTRACT(year FROM d) > (2000)::numeric)",
            ][..],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "substring(x FROM 1 FOR 2) = 'ab'",
            &["(\"substring\"(x, 1, 2) = 'ab'::text)", "(SUBSTRING(x FROM 1 FOR 2) = 'ab'::text)"],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "trim(x) <> ''",
            &["(btrim(x) <> ''::text)", "(TRIM(BOTH FROM x) <> ''::text)"],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "position('a' IN x) > 0",
            &["(\"position\"(x, 'a'::text) > 0)", "(POSITION(('a'::text) IN (x)) > 0)"],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "z AT TIME ZONE 'utc' > '2000-01-01'",
            &[
                "(timezone('utc'::text, z) > '2000-01-01 00:00:00'::timestamp without time zone)",
                "((z AT TIME ZONE 'utc'::text) > '2000-01-01 00:00:00'::timestamp without time zone)",
            ],
        ),
        (
            Family::Mysql,
            &["8.0.36", "9.7.4"],
            "b IN ('x', 'y')",
            &["(`b` in (_utf8mb4'x',_utf8mb4'y'))"],
        ),
        (
            Family::Mysql,
            &["8.0.36", "10.11.19-MariaDB"],
            "n <> 3 AND upper(b) <> 'q'",
            &["((`n` <> 3) and (upper(`b`) <> _utf8mb4'q'))", "(`n` <> 3 and ucase(`b`) <> 'q')"],
        ),
    ] {
        for version in versions {
            let dialect = Dialect::parse(family, version).expect("a version");
            for printed in printed {
                let differences = compare(dialect, &checked(declared), &checked(printed));
                assert_eq!(differences, [], "{declared} and {printed} on {dialect}");
            }
        }
    }
}
