//! Enum types: made, changed, dropped.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, outside, postgres, refused, sqlite};
use crate::tables::{trigger_body, users};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "an enum type",
            |_| {},
            |op| op.create_enum("mood", ["sad", "happy"]),
            [sqlite(str![]), postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'happy');

"#]]), mariadb(str![])],
        ),
        case(
            "a dropped enum type",
            |op| op.create_enum("mood", ["sad"]),
            |op| op.drop_enum("mood"),
            [sqlite(str![]), postgres(str![[r#"
DROP TYPE mood;

"#]]), mariadb(str![])],
        ),
        case(
            "an enum type that is dropped with its last column",
            |op| {
                op.create_enum("mood", ["sad"]);
                let mood = enumeration("mood", ["sad"]);
                op.create_table(
                    table("days").column("id", integer().primary_key()).column("mood", mood),
                );
            },
            |op| {
                op.drop_column("days", "mood");
                op.drop_enum("mood");
            },
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    CONSTRAINT pk_days PRIMARY KEY (id)
);
INSERT INTO _migrate_new_days (id) SELECT id FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TABLE days DROP COLUMN mood;
DROP TYPE mood;

"#]]), mariadb(str![[r#"
ALTER TABLE days DROP COLUMN mood, ALGORITHM=INSTANT;

"#]])],
        ),
        case(
            "an enum type that only columns name",
            |_| {},
            |op| {
                let mood = || enumeration("mood", ["sad", "it's"]);
                op.create_table(
                    table("days")
                        .column("mood", mood().not_null().default("it's"))
                        .column("evening", mood()),
                );
                op.create_table(table("nights").column("mood", mood()));
            },
            [
                sqlite(str![[r#"
CREATE TABLE days (
    mood TEXT NOT NULL DEFAULT 'it''s' CONSTRAINT enum_mood CHECK (mood IN ('sad', 'it''s')),
    evening TEXT CONSTRAINT enum_mood CHECK (evening IN ('sad', 'it''s'))
);
CREATE TABLE nights (
    mood TEXT CONSTRAINT enum_mood CHECK (mood IN ('sad', 'it''s'))
);

"#]]),
                postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'it''s');
CREATE TABLE days (
    mood mood DEFAULT 'it''s' NOT NULL,
    evening mood
);
CREATE TABLE nights (
    mood mood
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE days (
    mood ENUM('sad', 'it''s') NOT NULL DEFAULT 'it''s',
    evening ENUM('sad', 'it''s')
);
CREATE TABLE nights (
    mood ENUM('sad', 'it''s')
);

"#]]),
            ],
        ),
        case(
            "an enum type that goes with the last column",
            |op| {
                let mood = || enumeration("mood", ["sad", "happy"]);
                op.create_table(table("days").column("id", integer()).column("mood", mood()));
                op.create_table(table("nights").column("mood", mood()));
            },
            |op| {
                op.drop_column("days", "mood");
                op.drop_table("nights");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER
);
INSERT INTO _migrate_new_days (rowid, id) SELECT rowid, id FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;
DROP TABLE nights;

"#]]),
                postgres(str![[r#"
ALTER TABLE days DROP COLUMN mood;
DROP TABLE nights;
DROP TYPE mood;

"#]]),
                mariadb(str![[r#"
ALTER TABLE days DROP COLUMN mood, ALGORITHM=INSTANT;
DROP TABLE nights;

"#]]),
            ],
        ),
        case(
            "an enum type that was made before its columns",
            |op| op.create_enum("mood", ["sad", "happy"]),
            |op| {
                op.create_table(
                    table("days").column("mood", enumeration("mood", ["sad", "happy"])),
                );
                op.add_column(
                    "days",
                    "evening",
                    enumeration("mood", ["sad", "happy"]).default("sad"),
                );
                op.drop_table("days");
            },
            [
                sqlite(str![[r#"
CREATE TABLE days (
    mood TEXT CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy'))
);
ALTER TABLE days ADD COLUMN evening TEXT DEFAULT 'sad' CONSTRAINT enum_mood CHECK (evening IN ('sad', 'happy'));
DROP TABLE days;

"#]]),
                postgres(str![[r#"
CREATE TABLE days (
    mood mood
);
ALTER TABLE days ADD COLUMN evening mood DEFAULT 'sad';
DROP TABLE days;

"#]]),
                mariadb(str![[r#"
CREATE TABLE days (
    mood ENUM('sad', 'happy')
);
ALTER TABLE days ADD COLUMN evening ENUM('sad', 'happy') DEFAULT 'sad', ALGORITHM=INSTANT;
DROP TABLE days;

"#]]),
            ],
        ),
        case(
            "more words",
            moods,
            |op| {
                op.add_enum_value("mood", "mad");
                op.add_enum_value("mood", "fine").after("sad");
                op.add_enum_value("mood", "blue").before("sad");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy', 'mad')),
    CONSTRAINT enum_mood CHECK (evening IN ('sad', 'happy', 'mad'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('sad', 'fine', 'happy', 'mad')),
    CONSTRAINT enum_mood CHECK (evening IN ('sad', 'fine', 'happy', 'mad'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('blue', 'sad', 'fine', 'happy', 'mad')),
    CONSTRAINT enum_mood CHECK (evening IN ('blue', 'sad', 'fine', 'happy', 'mad'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TYPE mood ADD VALUE 'mad';
ALTER TYPE mood ADD VALUE 'fine' AFTER 'sad';
ALTER TYPE mood ADD VALUE 'blue' BEFORE 'sad';

"#]]),
                mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'happy', 'mad') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'happy', 'mad'),
    ALGORITHM=INSTANT;
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'fine', 'happy', 'mad') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'fine', 'happy', 'mad'),
    ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE days
    MODIFY COLUMN mood ENUM('blue', 'sad', 'fine', 'happy', 'mad') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('blue', 'sad', 'fine', 'happy', 'mad'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way(),
        case(
            "a word at the end",
            moods,
            |op| {
                op.add_enum_value("mood", "it's");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy', 'it''s')),
    CONSTRAINT enum_mood CHECK (evening IN ('sad', 'happy', 'it''s'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TYPE mood ADD VALUE 'it''s';

"#]]),
                mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'happy', 'it''s') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'happy', 'it''s'),
    ALGORITHM=INSTANT;

"#]]),
            ],
        )
        .one_way(),
        case(
            "a word that is used in the same revision",
            moods,
            |op| {
                op.add_enum_value("mood", "mad");
                op.insert("days").set("id", 3).set("mood", "mad");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy', 'mad')),
    CONSTRAINT enum_mood CHECK (evening IN ('sad', 'happy', 'mad'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;
INSERT INTO days (id, mood) VALUES (3, 'mad');

"#]]),
                postgres(refused(str![[r#"
cannot insert a row into days: PostgreSQL cannot use the enum value 'mad' in the transaction that adds it
  hint: use it in a revision of its own after this one; of a type that this revision creates, name the value in `op.create_enum(..)`
"#]])),
                mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'happy', 'mad') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'happy', 'mad'),
    ALGORITHM=INSTANT;
INSERT INTO days (id, mood) VALUES (3, 'mad');

"#]]),
            ],
        )
        .one_way(),
        outside(
            "a word outside a transaction",
            moods,
            |op| {
                op.add_enum_value("mood", "mad").before("happy");
                op.update("days").set("evening", "mad");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('sad', 'mad', 'happy')),
    CONSTRAINT enum_mood CHECK (evening IN ('sad', 'mad', 'happy'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;
UPDATE days SET evening = 'mad';

"#]]),
                postgres(str![[r#"
ALTER TYPE mood ADD VALUE 'mad' BEFORE 'happy';
UPDATE days SET evening = 'mad';

"#]]),
                mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'mad', 'happy') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'mad', 'happy'),
    ALGORITHM=COPY, LOCK=SHARED;
UPDATE days SET evening = 'mad';

"#]]),
            ],
        )
        .one_way(),
        case(
            "a word of a type that no column uses",
            |op| op.create_enum("mood", ["sad", "happy"]),
            |op| {
                op.add_enum_value("mood", "mad").before("happy");
                op.rename_enum_value("mood", "mad", "angry");
            },
            [sqlite(str![]), postgres(str![[r#"
ALTER TYPE mood ADD VALUE 'mad' BEFORE 'happy';
ALTER TYPE mood RENAME VALUE 'mad' TO 'angry';

"#]]), mariadb(str![])],
        )
        .one_way(),
        case(
            "another word in a table that notes its changes",
            |op| {
                op.create_table(
                    table("days")
                        .column("mood", enumeration("mood", ["sad", "happy"]))
                        .column("at", timestamp().default(now()).mysql_on_update_now()),
                );
                op.bulk_insert("days", ["mood"], [("sad",)]);
            },
            |op| op.rename_enum_value("mood", "sad", "blue"),
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    mood TEXT,
    at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT enum_mood CHECK (mood IN ('blue', 'happy'))
);
INSERT INTO _migrate_new_days (rowid, mood, at) SELECT rowid, CASE mood WHEN 'sad' THEN 'blue' ELSE mood END, at FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

"#]]), mariadb(str![[r#"
ALTER TABLE days MODIFY COLUMN mood ENUM('sad', 'happy', 'blue'), ALGORITHM=INSTANT;
UPDATE days SET mood = 'blue', at = at WHERE mood = 'sad';
ALTER TABLE days MODIFY COLUMN mood ENUM('blue', 'happy'), ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "a word in another case",
            moods,
            |op| op.rename_enum_value("mood", "sad", "Sad"),
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'Sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('Sad', 'happy')),
    CONSTRAINT enum_mood CHECK (evening IN ('Sad', 'happy'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, CASE mood WHEN 'sad' THEN 'Sad' ELSE mood END, CASE evening WHEN 'sad' THEN 'Sad' ELSE evening END FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]), postgres(str![[r#"
ALTER TYPE mood RENAME VALUE 'sad' TO 'Sad';

"#]]), mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'happy', '_migrate_renamed') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'happy', '_migrate_renamed'),
    ALGORITHM=INSTANT;
UPDATE days SET mood = '_migrate_renamed' WHERE mood = 'sad';
UPDATE days SET evening = '_migrate_renamed' WHERE evening = 'sad';
ALTER TABLE days
    MODIFY COLUMN mood ENUM('Sad', 'happy', '_migrate_renamed') NOT NULL DEFAULT 'Sad',
    MODIFY COLUMN evening ENUM('Sad', 'happy', '_migrate_renamed'),
    ALGORITHM=COPY, LOCK=SHARED;
UPDATE days SET mood = 'Sad' WHERE mood = '_migrate_renamed';
UPDATE days SET evening = 'Sad' WHERE evening = '_migrate_renamed';
ALTER TABLE days
    MODIFY COLUMN mood ENUM('Sad', 'happy') NOT NULL DEFAULT 'Sad',
    MODIFY COLUMN evening ENUM('Sad', 'happy'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]])],
        ),
        case(
            "another word in a table with a trigger",
            |op| {
                moods(op);
                op.create_trigger("touch", "days", "BEFORE UPDATE", trigger_body());
            },
            |op| op.rename_enum_value("mood", "sad", "blue"),
            [sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'blue',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('blue', 'happy')),
    CONSTRAINT enum_mood CHECK (evening IN ('blue', 'happy'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, CASE mood WHEN 'sad' THEN 'blue' ELSE mood END, CASE evening WHEN 'sad' THEN 'blue' ELSE evening END FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER touch BEFORE UPDATE ON days BEGIN SELECT 1; END;

"#]]), postgres(str![[r#"
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

"#]]), mariadb(refused(str![[r#"
cannot rename `sad` of enum mood to `blue`: MariaDB renames the value by an `UPDATE` of the rows, and trigger `touch` of table `days` would fire
  hint: drop the trigger first, and create it again after
"#]]))],
        ),
        case(
            "another word",
            moods,
            |op| op.rename_enum_value("mood", "sad", "blue"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'blue',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (mood IN ('blue', 'happy')),
    CONSTRAINT enum_mood CHECK (evening IN ('blue', 'happy'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, CASE mood WHEN 'sad' THEN 'blue' ELSE mood END, CASE evening WHEN 'sad' THEN 'blue' ELSE evening END FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

"#]]),
                mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood ENUM('sad', 'happy', 'blue') NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening ENUM('sad', 'happy', 'blue'),
    ALGORITHM=INSTANT;
UPDATE days SET mood = 'blue' WHERE mood = 'sad';
UPDATE days SET evening = 'blue' WHERE evening = 'sad';
ALTER TABLE days
    MODIFY COLUMN mood ENUM('blue', 'happy') NOT NULL DEFAULT 'blue',
    MODIFY COLUMN evening ENUM('blue', 'happy'),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "an enum type for text",
            |op| {
                users(op);
                op.update("users").set("name", "sad");
            },
            |op| {
                op.alter_column("users", "name").set_type(enumeration("mood", ["sad", "happy"]));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT enum_mood CHECK (name IN ('sad', 'happy'))
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'happy');
ALTER TABLE users ALTER COLUMN name TYPE mood USING name::mood;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN name ENUM('sad', 'happy'), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way_on(&["MariaDB", "MySQL"]),
        case(
            "text for an enum type",
            moods,
            |op| {
                op.alter_column("days", "mood").set_type(varchar(20));
                op.alter_column("days", "evening").set_type(text());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood VARCHAR(20) NOT NULL DEFAULT 'sad',
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id)
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE days
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE VARCHAR(20),
    ALTER COLUMN mood SET DEFAULT 'sad';
ALTER TABLE days ALTER COLUMN evening TYPE TEXT;

"#]]),
                mariadb(str![[r#"
ALTER TABLE days
    MODIFY COLUMN mood VARCHAR(20) NOT NULL DEFAULT 'sad',
    MODIFY COLUMN evening LONGTEXT,
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "an enum type for another",
            moods,
            |op| {
                op.alter_column("days", "evening")
                    .set_type(enumeration("feeling", ["mad", "sad", "happy"]));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_days" (
    id INTEGER NOT NULL,
    mood TEXT NOT NULL DEFAULT 'sad' CONSTRAINT enum_mood CHECK (mood IN ('sad', 'happy')),
    evening TEXT,
    CONSTRAINT pk_days PRIMARY KEY (id),
    CONSTRAINT enum_feeling CHECK (evening IN ('mad', 'sad', 'happy'))
);
INSERT INTO _migrate_new_days (id, mood, evening) SELECT id, mood, evening FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
CREATE TYPE feeling AS ENUM ('mad', 'sad', 'happy');
ALTER TABLE days ALTER COLUMN evening TYPE feeling USING evening::TEXT::feeling;

"#]]),
                mariadb(str![[r#"
ALTER TABLE days MODIFY COLUMN evening ENUM('mad', 'sad', 'happy'), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        invalid(
            "a word twice",
            moods,
            |op| {
                op.add_enum_value("mood", "happy");
            },
            str!["cannot add `happy` to enum mood: enum value `happy` already exists"],
        ),
        invalid(
            "a word after none",
            moods,
            |op| {
                op.add_enum_value("mood", "mad").after("hapy");
            },
            str![[r#"
cannot add `mad` to enum mood: there is no enum value `hapy`
  hint: did you mean `happy`?
"#]],
        ),
        invalid(
            "a type in use",
            moods,
            |op| op.drop_enum("mood"),
            str![[r#"
cannot drop enum mood: enum type `mood` is used by column `mood` of table `days`
  hint: drop column `mood` of table `days` first, or give it another type with `op.alter_column(..).set_type(..)`
"#]],
        ),
        invalid(
            "a type that is not there",
            moods,
            |op| op.rename_enum_value("moods", "sad", "blue"),
            str![[r#"
cannot rename `sad` of enum moods to `blue`: there is no enum type `moods`
  hint: did you mean `mood`?
"#]],
        ),
    ]
}

fn moods(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"]);
    op.create_table(
        table("days")
            .column("id", integer().primary_key())
            .column("mood", enumeration("mood", ["sad", "happy"]).not_null().default("sad"))
            .column("evening", enumeration("mood", ["sad", "happy"])),
    );
    op.bulk_insert("days", ["id", "mood", "evening"], [(1, "sad", "happy"), (2, "happy", "sad")]);
}
