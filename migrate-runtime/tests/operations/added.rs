//! Columns that are added.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{
    Case, case, invalid, mariadb, mysql, of_postgres, postgres, refused, since, sqlite,
};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a nullable column",
            users,
            |op| op.add_column("users", "role", varchar(100)),
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100);

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100), ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column with a constant default",
            users,
            |op| op.add_column("users", "role", varchar(100).not_null().default("member")),
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100) NOT NULL DEFAULT 'member';

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100) DEFAULT 'member' NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(100) NOT NULL DEFAULT 'member', ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column with a computed default",
            users,
            |op| op.add_column("users", "seen_at", timestamptz().not_null().default(now())),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    seen_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN seen_at TIMESTAMPTZ DEFAULT now() NOT NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN seen_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column with a default of SQL",
            users,
            |op| op.add_column("users", "token", varchar(40).default(sql("lower('ABC')"))),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    token VARCHAR(40) DEFAULT (lower('ABC')),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN token VARCHAR(40) DEFAULT lower('ABC');

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN token VARCHAR(40) DEFAULT (lower('ABC'));

"#]]), mysql(str![[r#"
ALTER TABLE users ADD COLUMN token VARCHAR(40) DEFAULT (lower('ABC')), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a day",
            users,
            |op| op.add_column("users", "joined", date().default(today())),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    joined DATE DEFAULT CURRENT_DATE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN joined DATE DEFAULT CURRENT_DATE;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN joined DATE DEFAULT (CURRENT_DATE), ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE users ADD COLUMN joined DATE DEFAULT (CURRENT_DATE), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a unique column",
            users,
            |op| op.add_column("users", "login", varchar(40).unique()),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    login VARCHAR(40) CONSTRAINT uq_users_login UNIQUE,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN login VARCHAR(40) CONSTRAINT uq_users_login UNIQUE;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN login VARCHAR(40),
    ADD CONSTRAINT uq_users_login UNIQUE (login),
    ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a reference",
            users,
            |op| {
                op.add_column(
                    "users",
                    "boss",
                    integer().references("users", "id").on_delete(SetNull),
                );
            },
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN boss INTEGER CONSTRAINT fk_users_boss_users REFERENCES users (id) ON DELETE SET NULL;

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN boss INTEGER CONSTRAINT fk_users_boss_users REFERENCES users (id) ON DELETE SET NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN boss INT,
    ADD CONSTRAINT fk_users_boss_users FOREIGN KEY (boss) REFERENCES users (id) ON DELETE SET NULL,
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a reference with a default",
            users,
            |op| {
                op.add_column("users", "boss", integer().default(1).references("users", "id"));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    boss INTEGER DEFAULT 1 CONSTRAINT fk_users_boss_users REFERENCES users (id),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN boss INTEGER DEFAULT 1 CONSTRAINT fk_users_boss_users REFERENCES users (id);

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN boss INT DEFAULT 1,
    ADD CONSTRAINT fk_users_boss_users FOREIGN KEY (boss) REFERENCES users (id),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a checked column with a comment",
            users,
            |op| {
                op.add_column("users", "code", varchar(9).check("code <> ''").comment("by post"));
            },
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN code VARCHAR(9) CONSTRAINT ck_users_code CHECK (code <> '');
-- SQLite keeps no comments: the one of column `users.code` is left out

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN code VARCHAR(9) CONSTRAINT ck_users_code CHECK (code <> '');
COMMENT ON COLUMN users.code IS 'by post';

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN code VARCHAR(9) COMMENT 'by post',
    ADD CONSTRAINT ck_users_code CHECK (code <> ''),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a column of each constraint at once",
            users,
            |op| {
                op.add_column(
                    "users",
                    "boss_id",
                    integer()
                        .unique()
                        .references("users", "id")
                        .on_delete(Cascade)
                        .check("boss_id <> 0")
                        .comment("it's one's boss"),
                );
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    boss_id INTEGER CONSTRAINT uq_users_boss_id UNIQUE CONSTRAINT fk_users_boss_id_users REFERENCES users (id) ON DELETE CASCADE CONSTRAINT ck_users_boss_id CHECK (boss_id <> 0),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
-- SQLite keeps no comments: the one of column `users.boss_id` is left out

"#]]), postgres(str![[r#"
ALTER TABLE users ADD COLUMN boss_id INTEGER CONSTRAINT uq_users_boss_id UNIQUE CONSTRAINT fk_users_boss_id_users REFERENCES users (id) ON DELETE CASCADE CONSTRAINT ck_users_boss_id CHECK (boss_id <> 0);
COMMENT ON COLUMN users.boss_id IS 'it''s one''s boss';

"#]]), mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN boss_id INT COMMENT 'it''s one''s boss',
    ADD CONSTRAINT uq_users_boss_id UNIQUE (boss_id),
    ADD CONSTRAINT fk_users_boss_id_users FOREIGN KEY (boss_id) REFERENCES users (id) ON DELETE CASCADE,
    ADD CONSTRAINT ck_users_boss_id CHECK (boss_id <> 0),
    ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "a key for a table without one",
            |op| op.create_table(table("notes").column("body", varchar(20))),
            |op| op.add_column("notes", "id", integer().primary_key().default(7)),
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_notes" (
    body VARCHAR(20),
    id INTEGER NOT NULL DEFAULT 7 CONSTRAINT pk_notes PRIMARY KEY
);
INSERT INTO _migrate_new_notes (body, id) SELECT body, rowid FROM notes;
DROP TABLE notes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_notes RENAME TO notes;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TABLE notes ADD COLUMN id INTEGER DEFAULT 7 NOT NULL CONSTRAINT pk_notes PRIMARY KEY;

"#]]), mariadb(str![[r#"
ALTER TABLE notes
    ADD COLUMN id INT NOT NULL DEFAULT 7,
    ADD PRIMARY KEY (id),
    ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "several columns",
            users,
            |op| {
                op.add_column("users", "a", integer());
                op.add_column("users", "b", varchar(10).not_null().default(""));
                op.add_column("users", "c", boolean().not_null().default(true));
                op.add_column("users", "d", timestamp());
            },
            [sqlite(str![[r#"
ALTER TABLE users ADD COLUMN a INTEGER;
ALTER TABLE users ADD COLUMN b VARCHAR(10) NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN c BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE users ADD COLUMN d TIMESTAMP;

"#]]), postgres(str![[r#"
ALTER TABLE users
    ADD COLUMN a INTEGER,
    ADD COLUMN b VARCHAR(10) DEFAULT '' NOT NULL,
    ADD COLUMN c BOOLEAN DEFAULT TRUE NOT NULL,
    ADD COLUMN d TIMESTAMP;

"#]]), mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN a INT,
    ADD COLUMN b VARCHAR(10) NOT NULL DEFAULT '',
    ADD COLUMN c TINYINT(1) NOT NULL DEFAULT TRUE,
    ADD COLUMN d DATETIME(6),
    ALGORITHM=INSTANT;

"#]])],
        ),
        case(
            "a column of text with a default",
            users,
            |op| op.add_column("users", "bio", text().not_null().default("it's")),
            [sqlite(str![[r#"
ALTER TABLE users ADD COLUMN bio TEXT NOT NULL DEFAULT 'it''s';

"#]]), postgres(str![[r#"
ALTER TABLE users ADD COLUMN bio TEXT DEFAULT 'it''s' NOT NULL;

"#]]), mariadb(str![[r#"
ALTER TABLE users ADD COLUMN bio LONGTEXT NOT NULL DEFAULT 'it''s', ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE users ADD COLUMN bio LONGTEXT NOT NULL DEFAULT ('it''s'), ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "a collated column of SQLite",
            users,
            |op| op.add_column("users", "code", text().collate("RTRIM")),
            [sqlite(str![[r#"
ALTER TABLE users ADD COLUMN code TEXT COLLATE RTRIM;

"#]]), postgres(str![[r#"
ALTER TABLE users ADD COLUMN code TEXT COLLATE "RTRIM";

"#]]), mariadb(str![[r#"
ALTER TABLE users ADD COLUMN code LONGTEXT COLLATE RTRIM, ALGORITHM=INSTANT;

"#]])],
        )
        .live_on(&["SQLite"]),
        case(
            "a collated column of PostgreSQL",
            users,
            |op| op.add_column("users", "code", text().collate("C")),
            [sqlite(str![[r#"
ALTER TABLE users ADD COLUMN code TEXT COLLATE "C";

"#]]), postgres(str![[r#"
ALTER TABLE users ADD COLUMN code TEXT COLLATE "C";

"#]]), mariadb(str![[r#"
ALTER TABLE users ADD COLUMN code LONGTEXT COLLATE C, ALGORITHM=INSTANT;

"#]])],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a column as MariaDB and MySQL have it",
            users,
            |op| {
                op.add_column(
                    "users",
                    "code",
                    varchar(9).mysql_charset("ascii").collate("ascii_bin"),
                );
                op.add_column("users", "hits", integer().unsigned().not_null().default(0));
                op.add_column("users", "seen_at", timestamp().default(now()).mysql_on_update_now());
                op.add_column("users", "hidden", integer().mysql_invisible());
            },
            [sqlite(refused(str![[r#"
cannot add column users.hits integer unsigned: SQLite has no unsigned numbers, and the column is integer unsigned
  hint: leave `.unsigned()` out, and add `.check("column >= 0")` if it matters
"#]])), postgres(refused(str![[r#"
cannot add column users.hits integer unsigned: PostgreSQL has no unsigned numbers, and the column is integer unsigned
  hint: use `big_int()` with `.check("hits >= 0")`
"#]])), mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN code VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin,
    ADD COLUMN hits INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN seen_at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    ADD COLUMN hidden INT INVISIBLE,
    ALGORITHM=INSTANT;

"#]])],
        )
        .live_on(&["MariaDB", "MySQL"]),
        case(
            "computed columns",
            users,
            |op| {
                op.add_column(
                    "users",
                    "initial",
                    varchar(9).generated_virtual("substr(name, 1, 1)"),
                );
                op.add_column("users", "shout", varchar(99).generated("upper(name)").not_null());
            },
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN initial VARCHAR(9) GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL;
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    initial VARCHAR(9) GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL,
    shout VARCHAR(99) NOT NULL GENERATED ALWAYS AS (upper(name)) STORED,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(refused(str![[r#"
cannot add column users.initial varchar(9): PostgreSQL 13 has no virtual generated columns
  hint: write `.generated(..)`, which keeps the values in the rows; version 18 has both
"#]])), since(of_postgres(18), str![[r#"
ALTER TABLE users
    ADD COLUMN initial VARCHAR(9) GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL,
    ADD COLUMN shout VARCHAR(99) GENERATED ALWAYS AS (upper(name)) STORED NOT NULL;

"#]]),
                mariadb(refused(str![[r#"
cannot add column users.shout varchar(99): column `shout` is generated, and MariaDB has no NOT NULL for such columns
  hint: leave `.not_null()` out, and add `.check("shout IS NOT NULL")` if it matters
"#]])), mysql(str![[r#"
ALTER TABLE users ADD COLUMN initial VARCHAR(9) GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL, ALGORITHM=INSTANT;
ALTER TABLE users ADD COLUMN shout VARCHAR(99) GENERATED ALWAYS AS (upper(name)) STORED NOT NULL, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a numbered key for a table without one",
            |op| {
                op.create_table(table("notes").column("body", text()));
                op.bulk_insert("notes", ["body"], [["a"], ["b"]]);
            },
            |op| op.add_column("notes", "id", big_int().primary_key().identity()),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_notes" (
    body TEXT,
    id INTEGER NOT NULL CONSTRAINT pk_notes PRIMARY KEY AUTOINCREMENT
);
INSERT INTO _migrate_new_notes (body, id) SELECT body, rowid FROM notes;
DROP TABLE notes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_notes RENAME TO notes;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE notes ADD COLUMN id BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL CONSTRAINT pk_notes PRIMARY KEY;

"#]]),
                mariadb(str![[r#"
ALTER TABLE notes
    ADD COLUMN id BIGINT NOT NULL AUTO_INCREMENT,
    ADD PRIMARY KEY (id),
    ALGORITHM=INPLACE, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "numbers that are no key",
            users,
            |op| op.add_column("users", "number", integer().identity()),
            [
                sqlite(refused(str![[r#"
cannot add column users.number integer: SQLite numbers rows only in a primary key of one column, and `number` is none
  hint: make the column `.primary_key().identity()`, in a table with rowids
"#]])),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN number INTEGER GENERATED BY DEFAULT AS IDENTITY NOT NULL;

"#]]),
                mariadb(refused(str![[r#"
cannot add column users.number integer: MariaDB numbers only a column that a key begins with, and none does with `number`
  hint: make it `.primary_key()` or `.unique()`
"#]])),
            ],
        ),
        invalid(
            "a column twice",
            users,
            |op| op.add_column("users", "name", text()),
            str![
                "cannot add column users.name text: column `name` already exists in table `users`"
            ],
        ),
        invalid(
            "a column of a table that is not there",
            users,
            |op| op.add_column("usres", "role", text()),
            str![[r#"
cannot add column usres.role text: there is no table `usres`
  hint: did you mean `users`?
"#]],
        ),
        invalid(
            "a default that is no word of the list",
            users,
            |op| {
                let mood = enumeration("mood", ["sad", "happy"]).default("angry");
                op.add_column("users", "mood", mood);
            },
            str![[r#"
cannot add column users.mood enumeration(mood): the default `"angry"` does not fit column `mood`, which is enumeration(mood): the values are `sad`, `happy`
  hint: write one of them, or add it with `op.add_enum_value(..)`
"#]],
        ),
    ]
}
