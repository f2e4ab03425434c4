//! Backups: the copy of a database that is made before a run changes anything, and the way back to it.
//!
//! What makes a copy is a function in the [`Options`]: of SQLite the connection itself (`sqlite`), of a server a
//! program that the command line runs. How copies are named, described and looked after is the same for all (`store`, `description`).

mod description;
#[allow(clippy::disallowed_methods, reason = "a backup is files, and asks `df` for their room")]
mod sqlite;
#[allow(clippy::disallowed_methods, reason = "a backup is files")]
mod store;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use migrate_core::dialect::Dialect;

use crate::error::{BackupError, Error};

use super::options::Options;
use super::session::Session;
use super::settings::Settings;
use super::{Driver, Event};

pub use description::Backup;
#[cfg(feature = "cli")]
pub(crate) use sqlite::restore;
#[cfg(feature = "cli")]
pub(crate) use store::{begin, find, private_file, verify};

/// Where backups of a SQLite database go, and how many of them stay.
///
/// ```
/// use migrate_runtime::executor::{BackupOptions, Options};
///
/// let backup = BackupOptions::new("backups").keeping(5);
/// let options = Options::default().with_backup(backup);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupOptions {
    directory: PathBuf,
    keep: Option<usize>,
}

impl BackupOptions {
    /// In this directory, which is made where it is not there. All backups stay.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), keep: None }
    }

    /// Keeps so many backups of the database, of which the new one always is one, and deletes older ones.
    #[must_use]
    pub fn keeping(self, count: usize) -> Self {
        Self { keep: Some(count.max(1)), ..self }
    }
}

/// What makes a backup before a run.
#[derive(Clone)]
pub(crate) struct BackUp {
    make: Arc<Make>,
    /// Whether a run that fails is undone with it.
    restores: bool,
}

type Make = dyn Fn(&mut dyn Driver, &Subject<'_>) -> Result<Backup, BackupError> + Send + Sync;

/// What a backup is made of.
pub(crate) struct Subject<'a> {
    pub(crate) dialect: Dialect,
    /// The rows of the version table.
    pub(crate) rows: &'a [String],
    settings: &'a Settings,
    /// The file, of a SQLite database that has one.
    place: Option<&'a Path>,
}

impl BackUp {
    /// By a function.
    #[cfg(feature = "cli")]
    pub(crate) fn new(
        make: impl Fn(&mut dyn Driver, &Subject<'_>) -> Result<Backup, BackupError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self { make: Arc::new(make), restores: false }
    }

    /// By the connection itself, which can be done on SQLite.
    pub(super) fn of_sqlite(options: BackupOptions) -> Self {
        let BackupOptions { directory, keep } = options;
        let make = move |driver: &mut dyn Driver, subject: &Subject<'_>| {
            let backup = sqlite::back_up(driver, subject, &directory)?;
            if let Some(keep) = keep {
                store::prune(&directory, &backup, keep)?;
            }
            Ok(backup)
        };
        Self { make: Arc::new(make), restores: false }
    }

    /// A run that fails is undone with it.
    #[cfg(feature = "sqlite")]
    pub(super) fn restoring(self) -> Self {
        Self { restores: true, ..self }
    }
}

impl fmt::Debug for BackUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BackUp")
    }
}

impl Session<'_> {
    /// Makes the backup that the options ask for, of a database at these rows.
    pub(crate) fn back_up(
        &mut self,
        options: &Options,
        rows: &[String],
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Option<Backup>, Error> {
        let Some(asked) = &options.backup else { return Ok(None) };
        let start = Instant::now();
        listen(Event::BackingUp);
        let place = self.place().map(PathBuf::from);
        let (dialect, settings) = (self.dialect(), self.settings);
        let subject = Subject { dialect, rows, settings, place: place.as_deref() };
        let backup = (asked.make)(self.driver, &subject)?;
        listen(Event::BackedUp { backup: &backup, elapsed: start.elapsed() });
        Ok(Some(backup))
    }

    /// Undoes with its backup what is left of a run that failed, where the options ask for that. The connection
    /// is of no use afterwards.
    pub(crate) fn restore(
        &mut self,
        options: &Options,
        rows: &[String],
        backup: &Backup,
        error: Error,
    ) -> Error {
        let restores = options.backup.as_ref().is_some_and(|asked| asked.restores);
        if !restores || self.is_undone(rows, &error) {
            return error;
        }
        let Some(place) = self.place().map(PathBuf::from) else { return error };
        let error = Box::new(error);
        match sqlite::restore(self.driver, &place, backup) {
            Ok(()) => Error::Restored { error, backup: backup.file.clone() },
            Err(reason) => Error::NotRestored { error, backup: backup.file.clone(), reason },
        }
    }

    /// Whether nothing is left of a run that failed, and there is nothing to restore.
    fn is_undone(&mut self, rows: &[String], error: &Error) -> bool {
        let is_whole = match error {
            Error::Execute(error) => error.partial_progress.is_none() && !error.unrecorded,
            _ => false,
        };
        is_whole && self.rows_again().is_ok_and(|found| found == rows)
    }
}
