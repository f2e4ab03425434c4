//! Both functions of a revision: the upgrade, and the way back that follows from it.

use migrate_core::op::{Operation, Recorded, reverse_all};
use migrate_core::schema::{Family, Origin, Schema};
use migrate_core::sql_text::SqlSyntax;
use proc_macro2::Literal;

use super::error::RenderError;
use super::function::function;

/// What a revision's file says of its operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Functions {
    /// The text of `fn upgrade`.
    pub upgrade: String,
    /// The way back.
    pub downgrade: Downgrade,
}

/// How a revision is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Downgrade {
    /// By the text of a `fn downgrade`.
    Function(String),
    /// As is derived when it runs: databases differ in it, or the builder cannot say it.
    Auto,
    /// Not at all, for this reason.
    Irreversible(String),
}

impl Downgrade {
    /// What `#[migration(..)]` says of it; nothing where there is a function.
    ///
    /// ```
    /// use migrate_analysis::render::Downgrade;
    ///
    /// assert_eq!(Downgrade::Auto.attribute().as_deref(), Some("downgrade = auto"));
    /// let never = Downgrade::Irreversible("rows are gone".to_owned());
    /// assert_eq!(never.attribute().as_deref(), Some("downgrade = irreversible(\"rows are gone\")"));
    /// ```
    pub fn attribute(&self) -> Option<String> {
        match self {
            Self::Function(_) => None,
            Self::Auto => Some("downgrade = auto".to_owned()),
            Self::Irreversible(reason) => {
                Some(format!("downgrade = irreversible({})", Literal::string(reason)))
            }
        }
    }
}

/// The functions of a revision that does these operations to the schema `before`, on the databases of `families`.
///
/// # Errors
///
/// The upgrade cannot be written; see [`function`](super::function()).
///
/// ```
/// use migrate_analysis::render::{Downgrade, functions};
/// use migrate_core::op::Operation;
/// use migrate_core::schema::{Column, ColumnType, Family, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("id", ColumnType::BigInt));
/// let create = Operation::CreateTable { table: users, if_not_exists: false };
///
/// let written = functions(&[create], &Schema::new(), &[Family::Sqlite]).unwrap();
/// let back = "fn downgrade(op: &mut Op) {\n    op.drop_table(\"users\");\n}\n";
/// assert_eq!(written.downgrade, Downgrade::Function(back.to_owned()));
/// ```
pub fn functions(
    operations: &[Operation],
    before: &Schema,
    families: &[Family],
) -> Result<Functions, RenderError> {
    let upgrade = function("upgrade", operations)?;
    Ok(Functions { upgrade, downgrade: downgrade(operations, before, families) })
}

fn downgrade(operations: &[Operation], before: &Schema, families: &[Family]) -> Downgrade {
    let origin = Origin::caller();
    let recorded = |operation: &Operation| Recorded { operation: operation.clone(), origin };
    let script: Vec<_> = operations.iter().map(recorded).collect();
    let (mut ways, mut refusals) = (Vec::<Vec<Operation>>::new(), Vec::new());
    for syntax in SqlSyntax::ALL {
        if !families.contains(&Family::from(syntax)) {
            continue;
        }
        let mut schema = before.clone();
        schema.syntax = syntax;
        match reverse_all(&script, &mut schema) {
            Ok(way) => ways.push(way.into_iter().map(|recorded| recorded.operation).collect()),
            Err((refusal, _)) => refusals.push(refusal.to_string()),
        }
    }
    match (&ways[..], &refusals[..]) {
        ([], [refusal, ..]) => Downgrade::Irreversible(refusal.clone()),
        ([way, others @ ..], []) if others.iter().all(|other| other == way) => {
            function("downgrade", way).map_or(Downgrade::Auto, Downgrade::Function)
        }
        // Each database takes back what it can.
        _ => Downgrade::Auto,
    }
}
