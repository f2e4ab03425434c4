//! Ways from one path to another: [`from_here`] for people, [`relative`] and [`slashed`] for
//! manifests, [`resolve`] to compare paths.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The path as it is shortest to type in the current directory, from where it can be opened.
pub(crate) fn from_here(path: &Path) -> PathBuf {
    let relative = std::env::current_dir().ok().and_then(|here| relative(&here, path));
    match relative {
        Some(relative) if relative.as_os_str().len() < path.as_os_str().len() => relative,
        _ => path.to_owned(),
    }
}

/// The way from a directory to a path, both absolute; none between two drives.
pub(crate) fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return None;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    Some(if way.as_os_str().is_empty() { PathBuf::from(".") } else { way })
}

/// The absolute path without `..` and links, whether it exists yet or not.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            other => {
                resolved.push(other);
                if let Ok(real) = resolved.canonicalize() {
                    resolved = real;
                }
            }
        }
    }
    Ok(resolved)
}

/// The path with `/` on every system, as manifests have it; none if it is not Unicode.
pub(crate) fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn ways_between_paths() {
        for (from, to, expected) in [
            ("/p", "/p/src/versions", "src/versions"),
            ("/p/src", "/p/src", "."),
            ("/p/tests/data", "/p/src/versions", "../../src/versions"),
            ("/p", "/q", "../q"),
            ("/p", "/", ".."),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), Some(expected.into()), "{to}");
        }
        assert_eq!(relative(Path::new("a"), Path::new("b")), None);
    }

    #[test]
    fn links_and_dots_are_resolved() {
        let dir = tempfile::tempdir().unwrap();
        let real = dir.path().canonicalize().unwrap();
        std::fs::create_dir(real.join("a")).unwrap();
        std::os::unix::fs::symlink(real.join("a"), real.join("link")).unwrap();
        for (path, expected) in
            [("a", "a"), ("link/new", "a/new"), ("new/../link/./b/c", "a/b/c"), ("new", "new")]
        {
            assert_eq!(resolve(&real.join(path)).unwrap(), real.join(expected), "{path}");
        }
    }
}
