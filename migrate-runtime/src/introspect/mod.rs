//! A live catalogue, read into a [`Schema`].

mod sqlite;

use crate::dialect::Dialect;
use crate::executor::{DatabaseError, Driver};
use crate::schema::Schema;

/// Why a catalogue could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntrospectError {
    /// The database refused a query.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A definition in the catalogue could not be understood.
    #[error("cannot read the definition of `{name}`: {reason}")]
    Definition {
        /// The table or index.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads the schema of a live database, without the tables of the database itself.
///
/// To be held against a declared schema both are put through
/// [`normalize`](crate::dialect::normalize) first. The version table and the log are read too: what
/// counts as the user's is for the caller to say.
pub fn read(driver: &mut dyn Driver) -> Result<Schema, IntrospectError> {
    match driver.dialect()? {
        Dialect::Sqlite(_) => sqlite::read(driver),
    }
}
