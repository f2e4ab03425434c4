//! A connection while something is done with it: what it is, and its settings as they were before.

use std::collections::BTreeMap;
use std::time::Duration;

use migrate_core::dialect::{Dialect, Family};

use crate::error::Error;

use super::cancel::{CancelToken, WorkingSession};
use super::driver::first_value;
use super::history::ensure_statements;
use super::lock::row::Table;
use super::lock::{self, Key, Lock, Place, acquire};
use super::settings::Settings;
use super::state::{
    ServerState, VersionRow, lock_rows, probe, read_digests, read_rows, read_shared_digests,
};
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
    state: ServerState,
    /// The runner lock, while a run holds it.
    pub(super) lock: Option<Lock>,
    /// What stops the run.
    pub(super) cancel: CancelToken,
    /// On MariaDB and MySQL, the session's own `sql_mode` where another is on.
    pub(super) sql_mode: Option<mysql::SqlMode>,
    /// The statements that give back what was set of the session.
    restore: Vec<String>,
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
        let mut restore = match driver.family() {
            Family::Sqlite => open_sqlite(driver)?,
            Family::Postgres | Family::Mysql => Vec::new(),
        };
        let result = match probe(driver, settings) {
            Ok(state) => {
                let mut session = Session {
                    driver: &mut *driver,
                    settings,
                    state,
                    lock: None,
                    cancel: CancelToken::default(),
                    sql_mode: None,
                    restore: Vec::new(),
                };
                let result = session.open_for_reading().and_then(|()| work(&mut session));
                restore.append(&mut session.restore);
                result
            }
            Err(error) => Err(error.into()),
        };
        let result = result.map_err(|error| error.map_database(|error| driver.diagnose(error)));
        for sql in &restore {
            // What was done is done, whether or not a setting can be given back.
            drop(driver.execute(sql));
        }
        result
    }

    /// Sets what revisions need of a session of MariaDB or MySQL, unless that was done: what only reads does without.
    pub(super) fn open(&mut self) -> Result<(), DatabaseError> {
        if let Some(settings) = self.state.session_settings.take() {
            let mysql::Opened { restore, sql_mode } = mysql::open(self.driver, settings)?;
            self.restore.extend(restore);
            self.sql_mode = sql_mode;
        }
        Ok(())
    }

    /// Reads again what cannot be relied on by the settings that the session had.
    fn open_for_reading(&mut self) -> Result<(), Error> {
        let settings = self.state.session_settings.as_ref();
        if settings.is_none_or(mysql::SessionSettings::are_fit_for_reading) {
            return Ok(());
        }
        self.open()?;
        self.state = ServerState { session_settings: None, ..probe(self.driver, self.settings)? };
        Ok(())
    }

    /// The database and its version.
    pub(crate) const fn dialect(&self) -> Dialect {
        self.state.dialect
    }

    /// The connection.
    #[cfg(feature = "cli")]
    pub(crate) fn driver(&mut self) -> &mut dyn Driver {
        self.driver
    }

    /// The schema, database or file that the version table is in; none for a SQLite database without a file.
    pub(super) fn place(&self) -> Option<&str> {
        self.state.place.as_deref()
    }

    /// Does something while no other runner does.
    pub(crate) fn locked<T>(
        &mut self,
        options: &Options,
        listen: &mut dyn FnMut(Event<'_>),
        task: impl FnOnce(&mut Self, &mut dyn FnMut(Event<'_>)) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let key = Key::of(self.driver.family(), self.state.place.as_deref(), self.settings);
        self.cancel = options.cancel.clone();
        self.open()?;
        let place = Place {
            session: self.state.session.as_deref(),
            table: Table::of(self.state.place.as_deref(), self.settings),
        };
        let lock = acquire(self.driver, &key, &place, &options.lock, &self.cancel, listen)?;
        let connect = options.lock.session.clone().zip(self.state.session.clone());
        // Behind a pooler nobody knows which session of the server is at work.
        let connect = connect.filter(|_| !lock.is_pooled());
        self.lock = Some(lock);
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

    /// Whether each transaction may have another session of the server, so that nothing is set for one.
    pub(super) fn is_pooled(&self) -> bool {
        self.lock.as_ref().is_some_and(Lock::is_pooled)
    }

    /// What the server knows the session by, where that is always the same.
    pub(super) fn id(&self) -> Option<&str> {
        self.state.session.as_deref().filter(|_| !self.is_pooled())
    }

    /// The statement with which a transaction looks whether the lock is still held, where that needs one.
    pub(super) fn lock_guard(&self) -> Option<String> {
        self.lock.as_ref().and_then(Lock::guard)
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
            _ if lock::is_lost(&error) => ExecuteCause::LockLost(lock::explained(error)),
            // Not every server says in English that a statement was canceled.
            DatabaseErrorKind::Canceled | DatabaseErrorKind::Other if self.cancel.stops() => {
                ExecuteCause::Canceled
            }
            _ => ExecuteCause::Database(error),
        }
    }

    /// The rows of the version table as they were when the session began; none when there was no such table.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.state.rows.iter().map(|row| row.revision.clone()).collect()
    }

    /// The same rows, with what is known of the place of each revision in the graph.
    pub(crate) fn version_rows(&self) -> &[VersionRow] {
        &self.state.rows
    }

    /// The rows as they are now, after another program may have made the table.
    pub(crate) fn rows_again(&mut self) -> Result<Vec<String>, DatabaseError> {
        if self.state.has_versions {
            return read_rows(self.driver, self.state.dialect, self.settings);
        }
        let state = probe(self.driver, self.settings)?;
        self.state = ServerState { session_settings: self.state.session_settings.take(), ..state };
        Ok(self.rows())
    }

    /// The rows of a table that was made meanwhile, if need be locked until the transaction ends.
    pub(super) fn rows_made(&mut self, lock: bool) -> Result<Vec<String>, DatabaseError> {
        let read = if lock { lock_rows } else { read_rows };
        read(self.driver, self.state.dialect, self.settings)
    }

    /// The statements that make the version table, the log and the table of what is kept of revisions, unless they
    /// are there.
    pub(super) fn missing_tables(&self) -> Vec<String> {
        let there = [self.state.has_versions, self.state.has_log, self.state.has_kept];
        let statements = ensure_statements(self.state.dialect, self.settings);
        statements.into_iter().zip(there).filter(|(_, there)| !there).map(|(sql, _)| sql).collect()
    }

    pub(super) const fn has_log(&self) -> bool {
        self.state.has_log
    }

    pub(super) const fn has_kept(&self) -> bool {
        self.state.has_kept
    }

    pub(super) const fn has_journal(&self) -> bool {
        self.state.has_journal
    }

    /// The journal was made.
    pub(super) const fn made_journal(&mut self) {
        self.state.has_journal = true;
    }

    /// Looks whether there is a journal, where another runner may have made it.
    pub(super) fn look_for_journal(&mut self) -> Result<(), DatabaseError> {
        if !self.state.has_journal && self.has_waited() {
            let state = probe(self.driver, self.settings)?;
            self.state =
                ServerState { session_settings: self.state.session_settings.take(), ..state };
        }
        Ok(())
    }

    /// Whether the version table, the log and the table of what is kept of revisions are all there.
    #[cfg(feature = "cli")]
    pub(crate) const fn has_tables(&self) -> bool {
        self.state.has_versions && self.state.has_log && self.state.has_kept
    }

    /// The digests that each revision may have been applied with, as far as the log knows: one, or
    /// several where the log was shared with other packages.
    pub(crate) fn digests(&mut self) -> Result<BTreeMap<String, Vec<String>>, DatabaseError> {
        let dialect = self.state.dialect;
        let own = if self.state.has_log {
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
        match self.state.dialect {
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
