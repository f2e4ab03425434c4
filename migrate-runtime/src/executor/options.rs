//! How revisions run, and what a run did.

use std::time::Duration;

#[cfg(doc)]
use super::Event;
use super::backup::{BackUp, Backup, BackupOptions};
use super::{CancelToken, LockOptions, Timeouts};

/// What to do where the database has revisions that the program does not have.
///
/// ```
/// use migrate_runtime::executor::{Options, WhenAhead};
///
/// // An older version of a service that is started beside a newer one takes the database as it is.
/// let options = Options::default().with_when_ahead(WhenAhead::Accept);
/// assert_eq!(options.when_ahead, WhenAhead::Accept);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenAhead {
    /// Refuse with [`Error::Ahead`](crate::Error::Ahead).
    #[default]
    Refuse,
    /// Take the database as it is where all that the target needs is applied; refuse otherwise.
    Accept,
    /// Take the unknown revisions back, by what the database keeps of them, and go on to the target. What would lose
    /// rows is refused, unless [`Options::allow_losses`] says otherwise.
    Revert,
}

/// What becomes of a statement of which cannot be told whether it ran, in a revision that was interrupted outside a
/// transaction.
///
/// ```
/// use migrate_runtime::executor::{Options, Resume};
///
/// let options = Options::default().with_resume(Resume::Skip);
/// assert_eq!(options.resume, Some(Resume::Skip));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resume {
    /// It is taken for done.
    Skip,
    /// It runs again.
    Retry,
}

/// How to run.
///
/// ```
/// use std::time::Duration;
/// use migrate_runtime::executor::{LockOptions, Options};
///
/// let lock = LockOptions::default().with_timeout(Duration::from_secs(30));
/// let options = Options::default().in_single_transaction().with_applied_by("deploy").with_lock(lock);
/// assert!(options.single_transaction);
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Everything in one transaction: all of it happens or nothing.
    pub single_transaction: bool,
    /// Who runs it, for the log.
    pub applied_by: Option<String>,
    /// How to hold other runners off.
    pub lock: LockOptions,
    /// What an upgrade does where the database has revisions that the program does not have.
    pub when_ahead: WhenAhead,
    /// Whether rows may be lost when unknown revisions are taken back.
    pub allow_losses: bool,
    /// The digest of the only plan that may run, as `cargo migrate plan` prints it.
    pub plan: Option<String>,
    /// How long statements may wait and run, where a revision does not say it of itself.
    ///
    /// Where nobody says it, neither for the run nor for the package nor for the connection, a statement that others
    /// queue behind waits two seconds for its lock on PostgreSQL, MariaDB and MySQL, and what it is part of is tried
    /// again five times.
    pub timeouts: Timeouts,
    /// How long to wait before what waited in vain is tried again: a second where it is not said, then each time twice
    /// as long.
    pub first_pause: Option<Duration>,
    /// What stops the run from another thread.
    pub cancel: CancelToken,
    /// What becomes of the one statement of which cannot be told whether it ran; a run stops before it where this is
    /// not said.
    pub resume: Option<Resume>,
    /// What makes a backup before anything runs.
    pub(crate) backup: Option<BackUp>,
}

impl Options {
    /// Everything in one transaction: all of it happens or nothing.
    #[must_use]
    pub fn in_single_transaction(self) -> Self {
        Self { single_transaction: true, ..self }
    }

    /// Writes down in the log who ran it.
    #[must_use]
    pub fn with_applied_by(self, who: impl Into<String>) -> Self {
        Self { applied_by: Some(who.into()), ..self }
    }

    /// Does this where the database has revisions that the program does not have.
    #[must_use]
    pub fn with_when_ahead(self, when_ahead: WhenAhead) -> Self {
        Self { when_ahead, ..self }
    }

    /// Takes unknown revisions back though rows are lost with them.
    #[must_use]
    pub fn allowing_losses(self) -> Self {
        Self { allow_losses: true, ..self }
    }

    /// Runs only what has this digest, as `cargo migrate plan` prints it: the revisions, their operations and
    /// statements, from the same revision on.
    ///
    /// ```
    /// use migrate_runtime::executor::Options;
    ///
    /// let options = Options::default().with_plan("1:9a3f6c1d0e5b7a24");
    /// assert_eq!(options.plan.as_deref(), Some("1:9a3f6c1d0e5b7a24"));
    /// ```
    #[must_use]
    pub fn with_plan(self, digest: impl Into<String>) -> Self {
        Self { plan: Some(digest.into()), ..self }
    }

    /// With these limits of time for statements that do not have their own.
    ///
    /// ```
    /// use std::time::Duration;
    /// use migrate_runtime::executor::{Options, Timeouts};
    ///
    /// // A service that starts would rather start later than block others.
    /// let timeouts = Timeouts::default().with_lock(Duration::from_millis(500)).with_retries(20);
    /// let options = Options::default().with_timeouts(timeouts);
    /// assert_eq!(options.timeouts.statement, None);
    /// ```
    #[must_use]
    pub fn with_timeouts(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// Waits so long before the first retry, and each time twice as long.
    #[must_use]
    pub fn with_first_pause(self, pause: Duration) -> Self {
        Self { first_pause: Some(pause), ..self }
    }

    /// Stops when the token says so.
    #[must_use]
    pub fn with_cancel_token(self, cancel: CancelToken) -> Self {
        Self { cancel, ..self }
    }

    /// Does this with the one statement of which cannot be told whether it ran.
    #[must_use]
    pub fn with_resume(self, resume: Resume) -> Self {
        Self { resume: Some(resume), ..self }
    }

    /// Copies a SQLite database before anything runs; where there is nothing to do, nothing is copied. Other databases
    /// refuse, before anything runs: `cargo migrate upgrade --backup` has a program copy them.
    ///
    /// [`Migrations::upgrade_with_backup`](crate::Migrations::upgrade_with_backup) also restores after a failure.
    ///
    /// ```
    /// use diesel::prelude::*;
    /// use migrate_runtime::executor::{BackupOptions, Options};
    /// use migrate_runtime::{Error, Migrations, Settings};
    ///
    /// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
    ///
    /// let mut connection = SqliteConnection::establish(":memory:").unwrap();
    /// let options = Options::default().with_backup(BackupOptions::new("backups").keeping(5));
    /// let report = MIGRATIONS.upgrade_with(&mut connection, "head", &options, &mut |_| {})?;
    /// assert!(report.backup.is_none(), "nothing was to be done");
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn with_backup(self, backup: BackupOptions) -> Self {
        Self { backup: Some(BackUp::of_sqlite(backup)), ..self }
    }

    /// Copies the database in another way.
    #[cfg(feature = "cli")]
    pub(crate) fn backing_up(self, backup: BackUp) -> Self {
        Self { backup: Some(backup), ..self }
    }

    /// As [`with_backup`](Self::with_backup), and a run that fails is undone with the backup.
    #[cfg(feature = "sqlite")]
    pub(crate) fn restoring(self, backup: BackupOptions) -> Self {
        Self { backup: Some(BackUp::of_sqlite(backup).restoring()), ..self }
    }

    /// With these options for the runner lock.
    #[must_use]
    pub fn with_lock(self, lock: LockOptions) -> Self {
        Self { lock, ..self }
    }
}

/// What a run did.
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::{Error, Migrations, Settings};
///
/// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// let report = MIGRATIONS.upgrade(&mut connection, "head")?;
/// println!("{} revisions in {:?}", report.revisions.len(), report.elapsed);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The revisions that ran, in order.
    pub revisions: Vec<String>,
    /// The unknown revisions that were taken back before, in order; see [`WhenAhead::Revert`].
    pub reverted: Vec<String>,
    /// The revisions of which the message with all statements was refused, so that they were sent once
    /// more, one by one; one that could not be carried out then either is in the error instead.
    pub resent: Vec<String>,
    /// How long it took.
    pub elapsed: Duration,
    /// How many revisions could not go to PostgreSQL as one message; see [`Event::FellBack`].
    pub fall_backs: usize,
    /// The backup that was made before; none where nothing was to be done, or none was asked for.
    pub backup: Option<Backup>,
}

impl Report {
    /// The report of a run after another, which took unknown revisions back.
    pub(crate) fn after(self, earlier: Self) -> Self {
        Self {
            revisions: self.revisions,
            reverted: earlier.revisions,
            resent: [earlier.resent, self.resent].concat(),
            elapsed: earlier.elapsed + self.elapsed,
            fall_backs: earlier.fall_backs + self.fall_backs,
            backup: earlier.backup.or(self.backup),
        }
    }
}
