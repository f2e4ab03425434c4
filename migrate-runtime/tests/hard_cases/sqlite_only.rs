//! What SQLite alone does with keys, columns and texts.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(cases, SQLITE);

fn t(op: &mut Op) {
    op.create_table(
        table("t").column("id", integer().primary_key()).column("c", integer()).column("d", text()),
    );
}

const SQLITE: &[Case] = cases! {
    // The `DESC` of `b` stays, with which the column is no row number: it is found again.
    "keys that are no row number, though they look like it" on [Sqlite],
        sql "CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY DESC); CREATE TABLE c (id BIGINT PRIMARY KEY);
            CREATE TABLE d (id INTEGER PRIMARY KEY); CREATE TABLE e (id INTEGER, PRIMARY KEY (id))",
        after |op| for name in ["a", "b", "c", "d", "e"] {
            op.create_table(table(name).column("id", integer().primary_key()));
        }
        => [
            "change: alter column a.id: INT -> integer",
            "change: alter column b.id: INT -> integer",
            "change: alter column c.id: big_int -> integer",
            "not exactly back: alter column a.id cannot be undone: not every value of column `id` of table `a`, which is INT, is the same again after it was integer",
            "left: column b.id differs",
            "left: alter column b.id: INT -> integer",
        ];
    "columns that cannot be added as they are" on [Sqlite],
        before t,
        after |op| {
            op.create_table(
                table("t").column("id", integer().primary_key()).column("c", integer()).column("d", text())
                    .column("e", integer().not_null())
                    .column("f", timestamp().default(now()))
                    .column("g", integer().default(sql("1 + 1")))
                    .column("h", integer().unique())
                    .column("i", integer().generated("c + 1"))
                    .column("j", integer().default(1).references("t", "id"))
                    .column("k", integer().default(1).check("k > 0")),
            );
        }
        => [
            "change: add column t.e integer",
            "change: alter column t.e: NOT NULL",
            "change: add column t.f timestamp DEFAULT now()",
            "change: add column t.g integer DEFAULT 1 + 1",
            "change: add column t.h integer",
            "change: add column t.i integer AS (c + 1) stored",
            "change: add column t.j integer DEFAULT 1",
            "change: add column t.k integer DEFAULT 1",
            "change: add check constraint ck_t_k to t: CHECK (k > 0)",
            "change: add foreign key fk_t_j_t to t: (j) REFERENCES t (id)",
            "change: add unique constraint uq_t_h to t: (h)",
        ];
    "columns that cannot be dropped as they are" on [Sqlite],
        before |op| {
            op.create_table(
                table("t").column("id", integer().primary_key()).column("c", integer()).column("d", text())
                    .column("e", integer().unique())
                    .column("f", integer())
                    .column("g", integer())
                    .column("h", integer().generated("g + 1"))
                    .column("j", integer().references("t", "id").check("j > 0"))
                    .index("ix", ["f"]),
            );
            op.create_index("ix_2", "t", [asc("c")]).filter("f > 0");
            op.create_view("v", "SELECT f, c FROM t");
            op.create_trigger("tr", "t", "AFTER UPDATE OF f", "BEGIN UPDATE t SET c = NEW.f; END");
        },
        after t
        => [
            "change: drop trigger tr of t",
            "change: drop view v",
            "change: drop check constraint ck_t_j of t",
            "change: drop index ix_2 of t",
            "change: drop column t.e",
            "change: drop column t.f",
            "change: drop column t.h",
            "change: drop column t.g",
            "change: drop column t.j",
        ];
    "a table that others reference is created again" on [Sqlite],
        before |op| {
            t(op);
            op.create_table(table("u").column("t", integer().references("t", "id").on_delete(Cascade)));
            op.create_view("v", "SELECT c FROM t");
            op.create_trigger("tr", "u", "AFTER DELETE", "BEGIN DELETE FROM t WHERE id = OLD.t; END");
        },
        sql "INSERT INTO t (id, d) VALUES (1, ''); INSERT INTO u (t) VALUES (1)",
        after |op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", text()).column("d", text().not_null()));
            op.create_table(table("u").column("t", integer().references("t", "id").on_delete(Cascade)));
            op.create_view("v", "SELECT c FROM t");
            op.create_trigger("tr", "u", "AFTER DELETE", "BEGIN DELETE FROM t WHERE id = OLD.t; END");
        }
        => [
            "change: alter column t.c: integer -> text",
            "change: alter column t.d: NOT NULL",
        ];
    "checks and unique keys in texts that no pattern reads" on [Sqlite],
        sql "CREATE TABLE t (\n\tid INTEGER PRIMARY KEY, -- the ) key\n\tc INTEGER\tCHECK\n(c IN (1, 2) /* ) */ AND ')' <> '('),
            d text CONSTRAINT \"uq (d)\" UNIQUE CONSTRAINT ck_d CHECK (d <> 'UNIQUE (c)'), UNIQUE\n(c,\nd), CHECK(c>0)CHECK(d<>'x'))",
        after |op| op.create_table(
            table("t").column("id", integer().primary_key())
                .column("c", integer().check_named("ck_c", "c IN (1, 2) AND ')' <> '('"))
                .column("d", text().unique_named("uq (d)").check_named("ck_d", "d <> 'UNIQUE (c)'"))
                .unique("uq_2", ["c", "d"]).check("ck_2", "c > 0").check("ck_3", "d <> 'x'"),
        )
        => [];
    "unique in the column, of the table, and as an index" on [Sqlite],
        sql "CREATE TABLE t (id INTEGER PRIMARY KEY, a integer UNIQUE, b integer, c integer, UNIQUE (b)); CREATE UNIQUE INDEX ix ON t (c)",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer().unique())
            .column("b", integer().unique()).column("c", integer().unique()))
        => [
            "change: drop index ix of t",
            "change: add unique constraint uq_t_c to t: (c)",
        ];
    "a table with checks without names is created again" on [Sqlite],
        sql "CREATE TABLE t (id INTEGER PRIMARY KEY, c integer CHECK (c > 0), d text, UNIQUE (d))",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", text().check("c > 0")).column("d", text().unique()))
        => [
            "change: alter column t.c: integer -> text",
        ];
    "what no pragma shows" on [Sqlite],
        sql "CREATE TABLE t (id INTEGER CONSTRAINT nn NOT NULL ON CONFLICT IGNORE, c text UNIQUE ON CONFLICT REPLACE,
            PRIMARY KEY (id) ON CONFLICT ROLLBACK, UNIQUE (id, c COLLATE NOCASE DESC))",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", text().unique()).unique("uq_t", ["id", "c"]))
        => [
            "not held: table t has `ON CONFLICT IGNORE`, which no operation says: it is not compared",
            "not held: table t has `ON CONFLICT REPLACE`, which no operation says: it is not compared",
            "not held: table t has `ON CONFLICT ROLLBACK`, which no operation says: it is not compared",
        ];
    "a column is added while a view is broken" on [Sqlite],
        before t,
        sql "CREATE VIEW bad AS SELECT nope FROM t",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()).column("d", text()).column("e", text()).index("ix", ["c"]))
        => [
            "drift: view bad is in no revision",
            "left alone: view bad",
            "change: add column t.e text",
            "change: create index ix on t (c)",
            "back: revision `r2` failed to apply",
            "  operation: drop column t.e",
            "  sql: ALTER TABLE t DROP COLUMN e",
            "  cause: error in view bad: no such column: nope",
            "  hint: it is broken whatever this revision does, and while it is, SQLite renames no table and no column of the database, and drops no column: drop it before the change, with `op.drop_view(..)` or `op.drop_trigger(..)`, or create what it names",
        ];
    "a table of a query, and one of unknown types" on [Sqlite],
        sql "CREATE TABLE q AS SELECT 1 AS a, 'x' AS b; CREATE TABLE u (a, b FLOATING_POINT, c charint)"
        => [
            "change: drop table q",
            "change: drop table u",
        ];
};
