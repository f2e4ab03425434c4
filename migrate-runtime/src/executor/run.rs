//! Running: one transaction after another, each begun only if the database is still as planned.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::dialect::sqlite::Rebuild;
use crate::dialect::{Dialect, Step, Work};
use crate::error::Error;
use crate::graph::{Direction, RowChange};
use crate::prepare::PreparedStep;

use super::error::{ExecuteCause, ExecuteError};
use super::history::{
    LogEntry, ensure_statements, insert_log, read_digests, read_rows, row_statements,
};
use super::script::{failed, whole};
use super::session::{Session, Violations, violations};
use super::settings::Settings;
use super::transaction::{Transaction, transactions};
use super::{DatabaseError, Driver, Event, sqlite};

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Everything in one transaction: all of it happens or nothing.
    pub single_transaction: bool,
    /// Who runs it, for the log.
    pub applied_by: Option<String>,
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
struct Run<'a> {
    driver: &'a mut dyn Driver,
    dialect: Dialect,
    settings: &'a Settings,
    options: &'a Options,
    listen: &'a mut dyn FnMut(Event<'_>),
    /// The version table's rows as they must be now.
    rows: Vec<String>,
}

/// Runs prepared steps on a database whose version table has these rows.
///
/// The rows of `heal` are changed first. [`Migrations`](crate::Migrations) does all of this for a
/// package's revisions.
pub fn run(
    driver: &mut dyn Driver,
    settings: &Settings,
    rows: &[String],
    heal: &RowChange<'_>,
    steps: &[PreparedStep<'_>],
    options: &Options,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Report, Error> {
    let start = Instant::now();
    let dialect = driver.dialect()?;
    if let Some(step) = steps.iter().find(|step| options.single_transaction && !step.transactional)
    {
        let site = format!("{}:{}", step.revision.file, step.revision.line);
        return Err(Error::NotTransactional { revision: step.revision.id.clone(), site });
    }
    Session::within(driver, dialect, |driver| {
        Run { driver, dialect, settings, options, listen, rows: rows.to_vec() }.all(steps, heal)
    })?;
    let revisions = steps.iter().map(|step| step.revision.id.clone()).collect();
    Ok(Report { revisions, elapsed: start.elapsed() })
}

impl Run<'_> {
    fn all(&mut self, steps: &[PreparedStep<'_>], heal: &RowChange<'_>) -> Result<(), Error> {
        let single = self.options.single_transaction;
        let fresh = self.rows.is_empty();
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
        Session::set(self.driver, self.dialect, transaction.rebuilds)?;
        let rows = self.rows.clone();
        let before = self.violations(transaction)?;
        if transaction.transactional {
            self.driver.begin()?;
        }
        let result = self.steps(steps, transaction, heal, &before);
        if !transaction.transactional {
            return result;
        }
        match result {
            Ok(()) => match self.driver.commit() {
                Ok(()) => Ok(()),
                // What was put off to the commit is of one step: alone, each commits or fails.
                Err(_) if self.keeps_earlier(transaction) => {
                    self.rows = rows;
                    transaction.steps.clone().try_for_each(|index| {
                        let heal = heal.filter(|_| index == transaction.steps.start);
                        let alone = Transaction { steps: index..index + 1, ..transaction.clone() };
                        self.transaction(steps, &alone, heal)
                    })
                }
                Err(error) => Err(whole(&steps[transaction.steps.end - 1], error.into()).into()),
            },
            Err(error) => {
                // A step in a savepoint was undone alone: what came before it is committed.
                let partial = matches!(error, Error::Execute(_)) && self.keeps_earlier(transaction);
                let ended = if partial { self.driver.commit() } else { self.driver.rollback() };
                // The first error is the one that explains; a second is its consequence.
                drop(ended);
                Err(error)
            }
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
            violations(self.driver, self.dialect)
        } else {
            Ok(Violations::default())
        }
    }

    fn keeps_earlier(&self, transaction: &Transaction) -> bool {
        !self.options.single_transaction && transaction.steps.len() > 1
    }

    /// Makes the tables, then looks whether the database still is where the plan begins.
    fn prepare_tables(&mut self, heal: Option<&RowChange<'_>>) -> Result<(), Error> {
        if heal.is_some() {
            for sql in ensure_statements(self.dialect, self.settings) {
                self.driver.execute(&sql)?;
            }
        }
        let found = read_rows(self.driver, self.dialect, self.settings)?;
        if found != self.rows {
            return Err(Error::Moved { expected: self.rows.clone(), found });
        }
        if let Some(heal) = heal {
            self.change_rows(heal)?;
        }
        Ok(())
    }

    fn change_rows(&mut self, change: &RowChange<'_>) -> Result<(), DatabaseError> {
        for sql in row_statements(self.dialect, self.settings, change) {
            self.driver.execute(&sql)?;
        }
        self.rows.retain(|row| !change.delete.contains(&row.as_str()));
        self.rows.extend(change.insert.iter().map(|row| (*row).to_owned()));
        self.rows.sort();
        Ok(())
    }

    fn step(
        &mut self,
        index: usize,
        step: &PreparedStep<'_>,
        total: usize,
        transaction: &Transaction,
    ) -> Result<(), Error> {
        let (revision, direction) = (step.revision, step.direction);
        (self.listen)(Event::Started { revision, direction, index, total });
        let savepoint = transaction.transactional && self.keeps_earlier(transaction);
        if savepoint {
            self.driver.execute("SAVEPOINT migrate_revision")?;
        }
        let start = Instant::now();
        let rows = self.rows.clone();
        let result = self.work(step, start);
        if savepoint {
            if result.is_err() {
                self.rows = rows;
                // Both may fail only when the whole transaction is gone already.
                drop(self.driver.execute("ROLLBACK TO migrate_revision"));
            }
            drop(self.driver.execute("RELEASE migrate_revision"));
        }
        result?;
        (self.listen)(Event::Finished { revision, direction, elapsed: start.elapsed() });
        Ok(())
    }

    fn work(&mut self, step: &PreparedStep<'_>, start: Instant) -> Result<(), Error> {
        for work in &step.work {
            self.piece(step, work)?;
        }
        self.change_rows(&step.change)?;
        let entry = LogEntry {
            revision: &step.revision.id,
            direction: match step.direction {
                Direction::Up => "upgrade",
                Direction::Down => "downgrade",
            },
            duration_ms: Some(start.elapsed().as_millis()),
            applied_by: self.options.applied_by.as_deref(),
            digest: &step.digest,
        };
        let sql = insert_log(self.dialect, self.settings, &entry);
        Ok(self.driver.execute(&sql)?)
    }

    fn piece(&mut self, step: &PreparedStep<'_>, work: &Step) -> Result<(), ExecuteError> {
        match &work.work {
            Work::Sql(sql) | Work::Raw(sql) => self.statement(step, work, sql),
            Work::Note(text) => {
                (self.listen)(Event::Note { text, origin: work.origin });
                Ok(())
            }
            Work::Rebuild(rebuild) => self.rebuild(step, work, rebuild),
            Work::Run(run) => {
                let result = run.call(self.driver.as_any());
                let cause = match result {
                    Some(Ok(())) => return Ok(()),
                    Some(Err(error)) => ExecuteCause::Run(error),
                    None => ExecuteCause::WrongConnection {
                        wanted: run.connection(),
                        dialect: self.dialect.to_string(),
                    },
                };
                Err(failed(step, work, cause))
            }
        }
    }

    fn statement(
        &mut self,
        step: &PreparedStep<'_>,
        work: &Step,
        sql: &str,
    ) -> Result<(), ExecuteError> {
        (self.listen)(Event::Statement { sql });
        self.driver.execute(sql).map_err(|error| ExecuteError {
            sql: Some(sql.to_owned()),
            ..failed(step, work, sqlite::explained(error, sql).into())
        })
    }

    fn rebuild(
        &mut self,
        step: &PreparedStep<'_>,
        work: &Step,
        rebuild: &Rebuild,
    ) -> Result<(), ExecuteError> {
        let fail = |error: DatabaseError| failed(step, work, error.into());
        // Outside a transaction of the revision's own, the rebuild must still be all or nothing.
        if step.transactional {
            return self.rebuild_in_transaction(step, work, rebuild);
        }
        let before = violations(self.driver, self.dialect).map_err(fail)?;
        self.driver.begin().map_err(fail)?;
        let done = self.rebuild_in_transaction(step, work, rebuild).and_then(|()| {
            let after = violations(self.driver, self.dialect).map_err(fail)?;
            after.beyond(&before).map_or(Ok(()), |cause| Err(failed(step, work, cause)))
        });
        match done {
            Ok(()) => self.driver.commit().map_err(fail),
            Err(error) => {
                // The first error is the one that explains.
                drop(self.driver.rollback());
                Err(error)
            }
        }
    }

    fn rebuild_in_transaction(
        &mut self,
        step: &PreparedStep<'_>,
        work: &Step,
        rebuild: &Rebuild,
    ) -> Result<(), ExecuteError> {
        let refused = |error: DatabaseError| failed(step, work, error.into());
        let stored = sqlite::stored_table(self.driver, &rebuild.table).map_err(refused)?;
        let dependents =
            sqlite::working_dependents(self.driver, &rebuild.table).map_err(refused)?;
        let statements = rebuild.statements(&stored);
        for sql in statements.map_err(|error| failed(step, work, error.into()))? {
            self.statement(step, work, &sql).map_err(|error| without_interim(error, rebuild))?;
        }
        sqlite::check_dependents(self.driver, &dependents)
            .map_err(|cause| failed(step, work, cause))
    }
}

/// The database speaks of the new table by the name it has for a moment; the user knows the old.
fn without_interim(mut error: ExecuteError, rebuild: &Rebuild) -> ExecuteError {
    if let ExecuteCause::Database(cause) = &mut error.cause {
        cause.message = cause.message.replace(&rebuild.interim_name(), &rebuild.table);
    }
    error
}

/// Sets the version table to other rows, without running anything.
pub(crate) fn stamp(
    driver: &mut dyn Driver,
    settings: &Settings,
    change: &RowChange<'_>,
    purge: bool,
    applied_by: Option<&str>,
) -> Result<(), Error> {
    let dialect = driver.dialect()?;
    let statements = stamp_statements(dialect, settings, change, purge, applied_by);
    Ok(Session::within(driver, dialect, |driver| in_transaction(driver, &statements))?)
}

/// Makes the version table and the log where they are not there yet.
pub(crate) fn ensure_tables(driver: &mut dyn Driver, settings: &Settings) -> Result<(), Error> {
    let dialect = driver.dialect()?;
    let statements = ensure_statements(dialect, settings);
    Ok(Session::within(driver, dialect, |driver| in_transaction(driver, &statements))?)
}

/// The rows of the version table; none when there is no such table.
pub(crate) fn current_rows(
    driver: &mut dyn Driver,
    settings: &Settings,
) -> Result<Vec<String>, DatabaseError> {
    let dialect = driver.dialect()?;
    Session::within(driver, dialect, |driver| read_rows(driver, dialect, settings))
}

/// The digests of the applied revisions, read while a busy database is waited for.
pub(crate) fn applied_digests(
    driver: &mut dyn Driver,
    settings: &Settings,
) -> Result<BTreeMap<String, String>, DatabaseError> {
    let dialect = driver.dialect()?;
    Session::within(driver, dialect, |driver| read_digests(driver, dialect, settings))
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
    let mut statements = ensure_statements(dialect, settings).to_vec();
    if purge {
        statements.push(format!("DELETE FROM {}", super::version_table(dialect, settings)));
    }
    statements.extend(row_statements(dialect, settings, change));
    statements.extend(change.insert.iter().map(|revision| {
        let entry =
            LogEntry { revision, direction: "stamp", duration_ms: None, applied_by, digest: "" };
        insert_log(dialect, settings, &entry)
    }));
    statements
}
