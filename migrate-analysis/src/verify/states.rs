//! The schema before each revision of a history: that of all the revision needs, and of nothing else.
//!
//! A revision that uses what a sibling branch makes works on one developer's database and not on another's. So
//! no revision is seen on top of what it does not need.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use migrate_core::dialect::Dialect;
use migrate_core::revision::Revision;
use migrate_core::schema::Schema;

use super::branches::{self, meet};
use super::verdict::Conflict;
use crate::history::{History, Recording};

/// The schemas that a walk over the revisions has come by. A revision is known by its place in the order.
pub(super) struct States<'h> {
    pub(super) dialect: Dialect,
    /// The revisions, each after all that it needs.
    order: Vec<(&'h Revision, &'h Recording)>,
    /// The places of what each needs, without those that others of them need.
    needs: Vec<Vec<usize>>,
    /// The schema after each revision that is needed yet; none after one that does not fit.
    reached: BTreeMap<usize, Option<Schema>>,
    /// What the database cannot do, though it fits.
    refused: BTreeSet<usize>,
    /// How many revisions that need it are still to come, for each.
    awaited: Vec<usize>,
    /// Whether several revisions need it: where they meet again, its schema is asked for.
    parts: Vec<bool>,
}

/// Why there is no schema before a revision.
pub(super) enum Blocked {
    /// The branches that meet do not fit together.
    Conflict(Box<Conflict>),
    /// A revision that it needs does not fit.
    Unreached(String),
}

impl<'h> States<'h> {
    pub(super) fn new(history: &'h History, dialect: Dialect) -> Self {
        let order: Vec<_> = history.revisions().collect();
        let place = |(at, (revision, _)): (usize, &(&'h Revision, _))| (revision.id.as_str(), at);
        let places: HashMap<_, _> = order.iter().enumerate().map(place).collect();
        let needs_of = |(revision, _): &(&Revision, _)| {
            let needs = history.graph().needs(&revision.id);
            needs.filter_map(|need| places.get(need.id.as_str()).copied()).collect()
        };
        let all: Vec<Vec<usize>> = order.iter().map(needs_of).collect();
        let needs: Vec<_> = all.iter().map(|needs| branches::maximal(&all, needs)).collect();
        let mut awaited = vec![0; order.len()];
        for at in needs.iter().flatten() {
            if let Some(count) = awaited.get_mut(*at) {
                *count += 1;
            }
        }
        let parts = awaited.iter().map(|count| *count > 1).collect();
        let (reached, refused) = (BTreeMap::new(), BTreeSet::new());
        Self { dialect, order, needs, reached, refused, awaited, parts }
    }

    /// The schema before the revision at a place, after all that it needs was reached.
    pub(super) fn before(&mut self, at: usize) -> Result<Schema, Blocked> {
        let needs = self.needs_of(at).to_vec();
        let before = match needs.iter().find(|need| self.schema(**need).is_none()) {
            Some(unfit) => Err(Blocked::Unreached(self.id(*unfit))),
            None => branches::joined(self, &needs),
        };
        for need in needs {
            if let Some(count) = self.awaited.get_mut(need) {
                *count -= 1;
                if *count == 0 && !self.parts.get(need).is_some_and(|parts| *parts) {
                    self.reached.remove(&need);
                }
            }
        }
        before
    }

    /// Keeps the schema after a revision, none where it does not fit; and whether the database can do it.
    pub(super) fn reach(&mut self, at: usize, after: Option<Schema>, is_refused: bool) {
        self.reached.insert(at, after);
        if is_refused {
            self.refused.insert(at);
        }
    }

    /// The schema after a revision, where it is kept.
    pub(super) fn schema(&self, at: usize) -> Option<&Schema> {
        self.reached.get(&at)?.as_ref()
    }

    /// The schema after several revisions, whose branches are known to fit.
    pub(super) fn schema_of(&self, places: &[usize]) -> Option<Schema> {
        let Some((first, others)) = places.split_first() else {
            return Some(self.dialect.empty_schema());
        };
        let mut schema = self.schema(*first)?.clone();
        let mut known = vec![*first];
        for other in others {
            for at in meet(&self.needs, &known, *other).of_other {
                let (_, recording) = self.order.get(at)?;
                schema = super::way_back::after(self.dialect, &recording.upgrade, &schema)?;
            }
            known.push(*other);
        }
        Some(schema)
    }

    pub(super) fn all_needs(&self) -> &[Vec<usize>] {
        &self.needs
    }

    fn needs_of(&self, at: usize) -> &[usize] {
        self.needs.get(at).map_or(&[], Vec::as_slice)
    }

    pub(super) fn recording(&self, at: usize) -> Option<&'h Recording> {
        self.order.get(at).map(|(_, recording)| *recording)
    }

    pub(super) fn id(&self, at: usize) -> String {
        self.order.get(at).map(|(revision, _)| revision.id.clone()).unwrap_or_default()
    }

    /// Whether the database cannot do what the revision asks for, wherever it is applied.
    pub(super) fn is_refused(&self, at: usize) -> bool {
        self.refused.contains(&at)
    }
}
