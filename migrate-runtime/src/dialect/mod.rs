//! From operations to SQL, for one database and its version; never connects.
//!
//! [`lower`] takes what a revision recorded and the schema before it, and gives the [`Step`]s that
//! carry it out. What a database cannot express is a [`LowerError`] here, before anything runs.

pub mod sqlite;

use std::fmt;

use crate::op::{ApplyError, Recorded, RunStep};
use crate::schema::{Origin, Schema, SqlText};

/// A database and the version of its server or library, which decides the forms that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite(sqlite::Version),
}

impl Dialect {
    /// The database's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
        }
    }

    /// A name as SQL, quoted only when it must be.
    pub fn quote(self, name: &str) -> String {
        match self {
            Self::Sqlite(_) => sqlite::quote(name),
        }
    }

    /// A text constant as SQL.
    pub fn string(self, text: &str) -> String {
        match self {
            Self::Sqlite(_) => sqlite::string(text),
        }
    }

    /// The text for this database, when there is one.
    pub fn text(self, sql: &SqlText) -> Option<&str> {
        match (self, sql) {
            (_, SqlText::Common(text)) => Some(text),
            (Self::Sqlite(_), SqlText::PerDialect { sqlite, .. }) => sqlite.as_deref(),
        }
    }

    /// Whether DDL takes part in transactions, so that a failed revision leaves nothing.
    pub const fn transactional_ddl(self) -> bool {
        match self {
            Self::Sqlite(_) => true,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(version) => write!(f, "SQLite {version}"),
        }
    }
}

/// One piece of work for the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What to do.
    pub work: Work,
    /// The operation it comes from, in a few words.
    pub operation: String,
    /// The source line that recorded the operation.
    pub origin: Origin,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// One statement.
    Sql(String),
    /// SQL as a revision wrote it: any number of statements.
    Raw(String),
    /// A table made anew, because SQLite cannot alter it so.
    Rebuild(Box<sqlite::Rebuild>),
    /// A function to call with the connection.
    Run(RunStep),
    /// Something the database has no place for, which is left out.
    Note(String),
}

/// Why a revision cannot be carried out, found before anything runs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {operation}: {cause}")]
pub struct LowerError {
    /// The operation, in a few words.
    pub operation: String,
    /// The source line that recorded it.
    pub origin: Origin,
    /// The reason.
    pub cause: Refusal,
}

/// The reason an operation is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not fit the schema.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The database cannot do it.
    #[error("{reason}")]
    Unsupported {
        /// What the database lacks.
        reason: String,
        /// What to do instead.
        hint: Option<String>,
    },
}

impl Refusal {
    /// The database cannot do it, and this is the way round.
    fn unsupported(reason: impl Into<String>, hint: &str) -> Self {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        Self::Unsupported { reason: reason.into(), hint }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Apply(error) => error.hint(),
            Self::Unsupported { hint, .. } => hint.clone(),
        }
    }
}

/// The steps of one revision, which is about to be applied to `schema`; the schema becomes the one
/// after it.
pub fn lower(
    dialect: Dialect,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Vec<Step>, LowerError> {
    match dialect {
        Dialect::Sqlite(version) => sqlite::lower(version, script, schema),
    }
}

/// Whether the steps can run inside a transaction of the executor's.
pub(crate) fn require_transactional(dialect: Dialect, steps: &[Step]) -> Result<(), LowerError> {
    match dialect {
        Dialect::Sqlite(_) => sqlite::require_transactional(steps),
    }
}

/// The schema with every object in the form the database gives back, so that a declared schema can
/// be held against a live one.
pub fn normalize(dialect: Dialect, schema: Schema) -> Schema {
    match dialect {
        Dialect::Sqlite(_) => sqlite::normalize(schema),
    }
}
