//! What the executor needs of a database connection.

use std::any::Any;

use crate::dialect::Dialect;

use super::DatabaseError;

/// Rows of text, as a catalogue query gives them.
pub type Rows = Vec<Vec<Option<String>>>;

/// A diesel connection that revisions can run on.
///
/// Implemented for the connection types of the enabled databases, so that an application can hand
/// in its own.
pub trait Driver {
    /// The database and its version.
    fn dialect(&mut self) -> Result<Dialect, DatabaseError>;

    /// Runs SQL: any number of statements, whose rows are dropped.
    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError>;

    /// Runs a query and reads every value as text.
    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError>;

    /// Begins a transaction that may write.
    fn begin(&mut self) -> Result<(), DatabaseError>;

    /// Commits the transaction.
    fn commit(&mut self) -> Result<(), DatabaseError>;

    /// Rolls the transaction back.
    fn rollback(&mut self) -> Result<(), DatabaseError>;

    /// The connection itself, for the functions given to `run`.
    fn as_any(&mut self) -> &mut dyn Any;
}
