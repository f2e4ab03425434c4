//! Everything that can end a command, with its exit code.

use super::connect::ConnectError;
use super::environment::EnvironmentError;
use super::exit::Exit;

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CliError {
    /// The revisions or the database.
    #[error(transparent)]
    Migrations(#[from] crate::Error),
    /// The environment says nothing, or nothing that can be read.
    #[error(transparent)]
    Environment(#[from] EnvironmentError),
    /// The database cannot be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A signal stopped the run.
    #[error("{error}")]
    Stopped {
        /// Where it was.
        #[source]
        error: crate::Error,
        /// The exit code, which tells the signal.
        code: u8,
    },
    /// A model panicked while it was recorded.
    #[error("the model of {place} failed")]
    Model {
        /// Its file and line.
        place: String,
        /// What it said.
        #[source]
        panic: crate::prepare::Panic,
    },
    /// An argument that clap cannot judge.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
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
            Self::Environment(_) | Self::Connect(_) | Self::Model { .. } | Self::Usage { .. } => {
                None
            }
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
    pub const fn exit(&self) -> Exit {
        use crate::Error;
        match self {
            Self::Migrations(Error::Registry(_) | Error::Graph(_)) | Self::Model { .. } => {
                Exit::Revisions
            }
            Self::Migrations(Error::Prepare(_) | Error::NotTransactional { .. }) => Exit::Plan,
            Self::Migrations(
                Error::Execute(_)
                | Error::Database(_)
                | Error::VersionTableChanged { .. }
                | Error::Canceled,
            )
            | Self::Stopped { .. } => Exit::Failed,
            Self::Migrations(Error::Locked { .. }) => Exit::Locked,
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
            Self::Usage { hint, .. } => hint.clone(),
        }
    }
}
