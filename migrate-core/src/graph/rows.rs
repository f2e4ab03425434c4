//! The rows of the version table: what they say is applied, and how a step changes them.

use std::collections::BTreeSet;

use super::edges::{Edges, Node, NodeSet};
use super::error::GraphError;
use super::names;
use super::{Graph, Revision};

/// What the version table says, cleared of rows that other rows imply.
pub(super) struct Applied {
    /// Every applied revision.
    pub(super) set: NodeSet,
    /// The applied revisions that no applied revision needs, sorted.
    pub(super) rows: Vec<Node>,
    /// Rows that were in the table though others imply them, sorted.
    pub(super) implied: Vec<Node>,
}

impl Applied {
    pub(super) fn read(graph: &Graph, rows: &[String]) -> Result<Self, GraphError> {
        let mut known = Vec::with_capacity(rows.len());
        let mut unknown = BTreeSet::new();
        for row in rows {
            match names::by_id(&graph.revisions, row) {
                Some(node) => known.push(node),
                None => _ = unknown.insert(row.clone()),
            }
        }
        if !unknown.is_empty() {
            return Err(GraphError::UnknownRows { rows: unknown.into_iter().collect() });
        }
        known.sort_unstable();
        known.dedup();
        let rows = graph.needs.unreached(known.clone());
        known.retain(|node| rows.binary_search(node).is_err());
        Ok(Self { set: graph.needs.reach(rows.iter().copied()), rows, implied: known })
    }
}

/// Rows to delete from the version table and rows to insert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowChange<'g> {
    /// The rows to delete.
    pub delete: Vec<&'g str>,
    /// The rows to insert.
    pub insert: Vec<&'g str>,
}

impl RowChange<'_> {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.delete.is_empty() && self.insert.is_empty()
    }
}

/// Counts by how many applied revisions each revision is needed.
///
/// The rows are the applied revisions at zero. A step changes the counts of what its revision
/// needs, and so exactly the rows of those that leave or reach zero.
pub(super) struct NeedCounts<'g> {
    revisions: &'g [Revision],
    needs: &'g Edges,
    counts: Vec<usize>,
}

impl<'g> NeedCounts<'g> {
    pub(super) fn new(graph: &'g Graph, applied: &NodeSet) -> Self {
        let mut counts = vec![0; graph.len()];
        for node in applied.iter() {
            for &need in graph.needs.of(node) {
                counts[need] += 1;
            }
        }
        Self { revisions: &graph.revisions, needs: &graph.needs, counts }
    }

    /// Applies a node: its row comes, and the rows of what nothing else needed go.
    pub(super) fn up(&mut self, node: Node) -> RowChange<'g> {
        let mut delete = Vec::new();
        for &need in self.needs.of(node) {
            if self.counts[need] == 0 {
                delete.push(self.id(need));
            }
            self.counts[need] += 1;
        }
        RowChange { delete, insert: vec![self.id(node)] }
    }

    /// Takes a node back: its row goes, and the rows of what nothing else needs come.
    pub(super) fn down(&mut self, node: Node) -> RowChange<'g> {
        let mut insert = Vec::new();
        for &need in self.needs.of(node) {
            self.counts[need] -= 1;
            if self.counts[need] == 0 {
                insert.push(self.id(need));
            }
        }
        RowChange { delete: vec![self.id(node)], insert }
    }

    fn id(&self, node: Node) -> &'g str {
        &self.revisions[node].id
    }
}
