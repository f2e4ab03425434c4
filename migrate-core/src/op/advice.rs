//! What to do where rows or other objects stop an operation, as the operation itself tells it.

use crate::schema::ObjectRef;

use super::{ObjectChange, Operation};

/// What to do where the database refuses the operation for rows or objects that no revision knows of; none where
/// the error of the database tells as much.
pub(crate) fn advice(operation: &Operation) -> Option<&'static str> {
    match operation.unconditional() {
        Operation::AlterObject(ObjectChange::SetEnumValues { .. }) => Some(
            "if rows hold a value that goes, say what becomes of it with `.replace(\"old\", \"new\")`, or \
             change them before, with `op.update(..)`",
        ),
        Operation::DropObject(ObjectRef::Extension(_)) => Some(
            "if something uses the extension, drop it first: columns of its types, indexes with its operator \
             classes, views and functions that call it",
        ),
        // What rows may stop is told by the kind of the error.
        _ => None,
    }
}
