//! Running revisions on a live connection: how, what is told meanwhile, and what may go wrong.
//!
//! Each revision and its version rows are committed together, where the database can undo what the
//! revision does. A database that has no revision yet runs as many as it can in one transaction,
//! each in a savepoint, so that a failing one leaves those before it.
//!
//! ```
//! use std::time::Duration;
//! use diesel::prelude::*;
//! use migrate_runtime::executor::{DatabaseErrorKind, Event, LockOptions, Options};
//! use migrate_runtime::{Error, Migrations, Settings};
//!
//! static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
//!
//! let mut connection = SqliteConnection::establish(":memory:").unwrap();
//! let lock = LockOptions::default().with_timeout(Duration::from_secs(60));
//! let options = Options::default().with_applied_by("deploy").with_lock(lock);
//! let mut listen = |event: Event<'_>| {
//!     if let Event::Finished { revision, elapsed, .. } = event {
//!         println!("{} took {elapsed:?}", revision.id);
//!     }
//! };
//! match MIGRATIONS.upgrade_with(&mut connection, "head", &options, &mut listen) {
//!     Ok(report) => println!("{} revisions", report.revisions.len()),
//!     Err(error) => match error.database().map(|error| error.kind()) {
//!         Some(DatabaseErrorKind::UniqueViolation) => println!("rows are alike: {error}"),
//!         Some(kind) if kind.is_transient() => println!("try again later: {error}"),
//!         Some(_) | None => return Err(error),
//!     },
//! }
//! # Ok::<(), Error>(())
//! ```

mod backup;
mod batch;
mod blockers;
mod cancel;
mod catalogue;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod connection;
mod driver;
mod event;
mod execute_error;
mod fault;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod function;
mod guard;
mod history;
mod journal;
mod lock;
mod log;
mod losses;
mod mysql;
mod options;
mod recording;
mod restore;
mod retry;
mod run;
mod scratch;
mod script;
mod session;
mod settings;
mod sqlite;
mod state;
mod timeouts;
mod transaction;
mod violations;
mod work;

pub use crate::error::{
    BackupError, DatabaseError, DatabaseErrorKind, ExecuteCause, ExecuteError, Outcome,
    PartialProgress,
};
#[cfg(feature = "cli")]
pub(crate) use backup::{BackUp, Subject, begin, find, private_file, restore, verify};
pub use backup::{Backup, BackupOptions};
pub use cancel::CancelToken;
pub use driver::{Driver, NamedRows, Query, Rows, with_catalogue};
#[cfg(feature = "cli")]
pub(crate) use driver::{first_value, server_version};
pub use event::{Event, FallBack};
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use function::{RunFunction, RunOtherwise, RunOutcome};
pub use lock::{LockOptions, LockSession};
pub use migrate_core::revision::Timeouts;
pub use options::{Options, Report, Resume, WhenAhead};
pub use settings::Settings;

// What is public for tests, and may change with any release, is:
#[doc(hidden)]
pub use driver::Sealed;
#[doc(hidden)]
pub use history::{log_table, revision_table, version_table};
#[doc(hidden)]
pub use journal::interrupted_verdict;
#[doc(hidden)]
pub use run::run;
#[doc(hidden)]
pub use scratch::scratch;
#[doc(hidden)]
pub use script::{DatabaseState, script, stamp_script};

#[cfg(feature = "cli")]
pub(crate) use history::ensure_statements;
pub(crate) use log::LogLine;
pub(crate) use session::Session;
#[cfg(all(feature = "cli", feature = "sqlite"))]
pub(crate) use session::wait_for_writers;
pub(crate) use state::VersionRow;
