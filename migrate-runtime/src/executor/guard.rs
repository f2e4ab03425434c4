//! The guard of the version table: a transaction that changes its rows finds in it what the plan
//! expects, or fails.
//!
//! The runner lock keeps runners apart as long as its sessions last; the guard holds whatever becomes
//! of them. As Alembic says it: "Online migration expected to match one row".

use migrate_core::dialect::{Dialect, mysql};

use super::DatabaseError;
use super::history::version_table;
use super::settings::Settings;

/// What a guard fails with, on a server or in a shell.
pub(super) const CHANGED: &str = "another program changed the version table";

/// What the version table must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected<'a> {
    /// These rows and no others.
    Exactly(Vec<&'a str>),
    /// These rows, and maybe others.
    Including(Vec<&'a str>),
}

impl<'a> Expected<'a> {
    pub(super) fn exactly(rows: &'a [String]) -> Self {
        Self::Exactly(rows.iter().map(String::as_str).collect())
    }

    /// The condition, as SQL.
    fn condition(&self, dialect: Dialect, table: &str) -> String {
        let (rows, count) = match self {
            Self::Exactly(rows) => (rows, Some(rows.len())),
            Self::Including(rows) => (rows, None),
        };
        let names: Vec<_> = rows.iter().map(|row| dialect.string(row)).collect();
        let known = (!rows.is_empty()).then(|| {
            let names = names.join(", ");
            let count = rows.len();
            format!("(SELECT count(*) FROM {table} WHERE version_num IN ({names})) = {count}")
        });
        let all = count.map(|count| format!("(SELECT count(*) FROM {table}) = {count}"));
        let conditions: Vec<_> = all.into_iter().chain(known).collect();
        if conditions.is_empty() { "1 = 1".to_owned() } else { conditions.join(" AND ") }
    }

    /// The rows as a message names them.
    fn described(&self) -> String {
        match self {
            Self::Exactly(rows) | Self::Including(rows) if rows.is_empty() => "base".to_owned(),
            Self::Exactly(rows) | Self::Including(rows) => rows.join(", "),
        }
    }
}

/// Whether an error is that of a guard.
pub(super) fn is_violated(error: &DatabaseError) -> bool {
    error.message() == CHANGED
}

/// The statements of a guard, for PostgreSQL in a message and for every database's shell.
///
/// In a transaction they keep others from changing the rows until it ends: on SQLite by its `BEGIN
/// IMMEDIATE`, on PostgreSQL by the lock of the table, which readers do not wait for, on MariaDB and
/// MySQL by the locks of the rows and the gaps between them.
pub(super) fn statements(
    dialect: Dialect,
    settings: &Settings,
    expected: &Expected<'_>,
    in_transaction: bool,
) -> Vec<String> {
    let table = version_table(dialect, settings);
    let condition = expected.condition(dialect, &table);
    match dialect {
        Dialect::Sqlite(_) => sqlite(CHANGED, &condition),
        Dialect::Postgres(_) => {
            let lock = lock_table(dialect, settings);
            let rows = dialect.string(&format!("expected {}, found ", expected.described()));
            let block = format!(
                "BEGIN IF NOT ({condition}) THEN RAISE EXCEPTION USING MESSAGE = '{CHANGED}', \
                 DETAIL = {rows} || coalesce((SELECT string_agg(version_num, ', ' ORDER BY \
                 version_num) FROM {table}), 'base'); END IF; END"
            );
            let check = format!("DO {}", dialect.string(&block));
            in_transaction.then_some(lock).into_iter().chain([check]).collect()
        }
        Dialect::Mysql(version) => {
            let lock = in_transaction
                .then(|| format!("SELECT count(*) INTO @migrate_rows FROM {table} FOR UPDATE"));
            lock.into_iter().chain(mysql(version.server, &condition)).collect()
        }
    }
}

/// The statement with which PostgreSQL keeps others from changing the rows, and lets them read.
pub(super) fn lock_table(dialect: Dialect, settings: &Settings) -> String {
    format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", version_table(dialect, settings))
}

/// Statements that fail with this message unless the condition holds: SQLite's own shell has no
/// other way to stop a script.
pub(super) fn sqlite(message: &str, condition: &str) -> Vec<String> {
    let name = migrate_core::dialect::sqlite::quote(message);
    vec![
        format!("CREATE TEMP TABLE _migrate_check (holds, CONSTRAINT {name} CHECK (holds))"),
        format!("INSERT INTO _migrate_check SELECT {condition}"),
        "DROP TABLE _migrate_check".to_owned(),
    ]
}

/// What fails is prepared, as an `IF` would need a stored program. MySQL prepares no `SIGNAL`
/// (<https://dev.mysql.com/doc/refman/8.4/en/sql-prepared-statements.html>): there the message is the
/// name of a table that does not exist.
fn mysql(server: mysql::Server, condition: &str) -> Vec<String> {
    let fails = match server {
        mysql::Server::Mariadb => format!("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{CHANGED}'"),
        mysql::Server::Mysql => format!("SELECT 1 FROM {}", mysql::quote(CHANGED)),
    };
    let fails = mysql::string(&fails);
    vec![
        format!("SET @migrate_check = IF({condition}, 'DO 0', {fails})"),
        "PREPARE migrate_check FROM @migrate_check".to_owned(),
        "EXECUTE migrate_check".to_owned(),
        "DEALLOCATE PREPARE migrate_check".to_owned(),
    ]
}
