//! What the person who wrote a `schema.rs` should know of its comparison with the head.

use std::fmt;

use migrate_core::schema::QualifiedName;

use super::{PatchError, Place};

/// Something of a `schema.rs` that led to no operation, or to one that needs a look.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Whether a column has the declared type is not known, so it stays as it is.
    UnknownType {
        /// The declaration.
        place: Place,
        /// The table and the column.
        column: (QualifiedName, String),
        /// The type in `schema.rs`.
        declared: String,
        /// The type at the head.
        found: String,
    },
    /// The type of a column could not be given.
    NoType {
        /// The declaration.
        place: Place,
        /// The table and the column.
        column: (QualifiedName, String),
        /// Why.
        reason: String,
    },
    /// A column no longer takes NULL: rows may have it.
    NotNull {
        /// The declaration.
        place: Place,
        /// The table and the column.
        column: (QualifiedName, String),
    },
    /// `joinable!` became a foreign key of a new table.
    ForeignKey {
        /// The `joinable!`.
        place: Place,
        /// The new table and its column.
        column: (QualifiedName, String),
        /// The table that is referenced.
        references: QualifiedName,
    },
    /// `view!` names what is not at the head; its query is not in `schema.rs`.
    NoView {
        /// The declaration.
        place: Place,
        /// The view.
        name: QualifiedName,
    },
    /// What is no longer in `schema.rs` is kept, because something at the head needs it.
    Needed {
        /// The table, or the table and the column.
        object: String,
        /// What needs it.
        by: String,
    },
    /// The patch file does not fit what is generated of the head.
    Patch(PatchError),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType { place, column: (table, column), declared, found } => write!(
                f,
                "{place}: column `{table}.{column}` is left as it is: whether `{declared}` is {found} is not known"
            ),
            Self::NoType { place, column: (table, column), reason } => {
                write!(
                    f,
                    "{place}: column `{table}.{column}` is left to a revision by hand: {reason}"
                )
            }
            Self::NotNull { place, column: (table, column) } => {
                write!(
                    f,
                    "{place}: column `{table}.{column}` becomes NOT NULL, and rows may have NULL"
                )
            }
            Self::ForeignKey { place, column: (table, column), references } => write!(
                f,
                "{place}: `joinable!` is taken for a foreign key of new table `{table}`: `{column}` references `{references}`"
            ),
            Self::NoView { place, name } => write!(
                f,
                "{place}: view `{name}` is not at the head, and `view!` does not say its query: create it in a revision"
            ),
            Self::Needed { object, by } => {
                write!(f, "{object} is no longer in the model, and is kept: {by} needs it")
            }
            Self::Patch(error) => write!(f, "{error}"),
        }
    }
}
