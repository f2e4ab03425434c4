//! Backups as files: written, found, held against what is written down of them, deleted.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use migrate_core::json::Value;

use crate::error::BackupError;

use super::description::{Backup, FORMAT, describe, described, digest, file_name, utc};

/// The endings of what is there only while a backup is written.
const LEFT_OVER: [&str; 4] = [".db.part", ".sql.part", ".json.part", ".sql.options"];

/// A backup that is being written; it is gone unless it is finished.
pub(crate) struct Partial {
    path: PathBuf,
    backup: Backup,
}

/// Makes an empty file for a backup, which nobody else can read, in a directory that is made where it is not there.
pub(crate) fn begin(
    directory: &Path,
    mut backup: Backup,
    extension: &str,
) -> Result<Partial, BackupError> {
    make_directory(directory).map_err(|error| BackupError::file("make", directory, error))?;
    delete_left_over(directory);
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    backup.taken_at = utc(time);
    let name = file_name(&backup);
    let unused = |number: u32| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let file = directory.join(format!("{name}{number}.{extension}"));
        (!file.exists()).then_some(file)
    };
    backup.file = (1..).find_map(unused).unwrap_or_default();
    let path = beside(&backup.file, ".part");
    private_file(&path).map_err(|error| BackupError::file("write", &path, error))?;
    Ok(Partial { path, backup })
}

impl Partial {
    /// The file to write to.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the file for writing.
    #[cfg(feature = "cli")]
    pub(crate) fn open(&self) -> Result<File, BackupError> {
        let mut options = File::options();
        let opened = options.write(true).open(&self.path);
        opened.map_err(|error| BackupError::file("write", &self.path, error))
    }

    /// Gives the file its name, once it is on the disk, with its description beside it.
    pub(crate) fn finish(
        mut self,
        properties: Vec<(String, String)>,
    ) -> Result<Backup, BackupError> {
        let written = |error| BackupError::file("write", &self.path, error);
        let file = File::open(&self.path).map_err(written)?;
        file.sync_all().map_err(written)?;
        let (bytes, digest) = digest(file).map_err(written)?;
        self.backup.bytes = bytes;
        self.backup.digest = digest;
        self.backup.properties = properties;
        let file = &self.backup.file;
        let description = beside(file, ".json");
        let failed = |error| BackupError::file("write", &description, error);
        // Without a description a file is no backup, so this is the last to come.
        let part = beside(&description, ".part");
        let described = private_file(&part).and_then(|mut out| {
            out.write_all(describe(&self.backup).as_bytes())?;
            out.sync_all()
        });
        let named = described
            .and_then(|()| fs::rename(&self.path, file))
            .and_then(|()| fs::rename(&part, &description));
        if let Err(error) = named {
            drop(fs::remove_file(&part));
            drop(fs::remove_file(file));
            return Err(failed(error));
        }
        sync_directory(file);
        Ok(self.backup.clone())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Of a finished one there is no file of this name.
        drop(fs::remove_file(&self.path));
    }
}

/// The backup of this file, or the newest one of a database in this directory.
#[cfg(feature = "cli")]
pub(crate) fn find(path: &Path, kind: &str, database: &str) -> Result<Backup, BackupError> {
    if !path.is_dir() {
        return read(path);
    }
    all(path, kind, database)?.pop().ok_or_else(|| BackupError::NoBackup {
        directory: path.to_owned(),
        database: format!("{kind}, database `{database}`"),
    })
}

/// Reads the description of a backup.
pub(crate) fn read(file: &Path) -> Result<Backup, BackupError> {
    let not = |reason: String| BackupError::NotABackup { path: file.to_owned(), reason };
    let description = beside(file, ".json");
    let text = fs::read_to_string(&description)
        .map_err(|error| not(format!("cannot read {}: {error}", description.display())))?;
    let value = Value::read(&text).filter(|value| value.get("format").is_some());
    let value = value.ok_or_else(|| not(format!("{} is no description", description.display())))?;
    if value.get("format").and_then(Value::number) != Some(FORMAT) {
        return Err(not("its description is of another version of this program".to_owned()));
    }
    described(file, &value).ok_or_else(|| not(format!("{} lacks a part", description.display())))
}

/// Finds out whether a backup is as it was written.
#[cfg(any(test, feature = "cli"))]
pub(crate) fn verify(backup: &Backup) -> Result<(), BackupError> {
    let unreadable = |error| BackupError::file("read", &backup.file, error);
    let (bytes, digest) = File::open(&backup.file).and_then(digest).map_err(unreadable)?;
    if bytes == backup.bytes && digest == backup.digest {
        return Ok(());
    }
    Err(BackupError::Damaged { path: backup.file.clone() })
}

/// Deletes the oldest backups of the same database, but for so many.
pub(super) fn prune(directory: &Path, newest: &Backup, keep: usize) -> Result<(), BackupError> {
    let mut backups = all(directory, &newest.kind, &newest.database)?;
    let too_many = backups.len().saturating_sub(keep);
    for Backup { file, .. } in backups.drain(..too_many) {
        for path in [beside(&file, ".json"), file] {
            fs::remove_file(&path).map_err(|error| BackupError::file("delete", &path, error))?;
        }
    }
    Ok(())
}

/// Deletes what a program that was killed could not: files of this room that nothing has been written to for a day.
fn delete_left_over(directory: &Path) {
    const LONG: Duration = Duration::from_secs(24 * 60 * 60);
    // What cannot be read or deleted stays: it is no reason to have no backup.
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_ours = LEFT_OVER.iter().any(|end| path.to_string_lossy().ends_with(end));
        let written = entry.metadata().and_then(|found| found.modified());
        let age = written.ok().and_then(|written| written.elapsed().ok());
        if is_ours && age.is_some_and(|age| age > LONG) {
            drop(fs::remove_file(&path));
        }
    }
}

/// The backups of a database, the newest last.
fn all(directory: &Path, kind: &str, database: &str) -> Result<Vec<Backup>, BackupError> {
    let unreadable = |error| BackupError::file("read", directory, error);
    let mut backups = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        // Whatever else is there is none of ours.
        let Some(file) = path.to_str().and_then(|path| path.strip_suffix(".json")) else {
            continue;
        };
        let Ok(backup) = read(Path::new(file)) else { continue };
        if backup.kind == kind && backup.database == database {
            backups.push(backup);
        }
    }
    backups.sort_by(|a, b| (&a.taken_at, &a.file).cmp(&(&b.taken_at, &b.file)));
    Ok(backups)
}

/// The path with something at its end.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// Makes a file that only its owner can read; one that is there is an error.
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_directory(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Has a new name of a file survive a loss of power, where the system can do that.
pub(super) fn sync_directory(file: &Path) {
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    drop(File::open(directory).and_then(|directory| directory.sync_all()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(revisions: &[&str]) -> Backup {
        Backup {
            kind: "SQLite".to_owned(),
            version: "SQLite 3.45".to_owned(),
            database: "app \"1\"/x".to_owned(),
            revisions: revisions.iter().map(|&id| id.to_owned()).collect(),
            ..Backup::default()
        }
    }

    fn write(directory: &Path, text: &str) -> Backup {
        let partial = begin(directory, backup(&["a1"]), "db").unwrap();
        fs::write(partial.path(), text).unwrap();
        partial.finish(vec![("journal_mode".to_owned(), "wal".to_owned())]).unwrap()
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn what_is_written_beside_a_backup_is_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let made = write(directory.path(), "123456789");
        assert_eq!(read(&made.file).unwrap(), made);
        assert_eq!((made.bytes, made.property("journal_mode")), (9, Some("wal")));
        verify(&made).unwrap();
        // Neither another byte nor another length goes unseen, nor what fills up the last word.
        for text in ["123456780", "12345678", "123456789\0", ""] {
            fs::write(&made.file, text).unwrap();
            assert!(matches!(verify(&made), Err(BackupError::Damaged { .. })), "{text:?}");
        }
    }

    #[test]
    fn a_backup_that_is_not_finished_is_gone() {
        let directory = tempfile::tempdir().unwrap();
        let partial = begin(directory.path(), backup(&[]), "db").unwrap();
        fs::write(partial.path(), "half").unwrap();
        assert_eq!(names(directory.path()).len(), 1);
        drop(partial);
        assert_eq!(names(directory.path()), [""; 0]);
    }

    #[test]
    fn what_was_left_over_long_ago_is_deleted() {
        let directory = tempfile::tempdir().unwrap();
        let days = |count: u64| SystemTime::now() - Duration::from_secs(count * 24 * 60 * 60);
        for (name, written) in
            [("old.db.part", days(2)), ("new.db.part", days(0)), ("others.part", days(2))]
        {
            let file = File::create(directory.path().join(name)).unwrap();
            file.set_modified(written).unwrap();
        }
        drop(begin(directory.path(), backup(&[]), "db").unwrap());
        let mut names = names(directory.path());
        names.sort_unstable();
        assert_eq!(names, ["new.db.part", "others.part"]);
    }

    #[test]
    fn the_oldest_are_deleted() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("other.json"), "{}").unwrap();
        let made: Vec<_> =
            (0..4).map(|number| write(directory.path(), &number.to_string())).collect();
        prune(directory.path(), &made[3], 2).unwrap();
        let left = all(directory.path(), "SQLite", &made[0].database).unwrap();
        assert_eq!(left, made[2..]);
        assert_eq!(names(directory.path()).len(), 5);
        assert_eq!(all(directory.path(), "SQLite", "other").unwrap(), []);
    }
}
