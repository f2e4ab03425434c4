//! The tables and columns that a `schema.rs` has and the head has not.

use std::collections::BTreeMap;

use migrate_core::dialect::Dialect;
use migrate_core::op::conventional;
use migrate_core::schema::{
    Action, Column, ColumnType, Constraint, ConstraintBody, Deferrable, ForeignKey, Identity,
    Schema, Table,
};

use super::claim::Context;
use super::{DeclaredColumn, Joinable, Note, Relation, SchemaRs};

/// A new table: its columns and its key.
///
/// A key of one whole number that is no join gets its numbers from the database, as Alembic's models have it:
/// what `table!` says is the same with and without.
pub(super) fn table(context: &Context<'_>, relation: &Relation, notes: &mut Vec<Note>) -> Table {
    let mut table = Table::new(&relation.name);
    for declared in &relation.columns {
        let column = column(context, &table, declared, notes);
        table.columns.extend(column);
    }
    let key: Vec<_> =
        relation.primary_key.iter().filter(|name| table.column(name).is_some()).cloned().collect();
    for column in table.columns.iter_mut().filter(|column| key.contains(&column.name)) {
        column.nullable = false;
        let is_join = relation.column(&column.name).is_some_and(|declared| {
            let joins = &context.declared.joinables;
            joins.iter().any(|it| it.child == relation.rust_name && it.column == declared.rust_name)
        });
        if key.len() == 1 && !is_join && column.identity.is_none() && wants_numbers(context, column)
        {
            column.identity = Some(Identity::by_default());
        }
    }
    if !key.is_empty() {
        let name = conventional(&["pk", &relation.name.name]);
        let body = ConstraintBody::PrimaryKey { columns: key };
        table.constraints.push(Constraint::named(name, body));
    }
    table
}

/// Whether a key gets no numbers by itself: SQLite gives them to each `INTEGER PRIMARY KEY`
/// (<https://www.sqlite.org/autoinc.html>).
fn wants_numbers(context: &Context<'_>, column: &Column) -> bool {
    match (&column.column_type, context.dialect) {
        (ColumnType::Integer, Dialect::Sqlite(_)) => false,
        (ColumnType::SmallInt | ColumnType::Integer | ColumnType::BigInt, _) => true,
        (ColumnType::Unsigned(whole), Dialect::Mysql(_)) => {
            matches!(**whole, ColumnType::SmallInt | ColumnType::Integer | ColumnType::BigInt)
        }
        _ => false,
    }
}

/// A new column; none where its type is not known.
pub(super) fn column(
    context: &Context<'_>,
    table: &Table,
    declared: &DeclaredColumn,
    notes: &mut Vec<Note>,
) -> Option<Column> {
    let kind = match context.column_type(declared) {
        Ok(kind) => kind,
        Err(reason) => {
            let column = (table.name.clone(), declared.name.clone());
            notes.push(Note::NoType { place: declared.place.clone(), column, reason });
            return None;
        }
    };
    let mut column = Column::new(&declared.name, kind);
    column.nullable = declared.sql_type.is_nullable();
    let is_serial =
        matches!(declared.sql_type.name.as_str(), "SmallSerial" | "Serial" | "BigSerial");
    if is_serial || declared.auto_increment {
        let identity = if is_serial { Identity::serial() } else { Identity::by_default() };
        column.identity = Some(identity);
        column.nullable = false;
    }
    Some(column)
}

/// Gives the new tables the foreign keys that `joinable!` names: those of columns of the type of the other
/// table's key, where the column is joined to no other table.
pub(super) fn foreign_keys(context: &Context<'_>, schema: &mut Schema, notes: &mut Vec<Note>) {
    let joins = Joins::of(context.declared);
    for join in &context.declared.joinables {
        if let Some((table, key)) = foreign_key(context, schema, &joins, join) {
            let [column] = &key.columns[..] else { continue };
            let name = conventional(&["fk", &table.name.name, column, &key.table.name]);
            notes.push(Note::ForeignKey {
                place: join.place.clone(),
                column: (table.name.clone(), column.clone()),
                references: key.table.clone(),
            });
            let mut table = table.clone();
            table.constraints.push(Constraint::named(name, ConstraintBody::ForeignKey(key)));
            schema.tables.insert(table.name.clone(), table);
        }
    }
}

/// What `joinable!` names.
struct Joins<'d> {
    /// The relations by their names in Rust.
    relations: BTreeMap<&'d str, &'d Relation>,
    /// How many tables a column of a relation is joined to.
    parents: BTreeMap<(&'d str, &'d str), usize>,
}

impl<'d> Joins<'d> {
    fn of(declared: &'d SchemaRs) -> Self {
        let mut relations = BTreeMap::new();
        for relation in &declared.relations {
            relations.entry(&*relation.rust_name).or_insert(relation);
        }
        let mut parents = BTreeMap::new();
        for Joinable { child, column, parent: _, place: _ } in &declared.joinables {
            *parents.entry((&**child, &**column)).or_default() += 1;
        }
        Self { relations, parents }
    }
}

fn foreign_key<'s>(
    context: &Context<'_>,
    schema: &'s Schema,
    joins: &Joins<'_>,
    join: &Joinable,
) -> Option<(&'s Table, ForeignKey)> {
    let relation = |name: &str| joins.relations.get(name).copied();
    let child = relation(&join.child)?;
    let column = child.columns.iter().find(|column| column.rust_name == join.column)?;
    let table = schema.tables.get(&child.name)?;
    let parent = schema.tables.get(&relation(&join.parent)?.name)?;
    let [key] = parent.primary_key() else { return None };
    let is_new = context.head.relation(&child.name).is_none();
    let is_only = joins.parents.get(&(&*join.child, &*join.column)) == Some(&1);
    let is_alike = table.column(&column.name)?.column_type == parent.column(key)?.column_type;
    (is_new && is_only && is_alike).then(|| {
        let key = ForeignKey {
            columns: vec![column.name.clone()],
            table: parent.name.clone(),
            referenced: vec![key.clone()],
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: Deferrable::No,
            validated: true,
        };
        (table, key)
    })
}
