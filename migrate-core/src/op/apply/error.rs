//! Why an operation does not fit a schema.

use std::fmt;

use crate::schema::{ConstraintKind, QualifiedName, closest};

use super::replica_identity::USER;

/// Why an operation does not fit the schema it is applied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplyError {
    /// The operation names something that is not there.
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
    /// The name of a table stands where that of something in it belongs, and the other way round.
    Swapped {
        /// What was taken for a table.
        table: QualifiedName,
        /// The order of the names.
        hint: String,
    },
    /// The operation makes something that is there already.
    Exists {
        /// What sort of object it is.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The table it is in.
        table: Option<QualifiedName>,
    },
    /// Something else needs what the operation drops.
    InUse {
        /// What sort of object is dropped.
        kind: &'static str,
        /// Its name.
        name: String,
        /// What needs it.
        user: String,
    },
    /// The table would be left without columns.
    LastColumn {
        /// The table.
        table: QualifiedName,
        /// Its column.
        column: String,
    },
    /// A constraint is of another kind than the verb says.
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
    /// What a verb for constraints drops is an index, or the other way round.
    OtherKind {
        /// The index or the constraint.
        name: String,
        /// Its table.
        table: QualifiedName,
        /// What it is: `a unique index`.
        is: String,
        /// What the verb says: `a unique constraint`.
        expected: String,
        /// The call that drops it.
        verb: &'static str,
    },
    /// A foreign key references columns that identify no row.
    NoKey {
        /// The foreign key.
        name: String,
        /// The referenced table.
        table: QualifiedName,
        /// The referenced columns.
        columns: String,
    },
    /// A default or a value does not fit its column's type.
    DoesNotFit {
        /// What the constant is to the column: `default` or `value`.
        what: &'static str,
        /// The column.
        column: String,
        /// Its type.
        column_type: String,
        /// The constant.
        value: String,
        /// Why, where its kind alone does not say it.
        reason: Option<String>,
        /// What to write.
        hint: String,
    },
    /// A column has more than one of what an `INSERT` without it stores.
    TwoSources {
        /// The column.
        column: String,
    },
    /// A filter is no condition.
    NoCondition {
        /// The table.
        table: QualifiedName,
        /// The column with its type, or the constant.
        what: String,
        /// What to write.
        hint: String,
    },
    /// A row is given two values for one column.
    SetTwice {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
    },
    /// The operation asks for nothing.
    Nothing {
        /// What is missing.
        what: String,
    },
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { kind, name, table, .. } => {
                write!(f, "there is no {kind} `{name}`{}", within(table.as_ref()))
            }
            Self::Swapped { table, .. } => write!(f, "there is no table `{table}`"),
            Self::Exists { kind, name, table } => {
                write!(f, "{kind} `{name}` already exists{}", within(table.as_ref()))
            }
            Self::InUse { kind, name, user } => write!(f, "{kind} `{name}` is used by {user}"),
            Self::LastColumn { table, column } => {
                write!(f, "`{column}` is the only column of table `{table}`")
            }
            Self::WrongKind { name, table, is, expected } => {
                write!(f, "`{name}` of table `{table}` is a {is}, not a {expected}")
            }
            Self::OtherKind { name, table, is, expected, .. } => {
                write!(f, "`{name}` of table `{table}` is {is}, not {expected}")
            }
            Self::NoKey { name, table, columns } => write!(
                f,
                "foreign key `{name}` references `{table}` ({columns}), which no primary key or unique constraint covers"
            ),
            Self::DoesNotFit { what, column, column_type, value, reason, .. } => write!(
                f,
                "the {what} {value} does not fit column `{column}`, which is {column_type}{}",
                because(reason.as_ref())
            ),
            Self::TwoSources { column } => write!(
                f,
                "column `{column}` has more than one of a default, an identity and an expression"
            ),
            Self::NoCondition { table, what, .. } => {
                write!(f, "{what} of table `{table}` is no condition")
            }
            Self::SetTwice { table, column } => {
                write!(f, "column `{column}` of table `{table}` is set twice")
            }
            Self::Nothing { what } => f.write_str(what),
        }
    }
}

impl std::error::Error for ApplyError {}

pub(super) fn within(table: Option<&QualifiedName>) -> String {
    table.map_or_else(String::new, |table| format!(" in table `{table}`"))
}

fn because(reason: Option<&String>) -> String {
    reason.map_or_else(String::new, |reason| format!(": {reason}"))
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
            Self::InUse { kind: "enum type" | "extension", user, .. }
                if user.starts_with("column") =>
            {
                Some(format!(
                    "drop {user} first, or give it another type with `op.alter_column(..).set_type(..)`"
                ))
            }
            Self::InUse { user, .. } if user.starts_with(USER) => Some(format!(
                "change {user} first, with `op.alter_table(..).postgres_replica_identity(..)`"
            )),
            Self::InUse { user, .. } => Some(format!("drop {user} first")),
            Self::LastColumn { table, .. } => {
                Some(format!("drop the table instead: `op.drop_table(\"{table}\")`"))
            }
            Self::WrongKind { is, .. } => Some(format!("write `op.{}(..)`", drop_verb(*is))),
            Self::OtherKind { name, table, verb, .. } => {
                Some(format!("write `op.{verb}(\"{name}\", \"{table}\")`"))
            }
            Self::NoKey { table, columns, .. } => Some(format!(
                "add one to `{table}` first, with `op.create_unique_constraint(..)` over ({columns})"
            )),
            Self::Swapped { hint, .. }
            | Self::DoesNotFit { hint, .. }
            | Self::NoCondition { hint, .. } => Some(hint.clone()),
            Self::Exists { kind: "primary key", .. } => Some(
                "a key of several columns is said of the table: `.primary_key([\"a\", \"b\"])`, \
                 without `.primary_key()` on the columns; another key is dropped first, with \
                 `op.drop_primary_key(..)`"
                    .to_owned(),
            ),
            Self::TwoSources { .. } => {
                Some("leave all but one out; `.drop_default()` drops a default".to_owned())
            }
            Self::Unknown { .. }
            | Self::Exists { .. }
            | Self::SetTwice { .. }
            | Self::Nothing { .. } => None,
        }
    }
}

/// The verb that drops constraints of a kind.
pub(super) const fn drop_verb(kind: ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey => "drop_primary_key",
        ConstraintKind::Unique => "drop_unique_constraint",
        ConstraintKind::ForeignKey => "drop_foreign_key",
        ConstraintKind::Check => "drop_check_constraint",
        ConstraintKind::Exclude => "drop_exclude_constraint",
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
