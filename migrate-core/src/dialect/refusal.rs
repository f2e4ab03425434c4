//! Why an operation is refused, before anything runs or when the live definition is known.

use crate::op::{ApplyError, Recorded};
use crate::schema::Origin;

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

impl LowerError {
    /// The error of an operation.
    pub fn of(recorded: &Recorded, cause: Refusal) -> Self {
        Self { operation: recorded.operation.to_string(), origin: recorded.origin, cause }
    }
}

/// Why the definition that a live database has cannot be edited, found when the statement runs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// The definition could not be read.
    #[error("cannot read the definition of table `{table}`: {reason}")]
    Unreadable {
        /// The table.
        table: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The table in the database has no such part.
    #[error("table `{table}` of the database has no {kind} `{name}`")]
    Missing {
        /// The table.
        table: String,
        /// What sort of part, such as `column`.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// The table in the database has no constraint of the name, and several that say the same.
    #[error(
        "table `{table}` of the database has no constraint `{name}`, and more than one that could be it: {}",
        listed(.candidates)
    )]
    Ambiguous {
        /// The table.
        table: String,
        /// The constraint's name.
        name: String,
        /// The constraints that could be it, as the database has them.
        candidates: Vec<String>,
    },
    /// The server does not show all of a column's definition, and it is not the revisions' either.
    #[error(
        "the server shows `?` in column `{column}` of table `{table}`, which may be a character beyond \
         U+FFFF, and the definition differs from the one of the revisions"
    )]
    Lossy {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" and ")
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
