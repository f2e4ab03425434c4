//! The [`ExecuteError`] of a statement or of a whole revision.

use migrate_core::dialect::Statement;

use crate::error::{ExecuteCause, ExecuteError};
use crate::prepare::PreparedRevision;

use super::DatabaseError;
use super::fault::at_fault;

/// The error of one statement, of the operation at fault where the database tells.
pub(super) fn statement_error(
    prepared: &PreparedRevision<'_>,
    statement: &Statement,
    cause: ExecuteCause,
) -> ExecuteError {
    let error = match &cause {
        ExecuteCause::Database(error) => Some(error),
        ExecuteCause::Definition(_)
        | ExecuteCause::Run(_)
        | ExecuteCause::Panic(_)
        | ExecuteCause::WrongConnection { .. }
        | ExecuteCause::ForeignKeys { .. }
        | ExecuteCause::Dependent { .. }
        | ExecuteCause::TransactionEnded
        | ExecuteCause::Canceled
        | ExecuteCause::LockLost(_)
        | ExecuteCause::VersionTableChanged { .. } => None,
    };
    let at_fault = at_fault(prepared, statement, error);
    revision_error(prepared, cause).of_operations(at_fault)
}

/// The error of a message with all statements of a revision, of which any may be at fault.
pub(super) fn unlocated_error(
    prepared: &PreparedRevision<'_>,
    error: DatabaseError,
) -> ExecuteError {
    revision_error(prepared, error.into()).of_operations(prepared.operations.clone())
}

/// The error of a revision that is of no single statement.
pub(super) fn revision_error(prepared: &PreparedRevision<'_>, cause: ExecuteCause) -> ExecuteError {
    ExecuteError {
        revision: prepared.revision.id.clone(),
        site: format!("{}:{}", prepared.revision.file, prepared.revision.line),
        direction: prepared.direction,
        operation: None,
        origin: None,
        advice: None,
        one_of: Vec::new(),
        sql: None,
        partial_progress: None,
        invalid_index: None,
        unrecorded: false,
        outcome: None,
        cause,
    }
}
