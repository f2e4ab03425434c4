//! What a drop or a rename would break, by one rule for every database.
//!
//! A rename takes its dependents along, but for the bodies of functions, which no server reads. A drop
//! is refused while something else needs what is dropped: at once where the server itself refuses, and
//! at the end of the revision where the server would go on and leave something broken, so that what is
//! dropped or replaced later in the revision is in nobody's way.

use std::collections::BTreeMap;

use crate::op::dependents::{columns_of, dependents};
use crate::op::{
    self, ApplyError, Certainty, Dependent, DependentKind, ObjectChange, Operation, Recorded,
    Target,
};
use crate::schema::{ObjectRef, QualifiedName, Schema};

use super::renamed::require_known_texts;
use super::{Dialect, LowerError, Refusal};

/// What an operation takes away under its name.
struct Removed<'a> {
    target: Target,
    is_renamed: bool,
    by: &'a Recorded,
    dependents: Vec<Dependent>,
    /// The columns of a relation that goes; none where they are not known.
    columns: Option<Vec<String>>,
}

/// When a dependent is in the way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    /// The server would refuse the statement.
    AtOnce,
    /// The server would leave the dependent broken, unless the revision drops or replaces it.
    AtEnd,
}

/// Whether a script may break anything. A new column breaks only queries and what inserts rows: views,
/// triggers and functions.
pub(super) fn may_break_anything(script: &[Recorded], schema: &Schema) -> bool {
    let has_texts = !schema.views.is_empty()
        || !schema.triggers.is_empty()
        || !schema.functions.is_empty()
        || script.iter().any(|it| matches!(it.operation, Operation::CreateObject(_)));
    let none = Schema::new();
    script.iter().any(|recorded| match recorded.operation.unconditional() {
        Operation::AddColumn { .. } => has_texts,
        // Which values go depends on those there are.
        Operation::AlterObject(ObjectChange::SetEnumValues { .. }) => true,
        // Every other operation breaks what needs what it takes away.
        operation => !removed(operation, &none).is_empty(),
    })
}

/// Whether an operation takes away a view, a trigger or a function, which may come back with another text.
fn replaces(operation: &Operation, dependent: &DependentKind) -> bool {
    match operation.unconditional() {
        Operation::DropObject(ObjectRef::View(name)) => {
            *dependent == DependentKind::View(name.clone())
        }
        Operation::DropObject(ObjectRef::Trigger { table, name }) => {
            *dependent == DependentKind::Trigger(table.clone(), name.clone())
        }
        Operation::DropObject(ObjectRef::Function { name, arguments }) => {
            matches!(dependent, DependentKind::Function { signature, .. }
                if *signature == format!("{name}({arguments})"))
        }
        Operation::AlterObject(ObjectChange::ReplaceFunction(function)) => {
            matches!(dependent, DependentKind::Function { signature, .. }
                if *signature == function.signature())
        }
        Operation::DropTable { table } => {
            matches!(dependent, DependentKind::Trigger(watched, _) if watched == table)
        }
        // Nothing else takes a view, a trigger or a function away.
        _ => false,
    }
}

/// Whether a script that fits `before` leaves nothing broken.
pub(super) fn check(
    dialect: Dialect,
    script: &[Recorded],
    before: &Schema,
) -> Result<(), LowerError> {
    let mut schema = before.clone();
    let mut removals = Vec::new();
    let mut stale = BTreeMap::new();
    for recorded in script {
        for removal in &mut removals {
            let Removed { target, dependents, .. } = removal;
            if matches!(target, Target::ColumnCount(_) | Target::NewColumn(..)) {
                dependents.retain(|needed| !replaces(&recorded.operation, &needed.kind));
            }
        }
        for (target, is_renamed) in removed(&recorded.operation, &schema) {
            let mut needed = dependents(&target, &schema, dialect.syntax());
            needed.retain(|needed| refused(dialect, &target, is_renamed, needed).is_some());
            let at_once: Vec<_> = needed
                .iter()
                .filter(|needed| {
                    refused(dialect, &target, is_renamed, needed) == Some(Refused::AtOnce)
                })
                .collect();
            if !at_once.is_empty() {
                return Err(refusal(recorded, &target, is_renamed, &at_once));
            }
            if !needed.is_empty() {
                let by = recorded;
                let columns = match &target {
                    Target::Relation(name) => columns_of(name, &schema, dialect.syntax()),
                    _ => None,
                };
                removals.push(Removed { target, is_renamed, by, dependents: needed, columns });
            }
        }
        // Lowering has applied the script to the same schema before.
        if op::apply(&recorded.operation, recorded.origin, &mut schema).is_err() {
            return Ok(());
        }
        for object in schema.stale.difference(&before.stale) {
            stale.entry(object.clone()).or_insert(recorded);
        }
    }
    require_known_texts(dialect, &stale, &schema)?;
    for Removed { target, is_renamed, by, dependents: earlier, columns } in removals {
        let broken_by = |target: &Target| {
            let left = dependents(target, &schema, dialect.syntax());
            let is_left = |needed: &&Dependent| left.iter().any(|left| left.kind == needed.kind);
            earlier.iter().filter(is_left).collect::<Vec<_>>()
        };
        if exists(&target, &schema) {
            // What is created again may have fewer columns.
            let Target::Relation(name) = &target else { continue };
            let known = columns_of(name, &schema, dialect.syntax());
            let Some((before, after)) = columns.zip(known) else { continue };
            for column in before.iter().filter(|it| !after.contains(it)) {
                let broken = broken_by(&Target::Column(name.clone(), column.clone()));
                if !broken.is_empty() {
                    let user =
                        listed(&broken.iter().map(|it| it.kind.to_string()).collect::<Vec<_>>());
                    let name = format!("{name}.{column}");
                    let cause = ApplyError::InUse { kind: "column", name, user };
                    return Err(LowerError::of(by, Refusal::Apply(cause)));
                }
            }
            continue;
        }
        let broken = broken_by(&target);
        if !broken.is_empty() {
            return Err(refusal(by, &target, is_renamed, &broken));
        }
    }
    Ok(())
}

/// What an operation takes away, and whether it comes back under another name.
fn removed(operation: &Operation, before: &Schema) -> Vec<(Target, bool)> {
    let relation = |name: &QualifiedName| Target::Relation(name.clone());
    match operation.unconditional() {
        Operation::DropTable { table } => {
            let known = before.tables.get(table);
            let partitions = known.into_iter().flat_map(|table| &table.partitions);
            let partitions = partitions.map(|partition| (relation(&partition.name), false));
            std::iter::once((relation(table), false)).chain(partitions).collect()
        }
        Operation::RenameTable { table, to } if table.name != *to => vec![(relation(table), true)],
        Operation::DropPartition { name, .. } => vec![(relation(name), false)],
        // A row without a list of columns has no value for an invisible column on MariaDB and MySQL
        // (<https://mariadb.com/kb/en/invisible-columns/>), nor for a generated one on SQLite
        // (<https://www.sqlite.org/gencol.html>).
        Operation::AddColumn { table, column, .. } => {
            let is_counted = !column.mysql.invisible && column.generated.is_none();
            let target = || (Target::ColumnCount(table.clone()), false);
            let new = (Target::NewColumn(table.clone(), column.name.clone()), false);
            is_counted.then(target).into_iter().chain([new]).collect()
        }
        Operation::DropColumn { table, column } => {
            vec![(Target::Column(table.clone(), column.clone()), false)]
        }
        Operation::AlterColumn { table, column, change } => {
            let renamed = change.rename.as_ref().is_some_and(|to| to != column);
            let target = || (Target::Column(table.clone(), column.clone()), true);
            renamed.then(target).into_iter().collect()
        }
        Operation::DropObject(object) => match object {
            ObjectRef::View(name) | ObjectRef::MaterializedView(name) => {
                vec![(relation(name), false)]
            }
            ObjectRef::Sequence(name) => vec![(Target::Sequence(name.clone()), false)],
            ObjectRef::EnumType(name) => vec![(Target::EnumType(name.clone()), false)],
            ObjectRef::Function { name, .. } => {
                // Which of several is called only the server can say.
                let alike = before.functions.keys().filter(|(known, _)| known == name);
                let target = || (Target::Function(name.clone()), false);
                (alike.count() <= 1).then(target).into_iter().collect()
            }
            // A schema is empty when it is dropped. What belongs to an extension is not known.
            ObjectRef::Namespace(_) | ObjectRef::Extension(_) | ObjectRef::Trigger { .. } => {
                Vec::new()
            }
        },
        Operation::AlterObject(change) => match change {
            ObjectChange::RenameEnumValue { name, from, .. } => {
                vec![(Target::EnumValue(name.clone(), from.clone()), true)]
            }
            // Nothing follows a value that goes.
            ObjectChange::SetEnumValues { name, values, .. } => {
                let known = before.enum_type(name).into_iter().flat_map(|kind| &kind.values);
                let gone = known.filter(|value| !values.contains(value));
                gone.map(|value| (Target::EnumValue(name.clone(), value.clone()), false)).collect()
            }
            ObjectChange::RenameEnum { name, .. } => vec![(Target::EnumType(name.clone()), true)],
            ObjectChange::AddEnumValue { .. }
            | ObjectChange::EnsureExtension(_)
            | ObjectChange::AlterSequence { .. }
            | ObjectChange::RefreshMaterializedView { .. }
            | ObjectChange::ReplaceFunction(_) => Vec::new(),
        },
        // Whether a constraint or an index is needed is asked where it is applied; raw SQL may say
        // `CASCADE`.
        Operation::RenameTable { .. }
        | Operation::CreateTable { .. }
        | Operation::SetTableComment { .. }
        | Operation::CreateIndex { .. }
        | Operation::DropIndex { .. }
        | Operation::RenameIndex { .. }
        | Operation::AddConstraint { .. }
        | Operation::DropConstraint { .. }
        | Operation::RenameConstraint { .. }
        | Operation::ValidateConstraint { .. }
        | Operation::CreateObject(_)
        | Operation::CreatePartition { .. }
        | Operation::AttachPartition { .. }
        | Operation::DetachPartition { .. }
        | Operation::Insert { .. }
        | Operation::Update { .. }
        | Operation::Delete { .. }
        | Operation::Execute { .. }
        | Operation::Run(_)
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. }
        | Operation::IfNeeded(_) => Vec::new(),
    }
}

/// Whether something of the target's name is there again.
fn exists(target: &Target, schema: &Schema) -> bool {
    match target {
        Target::Relation(name) => schema.relation(name).is_some(),
        Target::Column(table, column) => {
            schema.tables.get(table).is_none_or(|table| table.column(column).is_some())
        }
        Target::EnumValue(name, value) => {
            schema.enum_type(name).is_none_or(|kind| kind.values.contains(value))
        }
        Target::EnumType(name) => schema.enum_type(name).is_some(),
        Target::Sequence(name) => schema.sequences.contains_key(name),
        Target::Function(name) => schema.functions.keys().any(|(known, _)| known == name),
        Target::ColumnCount(table) => !schema.tables.contains_key(table),
        Target::NewColumn(table, column) => {
            schema.tables.get(table).is_none_or(|table| table.column(column).is_none())
        }
    }
}

/// Whether and when a dependent is in the way.
fn refused(
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
/// them without a word (<https://www.sqlite.org/lang_altertable.html#altertabdropcol>).
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

/// MariaDB and MySQL drop what views, triggers and functions need without a word, so what is not sure
/// is refused as well; a rename leaves the bodies of functions as they are (tried on 10.11).
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

fn refusal(
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
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
