//! Branch labels as they are shown: a label names not only its revision but the branch around it.

use std::rc::Rc;

use super::edges::Node;
use super::{Graph, names};

/// For each revision the labels of the branches it is on. Made by [`Graph::branch_labels`].
#[derive(Clone, Debug)]
pub struct BranchLabels<'g> {
    graph: &'g Graph,
    of_node: Vec<Rc<[&'g str]>>,
}

impl<'g> BranchLabels<'g> {
    /// The labels of the branches that the revision is on, sorted; none for an unknown id.
    pub fn of(&self, id: &str) -> &[&'g str] {
        names::by_id(&self.graph.revisions, id).map_or(&[], |node| &self.of_node[node])
    }
}

impl Graph {
    /// The labels of all branches, for showing them beside revisions.
    ///
    /// A label spreads to all descendants of its revision, and below it to where its branch
    /// begins: down to a branch point or a merge, which it does not take.
    ///
    /// ```
    /// use migrate_runtime::{graph::Graph, revision::Revision};
    ///
    /// let graph = Graph::build([
    ///     Revision::new("a"),
    ///     Revision::new("b").down_rev("a"),
    ///     Revision::new("c").down_rev("a"),
    ///     Revision::new("d").down_rev("c").label("shop"),
    ///     Revision::new("e").down_rev("d"),
    /// ])?;
    /// let labels = graph.branch_labels();
    /// for id in ["c", "d", "e"] {
    ///     assert_eq!(labels.of(id), ["shop"]);
    /// }
    /// assert!(labels.of("a").is_empty());
    /// # Ok::<(), migrate_runtime::graph::GraphError>(())
    /// ```
    pub fn branch_labels(&self) -> BranchLabels<'_> {
        let mut own: Vec<Vec<&str>> = vec![Vec::new(); self.len()];
        for (label, &holder) in &self.labels {
            own[holder].push(label);
            let mut node = holder;
            while self.is_inside(node) {
                match self.parents.of(node) {
                    &[parent] if self.is_inside(parent) => {
                        own[parent].push(label);
                        node = parent;
                    }
                    _ => break,
                }
            }
        }
        let none: Rc<[&str]> = Rc::from([]);
        let mut of_node = vec![Rc::clone(&none); self.len()];
        for &node in &self.order {
            of_node[node] = match (own[node].as_slice(), self.parents.of(node)) {
                // Most revisions carry no label and share the list of their parent.
                ([], []) => Rc::clone(&none),
                ([], &[parent]) => Rc::clone(&of_node[parent]),
                (own, parents) => {
                    let inherited = parents.iter().flat_map(|&parent| of_node[parent].iter());
                    let mut labels: Vec<&str> = inherited.chain(own).copied().collect();
                    labels.sort_unstable();
                    labels.dedup();
                    labels.into()
                }
            };
        }
        BranchLabels { graph: self, of_node }
    }

    /// Whether one line leads through the node: it neither forks nor merges there.
    fn is_inside(&self, node: Node) -> bool {
        self.children.of(node).len() < 2 && self.parents.of(node).len() < 2
    }
}
