//! Who claims what: snapshots, partial models, drops.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, declared, tests};
use migrate_runtime::dialect::Family;

const ALL: &[Family] = &[Family::Sqlite, Family::Postgres, Family::Mysql];

fn everything(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("c", varchar(20).check("c <> ''"))
            .index("ix", ["c"]),
    );
    op.create_index("ix_2", "t", [asc("c")]).filter("id > 0");
    op.create_trigger(
        "tr",
        "t",
        "AFTER DELETE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres("FOR EACH ROW EXECUTE FUNCTION f()")
            .mysql("FOR EACH ROW SET @gone = 1"),
    );
}

#[test]
fn a_head_forgets_nothing() {
    assert_eq!(declared(everything, everything, ALL), [""; 0]);
}

tests!(cases, CLAIMS);

const CLAIMS: &[Case] = cases! {
    "a view, made twice in the same words" on [Mysql],
        before |op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(20)));
            op.create_view("v", "SELECT id FROM t WHERE c IN ('a', 'b') AND id BETWEEN 1 AND 5");
        },
        after |op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(20)));
            op.create_view("v", "SELECT id FROM t WHERE c IN ('a', 'b') AND id BETWEEN 1 AND 5");
        }
        => [];
    "a view names its columns, and its query changes" on [Postgres],
        before |op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
            op.create_view("v", "SELECT id AS a, c AS b FROM t");
        },
        after |op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
            op.create_view("v", "SELECT id AS a, c AS b FROM t WHERE c > 0");
        }
        => [
            "change: drop view v",
            "change: create view v",
        ];
    "a comment with a word of another statement" on [Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).comment("DROP TABLE t; -- drop column"))
        => [
            "change: comment on table t",
        ];
    "a table without columns" on [Postgres],
        sql "CREATE TABLE empty (); CREATE TABLE t (id integer)",
        after |op| op.create_table(table("t").column("id", integer()))
        => [
            "not held: table without columns empty is made by no operation: it is not compared",
        ];
};
