//! The revisions that are linked into the program, held against those the source directory has.
//!
//! `inventory` drops a crate that nothing names without an error, and its order means nothing. So the
//! linked set is compared with the scanned one in both directions before it is used.

use std::fmt;

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::graph::{Graph, GraphError};
use migrate_core::op::{Mode, Op, Script};
use migrate_core::revision::{Revision, Timeouts};

/// A revision as `#[migration]` registers it.
#[derive(Debug)]
pub struct RegisteredRevision {
    /// Its id.
    pub rev: &'static str,
    /// Its parents.
    pub down_revs: &'static [&'static str],
    /// What it depends on beside them.
    pub depends_on: &'static [&'static str],
    /// Its branch labels.
    pub labels: &'static [&'static str],
    /// The doc comment of the function.
    pub doc: &'static str,
    /// The source file, as the compiler named it.
    pub file: &'static str,
    /// The line of the attribute, from 1.
    pub line: u32,
    /// The package it is compiled in.
    pub package: &'static str,
    /// How long its statements may wait and run.
    pub timeouts: Timeouts,
    /// Records what the upgrade does.
    pub upgrade: fn() -> Script,
    /// Records what the downgrade does, or says why there is none.
    pub downgrade: RegisteredDowngrade,
}

/// The way back of a revision.
#[derive(Clone, Copy, Debug)]
pub enum RegisteredDowngrade {
    /// A function of its own.
    Function(fn() -> Script),
    /// The upgrade's operations turned round.
    Auto,
    /// There is none, for this reason.
    Irreversible(&'static str),
}

inventory::collect!(RegisteredRevision);

/// A revision that `versions!` saw in the source directory.
#[derive(Clone, Copy, Debug)]
pub struct ExpectedRevision {
    /// Its id.
    pub rev: &'static str,
    /// Its file, from the package's directory.
    pub file: &'static str,
    /// The doc comment of the file or the function.
    pub doc: &'static str,
    /// The `cfg` that leaves it out of this build.
    pub switched_off: Option<&'static str>,
}

/// Why the linked revisions cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistryError {
    /// A file of the versions directory is not in the program.
    NotLinked {
        /// The revision.
        rev: String,
        /// Its file.
        file: String,
    },
    /// A `cfg` leaves a revision out of this build.
    SwitchedOff {
        /// The revision.
        rev: String,
        /// Its file.
        file: String,
        /// What would have to hold.
        condition: String,
    },
    /// One revision is in the program twice.
    Twice {
        /// The revision.
        rev: String,
        /// One file.
        first: String,
        /// The other file, or the same one.
        second: String,
    },
    /// A revision is in the program but not in the versions directory.
    Unexpected {
        /// The revision.
        rev: String,
        /// Its file.
        file: String,
    },
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLinked { rev, file } => {
                write!(f, "revision `{rev}` of {file} is not linked into this program")
            }
            Self::SwitchedOff { rev, file, condition } => write!(
                f,
                "revision `{rev}` of {file} is switched off by cfg: `{condition}` does not hold in this build"
            ),
            Self::Twice { rev, first, second } => {
                write!(f, "revision `{rev}` is linked twice, {}", sources(first, second))
            }
            Self::Unexpected { rev, file } => {
                write!(f, "revision `{rev}` of {file} is linked, but `versions!` did not see it")
            }
        }
    }
}

impl std::error::Error for RegistryError {}

fn sources(first: &str, second: &str) -> String {
    if first == second {
        format!("both times from {first}")
    } else {
        format!("from {first} and {second}")
    }
}

impl RegistryError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotLinked { .. } => {
                "name the library in the binary: `use my_migrations::MIGRATIONS;`, and let \
                 `versions!` alone declare the modules"
            }
            Self::SwitchedOff { .. } => {
                "every build must have every revision, or databases would differ: take `#[cfg(..)]` away, or \
                 put it around what differs inside of the function"
            }
            Self::Twice { .. } => {
                "remove the `mod` line or the copy: `versions!` declares a module for every file"
            }
            Self::Unexpected { .. } => {
                "move the file into the directory that `versions!` names, and write \
                 `#[migration(..)]` there as it is, without `cfg_attr` or another macro around it"
            }
        }
        .to_owned()
    }
}

/// The linked revisions of one package.
#[derive(Debug)]
pub struct Registry {
    /// Their graph.
    pub graph: Graph,
    /// The package; empty where it is not known.
    pub package: &'static str,
    /// The version of the package, where it is known.
    pub version: Option<&'static str>,
    functions: BTreeMap<&'static str, &'static RegisteredRevision>,
}

/// Why there is no registry.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CollectError {
    /// The linked set is not the scanned one.
    Registry(RegistryError),
    /// The revisions do not make a graph.
    Graph(GraphError),
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Registry(error) => error.fmt(f),
            Self::Graph(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CollectError {}

impl From<RegistryError> for CollectError {
    fn from(error: RegistryError) -> Self {
        Self::Registry(error)
    }
}

impl From<GraphError> for CollectError {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

impl Registry {
    /// The revisions that a package registered, checked against those that are expected.
    pub fn collect(package: &str, expected: &[ExpectedRevision]) -> Result<Self, CollectError> {
        let linked = inventory::iter::<RegisteredRevision>
            .into_iter()
            .filter(|registered| registered.package == package);
        Self::of(linked, expected)
    }

    /// These revisions, checked against those that are expected.
    pub(crate) fn of(
        linked: impl Iterator<Item = &'static RegisteredRevision>,
        expected: &[ExpectedRevision],
    ) -> Result<Self, CollectError> {
        let functions = check(linked, expected)?;
        let docs: BTreeMap<_, _> = expected.iter().map(|seen| (seen.rev, seen.doc)).collect();
        let revisions = functions.values().map(|registered| {
            let doc = docs.get(registered.rev).copied().unwrap_or(registered.doc);
            revision(registered, doc)
        });
        Ok(Self { graph: Graph::build(revisions)?, package: "", version: None, functions })
    }

    /// The functions of a revision of the graph.
    pub fn functions(&self, rev: &str) -> Option<&'static RegisteredRevision> {
        self.functions.get(rev).copied()
    }
}

fn check(
    linked: impl Iterator<Item = &'static RegisteredRevision>,
    expected: &[ExpectedRevision],
) -> Result<BTreeMap<&'static str, &'static RegisteredRevision>, RegistryError> {
    let switched_off = expected.iter().find_map(|seen| Some((seen, seen.switched_off?)));
    if let Some((seen, condition)) = switched_off {
        let (rev, file) = (seen.rev.to_owned(), seen.file.to_owned());
        return Err(RegistryError::SwitchedOff { rev, file, condition: condition.to_owned() });
    }
    let mut functions = BTreeMap::new();
    for registered in linked {
        if let Some(earlier) = functions.insert(registered.rev, registered) {
            let mut files = [earlier.file.to_owned(), registered.file.to_owned()];
            files.sort();
            let [first, second] = files;
            return Err(RegistryError::Twice { rev: registered.rev.to_owned(), first, second });
        }
    }
    if let Some(missing) = expected.iter().find(|seen| !functions.contains_key(seen.rev)) {
        let (rev, file) = (missing.rev.to_owned(), missing.file.to_owned());
        return Err(RegistryError::NotLinked { rev, file });
    }
    // Every expected revision is linked, so only one more than those can be unseen.
    let seen: BTreeSet<_> = expected.iter().map(|seen| seen.rev).collect();
    if let Some(unseen) = functions.values().find(|linked| !seen.contains(linked.rev)) {
        let (rev, file) = (unseen.rev.to_owned(), unseen.file.to_owned());
        return Err(RegistryError::Unexpected { rev, file });
    }
    Ok(functions)
}

fn revision(registered: &RegisteredRevision, doc: &str) -> Revision {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Revision {
        id: registered.rev.to_owned(),
        down_revs: owned(registered.down_revs),
        depends_on: owned(registered.depends_on),
        labels: owned(registered.labels),
        message: first_paragraph(doc),
        doc: doc.to_owned(),
        file: registered.file.to_owned(),
        line: registered.line,
        timeouts: registered.timeouts,
    }
}

fn first_paragraph(doc: &str) -> String {
    let lines = doc.lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a revision function takes, which says how the revision runs.
///
/// The functions below take function pointers: generic over the function itself, they would be
/// compiled once for every revision.
#[diagnostic::on_unimplemented(
    message = "this is not a revision function",
    label = "takes something else than one `&mut Op`",
    note = "write `fn upgrade(op: &mut Op) {{ .. }}`, or `&mut Op<NoTx>` to run outside a transaction"
)]
pub trait RevisionArgument: Sized {
    /// Calls a function with an empty recorder.
    fn record(function: fn(&mut Self)) -> Script;
}

#[diagnostic::do_not_recommend]
impl<M: Mode> RevisionArgument for Op<M> {
    fn record(function: fn(&mut Self)) -> Script {
        let mut op = Self::new();
        function(&mut op);
        Script { operations: op.into_operations(), transactional: M::TRANSACTIONAL }
    }
}

/// Records an upgrade.
pub fn record<R: RevisionArgument>(function: fn(&mut R)) -> Script {
    R::record(function)
}

/// What the way back of a revision takes.
#[diagnostic::on_unimplemented(
    message = "the revision has no downgrade",
    label = "no `fn downgrade(op: &mut Op)` beside this function",
    note = "write `fn downgrade(op: &mut Op) {{ .. }}`, or `downgrade = auto`, or `downgrade = irreversible(\"why\")` in `#[migration(..)]`",
    note = "a `fn downgrade` takes one `&mut Op` and returns nothing"
)]
pub trait DowngradeArgument: RevisionArgument {}

#[diagnostic::do_not_recommend]
impl<M: Mode> DowngradeArgument for Op<M> {}

/// Records a downgrade.
pub fn record_downgrade<R: DowngradeArgument>(function: fn(&mut R)) -> Script {
    R::record(function)
}

/// What the function takes that stands in for a missing `fn downgrade`.
#[derive(Debug)]
pub struct NoDowngrade;

#[diagnostic::do_not_recommend]
impl RevisionArgument for NoDowngrade {
    fn record(_: fn(&mut Self)) -> Script {
        Script { operations: Vec::new(), transactional: true }
    }
}

/// Glob-imported beside a revision, so that a missing `fn downgrade` has a message of its own; one
/// that is there hides this.
pub mod missing {
    /// Takes the place of a function that is not there.
    pub const fn downgrade(_: &mut super::NoDowngrade) {}
}
