//! A database that has revisions which the program does not have.

use std::fmt;

/// What a program is told of a database that is ahead of it, or that another branch of the package has worked on.
///
/// ```
/// use migrate_runtime::Error;
///
/// fn report(error: &Error) {
///     let Error::Ahead(ahead) = error else { return };
///     for unknown in &ahead.revisions {
///         eprintln!("{unknown}");
///     }
///     if ahead.reversible {
///         eprintln!("all of them can be taken back");
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ahead {
    /// The applied revisions that the program does not have, or has after others than they were applied after, in the
    /// order in which they would be taken back.
    pub revisions: Vec<UnknownRevision>,
    /// Whether the database keeps a way back of all of them, so that this program can take them back.
    pub reversible: bool,
}

/// An applied revision that the program does not have, or has after others than it was applied after.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRevision {
    /// Its id.
    pub revision: String,
    /// Its message; empty where the database keeps nothing of it.
    pub message: String,
    /// Who applied it, as far as the log knows.
    pub applied_by: Option<String>,
    /// When, in UTC, as far as the log knows.
    pub applied_at: Option<String>,
    /// The package that applied it, where it is another than the program's.
    pub package: Option<String>,
    /// The version of the package that applied it.
    pub version: Option<String>,
    /// What it was applied after, and what it comes after in this program; none where the program does not have it.
    pub elsewhere: Option<String>,
    /// Why this program cannot take it back; none where it can.
    pub irreversible: Option<String>,
}

impl UnknownRevision {
    pub(crate) fn new(revision: &str) -> Self {
        Self {
            revision: revision.to_owned(),
            message: String::new(),
            applied_by: None,
            applied_at: None,
            package: None,
            version: None,
            elsewhere: None,
            irreversible: None,
        }
    }
}

impl fmt::Display for UnknownRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            revision,
            message,
            applied_by,
            applied_at,
            package,
            version,
            elsewhere,
            irreversible,
        } = self;
        write!(f, "`{revision}`")?;
        if !message.is_empty() {
            write!(f, " {message}")?;
        }
        if let Some(at) = applied_at {
            write!(f, ", applied at {at}")?;
        }
        if let Some(who) = applied_by {
            write!(f, " by {who}")?;
        }
        match (package, version) {
            (Some(package), Some(version)) => write!(f, " with `{package}` {version}")?,
            (Some(package), None) => write!(f, " with `{package}`")?,
            (None, Some(version)) => write!(f, " with version {version}")?,
            (None, None) => {}
        }
        if let Some(places) = elsewhere {
            write!(f, "; {places}")?;
        }
        if let Some(reason) = irreversible {
            write!(f, "; cannot be taken back here: {reason}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = |elsewhere: bool| {
            let named = self.revisions.iter().filter(|it| it.elsewhere.is_some() == elsewhere);
            named.map(|it| format!("`{}`", it.revision)).collect::<Vec<_>>().join(", ")
        };
        let (unknown, elsewhere) = (named(false), named(true));
        f.write_str("the database has revisions that this program ")?;
        match (unknown.as_str(), elsewhere.as_str()) {
            (unknown, "") => write!(f, "does not have: {unknown}"),
            ("", elsewhere) => write!(f, "has in another order: {elsewhere}"),
            (unknown, elsewhere) => {
                write!(f, "does not have: {unknown}, or has in another order: {elsewhere}")
            }
        }
    }
}

impl std::error::Error for Ahead {}

impl Ahead {
    /// The first of other packages that applied some of them.
    pub(crate) fn other_package(&self) -> Option<&str> {
        self.revisions.iter().find_map(|unknown| unknown.package.as_deref())
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        let is_reordered = self.revisions.iter().any(|it| it.elsewhere.is_some());
        if let Some(package) = self.other_package() {
            format!(
                "are `{package}` and this package two that share a version table? give this one its own, \
                 `versions!(.., version_table = \"..\")`; if it is the same one under another name, `cargo migrate \
                 downgrade` takes them back"
            )
        } else if is_reordered {
            // The rows of the version table would say that what never ran is applied.
            let way = if self.reversible {
                "`cargo migrate switch` takes them back and applies them as this program has them"
            } else {
                "run a program that has them as they were applied"
            };
            format!(
                "{way}; where the schema is as this program's revisions make it, `stamp --purge TARGET` writes that \
                 down"
            )
        } else if self.reversible {
            "run a program that has them, or take them back: `cargo migrate switch` leads to this program's \
             revisions, `cargo migrate downgrade` to any"
                .to_owned()
        } else {
            "is this an older build than the one that upgraded the database? if they are gone for good, \
             `stamp --purge TARGET` rewrites the table"
                .to_owned()
        }
    }
}
