//! The list a revision function writes to.

use crate::schema::Origin;

use super::Operation;

/// An operation and the source line that recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What is to be done.
    pub operation: Operation,
    /// Where the revision says so.
    pub origin: Origin,
}

/// What one function of a revision recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// The operations, in order.
    pub operations: Vec<Recorded>,
    /// Whether they run in one transaction.
    pub transactional: bool,
}

/// Collects operations.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    operations: Vec<Recorded>,
}

impl Recorder {
    /// Appends an operation and lends it out, so that a handle can add to it.
    pub(crate) fn push(&mut self, operation: Operation, origin: Origin) -> &mut Operation {
        let last = self.operations.len();
        self.operations.push(Recorded { operation, origin });
        &mut self.operations[last].operation
    }

    /// The operations recorded so far.
    pub(crate) fn into_operations(self) -> Vec<Recorded> {
        self.operations
    }
}
