//! Everything that can end a command, with its exit code.

use std::fmt;

use crate::executor::{BackupError, DatabaseError};

use super::connect::ConnectError;
use super::environment::EnvironmentError;
use super::exit::Exit;

/// Why a command could not be carried out.
#[derive(Debug)]
#[non_exhaustive]
pub enum CliError {
    /// The revisions or the database.
    Migrations(crate::Error),
    /// The environment says nothing, or nothing that can be read.
    Environment(EnvironmentError),
    /// The database cannot be reached.
    Connect(ConnectError),
    /// The database could not be brought to a backup.
    Restore(BackupError),
    /// A signal stopped the run.
    Stopped {
        /// Where it was.
        error: crate::Error,
        /// The exit code, which tells the signal.
        code: u8,
    },
    /// A model panicked while it was recorded.
    Model {
        /// Its file and line.
        place: String,
        /// What it said.
        panic: crate::prepare::Panic,
    },
    /// An argument that clap cannot judge.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Migrations(error) | Self::Stopped { error, .. } => error.fmt(f),
            Self::Environment(error) => error.fmt(f),
            Self::Connect(error) => error.fmt(f),
            Self::Restore(error) => write!(f, "the database was not restored: {error}"),
            Self::Model { place, .. } => write!(f, "the model of {place} failed"),
            Self::Usage { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for CliError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Migrations(error) => error.source(),
            Self::Stopped { error, .. } => Some(error),
            Self::Model { panic, .. } => Some(panic),
            Self::Environment(_) | Self::Connect(_) | Self::Restore(_) | Self::Usage { .. } => None,
        }
    }
}

impl From<crate::Error> for CliError {
    fn from(error: crate::Error) -> Self {
        Self::Migrations(error)
    }
}

impl From<EnvironmentError> for CliError {
    fn from(error: EnvironmentError) -> Self {
        Self::Environment(error)
    }
}

impl From<ConnectError> for CliError {
    fn from(error: ConnectError) -> Self {
        Self::Connect(error)
    }
}

impl From<migrate_core::graph::GraphError> for CliError {
    fn from(error: migrate_core::graph::GraphError) -> Self {
        Self::Migrations(error.into())
    }
}

impl From<crate::prepare::PrepareError> for CliError {
    fn from(error: crate::prepare::PrepareError) -> Self {
        Self::Migrations(error.into())
    }
}

impl CliError {
    /// The error of a library call.
    pub(super) const fn migrations(&self) -> Option<&crate::Error> {
        match self {
            Self::Migrations(error) | Self::Stopped { error, .. } => Some(error),
            Self::Environment(_)
            | Self::Connect(_)
            | Self::Restore(_)
            | Self::Model { .. }
            | Self::Usage { .. } => None,
        }
    }

    /// What the program ends with.
    pub fn exit_code(&self) -> std::process::ExitCode {
        match self {
            Self::Stopped { code, .. } => (*code).into(),
            error => error.exit().into(),
        }
    }

    /// The exit code for it; of a signal [`exit_code`](Self::exit_code) knows better.
    pub fn exit(&self) -> Exit {
        use crate::Error;
        use crate::executor::DatabaseErrorKind;
        match self {
            Self::Migrations(error)
                if error.database().map(DatabaseError::kind)
                    == Some(DatabaseErrorKind::LockTimeout) =>
            {
                Exit::Locked
            }
            Self::Migrations(Error::Registry(_) | Error::Graph(_)) | Self::Model { .. } => {
                Exit::Revisions
            }
            Self::Migrations(
                Error::Prepare(_)
                | Error::NotTransactional { .. }
                | Error::WouldLose { .. }
                | Error::PlanChanged { .. },
            ) => Exit::Plan,
            Self::Migrations(
                Error::Execute(_)
                | Error::Database(_)
                | Error::VersionTableChanged { .. }
                | Error::Canceled,
            )
            | Self::Stopped { .. } => Exit::Failed,
            Self::Migrations(Error::Locked { .. }) => Exit::Locked,
            Self::Migrations(
                Error::Backup(_) | Error::Restored { .. } | Error::NotRestored { .. },
            )
            | Self::Restore(_) => Exit::Backup,
            Self::Migrations(Error::Ahead(_)) => Exit::Ahead,
            Self::Migrations(Error::Interrupted(_)) => Exit::Interrupted,
            Self::Environment(_) | Self::Connect(_) => Exit::Connection,
            Self::Usage { .. } => Exit::Usage,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Migrations(error) | Self::Stopped { error, .. } => error.hint(),
            Self::Environment(EnvironmentError::NoUrl) => Some(
                "set it in the environment or in a `.env` file, or give `--database-url`, such as \
                 `--database-url sqlite://app.db`"
                    .to_owned(),
            ),
            Self::Environment(_) | Self::Model { .. } => None,
            Self::Connect(error) => error.hint(),
            Self::Restore(error) => error.hint(),
            Self::Usage { hint, .. } => hint.clone(),
        }
    }
}
