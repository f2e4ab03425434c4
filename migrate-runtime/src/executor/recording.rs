//! What is written down of revisions: the tables, the guard of the version table, its rows, the log.

use crate::error::{Error, ExecuteCause};
use crate::prepare::PreparedRevision;
use migrate_core::dialect::Dialect;
use migrate_core::graph::{Direction, RowChange};

use super::DatabaseError;
use super::batch::SEPARATOR;
use super::guard::{self, Expected};
use super::history::{LogDuration, LogEntry, log_statements, row_statements};
use super::lock;
use super::restore::may_change_settings;
use super::run::Run;

impl Run<'_, '_> {
    /// The statements before the first revision of a transaction: the guard and, in the first of all,
    /// the tables before it and the rows that are redundant.
    pub(super) fn preparation(&self, redundant_rows: Option<&RowChange<'_>>) -> Vec<String> {
        let (dialect, settings) = (self.session.dialect(), self.session.settings);
        let mut statements = Vec::new();
        if redundant_rows.is_some() && self.session.makes_tables_within() {
            statements = self.session.missing_tables();
        }
        let expected = Expected::exactly(&self.rows);
        statements.extend(self.session.lock_guard());
        statements.extend(guard::statements(dialect, settings, &expected, true));
        if let Some(change) = redundant_rows {
            statements.extend(row_statements(dialect, settings, change));
        }
        statements
    }

    /// Makes the tables, then looks whether the database still is where the plan begins.
    pub(super) fn prepare_tables(
        &mut self,
        redundant_rows: Option<&RowChange<'_>>,
        in_transaction: bool,
    ) -> Result<(), Error> {
        if let Dialect::Postgres(_) = self.session.dialect() {
            let message = self.preparation(redundant_rows).join(SEPARATOR);
            self.guarded(&message)?;
        } else {
            if redundant_rows.is_some() && self.session.makes_tables_within() {
                for sql in self.session.missing_tables() {
                    self.session.driver.execute(&sql)?;
                }
            }
            self.check_rows(in_transaction)?;
            if let Some(change) = redundant_rows {
                for sql in row_statements(self.session.dialect(), self.session.settings, change) {
                    self.session.driver.execute(&sql)?;
                }
            }
        }
        if let Some(change) = redundant_rows {
            self.note_rows(change);
        }
        Ok(())
    }

    /// Writes down that a revision ran which was in no transaction.
    pub(super) fn record_alone(&mut self, records: &[String]) -> Result<(), ExecuteCause> {
        self.session.driver.begin()?;
        if let Err(error) = self.check_and_record(records) {
            // The first error is the one that explains.
            drop(self.session.driver.rollback());
            return Err(match error {
                Error::VersionTableChanged { expected, .. } => {
                    let found = self.session.rows_again().unwrap_or_default();
                    ExecuteCause::VersionTableChanged { expected, found }
                }
                Error::Database(error) => self.session.cause(error),
                error => DatabaseError::new(error.to_string()).into(),
            });
        }
        Ok(self.session.driver.commit()?)
    }

    fn check_and_record(&mut self, records: &[String]) -> Result<(), Error> {
        if let Dialect::Postgres(_) = self.session.dialect() {
            let message = [&self.preparation(None), records].concat().join(SEPARATOR);
            return self.guarded(&message);
        }
        self.check_rows(true)?;
        records.iter().try_for_each(|sql| Ok(self.session.driver.execute(sql)?))
    }

    /// Compares the rows with what they must be.
    fn check_rows(&mut self, in_transaction: bool) -> Result<(), Error> {
        let found = self.session.rows_made(in_transaction)?;
        if found == self.rows { Ok(()) } else { Err(self.rows_changed()) }
    }

    /// Runs SQL that holds a guard.
    fn guarded(&mut self, sql: &str) -> Result<(), Error> {
        self.session.driver.execute(sql).map_err(|error| {
            if guard::is_violated(&error) {
                self.rows_changed()
            } else {
                lock::explained(error).into()
            }
        })
    }

    /// The rows are not what they must be; what they are can be read when the transaction is over.
    pub(super) fn rows_changed(&self) -> Error {
        Error::VersionTableChanged { expected: self.rows.clone(), found: Vec::new() }
    }

    pub(super) fn note_rows(&mut self, change: &RowChange<'_>) {
        self.rows.retain(|row| !change.delete.contains(&row.as_str()));
        self.rows.extend(change.insert.iter().map(|row| (*row).to_owned()));
        self.rows.sort();
    }

    /// What comes after a revision's own statements: the session is given back, so that the version
    /// table is found, and the revision is written down.
    pub(super) fn after(
        &self,
        prepared: &PreparedRevision<'_>,
        duration: LogDuration,
    ) -> Vec<String> {
        let given_back = self.given_back_after(prepared);
        given_back.into_iter().chain(self.records(prepared, duration)).collect()
    }

    pub(super) fn given_back_after(&self, prepared: &PreparedRevision<'_>) -> Option<String> {
        self.give_back.clone().filter(|_| may_change_settings(prepared))
    }

    /// The statements that write down that a revision ran.
    pub(super) fn records(
        &self,
        prepared: &PreparedRevision<'_>,
        duration: LogDuration,
    ) -> Vec<String> {
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
            record: prepared.record.as_deref(),
        };
        let mut records = row_statements(dialect, settings, &prepared.change);
        let log = log_statements(dialect, settings, &entry);
        match dialect {
            // One message, as what is kept must not cost a round trip.
            Dialect::Mysql(_) => records.push(log.join(SEPARATOR)),
            Dialect::Sqlite(_) | Dialect::Postgres(_) => records.extend(log),
        }
        records
    }
}
