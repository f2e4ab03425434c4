//! Views: made, dropped.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a view",
            users,
            |op| op.create_view("adults", "SELECT id, Name FROM users WHERE age >= 18;"),
            [
                sqlite(str![[r#"
CREATE VIEW adults AS SELECT id, Name FROM users WHERE age >= 18;

"#]]),
                postgres(str![[r#"
CREATE VIEW adults AS SELECT id, Name FROM users WHERE age >= 18;

"#]]),
                mariadb(str![[r#"
CREATE VIEW adults AS SELECT id, Name FROM users WHERE age >= 18;

"#]]),
            ],
        ),
        case(
            "a dropped view",
            |op| {
                users(op);
                op.create_view("adults", "SELECT id FROM users WHERE age >= 18");
            },
            |op| op.drop_view("adults"),
            [
                sqlite(str![[r#"
DROP VIEW adults;

"#]]),
                postgres(str![[r#"
DROP VIEW adults;

"#]]),
                mariadb(str![[r#"
DROP VIEW adults;

"#]]),
            ],
        ),
        case(
            "a view over a view",
            |op| {
                users(op);
                op.create_view("adults", "SELECT id, name FROM users WHERE age >= 18");
            },
            |op| op.create_view("Old ones", "SELECT id FROM adults WHERE name <> 'it''s'"),
            [
                sqlite(str![[r#"
CREATE VIEW "Old ones" AS SELECT id FROM adults WHERE name <> 'it''s';

"#]]),
                postgres(str![[r#"
CREATE VIEW "Old ones" AS SELECT id FROM adults WHERE name <> 'it''s';

"#]]),
                mariadb(str![[r#"
CREATE VIEW `Old ones` AS SELECT id FROM adults WHERE name <> 'it''s';

"#]]),
            ],
        ),
        case(
            "a view over a table that is changed",
            |op| {
                users(op);
                op.create_view("adults", "SELECT id, name FROM users WHERE age >= 18");
            },
            |op| {
                op.add_column("users", "role", varchar(10));
                op.alter_column("users", "email").set_type(varchar(300));
                op.alter_column("users", "name").rename_to("full_name");
            },
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(10);
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(300) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    role VARCHAR(10),
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age, role) SELECT id, email, name, age, role FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
DROP VIEW adults;
ALTER TABLE users RENAME COLUMN name TO full_name;
CREATE VIEW adults AS SELECT id, full_name AS name FROM users WHERE age >= 18;

"#]]),
                postgres(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(10);
ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(300);
ALTER TABLE users RENAME COLUMN name TO full_name;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN role VARCHAR(10),
    MODIFY COLUMN email VARCHAR(300) NOT NULL,
    RENAME COLUMN name TO full_name,
    ALGORITHM=INSTANT;
CREATE OR REPLACE VIEW adults AS SELECT id, full_name AS name FROM users WHERE age >= 18;

"#]]),
                mysql(str![[r#"
ALTER TABLE users ADD COLUMN role VARCHAR(10), ALGORITHM=INSTANT;
ALTER TABLE users MODIFY COLUMN email VARCHAR(300) NOT NULL;
ALTER TABLE users RENAME COLUMN name TO full_name, ALGORITHM=INSTANT;
CREATE OR REPLACE VIEW adults AS SELECT id, full_name AS name FROM users WHERE age >= 18;

"#]]),
            ],
        ),
        case(
            "a view over a column whose type changes",
            |op| {
                users(op);
                op.create_view("adults", "SELECT id, name FROM users WHERE age >= 18");
            },
            |op| {
                op.drop_view("adults");
                op.alter_column("users", "name").set_type(varchar(200));
                op.create_view("adults", "SELECT id, name FROM users WHERE age >= 18");
            },
            [
                sqlite(str![[r#"
DROP VIEW adults;
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(200),
    age INTEGER,
    CONSTRAINT pk_users PRIMARY KEY (id)
);
INSERT INTO _migrate_new_users (id, email, name, age) SELECT id, email, name, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_users_email ON users (email);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;

"#]]),
                postgres(str![[r#"
DROP VIEW adults;
ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(200);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;

"#]]),
                mariadb(str![[r#"
DROP VIEW adults;
ALTER TABLE users MODIFY COLUMN name VARCHAR(200), ALGORITHM=INSTANT;
CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;

"#]]),
                mysql(str![[r#"
DROP VIEW adults;
ALTER TABLE users MODIFY COLUMN name VARCHAR(200);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;

"#]]),
            ],
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
            [
                sqlite(str![[r#"
CREATE VIEW initials AS SELECT substr(name, 1, 1) AS initial FROM users;

"#]]),
                postgres(str![[r#"
CREATE VIEW initials AS SELECT left(name, 1) AS initial FROM users;

"#]]),
                mariadb(str![[r#"
CREATE VIEW initials AS SELECT left(name, 1) AS initial FROM users;

"#]]),
            ],
        ),
        case(
            "a view without a text for SQLite",
            users,
            |op| op.create_view("initials", per_dialect().postgres("SELECT 1")),
            [
                sqlite(refused(str![[r#"
cannot create view initials: there is no SQL text for SQLite
  hint: add one: `per_dialect().sqlite("..")`; an empty text does nothing
"#]])),
                postgres(str![[r#"
CREATE VIEW initials AS SELECT 1;

"#]]),
                mariadb(refused(str![[r#"
cannot create view initials: there is no SQL text for MariaDB and MySQL
  hint: add one: `per_dialect().mysql("..")`; an empty text does nothing
"#]])),
            ],
        ),
        invalid(
            "a view of a table's name",
            users,
            |op| op.create_view("users", "SELECT 1"),
            str!["cannot create view users: table `users` already exists"],
        ),
        invalid(
            "a view that is not there",
            |op| {
                users(op);
                op.create_view("adults", "SELECT 1 AS one");
            },
            |op| op.drop_view("adult"),
            str![[r#"
cannot drop view adult: there is no view `adult`
  hint: did you mean `adults`?
"#]],
        ),
    ]
}
