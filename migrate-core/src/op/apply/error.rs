//! Why an operation does not fit a schema.

use crate::schema::{ConstraintKind, QualifiedName, closest};

/// Why an operation does not fit the schema it is applied to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The operation names something that is not there.
    #[error("there is no {kind} `{name}`{}", within(.table.as_ref()))]
    Unknown {
        /// What sort of object it is: `table`, `column`, ..
        kind: &'static str,
        /// Its name.
        name: String,
        /// The table it was looked for in.
        table: Option<QualifiedName>,
        /// A name that is there and looks like it.
        closest: Option<String>,
    },
    /// The operation makes something that is there already.
    #[error("{kind} `{name}` already exists{}", within(.table.as_ref()))]
    Exists {
        /// What sort of object it is.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The table it is in.
        table: Option<QualifiedName>,
    },
    /// Something else needs what the operation drops.
    #[error("{kind} `{name}` is used by {user}")]
    InUse {
        /// What sort of object is dropped.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What needs it.
        user: String,
    },
    /// The table would be left without columns.
    #[error("`{column}` is the only column of table `{table}`")]
    LastColumn {
        /// The table.
        table: QualifiedName,
        /// Its column.
        column: String,
    },
    /// A constraint is of another kind than the verb says.
    #[error("`{name}` of table `{table}` is a {is}, not a {expected}")]
    WrongKind {
        /// The constraint.
        name: String,
        /// Its table.
        table: QualifiedName,
        /// What it is.
        is: ConstraintKind,
        /// What the verb says.
        expected: ConstraintKind,
    },
    /// What a verb takes for a constraint is an index.
    #[error("`{name}` of table `{table}` is an index, not a {expected}")]
    IsIndex {
        /// The index.
        name: String,
        /// Its table.
        table: QualifiedName,
        /// What the verb says.
        expected: ConstraintKind,
    },
    /// A foreign key references columns that identify no row.
    #[error(
        "foreign key `{name}` references `{table}` ({columns}), which no primary key or unique constraint covers"
    )]
    NoKey {
        /// The foreign key.
        name: String,
        /// The referenced table.
        table: QualifiedName,
        /// The referenced columns.
        columns: String,
    },
    /// A default does not fit its column's type.
    #[error("the default {value} does not fit column `{column}`, which is {column_type}")]
    DefaultDoesNotFit {
        /// The column.
        column: String,
        /// Its type.
        column_type: String,
        /// The default.
        value: String,
    },
    /// A row is given two values for one column.
    #[error("column `{column}` of table `{table}` is set twice")]
    SetTwice {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
    },
    /// The operation asks for nothing.
    #[error("{what}")]
    Nothing {
        /// What is missing.
        what: String,
    },
}

pub(super) fn within(table: Option<&QualifiedName>) -> String {
    table.map_or_else(String::new, |table| format!(" in table `{table}`"))
}

impl ApplyError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { closest: Some(name), .. } => Some(format!("did you mean `{name}`?")),
            Self::Unknown { kind: "table", name, .. } => Some(format!(
                "no earlier revision makes `{name}`; if raw SQL or another tool does, say so with \
                 `op.execute(..).effect(|op| op.create_table(table(\"{name}\")..))`"
            )),
            Self::InUse { kind: "enum type", user, .. } => Some(format!(
                "give {user} another type first with `op.alter_column(..).set_type(..)`, or drop it"
            )),
            Self::InUse { user, .. } => Some(format!("drop {user} first")),
            Self::IsIndex { .. } => Some("write `op.drop_index(..)`".to_owned()),
            Self::LastColumn { table, .. } => {
                Some(format!("drop the table instead: `op.drop_table(\"{table}\")`"))
            }
            Self::WrongKind { is, .. } => Some(match is {
                ConstraintKind::PrimaryKey => "write `op.drop_primary_key(..)`".to_owned(),
                ConstraintKind::Unique => "write `op.drop_unique_constraint(..)`".to_owned(),
                ConstraintKind::ForeignKey => "write `op.drop_foreign_key(..)`".to_owned(),
                ConstraintKind::Check => "write `op.drop_check_constraint(..)`".to_owned(),
                ConstraintKind::Exclude => "write `op.drop_exclude_constraint(..)`".to_owned(),
            }),
            Self::NoKey { table, columns, .. } => Some(format!(
                "add one to `{table}` first, with `op.create_unique_constraint(..)` over ({columns})"
            )),
            Self::DefaultDoesNotFit { .. } => Some(
                "write a value of the column's type, or `sql(\"..\")` for an expression".into(),
            ),
            Self::Unknown { .. }
            | Self::Exists { .. }
            | Self::SetTwice { .. }
            | Self::Nothing { .. } => None,
        }
    }
}

pub(super) fn unknown<'a>(
    kind: &'static str,
    name: &str,
    table: Option<&QualifiedName>,
    candidates: impl IntoIterator<Item = &'a str>,
) -> ApplyError {
    ApplyError::Unknown {
        kind,
        name: name.to_owned(),
        table: table.cloned(),
        closest: closest(name, candidates),
    }
}

pub(super) fn exists(kind: &'static str, name: &str, table: Option<&QualifiedName>) -> ApplyError {
    ApplyError::Exists { kind, name: name.to_owned(), table: table.cloned() }
}
