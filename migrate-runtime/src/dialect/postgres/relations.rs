//! Names that PostgreSQL shares between tables, views, sequences, indexes, and the constraints that
//! have an index: in one schema (namespace) each is one relation.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{Constraint, ConstraintBody, Index, QualifiedName, Schema};

/// Whether the relations that an operation makes find their names free.
pub(super) fn require_free(operation: &Operation, before: &Schema) -> Result<(), Refusal> {
    let made = made(operation, before);
    for (at, name) in made.iter().enumerate() {
        let own =
            made[..at].contains(name).then(|| "another relation of the same table".to_owned());
        if let Some(holder) = own.or_else(|| holder(before, name)) {
            return Err(Refusal::unsupported(
                format!(
                    "the name `{name}` is that of {holder}, and on PostgreSQL indexes, keys and \
                     tables share their names"
                ),
                "choose another name, or rename the other with `op.rename_constraint(..)` or \
                 `op.rename_index(..)`",
            ));
        }
    }
    Ok(())
}

/// The relations an operation makes.
fn made(operation: &Operation, before: &Schema) -> Vec<QualifiedName> {
    let keys = |table: &QualifiedName, constraints: &[Constraint]| {
        let keys = constraints.iter().filter(|constraint| has_index(constraint));
        let names = keys.filter_map(|key| key.name.as_ref().map(|name| table.sibling(name)));
        names.collect::<Vec<_>>()
    };
    match operation {
        Operation::CreateTable { table, if_not_exists }
            if !(*if_not_exists && before.tables.contains_key(&table.name)) =>
        {
            let indexes = table.indexes.iter().map(|index| table.name.sibling(&index.name));
            let keys = keys(&table.name, &table.constraints);
            std::iter::once(table.name.clone()).chain(keys).chain(indexes).collect()
        }
        Operation::AddColumn { table, constraints, .. } => keys(table, constraints),
        Operation::AddConstraint { table, constraint } => {
            keys(table, std::slice::from_ref(constraint))
        }
        Operation::RenameConstraint { table, name, to } => {
            let known = before.tables.get(table).and_then(|table| table.constraint(name));
            let renamed = known.is_some_and(has_index) && name != to;
            renamed.then(|| table.sibling(to)).into_iter().collect()
        }
        Operation::RenameTable { table, to } if table.name != *to => vec![table.sibling(to)],
        Operation::CreateIndex { table, index, .. } => vec![table.sibling(&index.name)],
        Operation::RenameIndex { table, name, to } if name != to => vec![table.sibling(to)],
        Operation::CreateView { view } => vec![view.name.clone()],
        Operation::CreateMaterializedView { view } => vec![view.name.clone()],
        Operation::CreateSequence { sequence } => vec![sequence.name.clone()],
        Operation::CreatePartition { partition, .. } => vec![partition.name.clone()],
        _ => Vec::new(),
    }
}

const fn has_index(constraint: &Constraint) -> bool {
    match constraint.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => true,
        ConstraintBody::ForeignKey(_) | ConstraintBody::Check { .. } => false,
    }
}

/// What has the name already.
fn holder(schema: &Schema, name: &QualifiedName) -> Option<String> {
    let relation = if schema.tables.contains_key(name) {
        Some(format!("table `{name}`"))
    } else if schema.views.contains_key(name) || schema.materialized_views.contains_key(name) {
        Some(format!("view `{name}`"))
    } else if schema.sequences.contains_key(name) {
        Some(format!("sequence `{name}`"))
    } else {
        None
    };
    relation.or_else(|| index_holder(schema, name))
}

fn index_holder(schema: &Schema, name: &QualifiedName) -> Option<String> {
    let named = |index: &Index| index.name == name.name;
    // Raw SQL may have given what it touched another name.
    let tables = schema.tables.values().filter(|table| table.touched_by.is_none());
    let mut tables = tables.filter(|table| table.name.schema == name.schema);
    let of_table = tables.find_map(|table| {
        let key = table.constraint(&name.name).filter(|key| has_index(key));
        let key = key.map(|key| format!("a {} of table `{}`", key.kind(), table.name));
        let index =
            || table.index(&name.name).map(|_| format!("an index of table `{}`", table.name));
        key.or_else(index)
    });
    let views = schema.materialized_views.values();
    let mut views = views.filter(|view| view.name.schema == name.schema);
    of_table.or_else(|| {
        let view = views.find(|view| view.indexes.iter().any(named))?;
        Some(format!("an index of view `{}`", view.name))
    })
}
