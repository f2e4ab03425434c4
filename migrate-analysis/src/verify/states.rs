//! The schema before each revision of a history: that of all the revision needs, and of nothing else.
//!
//! A revision that uses what a sibling branch makes works on one developer's database and not on another's. So
//! no revision is seen on top of what it does not need.

use std::collections::{BTreeMap, HashMap};

use migrate_core::dialect::Dialect;
use migrate_core::revision::Revision;
use migrate_core::schema::Schema;

use super::branches;
use super::verdict::Conflict;
use crate::history::{History, Recording};

/// The schemas that a walk over the revisions has come by.
pub(super) struct States<'h> {
    pub(super) dialect: Dialect,
    /// The revisions, each after all that it needs.
    pub(super) order: Vec<(&'h Revision, &'h Recording)>,
    places: HashMap<&'h str, usize>,
    history: &'h History,
    /// The schema after each revision that is needed yet; none after one that does not fit.
    reached: BTreeMap<usize, Option<Schema>>,
    /// How many revisions that need it are still to come, for each.
    awaited: Vec<usize>,
    /// Whether branches begin at it, so that where they meet its schema is asked for again.
    parts: Vec<bool>,
}

/// Why there is no schema before a revision.
pub(super) enum Blocked {
    /// The branches that meet do not fit together.
    Conflict(Box<Conflict>),
    /// A revision that it needs does not fit.
    Unreached(String),
}

/// The places of revisions, each of which is in it with all that it needs.
pub(super) type Closure = Vec<bool>;

impl<'h> States<'h> {
    pub(super) fn new(history: &'h History, dialect: Dialect) -> Self {
        let order: Vec<_> = history.revisions().collect();
        let places: HashMap<_, _> = order
            .iter()
            .enumerate()
            .map(|(at, (revision, _))| (revision.id.as_str(), at))
            .collect();
        let mut awaited = vec![0; order.len()];
        for (revision, _) in &order {
            for need in history.graph().needs(&revision.id) {
                if let Some(count) =
                    places.get(need.id.as_str()).and_then(|at| awaited.get_mut(*at))
                {
                    *count += 1;
                }
            }
        }
        let parts = awaited.iter().map(|count| *count > 1).collect();
        Self { dialect, order, places, history, reached: BTreeMap::new(), awaited, parts }
    }

    /// The schema before a revision, after all that it needs was reached.
    pub(super) fn before(&mut self, revision: &'h Revision) -> Result<Schema, Blocked> {
        let needs = self.needs(revision);
        let unfit = needs.iter().find(|at| self.schema(**at).is_none());
        if let Some((unfit, _)) = unfit.and_then(|at| self.order.get(*at)) {
            return Err(Blocked::Unreached(unfit.id.clone()));
        }
        let before = match needs[..] {
            [] => Ok(self.dialect.empty_schema()),
            [need] => {
                self.schema(need).cloned().ok_or_else(|| Blocked::Unreached(revision.id.clone()))
            }
            _ => branches::joined(self, &needs),
        };
        let all: Vec<_> = self.history.graph().needs(&revision.id).collect();
        for at in all.iter().filter_map(|need| self.places.get(need.id.as_str()).copied()) {
            if let Some(count) = self.awaited.get_mut(at) {
                *count -= 1;
                if *count == 0 && !self.parts.get(at).is_some_and(|parts| *parts) {
                    self.reached.remove(&at);
                }
            }
        }
        before
    }

    /// Keeps the schema after a revision; none where it does not fit.
    pub(super) fn reach(&mut self, revision: &Revision, after: Option<Schema>) {
        if let Some(at) = self.places.get(revision.id.as_str()) {
            self.reached.insert(*at, after);
        }
    }

    /// The schema after a revision, where it is kept.
    pub(super) fn schema(&self, at: usize) -> Option<&Schema> {
        self.reached.get(&at)?.as_ref()
    }

    /// A revision with all that it needs.
    pub(super) fn closure(&self, at: usize) -> Closure {
        let mut closure = vec![false; self.order.len()];
        let ids = self.order.get(at).map(|(revision, _)| revision.id.as_str());
        let ancestors = ids.into_iter().flat_map(|id| self.history.graph().ancestors(id));
        let places = ancestors.filter_map(|it| self.places.get(it.id.as_str()).copied());
        for place in places.chain([at]) {
            if let Some(is_in) = closure.get_mut(place) {
                *is_in = true;
            }
        }
        closure
    }

    /// The revisions that a revision needs, without those that others of them need.
    fn needs(&self, revision: &Revision) -> Vec<usize> {
        let needs = self.history.graph().needs(&revision.id);
        let mut places: Vec<_> =
            needs.filter_map(|need| self.places.get(need.id.as_str()).copied()).collect();
        places.sort_unstable();
        if places.len() > 1 {
            let closures: Vec<_> = places.iter().map(|at| self.closure(*at)).collect();
            let is_implied = |at: usize, own: usize| {
                let mut others = closures.iter().enumerate().filter(|(other, _)| *other != own);
                others.any(|(_, closure)| closure.get(at).is_some_and(|is_in| *is_in))
            };
            let kept = places.iter().enumerate().filter(|(own, at)| !is_implied(**at, *own));
            places = kept.map(|(_, at)| *at).collect();
        }
        places
    }
}
