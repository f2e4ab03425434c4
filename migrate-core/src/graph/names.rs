//! Names of revisions: what a name may be, and which revision an id, a label or the beginning of
//! one means.

use std::collections::BTreeMap;

use super::edges::Node;
use super::error::{GraphError, Site};
use super::resolve::Branch;
use super::{Graph, Revision};

/// Words that mean something else in a target.
const RESERVED: [&str; 4] = ["base", "current", "head", "heads"];

/// Shorter ids and labels must be typed in full, as in Alembic.
const SHORTEST_ABBREVIATED: usize = 4;

/// What keeps a text from being an id or a label.
pub(super) fn fault_in_name(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("a name cannot be empty")
    } else if RESERVED.contains(&name) {
        Some("`base`, `current`, `head` and `heads` mean something else in a target")
    } else if name.contains(['@', '+', '-', ':']) {
        Some("`@`, `+`, `-` and `:` separate the parts of a target")
    } else if name.contains(|c: char| c.is_whitespace() || c.is_control()) {
        Some("a name cannot contain white space")
    } else {
        None
    }
}

/// The revision with exactly this id.
pub(super) fn by_id(revisions: &[Revision], id: &str) -> Option<Node> {
    revisions.binary_search_by(|revision| revision.id.as_str().cmp(id)).ok()
}

/// The id or label that a mistyped name may mean: the only one that begins so, or the nearest.
pub(super) fn similar(
    revisions: &[Revision],
    labels: &BTreeMap<String, Node>,
    name: &str,
) -> Option<String> {
    let names = || revisions.iter().map(|revision| &revision.id).chain(labels.keys());
    let mut longer = names().filter(|known| known.starts_with(name));
    if let (Some(only), None) = (longer.next(), longer.next()) {
        return Some(only.clone());
    }
    nearest(name, names().map(String::as_str))
}

/// The id, label or keyword of the target language nearest to a mistyped target, if any is near.
fn similar_target(
    revisions: &[Revision],
    labels: &BTreeMap<String, Node>,
    name: &str,
) -> Option<String> {
    let small = name.to_ascii_lowercase();
    let word = RESERVED.into_iter().find(|word| *word == small);
    word.map(str::to_owned)
        .or_else(|| similar(revisions, labels, name))
        .or_else(|| nearest(&small, RESERVED.into_iter()))
}

fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    let farthest = (name.chars().count() / 3).max(1);
    known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|&(distance, _)| distance <= farthest)
        .min()
        .map(|(_, known)| known.to_owned())
}

impl Graph {
    /// The revision that an id, a label, or the unique beginning of either names.
    ///
    /// Given a branch, the beginning need be unique only in it, and a revision outside is refused.
    pub(super) fn named(&self, name: &str, branch: Option<&Branch>) -> Result<Node, GraphError> {
        let exact = by_id(&self.revisions, name).or_else(|| self.labels.get(name).copied());
        let mut nodes = exact.map_or_else(|| self.beginning_with(name), |node| vec![node]);
        let stray = nodes.first().copied();
        nodes.retain(|&node| branch.is_none_or(|branch| branch.contains(node)));
        match (&nodes[..], stray.zip(branch)) {
            (&[node], _) => Ok(node),
            ([], Some((stray, branch))) => Err(GraphError::NotInBranch {
                revision: self.site(stray),
                branch: branch.name.clone(),
            }),
            ([], None) => Err(GraphError::UnknownName {
                name: name.to_owned(),
                similar: similar_target(&self.revisions, &self.labels, name),
            }),
            (candidates, _) => Err(GraphError::AmbiguousName {
                name: name.to_owned(),
                candidates: self.sites(candidates),
            }),
        }
    }

    /// The revisions whose id or label begins so, sorted, each once.
    fn beginning_with(&self, prefix: &str) -> Vec<Node> {
        let matches =
            |name: &str| name.starts_with(prefix) && name.chars().count() >= SHORTEST_ABBREVIATED;
        let first = self.revisions.partition_point(|revision| revision.id.as_str() < prefix);
        let mut nodes: Vec<Node> = (first..self.len())
            .take_while(|&node| self.revisions[node].id.starts_with(prefix))
            .filter(|&node| matches(&self.revisions[node].id))
            .collect();
        let labels = self.labels.iter().filter(|(label, _)| matches(label));
        nodes.extend(labels.map(|(_, &node)| node));
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    pub(super) fn site(&self, node: Node) -> Site {
        Site::of(&self.revisions[node])
    }

    pub(super) fn sites(&self, nodes: &[Node]) -> Vec<Site> {
        nodes.iter().map(|&node| self.site(node)).collect()
    }
}
