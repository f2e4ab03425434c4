//! Runs prepared steps on a live connection: transactions, the version table, the log.
//!
//! Each revision and its version rows are committed together, where the database can undo what the
//! revision does. A database that has no revision yet runs as many as it can in one transaction,
//! each in a savepoint, so that a failing one leaves those before it.

mod batch;
mod catalogue;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod connection;
mod driver;
mod event;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod function;
mod history;
mod lock;
mod options;
mod run;
mod script;
mod session;
mod settings;
mod sqlite;
mod state;
mod transaction;
mod violations;
mod work;

pub use crate::error::{
    DatabaseError, DatabaseErrorKind, ExecuteCause, ExecuteError, PartialProgress,
};
#[doc(hidden)]
pub use driver::Sealed;
pub use driver::{Driver, Query, Rows, with_catalogue};
pub use event::Event;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use function::RunFunction;
#[cfg(feature = "cli")]
pub(crate) use history::ensure_statements;
pub use history::{log_table, version_table};
pub use lock::{LockOptions, LockSession};
pub use options::{Options, Report};
pub use run::run;
pub use script::{DatabaseState, script, stamp_script};
pub(crate) use session::Session;
pub use settings::Settings;
