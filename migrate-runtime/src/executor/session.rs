//! A connection while something is done with it: what it is, and its settings as they were before.

use std::collections::BTreeMap;
use std::time::Duration;

use migrate_core::dialect::{Dialect, Family};

use crate::error::Error;

use super::cancel::{CancelToken, WorkingSession};
use super::driver::first_value;
use super::history::ensure_statements;
use super::lock::{Key, Lock, acquire};
use super::settings::Settings;
use super::state::{ServerState, lock_rows, probe, read_digests, read_rows, read_shared_digests};
use super::{DatabaseError, DatabaseErrorKind, Driver, Event, ExecuteCause, Options, mysql};

/// How long a statement waits for another writer of the file, where nobody said otherwise.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Has SQLite wait so long for another writer of the file, or for [`BUSY_TIMEOUT`]; no query reads
/// anything before.
pub(crate) fn wait_for_writers(
    driver: &mut dyn Driver,
    wait: Option<Duration>,
) -> Result<(), DatabaseError> {
    let wait = wait.unwrap_or(BUSY_TIMEOUT).as_millis();
    // SQLite takes a number of 32 bits.
    let wait = i32::try_from(wait).unwrap_or(i32::MAX);
    driver.execute(&format!("PRAGMA busy_timeout = {wait}"))
}

/// A connection that is being worked with.
pub(crate) struct Session<'a> {
    pub(super) driver: &'a mut dyn Driver,
    pub(super) settings: &'a Settings,
    probe: ServerState,
    /// The runner lock, while a run holds it.
    pub(super) lock: Option<Lock>,
    /// What stops the run.
    pub(super) cancel: CancelToken,
    /// On MariaDB and MySQL, the session's own `sql_mode` where another is on.
    pub(super) sql_mode: Option<mysql::SqlMode>,
}

impl<'a> Session<'a> {
    /// Does something with a connection, and gives its settings back.
    pub(crate) fn within<T>(
        driver: &'a mut dyn Driver,
        settings: &'a Settings,
        work: impl FnOnce(&mut Session<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if driver.in_transaction() {
            return Err(DatabaseError::in_transaction().into());
        }
        let mysql::Opened { restore, sql_mode } = match driver.family() {
            Family::Sqlite => mysql::Opened { restore: open_sqlite(driver)?, sql_mode: None },
            Family::Postgres => mysql::Opened { restore: Vec::new(), sql_mode: None },
            Family::Mysql => mysql::open(driver)?,
        };
        let result = probe(driver, settings)
            .map_err(Error::from)
            .and_then(|probe| {
                let (lock, cancel) = (None, CancelToken::default());
                work(&mut Session { driver: &mut *driver, settings, probe, lock, cancel, sql_mode })
            })
            .map_err(|error| error.map_database(|error| driver.diagnose(error)));
        for sql in &restore {
            // What was done is done, whether or not a setting can be given back.
            drop(driver.execute(sql));
        }
        result
    }

    /// The database and its version.
    pub(crate) const fn dialect(&self) -> Dialect {
        self.probe.dialect
    }

    /// The connection.
    #[cfg(feature = "cli")]
    pub(crate) fn driver(&mut self) -> &mut dyn Driver {
        self.driver
    }

    /// The schema, database or file that the version table is in; none for a SQLite database without a file.
    pub(super) fn place(&self) -> Option<&str> {
        self.probe.place.as_deref()
    }

    /// Does something while no other runner does.
    pub(crate) fn locked<T>(
        &mut self,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
        task: impl FnOnce(&mut Self, &mut dyn FnMut(Event<'_>)) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let key = Key::of(self.driver.family(), self.probe.place.as_deref(), self.settings);
        self.cancel = options.cancel.clone();
        let lock = acquire(self.driver, &key, &options.lock, &self.cancel, listen)?;
        self.lock = Some(lock);
        let connect = options.lock.session.clone().zip(self.probe.session.clone());
        let watched =
            self.cancel.watch(connect.map(|(connect, id)| WorkingSession { connect, key, id }));
        let result = task(self, listen);
        drop(watched);
        if let Some(lock) = self.lock.take() {
            lock.release(self.driver);
        }
        result
    }

    /// Whether the rows may well have changed since they were read: another runner held the lock.
    pub(crate) fn has_waited(&self) -> bool {
        self.lock.as_ref().is_none_or(Lock::has_waited)
    }

    /// Whether the run may go on: it has the lock, as far as is known, and nobody stops it.
    pub(super) fn may_go_on(&mut self) -> Result<(), ExecuteCause> {
        if self.cancel.stops() {
            return Err(ExecuteCause::Canceled);
        }
        match &mut self.lock {
            Some(lock) => lock.check().map_err(ExecuteCause::LockLost),
            None => Ok(()),
        }
    }

    /// What an error of the database means: nothing of its own where the run was stopped.
    pub(super) fn cause(&self, error: DatabaseError) -> ExecuteCause {
        match error.kind() {
            // Not every server says in English that a statement was canceled.
            DatabaseErrorKind::Canceled | DatabaseErrorKind::Other if self.cancel.stops() => {
                ExecuteCause::Canceled
            }
            _ => ExecuteCause::Database(error),
        }
    }

    /// The rows of the version table as they are now; none when there is no such table.
    pub(crate) fn rows(&mut self) -> Result<Vec<String>, DatabaseError> {
        if !self.probe.has_versions {
            return Ok(Vec::new());
        }
        read_rows(self.driver, self.probe.dialect, self.settings)
    }

    /// The rows, after another program may have made the table.
    pub(crate) fn rows_again(&mut self) -> Result<Vec<String>, DatabaseError> {
        if !self.probe.has_versions {
            self.probe = probe(self.driver, self.settings)?;
        }
        self.rows()
    }

    /// The rows of a table that was made meanwhile, if need be locked until the transaction ends.
    pub(super) fn rows_made(&mut self, lock: bool) -> Result<Vec<String>, DatabaseError> {
        let read = if lock { lock_rows } else { read_rows };
        read(self.driver, self.probe.dialect, self.settings)
    }

    /// The statements that make the version table, the log and the table of what is kept of revisions, unless they
    /// are there.
    pub(super) fn missing_tables(&self) -> Vec<String> {
        let there = [self.probe.has_versions, self.probe.has_log, self.probe.has_kept];
        let statements = ensure_statements(self.probe.dialect, self.settings);
        statements.into_iter().zip(there).filter(|(_, there)| !there).map(|(sql, _)| sql).collect()
    }

    pub(super) const fn has_log(&self) -> bool {
        self.probe.has_log
    }

    pub(super) const fn has_kept(&self) -> bool {
        self.probe.has_kept
    }

    /// Whether the version table, the log and the table of what is kept of revisions are all there.
    #[cfg(feature = "cli")]
    pub(crate) const fn has_tables(&self) -> bool {
        self.probe.has_versions && self.probe.has_log && self.probe.has_kept
    }

    /// The digests that each revision may have been applied with, as far as the log knows: one, or
    /// several where the log was shared with other packages.
    pub(crate) fn digests(&mut self) -> Result<BTreeMap<String, Vec<String>>, DatabaseError> {
        let dialect = self.probe.dialect;
        let own = if self.probe.has_log {
            read_digests(self.driver, dialect, self.settings)?
        } else {
            BTreeMap::new()
        };
        let mut digests: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (revision, digest) in read_shared_digests(self.driver, dialect, self.settings)? {
            digests.entry(revision).or_default().push(digest);
        }
        digests.extend(own.into_iter().map(|(revision, digest)| (revision, vec![digest])));
        Ok(digests)
    }

    /// Sets what the next transaction needs; SQLite takes this only outside one.
    pub(super) fn set(&mut self, rebuilds: bool) -> Result<(), DatabaseError> {
        match self.probe.dialect {
            Dialect::Sqlite(_) => {
                let keys = if rebuilds { "OFF" } else { "ON" };
                self.driver.execute(&format!("PRAGMA foreign_keys = {keys}"))?;
                self.driver.execute("PRAGMA legacy_alter_table = OFF")
            }
            Dialect::Postgres(_) | Dialect::Mysql(_) => Ok(()),
        }
    }
}

/// Sees to it that a busy database is waited for; gives the statements that restore the settings.
///
/// SQLite's foreign keys are on or off by the way the library was compiled, so nothing may rely on
/// what it finds (<https://www.sqlite.org/pragma.html#pragma_foreign_keys>).
fn open_sqlite(driver: &mut dyn Driver) -> Result<Vec<String>, DatabaseError> {
    let timeout = setting(driver, "busy_timeout")?;
    if timeout.ends_with(" = 0") {
        wait_for_writers(driver, None)?;
    }
    let keys = setting(driver, "foreign_keys")?;
    let alter = setting(driver, "legacy_alter_table")?;
    let recursion = setting(driver, "recursive_triggers")?;
    Ok(vec![keys, alter, recursion, timeout])
}

/// The statement that sets a pragma to what it is.
fn setting(driver: &mut dyn Driver, pragma: &str) -> Result<String, DatabaseError> {
    let value = first_value(driver.query(&format!("PRAGMA {pragma}"))?);
    let value = value.ok_or_else(|| DatabaseError::new(format!("`{pragma}` has no value")))?;
    Ok(format!("PRAGMA {pragma} = {value}"))
}
