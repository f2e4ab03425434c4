//! What both diagrams show of a schema: tables, their columns and keys, and the foreign keys between them.

use std::collections::BTreeMap;

use migrate_core::dialect::Dialect;
use migrate_core::schema::{
    Action, Column, ColumnType, Constraint, ConstraintBody, EnumType, ForeignKey, QualifiedName,
    Schema, Table,
};

/// The tables of a schema and what connects them.
pub(super) struct Diagram {
    /// In the order of their names.
    pub(super) entities: Vec<Entity>,
    /// By the table that has the foreign key, in the order of its constraints.
    pub(super) relations: Vec<Relation>,
}

/// A table.
pub(super) struct Entity {
    pub(super) name: String,
    pub(super) comment: Option<String>,
    pub(super) attributes: Vec<Attribute>,
}

/// A column.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own")]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) type_name: String,
    /// The labels of its enum type.
    pub(super) labels: Vec<String>,
    pub(super) is_nullable: bool,
    pub(super) is_primary: bool,
    pub(super) is_foreign: bool,
    /// Whether no two rows have the same value in it alone, by something else than the primary key.
    pub(super) is_unique: bool,
    pub(super) comment: Option<String>,
}

/// A foreign key; tables and columns by their places.
pub(super) struct Relation {
    pub(super) child: usize,
    pub(super) parent: usize,
    pub(super) columns: Vec<usize>,
    pub(super) referenced: Vec<usize>,
    pub(super) name: Option<String>,
    pub(super) on_delete: Action,
    /// Whether a row may reference nothing.
    pub(super) is_optional: bool,
    /// Whether at most one row references a row.
    pub(super) is_single: bool,
    /// Whether its columns are part of the primary key.
    pub(super) is_identifying: bool,
}

impl Diagram {
    /// The tables of a schema as a database has them.
    pub(super) fn of(schema: &Schema, dialect: Dialect) -> Self {
        let schema = schema.clone().on(dialect.family());
        let tables: Vec<&Table> = schema.tables.values().collect();
        let places: BTreeMap<_, _> =
            tables.iter().enumerate().map(|(at, table)| (&table.name, at)).collect();
        let entities: Vec<_> = tables.iter().map(|table| entity(table, dialect)).collect();
        let mut relations = Vec::new();
        for (child, table) in tables.iter().enumerate() {
            for (constraint, key) in table.foreign_keys() {
                relations.extend(relation(constraint, key, (child, table), &places, &entities));
            }
        }
        Self { entities, relations }
    }
}

impl Entity {
    fn place(&self, column: &str) -> Option<usize> {
        self.attributes.iter().position(|attribute| attribute.name == column)
    }
}

fn entity(table: &Table, dialect: Dialect) -> Entity {
    let order: Vec<_> = match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => table.columns.iter().collect(),
        Dialect::Mysql(_) => {
            table.order_on_mysql().into_iter().filter_map(|name| table.column(name)).collect()
        }
    };
    Entity {
        name: table.name.to_string(),
        comment: table.comment.clone(),
        attributes: order.into_iter().map(|column| attribute(table, column)).collect(),
    }
}

fn attribute(table: &Table, column: &Column) -> Attribute {
    let is_primary = table.primary_key().contains(&column.name);
    let is_alone = |columns: &[String]| matches!(columns, [only] if *only == column.name);
    let mut keys = table.foreign_keys();
    Attribute {
        name: column.name.clone(),
        type_name: type_name(&column.column_type),
        labels: column.column_type.enumeration().map_or_else(Vec::new, |kind| kind.values.clone()),
        is_nullable: column.nullable && !is_primary,
        is_primary,
        is_foreign: keys.any(|(_, key)| key.columns.contains(&column.name)),
        is_unique: unique_keys(table).iter().any(|columns| is_alone(columns)),
        comment: column.comment.clone(),
    }
}

/// The columns of which no two rows have the same values, but for the primary key.
fn unique_keys(table: &Table) -> Vec<Vec<String>> {
    let mut keys = Vec::new();
    for constraint in &table.constraints {
        match &constraint.body {
            ConstraintBody::Unique { columns, .. } => keys.push(columns.clone()),
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::ForeignKey(_)
            | ConstraintBody::Check { .. }
            | ConstraintBody::Exclude { .. } => {}
        }
    }
    // One with a condition says nothing of the other rows, and a prefix or an expression nothing of the whole value.
    for index in table.indexes.iter().filter(|index| index.unique && index.filter.is_none()) {
        let parts = index.columns.iter();
        let columns: Option<Vec<_>> = parts
            .map(|part| part.column().filter(|_| part.prefix.is_none()).map(str::to_owned))
            .collect();
        keys.extend(columns);
    }
    keys
}

/// None where what is referenced is not in the schema.
fn relation(
    constraint: &Constraint,
    key: &ForeignKey,
    (child, table): (usize, &Table),
    places: &BTreeMap<&QualifiedName, usize>,
    entities: &[Entity],
) -> Option<Relation> {
    let parent = *places.get(&key.table)?;
    let (own, other) = (entities.get(child)?, entities.get(parent)?);
    let columns: Vec<_> = key.columns.iter().filter_map(|name| own.place(name)).collect();
    let is_in_key = |columns: &[String]| {
        !columns.is_empty() && columns.iter().all(|column| key.columns.contains(column))
    };
    let is_optional =
        columns.iter().any(|at| own.attributes.get(*at).is_some_and(|it| it.is_nullable));
    let primary = table.primary_key();
    Some(Relation {
        child,
        parent,
        columns,
        referenced: key.referenced.iter().filter_map(|name| other.place(name)).collect(),
        name: constraint.name.clone(),
        on_delete: key.on_delete,
        is_optional,
        is_single: is_in_key(primary) || unique_keys(table).iter().any(|it| is_in_key(it)),
        is_identifying: key.columns.iter().all(|column| primary.contains(column)),
    })
}

/// A type in the words of the SQL standard, where it has them; an enum type by its name.
fn type_name(column_type: &ColumnType) -> String {
    use ColumnType as T;
    match column_type {
        T::SmallInt => "smallint".to_owned(),
        T::Integer => "integer".to_owned(),
        T::BigInt => "bigint".to_owned(),
        T::Unsigned(whole) => format!("{} unsigned", type_name(whole)),
        T::Boolean => "boolean".to_owned(),
        T::Varchar(length) => format!("varchar({length})"),
        T::UnboundedVarchar => "varchar".to_owned(),
        T::Text => "text".to_owned(),
        T::Char(length) => format!("char({length})"),
        T::Numeric { precision, scale } => format!("numeric({precision},{scale})"),
        T::Real => "real".to_owned(),
        T::Double => "double".to_owned(),
        T::Date => "date".to_owned(),
        T::Time => "time".to_owned(),
        T::Timestamp => "timestamp".to_owned(),
        T::TimestampTz => "timestamptz".to_owned(),
        T::Interval => "interval".to_owned(),
        T::Binary => "binary".to_owned(),
        T::Uuid => "uuid".to_owned(),
        T::Json => "json".to_owned(),
        T::Jsonb => "jsonb".to_owned(),
        T::Array(element) => format!("{}[]", type_name(element)),
        T::Enumeration(EnumType { name, .. }) => name.to_string(),
        T::Custom(text) => text.clone(),
    }
}
