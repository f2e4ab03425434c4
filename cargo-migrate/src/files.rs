//! Files that are written whole or not at all: [`create`], [`create_below`], [`replace`] and [`update`].

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::error::Error;

/// Writes a file that is not there yet; one that is there stays as it is.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), Error> {
    write_new(path, text).map_err(Error::io("create", path))
}

/// Writes a file that is not there yet, with the directories above it.
pub(crate) fn create_below(directory: &Path, name: &str, text: &str) -> Result<(), Error> {
    let path = directory.join(name);
    let above = path.parent().unwrap_or(directory);
    fs::create_dir_all(above).map_err(Error::io("create", above))?;
    create(&path, text)
}

/// Replaces a file, keeping its permissions.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Error> {
    replace_real(path, text).map_err(Error::io("write", path))
}

/// Writes a file unless it has the text already; says whether it did. A device or a pipe, such as
/// `/dev/stdout`, is written to: a file renamed to its place would take it away from everybody else.
pub(crate) fn update(path: &Path, text: &str) -> Result<bool, Error> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        write_into(path, text).map_err(Error::io("write", path))?;
        return Ok(true);
    }
    match fs::read(path) {
        Ok(known) if known == text.as_bytes() => return Ok(false),
        Ok(_) => replace(path, text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(path, text)?,
        Err(error) => return Err(Error::io("read", path)(error)),
    }
    Ok(true)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| {
        // The error that is reported is the first one.
        let _ = fs::remove_file(path);
    })
}

fn write_into(path: &Path, text: &str) -> io::Result<()> {
    File::options().write(true).open(path)?.write_all(text.as_bytes())
}

fn replace_real(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    write_new(&temporary, text)?;
    fs::set_permissions(&temporary, fs::metadata(&path)?.permissions())
        .and_then(|()| fs::rename(&temporary, &path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&temporary);
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_not_created() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.rs");
        create(&path, "first").unwrap();
        let error = create(&path, "second").unwrap_err().to_string();
        assert!(error.starts_with(&format!("cannot create {}: ", path.display())), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_to_and_stays_a_pipe() {
        use std::os::unix::fs::FileTypeExt as _;
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        assert!(update(&pipe, "text").unwrap());
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(reader.join().unwrap(), "text");
        assert!(update(dir.path(), "text").is_err(), "a directory");
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions_and_its_link() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("a.toml"), dir.path().join("link.toml"));
        create(&path, "first").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, "second").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
