//! The verbs of partitions (PostgreSQL).

use std::marker::PhantomData;

use crate::schema::{Partition, QualifiedName};

use super::Op;
use crate::op::{DetachPartition, Mode, Operation};

impl<M: Mode> Op<M> {
    /// Makes a partition of a table that was made with `.partition_by(..)` (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_partition("events_2026", "events", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
    /// op.create_partition("events_other", "events", "DEFAULT");
    /// # }
    /// ```
    /// ```sql
    /// CREATE TABLE events_2026 PARTITION OF events
    ///     FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
    /// CREATE TABLE events_other PARTITION OF events DEFAULT
    /// ```
    #[track_caller]
    pub fn create_partition(
        &mut self,
        name: impl Into<QualifiedName>,
        table: impl Into<QualifiedName>,
        bounds: &str,
    ) {
        let partition = Partition { name: name.into(), bounds: bounds.to_owned() };
        self.record(Operation::CreatePartition { table: table.into(), partition });
    }

    /// Drops a partition with its rows (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_partition("events_2026", "events");
    /// # }
    /// ```
    /// ```sql
    /// DROP TABLE events_2026
    /// ```
    #[track_caller]
    pub fn drop_partition(
        &mut self,
        name: impl Into<QualifiedName>,
        table: impl Into<QualifiedName>,
    ) {
        self.record(Operation::DropPartition { table: table.into(), name: name.into() });
    }

    /// Makes a table a partition of another one with the same columns (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.attach_partition("old_events", "events", "FOR VALUES FROM (MINVALUE) TO ('2026-01-01')");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE events ATTACH PARTITION old_events
    ///     FOR VALUES FROM (MINVALUE) TO ('2026-01-01')
    /// ```
    #[track_caller]
    pub fn attach_partition(
        &mut self,
        name: impl Into<QualifiedName>,
        table: impl Into<QualifiedName>,
        bounds: &str,
    ) {
        let partition = Partition { name: name.into(), bounds: bounds.to_owned() };
        self.record(Operation::AttachPartition { table: table.into(), partition });
    }

    /// Makes a partition a table of its own, which keeps its rows (PostgreSQL).
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op<NoTx>) {
    /// op.detach_partition("events_2026", "events").concurrently();
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY
    /// ```
    #[track_caller]
    pub fn detach_partition(
        &mut self,
        name: impl Into<QualifiedName>,
        table: impl Into<QualifiedName>,
    ) -> DetachPartition<'_, M> {
        let operation = self.record(Operation::DetachPartition {
            table: table.into(),
            name: name.into(),
            concurrently: false,
        });
        DetachPartition { operation, mode: PhantomData }
    }
}
