//! Running: one transaction after another, with what is written down of each revision.

use std::ops::Range;
use std::time::{Duration, Instant};

use crate::dialect::{Dialect, Work};
use crate::error::Error;
use crate::graph::{Direction, RowChange};
use crate::prepare::PreparedStep;
use crate::sql_text::split_statements;

use super::batch::{self, Bounds};
use super::error::{ExecuteError, Kept};
use super::history::{LogDuration, LogEntry, ensure_statements, insert_log, row_statements};
use super::lock::{LockOptions, acquire};
use super::script::whole;
use super::session::Session;
use super::settings::Settings;
use super::transaction::{Transaction, transactions};
use super::violations::{Violations, violations};
use super::{DatabaseError, Driver, Event};

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Everything in one transaction: all of it happens or nothing.
    pub single_transaction: bool,
    /// Who runs it, for the log.
    pub applied_by: Option<String>,
    /// How to hold other runners off.
    pub lock: LockOptions,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The revisions that ran, in order.
    pub revisions: Vec<String>,
    /// How long it took.
    pub elapsed: Duration,
}

/// A run in progress.
pub(super) struct Run<'r, 's> {
    pub(super) session: &'r mut Session<'s>,
    pub(super) listen: &'r mut dyn FnMut(Event<'_>),
    options: &'r Options,
    /// The version table's rows as they must be now.
    rows: Vec<String>,
    /// The last step that was said to run.
    started: Option<usize>,
    /// The last step that was said to have run.
    finished: Option<usize>,
    /// How many statements of the step have run.
    pub(super) ran: usize,
}

/// What became of a message with all of a step.
enum Sent {
    /// It was carried out.
    Done,
    /// There is more to the step than statements, or the database takes one at a time.
    Not,
    /// It was refused, and nothing of it is kept.
    Refused(DatabaseError),
}

/// Runs prepared steps on a database whose version table has these rows, and takes no lock.
///
/// The rows of `heal` are changed first. [`Migrations`](crate::Migrations) does all of this for a
/// package's revisions, and holds other runners off meanwhile.
pub fn run(
    driver: &mut dyn Driver,
    settings: &Settings,
    rows: &[String],
    heal: &RowChange<'_>,
    steps: &[PreparedStep<'_>],
    options: &Options,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Report, Error> {
    Session::within(driver, settings, |session| session.run(rows, heal, steps, options, listen))
}

impl Session<'_> {
    /// Does something while no other runner does.
    pub(crate) fn locked<T>(
        &mut self,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
        work: impl FnOnce(&mut Self, &mut dyn FnMut(Event<'_>)) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let lock = acquire(self.driver, self.settings, &options.lock, listen)?;
        let result = work(self, listen);
        lock.release(self.driver);
        result
    }

    /// Runs prepared steps; no step at all only heals the version table's rows.
    pub(crate) fn run(
        &mut self,
        rows: &[String],
        heal: &RowChange<'_>,
        steps: &[PreparedStep<'_>],
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        let start = Instant::now();
        let outside = steps.iter().find(|step| options.single_transaction && !step.transactional);
        if let Some(step) = outside {
            let site = format!("{}:{}", step.revision.file, step.revision.line);
            let database = self.dialect().name();
            return Err(Error::NotTransactional {
                revision: step.revision.id.clone(),
                site,
                database,
            });
        }
        Run {
            session: self,
            options,
            listen,
            rows: rows.to_vec(),
            started: None,
            finished: None,
            ran: 0,
        }
        .all(steps, heal)?;
        let revisions = steps.iter().map(|step| step.revision.id.clone()).collect();
        Ok(Report { revisions, elapsed: start.elapsed() })
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
    fn all(&mut self, steps: &[PreparedStep<'_>], heal: &RowChange<'_>) -> Result<(), Error> {
        let single = self.options.single_transaction;
        let fresh = self.rows.is_empty();
        self.session.make_tables_first()?;
        for (number, transaction) in transactions(steps, fresh, single).iter().enumerate() {
            let heal = (number == 0).then_some(heal);
            self.transaction(steps, transaction, heal)?;
        }
        Ok(())
    }

    fn transaction(
        &mut self,
        steps: &[PreparedStep<'_>],
        transaction: &Transaction,
        heal: Option<&RowChange<'_>>,
    ) -> Result<(), Error> {
        // Outside a transaction each rebuild switches foreign keys for itself.
        self.session.set(transaction.rebuilds && transaction.transactional)?;
        let refused = match self.in_one_message(steps, transaction, heal) {
            Sent::Done => return Ok(()),
            Sent::Refused(error) => Some(error),
            Sent::Not => None,
        };
        if !transaction.transactional {
            return self.steps(steps, transaction, heal, &Violations::default());
        }
        let rows = self.rows.clone();
        let before = self.violations(transaction)?;
        self.session.driver.begin().map_err(|error| match refused {
            // What ended the session says more than that it is over.
            Some(first) => whole(&steps[transaction.steps.start], first.into()).into(),
            None => Error::from(error),
        })?;
        match self.steps(steps, transaction, heal, &before) {
            Ok(()) => match self.session.driver.commit() {
                Ok(()) => Ok(()),
                // What was put off to the commit is of one step: alone, each commits or fails.
                Err(_) if self.keeps_earlier(transaction) => {
                    self.one_by_one(steps, transaction, transaction.steps.clone(), heal, rows)
                }
                Err(error) => Err(whole(&steps[transaction.steps.end - 1], error.into()).into()),
            },
            Err(error) => {
                // A step in a savepoint was undone alone: what came before it is committed.
                let partial = matches!(error, Error::Execute(_)) && self.keeps_earlier(transaction);
                if !partial {
                    // The first error is the one that explains; a second is its consequence.
                    drop(self.session.driver.rollback());
                } else if self.session.driver.commit().is_err() {
                    let earlier = transaction.steps.start..self.started.unwrap_or_default();
                    self.one_by_one(steps, transaction, earlier, heal, rows)?;
                }
                Err(error)
            }
        }
    }

    /// Runs steps of a transaction that could not be committed, each in one of its own.
    fn one_by_one(
        &mut self,
        steps: &[PreparedStep<'_>],
        transaction: &Transaction,
        mut which: Range<usize>,
        heal: Option<&RowChange<'_>>,
        rows: Vec<String>,
    ) -> Result<(), Error> {
        self.rows = rows;
        which.try_for_each(|index| {
            let heal = heal.filter(|_| index == transaction.steps.start);
            let alone = Transaction { steps: index..index + 1, ..transaction.clone() };
            self.transaction(steps, &alone, heal)
        })
    }

    /// Runs a transaction of one step as one message to the server, where that can be done; if it
    /// fails nothing of it is kept, and going through its statements one by one finds out which one
    /// is at fault.
    fn in_one_message(
        &mut self,
        steps: &[PreparedStep<'_>],
        transaction: &Transaction,
        heal: Option<&RowChange<'_>>,
    ) -> Sent {
        let [step] = &steps[transaction.steps.clone()] else { return Sent::Not };
        if !transaction.transactional {
            return Sent::Not;
        }
        let first = heal.map_or_else(Vec::new, |heal| self.preparation(heal));
        let index = transaction.steps.start;
        self.batch(step, index, steps.len(), &first, Bounds::Transaction, heal)
    }

    /// Sends all statements of a step at once, where that is possible.
    fn batch(
        &mut self,
        step: &PreparedStep<'_>,
        index: usize,
        total: usize,
        first: &[String],
        bounds: Bounds,
        heal: Option<&RowChange<'_>>,
    ) -> Sent {
        let Some(work) = batch::statements(self.session.dialect(), step) else { return Sent::Not };
        self.started(step, index, total);
        for sql in &work {
            (self.listen)(Event::Statement { sql });
        }
        let start = Instant::now();
        let records = self.records(step, LogDuration::OfMessage);
        let statements = first.iter().map(String::as_str).chain(work);
        let statements = statements.chain(records.iter().map(String::as_str));
        if let Err(error) = batch::send(self.session.driver, statements, bounds) {
            return Sent::Refused(error);
        }
        for change in heal.into_iter().chain([&step.change]) {
            self.note_rows(change);
        }
        self.finished(step, index, start.elapsed());
        Sent::Done
    }

    /// Says that a step ran, once.
    fn finished(&mut self, step: &PreparedStep<'_>, index: usize, elapsed: Duration) {
        if self.finished.is_none_or(|last| last < index) {
            self.finished = Some(index);
            let (revision, direction) = (step.revision, step.direction);
            (self.listen)(Event::Finished { revision, direction, elapsed });
        }
    }

    /// Says that a step runs, once.
    fn started(&mut self, step: &PreparedStep<'_>, index: usize, total: usize) {
        if self.started != Some(index) {
            self.started = Some(index);
            let (revision, direction) = (step.revision, step.direction);
            (self.listen)(Event::Started { revision, direction, index, total });
        }
    }

    fn steps(
        &mut self,
        steps: &[PreparedStep<'_>],
        transaction: &Transaction,
        heal: Option<&RowChange<'_>>,
        before: &Violations,
    ) -> Result<(), Error> {
        self.prepare_tables(heal)?;
        for index in transaction.steps.clone() {
            self.step(index, &steps[index], steps.len(), transaction)?;
        }
        let after = self.violations(transaction)?;
        match after.beyond(before) {
            Some(cause) => Err(whole(&steps[transaction.steps.end - 1], cause).into()),
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
        !self.options.single_transaction && transaction.steps.len() > 1
    }

    /// What stands before the first step: the tables, and the rows that heal.
    fn preparation(&self, heal: &RowChange<'_>) -> Vec<String> {
        let (dialect, settings) = (self.session.dialect(), self.session.settings);
        let rows = row_statements(dialect, settings, heal);
        self.session.missing_tables().into_iter().chain(rows).collect()
    }

    /// Makes the tables, then looks whether the database still is where the plan begins.
    fn prepare_tables(&mut self, heal: Option<&RowChange<'_>>) -> Result<(), Error> {
        if heal.is_some() && self.session.makes_tables_within() {
            for sql in self.session.missing_tables() {
                self.session.driver.execute(&sql)?;
            }
        }
        // A server's lock has held everybody off since the rows were read.
        if matches!(self.session.dialect(), Dialect::Sqlite(_)) {
            let found = self.session.rows_in_transaction()?;
            if found != self.rows {
                return Err(Error::Moved { expected: self.rows.clone(), found });
            }
        }
        if let Some(heal) = heal {
            self.change_rows(heal)?;
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

    fn step(
        &mut self,
        index: usize,
        step: &PreparedStep<'_>,
        total: usize,
        transaction: &Transaction,
    ) -> Result<(), Error> {
        let savepoint = transaction.transactional && self.keeps_earlier(transaction);
        if savepoint {
            if let Sent::Done = self.batch(step, index, total, &[], Bounds::Savepoint, None) {
                return Ok(());
            }
            self.session.driver.execute("SAVEPOINT migrate_revision")?;
        }
        self.started(step, index, total);
        let start = Instant::now();
        let rows = self.rows.clone();
        let result = self.work(step, start);
        if savepoint {
            if result.is_err() {
                self.rows = rows;
                // Both may fail only when the whole transaction is gone already.
                drop(self.session.driver.execute("ROLLBACK TO SAVEPOINT migrate_revision"));
            }
            drop(self.session.driver.execute("RELEASE SAVEPOINT migrate_revision"));
        }
        result?;
        self.finished(step, index, start.elapsed());
        Ok(())
    }

    fn work(&mut self, step: &PreparedStep<'_>, start: Instant) -> Result<(), ExecuteError> {
        self.ran = 0;
        for work in &step.work {
            self.piece(step, work).map_err(|error| {
                // Nothing takes back what ran outside a transaction.
                let kept = Kept { statements: self.ran, partly: may_stop_half_way(&work.work) };
                let stays = !step.transactional && (kept.statements > 0 || kept.partly);
                error.keeping(stays.then_some(kept))
            })?;
        }
        let records = self.records(step, LogDuration::Milliseconds(start.elapsed().as_millis()));
        let written = if step.transactional {
            records.iter().try_for_each(|sql| self.session.driver.execute(sql))
        } else {
            in_transaction(self.session.driver, &records)
        };
        written.map_err(|error| {
            let error = whole(step, error.into());
            if step.transactional { error } else { error.unrecorded() }
        })?;
        self.note_rows(&step.change);
        Ok(())
    }

    /// The statements that write down that a step ran.
    fn records(&self, step: &PreparedStep<'_>, duration: LogDuration) -> Vec<String> {
        let (dialect, settings) = (self.session.dialect(), self.session.settings);
        let entry = LogEntry {
            revision: &step.revision.id,
            direction: match step.direction {
                Direction::Up => "upgrade",
                Direction::Down => "downgrade",
            },
            duration,
            applied_by: self.options.applied_by.as_deref(),
            digest: &step.digest,
        };
        let mut records = row_statements(dialect, settings, &step.change);
        records.push(insert_log(dialect, settings, &entry));
        records
    }
}

/// Whether all steps can run in one transaction.
pub(super) fn require_single(dialect: Dialect, steps: &[PreparedStep<'_>]) -> Result<(), Error> {
    let last = steps.len().saturating_sub(1);
    let own =
        |(at, step): &(usize, &PreparedStep<'_>)| !step.transactional || step.commits && *at < last;
    match steps.iter().enumerate().find(own) {
        None => Ok(()),
        Some((_, step)) => Err(Error::NotTransactional {
            revision: step.revision.id.clone(),
            site: format!("{}:{}", step.revision.file, step.revision.line),
            database: dialect.name(),
        }),
    }
}

/// Whether a piece of work that fails may have done some of it.
fn may_stop_half_way(work: &Work) -> bool {
    match work {
        Work::Raw(sql) => split_statements(sql).len() > 1,
        Work::Run(_) => true,
        Work::Sql(_)
        | Work::Rebuild(_)
        | Work::Restate(_)
        | Work::Concurrent(_)
        | Work::Note(_) => false,
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
