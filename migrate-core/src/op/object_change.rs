//! The changes of objects beside tables, each its own: what can change depends on the kind.

use crate::schema::{Function, QualifiedName, SequenceOptions, SequenceOwner};

/// A change of an object beside tables.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectChange {
    /// Adds a value to an enum type.
    AddEnumValue {
        /// The type's name.
        name: QualifiedName,
        /// The value.
        value: String,
        /// Its position among the others.
        position: EnumPosition,
    },
    /// Renames a value of an enum type; rows that hold it follow.
    RenameEnumValue {
        /// The type's name.
        name: QualifiedName,
        /// The value.
        from: String,
        /// Its new name.
        to: String,
    },
    /// Gives an enum type another name in the same schema (namespace).
    RenameEnum {
        /// The type's name.
        name: QualifiedName,
        /// Its new name.
        to: String,
    },
    /// Gives an enum type other values; rows that hold one that goes get another.
    SetEnumValues {
        /// The type's name.
        name: QualifiedName,
        /// All its values, in their order.
        values: Vec<String>,
        /// Values that go, each with the one that takes its place.
        replaced: Vec<(String, String)>,
    },
    /// Makes an extension available unless it is.
    EnsureExtension(String),
    /// Changes which numbers a sequence gives.
    AlterSequence {
        /// The sequence's name.
        name: QualifiedName,
        /// The new options; what is `None` stays as it is.
        options: SequenceOptions,
        /// The column it is dropped with from now on; `Some(None)` is none.
        owner: Option<Option<SequenceOwner>>,
    },
    /// Computes the rows of a materialized view again.
    RefreshMaterializedView {
        /// The view's name.
        name: QualifiedName,
        /// Whether it is read meanwhile.
        concurrently: bool,
    },
    /// Creates a function, in place of one with the same name and arguments if there is one.
    ReplaceFunction(Function),
}

/// The position of a new value in the list of an enum type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EnumPosition {
    /// After all others.
    #[default]
    Last,
    /// Right before another.
    Before(String),
    /// Right after another.
    After(String),
}

impl ObjectChange {
    /// The enum type whose values change.
    pub const fn enum_type(&self) -> Option<&QualifiedName> {
        match self {
            Self::AddEnumValue { name, .. }
            | Self::RenameEnumValue { name, .. }
            | Self::RenameEnum { name, .. }
            | Self::SetEnumValues { name, .. } => Some(name),
            Self::EnsureExtension(_)
            | Self::AlterSequence { .. }
            | Self::RefreshMaterializedView { .. }
            | Self::ReplaceFunction(_) => None,
        }
    }
}
