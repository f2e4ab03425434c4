//! The applied revisions that a program does not have, or has elsewhere in its graph, and the graph with them in it.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::dialect::Dialect;
use migrate_core::graph::Graph;
use migrate_core::revision::Revision;

use crate::error::{Ahead, Error, UnknownRevision};
use crate::executor::{LogLine, Session};
use crate::prepare::{Kept, Known};
use crate::registry::Registry;

use super::elsewhere;

/// The applied revisions that the program does not have, or has after others than they were applied after.
#[derive(Clone, Debug)]
pub(crate) struct Unknown {
    /// The program's revisions with these in their stead; none where the database does not keep of all of them what
    /// they need.
    pub(crate) graph: Option<Graph>,
    /// What is kept of each.
    pub(crate) kept: BTreeMap<String, Kept>,
    /// What there is to say of them, in the order in which they would be taken back.
    pub(crate) ahead: Ahead,
}

impl Unknown {
    /// Reads the rows of the version table, and what is kept of the revisions that the program does not have, of all
    /// that they need, and of those that it has elsewhere; none where it has them all as they were applied, and then
    /// nothing more is asked.
    pub(crate) fn read(
        registry: &Registry,
        session: &mut Session<'_>,
    ) -> Result<(Vec<String>, Option<Self>), Error> {
        let version_rows = session.version_rows().to_vec();
        let graph = &registry.graph;
        let rows: Vec<_> = version_rows.iter().map(|row| row.revision.clone()).collect();
        let has_all = rows.iter().all(|row| graph.get(row).is_some());
        if has_all && elsewhere::is_as_applied(graph, &version_rows) {
            return Ok((rows, None));
        }
        if !has_all {
            // Mostly these alone are others.
            let known: Vec<_> = graph.revisions().map(|known| known.id.as_str()).collect();
            let found = Self::of(registry, &rows, History::read(session, &known)?, &[].into())?;
            let is_all = found.graph.as_ref();
            if is_all.is_none_or(|it| elsewhere::is_as_applied(it, &version_rows)) {
                return Ok((rows, Some(found)));
            }
        }
        let history = History::read(session, &[])?;
        let elsewhere = elsewhere::find(graph, &rows, &history);
        let unknown = if has_all && elsewhere.is_empty() {
            None
        } else {
            Some(Self::of(registry, &rows, history, &elsewhere)?)
        };
        Ok((rows, unknown))
    }

    /// The revisions of these rows that the program does not have, those that are elsewhere, and all that they need.
    fn of(
        registry: &Registry,
        rows: &[String],
        history: History,
        elsewhere: &BTreeSet<String>,
    ) -> Result<Self, Error> {
        let is_known = |id: &str| registry.graph.get(id).is_some() && !elsewhere.contains(id);
        let History { lines, mut records } = history;
        let mut wanted: Vec<String> = rows.iter().chain(elsewhere).cloned().collect();
        let mut kept = BTreeMap::new();
        let mut missing = BTreeSet::new();
        while let Some(id) = wanted.pop() {
            if is_known(&id) || kept.contains_key(&id) {
                continue;
            }
            match records.remove(&id) {
                Some(record) => {
                    wanted.extend(elsewhere::needs(&record.revision).cloned());
                    kept.insert(id, record);
                }
                None => _ = missing.insert(id),
            }
        }
        let graph = if missing.is_empty() { Some(joined(&registry.graph, &kept)?) } else { None };
        let order: Vec<String> = match &graph {
            Some(graph) => {
                let known = graph.revisions().rev().map(|revision| revision.id.clone());
                known.filter(|id| kept.contains_key(id)).collect()
            }
            None => kept.keys().cloned().chain(missing).collect(),
        };
        let revisions = order.iter().map(|id| {
            let mut unknown = described(id, kept.get(id), lines.get(id));
            unknown.elsewhere = elsewhere::described(&registry.graph, id, kept.get(id));
            let package = kept.get(id).and_then(|kept| kept.package.clone());
            let own = registry.package;
            unknown.package = package.filter(|it| !own.is_empty() && it != own);
            unknown
        });
        let revisions: Vec<_> = revisions.collect();
        let reversible = revisions.iter().all(|unknown| unknown.irreversible.is_none());
        Ok(Self { graph, kept, ahead: Ahead { revisions, reversible } })
    }

    /// The rows that the version table would have without these revisions; none where that is not known.
    pub(crate) fn known_rows(&self, registry: &Registry, rows: &[String]) -> Option<Vec<String>> {
        let applied = self.graph.as_ref()?.applied(rows).ok()?;
        let applied: Vec<_> =
            applied.filter(|revision| !self.kept.contains_key(&revision.id)).collect();
        let needed: BTreeSet<_> = applied
            .iter()
            .flat_map(|revision| registry.graph.needs(&revision.id))
            .map(|needed| needed.id.as_str())
            .collect();
        let rows = applied.into_iter().filter(|revision| !needed.contains(revision.id.as_str()));
        Some(rows.map(|revision| revision.id.clone()).collect())
    }

    /// The program's revisions and these, for a plan.
    pub(crate) fn known<'g>(&'g self, registry: &'g Registry) -> Result<Known<'g>, Error> {
        let graph = self.graph.as_ref().ok_or_else(|| self.error())?;
        Ok(Known { registry, graph, kept: Some(&self.kept), edited: None })
    }

    /// The error that names them.
    pub(crate) fn error(&self) -> Error {
        Error::Ahead(Box::new(self.ahead.clone()))
    }
}

/// How revisions came to be applied.
pub(super) struct History {
    /// The last line of each that says that it was applied or stamped.
    pub(super) lines: BTreeMap<String, LogLine>,
    /// What is kept of each as it was applied last.
    pub(super) records: BTreeMap<String, Kept>,
}

impl History {
    pub(super) fn read(session: &mut Session<'_>, but_for: &[&str]) -> Result<Self, Error> {
        let dialect = session.dialect();
        let mut history = Self { lines: BTreeMap::new(), records: BTreeMap::new() };
        for line in session.log(but_for)? {
            history.add(line, dialect);
        }
        Ok(history)
    }

    fn add(&mut self, mut line: LogLine, dialect: Dialect) {
        let record = line.record.take();
        let id = line.revision.clone();
        match line.direction.as_str() {
            // What was kept of it is of what is there no more.
            "downgrade" => {
                self.records.remove(&id);
                self.lines.remove(&id);
            }
            // A stamp runs nothing: what was kept before still holds.
            "stamp" => _ = self.lines.insert(id, line),
            _ => {
                match record.and_then(|record| Kept::read(&id, &record, dialect)) {
                    Some(record) => self.records.insert(id.clone(), record),
                    // What an earlier application left is of other operations, maybe.
                    None => self.records.remove(&id),
                };
                self.lines.insert(id, line);
            }
        }
    }
}

/// The graph with what was kept in it. A label that is another's by now is left out.
fn joined(graph: &Graph, kept: &BTreeMap<String, Kept>) -> Result<Graph, Error> {
    let names = |revision: &Revision| {
        [&revision.id].into_iter().chain(&revision.labels).cloned().collect::<Vec<_>>()
    };
    let own = || graph.revisions().filter(|revision| !kept.contains_key(&revision.id));
    let mut taken: BTreeSet<String> = own().flat_map(names).collect();
    taken.extend(kept.keys().cloned());
    let unknown = kept.values().map(|kept| {
        let mut revision = kept.revision.clone();
        revision.labels.retain(|label| taken.insert(label.clone()));
        revision
    });
    Ok(Graph::build(own().cloned().chain(unknown))?)
}

fn described(id: &str, kept: Option<&Kept>, line: Option<&LogLine>) -> UnknownRevision {
    let mut unknown = UnknownRevision::new(id);
    if let Some(line) = line {
        unknown.applied_by.clone_from(&line.applied_by);
        unknown.applied_at = Some(line.applied_at.clone());
    }
    unknown.irreversible = match kept {
        Some(kept) => {
            unknown.message.clone_from(&kept.revision.message);
            unknown.version.clone_from(&kept.version);
            kept.downgrade.as_ref().err().cloned()
        }
        None if line.is_some_and(|line| line.direction == "stamp") => {
            Some("it was stamped, and not applied".to_owned())
        }
        None => Some("the database keeps nothing of it".to_owned()),
    };
    unknown
}
