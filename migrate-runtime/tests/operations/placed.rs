//! Positions of columns, sequences of columns, and indexes that are built again.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, outside, postgres, refused, sqlite};

fn users(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer().primary_key())
            .column("name", varchar(50).not_null())
            .column("age", integer())
            .index("ix_users_name", ["name"]),
    );
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "new columns among the others",
            users,
            |op| {
                op.add_column("users", "code", integer().mysql_first());
                op.add_column("users", "mail", varchar(80).mysql_after("name"));
                op.add_column("users", "note", text());
            },
            [
                sqlite(str![[r#"
ALTER TABLE users ADD COLUMN code INTEGER;
ALTER TABLE users ADD COLUMN mail VARCHAR(80);
ALTER TABLE users ADD COLUMN note TEXT;

"#]]),
                postgres(str![[r#"
ALTER TABLE users
    ADD COLUMN code INTEGER,
    ADD COLUMN mail VARCHAR(80),
    ADD COLUMN note TEXT;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users
    ADD COLUMN code INT FIRST,
    ADD COLUMN mail VARCHAR(80) AFTER name,
    ADD COLUMN note LONGTEXT,
    ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        case(
            "columns that change their places",
            users,
            |op| {
                op.alter_column("users", "age").mysql_first();
                op.alter_column("users", "id").mysql_after("name");
                op.alter_column("users", "name").mysql_after("age");
            },
            [
                sqlite(str![]),
                postgres(str![]),
                mariadb(str![[r#"
ALTER TABLE users
    MODIFY COLUMN age INT FIRST,
    MODIFY COLUMN id INT NOT NULL AFTER name,
    ALGORITHM=INSTANT;
ALTER TABLE users MODIFY COLUMN name VARCHAR(50) NOT NULL AFTER age, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE users
    MODIFY COLUMN age INT FIRST,
    MODIFY COLUMN id INT NOT NULL AFTER name,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE users MODIFY COLUMN name VARCHAR(50) NOT NULL AFTER age, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a dropped table gets the order of its columns back",
            |op| {
                users(op);
                op.add_column("users", "mail", varchar(80).mysql_after("id"));
                op.alter_column("users", "mail").rename_to("email");
                op.drop_column("users", "age");
            },
            |op| op.drop_table("users"),
            [
                sqlite(str![[r#"
DROP TABLE users;

"#]]),
                postgres(str![[r#"
DROP TABLE users;

"#]]),
                mariadb(str![[r#"
DROP TABLE users;

"#]]),
            ],
        ),
        case(
            "a new table with a place for a column",
            |_| {},
            |op| {
                op.create_table(
                    table("t").column("a", integer()).column("b", integer().mysql_first()),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    a INTEGER,
    b INTEGER
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    a INTEGER,
    b INTEGER
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    b INT,
    a INT
);

"#]]),
            ],
        ),
        invalid(
            "a column after one that is not there",
            users,
            |op| op.add_column("users", "mail", varchar(80).mysql_after("nam")),
            str![[r#"
cannot add column users.mail varchar(80): there is no column `nam` in table `users`
  hint: did you mean `name`?
"#]],
        ),
        invalid(
            "a column after itself",
            users,
            |op| {
                op.alter_column("users", "name").mysql_after("name");
            },
            str![
                "cannot alter column users.name: column `name` of table `users` cannot follow itself"
            ],
        ),
        case(
            "a sequence that goes with a column",
            users,
            |op| {
                op.create_sequence("ages").start_with(10).owned_by("users", "age");
                op.rename_table("users", "people");
                op.alter_column("people", "age").rename_to("years");
                op.drop_column("people", "years");
            },
            [
                sqlite(refused(str![[r#"
cannot create sequence ages: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
CREATE SEQUENCE ages START WITH 10 OWNED BY users.age;
ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME COLUMN age TO years;
ALTER TABLE people DROP COLUMN years;

"#]]),
                mariadb(refused(str![[r#"
cannot create sequence ages: MariaDB drops no sequence with a column
  hint: leave `.owned_by(..)` out, and write `op.drop_sequence(..)` where the column is dropped
"#]])),
                mysql(refused(str![[r#"
cannot create sequence ages: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        ),
        case(
            "a sequence changes its owner",
            |op| {
                users(op);
                op.create_sequence("ages").owned_by("users", "age");
                op.create_sequence("names");
            },
            |op| {
                op.alter_sequence("ages").owned_by_none();
                op.alter_sequence("names").increment_by(2).owned_by("users", "name");
            },
            [
                sqlite(refused(str![[r#"
cannot alter sequence ages: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
ALTER SEQUENCE ages OWNED BY NONE;
ALTER SEQUENCE names INCREMENT BY 2 OWNED BY users.name;

"#]]),
                mariadb(refused(str![[r#"
cannot alter sequence ages: MariaDB drops no sequence with a column
  hint: leave `.owned_by(..)` out, and write `op.drop_sequence(..)` where the column is dropped
"#]])),
                mysql(refused(str![[r#"
cannot alter sequence ages: MySQL has no sequences
  hint: leave `op.alter_sequence(..)` out
"#]])),
            ],
        ),
        case(
            "a sequence of the column that takes numbers from it is that of a serial column",
            |op| {
                op.create_sequence("numbers").start_with(5);
                op.create_table(
                    table("users")
                        .column("id", integer().default(sql("nextval('numbers')")).primary_key()),
                );
            },
            |op| {
                op.alter_sequence("numbers").owned_by("users", "id");
            },
            [
                sqlite(refused(str![[r#"
cannot alter sequence numbers: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
ALTER SEQUENCE numbers OWNED BY users.id;

"#]]),
                mariadb(refused(str![[r#"
cannot alter sequence numbers: MariaDB drops no sequence with a column
  hint: leave `.owned_by(..)` out, and write `op.drop_sequence(..)` where the column is dropped
"#]])),
                mysql(refused(str![[r#"
cannot alter sequence numbers: MySQL has no sequences
  hint: leave `op.alter_sequence(..)` out
"#]])),
            ],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "a dropped table gets its sequences back",
            |op| {
                users(op);
                op.create_sequence("ages").owned_by("users", "age");
            },
            |op| op.drop_table("users"),
            [
                sqlite(refused(str![[r#"
cannot create sequence ages: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(str![[r#"
DROP TABLE users;

"#]]),
                mariadb(refused(str![[r#"
cannot create sequence ages: MariaDB drops no sequence with a column
  hint: leave `.owned_by(..)` out, and write `op.drop_sequence(..)` where the column is dropped
"#]])),
                mysql(refused(str![[r#"
cannot create sequence ages: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        ),
        invalid(
            "a sequence of a column that is not there",
            users,
            |op| {
                op.create_sequence("ages").owned_by("users", "agee");
            },
            str![[r#"
cannot create sequence ages: there is no column `agee` in table `users`
  hint: did you mean `age`?
"#]],
        ),
        case(
            "a sequence of a table in another schema",
            |op| {
                users(op);
                op.create_schema("audit");
            },
            |op| {
                op.create_sequence(("audit", "ages")).owned_by("users", "age");
            },
            [
                sqlite(refused(str![[r#"
cannot create sequence audit.ages: SQLite has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
                postgres(refused(str![[r#"
cannot create sequence audit.ages: sequence `audit.ages` is not in the schema of table `users`, which is to own it
  hint: create it in the schema of the table
"#]])),
                mariadb(refused(str![[r#"
cannot create sequence audit.ages: MariaDB drops no sequence with a column
  hint: leave `.owned_by(..)` out, and write `op.drop_sequence(..)` where the column is dropped
"#]])),
                mysql(refused(str![[r#"
cannot create sequence audit.ages: MySQL has no sequences
  hint: number rows with `.primary_key().identity()`
"#]])),
            ],
        ),
        case(
            "the indexes of a table built again",
            users,
            |op| {
                op.reindex("users");
            },
            [
                sqlite(str![[r#"
REINDEX users;

"#]]),
                postgres(str![[r#"
REINDEX TABLE users;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users FORCE, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "an index built again",
            users,
            |op| {
                op.reindex("users").index("ix_users_name");
                op.reindex("users").index("pk_users");
            },
            [
                sqlite(str![[r#"
REINDEX ix_users_name;
REINDEX users;

"#]]),
                postgres(str![[r#"
REINDEX INDEX ix_users_name;
REINDEX INDEX pk_users;

"#]]),
                mariadb(refused(str![[r#"
cannot reindex ix_users_name of users: MariaDB rebuilds the indexes of a table together
  hint: write `op.reindex("table")`, which rebuilds the whole table here
"#]])),
            ],
        ),
        outside(
            "indexes built again while the table is in use",
            users,
            |op| {
                op.reindex("users").concurrently();
                op.reindex("users").index("ix_users_name").concurrently();
            },
            [
                sqlite(str![[r#"
REINDEX users;
REINDEX ix_users_name;
-- SQLite has no concurrent index builds: `.concurrently()` of index `ix_users_name` is left out

"#]]),
                postgres(str![[r#"
REINDEX TABLE CONCURRENTLY users;
REINDEX INDEX CONCURRENTLY ix_users_name;

"#]]),
                mariadb(refused(str![[r#"
cannot reindex ix_users_name of users concurrently: MariaDB rebuilds the indexes of a table together
  hint: write `op.reindex("table")`, which rebuilds the whole table here
"#]])),
            ],
        ),
        invalid(
            "an index that is not there built again",
            users,
            |op| {
                op.reindex("users").index("ix_users_nam");
            },
            str![[r#"
cannot reindex ix_users_nam of users: there is no index `ix_users_nam` in table `users`
  hint: did you mean `ix_users_name`?
"#]],
        ),
        case(
            "the indexes of a partitioned table built again",
            |op| {
                op.create_table(
                    table("events")
                        .column("id", integer().primary_key())
                        .partition_by(per_dialect().sqlite("").postgres("RANGE (id)").mysql("")),
                );
            },
            |op| {
                op.reindex("events");
            },
            [
                sqlite(str![[r#"
REINDEX events;

"#]]),
                postgres(refused(str![[r#"
cannot reindex table events: table `events` is partitioned, and has no indexes with rows of its own
  hint: reindex each partition with `op.execute("REINDEX TABLE ..")`
"#]])),
                mariadb(str![[r#"
ALTER TABLE events FORCE, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a unique constraint with more columns in its index",
            users,
            |op| {
                op.create_unique_constraint("uq_users_name", "users", ["name"]).include(["age"]);
                op.create_table(
                    table("tags")
                        .column("name", varchar(20))
                        .column("size", integer())
                        .unique_constraint(unique("uq_tags_name", ["name"]).include(["size"])),
                );
                op.alter_column("users", "age").rename_to("years");
            },
            [
                sqlite(refused(str![[r#"
cannot add unique constraint uq_users_name to users: SQLite has no columns beside those of a key
  hint: leave `.include(..)` out
"#]])),
                postgres(str![[r#"
ALTER TABLE users ADD CONSTRAINT uq_users_name UNIQUE (name) INCLUDE (age);
CREATE TABLE tags (
    name VARCHAR(20),
    size INTEGER,
    CONSTRAINT uq_tags_name UNIQUE (name) INCLUDE (size)
);
ALTER TABLE users RENAME COLUMN age TO years;

"#]]),
                mariadb(refused(str![[r#"
cannot add unique constraint uq_users_name to users: MariaDB has no columns beside those of a key
  hint: leave `.include(..)` out
"#]])),
            ],
        ),
        invalid(
            "a column that the index of a unique constraint holds is dropped",
            |op| {
                users(op);
                op.create_unique_constraint("uq_users_name", "users", ["name"]).include(["age"]);
            },
            |op| op.drop_column("users", "age"),
            str![[r#"
cannot drop column users.age: column `age` is used by unique constraint `uq_users_name`
  hint: drop unique constraint `uq_users_name` first
"#]],
        ),
        case(
            "a foreign key that matches all columns or none",
            |op| {
                op.create_table(
                    table("parts")
                        .column("a", integer())
                        .column("b", integer())
                        .primary_key(["a", "b"]),
                );
                op.create_table(
                    table("uses").column("part_a", integer()).column("part_b", integer()),
                );
            },
            |op| {
                op.create_foreign_key(
                    "fk_uses_part",
                    "uses",
                    ["part_a", "part_b"],
                    "parts",
                    ["a", "b"],
                )
                .match_full()
                .on_delete(Cascade);
            },
            [
                sqlite(refused(str![[r#"
cannot add foreign key fk_uses_part to uses: SQLite has no MATCH FULL: a row with some of the columns NULL references nothing
  hint: leave `.match_full()` out, and add a check: `(part_b IS NULL) = (part_a IS NULL)`
"#]])),
                postgres(str![[r#"
ALTER TABLE uses ADD CONSTRAINT fk_uses_part FOREIGN KEY (part_a, part_b) REFERENCES parts (a, b) MATCH FULL ON DELETE CASCADE;

"#]]),
                mariadb(refused(str![[r#"
cannot add foreign key fk_uses_part to uses: MariaDB has no MATCH FULL: a row with some of the columns NULL references nothing
  hint: leave `.match_full()` out, and add a check: `(part_b IS NULL) = (part_a IS NULL)`
"#]])),
            ],
        ),
        case(
            "over one column there is one way to match",
            users,
            |op| {
                op.create_table(table("posts").column("user_id", integer()).foreign_key(
                    foreign_key("fk_posts_user", ["user_id"], "users", ["id"]).match_full(),
                ));
            },
            [
                sqlite(str![[r#"
CREATE TABLE posts (
    user_id INTEGER,
    CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE posts (
    user_id INTEGER,
    CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id) MATCH FULL
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE posts (
    user_id INT,
    CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id)
);

"#]]),
            ],
        ),
    ]
}
