//! What a drop or a rename would break, by one rule for every database.
//!
//! A rename takes its dependents along, but for the bodies of functions, which no server reads. A drop
//! is refused while something else needs what is dropped: at once where the server itself refuses, and
//! at the end of the revision where the server would go on and leave something broken, so that what is
//! dropped or replaced later in the revision is in nobody's way.

mod extensions;
mod refused;

use std::collections::BTreeMap;

use crate::op::dependents::{columns_of, dependents};
use crate::op::{
    self, ApplyError, Dependent, DependentKind, ObjectChange, Operation, Recorded, Target,
};
use crate::schema::{ObjectRef, QualifiedName, Schema};

use super::renamed::require_known_texts;
use super::{Dialect, LowerError, Refusal};
pub(super) use refused::listed;
use refused::{Refused, refusal, refused};

/// What an operation takes away under its name.
struct Removed<'a> {
    target: Target,
    is_renamed: bool,
    by: &'a Recorded,
    dependents: Vec<Dependent>,
    /// The columns of a relation that goes; none where they are not known.
    columns: Option<Vec<String>>,
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
        Operation::AlterObject(ObjectChange::SetEnumValues { .. })
        // Columns and indexes use an extension by more than names in texts.
        | Operation::DropObject(ObjectRef::Extension(_)) => true,
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
        require_unused_extension(recorded, &schema)?;
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
        if is_extension_again(&by.operation, &schema) {
            continue;
        }
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

/// Whether no column, index or constraint uses the extension that an operation drops: PostgreSQL would refuse
/// it (<https://www.postgresql.org/docs/current/sql-dropextension.html>).
fn require_unused_extension(recorded: &Recorded, schema: &Schema) -> Result<(), LowerError> {
    let Operation::DropObject(ObjectRef::Extension(name)) = recorded.operation.unconditional()
    else {
        return Ok(());
    };
    let users = extensions::parts_that_use(name, schema);
    if users.is_empty() {
        return Ok(());
    }
    let (kind, name, user) = ("extension", name.clone(), listed(&users));
    Err(LowerError::of(recorded, Refusal::Apply(ApplyError::InUse { kind, name, user })))
}

/// Whether an operation dropped an extension that the schema has again.
fn is_extension_again(operation: &Operation, schema: &Schema) -> bool {
    match operation.unconditional() {
        Operation::DropObject(ObjectRef::Extension(name)) => schema.extensions.contains(name),
        // Others drop what has a name of its own.
        _ => false,
    }
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
                let alike = before.functions.named(&name.name).into_iter();
                let alike = alike.filter(|known| known.name == *name);
                let target = || (Target::Function(name.clone()), false);
                (alike.count() <= 1).then(target).into_iter().collect()
            }
            ObjectRef::Extension(name) => {
                let targets = extensions::targets(name).into_iter();
                // What has a name of the extension and was created by a revision is not the extension's.
                let targets = targets.filter(|target| !exists(target, before));
                targets.map(|target| (target, false)).collect()
            }
            // A schema is empty when it is dropped.
            ObjectRef::Namespace(_) | ObjectRef::Trigger { .. } => Vec::new(),
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
        | Operation::Reindex { .. }
        | Operation::AlterTable { .. }
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
        Target::Function(name) => {
            schema.functions.named(&name.name).iter().any(|known| known.name == *name)
        }
        Target::ColumnCount(table) => !schema.tables.contains_key(table),
        Target::NewColumn(table, column) => {
            schema.tables.get(table).is_none_or(|table| table.column(column).is_none())
        }
    }
}
