//! What a revision says of itself: its id, what it needs, its labels, how long it waits, and where it is written.

use std::time::Duration;

/// One revision as the graph sees it: names and edges, never its function.
///
/// ```
/// use migrate_runtime::revision::Revision;
///
/// let revision = Revision::new("1f3c9a7b2d10").down_rev("ae1027a6acf5").message("add user role");
/// assert_eq!(revision.down_revs, ["ae1027a6acf5"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// The identifier, unique in the graph.
    pub id: String,
    /// The parents; none makes the revision a base, several make it a merge.
    pub down_revs: Vec<String>,
    /// Revisions or labels that must be applied before, without being parents.
    pub depends_on: Vec<String>,
    /// Branch labels, in the same name space as the identifiers.
    pub labels: Vec<String>,
    /// The first paragraph of the doc comment, on one line.
    pub message: String,
    /// The whole doc comment.
    pub doc: String,
    /// The source file, as the compiler or the scanner named it.
    pub file: String,
    /// The line of the attribute, from 1.
    pub line: u32,
    /// How long its statements may wait and run.
    pub timeouts: Timeouts,
}

/// How long statements may wait for a lock and run, and how often what waited in vain is tried again: of a
/// revision, of a package, or of a run. What is not said is left to the next wider of these, and in the end to the
/// runner; zero is no limit.
///
/// ```
/// use std::time::Duration;
/// use migrate_runtime::executor::Timeouts;
///
/// let package = Timeouts::default().with_lock(Duration::from_secs(10)).with_retries(2);
/// let run = Timeouts::default().with_lock(Duration::from_secs(1));
/// let both = run.or(package);
/// assert_eq!((both.lock, both.retries), (Some(Duration::from_secs(1)), Some(2)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// How long a statement waits for a lock.
    pub lock: Option<Duration>,
    /// How long a statement runs.
    pub statement: Option<Duration>,
    /// How often a transaction that waited for a lock in vain is tried again.
    pub retries: Option<u32>,
}

impl Timeouts {
    /// Nothing is said.
    pub const UNSAID: Self = Self { lock: None, statement: None, retries: None };

    /// Milliseconds and a count, as the macros have read them.
    #[doc(hidden)]
    pub const fn declare(lock: Option<u64>, statement: Option<u64>, retries: Option<u32>) -> Self {
        const fn duration(milliseconds: Option<u64>) -> Option<Duration> {
            match milliseconds {
                Some(milliseconds) => Some(Duration::from_millis(milliseconds)),
                None => None,
            }
        }
        Self { lock: duration(lock), statement: duration(statement), retries }
    }

    /// Each statement waits so long for a lock at most; zero is no limit.
    #[must_use]
    pub const fn with_lock(self, lock: Duration) -> Self {
        Self { lock: Some(lock), ..self }
    }

    /// Each statement runs so long at most; zero is no limit.
    #[must_use]
    pub const fn with_statement(self, statement: Duration) -> Self {
        Self { statement: Some(statement), ..self }
    }

    /// What waited for a lock in vain is tried again so often; zero is not at all.
    #[must_use]
    pub const fn with_retries(self, retries: u32) -> Self {
        Self { retries: Some(retries), ..self }
    }

    /// What is said here, and of the rest what is said there.
    #[must_use]
    pub const fn or(self, wider: Self) -> Self {
        const fn first(narrow: Option<Duration>, wide: Option<Duration>) -> Option<Duration> {
            if narrow.is_some() { narrow } else { wide }
        }
        Self {
            lock: first(self.lock, wider.lock),
            statement: first(self.statement, wider.statement),
            retries: if self.retries.is_some() { self.retries } else { wider.retries },
        }
    }
}

impl Revision {
    /// A base revision with no labels, message or file.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// Adds a parent.
    #[must_use]
    pub fn down_rev(mut self, id: impl Into<String>) -> Self {
        self.down_revs.push(id.into());
        self
    }

    /// Adds a dependency on a revision or a label.
    #[must_use]
    pub fn depends_on(mut self, name: impl Into<String>) -> Self {
        self.depends_on.push(name.into());
        self
    }

    /// Adds a branch label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// Sets the message.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }
}
