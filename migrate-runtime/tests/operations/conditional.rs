//! What is carried out only where it is needed (`IF EXISTS`, `IF NOT EXISTS`), or only so long.

use std::time::Duration;

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, outside, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    [created(), dropped(), bounded()].concat()
}

fn posts(op: &mut Op) {
    users(op);
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("author_id", integer().references("users", "id").foreign_key_named("fk_author"))
            .column(
                "title",
                varchar(80).unique_named("uq_title").check_named("ck_title", "title <> ''"),
            )
            .column("size", integer())
            .index("ix_size", ["size"]),
    );
}

fn created() -> Vec<Case> {
    vec![
        case(
            "an index and a column that are there already",
            posts,
            |op| {
                op.create_index("ix_size", "posts", ["size", "title"]).if_not_exists().unique();
                op.if_not_exists().add_column("posts", "size", big_int());
            },
            [sqlite(refused(str![[r#"
cannot add column posts.size big_int if it is not there: SQLite has IF EXISTS and IF NOT EXISTS for tables and indexes alone
  hint: leave the condition out: what the revisions make is known
"#]])), postgres(str![[r#"
CREATE UNIQUE INDEX IF NOT EXISTS ix_size ON posts (size, title);
ALTER TABLE posts ADD COLUMN IF NOT EXISTS size BIGINT;

"#]]), mariadb(str![[r#"
ALTER TABLE posts ADD UNIQUE INDEX IF NOT EXISTS ix_size (size, title);
ALTER TABLE posts ADD COLUMN IF NOT EXISTS size BIGINT;

"#]]), mysql(refused(str![[r#"
cannot create unique index ix_size on posts if it is not there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        ),
        case(
            "an index that is there already",
            posts,
            |op| {
                op.create_index("ix_size", "posts", ["size"]).if_not_exists();
            },
            [sqlite(str![[r#"
CREATE INDEX IF NOT EXISTS ix_size ON posts (size);

"#]]), postgres(str![[r#"
CREATE INDEX IF NOT EXISTS ix_size ON posts (size);

"#]]), mariadb(str![[r#"
ALTER TABLE posts ADD INDEX IF NOT EXISTS ix_size (size);

"#]]), mysql(refused(str![[r#"
cannot create index ix_size on posts if it is not there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        ),
        case(
            "an index that may be there",
            posts,
            |op| {
                op.create_index("ix_title", "posts", [desc("title")]).if_not_exists();
            },
            [sqlite(str![[r#"
CREATE INDEX IF NOT EXISTS ix_title ON posts (title DESC);

"#]]), postgres(str![[r#"
CREATE INDEX IF NOT EXISTS ix_title ON posts (title DESC);

"#]]), mariadb(str![[r#"
ALTER TABLE posts ADD INDEX IF NOT EXISTS ix_title (title DESC);

"#]]), mysql(refused(str![[r#"
cannot create index ix_title on posts if it is not there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        )
        .one_way(),
        case(
            "columns that may be there",
            posts,
            |op| {
                op.if_not_exists().add_column("posts", "note", text().not_null().default("x"));
                op.if_not_exists().add_column("posts", "kind", enumeration("kind", ["a", "b"]));
            },
            [sqlite(refused(str![[r#"
cannot add column posts.note text if it is not there: SQLite has IF EXISTS and IF NOT EXISTS for tables and indexes alone
  hint: leave the condition out: what the revisions make is known
"#]])), postgres(str![[r#"
ALTER TABLE posts ADD COLUMN IF NOT EXISTS note TEXT DEFAULT 'x' NOT NULL;
DO $$ BEGIN CREATE TYPE kind AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER TABLE posts ADD COLUMN IF NOT EXISTS kind kind;

"#]]), mariadb(str![[r#"
ALTER TABLE posts ADD COLUMN IF NOT EXISTS note LONGTEXT NOT NULL DEFAULT 'x';
ALTER TABLE posts ADD COLUMN IF NOT EXISTS kind ENUM('a', 'b');

"#]]), mysql(refused(str![[r#"
cannot add column posts.note text if it is not there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        )
        .one_way(),
        outside(
            "an index that may be there, built while the table is in use",
            posts,
            |op| {
                op.create_index("ix_title", "posts", ["title"]).concurrently().if_not_exists();
            },
            [sqlite(str![[r#"
CREATE INDEX IF NOT EXISTS ix_title ON posts (title);
-- SQLite has no concurrent index builds: `.concurrently()` of index `ix_title` is left out

"#]]), postgres(str![[r#"
CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_title ON posts (title);

"#]]), mariadb(str![[r#"
ALTER TABLE posts ADD INDEX IF NOT EXISTS ix_title (title);

"#]]), mysql(refused(str![[r#"
cannot create index ix_title on posts concurrently if it is not there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        )
        .one_way(),
    ]
}

fn dropped() -> Vec<Case> {
    vec![
        case(
            "a table and an index that are there",
            posts,
            |op| {
                op.drop_index("ix_size", "posts").if_exists();
                op.if_exists().drop_table("posts");
            },
            [sqlite(str![[r#"
DROP INDEX IF EXISTS ix_size;
DROP TABLE IF EXISTS posts;

"#]]), postgres(str![[r#"
DROP INDEX IF EXISTS ix_size;
DROP TABLE IF EXISTS posts;

"#]]), mariadb(str![[r#"
ALTER TABLE posts DROP INDEX IF EXISTS ix_size;
DROP TABLE IF EXISTS posts;

"#]]), mysql(refused(str![[r#"
cannot drop index ix_size of posts if it is there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        ),
        case(
            "parts of a table that are there",
            posts,
            |op| {
                op.if_exists().drop_foreign_key("fk_author", "posts");
                op.if_exists().drop_check_constraint("ck_title", "posts");
                op.if_exists().drop_unique_constraint("uq_title", "posts");
                op.if_exists().drop_column("posts", "title");
            },
            [sqlite(refused(str![[r#"
cannot drop foreign key fk_author of posts if it is there: SQLite has IF EXISTS and IF NOT EXISTS for tables and indexes alone
  hint: leave the condition out: what the revisions make is known
"#]])), postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT IF EXISTS fk_author;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS ck_title;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS uq_title;
ALTER TABLE posts DROP COLUMN IF EXISTS title;

"#]]), mariadb(str![[r#"
ALTER TABLE posts DROP FOREIGN KEY IF EXISTS fk_author, DROP INDEX IF EXISTS fk_author;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS ck_title;
ALTER TABLE posts DROP INDEX IF EXISTS uq_title;
ALTER TABLE posts DROP COLUMN IF EXISTS title;

"#]]), mysql(refused(str![[r#"
cannot drop foreign key fk_author of posts if it is there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        ),
        case(
            "a table and an index that are not there",
            posts,
            |op| {
                op.drop_index("ix_none", "posts").if_exists();
                op.if_exists().drop_table("nothing");
            },
            [sqlite(str![[r#"
DROP INDEX IF EXISTS ix_none;
DROP TABLE IF EXISTS "nothing";

"#]]), postgres(str![[r#"
DROP INDEX IF EXISTS ix_none;
DROP TABLE IF EXISTS nothing;

"#]]), mariadb(str![[r#"
ALTER TABLE posts DROP INDEX IF EXISTS ix_none;
DROP TABLE IF EXISTS nothing;

"#]]), mysql(refused(str![[r#"
cannot drop index ix_none of posts if it is there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        )
        .one_way(),
        case(
            "parts of a table that are not there",
            posts,
            |op| {
                op.if_exists().drop_foreign_key("posts_ibfk_1", "posts");
                op.if_exists().drop_check_constraint("ck_none", "posts");
                op.if_exists().drop_unique_constraint("uq_none", "posts");
                op.if_exists().drop_column("posts", "nothing");
            },
            [sqlite(refused(str![[r#"
cannot drop foreign key posts_ibfk_1 of posts if it is there: SQLite has IF EXISTS and IF NOT EXISTS for tables and indexes alone
  hint: leave the condition out: what the revisions make is known
"#]])), postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT IF EXISTS posts_ibfk_1;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS ck_none;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS uq_none;
ALTER TABLE posts DROP COLUMN IF EXISTS nothing;

"#]]), mariadb(str![[r#"
ALTER TABLE posts DROP FOREIGN KEY IF EXISTS posts_ibfk_1;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS ck_none;
ALTER TABLE posts DROP INDEX IF EXISTS uq_none;
ALTER TABLE posts DROP COLUMN IF EXISTS nothing;

"#]]), mysql(refused(str![[r#"
cannot drop foreign key posts_ibfk_1 of posts if it is there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]]))],
        )
        .one_way(),
        case(
            "keys and exclusions that may be there",
            posts,
            |op| {
                op.if_exists().drop_exclude_constraint("ex_none", "posts");
                op.if_exists().drop_primary_key("pk_posts", "posts");
            },
            [
                sqlite(refused(str![[r#"
cannot drop exclusion constraint ex_none of posts if it is there: SQLite has IF EXISTS and IF NOT EXISTS for tables and indexes alone
  hint: leave the condition out: what the revisions make is known
"#]])),
                postgres(str![[r#"
ALTER TABLE posts DROP CONSTRAINT IF EXISTS ex_none;
ALTER TABLE posts DROP CONSTRAINT IF EXISTS pk_posts;

"#]]),
                mariadb(refused(str![[r#"
cannot drop exclusion constraint ex_none of posts if it is there: MariaDB has no IF EXISTS for a exclusion constraint
  hint: leave the condition out: what the revisions make is known
"#]])),
                mysql(refused(str![[r#"
cannot drop exclusion constraint ex_none of posts if it is there: MySQL has IF EXISTS and IF NOT EXISTS for tables alone
  hint: leave the condition out: what the revisions make is known
"#]])),
            ],
        )
        .one_way(),
    ]
}

/// What ends with the transaction, and so has nothing to take back.
fn bounded() -> Vec<Case> {
    vec![
        case(
            "timeouts and a lock",
            posts,
            |op| {
                op.lock_timeout(Duration::from_secs(4));
                op.statement_timeout(Duration::from_micros(1_500_500));
                op.lock_table("posts");
                op.add_column("posts", "note", text());
                op.statement_timeout(Duration::ZERO);
            },
            [
                sqlite(str![[r#"
-- SQLite has no lock timeout of a transaction: it is left out
-- SQLite has no statement timeout of a transaction: it is left out
-- SQLite locks the whole file: the lock of table `posts` is left out
ALTER TABLE posts ADD COLUMN note TEXT;
-- SQLite has no statement timeout of a transaction: it is left out

"#]]),
                postgres(str![[r#"
DO $$ BEGIN PERFORM set_config('migrate.lock_timeout', current_setting('lock_timeout'), true); END $$;
SET LOCAL lock_timeout = 4000;
DO $$ BEGIN PERFORM set_config('migrate.statement_timeout', current_setting('statement_timeout'), true); END $$;
SET LOCAL statement_timeout = 1501;
LOCK TABLE posts;
ALTER TABLE posts ADD COLUMN note TEXT;
SET LOCAL statement_timeout = 0;
DO $$ BEGIN PERFORM set_config('lock_timeout', current_setting('migrate.lock_timeout'), true); END $$;
DO $$ BEGIN PERFORM set_config('statement_timeout', current_setting('migrate.statement_timeout'), true); END $$;

"#]]),
                mariadb(str![[r#"
-- MariaDB has no lock timeout of a transaction: it is left out
-- MariaDB has no statement timeout of a transaction: it is left out
-- MariaDB unlocks tables where a transaction begins: the lock of table `posts` is left out
ALTER TABLE posts ADD COLUMN note LONGTEXT, ALGORITHM=INSTANT;
-- MariaDB has no statement timeout of a transaction: it is left out

"#]]),
                mysql(str![[r#"
-- MySQL has no lock timeout of a transaction: it is left out
-- MySQL has no statement timeout of a transaction: it is left out
-- MySQL unlocks tables where a transaction begins: the lock of table `posts` is left out
ALTER TABLE posts ADD COLUMN note LONGTEXT, ALGORITHM=INSTANT;
-- MySQL has no statement timeout of a transaction: it is left out

"#]]),
            ],
        ),
        case(
            "a timeout of a month",
            |_| {},
            |op| op.lock_timeout(Duration::from_secs(31 * 24 * 3600)),
            [
                sqlite(str![[r#"
-- SQLite has no lock timeout of a transaction: it is left out

"#]]),
                postgres(refused(str![[r#"
cannot set the lock timeout to 2678400000 ms: a lock timeout of PostgreSQL ends at 24 days
  hint: write a shorter one, or `Duration::ZERO` for none
"#]])),
                mariadb(str![[r#"
-- MariaDB has no lock timeout of a transaction: it is left out

"#]]),
                mysql(str![[r#"
-- MySQL has no lock timeout of a transaction: it is left out

"#]]),
            ],
        ),
        invalid(
            "a lock of an unknown table",
            |_| {},
            |op| op.lock_table("posts"),
            str![[r#"
cannot lock table posts: there is no table `posts`
  hint: no earlier revision makes `posts`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("posts")..))`
"#]],
        ),
    ]
}
