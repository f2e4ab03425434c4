//! What a verb cannot say of its operation, as operations that follow it.

use std::borrow::Cow;
use std::mem::take;

use migrate_core::op::{ColumnChange, Operation, TableChange};
use migrate_core::schema::{
    Column, ColumnDefault, Constraint, ConstraintKind, MaterializedView, Object, QualifiedName,
    ReplicaIdentity, Table, Value,
};

use super::types::takes_default;
use super::{constraint, index, rows};

/// Operations that do together what the given one does, each in the reach of one verb where there is a verb.
/// What exists already on some installations is never split: what follows would run there too.
pub(super) fn split(operation: &Operation) -> Vec<Cow<'_, Operation>> {
    match operation {
        Operation::CreateTable { table, if_not_exists: false } => owned(new_table(table.clone())),
        Operation::AddColumn { table, column, constraints } => {
            owned(new_column(table, column.clone(), constraints))
        }
        Operation::CreateObject(Object::MaterializedView(view)) => owned(new_view(view.clone())),
        Operation::Insert { table, columns, rows, on_conflict }
            if rows.len() > 1 && rows::table(rows).is_none() =>
        {
            let each = rows.iter().map(|row| Operation::Insert {
                table: table.clone(),
                columns: columns.clone(),
                rows: vec![row.clone()],
                on_conflict: on_conflict.clone(),
            });
            owned(each.collect())
        }
        // All others have a verb that says all of them, or none.
        other => vec![Cow::Borrowed(other)],
    }
}

fn owned(operations: Vec<Operation>) -> Vec<Cow<'static, Operation>> {
    operations.into_iter().map(Cow::Owned).collect()
}

fn new_table(mut table: Table) -> Vec<Operation> {
    let name = table.name.clone();
    let defaults: Vec<_> =
        table.columns.iter_mut().filter_map(|column| default_apart(&name, column)).collect();
    let (said, added): (Vec<_>, Vec<_>) =
        take(&mut table.constraints).into_iter().partition(constraint::fits_table);
    table.constraints = said;
    let (said, created): (Vec<_>, Vec<_>) =
        take(&mut table.indexes).into_iter().partition(index::fits_table);
    table.indexes = said;
    // Its index must exist before it.
    let identity = match &table.options.replica_identity {
        ReplicaIdentity::Index(index)
            if table.constraint(index).is_none() && table.index(index).is_none() =>
        {
            Some(take(&mut table.options.replica_identity))
        }
        ReplicaIdentity::Index(_)
        | ReplicaIdentity::Default
        | ReplicaIdentity::Full
        | ReplicaIdentity::Nothing => None,
    };
    let partitions = take(&mut table.partitions);
    let added = added.into_iter().map(|constraint| added_to(&name, constraint));
    let created = created.into_iter().map(|index| Operation::CreateIndex {
        table: name.clone(),
        index,
        concurrently: false,
    });
    let identity = identity.map(|identity| Operation::AlterTable {
        table: name.clone(),
        change: TableChange { replica_identity: Some(identity), ..TableChange::default() },
    });
    let partitions = partitions
        .into_iter()
        .map(|partition| Operation::CreatePartition { table: name.clone(), partition });
    std::iter::once(Operation::CreateTable { table, if_not_exists: false })
        .chain(defaults)
        .chain(added)
        .chain(created)
        .chain(identity)
        .chain(partitions)
        .collect()
}

/// A new column takes `NULL` until the rows are filled: one that does not, and has no default, does not compile.
fn new_column(
    table: &QualifiedName,
    mut column: Column,
    constraints: &[Constraint],
) -> Vec<Operation> {
    let mut follow = Vec::new();
    // Rows that exist take any other default while the column is added.
    if column.default == Some(ColumnDefault::Value(Value::Null)) {
        follow.extend(default_apart(table, &mut column));
    }
    let is_filled =
        column.default.is_some() || column.identity.is_some() || column.generated.is_some();
    let mut is_said = Vec::<ConstraintKind>::new();
    let (said, added): (Vec<_>, Vec<_>) = constraints.iter().cloned().partition(|constraint| {
        let kind = constraint.kind();
        // A column says one key, one unique constraint and one reference, but any number of checks.
        let is_free = kind == ConstraintKind::Check || !is_said.contains(&kind);
        is_said.push(kind);
        is_free
            && constraint::fits_column(constraint, &column.name)
            && (is_filled || kind != ConstraintKind::PrimaryKey)
    });
    if !column.nullable && !is_filled {
        column.nullable = true;
        let change = ColumnChange { nullable: Some(false), ..ColumnChange::default() };
        follow.push(altered(table, &column, change));
    }
    let added: Vec<_> = added.into_iter().map(|constraint| added_to(table, constraint)).collect();
    let add = Operation::AddColumn { table: table.clone(), column, constraints: said };
    std::iter::once(add).chain(follow).chain(added).collect()
}

/// Takes away a default that the builder does not take with the column, and gives the change that sets it.
fn default_apart(table: &QualifiedName, column: &mut Column) -> Option<Operation> {
    if takes_default(column) {
        return None;
    }
    let default = column.default.take()?;
    let change = ColumnChange { default: Some(Some(default)), ..ColumnChange::default() };
    Some(altered(table, column, change))
}

fn new_view(mut view: MaterializedView) -> Vec<Operation> {
    let name = view.name.clone();
    let indexes = take(&mut view.indexes).into_iter().map(|index| Operation::CreateIndex {
        table: name.clone(),
        index,
        concurrently: false,
    });
    std::iter::once(Operation::CreateObject(Object::MaterializedView(view)))
        .chain(indexes)
        .collect()
}

fn altered(table: &QualifiedName, column: &Column, change: ColumnChange) -> Operation {
    Operation::AlterColumn { table: table.clone(), column: column.name.clone(), change }
}

fn added_to(table: &QualifiedName, constraint: Constraint) -> Operation {
    Operation::AddConstraint { table: table.clone(), constraint }
}
