//! An upgrade of a SQLite database that a failure leaves as it was.

use std::path::Path;

use diesel::{Connection as _, SqliteConnection};

use crate::error::{DatabaseError, Error};
use crate::executor::{BackupOptions, Options, Report};

use super::Migrations;

impl Migrations {
    /// Upgrades the SQLite database in this file, which is copied before anything runs; where there is nothing to do,
    /// nothing is copied.
    ///
    /// A failure leaves the database as it was: what is left of a revision that ran in no transaction, or of those
    /// before the one that failed, goes, as the copy is put in the file's place. All of that is done while
    /// other runners are held off. An application does so at start, before it opens the database itself: a
    /// connection that is open meanwhile can no longer write after the copy was put there.
    ///
    /// A copy needs as much room as the database; where the directory has less, nothing runs.
    ///
    /// ```
    /// use std::path::Path;
    /// use migrate_runtime::executor::BackupOptions;
    /// use migrate_runtime::{Error, Migrations, Settings};
    ///
    /// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
    ///
    /// fn bring_up_to_date(database: &Path) -> Result<(), Error> {
    ///     let backup = BackupOptions::new(database.with_extension("backups")).keeping(5);
    ///     match MIGRATIONS.upgrade_with_backup(database, "head", &backup) {
    ///         Ok(report) => println!("{} revisions", report.revisions.len()),
    ///         // The application of before can go on with it.
    ///         Err(Error::Restored { error, .. }) => println!("all is as it was: {error}"),
    ///         Err(error) => return Err(error),
    ///     }
    ///     Ok(())
    /// }
    /// # bring_up_to_date(Path::new(":memory:"))?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn upgrade_with_backup(
        &self,
        database: &Path,
        target: &str,
        backup: &BackupOptions,
    ) -> Result<Report, Error> {
        let opened = |message: String| {
            DatabaseError::new(format!("cannot open database {}: {message}", database.display()))
        };
        let name = database.to_str().ok_or_else(|| opened("its name is not valid UTF-8".into()))?;
        let mut connection =
            SqliteConnection::establish(name).map_err(|error| opened(error.to_string()))?;
        let options = Options::default().restoring(backup.clone());
        self.upgrade_with(&mut connection, target, &options, &mut |_| {})
    }
}
