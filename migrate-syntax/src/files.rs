//! The source files of a versions directory: [`source_files`], and what of it is no revision file though
//! it looks like one.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Something in a versions directory that would be passed over in silence.
#[derive(Debug)]
pub(crate) struct Problem {
    /// What is wrong with it, after its path.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<&'static str>,
    kind: io::ErrorKind,
}

impl Problem {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help: Some(help), kind: io::ErrorKind::InvalidInput }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self { message: format!("cannot be read: {error}"), help: None, kind: error.kind() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

/// The source files of a versions directory: every `*.rs`, sorted by name, sub-directories in their
/// place.
///
/// Whatever begins with a dot, or ends otherwise, is left out. What would be a revision file but for its
/// name or its kind is an error: `mod.rs`, `a.RS`, a link to a directory or to nothing.
pub fn source_files(dir: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut first = None;
    list(dir.as_ref(), &mut files, &mut |path, problem| {
        first.get_or_insert_with(|| {
            io::Error::new(problem.kind, format!("{} {problem}", path.display()))
        });
    });
    first.map_or(Ok(files), Err)
}

/// Walks a directory, handing what cannot be taken to `fail`.
pub(crate) fn list(dir: &Path, files: &mut Vec<PathBuf>, fail: &mut dyn FnMut(&Path, Problem)) {
    let entries = match sorted_entries(dir) {
        Ok(entries) => entries,
        Err(error) => return fail(dir, error.into()),
    };
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match kind(&entry) {
            Ok(Kind::Directory) => list(&path, files, fail),
            Ok(Kind::Source) => files.push(path),
            Ok(Kind::Other) => {}
            Err(problem) => fail(&path, problem),
        }
    }
}

/// What an entry of the directory is.
enum Kind {
    Directory,
    Source,
    Other,
}

fn kind(entry: &fs::DirEntry) -> Result<Kind, Problem> {
    let path = entry.path();
    let file_type = entry.file_type()?;
    if file_type.is_dir() {
        return Ok(Kind::Directory);
    }
    let target = if file_type.is_symlink() {
        let nowhere = |_| Problem::new("is a link that leads nowhere", "mend it or remove it");
        fs::metadata(&path).map_err(nowhere)?.file_type()
    } else {
        file_type
    };
    if target.is_dir() {
        return Err(Problem::new(
            "is a link to a directory, which is not followed",
            "put the files themselves here",
        ));
    }
    let Some(extension) = path.extension().filter(|end| end.eq_ignore_ascii_case("rs")) else {
        return Ok(Kind::Other);
    };
    if extension != "rs" {
        return Err(Problem::new("would not be compiled", "its name must end in `.rs`"));
    }
    if entry.file_name() == "mod.rs" {
        return Err(Problem::new(
            "would not be compiled: `versions!` itself declares a module for every file",
            "give it another name",
        ));
    }
    if !target.is_file() {
        return Err(Problem::new("is not a file", "a revision is a file of Rust source"));
    }
    Ok(Kind::Source)
}

fn sorted_entries(dir: &Path) -> io::Result<Vec<fs::DirEntry>> {
    let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_revision_is_not_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::write(root.join("a.rs"), "").unwrap();
        for passed_over in ["notes.md", "b.rs.bak", ".hidden.rs", ".#a.rs"] {
            fs::write(root.join(passed_over), "").unwrap();
        }
        assert_eq!(source_files(root).unwrap(), [root.join("a.rs")]);
        for (name, expected) in [
            ("b.RS", "would not be compiled; its name must end in `.rs`"),
            ("b.Rs", "would not be compiled; its name must end in `.rs`"),
            (
                "mod.rs",
                "would not be compiled: `versions!` itself declares a module for every file; give it \
                 another name",
            ),
        ] {
            fs::write(root.join(name), "").unwrap();
            let error = source_files(root).unwrap_err().to_string();
            assert_eq!(error, format!("{} {expected}", root.join(name).display()));
            fs::remove_file(root.join(name)).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_files() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (dir.path().join("versions"), dir.path().join("elsewhere"));
        fs::create_dir_all(elsewhere.join("d")).unwrap();
        fs::create_dir(&root).unwrap();
        fs::write(elsewhere.join("a.rs"), "").unwrap();
        symlink(elsewhere.join("a.rs"), root.join("link.rs")).unwrap();
        symlink(elsewhere.join("gone"), root.join(".#lock")).unwrap();
        assert_eq!(source_files(&root).unwrap(), [root.join("link.rs")]);
        for (target, expected) in [
            ("d", "is a link to a directory, which is not followed; put the files themselves here"),
            ("gone.rs", "is a link that leads nowhere; mend it or remove it"),
        ] {
            let link = root.join("odd");
            symlink(elsewhere.join(target), &link).unwrap();
            let error = source_files(&root).unwrap_err().to_string();
            assert_eq!(error, format!("{} {expected}", link.display()));
            fs::remove_file(link).unwrap();
        }
    }
}
