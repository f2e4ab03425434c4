//! Running: one transaction after another, with what is written down of each revision.

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::error::{Error, ExecuteError, PartialProgress};
use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Action, Dialect, Statement};
use migrate_core::graph::{Direction, RowChange};
use migrate_core::schema::Origin;
use migrate_core::sql_text::split_statements;

use super::batch::{self, Bounds};
use super::history::{LogDuration, LogEntry, ensure_statements, insert_log, row_statements};
use super::lock::acquire;
use super::options::{Options, Report};
use super::script::{revision_error, unlocated_error};
use super::session::Session;
use super::settings::Settings;
use super::transaction::{Transaction, require_single, transactions};
use super::violations::{Violations, violations};
use super::{DatabaseError, Driver, Event, FallBack};

/// A run in progress.
pub(super) struct Run<'r, 's> {
    pub(super) session: &'r mut Session<'s>,
    pub(super) listen: &'r mut dyn FnMut(Event<'_>),
    options: &'r Options,
    /// The version table's rows as they must be now.
    rows: Vec<String>,
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
}

/// What became of a message with all statements of a revision.
enum Batch {
    /// It was carried out.
    Executed,
    /// There is more to the revision than statements, or the database takes one at a time.
    NotPossible,
    /// It was refused, and nothing of it is kept.
    Failed(DatabaseError),
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
    /// Does something while no other runner does.
    pub(crate) fn locked<T>(
        &mut self,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
        task: impl FnOnce(&mut Self, &mut dyn FnMut(Event<'_>)) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let key = self.lock_key();
        let lock = acquire(self.driver, &key, &options.lock, listen)?;
        let result = task(self, listen);
        lock.release(self.driver);
        result
    }

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
        };
        run.run_all(revisions, redundant_rows)?;
        let (resent, fall_backs) = (run.resent, run.fell_back.len());
        let revisions = revisions.iter().map(|prepared| prepared.revision.id.clone()).collect();
        Ok(Report { revisions, resent, fall_backs, elapsed: start.elapsed() })
    }

    /// Sets the version table to other rows, without running anything.
    pub(crate) fn stamp(
        &mut self,
        change: &RowChange<'_>,
        purge: bool,
        applied_by: Option<&str>,
    ) -> Result<(), Error> {
        self.make_tables_first()?;
        let tables = if self.makes_tables_within() { self.missing_tables() } else { Vec::new() };
        let rows = stamp_statements(self.dialect(), self.settings, change, purge, applied_by);
        Ok(in_transaction(self.driver, &[tables, rows].concat())?)
    }

    /// Whether the tables can be made in the transaction that writes to them: MariaDB and MySQL
    /// would end it.
    const fn makes_tables_within(&self) -> bool {
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
        // Outside a transaction each rebuild switches foreign keys for itself.
        self.session.set(transaction.rebuilds && transaction.transactional)?;
        let refused = match self.send_transaction(revisions, transaction, redundant_rows) {
            Batch::Executed => return Ok(()),
            Batch::Failed(error) if !batch::is_worth_replaying(&error) => {
                let prepared = &revisions[transaction.revisions.start];
                return Err(unlocated_error(prepared, error).into());
            }
            Batch::Failed(error) => Some(error),
            Batch::NotPossible => None,
        };
        if !transaction.transactional {
            return self.run_revisions(
                revisions,
                transaction,
                redundant_rows,
                &Violations::default(),
            );
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
                Err(_) if self.keeps_earlier(transaction) => self.run_one_by_one(
                    revisions,
                    transaction,
                    transaction.revisions.clone(),
                    redundant_rows,
                    rows,
                ),
                Err(error) => {
                    Err(revision_error(&revisions[transaction.revisions.end - 1], error.into())
                        .into())
                }
            },
            Err(error) => {
                // A revision in a savepoint was undone alone: what came before it is committed.
                let partial = matches!(error, Error::Execute(_)) && self.keeps_earlier(transaction);
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
        let first =
            redundant_rows.map_or_else(Vec::new, |redundant_rows| self.preparation(redundant_rows));
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
        let records = self.records(prepared, LogDuration::OfMessage);
        let statements = first.iter().map(String::as_str).chain(statements);
        let statements = statements.chain(records.iter().map(String::as_str));
        if let Err(error) = batch::send(self.session.driver, statements, bounds) {
            if batch::is_worth_replaying(&error) {
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
        self.prepare_tables(redundant_rows)?;
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

    /// What stands before the first revision: the tables, and the rows that are redundant.
    fn preparation(&self, redundant_rows: &RowChange<'_>) -> Vec<String> {
        let (dialect, settings) = (self.session.dialect(), self.session.settings);
        let rows = row_statements(dialect, settings, redundant_rows);
        self.session.missing_tables().into_iter().chain(rows).collect()
    }

    /// Makes the tables, then looks whether the database still is where the plan begins.
    fn prepare_tables(&mut self, redundant_rows: Option<&RowChange<'_>>) -> Result<(), Error> {
        if redundant_rows.is_some() && self.session.makes_tables_within() {
            for sql in self.session.missing_tables() {
                self.session.driver.execute(&sql)?;
            }
        }
        // A server's lock has held everybody off since the rows were read.
        if matches!(self.session.dialect(), Dialect::Sqlite(_)) {
            let found = self.session.rows_in_transaction()?;
            if found != self.rows {
                return Err(Error::VersionTableChanged { expected: self.rows.clone(), found });
            }
        }
        if let Some(redundant_rows) = redundant_rows {
            self.change_rows(redundant_rows)?;
        }
        Ok(())
    }

    fn change_rows(&mut self, change: &RowChange<'_>) -> Result<(), DatabaseError> {
        for sql in row_statements(self.session.dialect(), self.session.settings, change) {
            self.session.driver.execute(&sql)?;
        }
        self.note_rows(change);
        Ok(())
    }

    fn note_rows(&mut self, change: &RowChange<'_>) {
        self.rows.retain(|row| !change.delete.contains(&row.as_str()));
        self.rows.extend(change.insert.iter().map(|row| (*row).to_owned()));
        self.rows.sort();
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
            match self.send_revision(prepared, index, total, &[], Bounds::Savepoint, None) {
                Batch::Executed => return Ok(()),
                Batch::Failed(error) if !batch::is_worth_replaying(&error) => {
                    return Err(unlocated_error(prepared, error).into());
                }
                Batch::Failed(_) | Batch::NotPossible => {}
            }
            self.session.driver.execute("SAVEPOINT migrate_revision")?;
        } else if transaction.transactional && transaction.revisions.len() > 1 {
            self.fall_back(prepared, index, FallBack::SingleTransaction);
        }
        self.started(prepared, index, total);
        let start = Instant::now();
        let rows = self.rows.clone();
        let result = self.run_statements(prepared, start);
        if savepoint {
            if result.is_err() {
                self.rows = rows;
                // Both may fail only when the whole transaction is gone already.
                drop(self.session.driver.execute("ROLLBACK TO SAVEPOINT migrate_revision"));
            }
            drop(self.session.driver.execute("RELEASE SAVEPOINT migrate_revision"));
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
        for statement in &prepared.statements {
            self.execute(prepared, statement).map_err(|error| {
                // Nothing takes back what ran outside a transaction.
                let done = PartialProgress {
                    statements: self.ran,
                    partly: may_stop_half_way(self.session.dialect(), &statement.action),
                };
                let stays = !prepared.transactional && (done.statements > 0 || done.partly);
                error.with_partial_progress(stays.then_some(done))
            })?;
        }
        let records =
            self.records(prepared, LogDuration::Milliseconds(start.elapsed().as_millis()));
        let written = if prepared.transactional {
            records.iter().try_for_each(|sql| self.session.driver.execute(sql))
        } else {
            in_transaction(self.session.driver, &records)
        };
        written.map_err(|error| {
            let error = revision_error(prepared, error.into());
            if prepared.transactional { error } else { error.unrecorded() }
        })?;
        self.note_rows(&prepared.change);
        Ok(())
    }

    /// The statements that write down that a revision ran.
    fn records(&self, prepared: &PreparedRevision<'_>, duration: LogDuration) -> Vec<String> {
        let (dialect, settings) = (self.session.dialect(), self.session.settings);
        let entry = LogEntry {
            revision: &prepared.revision.id,
            direction: match prepared.direction {
                Direction::Up => "upgrade",
                Direction::Down => "downgrade",
            },
            duration,
            applied_by: self.options.applied_by.as_deref(),
            digest: &prepared.digest,
        };
        let mut records = row_statements(dialect, settings, &prepared.change);
        records.push(insert_log(dialect, settings, &entry));
        records
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
