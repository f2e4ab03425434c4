//! The version table, which says what is applied, and the log, which says how it came to be.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::graph::RowChange;

use super::settings::Settings;
use super::{DatabaseError, Driver};

const LOG_TABLE: &str = "migrate_log";

/// One line of the log.
pub(crate) struct LogEntry<'a> {
    /// The revision.
    pub(crate) revision: &'a str,
    /// `upgrade`, `downgrade` or `stamp`.
    pub(crate) direction: &'static str,
    /// How long it took, in milliseconds.
    pub(crate) duration_ms: Option<u128>,
    /// Who ran it.
    pub(crate) applied_by: Option<&'a str>,
    /// The fingerprint of its operations.
    pub(crate) digest: &'a str,
}

/// The version table's name as SQL.
pub fn version_table(dialect: Dialect, settings: &Settings) -> String {
    qualified(dialect, settings, settings.version_table)
}

/// The log's name as SQL.
pub fn log_table(dialect: Dialect, settings: &Settings) -> String {
    qualified(dialect, settings, LOG_TABLE)
}

fn qualified(dialect: Dialect, settings: &Settings, name: &str) -> String {
    match settings.version_schema {
        Some(schema) => format!("{}.{}", dialect.quote(schema), dialect.quote(name)),
        None => dialect.quote(name),
    }
}

/// The statements that make both tables where they are not there yet.
///
/// A version table that Alembic made has the same column and is used as it is.
pub(crate) fn ensure_statements(dialect: Dialect, settings: &Settings) -> [String; 2] {
    let versions = version_table(dialect, settings);
    let key = dialect.quote(&format!("{}_pkc", settings.version_table));
    let log = log_table(dialect, settings);
    match dialect {
        Dialect::Sqlite(_) => [
            format!(
                "CREATE TABLE IF NOT EXISTS {versions} (\n    version_num VARCHAR(255) NOT NULL,\n    \
                 CONSTRAINT {key} PRIMARY KEY (version_num)\n)"
            ),
            format!(
                "CREATE TABLE IF NOT EXISTS {log} (\n    id INTEGER PRIMARY KEY AUTOINCREMENT,\n    \
                 revision VARCHAR(255) NOT NULL,\n    direction VARCHAR(10) NOT NULL,\n    \
                 applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,\n    \
                 duration_ms BIGINT,\n    applied_by VARCHAR(255),\n    digest VARCHAR(64) NOT NULL\n)"
            ),
        ],
    }
}

/// The rows of the version table; none when there is no such table.
pub(crate) fn read_rows(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<Vec<String>, DatabaseError> {
    if !table_exists(driver, dialect, settings.version_table)? {
        return Ok(Vec::new());
    }
    let table = version_table(dialect, settings);
    let rows = driver.query(&format!("SELECT version_num FROM {table} ORDER BY version_num"))?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect())
}

/// The digest each revision had when it was last applied, as far as the log knows.
pub(crate) fn read_digests(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<BTreeMap<String, String>, DatabaseError> {
    if !table_exists(driver, dialect, LOG_TABLE)? {
        return Ok(BTreeMap::new());
    }
    let log = log_table(dialect, settings);
    let query =
        format!("SELECT revision, digest FROM {log} WHERE direction = 'upgrade' ORDER BY id");
    let rows = driver.query(&query)?.into_iter().map(|row| {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        (values.next().unwrap_or_default(), values.next().unwrap_or_default())
    });
    Ok(rows.collect())
}

fn table_exists(
    driver: &mut dyn Driver,
    dialect: Dialect,
    name: &str,
) -> Result<bool, DatabaseError> {
    let name = dialect.string(name);
    let query = match dialect {
        Dialect::Sqlite(_) => format!(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = {name} COLLATE NOCASE"
        ),
    };
    Ok(!driver.query(&query)?.is_empty())
}

/// The statements that change the version table's rows.
pub(crate) fn row_statements(
    dialect: Dialect,
    settings: &Settings,
    change: &RowChange<'_>,
) -> Vec<String> {
    let table = version_table(dialect, settings);
    if let (&[old], &[new]) = (&change.delete[..], &change.insert[..]) {
        let (old, new) = (dialect.string(old), dialect.string(new));
        return vec![format!("UPDATE {table} SET version_num = {new} WHERE version_num = {old}")];
    }
    let deleted = change
        .delete
        .iter()
        .map(|row| format!("DELETE FROM {table} WHERE version_num = {}", dialect.string(row)));
    let inserted = change
        .insert
        .iter()
        .map(|row| format!("INSERT INTO {table} (version_num) VALUES ({})", dialect.string(row)));
    deleted.chain(inserted).collect()
}

/// The statement that adds a line to the log.
pub(crate) fn insert_log(dialect: Dialect, settings: &Settings, entry: &LogEntry<'_>) -> String {
    let null = || "NULL".to_owned();
    format!(
        "INSERT INTO {} (revision, direction, duration_ms, applied_by, digest) \
         VALUES ({}, {}, {}, {}, {})",
        log_table(dialect, settings),
        dialect.string(entry.revision),
        dialect.string(entry.direction),
        entry.duration_ms.map_or_else(null, |duration| duration.to_string()),
        entry.applied_by.map_or_else(null, |name| dialect.string(name)),
        dialect.string(entry.digest),
    )
}
