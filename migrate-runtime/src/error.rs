//! The errors of everything that reads or changes a database through [`Migrations`](crate::Migrations).

mod advice;
mod ahead;
mod backup;
mod database;
mod execute;
mod interrupted;

use std::fmt;

use std::path::PathBuf;
use std::time::Duration;

use crate::prepare::PrepareError;
use crate::registry::{CollectError, RegistryError};
use migrate_core::graph::GraphError;
use migrate_core::schema::Origin;

pub use self::ahead::{Ahead, UnknownRevision};
pub use self::backup::BackupError;
pub use self::database::{DatabaseError, DatabaseErrorKind};
pub use self::execute::{ExecuteCause, ExecuteError, Outcome, PartialProgress};
pub use self::interrupted::{Interrupted, Interruption};

/// Why something about migrations could not be done.
///
/// [`hint`](Self::hint) says what to do about it, [`origin`](Self::origin) and [`sql`](Self::sql)
/// where it is, [`database`](Self::database) what the database said:
///
/// ```
/// use migrate_runtime::{Error, Migrations, Settings};
/// use migrate_runtime::executor::DatabaseErrorKind;
/// # use diesel::prelude::*;
/// # static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
/// # let mut connection = SqliteConnection::establish(":memory:").unwrap();
///
/// if let Err(error) = MIGRATIONS.upgrade(&mut connection, "head") {
///     match (&error, error.database().map(|error| error.kind())) {
///         (Error::Locked { holder, .. }, _) => eprintln!("{holder} runs the migrations"),
///         (_, Some(DatabaseErrorKind::LockTimeout)) => eprintln!("a table is in use: {error}"),
///         (_, Some(DatabaseErrorKind::UniqueViolation)) => eprintln!("rows are alike: {error}"),
///         _ => eprintln!("{error}"),
///     }
///     if let Some(hint) = error.hint() {
///         eprintln!("hint: {hint}");
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The linked revisions are not those of the source directory.
    Registry(RegistryError),
    /// The revisions do not make a graph, or the target means nothing in it.
    Graph(GraphError),
    /// A revision cannot run; nothing was changed.
    Prepare(PrepareError),
    /// A revision failed while it ran.
    Execute(Box<ExecuteError>),
    /// The database refused something that is of no revision.
    Database(DatabaseError),
    /// The database has revisions that the program does not have.
    Ahead(Box<Ahead>),
    /// Rows would be lost with the unknown revisions that were to be taken back; nothing was changed.
    WouldLose {
        /// What would be lost, with the revision that would take it.
        losses: Vec<String>,
    },
    /// What would run is not what was planned; nothing ran.
    PlanChanged {
        /// What differs.
        difference: String,
    },
    /// Another program changed the version table meanwhile.
    VersionTableChanged {
        /// The rows the plan was made for.
        expected: Vec<String>,
        /// The rows that are there.
        found: Vec<String>,
    },
    /// All was to run in one transaction, and a revision cannot.
    NotTransactional {
        /// The revision.
        revision: String,
        /// Its file and line.
        site: String,
        /// The database.
        database: &'static str,
        /// Why not: `cannot run in a transaction`.
        reason: &'static str,
    },
    /// Another runner holds the lock, and was not waited for any longer.
    Locked {
        /// Who it is, as far as the database says.
        holder: String,
        /// How long it was waited for.
        waited: Duration,
    },
    /// A revision that was begun outside a transaction is not finished, and the run does not go on with it.
    Interrupted(Box<Interrupted>),
    /// The run was stopped before it changed anything.
    Canceled,
    /// The backup before the run could not be made; nothing was changed.
    Backup(BackupError),
    /// The upgrade failed, and the database is as its backup says again.
    Restored {
        /// Why it failed.
        error: Box<Self>,
        /// The backup.
        backup: PathBuf,
    },
    /// The upgrade failed, and its backup could not be restored: the database is as the upgrade left it.
    NotRestored {
        /// Why it failed.
        error: Box<Self>,
        /// The backup.
        backup: PathBuf,
        /// Why it could not be restored.
        reason: BackupError,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(error) => error.fmt(f),
            Self::Graph(error) => error.fmt(f),
            Self::Prepare(error) => error.fmt(f),
            Self::Execute(error) => error.fmt(f),
            Self::Database(error) => error.fmt(f),
            Self::Ahead(ahead) => ahead.fmt(f),
            Self::WouldLose { losses } => {
                write!(f, "what is taken back would lose {}", losses.join(", "))
            }
            Self::PlanChanged { difference } => {
                write!(f, "what would run is not what was planned: {difference}")
            }
            Self::VersionTableChanged { expected, found } => write!(
                f,
                "another program moved the database from {} to {} meanwhile",
                rows(expected),
                rows(found)
            ),
            Self::NotTransactional { revision, database, reason, .. } => write!(
                f,
                "revision `{revision}` {reason} on {database}, so not all can run in a single transaction"
            ),
            Self::Locked { holder, .. } => write!(f, "another runner holds the lock: {holder}"),
            Self::Interrupted(interrupted) => interrupted.fmt(f),
            Self::Canceled => f.write_str("the run was stopped before anything ran"),
            Self::Backup(error) => write!(f, "no backup was made, and nothing ran: {error}"),
            Self::Restored { backup, .. } => write!(
                f,
                "the upgrade failed, and the database was restored from {}",
                backup.display()
            ),
            Self::NotRestored { backup, reason, .. } => write!(
                f,
                "the upgrade failed, and the database could not be restored from {}: {reason}",
                backup.display()
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Prepare(error) => error.source(),
            Self::Execute(error) => error.source(),
            Self::Restored { error, .. } | Self::NotRestored { error, .. } => Some(error),
            Self::Backup(error) => error.source(),
            Self::Registry(_)
            | Self::Graph(_)
            | Self::Database(_)
            | Self::Ahead(_)
            | Self::WouldLose { .. }
            | Self::PlanChanged { .. }
            | Self::VersionTableChanged { .. }
            | Self::NotTransactional { .. }
            | Self::Locked { .. }
            | Self::Interrupted(_)
            | Self::Canceled => None,
        }
    }
}

impl From<RegistryError> for Error {
    fn from(error: RegistryError) -> Self {
        Self::Registry(error)
    }
}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

impl From<PrepareError> for Error {
    fn from(error: PrepareError) -> Self {
        Self::Prepare(error)
    }
}

impl From<BackupError> for Error {
    fn from(error: BackupError) -> Self {
        Self::Backup(error)
    }
}

impl From<Box<ExecuteError>> for Error {
    fn from(error: Box<ExecuteError>) -> Self {
        Self::Execute(error)
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

/// The reason of a revision that is outside every transaction, which it may not have to be.
pub(crate) const CANNOT_RUN_IN_TRANSACTION: &str = "cannot run in a transaction";

fn rows(rows: &[String]) -> String {
    if rows.is_empty() {
        return "base".to_owned();
    }
    rows.iter().map(|row| format!("`{row}`")).collect::<Vec<_>>().join(", ")
}

impl From<ExecuteError> for Error {
    fn from(error: ExecuteError) -> Self {
        Self::Execute(Box::new(error))
    }
}

impl From<CollectError> for Error {
    fn from(error: CollectError) -> Self {
        match error {
            CollectError::Registry(error) => Self::Registry(error),
            CollectError::Graph(error) => Self::Graph(error),
        }
    }
}

impl Error {
    /// What to do about it, when there is something to say.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Registry(error) => Some(error.hint()),
            Self::Graph(error) => error.hint(),
            Self::Prepare(error) => error.cause.hint(),
            Self::Execute(error) => error.hint(),
            Self::Database(error) => error.hint().map(str::to_owned),
            Self::Ahead(ahead) => Some(ahead.hint()),
            Self::WouldLose { .. } => Some(
                "keep what matters, then run with `--allow-losses`, or with `Options::allowing_losses` in an \
                 application"
                    .to_owned(),
            ),
            Self::PlanChanged { .. } => {
                Some("plan again with `cargo migrate plan`, and have the new plan reviewed".to_owned())
            }
            Self::VersionTableChanged { .. } => {
                Some("look at `cargo migrate current`, and run again".to_owned())
            }
            Self::Interrupted(interrupted) => Some(interrupted.hint()),
            Self::Canceled => None,
            Self::Backup(error) => error.hint(),
            Self::Restored { error, .. } => error.hint(),
            Self::NotRestored { reason, .. } => reason.hint(),
            Self::Locked { waited, .. } if waited.is_zero() => {
                Some("run again when it has finished, or leave `--no-wait` out".to_owned())
            }
            Self::Locked { .. } => Some(
                "run again when it has finished, or wait longer with `--wait`".to_owned(),
            ),
            Self::NotTransactional { reason, .. } if *reason != CANNOT_RUN_IN_TRANSACTION => {
                Some("leave `--single-transaction` out".to_owned())
            }
            Self::NotTransactional { site, .. } => Some(format!(
                "leave `--single-transaction` out, or see whether the revision at {site} can take \
                 `op: &mut Op`"
            )),
        }
    }

    /// The line of a revision's source that the error is about.
    pub fn origin(&self) -> Option<Origin> {
        match self {
            Self::Prepare(error) => error.cause.origin(),
            Self::Execute(error) => error.origin,
            Self::Restored { error, .. } | Self::NotRestored { error, .. } => error.origin(),
            _ => None,
        }
    }

    /// What the database said, when the error is the database's: of a statement of a revision, or
    /// of another.
    ///
    /// ```
    /// use migrate_runtime::Error;
    /// use migrate_runtime::executor::DatabaseErrorKind;
    ///
    /// fn may_try_again(error: &Error) -> bool {
    ///     match error {
    ///         // Another program runs the migrations.
    ///         Error::Locked { .. } => true,
    ///         // Another program used a table for longer than the server lets a statement wait.
    ///         error => error.database().is_some_and(|error| error.kind().is_transient()),
    ///     }
    /// }
    /// ```
    pub fn database(&self) -> Option<&DatabaseError> {
        match self {
            Self::Database(error) | Self::Backup(BackupError::Database(error)) => Some(error),
            Self::Execute(error) => match &error.cause {
                ExecuteCause::Database(error) => Some(error),
                ExecuteCause::Definition(_)
                | ExecuteCause::Run(_)
                | ExecuteCause::Panic(_)
                | ExecuteCause::WrongConnection { .. }
                | ExecuteCause::ForeignKeys { .. }
                | ExecuteCause::Dependent { .. }
                | ExecuteCause::TransactionEnded
                | ExecuteCause::Canceled
                | ExecuteCause::LockLost(_)
                | ExecuteCause::VersionTableChanged { .. } => None,
            },
            Self::Restored { error, .. } | Self::NotRestored { error, .. } => error.database(),
            Self::Backup(_)
            | Self::Registry(_)
            | Self::Graph(_)
            | Self::Prepare(_)
            | Self::Ahead(_)
            | Self::WouldLose { .. }
            | Self::PlanChanged { .. }
            | Self::VersionTableChanged { .. }
            | Self::NotTransactional { .. }
            | Self::Locked { .. }
            | Self::Interrupted(_)
            | Self::Canceled => None,
        }
    }

    /// The error with another error of the database in its place; [`database`](Self::database) says
    /// which errors have one.
    pub(crate) fn map_database(
        mut self,
        change: impl FnOnce(DatabaseError) -> DatabaseError,
    ) -> Self {
        if let Self::Database(error) = &mut self {
            *error = change(error.clone());
        } else if let Self::Execute(failed) = &mut self
            && let ExecuteCause::Database(error) = &mut failed.cause
        {
            *error = change(error.clone());
        }
        self
    }

    /// What the database says beside its message.
    pub fn details(&self) -> Option<&str> {
        self.database()?.details()
    }

    /// The statement that failed.
    pub fn sql(&self) -> Option<&str> {
        match self {
            Self::Execute(error) => error.sql.as_deref(),
            Self::Interrupted(interrupted) => interrupted.sql(),
            Self::Restored { error, .. } | Self::NotRestored { error, .. } => error.sql(),
            _ => None,
        }
    }
}
