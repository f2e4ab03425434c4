//! Whether there are rows or values in what is about to be dropped.

use migrate_core::dialect::Dialect;
use migrate_core::op::Loss;
use migrate_core::schema::QualifiedName;

use super::session::Session;

impl Session<'_> {
    /// Whether something is lost as the database is now. What cannot be looked at, because it has another name by
    /// now or because raw SQL takes it, counts as lost.
    pub(crate) fn would_lose(&mut self, loss: &Loss) -> bool {
        let dialect = self.dialect();
        let query = match loss {
            Loss::Rows(table) => format!("SELECT '1' FROM {} LIMIT 1", named(dialect, table)),
            Loss::Values(table, column) => format!(
                "SELECT '1' FROM {} WHERE {} IS NOT NULL LIMIT 1",
                named(dialect, table),
                dialect.quote(column)
            ),
            Loss::Unknown(_) => return true,
        };
        self.driver.query(&query).map_or(true, |rows| !rows.is_empty())
    }
}

fn named(dialect: Dialect, table: &QualifiedName) -> String {
    let parts = table.schema.iter().chain([&table.name]);
    parts.map(|part| dialect.quote(part)).collect::<Vec<_>>().join(".")
}
