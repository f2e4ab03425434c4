//! What the executor needs of a database connection.

use std::any::Any;
use std::error::Error;

use migrate_core::dialect::{Dialect, Family};

use super::DatabaseError;

/// Rows of text, as a catalogue query gives them.
pub type Rows = Vec<Vec<Option<String>>>;

/// Keeps [`Driver`] to the connections of this crate, so that it can grow.
pub trait Sealed {}

/// The rows of a query with the names of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedRows {
    /// The columns' names; none when there is no row.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Rows,
}

/// A diesel connection that revisions can run on.
///
/// Implemented for the connection types of the enabled databases, so that an application can hand
/// in its own: `PgConnection`, `MysqlConnection`, `SqliteConnection`. No other type can implement
/// it.
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::executor::{DatabaseError, Driver};
///
/// fn count(connection: &mut dyn Driver, table: &str) -> Result<String, DatabaseError> {
///     let rows = connection.query(&format!("SELECT CAST(count(*) AS CHAR(20)) FROM {table}"))?;
///     Ok(rows.into_iter().flatten().flatten().next().unwrap_or_default())
/// }
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// Driver::execute(&mut connection, "CREATE TABLE users (id); INSERT INTO users VALUES (1), (2)")?;
/// assert_eq!(count(&mut connection, "users")?, "2");
/// # Ok::<(), DatabaseError>(())
/// ```
pub trait Driver: Sealed {
    /// Which databases it connects to.
    fn family(&self) -> Family;

    /// Whether a transaction was begun on it, as far as diesel knows.
    fn in_transaction(&mut self) -> bool;

    /// Runs SQL: any number of statements, whose rows are dropped.
    ///
    /// On PostgreSQL they reach the server in one message.
    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError>;

    /// Runs a query and reads every value as text, which on PostgreSQL, MariaDB and MySQL it must
    /// be.
    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError>;

    /// As [`query`](Self::query), with the columns' names where the connection gives them.
    fn query_named(&mut self, sql: &str) -> Result<NamedRows, DatabaseError> {
        Ok(NamedRows { columns: Vec::new(), rows: self.query(sql)? })
    }

    /// Begins a transaction that may write.
    fn begin(&mut self) -> Result<(), DatabaseError>;

    /// Commits the transaction.
    fn commit(&mut self) -> Result<(), DatabaseError>;

    /// Rolls the transaction back.
    fn rollback(&mut self) -> Result<(), DatabaseError>;

    /// The error with more of what the database knows of it, asked for while no transaction is open.
    #[doc(hidden)]
    fn diagnose(&mut self, error: DatabaseError) -> DatabaseError {
        error
    }

    /// The connection itself, for the functions given to `run`.
    fn as_any(&mut self) -> &mut dyn Any;

    /// The database and its version.
    fn dialect(&mut self) -> Result<Dialect, DatabaseError> {
        let query = format!("SELECT {}", version_expression(self.family()));
        let version = first_value(self.query(&query)?).unwrap_or_default();
        dialect_of(self.family(), &version)
    }
}

/// Calls `read` with a function that runs queries on the connection, and with its dialect: what a
/// reader of catalogues takes.
///
/// On PostgreSQL the queries are in one transaction, which is rolled back: so a reader can change
/// the transaction's settings.
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::executor::with_catalogue;
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// let rows = with_catalogue(&mut connection, |query, _| query("SELECT name FROM sqlite_schema"));
/// assert!(rows?.unwrap().is_empty());
/// # Ok::<(), migrate_runtime::Error>(())
/// ```
pub fn with_catalogue<T>(
    driver: &mut dyn Driver,
    read: impl FnOnce(&mut Query<'_>, Dialect) -> T,
) -> Result<T, DatabaseError> {
    let dialect = driver.dialect()?;
    let in_transaction = matches!(dialect, Dialect::Postgres(_));
    if in_transaction {
        driver.begin()?;
    }
    let read = read(&mut |sql| Ok(driver.query(sql)?), dialect);
    if in_transaction {
        driver.rollback()?;
    }
    Ok(read)
}

/// A function that runs a query and gives its rows.
pub type Query<'q> = dyn FnMut(&str) -> Result<Rows, Box<dyn Error + Send + Sync>> + 'q;

/// The version as the server or the library gives it.
#[cfg(feature = "cli")]
pub(crate) fn server_version(driver: &mut dyn Driver) -> Result<String, DatabaseError> {
    let expression = match driver.family() {
        Family::Postgres => "current_setting('server_version')",
        family @ (Family::Sqlite | Family::Mysql) => version_expression(family),
    };
    Ok(first_value(driver.query(&format!("SELECT {expression}"))?).unwrap_or_default())
}

/// The expression that gives the server's or library's version.
pub(super) const fn version_expression(family: Family) -> &'static str {
    match family {
        Family::Sqlite => "sqlite_version()",
        // The number alone does not tell of another server that takes PostgreSQL's protocol.
        Family::Postgres => "current_setting('server_version_num') || ' ' || version()",
        Family::Mysql => "version()",
    }
}

/// The dialect of a version that the database gave.
pub(super) fn dialect_of(family: Family, version: &str) -> Result<Dialect, DatabaseError> {
    Dialect::parse(family, version).map_err(|error| DatabaseError::new(error.to_string()))
}

/// The first value of the first row.
pub(crate) fn first_value(rows: Rows) -> Option<String> {
    rows.into_iter().next()?.into_iter().next()?
}
