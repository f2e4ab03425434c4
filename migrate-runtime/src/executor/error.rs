//! What can go wrong while revisions run.

use crate::dialect::sqlite::RebuildError;
use crate::graph::Direction;
use crate::op::RunError;
use crate::schema::Origin;

/// An error of the database, with what it says beside the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DatabaseError {
    /// The database's message.
    pub message: String,
    /// More of it, where the database has more to say.
    pub details: Option<String>,
    /// The database's own advice.
    pub hint: Option<String>,
    /// The place in the statement, in characters from 1.
    pub position: Option<usize>,
}

impl DatabaseError {
    /// An error that is only a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), details: None, hint: None, position: None }
    }

    /// What to do about it: the database's own advice, or ours.
    pub fn advice(&self) -> Option<String> {
        self.hint.clone().or_else(|| advice(&self.message))
    }
}

/// A revision failed while it ran; what it did is undone, as far as the database undoes DDL.
#[derive(Debug, thiserror::Error)]
#[error("revision `{revision}` failed to {}", match .direction { Direction::Up => "apply", Direction::Down => "be taken back" })]
pub struct ExecuteError {
    /// The revision.
    pub revision: String,
    /// Its file and line.
    pub site: String,
    /// Which way it went.
    pub direction: Direction,
    /// The operation that failed, in a few words.
    pub operation: Option<String>,
    /// The source line of that operation.
    pub origin: Option<Origin>,
    /// The statement that failed.
    pub sql: Option<String>,
    /// The reason.
    #[source]
    pub cause: ExecuteCause,
}

/// The reason a revision failed.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteCause {
    /// The database refused a statement.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A table could not be made anew.
    #[error(transparent)]
    Rebuild(#[from] RebuildError),
    /// A function given to `run` failed.
    #[error("{0}")]
    Run(RunError),
    /// A function given to `run` wants another database.
    #[error("`run` takes a `{wanted}`, and this is {dialect}")]
    WrongConnection {
        /// The type it wants.
        wanted: &'static str,
        /// The database there is.
        dialect: String,
    },
    /// Rows reference rows that are not there.
    #[error("{count} {} of table `{table}` reference{} no row of `{parent}`", if *.count == 1 { "row" } else { "rows" }, if *.count == 1 { "s" } else { "" })]
    ForeignKeys {
        /// How many more than before.
        count: usize,
        /// The table with the rows.
        table: String,
        /// The table they reference.
        parent: String,
    },
    /// A view or trigger no longer fits the table that was made anew.
    #[error("{kind} `{name}` no longer works: {message}")]
    Dependent {
        /// `view` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
        /// What the database says of it.
        message: String,
    },
}

impl ExecuteCause {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Database(error) => error.advice(),
            Self::Rebuild(RebuildError::Missing { .. }) => Some(
                "the database is not what the revisions say it is; was it changed by hand?".into(),
            ),
            Self::Rebuild(RebuildError::Unreadable { .. }) | Self::Run(_) => None,
            Self::WrongConnection { .. } => Some(
                "record a `run` for each database's connection type in a revision of its own"
                    .into(),
            ),
            Self::ForeignKeys { parent, .. } => Some(format!(
                "delete or repair those rows first, or add the missing ones to `{parent}`"
            )),
            Self::Dependent { kind, name, .. } => Some(format!(
                "drop {kind} `{name}` before the change, with `op.drop_{kind}(..)`, and make it \
                 again after it"
            )),
        }
    }
}

fn advice(message: &str) -> Option<String> {
    let advice = if message.contains("NOT NULL constraint failed") {
        "some rows hold NULL there: fill them first, with `op.update(..)`"
    } else if message.contains("UNIQUE constraint failed") {
        "some rows are alike there: make them differ first"
    } else if message.contains("CHECK constraint failed") {
        "some rows break the check: repair them first"
    } else if message.contains("FOREIGN KEY constraint failed") {
        "some rows reference what would be gone, or what is not there"
    } else if message.contains("foreign key mismatch") {
        "the referenced columns are no longer a primary key or unique"
    } else if message.contains("Cannot add a NOT NULL column") {
        "the rows that are there would hold NULL: add it nullable, fill it with `op.update(..)`, \
         then `op.alter_column(..).not_null()`"
    } else if message.starts_with("error in view") {
        "drop that view before the change, with `op.drop_view(..)`, and make it again after it"
    } else if message.starts_with("error in trigger") {
        "drop that trigger before the change, with `op.drop_trigger(..)`, and make it again after it"
    } else if message.contains("database is locked") {
        "another program is writing; run again when it has finished"
    } else if message.contains("readonly database") {
        "the file, or the directory it is in, may not be written to"
    } else {
        return None;
    };
    Some(advice.to_owned())
}
