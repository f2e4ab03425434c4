//! Operations that are carried out only where they are needed: `IF EXISTS`, `IF NOT EXISTS`.

use crate::schema::{QualifiedName, Schema};

use super::Operation;

/// Whether an operation creates something, so that it is needed where that is not there; one that drops is
/// needed where it is.
pub(crate) const fn creates(operation: &Operation) -> bool {
    matches!(operation, Operation::AddColumn { .. } | Operation::CreateIndex { .. })
}

/// Whether the schema lacks what an operation creates, or has what it drops.
///
/// A table that is not there has no parts to ask for: the operation on it is needed, and applying it says
/// what is wrong.
pub(crate) fn is_needed(operation: &Operation, schema: &Schema) -> bool {
    let table = |name: &QualifiedName| schema.tables.get(name);
    match operation {
        Operation::AddColumn { table: name, column, .. } => {
            table(name).is_none_or(|table| table.column(&column.name).is_none())
        }
        Operation::CreateIndex { table: name, index, .. } => {
            table(name).is_none_or(|table| table.index(&index.name).is_none())
        }
        Operation::DropTable { table: name } => table(name).is_some(),
        Operation::DropColumn { table: name, column } => {
            table(name).is_none_or(|table| table.column(column).is_some())
        }
        Operation::DropIndex { table: name, name: index, .. } => {
            table(name).is_none_or(|table| table.index(index).is_some())
        }
        Operation::DropConstraint { table: name, name: constraint, .. } => {
            table(name).is_none_or(|table| table.constraint(constraint).is_some())
        }
        // The builder puts no condition before the others.
        _ => true,
    }
}
