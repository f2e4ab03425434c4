//! What a database says of itself before anything runs: its version, and the revisions it is at.

use std::collections::BTreeMap;

use migrate_core::dialect::{Dialect, Family};

use super::driver::{dialect_of, first_value, version_expression};
use super::history::{log_table, qualified, version_table};
use super::settings::Settings;
use super::{DatabaseError, Driver, journal};

/// A database, and which of the executor's tables it has.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each table is there or not")]
pub(super) struct ServerState {
    pub(super) dialect: Dialect,
    pub(super) has_versions: bool,
    pub(super) has_log: bool,
    /// Whether there is the table of what is kept of revisions.
    pub(super) has_kept: bool,
    /// The schema, database or file that the version table is in or would be made in; none for a
    /// SQLite database without a file.
    pub(super) place: Option<String>,
    /// Whether there is the journal.
    pub(super) has_journal: bool,
    /// What the server knows the session by.
    pub(super) session: Option<String>,
}

/// Asks for version, tables and their place at once: over a network each question costs a round trip
/// or two.
pub(super) fn probe(
    driver: &mut dyn Driver,
    settings: &Settings,
) -> Result<ServerState, DatabaseError> {
    let family = driver.family();
    let (log, kept) = (settings.log_table(), settings.revision_table());
    let tables = [settings.version_table(), &*log, &*kept];
    let [versions, log, kept] = tables.map(|name| existence(family, settings, name));
    let (version, place) = (version_expression(family), place(family, settings));
    let session = session(family);
    let journal = journal::existence(family, settings, &place);
    let query =
        format!("SELECT {version}, {versions}, {log}, {kept}, {journal}, {place}, {session}");
    let rows = driver.query(&query)?;
    let mut values = rows.into_iter().next().unwrap_or_default().into_iter();
    let mut next = || values.next().flatten();
    let dialect = dialect_of(family, &next().unwrap_or_default())?;
    let mut is_there = || next().is_some();
    let (has_versions, has_log, has_kept) = (is_there(), is_there(), is_there());
    let has_journal = is_there();
    let (place, session) = (next().filter(|it| !it.is_empty()), next());
    Ok(ServerState { dialect, has_versions, has_log, has_kept, place, has_journal, session })
}

/// An expression for what the server knows the session by.
const fn session(family: Family) -> &'static str {
    match family {
        Family::Sqlite => "NULL",
        Family::Postgres => "pg_backend_pid()::text",
        Family::Mysql => "CAST(CONNECTION_ID() AS CHAR)",
    }
}

/// An expression that is NULL unless there is a table of that name.
fn existence(family: Family, settings: &Settings, name: &str) -> String {
    let schema = settings.version_schema();
    match family {
        Family::Sqlite => {
            use migrate_core::dialect::sqlite::{quote, string};
            let schema = schema.map_or_else(|| "main".to_owned(), quote);
            format!(
                "(SELECT name FROM {schema}.sqlite_schema \
                 WHERE type = 'table' AND name = {} COLLATE NOCASE)",
                string(name)
            )
        }
        Family::Postgres => format!("{}::text", regclass(settings, name)),
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

/// An expression for the place of the version table, the same however the table is named: with its
/// schema, or by the connection's default.
fn place(family: Family, settings: &Settings) -> String {
    let schema = settings.version_schema();
    match family {
        Family::Sqlite => {
            let schema = migrate_core::dialect::sqlite::string(schema.unwrap_or("main"));
            format!("(SELECT file FROM pragma_database_list WHERE name = {schema} COLLATE NOCASE)")
        }
        Family::Postgres => match schema {
            Some(schema) => format!("{}::text", migrate_core::dialect::postgres::string(schema)),
            // A table is found in any schema of the `search_path`, and made in its first.
            None => format!(
                "coalesce((SELECT n.nspname FROM pg_class c \
                 JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = {}), \
                 current_schema())::text",
                regclass(settings, settings.version_table())
            ),
        },
        Family::Mysql => {
            schema.map_or_else(|| "DATABASE()".to_owned(), migrate_core::dialect::mysql::string)
        }
    }
}

/// The table as PostgreSQL finds it, or NULL.
fn regclass(settings: &Settings, name: &str) -> String {
    use migrate_core::dialect::postgres::{quote, string};
    let quoted = settings.version_schema().into_iter().chain([name]).map(quote);
    format!("to_regclass({})", string(&quoted.collect::<Vec<_>>().join(".")))
}

/// The rows of the version table.
pub(super) fn read_rows(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<Vec<String>, DatabaseError> {
    let table = version_table(dialect, settings);
    read(driver, &format!("SELECT version_num FROM {table}"))
}

/// The rows, which nobody else can change until the transaction ends: SQLite has begun it for
/// writing, MariaDB and MySQL lock the rows and the gaps between them, and read them as they are now
/// and not as the transaction first saw them
/// (<https://dev.mysql.com/doc/refman/8.4/en/innodb-locking-reads.html>).
pub(super) fn lock_rows(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<Vec<String>, DatabaseError> {
    let table = version_table(dialect, settings);
    let clause = match dialect {
        Dialect::Sqlite(_) => "",
        Dialect::Postgres(_) | Dialect::Mysql(_) => " FOR UPDATE",
    };
    read(driver, &format!("SELECT version_num FROM {table}{clause}"))
}

fn read(driver: &mut dyn Driver, query: &str) -> Result<Vec<String>, DatabaseError> {
    let rows = driver.query(query)?;
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
    let lines = read_log(driver, &log_table(dialect, settings))?;
    Ok(lines.into_iter().collect())
}

/// The digests in the log that several packages shared, of whichever package they are; nothing where
/// there is no such log.
pub(super) fn read_shared_digests(
    driver: &mut dyn Driver,
    dialect: Dialect,
    settings: &Settings,
) -> Result<Vec<(String, String)>, DatabaseError> {
    let Some(name) = settings.shared_log_table() else { return Ok(Vec::new()) };
    let there = existence(driver.family(), settings, name);
    match first_value(driver.query(&format!("SELECT {there}"))?) {
        Some(_) => read_log(driver, &qualified(dialect, settings, name)),
        None => Ok(Vec::new()),
    }
}

/// The revisions that were applied and their digests, in order.
fn read_log(driver: &mut dyn Driver, log: &str) -> Result<Vec<(String, String)>, DatabaseError> {
    let query =
        format!("SELECT revision, digest FROM {log} WHERE direction = 'upgrade' ORDER BY id");
    let rows = driver.query(&query)?.into_iter().map(|row| {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        (values.next().unwrap_or_default(), values.next().unwrap_or_default())
    });
    Ok(rows.collect())
}
