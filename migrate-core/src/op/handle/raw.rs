//! Handles of raw SQL and of functions.

use std::any::Any;

use crate::op::{Op, Operation, RawUndo, RunError, Tx};
use crate::schema::SqlText;

/// Raw SQL being recorded.
#[derive(Debug)]
pub struct Execute<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl Execute<'_> {
    /// Says what the SQL does to the schema, in the builder's own words; an empty closure says
    /// that it does nothing to it. Nothing in it runs.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.execute("CREATE TABLE tags AS SELECT DISTINCT tag AS name FROM posts").effect(|op| {
    ///     op.create_table(table("tags").column("name", text()));
    /// });
    /// # }
    /// ```
    pub fn effect(self, describe: impl FnOnce(&mut Op<Tx>)) -> Self {
        if let Operation::Execute { effect, .. } = &mut *self.operation {
            let mut op = Op::new();
            describe(&mut op);
            let recorded = op.into_operations().into_iter().map(|recorded| recorded.operation);
            *effect = Some(recorded.collect());
        }
        self
    }

    /// Says that a way back has nothing to do for it: `downgrade = auto` leaves the SQL out.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.execute("SET LOCAL lock_timeout = '4s'").effect(|_| {}).nothing_to_undo();
    /// # }
    /// ```
    pub fn nothing_to_undo(self) -> Self {
        self.undone(RawUndo::Nothing)
    }

    /// Says which SQL takes it back, for `downgrade = auto`.
    ///
    /// What `.effect(..)` says it does to the schema is taken back with it.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.execute("ALTER TABLE posts CLUSTER ON ix_posts_title")
    ///     .effect(|_| {})
    ///     .undo("ALTER TABLE posts SET WITHOUT CLUSTER");
    /// # }
    /// ```
    pub fn undo(self, sql: impl Into<SqlText>) -> Self {
        self.undone(RawUndo::Sql(sql.into()))
    }

    fn undone(self, by: RawUndo) -> Self {
        if let Operation::Execute { undo, .. } = &mut *self.operation {
            *undo = by;
        }
        self
    }
}

/// A function being recorded.
#[derive(Debug)]
pub struct Run<'a> {
    operation: &'a mut Operation,
}

impl<'a> Run<'a> {
    pub(crate) const fn new(operation: &'a mut Operation) -> Self {
        Self { operation }
    }
}

impl Run<'_> {
    /// Calls another function where the connection is of another type.
    ///
    /// This is `or` of `migrate-runtime`'s prelude with the connection's type erased.
    pub fn or_call<C: Any>(
        self,
        call: impl Fn(&mut C) -> Result<(), RunError> + Send + Sync + 'static,
    ) -> Self {
        if let Operation::Run(step) = &mut *self.operation {
            step.add(call);
        }
        self
    }

    /// What `--sql` writes in the function's stead; without it a script of the revision is refused.
    pub fn offline(self, sql: impl Into<SqlText>) -> Self {
        if let Operation::Run(step) = &mut *self.operation {
            step.offline = Some(sql.into());
        }
        self
    }

    /// Says that a way back has nothing to do for it: `downgrade = auto` leaves the function out.
    pub fn nothing_to_undo(self) -> Self {
        if let Operation::Run(step) = &mut *self.operation {
            step.nothing_to_undo = true;
        }
        self
    }
}
