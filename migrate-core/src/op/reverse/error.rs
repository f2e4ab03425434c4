//! Why no way back can be derived.

use std::fmt;

use crate::op::{ApplyError, Operation};
use crate::schema::ObjectRef;

/// Why an operation cannot be turned round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReverseError {
    /// The rows as they were are gone.
    Data {
        /// The operation, in a few words.
        what: String,
    },
    /// A column was given another type, from which not all of its values come back.
    Values {
        /// The operation, in a few words.
        what: String,
        /// The column, its types, and what is not known of them.
        reason: String,
    },
    /// A column is dropped for which the rows would get a value that nobody chose.
    Filled {
        /// The operation, in a few words.
        what: String,
    },
    /// Rows of tables that were there before may have changed with those of new ones.
    SideEffect {
        /// The operation, in a few words.
        what: String,
        /// The trigger or the foreign key.
        by: String,
    },
    /// A column of rows that were there before gets the time of an `UPDATE`.
    UpdatedTime {
        /// The operation, in a few words.
        what: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Rows of other tables would go with those that are deleted.
    FollowedRows {
        /// The table.
        table: String,
        /// The trigger or the foreign key.
        by: String,
    },
    /// What the operation creates may have existed before, and would be dropped.
    MayHaveExisted {
        /// The operation, in a few words.
        what: String,
    },
    /// The text of what is dropped is not known.
    UnknownText {
        /// The operation, in a few words.
        what: String,
        /// The view or the trigger.
        object: String,
    },
    /// A view is dropped whose columns its text does not tell any longer.
    Outgrown {
        /// The operation, in a few words.
        what: String,
        /// The view.
        object: String,
        /// The table or the view that the `*` stands for.
        relation: String,
    },
    /// What the operation drops may not have existed before, and what it was is not known.
    MayNotHaveExisted {
        /// The operation, in a few words.
        what: String,
    },
    /// The operation has no opposite.
    NoOpposite {
        /// The operation, in a few words.
        what: String,
    },
    /// Raw SQL, or a function, and the revision does not say what takes it back.
    Raw {
        /// The operation, in a few words.
        what: String,
    },
    /// The operation does not fit the schema.
    Apply(ApplyError),
}

impl fmt::Display for ReverseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { what } => {
                write!(f, "{what} cannot be undone: the rows as they were are not known")
            }
            Self::Values { what, reason } => write!(f, "{what} cannot be undone: {reason}"),
            Self::Filled { what } => write!(
                f,
                "{what} cannot be undone: the column is NOT NULL and has no default, so that the server would fill \
                 it with 0 or an empty text"
            ),
            Self::SideEffect { what, by } => {
                write!(f, "{what} cannot be undone: {by} may have changed other rows")
            }
            Self::UpdatedTime { what, table, column } => write!(
                f,
                "{what} cannot be undone: MariaDB and MySQL set column `{column}` of table `{table}` to the time of \
                 the UPDATE"
            ),
            Self::FollowedRows { table, by } => write!(
                f,
                "rows that were inserted into {table} cannot be taken back: {by} may change other rows with them"
            ),
            Self::MayHaveExisted { what } => {
                write!(f, "{what} cannot be undone: what it creates may have existed before")
            }
            Self::UnknownText { what, object } => write!(
                f,
                "{what} cannot be undone: something was renamed that {object} may name, so that its text is not known"
            ),
            Self::Outgrown { what, object, relation } => write!(
                f,
                "{what} cannot be undone: {object} has `*`, which stands for the columns of the time it was \
                 created, and {relation} has had others since"
            ),
            Self::MayNotHaveExisted { what } => {
                write!(f, "{what} cannot be undone: the revisions do not know what it drops")
            }
            Self::NoOpposite { what } => write!(f, "{what} has no opposite"),
            Self::Raw { what } => {
                write!(f, "{what} cannot be undone: the revision does not say how")
            }
            Self::Apply(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReverseError {}

impl From<ApplyError> for ReverseError {
    fn from(error: ApplyError) -> Self {
        Self::Apply(error)
    }
}

impl ReverseError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Data { .. }
            | Self::Values { .. }
            | Self::Filled { .. }
            | Self::Outgrown { .. }
            | Self::SideEffect { .. }
            | Self::FollowedRows { .. }
            | Self::MayHaveExisted { .. }
            | Self::UnknownText { .. }
            | Self::MayNotHaveExisted { .. }
            | Self::NoOpposite { .. } => Some(
                "write `fn downgrade(op: &mut Op) { .. }` instead of `downgrade = auto`, or refuse \
                 with `downgrade = irreversible(\"why\")`"
                    .to_owned(),
            ),
            Self::UpdatedTime { column, .. } => Some(format!(
                "keep the time with `.set(\"{column}\", col(\"{column}\"))`, or write \
                 `fn downgrade(op: &mut Op) {{ .. }}` instead of `downgrade = auto`"
            )),
            Self::Raw { .. } => Some(
                "say what takes it back with `.undo(\"..\")`, or that nothing has to with \
                 `.nothing_to_undo()`; or write `fn downgrade(op: &mut Op) { .. }`"
                    .to_owned(),
            ),
            Self::Apply(error) => error.hint(),
        }
    }
}

pub(super) fn unknown_text(operation: &Operation, object: &ObjectRef) -> ReverseError {
    let object = format!("{} `{}`", object.kind(), object.name());
    ReverseError::UnknownText { what: operation.to_string(), object }
}

pub(super) fn may_have_existed(operation: &Operation) -> ReverseError {
    ReverseError::MayHaveExisted { what: operation.to_string() }
}

pub(super) fn no_opposite(operation: &Operation) -> ReverseError {
    ReverseError::NoOpposite { what: operation.to_string() }
}
