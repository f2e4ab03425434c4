//! Operations that a database needs no statement for: they are in the plan all the same.

use std::collections::BTreeSet;

use crate::op::{ObjectChange, Operation, Recorded};
use crate::schema::{Object, ObjectRef};

use super::{Action, Dialect, Statement};

/// Adds a statement that does nothing for each operation that none of the statements carries out,
/// so that whoever reads statements meets every operation.
pub(super) fn account_for_all(
    dialect: Dialect,
    script: &[Recorded],
    statements: &mut Vec<Statement>,
) {
    let known: BTreeSet<usize> =
        statements.iter().flat_map(|statement| statement.operations.iter().copied()).collect();
    for (at, recorded) in script.iter().enumerate().filter(|(at, _)| !known.contains(at)) {
        let reason = reason(dialect, &recorded.operation);
        let nothing = Statement::new(Action::Nothing { reason }, vec![at]);
        let later = |other: &Statement| other.operations.first().is_some_and(|first| *first > at);
        let place = statements.iter().position(later).unwrap_or(statements.len());
        statements.insert(place, nothing);
    }
}

/// Why a database needs nothing done for an operation.
fn reason(dialect: Dialect, operation: &Operation) -> &'static str {
    match operation {
        Operation::CreateTable { .. } => "the table exists already",
        Operation::CreateObject(Object::EnumType(_))
        | Operation::DropObject(ObjectRef::EnumType(_))
        | Operation::AlterObject(
            ObjectChange::AddEnumValue { .. }
            | ObjectChange::RenameEnumValue { .. }
            | ObjectChange::SetEnumValues { .. },
        ) => "the values are kept at each column of the type",
        Operation::AlterObject(ObjectChange::RenameEnum { .. }) => "no enum type has a name here",
        Operation::SetTableComment { .. } => "there are no comments",
        Operation::AlterTable { .. } => "the options are those of other databases",
        Operation::AlterColumn { change, .. } if change.comment.is_some() => match dialect {
            Dialect::Sqlite(_) => "there are no comments",
            Dialect::Postgres(_) | Dialect::Mysql(_) => "nothing changes",
        },
        Operation::AlterColumn { .. } => "nothing changes",
        Operation::RenameConstraint { .. } => "a primary key has no name here",
        Operation::Execute { .. } => "there is no SQL for this database",
        // Every other operation is carried out or refused by every database.
        _ => "there is nothing to do",
    }
}
