//! Indexes: made, dropped, renamed.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "every sort of index",
            users,
            |op| {
                op.create_index("ix_users_age", "users", ["age"]);
                op.create_index("ux_users_name", "users", ["name", "age"]).unique();
                op.create_index("ix_users_old", "users", [desc("age"), asc("name")])
                    .filter("age > 60");
                op.create_index("ix_users_lower", "users", [expression("lower(name)")]);
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
            str![[r#"
CREATE INDEX ix_users_age ON users (age);
CREATE UNIQUE INDEX ux_users_name ON users (name, age);
CREATE INDEX ix_users_old ON users (age DESC, name) WHERE age > 60;
CREATE INDEX ix_users_lower ON users (lower(name));
CREATE INDEX ix_users_mixed ON users (name COLLATE NOCASE, age % 10 DESC, trim(email) COLLATE RTRIM DESC);

"#]],
        ),
        case(
            "a dropped index",
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
            str![[r#"
DROP INDEX ux_users_lower;
DROP INDEX ix_users_email;

"#]],
        ),
        case(
            "a renamed index",
            |op| {
                users(op);
                op.create_index("ix_users_old", "users", [desc("age")]).filter("age > 60");
            },
            |op| op.rename_index("ix_users_old", "users", "ix_users_elders"),
            str![[r#"
DROP INDEX ix_users_old;
CREATE INDEX ix_users_elders ON users (age DESC) WHERE age > 60;

"#]],
        ),
        refused(
            "an index twice",
            users,
            |op: &mut Op| {
                op.create_index("ix_users_email", "users", ["name"]);
            },
            str![
                "cannot create index ix_users_email on users: index `ix_users_email` already exists"
            ],
        ),
        refused(
            "an index of no column",
            users,
            |op: &mut Op| {
                op.create_index("ix_users_none", "users", [""; 0]);
            },
            str![
                "cannot create index ix_users_none on users: index `ix_users_none` has no columns"
            ],
        ),
        refused(
            "an index of a column that is misspelt",
            users,
            |op: &mut Op| {
                op.create_index("ix_users_nmae", "users", ["nmae"]);
            },
            str![[r#"
cannot create index ix_users_nmae on users: there is no column `nmae` in table `users`
  hint: did you mean `name`?
"#]],
        ),
        refused(
            "an index that is not there",
            users,
            |op: &mut Op| {
                op.drop_index("ix_user_email", "users");
            },
            str![[r#"
cannot drop index ix_user_email of users: there is no index `ix_user_email` in table `users`
  hint: did you mean `ix_users_email`?
"#]],
        ),
        refused(
            "an index renamed to another",
            |op| {
                users(op);
                op.create_index("ix_users_age", "users", ["age"]);
            },
            |op: &mut Op| op.rename_index("ix_users_age", "users", "ix_users_email"),
            str![
                "cannot rename index ix_users_age to ix_users_email: index `ix_users_email` already exists"
            ],
        ),
        refused(
            "an index that a foreign key needs",
            |op| {
                users(op);
                op.create_index("ux_users_name", "users", ["name"]).unique();
                op.create_table(
                    table("posts").column("author", text().references("users", "name")),
                );
            },
            |op: &mut Op| {
                op.drop_index("ux_users_name", "users");
            },
            str![[r#"
cannot drop index ux_users_name of users: index `ux_users_name` is used by foreign key `fk_posts_author_users` of table `posts`
  hint: drop foreign key `fk_posts_author_users` of table `posts` first
"#]],
        ),
        refused(
            "INCLUDE",
            users,
            |op: &mut Op| {
                op.create_index("ix", "users", ["age"]).include(["name"]);
            },
            str![[r#"
cannot create index ix on users: SQLite indexes have no INCLUDE
  hint: put the columns at the end of the index: SQLite reads them from there
"#]],
        ),
        refused(
            "an access method",
            users,
            |op: &mut Op| {
                op.create_index("ix", "users", ["name"]).using("gin");
            },
            str![[r#"
cannot create index ix on users: SQLite has one kind of index, and none of method `gin`
  hint: leave `.using(..)` out
"#]],
        ),
        refused(
            "NULLS NOT DISTINCT",
            users,
            |op: &mut Op| {
                op.create_index("ix", "users", ["name"]).unique().nulls_not_distinct();
            },
            str![[r#"
cannot create unique index ix on users: SQLite counts NULLs as distinct in a unique index
  hint: index `coalesce(..)` with `expression("..")`
"#]],
        ),
        refused(
            "a concurrent build",
            users,
            |op: &mut Op<NoTx>| {
                op.create_index("ix", "users", ["name"]).concurrently();
            },
            str![[r#"
cannot create index ix on users concurrently: SQLite has no concurrent index builds: one writer has the whole file
  hint: leave `.concurrently()` out
"#]],
        ),
        refused(
            "a concurrent drop",
            users,
            |op: &mut Op<NoTx>| {
                op.drop_index("ix_users_email", "users").concurrently();
            },
            str![[r#"
cannot drop index ix_users_email of users: SQLite has no concurrent index builds: one writer has the whole file
  hint: leave `.concurrently()` out
"#]],
        ),
    ]
}
