//! The parts of two schemas that are declared differently, without a look at what both share.

use std::collections::BTreeSet;

use migrate_core::schema::{Constraint, Index, MaterializedView, QualifiedName, Schema, Table};

use crate::compare::Object;

/// The parts that differ, or that only one of the schemas has; the order of columns does not count, nor
/// whether raw SQL touched a table.
pub(super) fn differing(one: &Schema, other: &Schema) -> BTreeSet<Object> {
    // A new kind of object is compared before it compiles.
    let Schema {
        tables,
        enums,
        views,
        materialized_views,
        functions,
        sequences,
        triggers,
        extensions,
        namespaces,
        syntax: _,
        stale: _,
        outgrown: _,
    } = one;
    let mut found = BTreeSet::new();
    for name in tables.differing(&other.tables) {
        match (tables.get(name), other.tables.get(name)) {
            (Some(one), Some(other)) => of_table(one, other, &mut found),
            (_, _) => found.extend([Object::Table(name.clone())]),
        }
    }
    for name in materialized_views.differing(&other.materialized_views) {
        match (materialized_views.get(name), other.materialized_views.get(name)) {
            (Some(one), Some(other)) => of_view(one, other, &mut found),
            (_, _) => found.extend([Object::MaterializedView(name.clone())]),
        }
    }
    found.extend(enums.differing(&other.enums).into_iter().cloned().map(Object::Enum));
    found.extend(views.differing(&other.views).into_iter().cloned().map(Object::View));
    let functions = functions.differing(&other.functions).into_iter().cloned();
    found.extend(functions.map(|(name, arguments)| Object::Function(name, arguments)));
    found.extend(sequences.differing(&other.sequences).into_iter().cloned().map(Object::Sequence));
    let triggers = triggers.differing(&other.triggers).into_iter().cloned();
    found.extend(triggers.map(|(table, name)| Object::Trigger(table, name)));
    let names = extensions.symmetric_difference(&other.extensions).cloned();
    found.extend(names.map(Object::Extension));
    let names = namespaces.symmetric_difference(&other.namespaces).cloned();
    found.extend(names.map(Object::Namespace));
    found
}

fn of_table(one: &Table, other: &Table, found: &mut BTreeSet<Object>) {
    // A new attribute is compared before it compiles.
    let Table {
        name,
        columns,
        constraints,
        indexes,
        comment,
        options,
        partitions,
        // As the order of `columns`.
        mysql_order: _,
        // Says who may have changed it, not how.
        touched_by: _,
    } = one;
    if (comment, options) != (&other.comment, &other.options) {
        found.insert(Object::Table(name.clone()));
    }
    let columns = unlike(columns, &other.columns, |column| column.name.clone());
    found.extend(columns.into_iter().map(|column| Object::Column(name.clone(), column)));
    let constraints = unlike(constraints, &other.constraints, constraint_key);
    found.extend(constraints.into_iter().map(|key| Object::Constraint(name.clone(), key)));
    found.extend(unlike_indexes(name, indexes, &other.indexes));
    let partitions = unlike(partitions, &other.partitions, |partition| partition.name.clone());
    found.extend(partitions.into_iter().map(|part| Object::Partition(name.clone(), part)));
}

fn of_view(one: &MaterializedView, other: &MaterializedView, found: &mut BTreeSet<Object>) {
    let MaterializedView { name, query, with_data, indexes } = one;
    if (query, with_data) != (&other.query, &other.with_data) {
        found.insert(Object::MaterializedView(name.clone()));
    }
    found.extend(unlike_indexes(name, indexes, &other.indexes));
}

fn unlike_indexes(
    holder: &QualifiedName,
    one: &[Index],
    other: &[Index],
) -> impl Iterator<Item = Object> {
    let names = unlike(one, other, |index| index.name.clone());
    names.into_iter().map(|name| Object::Index(holder.clone(), name))
}

/// What a comparison finds a constraint by.
fn constraint_key(constraint: &Constraint) -> String {
    constraint.name.clone().unwrap_or_else(|| format!("{:?}", constraint.body))
}

/// The keys of the values that differ, or that only one of the lists has.
fn unlike<T: PartialEq, K: Ord>(one: &[T], other: &[T], key: impl Fn(&T) -> K) -> BTreeSet<K> {
    let gone = one.iter().filter(|value| !other.contains(value));
    let new = other.iter().filter(|value| !one.contains(value));
    gone.chain(new).map(key).collect()
}

/// Whether a schema has the part.
pub(super) fn is_in(object: &Object, schema: &Schema) -> bool {
    let table = |name: &QualifiedName| schema.tables.get(name);
    match object {
        Object::Table(name) => table(name).is_some(),
        Object::Column(holder, name) => {
            table(holder).is_some_and(|table| table.column(name).is_some())
        }
        Object::Constraint(holder, name) => table(holder)
            .is_some_and(|table| table.constraints.iter().any(|it| constraint_key(it) == *name)),
        Object::Index(holder, name) => {
            let of_view = schema.materialized_views.get(holder).map(|view| &view.indexes);
            let indexes = table(holder).map(|table| &table.indexes).or(of_view);
            indexes.is_some_and(|indexes| indexes.iter().any(|index| index.name == *name))
        }
        Object::Partition(holder, name) => {
            table(holder).is_some_and(|table| table.partitions.iter().any(|it| it.name == *name))
        }
        Object::Enum(name) => schema.enums.contains_key(name),
        Object::View(name) => schema.views.contains_key(name),
        Object::MaterializedView(name) => schema.materialized_views.contains_key(name),
        Object::Function(name, arguments) => {
            schema.functions.contains_key(&(name.clone(), arguments.clone()))
        }
        Object::Sequence(name) => schema.sequences.contains_key(name),
        Object::Trigger(table, name) => {
            schema.triggers.contains_key(&(table.clone(), name.clone()))
        }
        Object::Extension(name) => schema.extensions.contains(name),
        Object::Namespace(name) => schema.namespaces.contains(name),
    }
}

/// The part as messages name it.
pub(super) fn named(object: &Object) -> String {
    match object {
        Object::Table(name) => format!("table `{name}`"),
        Object::Column(table, name) => format!("column `{name}` of table `{table}`"),
        Object::Constraint(table, name) => format!("constraint `{name}` of table `{table}`"),
        Object::Index(holder, name) => format!("index `{name}` of `{holder}`"),
        Object::Partition(table, name) => format!("partition `{name}` of table `{table}`"),
        Object::Enum(name) => format!("enum type `{name}`"),
        Object::View(name) => format!("view `{name}`"),
        Object::MaterializedView(name) => format!("materialized view `{name}`"),
        Object::Function(name, arguments) => format!("function `{name}({arguments})`"),
        Object::Sequence(name) => format!("sequence `{name}`"),
        Object::Trigger(table, name) => format!("trigger `{name}` of `{table}`"),
        Object::Extension(name) => format!("extension `{name}`"),
        Object::Namespace(name) => format!("schema `{name}`"),
    }
}
