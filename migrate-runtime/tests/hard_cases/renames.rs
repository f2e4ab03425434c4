//! What was renamed, and what was not.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(renames_are_asked_for_and_answered, RENAMES_ARE_ASKED_FOR_AND_ANSWERED);

const RENAMES_ARE_ASKED_FOR_AND_ANSWERED: &[Case] = cases! {
    "a length and a type change in place" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("s", varchar(10)).column("n", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("s", varchar(20)).column("n", big_int()))
        => [
            "change: alter column t.s: varchar(10) -> varchar(20)",
            "change: alter column t.n: integer -> big_int",
        ];
    "a column is gone and one of its type is new" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()))
        => [
            "question: column t.a is no longer in the model",
        ];
    "a table and its columns" on [Sqlite, Postgres, Mysql],
        answers &["t=u", "t.a=b", "t.c=d"],
        before |op| op.create_table(table("t").column("id", integer().primary_key_named("pk")).column("a", integer()).column("c", integer())),
        after |op| op.create_table(table("u").column("id", integer().primary_key_named("pk")).column("b", integer()).column("d", integer()))
        => [
            "change: rename table t to u",
            "change: alter column u.a: rename to b",
            "change: alter column u.c: rename to d",
        ];
    "two columns of one table" on [Sqlite, Postgres, Mysql],
        answers &["t.a=x", "t.b=y"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("y", integer()).column("x", integer()))
        => [
            "change: alter column t.a: rename to x",
            "change: alter column t.b: rename to y",
        ];
    "two columns that change places" on [Sqlite, Postgres, Mysql],
        answers &["t.a=b", "t.b=a"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", varchar(9))),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("a", varchar(9)))
        => [
            "change: alter column t.a: rename to a_renamed",
            "change: alter column t.b: rename to a",
            "change: alter column t.a_renamed: rename to b",
        ];
    "an answer to what is there no longer" on [Sqlite, Postgres, Mysql],
        answers &["t.old=b"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()))
        => [
            "answer: there is no table, column, enum type or label `t.old` at the head",
        ];
    "an answer that names nothing in the model" on [Sqlite, Postgres, Mysql],
        answers &["t.a=zzz"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()))
        => [
            "question: column t.a is no longer in the model",
        ];
    "an answer of long ago, whose new name is taken" on [Sqlite, Postgres, Mysql],
        answers &["t.a=b"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("c", integer()))
        => [
            "question: column t.a is no longer in the model",
        ];
    "three columns that move on" on [Sqlite, Postgres, Mysql],
        answers &["t.a=b", "t.b=c", "t.c=d"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()).column("c", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()).column("c", integer()).column("d", integer()))
        => [
            "change: alter column t.c: rename to d",
            "change: alter column t.b: rename to c",
            "change: alter column t.a: rename to b",
        ];
    "foreign keys that the server named, of a renamed table" on [Mysql],
        answers &["d=dd"],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (a integer, b integer, FOREIGN KEY (a) REFERENCES p (id), FOREIGN KEY (b) REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("dd").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("dd_ibfk_1", "dd", ["a"], "p", ["id"]);
                }
        => [
            "change: rename table d to dd",
            "change: drop foreign key dd_ibfk_2 of dd",
        ];
    "foreign keys that look as if the server named them" on [Mysql],
        answers &["d=dd"],
        before |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("d_ibfk_1", "d", ["a"], "p", ["id"]);
                    op.create_foreign_key("d_ibfk_x", "d", ["b"], "p", ["id"]);
                },
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("dd").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("d_ibfk_1", "dd", ["a"], "p", ["id"]);
                    op.create_foreign_key("d_ibfk_x", "dd", ["b"], "p", ["id"]);
                }
        => [
            "change: rename table d to dd",
            "change: rename constraint dd_ibfk_1 of dd to d_ibfk_1",
            "change: rename constraint dd_ibfk_x of dd to d_ibfk_x",
        ];
    "a column while a view is broken" on [Sqlite],
        answers &["t.a=b"],
        sql "CREATE TABLE t (id integer PRIMARY KEY, a integer); CREATE VIEW bad AS SELECT nope FROM t",
        after |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()));
                    op.create_view("bad", "SELECT nope FROM t");
                }
        => [
            "change: alter column t.a: rename to b",
            "revision `r0` failed to apply",
            "  operation: alter column t.a: rename to b",
            "  sql: ALTER TABLE t RENAME COLUMN a TO b",
            "  cause: error in view bad: no such column: nope",
            "  hint: it is broken whatever this revision does, and while it is, SQLite renames no table and no column of the database, and drops no column: drop it before the change, with `op.drop_view(..)` or `op.drop_trigger(..)`, or create what it names",
        ];
};
