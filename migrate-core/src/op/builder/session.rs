//! The verbs that hold for a revision, or for its transaction: timeouts and locks.

use std::time::Duration;

use crate::op::{Operation, TimeoutKind, Tx};
use crate::schema::QualifiedName;

use super::Op;

/// The parts of a second that a timeout is given in; less than one is one, for 0 would be no timeout.
const NANOSECONDS: u128 = 1_000_000;

impl Op<Tx> {
    #[track_caller]
    fn set_timeout(&mut self, kind: TimeoutKind, bound: Duration) {
        let milliseconds = bound.as_nanos().div_ceil(NANOSECONDS);
        let milliseconds = i64::try_from(milliseconds).unwrap_or(i64::MAX);
        self.record(Operation::SetTimeout { kind, milliseconds });
    }

    /// Each statement after it waits so long for a lock, and then fails (PostgreSQL); other databases do
    /// without, and it is said.
    ///
    /// It ends with the revision, so a way back has nothing to do for it.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.lock_timeout(std::time::Duration::from_secs(4));
    /// op.add_column("users", "role", varchar(100));
    /// # }
    /// ```
    /// ```sql
    /// SET LOCAL lock_timeout = 4000
    /// ALTER TABLE users ADD COLUMN role VARCHAR(100)
    /// ```
    #[track_caller]
    pub fn lock_timeout(&mut self, bound: Duration) {
        self.set_timeout(TimeoutKind::Lock, bound);
    }

    /// Each statement after it runs so long, and then fails (PostgreSQL); other databases do without, and it
    /// is said.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.statement_timeout(std::time::Duration::from_secs(120));
    /// # }
    /// ```
    /// ```sql
    /// SET LOCAL statement_timeout = 120000
    /// ```
    #[track_caller]
    pub fn statement_timeout(&mut self, bound: Duration) {
        self.set_timeout(TimeoutKind::Statement, bound);
    }

    /// Locks a table until the revision's transaction ends, so that nothing else reads or writes it
    /// (PostgreSQL); other databases do without, and it is said.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.lock_table("users");
    /// # }
    /// ```
    /// ```sql
    /// LOCK TABLE users
    /// ```
    #[track_caller]
    pub fn lock_table(&mut self, table: impl Into<QualifiedName>) {
        self.record(Operation::LockTable { table: table.into() });
    }
}
