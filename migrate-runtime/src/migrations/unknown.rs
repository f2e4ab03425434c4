//! The applied revisions that a program does not have, and the graph with them in it.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::graph::Graph;
use migrate_core::revision::Revision;

use crate::error::{Ahead, Error, UnknownRevision};
use crate::executor::{LogLine, Session};
use crate::prepare::{Kept, Known};
use crate::registry::Registry;

/// The applied revisions that the program does not have.
#[derive(Clone, Debug)]
pub(crate) struct Unknown {
    /// The program's revisions and these; none where the database does not keep of all of them what they need.
    pub(crate) graph: Option<Graph>,
    /// What is kept of each.
    pub(crate) kept: BTreeMap<String, Kept>,
    /// What there is to say of them, in the order in which they would be taken back.
    pub(crate) ahead: Ahead,
}

impl Unknown {
    /// Reads what is kept of the revisions of these rows of the version table that the program does not have, and of
    /// all that they need; none where it has them all, and then nothing is asked.
    pub(crate) fn read(
        registry: &Registry,
        session: &mut Session<'_>,
        rows: &[String],
    ) -> Result<Option<Self>, Error> {
        let is_known = |id: &str| registry.graph.get(id).is_some();
        let mut wanted: Vec<String> = rows.iter().filter(|row| !is_known(row)).cloned().collect();
        if wanted.is_empty() {
            return Ok(None);
        }
        let known: Vec<_> = registry.graph.revisions().map(|known| known.id.as_str()).collect();
        let dialect = session.dialect();
        let mut lines: BTreeMap<String, LogLine> = BTreeMap::new();
        let mut records: BTreeMap<String, Kept> = BTreeMap::new();
        for mut line in session.log(&known)? {
            if line.direction == "downgrade" {
                continue;
            }
            let record = line.record.take();
            // A stamp runs nothing: what was kept before still holds.
            let read = record.and_then(|record| Kept::read(&line.revision, &record, dialect));
            if let Some(read) = read {
                records.insert(line.revision.clone(), read);
            }
            lines.insert(line.revision.clone(), line);
        }
        let mut kept = BTreeMap::new();
        let mut missing = BTreeSet::new();
        while let Some(id) = wanted.pop() {
            if is_known(&id) || kept.contains_key(&id) {
                continue;
            }
            match records.remove(&id) {
                Some(record) => {
                    let Revision { down_revs, depends_on, .. } = &record.revision;
                    wanted.extend(down_revs.iter().chain(depends_on).cloned());
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
        let revisions: Vec<_> =
            order.iter().map(|id| described(id, kept.get(id), lines.get(id))).collect();
        let reversible = revisions.iter().all(|unknown| unknown.irreversible.is_none());
        Ok(Some(Self { graph, kept, ahead: Ahead { revisions, reversible } }))
    }

    /// The rows that the version table would have without these revisions; none where that is not known.
    pub(crate) fn known_rows(&self, registry: &Registry, rows: &[String]) -> Option<Vec<String>> {
        let applied = self.graph.as_ref()?.applied(rows).ok()?;
        let applied: Vec<_> =
            applied.filter(|revision| registry.graph.get(&revision.id).is_some()).collect();
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
        Ok(Known { registry, graph, kept: Some(&self.kept) })
    }

    /// The error that names them.
    pub(crate) fn error(&self) -> Error {
        Error::Ahead(Box::new(self.ahead.clone()))
    }
}

/// The graph with what was kept in it. A label that is another's by now is left out.
fn joined(graph: &Graph, kept: &BTreeMap<String, Kept>) -> Result<Graph, Error> {
    let names = |revision: &Revision| {
        [&revision.id].into_iter().chain(&revision.labels).cloned().collect::<Vec<_>>()
    };
    let mut taken: BTreeSet<String> = graph.revisions().flat_map(names).collect();
    taken.extend(kept.keys().cloned());
    let unknown = kept.values().map(|kept| {
        let mut revision = kept.revision.clone();
        revision.labels.retain(|label| taken.insert(label.clone()));
        revision
    });
    Ok(Graph::build(graph.revisions().cloned().chain(unknown))?)
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
