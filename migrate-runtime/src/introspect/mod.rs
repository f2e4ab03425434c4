//! A live catalogue, read into a [`Schema`].

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
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
///
/// On PostgreSQL, MariaDB and MySQL the connection's own schema is read, whose objects have no
/// schema before their names, and beside it the `namespaces`.
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql")),
    expect(unused_variables, reason = "SQLite has no schemas")
)]
pub fn read(driver: &mut dyn Driver, namespaces: &[String]) -> Result<Schema, IntrospectError> {
    match driver.dialect()? {
        Dialect::Sqlite(_) => sqlite::read(driver),
        #[cfg(feature = "postgres")]
        Dialect::Postgres(version) => postgres::read(driver, version, namespaces),
        #[cfg(feature = "mysql")]
        Dialect::Mysql(version) => mysql::read(driver, version, namespaces),
        #[cfg(not(all(feature = "postgres", feature = "mysql")))]
        other => Err(DatabaseError::new(format!("{other} is not compiled in")).into()),
    }
}
