//! Columns that are dropped.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a plain column",
            users,
            |op| op.drop_column("users", "age"),
            [
                sqlite(str![[r#"
ALTER TABLE users DROP COLUMN age;

"#]]),
                postgres(str![[r#"
ALTER TABLE users DROP COLUMN age;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "a column with an index of its own",
            |op| {
                users(op);
                op.create_index("ix_users_name", "users", ["name"]).unique(true);
            },
            |op| op.drop_column("users", "name"),
            [
                sqlite(str![[r#"
DROP INDEX ix_users_name;
ALTER TABLE users DROP COLUMN name;

"#]]),
                postgres(str![[r#"
ALTER TABLE users DROP COLUMN name;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users DROP COLUMN name, ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE users DROP COLUMN name, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a column with constraints of its own",
            |op| {
                users(op);
                op.add_column("users", "boss", integer().references("users", "id"));
                op.add_column("users", "login", varchar(40).unique(true).check("login <> ''"));
            },
            |op| {
                op.drop_column("users", "boss");
                op.drop_column("users", "login");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
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
ALTER TABLE users
    DROP COLUMN boss,
    DROP COLUMN login;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    DROP FOREIGN KEY fk_users_boss_users,
    DROP COLUMN boss,
    ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE users
    DROP CONSTRAINT ck_users_login,
    DROP COLUMN login,
    ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE users
    DROP FOREIGN KEY fk_users_boss_users,
    DROP COLUMN boss,
    DROP CHECK ck_users_login,
    DROP COLUMN login,
    ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "an enumeration",
            |op| {
                users(op);
                op.add_column("users", "mood", enumeration("mood", ["sad", "happy"]));
            },
            |op| op.drop_column("users", "mood"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
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
ALTER TABLE users DROP COLUMN mood;
DROP TYPE mood;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users DROP COLUMN mood, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "the numbered key",
            |op| {
                op.create_table(
                    table("notes")
                        .column("id", integer().primary_key().identity())
                        .column("body", text()),
                );
                op.bulk_insert("notes", ["body"], [["a"], ["b"]]);
            },
            |op| op.drop_column("notes", "id"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_notes" (
    body TEXT
);
INSERT INTO _migrate_new_notes (rowid, body) SELECT id, body FROM notes;
DROP TABLE notes;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_notes RENAME TO notes;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE notes DROP COLUMN id;

"#]]),
                mariadb(str![[r#"
ALTER TABLE notes DROP COLUMN id, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a column that comes back empty in the same revision",
            users,
            |op| {
                op.alter_column("users", "email").set_type(varchar(300));
                op.drop_column("users", "age");
                op.add_column("users", "age", varchar(9));
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(300) NOT NULL,
    name VARCHAR(100),
    age VARCHAR(9),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name) SELECT id, email, name FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);

"#]]),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(300);
ALTER TABLE users
    DROP COLUMN age,
    ADD COLUMN age VARCHAR(9);

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    MODIFY COLUMN email VARCHAR(300) NOT NULL,
    DROP COLUMN age,
    ALGORITHM=INSTANT;
ALTER TABLE users ADD COLUMN age VARCHAR(9), ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN email VARCHAR(300) NOT NULL;
ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT;
ALTER TABLE users ADD COLUMN age VARCHAR(9), ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        invalid(
            "the only column",
            |op| {
                op.create_table(table("notes").column("body", text()));
            },
            |op| op.drop_column("notes", "body"),
            str![[r#"
cannot drop column notes.body: `body` is the only column of table `notes`
  hint: drop the table instead: `op.drop_table("notes")`
"#]],
        ),
        invalid(
            "a column of a shared index",
            |op| {
                users(op);
                op.create_index("ix_users_both", "users", ["name", "age"]);
            },
            |op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by index `ix_users_both`
  hint: drop index `ix_users_both` first
"#]],
        ),
        invalid(
            "a column of a shared check",
            |op| {
                users(op);
                op.create_check_constraint("ck_users_both", "users", "age > 0 OR name = ''");
            },
            |op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by check constraint `ck_users_both`
  hint: drop check constraint `ck_users_both` first
"#]],
        ),
        invalid(
            "a column that another is computed from",
            |op| {
                users(op);
                op.add_column("users", "double", integer().generated_virtual("age * 2"));
            },
            |op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by generated column `double`
  hint: drop generated column `double` first
"#]],
        ),
        invalid(
            "a column that is referenced",
            |op| {
                users(op);
                op.create_table(
                    table("posts").column("author_id", integer().references("users", "id")),
                );
            },
            |op| op.drop_column("users", "id"),
            str![[r#"
cannot drop column users.id: column `id` is used by foreign key `fk_posts_author_id_users` of table `posts`
  hint: drop foreign key `fk_posts_author_id_users` of table `posts` first
"#]],
        ),
    ]
}
