//! Handles of the partition verbs.

use std::marker::PhantomData;

use crate::op::{Mode, Operation, OutsideTransaction};

/// A partition being made a table of its own.
#[derive(Debug)]
pub struct DetachPartition<'a, M> {
    pub(in crate::op) operation: &'a mut Operation,
    pub(in crate::op) mode: PhantomData<M>,
}

impl<M: Mode> DetachPartition<'_, M> {
    /// The table stays usable meanwhile (PostgreSQL 14); only in a revision that takes `Op<NoTx>`.
    pub fn concurrently(self) -> Self
    where
        M: OutsideTransaction,
    {
        if let Operation::DetachPartition { concurrently, .. } = self.operation {
            *concurrently = true;
        }
        self
    }
}
