//! Finds the revisions that a target means: names, branches, heads, and steps counted from them.

use super::edges::{Node, NodeSet};
use super::error::GraphError;
use super::rows::Applied;
use super::target::{Anchor, Target};
use super::{Graph, Revision};

/// The part before `@`: a revision, and all above and below it by parents alone.
pub(super) struct Branch {
    /// As it was typed.
    pub(super) name: String,
    pub(super) root: Node,
    members: NodeSet,
}

impl Branch {
    pub(super) fn contains(&self, node: Node) -> bool {
        self.members.contains(node)
    }
}

impl Graph {
    /// The revisions that a target names, sorted by id; none for the base.
    ///
    /// `rows` are the version table's; they matter only to a target that
    /// [needs them](Target::needs_rows).
    ///
    /// ```
    /// use migrate_runtime::{graph::{Graph, Target}, revision::Revision};
    ///
    /// let graph = Graph::build([
    ///     Revision::new("1975ea83b712"),
    ///     Revision::new("27c6a30d7c24").down_rev("1975ea83b712").label("shop"),
    ///     Revision::new("ae1027a6acf5").down_rev("1975ea83b712"),
    /// ])?;
    /// let select = |text| graph.select(&Target::parse(text)?, &[]);
    /// assert_eq!(select("shop@head")?[0].id, "27c6a30d7c24");
    /// assert_eq!(select("ae10-1")?[0].id, "1975ea83b712");
    /// assert_eq!(select("heads")?.len(), 2);
    /// assert!(select("head").is_err());
    /// # Ok::<(), migrate_runtime::graph::GraphError>(())
    /// ```
    pub fn select(&self, target: &Target, rows: &[String]) -> Result<Vec<&Revision>, GraphError> {
        let branch = self.branch(target)?;
        let here = if target.needs_rows() {
            self.here(target, branch.as_ref(), &Applied::read(self, rows)?)
        } else {
            Vec::new()
        };
        let nodes = self.resolve(target, branch.as_ref(), &here)?;
        Ok(nodes.into_iter().map(|node| &self.revisions[node]).collect())
    }

    /// The branch that a target names, if it names one.
    pub(super) fn branch(&self, target: &Target) -> Result<Option<Branch>, GraphError> {
        let Some(name) = &target.branch else { return Ok(None) };
        let root = self.named(name, None)?;
        let members = self.children.reach([root]).union(&self.parents.reach([root]));
        Ok(Some(Branch { name: name.clone(), root, members }))
    }

    /// Where a target without an anchor counts from: the rows, or what is applied of its branch.
    ///
    /// A branch may be applied without having a row, because another branch grew out of it or
    /// depends on it. The way up then starts where the two part. The way down must not: it would
    /// take the other branch along.
    pub(super) fn here(
        &self,
        target: &Target,
        branch: Option<&Branch>,
        applied: &Applied,
    ) -> Vec<Node> {
        let Some(branch) = branch else { return applied.rows.clone() };
        let mut nodes = applied.rows.clone();
        nodes.retain(|&node| branch.contains(node));
        if !nodes.is_empty() {
            return nodes;
        }
        let members = applied.set.iter().filter(|&node| branch.contains(node));
        if target.steps > 0 {
            self.needs.unreached(members.collect())
        } else {
            let is_tip = |&node: &Node| {
                !self.children.of(node).iter().any(|&child| applied.set.contains(child))
            };
            members.filter(is_tip).collect()
        }
    }

    /// The nodes that a target means, sorted; none for the base.
    pub(super) fn resolve(
        &self,
        target: &Target,
        branch: Option<&Branch>,
        here: &[Node],
    ) -> Result<Vec<Node>, GraphError> {
        let anchors = match &target.anchor {
            Anchor::Relative | Anchor::Current => here.to_vec(),
            Anchor::Head | Anchor::Heads => self.heads_of(branch),
            Anchor::Base => Vec::new(),
            Anchor::Name(name) => vec![self.named(name, branch)?],
        };
        if target.steps == 0 && target.anchor != Anchor::Head {
            return Ok(anchors);
        }
        if anchors.is_empty() && target.needs_rows() && target.steps < 0 {
            let missing = match branch {
                None => "nothing is applied".to_owned(),
                Some(branch) => format!("nothing of the branch `{}` is applied", branch.name),
            };
            return Err(GraphError::NothingApplied { target: target.to_string(), missing });
        }
        let start = self.single(target, &anchors)?;
        let walked = self.walk(target, branch, start)?;
        if walked.taken < target.steps.unsigned_abs() {
            return Err(GraphError::TooFar {
                target: target.to_string(),
                asked: target.steps.unsigned_abs(),
                found: walked.taken,
                end: walked.end.map(|node| self.site(node)),
            });
        }
        Ok(walked.end.into_iter().collect())
    }

    /// The heads, or those of a branch: what nothing else of the branch needs.
    fn heads_of(&self, branch: Option<&Branch>) -> Vec<Node> {
        match branch {
            None => self.heads.clone(),
            Some(branch) => self.needs.unreached(branch.members.iter().collect()),
        }
    }

    /// The single node a target means, or `None` for the base.
    pub(super) fn single(
        &self,
        target: &Target,
        nodes: &[Node],
    ) -> Result<Option<Node>, GraphError> {
        match (nodes, &target.anchor) {
            ([], _) => Ok(None),
            (&[node], _) => Ok(Some(node)),
            (heads, Anchor::Head | Anchor::Heads) => Err(GraphError::SeveralHeads {
                target: target.to_string(),
                heads: self.sites(heads),
            }),
            (starts, _) => Err(GraphError::SeveralStarts {
                target: target.to_string(),
                starts: self.sites(starts),
            }),
        }
    }

    /// Takes a target's steps along parents or children, until they are taken or the graph ends.
    /// `None` is the base. The branch chooses among children; where parents part, nothing does.
    pub(super) fn walk(
        &self,
        target: &Target,
        branch: Option<&Branch>,
        start: Option<Node>,
    ) -> Result<Walk, GraphError> {
        let mut walked = Walk { end: start, taken: 0 };
        while walked.taken < target.steps.unsigned_abs() {
            let next: Vec<Option<Node>> = match walked.end {
                None if target.steps < 0 => break,
                Some(node) if target.steps < 0 => match self.parents.of(node) {
                    [] => vec![None],
                    parents => parents.iter().copied().map(Some).collect(),
                },
                place => self
                    .children_or_bases(place)
                    .into_iter()
                    .filter(|&node| branch.is_none_or(|branch| branch.contains(node)))
                    .map(Some)
                    .collect(),
            };
            match next[..] {
                [] => break,
                [next] => walked = Walk { end: next, taken: walked.taken + 1 },
                _ => {
                    return Err(GraphError::SeveralWays {
                        target: target.to_string(),
                        at: walked.end.map(|node| self.site(node)),
                        ways: next.into_iter().flatten().map(|node| self.site(node)).collect(),
                    });
                }
            }
        }
        Ok(walked)
    }

    /// The children of a node; above the base (`None`) the bases.
    pub(super) fn children_or_bases(&self, place: Option<Node>) -> Vec<Node> {
        match place {
            Some(node) => self.children.of(node).to_vec(),
            None => (0..self.len()).filter(|&node| self.parents.of(node).is_empty()).collect(),
        }
    }
}

/// How far a walk came.
pub(super) struct Walk {
    /// The last node; `None` is the base.
    pub(super) end: Option<Node>,
    pub(super) taken: u64,
}
