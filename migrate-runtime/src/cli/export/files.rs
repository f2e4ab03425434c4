//! Names of source files that are the same on every machine.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::Migrations;
use migrate_core::revision::Revision;
use migrate_core::schema::SourceFile;

/// The file of each revision, from the package's directory.
pub(super) type Files = BTreeMap<&'static str, &'static str>;

pub(super) fn files(migrations: &Migrations) -> Files {
    migrations.expected().iter().map(|seen| (seen.rev, seen.file)).collect()
}

/// How the files are named in what one revision recorded.
#[derive(Clone, Copy)]
pub(super) struct Names<'f> {
    /// The revision's own file, as the compiler named it.
    compiled: &'f str,
    in_package: Option<&'static str>,
}

impl<'f> Names<'f> {
    pub(super) fn of(revision: &'f Revision, files: &Files) -> Self {
        Self { compiled: &revision.file, in_package: files.get(revision.id.as_str()).copied() }
    }

    /// The revision's own file.
    pub(super) fn own(self) -> Cow<'static, str> {
        self.in_package.map_or_else(|| relative(self.compiled, ""), Cow::Borrowed)
    }

    /// Another file; none for the revision's own, which need not be said again.
    pub(super) fn other(self, file: SourceFile) -> Option<Cow<'static, str>> {
        let prefix = || self.in_package.map_or("", |file| package_prefix(self.compiled, file));
        (file.as_str() != self.compiled).then(|| relative(file.as_str(), prefix()))
    }
}

/// The part of the compiler's file names that stands before the package: nothing when the package is
/// the workspace's root, `migrations/` in a workspace, and an absolute path when the binary is of
/// another workspace.
fn package_prefix<'f>(compiled: &'f str, in_package: &str) -> &'f str {
    compiled.strip_suffix(in_package).unwrap_or_default()
}

/// A file's name without where the package was checked out.
///
/// A file of another package of the workspace keeps its name, which begins at the workspace's root.
/// One from elsewhere, such as the registry's cache, begins at the directory of its crate.
pub(super) fn relative(compiled: &str, prefix: &str) -> Cow<'static, str> {
    let tidy = tidied(compiled);
    let below = tidy.strip_prefix(&*tidied(prefix)).unwrap_or(&tidy);
    if !is_absolute(below) {
        return Cow::Owned(below.to_owned());
    }
    let names: Vec<_> = below.split('/').collect();
    let source = names.iter().rposition(|name| *name == "src");
    let from = source.map_or(names.len() - 1, |at| at.saturating_sub(1));
    Cow::Owned(names[from..].join("/"))
}

/// The same path with `/`, without `.` and `..`: a module's `#[path]` may lead out and in again.
fn tidied(path: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (at, name) in path.split(['/', '\\']).enumerate() {
        match name {
            ".." if names.last().is_some_and(|last| !matches!(*last, "" | "..")) => {
                names.pop();
            }
            "." if at > 0 => {}
            name => names.push(name),
        }
    }
    names.join("/")
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.as_bytes().get(1) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_says_where_the_package_is() {
        const FILE: &str = "src/versions/a.rs";
        for (compiled, prefix, expected) in [
            ("src/versions/a.rs", "", "src/versions/a.rs"),
            ("migrations/src/versions/a.rs", "migrations/", "src/versions/a.rs"),
            ("/home/ann/app/migrations/src/versions/a.rs", "/home/ann/app/migrations/", FILE),
            (r"C:\app\migrations\src\versions\a.rs", r"C:\app\migrations\", FILE),
            (r"migrations\src\versions\a.rs", r"migrations\", FILE),
            ("src/../versions/a.rs", "", "versions/a.rs"),
            ("migrations/src/bin/../../versions/a.rs", "migrations/", "versions/a.rs"),
            ("helpers/src/lib.rs", "migrations/", "helpers/src/lib.rs"),
            (
                "/home/ann/.cargo/registry/src/x/helpers-1.0.0/src/a/b.rs",
                "",
                "helpers-1.0.0/src/a/b.rs",
            ),
            (r"C:\cargo\helpers-1.0.0\src\lib.rs", "", "helpers-1.0.0/src/lib.rs"),
            ("/tmp/generated.rs", "", "generated.rs"),
            ("/src/a.rs", "/elsewhere/", "/src/a.rs"),
        ] {
            assert_eq!(relative(compiled, prefix), expected, "{compiled}");
        }
    }

    #[test]
    fn the_prefix_is_what_the_package_does_not_know() {
        let prefix = |compiled| package_prefix(compiled, "src/versions/a.rs");
        assert_eq!(prefix("src/versions/a.rs"), "");
        assert_eq!(prefix("migrations/src/versions/a.rs"), "migrations/");
        assert_eq!(prefix("elsewhere.rs"), "");
    }
}
