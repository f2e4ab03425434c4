//! Where a new package takes `migrate-runtime` from: [`Runtime`].

use std::path::{Path, PathBuf};

use super::InitError;
use crate::error::Error;
use crate::{manifest, paths};

/// Where `migrate-runtime` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// On crates.io.
    Published,
    /// In a directory, as the manifest is to name it.
    Path(String),
}

impl Runtime {
    /// The checkout that was asked for, else the one this program was built from, else what is
    /// published. Inside the project a path is relative.
    pub(crate) fn choose(
        asked: Option<&Path>,
        directory: &Path,
        root: &Path,
    ) -> Result<Self, Error> {
        let path = match asked {
            Some(path) => checkout(path).ok_or_else(|| InitError::NoRuntime(path.to_owned()))?,
            None => match checkout(&own_checkout()) {
                Some(path) => path,
                None => return Ok(Self::Published),
            },
        };
        let written = if path.starts_with(root) { paths::relative(directory, &path) } else { None };
        let written = written.unwrap_or(path);
        let text = paths::slashed(&written).ok_or(InitError::NotUnicode(written))?;
        Ok(Self::Path(text))
    }

    /// The directory outside of the project that it is in; none where others have it too.
    pub(crate) fn outside(&self) -> Option<&str> {
        match self {
            Self::Path(path) if Path::new(path).is_absolute() => Some(path),
            Self::Path(_) | Self::Published => None,
        }
    }

    /// The part of a dependency that says where it is.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Published => format!("version = {:?}", env!("CARGO_PKG_VERSION")),
            Self::Path(path) => format!("path = {}", toml_edit::Value::from(path.as_str())),
        }
    }
}

fn own_checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrate-runtime")
}

/// The directory without links, if it is that of the runtime.
fn checkout(path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    let name = manifest::name(&path.join("Cargo.toml"))?;
    (name == "migrate-runtime").then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_inside_the_project() {
        let checkout = own_checkout().canonicalize().unwrap();
        let root = checkout.parent().unwrap();
        let inside = Runtime::choose(None, &root.join("db/migrations"), root).unwrap();
        assert_eq!(inside.source(), "path = \"../../migrate-runtime\"");
        let outside = Runtime::choose(Some(&checkout), Path::new("/p/m"), Path::new("/p")).unwrap();
        assert_eq!(outside, Runtime::Path(checkout.to_str().unwrap().to_owned()));
        let error = Runtime::choose(Some(root), root, root).unwrap_err().to_string();
        assert!(error.starts_with("there is no package `migrate-runtime` in "), "{error}");
    }
}
