//! Running: one transaction after another, with what is written down of each revision.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::error::{Error, ExecuteCause, ExecuteError, Outcome, PartialProgress};
use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Action, DescribedOperation, Dialect, Statement};
use migrate_core::graph::RowChange;
use migrate_core::schema::Origin;
use migrate_core::sql_text::split_statements;

use super::batch::{self, Bounds};
use super::driver::first_value;
use super::history::{LogDuration, LogEntry, ensure_statements, insert_log, row_statements};
use super::options::{Options, Report};
use super::restore::{GIVE_BACK, may_change_settings};
use super::script::{revision_error, unlocated_error};
use super::session::Session;
use super::settings::Settings;
use super::transaction::{Transaction, require_single, transactions};
use super::violations::{Violations, violations};
use super::{DatabaseError, DatabaseErrorKind, Driver, Event, FallBack, guard};

/// A run in progress.
pub(super) struct Run<'r, 's> {
    pub(super) session: &'r mut Session<'s>,
    pub(super) listen: &'r mut dyn FnMut(Event<'_>),
    pub(super) options: &'r Options,
    /// The version table's rows as they must be now.
    pub(super) rows: Vec<String>,
    /// The last revision that was said to run.
    started: Option<usize>,
    /// The last revision that was said to have run.
    finished: Option<usize>,
    /// How many statements of the revision have run.
    pub(super) ran: usize,
    /// The revisions whose statements were sent once more.
    resent: Vec<String>,
    /// The revisions that could not go as one message.
    fell_back: BTreeSet<usize>,
    /// The statements that give back what raw SQL may change of the session; only PostgreSQL needs
    /// them.
    pub(super) give_back: Option<String>,
}

/// What became of a message with all statements of a revision.
enum Batch {
    /// It was carried out.
    Executed,
    /// There is more to the revision than statements, or the database takes one at a time.
    NotPossible,
    /// It was refused, and nothing of it is kept.
    Failed(DatabaseError),
    /// Its guard has found other rows in the version table, and nothing of it is kept.
    RowsChanged,
}

/// Runs prepared revisions on a database whose version table has these rows, and takes no lock.
///
/// The rows of `redundant_rows` are changed first. [`Migrations`](crate::Migrations) does all of this for a
/// package's revisions, and holds other runners off meanwhile.
pub fn run(
    driver: &mut dyn Driver,
    settings: &Settings,
    rows: &[String],
    redundant_rows: &RowChange<'_>,
    revisions: &[PreparedRevision<'_>],
    options: &Options,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Report, Error> {
    Session::within(driver, settings, |session| {
        session.run(rows, redundant_rows, revisions, options, listen)
    })
}

impl Session<'_> {
    /// Runs prepared revisions; no revision at all only deletes redundant rows of the version table's rows.
    pub(crate) fn run(
        &mut self,
        rows: &[String],
        redundant_rows: &RowChange<'_>,
        revisions: &[PreparedRevision<'_>],
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        let start = Instant::now();
        if options.single_transaction {
            require_single(self.dialect(), revisions)?;
        }
        let give_back = self.give_back(revisions)?;
        let mut run = Run {
            session: self,
            options,
            listen,
            rows: rows.to_vec(),
            started: None,
            finished: None,
            ran: 0,
            resent: Vec::new(),
            fell_back: BTreeSet::new(),
            give_back,
        };
        run.run_all(revisions, redundant_rows)?;
        let (resent, fall_backs) = (run.resent, run.fell_back.len());
        let revisions = revisions.iter().map(|prepared| prepared.revision.id.clone()).collect();
        Ok(Report { revisions, resent, fall_backs, elapsed: start.elapsed() })
    }

    /// The statements that set the session to what it is now, where revisions may change it.
    fn give_back(
        &mut self,
        revisions: &[PreparedRevision<'_>],
    ) -> Result<Option<String>, DatabaseError> {
        match self.dialect() {
            Dialect::Postgres(_) if revisions.iter().any(may_change_settings) => {
                Ok(first_value(self.driver.query(&format!("SELECT {GIVE_BACK}"))?))
            }
            Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_) => Ok(None),
        }
    }

    /// Sets the version table to other rows, without running anything.
    pub(crate) fn stamp(
        &mut self,
        rows: &[String],
        change: &RowChange<'_>,
        purge: bool,
        applied_by: Option<&str>,
    ) -> Result<(), Error> {
        self.make_tables_first()?;
        let tables = if self.makes_tables_within() { self.missing_tables() } else { Vec::new() };
        let statements = stamp_statements(self.dialect(), self.settings, change, purge, applied_by);
        self.driver.begin()?;
        let stamped = tables.iter().try_for_each(|sql| self.driver.execute(sql)).and_then(|()| {
            // What is purged may be anything.
            let found = if purge { rows.to_vec() } else { self.rows_to_change()? };
            if found != rows {
                return Ok(Some(found));
            }
            statements.iter().try_for_each(|sql| self.driver.execute(sql)).map(|()| None)
        });
        match stamped {
            Ok(None) => Ok(self.driver.commit()?),
            Ok(Some(found)) => {
                self.driver.rollback()?;
                Err(Error::VersionTableChanged { expected: rows.to_vec(), found })
            }
            Err(error) => {
                // The first error is the one that explains.
                drop(self.driver.rollback());
                Err(error.into())
            }
        }
    }

    /// The rows, which nobody else can change until the transaction ends.
    fn rows_to_change(&mut self) -> Result<Vec<String>, DatabaseError> {
        if let Dialect::Postgres(_) = self.dialect() {
            self.driver.execute(&guard::lock_table(self.dialect(), self.settings))?;
        }
        self.rows_made(true)
    }

    /// Whether the tables can be made in the transaction that writes to them: MariaDB and MySQL
    /// would end it.
    pub(super) const fn makes_tables_within(&self) -> bool {
        !matches!(self.dialect(), Dialect::Mysql(_))
    }

    fn make_tables_first(&mut self) -> Result<(), DatabaseError> {
        if self.makes_tables_within() {
            return Ok(());
        }
        self.missing_tables().iter().try_for_each(|sql| self.driver.execute(sql))
    }

    /// Makes the version table and the log where they are not there yet.
    pub(crate) fn ensure_tables(&mut self) -> Result<(), Error> {
        let statements = ensure_statements(self.dialect(), self.settings);
        Ok(in_transaction(self.driver, &statements)?)
    }
}

impl Run<'_, '_> {
    fn run_all(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        redundant_rows: &RowChange<'_>,
    ) -> Result<(), Error> {
        let single = self.options.single_transaction;
        let empty = self.rows.is_empty();
        self.session.make_tables_first()?;
        for (number, transaction) in transactions(revisions, empty, single).iter().enumerate() {
            let redundant_rows = (number == 0).then_some(redundant_rows);
            self.run_transaction(revisions, transaction, redundant_rows)?;
        }
        Ok(())
    }

    fn run_transaction(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        redundant_rows: Option<&RowChange<'_>>,
    ) -> Result<(), Error> {
        let ran = self.try_transaction(revisions, transaction, redundant_rows);
        let Err(Error::VersionTableChanged { expected, .. }) = ran else { return ran };
        Err(Error::VersionTableChanged { expected, found: self.session.rows_again()? })
    }

    fn try_transaction(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        redundant_rows: Option<&RowChange<'_>>,
    ) -> Result<(), Error> {
        self.session.may_go_on().map_err(|cause| {
            revision_error(&revisions[transaction.revisions.start], cause)
                .with_outcome(Outcome::NotBegun)
        })?;
        // Outside a transaction each rebuild switches foreign keys for itself.
        self.session.set(transaction.rebuilds && transaction.transactional)?;
        let refused = match self.send_transaction(revisions, transaction, redundant_rows) {
            Batch::Executed => return Ok(()),
            Batch::Failed(error) if self.is_final(&error) => {
                let prepared = &revisions[transaction.revisions.start];
                // The message ends in its COMMIT.
                return Err(self.unlocated(prepared, error).with_outcome(Outcome::Unknown).into());
            }
            Batch::Failed(error) => Some(error),
            Batch::NotPossible => None,
            Batch::RowsChanged => return Err(self.rows_changed()),
        };
        if !transaction.transactional {
            let none = Violations::default();
            let ran = self.run_revisions(revisions, transaction, redundant_rows, &none);
            return ran.map_err(|error| match error {
                Error::Execute(error) if error.partial_progress.is_none() && !error.unrecorded => {
                    error.with_outcome(Outcome::NotBegun).into()
                }
                error => error,
            });
        }
        let rows = self.rows.clone();
        let before = self.violations(transaction)?;
        self.session.driver.begin().map_err(|error| match refused {
            // What ended the session says more than that it is over.
            Some(first) => {
                revision_error(&revisions[transaction.revisions.start], first.into()).into()
            }
            None => Error::from(error),
        })?;
        match self.run_revisions(revisions, transaction, redundant_rows, &before) {
            Ok(()) => match self.session.driver.commit() {
                Ok(()) => Ok(()),
                // What was put off to the commit is of one revision: alone, each commits or fails.
                Err(error) if self.keeps_earlier(transaction) && !is_lost(&error) => self
                    .run_one_by_one(
                        revisions,
                        transaction,
                        transaction.revisions.clone(),
                        redundant_rows,
                        rows,
                    ),
                Err(error) => {
                    let last = &revisions[transaction.revisions.end - 1];
                    Err(revision_error(last, error.into()).with_outcome(Outcome::Unknown).into())
                }
            },
            Err(error) => {
                let lost = error.database().is_some_and(is_lost) || has_ended(&error);
                // A revision in a savepoint was undone alone: what came before it is committed.
                let partial =
                    matches!(error, Error::Execute(_)) && self.keeps_earlier(transaction) && !lost;
                let before =
                    self.started.map_or(0, |it| it.saturating_sub(transaction.revisions.start));
                let undone = Outcome::RolledBack { before: if partial { 0 } else { before } };
                let error = match error {
                    Error::Execute(error) => error.with_outcome(undone).into(),
                    error => error,
                };
                if !partial {
                    // The first error is the one that explains; a second is its consequence.
                    drop(self.session.driver.rollback());
                } else if self.session.driver.commit().is_err() {
                    let earlier = transaction.revisions.start..self.started.unwrap_or_default();
                    self.run_one_by_one(revisions, transaction, earlier, redundant_rows, rows)?;
                }
                Err(error)
            }
        }
    }

    /// Runs revisions of a transaction that could not be committed, each in one of its own.
    fn run_one_by_one(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        mut which: Range<usize>,
        redundant_rows: Option<&RowChange<'_>>,
        rows: Vec<String>,
    ) -> Result<(), Error> {
        self.rows = rows;
        which.try_for_each(|index| {
            let redundant_rows = redundant_rows.filter(|_| index == transaction.revisions.start);
            let alone = Transaction { revisions: index..index + 1, ..transaction.clone() };
            self.run_transaction(revisions, &alone, redundant_rows)
        })
    }

    /// Runs a transaction of one revision as one message to the server, where that can be done; if it
    /// fails nothing of it is kept, and going through its statements one by one finds out which one
    /// is at fault.
    fn send_transaction(
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
            Dialect::Postgres(_) => self.preparation(redundant_rows),
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
    fn send_revision(
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
    fn is_final(&self, error: &DatabaseError) -> bool {
        self.session.cancel.is_canceled() || !batch::is_worth_replaying(error)
    }

    /// The error of a message with all statements of a revision.
    fn unlocated(&self, prepared: &PreparedRevision<'_>, error: DatabaseError) -> ExecuteError {
        match self.session.cause(error) {
            ExecuteCause::Database(error) => unlocated_error(prepared, error),
            cause => revision_error(prepared, cause),
        }
    }

    /// Says once that a revision cannot go as one message; only PostgreSQL takes such messages.
    fn fall_back(&mut self, prepared: &PreparedRevision<'_>, index: usize, reason: FallBack<'_>) {
        let takes_messages = matches!(self.session.dialect(), Dialect::Postgres(_));
        if takes_messages && self.fell_back.insert(index) {
            (self.listen)(Event::FellBack { revision: prepared.revision, reason });
        }
    }

    /// Says something at each operation of a statement.
    pub(super) fn note(
        &mut self,
        prepared: &PreparedRevision<'_>,
        statement: &Statement,
        text: &str,
    ) {
        for operation in prepared.operations_of(statement) {
            (self.listen)(Event::Note { text, origin: operation.origin });
        }
    }

    /// Says that a revision ran, once.
    fn finished(&mut self, prepared: &PreparedRevision<'_>, index: usize, elapsed: Duration) {
        if self.finished.is_none_or(|last| last < index) {
            self.finished = Some(index);
            let (revision, direction) = (prepared.revision, prepared.direction);
            (self.listen)(Event::Finished { revision, direction, elapsed });
        }
    }

    /// Says that a revision runs, once.
    fn started(&mut self, prepared: &PreparedRevision<'_>, index: usize, total: usize) {
        if self.started != Some(index) {
            self.started = Some(index);
            let kept = (!prepared.transactional).then_some(0);
            self.session.cancel.note(&prepared.revision.id, kept);
            let (revision, direction) = (prepared.revision, prepared.direction);
            (self.listen)(Event::Started { revision, direction, index, total });
            if let Some(text) = &prepared.warning {
                let origin = Origin::new(&revision.file, revision.line, 1);
                (self.listen)(Event::Note { text, origin });
            }
        }
    }

    fn run_revisions(
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
    fn violations(&mut self, transaction: &Transaction) -> Result<Violations, DatabaseError> {
        if transaction.rebuilds {
            violations(self.session.driver)
        } else {
            Ok(Violations::default())
        }
    }

    fn keeps_earlier(&self, transaction: &Transaction) -> bool {
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
            match self.send_revision(prepared, index, total, &[], Bounds::Savepoint, None) {
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
        let result = self.run_statements(prepared, start);
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

    fn run_statements(
        &mut self,
        prepared: &PreparedRevision<'_>,
        start: Instant,
    ) -> Result<(), ExecuteError> {
        self.ran = 0;
        let mut last: Option<&DescribedOperation> = None;
        for statement in &prepared.statements {
            let ran = self.ran;
            self.execute(prepared, statement).map_err(|error| {
                // Nothing takes back what ran outside a transaction.
                let done = PartialProgress {
                    statements: self.ran,
                    last: last.cloned(),
                    partly: error.was_sent()
                        && (error.lost_connection()
                            || may_stop_half_way(self.session.dialect(), &statement.action)),
                };
                let stays = !prepared.transactional && (done.statements > 0 || done.partly);
                // What a transaction has set it takes back itself; the first error explains.
                if !prepared.transactional
                    && let Some(sql) = self.given_back_after(prepared)
                {
                    drop(self.session.driver.execute(&sql));
                }
                error.with_partial_progress(stays.then_some(done))
            })?;
            if self.ran > ran {
                last = prepared.operations_of(statement).last();
            }
        }
        // A statement may end as if nothing were, such as `SELECT SLEEP(..)` of MariaDB.
        if prepared.transactional && self.session.cancel.stops() {
            return Err(revision_error(prepared, ExecuteCause::Canceled));
        }
        let records = self.after(prepared, LogDuration::Milliseconds(start.elapsed().as_millis()));
        let written = if prepared.transactional {
            let mut records = records.iter();
            records.try_for_each(|sql| Ok(self.session.driver.execute(sql)?))
        } else {
            self.record_alone(&records)
        };
        written.map_err(|cause: ExecuteCause| {
            let error = revision_error(prepared, cause);
            if prepared.transactional { error } else { error.unrecorded() }
        })?;
        self.note_rows(&prepared.change);
        Ok(())
    }
}

/// Whether a statement that fails may have done some of it.
fn may_stop_half_way(dialect: Dialect, action: &Action) -> bool {
    match action {
        Action::Raw(sql) => split_statements(sql, dialect.syntax()).len() > 1,
        Action::Run(_) => true,
        Action::Sql(_)
        | Action::Rebuild(_)
        | Action::Restate(_)
        | Action::Concurrent(_)
        | Action::Note(_)
        | Action::Nothing { .. } => false,
    }
}

/// Whether a function has ended the transaction: what ran before it must not be run once more.
fn has_ended(error: &Error) -> bool {
    matches!(error, Error::Execute(error) if matches!(error.cause, ExecuteCause::TransactionEnded))
}

fn is_lost(error: &DatabaseError) -> bool {
    error.kind() == DatabaseErrorKind::ConnectionLost
}

fn in_transaction(driver: &mut dyn Driver, statements: &[String]) -> Result<(), DatabaseError> {
    driver.begin()?;
    for sql in statements {
        if let Err(error) = driver.execute(sql) {
            // The first error is the one that explains.
            drop(driver.rollback());
            return Err(error);
        }
    }
    driver.commit()
}

/// The statements of a stamp.
pub(super) fn stamp_statements(
    dialect: Dialect,
    settings: &Settings,
    change: &RowChange<'_>,
    purge: bool,
    applied_by: Option<&str>,
) -> Vec<String> {
    let mut statements = Vec::new();
    if purge {
        statements.push(format!("DELETE FROM {}", super::version_table(dialect, settings)));
    }
    statements.extend(row_statements(dialect, settings, change));
    statements.extend(change.insert.iter().map(|revision| {
        let entry = LogEntry {
            revision,
            direction: "stamp",
            duration: LogDuration::Unknown,
            applied_by,
            digest: "",
        };
        insert_log(dialect, settings, &entry)
    }));
    statements
}
