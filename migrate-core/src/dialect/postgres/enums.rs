//! Enum types: created before the first column that uses one, and dropped after the last.
//!
//! A type of `create_enum` is dropped by `drop_enum` alone. One that only columns name is created and
//! dropped with them.

use std::collections::BTreeMap;

use crate::dialect::Refusal;
use crate::op::{EnumPosition, Operation};
use crate::schema::{Column, ColumnType, EnumType, Object, QualifiedName, Schema};

use super::literal;
use super::name::qualified;

/// `CREATE TYPE .. AS ENUM`.
pub(super) fn create_type(kind: &EnumType) -> Result<String, Refusal> {
    let values =
        kind.values.iter().map(|value| literal::text(value)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("CREATE TYPE {} AS ENUM ({})", qualified(&kind.name), values.join(", ")))
}

/// `ALTER TYPE .. ADD VALUE`; there is no way to remove a value, or to put it elsewhere
/// (<https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS>).
pub(super) fn add_value(
    name: &QualifiedName,
    value: &str,
    position: &EnumPosition,
) -> Result<String, Refusal> {
    let place = match position {
        EnumPosition::Last => String::new(),
        EnumPosition::Before(other) => format!(" BEFORE {}", literal::text(other)?),
        EnumPosition::After(other) => format!(" AFTER {}", literal::text(other)?),
    };
    Ok(format!("ALTER TYPE {} ADD VALUE {}{place}", qualified(name), literal::text(value)?))
}

/// The statements that create the types an operation needs and the schema lacks.
pub(super) fn types_to_create(
    operation: &Operation,
    before: &Schema,
) -> Result<Vec<String>, Refusal> {
    let mut made = BTreeMap::new();
    for kind in types_of_new_columns(operation, before) {
        let known = made.get(&kind.name).copied().or_else(|| before.enum_type(&kind.name));
        match known {
            None => {
                made.insert(&kind.name, kind);
            }
            Some(known) if known.values == kind.values => {}
            Some(known) => return Err(other_values(known, kind)),
        }
    }
    let if_not_exists = matches!(operation, Operation::CreateTable { if_not_exists: true, .. });
    let create = |kind: &EnumType| {
        let sql = create_type(kind)?;
        Ok(if if_not_exists { if_not_exists_sql(&sql) } else { sql })
    };
    made.into_values().map(create).collect()
}

/// A table that may exist has its type too; `CREATE TYPE` has no `IF NOT EXISTS`
/// (<https://www.postgresql.org/docs/current/sql-createtype.html>).
fn if_not_exists_sql(create: &str) -> String {
    let tag = if create.contains("$$") { "$enum$" } else { "$$" };
    format!("DO {tag} BEGIN {create}; EXCEPTION WHEN duplicate_object THEN NULL; END {tag}")
}

/// The enum types of the columns that an operation creates or gives another type.
pub(super) fn types_of_new_columns<'a>(
    operation: &'a Operation,
    before: &Schema,
) -> Vec<&'a EnumType> {
    let of = |columns: &'a [Column]| {
        columns.iter().filter_map(|column| column.column_type.enumeration()).collect()
    };
    match operation {
        Operation::CreateTable { table, if_not_exists }
            if !(*if_not_exists && before.tables.contains_key(&table.name)) =>
        {
            of(&table.columns)
        }
        Operation::AddColumn { column, .. } => of(std::slice::from_ref(column)),
        Operation::AlterColumn { change, .. } => {
            change.column_type.as_ref().and_then(ColumnType::enumeration).into_iter().collect()
        }
        // Nothing else gives a column a type; a table that exists keeps those it has.
        _ => Vec::new(),
    }
}

fn other_values(known: &EnumType, new: &EnumType) -> Refusal {
    let list = |kind: &EnumType| kind.values.join(", ");
    Refusal::unsupported(
        format!(
            "enum type `{}` has the values {}, and the column is to have {}",
            known.name,
            list(known),
            list(new)
        ),
        "change the values of the type with `op.add_enum_value(..)`, or give the type of this \
         column another name",
    )
}

/// The types of the columns that an operation may take away, as they are before it.
pub(super) fn types_maybe_unused(operation: &Operation, before: &Schema) -> Vec<QualifiedName> {
    let table = operation.table().and_then(|name| before.tables.get(name));
    let of = |column: &Column| column.column_type.enumeration().map(|kind| kind.name.clone());
    let mut names: Vec<_> = match (operation, table) {
        (Operation::DropTable { .. }, Some(table)) => table.columns.iter().filter_map(of).collect(),
        (
            Operation::DropColumn { column, .. } | Operation::AlterColumn { column, .. },
            Some(table),
        ) => table.column(column).and_then(of).into_iter().collect(),
        // Nothing else takes a column away, or its type.
        _ => Vec::new(),
    };
    names.sort();
    names.dedup();
    names.retain(|name| !before.enums.contains_key(name));
    names
}

/// The statements that drop the types no column uses any longer.
pub(super) fn drop_unused_types(
    maybe_unused: &[QualifiedName],
    after: &Schema,
) -> impl Iterator<Item = String> {
    let unused = maybe_unused.iter().filter(|name| after.enum_type(name).is_none());
    unused.map(|name| format!("DROP TYPE {}", qualified(name)))
}

/// Whether a type that is to be created was not created with a column already.
pub(super) fn check_type_is_new(operation: &Operation, before: &Schema) -> Result<(), Refusal> {
    let Operation::CreateObject(Object::EnumType(kind)) = operation else { return Ok(()) };
    if before.enums.contains_key(&kind.name) || before.enum_type(&kind.name).is_none() {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!(
            "enum type `{}` exists already: it was created with a column that uses it",
            kind.name
        ),
        "leave `op.create_enum(..)` out, or put it before the first column of the type",
    ))
}
