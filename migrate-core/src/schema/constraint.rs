//! What a table promises of its rows: keys, references and checks.

use std::fmt;

use super::{QualifiedName, SqlPart};

/// A constraint of a table.
///
/// The builder names every constraint, by the convention `pk_`, `uq_`, `fk_` where none is given;
/// only a constraint read from a database may have no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The name.
    pub name: Option<String>,
    /// What it demands.
    pub body: ConstraintBody,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstraintBody {
    /// The rows' identity.
    PrimaryKey {
        /// The key's columns, in order.
        columns: Vec<String>,
    },
    /// No two rows are alike in these columns.
    Unique {
        /// The columns, in order.
        columns: Vec<String>,
        /// The columns that its index holds besides, so that reads of them need no row (PostgreSQL).
        include: Vec<String>,
        /// Whether two `NULL`s count as alike.
        nulls_not_distinct: bool,
        /// When it is checked.
        deferrable: Deferrable,
    },
    /// A row of another table exists.
    ForeignKey(ForeignKey),
    /// The expression is not false.
    Check {
        /// The SQL expression, without its parentheses.
        expression: SqlPart,
        /// Whether existing rows are known to obey (`NOT VALID` otherwise).
        validated: bool,
    },
    /// No two rows compare true in all elements.
    Exclude {
        /// The index method, such as `gist`.
        method: String,
        /// Expressions, each with its operator.
        elements: Vec<ExcludeElement>,
        /// The rows it holds for.
        filter: Option<SqlPart>,
        /// When it is checked.
        deferrable: Deferrable,
    },
}

/// One element of an exclusion constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcludeElement {
    /// A column or an expression.
    pub expression: SqlPart,
    /// The operator that must not hold between two rows.
    pub operator: String,
}

/// A reference to rows of another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The referencing columns.
    pub columns: Vec<String>,
    /// The referenced table.
    pub table: QualifiedName,
    /// The referenced columns, as many as `columns`.
    pub referenced: Vec<String>,
    /// Whether a row with some of the columns `NULL` is refused (`MATCH FULL`, PostgreSQL); otherwise it
    /// references nothing.
    pub match_full: bool,
    /// What happens when the referenced row goes.
    pub on_delete: Action,
    /// What happens when the referenced key changes.
    pub on_update: Action,
    /// When it is checked.
    pub deferrable: Deferrable,
    /// Whether existing rows are known to obey (`NOT VALID` otherwise).
    pub validated: bool,
}

/// What a foreign key does when the referenced row changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Refuse, at the end of the statement or transaction.
    #[default]
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Do the same to the referencing rows.
    Cascade,
    /// Set the referencing columns to `NULL`.
    SetNull,
    /// Set the referencing columns to their defaults.
    SetDefault,
}

impl Action {
    /// The action in SQL's words.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

/// When a constraint is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deferrable {
    /// With each statement, always.
    #[default]
    No,
    /// With each statement, unless the transaction asks for later.
    InitiallyImmediate,
    /// At commit, unless the transaction asks for earlier.
    InitiallyDeferred,
}

impl Deferrable {
    /// The clause in SQL's words; empty for the default.
    pub const fn sql(self) -> &'static str {
        match self {
            Self::No => "",
            Self::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
            Self::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
        }
    }
}

/// The kind of a constraint, for the typed drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// A primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A foreign key.
    ForeignKey,
    /// A check constraint.
    Check,
    /// An exclusion constraint.
    Exclude,
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::ForeignKey => "foreign key",
            Self::Check => "check constraint",
            Self::Exclude => "exclusion constraint",
        })
    }
}

impl Constraint {
    /// A constraint with a name.
    pub fn named(name: impl Into<String>, body: ConstraintBody) -> Self {
        Self { name: Some(name.into()), body }
    }

    /// The kind of its body.
    pub const fn kind(&self) -> ConstraintKind {
        match self.body {
            ConstraintBody::PrimaryKey { .. } => ConstraintKind::PrimaryKey,
            ConstraintBody::Unique { .. } => ConstraintKind::Unique,
            ConstraintBody::ForeignKey(_) => ConstraintKind::ForeignKey,
            ConstraintBody::Check { .. } => ConstraintKind::Check,
            ConstraintBody::Exclude { .. } => ConstraintKind::Exclude,
        }
    }

    /// Whether existing rows are known to obey it: of checks and foreign keys PostgreSQL is told with `NOT VALID`
    /// that they may not.
    pub const fn is_validated(&self) -> bool {
        match &self.body {
            ConstraintBody::Check { validated, .. } => *validated,
            ConstraintBody::ForeignKey(key) => key.validated,
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::Exclude { .. } => true,
        }
    }

    /// Whether it has this name.
    pub fn is_named(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    /// The columns that its index holds besides.
    pub fn included(&self) -> &[String] {
        match &self.body {
            ConstraintBody::Unique { include, .. } => include,
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => &[],
        }
    }

    /// Whether it may be checked at commit.
    pub const fn deferrable(&self) -> Deferrable {
        match &self.body {
            ConstraintBody::Unique { deferrable, .. }
            | ConstraintBody::Exclude { deferrable, .. } => *deferrable,
            ConstraintBody::ForeignKey(key) => key.deferrable,
            ConstraintBody::PrimaryKey { .. } | ConstraintBody::Check { .. } => Deferrable::No,
        }
    }

    /// The table's own columns it lists; a check and an exclusion list none, they hold expressions.
    pub fn columns(&self) -> &[String] {
        match &self.body {
            ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
                columns
            }
            ConstraintBody::ForeignKey(key) => &key.columns,
            ConstraintBody::Check { .. } | ConstraintBody::Exclude { .. } => &[],
        }
    }
}
