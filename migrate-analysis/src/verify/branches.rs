//! Branches that meet: both orders must make the same schema.
//!
//! A database that follows one branch gets the other one later, and another database the other way round.
//! Both are plans that `upgrade` makes, so both must work, and lead to one schema.

use std::collections::{BTreeMap, BinaryHeap};

use migrate_core::dialect::LowerError;
use migrate_core::op::Recorded;
use migrate_core::schema::Schema;

use super::comparison::differences;
use super::parts::named;
use super::replay::{Replay, last_change};
use super::states::{Blocked, States};
use super::verdict::{Conflict, Differing};
use super::way_back::{after, lowered};
use crate::compare::Object;

/// What two sides need: what is on one side alone, and where both part.
pub(super) struct Meeting {
    pub(super) of_one: Vec<usize>,
    pub(super) of_other: Vec<usize>,
    /// What both need and nothing else of that needs.
    pub(super) common: Vec<usize>,
}

const ONE: u8 = 1;
const OTHER: u8 = 2;
const BOTH: u8 = ONE | OTHER;
/// Needed by something that both need.
const BELOW: u8 = 4;

/// Walks down from revisions on one side and a revision on the other, as far as they are apart. Each place in
/// `needs` is greater than those it needs, so the greatest that is left is seen by all that need it.
pub(super) fn meet(needs: &[Vec<usize>], one: &[usize], other: usize) -> Meeting {
    let mut seen: BTreeMap<usize, u8> = BTreeMap::new();
    let mut left = BinaryHeap::new();
    let mut apart = 0;
    let starts = one.iter().map(|at| (*at, ONE)).chain([(other, OTHER)]);
    let mut open: Vec<_> = starts.collect();
    let mut meeting = Meeting { of_one: Vec::new(), of_other: Vec::new(), common: Vec::new() };
    loop {
        for (at, sides) in open.drain(..) {
            let known = seen.get(&at).copied();
            let all = known.unwrap_or_default() | sides;
            seen.insert(at, all);
            apart -= usize::from(known.is_some_and(|known| known & BELOW == 0));
            apart += usize::from(all & BELOW == 0);
            if known.is_none() {
                left.push(at);
            }
        }
        let next = if apart == 0 { None } else { left.pop() };
        let Some(at) = next else { break };
        let sides = seen.get(&at).copied().unwrap_or_default();
        apart -= usize::from(sides & BELOW == 0);
        let below = if sides & BOTH == BOTH { BOTH | BELOW } else { sides };
        match sides {
            ONE => meeting.of_one.push(at),
            OTHER => meeting.of_other.push(at),
            BOTH => meeting.common.push(at),
            // Something else that both need, needs it.
            _ => {}
        }
        open.extend(needs.get(at).into_iter().flatten().map(|need| (*need, below)));
    }
    meeting.of_one.reverse();
    meeting.of_other.reverse();
    meeting
}

/// The revisions that none of the others needs.
pub(super) fn maximal(needs: &[Vec<usize>], places: &[usize]) -> Vec<usize> {
    let mut places = places.to_vec();
    places.sort_unstable();
    if places.len() < 2 {
        return places;
    }
    let is_implied = |at: usize| {
        let others: Vec<_> = places.iter().copied().filter(|other| *other > at).collect();
        !others.is_empty() && meet(needs, &others, at).of_other.is_empty()
    };
    places.iter().copied().filter(|at| !is_implied(*at)).collect()
}

/// The schema after several revisions of which none needs another, each with all that it needs.
pub(super) fn joined(states: &States<'_>, needs: &[usize]) -> Result<Schema, Blocked> {
    let pairs = needs
        .iter()
        .enumerate()
        .flat_map(|(number, one)| needs.iter().skip(number + 1).map(move |other| (*one, *other)));
    for (one, other) in pairs {
        if let Some(conflict) = conflict(states, one, other) {
            return Err(Blocked::Conflict(Box::new(conflict)));
        }
    }
    let unfit = || Blocked::Unreached(needs.first().map(|at| states.id(*at)).unwrap_or_default());
    states.schema_of(needs).ok_or_else(unfit)
}

/// What is wrong with two branches, each the revisions that one end needs and the other does not.
fn conflict(states: &States<'_>, one: usize, other: usize) -> Option<Conflict> {
    let Meeting { of_one, of_other, common } = meet(states.all_needs(), &[one], other);
    let before = states.schema_of(&common)?;
    let refused = |first: usize, (revision, error)| Conflict::Refused {
        first: states.id(first),
        revision: states.id(revision),
        error,
    };
    let in_order = [&of_one[..], &of_other].concat();
    let in_other_order = [&of_other[..], &of_one].concat();
    let made = match applied(states, &before, &in_order) {
        Ok(made) => made,
        Err(error) => return Some(refused(one, error)),
    };
    let made_otherwise = match applied(states, &before, &in_other_order) {
        Ok(made) => made,
        Err(error) => return Some(refused(other, error)),
    };
    let objects = differences(states.dialect, &made, &made_otherwise);
    if objects.is_empty() {
        return None;
    }
    let scripts = [recorded(states, &in_order), recorded(states, &in_other_order)];
    let replays = scripts.each_ref().map(|script| [Replay::of(script, &before)]);
    let differing = |object: &Object| Differing {
        what: named(object),
        origins: replays.iter().filter_map(|replays| last_change(object, replays)).collect(),
    };
    Some(Conflict::Differs {
        branches: [states.id(one), states.id(other)],
        differences: objects.iter().map(differing).collect(),
    })
}

/// The schema after these revisions in this order, or the one that cannot be applied there.
fn applied(
    states: &States<'_>,
    before: &Schema,
    places: &[usize],
) -> Result<Schema, (usize, LowerError)> {
    let mut schema = before.clone();
    for at in places {
        let Some(recording) = states.recording(*at) else { continue };
        let lowered = lowered(states.dialect, &recording.upgrade, &mut schema);
        if let Err(error) = lowered {
            // What a database can never do is said of the revision itself.
            let fits = after(states.dialect, &recording.upgrade, &schema);
            schema = fits.filter(|_| states.is_refused(*at)).ok_or((*at, error))?;
        }
    }
    Ok(schema)
}

fn recorded(states: &States<'_>, places: &[usize]) -> Vec<Recorded> {
    let recordings = places.iter().filter_map(|at| states.recording(*at));
    recordings.flat_map(|recording| recording.upgrade.operations.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A diamond on a line, one on top of it, and a branch from the beginning.
    fn needs() -> Vec<Vec<usize>> {
        [&[][..], &[0], &[1], &[1], &[2, 3], &[4], &[4], &[5, 6], &[0]]
            .map(<[usize]>::to_vec)
            .into()
    }

    fn met(one: &[usize], other: usize) -> [Vec<usize>; 3] {
        let Meeting { of_one, of_other, common } = meet(&needs(), one, other);
        [of_one, of_other, common]
    }

    #[test]
    fn branches_are_followed_as_far_as_they_are_apart() {
        assert_eq!(met(&[2], 3), [vec![2], vec![3], vec![1]]);
        assert_eq!(met(&[5], 6), [vec![5], vec![6], vec![4]]);
        assert_eq!(met(&[5], 3), [vec![2, 4, 5], vec![], vec![3]]);
        assert_eq!(met(&[7], 8), [vec![1, 2, 3, 4, 5, 6, 7], vec![8], vec![0]]);
        assert_eq!(met(&[2, 3], 8), [vec![1, 2, 3], vec![8], vec![0]]);
        assert_eq!(met(&[2, 3], 5), [vec![], vec![4, 5], vec![3, 2]]);
    }

    #[test]
    fn what_others_need_is_implied() {
        let maximal = |places: &[usize]| maximal(&needs(), places);
        assert_eq!(maximal(&[]), [0; 0]);
        assert_eq!(maximal(&[3, 2]), [2, 3]);
        assert_eq!(maximal(&[7, 1, 8, 4]), [7, 8]);
    }
}
