//! From a database URL to a connection.

pub(super) mod client;
mod error;
#[cfg(test)]
mod live;
mod location;
#[cfg(feature = "mysql")]
mod mysql;
mod mysql_url;
#[cfg(feature = "postgres")]
mod postgres;
mod postgres_url;
mod server_url;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::time::Duration;

use crate::executor::Driver;

pub(super) use error::ConnectError;
pub(super) use location::{Location, Product, locate};
pub(super) use server_url::ServerUrl;

/// Whether a connection may make the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// The command only reads: a database that is not there is an error.
    Existing,
    /// The command writes: a SQLite database that is not there is made.
    Create,
}

/// Opens a connection. PostgreSQL shows `application` in `pg_stat_activity`, unless the URL or
/// `PGAPPNAME` says another name; SQLite waits so long for another writer, or for a time of its own.
#[cfg_attr(
    not(all(feature = "sqlite", feature = "postgres")),
    expect(unused_variables, reason = "not every database takes everything")
)]
pub(super) fn connect(
    location: &Location,
    access: Access,
    application: &str,
    wait: Option<Duration>,
) -> Result<Box<dyn Driver>, ConnectError> {
    match location {
        #[cfg(feature = "sqlite")]
        Location::SqliteFile(path, parameters) => {
            sqlite::connect(path, parameters.as_deref(), access, wait)
        }
        #[cfg(feature = "sqlite")]
        Location::SqliteMemory => sqlite::connect_memory(),
        #[cfg(not(feature = "sqlite"))]
        Location::SqliteFile(..) | Location::SqliteMemory => Err(not_compiled_in(location)),
        #[cfg(feature = "postgres")]
        Location::Postgres(url) => postgres::connect(url, application),
        #[cfg(not(feature = "postgres"))]
        Location::Postgres(_) => Err(not_compiled_in(location)),
        #[cfg(feature = "mysql")]
        Location::Mariadb(url) | Location::Mysql(url) => mysql::connect(url, location.product()),
        #[cfg(not(feature = "mysql"))]
        Location::Mariadb(_) | Location::Mysql(_) => Err(not_compiled_in(location)),
    }
}

#[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
fn not_compiled_in(location: &Location) -> ConnectError {
    ConnectError::NotCompiledIn { product: location.product() }
}
