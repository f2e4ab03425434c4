//! Attributes of columns that single databases have, changed and taken back.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, postgres, refused, sqlite};

/// A table in which each attribute of MariaDB and MySQL has a column without and one with it.
fn people(op: &mut Op) {
    op.create_table(
        table("people")
            .column("id", integer().primary_key())
            .column("name", varchar(100).not_null().default("x").comment("n"))
            .column("code", varchar(20).mysql_charset("latin1").not_null().comment("c"))
            .column("at", timestamp().not_null().default(now()).comment("a"))
            .column("seen", timestamp().not_null().default(now()).mysql_on_update_now())
            .column("shown", integer().default(3).comment("s"))
            .column("hidden", integer().default(3).comment("h").mysql_invisible()),
    );
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a character set of a column",
            people,
            |op| {
                op.alter_column("people", "name").mysql_charset("latin1");
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN name VARCHAR(100) CHARACTER SET latin1 NOT NULL DEFAULT 'x' COMMENT 'n';

"#]])],
        ),
        case(
            "another character set of a column",
            people,
            |op| {
                op.alter_column("people", "code").mysql_charset("utf8mb4");
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN code VARCHAR(20) CHARACTER SET utf8mb4 NOT NULL COMMENT 'c', ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "a dropped character set of a column",
            people,
            |op| {
                op.alter_column("people", "code").drop_mysql_charset();
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN code VARCHAR(20) NOT NULL COMMENT 'c';

"#]])],
        ),
        case(
            "a character set and a collation of a column",
            people,
            |op| {
                op.alter_column("people", "code").mysql_charset("utf8mb4").collate("utf8mb4_bin");
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_people" (
    id INTEGER NOT NULL,
    name VARCHAR(100) NOT NULL DEFAULT 'x',
    code VARCHAR(20) COLLATE "utf8mb4_bin" NOT NULL,
    at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    shown INTEGER DEFAULT 3,
    hidden INTEGER DEFAULT 3,
    CONSTRAINT pk_people PRIMARY KEY (id)
);
INSERT INTO _migrate_new_people (id, name, code, at, seen, shown, hidden) SELECT id, name, code, at, seen, shown, hidden FROM people;
DROP TABLE people;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_people RENAME TO people;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TABLE people ALTER COLUMN code TYPE VARCHAR(20) COLLATE utf8mb4_bin;

"#]]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN code VARCHAR(20) COLLATE utf8mb4_bin NOT NULL COMMENT 'c', ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        )
        .live_on(&["MariaDB", "MySQL"]),
        case(
            "a dropped collation of a column",
            |op| {
                people(op);
                op.alter_column("people", "name").collate("utf8mb4_bin");
            },
            |op| {
                op.alter_column("people", "name").drop_collation();
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_people" (
    id INTEGER NOT NULL,
    name VARCHAR(100) NOT NULL DEFAULT 'x',
    code VARCHAR(20) NOT NULL,
    at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    shown INTEGER DEFAULT 3,
    hidden INTEGER DEFAULT 3,
    CONSTRAINT pk_people PRIMARY KEY (id)
);
INSERT INTO _migrate_new_people (id, name, code, at, seen, shown, hidden) SELECT id, name, code, at, seen, shown, hidden FROM people;
DROP TABLE people;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_people RENAME TO people;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TABLE people ALTER COLUMN name TYPE VARCHAR(100);

"#]]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN name VARCHAR(100) NOT NULL DEFAULT 'x' COMMENT 'n';

"#]])],
        )
        .live_on(&["MariaDB", "MySQL"]),
        case(
            "a character set that the collation of a column is not of",
            |op| {
                people(op);
                op.alter_column("people", "code").collate("latin1_bin");
            },
            |op| {
                op.alter_column("people", "code").mysql_charset("utf8mb4");
            },
            [sqlite(str![]), postgres(str![]), mariadb(refused(str![[r#"
cannot alter column people.code: column `code` would have character set utf8mb4 and collation latin1_bin, which is of another one
  hint: name both, of one character set: `.mysql_charset("utf8mb4").collate("utf8mb4_bin")`
"#]]))],
        )
        .live_on(&[]),
        case(
            "a collation that is not of the character set of a column",
            people,
            |op| {
                op.alter_column("people", "code").collate("utf8mb4_bin");
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_people" (
    id INTEGER NOT NULL,
    name VARCHAR(100) NOT NULL DEFAULT 'x',
    code VARCHAR(20) COLLATE "utf8mb4_bin" NOT NULL,
    at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    shown INTEGER DEFAULT 3,
    hidden INTEGER DEFAULT 3,
    CONSTRAINT pk_people PRIMARY KEY (id)
);
INSERT INTO _migrate_new_people (id, name, code, at, seen, shown, hidden) SELECT id, name, code, at, seen, shown, hidden FROM people;
DROP TABLE people;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_people RENAME TO people;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TABLE people ALTER COLUMN code TYPE VARCHAR(20) COLLATE utf8mb4_bin;

"#]]), mariadb(refused(str![[r#"
cannot alter column people.code: column `code` would have character set latin1 and collation utf8mb4_bin, which is of another one
  hint: name both, of one character set: `.mysql_charset("utf8mb4").collate("utf8mb4_bin")`
"#]]))],
        )
        .live_on(&[]),
        case(
            "a character set of a column of numbers",
            people,
            |op| {
                op.alter_column("people", "shown").mysql_charset("utf8mb4");
            },
            [sqlite(str![]), postgres(str![]), mariadb(refused(str![[r#"
cannot alter column people.shown: column `shown` is INT, which has no character set and no collation
  hint: leave `.collate(..)` and `.mysql_charset(..)` out
"#]]))],
        ),
        case(
            "a time that an update sets",
            people,
            |op| {
                op.alter_column("people", "at").mysql_on_update_now();
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'a', ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'a';

"#]])],
        ),
        case(
            "a time that an update sets no longer",
            people,
            |op| {
                op.alter_column("people", "seen").drop_mysql_on_update_now();
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN seen DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN seen DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);

"#]])],
        ),
        case(
            "a number that no update sets to its time",
            people,
            |op| {
                op.alter_column("people", "shown").mysql_on_update_now();
            },
            [sqlite(str![]), postgres(str![]), mariadb(refused(str![[r#"
cannot alter column people.shown: column `shown` is INT, which no `UPDATE` sets to its time
  hint: make it `timestamp()` or `timestamptz()`, or leave `.mysql_on_update_now()` out
"#]]))],
        ),
        case(
            "a column that becomes invisible",
            people,
            |op| {
                op.alter_column("people", "shown").mysql_invisible();
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN shown INT DEFAULT 3 INVISIBLE COMMENT 's', ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN shown INT DEFAULT 3 INVISIBLE COMMENT 's';

"#]])],
        ),
        case(
            "a column that becomes visible",
            people,
            |op| {
                op.alter_column("people", "hidden").mysql_visible();
            },
            [sqlite(str![]), postgres(str![]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN hidden INT DEFAULT 3 COMMENT 'h', ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN hidden INT DEFAULT 3 COMMENT 'h';

"#]])],
        ),
        case(
            "an invisible column without a default",
            people,
            |op| {
                op.alter_column("people", "code").mysql_invisible();
            },
            [sqlite(str![]), postgres(str![]), mariadb(refused(str![[r#"
cannot alter column people.code: column `code` is invisible and NOT NULL, and an `INSERT` would not fill it
  hint: give it a default
"#]])), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN code VARCHAR(20) CHARACTER SET latin1 NOT NULL INVISIBLE COMMENT 'c';

"#]])],
        ),
        case(
            "an invisible column that loses its default",
            people,
            |op| {
                op.alter_column("people", "hidden").drop_default().not_null();
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_people" (
    id INTEGER NOT NULL,
    name VARCHAR(100) NOT NULL DEFAULT 'x',
    code VARCHAR(20) NOT NULL,
    at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    seen TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    shown INTEGER DEFAULT 3,
    hidden INTEGER NOT NULL,
    CONSTRAINT pk_people PRIMARY KEY (id)
);
INSERT INTO _migrate_new_people (id, name, code, at, seen, shown, hidden) SELECT id, name, code, at, seen, shown, hidden FROM people;
DROP TABLE people;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_people RENAME TO people;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TABLE people
    ALTER COLUMN hidden DROP DEFAULT,
    ALTER COLUMN hidden SET NOT NULL;

"#]]), mariadb(refused(str![[r#"
cannot alter column people.hidden: column `hidden` is invisible and NOT NULL, and an `INSERT` would not fill it
  hint: give it a default
"#]])), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN hidden INT NOT NULL INVISIBLE COMMENT 'h', ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "a table whose last visible column becomes invisible",
            |op| op.create_table(table("t").column("a", integer())),
            |op| {
                op.alter_column("t", "a").mysql_invisible();
            },
            [sqlite(str![]), postgres(str![]), mariadb(refused(str![[r#"
cannot alter column t.a: table `t` would have no visible column, and MariaDB wants one
  hint: leave `a` visible, or another one
"#]]))],
        ),
        case(
            "a number that loses its sign",
            |op| op.create_table(table("t").column("a", integer().not_null().default(1))),
            |op| {
                op.alter_column("t", "a").set_type(integer().unsigned());
            },
            [sqlite(refused(str![[r#"
cannot alter column t.a: SQLite has no unsigned numbers, and the column is integer unsigned
  hint: leave `.unsigned()` out, and add `.check("column >= 0")` if it matters
"#]])), postgres(refused(str![[r#"
cannot alter column t.a: PostgreSQL has no unsigned numbers, and the column is integer unsigned
  hint: use `big_int()` with `.check("a >= 0")`
"#]])), mariadb(str![[r#"
ALTER TABLE t MODIFY COLUMN a INT UNSIGNED NOT NULL DEFAULT 1, ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "several attributes with a new name",
            people,
            |op| {
                op.alter_column("people", "name")
                    .mysql_invisible()
                    .mysql_charset("latin1")
                    .rename_to("nick");
            },
            [sqlite(str![[r#"
ALTER TABLE people RENAME COLUMN name TO nick;

"#]]), postgres(str![[r#"
ALTER TABLE people RENAME COLUMN name TO nick;

"#]]), mariadb(str![[r#"
ALTER TABLE people MODIFY COLUMN name VARCHAR(100) CHARACTER SET latin1 NOT NULL DEFAULT 'x' INVISIBLE COMMENT 'n';
ALTER TABLE people RENAME COLUMN name TO nick, ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE people MODIFY COLUMN name VARCHAR(100) CHARACTER SET latin1 NOT NULL DEFAULT 'x' INVISIBLE COMMENT 'n';
ALTER TABLE people RENAME COLUMN name TO nick, ALGORITHM=INSTANT;

"#]])],
        ),
    ]
}
