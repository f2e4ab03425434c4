//! Holds the revisions of the source against those of the binary: [`check`].
//!
//! cargo rebuilds the binary when a file changes that it knows of. It knows of a new file only if
//! the package's build script says so, and of nothing with `--no-build`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use migrate_core::graph::{Graph, Site};
use serde_json::Value;

use crate::cli::CargoOptions;
use crate::error::Error;
use crate::manifest::Package;
use crate::{binary, source};

/// Why the binary is not one of this source.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum LinkedError {
    /// The source has revisions that the binary has not got.
    #[error("the program that was built does not have {}", listed(.revisions))]
    NotBuilt {
        /// The revisions.
        revisions: Vec<Site>,
        /// Why it does not.
        reason: Reason,
    },
    /// The binary has a revision whose source is gone.
    #[error("the program that was built has revision `{rev}` of {file}, which is gone")]
    Gone {
        /// The revision.
        rev: String,
        /// Its file, from the package's directory.
        file: String,
        /// Why it has.
        reason: Reason,
    },
}

/// Why a binary is older than its source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reason {
    /// `--no-build`.
    NotAsked,
    /// Nothing tells cargo of new files.
    NoBuildScript(PathBuf),
    /// The build script does not name the directory, or `versions!` names another one.
    OtherDirectory(PathBuf),
}

impl LinkedError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        let (Self::NotBuilt { reason, .. } | Self::Gone { reason, .. }) = self;
        match reason {
            Reason::NotAsked => "leave `--no-build` out".to_owned(),
            Reason::NoBuildScript(versions) => format!(
                "write a `build.rs` that calls `migrate_runtime::build::verify(\"{}\")`, so that cargo \
                 notices new files",
                versions.display()
            ),
            Reason::OtherDirectory(versions) => format!(
                "name `{}` in `versions!(..)`, and in `build.rs` in \
                 `migrate_runtime::build::verify(..)`",
                versions.display()
            ),
        }
    }
}

/// Checks that the binary has the revisions of the source and no others.
///
/// A binary that cannot say which it has, as one of an earlier release, is taken as it is.
pub(crate) fn check(binary: &Path, package: &Package, options: &CargoOptions) -> Result<(), Error> {
    let Some(built) = built(binary, package) else { return Ok(()) };
    Ok(compare(&source::read(package)?, &built, || reason(package, options))?)
}

/// The same for a binary that has exported its revisions: none of which it was built with is missing there.
pub(crate) fn check_exported(
    source: &Graph,
    exported: &Graph,
    package: &Package,
    options: &CargoOptions,
) -> Result<(), LinkedError> {
    let exported = exported.revisions();
    let built = exported.map(|revision| (revision.id.clone(), revision.file.clone())).collect();
    compare(source, &built, || reason(package, options))
}

fn compare(
    source: &Graph,
    built: &BTreeMap<String, String>,
    reason: impl FnOnce() -> Reason,
) -> Result<(), LinkedError> {
    let missing = source.revisions().filter(|revision| !built.contains_key(&revision.id));
    let revisions: Vec<_> = missing.map(Site::of).collect();
    if !revisions.is_empty() {
        return Err(LinkedError::NotBuilt { revisions, reason: reason() });
    }
    match built.iter().find(|(rev, _)| source.get(rev).is_none()) {
        Some((rev, file)) => {
            Err(LinkedError::Gone { rev: rev.clone(), file: file.clone(), reason: reason() })
        }
        None => Ok(()),
    }
}

/// The revisions that the binary was built with, and their files.
fn built(binary: &Path, package: &Package) -> Option<BTreeMap<String, String>> {
    let mut command = binary::command(binary, package);
    let output =
        command.args(["revisions", "--quiet"]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.ok().filter(|output| output.status.success())?;
    let document: Value = serde_json::from_slice(&output.stdout).ok()?;
    let text = |entry: &Value, key: &str| Some(entry.get(key)?.as_str()?.to_owned());
    let entries = document.as_array()?.iter();
    entries.map(|entry| Some((text(entry, "revision")?, text(entry, "file")?))).collect()
}

fn reason(package: &Package, options: &CargoOptions) -> Reason {
    let versions = package.versions.strip_prefix(&package.directory).unwrap_or(&package.versions);
    if options.no_build {
        Reason::NotAsked
    } else if package.directory.join("build.rs").is_file() {
        Reason::OtherDirectory(versions.to_owned())
    } else {
        Reason::NoBuildScript(versions.to_owned())
    }
}

/// The first of them, and how many more there are.
fn listed(sites: &[Site]) -> String {
    const MOST: usize = 5;
    let shown: Vec<_> = sites.iter().take(MOST).map(|site| format!("revision {site}")).collect();
    let more = match sites.len().saturating_sub(MOST) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    shown.join(", ") + &more
}

#[cfg(test)]
mod tests {
    use migrate_core::revision::Revision;

    use super::*;

    fn compared(source: &[&str], built: &[&str]) -> Result<(), String> {
        let graph = Graph::build(source.iter().map(|rev| Revision::new(*rev))).unwrap();
        let built = built.iter().map(|rev| ((*rev).to_owned(), format!("{rev}.rs"))).collect();
        let reason = || Reason::NotAsked;
        compare(&graph, &built, reason).map_err(|error| error.to_string())
    }

    #[test]
    fn both_sets_are_the_same() {
        assert_eq!(compared(&["a", "b"], &["b", "a"]), Ok(()));
        let lacks = "the program that was built does not have";
        assert_eq!(
            compared(&["a", "b", "c"], &["b", "d"]),
            Err(format!("{lacks} revision `a`, revision `c`"))
        );
        let many: Vec<String> = (0..9).map(|n| n.to_string()).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        let error = compared(&many, &[]).unwrap_err();
        assert!(error.ends_with("revision `4` and 4 more"), "{error}");
        assert_eq!(
            compared(&["a"], &["a", "b"]),
            Err("the program that was built has revision `b` of b.rs, which is gone".to_owned())
        );
    }
}
