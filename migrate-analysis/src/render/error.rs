//! Why operations cannot be written as Rust.

use migrate_core::schema::ConstraintKind;

/// Why no function could be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The function cannot have this name.
    #[error("`{0}` is not the name of a Rust function")]
    Name(String),
    /// An operation cannot be written.
    #[error("`{operation}` cannot be written in Rust")]
    Operation {
        /// The operation, in a few words.
        operation: String,
        /// Why.
        source: Unwritable,
    },
    /// One operation needs a transaction, another refuses it.
    #[error("`{inside}` needs a transaction, and `{outside}` must run outside of one")]
    Mode {
        /// The operation that needs the transaction.
        inside: String,
        /// The operation that must run outside of one.
        outside: String,
    },
    /// The tokens are not Rust, which is a mistake of this crate.
    #[error("the function is not valid Rust: {0}")]
    Syntax(String),
}

impl RenderError {
    /// What to do about it.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Operation { source, .. } => source.hint(),
            Self::Mode { .. } => Some("write two revisions, one of them with `op: &mut Op<NoTx>`"),
            Self::Name(_) | Self::Syntax(_) => None,
        }
    }
}

/// Why an operation cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unwritable {
    /// It calls a function.
    #[error("the function that it calls is known only to the program that recorded it")]
    Function,
    /// It adds a constraint without a name, and the builder names every constraint.
    #[error("a {0} has no name")]
    Unnamed(ConstraintKind),
    /// The builder has no word for it.
    #[error("the builder has no word for {0}")]
    NoWord(String),
    /// An operation of its effect cannot be written.
    #[error("its effect `{operation}` cannot be written")]
    Effect {
        /// The operation, in a few words.
        operation: String,
        /// Why.
        source: Box<Unwritable>,
    },
}

impl Unwritable {
    pub(super) fn word(what: impl Into<String>) -> Self {
        Self::NoWord(what.into())
    }

    const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Function => Some("copy the call of `op.run` from the revision by hand"),
            Self::Unnamed(_) => Some("give the constraint a name in the database or in the model"),
            Self::NoWord(_) => Some("write it as SQL: `op.execute(..)`"),
            Self::Effect { source, .. } => source.hint(),
        }
    }
}
