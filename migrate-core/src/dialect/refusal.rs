//! Why an operation is refused, before anything runs or when the live definition is known.

use std::fmt;

use crate::op::{ApplyError, Recorded};
use crate::schema::Origin;

/// Why a revision cannot be carried out, found before anything runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerError {
    /// The operation, in a few words.
    pub operation: String,
    /// The source line that recorded it.
    pub origin: Origin,
    /// The reason.
    pub cause: Refusal,
}

impl fmt::Display for LowerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, cause, .. } = self;
        write!(f, "cannot {operation}: {cause}")
    }
}

impl std::error::Error for LowerError {}

impl LowerError {
    /// The error of an operation.
    pub fn of(recorded: &Recorded, cause: Refusal) -> Self {
        Self { operation: recorded.operation.to_string(), origin: recorded.origin, cause }
    }
}

/// Why the definition that a live database has cannot be edited, found when the statement runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefinitionError {
    /// The definition could not be read.
    Unreadable {
        /// The table.
        table: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The table in the database has no such part.
    Missing {
        /// The table.
        table: String,
        /// What sort of part, such as `column`.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// The table in the database has no constraint of the name, and several that say the same.
    Ambiguous {
        /// The table.
        table: String,
        /// The constraint's name.
        name: String,
        /// The constraints that could be it, as the database has them.
        candidates: Vec<String>,
    },
    /// The server does not show all of a column's definition, and it is not the revisions' either.
    Lossy {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { table, reason } => {
                write!(f, "cannot read the definition of table `{table}`: {reason}")
            }
            Self::Missing { table, kind, name } => {
                write!(f, "table `{table}` of the database has no {kind} `{name}`")
            }
            Self::Ambiguous { table, name, candidates } => write!(
                f,
                "table `{table}` of the database has no constraint `{name}`, and more than one that could be it: {}",
                listed(candidates)
            ),
            Self::Lossy { table, column } => write!(
                f,
                "the server shows `?` in column `{column}` of table `{table}`, which may be a character beyond \
                 U+FFFF, and the definition differs from the one of the revisions"
            ),
        }
    }
}

impl std::error::Error for DefinitionError {}

fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" and ")
}

/// The reason an operation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not fit the schema.
    Apply(ApplyError),
    /// The database cannot do it.
    Unsupported {
        /// What the database lacks.
        reason: String,
        /// What to do instead.
        hint: Option<String>,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apply(error) => error.fmt(f),
            Self::Unsupported { reason, .. } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<ApplyError> for Refusal {
    fn from(error: ApplyError) -> Self {
        Self::Apply(error)
    }
}

impl Refusal {
    /// The database cannot do it, and this is the way round.
    pub(super) fn unsupported(reason: impl Into<String>, hint: &str) -> Self {
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
