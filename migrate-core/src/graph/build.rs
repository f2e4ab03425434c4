//! `Graph::build`: the only way to a graph, and the place of every check that the rest relies on.

use std::collections::BTreeMap;

use super::edges::{Edges, Node};
use super::error::{EdgeKind, GraphError, Site, UnknownNeed};
use super::names::{self, fault_in_name};
use super::order::order;
use super::{Graph, Revision};

impl Graph {
    /// Checks the revisions and joins them into a graph. Their order does not matter.
    ///
    /// ```
    /// use migrate_runtime::{graph::Graph, revision::Revision};
    ///
    /// let graph = Graph::build([Revision::new("b").down_rev("a"), Revision::new("a")])?;
    /// let ids: Vec<_> = graph.revisions().map(|revision| revision.id.as_str()).collect();
    /// assert_eq!(ids, ["a", "b"]);
    ///
    /// let typo = [Revision::new("b").down_rev("aa"), Revision::new("ab")];
    /// let error = Graph::build(typo).unwrap_err();
    /// assert_eq!(error.to_string(), "`b` names the parent `aa`, which does not exist");
    /// assert_eq!(error.hint().unwrap(), "did you mean `ab`?");
    /// # Ok::<(), migrate_runtime::graph::GraphError>(())
    /// ```
    pub fn build(revisions: impl IntoIterator<Item = Revision>) -> Result<Self, GraphError> {
        let revisions = unique(revisions.into_iter().collect())?;
        let labels = labels(&revisions)?;
        let mut parents = Edges::new();
        let mut needs = Edges::new();
        let mut unknown = Vec::new();
        for revision in &revisions {
            let down = ends(&revisions, &labels, revision, EdgeKind::Parent, &mut unknown)?;
            let mut all = ends(&revisions, &labels, revision, EdgeKind::Dependency, &mut unknown)?;
            all.retain(|dependency| down.binary_search(dependency).is_err());
            all.extend(&down);
            parents.push(&down);
            needs.push(&all);
        }
        let mut unknown = unknown.into_iter();
        if let Some(UnknownNeed { revision, kind, name }) = unknown.next() {
            let similar = labels
                .get(&name)
                .map(|&node| revisions[node].id.clone())
                .or_else(|| names::similar(&revisions, &labels, &name));
            let others = unknown.collect();
            return Err(GraphError::UnknownNeed { revision, kind, name, similar, others });
        }
        let children = parents.reversed();
        let needed_by = needs.reversed();
        let heads: Vec<Node> =
            (0..revisions.len()).filter(|&node| needed_by.of(node).is_empty()).collect();
        let order =
            order(&needs, &heads).map_err(|cycle| cycle_error(&revisions, &parents, &cycle))?;
        Ok(Self { revisions, labels, parents, children, needs, needed_by, heads, order })
    }
}

/// Sorts by id, and refuses bad ids and ids written twice.
fn unique(mut revisions: Vec<Revision>) -> Result<Vec<Revision>, GraphError> {
    revisions.sort_unstable_by(|a, b| (&a.id, &a.file, a.line).cmp(&(&b.id, &b.file, b.line)));
    for revision in &revisions {
        check_name(revision, &revision.id)?;
    }
    match revisions.windows(2).find(|pair| pair[0].id == pair[1].id) {
        Some([first, second]) => {
            Err(GraphError::DuplicateId { first: Site::of(first), second: Site::of(second) })
        }
        _ => Ok(revisions),
    }
}

/// Maps each label to the revision that carries it. Labels and ids share one name space.
fn labels(revisions: &[Revision]) -> Result<BTreeMap<String, Node>, GraphError> {
    let mut labels = BTreeMap::new();
    for (node, revision) in revisions.iter().enumerate() {
        for label in &revision.labels {
            check_name(revision, label)?;
            let holder = names::by_id(revisions, label)
                .or_else(|| labels.insert(label.clone(), node).filter(|&holder| holder != node));
            if let Some(holder) = holder {
                return Err(GraphError::LabelTaken {
                    label: label.clone(),
                    revision: Site::of(revision),
                    holder: Site::of(&revisions[holder]),
                });
            }
        }
    }
    Ok(labels)
}

fn check_name(revision: &Revision, name: &str) -> Result<(), GraphError> {
    fault_in_name(name).map_or(Ok(()), |fault| {
        Err(GraphError::BadName { name: name.to_owned(), revision: Site::of(revision), fault })
    })
}

/// The nodes that a revision names as parents or as dependencies, sorted, each once.
fn ends(
    revisions: &[Revision],
    labels: &BTreeMap<String, Node>,
    revision: &Revision,
    kind: EdgeKind,
    unknown: &mut Vec<UnknownNeed>,
) -> Result<Vec<Node>, GraphError> {
    let names = match kind {
        EdgeKind::Parent => &revision.down_revs,
        EdgeKind::Dependency => &revision.depends_on,
    };
    let mut nodes = Vec::with_capacity(names.len());
    for name in names {
        let node = match kind {
            EdgeKind::Parent => names::by_id(revisions, name),
            EdgeKind::Dependency => {
                names::by_id(revisions, name).or_else(|| labels.get(name).copied())
            }
        };
        match node {
            Some(node) if revisions[node].id == revision.id => {
                return Err(GraphError::SelfLoop { revision: Site::of(revision), kind });
            }
            Some(node) => nodes.push(node),
            None => {
                let name = name.clone();
                unknown.push(UnknownNeed { revision: Site::of(revision), kind, name });
            }
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    Ok(nodes)
}

fn cycle_error(revisions: &[Revision], parents: &Edges, cycle: &[Node]) -> GraphError {
    let next = cycle.iter().cycle().skip(1);
    let by_parents = cycle.iter().zip(next).all(|(&node, next)| parents.of(node).contains(next));
    GraphError::Cycle {
        kind: if by_parents { EdgeKind::Parent } else { EdgeKind::Dependency },
        revisions: cycle.iter().map(|&node| Site::of(&revisions[node])).collect(),
    }
}
