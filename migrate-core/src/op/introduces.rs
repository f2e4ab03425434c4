//! The names that an operation introduces, and where: stated once for every database.

use crate::schema::{
    Column, ColumnType, Constraint, ConstraintKind, EnumType, Index, Object, QualifiedName, Schema,
    Table,
};

use super::{ObjectChange, Operation, needed};

/// A name that an operation introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Introduced<'a> {
    /// What is given the name.
    pub kind: NameKind,
    /// The schema (namespace) that has it, when it is named.
    pub namespace: Option<&'a str>,
    /// The name.
    pub name: &'a str,
}

/// What is given a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A schema (namespace).
    Namespace,
    /// An extension.
    Extension,
    /// A table.
    Table,
    /// A partition of a table, which is a table itself on PostgreSQL.
    Partition,
    /// A column of a table.
    Column,
    /// A constraint of a table.
    Constraint(ConstraintKind),
    /// An index of a table or a materialized view.
    Index,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
    /// A sequence.
    Sequence,
    /// A function.
    Function,
    /// A trigger.
    Trigger,
    /// An enum type.
    EnumType,
    /// A value of an enum type.
    EnumValue,
}

impl NameKind {
    /// The kind as messages name it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Namespace => "schema",
            Self::Extension => "extension",
            Self::Table => "table",
            Self::Partition => "partition",
            Self::Column => "column",
            Self::Constraint(_) => "constraint",
            Self::Index => "index",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Sequence => "sequence",
            Self::Function => "function",
            Self::Trigger => "trigger",
            Self::EnumType => "enum type",
            Self::EnumValue => "enum value",
        }
    }
}

impl Introduced<'_> {
    /// The name with its schema (namespace).
    pub fn qualified(&self) -> QualifiedName {
        QualifiedName { schema: self.namespace.map(str::to_owned), name: self.name.to_owned() }
    }
}

impl Operation {
    /// The names that the operation introduces when it is applied to `before`.
    ///
    /// An object that is there already introduces none: a table with `if_not_exists`, an enum type
    /// that another column uses, a function that is replaced.
    pub fn introduces<'a>(&'a self, before: &Schema) -> Vec<Introduced<'a>> {
        match self {
            Self::CreateTable { table, if_not_exists } => {
                let exists = *if_not_exists && before.tables.contains_key(&table.name);
                if exists { Vec::new() } else { of_table(table, before) }
            }
            Self::RenameTable { table, to } if table.name != *to => {
                vec![beside(table, NameKind::Table, to)]
            }
            Self::AddColumn { table, column, constraints } => {
                let constraints = constraints.iter().filter_map(|it| of_constraint(table, it));
                of_column(table, column, before).into_iter().chain(constraints).collect()
            }
            Self::AlterColumn { table, column, change } => {
                let renamed = change.rename.as_ref().filter(|to| *to != column);
                let renamed = renamed.map(|to| beside(table, NameKind::Column, to));
                let new = change.column_type.as_ref();
                renamed
                    .into_iter()
                    .chain(new.into_iter().flat_map(|it| of_type(it, before)))
                    .collect()
            }
            Self::CreateIndex { table, index, .. } => vec![of_index(table, index)],
            Self::RenameIndex { table, name, to } if name != to => {
                vec![beside(table, NameKind::Index, to)]
            }
            Self::AddConstraint { table, constraint } => {
                of_constraint(table, constraint).into_iter().collect()
            }
            Self::RenameConstraint { table, name, to } if name != to => {
                let known = before.tables.get(table).and_then(|table| table.constraint(name));
                let kind = known.map(|known| NameKind::Constraint(known.kind()));
                kind.map(|kind| beside(table, kind, to)).into_iter().collect()
            }
            Self::CreatePartition { partition, .. } => {
                vec![own(NameKind::Partition, &partition.name)]
            }
            Self::IfNeeded(operation) if needed::is_needed(operation, before) => {
                operation.introduces(before)
            }
            Self::CreateObject(object) => of_object(object),
            Self::AlterObject(change) => of_change(change, before),
            // A rename to the same name; the name of an attached partition is that of its table.
            Self::RenameTable { .. }
            | Self::RenameIndex { .. }
            | Self::RenameConstraint { .. }
            | Self::AttachPartition { .. }
            | Self::DetachPartition { .. }
            | Self::DropTable { .. }
            | Self::SetTableComment { .. }
            | Self::Reindex { .. }
            | Self::AlterTable { .. }
            | Self::DropColumn { .. }
            | Self::DropIndex { .. }
            | Self::DropConstraint { .. }
            | Self::ValidateConstraint { .. }
            | Self::DropPartition { .. }
            | Self::DropObject(_)
            | Self::Insert { .. }
            | Self::Update { .. }
            | Self::Delete { .. }
            | Self::Execute { .. }
            | Self::Run(_)
            | Self::SetTimeout { .. }
            | Self::LockTable { .. }
            | Self::IfNeeded(_) => Vec::new(),
        }
    }
}

fn own(kind: NameKind, name: &QualifiedName) -> Introduced<'_> {
    Introduced { kind, namespace: name.schema.as_deref(), name: &name.name }
}

/// A name in the schema (namespace) of a table.
fn beside<'a>(table: &'a QualifiedName, kind: NameKind, name: &'a str) -> Introduced<'a> {
    Introduced { kind, namespace: table.schema.as_deref(), name }
}

fn of_table<'a>(table: &'a Table, before: &Schema) -> Vec<Introduced<'a>> {
    let name = &table.name;
    let columns = table.columns.iter().flat_map(|column| of_column(name, column, before));
    let constraints = table.constraints.iter().filter_map(|it| of_constraint(name, it));
    let indexes = table.indexes.iter().map(|index| of_index(name, index));
    let partitions = table.partitions.iter();
    std::iter::once(own(NameKind::Table, name))
        .chain(columns)
        .chain(constraints)
        .chain(indexes)
        .chain(partitions.map(|partition| own(NameKind::Partition, &partition.name)))
        .collect()
}

fn of_column<'a>(
    table: &'a QualifiedName,
    column: &'a Column,
    before: &Schema,
) -> Vec<Introduced<'a>> {
    let name = beside(table, NameKind::Column, &column.name);
    std::iter::once(name).chain(of_type(&column.column_type, before)).collect()
}

/// The enum type that a column creates when it is the first that uses it.
fn of_type<'a>(column_type: &'a ColumnType, before: &Schema) -> Vec<Introduced<'a>> {
    let new = column_type.enumeration().filter(|kind| before.enum_type(&kind.name).is_none());
    new.map(of_enum_type).unwrap_or_default()
}

fn of_enum_type(kind: &EnumType) -> Vec<Introduced<'_>> {
    let values = kind.values.iter().map(|value| beside(&kind.name, NameKind::EnumValue, value));
    std::iter::once(own(NameKind::EnumType, &kind.name)).chain(values).collect()
}

fn of_constraint<'a>(
    table: &'a QualifiedName,
    constraint: &'a Constraint,
) -> Option<Introduced<'a>> {
    let kind = NameKind::Constraint(constraint.kind());
    constraint.name.as_deref().map(|name| beside(table, kind, name))
}

fn of_index<'a>(holder: &'a QualifiedName, index: &'a Index) -> Introduced<'a> {
    beside(holder, NameKind::Index, &index.name)
}

fn of_object(object: &Object) -> Vec<Introduced<'_>> {
    let alone = |kind, name| vec![Introduced { kind, namespace: None, name }];
    match object {
        Object::Namespace(name) => alone(NameKind::Namespace, name),
        Object::Extension(name) => alone(NameKind::Extension, name),
        Object::EnumType(kind) => of_enum_type(kind),
        Object::Sequence(sequence) => vec![own(NameKind::Sequence, &sequence.name)],
        Object::Function(function) => vec![own(NameKind::Function, &function.name)],
        Object::View(view) => vec![own(NameKind::View, &view.name)],
        Object::MaterializedView(view) => {
            let indexes = view.indexes.iter().map(|index| of_index(&view.name, index));
            std::iter::once(own(NameKind::MaterializedView, &view.name)).chain(indexes).collect()
        }
        Object::Trigger(trigger) => vec![beside(&trigger.table, NameKind::Trigger, &trigger.name)],
    }
}

fn of_change<'a>(change: &'a ObjectChange, before: &Schema) -> Vec<Introduced<'a>> {
    match change {
        ObjectChange::AddEnumValue { name, value: new, .. }
        | ObjectChange::RenameEnumValue { name, to: new, .. } => {
            vec![beside(name, NameKind::EnumValue, new)]
        }
        ObjectChange::RenameEnum { name, to } => vec![beside(name, NameKind::EnumType, to)],
        ObjectChange::SetEnumValues { name, values, .. } => {
            let known = before.enum_type(name).map(|kind| kind.values.as_slice());
            let new = |value: &&String| known.is_none_or(|known| !known.contains(value));
            let new = values.iter().filter(new);
            new.map(|value| beside(name, NameKind::EnumValue, value)).collect()
        }
        ObjectChange::EnsureExtension(name) => {
            let new = !before.extensions.contains(name);
            let new =
                new.then_some(Introduced { kind: NameKind::Extension, namespace: None, name });
            new.into_iter().collect()
        }
        ObjectChange::ReplaceFunction(function) => {
            let key = (function.name.clone(), function.arguments.clone());
            let new = !before.functions.contains_key(&key);
            new.then(|| own(NameKind::Function, &function.name)).into_iter().collect()
        }
        ObjectChange::AlterSequence { .. } | ObjectChange::RefreshMaterializedView { .. } => {
            Vec::new()
        }
    }
}
