//! What a drop or a rename would break, and what follows it.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, postgres, refused, sqlite};

/// Two tables, and a trigger of the first that fills the second.
fn copied(op: &mut Op) {
    op.create_table(table("a").column("id", integer().primary_key()).column("n", varchar(9)));
    op.create_table(table("b").column("id", integer().primary_key()).column("n", varchar(9)));
    op.create_trigger(
        "a_cp",
        "a",
        "AFTER INSERT",
        per_dialect()
            .sqlite("BEGIN INSERT INTO b (id, n) VALUES (NEW.id, NEW.n); END")
            .mysql("FOR EACH ROW INSERT INTO b (id, n) VALUES (NEW.id, NEW.n)"),
    );
}

/// A table that a trigger fills without a list of columns.
fn filled(op: &mut Op) {
    numbers(op);
    op.create_table(table("b").column("id", integer()).column("n", integer()));
    op.create_trigger(
        "t_ai",
        "t",
        "AFTER INSERT",
        per_dialect()
            .sqlite("BEGIN INSERT INTO b VALUES (NEW.id, 1); END")
            .mysql("FOR EACH ROW INSERT INTO b VALUES (NEW.id, 1)"),
    );
}

fn numbers(op: &mut Op) {
    op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()));
}

fn views(op: &mut Op) {
    numbers(op);
    op.create_view("v1", "SELECT id, n FROM t");
    op.create_view("v2", "SELECT id FROM v1 WHERE n > 0");
}

fn moods(op: &mut Op) {
    op.create_enum("st", ["old", "new"]);
    op.create_table(
        table("e")
            .column("id", integer().primary_key())
            .column("s", enumeration("st", ["old", "new"]).not_null().default("old")),
    );
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a column dropped under a trigger that names it",
            copied,
            |op| op.drop_column("a", "n"),
            [sqlite(refused(str![[r#"
cannot drop column a.n: column `n` is used by trigger `a_cp` of table `a`
  hint: drop trigger `a_cp` of table `a` first
"#]])), postgres(refused(str![[r#"
cannot create trigger a_cp on a: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(refused(str![[r#"
cannot drop column a.n: column `n` is used by trigger `a_cp` of table `a`
  hint: drop trigger `a_cp` of table `a` first
"#]]))],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a column dropped with the trigger that names it",
            copied,
            |op| {
                op.drop_trigger("a_cp", "a");
                op.drop_column("a", "n");
            },
            [sqlite(str![[r#"
DROP TRIGGER a_cp;
ALTER TABLE a DROP COLUMN n;

"#]]), postgres(refused(str![[r#"
cannot create trigger a_cp on a: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(str![[r#"
DROP TRIGGER a_cp;
ALTER TABLE a DROP COLUMN n, ALGORITHM=INSTANT;

"#]])],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a column dropped of a table that a trigger fills without a list of columns",
            filled,
            |op| op.drop_column("b", "n"),
            [sqlite(refused(str![[r#"
cannot drop column b.n: column `n` is used by trigger `t_ai` of table `t`
  hint: drop trigger `t_ai` of table `t` first
"#]])), postgres(refused(str![[r#"
cannot create trigger t_ai on t: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(refused(str![[r#"
cannot drop column b.n: column `n` is used by trigger `t_ai` of table `t`
  hint: drop trigger `t_ai` of table `t` first
"#]]))],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a column added to a table that a trigger fills without a list of columns",
            filled,
            |op| op.add_column("b", "more", integer()),
            [sqlite(refused(str![[r#"
cannot add column b.more integer: trigger `t_ai` of table `t` inserts rows into table `b` without a list of columns, and has no value for the new one
  hint: drop trigger `t_ai` of table `t` before, and create it again after with a list of columns
"#]])), postgres(refused(str![[r#"
cannot create trigger t_ai on t: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(refused(str![[r#"
cannot add column b.more integer: trigger `t_ai` of table `t` inserts rows into table `b` without a list of columns, and has no value for the new one
  hint: drop trigger `t_ai` of table `t` before, and create it again after with a list of columns
"#]]))],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a column added before the trigger that fills the table is dropped",
            filled,
            |op| {
                op.add_column("b", "more", integer());
                op.drop_trigger("t_ai", "t");
            },
            [sqlite(str![[r#"
ALTER TABLE b ADD COLUMN more INTEGER;
DROP TRIGGER t_ai;

"#]]), postgres(refused(str![[r#"
cannot create trigger t_ai on t: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(str![[r#"
ALTER TABLE b ADD COLUMN more INT, ALGORITHM=INSTANT;
DROP TRIGGER t_ai;

"#]])],
        )
        // The way back creates the trigger before it drops the column, which is refused.
        .live_on(&[]),
        case(
            "a table dropped that a trigger of another fills",
            copied,
            |op| op.drop_table("b"),
            [sqlite(refused(str![[r#"
cannot drop table b: table `b` is used by trigger `a_cp` of table `a`
  hint: drop trigger `a_cp` of table `a` first
"#]])), postgres(refused(str![[r#"
cannot create trigger a_cp on a: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(refused(str![[r#"
cannot drop table b: table `b` is used by trigger `a_cp` of table `a`
  hint: drop trigger `a_cp` of table `a` first
"#]]))],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a table dropped and created again under a trigger that fills it",
            copied,
            |op| {
                op.drop_table("b");
                op.create_table(
                    table("b").column("id", integer().primary_key()).column("n", varchar(20)),
                );
            },
            [sqlite(str![[r#"
DROP TABLE b;
CREATE TABLE b (
    id INTEGER NOT NULL,
    n VARCHAR(20),
    CONSTRAINT pk_b PRIMARY KEY (id)
);

"#]]), postgres(refused(str![[r#"
cannot create trigger a_cp on a: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(str![[r#"
DROP TABLE b;
CREATE TABLE b (
    id INT NOT NULL,
    n VARCHAR(20),
    PRIMARY KEY (id)
);

"#]])],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a table renamed that a trigger of another fills, after a column was",
            copied,
            |op| {
                op.alter_column("a", "n").rename_to("m");
                op.rename_table("b", "bb");
            },
            [sqlite(str![[r#"
ALTER TABLE a RENAME COLUMN n TO m;
ALTER TABLE b RENAME TO bb;

"#]]), postgres(refused(str![[r#"
cannot create trigger a_cp on a: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(str![[r#"
ALTER TABLE a RENAME COLUMN n TO m, ALGORITHM=INSTANT;
DROP TRIGGER a_cp;
CREATE TRIGGER a_cp AFTER INSERT ON a FOR EACH ROW INSERT INTO b (id, n) VALUES (NEW.id, NEW.m);
RENAME TABLE b TO bb;
DROP TRIGGER a_cp;
CREATE TRIGGER a_cp AFTER INSERT ON a FOR EACH ROW INSERT INTO bb (id, n) VALUES (NEW.id, NEW.m);

"#]])],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a table renamed that a trigger fills without a list of columns, after a column was",
            |op| {
                op.create_table(
                    table("a").column("id", integer().primary_key()).column("n", varchar(9)),
                );
                op.create_table(
                    table("b").column("id", integer().primary_key()).column("n", varchar(9)),
                );
                op.create_trigger(
                    "a_cp",
                    "a",
                    "AFTER INSERT",
                    per_dialect()
                        .sqlite("BEGIN INSERT INTO b VALUES (NEW.id, NEW.n); END")
                        .mysql("FOR EACH ROW INSERT INTO b VALUES (NEW.id, NEW.n)"),
                );
            },
            |op| {
                op.alter_column("a", "n").rename_to("m");
                op.rename_table("b", "bb");
            },
            [sqlite(str![[r#"
ALTER TABLE a RENAME COLUMN n TO m;
ALTER TABLE b RENAME TO bb;

"#]]), postgres(refused(str![[r#"
cannot create trigger a_cp on a: there is no SQL text for PostgreSQL
  hint: add one: `per_dialect().postgres("..")`; an empty text does nothing
"#]])), mariadb(str![[r#"
ALTER TABLE a RENAME COLUMN n TO m, ALGORITHM=INSTANT;
DROP TRIGGER a_cp;
CREATE TRIGGER a_cp AFTER INSERT ON a FOR EACH ROW INSERT INTO b VALUES (NEW.id, NEW.m);
RENAME TABLE b TO bb;
DROP TRIGGER a_cp;
CREATE TRIGGER a_cp AFTER INSERT ON a FOR EACH ROW INSERT INTO bb VALUES (NEW.id, NEW.m);

"#]])],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a view dropped that another view reads",
            views,
            |op| op.drop_view("v1"),
            [sqlite(refused(str![[r#"
cannot drop view v1: view `v1` is used by view `v2`
  hint: drop view `v2` first
"#]])), postgres(refused(str![[r#"
cannot drop view v1: view `v1` is used by view `v2`
  hint: drop view `v2` first
"#]])), mariadb(refused(str![[r#"
cannot drop view v1: view `v1` is used by view `v2`
  hint: drop view `v2` first
"#]]))],
        ),
        case(
            "a view dropped after the view that reads it",
            views,
            |op| {
                op.drop_view("v2");
                op.drop_view("v1");
            },
            [sqlite(str![[r#"
DROP VIEW v2;
DROP VIEW v1;

"#]]), postgres(str![[r#"
DROP VIEW v2;
DROP VIEW v1;

"#]]), mariadb(str![[r#"
DROP VIEW v2;
DROP VIEW v1;

"#]])],
        ),
        case(
            "a view dropped before the view that reads it",
            views,
            |op| {
                op.drop_view("v1");
                op.drop_view("v2");
            },
            [sqlite(str![[r#"
DROP VIEW v1;
DROP VIEW v2;

"#]]), postgres(refused(str![[r#"
cannot drop view v1: view `v1` is used by view `v2`
  hint: drop view `v2` first
"#]])), mariadb(str![[r#"
DROP VIEW v1;
DROP VIEW v2;

"#]])],
        )
        .live_on(&["SQLite", "MariaDB"]),
        case(
            "a table dropped that two views read",
            |op| {
                numbers(op);
                op.create_view("v1", "SELECT id FROM t AS one");
                op.create_view("v2", "SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM t)");
            },
            |op| op.drop_table("t"),
            [sqlite(refused(str![[r#"
cannot drop table t: table `t` is used by view `v1` and view `v2`
  hint: drop view `v1` and view `v2` first
"#]])), postgres(refused(str![[r#"
cannot drop table t: table `t` is used by view `v1` and view `v2`
  hint: drop view `v1` and view `v2` first
"#]])), mariadb(refused(str![[r#"
cannot drop table t: table `t` is used by view `v1` and view `v2`
  hint: drop view `v1` and view `v2` first
"#]]))],
        ),
        case(
            "a table dropped whose name other texts have in another sense",
            |op| {
                numbers(op);
                op.create_table(table("u").column("id", integer()).column("t", integer()));
                op.create_view("v1", "SELECT t.t, t.id AS x, 'FROM t' AS y FROM u AS t");
                op.create_view("v2", "WITH t AS (SELECT id FROM u) SELECT id FROM t");
            },
            |op| op.drop_table("t"),
            [sqlite(str![[r#"
DROP TABLE t;

"#]]), postgres(str![[r#"
DROP TABLE t;

"#]]), mariadb(str![[r#"
DROP TABLE t;

"#]])],
        ),
        case(
            "a column dropped whose name a view has in another sense",
            |op| {
                numbers(op);
                op.create_table(table("u").column("id", integer()).column("n", integer()));
                op.create_view("v", "SELECT u.n, t.id FROM t JOIN u ON u.id = t.id");
            },
            |op| op.drop_column("t", "n"),
            [sqlite(str![[r#"
ALTER TABLE t DROP COLUMN n;

"#]]), postgres(str![[r#"
ALTER TABLE t DROP COLUMN n;

"#]]), mariadb(str![[r#"
ALTER TABLE t DROP COLUMN n, ALGORITHM=INSTANT;

"#]])],
        ),
        case(
            "a column dropped that a view takes with all others",
            |op| {
                numbers(op);
                op.create_view("v", "SELECT * FROM t");
            },
            |op| op.drop_column("t", "n"),
            [sqlite(str![[r#"
ALTER TABLE t DROP COLUMN n;

"#]]), postgres(refused(str![[r#"
cannot drop column t.n: column `n` is used by view `v`
  hint: drop view `v` first
"#]])), mariadb(refused(str![[r#"
cannot drop column t.n: column `n` is used by view `v`
  hint: drop view `v` first
"#]]))],
        ),
        case(
            "a materialized view dropped that another reads",
            |op| {
                numbers(op);
                op.create_materialized_view("m1", "SELECT id, n FROM t");
                op.create_materialized_view("m2", "SELECT id FROM m1");
            },
            |op| op.drop_materialized_view("m1"),
            [sqlite(refused(str![[r#"
cannot drop materialized view m1: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])), postgres(refused(str![[r#"
cannot drop materialized view m1: materialized view `m1` is used by materialized view `m2`
  hint: drop materialized view `m2` first
"#]])), mariadb(refused(str![[r#"
cannot drop materialized view m1: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]]))],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a table dropped that the body of a function reads",
            |op| {
                numbers(op);
                op.create_function(
                    "total",
                    "",
                    per_dialect()
                        .postgres("RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$")
                        .mysql("RETURNS INT READS SQL DATA RETURN (SELECT count(*) FROM t)"),
                );
            },
            |op| op.drop_table("t"),
            [sqlite(refused(str![[r#"
cannot create function total(): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])), postgres(refused(str![[r#"
cannot drop table t: table `t` is used by function `total()`
  hint: drop function `total()` first
"#]])), mariadb(refused(str![[r#"
cannot drop table t: table `t` is used by function `total()`
  hint: drop function `total()` first
"#]]))],
        )
        .live_on(&["PostgreSQL", "MariaDB"]),
        case(
            "a table dropped before the function whose body reads it",
            |op| {
                numbers(op);
                op.create_function(
                    "total",
                    "",
                    per_dialect()
                        .postgres("RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$")
                        .mysql("RETURNS INT READS SQL DATA RETURN (SELECT count(*) FROM t)"),
                );
            },
            |op| {
                op.drop_table("t");
                op.drop_function("total", "");
            },
            [sqlite(refused(str![[r#"
cannot drop function total(): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])), postgres(str![[r#"
DROP TABLE t;
DROP FUNCTION total();

"#]]), mariadb(str![[r#"
DROP TABLE t;
DROP FUNCTION total;

"#]])],
        )
        .live_on(&["PostgreSQL", "MariaDB"]),
        case(
            "a column renamed that the function of a trigger names",
            |op| {
                numbers(op);
                op.create_function(
                    "touch",
                    "",
                    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := 1; RETURN NEW; END $$",
                );
                op.create_trigger(
                    "t_touch",
                    "t",
                    "BEFORE UPDATE",
                    "FOR EACH ROW EXECUTE FUNCTION touch()",
                );
            },
            |op| {
                op.alter_column("t", "n").rename_to("m");
            },
            [sqlite(refused(str![[r#"
cannot create function touch(): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])), postgres(refused(str![[r#"
cannot alter column t.n: column `n` is named in the body of function `touch()`, which a rename leaves as it is
  hint: replace the function in this revision with `op.create_function(..).or_replace()`
"#]])), mariadb(str![[r#"
ALTER TABLE t RENAME COLUMN n TO m, ALGORITHM=INSTANT;

"#]])],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a column renamed and the function of a trigger replaced",
            |op| {
                numbers(op);
                op.create_function(
                    "touch",
                    "",
                    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := 1; RETURN NEW; END $$",
                );
                op.create_trigger(
                    "t_touch",
                    "t",
                    "BEFORE UPDATE",
                    "FOR EACH ROW EXECUTE FUNCTION touch()",
                );
            },
            |op| {
                op.alter_column("t", "n").rename_to("m");
                op.create_function(
                    "touch",
                    "",
                    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.m := 1; RETURN NEW; END $$",
                )
                .or_replace();
            },
            [sqlite(refused(str![[r#"
cannot create or replace function touch(): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])), postgres(str![[r#"
ALTER TABLE t RENAME COLUMN n TO m;
CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.m := 1; RETURN NEW; END $$;

"#]]), mariadb(str![[r#"
ALTER TABLE t RENAME COLUMN n TO m, ALGORITHM=INSTANT;
CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.m := 1; RETURN NEW; END $$;

"#]]), mysql(str![[r#"
ALTER TABLE t RENAME COLUMN n TO m, ALGORITHM=INSTANT;
DROP FUNCTION IF EXISTS touch;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.m := 1; RETURN NEW; END $$;

"#]])],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a function dropped that a trigger and a check call",
            |op| {
                numbers(op);
                op.create_function(
                    "is_fine",
                    "n integer",
                    "RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n > 0 $$",
                );
                op.create_check_constraint("ck_t_n", "t", "is_fine(n)");
                op.create_view("v", "SELECT is_fine(n) AS fine FROM t");
            },
            |op| op.drop_function("is_fine", "n integer"),
            [sqlite(refused(str![[r#"
cannot drop function is_fine(n integer): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])), postgres(refused(str![[r#"
cannot drop function is_fine(n integer): function `is_fine(n integer)` is used by view `v` and check constraint `ck_t_n` of table `t`
  hint: drop view `v` and check constraint `ck_t_n` of table `t` first
"#]])), mariadb(refused(str![[r#"
cannot drop function is_fine(n integer): function `is_fine(n integer)` is used by check constraint `ck_t_n` of table `t`
  hint: drop check constraint `ck_t_n` of table `t` first
"#]]))],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a sequence dropped that a default takes numbers from",
            |op| {
                op.create_sequence("bills");
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("n", big_int().default(sql("nextval('bills')"))),
                );
            },
            |op| op.drop_sequence("bills"),
            [sqlite(refused(str![[r#"
cannot drop sequence bills: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])), postgres(refused(str![[r#"
cannot drop sequence bills: sequence `bills` is used by the default of column `n` of table `t`
  hint: drop the default of column `n` of table `t` first
"#]])), mariadb(refused(str![[r#"
cannot drop sequence bills: sequence `bills` is used by the default of column `n` of table `t`
  hint: drop the default of column `n` of table `t` first
"#]])), mysql(refused(str![[r#"
cannot drop sequence bills: MySQL has no sequences
  hint: leave `op.drop_sequence(..)` out
"#]]))],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "an enum type dropped that is an argument of a function",
            |op| {
                op.create_enum("mood", ["sad", "happy"]);
                op.create_function(
                    "is_sad",
                    "m mood",
                    "RETURNS boolean LANGUAGE sql AS $$ SELECT m = 'sad' $$",
                );
            },
            |op| op.drop_enum("mood"),
            [sqlite(refused(str![[r#"
cannot create function is_sad(m mood): SQLite keeps no functions: the program that uses the database brings them
  hint: keep the revision for another database
"#]])), postgres(refused(str![[r#"
cannot drop enum mood: enum type `mood` is used by function `is_sad(m mood)`
  hint: drop function `is_sad(m mood)` first
"#]])), mariadb(str![])],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "an enum value renamed that a check compares with",
            |op| {
                moods(op);
                op.create_check_constraint("ck_e_s", "e", "s = 'old' OR id > 0");
            },
            |op| op.rename_enum_value("st", "old", "ancient"),
            [sqlite(refused(str![[r#"
cannot rename `old` of enum st to `ancient`: the value `old` is compared with in check constraint `ck_e_s` of table `e`, which keeps the old one
  hint: drop check constraint `ck_e_s` of table `e` before, and create it again after with the new value
"#]])), postgres(str![[r#"
ALTER TYPE st RENAME VALUE 'old' TO 'ancient';

"#]]), mariadb(refused(str![[r#"
cannot rename `old` of enum st to `ancient`: the value `old` is compared with in check constraint `ck_e_s` of table `e`, which keeps the old one
  hint: drop check constraint `ck_e_s` of table `e` before, and create it again after with the new value
"#]]))],
        ),
        case(
            "an enum value renamed that a view compares with",
            |op| {
                moods(op);
                op.create_view("v", "SELECT id FROM e WHERE s IN ('new', 'old')");
            },
            |op| op.rename_enum_value("st", "old", "ancient"),
            [sqlite(refused(str![[r#"
cannot rename `old` of enum st to `ancient`: the value `old` is compared with in view `v`, which keeps the old one
  hint: drop view `v` before, and create it again after with the new value
"#]])), postgres(str![[r#"
ALTER TYPE st RENAME VALUE 'old' TO 'ancient';

"#]]), mariadb(refused(str![[r#"
cannot rename `old` of enum st to `ancient`: the value `old` is compared with in view `v`, which keeps the old one
  hint: drop view `v` before, and create it again after with the new value
"#]]))],
        ),
        case(
            "an enum value renamed that is a text elsewhere",
            |op| {
                moods(op);
                op.create_table(
                    table("u")
                        .column("id", integer().primary_key())
                        .column("w", text())
                        .check("ck_u_w", "w <> 'old'"),
                );
                op.create_view("v", "SELECT e.id, 'old' AS age FROM e JOIN u ON u.w <> 'old'");
            },
            |op| op.rename_enum_value("st", "old", "ancient"),
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_e" (
    id INTEGER NOT NULL,
    s TEXT NOT NULL DEFAULT 'ancient',
    CONSTRAINT pk_e PRIMARY KEY (id),
    CONSTRAINT enum_st CHECK (s IN ('ancient', 'new'))
);
INSERT INTO _migrate_new_e (id, s) SELECT id, CASE s WHEN 'old' THEN 'ancient' ELSE s END FROM e;
DROP TABLE e;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_e RENAME TO e;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TYPE st RENAME VALUE 'old' TO 'ancient';

"#]]), mariadb(str![[r#"
ALTER TABLE e MODIFY COLUMN s ENUM('old', 'new', 'ancient') NOT NULL DEFAULT 'old', ALGORITHM=INSTANT;
UPDATE e SET s = 'ancient' WHERE s = 'old';
ALTER TABLE e MODIFY COLUMN s ENUM('ancient', 'new') NOT NULL DEFAULT 'ancient', ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "an enum value renamed that the filter of an index compares with",
            |op| {
                moods(op);
                op.create_index("ix_e_s", "e", ["id"]).filter("s = 'old'");
            },
            |op| op.rename_enum_value("st", "old", "ancient"),
            [sqlite(refused(str![[r#"
cannot rename `old` of enum st to `ancient`: the value `old` is compared with in index `ix_e_s` of table `e`, which keeps the old one
  hint: drop index `ix_e_s` of table `e` before, and create it again after with the new value
"#]])), postgres(str![[r#"
ALTER TYPE st RENAME VALUE 'old' TO 'ancient';

"#]]), mariadb(refused(str![[r#"
cannot rename `old` of enum st to `ancient`: MariaDB has no indexes over some rows only
  hint: index a generated column that is NULL for the other rows
"#]]))],
        )
        .live_on(&["SQLite", "PostgreSQL"]),
        case(
            "a column renamed that is the partition key",
            |op| {
                op.create_table(
                    table("ev")
                        .column("id", integer().not_null())
                        .column("d", date().not_null())
                        .primary_key(["id", "d"])
                        .partition_by(per_dialect().postgres("RANGE (d)").mysql(
                            "RANGE COLUMNS (d) (PARTITION p1 VALUES LESS THAN ('2025-01-01'), \
                             PARTITION p2 VALUES LESS THAN (MAXVALUE))",
                        )),
                );
            },
            |op| {
                op.alter_column("ev", "d").rename_to("day");
                op.drop_table("ev");
            },
            [sqlite(refused(str![[r#"
cannot create table ev: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]])), postgres(str![[r#"
ALTER TABLE ev RENAME COLUMN d TO day;
DROP TABLE ev;

"#]]), mariadb(str![[r#"
ALTER TABLE ev RENAME COLUMN d TO day, ALGORITHM=INSTANT;
DROP TABLE ev;

"#]]), mysql(refused(str![[r#"
cannot alter column ev.d: MySQL does not rename `d` in `PARTITION BY`
  hint: drop that first, and make it again with the new name
"#]]))],
        )
        .live_on(&["PostgreSQL", "MariaDB"]),
    ]
}
