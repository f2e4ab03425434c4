//! The parts of a schema that depend on each other, and what each needs to exist.

use std::collections::BTreeSet;

use migrate_core::op::DependentKind;
use migrate_core::schema::{
    Column, ColumnType, Constraint, ConstraintBody, Index, ObjectRef, QualifiedName, Schema,
    SequenceOwner, Table,
};

use crate::introspect::{RawKind, Reference};

/// A part of a schema that others can need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// A schema (namespace).
    Namespace(String),
    /// An extension.
    Extension(String),
    /// An enum type.
    EnumType(QualifiedName),
    /// A table, partition, view or sequence: they share their names.
    Relation(QualifiedName),
    /// A column of a table, as it is on one side.
    Column(QualifiedName, String),
    /// A constraint of a table.
    Constraint(QualifiedName, String),
    /// Columns of a table that are unique together, which a foreign key needs; in name order.
    Key(QualifiedName, Vec<String>),
    /// An index, whose name PostgreSQL and SQLite keep for one in a schema (namespace).
    Index(QualifiedName),
    /// A function with its arguments.
    Function(QualifiedName, String),
    /// A trigger of a table or view.
    Trigger(QualifiedName, String),
    /// An object that raw SQL makes, by its kind and its name.
    Raw(RawKind, QualifiedName),
}

impl Item {
    pub(super) fn of_object(object: &ObjectRef) -> Self {
        match object {
            ObjectRef::Namespace(name) => Self::Namespace(name.clone()),
            ObjectRef::Extension(name) => Self::Extension(name.clone()),
            ObjectRef::EnumType(name) => Self::EnumType(name.clone()),
            ObjectRef::Sequence(name)
            | ObjectRef::View(name)
            | ObjectRef::MaterializedView(name) => Self::Relation(name.clone()),
            ObjectRef::Function { name, arguments } => {
                Self::Function(name.clone(), arguments.clone())
            }
            ObjectRef::Trigger { table, name } => Self::Trigger(table.clone(), name.clone()),
        }
    }

    pub(super) fn of_reference(reference: &Reference) -> Self {
        match reference {
            Reference::Namespace(name) => Self::Namespace(name.clone()),
            Reference::Extension(name) => Self::Extension(name.clone()),
            Reference::Relation(name) => Self::Relation(name.clone()),
            Reference::EnumType(name) => Self::EnumType(name.clone()),
            Reference::Function(name, arguments) => Self::Function(name.clone(), arguments.clone()),
            Reference::Raw(kind, name) => Self::Raw(*kind, name.clone()),
        }
    }

    /// The part that a dependent is, when it can be dropped and created alone.
    pub(super) fn of_dependent(kind: &DependentKind, schema: &Schema) -> Option<Self> {
        match kind {
            DependentKind::View(name) | DependentKind::MaterializedView(name) => {
                Some(Self::Relation(name.clone()))
            }
            DependentKind::Trigger(table, name) => Some(Self::Trigger(table.clone(), name.clone())),
            DependentKind::Function { signature, .. } => {
                let same = |(name, arguments): &&(QualifiedName, String)| {
                    format!("{name}({arguments})") == *signature
                };
                let found = schema.functions.keys().find(same);
                found.map(|(name, arguments)| Self::Function(name.clone(), arguments.clone()))
            }
            DependentKind::Constraint(table, _, name) => {
                Some(Self::Constraint(table.clone(), name.clone()))
            }
            DependentKind::Index(holder, name) => Some(Self::Index(holder.sibling(name))),
            DependentKind::Default(table, column) | DependentKind::Generated(table, column) => {
                Some(Self::Column(table.clone(), column.clone()))
            }
            DependentKind::Partitioning(table) => Some(Self::Relation(table.clone())),
        }
    }
}

/// Columns as the key that they are, whatever their order.
pub(super) fn key(table: &QualifiedName, columns: &[String]) -> Item {
    let columns: BTreeSet<_> = columns.iter().cloned().collect();
    Item::Key(table.clone(), columns.into_iter().collect())
}

fn namespace(name: &QualifiedName) -> Option<Item> {
    name.schema.clone().map(Item::Namespace)
}

fn enum_of(column_type: &ColumnType) -> Option<Item> {
    column_type.enumeration().map(|kind| Item::EnumType(kind.name.clone()))
}

/// What a column needs beside its table.
pub(super) fn column_needs(column: &Column) -> Vec<Item> {
    column.types().filter_map(enum_of).collect()
}

/// What a constraint needs.
pub(super) fn constraint_needs(table: &QualifiedName, constraint: &Constraint) -> Vec<Item> {
    let own = |column: &String| Item::Column(table.clone(), column.clone());
    let mut needs: Vec<_> = constraint.columns().iter().map(own).collect();
    needs.push(Item::Relation(table.clone()));
    match &constraint.body {
        ConstraintBody::ForeignKey(reference) => {
            needs.push(Item::Relation(reference.table.clone()));
            needs.push(key(&reference.table, &reference.referenced));
            let referenced =
                |column: &String| Item::Column(reference.table.clone(), column.clone());
            needs.extend(reference.referenced.iter().map(referenced));
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => {}
    }
    needs
}

/// What a constraint provides for others: its name, and the key that foreign keys need.
pub(super) fn constraint_provides(table: &QualifiedName, constraint: &Constraint) -> Vec<Item> {
    let name = constraint.name.clone().unwrap_or_default();
    let own = Item::Constraint(table.clone(), name.clone());
    match &constraint.body {
        ConstraintBody::PrimaryKey { columns } | ConstraintBody::Unique { columns, .. } => {
            vec![own, Item::Index(table.sibling(name)), key(table, columns)]
        }
        ConstraintBody::ForeignKey(_)
        | ConstraintBody::Check { .. }
        | ConstraintBody::Exclude { .. } => vec![own],
    }
}

/// What an index needs.
pub(super) fn index_needs(holder: &QualifiedName, index: &Index) -> Vec<Item> {
    let parts = index.columns.iter().filter_map(|part| part.column()).map(str::to_owned);
    let columns = parts.chain(index.include.iter().cloned());
    let columns = columns.map(|column| Item::Column(holder.clone(), column));
    columns.chain([Item::Relation(holder.clone())]).collect()
}

/// What an index provides for others.
pub(super) fn index_provides(holder: &QualifiedName, index: &Index) -> Vec<Item> {
    let mut provides = vec![Item::Index(holder.sibling(&index.name))];
    if index.unique && index.filter.is_none() {
        let columns: Vec<_> =
            index.columns.iter().filter_map(|part| part.column()).map(str::to_owned).collect();
        provides.push(key(holder, &columns));
    }
    provides
}

/// What a table with all its parts needs of others.
pub(super) fn table_needs(table: &Table) -> Vec<Item> {
    let provides = table_provides(table);
    let constraints = table.constraints.iter().flat_map(|it| constraint_needs(&table.name, it));
    let mut needs: Vec<_> =
        table.columns.iter().flat_map(column_needs).chain(constraints).collect();
    needs.extend(namespace(&table.name));
    needs.retain(|need| !provides.contains(need));
    needs
}

/// What a table with all its parts provides to others.
pub(super) fn table_provides(table: &Table) -> Vec<Item> {
    let name = &table.name;
    let columns = table.columns.iter().map(|it| Item::Column(name.clone(), it.name.clone()));
    let constraints = table.constraints.iter().flat_map(|it| constraint_provides(name, it));
    let indexes = table.indexes.iter().flat_map(|it| index_provides(name, it));
    let partitions = table.partitions.iter().map(|it| Item::Relation(it.name.clone()));
    std::iter::once(Item::Relation(name.clone()))
        .chain(columns)
        .chain(constraints)
        .chain(indexes)
        .chain(partitions)
        .collect()
}

/// What an object beside tables needs, but for what its text says.
pub(super) fn object_needs(object: &ObjectRef) -> Vec<Item> {
    let namespace = object.namespace().map(|name| Item::Namespace(name.to_owned()));
    let holder = object.table().map(|table| Item::Relation(table.clone()));
    namespace.into_iter().chain(holder).collect()
}

/// What a sequence needs that belongs to a column.
pub(super) fn owner_needs(owner: &SequenceOwner) -> Vec<Item> {
    let SequenceOwner { table, column } = owner;
    vec![Item::Relation(table.clone()), Item::Column(table.clone(), column.clone())]
}
