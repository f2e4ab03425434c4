//! Indexes: made, dropped, renamed.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{
    Case, case, invalid, mariadb, mysql, of_postgres, outside, postgres, refused, since, sqlite,
};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "an index",
            users,
            |op| {
                op.create_index("ix_users_age", "users", ["age"]);
                op.create_index("ux_users_name", "users", ["name", "age"]).unique();
                op.create_index("ix_users_down", "users", [desc("age"), asc("name")]);
            },
            [sqlite(str![[r#"
CREATE INDEX ix_users_age ON users (age);
CREATE UNIQUE INDEX ux_users_name ON users (name, age);
CREATE INDEX ix_users_down ON users (age DESC, name);

"#]]), postgres(str![[r#"
CREATE INDEX ix_users_age ON users (age);
CREATE UNIQUE INDEX ux_users_name ON users (name, age);
CREATE INDEX ix_users_down ON users (age DESC, name);

"#]]), mariadb(str![[r#"
ALTER TABLE users
    ADD INDEX ix_users_age (age),
    ADD UNIQUE INDEX ux_users_name (name, age),
    ADD INDEX ix_users_down (age DESC, name),
    ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE users
    ADD INDEX ix_users_age (age),
    ADD UNIQUE INDEX ux_users_name (name, age),
    ADD INDEX ix_users_down (age DESC, name),
    ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "an index of some rows",
            users,
            |op| {
                op.create_index("ix_users_old", "users", [desc("age"), asc("name")])
                    .filter("age > 60");
            },
            [sqlite(str![[r#"
CREATE INDEX ix_users_old ON users (age DESC, name) WHERE age > 60;

"#]]), postgres(str![[r#"
CREATE INDEX ix_users_old ON users (age DESC, name) WHERE age > 60;

"#]]), mariadb(refused(str![[r#"
cannot create index ix_users_old on users: MariaDB has no indexes over some rows only
  hint: index a generated column that is NULL for the other rows
"#]]))],
        ),
        case(
            "an index of an expression",
            users,
            |op| {
                op.create_index("ix_users_lower", "users", [expression("lower(name)")]);
                op.create_index(
                    "ix_users_mixed",
                    "users",
                    [asc("name"), expression("age % 10").descending()],
                );
            },
            [sqlite(str![[r#"
CREATE INDEX ix_users_lower ON users (lower(name));
CREATE INDEX ix_users_mixed ON users (name, age % 10 DESC);

"#]]), postgres(str![[r#"
CREATE INDEX ix_users_lower ON users ((lower(name)));
CREATE INDEX ix_users_mixed ON users (name, (age % 10) DESC);

"#]]), mariadb(refused(str![[r#"
cannot create index ix_users_lower on users: MariaDB 10.11 has no indexes over expressions
  hint: add a column with `.generated_virtual("..")`, and index that
"#]])), mysql(str![[r#"
ALTER TABLE users ADD INDEX ix_users_lower ((lower(name))), ALGORITHM=INPLACE, LOCK=SHARED;
ALTER TABLE users ADD INDEX ix_users_mixed (name, (age % 10) DESC), ALGORITHM=INPLACE, LOCK=SHARED;

"#]])],
        ),
        case(
            "an index with collations",
            users,
            |op| {
                op.create_index(
                    "ix_users_mixed",
                    "users",
                    [
                        asc("name").collate("nocase"),
                        expression("age % 10").descending(),
                        expression("trim(email)").collate("RTRIM").descending(),
                    ],
                );
            },
            [sqlite(str![[r#"
CREATE INDEX ix_users_mixed ON users (name COLLATE NOCASE, age % 10 DESC, trim(email) COLLATE RTRIM DESC);

"#]]), postgres(str![[r#"
CREATE INDEX ix_users_mixed ON users (name COLLATE nocase, (age % 10) DESC, (trim(email)) COLLATE "RTRIM" DESC);

"#]]), mariadb(refused(str![[r#"
cannot create index ix_users_mixed on users: MariaDB has no operator classes and no collations of index columns
  hint: leave it out; a collation is one of the column: `.collate(..)`
"#]]))],
        )
        .live_on(&["SQLite"]),
        case(
            "an index with a collation of PostgreSQL",
            users,
            |op| {
                op.create_index(
                    "ix",
                    "users",
                    [asc("name").collate("C"), desc("email").collate("POSIX")],
                );
            },
            [sqlite(str![[r#"
CREATE INDEX ix ON users (name COLLATE "C", email COLLATE "POSIX" DESC);

"#]]), postgres(str![[r#"
CREATE INDEX ix ON users (name COLLATE "C", email COLLATE "POSIX" DESC);

"#]]), mariadb(refused(str![[r#"
cannot create index ix on users: MariaDB has no operator classes and no collations of index columns
  hint: leave it out; a collation is one of the column: `.collate(..)`
"#]]))],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "an index with a place for NULLs",
            users,
            |op| {
                op.create_index(
                    "ix",
                    "users",
                    [
                        asc("name").nulls_first(),
                        desc("email").nulls_last(),
                        asc("age").nulls_last(),
                        desc("id").nulls_first(),
                    ],
                );
            },
            [sqlite(refused(str![[r#"
cannot create index ix on users: SQLite indexes have no NULLS FIRST or LAST and no operator classes
  hint: leave them out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON users (name NULLS FIRST, email DESC NULLS LAST, age NULLS LAST, id DESC NULLS FIRST);

"#]]), mariadb(refused(str![[r#"
cannot create index ix on users: MariaDB takes NULLs for the least, so they come first in ascending order
  hint: leave `.nulls_last()` out
"#]]))],
        ),
        case(
            "an index with an operator class",
            users,
            |op| {
                op.create_index("ix", "users", [asc("name").operator_class("varchar_pattern_ops")]);
            },
            [sqlite(refused(str![[r#"
cannot create index ix on users: SQLite indexes have no NULLS FIRST or LAST and no operator classes
  hint: leave them out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON users (name varchar_pattern_ops);

"#]]), mariadb(refused(str![[r#"
cannot create index ix on users: MariaDB has no operator classes and no collations of index columns
  hint: leave it out; a collation is one of the column: `.collate(..)`
"#]]))],
        ),
        case(
            "an index of the first letters",
            |op| op.create_table(table("t").column("body", text()).column("bytes", binary())),
            |op| {
                op.create_index("ix", "t", [asc("body").prefix(20), desc("bytes").prefix(10)]);
            },
            [sqlite(str![[r#"
CREATE INDEX ix ON t (body, bytes DESC);

"#]]), postgres(str![[r#"
-- PostgreSQL indexes whole values: the prefix of `ix` is left out, and values of more than 2,700 bytes do not fit
CREATE INDEX ix ON t (body, bytes DESC);

"#]]), mariadb(str![[r#"
ALTER TABLE t ADD INDEX ix (body(20), bytes(10) DESC), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE t ADD INDEX ix (body(20), bytes(10) DESC), ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "an index with storage parameters",
            users,
            |op| {
                op.create_index("ix", "users", ["age"])
                    .with("fillfactor", 70)
                    .tablespace("pg_default");
            },
            [sqlite(refused(str![[r#"
cannot create index ix on users: SQLite indexes have no storage parameters and no tablespaces
  hint: leave `.with(..)` and `.tablespace(..)` out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON users (age) WITH (fillfactor = 70) TABLESPACE pg_default;

"#]]), mariadb(refused(str![[r#"
cannot create index ix on users: MariaDB has no storage parameters and no tablespaces of indexes
  hint: leave `.with(..)` and `.tablespace(..)` out
"#]]))],
        ),
        case(
            "an index of everything PostgreSQL has",
            users,
            |op| {
                op.create_index("ix", "users", [desc("name").nulls_last().collate("C")])
                    .unique()
                    .using("btree")
                    .include(["age", "id"])
                    .with("fillfactor", 70)
                    .with("deduplicate_items", "off")
                    .filter("age > 10 AND name <> 'x'");
            },
            [sqlite(refused(str![[r#"
cannot create unique index ix on users: SQLite indexes have no INCLUDE
  hint: put the columns at the end of the index: SQLite reads them from there
"#]])), postgres(str![[r#"
CREATE UNIQUE INDEX ix ON users USING btree (name COLLATE "C" DESC NULLS LAST) INCLUDE (age, id) WITH (fillfactor = 70, deduplicate_items = off) WHERE age > 10 AND name <> 'x';

"#]]), mariadb(refused(str![[r#"
cannot create unique index ix on users: MariaDB has no indexes over some rows only
  hint: index a generated column that is NULL for the other rows
"#]]))],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "an index over words",
            |op| op.create_table(table("t").column("body", text())),
            |op| {
                op.create_index("ix", "t", ["body"]).using("fulltext");
            },
            [sqlite(refused(str![[r#"
cannot create index ix on t: SQLite has one kind of index, and none of method `fulltext`
  hint: leave `.using(..)` out
"#]])), postgres(refused(str![[r#"
cannot create index ix on t: PostgreSQL has no index of method `fulltext`
  hint: index `expression("to_tsvector('english', body)")` with `.using("gin")`
"#]])), mariadb(str![[r#"
ALTER TABLE t ADD FULLTEXT INDEX ix (body), ALGORITHM=INPLACE, LOCK=SHARED;

"#]])],
        ),
        case(
            "an index over places",
            |op| op.create_table(table("t").column("place", custom("GEOMETRY NOT NULL"))),
            |op| {
                op.create_index("ix", "t", ["place"]).using("spatial");
            },
            [sqlite(refused(str![[r#"
cannot create index ix on t: SQLite has one kind of index, and none of method `spatial`
  hint: leave `.using(..)` out
"#]])), postgres(refused(str![[r#"
cannot create index ix on t: PostgreSQL has no index of method `spatial`
  hint: index the column with `.using("gist")`
"#]])), mariadb(str![[r#"
ALTER TABLE t ADD SPATIAL INDEX ix (place), ALGORITHM=INPLACE, LOCK=SHARED;

"#]])],
        )
        .live_on(&[]),
        case(
            "an index that hashes",
            users,
            |op| {
                op.create_index("ix", "users", ["name"]).using("hash");
            },
            [sqlite(refused(str![[r#"
cannot create index ix on users: SQLite has one kind of index, and none of method `hash`
  hint: leave `.using(..)` out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON users USING hash (name);

"#]]), mariadb(refused(str![[r#"
cannot create index ix on users: InnoDB keeps trees only, and would take `hash` for one
  hint: leave `.using("hash")` out
"#]]))],
        ),
        case(
            "an index that hashes, in memory",
            |op| op.create_table(table("t").column("a", integer()).mysql_engine("MEMORY")),
            |op| {
                op.create_index("ix", "t", ["a"]).using("hash");
            },
            [sqlite(refused(str![[r#"
cannot create index ix on t: SQLite has one kind of index, and none of method `hash`
  hint: leave `.using(..)` out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON t USING hash (a);

"#]]), mariadb(str![[r#"
ALTER TABLE t ADD INDEX ix (a) USING HASH;

"#]])],
        ),
        case(
            "a unique index of an expression",
            users,
            |op| {
                op.create_index("ix", "users", [expression("age + 1")]).unique();
            },
            [sqlite(str![[r#"
CREATE UNIQUE INDEX ix ON users (age + 1);

"#]]), postgres(str![[r#"
CREATE UNIQUE INDEX ix ON users ((age + 1));

"#]]), mariadb(refused(str![[r#"
cannot create unique index ix on users: MariaDB 10.11 has no indexes over expressions
  hint: add a column with `.generated_virtual("..")`, and index that
"#]])), mysql(str![[r#"
ALTER TABLE users ADD UNIQUE INDEX ix ((age + 1));

"#]])],
        ),
        case(
            "NULLs where they are anyway",
            users,
            |op| {
                op.create_index("ix", "users", [asc("name").nulls_first(), desc("age").nulls_last()]);
            },
            [sqlite(refused(str![[r#"
cannot create index ix on users: SQLite indexes have no NULLS FIRST or LAST and no operator classes
  hint: leave them out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON users (name NULLS FIRST, age DESC NULLS LAST);

"#]]), mariadb(str![[r#"
ALTER TABLE users ADD INDEX ix (name, age DESC), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE users ADD INDEX ix (name, age DESC), ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "an index by its usual method",
            users,
            |op| {
                op.create_index("ix", "users", ["name"]).using("btree");
            },
            [sqlite(refused(str![[r#"
cannot create index ix on users: SQLite has one kind of index, and none of method `btree`
  hint: leave `.using(..)` out
"#]])), postgres(str![[r#"
CREATE INDEX ix ON users USING btree (name);

"#]]), mariadb(str![[r#"
ALTER TABLE users ADD INDEX ix (name) USING BTREE, ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE users ADD INDEX ix (name) USING BTREE, ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "indexes over lists and documents",
            |op| {
                op.create_table(
                    table("t")
                        .column("tags", array(text()))
                        .column("document", jsonb())
                        .column("during", custom("int4range")),
                );
            },
            |op| {
                op.create_index("ix_tags", "t", ["tags"]).using("gin");
                op.create_index(
                    "ix_document",
                    "t",
                    [asc("document").operator_class("jsonb_path_ops")],
                )
                .using("gin");
                op.create_index("ix_during", "t", ["during"]).using("gist");
                op.create_index("ix_brin", "t", ["during"])
                    .using("brin")
                    .with("pages_per_range", 32);
            },
            [sqlite(refused(str![[r#"
cannot create index ix_tags on t: SQLite has one kind of index, and none of method `gin`
  hint: leave `.using(..)` out
"#]])), postgres(str![[r#"
CREATE INDEX ix_tags ON t USING gin (tags);
CREATE INDEX ix_document ON t USING gin (document jsonb_path_ops);
CREATE INDEX ix_during ON t USING gist (during);
CREATE INDEX ix_brin ON t USING brin (during) WITH (pages_per_range = 32);

"#]]), mariadb(refused(str![[r#"
cannot create index ix_tags on t: MariaDB has no such index of method `GIN`
  hint: write `btree`, `hash`, or of an index that is not unique `fulltext` or `spatial`
"#]]))],
        ),
        case(
            "a dropped index",
            |op| {
                users(op);
                op.create_index("ux_users_both", "users", [desc("email"), asc("age")]).unique();
            },
            |op| {
                op.drop_index("ux_users_both", "users");
                op.drop_index("ix_users_email", "users");
            },
            [sqlite(str![[r#"
DROP INDEX ux_users_both;
DROP INDEX ix_users_email;

"#]]), postgres(str![[r#"
DROP INDEX ux_users_both;
DROP INDEX ix_users_email;

"#]]), mariadb(str![[r#"
ALTER TABLE users
    DROP INDEX ux_users_both,
    DROP INDEX ix_users_email,
    ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE users
    DROP INDEX ux_users_both,
    DROP INDEX ix_users_email,
    ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "a dropped index of an expression and of some rows",
            |op| {
                users(op);
                op.create_index(
                    "ux_users_lower",
                    "users",
                    [expression("lower(email)").descending()],
                )
                .unique()
                .filter("email IS NOT NULL");
            },
            |op| {
                op.drop_index("ux_users_lower", "users");
                op.drop_index("ix_users_email", "users");
            },
            [
                sqlite(str![[r#"
DROP INDEX ux_users_lower;
DROP INDEX ix_users_email;

"#]]),
                postgres(str![[r#"
DROP INDEX ux_users_lower;
DROP INDEX ix_users_email;

"#]]),
                mariadb(refused(str![[r#"
cannot create unique index ux_users_lower on users: MariaDB has no indexes over some rows only
  hint: index a generated column that is NULL for the other rows
"#]])),
            ],
        ),
        case(
            "a renamed index",
            users,
            |op| op.rename_index("ix_users_email", "users", "ix_users_Address"),
            [sqlite(str![[r#"
DROP INDEX ix_users_email;
CREATE INDEX "ix_users_Address" ON users (email);

"#]]), postgres(str![[r#"
ALTER INDEX ix_users_email RENAME TO "ix_users_Address";

"#]]), mariadb(str![[r#"
ALTER TABLE users RENAME INDEX ix_users_email TO `ix_users_Address`, ALGORITHM=INSTANT;

"#]]), mysql(str![[r#"
ALTER TABLE users RENAME INDEX ix_users_email TO `ix_users_Address`, ALGORITHM=INPLACE, LOCK=NONE;

"#]])],
        ),
        case(
            "a renamed index of some rows",
            |op| {
                users(op);
                op.create_index("ix_users_old", "users", [desc("age")]).filter("age > 60");
            },
            |op| op.rename_index("ix_users_old", "users", "ix_users_elders"),
            [
                sqlite(str![[r#"
DROP INDEX ix_users_old;
CREATE INDEX ix_users_elders ON users (age DESC) WHERE age > 60;

"#]]),
                postgres(str![[r#"
ALTER INDEX ix_users_old RENAME TO ix_users_elders;

"#]]),
                mariadb(refused(str![[r#"
cannot create index ix_users_old on users: MariaDB has no indexes over some rows only
  hint: index a generated column that is NULL for the other rows
"#]])),
            ],
        ),
        case(
            "an index of one name in two tables",
            |op| {
                users(op);
                op.create_table(table("pets").column("name", varchar(20)));
            },
            |op| {
                op.create_index("name", "users", ["name"]);
                op.create_index("name", "pets", ["name"]);
            },
            [
                sqlite(refused(str!["cannot create index name on pets: index `name` already exists"])),
                postgres(refused(str!["cannot create index name on pets: index `name` already exists"])),
                mariadb(str![[r#"
ALTER TABLE users ADD INDEX name (name), ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE pets ADD INDEX name (name), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]),
                mysql(str![[r#"
ALTER TABLE users ADD INDEX name (name), ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE pets ADD INDEX name (name), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        invalid(
            "an index twice",
            users,
            |op| {
                op.create_index("ix_users_email", "users", ["name"]);
            },
            str![
                "cannot create index ix_users_email on users: index `ix_users_email` already exists"
            ],
        ),
        invalid(
            "an index that is dropped as a constraint",
            |op| {
                users(op);
                op.create_index("uq_users_name", "users", ["name"]).unique();
            },
            |op| op.drop_unique_constraint("uq_users_name", "users"),
            str![[r#"
cannot drop unique constraint uq_users_name of users: `uq_users_name` of table `users` is a unique index, not a unique constraint
  hint: write `op.drop_index("uq_users_name", "users")`
"#]],
        ),
        invalid(
            "a constraint that is dropped as an index",
            |op| {
                users(op);
                op.create_unique_constraint("uq_users_name", "users", ["name"]);
            },
            |op| {
                op.drop_index("uq_users_name", "users");
            },
            str![[r#"
cannot drop index uq_users_name of users: `uq_users_name` of table `users` is a unique constraint, not an index
  hint: write `op.drop_unique_constraint("uq_users_name", "users")`
"#]],
        ),
        invalid(
            "an index of no column",
            users,
            |op| {
                op.create_index("ix_users_none", "users", [""; 0]);
            },
            str![
                "cannot create index ix_users_none on users: index `ix_users_none` has no columns"
            ],
        ),
        invalid(
            "an index of a column that is misspelt",
            users,
            |op| {
                op.create_index("ix_users_nmae", "users", ["nmae"]);
            },
            str![[r#"
cannot create index ix_users_nmae on users: there is no column `nmae` in table `users`
  hint: did you mean `name`?
"#]],
        ),
        invalid(
            "an index that is not there",
            users,
            |op| {
                op.drop_index("ix_user_email", "users");
            },
            str![[r#"
cannot drop index ix_user_email of users: there is no index `ix_user_email` in table `users`
  hint: did you mean `ix_users_email`?
"#]],
        ),
        invalid(
            "an index renamed to another",
            |op| {
                users(op);
                op.create_index("ix_users_age", "users", ["age"]);
            },
            |op| op.rename_index("ix_users_age", "users", "ix_users_email"),
            str![
                "cannot rename index ix_users_age to ix_users_email: index `ix_users_email` already exists"
            ],
        ),
        invalid(
            "an index that a foreign key needs",
            |op| {
                users(op);
                op.create_index("ux_users_name", "users", ["name"]).unique();
                op.create_table(
                    table("posts").column("author", text().references("users", "name")),
                );
            },
            |op| {
                op.drop_index("ux_users_name", "users");
            },
            str![[r#"
cannot drop index ux_users_name of users: index `ux_users_name` is used by foreign key `fk_posts_author_users` of table `posts`
  hint: drop foreign key `fk_posts_author_users` of table `posts` first
"#]],
        ),
        case(
            "INCLUDE",
            users,
            |op| {
                op.create_index("ix", "users", ["age"]).include(["name"]);
            },
            [
                sqlite(refused(str![[r#"
cannot create index ix on users: SQLite indexes have no INCLUDE
  hint: put the columns at the end of the index: SQLite reads them from there
"#]])),
                postgres(str![[r#"
CREATE INDEX ix ON users (age) INCLUDE (name);

"#]]),
                mariadb(refused(str![[r#"
cannot create index ix on users: MariaDB has no INCLUDE
  hint: put the columns at the end of the index
"#]])),
            ],
        ),
        case(
            "NULLS NOT DISTINCT",
            users,
            |op| {
                op.create_index("ix", "users", ["name"]).unique().nulls_not_distinct();
            },
            [
                sqlite(refused(str![[r#"
cannot create unique index ix on users: SQLite counts NULLs as distinct in a unique index
  hint: index `coalesce(..)` with `expression("..")`
"#]])),
                postgres(refused(str![[r#"
cannot create unique index ix on users: PostgreSQL 13 counts NULLs as distinct in a unique key
  hint: make the columns NOT NULL, or index `coalesce(..)` with `expression("..")`; version 15 has `NULLS NOT DISTINCT`
"#]])), since(of_postgres(15), str![[r#"
CREATE UNIQUE INDEX ix ON users (name) NULLS NOT DISTINCT;

"#]]),
                mariadb(refused(str![[r#"
cannot create unique index ix on users: MariaDB counts NULLs as distinct
  hint: make the columns NOT NULL
"#]])),
            ],
        ),
        outside(
            "a concurrent build",
            users,
            |op| {
                op.create_index("ix", "users", ["name"]).concurrently();
            },
            [
                sqlite(str![[r#"
CREATE INDEX ix ON users (name);
-- SQLite has no concurrent index builds: `.concurrently()` of index `ix` is left out

"#]]),
                postgres(str![[r#"
CREATE INDEX CONCURRENTLY ix ON users (name);

"#]]),
                mariadb(str![[r#"
ALTER TABLE users ADD INDEX ix (name), ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE users ADD INDEX ix (name), ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
        outside(
            "a concurrent drop",
            users,
            |op| {
                op.drop_index("ix_users_email", "users").concurrently();
            },
            [
                sqlite(str![[r#"
DROP INDEX ix_users_email;
-- SQLite has no concurrent index builds: `.concurrently()` of index `ix_users_email` is left out

"#]]),
                postgres(str![[r#"
DROP INDEX CONCURRENTLY ix_users_email;

"#]]),
                mariadb(str![[r#"
ALTER TABLE users DROP INDEX ix_users_email, ALGORITHM=NOCOPY, LOCK=NONE;

"#]]), mysql(str![[r#"
ALTER TABLE users DROP INDEX ix_users_email, ALGORITHM=INPLACE, LOCK=NONE;

"#]]),
            ],
        ),
    ]
}
