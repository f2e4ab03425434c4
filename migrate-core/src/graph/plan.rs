//! Plans: the steps from what is applied to what is wanted, and how each changes the version table.

use std::collections::BTreeSet;

use super::edges::{Node, NodeSet};
use super::error::GraphError;
use super::names;
use super::resolve::Branch;
use super::rows::{Applied, NeedCounts, RowChange};
use super::target::Target;
use super::{Graph, Revision};

/// What to run, in order. A plan holds what changes, so its size is that of its steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan<'g> {
    /// Deletes rows that other rows imply. They say nothing, so this can be done at any time
    /// before the steps, and without them.
    pub redundant_rows: RowChange<'g>,
    /// The steps; each comes after all that it rests on.
    pub revisions: Vec<PlannedRevision<'g>>,
}

/// One revision to run, and how the version table changes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRevision<'g> {
    /// The revision.
    pub revision: &'g Revision,
    /// Which of its two functions to run.
    pub direction: Direction,
    /// What to change in the version table, in the same transaction.
    pub change: RowChange<'g>,
}

/// The way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Apply the revision.
    Up,
    /// Take it back.
    Down,
}

impl Plan<'_> {
    /// The version table's rows after the plan ran on these, sorted.
    pub fn rows_after(&self, rows: &[String]) -> Vec<String> {
        let mut after: BTreeSet<&str> = rows.iter().map(String::as_str).collect();
        for change in std::iter::once(&self.redundant_rows)
            .chain(self.revisions.iter().map(|planned| &planned.change))
        {
            for row in &change.delete {
                after.remove(row);
            }
            after.extend(&change.insert);
        }
        after.into_iter().map(str::to_owned).collect()
    }
}

/// Plans to apply all that `target` needs and is not applied. What is applied beyond it stays.
///
/// ```
/// use migrate_runtime::{graph::{Graph, Target, plan}, revision::Revision};
///
/// let graph = Graph::build([
///     Revision::new("a"),
///     Revision::new("b").down_rev("a"),
///     Revision::new("c").down_rev("a"),
///     Revision::new("merge").down_rev("b").down_rev("c"),
/// ])?;
/// let rows = ["a".to_owned()];
/// let plan = plan::upgrade(&graph, &rows, &Target::parse("head")?)?;
/// let ids: Vec<_> = plan.revisions.iter().map(|planned| planned.revision.id.as_str()).collect();
/// assert_eq!(ids, ["b", "c", "merge"]);
/// assert_eq!(plan.revisions[2].change.delete, ["b", "c"]);
/// assert_eq!(plan.rows_after(&rows), ["merge"]);
/// # Ok::<(), migrate_runtime::graph::GraphError>(())
/// ```
pub fn upgrade<'g>(
    graph: &'g Graph,
    rows: &[String],
    target: &Target,
) -> Result<Plan<'g>, GraphError> {
    if target.needs_rows() && target.steps < 0 {
        return Err(target.wrong_direction("an upgrade"));
    }
    let applied = Applied::read(graph, rows)?;
    let branch = graph.branch(target)?;
    let here = graph.here(target, branch.as_ref(), &applied);
    let targets = graph.resolve(target, branch.as_ref(), &here)?;
    let wanted = graph.needs.reach(targets);
    let missing = |&node: &Node| wanted.contains(node) && !applied.set.contains(node);
    let nodes = graph.order.iter().copied().filter(missing);
    Ok(plan(graph, &applied, nodes, Direction::Up))
}

/// Plans to take back all that is applied above `target`, with everything that depends on it.
///
/// With a branch (`shop@1975`, `shop@-1`), only the way from the target towards that branch is
/// taken back. What the revisions taken back depend on stays applied.
///
/// ```
/// use migrate_runtime::{graph::{Graph, Target, plan}, revision::Revision};
///
/// let graph = Graph::build([
///     Revision::new("a"),
///     Revision::new("b").down_rev("a"),
///     Revision::new("c").down_rev("a"),
/// ])?;
/// let rows = ["b".to_owned(), "c".to_owned()];
/// let plan = plan::downgrade(&graph, &rows, &Target::parse("b@a")?)?;
/// assert_eq!(plan.revisions.len(), 1);
/// assert_eq!(plan.rows_after(&rows), ["c"]);
///
/// let error = plan::downgrade(&graph, &rows, &Target::parse("-1")?).unwrap_err();
/// assert_eq!(error.to_string(), "`-1` is ambiguous, it can count from any of `b`, `c`");
/// assert_eq!(error.hint().unwrap(), "name the branch: `b@-1`");
/// # Ok::<(), migrate_runtime::graph::GraphError>(())
/// ```
pub fn downgrade<'g>(
    graph: &'g Graph,
    rows: &[String],
    target: &Target,
) -> Result<Plan<'g>, GraphError> {
    if target.needs_rows() && target.steps > 0 {
        return Err(target.wrong_direction("a downgrade"));
    }
    let applied = Applied::read(graph, rows)?;
    let branch = graph.branch(target)?;
    let here = graph.here(target, branch.as_ref(), &applied);
    let floor = graph.single(target, &graph.resolve(target, branch.as_ref(), &here)?)?;
    let roots = match (&branch, &here[..]) {
        (Some(branch), _) => children_towards(graph, floor, branch.root, &branch.name)?,
        // `current` is where the database is already.
        (None, &[row]) if floor == Some(row) => Vec::new(),
        (None, &[row]) if target.needs_rows() => {
            children_towards(graph, floor, row, &graph.revisions[row].id)?
        }
        (None, _) => graph.children_or_bases(floor),
    };
    let dropped = graph.needed_by.reach(roots).intersection(&applied.set);
    if let Some(floor) = floor {
        check_floor(graph, floor, branch.as_ref(), &dropped, &applied)?;
    }
    let nodes = graph.order.iter().rev().copied().filter(|&node| dropped.contains(node));
    Ok(plan(graph, &applied, nodes, Direction::Down))
}

/// Plans to take back these revisions, with everything that needs them. What is not applied is left out.
///
/// ```
/// use migrate_runtime::{graph::{Graph, plan}, revision::Revision};
///
/// let graph = Graph::build([
///     Revision::new("a"),
///     Revision::new("b").down_rev("a"),
///     Revision::new("c").down_rev("b"),
///     Revision::new("d").down_rev("a"),
/// ])?;
/// let rows = ["c".to_owned(), "d".to_owned()];
/// let plan = plan::take_back(&graph, &rows, &["b"])?;
/// assert_eq!(plan.rows_after(&rows), ["d"]);
/// # Ok::<(), migrate_runtime::graph::GraphError>(())
/// ```
pub fn take_back<'g>(
    graph: &'g Graph,
    rows: &[String],
    revisions: &[&str],
) -> Result<Plan<'g>, GraphError> {
    let applied = Applied::read(graph, rows)?;
    let roots = revisions.iter().filter_map(|id| names::by_id(&graph.revisions, id));
    let dropped = graph.needed_by.reach(roots).intersection(&applied.set);
    let nodes = graph.order.iter().rev().copied().filter(|&node| dropped.contains(node));
    Ok(plan(graph, &applied, nodes, Direction::Down))
}

/// How the version table changes if it is to say, with nothing run, that the database is at
/// `targets`.
///
/// Rows above or below a target make way for it; rows of unrelated branches stay. `base` clears
/// the table, `shop@base` clears it of what is related to `shop`. Targets that other targets
/// imply are left out. To forget the old rows whatever they are, even unknown ones, pass none
/// and empty the table first: that is `stamp --purge`.
///
/// ```
/// use migrate_runtime::{graph::{Graph, Target, plan}, revision::Revision};
///
/// let graph = Graph::build([
///     Revision::new("a"),
///     Revision::new("b").down_rev("a"),
///     Revision::new("other"),
/// ])?;
/// let rows = ["a".to_owned(), "other".to_owned()];
/// let change = plan::stamp(&graph, &rows, &[Target::parse("b")?])?;
/// assert_eq!((change.delete, change.insert), (vec!["a"], vec!["b"]));
/// # Ok::<(), migrate_runtime::graph::GraphError>(())
/// ```
pub fn stamp<'g>(
    graph: &'g Graph,
    rows: &[String],
    targets: &[Target],
) -> Result<RowChange<'g>, GraphError> {
    let applied = Applied::read(graph, rows)?;
    let mut new = Vec::new();
    let mut replaced = Vec::new();
    for target in targets {
        let branch = graph.branch(target)?;
        let here = graph.here(target, branch.as_ref(), &applied);
        let nodes = graph.resolve(target, branch.as_ref(), &here)?;
        match branch {
            Some(branch) if nodes.is_empty() => replaced.push(branch.root),
            None if nodes.is_empty() => replaced.extend(&applied.rows),
            _ => replaced.extend(&nodes),
        }
        new.extend(nodes);
    }
    let below = graph.needs.reach(replaced.iter().copied());
    let above = graph.needed_by.reach(replaced);
    let stays = |&row: &Node| !below.contains(row) && !above.contains(row);
    new.extend(applied.rows.iter().copied().filter(stays));
    let new = graph.needs.unreached(new);

    let mut old = [applied.rows, applied.implied].concat();
    old.sort_unstable();
    Ok(RowChange {
        delete: graph.ids(old.iter().filter(|node| new.binary_search(node).is_err())),
        insert: graph.ids(new.iter().filter(|node| old.binary_search(node).is_err())),
    })
}

/// The nodes above a place; where there are several, those on the way to `end`.
fn children_towards(
    graph: &Graph,
    floor: Option<Node>,
    end: Node,
    branch: &str,
) -> Result<Vec<Node>, GraphError> {
    let above = graph.children_or_bases(floor);
    if above.len() < 2 {
        return Ok(above);
    }
    let below_end = graph.parents.reach([end]);
    let on_the_way: Vec<Node> =
        above.iter().copied().filter(|&node| below_end.contains(node)).collect();
    if on_the_way.is_empty() {
        return Err(GraphError::NoBranchAbove {
            branch: branch.to_owned(),
            at: floor.map(|node| graph.site(node)),
            ways: graph.sites(&above),
        });
    }
    Ok(on_the_way)
}

/// Taking nothing back is right only at a row, where nothing is above.
fn check_floor(
    graph: &Graph,
    floor: Node,
    branch: Option<&Branch>,
    dropped: &NodeSet,
    applied: &Applied,
) -> Result<(), GraphError> {
    if !dropped.is_empty() || applied.rows.contains(&floor) {
        return Ok(());
    }
    let revision = graph.site(floor);
    if !applied.set.contains(floor) {
        return Err(GraphError::NotApplied { revision });
    }
    let dependents = graph.needed_by.of(floor).iter().copied();
    let dependents: Vec<Node> = dependents.filter(|&node| applied.set.contains(node)).collect();
    if let Some(branch) = branch
        && dependents.iter().any(|&node| graph.parents.of(node).contains(&floor))
    {
        let (branch, applied) = (branch.name.clone(), graph.sites(&dependents));
        return Err(GraphError::NothingOfBranch { revision, branch, applied });
    }
    Err(GraphError::OnlyDependents { revision, dependents: graph.sites(&dependents) })
}

fn plan<'g>(
    graph: &'g Graph,
    applied: &Applied,
    nodes: impl Iterator<Item = Node>,
    direction: Direction,
) -> Plan<'g> {
    let mut counts = NeedCounts::new(graph, &applied.set);
    let planned = |node| PlannedRevision {
        revision: &graph.revisions[node],
        direction,
        change: match direction {
            Direction::Up => counts.up(node),
            Direction::Down => counts.down(node),
        },
    };
    let revisions = nodes.map(planned).collect();
    Plan {
        redundant_rows: RowChange { delete: graph.ids(&applied.implied), insert: Vec::new() },
        revisions,
    }
}
