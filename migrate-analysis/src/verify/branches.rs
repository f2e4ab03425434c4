//! Branches that meet: both orders must make the same schema.
//!
//! A database that follows one branch gets the other one later, and another database the other way round.
//! Both are plans that `upgrade` makes, so both must work, and lead to one schema.

use migrate_core::dialect::LowerError;
use migrate_core::op::Recorded;
use migrate_core::schema::Schema;

use super::comparison::differences;
use super::parts::named;
use super::replay::{Replay, last_change};
use super::states::{Blocked, Closure, States};
use super::verdict::{Conflict, Differing};
use super::way_back::{after, lowered};
use crate::compare::Object;

/// The schema after several revisions of which none needs another, each with all that it needs.
pub(super) fn joined(states: &States<'_>, needs: &[usize]) -> Result<Schema, Blocked> {
    let closures: Vec<_> = needs.iter().map(|at| (*at, states.closure(*at))).collect();
    for (number, one) in closures.iter().enumerate() {
        for other in closures.iter().skip(number + 1) {
            if let Some(conflict) = conflict(states, one, other) {
                return Err(Blocked::Conflict(Box::new(conflict)));
            }
        }
    }
    let all = needs
        .iter()
        .fold(vec![false; states.order.len()], |all, at| union(&all, &states.closure(*at)));
    let unfit = || Blocked::Unreached(id(states, needs.first().copied().unwrap_or_default()));
    schema_of(states, &all).ok_or_else(unfit)
}

/// What is wrong with two branches, each the revisions that one end needs and the other does not.
fn conflict(
    states: &States<'_>,
    (one, of_one): &(usize, Closure),
    (other, of_other): &(usize, Closure),
) -> Option<Conflict> {
    let common: Closure = of_one.iter().zip(of_other).map(|(one, other)| *one && *other).collect();
    let before = schema_of(states, &common)?;
    let own = |closure: &Closure| -> Vec<usize> {
        let places = closure.iter().zip(&common).enumerate();
        places.filter(|(_, (is_in, is_common))| **is_in && !**is_common).map(|(at, _)| at).collect()
    };
    let (own_of_one, own_of_other) = (own(of_one), own(of_other));
    let refused = |first: usize, (revision, error)| Conflict::Refused {
        first: id(states, first),
        revision: id(states, revision),
        error,
    };
    let in_order = [&own_of_one[..], &own_of_other].concat();
    let in_other_order = [&own_of_other[..], &own_of_one].concat();
    let made = match applied(states, &before, &in_order) {
        Ok(made) => made,
        Err(error) => return Some(refused(*one, error)),
    };
    let made_otherwise = match applied(states, &before, &in_other_order) {
        Ok(made) => made,
        Err(error) => return Some(refused(*other, error)),
    };
    let objects = differences(states.dialect, &made, &made_otherwise);
    if objects.is_empty() {
        return None;
    }
    let (scripts, other_scripts) = (recorded(states, &in_order), recorded(states, &in_other_order));
    let replays = [Replay::of(&scripts, &before)];
    let other_replays = [Replay::of(&other_scripts, &before)];
    let differing = |object: &Object| Differing {
        what: named(object),
        origins: [last_change(object, &replays), last_change(object, &other_replays)]
            .into_iter()
            .flatten()
            .collect(),
    };
    Some(Conflict::Differs {
        branches: [id(states, *one), id(states, *other)],
        differences: objects.iter().map(differing).collect(),
    })
}

fn id(states: &States<'_>, at: usize) -> String {
    states.order.get(at).map(|(revision, _)| revision.id.clone()).unwrap_or_default()
}

fn union(one: &Closure, other: &Closure) -> Closure {
    one.iter().zip(other).map(|(one, other)| *one || *other).collect()
}

/// The schema after revisions that were all verified, with all that they need.
fn schema_of(states: &States<'_>, closure: &Closure) -> Option<Schema> {
    let last = closure.iter().rposition(|is_in| *is_in);
    let kept = last.and_then(|at| Some((states.closure(at), states.schema(at)?.clone())));
    let (known, mut schema) =
        kept.unwrap_or_else(|| (vec![false; closure.len()], states.dialect.empty_schema()));
    let missing = closure.iter().zip(&known).zip(&states.order);
    for ((is_in, is_known), (_, recording)) in missing {
        if *is_in && !*is_known {
            schema = after(states.dialect, &recording.upgrade, &schema)?;
        }
    }
    Some(schema)
}

/// The schema after these revisions in this order, or the one that cannot be applied there.
fn applied(
    states: &States<'_>,
    before: &Schema,
    places: &[usize],
) -> Result<Schema, (usize, LowerError)> {
    let mut schema = before.clone();
    for at in places {
        if let Some((_, recording)) = states.order.get(*at) {
            lowered(states.dialect, &recording.upgrade, &mut schema).or_else(|error| {
                // What a database can never do is said of the revision itself.
                match after(states.dialect, &recording.upgrade, &schema) {
                    Some(after) if is_refused_alone(states, *at) => {
                        schema = after;
                        Ok(())
                    }
                    _ => Err((*at, error)),
                }
            })?;
        }
    }
    Ok(schema)
}

/// Whether a revision is refused as well on top of nothing but what it needs.
fn is_refused_alone(states: &States<'_>, at: usize) -> bool {
    let mut own = states.closure(at);
    if let Some(is_in) = own.get_mut(at) {
        *is_in = false;
    }
    let recording = states.order.get(at).map(|(_, recording)| recording);
    let before = schema_of(states, &own);
    recording.zip(before).is_some_and(|(recording, mut before)| {
        lowered(states.dialect, &recording.upgrade, &mut before).is_err()
    })
}

fn recorded(states: &States<'_>, places: &[usize]) -> Vec<Recorded> {
    let recordings = places.iter().filter_map(|at| states.order.get(*at));
    recordings.flat_map(|(_, recording)| recording.upgrade.operations.clone()).collect()
}
