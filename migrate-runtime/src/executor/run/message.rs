//! All statements of a revision in one message to PostgreSQL, and what became of it.

use std::time::Instant;

use migrate_core::dialect::{Action, Dialect};
use migrate_core::graph::RowChange;

use crate::error::{ExecuteCause, ExecuteError};
use crate::executor::batch::{self, Bounds};
use crate::executor::execute_error::{revision_error, unlocated_error};
use crate::executor::history::LogDuration;
use crate::executor::lock::is_lost;
use crate::executor::transaction::Transaction;
use crate::executor::{DatabaseError, Event, FallBack, guard};
use crate::prepare::PreparedRevision;

use super::Run;

/// What became of a message with all statements of a revision.
pub(super) enum Batch {
    /// It was carried out.
    Executed,
    /// There is more to the revision than statements, or the database takes one at a time.
    NotPossible,
    /// It was refused, and nothing of it is kept.
    Failed(DatabaseError),
    /// Its guard has found other rows in the version table, and nothing of it is kept.
    RowsChanged,
}

impl Run<'_, '_> {
    /// Runs a transaction of one revision as one message to the server, where that can be done; if it
    /// fails nothing of it is kept, and going through its statements one by one finds out which one
    /// is at fault.
    pub(super) fn send_transaction(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        redundant_rows: Option<&RowChange<'_>>,
    ) -> Batch {
        let [prepared] = &revisions[transaction.revisions.clone()] else {
            return Batch::NotPossible;
        };
        let index = transaction.revisions.start;
        if !transaction.transactional {
            self.fall_back(prepared, index, FallBack::OutsideTransaction);
            return Batch::NotPossible;
        }
        let first = match self.session.dialect() {
            Dialect::Postgres(_) => {
                let mut first = self.preparation(redundant_rows);
                first.extend(self.local_limits(prepared, false));
                first
            }
            Dialect::Sqlite(_) | Dialect::Mysql(_) => Vec::new(),
        };
        self.send_revision(
            prepared,
            index,
            revisions.len(),
            &first,
            Bounds::Transaction,
            redundant_rows,
        )
    }

    /// Sends all statements of a revision at once, where that is possible.
    pub(super) fn send_revision(
        &mut self,
        prepared: &PreparedRevision<'_>,
        index: usize,
        total: usize,
        first: &[String],
        bounds: Bounds,
        redundant_rows: Option<&RowChange<'_>>,
    ) -> Batch {
        match self.session.dialect() {
            Dialect::Postgres(_) => {}
            Dialect::Sqlite(_) | Dialect::Mysql(_) => return Batch::NotPossible,
        }
        let statements = match batch::statements(prepared) {
            Ok(statements) => statements,
            Err(what) => {
                self.fall_back(prepared, index, FallBack::NotOnlySql(what));
                return Batch::NotPossible;
            }
        };
        self.started(prepared, index, total);
        for sql in &statements {
            (self.listen)(Event::Statement { sql });
        }
        let start = Instant::now();
        let records = self.after(prepared, LogDuration::OfMessage);
        let statements = first.iter().map(String::as_str).chain(statements);
        let statements = statements.chain(records.iter().map(String::as_str));
        let cancel = &self.session.cancel;
        if let Err(error) = batch::send(self.session.driver, statements, bounds, cancel) {
            if guard::is_violated(&error) {
                return Batch::RowsChanged;
            }
            if !self.is_final(&error) {
                self.resent.push(prepared.revision.id.clone());
                self.fall_back(prepared, index, FallBack::Refused(&error));
                self.refused = Some(error.clone());
            }
            return Batch::Failed(error);
        }
        for statement in &prepared.statements {
            if let Action::Note(text) = &statement.action {
                self.note(prepared, statement, text);
            }
        }
        for change in redundant_rows.into_iter().chain([&prepared.change]) {
            self.note_rows(change);
        }
        self.finished(prepared, index, start.elapsed());
        Batch::Executed
    }

    /// Whether nothing more would be found out about the error of a message.
    pub(super) fn is_final(&self, error: &DatabaseError) -> bool {
        self.session.cancel.is_canceled() || is_lost(error) || !batch::is_worth_replaying(error)
    }

    /// The error of a message with all statements of a revision.
    pub(super) fn unlocated(
        &self,
        prepared: &PreparedRevision<'_>,
        error: DatabaseError,
    ) -> ExecuteError {
        match self.session.cause(error) {
            ExecuteCause::Database(error) => unlocated_error(prepared, error),
            cause => revision_error(prepared, cause),
        }
    }

    /// Says once that a revision cannot go as one message; only PostgreSQL takes such messages.
    pub(super) fn fall_back(
        &mut self,
        prepared: &PreparedRevision<'_>,
        index: usize,
        reason: FallBack<'_>,
    ) {
        let takes_messages = matches!(self.session.dialect(), Dialect::Postgres(_));
        if takes_messages && self.fell_back.insert(index) {
            (self.listen)(Event::FellBack { revision: prepared.revision, reason });
        }
    }
}
