//! Parts that are dropped and created again because of what they need, though they are equal on both sides.

use std::collections::BTreeSet;

use migrate_core::dialect::postgres::kept_for;
use migrate_core::op::{ColumnChange, Operation, Target, dependents, views_of_all_columns};
use migrate_core::schema::{
    ConstraintBody, Family, IndexTarget, ObjectRef, QualifiedName, Schema, SqlPart, Table,
};
use migrate_core::sql_text::SqlSyntax;

use super::changes::{Changes, Sides};
use super::item::Item;
use super::part::Part;

/// The rules by which the texts of each database are read.
pub(super) fn syntaxes(families: &[Family]) -> Vec<SqlSyntax> {
    let all = SqlSyntax::ALL.iter().copied();
    all.filter(|syntax| families.contains(&Family::from(*syntax))).collect()
}

/// What a text may name of a part.
pub(super) fn targets(part: &Part, schema: &Schema) -> Vec<Target> {
    match part {
        Part::Table(name) | Part::Partition(_, name) => {
            let columns = schema.tables.get(name).into_iter().flat_map(|table| &table.columns);
            let columns = columns.map(|column| Target::Column(name.clone(), column.name.clone()));
            columns.chain([Target::Relation(name.clone())]).collect()
        }
        Part::Column(table, column) => vec![Target::Column(table.clone(), column.clone())],
        // No text names a constraint, an index or a trigger.
        Part::Constraint(..) | Part::Index(..) => Vec::new(),
        Part::Object(object) => match object {
            ObjectRef::Sequence(name) => vec![Target::Sequence(name.clone())],
            ObjectRef::View(name) | ObjectRef::MaterializedView(name) => {
                vec![Target::Relation(name.clone())]
            }
            ObjectRef::EnumType(name) => vec![Target::EnumType(name.clone())],
            ObjectRef::Function { name, .. } => vec![Target::Function(name.clone())],
            ObjectRef::Namespace(_) | ObjectRef::Extension(_) | ObjectRef::Trigger { .. } => {
                Vec::new()
            }
        },
    }
}

/// The items whose texts need a part, on any of the databases.
pub(super) fn needed_by_texts(part: &Part, schema: &Schema, families: &[Family]) -> Vec<Item> {
    let mut items = Vec::new();
    for syntax in syntaxes(families) {
        for target in targets(part, schema) {
            let found = dependents(&target, schema, syntax);
            items.extend(found.iter().filter_map(|it| Item::of_dependent(&it.kind, schema)));
        }
        if let Part::Column(table, column) = part
            && let Some(table) = schema.tables.get(table)
        {
            items.extend(needed_in_table(table, column, syntax));
        }
    }
    items.sort();
    items.dedup();
    items
}

/// The items of a table whose expressions name a column of it; `dependents` has those of others alone.
fn needed_in_table(table: &Table, column: &str, syntax: SqlSyntax) -> Vec<Item> {
    let is_named = |sql: &SqlPart| sql.mentions(column, syntax);
    let generated = table.columns.iter().filter(|other| {
        let expression = other.generated.as_ref().map(|generated| &generated.expression);
        other.name != column && expression.is_some_and(is_named)
    });
    let generated = generated.map(|other| Item::Column(table.name.clone(), other.name.clone()));
    let constraints = table.constraints.iter().filter_map(|constraint| {
        let is_named = match &constraint.body {
            ConstraintBody::Check { expression, validated: _ } => is_named(expression),
            ConstraintBody::Exclude { method: _, elements, filter, deferrable: _ } => {
                let elements = elements.iter().map(|element| &element.expression);
                elements.chain(filter).any(is_named)
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_) => false,
        };
        let name = constraint.name.clone().filter(|_| is_named)?;
        Some(Item::Constraint(table.name.clone(), name))
    });
    let indexes = table.indexes.iter().filter(|index| {
        let expressions = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Expression(sql) => Some(sql),
            IndexTarget::Column(_) => None,
        });
        expressions.chain(&index.filter).any(is_named)
    });
    let indexes = indexes.map(|index| Item::Index(table.name.sibling(&index.name)));
    generated.chain(constraints).chain(indexes).collect()
}

/// Adds the parts that cannot stay where what they need is dropped and created again, or gets another type.
pub(super) fn close(changes: &mut Changes, sides: &Sides<'_>, families: &[Family]) {
    loop {
        let more: Vec<Part> = candidates(changes, sides.from, families)
            .into_iter()
            .filter(|part| !changes.dropped.contains(part))
            .filter(|part| part.is_in(sides.to) || changes.renamed(part).is_some())
            .collect();
        if more.is_empty() {
            return;
        }
        for part in more {
            changes.recreate(part);
        }
    }
}

/// What depends on parts that are dropped, on columns whose type changes, or on the number of columns.
fn candidates(changes: &Changes, from: &Schema, families: &[Family]) -> Vec<Part> {
    let mut found = Vec::new();
    for part in &changes.dropped {
        let provides = part.provides(from);
        found.extend(
            all_parts(from).filter(|it| it.needs(from).iter().any(|it| provides.contains(it))),
        );
        let texts = needed_by_texts(part, from, families);
        found.extend(parts_of(&texts, from));
    }
    for (part, operations) in &changes.altered {
        let Part::Column(table, column) = part else { continue };
        let retyped: Vec<_> = families
            .iter()
            .filter(|family| operations.iter().any(|operation| changes_type(operation, **family)))
            .copied()
            .collect();
        found.extend(blockers_of_type(table, column, from, &retyped));
        found.extend(kept(operations, from, families));
    }
    for part in &changes.created {
        if let Part::Column(table, _) = part {
            found.extend(outgrown(table, from, families));
        }
    }
    found
}

/// What PostgreSQL keeps as it is for the columns that operations give another type.
fn kept(operations: &[Operation], from: &Schema, families: &[Family]) -> Vec<Part> {
    if !families.contains(&Family::Postgres) {
        return Vec::new();
    }
    let kinds = operations.iter().flat_map(|operation| kept_for(operation, from));
    let items: Vec<_> = kinds.filter_map(|kind| Item::of_dependent(&kind, from)).collect();
    parts_of(&items, from)
}

/// The parts that must be dropped before labels change, with all that needs them: they are created again with
/// whatever else the second schema has.
pub(super) fn in_the_way(
    labels: &[Operation],
    from: &Schema,
    families: &[Family],
) -> BTreeSet<Part> {
    let mut changes = Changes::default();
    changes.dropped.extend(kept(labels, from, families));
    loop {
        let mut more = candidates(&changes, from, families);
        more.retain(|part| !changes.dropped.contains(part));
        if more.is_empty() {
            return changes.dropped;
        }
        changes.dropped.extend(more);
    }
}

/// Whether a database takes the change of a column for one of its type: the collation is a part of it, and on MariaDB
/// and MySQL the character set.
fn changes_type(operation: &Operation, family: Family) -> bool {
    match (operation, family) {
        (Operation::AlterColumn { change, .. }, Family::Sqlite | Family::Postgres) => {
            change.column_type.is_some() || change.collation.is_some()
        }
        (Operation::AlterColumn { change, .. }, Family::Mysql) => {
            let ColumnChange { column_type, collation, mysql, .. } = change;
            column_type.is_some() || collation.is_some() || mysql.charset.is_some()
        }
        _ => false,
    }
}

/// The views whose `*` stands for all columns of a table that gets another: PostgreSQL, MariaDB and MySQL keep those
/// of the view's creation, SQLite reads its text each time (tried on PostgreSQL 15 and MariaDB 10.11).
fn outgrown(table: &QualifiedName, from: &Schema, families: &[Family]) -> Vec<Part> {
    if !from.tables.contains_key(table) {
        return Vec::new();
    }
    let each = syntaxes(families).into_iter();
    each.flat_map(|syntax| views_of_all_columns(table, &Schema { syntax, ..from.clone() }))
        .map(Part::Object)
        .collect()
}

/// What keeps a column from another type. PostgreSQL: "cannot alter type of a column used by a view or rule",
/// "by a generated column", "in a trigger definition" (tried on 15). MariaDB and MySQL: error 1832, "used in a
/// foreign key constraint" (tried on MariaDB 10.11).
fn blockers_of_type(
    table: &QualifiedName,
    column: &str,
    from: &Schema,
    families: &[Family],
) -> Vec<Part> {
    let own = Item::Column(table.clone(), column.to_owned());
    let mut found = Vec::new();
    if families.contains(&Family::Postgres) {
        let part = Part::Column(table.clone(), column.to_owned());
        let texts = needed_by_texts(&part, from, &[Family::Postgres]);
        let blocks = |part: &Part| match part {
            Part::Object(object) => {
                matches!(
                    object,
                    ObjectRef::View(_) | ObjectRef::MaterializedView(_) | ObjectRef::Trigger { .. }
                )
            }
            Part::Column(_, name) => name != column,
            Part::Table(_) | Part::Partition(..) | Part::Constraint(..) | Part::Index(..) => false,
        };
        found.extend(parts_of(&texts, from).into_iter().filter(blocks));
    }
    if families.contains(&Family::Mysql) {
        let keys = all_parts(from).filter(|part| {
            matches!(part, Part::Constraint(holder, name)
            if from.tables.get(holder).is_some_and(|holder| {
                holder.foreign_keys().any(|(key, _)| key.is_named(name))
            }))
        });
        found.extend(keys.filter(|part| part.needs(from).contains(&own)));
    }
    found
}

/// The parts that can be dropped and created again without losing rows.
fn all_parts(schema: &Schema) -> impl Iterator<Item = Part> {
    let of_tables = schema.tables.values().flat_map(|table| {
        let constraints = table.constraints.iter().filter_map(|it| it.name.clone());
        let constraints = constraints.map(|name| Part::Constraint(table.name.clone(), name));
        let indexes = table.indexes.iter().map(|it| it.name.clone());
        constraints.chain(indexes.map(|name| Part::Index(table.name.clone(), name)))
    });
    let triggers = schema.triggers.keys().cloned();
    let triggers = triggers.map(|(table, name)| Part::Object(ObjectRef::Trigger { table, name }));
    of_tables.chain(triggers)
}

/// The parts that items are, but for those that hold rows.
fn parts_of(items: &[Item], schema: &Schema) -> Vec<Part> {
    let part = |item: &Item| match item {
        Item::Relation(name) if schema.views.contains_key(name) => {
            Some(Part::Object(ObjectRef::View(name.clone())))
        }
        Item::Relation(name) if schema.materialized_views.contains_key(name) => {
            Some(Part::Object(ObjectRef::MaterializedView(name.clone())))
        }
        Item::Column(table, name) => {
            let column = schema.tables.get(table)?.column(name)?;
            column.generated.is_some().then(|| Part::Column(table.clone(), name.clone()))
        }
        Item::Constraint(table, name) => Some(Part::Constraint(table.clone(), name.clone())),
        Item::Index(name) => {
            let holds = |table: &&migrate_core::schema::Table| {
                table.name.schema == name.schema && table.index(&name.name).is_some()
            };
            let table = schema.tables.values().find(holds)?;
            Some(Part::Index(table.name.clone(), name.name.clone()))
        }
        Item::Trigger(table, name) => {
            let (table, name) = (table.clone(), name.clone());
            Some(Part::Object(ObjectRef::Trigger { table, name }))
        }
        Item::Function(name, arguments) => {
            let (name, arguments) = (name.clone(), arguments.clone());
            Some(Part::Object(ObjectRef::Function { name, arguments }))
        }
        Item::Relation(_)
        | Item::Namespace(_)
        | Item::Extension(_)
        | Item::EnumType(_)
        | Item::Raw(..)
        | Item::Key(..) => None,
    };
    items.iter().filter_map(part).collect()
}
