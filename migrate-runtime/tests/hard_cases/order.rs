//! What must be done before what.

use migrate_runtime::dialect::Family;
use migrate_runtime::prelude::*;

use crate::against_model::{cases, check};

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

#[test]
fn tables_and_keys() {
    check(
        "order_tables",
        &cases! {
            "new tables that reference each other", by(|_op| ()), |op| circle(op) => [
                    "create table a",
                    "create table b",
                    "add foreign key fk_a_b to a: (b_id) REFERENCES b (id)",
                    "add foreign key fk_b_a_id_a to b: (a_id) REFERENCES a (id)",
                ];
            "old tables that reference each other are dropped", by(|op| circle(op)), |_op| () => [
                    "drop foreign key fk_a_b of a",
                    "drop foreign key fk_b_a_id_a of b",
                    "drop table a",
                    "drop table b",
                ];
            "a new table references what an old one becomes unique in",
                by(|op| op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null()))),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
                    op.create_table(table("a_child").column("id", integer().primary_key()).column("code", integer().references("p", "code")));
                } => [
                    "add unique constraint uq_p_code to p: (code)",
                    "create table a_child",
                ];
            "an old table references what another one becomes unique in",
                by(|op| {
                    op.create_table(table("a").column("id", integer().primary_key()).column("code", integer()));
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null()));
                }),
                |op| {
                    op.create_table(table("a").column("id", integer().primary_key()).column("code", integer()));
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
                    op.create_foreign_key("fk", "a", ["code"], "z", ["code"]);
                } => [
                    "add unique constraint uq_z_code to z: (code)",
                    "add foreign key fk to a: (code) REFERENCES z (code)",
                ];
            "a new column references what another table becomes unique in",
                by(|op| {
                    op.create_table(table("a").column("id", integer().primary_key()));
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null()));
                }),
                |op| {
                    op.create_table(table("z").column("id", integer().primary_key()).column("code", integer().not_null().unique()));
                    op.create_table(table("a").column("id", integer().primary_key()).column("code", integer().references("z", "code")).column("n", integer()));
                } => [
                    "add column a.code integer",
                    "add column a.n integer",
                    "add unique constraint uq_z_code to z: (code)",
                    "add foreign key fk_a_code_z to a: (code) REFERENCES z (code)",
                ];
            "a new column that a new view selects",
                by(|op| op.create_table(table("t").column("id", integer().primary_key()))),
                |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
                    op.create_view("a_view", "SELECT id, c FROM t");
                } => [
                    "add column t.c integer",
                    "create view a_view",
                ];
            "comments go with what they are of" on [Postgres, Mysql],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().comment("gone")).comment("gone too"))),
                |op| op.create_table(table("t").column("id", integer().primary_key())) => [
                    "drop the comment of table t",
                    "drop column t.c",
                ];
            "a table with a comment is dropped" on [Postgres, Mysql],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().comment("gone")).comment("gone too"))),
                |_op| () => [
                    "drop table t",
                ];
            "a new column has its comment at once" on [Postgres, Mysql],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().not_null().default(1).comment("said"))) => [
                    "add column t.c integer NOT NULL DEFAULT 1",
                ];
            "several new columns come in the declared order",
                by(|op| op.create_table(table("t").column("id", integer().primary_key()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("z", integer()).column("a", integer()).column("m", integer())) => [
                    "add column t.z integer",
                    "add column t.a integer",
                    "add column t.m integer",
                ];
            "a new column in the middle comes last",
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("c", integer())) => [
                    "add column t.b integer",
                ];
            "rows that wait for a check at commit, and an index in one revision" on [Postgres],
                by(|op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("t").column("id", integer().primary_key()).column("p_id", integer()));
                    op.create_foreign_key("fk", "t", ["p_id"], "p", ["id"]).deferrable_initially_deferred();
                    op.bulk_insert("p", ["id"], [(1,), (2,)]);
                    op.bulk_insert("t", ["id", "p_id"], [(1, 1)]);
                    op.update("t").set("p_id", 2).filter(col("id").eq(1));
                    op.create_index("ix", "t", ["p_id"]);
                }),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("t").column("id", integer().primary_key()).column("p_id", integer()).index("ix", ["p_id"]));
                    op.create_foreign_key("fk", "t", ["p_id"], "p", ["id"]).deferrable_initially_deferred();
                } => [];
            "columns in another order are no difference",
                sql("CREATE TABLE t (c integer, b integer, a integer)"),
                |op| op.create_table(table("t").column("a", integer()).column("b", integer()).column("c", integer())) => [];
        },
    );
}

#[test]
fn functions_and_what_they_name() {
    check(
        "order_functions",
        &cases! {
            "a function that a default calls, and one that reads the table" on [Postgres],
                by(|_op| ()),
                |op| {
                    op.create_function("first_number", "", "RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 7'");
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer().default(sql("first_number()"))));
                    op.create_function("a_count", "", "RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'");
                } => [
                    "create function first_number()",
                    "create table t",
                    "create function a_count()",
                ];
            "functions of the rows of a view and of a table" on [Postgres],
                by(|_op| ()),
                |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()));
                    op.create_view("v", "SELECT id FROM t");
                    op.create_function("a_rows", "", "RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'");
                    op.create_function("b_row", "one t", "RETURNS integer LANGUAGE sql AS 'SELECT one.n'");
                } => [
                    "create table t",
                    "create function b_row(one t)",
                    "create view v",
                    "create function a_rows()",
                ];
            "functions of the rows of a view and of a table are dropped" on [Postgres],
                by(|op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()));
                    op.create_view("v", "SELECT id FROM t");
                    op.create_function("a_rows", "", "RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'");
                    op.create_function("b_row", "one t", "RETURNS integer LANGUAGE sql AS 'SELECT one.n'");
                }), |_op| () => [
                    "drop function a_rows()",
                    "drop view v",
                    "drop function b_row(one t)",
                    "drop table t",
                ];
            "a check that calls a function" on [Postgres],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()))),
                |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()).check("ck", "is_small(n)"));
                    op.create_function("is_small", "n integer", "RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n < 9'");
                } => [
                    "create function is_small(n integer)",
                    "add check constraint ck to t: CHECK (is_small(n))",
                ];
            "a check that calls a function goes with it" on [Postgres],
                by(|op| {
                    op.create_function("is_small", "n integer", "RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n < 9'");
                    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()).check("ck", "is_small(n)"));
                }),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer())) => [
                    "drop check constraint ck of t",
                    "drop function is_small(n integer)",
                ];
        },
    );
}
