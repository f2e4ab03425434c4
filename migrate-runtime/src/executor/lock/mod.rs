//! The runner lock: one program at a time changes a database's revisions.
//!
//! It is taken before the version table is made and held until the run is over, over all its
//! transactions. A server forgets it when the session that holds it ends, the file's lock goes with
//! the program: a crash leaves no lock behind.

#[allow(clippy::disallowed_methods, reason = "the lock of a SQLite database is a locked file")]
mod file;
mod mysql;
mod postgres;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::Error;
use migrate_core::dialect::Family;

use self::file::FileLock;
use super::settings::Settings;
use super::{DatabaseError, Driver, Event};

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
    /// A connection for the lock alone.
    ///
    /// Without it the lock is held by the connection that the revisions run on, and what ends that
    /// session or resets it gives the lock away.
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
}

impl fmt::Debug for LockSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockSession")
    }
}

/// The lock, while it is held.
pub(super) enum Lock {
    /// Held by a connection of its own, which gives it back by closing.
    OwnSession { _session: Box<dyn Driver> },
    /// Held by the connection the revisions run on, until this is run.
    SameSession { release: String },
    /// Held on a file, which gives it back by closing.
    File { _file: FileLock },
    /// Of a database that no other program can reach.
    Unneeded,
}

impl Lock {
    /// Gives the lock back.
    pub(super) fn release(self, driver: &mut dyn Driver) {
        if let Self::SameSession { release } = self {
            // A connection that is gone has given the lock back already.
            drop(driver.execute(&release));
        }
    }
}

/// What is locked.
pub(super) enum Key {
    /// An advisory lock's key.
    Postgres(i64),
    /// A named lock's name, as SQL.
    Mysql(String),
    /// The file that is locked.
    File(PathBuf),
    /// Of a database in memory there is nothing to lock.
    None,
}

/// Between two looks at a lock that another runner holds.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Takes the lock, and says who holds it while waiting.
pub(super) fn acquire(
    driver: &mut dyn Driver,
    key: &Key,
    options: &LockOptions,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Lock, Error> {
    let mut own = match (key, &options.session) {
        (Key::Postgres(_) | Key::Mysql(_), Some(session)) => Some((session.0)()?),
        (Key::File(_) | Key::None, _) | (_, None) => None,
    };
    let start = Instant::now();
    let mut pause = FIRST_PAUSE;
    let mut told = String::new();
    loop {
        let session: &mut dyn Driver = match &mut own {
            Some(session) => &mut **session,
            None => &mut *driver,
        };
        let taken = match key {
            Key::Postgres(key) => {
                postgres::try_lock(session, *key)?.then(|| postgres::release(*key))
            }
            Key::Mysql(name) => mysql::try_lock(session, name)?.then(|| mysql::release(name)),
            Key::File(path) => match FileLock::try_lock(path, options.holder.as_deref())? {
                Some(file) => return Ok(Lock::File { _file: file }),
                None => None,
            },
            Key::None => return Ok(Lock::Unneeded),
        };
        if let Some(release) = taken {
            return Ok(match own {
                Some(session) => Lock::OwnSession { _session: session },
                None => Lock::SameSession { release },
            });
        }
        let holder = match key {
            Key::Postgres(key) => postgres::holder(session, *key)?,
            Key::Mysql(name) => mysql::holder(session, name)?,
            Key::File(path) => file::holder(path),
            Key::None => None,
        };
        let holder = holder.unwrap_or_else(|| "another program".to_owned());
        let left = options.timeout.map(|timeout| timeout.saturating_sub(start.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            let waited = options.timeout.filter(Duration::is_zero);
            return Err(Error::Locked {
                holder,
                waited: waited.unwrap_or_else(|| start.elapsed()),
            });
        }
        if holder != told {
            listen(Event::Waiting { holder: &holder });
            told = holder;
        }
        // A server that is asked with `pg_advisory_lock` instead would hold a snapshot meanwhile,
        // for which `CREATE INDEX CONCURRENTLY` of the other runner waits: a deadlock.
        std::thread::sleep(left.map_or(pause, |left| left.min(pause)));
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

impl Key {
    /// The lock of the version table that is used, wherever its place comes from.
    pub(super) fn of(family: Family, place: Option<&str>, settings: &Settings) -> Self {
        match (family, place) {
            (Family::Sqlite, None) => Self::None,
            (Family::Sqlite, Some(path)) => Self::File(file::beside(path)),
            (Family::Postgres, schema) => {
                Self::Postgres(postgres::key(schema.unwrap_or_default(), settings))
            }
            (Family::Mysql, database) => {
                Self::Mysql(mysql::name(database.unwrap_or_default(), settings))
            }
        }
    }
}
