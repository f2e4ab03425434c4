//! The order in which what a script drops is created again: first what others need.

use crate::op::dependents::{DependentKind, Target, dependents};
use crate::op::{Operation, Recorded};
use crate::schema::{Object, ObjectRef, Origin, QualifiedName, Schema};
use crate::sql_text::SqlSyntax;

/// The operations that undo one operation, and where it was recorded.
pub(super) type Undo = (Vec<Operation>, Origin);

/// Whether two operations are drops with nothing between them, whose ways back may change places.
pub(super) fn are_drops(one: &Recorded, next: &Recorded) -> bool {
    [one, next].iter().all(|recorded| {
        matches!(recorded.operation, Operation::DropTable { .. } | Operation::DropObject(_))
    })
}

/// Orders the ways back of successive drops, which are in the order of the script and run in the
/// opposite one, so that each object is created after what it needs, by the rules of every database:
/// a way back is derived once for all of them.
///
/// A script may drop a view before the one that reads it, or a table before the function that reads it,
/// where a server looks at neither; the same server reads the text of a view or a function when it is
/// created (MariaDB 10.11 of a view, PostgreSQL 15 of a function in SQL).
pub(super) fn put_needed_last(drops: &mut [Undo], before: &Schema) {
    let needs: Vec<Vec<usize>> = (0..drops.len()).map(|at| needed_by(at, drops, before)).collect();
    let mut left: Vec<usize> = (0..drops.len()).rev().collect();
    let mut order = Vec::with_capacity(drops.len());
    while !left.is_empty() {
        let is_free = |at: &usize| !needs[*at].iter().any(|needed| left.contains(needed));
        // What needs each other by its names alone stays where it was.
        let next = left.iter().position(is_free).unwrap_or(0);
        order.push(left.remove(next));
    }
    let ordered: Vec<_> = order.iter().rev().map(|at| std::mem::take(&mut drops[*at].0)).collect();
    let origins: Vec<_> = order.iter().rev().map(|at| drops[*at].1).collect();
    for (place, undo) in drops.iter_mut().zip(ordered.into_iter().zip(origins)) {
        *place = undo;
    }
}

/// The other drops that took away what one of them needs.
fn needed_by(at: usize, drops: &[Undo], before: &Schema) -> Vec<usize> {
    let (undo, _) = &drops[at];
    let is_needed = |target: &Target| {
        let watches = |operation: &Operation| match operation {
            Operation::CreateObject(Object::Trigger(trigger)) => {
                *target == Target::Relation(trigger.table.clone())
            }
            // Only a trigger belongs to another relation.
            _ => false,
        };
        undo.iter().any(watches)
            || SqlSyntax::ALL.iter().any(|syntax| {
                let found = dependents(target, before, *syntax);
                found.iter().any(|found| undo.iter().any(|again| creates(again, &found.kind)))
            })
    };
    let others = drops.iter().enumerate().filter(|(other, _)| *other != at);
    let needed = others
        .filter(|(_, (undo, _))| undo.iter().filter_map(target).any(|target| is_needed(&target)));
    needed.map(|(other, _)| other).collect()
}

/// What others may need of what an operation creates.
fn target(operation: &Operation) -> Option<Target> {
    let relation = |name: &QualifiedName| Some(Target::Relation(name.clone()));
    match operation {
        Operation::CreateTable { table, .. } => relation(&table.name),
        Operation::CreatePartition { partition, .. } => relation(&partition.name),
        Operation::CreateObject(object) => match object.reference() {
            ObjectRef::View(name) | ObjectRef::MaterializedView(name) => relation(&name),
            ObjectRef::Sequence(name) => Some(Target::Sequence(name)),
            ObjectRef::EnumType(name) => Some(Target::EnumType(name)),
            ObjectRef::Function { name, .. } => Some(Target::Function(name)),
            // No text names a trigger; what is in a schema (namespace) or of an extension is dropped
            // before it.
            ObjectRef::Trigger { .. } | ObjectRef::Namespace(_) | ObjectRef::Extension(_) => None,
        },
        // The way back of a drop has no others but indexes.
        _ => None,
    }
}

/// Whether a dependent comes back with an operation.
fn creates(operation: &Operation, dependent: &DependentKind) -> bool {
    match dependent {
        DependentKind::View(name) => {
            matches!(operation, Operation::CreateObject(Object::View(view)) if view.name == *name)
        }
        DependentKind::MaterializedView(name) => {
            matches!(operation, Operation::CreateObject(Object::MaterializedView(view)) if view.name == *name)
        }
        DependentKind::Trigger(table, name) => {
            matches!(operation, Operation::CreateObject(Object::Trigger(trigger))
                if trigger.table == *table && trigger.name == *name)
        }
        DependentKind::Function { signature, .. } => {
            matches!(operation, Operation::CreateObject(Object::Function(function))
                if function.signature() == *signature)
        }
        DependentKind::Constraint(holder, ..)
        | DependentKind::Index(holder, _)
        | DependentKind::Default(holder, _)
        | DependentKind::Generated(holder, _)
        | DependentKind::Partitioning(holder) => {
            matches!(operation, Operation::CreateTable { table, .. } if table.name == *holder)
        }
    }
}
