//! The connection's settings while revisions run, and as they were before.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::dialect::sqlite::string;

use super::error::ExecuteCause;
use super::{DatabaseError, Driver, Rows};

/// How long a statement waits for another writer, in milliseconds, where nobody said otherwise.
const BUSY_TIMEOUT_MS: u32 = 30_000;

/// Settings to be given back.
pub(super) struct Session {
    restore: Vec<String>,
}

impl Session {
    /// Does something while a busy database is waited for, and gives the settings back.
    pub(super) fn within<T, E: From<DatabaseError>>(
        driver: &mut dyn Driver,
        dialect: Dialect,
        work: impl FnOnce(&mut dyn Driver) -> Result<T, E>,
    ) -> Result<T, E> {
        let session = Self::open(driver, dialect)?;
        let result = work(driver);
        let closed = session.close(driver);
        let value = result?;
        closed?;
        Ok(value)
    }

    /// Remembers the settings, and sees to it that a busy database is waited for.
    ///
    /// SQLite's foreign keys are on or off by the way the library was compiled, so nothing may rely
    /// on what it finds (<https://www.sqlite.org/pragma.html#pragma_foreign_keys>).
    fn open(driver: &mut dyn Driver, dialect: Dialect) -> Result<Self, DatabaseError> {
        let mut restore = Vec::new();
        match dialect {
            Dialect::Sqlite(_) => {
                for pragma in ["foreign_keys", "legacy_alter_table"] {
                    restore.push(setting(driver, pragma)?);
                }
                restore.push(wait_for_others(driver)?);
            }
        }
        Ok(Self { restore })
    }

    /// Sets what the next transaction needs; SQLite takes this only outside one.
    pub(super) fn set(
        driver: &mut dyn Driver,
        dialect: Dialect,
        rebuilds: bool,
    ) -> Result<(), DatabaseError> {
        match dialect {
            Dialect::Sqlite(_) => {
                let keys = if rebuilds { "OFF" } else { "ON" };
                driver.execute(&format!("PRAGMA foreign_keys = {keys}"))?;
                driver.execute("PRAGMA legacy_alter_table = OFF")
            }
        }
    }

    /// Gives the settings back.
    fn close(self, driver: &mut dyn Driver) -> Result<(), DatabaseError> {
        self.restore.iter().try_for_each(|sql| driver.execute(sql))
    }
}

/// Lets SQLite wait for other programs, unless it does already; gives the statement that restores
/// the setting.
pub(super) fn wait_for_others(driver: &mut dyn Driver) -> Result<String, DatabaseError> {
    let restore = setting(driver, "busy_timeout")?;
    if restore.ends_with(" = 0") {
        driver.execute(&format!("PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}"))?;
    }
    Ok(restore)
}

/// The statement that sets a pragma to what it is.
fn setting(driver: &mut dyn Driver, pragma: &str) -> Result<String, DatabaseError> {
    let value = first_value(driver, &format!("PRAGMA {pragma}"))?;
    Ok(format!("PRAGMA {pragma} = {value}"))
}

fn first_value(driver: &mut dyn Driver, query: &str) -> Result<String, DatabaseError> {
    let rows = driver.query(query)?;
    let value = rows.into_iter().next().and_then(|row| row.into_iter().next().flatten());
    value.ok_or_else(|| DatabaseError::new(format!("`{query}` gives nothing")))
}

/// What the references between tables suffer from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Violations {
    /// How many rows of each table reference no row of each other.
    orphans: BTreeMap<(String, String), usize>,
    /// The tables with a reference that cannot even be checked, and why.
    unchecked: BTreeMap<String, DatabaseError>,
}

/// Counts the rows that reference nothing.
pub(super) fn violations(
    driver: &mut dyn Driver,
    dialect: Dialect,
) -> Result<Violations, DatabaseError> {
    match dialect {
        Dialect::Sqlite(_) => sqlite_violations(driver),
    }
}

fn sqlite_violations(driver: &mut dyn Driver) -> Result<Violations, DatabaseError> {
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
    pub(super) fn beyond(&self, before: &Self) -> Option<ExecuteCause> {
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
