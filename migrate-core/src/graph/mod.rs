//! The revision graph: which revisions there are, what each needs, and the way from one state of a
//! database to another.
//!
//! # Needs
//!
//! A revision *needs* its parents (`down_rev`) and its dependencies (`depends_on`): both are
//! applied before it. Parents make branches; a dependency only orders one branch after another.
//!
//! ```text
//! a ──┬── b ──┬── m      a is a base (no parent) and a branch point (several children),
//!     └── c ──┘          m a merge (several parents) and a head (nothing needs it).
//!
//! x ── y ── z            d depends on y: it needs t, s, y and x. The heads are d and z;
//!      ┊                 y would be none even without z.
//! s ── t ── d
//! ```
//!
//! Steps are counted along parents: `d-1` is `t`, and `m-1` is refused, as its way parts into `b`
//! and `c`. A branch, the part of a target before `@`, spreads along parents too: `x@heads` is
//! `z`. Everything else follows needs: `upgrade d` applies `x`, `y`, `s`, `t`, `d`, and
//! `downgrade x` takes back `z`, `d`, `y`.
//!
//! # Rows
//!
//! When a revision is applied, so is all that it needs. Hence the version table holds only the
//! applied revisions that no applied revision needs: the heads of the graph of what is applied.
//!
//! ```text
//! step      rows before   rows after
//! up c      b             b c          c needs a, which b needs too: a stays without a row
//! up m      b c           m            m is the first to need b and c: their rows go
//! down m    m             b c          m was the last to need b and c: their rows come back
//! down d    d             t y          the same for a parent and a dependency
//! ```
//!
//! It is enough to count for each revision how many applied revisions need it. A step then costs
//! as much as its revision has needs, and an edge that other edges imply only counts higher.
//! A row that another row implies says nothing; a plan deletes it.
//!
//! # Order
//!
//! [`Graph::build`] puts all revisions in one order, once: depth first from the heads, by id among
//! equals, each revision after what it needs. One branch is finished before the next is begun. An
//! upgrade is the part of that order that is wanted and missing, a downgrade is a part of it
//! backwards, and history shows it backwards. Nothing depends on the names of files, the order of
//! rows or hashing.
//!
//! Each question takes a few sweeps over flat vectors, linear in revisions and edges, and none of
//! them recurses.
//!
//! # Where to find things
//!
//! `build` checks and makes a graph, `order` sorts it. `target` is the language of targets,
//! `names` and `resolve` find what they mean. [`plan`] makes plans, `rows` keeps account of the
//! version table. `range` and `labels` serve `history`.

use std::collections::BTreeMap;

use crate::revision::Revision;

mod ancestry;
mod build;
mod edges;
mod error;
mod labels;
mod names;
mod order;
pub mod plan;
mod range;
mod resolve;
mod rows;
mod target;
#[cfg(test)]
mod tests;

// The public interface is:
pub use error::{EdgeKind, GraphError, Site, UnknownNeed};
pub use labels::BranchLabels;
pub use plan::{Direction, Plan, PlannedRevision};
pub use rows::RowChange;
pub use target::{Range, Target};

use edges::{Edges, Node};

/// Revisions joined by what they need: complete, without cycles, each name used once.
///
/// Made only by [`Graph::build`], so that nothing later has to check.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Sorted by id.
    revisions: Vec<Revision>,
    labels: BTreeMap<String, Node>,
    parents: Edges,
    children: Edges,
    /// Dependencies and then parents, so that the order brings what a branch depends on before it
    /// begins the branch.
    needs: Edges,
    needed_by: Edges,
    heads: Vec<Node>,
    /// Every node, after all that it needs.
    order: Vec<Node>,
}

impl Graph {
    /// The number of revisions.
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is no revision.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// The revision with exactly this id. [`Graph::select`] also takes labels and beginnings.
    pub fn get(&self, id: &str) -> Option<&Revision> {
        names::by_id(&self.revisions, id).map(|node| &self.revisions[node])
    }

    /// All revisions, each after all that it needs; reversed, the order of history.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = &Revision> {
        self.order.iter().map(|&node| &self.revisions[node])
    }

    /// The revisions that nothing needs, neither as a parent nor as a dependency, sorted by id.
    pub fn heads(&self) -> impl Iterator<Item = &Revision> {
        self.heads.iter().map(|&node| &self.revisions[node])
    }

    /// The revisions without a parent, sorted by id.
    pub fn bases(&self) -> impl Iterator<Item = &Revision> {
        self.revisions_with(|node| self.parents.of(node).is_empty())
    }

    /// The revisions with several children, sorted by id.
    pub fn branch_points(&self) -> impl Iterator<Item = &Revision> {
        self.revisions_with(|node| self.children.of(node).len() > 1)
    }

    /// The revisions whose parent is `id`, sorted by id; none for an unknown id.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &Revision> {
        self.ends(&self.children, id)
    }

    /// The revisions that `id` itself needs, dependencies before parents; none for an unknown id.
    pub fn needs(&self, id: &str) -> impl Iterator<Item = &Revision> {
        self.ends(&self.needs, id)
    }

    /// All that must be applied before `id`, each revision after all that it needs; none for an
    /// unknown id.
    pub fn ancestors(&self, id: &str) -> impl DoubleEndedIterator<Item = &Revision> {
        let node = names::by_id(&self.revisions, id);
        let below = self.needs.reach(node);
        self.ordered_with(move |other| below.contains(other) && Some(other) != node)
    }

    /// All that is applied if these are the version table's rows, each revision after all that
    /// it needs.
    pub fn applied(
        &self,
        rows: &[String],
    ) -> Result<impl DoubleEndedIterator<Item = &Revision>, GraphError> {
        let applied = rows::Applied::read(self, rows)?.set;
        Ok(self.ordered_with(move |node| applied.contains(node)))
    }

    /// Whether nothing needs the revision; false for an unknown id.
    pub fn is_head(&self, id: &str) -> bool {
        self.is(id, |node| self.needed_by.of(node).is_empty())
    }

    /// Whether the revision has several children; false for an unknown id.
    pub fn is_branch_point(&self, id: &str) -> bool {
        self.is(id, |node| self.children.of(node).len() > 1)
    }

    /// Whether the revision has several parents; false for an unknown id.
    pub fn is_merge_point(&self, id: &str) -> bool {
        self.is(id, |node| self.parents.of(node).len() > 1)
    }

    fn is(&self, id: &str, property: impl Fn(Node) -> bool) -> bool {
        names::by_id(&self.revisions, id).is_some_and(property)
    }

    fn revisions_with(&self, property: impl Fn(Node) -> bool) -> impl Iterator<Item = &Revision> {
        let pick = move |(node, revision)| property(node).then_some(revision);
        self.revisions.iter().enumerate().filter_map(pick)
    }

    fn ordered_with(
        &self,
        property: impl Fn(Node) -> bool,
    ) -> impl DoubleEndedIterator<Item = &Revision> {
        let pick = move |&node: &Node| property(node).then(|| &self.revisions[node]);
        self.order.iter().filter_map(pick)
    }

    fn ends(&self, edges: &Edges, id: &str) -> impl Iterator<Item = &Revision> {
        let ends = names::by_id(&self.revisions, id).map_or(&[][..], |node| edges.of(node));
        ends.iter().map(|&node| &self.revisions[node])
    }

    fn ids<'n>(&self, nodes: impl IntoIterator<Item = &'n Node>) -> Vec<&str> {
        nodes.into_iter().map(|&node| self.revisions[node].id.as_str()).collect()
    }
}
