//! What must be done before what.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

/// Two tables that reference each other.
fn circle(op: &mut Op) {
    op.create_table(table("a").column("id", integer().primary_key()).column("b_id", integer()));
    op.create_table(
        table("b")
            .column("id", integer().primary_key())
            .column("a_id", integer().references("a", "id")),
    );
    op.create_foreign_key("fk_a_b", "a", ["b_id"], "b", ["id"]);
}

tests!(tables_and_keys, TABLES_AND_KEYS);

const TABLES_AND_KEYS: &[Case] = cases! {
    "new tables that reference each other" on [Sqlite, Postgres, Mysql],
        before |_op| (),
        after circle
        => [
            "change: create table a",
            "change: create table b",
            "change: add foreign key fk_a_b to a: (b_id) REFERENCES b (id)",
            "change: add foreign key fk_b_a_id_a to b: (a_id) REFERENCES a (id)",
        ];
    "old tables that reference each other are dropped" on [Sqlite, Postgres, Mysql],
        before circle,
        after |_op| ()
        => [
            "change: drop foreign key fk_a_b of a",
            "change: drop foreign key fk_b_a_id_a of b",
            "change: drop table a",
            "change: drop table b",
        ];
    "a new table references what an old one becomes unique in" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null())),
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
                    op.create_table(table("a_child").column("id", integer().primary_key()).column("code", integer().references("p", "code")));
                }
        => [
            "change: add unique constraint uq_p_code to p: (code)",
            "change: create table a_child",
        ];
    "an old table references what another one becomes unique in" on [Sqlite, Postgres, Mysql],
        before |op| {
                    op.create_table(table("a").column("id", integer().primary_key()).column("code", integer()));
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null()));
                },
        after |op| {
                    op.create_table(table("a").column("id", integer().primary_key()).column("code", integer()));
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
                    op.create_foreign_key("fk", "a", ["code"], "z", ["code"]);
                }
        => [
            "change: add unique constraint uq_z_code to z: (code)",
            "change: add foreign key fk to a: (code) REFERENCES z (code)",
        ];
    "a new column references what another table becomes unique in" on [Sqlite, Postgres, Mysql],
        before |op| {
                    op.create_table(table("a").column("id", integer().primary_key()));
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null()));
                },
        after |op| {
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
                    op.create_table(table("a").column("id", integer().primary_key()).column("code", integer().references("z", "code")).column("n", integer()));
                }
        => [
            "change: add column a.code integer",
            "change: add column a.n integer",
            "change: add unique constraint uq_z_code to z: (code)",
            "change: add foreign key fk_a_code_z to a: (code) REFERENCES z (code)",
        ];
    "a new column that a new view selects" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key())),
        after |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
                    op.create_view("a_view", "SELECT id, c FROM t");
                }
        => [
            "change: add column t.c integer",
            "change: create view a_view",
        ];
    "comments go with what they are of" on [Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().comment("gone")).comment("gone too")),
        after |op| op.create_table(table("t").column("id", integer().primary_key()))
        => [
            "change: drop the comment of table t",
            "change: drop column t.c",
        ];
    "a table with a comment is dropped" on [Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().comment("gone")).comment("gone too")),
        after |_op| ()
        => [
            "change: drop table t",
        ];
    "a new column has its comment at once" on [Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().not_null().default(1).comment("said")))
        => [
            "change: add column t.c integer NOT NULL DEFAULT 1",
        ];
    "several new columns come in the declared order" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("z", integer()).column("a", integer()).column("m", integer()))
        => [
            "change: add column t.z integer",
            "change: add column t.a integer",
            "change: add column t.m integer",
        ];
    "a new column in the middle comes last" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("c", integer()))
        => [
            "change: add column t.b integer",
        ];
    "rows that wait for a check at commit, and an index in one revision" on [Postgres],
        before |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("t").column("id", integer().primary_key()).column("p_id", integer()));
                    op.create_foreign_key("fk", "t", ["p_id"], "p", ["id"]).deferrable_initially_deferred();
                    op.bulk_insert("p", ["id"], [(1,), (2,)]);
                    op.bulk_insert("t", ["id", "p_id"], [(1, 1)]);
                    op.update("t").set("p_id", 2).filter(col("id").eq(1));
                    op.create_index("ix", "t", ["p_id"]);
                },
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("t").column("id", integer().primary_key()).column("p_id", integer()).index("ix", ["p_id"]));
                    op.create_foreign_key("fk", "t", ["p_id"], "p", ["id"]).deferrable_initially_deferred();
                }
        => [];
    "columns in another order are no difference" on [Sqlite, Postgres, Mysql],
        sql "CREATE TABLE t (c integer, b integer, a integer)",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()).column("c", integer()))
        => [];
};

tests!(functions_and_what_they_name, FUNCTIONS_AND_WHAT_THEY_NAME);

const FUNCTIONS_AND_WHAT_THEY_NAME: &[Case] = cases! {
    "a function that a default calls, and one that reads the table" on [Postgres],
        before |_op| (),
        after |op| {
                    op.create_function("first_number", "", "RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 7'");
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer().default(sql("first_number()"))));
                    op.create_function("a_count", "", "RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'");
                }
        => [
            "change: create function first_number()",
            "change: create table t",
            "change: create function a_count()",
        ];
    "functions of the rows of a view and of a table" on [Postgres],
        before |_op| (),
        after |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()));
                    op.create_view("v", "SELECT id FROM t");
                    op.create_function("a_rows", "", "RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'");
                    op.create_function("b_row", "one t", "RETURNS integer LANGUAGE sql AS 'SELECT one.n'");
                }
        => [
            "change: create table t",
            "change: create function b_row(one t)",
            "change: create view v",
            "change: create function a_rows()",
        ];
    "functions of the rows of a view and of a table are dropped" on [Postgres],
        before |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()));
                    op.create_view("v", "SELECT id FROM t");
                    op.create_function("a_rows", "", "RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'");
                    op.create_function("b_row", "one t", "RETURNS integer LANGUAGE sql AS 'SELECT one.n'");
                },
        after |_op| ()
        => [
            "change: drop function a_rows()",
            "change: drop view v",
            "change: drop function b_row(one t)",
            "change: drop table t",
        ];
    "a check that calls a function" on [Postgres],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer())),
        after |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()).check("ck", "is_small(n)"));
                    op.create_function("is_small", "n integer", "RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n < 9'");
                }
        => [
            "change: create function is_small(n integer)",
            "change: add check constraint ck to t: CHECK (is_small(n))",
        ];
    "a check that calls a function goes with it" on [Postgres],
        before |op| {
                    op.create_function("is_small", "n integer", "RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n < 9'");
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()).check("ck", "is_small(n)"));
                },
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()))
        => [
            "change: drop check constraint ck of t",
            "change: drop function is_small(n integer)",
        ];
};
