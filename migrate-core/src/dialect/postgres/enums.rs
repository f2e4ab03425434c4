//! Enum types: created before the first column that uses one, and dropped after the last.
//!
//! A type of `create_enum` is dropped by `drop_enum` alone. One that only columns name is created and
//! dropped with them.

use std::collections::BTreeMap;

use crate::dialect::Refusal;
use crate::op::{EnumPosition, Operation};
use crate::schema::{
    Column, ColumnDefault, ColumnType, EnumType, Object, QualifiedName, Schema, Value,
};

use super::literal;
use super::name::{qualified, quote};
use super::types::default_sql;

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

/// Other values of a type: a new type takes the place of the old one, which has no other way to lose a
/// value (<https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS>).
pub(super) fn set_values(
    name: &QualifiedName,
    values: &[String],
    replaced: &[(String, String)],
    before: &Schema,
) -> Result<Vec<String>, Refusal> {
    let interim =
        name.sibling(format!("_migrate_new_{}", name.name.get(..48).unwrap_or(&name.name)));
    let mut statements =
        vec![create_type(&EnumType { name: interim.clone(), values: values.to_vec() })?];
    for table in before.tables_of_type(name) {
        let users: Vec<_> = table.columns.iter().filter(|column| is_of(column, name)).collect();
        let mut clauses = Vec::new();
        for column in users {
            clauses.extend(retyped(column, &interim, replaced)?);
        }
        if !clauses.is_empty() {
            let table = qualified(&table.name);
            statements.push(format!("ALTER TABLE {table}\n    {}", clauses.join(",\n    ")));
        }
    }
    statements.push(format!("DROP TYPE {}", qualified(name)));
    statements.push(format!("ALTER TYPE {} RENAME TO {}", qualified(&interim), quote(&name.name)));
    Ok(statements)
}

fn is_of(column: &Column, name: &QualifiedName) -> bool {
    column.column_type.enumeration().is_some_and(|kind| kind.name == *name)
}

/// The clauses that move a column to another enum type: its default, which has no cast, goes and comes
/// back (<https://www.postgresql.org/docs/current/sql-altertable.html>, the note on `USING`).
fn retyped(
    column: &Column,
    to: &QualifiedName,
    replaced: &[(String, String)],
) -> Result<Vec<String>, Refusal> {
    let name = quote(&column.name);
    let is_array = matches!(column.column_type, ColumnType::Array(_));
    let suffix = if is_array { "[]" } else { "" };
    let to = format!("{}{suffix}", qualified(to));
    let mut value = format!("{name}::text{suffix}");
    if is_array {
        for (from, by) in replaced {
            let (from, by) = (literal::text(from)?, literal::text(by)?);
            value = format!("array_replace({value}, {from}, {by})");
        }
    } else if !replaced.is_empty() {
        let cases = replaced.iter().map(|(from, by)| {
            Ok(format!(" WHEN {} THEN {}", literal::text(from)?, literal::text(by)?))
        });
        let cases = cases.collect::<Result<String, Refusal>>()?;
        value = format!("(CASE {value}{cases} ELSE {value} END)");
    }
    if is_array && column.default.is_some() && !replaced.is_empty() {
        return Err(Refusal::unsupported(
            format!(
                "the default of column `{}` is a list, of which no value is replaced",
                column.name
            ),
            "drop the default before with `.drop_default()`, and set the new one after",
        ));
    }
    let mut clauses = Vec::new();
    if column.default.is_some() {
        clauses.push(format!("ALTER COLUMN {name} DROP DEFAULT"));
    }
    clauses.push(format!("ALTER COLUMN {name} TYPE {to} USING {value}::{to}"));
    if let Some(default) = &column.default {
        let moved = moved_default(default, replaced);
        clauses.push(format!("ALTER COLUMN {name} SET DEFAULT {}", default_sql(&moved)?));
    }
    Ok(clauses)
}

fn moved_default(default: &ColumnDefault, replaced: &[(String, String)]) -> ColumnDefault {
    if let ColumnDefault::Value(Value::Text(value)) = default
        && let Some((_, to)) = replaced.iter().find(|(from, _)| from == value)
    {
        return ColumnDefault::Value(Value::Text(to.clone()));
    }
    default.clone()
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
    let if_not_exists = matches!(
        operation,
        Operation::CreateTable { if_not_exists: true, .. } | Operation::IfNeeded(_)
    );
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
    match operation.unconditional() {
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
    let mut names: Vec<_> = match (operation.unconditional(), table) {
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
