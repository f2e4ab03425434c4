//! Enum types, which SQLite keeps as a check on each column that uses one.

use crate::dialect::{Action, Refusal};
use crate::op::{ObjectChange, Operation};
use crate::schema::{Column, ColumnType, QualifiedName, Schema, Table};

use super::edits::enum_constraint;
use super::name::{quote, unqualified};
use super::rebuild::{Edit, Rebuild, StoredTable};
use super::{literal, render, types};

/// The tables with a column of the enum type that the operation changes, as they are before it.
pub(super) fn enum_users(
    operation: &Operation,
    schema: &Schema,
) -> Result<Vec<(Table, StoredTable)>, Refusal> {
    let Operation::AlterObject(change) = operation else { return Ok(Vec::new()) };
    let Some(name) = change.enum_type() else { return Ok(Vec::new()) };
    schema
        .tables_of_type(name)
        .into_iter()
        .filter(|table| table.columns.iter().any(|column| is_enum(column, name)))
        .map(|table| Ok((table.clone(), render::declared(table, schema)?)))
        .collect()
}

fn is_enum(column: &Column, name: &QualifiedName) -> bool {
    matches!(&column.column_type, ColumnType::Enumeration(kind) if kind.name == *name)
}

/// The values of rows that become others.
fn moved_values(operation: &Operation) -> Vec<(&str, &str)> {
    match operation {
        Operation::AlterObject(ObjectChange::RenameEnumValue { from, to, .. }) => {
            vec![(from.as_str(), to.as_str())]
        }
        Operation::AlterObject(ObjectChange::SetEnumValues { replaced, .. }) => {
            replaced.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect()
        }
        // Nothing else moves rows from one value to another.
        _ => Vec::new(),
    }
}

/// An enum type is a check on each column that uses it, so with a new list the tables are rebuilt.
pub(super) fn rebuilt_enums(
    operation: &Operation,
    users: Vec<(Table, StoredTable)>,
    after: &Schema,
) -> Result<Vec<Action>, Refusal> {
    let mut actions = Vec::new();
    for (before, declared) in users {
        let Some(table) = after.tables.get(&before.name) else { continue };
        let mut edits = Vec::new();
        for (old, new) in before.columns.iter().zip(&table.columns) {
            let Some((name, _)) = render::enum_check(old).filter(|_| old != new) else { continue };
            edits.push(Edit::DropEnumCheck { column: old.name.clone(), name });
            edits.extend(enum_constraint(new));
            if old.default != new.default {
                let default = new
                    .default
                    .as_ref()
                    .map(|default| types::default_sql(default, &new.column_type))
                    .transpose()?;
                edits.push(Edit::SetDefault { column: old.name.clone(), default });
            }
            let moved = moved_values(operation);
            if !moved.is_empty() {
                let column = quote(&old.name);
                let moved = moved.into_iter().map(|(from, to)| {
                    format!(" WHEN {} THEN {}", literal::string(from), literal::string(to))
                });
                let moved: String = moved.collect();
                let expression = format!("CASE {column}{moved} ELSE {column} END");
                edits.push(Edit::CopyAs { column: old.name.clone(), expression });
            }
        }
        actions.push(Action::Rebuild(Box::new(Rebuild {
            table: unqualified(&before.name)?.to_owned(),
            edits,
            declared,
            touched_by: before.touched_by.and_then(|touched| touched.sqlite),
        })));
    }
    Ok(actions)
}
