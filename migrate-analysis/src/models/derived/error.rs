//! Why the models of a binary make no schema.

use migrate_core::op::ApplyError;
use migrate_core::schema::{Origin, QualifiedName};

use crate::decode::DecodeError;

/// Why the models of a binary make no schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelsError {
    /// The document is of another form.
    #[error("the exported models cannot be read")]
    Unreadable(#[from] DecodeError),
    /// A model does not fit those before it.
    #[error("the model at {origin} does not fit the others")]
    Apply {
        /// Its place.
        origin: Origin,
        /// Why not.
        source: Box<ApplyError>,
    },
    /// A function of models changes what is there, or rows.
    #[error("`{operation}` at {origin} does not say what a schema has")]
    NotOfASchema {
        /// The operation.
        operation: String,
        /// Its place.
        origin: Origin,
    },
    /// Two models know an enum type with other labels.
    #[error("the enum type `{name}` has other labels at {} than at {}", place(*other), place(*one))]
    Labels {
        /// The type.
        name: QualifiedName,
        /// One table; none where the type itself is created.
        one: Option<Origin>,
        /// The other table.
        other: Option<Origin>,
    },
}

fn place(origin: Option<Origin>) -> String {
    origin.map_or_else(|| "its creation".to_owned(), |origin| origin.to_string())
}

impl ModelsError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable(_) => Some(
                "update `cargo-migrate` and the migrations package to the same release".to_owned(),
            ),
            Self::Apply { .. } => None,
            Self::NotOfASchema { .. } => Some(
                "record what there is, `op.create_view(..)` and its like; raw SQL says with `.effect(..)` what it \
                 creates, and what changes rows belongs in a revision"
                    .to_owned(),
            ),
            Self::Labels { .. } => {
                Some(
                    "write one enum with `#[derive(ModelEnum)]`, use it in all models, and give `op.create_enum(..)` of a \
                     function with `#[models]` the same labels"
                        .to_owned(),
                )
            }
        }
    }
}
