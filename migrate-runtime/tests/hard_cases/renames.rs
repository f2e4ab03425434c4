//! What was renamed, and what was not.

use migrate_runtime::dialect::Family;
use migrate_runtime::prelude::*;

use crate::against_model::{cases, check};

#[test]
fn renames_are_asked_for_and_answered() {
    check(
        "renames",
        &cases! {
            "a length and a type change in place",
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("s", varchar(10)).column("n", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("s", varchar(20)).column("n", big_int())) => [
                    "alter column t.s: varchar(10) -> varchar(20)",
                    "alter column t.n: integer -> big_int",
                ];
            "a column is gone and one of its type is new",
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer())) => [
                    "column t.a is no longer in the model?",
                ];
            "a table and its columns" answered ["t=u", "t.a=b", "t.c=d"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key_named("pk")).column("a", integer()).column("c", integer()))),
                |op| op.create_table(table("u").column("id", integer().primary_key_named("pk")).column("b", integer()).column("d", integer())) => [
                    "rename table t to u",
                    "alter column u.a: rename to b",
                    "alter column u.c: rename to d",
                ];
            "two columns of one table" answered ["t.a=x", "t.b=y"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("y", integer()).column("x", integer())) => [
                    "alter column t.a: rename to x",
                    "alter column t.b: rename to y",
                ];
            "two columns that change places" answered ["t.a=b", "t.b=a"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", varchar(9)))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("a", varchar(9))) => [
                    "alter column t.a: rename to a_renamed",
                    "alter column t.b: rename to a",
                    "alter column t.a_renamed: rename to b",
                ];
            "an answer to what is there no longer" answered ["t.old=b"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer())) => [];
            "an answer that names nothing in the model" answered ["t.a=zzz"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key())) => [
                    "column t.a is no longer in the model?",
                ];
            "an answer of long ago, whose new name is taken" answered ["t.a=b"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("c", integer())) => [
                    "column t.a is no longer in the model?",
                ];
            "three columns that move on" answered ["t.a=b", "t.b=c", "t.c=d"],
                by(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()).column("c", integer()))),
                |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("c", integer()).column("d", integer())) => [
                    "alter column t.c: rename to d",
                    "alter column t.b: rename to c",
                    "alter column t.a: rename to b",
                ];
            "foreign keys that the server named, of a renamed table" on [Mysql] answered ["d=dd"],
                sql("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (a integer, b integer, FOREIGN KEY (a) REFERENCES p (id), FOREIGN KEY (b) REFERENCES p (id))"),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("dd").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("dd_ibfk_1", "dd", ["a"], "p", ["id"]);
                } => [
                    "rename table d to dd",
                    "drop foreign key dd_ibfk_2 of dd",
                ];
            "foreign keys that look as if the server named them" on [Mysql] answered ["d=dd"],
                by(|op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("d_ibfk_1", "d", ["a"], "p", ["id"]);
                    op.create_foreign_key("d_ibfk_x", "d", ["b"], "p", ["id"]);
                }),
                |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("dd").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("d_ibfk_1", "dd", ["a"], "p", ["id"]);
                    op.create_foreign_key("d_ibfk_x", "dd", ["b"], "p", ["id"]);
                } => [
                    "rename table d to dd",
                    "rename constraint dd_ibfk_1 of dd to d_ibfk_1",
                    "rename constraint dd_ibfk_x of dd to d_ibfk_x",
                ];
            "a column while a view is broken" on [Sqlite] answered ["t.a=b"],
                sql("CREATE TABLE t (id integer PRIMARY KEY, a integer); CREATE VIEW bad AS SELECT nope FROM t"),
                |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()));
                    op.create_view("bad", "SELECT nope FROM t");
                } => [
                    "alter column t.a: rename to b",
                    "it fails: revision `r0` failed to apply\n  operation: alter column t.a: rename to b\n  sql: ALTER TABLE t RENAME COLUMN a TO b\n  cause: error in view bad: no such column: nope\n  hint: it is broken whatever this revision does, and while it is, SQLite renames no table and no column of the database, and drops no column: drop it before the change, with `op.drop_view(..)` or `op.drop_trigger(..)`, or create what it names",
                ];
        },
    );
}
