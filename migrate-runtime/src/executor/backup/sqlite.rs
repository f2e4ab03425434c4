//! A SQLite database copied by itself, and a copy put in its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use migrate_core::dialect::{Dialect, sqlite};

use crate::error::BackupError;
use crate::executor::Driver;
use crate::executor::driver::first_value;

use super::Subject;
use super::description::Backup;
use super::store::{self, beside, private_file, sync_directory};

/// The setting that no copy has: `wal` stays with the file, and the copy has none.
const JOURNAL_MODE: &str = "journal_mode";

/// Copies the database into a directory.
///
/// `VACUUM INTO` reads in one transaction, keeps row numbers and settings of the file, and leaves other programs
/// at work (<https://www.sqlite.org/lang_vacuum.html#vacuuminto>). It does not see to it that the copy is on
/// the disk: `finish` does.
pub(super) fn back_up(
    driver: &mut dyn Driver,
    subject: &Subject<'_>,
    directory: &Path,
) -> Result<Backup, BackupError> {
    let Subject { dialect, rows, settings, place } = *subject;
    match dialect {
        Dialect::Sqlite(_) => {}
        Dialect::Postgres(_) | Dialect::Mysql(_) => {
            return Err(BackupError::OnServer { database: dialect.name() });
        }
    }
    if let Some(schema) = settings.version_schema().filter(|schema| *schema != "main") {
        return Err(BackupError::Attached { schema: schema.to_owned() });
    }
    let name =
        place.and_then(Path::file_stem).map_or("memory".into(), |name| name.to_string_lossy());
    let partial = store::begin(directory, Backup::of(dialect, &name, rows), "db")?;
    let needed = number(driver, "page_count")?.saturating_mul(number(driver, "page_size")?);
    if let Some(free) = free_space(directory).filter(|free| *free < needed) {
        return Err(BackupError::NoSpace { directory: directory.to_owned(), needed, free });
    }
    let path = partial.path();
    let copied = path.to_str().ok_or_else(|| {
        let error = std::io::Error::other("its name is not valid UTF-8");
        BackupError::file("write", path, error)
    })?;
    let mode = pragma(driver, JOURNAL_MODE)?;
    driver.execute(&format!("VACUUM main INTO {}", sqlite::string(copied)))?;
    partial.finish(vec![(JOURNAL_MODE.to_owned(), mode)])
}

/// Puts a copy in the place of the database that the connection has open; the connection is of no use afterwards,
/// and another one that was idle meanwhile can no longer write: SQLite finds that its file was moved
/// (<https://www.sqlite.org/rescode.html#readonly_dbmoved>).
pub(crate) fn restore(
    driver: &mut dyn Driver,
    database: &Path,
    backup: &Backup,
) -> Result<(), BackupError> {
    // A symbolic link stays, and what it leads to is replaced.
    let database =
        fs::canonicalize(database).map_err(|error| BackupError::file("find", database, error))?;
    let copy = Copy::make(&backup.file, &database)?;
    let text = copy.path.to_str().unwrap_or_default();
    if backup.property(JOURNAL_MODE) == Some("wal") {
        driver.execute(&format!("ATTACH {} AS migrate_restore", sqlite::string(text)))?;
        let set = driver.query("PRAGMA migrate_restore.journal_mode = wal");
        driver.execute("DETACH migrate_restore")?;
        set?;
        copy.sync()?;
    }
    let in_use = |message: String| BackupError::InUse { path: database.clone(), message };
    let was_wal = pragma(driver, JOURNAL_MODE)? == "wal";
    // What is in the log goes into the file, and the log goes: it would be taken for that of the copy. SQLite does
    // that only where nobody else has the file open.
    if was_wal {
        let mode = first_value(
            driver
                .query("PRAGMA main.journal_mode = delete")
                .map_err(|error| in_use(error.to_string()))?,
        );
        if mode.as_deref() != Some("delete") {
            return Err(in_use("another program has it open".to_owned()));
        }
    }
    let renamed = driver
        .execute("BEGIN EXCLUSIVE")
        .map_err(|error| in_use(error.to_string()))
        .and_then(|()| {
            let renamed = copy.rename(&database);
            drop(driver.execute("ROLLBACK"));
            renamed
        });
    if renamed.is_err() && was_wal {
        drop(driver.query("PRAGMA main.journal_mode = wal"));
    }
    renamed
}

/// A copy of a backup beside the database; it is gone unless it takes the database's name.
struct Copy {
    path: PathBuf,
}

impl Copy {
    /// Copies the backup, with the owner and the rights of the database.
    fn make(backup: &Path, database: &Path) -> Result<Self, BackupError> {
        let path = beside(database, "-migrate-restore");
        let failed = |error| BackupError::file("write", &path, error);
        // The lock is held: what is left there is of a program that was killed.
        drop(fs::remove_file(&path));
        let mut out = private_file(&path).map_err(failed)?;
        let copy = Self { path: path.clone() };
        let mut read =
            fs::File::open(backup).map_err(|error| BackupError::file("read", backup, error))?;
        std::io::copy(&mut read, &mut out).map_err(failed)?;
        let before =
            fs::metadata(database).map_err(|error| BackupError::file("read", database, error))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let own = out.metadata().map_err(failed)?;
            if (own.uid(), own.gid()) != (before.uid(), before.gid()) {
                std::os::unix::fs::fchown(&out, Some(before.uid()), Some(before.gid()))
                    .map_err(|error| BackupError::file("give its owner to", &path, error))?;
            }
        }
        out.set_permissions(before.permissions()).map_err(failed)?;
        out.sync_all().map_err(failed)?;
        Ok(copy)
    }

    fn sync(&self) -> Result<(), BackupError> {
        let file = fs::File::open(&self.path).and_then(|file| file.sync_all());
        file.map_err(|error| BackupError::file("write", &self.path, error))
    }

    fn rename(&self, database: &Path) -> Result<(), BackupError> {
        fs::rename(&self.path, database)
            .map_err(|error| BackupError::file("replace", database, error))?;
        sync_directory(database);
        Ok(())
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // Of one that was renamed there is no file of this name.
        drop(fs::remove_file(&self.path));
    }
}

fn pragma(driver: &mut dyn Driver, name: &str) -> Result<String, BackupError> {
    let value = first_value(driver.query(&format!("PRAGMA main.{name}"))?);
    Ok(value.unwrap_or_default())
}

fn number(driver: &mut dyn Driver, name: &str) -> Result<u64, BackupError> {
    Ok(pragma(driver, name)?.parse().unwrap_or_default())
}

/// The bytes that are free in a directory, as far as `df` tells: without it a full disk stops the copy, and nothing
/// has run then either.
fn free_space(directory: &Path) -> Option<u64> {
    if cfg!(not(unix)) {
        return None;
    }
    let mut command = Command::new("df");
    // In the form of POSIX: 1024-byte units, a line for the file system.
    command.args(["-P", "-k", "--"]).arg(directory).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    available(&String::from_utf8_lossy(&output.stdout))?.checked_mul(1024)
}

/// The units that `df -P -k` says are available: the number before the percentage.
fn available(text: &str) -> Option<u64> {
    let words: Vec<_> = text.lines().last()?.split_whitespace().collect();
    words.windows(2).rev().find_map(|pair| {
        let percentage = pair[1].strip_suffix('%')?;
        (percentage == "-" || percentage.parse::<u8>().is_ok()).then(|| pair[0].parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::available;

    #[test]
    fn the_room_is_read_however_the_file_system_is_called() {
        let head = "Filesystem     1024-blocks    Used Available Capacity Mounted on\n";
        for (line, free) in [
            ("/dev/vda 264000000 44000000 52000000 46% /", Some(52_000_000)),
            ("a disk 10 4 6 40% /mnt/50% off 7", Some(6)),
            ("none 0 0 0 - /proc", None),
            ("", None),
        ] {
            assert_eq!(available(&format!("{head}{line}\n")), free, "{line}");
        }
    }
}
