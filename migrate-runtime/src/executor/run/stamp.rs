//! The version table set to other rows, with nothing run.

use migrate_core::dialect::Dialect;
use migrate_core::graph::RowChange;

use crate::error::Error;
use crate::executor::history::{LogDuration, LogEntry, log_statements, row_statements};
use crate::executor::session::Session;
use crate::executor::settings::Settings;
use crate::executor::{DatabaseError, guard, version_table};

impl Session<'_> {
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
            if let Some(guard) = self.lock_guard() {
                self.driver.execute(&guard)?;
            }
            self.driver.execute(&guard::lock_table(self.dialect(), self.settings))?;
        }
        self.rows_made(true)
    }
}

/// The statements of a stamp.
pub(in crate::executor) fn stamp_statements(
    dialect: Dialect,
    settings: &Settings,
    change: &RowChange<'_>,
    purge: bool,
    applied_by: Option<&str>,
) -> Vec<String> {
    let mut statements = Vec::new();
    if purge {
        statements.push(format!("DELETE FROM {}", version_table(dialect, settings)));
    }
    statements.extend(row_statements(dialect, settings, change));
    statements.extend(change.insert.iter().flat_map(|revision| {
        let entry = LogEntry {
            revision,
            direction: "stamp",
            duration: LogDuration::Unknown,
            applied_by,
            digest: "",
            record: None,
        };
        log_statements(dialect, settings, &entry)
    }));
    statements
}
