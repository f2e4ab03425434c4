//! The revisions of a transaction, statement by statement.

use std::time::Instant;

use migrate_core::graph::RowChange;

use crate::error::{Error, ExecuteCause, ExecuteError};
use crate::executor::batch::{self, Bounds};
use crate::executor::execute_error::revision_error;
use crate::executor::history::LogDuration;
use crate::executor::timeouts::Limits;
use crate::executor::transaction::Transaction;
use crate::executor::violations::{Violations, violations};
use crate::executor::{DatabaseError, FallBack};
use crate::prepare::PreparedRevision;

use super::Run;
use super::message::Batch;

impl Run<'_, '_> {
    pub(super) fn run_revisions(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        redundant_rows: Option<&RowChange<'_>>,
        before: &Violations,
    ) -> Result<(), Error> {
        self.prepare_tables(redundant_rows, transaction.transactional)?;
        if transaction.transactional && self.keeps_earlier(transaction) {
            self.session.driver.execute(batch::SAVEPOINT)?;
        }
        for index in transaction.revisions.clone() {
            self.run_revision(index, &revisions[index], revisions.len(), transaction)?;
        }
        let after = self.violations(transaction)?;
        match after.new_since(before) {
            Some(cause) => {
                Err(revision_error(&revisions[transaction.revisions.end - 1], cause).into())
            }
            None => Ok(()),
        }
    }

    /// Rows that reference nothing, where foreign keys are off and could make some.
    pub(super) fn violations(
        &mut self,
        transaction: &Transaction,
    ) -> Result<Violations, DatabaseError> {
        if transaction.rebuilds {
            violations(self.session.driver)
        } else {
            Ok(Violations::default())
        }
    }

    pub(in crate::executor) fn keeps_earlier(&self, transaction: &Transaction) -> bool {
        !self.options.single_transaction && transaction.revisions.len() > 1
    }

    fn run_revision(
        &mut self,
        index: usize,
        prepared: &PreparedRevision<'_>,
        total: usize,
        transaction: &Transaction,
    ) -> Result<(), Error> {
        let savepoint = transaction.transactional && self.keeps_earlier(transaction);
        if savepoint {
            self.session.may_go_on().map_err(|cause| revision_error(prepared, cause))?;
            let first = self.local_limits(prepared, true);
            match self.send_revision(prepared, index, total, &first, Bounds::Savepoint, None) {
                Batch::Executed => return Ok(()),
                Batch::Failed(error) if self.is_final(&error) => {
                    return Err(self.unlocated(prepared, error).into());
                }
                Batch::RowsChanged => return Err(self.rows_changed()),
                Batch::Failed(_) | Batch::NotPossible => {}
            }
        } else if transaction.transactional && transaction.revisions.len() > 1 {
            self.fall_back(prepared, index, FallBack::SingleTransaction);
        }
        self.started(prepared, index, total);
        let start = Instant::now();
        let rows = self.rows.clone();
        // The first revision of a transaction has set them.
        self.set_session_limits(prepared)?;
        if transaction.transactional {
            self.set_local_limits(prepared, transaction.revisions.len() > 1)?;
        }
        let result = if prepared.transactional {
            self.run_statements(prepared, start)
        } else {
            self.run_places(prepared, start)
        };
        if !prepared.transactional && self.given_back_after(prepared).is_some() {
            self.session_limits = Limits::default();
        }
        if savepoint {
            let end = if result.is_ok() { batch::NEXT_SAVEPOINT } else { batch::TO_SAVEPOINT };
            if result.is_err() {
                self.rows = rows;
            }
            // It may fail only when the whole transaction is gone already.
            drop(self.session.driver.execute(end));
        }
        result?;
        self.finished(prepared, index, start.elapsed());
        Ok(())
    }

    /// The statements of a revision that is in a transaction, and what is written down of it.
    fn run_statements(
        &mut self,
        prepared: &PreparedRevision<'_>,
        start: Instant,
    ) -> Result<(), ExecuteError> {
        self.ran = 0;
        prepared.statements.iter().try_for_each(|statement| self.execute(prepared, statement))?;
        // A statement may end as if nothing were, such as `SELECT SLEEP(..)` of MariaDB.
        if self.session.cancel.stops() {
            return Err(revision_error(prepared, ExecuteCause::Canceled));
        }
        let records = self.after(prepared, LogDuration::Milliseconds(start.elapsed().as_millis()));
        for sql in &records {
            let written = self.session.driver.execute(sql);
            written.map_err(|error| revision_error(prepared, error.into()))?;
        }
        self.note_rows(&prepared.change);
        Ok(())
    }
}
