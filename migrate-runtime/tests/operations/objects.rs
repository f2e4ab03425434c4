//! Objects beside tables: enum types, views, triggers, schemas, extensions.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [enums(), views(), triggers(), elsewhere()].concat()
}

fn moods(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"]);
    op.create_table(
        table("days")
            .column("id", integer().primary_key())
            .column("mood", enumeration("mood", ["sad", "happy"]).not_null().default("sad"))
            .column("evening", enumeration("mood", ["sad", "happy"])),
    );
    op.bulk_insert("days", ["mood", "evening"], [["sad", "happy"], ["happy", "sad"]]);
}

fn enums() -> Vec<Case> {
    vec![
        case("an enum type", |_| {}, |op| op.create_enum("mood", ["sad", "happy"]), str![]),
        case(
            "a dropped enum type",
            |op| op.create_enum("mood", ["sad"]),
            |op| op.drop_enum("mood"),
            str![],
        ),
        case(
            "more words",
            moods,
            |op| {
                op.add_enum_value("mood", "mad");
                op.add_enum_value("mood", "fine").after("sad");
                op.add_enum_value("mood", "blue").before("sad");
            },
            str![[r#"
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

"#]],
        )
        .one_way(),
        case(
            "another word",
            moods,
            |op| op.rename_enum_value("mood", "sad", "blue"),
            str![[r#"
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

"#]],
        ),
        refused(
            "a word twice",
            moods,
            |op: &mut Op| {
                op.add_enum_value("mood", "happy");
            },
            str!["cannot add `happy` to enum mood: enum value `happy` already exists"],
        ),
        refused(
            "a word after none",
            moods,
            |op: &mut Op| {
                op.add_enum_value("mood", "mad").after("hapy");
            },
            str![[r#"
cannot add `mad` to enum mood: there is no enum value `hapy`
  hint: did you mean `happy`?
"#]],
        ),
        refused(
            "a type in use",
            moods,
            |op: &mut Op| op.drop_enum("mood"),
            str![[r#"
cannot drop enum mood: enum type `mood` is used by column `mood` of table `days`
  hint: drop column `mood` of table `days` first
"#]],
        ),
        refused(
            "a type that is not there",
            moods,
            |op: &mut Op| op.rename_enum_value("moods", "sad", "blue"),
            str![[r#"
cannot rename `sad` of enum moods to `blue`: there is no enum type `moods`
  hint: did you mean `mood`?
"#]],
        ),
    ]
}

fn views() -> Vec<Case> {
    vec![
        case(
            "a view",
            users,
            |op| op.create_view("adults", "SELECT id, Name FROM users WHERE age >= 18;"),
            str![[r#"
CREATE VIEW adults AS SELECT id, Name FROM users WHERE age >= 18;

"#]],
        ),
        case(
            "a dropped view",
            |op| {
                users(op);
                op.create_view("adults", "SELECT id FROM users WHERE age >= 18");
            },
            |op| op.drop_view("adults"),
            str![[r#"
DROP VIEW adults;

"#]],
        ),
        case(
            "a view for each database",
            users,
            |op| {
                op.create_view(
                    "initials",
                    per_dialect()
                        .sqlite("SELECT substr(name, 1, 1) AS initial FROM users")
                        .postgres("SELECT left(name, 1) AS initial FROM users")
                        .mysql("SELECT left(name, 1) AS initial FROM users"),
                );
            },
            str![[r#"
CREATE VIEW initials AS SELECT substr(name, 1, 1) AS initial FROM users;

"#]],
        ),
        refused(
            "a view without a text for SQLite",
            users,
            |op: &mut Op| op.create_view("initials", per_dialect().postgres("SELECT 1")),
            str![[r#"
cannot create view initials: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]],
        ),
        refused(
            "a view of a table's name",
            users,
            |op: &mut Op| op.create_view("users", "SELECT 1"),
            str!["cannot create view users: table `users` already exists"],
        ),
        refused(
            "a view that is not there",
            |op| {
                users(op);
                op.create_view("adults", "SELECT 1 AS one");
            },
            |op: &mut Op| op.drop_view("adult"),
            str![[r#"
cannot drop view adult: there is no view `adult`
  hint: did you mean `adults`?
"#]],
        ),
    ]
}

fn triggers() -> Vec<Case> {
    let touch = |op: &mut Op| {
        users(op);
        op.create_trigger(
            "users_touch",
            "users",
            "AFTER UPDATE OF name, email",
            "FOR EACH ROW WHEN NEW.age > 1 BEGIN UPDATE users SET age = age + 1; SELECT 1; END;",
        );
    };
    vec![
        case(
            "a trigger",
            users,
            |op| {
                op.create_trigger(
                    "users_touch",
                    "users",
                    "BEFORE INSERT",
                    "BEGIN SELECT CASE WHEN NEW.age < 0 THEN raise(ABORT, 'age; END') END; END",
                );
            },
            str![[r#"
CREATE TRIGGER users_touch BEFORE INSERT ON users BEGIN SELECT CASE WHEN NEW.age < 0 THEN raise(ABORT, 'age; END') END; END;

"#]],
        ),
        case(
            "a dropped trigger",
            touch,
            |op| op.drop_trigger("users_touch", "users"),
            str![[r#"
DROP TRIGGER users_touch;

"#]],
        ),
        case(
            "a trigger of a view",
            |op| {
                users(op);
                op.create_view("names", "SELECT id, name FROM users");
            },
            |op| {
                op.create_trigger(
                    "names_write",
                    "names",
                    "INSTEAD OF UPDATE",
                    "BEGIN UPDATE users SET name = NEW.name WHERE id = OLD.id; END",
                );
            },
            str![[r#"
CREATE TRIGGER names_write INSTEAD OF UPDATE ON names BEGIN UPDATE users SET name = NEW.name WHERE id = OLD.id; END;

"#]],
        ),
        case(
            "a trigger of a table that is made anew",
            touch,
            |op| {
                op.alter_column("users", "age").set_type(big_int());
            },
            str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name TEXT,
    age BIGINT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
CREATE TRIGGER users_touch AFTER UPDATE OF name, email ON users FOR EACH ROW WHEN NEW.age > 1 BEGIN UPDATE users SET age = age + 1; SELECT 1; END;

"#]],
        ),
        refused(
            "a trigger twice",
            touch,
            |op: &mut Op| op.create_trigger("users_touch", "users", "AFTER INSERT", "BEGIN END"),
            str![
                "cannot create trigger users_touch on users: trigger `users_touch` already exists in table `users`"
            ],
        ),
        refused(
            "a trigger that is not there",
            touch,
            |op: &mut Op| op.drop_trigger("user_touch", "users"),
            str![[r#"
cannot drop trigger user_touch of users: there is no trigger `user_touch` in table `users`
  hint: did you mean `users_touch`?
"#]],
        ),
    ]
}

fn elsewhere() -> Vec<Case> {
    vec![
        refused(
            "a schema",
            |_| {},
            |op: &mut Op| op.create_schema("audit"),
            str![[r#"
cannot create schema audit: SQLite has no schemas: a database file is one
  hint: keep the revision for another database
"#]],
        ),
        refused(
            "a dropped schema",
            |op| {
                op.execute("").effect(|op| op.create_schema("audit"));
            },
            |op: &mut Op| op.drop_schema("audit"),
            str![[r#"
cannot drop schema audit: SQLite has no schemas: a database file is one
  hint: keep the revision for another database
"#]],
        ),
        refused(
            "an extension",
            |_| {},
            |op: &mut Op| op.create_extension("pg_trgm"),
            str![[r#"
cannot create extension pg_trgm: SQLite extensions belong to a connection, not to the database
  hint: load the extension where the connection is made
"#]],
        ),
        refused(
            "a dropped extension",
            |op| {
                op.execute("").effect(|op| op.create_extension("pg_trgm"));
            },
            |op: &mut Op| op.drop_extension("pg_trgm"),
            str![[r#"
cannot drop extension pg_trgm: SQLite extensions belong to a connection, not to the database
  hint: load the extension where the connection is made
"#]],
        ),
    ]
}
