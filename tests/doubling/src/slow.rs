//! A statement that takes as long as the table `pace` says.

use migrate_runtime::prelude::per_dialect;
use migrate_runtime::schema::SqlText;

pub(crate) fn statement() -> SqlText {
    per_dialect()
        .postgres("SELECT pg_sleep((SELECT seconds FROM pace)::float8)")
        .mysql("SELECT SLEEP((SELECT seconds FROM pace))")
        .sqlite(
            "WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step \
             WHERE n < (SELECT steps FROM pace)) SELECT count(*) FROM step",
        )
}
