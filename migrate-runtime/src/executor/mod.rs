//! Runs prepared steps on a live connection: transactions, the version table, the log.
//!
//! Each revision and its version rows are committed together. A database that has no revision yet
//! runs all of them in one transaction, each in a savepoint, so that a failing one leaves those
//! before it.

#[cfg(feature = "sqlite")]
mod connection;
mod driver;
mod error;
mod event;
#[cfg(feature = "sqlite")]
mod function;
mod history;
mod run;
mod script;
mod session;
mod settings;
mod sqlite;
mod transaction;

pub use driver::{Driver, Rows};
pub use error::{DatabaseError, ExecuteCause, ExecuteError};
pub use event::Event;
#[cfg(feature = "cli")]
pub(crate) use history::ensure_statements;
pub use history::{log_table, version_table};
pub use run::{Options, Report, run};
pub(crate) use run::{applied_digests, current_rows, ensure_tables, stamp};
pub use script::{script, stamp_script};
pub use settings::Settings;
