//! Texts and types that are others on each database, and what an empty text leaves out.

use migrate_runtime::prelude::*;
use migrate_runtime::schema::SqlText;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, postgres, refused, since, sqlite};
use crate::support::NATIVE;

pub(crate) fn cases() -> Vec<Case> {
    [texts(), left_out(), types()].concat()
}

/// A text that each database takes in its own words.
fn even() -> SqlText {
    per_dialect().sqlite("a % 2 = 0").postgres("mod(a, 2) = 0").mysql("a MOD 2 = 0")
}

/// A text that only PostgreSQL needs.
fn only_postgres(text: &str) -> SqlText {
    per_dialect().sqlite("").postgres(text).mysql("")
}

fn numbers(op: &mut Op) {
    op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()));
    op.bulk_insert("t", ["id", "a"], [(1, 2), (2, 4)]);
}

fn texts() -> Vec<Case> {
    let checked = |op: &mut Op| {
        numbers(op);
        op.create_check_constraint("ck_t_even", "t", even());
    };
    vec![
        case(
            "expressions of a table in the words of each database",
            |_| {},
            |op| {
                let half = per_dialect().sqlite("a / 2").postgres("a / 2").mysql("a DIV 2");
                op.create_table(
                    table("t")
                        .column("a", integer().check(even()))
                        .column(
                            "b",
                            integer().default(sql(per_dialect()
                                .sqlite("abs(-1)")
                                .postgres("abs(-1)")
                                .mysql("sign(1)"))),
                        )
                        .column("c", integer().generated(half))
                        .check("ck_t_b", even()),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    a INTEGER,
    b INTEGER DEFAULT (abs(-1)),
    c INTEGER GENERATED ALWAYS AS (a / 2) STORED,
    CONSTRAINT ck_t_a CHECK (a % 2 = 0),
    CONSTRAINT ck_t_b CHECK (a % 2 = 0)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    a INTEGER,
    b INTEGER DEFAULT abs(-1),
    c INTEGER GENERATED ALWAYS AS (a / 2) STORED,
    CONSTRAINT ck_t_a CHECK (mod(a, 2) = 0),
    CONSTRAINT ck_t_b CHECK (mod(a, 2) = 0)
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    a INT,
    b INT DEFAULT (sign(1)),
    c INT GENERATED ALWAYS AS (a DIV 2) STORED,
    CONSTRAINT ck_t_a CHECK (a MOD 2 = 0),
    CONSTRAINT ck_t_b CHECK (a MOD 2 = 0)
);

"#]]),
            ],
        ),
        case(
            "an added check in the words of each database",
            numbers,
            |op| {
                op.create_check_constraint("ck_t_even", "t", even());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    id INTEGER NOT NULL,
    a INTEGER,
    CONSTRAINT pk_t PRIMARY KEY (id),
    CONSTRAINT ck_t_even CHECK (a % 2 = 0)
);
INSERT INTO _migrate_new_t (id, a) SELECT id, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t ADD CONSTRAINT ck_t_even CHECK (mod(a, 2) = 0);

"#]]),
                mariadb(str![[r#"
ALTER TABLE t ADD CONSTRAINT ck_t_even CHECK (a MOD 2 = 0), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a dropped check in the words of each database",
            checked,
            |op| op.drop_check_constraint("ck_t_even", "t"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    id INTEGER NOT NULL,
    a INTEGER,
    CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _migrate_new_t (id, a) SELECT id, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE t DROP CONSTRAINT ck_t_even;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE t DROP CONSTRAINT ck_t_even;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t DROP CONSTRAINT ck_t_even, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE t DROP CHECK ck_t_even, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column that a check names in the words of each database",
            checked,
            |op| {
                op.alter_column("t", "a").rename_to("b");
            },
            [
                sqlite(str![[r#"
ALTER TABLE t RENAME COLUMN a TO b;

"#]]),
                postgres(str![[r#"
ALTER TABLE t RENAME COLUMN a TO b;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t RENAME COLUMN a TO b, ALGORITHM=INSTANT;

"#]]),
                mysql(refused(str![[r#"
cannot alter column t.a: MySQL does not rename `a` in check `ck_t_even`
  hint: drop that first, and make it again with the new name
"#]])),
            ],
        ),
        case(
            "rows in the words of each database",
            numbers,
            |op| {
                op.add_column("t", "b", integer());
                let double = sql(per_dialect().sqlite("a * 2").postgres("a + a").mysql("a << 1"));
                op.update("t").set("b", double);
            },
            [
                sqlite(str![[r#"
ALTER TABLE t ADD COLUMN b INTEGER;
UPDATE t SET b = a * 2;

"#]]),
                postgres(str![[r#"
ALTER TABLE t ADD COLUMN b INTEGER;
UPDATE t SET b = a + a;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t ADD COLUMN b INT, ALGORITHM=INSTANT;
UPDATE t SET b = a << 1;

"#]]),
            ],
        ),
        case(
            "a check without a text for two databases",
            numbers,
            |op| {
                op.create_check_constraint("ck_t_a", "t", per_dialect().postgres("a > 0"));
            },
            [
                sqlite(refused(str![[r#"
cannot add check constraint ck_t_a to t: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text leaves it out
"#]])),
                postgres(str![[r#"
ALTER TABLE t ADD CONSTRAINT ck_t_a CHECK (a > 0);

"#]]),
                mariadb(refused(str![[r#"
cannot add check constraint ck_t_a to t: there is no SQL text for MariaDB
  hint: add one: `per_dialect().mysql("..")`; an empty text leaves it out
"#]])),
            ],
        ),
    ]
}

fn left_out() -> Vec<Case> {
    let checked = |op: &mut Op| {
        numbers(op);
        op.create_check_constraint("ck_t_a", "t", only_postgres("a > 0"));
    };
    vec![
        case(
            "a check that two databases do without",
            |_| {},
            |op| {
                op.create_table(
                    table("t").column("a", integer()).check("ck_t_a", only_postgres("a > 0")),
                );
                op.add_column("t", "b", integer().check(only_postgres("b > 0")));
                op.rename_constraint("ck_t_a", "t", "ck_t_positive");
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    a INTEGER
);
ALTER TABLE t ADD COLUMN b INTEGER;

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    a INTEGER,
    CONSTRAINT ck_t_a CHECK (a > 0)
);
ALTER TABLE t ADD COLUMN b INTEGER CONSTRAINT ck_t_b CHECK (b > 0);
ALTER TABLE t RENAME CONSTRAINT ck_t_a TO ck_t_positive;

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    a INT
);
ALTER TABLE t ADD COLUMN b INT, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a dropped check that two databases never had",
            checked,
            |op| op.drop_check_constraint("ck_t_a", "t"),
            [
                sqlite(str![]),
                postgres(str![[r#"
ALTER TABLE t DROP CONSTRAINT ck_t_a;

"#]]),
                mariadb(str![]),
            ],
        ),
        case(
            "another type with a conversion that one database needs",
            |op| {
                op.create_table(table("t").column("a", varchar(20)));
                op.bulk_insert("t", ["a"], [("1",)]);
            },
            |op| {
                op.alter_column("t", "a").set_type(integer()).using(only_postgres("a::integer"));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    a INTEGER
);
INSERT INTO _migrate_new_t (rowid, a) SELECT rowid, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t ALTER COLUMN a TYPE INTEGER USING a::integer;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t MODIFY COLUMN a INT, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way(),
        case(
            "an index over some rows where a database has such",
            numbers,
            |op| {
                op.create_index("ix_t_a", "t", ["a"])
                    .filter(per_dialect().sqlite("a > 0").postgres("a > 0").mysql(""));
            },
            [
                sqlite(str![[r#"
CREATE INDEX ix_t_a ON t (a) WHERE a > 0;

"#]]),
                postgres(str![[r#"
CREATE INDEX ix_t_a ON t (a) WHERE a > 0;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t ADD INDEX ix_t_a (a), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE t ADD INDEX ix_t_a (a), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "an index that one database alone has",
            numbers,
            |op| {
                op.create_index("ix_t_abs", "t", [expression(only_postgres("abs(a)"))]);
                op.rename_index("ix_t_abs", "t", "ix_t_size");
            },
            [
                sqlite(str![]),
                postgres(str![[r#"
CREATE INDEX ix_t_abs ON t ((abs(a)));
ALTER INDEX ix_t_abs RENAME TO ix_t_size;

"#]]),
                mariadb(str![]),
            ],
        ),
        case(
            "a trigger with an event in the words of each database",
            numbers,
            |op| {
                op.create_trigger(
                    "touch",
                    "t",
                    per_dialect().sqlite("AFTER UPDATE OF a").postgres("").mysql("AFTER UPDATE"),
                    "FOR EACH ROW BEGIN DELETE FROM t WHERE id = 7; END",
                );
            },
            [
                sqlite(str![[r#"
CREATE TRIGGER touch AFTER UPDATE OF a ON t FOR EACH ROW BEGIN DELETE FROM t WHERE id = 7; END;

"#]]),
                postgres(str![]),
                mariadb(str![[r#"
CREATE TRIGGER touch AFTER UPDATE ON t FOR EACH ROW BEGIN DELETE FROM t WHERE id = 7; END;

"#]]),
            ],
        ),
    ]
}

fn types() -> Vec<Case> {
    let named = |op: &mut Op| {
        op.create_table(
            table("t")
                .column("a", text().on_postgres(custom("inet")))
                .column("at", timestamp().on_mysql(custom("DATETIME")).default(now())),
        );
    };
    vec![
        case(
            "types of a table that are others on some databases",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("id", big_int().on_sqlite(integer()).primary_key())
                        .column("a", text().on_postgres(custom("inet")).default("10.0.0.1"))
                        .column(
                            "at",
                            timestamp().not_null().on_mysql(custom("DATETIME")).default(now()),
                        )
                        .column("b", string().on_mysql(varchar(255))),
                );
                op.add_column("t", "c", json().on_postgres(jsonb()));
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    id INTEGER NOT NULL,
    a TEXT DEFAULT '10.0.0.1',
    at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    b VARCHAR,
    CONSTRAINT pk_t PRIMARY KEY (id)
);
ALTER TABLE t ADD COLUMN c TEXT;

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    id BIGINT NOT NULL,
    a inet DEFAULT '10.0.0.1',
    at TIMESTAMP DEFAULT now() NOT NULL,
    b VARCHAR,
    CONSTRAINT pk_t PRIMARY KEY (id)
);
ALTER TABLE t ADD COLUMN c JSONB;

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    id BIGINT NOT NULL,
    a LONGTEXT DEFAULT '10.0.0.1',
    at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    b VARCHAR(255),
    PRIMARY KEY (id)
);
ALTER TABLE t ADD COLUMN c JSON, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
CREATE TABLE t (
    id BIGINT NOT NULL,
    a LONGTEXT DEFAULT ('10.0.0.1'),
    at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    b VARCHAR(255),
    PRIMARY KEY (id)
);
ALTER TABLE t ADD COLUMN c JSON, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a type that becomes another on one database",
            |op| {
                op.create_table(table("t").column("a", varchar(40)));
            },
            |op| {
                op.alter_column("t", "a")
                    .set_type(varchar(40).on_postgres(custom("inet")))
                    .using(only_postgres("a::inet"));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    a VARCHAR(40)
);
INSERT INTO _migrate_new_t (rowid, a) SELECT rowid, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t ALTER COLUMN a TYPE inet USING a::inet;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t MODIFY COLUMN a VARCHAR(40), ALGORITHM=INSTANT;

"#]]),
            ],
        )
        .one_way_on(&["PostgreSQL"]),
        case(
            "a dropped column whose type is another on some databases",
            named,
            |op| op.drop_column("t", "a"),
            [
                sqlite(str![[r#"
ALTER TABLE t DROP COLUMN a;

"#]]),
                postgres(str![[r#"
ALTER TABLE t DROP COLUMN a;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t DROP COLUMN a, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a value more for an enum type that one database alone has",
            |op| {
                let mood = || enumeration("mood", ["sad", "happy"]);
                op.create_table(table("t").column("a", text().on_postgres(mood())));
            },
            |op| {
                op.rename_enum_value("mood", "sad", "blue");
                op.add_column("t", "b", text().on_postgres(enumeration("mood", ["blue", "happy"])));
            },
            [
                sqlite(str![[r#"
ALTER TABLE t ADD COLUMN b TEXT;

"#]]),
                postgres(str![[r#"
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
ALTER TABLE t ADD COLUMN b mood;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t ADD COLUMN b LONGTEXT, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a type that is the same again on every database",
            named,
            |op| {
                op.alter_column("t", "at").set_type(timestamp());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    a TEXT,
    at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO _migrate_new_t (rowid, a, at) SELECT rowid, a, at FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE TIMESTAMP,
    ALTER COLUMN at SET DEFAULT now();

"#]]),
                mariadb(str![[r#"
ALTER TABLE t MODIFY COLUMN at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way_on(&["MariaDB", "MySQL"]),
    ]
}
