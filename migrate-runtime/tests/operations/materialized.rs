//! Materialized views: made, refreshed, indexed, dropped.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, postgres, refused, sqlite};
use crate::tables::users;

pub(crate) fn cases() -> Vec<Case> {
    let adults = |op: &mut Op| {
        users(op);
        op.create_materialized_view("adults", "SELECT id, name FROM users WHERE age >= 18");
        op.create_index("ux_adults_id", "adults", ["id"]).unique(true);
    };
    vec![
        case(
            "a materialized view",
            users,
            |op| {
                op.create_materialized_view(
                    "adults",
                    "SELECT id, name FROM users WHERE age >= 18;",
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create materialized view adults: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
                postgres(str![[r#"
CREATE MATERIALIZED VIEW adults AS SELECT id, name FROM users WHERE age >= 18;

"#]]),
                mariadb(refused(str![[r#"
cannot create materialized view adults: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
            ],
        ),
        case(
            "an empty materialized view",
            users,
            |op| {
                op.create_materialized_view("adults", "SELECT id FROM users").with_no_data();
            },
            [
                sqlite(refused(str![[r#"
cannot create materialized view adults: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
                postgres(str![[r#"
CREATE MATERIALIZED VIEW adults AS SELECT id FROM users
WITH NO DATA;

"#]]),
                mariadb(refused(str![[r#"
cannot create materialized view adults: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
            ],
        ),
        case(
            "a dropped materialized view",
            adults,
            |op| op.drop_materialized_view("adults"),
            [
                sqlite(refused(str![[r#"
cannot drop materialized view adults: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
                postgres(str![[r#"
DROP MATERIALIZED VIEW adults;

"#]]),
                mariadb(refused(str![[r#"
cannot drop materialized view adults: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
            ],
        ),
        case(
            "a refresh",
            adults,
            |op| {
                op.refresh_materialized_view("adults");
            },
            [
                sqlite(refused(str![[r#"
cannot refresh materialized view adults: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
                postgres(str![[r#"
REFRESH MATERIALIZED VIEW adults;

"#]]),
                mariadb(refused(str![[r#"
cannot refresh materialized view adults: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
            ],
        ),
        case(
            "a refresh while it is read",
            adults,
            |op| {
                op.refresh_materialized_view("adults").concurrently();
            },
            [
                sqlite(refused(str![[r#"
cannot refresh materialized view adults: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
                postgres(str![[r#"
REFRESH MATERIALIZED VIEW CONCURRENTLY adults;

"#]]),
                mariadb(refused(str![[r#"
cannot refresh materialized view adults: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
            ],
        ),
        case(
            "an index of a materialized view",
            adults,
            |op| {
                op.create_index("ix_adults_name", "adults", [expression("lower(name)")]);
                op.drop_index("ux_adults_id", "adults");
                op.rename_index("ix_adults_name", "adults", "ix_adults_lower");
            },
            [
                sqlite(refused(str![[r#"
cannot create materialized view adults: SQLite has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
                postgres(str![[r#"
CREATE INDEX ix_adults_name ON adults ((lower(name)));
DROP INDEX ux_adults_id;
ALTER INDEX ix_adults_name RENAME TO ix_adults_lower;

"#]]),
                mariadb(refused(str![[r#"
cannot create materialized view adults: MariaDB has no materialized views
  hint: make a table, and fill it with `op.execute("INSERT INTO .. SELECT ..")`
"#]])),
            ],
        ),
        invalid(
            "a materialized view twice",
            adults,
            |op| {
                op.create_materialized_view("adults", "SELECT 1 AS one");
            },
            str![
                "cannot create materialized view adults: materialized view `adults` already exists"
            ],
        ),
        invalid(
            "a materialized view that is not there",
            adults,
            |op| {
                op.refresh_materialized_view("adult");
            },
            str![[r#"
cannot refresh materialized view adult: there is no materialized view `adult`
  hint: did you mean `adults`?
"#]],
        ),
    ]
}
