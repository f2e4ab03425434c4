//! Whether and when a dependent is in the way of a drop or a rename, by the rule of each database.

use crate::dialect::{Dialect, LowerError, Refusal};
use crate::op::{ApplyError, Certainty, Dependent, DependentKind, Operation, Recorded, Target};

/// When a dependent is in the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The server would refuse the statement.
    AtOnce,
    /// The server would leave the dependent broken, unless the revision drops or replaces it.
    AtEnd,
}

/// Whether and when a dependent is in the way.
pub(super) fn refused(
    dialect: Dialect,
    target: &Target,
    is_renamed: bool,
    dependent: &Dependent,
) -> Option<Refused> {
    let is_certain = dependent.certainty == Certainty::Certain;
    if matches!(target, Target::NewColumn(..)) {
        return reads_again(dialect, &dependent.kind).then_some(Refused::AtEnd);
    }
    match dialect {
        // PostgreSQL fills the columns that a row has no value for
        // (<https://www.postgresql.org/docs/current/sql-insert.html>); the others refuse the row
        // (<https://www.sqlite.org/lang_insert.html>, MariaDB's and MySQL's error 1136).
        Dialect::Postgres(_) if matches!(target, Target::ColumnCount(_)) => None,
        Dialect::Sqlite(_) | Dialect::Mysql(_) if matches!(target, Target::ColumnCount(_)) => {
            Some(Refused::AtEnd)
        }
        Dialect::Postgres(_) => {
            refused_on_postgres(target, is_renamed, &dependent.kind).filter(|_| is_certain)
        }
        // A column has its own list of values, of which its type is only the name.
        Dialect::Sqlite(_) | Dialect::Mysql(_) if matches!(target, Target::EnumType(_)) => None,
        // A value is kept as text, and no row has the old one any longer.
        Dialect::Sqlite(_) | Dialect::Mysql(_) if matches!(target, Target::EnumValue(..)) => {
            Some(Refused::AtOnce)
        }
        Dialect::Sqlite(_) => {
            refused_on_sqlite(target, is_renamed, &dependent.kind).filter(|_| is_certain)
        }
        Dialect::Mysql(_) => refused_on_mysql(is_renamed, dependent),
    }
}

/// Whether a database reads the text of an object again each time that it is used, so that a name in it means
/// what it means then: SQLite that of views and triggers, MariaDB and MySQL that of triggers (tried on SQLite
/// 3.45, MariaDB 10.11); others keep which column was meant.
fn reads_again(dialect: Dialect, dependent: &DependentKind) -> bool {
    match dialect {
        Dialect::Postgres(_) => false,
        Dialect::Sqlite(_) => {
            matches!(dependent, DependentKind::View(_) | DependentKind::Trigger(..))
        }
        Dialect::Mysql(_) => matches!(dependent, DependentKind::Trigger(..)),
    }
}

/// PostgreSQL knows the dependents of everything but the bodies that are strings
/// (<https://www.postgresql.org/docs/current/ddl-depend.html>): they follow a rename, values of enum
/// types included.
fn refused_on_postgres(
    target: &Target,
    is_renamed: bool,
    dependent: &DependentKind,
) -> Option<Refused> {
    match dependent {
        DependentKind::Function { is_tracked: false, .. } => {
            (!matches!(target, Target::EnumValue(..))).then_some(Refused::AtEnd)
        }
        // The server's own text follows, and that of the revisions would be wrong from then on.
        _ if is_renamed && matches!(target, Target::EnumType(_)) => Some(Refused::AtOnce),
        DependentKind::Function { is_tracked: true, .. }
        | DependentKind::View(_)
        | DependentKind::MaterializedView(_)
        | DependentKind::Trigger(..)
        | DependentKind::Constraint(..)
        | DependentKind::Index(..)
        | DependentKind::Default(..)
        | DependentKind::Generated(..)
        | DependentKind::Partitioning(_) => (!is_renamed).then_some(Refused::AtOnce),
    }
}

/// SQLite compiles views and triggers before it drops a column, and drops a table or a view under
/// them silently (<https://www.sqlite.org/lang_altertable.html#altertabdropcol>).
fn refused_on_sqlite(
    target: &Target,
    is_renamed: bool,
    dependent: &DependentKind,
) -> Option<Refused> {
    let is_relation = matches!(target, Target::Relation(_));
    let when = match dependent {
        DependentKind::View(_) | DependentKind::Trigger(..) if is_relation => Refused::AtEnd,
        DependentKind::View(_)
        | DependentKind::Trigger(..)
        | DependentKind::MaterializedView(_)
        | DependentKind::Function { .. }
        | DependentKind::Constraint(..)
        | DependentKind::Index(..)
        | DependentKind::Default(..)
        | DependentKind::Generated(..)
        | DependentKind::Partitioning(_) => Refused::AtOnce,
    };
    (!is_renamed).then_some(when)
}

/// MariaDB and MySQL drop what views, triggers and functions need without an error, so what is not sure
/// is refused as well; a rename leaves the bodies of functions as they are (tried on MariaDB 10.11).
fn refused_on_mysql(is_renamed: bool, dependent: &Dependent) -> Option<Refused> {
    match &dependent.kind {
        DependentKind::Function { .. } => Some(Refused::AtEnd),
        DependentKind::View(_)
        | DependentKind::MaterializedView(_)
        | DependentKind::Trigger(..) => (!is_renamed).then_some(Refused::AtEnd),
        DependentKind::Constraint(..)
        | DependentKind::Index(..)
        | DependentKind::Default(..)
        | DependentKind::Generated(..)
        | DependentKind::Partitioning(_) => (!is_renamed).then_some(Refused::AtOnce),
    }
}

pub(super) fn refusal(
    recorded: &Recorded,
    target: &Target,
    is_renamed: bool,
    broken: &[&Dependent],
) -> LowerError {
    let names: Vec<_> = broken.iter().map(|dependent| dependent.kind.to_string()).collect();
    let user = listed(&names);
    let (kind, name) = match target {
        Target::Relation(name) => ("relation", name.to_string()),
        Target::Column(_, column) | Target::NewColumn(_, column) => ("column", column.clone()),
        Target::EnumValue(_, value) => ("enum value", value.clone()),
        Target::EnumType(name) => ("enum type", name.to_string()),
        Target::Sequence(name) => ("sequence", name.to_string()),
        Target::Function(name) => ("function", name.to_string()),
        Target::ColumnCount(table) => ("table", table.to_string()),
    };
    let (kind, name) = match recorded.operation.unconditional() {
        Operation::DropTable { table } => ("table", table.to_string()),
        Operation::RenameTable { .. } => ("table", name),
        Operation::DropPartition { .. } => ("partition", name),
        Operation::DropObject(object) => (object.kind(), object.name()),
        // Nothing else takes a relation away, and the other targets have one kind each.
        _ => (kind, name),
    };
    let cause = match target {
        Target::ColumnCount(_) => Refusal::unsupported(
            format!(
                "{user} inserts rows into table `{name}` without a list of columns, and has no value \
                 for the new one"
            ),
            &format!("drop {user} before, and create it again after with a list of columns"),
        ),
        Target::NewColumn(..) => Refusal::unsupported(
            format!("with a new column `{name}` the text of {user} means something else"),
            &format!("drop {user} before, and create it again after with qualified names"),
        ),
        _ if !is_renamed => Refusal::Apply(ApplyError::InUse { kind, name, user }),
        Target::EnumValue(..) => Refusal::unsupported(
            format!("the value `{name}` is compared with in {user}, which keeps the old one"),
            &format!("drop {user} before, and create it again after with the new value"),
        ),
        Target::EnumType(_) => Refusal::unsupported(
            format!("enum type `{name}` is named in {user}, whose text keeps the old name"),
            &format!("drop {user} before, and create it again after with the new name"),
        ),
        Target::Relation(_) | Target::Column(..) | Target::Sequence(_) | Target::Function(_) => {
            Refusal::unsupported(
                format!(
                    "{kind} `{name}` is named in the body of {user}, which a rename leaves as it is"
                ),
                "replace the function in this revision with `op.create_function(..).or_replace()`",
            )
        }
    };
    LowerError { operation: recorded.operation.to_string(), origin: recorded.origin, cause }
}

/// `a`, `a and b`, `a, b and c`.
pub(in crate::dialect) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
