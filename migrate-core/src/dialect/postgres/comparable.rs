//! Types that PostgreSQL compares: in an index, on both sides of a foreign key.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintBody, Index, IndexTarget, Schema, Table,
};

use super::spelled::known;

/// Types with operators between them, in one operator family of B-tree
/// (<https://www.postgresql.org/docs/current/btree.html>; each pair was tried on PostgreSQL 15).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Integer,
    Numeric,
    Float,
    Text,
    Boolean,
    DateTime,
    Time,
    Interval,
    Binary,
    Uuid,
    Json,
    Jsonb,
    Enumeration,
    Array,
    /// A type that the database alone knows.
    Unknown,
}

fn class(column_type: &ColumnType) -> Class {
    use ColumnType as T;
    match &*known(column_type) {
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) => Class::Integer,
        T::Numeric { .. } => Class::Numeric,
        T::Real | T::Double => Class::Float,
        T::Varchar(_) | T::UnboundedVarchar | T::Text | T::Char(_) => Class::Text,
        T::Boolean => Class::Boolean,
        T::Date | T::Timestamp | T::TimestampTz => Class::DateTime,
        T::Time => Class::Time,
        T::Interval => Class::Interval,
        T::Binary => Class::Binary,
        T::Uuid => Class::Uuid,
        T::Json => Class::Json,
        T::Jsonb => Class::Jsonb,
        T::Enumeration(_) => Class::Enumeration,
        T::Array(_) => Class::Array,
        // A list is compared as one, whatever is in it.
        T::Custom(name) if name.ends_with(']') => Class::Array,
        T::Custom(_) => Class::Unknown,
    }
}

/// Whether a type is one of whole numbers, as far as its spelling tells.
pub(super) fn may_be_integer(column_type: &ColumnType) -> bool {
    matches!(class(column_type), Class::Integer | Class::Unknown)
}

/// Whether PostgreSQL compares what an operation has made of a table.
pub(super) fn check_comparisons(
    operation: &Operation,
    table: &Table,
    after: &Schema,
) -> Result<(), Refusal> {
    match operation.unconditional() {
        Operation::CreateTable { .. }
        | Operation::AddColumn { .. }
        | Operation::AddConstraint { .. }
        | Operation::CreateIndex { .. } => {}
        Operation::AlterColumn { change, .. } if change.column_type.is_some() => {}
        // Nothing else makes a key, an index or another type.
        _ => return Ok(()),
    }
    table.constraints.iter().try_for_each(|rule| require_ordered_key(table, rule))?;
    table.indexes.iter().try_for_each(|index| require_ordered_index(table, index))?;
    let own = table.foreign_keys().map(|(rule, key)| (table, rule, key));
    for (holder, rule, key) in own.chain(after.references_to(&table.name)) {
        let Some(referenced) = after.tables.get(&key.table) else { continue };
        for (own, other) in key.columns.iter().zip(&key.referenced) {
            if let (Some(own), Some(other)) = (holder.column(own), referenced.column(other))
                && !may_reference(&own.column_type, &other.column_type)
            {
                return Err(not_alike(holder, rule, own, (referenced, other)));
            }
        }
    }
    Ok(())
}

/// Whether a column of one type may reference one of the other.
fn may_reference(own: &ColumnType, other: &ColumnType) -> bool {
    match (own, other) {
        (ColumnType::Array(own), ColumnType::Array(other)) => is_one_element(own, other),
        _ => is_referable(class(own), class(other)),
    }
}

/// Whether two arrays have elements of one type: `=` compares no others, also where their elements can be compared
/// (tried on 15).
fn is_one_element(one: &ColumnType, other: &ColumnType) -> bool {
    use ColumnType as T;
    match (&*known(one), &*known(other)) {
        (T::Enumeration(one), T::Enumeration(other)) => one.name == other.name,
        (T::Custom(_), _)
        | (_, T::Custom(_))
        | (T::Varchar(_) | T::UnboundedVarchar, T::Varchar(_) | T::UnboundedVarchar) => true,
        // Lengths and precisions are not of the type.
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// Whether a column may reference another: by an operator of the key's index, to whose type its own may
/// have to be cast (<https://www.postgresql.org/docs/current/sql-createtable.html>, `REFERENCES`).
fn is_referable(own: Class, key: Class) -> bool {
    let is_cast = match own {
        Class::Unknown => true,
        Class::Integer => matches!(key, Class::Numeric | Class::Float),
        Class::Numeric => key == Class::Float,
        Class::Time => key == Class::Interval,
        // No other type is cast to one of another class without being asked.
        _ => false,
    };
    is_cast || own == key || key == Class::Unknown
}

fn not_alike(
    holder: &Table,
    rule: &Constraint,
    own: &Column,
    (referenced, other): (&Table, &Column),
) -> Refusal {
    Refusal::unsupported(
        format!(
            "foreign key `{}` of table `{}`: PostgreSQL does not compare column `{}`, which is {}, with \
             column `{}` of `{}`, which is {}",
            rule.name.as_deref().unwrap_or("without a name"),
            holder.name,
            own.name,
            own.column_type,
            other.name,
            referenced.name,
            other.column_type
        ),
        "give both columns one type; to change it, drop the foreign key before, and create it again \
         after the change of both",
    )
}

fn require_ordered_key(table: &Table, rule: &Constraint) -> Result<(), Refusal> {
    match rule.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => {}
        ConstraintBody::ForeignKey(_) | ConstraintBody::Check { .. } => return Ok(()),
    }
    let name = rule.name.as_deref().unwrap_or("without a name");
    let what = format!("{} `{name}`", rule.kind());
    if let ConstraintBody::Exclude { elements, .. } = &rule.body {
        // A bare column is the whole of an expression.
        return elements
            .iter()
            .try_for_each(|part| require_ordered(table, &part.expression, &what));
    }
    rule.columns().iter().try_for_each(|column| require_ordered(table, column, &what))
}

fn require_ordered_index(table: &Table, index: &Index) -> Result<(), Refusal> {
    // `json` has a default operator class for no access method (tried on 15).
    for part in index.columns.iter().filter(|part| part.operator_class.is_none()) {
        if let IndexTarget::Column(column) = &part.target {
            require_ordered(table, column, &format!("index `{}`", index.name))?;
        }
    }
    Ok(())
}

/// `json` keeps its text and has no operators, unlike `jsonb`
/// (<https://www.postgresql.org/docs/current/datatype-json.html>).
fn require_ordered(table: &Table, column: &str, what: &str) -> Result<(), Refusal> {
    let is_json = |column: &Column| matches!(class(&column.column_type), Class::Json);
    if table.column(column).is_some_and(is_json) {
        return Err(Refusal::unsupported(
            format!(
                "{what}: PostgreSQL does not compare values of column `{column}`, which is json"
            ),
            "make the column `jsonb()`, or leave it out of the key",
        ));
    }
    Ok(())
}

/// Whether what is an operator of one type is one of the other.
pub(super) fn is_compared_alike(one: &ColumnType, other: &ColumnType) -> bool {
    let is_number = |class| matches!(class, Class::Integer | Class::Numeric | Class::Float);
    let is_unknown = |class| class == Class::Unknown;
    let (class, other_class) = (class(one), class(other));
    match (one.enumeration(), other.enumeration()) {
        // An enum type is compared with itself alone.
        (Some(one), Some(other)) => one.name == other.name && class == other_class,
        (Some(_), None) | (None, Some(_)) => false,
        (None, None) => {
            class == other_class
                || is_number(class) && is_number(other_class)
                || is_unknown(class)
                || is_unknown(other_class)
        }
    }
}
