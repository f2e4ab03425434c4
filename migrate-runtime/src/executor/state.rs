//! What a database says of itself before anything runs: its version, and the revisions it is at.

use std::collections::BTreeMap;

use migrate_core::dialect::{Dialect, Family};

use super::driver::{dialect_of, version_expression};
use super::history::{LOG_TABLE, log_table, version_table};
use super::settings::Settings;
use super::{DatabaseError, Driver};

/// A database, and which of the executor's tables it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe {
    pub(super) dialect: Dialect,
    pub(super) has_versions: bool,
    pub(super) has_log: bool,
}

/// Asks for version and tables at once: over a network each question costs a round trip or two.
pub(super) fn probe(driver: &mut dyn Driver, settings: &Settings) -> Result<Probe, DatabaseError> {
    let family = driver.family();
    let tables = [settings.version_table, LOG_TABLE];
    let [versions, log] = tables.map(|name| existence(family, settings, name));
    let version = version_expression(family);
    let rows = driver.query(&format!("SELECT {version}, {versions}, {log}"))?;
    let mut values = rows.into_iter().next().unwrap_or_default().into_iter();
    let mut next = || values.next().flatten();
    let dialect = dialect_of(family, &next().unwrap_or_default())?;
    Ok(Probe { dialect, has_versions: next().is_some(), has_log: next().is_some() })
}

/// An expression that is NULL unless there is a table of that name.
fn existence(family: Family, settings: &Settings, name: &str) -> String {
    let schema = settings.version_schema;
    match family {
        Family::Sqlite => format!(
            "(SELECT name FROM sqlite_schema WHERE type = 'table' AND name = {} COLLATE NOCASE)",
            migrate_core::dialect::sqlite::string(name)
        ),
        Family::Postgres => {
            use migrate_core::dialect::postgres::{quote, string};
            let quoted = schema.into_iter().chain([name]).map(quote).collect::<Vec<_>>();
            format!("to_regclass({})::text", string(&quoted.join(".")))
        }
        Family::Mysql => {
            use migrate_core::dialect::mysql::string;
            let schema = schema.map_or_else(|| "DATABASE()".to_owned(), string);
            format!(
                "(SELECT table_name FROM information_schema.tables \
                 WHERE table_schema = {schema} AND table_name = {})",
                string(name)
            )
        }
    }
}

/// The rows of the version table.
pub(super) fn read_rows(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<Vec<String>, DatabaseError> {
    let table = version_table(dialect, settings);
    let rows = driver.query(&format!("SELECT version_num FROM {table}"))?;
    let mut rows: Vec<_> =
        rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect();
    rows.sort();
    Ok(rows)
}

/// The digest each revision had when it was last applied, as far as the log knows.
pub(super) fn read_digests(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<BTreeMap<String, String>, DatabaseError> {
    let log = log_table(dialect, settings);
    let query =
        format!("SELECT revision, digest FROM {log} WHERE direction = 'upgrade' ORDER BY id");
    let rows = driver.query(&query)?.into_iter().map(|row| {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        (values.next().unwrap_or_default(), values.next().unwrap_or_default())
    });
    Ok(rows.collect())
}
