//! Constraints: added, dropped, renamed, validated.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};
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
            .column("title", text())
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
                    .on_update(Cascade)
                    .deferrable_initially_deferred();
            },
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER,
    CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
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
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER,
    CONSTRAINT pk_posts PRIMARY KEY (id),
    CONSTRAINT fk_posts_size FOREIGN KEY (author_id) REFERENCES posts (id)
);
INSERT INTO _migrate_new_posts (id, author_id, title, size) SELECT id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        case(
            "a dropped foreign key",
            reference,
            |op| op.drop_foreign_key("fk_posts_author", "posts"),
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        refused(
            "a foreign key to columns that are no key",
            posts,
            |op: &mut Op| {
                op.create_foreign_key("fk", "posts", ["title"], "users", ["name"]);
            },
            str![[r#"
cannot add foreign key fk to posts: foreign key `fk` references `users` (name), which no primary key or unique constraint covers
  hint: add one to `users` first, with `op.create_unique_constraint(..)` over (name)
"#]],
        ),
        refused(
            "a foreign key to a table that is misspelt",
            posts,
            |op: &mut Op| {
                op.create_foreign_key("fk", "posts", ["author_id"], "user", ["id"]);
            },
            str![[r#"
cannot add foreign key fk to posts: there is no table `user`
  hint: did you mean `users`?
"#]],
        ),
        refused(
            "a foreign key that is not checked",
            posts,
            |op: &mut Op| {
                op.create_foreign_key("fk", "posts", ["author_id"], "users", ["id"]).not_valid();
            },
            str![[r#"
cannot add foreign key fk to posts: SQLite has no constraints that skip the existing rows
  hint: leave `.not_valid()` out: the rows are checked while the table is made anew
"#]],
        ),
        refused(
            "the wrong verb",
            reference,
            |op: &mut Op| op.drop_unique_constraint("fk_posts_author", "posts"),
            str![[r#"
cannot drop unique constraint fk_posts_author of posts: `fk_posts_author` of table `posts` is a foreign key, not a unique constraint
  hint: write `op.drop_foreign_key(..)`
"#]],
        ),
        refused(
            "rows that must follow while a table is made anew",
            reference,
            |op: &mut Op| {
                op.delete("users").filter(col("age").gt(30));
                op.alter_column("posts", "title").set_type(varchar(10));
            },
            str![[r#"
cannot delete rows of users: rows of `posts` must follow those of `users`, and foreign keys are off in a revision that makes a table anew, as SQLite does for some changes
  hint: move it to a revision of its own, before or after this one
"#]],
        ),
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
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER,
    CONSTRAINT uq_posts_title UNIQUE (title, size)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        case(
            "a dropped unique constraint",
            |op| {
                posts(op);
                op.create_unique_constraint("uq_posts_title", "posts", ["title"]);
            },
            |op| op.drop_unique_constraint("uq_posts_title", "posts"),
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        case(
            "a primary key",
            |op| {
                posts(op);
                op.delete("posts").filter(col("title").is_null());
            },
            |op| op.create_primary_key("pk_posts", "posts", ["id", "title"]),
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT NOT NULL,
    size INTEGER,
    CONSTRAINT pk_posts PRIMARY KEY (id, title)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        case(
            "a dropped primary key",
            |op| {
                posts(op);
                op.create_primary_key("pk_posts", "posts", ["id"]);
            },
            |op| op.drop_primary_key("pk_posts", "posts"),
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT id, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        refused(
            "a second primary key",
            users,
            |op: &mut Op| op.create_primary_key("pk_more", "users", ["email"]),
            str![
                "cannot add primary key pk_more to users: primary key `pk_users` already exists in table `users`"
            ],
        ),
        refused(
            "a key that is referenced",
            |op| {
                posts(op);
                op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"]);
            },
            |op: &mut Op| op.drop_primary_key("pk_users", "users"),
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
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER,
    CONSTRAINT ck_posts_size CHECK (size >= 0 AND title <> '')
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        case(
            "a dropped check",
            checked,
            |op| op.drop_check_constraint("ck_posts_size", "posts"),
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        )
        .native(str![[r#"
ALTER TABLE posts DROP CONSTRAINT ck_posts_size;

"#]]),
        refused(
            "a check twice",
            checked,
            |op: &mut Op| {
                op.create_check_constraint("ck_posts_size", "posts", "size < 9");
            },
            str!["cannot add check constraint ck_posts_size to posts: constraint `ck_posts_size` already exists in table `posts`"],
        ),
        refused(
            "a check that is not there",
            checked,
            |op: &mut Op| op.drop_check_constraint("ck_posts_sise", "posts"),
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
            str![[r#"
CREATE TABLE "_migrate_new_posts" (
    id INTEGER NOT NULL,
    author_id INTEGER,
    title TEXT,
    size INTEGER,
    CONSTRAINT "uq_posts_Headline" UNIQUE (title)
);
INSERT INTO _migrate_new_posts (rowid, id, author_id, title, size) SELECT rowid, id, author_id, title, size FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;

"#]],
        ),
        refused(
            "a constraint renamed to another",
            |op| {
                posts(op);
                op.create_unique_constraint("uq_posts_title", "posts", ["title"]);
                op.create_unique_constraint("uq_posts_id", "posts", ["id"]);
            },
            |op: &mut Op| op.rename_constraint("uq_posts_title", "posts", "uq_posts_id"),
            str![
                "cannot rename constraint uq_posts_title of posts to uq_posts_id: constraint `uq_posts_id` already exists in table `posts`"
            ],
        ),
    ]
}

fn postgres_only() -> Vec<Case> {
    vec![
        refused(
            "NULLs that are alike",
            posts,
            |op: &mut Op| {
                op.create_unique_constraint("uq", "posts", ["title"]).nulls_not_distinct();
            },
            str![[r#"
cannot add unique constraint uq to posts: SQLite counts NULLs as distinct in a unique constraint
  hint: make the columns NOT NULL, or index `coalesce(..)` with `op.create_index(..).unique()`
"#]],
        ),
        refused(
            "a unique constraint that waits",
            posts,
            |op: &mut Op| {
                op.create_unique_constraint("uq", "posts", ["id"]).deferrable_initially_deferred();
            },
            str![
                "cannot add unique constraint uq to posts: SQLite checks unique constraints at once, never at commit"
            ],
        ),
        refused(
            "a check that is not checked",
            posts,
            |op: &mut Op| {
                op.create_check_constraint("ck", "posts", "size > 0").not_valid();
            },
            str![[r#"
cannot add check constraint ck to posts: SQLite has no constraints that skip the existing rows
  hint: leave `.not_valid()` out: the rows are checked while the table is made anew
"#]],
        ),
        refused(
            "a validation",
            |op| {
                posts(op);
                op.create_check_constraint("ck", "posts", "size > 0");
            },
            |op: &mut Op| op.validate_constraint("ck", "posts"),
            str![[r#"
cannot validate constraint ck of posts: SQLite has no constraints that skip the existing rows, so there is none to validate
  hint: leave `op.validate_constraint(..)` out
"#]],
        ),
        refused(
            "an exclusion",
            posts,
            |op: &mut Op| {
                op.create_exclude_constraint("ex", "posts", "gist", [("size", "=")]);
            },
            str![[r#"
cannot add exclusion constraint ex to posts: SQLite has no exclusion constraints
  hint: watch the rows with a trigger that raises an error
"#]],
        ),
        refused(
            "an exclusion that is not there",
            posts,
            |op: &mut Op| op.drop_exclude_constraint("ex", "posts"),
            str![
                "cannot drop exclusion constraint ex of posts: there is no constraint `ex` in table `posts`"
            ],
        ),
    ]
}
