//! What a revision says of itself: its id, what it needs, its labels, and where it is written.

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
