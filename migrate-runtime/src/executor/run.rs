//! Running: one transaction after another, with what is written down of each revision.

mod message;
mod revision;
mod stamp;

use std::collections::BTreeSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::error::{Error, ExecuteCause, Outcome};
use crate::prepare::PreparedRevision;
use migrate_core::dialect::{Dialect, Statement};
use migrate_core::graph::RowChange;
use migrate_core::schema::Origin;

use super::blockers::Watching;
use super::driver::first_value;
use super::execute_error::revision_error;
use super::history::ensure_statements;
use super::journal::{Around, Record, Resumption};
use super::options::{Options, Report};
use super::restore::{GIVE_BACK, may_change_settings};
use super::session::Session;
use super::settings::Settings;
use super::timeouts::{Limits, Own};
use super::transaction::{Transaction, require_single, transactions};
use super::violations::Violations;
use super::{DatabaseError, DatabaseErrorKind, Driver, Event};
use message::Batch;
pub(super) use stamp::stamp_statements;

/// A run in progress.
pub(super) struct Run<'r, 's> {
    pub(super) session: &'r mut Session<'s>,
    pub(super) listen: &'r mut dyn FnMut(Event<'_>),
    pub(super) options: &'r Options,
    /// The version table's rows as they must be now.
    pub(super) rows: Vec<String>,
    /// The last revision that was said to run.
    pub(super) started: Option<usize>,
    /// The last revision that was said to have run.
    finished: Option<usize>,
    /// How many statements of the revision have run.
    pub(super) ran: usize,
    /// The revisions whose statements were sent once more.
    resent: Vec<String>,
    /// Why the last message was refused whose statements were sent once more.
    refused: Option<DatabaseError>,
    /// The revisions that could not go as one message.
    fell_back: BTreeSet<usize>,
    /// Where the first revision goes on, if an earlier run began it.
    pub(super) resumption: Option<Resumption>,
    /// The row of the journal, while a revision runs outside a transaction.
    pub(super) record: Option<Record>,
    /// What is sent with the next statement.
    pub(super) around: Option<Around>,
    /// What is run in the transaction of the next rebuild.
    pub(super) beside_rebuild: Option<String>,
    /// The statements that give back what raw SQL may change of the session; only PostgreSQL needs
    /// them.
    pub(super) give_back: Option<String>,
    /// The session's own limits of time, where a revision has others.
    pub(super) own: Option<Own>,
    /// The limits that the session has instead.
    pub(super) session_limits: Limits,
    /// Whether the retries of what was blocked are used up.
    pub(super) gave_up: bool,
    /// Looks for the blocker while a retry waits.
    pub(super) watching: Option<Watching>,
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
        self.open()?;
        let give_back = self.give_back(revisions)?;
        let own = self.own_limits(revisions, options)?;
        self.wait_for_writers(options.timeouts.or(self.settings.timeouts()))?;
        self.look_for_journal()?;
        let resumption = self.resumption(revisions, options)?;
        let mut run = Run {
            session: self,
            options,
            listen,
            rows: rows.to_vec(),
            started: None,
            finished: None,
            ran: 0,
            resent: Vec::new(),
            refused: None,
            fell_back: BTreeSet::new(),
            resumption,
            record: None,
            around: None,
            beside_rebuild: None,
            give_back,
            own,
            session_limits: Limits::default(),
            gave_up: false,
            watching: None,
        };
        let result = run.run_all(revisions, redundant_rows);
        // What was done is done, whether or not a setting can be given back.
        drop(run.give_back_limits(revisions.len() > 1));
        result.map_err(|error| match &run.refused {
            Some(refused) => error.map_database(|error| error.known_from(refused)),
            None => error,
        })?;
        let (resent, fall_backs) = (run.resent, run.fell_back.len());
        let revisions = revisions.iter().map(|prepared| prepared.revision.id.clone()).collect();
        let elapsed = start.elapsed();
        Ok(Report { revisions, resent, elapsed, fall_backs, ..Report::default() })
    }

    /// The statements that set the session to what it is now, where revisions may change it.
    fn give_back(
        &mut self,
        revisions: &[PreparedRevision<'_>],
    ) -> Result<Option<String>, DatabaseError> {
        match self.dialect() {
            Dialect::Postgres(_) if revisions.iter().any(may_change_settings) => {
                let give_back = first_value(self.driver.query(&format!("SELECT {GIVE_BACK}"))?);
                // The limits of a transaction would otherwise become some of the session.
                let reset = |rest| format!("RESET lock_timeout; RESET statement_timeout; {rest}");
                Ok(give_back.map(reset))
            }
            Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_) => Ok(None),
        }
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
        let ran = self.retried(revisions, transaction, redundant_rows);
        let Err(Error::VersionTableChanged { expected, .. }) = ran else { return ran };
        Err(Error::VersionTableChanged { expected, found: self.session.rows_again()? })
    }

    pub(super) fn try_transaction(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        transaction: &Transaction,
        redundant_rows: Option<&RowChange<'_>>,
    ) -> Result<(), Error> {
        self.session.may_go_on().map_err(|cause| {
            revision_error(&revisions[transaction.revisions.start], cause)
                .with_outcome(Outcome::NotBegun)
        })?;
        self.set_session_limits(&revisions[transaction.revisions.start])?;
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
