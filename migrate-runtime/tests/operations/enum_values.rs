//! Enum types under other names and with other values.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};

pub(crate) fn cases() -> Vec<Case> {
    [renamed(), values(), compared()].concat()
}

/// Rows of a type that is created on its own, and of one that only a column names.
fn states(op: &mut Op) {
    op.create_enum("st", ["new", "open", "done"]);
    op.create_table(
        table("jobs")
            .column("id", integer().primary_key())
            .column("st", enumeration("st", ["new", "open", "done"]).not_null().default("new"))
            .column("last", enumeration("st", ["new", "open", "done"]))
            .column("kind", enumeration("kind", ["a", "b"])),
    );
    op.bulk_insert("jobs", ["id", "st", "kind"], [(1, "new", "a"), (2, "open", "b")]);
}

fn renamed() -> Vec<Case> {
    vec![
        case(
            "enum types under other names",
            states,
            |op| {
                op.rename_enum("st", "state");
                op.rename_enum("kind", "sort");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_state CHECK (st IN ('new', 'open', 'done')),
    CONSTRAINT enum_state CHECK ("last" IN ('new', 'open', 'done'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new' CONSTRAINT enum_state CHECK (st IN ('new', 'open', 'done')),
    "last" TEXT CONSTRAINT enum_state CHECK ("last" IN ('new', 'open', 'done')),
    kind TEXT,
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_sort CHECK (kind IN ('a', 'b'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TYPE st RENAME TO state;
ALTER TYPE kind RENAME TO sort;

"#]]),
                mariadb(str![]),
            ],
        ),
        case(
            "an enum type under another name, with another value",
            states,
            |op| {
                op.rename_enum("st", "state");
                op.rename_enum_value("state", "done", "closed");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_state CHECK (st IN ('new', 'open', 'done')),
    CONSTRAINT enum_state CHECK ("last" IN ('new', 'open', 'done'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_state CHECK (st IN ('new', 'open', 'closed')),
    CONSTRAINT enum_state CHECK ("last" IN ('new', 'open', 'closed'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, CASE st WHEN 'done' THEN 'closed' ELSE st END, CASE "last" WHEN 'done' THEN 'closed' ELSE "last" END, kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TYPE st RENAME TO state;
ALTER TYPE state RENAME VALUE 'done' TO 'closed';

"#]]),
                mariadb(str![[r#"
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('new', 'open', 'done', 'closed') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('new', 'open', 'done', 'closed'),
    ALGORITHM=INSTANT;
UPDATE jobs SET st = 'closed' WHERE st = 'done';
UPDATE jobs SET last = 'closed' WHERE last = 'done';
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('new', 'open', 'closed') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('new', 'open', 'closed'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "an enum type under another name that a check names",
            |op| {
                states(op);
                op.create_check_constraint(
                    "ck_jobs_st",
                    "jobs",
                    per_dialect().sqlite("").postgres("st <> 'done'::st").mysql(""),
                );
            },
            |op| op.rename_enum("st", "state"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_state CHECK (st IN ('new', 'open', 'done')),
    CONSTRAINT enum_state CHECK ("last" IN ('new', 'open', 'done'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(refused(str![[r#"
cannot rename enum st to state: enum type `st` is named in check constraint `ck_jobs_st` of table `jobs`, whose text keeps the old name
  hint: drop check constraint `ck_jobs_st` of table `jobs` before, and create it again after with the new name
"#]])),
                mariadb(str![]),
            ],
        ),
        invalid(
            "an enum type under a name that another has",
            states,
            |op| op.rename_enum("st", "kind"),
            str!["cannot rename enum st to kind: enum type `kind` already exists"],
        ),
        invalid(
            "an unknown enum type under another name",
            states,
            |op| op.rename_enum("stt", "x"),
            str![[r#"
cannot rename enum stt to x: there is no enum type `stt`
  hint: did you mean `st`?
"#]],
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        case(
            "an enum type with other values",
            states,
            |op| {
                op.set_enum_values("st", ["fresh", "open", "shut"])
                    .replace("new", "fresh")
                    .replace("done", "shut");
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'fresh',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_st CHECK (st IN ('fresh', 'open', 'shut')),
    CONSTRAINT enum_st CHECK ("last" IN ('fresh', 'open', 'shut'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, CASE st WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'shut' ELSE st END, CASE "last" WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'shut' ELSE "last" END, kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
CREATE TYPE _migrate_new_st AS ENUM ('fresh', 'open', 'shut');
ALTER TABLE jobs
    ALTER COLUMN st DROP DEFAULT,
    ALTER COLUMN st TYPE _migrate_new_st USING (CASE st::text WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'shut' ELSE st::text END)::_migrate_new_st,
    ALTER COLUMN st SET DEFAULT 'fresh',
    ALTER COLUMN last TYPE _migrate_new_st USING (CASE last::text WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'shut' ELSE last::text END)::_migrate_new_st;
DROP TYPE st;
ALTER TYPE _migrate_new_st RENAME TO st;

"#]]), mariadb(str![[r#"
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('new', 'open', 'done', 'fresh', 'shut') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('new', 'open', 'done', 'fresh', 'shut'),
    ALGORITHM=INSTANT;
UPDATE jobs SET st = 'fresh' WHERE st = 'new';
UPDATE jobs SET last = 'fresh' WHERE last = 'new';
UPDATE jobs SET st = 'shut' WHERE st = 'done';
UPDATE jobs SET last = 'shut' WHERE last = 'done';
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('fresh', 'open', 'shut') NOT NULL DEFAULT 'fresh',
    MODIFY COLUMN last ENUM('fresh', 'open', 'shut'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]), mysql(str![[r#"
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('new', 'open', 'done', 'fresh', 'shut') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('new', 'open', 'done', 'fresh', 'shut'),
    ALGORITHM=INSTANT;
UPDATE jobs SET st = 'fresh' WHERE st = 'new';
UPDATE jobs SET last = 'fresh' WHERE last = 'new';
UPDATE jobs SET st = 'shut' WHERE st = 'done';
UPDATE jobs SET last = 'shut' WHERE last = 'done';
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('fresh', 'open', 'shut') NOT NULL DEFAULT 'fresh',
    MODIFY COLUMN last ENUM('fresh', 'open', 'shut'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "an enum type that loses a value no row has",
            states,
            |op| {
                op.set_enum_values("st", ["open", "new"]);
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_st CHECK (st IN ('open', 'new')),
    CONSTRAINT enum_st CHECK ("last" IN ('open', 'new'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
CREATE TYPE _migrate_new_st AS ENUM ('open', 'new');
ALTER TABLE jobs
    ALTER COLUMN st DROP DEFAULT,
    ALTER COLUMN st TYPE _migrate_new_st USING st::text::_migrate_new_st,
    ALTER COLUMN st SET DEFAULT 'new',
    ALTER COLUMN last TYPE _migrate_new_st USING last::text::_migrate_new_st;
DROP TYPE st;
ALTER TYPE _migrate_new_st RENAME TO st;

"#]]), mariadb(str![[r#"
DO extractvalue(1, IF(EXISTS (SELECT 1 FROM jobs WHERE st IN ('done') OR last IN ('done')), '~a row has a value that goes', '/a'));
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('open', 'new') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('open', 'new'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]), mysql(str![[r#"
DO extractvalue(1, IF(EXISTS (SELECT 1 FROM jobs WHERE st IN ('done') OR last IN ('done')), '~a row has a value that goes', '/a'));
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('open', 'new') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('open', 'new'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "an enum type two values of which become one",
            states,
            |op| {
                op.set_enum_values("kind", ["b"]).replace("a", "b");
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new' CONSTRAINT enum_st CHECK (st IN ('new', 'open', 'done')),
    "last" TEXT CONSTRAINT enum_st CHECK ("last" IN ('new', 'open', 'done')),
    kind TEXT,
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT enum_kind CHECK (kind IN ('b'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", CASE kind WHEN 'a' THEN 'b' ELSE kind END FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
CREATE TYPE _migrate_new_kind AS ENUM ('b');
ALTER TABLE jobs
    ALTER COLUMN kind TYPE _migrate_new_kind USING (CASE kind::text WHEN 'a' THEN 'b' ELSE kind::text END)::_migrate_new_kind;
DROP TYPE kind;
ALTER TYPE _migrate_new_kind RENAME TO kind;

"#]]), mariadb(str![[r#"
UPDATE jobs SET kind = 'b' WHERE kind = 'a';
ALTER TABLE jobs MODIFY COLUMN kind ENUM('b'), ALGORITHM=COPY, LOCK=SHARED;

"#]]), mysql(str![[r#"
UPDATE jobs SET kind = 'b' WHERE kind = 'a';
ALTER TABLE jobs MODIFY COLUMN kind ENUM('b'), ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        )
        .one_way(),
        case(
            "an enum type that no column uses, with other values",
            |op| op.create_enum("st", ["new", "open"]),
            |op| {
                op.set_enum_values("st", ["", "open"]).replace("new", "");
            },
            [sqlite(str![]), postgres(str![[r#"
CREATE TYPE _migrate_new_st AS ENUM ('', 'open');
DROP TYPE st;
ALTER TYPE _migrate_new_st RENAME TO st;

"#]]), mariadb(str![])],
        ),
        case(
            "lists of an enum type with other values",
            |op| {
                op.create_enum("st", ["new", "open"]);
                op.create_table(table("t").column("st", array(enumeration("st", ["new", "open"]))));
            },
            |op| {
                op.set_enum_values("st", ["open", "fresh"]).replace("new", "fresh");
            },
            [sqlite(refused(str![[r#"
cannot create table t: SQLite has no arrays, and the column is array(enumeration(st))
  hint: keep the list in a table of its own, or as `json()`
"#]])), postgres(str![[r#"
CREATE TYPE _migrate_new_st AS ENUM ('open', 'fresh');
ALTER TABLE t
    ALTER COLUMN st TYPE _migrate_new_st[] USING array_replace(st::text[], 'new', 'fresh')::_migrate_new_st[];
DROP TYPE st;
ALTER TYPE _migrate_new_st RENAME TO st;

"#]]), mariadb(refused(str![[r#"
cannot set the values of enum st: MariaDB has no arrays, and the column is array(enumeration(st))
  hint: keep the list in a table of its own, or as `json()`
"#]]))],
        ),
        case(
            "a list of values as the default of a column whose type gets others",
            |op| {
                op.create_enum("st", ["new", "open"]);
                let st = array(enumeration("st", ["new", "open"]));
                op.create_table(table("t").column("st", st.default("{new}")));
            },
            |op| {
                op.set_enum_values("st", ["open", "fresh"]).replace("new", "fresh");
            },
            [sqlite(refused(str![[r#"
cannot create table t: SQLite has no arrays, and the column is array(enumeration(st))
  hint: keep the list in a table of its own, or as `json()`
"#]])), postgres(refused(str![[r#"
cannot set the values of enum st: the default of column `st` is a list, of which no value is replaced
  hint: drop the default before with `.drop_default()`, and set the new one after
"#]])), mariadb(refused(str![[r#"
cannot set the values of enum st: MariaDB has no arrays, and the column is array(enumeration(st))
  hint: keep the list in a table of its own, or as `json()`
"#]]))],
        ),
        case(
            "an enum type with an empty value",
            |_| {},
            |op| {
                op.create_enum("size", ["", "small"]);
                op.create_table(
                    table("t").column("size", enumeration("size", ["", "small"]).default("")),
                );
                op.bulk_insert("t", ["size"], [("",)]);
            },
            [sqlite(str![[r#"
CREATE TABLE t (
    size TEXT DEFAULT '' CONSTRAINT enum_size CHECK (size IN ('', 'small'))
);
INSERT INTO t (size) VALUES ('');

"#]]), postgres(str![[r#"
CREATE TYPE size AS ENUM ('', 'small');
CREATE TABLE t (
    size size DEFAULT ''
);
INSERT INTO t (size) VALUES ('');

"#]]), mariadb(str![[r#"
CREATE TABLE t (
    size ENUM('', 'small') DEFAULT ''
);
INSERT INTO t (size) VALUES ('');

"#]])],
        ),
        invalid(
            "a value in place of one that stays",
            states,
            |op| {
                op.set_enum_values("st", ["new", "open"]).replace("open", "new");
            },
            str!["cannot set the values of enum st: enum value `open` already exists"],
        ),
        invalid(
            "an unknown value in place of another",
            states,
            |op| {
                op.set_enum_values("st", ["new", "open"]).replace("done", "shut");
            },
            str!["cannot set the values of enum st: there is no enum value `shut`"],
        ),
        invalid(
            "values without the default of a column",
            states,
            |op| {
                op.set_enum_values("st", ["open", "done"]);
            },
            str![[r#"
cannot set the values of enum st: the default `"new"` does not fit column `st`, which is enumeration(st): the values are `open`, `done`
  hint: write one of them, or add it with `op.add_enum_value(..)`
"#]],
        ),
    ]
}

fn compared() -> Vec<Case> {
    let filtered = |op: &mut Op| {
        states(op);
        op.create_index("ix_jobs_open", "jobs", ["id"])
            .filter(per_dialect().sqlite("st = 'open'").postgres("st = 'open'").mysql(""));
        op.create_check_constraint("ck_jobs_st", "jobs", "st <> 'done'");
    };
    vec![
        case(
            "other values of an enum type that a filter and a check compare with",
            filtered,
            |op| {
                op.set_enum_values("st", ["new", "open", "done", "shut"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT,
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT ck_jobs_st CHECK (st <> 'done'),
    CONSTRAINT enum_st CHECK (st IN ('new', 'open', 'done', 'shut')),
    CONSTRAINT enum_st CHECK ("last" IN ('new', 'open', 'done', 'shut'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_jobs_open ON jobs (id) WHERE st = 'open';

"#]]),
                postgres(refused(str![[r#"
cannot set the values of enum st: column `st` of table `jobs` is enumeration(st) in check constraint `ck_jobs_st` of table `jobs` and index `ix_jobs_open` of table `jobs`, and gets a new type of that name with the new values
  hint: drop check constraint `ck_jobs_st` of table `jobs` and index `ix_jobs_open` of table `jobs` before the change, and create them again after it
"#]])),
                mariadb(str![[r#"
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('new', 'open', 'done', 'shut') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('new', 'open', 'done', 'shut'),
    ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE jobs
    MODIFY COLUMN st ENUM('new', 'open', 'done', 'shut') NOT NULL DEFAULT 'new',
    MODIFY COLUMN last ENUM('new', 'open', 'done', 'shut'),
    ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a value goes that a filter and a check compare with",
            filtered,
            |op| {
                op.set_enum_values("st", ["new", "opened", "shut"])
                    .replace("open", "opened")
                    .replace("done", "shut");
            },
            [
                sqlite(refused(str![[r#"
cannot set the values of enum st: enum value `open` is used by index `ix_jobs_open` of table `jobs`
  hint: drop index `ix_jobs_open` of table `jobs` first
"#]])),
                postgres(refused(str![[r#"
cannot set the values of enum st: column `st` of table `jobs` is enumeration(st) in check constraint `ck_jobs_st` of table `jobs` and index `ix_jobs_open` of table `jobs`, and gets a new type of that name with the new values
  hint: drop check constraint `ck_jobs_st` of table `jobs` and index `ix_jobs_open` of table `jobs` before the change, and create them again after it
"#]])),
                mariadb(refused(str![[r#"
cannot set the values of enum st: enum value `done` is used by check constraint `ck_jobs_st` of table `jobs`
  hint: drop check constraint `ck_jobs_st` of table `jobs` first
"#]])),
            ],
        ),
        case(
            "another enum type for a column that a filter and a check compare",
            filtered,
            |op| {
                op.alter_column("jobs", "st")
                    .set_type(enumeration("stage", ["new", "open", "done"]));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_jobs" (
    id INTEGER NOT NULL,
    st TEXT NOT NULL DEFAULT 'new',
    "last" TEXT CONSTRAINT enum_st CHECK ("last" IN ('new', 'open', 'done')),
    kind TEXT CONSTRAINT enum_kind CHECK (kind IN ('a', 'b')),
    CONSTRAINT pk_jobs PRIMARY KEY (id),
    CONSTRAINT ck_jobs_st CHECK (st <> 'done'),
    CONSTRAINT enum_stage CHECK (st IN ('new', 'open', 'done'))
);
INSERT INTO _migrate_new_jobs (id, st, "last", kind) SELECT id, st, "last", kind FROM jobs;
DROP TABLE jobs;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_jobs RENAME TO jobs;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_jobs_open ON jobs (id) WHERE st = 'open';

"#]]),
                postgres(refused(str![[r#"
cannot alter column jobs.st: column `st` of table `jobs` is enumeration(st) in check constraint `ck_jobs_st` of table `jobs` and index `ix_jobs_open` of table `jobs`, and becomes enumeration(stage)
  hint: drop check constraint `ck_jobs_st` of table `jobs` and index `ix_jobs_open` of table `jobs` before the change, and create them again after it
"#]])),
                mariadb(str![[r#"
ALTER TABLE jobs MODIFY COLUMN st ENUM('new', 'open', 'done') NOT NULL DEFAULT 'new', ALGORITHM=INSTANT;

"#]]),
            ],
        ),
    ]
}
