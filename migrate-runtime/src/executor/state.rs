//! What a database says of itself before anything runs: its version, and the revisions it is at.

use std::collections::BTreeMap;

use migrate_core::dialect::{Dialect, Family};

use super::driver::{dialect_of, first_value, version_expression};
use super::history::{log_table, qualified, version_table};
use super::mysql::SessionSettings;
use super::settings::Settings;
use super::{DatabaseError, DatabaseErrorKind, Driver, journal};

/// A row of the version table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VersionRow {
    /// The revision.
    pub(crate) revision: String,
    /// The fingerprint of all that it came after when it was applied last; none where it was stamped then.
    pub(crate) ancestry: Option<String>,
}

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
    /// The rows of the version table, sorted.
    pub(super) rows: Vec<VersionRow>,
    /// What a session of MariaDB or MySQL is set to.
    pub(super) session_settings: Option<SessionSettings>,
}

/// Asks for version, tables, their place and the rows at once: over a network each question costs a round trip or
/// two, and where nothing is to be done there is no other.
pub(super) fn probe(
    driver: &mut dyn Driver,
    settings: &Settings,
) -> Result<ServerState, DatabaseError> {
    let family = driver.family();
    match family {
        Family::Postgres => look(driver, settings, &rows_on_postgres(settings)),
        Family::Mysql => {
            let (row, table) = rows_with_documents(family, settings);
            let rows = format!(", {row} FROM (SELECT 1) one LEFT JOIN {table} v ON 1 = 1");
            match look(driver, settings, &rows) {
                // One of the tables may not be there, or not for this user; diesel does not say what an error is of.
                Err(error) if error.kind() != DatabaseErrorKind::ConnectionLost => {
                    look_twice(driver, settings)
                }
                state => state,
            }
        }
        Family::Sqlite => look_twice(driver, settings),
    }
}

/// The columns of a row of the version table `v` and of the document of its revision, as it was applied last, and the
/// table.
fn rows_with_documents(family: Family, settings: &Settings) -> (String, String) {
    let [versions, log, kept] =
        [settings.version_table(), &settings.log_table(), &settings.revision_table()]
            .map(|name| quoted(family, settings, name));
    let document = format!(
        "(SELECT k.record FROM {kept} k WHERE k.log_id = (SELECT max(l.id) FROM {log} l \
         WHERE l.revision = v.version_num AND l.direction <> 'downgrade'))"
    );
    (format!("v.version_num, {document}"), versions)
}

/// What adds a column with the rows of the version table, where that is there: a query that names a table which is
/// not there would end a transaction, and `ts_stat` takes its query as text
/// (<https://www.postgresql.org/docs/current/textsearch-features.html#TEXTSEARCH-STATISTICS>). Of a tsvector that was
/// made of an array it gives each value as it is; none may be empty, or longer than 2,046 bytes, which a document is.
fn rows_on_postgres(settings: &Settings) -> String {
    use migrate_core::dialect::postgres::string;
    let (row, versions) = rows_with_documents(Family::Postgres, settings);
    let document = row.trim_start_matches("v.version_num, ");
    let query = |ancestry: &str| {
        let values = format!("array_agg('=' || v.version_num || E'\\n' || {ancestry})");
        string(&format!("SELECT array_to_tsvector({values}) FROM {versions} v"))
    };
    let ancestry = format!("coalesce(substring({document} FROM '{ANCESTRY}([^\"]*)'), '')");
    let (bare, full) = (query("''"), query(&ancestry));
    let is_there = regclass(settings, settings.version_table());
    let may_read = [settings.log_table(), settings.revision_table()]
        .map(|name| format!("has_table_privilege({}::oid, 'SELECT')", regclass(settings, &name)));
    let [log, kept] = may_read;
    format!(
        ", v.word::text, NULL::text FROM (SELECT 1) one LEFT JOIN LATERAL ts_stat(CASE \
         WHEN {is_there} IS NULL THEN 'SELECT NULL::tsvector' WHEN {log} AND {kept} THEN {full} \
         ELSE {bare} END) v ON true"
    )
}

/// As [`probe`], with a question of its own for the rows.
fn look_twice(driver: &mut dyn Driver, settings: &Settings) -> Result<ServerState, DatabaseError> {
    let mut state = look(driver, settings, "")?;
    if state.has_versions && state.has_log && state.has_kept {
        let family = driver.family();
        let (row, table) = rows_with_documents(family, settings);
        let rows = driver.query(&format!("SELECT {row} FROM {table} v"))?;
        state.rows =
            rows.into_iter().filter_map(|row| version_row(family, row.into_iter())).collect();
        state.rows.sort();
    } else if state.has_versions {
        let rows = read_rows(driver, state.dialect, settings)?.into_iter();
        state.rows = rows.map(|revision| VersionRow { revision, ancestry: None }).collect();
    }
    Ok(state)
}

/// What stands before the fingerprint in a document; a quote within a text of it has a backslash before it.
const ANCESTRY: &str = "\"ancestry\":\"";

/// A row of the version table with a document, or with a fingerprint after a line break (PostgreSQL).
fn version_row(
    family: Family,
    mut values: impl Iterator<Item = Option<String>>,
) -> Option<VersionRow> {
    let (row, document) = (values.next().flatten()?, values.next().flatten());
    if matches!(family, Family::Postgres) {
        let (row, ancestry) = row.strip_prefix('=')?.rsplit_once('\n')?;
        let ancestry = (!ancestry.is_empty()).then(|| ancestry.to_owned());
        return Some(VersionRow { revision: row.to_owned(), ancestry });
    }
    let ancestry = document.and_then(|document| {
        let (_, rest) = document.split_once(ANCESTRY)?;
        Some(rest.split_once('"')?.0.to_owned())
    });
    Some(VersionRow { revision: row, ancestry })
}

/// What a database says of itself, if need be with two last columns that are of the version table, in as many rows as
/// that has, and in one where it has none.
fn look(
    driver: &mut dyn Driver,
    settings: &Settings,
    version_rows: &str,
) -> Result<ServerState, DatabaseError> {
    let family = driver.family();
    let (log, kept) = (settings.log_table(), settings.revision_table());
    let tables = [settings.version_table(), &*log, &*kept];
    let [versions, log, kept] = tables.map(|name| existence(family, settings, name));
    let (version, place) = (version_expression(family), place(family, settings));
    let session = session(family);
    let journal = journal::existence(family, settings, &place);
    let mut query =
        format!("SELECT {version}, {versions}, {log}, {kept}, {journal}, {place}, {session}");
    if matches!(family, Family::Mysql) {
        query += ", ";
        query += SessionSettings::EXPRESSIONS;
    }
    query += version_rows;
    let mut answers = driver.query(&query)?;
    let last = |row: &mut Vec<Option<String>>| {
        let columns = row.len().checked_sub(2)?;
        version_row(family, row.split_off(columns).into_iter())
    };
    let mut rows: Vec<VersionRow> = match version_rows {
        "" => Vec::new(),
        _ => answers.iter_mut().filter_map(last).collect(),
    };
    rows.sort();
    let mut values = answers.into_iter().next().unwrap_or_default().into_iter();
    let mut next = || values.next().flatten();
    let dialect = dialect_of(family, &next().unwrap_or_default())?;
    let mut is_there = || next().is_some();
    let (has_versions, has_log, has_kept) = (is_there(), is_there(), is_there());
    let has_journal = is_there();
    let (place, session) = (next().filter(|it| !it.is_empty()), next());
    let session_settings = match family {
        Family::Mysql => Some(SessionSettings::of(next)),
        Family::Sqlite | Family::Postgres => None,
    };
    Ok(ServerState {
        dialect,
        has_versions,
        has_log,
        has_kept,
        place,
        has_journal,
        session,
        rows,
        session_settings,
    })
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
    let quoted = quoted(Family::Postgres, settings, name);
    format!("to_regclass({})", migrate_core::dialect::postgres::string(&quoted))
}

/// The name of a table as every version of a database writes it.
fn quoted(family: Family, settings: &Settings, name: &str) -> String {
    let quote = match family {
        Family::Sqlite => migrate_core::dialect::sqlite::quote,
        Family::Postgres => migrate_core::dialect::postgres::quote,
        Family::Mysql => migrate_core::dialect::mysql::quote,
    };
    let names = settings.version_schema().into_iter().chain([name]).map(quote);
    names.collect::<Vec<_>>().join(".")
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
