//! The applied revisions that a program has after others than they were applied after, as after a rebase.
//!
//! The rows of the version table say which revisions are applied by what those of the rows need. Read with a graph in
//! which they need others, they would say that what never ran is applied, or that what ran is not.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::graph::Graph;
use migrate_core::revision::Revision;

use crate::executor::VersionRow;
use crate::prepare::Kept;

use super::unknown::History;

/// Whether the revisions of these rows come after the same revisions in the graph as when they were applied, as far as
/// the database keeps that.
pub(super) fn is_as_applied(graph: &Graph, rows: &[VersionRow]) -> bool {
    let kept = rows.iter().filter_map(|row| Some((row.revision.as_str(), row.ancestry.as_ref()?)));
    let kept: Vec<_> = kept.collect();
    if kept.is_empty() {
        return true;
    }
    let ancestries = graph.ancestries();
    kept.iter().all(|(id, ancestry)| ancestries.get(id).is_none_or(|own| own == *ancestry))
}

/// All that a revision needs itself.
pub(super) fn needs(revision: &Revision) -> impl Iterator<Item = &String> {
    revision.down_revs.iter().chain(&revision.depends_on)
}

/// The applied revisions of the program that must be taken back before its graph says what is applied.
///
/// What stays needs the same in both graphs, or more of what stays as well: then the rows mean the same in both.
pub(super) fn find(graph: &Graph, rows: &[String], history: &History) -> BTreeSet<String> {
    let applied = applied(graph, rows, history);
    let stays = |id: &str, elsewhere: &BTreeSet<String>| {
        graph.get(id).is_some() && applied.contains_key(id) && !elsewhere.contains(id)
    };
    let mut elsewhere: BTreeSet<String> = BTreeSet::new();
    // Each after what it needs in this graph; what needs those that were found comes after them, mostly.
    loop {
        let before = elsewhere.len();
        for Revision { id, .. } in graph.revisions().filter(|own| applied.contains_key(&own.id)) {
            let own: BTreeSet<_> = graph.needs(id).map(|need| need.id.as_str()).collect();
            let is_in_place = own.iter().all(|need| stays(need, &elsewhere)) && {
                let then = applied.get(id).into_iter().flatten();
                let mut others = then.filter(|need| !own.contains(need.as_str())).peekable();
                others.peek().is_none() || {
                    let all: BTreeSet<_> = graph.ancestors(id).map(|own| own.id.as_str()).collect();
                    others.all(|need| all.contains(need.as_str()))
                }
            };
            if !is_in_place {
                elsewhere.insert(id.clone());
            }
        }
        if elsewhere.len() == before {
            return elsewhere;
        }
    }
}

/// The applied revisions, each with what it needed when it was applied. Of one that was stamped, or of which nothing
/// is kept, that is what the program says.
///
/// What a row of another revision implied is known from the log where that row is gone: a plan deletes a row that
/// another implies in the program's graph.
fn applied(graph: &Graph, rows: &[String], history: &History) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let mut wanted: Vec<String> = rows.to_vec();
    while let Some(id) = wanted.pop() {
        if found.contains_key(&id) {
            continue;
        }
        let is_stamped = history.lines.get(&id).is_some_and(|line| line.direction == "stamp");
        let own = graph.get(&id).is_some();
        let needs: Vec<String> = match history.records.get(&id) {
            Some(kept) if !(own && is_stamped) => needs(&kept.revision).cloned().collect(),
            Some(_) | None => graph.needs(&id).map(|need| need.id.clone()).collect(),
        };
        wanted.extend(needs.iter().cloned());
        let own = graph.needs(&id).map(|need| &need.id);
        wanted.extend(own.filter(|need| history.lines.contains_key(*need)).cloned());
        found.insert(id, needs);
    }
    found
}

/// After what a revision of the program was applied, and after what it comes here; none where the program has none of
/// that id.
pub(super) fn described(graph: &Graph, id: &str, kept: Option<&Kept>) -> Option<String> {
    graph.get(id)?;
    let own: BTreeSet<_> = graph.needs(id).map(|need| need.id.as_str()).collect();
    let then: Option<BTreeSet<_>> =
        kept.map(|kept| needs(&kept.revision).map(String::as_str).collect());
    Some(match then {
        Some(then) if then != own => {
            format!("applied after {}, and here it comes after {}", named(&then), named(&own))
        }
        Some(_) | None => "what it comes after was applied otherwise".to_owned(),
    })
}

fn named(ids: &BTreeSet<&str>) -> String {
    if ids.is_empty() {
        return "nothing".to_owned();
    }
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" and ")
}
