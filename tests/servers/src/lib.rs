//! Database servers for tests: found, started once for all test programs, stopped when no test needs
//! them.
//!
//! ```no_run
//! let server = test_servers::postgres();
//! let name = test_servers::unique_name("locks");
//! // `CREATE DATABASE` with a connection to `server.url()`, then:
//! let url = server.url_of(&name);
//! ```
//!
//! A variable names a server that runs already, `MIGRATE_TEST_POSTGRES_URL` or
//! `MIGRATE_TEST_MYSQL_URL`. Otherwise one is started from what the machine has installed, with data
//! of its own that is thrown away. `MIGRATE_TEST_POSTGRES_VERSION` asks for a major version of
//! PostgreSQL; one that is not installed comes from the npm registry.

mod command;
mod mariadb;
#[cfg(unix)]
mod pgbouncer;
mod postgres;
mod postgres_package;
mod server;
mod shared;
mod user;

#[cfg(unix)]
pub use pgbouncer::PgBouncer;
pub use server::{Address, Kind, Server, postgres_address, unique_name};

/// A PostgreSQL server, where the URL's user may do everything.
///
/// # Panics
///
/// If there is none and none can be started: a test that does not run must not look like one that
/// passed.
pub fn postgres() -> Server {
    get(Kind::Postgres)
}

/// A MariaDB server (or MySQL, if the variable names one), where the URL's user may do everything.
///
/// # Panics
///
/// If there is none and none can be started.
pub fn mysql() -> Server {
    get(Kind::Mysql)
}

/// A PgBouncer before the server of [`postgres`], for one test: it gives each transaction another of so many sessions.
///
/// # Panics
///
/// If there is none and none can be started.
#[cfg(unix)]
#[expect(clippy::panic, reason = "a test without its server fails")]
pub fn pgbouncer(sessions: usize) -> PgBouncer {
    match PgBouncer::before(&postgres(), sessions) {
        Ok(pooler) => pooler,
        Err(message) => panic!("{message}"),
    }
}

#[expect(clippy::panic, reason = "a test without its server fails")]
fn get(kind: Kind) -> Server {
    match shared::get(kind) {
        Ok(server) => server,
        Err(message) => panic!("{message}"),
    }
}

/// A server, as [`postgres`] and [`mysql`] give it, or what is missing.
pub fn start(kind: Kind) -> Result<Server, String> {
    shared::get(kind)
}

/// Stops the servers that were started here and that no test uses; gives the ones still in use.
pub fn stop() -> Result<Vec<String>, String> {
    shared::stop_all()
}
