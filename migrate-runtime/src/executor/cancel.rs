//! Stopping a run from another thread, as a signal does.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::lock::{Key, LockSession, cancel_statement};

/// Between two tries to cancel: the first may come before the statement began.
const PAUSE: Duration = Duration::from_millis(100);

/// Stops a run: the statement in hand is canceled, its transaction rolled back, the lock given back.
///
/// What was committed before stays, as when a revision fails. The run ends with
/// [`Error::Canceled`](crate::Error::Canceled) or, within a revision, with
/// [`ExecuteCause::Canceled`](super::ExecuteCause::Canceled).
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::executor::{CancelToken, Options};
/// use migrate_runtime::{Error, Migrations, Settings};
///
/// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
///
/// let token = CancelToken::default();
/// // Another thread, such as one that waits for a signal, has a clone and calls `cancel()`.
/// let options = Options::default().with_cancel_token(token.clone());
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// MIGRATIONS.upgrade_with(&mut connection, "head", &options, &mut |_| {})?;
/// assert!(!token.is_canceled());
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Default)]
pub struct CancelToken(Arc<State>);

#[derive(Default)]
struct State {
    canceled: AtomicBool,
    run: Mutex<Option<Running>>,
}

/// A run that holds the lock.
#[cfg_attr(not(all(feature = "cli", unix)), allow(dead_code, reason = "signals ask for it"))]
#[derive(Clone, Default)]
pub(crate) struct Running {
    /// How its statement is canceled; none where the database takes no such word from another
    /// connection.
    pub(super) session: Option<WorkingSession>,
    /// The revision that runs.
    pub(crate) revision: Option<String>,
    /// How many of the revision's statements stay whatever happens: none in a transaction.
    pub(crate) kept: Option<usize>,
    /// Whether the run knows that it is to stop: what it still does must not be canceled.
    stopping: bool,
}

/// The session that a server knows a run's connection by.
#[derive(Clone)]
pub(super) struct WorkingSession {
    pub(super) connect: LockSession,
    pub(super) key: Key,
    pub(super) id: String,
}

#[cfg(all(feature = "cli", unix))]
impl Running {
    /// Whether its statement can be canceled from another connection.
    pub(crate) const fn can_be_canceled(&self) -> bool {
        self.session.is_some()
    }
}

impl CancelToken {
    /// Stops the run before its next statement, and cancels the one in hand. Returns at once; the run
    /// ends when its transaction is rolled back.
    ///
    /// PostgreSQL, MariaDB and MySQL take the order to cancel a statement from another connection,
    /// which [`LockOptions::session`](super::LockOptions::session) opens; without it, and on SQLite,
    /// the statement in hand comes to its end.
    pub fn cancel(&self) {
        if !self.0.canceled.swap(true, Ordering::SeqCst) {
            let token = self.clone();
            // Without a thread to spare the run stops before its next statement.
            drop(std::thread::Builder::new().spawn(move || token.cancel_statements()));
        }
    }

    fn cancel_statements(&self) {
        while let Some(running) = self.running().filter(|running| !running.stopping) {
            if let Some(session) = running.session {
                // A server that cannot be reached now may be reachable soon.
                drop(cancel_statement(&session));
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Whether the run is to stop.
    pub fn is_canceled(&self) -> bool {
        self.0.canceled.load(Ordering::SeqCst)
    }

    /// The run that holds the lock now.
    pub(crate) fn running(&self) -> Option<Running> {
        self.run().clone()
    }

    /// Says what runs, until the value is dropped.
    pub(super) fn watch(&self, session: Option<WorkingSession>) -> Watched {
        *self.run() = Some(Running { session, ..Running::default() });
        Watched(self.clone())
    }

    /// Says which revision runs, and how much of it stays whatever happens.
    pub(super) fn note(&self, revision: &str, kept: Option<usize>) {
        if let Some(running) = &mut *self.run() {
            if running.revision.as_deref() != Some(revision) {
                running.revision = Some(revision.to_owned());
            }
            running.kept = kept;
        }
    }

    /// Whether the run is to stop; from then on nothing that it does is canceled.
    pub(super) fn stops(&self) -> bool {
        let stops = self.is_canceled();
        if stops && let Some(running) = &mut *self.run() {
            running.stopping = true;
        }
        stops
    }

    fn run(&self) -> MutexGuard<'_, Option<Running>> {
        self.0.run.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken").field("canceled", &self.is_canceled()).finish()
    }
}

/// A run that can be canceled, for as long as the value is there.
pub(super) struct Watched(CancelToken);

impl Drop for Watched {
    fn drop(&mut self) {
        *self.0.run() = None;
    }
}
