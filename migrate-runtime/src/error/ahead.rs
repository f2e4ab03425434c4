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
    /// The applied revisions that the program does not have, in the order in which they would be taken back.
    pub revisions: Vec<UnknownRevision>,
    /// Whether the database keeps a way back of all of them, so that this program can take them back.
    pub reversible: bool,
}

/// An applied revision that the program does not have.
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
    /// The version of the package that applied it.
    pub version: Option<String>,
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
            version: None,
            irreversible: None,
        }
    }
}

impl fmt::Display for UnknownRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, message, applied_by, applied_at, version, irreversible } = self;
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
        if let Some(version) = version {
            write!(f, " with version {version}")?;
        }
        if let Some(reason) = irreversible {
            write!(f, "; cannot be taken back here: {reason}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = self.revisions.iter().map(|unknown| format!("`{}`", unknown.revision));
        let named = named.collect::<Vec<_>>().join(", ");
        write!(f, "the database has revisions that this program does not have: {named}")
    }
}

impl std::error::Error for Ahead {}

impl Ahead {
    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        if self.reversible {
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
