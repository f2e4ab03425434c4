//! Constraints: added, dropped, renamed, validated.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{
    Case, case, invalid, mariadb, mysql, of_postgres, postgres, refused, since, sqlite,
};
use crate::support::NATIVE;
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [foreign_keys(), keys(), checks(), renamed(), postgres_only()].concat()
}

fn posts(op: &mut Op) {
    users(op);
    op.create_table(
        table("posts")
            .column("id", integer().not_null())
            .column("author_id", integer())
            .column("title", varchar(80))
            .column("size", integer()),
    );
    op.bulk_insert(
        "posts",
        ["id", "author_id", "title", "size"],
        [(1, Some(1), "one", 3), (2, None, "two", 3)],
    );
}

fn foreign_keys() -> Vec<Case> {
    let reference = |op: &mut Op| {
        posts(op);
        op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
            .on_delete(Cascade);
    };
    vec![
        case(
            "a foreign key",
            posts,
            |op| {
                op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
                    .on_delete(SetNull)
                    .on_update(Cascade);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a foreign key that is checked at commit",
            posts,
            |op| {
                op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
                    .deferrable_initially_deferred();
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED;

"#]]),
                mariadb(refused(str![[r#"
cannot add foreign key fk_posts_author to posts: MariaDB checks constraints with each row, never at commit
  hint: leave `.deferrable_initially_deferred()` out
"#]])),
            ],
        ),
        case(
            "a foreign key of every action",
            |op| {
                posts(op);
                op.create_table(
                    table("t")
                        .column("a", integer())
                        .column("b", integer())
                        .column("c", integer())
                        .column("d", integer()),
                );
            },
            |op| {
                let mut key = |name, column, action| {
                    op.create_foreign_key(name, "t", [column], "users", ["id"])
                        .on_delete(action)
                        .on_update(action);
                };
                key("fk_a", "a", NoAction);
                key("fk_b", "b", Restrict);
                key("fk_c", "c", Cascade);
                key("fk_d", "d", SetNull);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_t" (
    a INTEGER,
    b INTEGER,
    c INTEGER,
    d INTEGER,
    CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES users (id),
    CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES users (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT fk_c FOREIGN KEY (c) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT fk_d FOREIGN KEY (d) REFERENCES users (id) ON DELETE SET NULL ON UPDATE SET NULL
);
INSERT INTO _migrate_new_t (rowid, a, b, c, d) SELECT rowid, a, b, c, d FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE t
    ADD CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES users (id),
    ADD CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES users (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    ADD CONSTRAINT fk_c FOREIGN KEY (c) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
    ADD CONSTRAINT fk_d FOREIGN KEY (d) REFERENCES users (id) ON DELETE SET NULL ON UPDATE SET NULL;

"#]]),
                mariadb(str![[r#"
ALTER TABLE t
    ADD CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES users (id),
    ADD CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES users (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    ADD CONSTRAINT fk_c FOREIGN KEY (c) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
    ADD CONSTRAINT fk_d FOREIGN KEY (d) REFERENCES users (id) ON DELETE SET NULL ON UPDATE SET NULL,
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a foreign key of several columns",
            |op| {
                posts(op);
                op.create_unique_constraint("uq_users", "users", ["name", "age"]);
                op.update("posts").set("size", null());
            },
            |op| {
                op.create_foreign_key("fk", "posts", ["title", "size"], "users", ["name", "age"]);
                op.drop_foreign_key("fk", "posts");
                op.create_foreign_key("fk", "posts", ["title", "size"], "users", ["name", "age"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age);
ALTER TABLE posts DROP CONSTRAINT fk;
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age), ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE posts
    DROP FOREIGN KEY fk,
    DROP INDEX IF EXISTS fk,
    ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age), ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE posts
    DROP FOREIGN KEY fk,
    DROP INDEX fk,
    ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (title, size) REFERENCES users (name, age), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a foreign key that is checked later",
            posts,
            |op| {
                op.create_foreign_key("fk", "posts", ["author_id"], "users", ["id"]).not_valid();
                op.validate_constraint("fk", "posts");
            },
            [
                sqlite(refused(str![[r#"
cannot add foreign key fk to posts: SQLite has no constraints that skip the existing rows
  hint: leave `.not_valid()` out: the rows are checked while the table is rebuilt
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id) NOT VALID;
ALTER TABLE posts VALIDATE CONSTRAINT fk;

"#]]),
                mariadb(refused(str![[r#"
cannot add foreign key fk to posts: MariaDB has no constraints that skip the existing rows
  hint: leave `.not_valid()` out
"#]])),
            ],
        ),
        case(
            "a foreign key to the table itself",
            |op| {
                posts(op);
                op.create_primary_key("pk_posts", "posts", ["id"]);
            },
            |op| {
                op.create_foreign_key("fk_posts_size", "posts", ["author_id"], "posts", ["id"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT pk_posts PRIMARY KEY (id),
    CONSTRAINT fk_posts_size FOREIGN KEY (author_id) REFERENCES posts (id)
);
INSERT INTO _migrate_new_posts (id, author_id, title, size) SELECT id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk_posts_size FOREIGN KEY (author_id) REFERENCES posts (id);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk_posts_size FOREIGN KEY (author_id) REFERENCES posts (id), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a dropped foreign key",
            reference,
            |op| op.drop_foreign_key("fk_posts_author", "posts"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts
    DROP FOREIGN KEY fk_posts_author,
    DROP INDEX IF EXISTS fk_posts_author,
    ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts
    DROP FOREIGN KEY fk_posts_author,
    DROP INDEX fk_posts_author,
    ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        invalid(
            "a foreign key to columns that are no key",
            posts,
            |op| {
                op.create_foreign_key("fk", "posts", ["title"], "users", ["name"]);
            },
            str![[r#"
cannot add foreign key fk to posts: foreign key `fk` references `users` (name), which no primary key or unique constraint covers
  hint: add one to `users` first, with `op.create_unique_constraint(..)` over (name)
"#]],
        ),
        invalid(
            "a foreign key to a table that is misspelt",
            posts,
            |op| {
                op.create_foreign_key("fk", "posts", ["author_id"], "user", ["id"]);
            },
            str![[r#"
cannot add foreign key fk to posts: there is no table `user`
  hint: did you mean `users`?
"#]],
        ),
        case(
            "a foreign key that is not checked",
            posts,
            |op| {
                op.create_foreign_key("fk", "posts", ["author_id"], "users", ["id"]).not_valid();
            },
            [
                sqlite(refused(str![[r#"
cannot add foreign key fk to posts: SQLite has no constraints that skip the existing rows
  hint: leave `.not_valid()` out: the rows are checked while the table is rebuilt
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id) NOT VALID;

"#]]),
                mariadb(refused(str![[r#"
cannot add foreign key fk to posts: MariaDB has no constraints that skip the existing rows
  hint: leave `.not_valid()` out
"#]])),
            ],
        ),
        invalid(
            "the wrong verb",
            reference,
            |op| op.drop_unique_constraint("fk_posts_author", "posts"),
            str![[r#"
cannot drop unique constraint fk_posts_author of posts: `fk_posts_author` of table `posts` is a foreign key, not a unique constraint
  hint: write `op.drop_foreign_key(..)`
"#]],
        ),
        case(
            "rows that must follow while a table is rebuilt",
            reference,
            |op| {
                op.delete("users").filter(col("age").gt(30));
                op.alter_column("posts", "title").set_type(varchar(10));
            },
            [
                sqlite(str![[r#"
CREATE TEMP TRIGGER _migrate_key_1 AFTER DELETE ON users BEGIN DELETE FROM posts WHERE OLD.id = author_id; END;
DELETE FROM users WHERE age > 30;
DROP TRIGGER IF EXISTS temp._migrate_key_1;
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(10),
    size INTEGER,
    CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
DELETE FROM users WHERE age > 30;
ALTER TABLE posts ALTER COLUMN title TYPE VARCHAR(10);

"#]]),
                mariadb(str![[r#"
DELETE FROM users WHERE age > 30;
ALTER TABLE posts MODIFY COLUMN title VARCHAR(10), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        )
        .one_way(),
    ]
}

fn keys() -> Vec<Case> {
    vec![
        case(
            "a unique constraint",
            posts,
            |op| {
                op.create_unique_constraint("uq_posts_title", "posts", ["title", "size"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT uq_posts_title UNIQUE (title, size)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT uq_posts_title UNIQUE (title, size);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts ADD CONSTRAINT uq_posts_title UNIQUE (title, size), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts ADD CONSTRAINT uq_posts_title UNIQUE (title, size), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a unique constraint over what is unique",
            posts,
            |op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", integer().unique())
                        .unique("uq_id", ["id"])
                        .unique("uq_a", ["a"]),
                );
                op.create_unique_constraint("uq_a_again", "t", ["a"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    id INTEGER NOT NULL,
    a INTEGER,
    CONSTRAINT pk_t PRIMARY KEY (id),
    CONSTRAINT uq_t_a UNIQUE (a),
    CONSTRAINT uq_id UNIQUE (id),
    CONSTRAINT uq_a UNIQUE (a)
);
CREATE TABLE "_migrate_new_t" (
    id INTEGER NOT NULL,
    a INTEGER,
    CONSTRAINT pk_t PRIMARY KEY (id),
    CONSTRAINT uq_t_a UNIQUE (a),
    CONSTRAINT uq_id UNIQUE (id),
    CONSTRAINT uq_a UNIQUE (a),
    CONSTRAINT uq_a_again UNIQUE (a)
);
INSERT INTO _migrate_new_t (id, a) SELECT id, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    id INTEGER NOT NULL,
    a INTEGER,
    CONSTRAINT pk_t PRIMARY KEY (id),
    CONSTRAINT uq_t_a UNIQUE (a)
);
ALTER TABLE t
    ADD CONSTRAINT uq_id UNIQUE (id),
    ADD CONSTRAINT uq_a UNIQUE (a),
    ADD CONSTRAINT uq_a_again UNIQUE (a);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    id INT NOT NULL,
    a INT,
    PRIMARY KEY (id),
    CONSTRAINT uq_t_a UNIQUE (a),
    CONSTRAINT uq_id UNIQUE (id),
    CONSTRAINT uq_a UNIQUE (a)
);
ALTER TABLE t ADD CONSTRAINT uq_a_again UNIQUE (a), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
CREATE TABLE t (
    id INT NOT NULL,
    a INT,
    PRIMARY KEY (id),
    CONSTRAINT uq_t_a UNIQUE (a),
    CONSTRAINT uq_id UNIQUE (id),
    CONSTRAINT uq_a UNIQUE (a)
);
ALTER TABLE t ADD CONSTRAINT uq_a_again UNIQUE (a), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a dropped unique constraint",
            |op| {
                posts(op);
                op.create_unique_constraint("uq_posts_title", "posts", ["title"]);
            },
            |op| op.drop_unique_constraint("uq_posts_title", "posts"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT uq_posts_title;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts DROP INDEX uq_posts_title, ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts DROP INDEX uq_posts_title, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a primary key",
            |op| {
                posts(op);
                op.delete("posts").filter(col("title").is_null());
            },
            |op| op.create_primary_key("pk_posts", "posts", ["id", "title"]),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80) NOT NULL,
    size INTEGER,
    CONSTRAINT pk_posts PRIMARY KEY (id, title)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT pk_posts PRIMARY KEY (id, title);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts ADD PRIMARY KEY (id, title), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "a dropped primary key",
            |op| {
                posts(op);
                op.create_primary_key("pk_posts", "posts", ["id"]);
            },
            |op| op.drop_primary_key("pk_posts", "posts"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT id, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT pk_posts;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts DROP PRIMARY KEY, ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "another primary key",
            |op| {
                posts(op);
                op.create_primary_key("pk_posts", "posts", ["id"]);
            },
            |op| {
                op.drop_primary_key("pk_posts", "posts");
                op.create_primary_key("pk_posts_title", "posts", ["title", "id"]);
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80) NOT NULL,
    size INTEGER,
    CONSTRAINT pk_posts_title PRIMARY KEY (title, id)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT id, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts
    DROP CONSTRAINT pk_posts,
    ADD CONSTRAINT pk_posts_title PRIMARY KEY (title, id);

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (title, id),
    ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        invalid(
            "a second primary key",
            users,
            |op| op.create_primary_key("pk_more", "users", ["email"]),
            str![[r#"
cannot add primary key pk_more to users: primary key `pk_users` already exists in table `users`
  hint: a key of several columns is said of the table: `.primary_key(["a", "b"])`, without `.primary_key()` on the columns; another key is dropped first, with `op.drop_primary_key(..)`
"#]],
        ),
        invalid(
            "a key that is referenced",
            |op| {
                posts(op);
                op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"]);
            },
            |op| op.drop_primary_key("pk_users", "users"),
            str![[r#"
cannot drop primary key pk_users of users: constraint `pk_users` is used by foreign key `fk_posts_author` of table `posts`
  hint: drop foreign key `fk_posts_author` of table `posts` first
"#]],
        ),
    ]
}

fn checks() -> Vec<Case> {
    let checked = |op: &mut Op| {
        posts(op);
        op.create_check_constraint("ck_posts_size", "posts", "size >= 0");
    };
    vec![
        case(
            "a check",
            posts,
            |op| {
                op.create_check_constraint("ck_posts_size", "posts", "size >= 0 AND title <> ''");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT ck_posts_size CHECK (size >= 0 AND title <> '')
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT ck_posts_size CHECK (size >= 0 AND title <> '');

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts ADD CONSTRAINT ck_posts_size CHECK (size >= 0 AND title <> ''), ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a dropped check",
            checked,
            |op| op.drop_check_constraint("ck_posts_size", "posts"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                since(
                    NATIVE,
                    str![[r#"
ALTER TABLE posts DROP CONSTRAINT ck_posts_size;

"#]],
                ),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT ck_posts_size;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts DROP CONSTRAINT ck_posts_size, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts DROP CHECK ck_posts_size, ALGORITHM=INSTANT;

"#]]),
            ],
        ),
        invalid(
            "a check twice",
            checked,
            |op| {
                op.create_check_constraint("ck_posts_size", "posts", "size < 9");
            },
            str![
                "cannot add check constraint ck_posts_size to posts: constraint `ck_posts_size` already exists in table `posts`"
            ],
        ),
        invalid(
            "a check that is not there",
            checked,
            |op| op.drop_check_constraint("ck_posts_sise", "posts"),
            str![[r#"
cannot drop check constraint ck_posts_sise of posts: there is no constraint `ck_posts_sise` in table `posts`
  hint: did you mean `ck_posts_size`?
"#]],
        ),
    ]
}

fn renamed() -> Vec<Case> {
    vec![
        case(
            "a renamed constraint",
            |op| {
                posts(op);
                op.create_unique_constraint("uq_posts_title", "posts", ["title"]);
            },
            |op| op.rename_constraint("uq_posts_title", "posts", "uq_posts_Headline"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT "uq_posts_Headline" UNIQUE (title)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts RENAME CONSTRAINT uq_posts_title TO "uq_posts_Headline";

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts RENAME INDEX uq_posts_title TO `uq_posts_Headline`, ALGORITHM=INSTANT;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts RENAME INDEX uq_posts_title TO `uq_posts_Headline`, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        case(
            "renamed constraints of every kind",
            |op| {
                posts(op);
                op.create_primary_key("pk_posts", "posts", ["id"]);
                op.create_check_constraint("ck_posts", "posts", "size > 0");
                op.create_foreign_key("fk_posts", "posts", ["author_id"], "users", ["id"]);
            },
            |op| {
                op.rename_constraint("pk_posts", "posts", "pk");
                op.rename_constraint("ck_posts", "posts", "ck");
                op.rename_constraint("fk_posts", "posts", "fk");
            },
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT "pk" PRIMARY KEY (id),
    CONSTRAINT "ck" CHECK (size > 0),
    CONSTRAINT "fk" FOREIGN KEY (author_id) REFERENCES users (id)
);
INSERT INTO _migrate_new_posts (id, author_id, title, size) SELECT id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts RENAME CONSTRAINT pk_posts TO pk;
ALTER TABLE posts RENAME CONSTRAINT ck_posts TO ck;
ALTER TABLE posts RENAME CONSTRAINT fk_posts TO fk;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts
    DROP CONSTRAINT ck_posts,
    ADD CONSTRAINT ck CHECK (size > 0),
    DROP FOREIGN KEY fk_posts,
    ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts
    DROP CHECK ck_posts,
    ADD CONSTRAINT ck CHECK (size > 0),
    DROP FOREIGN KEY fk_posts,
    ADD CONSTRAINT fk FOREIGN KEY (author_id) REFERENCES users (id),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        case(
            "a renamed check",
            |op| {
                posts(op);
                op.create_check_constraint("ck_posts", "posts", "size > 0");
            },
            |op| op.rename_constraint("ck_posts", "posts", "ck"),
            [
                sqlite(str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title VARCHAR(80),
    size INTEGER,
    CONSTRAINT "ck" CHECK (size > 0)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]]),
                postgres(str![[r#"
ALTER TABLE posts RENAME CONSTRAINT ck_posts TO ck;

"#]]),
                mariadb(str![[r#"
ALTER TABLE posts
    DROP CONSTRAINT ck_posts,
    ADD CONSTRAINT ck CHECK (size > 0),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
                mysql(str![[r#"
ALTER TABLE posts
    DROP CHECK ck_posts,
    ADD CONSTRAINT ck CHECK (size > 0),
    ALGORITHM=COPY, LOCK=SHARED;

"#]]),
            ],
        ),
        invalid(
            "a constraint renamed to another",
            |op| {
                posts(op);
                op.create_unique_constraint("uq_posts_title", "posts", ["title"]);
                op.create_unique_constraint("uq_posts_id", "posts", ["id"]);
            },
            |op| op.rename_constraint("uq_posts_title", "posts", "uq_posts_id"),
            str![
                "cannot rename constraint uq_posts_title of posts to uq_posts_id: constraint `uq_posts_id` already exists in table `posts`"
            ],
        ),
    ]
}

fn postgres_only() -> Vec<Case> {
    vec![
        case(
            "NULLs that are alike",
            posts,
            |op| {
                op.create_unique_constraint("uq", "posts", ["title"]).nulls_not_distinct();
            },
            [
                sqlite(refused(str![[r#"
cannot add unique constraint uq to posts: SQLite counts NULLs as distinct in a unique constraint
  hint: make the columns NOT NULL, or index `coalesce(..)` with `op.create_index(..).unique()`
"#]])),
                postgres(refused(str![[r#"
cannot add unique constraint uq to posts: PostgreSQL 13 counts NULLs as distinct in a unique key
  hint: make the columns NOT NULL, or index `coalesce(..)` with `expression("..")`; version 15 has `NULLS NOT DISTINCT`
"#]])),
                since(
                    of_postgres(15),
                    str![[r#"
ALTER TABLE posts ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (title);

"#]],
                ),
                mariadb(refused(str![[r#"
cannot add unique constraint uq to posts: MariaDB counts NULLs as distinct
  hint: make the columns NOT NULL
"#]])),
            ],
        ),
        case(
            "a unique constraint that waits",
            posts,
            |op| {
                op.create_unique_constraint("uq", "posts", ["id"]).deferrable_initially_deferred();
            },
            [
                sqlite(refused(str![[r#"
cannot add unique constraint uq to posts: SQLite checks unique constraints at once, never at commit
  hint: leave `.deferrable_initially_deferred()` or `.deferrable_initially_immediate()` out
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT uq UNIQUE (id) DEFERRABLE INITIALLY DEFERRED;

"#]]),
                mariadb(refused(str![[r#"
cannot add unique constraint uq to posts: MariaDB checks constraints with each row, never at commit
  hint: leave `.deferrable_initially_deferred()` out
"#]])),
            ],
        ),
        case(
            "a check that is not checked",
            posts,
            |op| {
                op.create_check_constraint("ck", "posts", "size > 0").not_valid();
            },
            [
                sqlite(refused(str![[r#"
cannot add check constraint ck to posts: SQLite has no constraints that skip the existing rows
  hint: leave `.not_valid()` out: the rows are checked while the table is rebuilt
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT ck CHECK (size > 0) NOT VALID;

"#]]),
                mariadb(refused(str![[r#"
cannot add check constraint ck to posts: MariaDB has no constraints that skip the existing rows
  hint: leave `.not_valid()` out
"#]])),
            ],
        ),
        case(
            "a validation",
            |op| {
                posts(op);
                op.create_check_constraint("ck", "posts", "size > 0").not_valid();
            },
            |op| op.validate_constraint("ck", "posts"),
            [
                sqlite(refused(str![[r#"
cannot validate constraint ck of posts: SQLite has no constraints that skip the existing rows, so there is none to validate
  hint: leave `op.validate_constraint(..)` out
"#]])),
                postgres(str![[r#"
ALTER TABLE posts VALIDATE CONSTRAINT ck;

"#]]),
                mariadb(refused(str![[r#"
cannot validate constraint ck of posts: MariaDB has no constraints that skip the existing rows, so there is none to validate
  hint: leave `op.validate_constraint(..)` out
"#]])),
            ],
        ),
        case(
            "a validation of what is valid",
            |op| {
                posts(op);
                op.create_check_constraint("ck", "posts", "size > 0");
            },
            |op| op.validate_constraint("ck", "posts"),
            [
                sqlite(refused(str![[r#"
cannot validate constraint ck of posts: SQLite has no constraints that skip the existing rows, so there is none to validate
  hint: leave `op.validate_constraint(..)` out
"#]])),
                postgres(str![[r#"
ALTER TABLE posts VALIDATE CONSTRAINT ck;

"#]]),
                mariadb(refused(str![[r#"
cannot validate constraint ck of posts: MariaDB has no constraints that skip the existing rows, so there is none to validate
  hint: leave `op.validate_constraint(..)` out
"#]])),
            ],
        ),
        case(
            "an exclusion",
            posts,
            |op| {
                op.create_exclude_constraint(
                    "ex",
                    "posts",
                    "gist",
                    [("int4range(size, size + 1)", "&&"), ("int4range(id, id, '[]')", "=")],
                );
            },
            [
                sqlite(refused(str![[r#"
cannot add exclusion constraint ex to posts: SQLite has no exclusion constraints
  hint: watch the rows with a trigger that raises an error
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT ex EXCLUDE USING gist (int4range(size, size + 1) WITH &&, int4range(id, id, '[]') WITH =);

"#]]),
                mariadb(refused(str![[r#"
cannot add exclusion constraint ex to posts: MariaDB has no exclusion constraints
  hint: watch the rows with triggers that `SIGNAL` an error
"#]])),
            ],
        ),
        case(
            "an exclusion of some rows that is checked at commit",
            posts,
            |op| {
                op.create_exclude_constraint("ex", "posts", "btree", [("size", "=")])
                    .filter("size > 5 AND title <> ''")
                    .deferrable_initially_deferred();
            },
            [
                sqlite(refused(str![[r#"
cannot add exclusion constraint ex to posts: SQLite has no exclusion constraints
  hint: watch the rows with a trigger that raises an error
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT ex EXCLUDE USING btree (size WITH =) WHERE (size > 5 AND title <> '') DEFERRABLE INITIALLY DEFERRED;

"#]]),
                mariadb(refused(str![[r#"
cannot add exclusion constraint ex to posts: MariaDB has no exclusion constraints
  hint: watch the rows with triggers that `SIGNAL` an error
"#]])),
            ],
        ),
        case(
            "an exclusion with an extension",
            |op| {
                posts(op);
                op.create_extension("btree_gist");
            },
            |op| {
                op.create_exclude_constraint(
                    "ex",
                    "posts",
                    "gist",
                    [("size", "="), ("title", "=")],
                );
            },
            [
                sqlite(refused(str![[r#"
cannot add exclusion constraint ex to posts: SQLite has no exclusion constraints
  hint: watch the rows with a trigger that raises an error
"#]])),
                postgres(str![[r#"
ALTER TABLE posts ADD CONSTRAINT ex EXCLUDE USING gist (size WITH =, title WITH =);

"#]]),
                mariadb(refused(str![[r#"
cannot add exclusion constraint ex to posts: MariaDB has no exclusion constraints
  hint: watch the rows with triggers that `SIGNAL` an error
"#]])),
            ],
        ),
        case(
            "a dropped exclusion",
            |op| {
                posts(op);
                op.create_exclude_constraint("ex", "posts", "btree", [("size", "=")])
                    .filter("size > 5");
            },
            |op| op.drop_exclude_constraint("ex", "posts"),
            [
                sqlite(refused(str![[r#"
cannot drop exclusion constraint ex of posts: SQLite has no exclusion constraints
  hint: watch the rows with a trigger that raises an error
"#]])),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT ex;

"#]]),
                mariadb(refused(str![[r#"
cannot add exclusion constraint ex to posts: MariaDB has no exclusion constraints
  hint: watch the rows with triggers that `SIGNAL` an error
"#]])),
            ],
        ),
        invalid(
            "an exclusion that is not there",
            posts,
            |op| op.drop_exclude_constraint("ex", "posts"),
            str![
                "cannot drop exclusion constraint ex of posts: there is no constraint `ex` in table `posts`"
            ],
        ),
    ]
}
