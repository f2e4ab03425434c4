//! What the executor needs of a database connection.

use std::any::Any;

use crate::dialect::{Dialect, Family};

use super::DatabaseError;

/// Rows of text, as a catalogue query gives them.
pub type Rows = Vec<Vec<Option<String>>>;

/// A diesel connection that revisions can run on.
///
/// Implemented for the connection types of the enabled databases, so that an application can hand
/// in its own.
pub trait Driver {
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

    /// Begins a transaction that may write.
    fn begin(&mut self) -> Result<(), DatabaseError>;

    /// Commits the transaction.
    fn commit(&mut self) -> Result<(), DatabaseError>;

    /// Rolls the transaction back.
    fn rollback(&mut self) -> Result<(), DatabaseError>;

    /// The connection itself, for the functions given to `run`.
    fn as_any(&mut self) -> &mut dyn Any;

    /// The database and its version.
    fn dialect(&mut self) -> Result<Dialect, DatabaseError> {
        let query = format!("SELECT {}", version_expression(self.family()));
        let version = first_value(self.query(&query)?).unwrap_or_default();
        dialect_of(self.family(), &version)
    }
}

/// The expression that gives the server's or library's version.
pub(super) const fn version_expression(family: Family) -> &'static str {
    match family {
        Family::Sqlite => "sqlite_version()",
        Family::Postgres => "current_setting('server_version_num')",
        Family::Mysql => "version()",
    }
}

/// The dialect of a version that the database gave.
pub(super) fn dialect_of(family: Family, version: &str) -> Result<Dialect, DatabaseError> {
    Dialect::parse(family, version).map_err(|error| DatabaseError::new(error.to_string()))
}

/// The first value of the first row.
pub(super) fn first_value(rows: Rows) -> Option<String> {
    rows.into_iter().next()?.into_iter().next()?
}
