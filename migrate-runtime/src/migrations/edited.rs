//! The applied revisions whose operations are not those that were applied: their source was edited since.

use std::collections::BTreeMap;

use migrate_core::graph::Graph;
use migrate_core::op;

use crate::error::Error;
use crate::executor::Session;
use crate::prepare::{Kept, caught};
use crate::registry::Registry;

use super::unknown::{History, Unknown};

/// The revisions, each after what it needs.
pub(super) fn find(
    registry: &Registry,
    graph: &Graph,
    rows: &[String],
    session: &mut Session<'_>,
) -> Result<Vec<String>, Error> {
    let digests = session.digests()?;
    let edited = graph.applied(rows)?.filter(|revision| {
        let known = digests.get(&revision.id);
        let now = registry.functions(&revision.id);
        known.zip(now).is_some_and(|(then, now)| {
            // A function that panics is an error of its revision, where it is planned.
            let Ok(now) = caught(now.upgrade) else { return false };
            let now = op::digest(&now.operations);
            // Of an earlier, shared log one line is this package's, nobody knows which.
            !then.is_empty() && then.iter().all(|then| op::differ(then, &now))
        })
    });
    Ok(edited.map(|revision| revision.id.clone()).collect())
}

/// What is kept of each of them, where it has a way back that this program can run: that of today may leave what was
/// made, or drop what never was.
pub(super) fn kept(
    registry: &Registry,
    unknown: Option<&Unknown>,
    rows: &[String],
    session: &mut Session<'_>,
) -> Result<BTreeMap<String, Kept>, Error> {
    let graph = unknown.and_then(|unknown| unknown.graph.as_ref()).unwrap_or(&registry.graph);
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let edited = find(registry, graph, rows, session)?;
    if edited.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut history = History::read(session, &[])?;
    let kept = edited.into_iter().filter_map(|id| {
        let kept = history.records.remove(&id).filter(|kept| kept.downgrade.is_ok())?;
        Some((id, kept))
    });
    Ok(kept.collect())
}
