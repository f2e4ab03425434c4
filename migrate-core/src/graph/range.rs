//! Ranges of revisions, as `history` shows them.

use super::edges::Node;
use super::error::GraphError;
use super::rows::Applied;
use super::target::{Range, Target};
use super::{Graph, Revision};

impl Graph {
    /// The revisions of a range, newest first: what the end needs and what needs the start, both
    /// included. From the base it is all that the end needs.
    ///
    /// Steps without an anchor count from the other end (`-2:current`, `1975:+2`) and stop where
    /// the graph ends; if both ends are such, they count from the rows. A branch at the start
    /// (`shop@base:`) holds for the end too.
    ///
    /// ```
    /// use migrate_runtime::{graph::{Graph, Range}, revision::Revision};
    ///
    /// let graph = Graph::build([
    ///     Revision::new("a"),
    ///     Revision::new("b").down_rev("a"),
    ///     Revision::new("c").down_rev("b"),
    /// ])?;
    /// let range = graph.range(&Range::parse("-1:current")?, &["b".to_owned()])?;
    /// let ids: Vec<_> = range.iter().map(|revision| revision.id.as_str()).collect();
    /// assert_eq!(ids, ["b", "a"]);
    /// # Ok::<(), migrate_runtime::graph::GraphError>(())
    /// ```
    pub fn range(&self, range: &Range, rows: &[String]) -> Result<Vec<&Revision>, GraphError> {
        let rows = if range.needs_rows() { Applied::read(self, rows)?.rows } else { Vec::new() };
        let (start, mut end) = match (range.start(), range.end()) {
            (Some(start), end) if start.is_relative() && !end.is_some_and(Target::is_relative) => {
                let end = self.upper(end, &rows)?;
                (self.lower(Some(start), &end)?, end)
            }
            (start, Some(end)) if end.is_relative() && !start.is_some_and(Target::is_relative) => {
                let start = self.lower(start, &rows)?;
                let end = self.upper(Some(end), &start)?;
                (start, end)
            }
            (start, end) => (self.lower(start, &rows)?, self.upper(end, &rows)?),
        };
        if let Some(branch) = range.start().map(|start| self.branch(start)).transpose()?.flatten() {
            end.retain(|&node| branch.contains(node));
        }

        let below = self.needs.reach(end);
        if let Some(&stray) = start.iter().find(|&&node| !below.contains(node)) {
            let (range, start) = (range.to_string(), self.site(stray));
            return Err(GraphError::NotBelow { range, start });
        }
        let shown =
            if start.is_empty() { below } else { below.intersection(&self.needed_by.reach(start)) };
        let newest_first = self.order.iter().rev();
        Ok(newest_first
            .filter(|&&node| shown.contains(node))
            .map(|&node| &self.revisions[node])
            .collect())
    }

    fn lower(&self, target: Option<&Target>, here: &[Node]) -> Result<Vec<Node>, GraphError> {
        match target {
            None => Ok(Vec::new()),
            Some(target) if target.is_relative() && target.steps > 0 => {
                Err(target.wrong_direction("the start of a range"))
            }
            Some(target) => self.end_of_range(target, here),
        }
    }

    fn upper(&self, target: Option<&Target>, here: &[Node]) -> Result<Vec<Node>, GraphError> {
        match target {
            None => Ok(self.heads.clone()),
            Some(target) if target.is_relative() && target.steps < 0 => {
                Err(target.wrong_direction("the end of a range"))
            }
            Some(target) => self.end_of_range(target, here),
        }
    }

    fn end_of_range(&self, target: &Target, here: &[Node]) -> Result<Vec<Node>, GraphError> {
        let branch = self.branch(target)?;
        if !target.is_relative() {
            return self.resolve(target, branch.as_ref(), here);
        }
        let mut here = here.to_vec();
        here.retain(|&node| branch.as_ref().is_none_or(|branch| branch.contains(node)));
        let walked = self.walk(target, branch.as_ref(), self.single(target, &here)?)?;
        Ok(walked.end.into_iter().collect())
    }
}
