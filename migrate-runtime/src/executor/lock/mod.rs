//! The runner lock: one program at a time changes a database's revisions.
//!
//! It is taken before the version table is made and held until the run is over, over all its
//! transactions. A server forgets it when the session that holds it ends, the file's lock goes with
//! the program: a crash leaves no lock behind.
//!
//! Behind a pooler that gives each transaction another session a session holds nobody off. That is found out by trying,
//! and the lock is a row of a table then (`row.rs`).
//!
//! On a server the session that works holds a second lock. Whatever ends the first lock's session, or
//! the program, the server may go on with a statement of the working session: until that is over no
//! other runner begins.

#[allow(clippy::disallowed_methods, reason = "the lock of a SQLite database is a locked file")]
mod file;
mod mysql;
mod postgres;
pub(super) mod row;
mod wait;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use migrate_core::dialect::Family;

use self::file::FileLock;
use self::row::RowLock;
use super::cancel::WorkingSession;
use super::settings::Settings;
use super::{DatabaseError, Driver};

pub(super) use self::wait::{Place, acquire};

/// How the runner lock is taken.
///
/// ```
/// use std::time::Duration;
/// use migrate_runtime::executor::LockOptions;
///
/// // Another runner is waited for as long as it takes, or for five seconds, or not at all.
/// let unlimited = LockOptions::default();
/// let limited = LockOptions::default().with_timeout(Duration::from_secs(5)).with_holder("deploy");
/// let none = LockOptions::default().with_timeout(Duration::ZERO);
/// assert_eq!(unlimited.timeout, None);
/// # assert_eq!((limited.holder.as_deref(), none.timeout), (Some("deploy"), Some(Duration::ZERO)));
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LockOptions {
    /// How long to wait for another runner; as long as it takes when there is no limit, and not at
    /// all when it is zero.
    pub timeout: Option<Duration>,
    /// A connection for the lock alone, and for canceling a statement
    /// ([`CancelToken`](super::CancelToken)).
    ///
    /// Without it the lock is held by the connection that the revisions run on alone, and what ends
    /// that session or resets it gives the lock away.
    pub session: Option<LockSession>,
    /// Who takes it, for those who wait.
    pub holder: Option<String>,
}

impl LockOptions {
    /// Waits for another runner so long at most; zero does not wait.
    #[must_use]
    pub fn with_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        Self { timeout: timeout.into(), ..self }
    }

    /// Holds the lock with a connection of its own.
    #[must_use]
    pub fn with_session(self, session: LockSession) -> Self {
        Self { session: Some(session), ..self }
    }

    /// Says to those who wait who holds the lock.
    #[must_use]
    pub fn with_holder(self, holder: impl Into<String>) -> Self {
        Self { holder: Some(holder.into()), ..self }
    }
}

/// Opens a connection that holds nothing but the runner lock.
///
/// ```no_run
/// use diesel::prelude::*;
/// use migrate_runtime::executor::{DatabaseError, LockOptions, LockSession};
///
/// let session = LockSession::new(|| {
///     let connection = SqliteConnection::establish("app.db")
///         .map_err(|error| DatabaseError::new(error.to_string()))?;
///     Ok(Box::new(connection))
/// });
/// let lock = LockOptions::default().with_session(session);
/// ```
#[derive(Clone)]
pub struct LockSession(Arc<Connect>);

type Connect = dyn Fn() -> Result<Box<dyn Driver>, DatabaseError> + Send + Sync;

impl LockSession {
    /// The connection is opened when there is something to run.
    pub fn new(
        connect: impl Fn() -> Result<Box<dyn Driver>, DatabaseError> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(connect))
    }

    /// Opens one.
    pub(super) fn open(&self) -> Result<Box<dyn Driver>, DatabaseError> {
        (self.0)()
    }
}

impl fmt::Debug for LockSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockSession")
    }
}

/// The lock, while it is held.
pub(super) struct Lock {
    held: Held,
    /// The statement that gives the working session's locks and settings back.
    release: Option<String>,
    /// When it was last known to be held.
    checked: Instant,
    /// Whether another runner held it first.
    waited: bool,
    /// The statement with which a transaction looks whether it has the session that holds the second lock.
    same_session: Option<String>,
}

enum Held {
    /// As a row of a table.
    LockRow(RowLock),
    /// By a connection of its own, which gives it back by closing.
    OwnSession(Box<dyn Driver>),
    /// By the connection the revisions run on.
    SameSession,
    /// On a file, which gives it back by closing.
    File(FileLock),
    /// Of a database that no other program can reach.
    Unneeded,
}

impl Lock {
    fn new(held: Held, release: Option<String>, waited: bool) -> Self {
        Self { held, release, checked: Instant::now(), waited, same_session: None }
    }

    /// The statement with which a transaction looks whether the lock is still held; none where it is no server's, or
    /// the server's named lock.
    pub(super) fn guard(&self) -> Option<String> {
        match &self.held {
            Held::LockRow(row) => Some(row.guard()),
            Held::OwnSession(_) | Held::SameSession | Held::File(_) | Held::Unneeded => {
                self.same_session.clone()
            }
        }
    }

    /// Whether what is set for a session may be set for anybody's.
    pub(super) const fn is_pooled(&self) -> bool {
        match &self.held {
            Held::LockRow(_) => true,
            Held::OwnSession(_) | Held::SameSession | Held::File(_) | Held::Unneeded => false,
        }
    }

    /// Whether another runner held it first, and may have changed what was read before.
    pub(super) const fn has_waited(&self) -> bool {
        self.waited
    }

    /// Fails if the lock is known to be lost; asks for it once a second at most, so that many small
    /// statements need no more round trips.
    pub(super) fn check(&mut self) -> Result<(), DatabaseError> {
        let asks_nobody = matches!(self.held, Held::LockRow(_));
        if self.checked.elapsed() < BETWEEN_CHECKS && !asks_nobody {
            return Ok(());
        }
        match &mut self.held {
            Held::LockRow(row) => row.check()?,
            Held::OwnSession(session) => session.execute("SELECT 1")?,
            Held::File(file) => file.check()?,
            // Here the next statement finds out.
            Held::SameSession | Held::Unneeded => {}
        }
        self.checked = Instant::now();
        Ok(())
    }

    /// Gives the lock back.
    pub(super) fn release(self, driver: &mut dyn Driver) {
        if let Held::LockRow(mut row) = self.held {
            row.release(driver);
        }
        if let Some(release) = self.release {
            // A connection that is gone has given the lock back already.
            drop(driver.execute(&release));
        }
    }
}

/// Whether an error is that of a transaction whose run has lost its lock, or never had one that holds.
pub(super) fn is_lost(error: &DatabaseError) -> bool {
    row::is_taken_over(error) || postgres::is_another_session(error)
}

/// The error with what to do about it, where that is not in it.
pub(super) fn explained(error: DatabaseError) -> DatabaseError {
    if postgres::is_another_session(&error) { postgres::pooled_alone() } else { error }
}

/// What is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The keys of advisory locks.
    Postgres(postgres::Keys),
    /// The names of named locks.
    Mysql(mysql::Names),
    /// The file that is locked.
    File(PathBuf),
    /// Of a database in memory there is nothing to lock.
    None,
}

/// Between two looks at a lock that this runner holds.
const BETWEEN_CHECKS: Duration = Duration::from_secs(1);

/// Cancels what a working session does now.
pub(super) fn cancel_statement(session: &WorkingSession) -> Result<(), DatabaseError> {
    let WorkingSession { connect, key, id } = session;
    match key {
        Key::Postgres(keys) => postgres::cancel(&mut *(connect.0)()?, keys.work, id),
        Key::Mysql(names) => mysql::cancel(&mut *(connect.0)()?, &names.work, id),
        Key::File(_) | Key::None => Ok(()),
    }
}

impl Key {
    /// The lock of the version table that is used, wherever its place comes from.
    pub(super) fn of(family: Family, place: Option<&str>, settings: &Settings) -> Self {
        match (family, place) {
            (Family::Sqlite, None) => Self::None,
            (Family::Sqlite, Some(path)) => Self::File(file::beside(path)),
            (Family::Postgres, schema) => {
                Self::Postgres(postgres::keys(schema.unwrap_or_default(), settings))
            }
            (Family::Mysql, database) => {
                Self::Mysql(mysql::names(database.unwrap_or_default(), settings))
            }
        }
    }

    /// The statement with which a session holds out against the server's limits of time.
    const fn keep_alive(&self) -> Option<&'static str> {
        match self {
            Self::Postgres(_) => Some(postgres::KEEP_ALIVE),
            Self::Mysql(_) => Some(mysql::KEEP_ALIVE),
            Self::File(_) | Self::None => None,
        }
    }

    /// The statements with which the working session gives back what it holds.
    fn release(&self, holds_both: bool) -> Option<String> {
        match self {
            Self::Postgres(postgres::Keys { run, work }) => {
                let keys = [*work, *run];
                Some(postgres::release(if holds_both { &keys } else { &keys[..1] }))
            }
            Self::Mysql(mysql::Names { run, work }) => {
                let names = [work.as_str(), run.as_str()];
                Some(mysql::release(if holds_both { &names } else { &names[..1] }))
            }
            Self::File(_) | Self::None => None,
        }
    }
}
