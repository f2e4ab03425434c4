//! A revision that runs outside a transaction, place by place.
//!
//! What a transaction can hold commits its row of the journal with itself, in one message. What commits by itself is
//! announced before, in the message that carries it out; that it was done the next row says.

use std::time::Instant;

use migrate_core::dialect::mysql::probe;
use migrate_core::dialect::{Action, Dialect, Evidence, Place, Verdict, fails_whole, places};

use crate::error::{ExecuteCause, ExecuteError, PartialProgress};
use crate::executor::batch::SEPARATOR;
use crate::executor::execute_error::{revision_error, statement_error};
use crate::executor::history::LogDuration;
use crate::executor::run::Run;
use crate::executor::{DatabaseError, Event};
use crate::prepare::PreparedRevision;

use super::catalogue::{interrupted_verdict, marks};
use super::record::{Around, Next, Record};
use super::resume::Resumption;
use super::table::{Progress, create_statement};

impl Run<'_, '_> {
    /// Runs a revision that is in no transaction, from the place where an earlier run was.
    pub(in crate::executor) fn run_places(
        &mut self,
        prepared: &PreparedRevision<'_>,
        start: Instant,
    ) -> Result<(), ExecuteError> {
        let places = places(self.session.dialect(), &prepared.statements, prepared.by_choice);
        let resumption = self.resumption.take();
        let from = resumption.as_ref().map_or(0, |it| it.at);
        self.record = Some(Record::new(self, prepared, &places, resumption.is_some()));
        if let Some(Resumption { at, reason }) = &resumption {
            let total = places.len();
            (self.listen)(Event::Resumed {
                revision: prepared.revision,
                direction: prepared.direction,
                statement: (at + 1).min(total),
                total,
                reason,
            });
        }
        self.ran = 0;
        for (at, place) in places.iter().enumerate() {
            if at == from {
                self.ran = at;
            }
            let is_done = at < from;
            let ran = match place.evidence {
                Evidence::Session { .. } => self.bare(prepared, place),
                Evidence::Repeatable if !is_done => self.bare(prepared, place),
                Evidence::Row if !is_done => self.with_row(prepared, place, at),
                Evidence::Catalogue if !is_done => self.shown(prepared, place, at),
                Evidence::Nothing if !is_done => self.announced(prepared, place, at),
                Evidence::Repeatable | Evidence::Row | Evidence::Catalogue | Evidence::Nothing => {
                    Ok(())
                }
            };
            ran.map_err(|error| self.failed(prepared, &places, at, error))?;
        }
        let duration = LogDuration::Milliseconds(start.elapsed().as_millis());
        let mut records = self.after(prepared, duration);
        // In the same message: what is taken away must not cost a round trip.
        if let Some(record) = self.record.take().filter(|record| record.begun)
            && let Some(last) = records.last_mut()
        {
            *last = [last.as_str(), SEPARATOR, &record.delete()].concat();
        }
        self.record_alone(&records)
            .map_err(|cause| revision_error(prepared, cause).unrecorded())?;
        self.note_rows(&prepared.change);
        Ok(())
    }

    /// Does what a place says.
    fn bare(
        &mut self,
        prepared: &PreparedRevision<'_>,
        place: &Place<'_>,
    ) -> Result<(), ExecuteError> {
        let mut statements = prepared.statements[place.statements.clone()].iter();
        match place.text {
            Some(text) => {
                statements.try_for_each(|statement| self.statement(prepared, statement, text))
            }
            None => statements.try_for_each(|statement| self.execute(prepared, statement)),
        }
    }

    /// What is written of the next place, after the table was made where it is not there.
    fn written(&mut self, next: &Next<'_>) -> Result<String, DatabaseError> {
        if !self.session.has_journal() {
            let table = self.session.journal_table();
            let create = create_statement(self.session.dialect(), &table);
            self.session.driver.execute(&create)?;
            self.session.made_journal();
        }
        Ok(self.record.as_ref().map(|record| record.write(next)).unwrap_or_default())
    }

    const fn begun(&mut self) {
        if let Some(record) = &mut self.record {
            record.begun = true;
        }
    }

    /// A place whose row is written in its transaction.
    fn with_row(
        &mut self,
        prepared: &PreparedRevision<'_>,
        place: &Place<'_>,
        at: usize,
    ) -> Result<(), ExecuteError> {
        let fail = |error: DatabaseError| place_error(prepared, place, error.into());
        let done = self.written(&Next::after(at + 1)).map_err(fail)?;
        let action = &prepared.statements[place.statements.start].action;
        match action {
            Action::Rebuild(_) => {
                self.beside_rebuild = Some(done);
                let ran = self.bare(prepared, place);
                self.beside_rebuild = None;
                ran?;
            }
            Action::Run(_) => self.function_with_row(prepared, place, at)?,
            Action::Sql(_)
            | Action::Raw(_)
            | Action::Restate(_)
            | Action::Concurrent(_)
            | Action::Note(_)
            | Action::Nothing { .. } => {
                let mut around = Around {
                    before: vec!["BEGIN".to_owned()],
                    after: vec![done, "COMMIT".to_owned()],
                };
                match self.session.dialect() {
                    // Nothing of a transaction is seen unless all of it is.
                    Dialect::Sqlite(_) => around.before = vec!["BEGIN IMMEDIATE".to_owned()],
                    Dialect::Postgres(_) => {}
                    // Seen if something in it has ended the transaction.
                    Dialect::Mysql(_) => {
                        around.before.push(self.written(&Next::begun(at)).map_err(fail)?);
                        self.begun();
                        around.after[0] = self.written(&Next::after(at + 1)).map_err(fail)?;
                    }
                }
                let ran = self.with_around(Some(around), |run| run.bare(prepared, place));
                if let Err(error) = &ran
                    && ends_transactions(error)
                {
                    return self.announced(prepared, place, at);
                }
                ran?;
            }
        }
        self.begun();
        Ok(())
    }

    /// A function, in a transaction that diesel knows of.
    fn function_with_row(
        &mut self,
        prepared: &PreparedRevision<'_>,
        place: &Place<'_>,
        at: usize,
    ) -> Result<(), ExecuteError> {
        let fail = |error: DatabaseError| place_error(prepared, place, error.into());
        let announced = self.written(&Next::begun(at)).map_err(fail)?;
        self.session.driver.begin().map_err(fail)?;
        let was_begun = self.record.as_ref().is_some_and(|record| record.begun);
        let ran = self.session.driver.execute(&announced).map_err(fail).and_then(|()| {
            self.begun();
            self.bare(prepared, place)?;
            let done = self.written(&Next::after(at + 1)).map_err(fail)?;
            self.session.driver.execute(&done).map_err(fail)
        });
        let ended = match ran {
            Ok(()) => self.session.driver.commit().map_err(fail),
            Err(error) => {
                // The first error is the one that explains.
                drop(self.session.driver.rollback());
                Err(error)
            }
        };
        if let (Err(_), Some(record)) = (&ended, &mut self.record) {
            record.begun = was_begun;
        }
        ended
    }

    /// A place that the catalogue shows: what its objects were before is written in the message that changes them.
    fn shown(
        &mut self,
        prepared: &PreparedRevision<'_>,
        place: &Place<'_>,
        at: usize,
    ) -> Result<(), ExecuteError> {
        let fail = |error: DatabaseError| place_error(prepared, place, error.into());
        let statement = &prepared.statements[place.statements.start];
        match (&statement.action, place.text) {
            (Action::Restate(restate), _) => {
                let (statements, definition) = self.restated(prepared, statement, restate)?;
                for sql in statements {
                    let around = self.announcement(&sql, Some(&definition), at).map_err(fail)?;
                    self.with_around(around, |run| run.statement(prepared, statement, &sql))?;
                }
                Ok(())
            }
            (Action::Sql(sql) | Action::Raw(sql), text) => {
                let sql = text.unwrap_or(sql);
                let around = self.announcement(sql, None, at).map_err(fail)?;
                self.with_around(around, |run| run.statement(prepared, statement, sql))
            }
            (
                Action::Rebuild(_)
                | Action::Concurrent(_)
                | Action::Run(_)
                | Action::Note(_)
                | Action::Nothing { .. },
                _,
            ) => self.bare(prepared, place),
        }
    }

    /// What is written before a statement that the catalogue shows, and after one that it does not; nothing around one
    /// that sets the session.
    fn announcement(
        &mut self,
        sql: &str,
        table: Option<&str>,
        at: usize,
    ) -> Result<Option<Around>, DatabaseError> {
        let Some(probe) = probe(sql) else {
            if sets_session(sql) {
                return Ok(None);
            }
            let before = vec![self.written(&Next { statement: Some(sql), ..Next::begun(at) })?];
            self.begun();
            let after = vec![self.written(&Next::after(at + 1))?];
            return Ok(Some(Around { before, after }));
        };
        let marks = Some(marks(self.session.driver, &probe, table)?);
        let (progress, statement) = (Progress::Running, Some(sql));
        let before = vec![self.written(&Next { done: at, progress, statement, marks })?];
        self.begun();
        Ok(Some(Around { before, after: Vec::new() }))
    }

    /// A place that nothing shows: it is written before that it is begun, and after that it is done.
    fn announced(
        &mut self,
        prepared: &PreparedRevision<'_>,
        place: &Place<'_>,
        at: usize,
    ) -> Result<(), ExecuteError> {
        let fail = |error: DatabaseError| place_error(prepared, place, error.into());
        let begins =
            self.written(&Next { statement: place.text, ..Next::begun(at) }).map_err(fail)?;
        self.session.driver.execute(&begins).map_err(fail)?;
        self.begun();
        self.bare(prepared, place)?;
        let done = self.written(&Next::after(at + 1)).map_err(fail)?;
        self.session.driver.execute(&done).map_err(|error| {
            let error = place_error(prepared, place, error.into());
            ExecuteError { sql: None, ..error }
        })
    }

    /// The error of a place with what of the revision stays, after that was written down where it is known.
    fn failed(
        &mut self,
        prepared: &PreparedRevision<'_>,
        places: &[Place<'_>],
        at: usize,
        error: ExecuteError,
    ) -> ExecuteError {
        let place = &places[at];
        let lost = error.lost_connection();
        let left_some = !lost && error.was_sent() && self.leaves_some(prepared, place);
        let partly = error.was_sent() && lost || left_some;
        // Nothing takes back what ran outside a transaction; the first error is the one that explains.
        if let Some(sql) = self.given_back_after(prepared) {
            drop(self.session.driver.execute(&sql));
        }
        if !lost && !partly {
            drop(self.settle(at));
        }
        let before = places[..at].iter().flat_map(|place| place.statements.clone());
        let before = before.flat_map(|at| prepared.operations_of(&prepared.statements[at]));
        let done = PartialProgress { statements: self.ran, last: before.last().cloned(), partly };
        let stays = done.statements > 0 || done.partly;
        error.with_partial_progress(stays.then_some(done))
    }

    /// Whether a place that failed may have done some of it.
    fn leaves_some(&mut self, prepared: &PreparedRevision<'_>, place: &Place<'_>) -> bool {
        let dialect = self.session.dialect();
        let statement = &prepared.statements[place.statements.start];
        let text = match (&statement.action, place.text) {
            (_, Some(text)) => Some(text),
            (Action::Sql(sql) | Action::Raw(sql), None) => Some(sql.as_str()),
            _ => None,
        };
        let alone = place.statements.len() == 1;
        match place.evidence {
            Evidence::Repeatable | Evidence::Session { .. } => false,
            Evidence::Row => match dialect {
                Dialect::Sqlite(_) | Dialect::Postgres(_) => false,
                Dialect::Mysql(_) => !text.is_some_and(|text| fails_whole(dialect, text)),
            },
            Evidence::Catalogue => !matches!(self.verdict(), Ok(Verdict::NotDone)),
            Evidence::Nothing => !(alone && text.is_some_and(|text| fails_whole(dialect, text))),
        }
    }

    /// What the catalogue says of the statement that was announced last.
    fn verdict(&mut self) -> Result<Verdict, DatabaseError> {
        let Some(journal) = self.session.journal()? else { return Ok(Verdict::NotDone) };
        match (journal.progress, &journal.statement) {
            (Progress::Between, _) => Ok(Verdict::NotDone),
            (Progress::Running, Some(statement)) => {
                interrupted_verdict(self.session.driver, statement, &journal.marks)
            }
            (Progress::Running | Progress::Partly, _) => Ok(Verdict::Unknown),
        }
    }

    /// Writes down that so many places are done and nothing of the next is; of a revision of which nothing is done
    /// nothing stays.
    fn settle(&mut self, done: usize) -> Result<(), DatabaseError> {
        let Some(record) = self.record.clone().filter(|record| record.begun) else { return Ok(()) };
        let sql = if done == 0 { record.delete() } else { record.write(&Next::after(done)) };
        self.session.driver.execute(&sql)
    }
}

fn place_error(
    prepared: &PreparedRevision<'_>,
    place: &Place<'_>,
    cause: ExecuteCause,
) -> ExecuteError {
    statement_error(prepared, &prepared.statements[place.statements.start], cause)
}

/// Whether a statement sets something of its session and does no more.
fn sets_session(sql: &str) -> bool {
    sql.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("SET "))
}

/// Whether PostgreSQL refused a statement because it would end the transaction that it is in, as a procedure may
/// that commits; nothing of it was done. There is no code where the server cannot be made to say it again.
fn ends_transactions(error: &ExecuteError) -> bool {
    match &error.cause {
        ExecuteCause::Database(error) => {
            matches!(error.code(), Some("25001" | "2D000"))
                || error.message().contains("cannot run inside a transaction block")
        }
        ExecuteCause::Definition(_)
        | ExecuteCause::Run(_)
        | ExecuteCause::Panic(_)
        | ExecuteCause::WrongConnection { .. }
        | ExecuteCause::ForeignKeys { .. }
        | ExecuteCause::Dependent { .. }
        | ExecuteCause::TransactionEnded
        | ExecuteCause::Canceled
        | ExecuteCause::LockLost(_)
        | ExecuteCause::VersionTableChanged { .. } => false,
    }
}
