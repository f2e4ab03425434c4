//! Columns computed from others.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, mariadb, mysql, of_postgres, postgres, refused, since, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a column that is kept in the row",
            users,
            |op| op.add_column("users", "next", integer().generated("age + 1").not_null()),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    next INTEGER NOT NULL GENERATED ALWAYS AS (age + 1) STORED,
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
ALTER TABLE users ADD COLUMN next INTEGER GENERATED ALWAYS AS (age + 1) STORED NOT NULL;

"#]]),
                mariadb(refused(str![[r#"
cannot add column users.next integer: column `next` is generated, and MariaDB has no NOT NULL for such columns
  hint: leave `.not_null()` out, and add `.check("next IS NOT NULL")` if it matters
"#]])),
                mysql(str![[r#"
ALTER TABLE users ADD COLUMN next INT GENERATED ALWAYS AS (age + 1) STORED NOT NULL, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a column that is computed at each read",
            users,
            |op| op.add_column("users", "next", integer().generated_virtual("age + 1")),
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN next INTEGER GENERATED ALWAYS AS (age + 1) VIRTUAL;

"#]]),
                postgres(refused(str![[r#"
cannot add column users.next integer: PostgreSQL 13 has no virtual generated columns
  hint: write `.generated(..)`, which keeps the values in the rows; version 18 has both
"#]])),
                since(
                    of_postgres(18),
                    str![[r#"
ALTER TABLE users ADD COLUMN next INTEGER GENERATED ALWAYS AS (age + 1) VIRTUAL;

"#]],
                ),
                mariadb(str![[r#"
ALTER TABLE users ADD COLUMN next INT GENERATED ALWAYS AS (age + 1) VIRTUAL, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "another expression for a kept column",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated("age + 1"));
            },
            |op| {
                op.alter_column("users", "next").generated("age + 2");
            },
            [
                sqlite(refused(str![[r#"
cannot alter column users.next: the expression of generated column `next` cannot change on SQLite
  hint: drop the column and add it again
"#]])),
                postgres(refused(str![[r#"
cannot alter column users.next: PostgreSQL 13 cannot change the expression of a generated column
  hint: drop the column, and add it again as it is to be; version 17 has `SET EXPRESSION`
"#]])),
                since(
                    of_postgres(17),
                    str![[r#"
ALTER TABLE users ALTER COLUMN next SET EXPRESSION AS (age + 2);

"#]],
                ),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN next INT GENERATED ALWAYS AS (age + 2) STORED, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN next INT GENERATED ALWAYS AS (age + 2) STORED;

"#]]),
            ],
        ),
        case(
            "another expression for a column computed at each read",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated_virtual("age + 1"));
            },
            |op| {
                op.alter_column("users", "next").generated_virtual("age + 2");
            },
            [
                sqlite(refused(str![[r#"
cannot alter column users.next: the expression of generated column `next` cannot change on SQLite
  hint: drop the column and add it again
"#]])),
                postgres(refused(str![[r#"
cannot alter column users.next: PostgreSQL 13 has no virtual generated columns
  hint: write `.generated(..)`, which keeps the values in the rows; version 18 has both
"#]])),
                since(
                    of_postgres(18),
                    str![[r#"
ALTER TABLE users ALTER COLUMN next SET EXPRESSION AS (age + 2);

"#]],
                ),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN next INT GENERATED ALWAYS AS (age + 2) VIRTUAL, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN next INT GENERATED ALWAYS AS (age + 2) VIRTUAL, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a kept column that was computed at each read",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated_virtual("age + 1"));
            },
            |op| {
                op.alter_column("users", "next").generated("age + 1");
            },
            [
                sqlite(refused(str![[r#"
cannot alter column users.next: the expression of generated column `next` cannot change on SQLite
  hint: drop the column and add it again
"#]])),
                postgres(refused(str![[r#"
cannot alter column users.next: PostgreSQL cannot change a generated column between virtual and stored
  hint: drop the column, and add it again as it is to be
"#]])),
                mariadb(refused(str![[r#"
cannot alter column users.next: generated column `next` would change between virtual and stored
  hint: drop the column and add it again
"#]])),
            ],
        ),
        case(
            "a computed column that becomes an ordinary one",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated("age + 1"));
            },
            |op| {
                op.alter_column("users", "next").drop_generated();
            },
            [
                sqlite(refused(str![[r#"
cannot alter column users.next: the expression of generated column `next` cannot change on SQLite
  hint: drop the column and add it again
"#]])),
                postgres(str![[r#"
ALTER TABLE users ALTER COLUMN next DROP EXPRESSION;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN next INT, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN next INT;

"#]]),
            ],
        )
        .one_way(),
        case(
            "a computed column of an ordinary one",
            users,
            |op| {
                op.alter_column("users", "age").generated("id + 1");
            },
            [
                sqlite(refused(str![[r#"
cannot alter column users.age: the expression of generated column `age` cannot change on SQLite
  hint: drop the column and add it again
"#]])),
                postgres(refused(str![[r#"
cannot alter column users.age: PostgreSQL cannot turn an ordinary column into a generated one
  hint: drop the column, and add it again as it is to be
"#]])),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN age INT GENERATED ALWAYS AS (id + 1) STORED, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a wider computed column",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated("age + 1"));
            },
            |op| {
                op.alter_column("users", "next").set_type(big_int());
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_users" (
    id INTEGER NOT NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100),
    age INTEGER,
    next BIGINT GENERATED ALWAYS AS (age + 1) STORED,
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
ALTER TABLE users ALTER COLUMN next TYPE BIGINT;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users MODIFY COLUMN next BIGINT GENERATED ALWAYS AS (age + 1) STORED, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE users MODIFY COLUMN next BIGINT GENERATED ALWAYS AS (age + 1) STORED;

"#]]),
            ],
        ),
        case(
            "a renamed source of a computed column",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated("age + 1"));
            },
            |op| {
                op.alter_column("users", "age").rename_to("years");
            },
            [
                sqlite(str![[r#"
ALTER TABLE users RENAME COLUMN age TO years;

"#]]),
                postgres(str![[r#"
ALTER TABLE users RENAME COLUMN age TO years;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users RENAME COLUMN age TO years, ALGORITHM=INSTANT;

"#]]),
                mysql(refused(str![[r#"
cannot alter column users.age: MySQL does not rename `age` in generated column `next`
  hint: drop that first, and make it again with the new name
"#]])),
            ],
        ),
        case(
            "a dropped computed column",
            |op| {
                users(op);
                op.add_column("users", "next", integer().generated("age + 1"));
            },
            |op| op.drop_column("users", "next"),
            [
                sqlite(str![[r#"
ALTER TABLE users DROP COLUMN next;

"#]]),
                postgres(str![[r#"
ALTER TABLE users DROP COLUMN next;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users DROP COLUMN next, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
    ]
}
