//! The parts of a schema that one operation creates or drops.

use migrate_core::op::Operation;
use migrate_core::schema::{
    Constraint, Index, ObjectRef, QualifiedName, Schema, SequenceOwner, Table,
};

use super::item::{self, Item};

/// A part of a schema that one operation creates or drops.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A table with its columns, constraints and indexes.
    Table(QualifiedName),
    /// A partition and its table.
    Partition(QualifiedName, QualifiedName),
    /// A column of a table.
    Column(QualifiedName, String),
    /// A constraint of a table.
    Constraint(QualifiedName, String),
    /// An index of a table or a materialized view.
    Index(QualifiedName, String),
    /// An object beside tables.
    Object(ObjectRef),
}

/// The index of a table or a materialized view.
pub(super) fn index<'s>(
    schema: &'s Schema,
    holder: &QualifiedName,
    name: &str,
) -> Option<&'s Index> {
    let of_table = schema.tables.get(holder).map(|table| &table.indexes);
    let of_view = || schema.materialized_views.get(holder).map(|view| &view.indexes);
    of_table.or_else(of_view)?.iter().find(|index| index.name == name)
}

fn constraint<'s>(schema: &'s Schema, table: &QualifiedName, name: &str) -> Option<&'s Constraint> {
    schema.tables.get(table)?.constraint(name)
}

/// The part that a constraint of a normal form is: that of MariaDB and MySQL has unique indexes among its
/// constraints.
pub(super) fn of_constraint(schema: &Schema, table: &QualifiedName, name: &str) -> Part {
    let (table, name) = (table.clone(), name.to_owned());
    match constraint(schema, &table, &name) {
        None if index(schema, &table, &name).is_some() => Part::Index(table, name),
        Some(_) | None => Part::Constraint(table, name),
    }
}

/// The column that a sequence belongs to.
pub(super) fn owner<'s>(schema: &'s Schema, object: &ObjectRef) -> Option<&'s SequenceOwner> {
    match object {
        ObjectRef::Sequence(name) => schema.sequences.get(name)?.owner.as_ref(),
        _ => None,
    }
}

impl Part {
    /// What the part provides for others where `schema` has it.
    pub(super) fn provides(&self, schema: &Schema) -> Vec<Item> {
        match self {
            Self::Table(name) => {
                schema.tables.get(name).map(item::table_provides).unwrap_or_default()
            }
            Self::Partition(_, name) => vec![Item::Relation(name.clone())],
            Self::Column(table, name) => vec![Item::Column(table.clone(), name.clone())],
            Self::Constraint(table, name) => constraint(schema, table, name)
                .map(|it| item::constraint_provides(table, it))
                .unwrap_or_default(),
            Self::Index(holder, name) => index(schema, holder, name)
                .map(|it| item::index_provides(holder, it))
                .unwrap_or_default(),
            Self::Object(object) => vec![Item::of_object(object)],
        }
    }

    /// What the part needs of others where `schema` has it, but for what its texts say.
    pub(super) fn needs(&self, schema: &Schema) -> Vec<Item> {
        match self {
            Self::Table(name) => schema.tables.get(name).map(item::table_needs).unwrap_or_default(),
            Self::Partition(table, _) => vec![Item::Relation(table.clone())],
            Self::Column(table, name) => {
                let column = schema.tables.get(table).and_then(|table| table.column(name));
                let needs = column.map(item::column_needs).unwrap_or_default();
                needs.into_iter().chain([Item::Relation(table.clone())]).collect()
            }
            Self::Constraint(table, name) => constraint(schema, table, name)
                .map(|it| item::constraint_needs(table, it))
                .unwrap_or_default(),
            Self::Index(holder, name) => index(schema, holder, name)
                .map(|it| item::index_needs(holder, it))
                .unwrap_or_default(),
            Self::Object(object) => {
                let mut needs = item::object_needs(object);
                needs.extend(owner(schema, object).into_iter().flat_map(item::owner_needs));
                needs
            }
        }
    }

    /// Whether `schema` has the part.
    pub(super) fn is_in(&self, schema: &Schema) -> bool {
        match self {
            Self::Table(name) => schema.tables.contains_key(name),
            Self::Partition(table, name) => schema
                .tables
                .get(table)
                .is_some_and(|table| table.partitions.iter().any(|it| it.name == *name)),
            Self::Column(table, name) => {
                schema.tables.get(table).is_some_and(|table| table.column(name).is_some())
            }
            Self::Constraint(table, name) => constraint(schema, table, name).is_some(),
            Self::Index(holder, name) => index(schema, holder, name).is_some(),
            Self::Object(object) => schema.object(object).is_some(),
        }
    }

    /// The operation that drops the part of `schema`.
    pub(super) fn drop(&self, schema: &Schema) -> Option<Operation> {
        Some(match self {
            Self::Table(table) => Operation::DropTable { table: table.clone() },
            Self::Partition(table, name) => {
                Operation::DropPartition { table: table.clone(), name: name.clone() }
            }
            Self::Column(table, column) => {
                Operation::DropColumn { table: table.clone(), column: column.clone() }
            }
            Self::Constraint(table, name) => {
                let kind = constraint(schema, table, name)?.kind();
                Operation::DropConstraint { table: table.clone(), name: name.clone(), kind }
            }
            Self::Index(holder, name) => Operation::DropIndex {
                table: holder.clone(),
                name: name.clone(),
                concurrently: false,
            },
            Self::Object(object) => Operation::DropObject(object.clone()),
        })
    }

    /// The operation that gives a constraint or an index another name.
    pub(super) fn rename(&self, to: &str) -> Option<Operation> {
        match self {
            Self::Constraint(table, name) => Some(Operation::RenameConstraint {
                table: table.clone(),
                name: name.clone(),
                to: to.to_owned(),
            }),
            Self::Index(table, name) => Some(Operation::RenameIndex {
                table: table.clone(),
                name: name.clone(),
                to: to.to_owned(),
            }),
            // Renamed by answers alone, before all else.
            Self::Table(_) | Self::Partition(..) | Self::Column(..) | Self::Object(_) => None,
        }
    }

    /// The operations that create the part as `schema` has it.
    pub(super) fn create(&self, schema: &Schema) -> Vec<Operation> {
        let operation = match self {
            Self::Table(name) => schema.tables.get(name).map(|table| Operation::CreateTable {
                // Partitions have operations of their own.
                table: Table { partitions: Vec::new(), touched_by: None, ..table.clone() },
                if_not_exists: false,
            }),
            Self::Partition(table, name) => schema.tables.get(table).and_then(|known| {
                let partition = known.partitions.iter().find(|it| it.name == *name)?.clone();
                Some(Operation::CreatePartition { table: table.clone(), partition })
            }),
            Self::Column(table, name) => return add_column(schema, table, name),
            Self::Constraint(table, name) => constraint(schema, table, name).map(|constraint| {
                Operation::AddConstraint { table: table.clone(), constraint: constraint.clone() }
            }),
            Self::Index(holder, name) => {
                index(schema, holder, name).map(|index| Operation::CreateIndex {
                    table: holder.clone(),
                    index: index.clone(),
                    concurrently: false,
                })
            }
            Self::Object(object) => schema.object(object).map(Operation::CreateObject),
        };
        operation.into_iter().collect()
    }
}

/// Adds a column. One that takes no NULL and has no default is added as one that does, because rows that are
/// there have no value for it; the change to NOT NULL fails for as long as one has none.
fn add_column(schema: &Schema, table: &QualifiedName, name: &str) -> Vec<Operation> {
    let Some(column) = schema.tables.get(table).and_then(|table| table.column(name)) else {
        return Vec::new();
    };
    let is_filled =
        column.default.is_some() || column.identity.is_some() || column.generated.is_some();
    let mut added = column.clone();
    added.nullable |= !is_filled;
    let tighten = (added.nullable != column.nullable).then(|| Operation::AlterColumn {
        table: table.clone(),
        column: name.to_owned(),
        change: migrate_core::op::ColumnChange { nullable: Some(false), ..Default::default() },
    });
    let add = Operation::AddColumn { table: table.clone(), column: added, constraints: Vec::new() };
    std::iter::once(add).chain(tighten).collect()
}

/// The position of a kind of operation where nothing else decides: what others may need is created first,
/// and dropped last.
pub(super) const fn drop_rank(part: &Part) -> u8 {
    match part {
        Part::Object(ObjectRef::Trigger { .. }) => 10,
        Part::Object(ObjectRef::View(_) | ObjectRef::MaterializedView(_)) => 11,
        Part::Constraint(..) => 12,
        Part::Index(..) => 13,
        Part::Column(..) => 23,
        Part::Partition(..) => 50,
        Part::Table(_) => 51,
        Part::Object(ObjectRef::Sequence(_) | ObjectRef::Function { .. }) => 52,
        Part::Object(ObjectRef::EnumType(_)) => 53,
        Part::Object(ObjectRef::Extension(_)) => 54,
        Part::Object(ObjectRef::Namespace(_)) => 55,
    }
}

/// See [`drop_rank`].
pub(super) const fn create_rank(part: &Part) -> u8 {
    match part {
        Part::Object(ObjectRef::Namespace(_)) => 0,
        Part::Object(ObjectRef::Extension(_)) => 1,
        Part::Object(ObjectRef::EnumType(_)) => 2,
        Part::Object(ObjectRef::Sequence(_)) => 3,
        Part::Table(_) => 20,
        Part::Partition(..) => 24,
        Part::Column(..) => 21,
        Part::Constraint(..) => 30,
        Part::Index(..) => 31,
        Part::Object(ObjectRef::Function { .. }) => 40,
        Part::Object(ObjectRef::View(_)) => 41,
        Part::Object(ObjectRef::MaterializedView(_)) => 42,
        Part::Object(ObjectRef::Trigger { .. }) => 43,
    }
}

/// See [`drop_rank`].
pub(super) const ALTER_RANK: u8 = 22;
