//! Tables: made, dropped, renamed, commented.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a table with everything in it",
            users,
            |op| {
                op.create_table(
                    table("posts")
                        .column("id", big_int().primary_key().identity())
                        .column(
                            "author_id",
                            integer()
                                .not_null()
                                .references("users", "id")
                                .on_delete(Cascade)
                                .on_update(Restrict)
                                .deferrable_initially_deferred(),
                        )
                        .column("slug", varchar(40).unique().collate("nocase"))
                        .column("title", text().not_null().default("it's").check("title <> ''"))
                        .column("shout", text().generated("upper(title)"))
                        .column("size", integer().generated_virtual("length(title)"))
                        .unique("uq_posts_author_title", ["author_id", "title"])
                        .check("ck_posts_slug", "length(slug) > 2 OR slug IS NULL")
                        .index("ix_posts_title", ["title"])
                        .index("ix_posts_recent", [desc("id"), asc("title")])
                        .comment("what people write"),
                );
            },
            str![[r#"
CREATE TABLE posts (
    id INTEGER NOT NULL CONSTRAINT pk_posts PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL,
    slug VARCHAR(40) COLLATE NOCASE,
    title TEXT NOT NULL DEFAULT 'it''s',
    shout TEXT GENERATED ALWAYS AS (upper(title)) STORED,
    size INTEGER GENERATED ALWAYS AS (length(title)) VIRTUAL,
    CONSTRAINT fk_posts_author_id_users FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT uq_posts_slug UNIQUE (slug),
    CONSTRAINT ck_posts_title CHECK (title <> ''),
    CONSTRAINT uq_posts_author_title UNIQUE (author_id, title),
    CONSTRAINT ck_posts_slug CHECK (length(slug) > 2 OR slug IS NULL)
);
CREATE INDEX ix_posts_title ON posts (title);
CREATE INDEX ix_posts_recent ON posts (id DESC, title);
-- SQLite keeps no comments: the one of table `posts` is left out

"#]],
        ),
        case(
            "keys and references of several columns",
            |_| {},
            |op| {
                op.create_table(
                    table("places")
                        .column("country", char(2))
                        .column("city", text())
                        .primary_key(["country", "city"]),
                );
                op.create_table(
                    table("visits")
                        .column("id", integer().primary_key())
                        .column("country", char(2))
                        .column("city", text().not_null())
                        .column("previous", integer())
                        .foreign_key(
                            foreign_key(
                                "fk_visits_place",
                                ["country", "city"],
                                "places",
                                ["country", "city"],
                            )
                            .on_delete(SetNull)
                            .on_update(Cascade)
                            .deferrable_initially_deferred(),
                        )
                        .foreign_key(
                            foreign_key("fk_visits_previous", ["previous"], "visits", ["id"])
                                .on_delete(SetDefault)
                                .on_update(NoAction),
                        ),
                );
            },
            str![[r#"
CREATE TABLE places (
    country CHAR(2) NOT NULL,
    city TEXT NOT NULL,
    CONSTRAINT pk_places PRIMARY KEY (country, city)
);
CREATE TABLE visits (
    id INTEGER NOT NULL,
    country CHAR(2),
    city TEXT NOT NULL,
    previous INTEGER,
    CONSTRAINT pk_visits PRIMARY KEY (id),
    CONSTRAINT fk_visits_place FOREIGN KEY (country, city) REFERENCES places (country, city) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_visits_previous FOREIGN KEY (previous) REFERENCES visits (id) ON DELETE SET DEFAULT
);

"#]],
        ),
        case(
            "STRICT and WITHOUT ROWID",
            |_| {},
            |op| {
                op.create_table(
                    table("readings")
                        .column("sensor", varchar(20).primary_key())
                        .column("exact", numeric(10, 2).not_null().default(decimal("0.10")))
                        .column("rough", double())
                        .column("at", timestamp().default(now()))
                        .column("on", boolean().not_null().default(true))
                        .column("raw", binary())
                        .strict()
                        .without_rowid(),
                );
            },
            str![[r#"
CREATE TABLE readings (
    sensor TEXT NOT NULL,
    exact ANY NOT NULL DEFAULT 0.10,
    rough REAL,
    at TEXT DEFAULT CURRENT_TIMESTAMP,
    "on" INTEGER NOT NULL DEFAULT TRUE,
    raw BLOB,
    CONSTRAINT pk_readings PRIMARY KEY (sensor)
) STRICT, WITHOUT ROWID;

"#]],
        ),
        case(
            "names that need quotes",
            |_| {},
            |op| {
                op.create_table(
                    table("Group")
                        .column("select", integer().primary_key())
                        .column("Zeichen ä", text())
                        .column("say \"hi\"", text().check("\"say \"\"hi\"\"\" <> ''"))
                        .index("ix order", ["Zeichen ä"]),
                );
            },
            str![[r#"
CREATE TABLE "Group" (
    "select" INTEGER NOT NULL,
    "Zeichen ä" TEXT,
    "say ""hi""" TEXT,
    CONSTRAINT "pk_Group" PRIMARY KEY ("select"),
    CONSTRAINT "ck_Group_say ""hi""" CHECK ("say ""hi""" <> '')
);
CREATE INDEX "ix order" ON "Group" ("Zeichen ä");

"#]],
        ),
        case(
            "a table that may be there",
            |_| {},
            |op| {
                op.create_table(
                    table("tags")
                        .column("name", text())
                        .index("ix_tags_name", ["name"])
                        .if_not_exists(),
                );
            },
            str![[r#"
CREATE TABLE IF NOT EXISTS tags (
    name TEXT
);
CREATE INDEX IF NOT EXISTS ix_tags_name ON tags (name);

"#]],
        ),
        case(
            "a table that is there",
            users,
            |op| {
                op.create_table(
                    table("users")
                        .column("id", integer())
                        .index("ix_users_email", ["id"])
                        .if_not_exists(),
                );
            },
            str![""],
        ),
        refused(
            "a table twice",
            users,
            |op: &mut Op| op.create_table(table("users").column("id", integer())),
            str!["cannot create table users: table `users` already exists"],
        ),
        refused(
            "a table without columns",
            |_| {},
            |op: &mut Op| op.create_table(table("users")),
            str!["cannot create table users: table `users` has no columns"],
        ),
        refused(
            "a table of computed columns only",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("n", integer().generated("1"))),
            str![
                "cannot create table t: every column of `t` would be generated, and SQLite wants one that is not"
            ],
        ),
        refused(
            "no rowids and no key",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("n", integer()).without_rowid()),
            str![[r#"
cannot create table t: `t` is WITHOUT ROWID and would have no primary key
  hint: give it one with `.primary_key()`, or leave `.without_rowid()` out
"#]],
        ),
        refused(
            "a default for what is computed",
            |_| {},
            |op: &mut Op| {
                let column = integer().default(1).generated("a");
                op.create_table(table("t").column("a", integer()).column("n", column));
            },
            str![[r#"
cannot create table t: column `n` is generated, and so cannot have a default
  hint: leave one of the two out
"#]],
        ),
        refused(
            "a key that is computed",
            |_| {},
            |op: &mut Op| {
                let column = integer().primary_key().generated("a");
                op.create_table(table("t").column("a", integer()).column("n", column));
            },
            str![[r#"
cannot create table t: column `n` is generated, and SQLite has no such primary keys
  hint: make it unique instead
"#]],
        ),
        refused(
            "a table in a schema",
            |_| {},
            |op: &mut Op| {
                op.create_table(table(("audit", "entries")).column("id", uuid().primary_key()));
            },
            str![[r#"
cannot create table audit.entries: SQLite has no schemas, and `audit.entries` is in schema `audit`
  hint: leave the schema out, or keep the revision for another database
"#]],
        ),
        refused(
            "numbers without a key",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("n", integer().identity())),
            str![[r#"
cannot create table t: SQLite numbers rows only in a primary key of one column, and `n` is none
  hint: make the column `.primary_key().identity()`, in a table with rowids
"#]],
        ),
        refused(
            "numbers without rowids",
            |_| {},
            |op: &mut Op| {
                let key = integer().primary_key().identity();
                op.create_table(table("t").column("n", key).without_rowid());
            },
            str![[r#"
cannot create table t: SQLite numbers rows only in a primary key of one column, and `n` is none
  hint: make the column `.primary_key().identity()`, in a table with rowids
"#]],
        ),
        case(
            "a dropped table",
            users,
            |op| op.drop_table("users"),
            str![[r#"
DROP TABLE users;

"#]],
        ),
        case(
            "a dropped table with a trigger",
            |op| {
                users(op);
                op.create_trigger(
                    "users_keep",
                    "users",
                    "BEFORE DELETE",
                    "BEGIN SELECT raise(ABORT, 'no'); END",
                );
            },
            |op| op.drop_table("users"),
            str![[r#"
DROP TABLE users;

"#]],
        ),
        refused(
            "a table that is not there",
            users,
            |op: &mut Op| op.drop_table("user"),
            str![[r#"
cannot drop table user: there is no table `user`
  hint: did you mean `users`?
"#]],
        ),
        refused(
            "a table that others reference",
            |op| {
                users(op);
                op.create_table(
                    table("posts").column("author_id", integer().references("users", "id")),
                );
            },
            |op: &mut Op| op.drop_table("users"),
            str![[r#"
cannot drop table users: table `users` is used by foreign key `fk_posts_author_id_users` of table `posts`
  hint: drop foreign key `fk_posts_author_id_users` of table `posts` first
"#]],
        ),
        case(
            "a renamed table that others mention",
            |op| {
                users(op);
                op.create_table(
                    table("posts")
                        .column("id", integer().primary_key())
                        .column("author_id", integer().references("users", "id")),
                );
                op.create_view("names", "SELECT name FROM users WHERE name <> 'users'");
                op.create_trigger(
                    "users_gone",
                    "users",
                    "AFTER DELETE",
                    "BEGIN DELETE FROM posts WHERE author_id = OLD.id; END",
                );
                op.create_trigger(
                    "posts_gone",
                    "posts",
                    "AFTER DELETE",
                    "BEGIN UPDATE users SET age = age + 1 WHERE id = OLD.author_id; END",
                );
            },
            |op| op.rename_table("users", "Accounts"),
            str![[r#"
ALTER TABLE users RENAME TO "Accounts";

"#]],
        ),
        refused(
            "a table renamed to another",
            |op| {
                users(op);
                op.create_table(table("posts").column("id", integer()));
            },
            |op: &mut Op| op.rename_table("users", "posts"),
            str!["cannot rename table users to posts: table `posts` already exists"],
        ),
        case(
            "a comment",
            users,
            |op| op.create_table_comment("users", "people who can sign in"),
            str![[r#"
-- SQLite keeps no comments: the one of table `users` is left out

"#]],
        ),
        case(
            "a dropped comment",
            |op| {
                users(op);
                op.create_table_comment("users", "people who can sign in");
            },
            |op| op.drop_table_comment("users"),
            str![],
        ),
    ]
}

/// A table with a key, an index and two rows.
pub(crate) fn users(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer().primary_key())
            .column("email", varchar(255).not_null())
            .column("name", text())
            .column("age", integer())
            .index("ix_users_email", ["email"]),
    );
    op.bulk_insert(
        "users",
        ["email", "name", "age"],
        [("ann@example.org", "Ann", 30), ("bob@example.org", "Bob", 40)],
    );
}
