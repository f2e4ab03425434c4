//! Rows that reference nothing, counted before and after SQLite's foreign keys were off.

use std::collections::BTreeMap;

use migrate_core::dialect::sqlite::string;

use super::{DatabaseError, Driver, ExecuteCause, Rows};

/// What the references between tables suffer from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Violations {
    /// How many rows of each table reference no row of each other.
    orphans: BTreeMap<(String, String), usize>,
    /// The tables with a reference that cannot even be checked, and why.
    unchecked: BTreeMap<String, DatabaseError>,
}

/// Counts the rows that reference nothing.
pub(super) fn violations(driver: &mut dyn Driver) -> Result<Violations, DatabaseError> {
    let query = "SELECT \"table\", parent FROM pragma_foreign_key_check";
    let mut found = Violations::default();
    if let Ok(rows) = driver.query(query) {
        found.count(rows);
        return Ok(found);
    }
    // One reference to columns that are no key stops the check of all tables.
    for row in driver.query("SELECT name FROM sqlite_schema WHERE type = 'table'")? {
        let table = row.into_iter().next().flatten().unwrap_or_default();
        match driver.query(&format!("{query}({})", string(&table))) {
            Ok(rows) => found.count(rows),
            Err(error) => {
                found.unchecked.insert(table, error);
            }
        }
    }
    Ok(found)
}

impl Violations {
    fn count(&mut self, rows: Rows) {
        for row in rows {
            let mut names = row.into_iter().map(Option::unwrap_or_default);
            let key = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
            *self.orphans.entry(key).or_insert(0) += 1;
        }
    }

    /// The first that is more than before: rows that were orphans already are not ours to judge.
    pub(super) fn new_since(&self, before: &Self) -> Option<ExecuteCause> {
        let new = self.unchecked.iter().find(|(table, _)| !before.unchecked.contains_key(*table));
        if let Some((_, error)) = new {
            return Some(error.clone().into());
        }
        self.orphans.iter().find_map(|((table, parent), count)| {
            let known = before.orphans.get(&(table.clone(), parent.clone())).copied().unwrap_or(0);
            (*count > known).then(|| ExecuteCause::ForeignKeys {
                count: count - known,
                table: table.clone(),
                parent: parent.clone(),
            })
        })
    }
}
