//! The lock on SQLite: a file beside the database, locked while a run lasts.
//!
//! A transaction of SQLite would hold others off only until it ends, and a run has many.

use std::fs::{File, TryLockError};
use std::io::{Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::executor::DatabaseError;

/// The lock's file: `app.db-migrate-lock`, as SQLite names the files of its own.
pub(super) fn beside(database: &str) -> PathBuf {
    PathBuf::from(format!("{database}-migrate-lock"))
}

/// The file, locked; the lock goes with the program that holds it, however that ends.
pub(in crate::executor) struct FileLock {
    file: File,
    path: PathBuf,
}

impl FileLock {
    /// Takes the lock, unless another program has it, and writes down who did.
    pub(super) fn try_lock(
        path: &Path,
        holder: Option<&str>,
    ) -> Result<Option<Self>, DatabaseError> {
        let failed = |error: std::io::Error| {
            DatabaseError::new(format!("cannot lock {}: {error}", path.display()))
        };
        // Another user of the directory could lead it to a file that must stay as it is.
        if std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
            let message = format!("cannot lock {}: it is a symbolic link", path.display());
            return Err(DatabaseError::new(message).with_hint(
                "delete it: a run makes the file itself, and removes it when it is done",
            ));
        }
        let mut options = File::options();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        if !is_at(&file, path) {
            return Ok(None);
        }
        let holder = holder.map_or_else(String::new, |holder| format!("{holder}, "));
        let holder = format!("{holder}process {}", std::process::id());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(holder.as_bytes()))
            .map_err(failed)?;
        Ok(Some(Self { file, path: path.to_owned() }))
    }

    /// Fails when another program has removed the file: the next one would lock another.
    pub(super) fn check(&self) -> Result<(), DatabaseError> {
        if is_at(&self.file, &self.path) {
            return Ok(());
        }
        let path = self.path.display();
        Err(DatabaseError::new(format!("{path} was removed or replaced")))
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Gone while it is locked, so that nobody else holds it: who opened it before finds out.
        if cfg!(unix) && is_at(&self.file, &self.path) {
            drop(std::fs::remove_file(&self.path));
        }
        drop(self.file.unlock());
    }
}

/// Whether the path still is that of the file: the last holder may have removed it. A symbolic link
/// never is, so that nothing is written to where one leads.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let same =
        |a: std::fs::Metadata, b: std::fs::Metadata| a.ino() == b.ino() && a.dev() == b.dev();
    file.metadata().ok().zip(std::fs::symlink_metadata(path).ok()).is_some_and(|(a, b)| same(a, b))
}

/// Whether the path still leads to the file: here the file stays, as one that is open cannot go.
#[cfg(not(unix))]
const fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Who holds the lock, as far as it can be read.
pub(super) fn holder(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_not_followed() {
        let directory = tempfile::tempdir().expect("a directory");
        let [path, other, missing] =
            ["app.db-migrate-lock", "other", "missing"].map(|name| directory.path().join(name));
        std::fs::write(&other, "kept").expect("a file");
        for target in [&other, &missing] {
            std::os::unix::fs::symlink(target, &path).expect("a link");
            let Err(error) = FileLock::try_lock(&path, None) else { panic!("a lock on a link") };
            assert!(error.to_string().ends_with("it is a symbolic link"), "{error}");
            std::fs::remove_file(&path).expect("the link");
        }
        assert_eq!(std::fs::read_to_string(&other).expect("a file"), "kept");
        assert!(!missing.exists());
    }

    /// Who opened the file before its holder removed it locks a file that nobody else will find: it
    /// must not take that for the lock. The two steps follow each other at once, so only many tries
    /// come between them.
    #[test]
    fn a_file_that_was_removed_meanwhile_is_no_lock() {
        const THREADS: usize = 8;
        const TRIES: usize = 2_000;
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("app.db-migrate-lock");
        let held = AtomicBool::new(false);
        let run = || {
            let mut taken = 0;
            for _ in 0..TRIES {
                let Some(lock) = FileLock::try_lock(&path, None).expect("a file") else { continue };
                assert!(!held.swap(true, Ordering::SeqCst), "two hold the lock");
                taken += 1;
                held.store(false, Ordering::SeqCst);
                drop(lock);
            }
            taken
        };
        let taken: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(run)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no second holder")).sum()
        });
        assert!(taken > 0, "nobody ever holds it");
    }
}
