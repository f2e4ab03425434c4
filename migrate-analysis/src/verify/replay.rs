//! A script step by step, with the schema before each operation.

use std::collections::BTreeSet;

use migrate_core::op::{Recorded, apply};
use migrate_core::schema::{Origin, Schema};

use super::parts::differing;
use crate::compare::Object;

/// Operations that fit, and the schemas before them and after the last.
pub(super) struct Replay<'s> {
    operations: &'s [Recorded],
    states: Vec<Schema>,
}

impl<'s> Replay<'s> {
    /// Applies operations to a schema, as far as they fit.
    pub(super) fn of(operations: &'s [Recorded], before: &Schema) -> Self {
        let mut schema = before.clone();
        let mut states = vec![schema.clone()];
        for Recorded { operation, origin } in operations {
            if apply(operation, *origin, &mut schema).is_err() {
                break;
            }
            states.push(schema.clone());
        }
        Self { operations, states }
    }

    /// The operations, each with the schemas before and after it.
    pub(super) fn steps(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&'s Recorded, &Schema, &Schema)> {
        let states = self.states.windows(2);
        let pairs: Vec<_> = self.operations.iter().zip(states).collect();
        pairs.into_iter().filter_map(|(recorded, states)| match states {
            [before, after] => Some((recorded, before, after)),
            _ => None,
        })
    }
}

/// The operation that made a part of the last schema what it is: the last one that changed it, else the last
/// one that works on its table.
pub(super) fn last_change(object: &Object, replays: &[Replay<'_>]) -> Option<Origin> {
    let steps = || replays.iter().rev().flat_map(|replay| replay.steps().rev());
    let changes = |parts: BTreeSet<Object>| parts.contains(object);
    let change = steps().find(|(_, before, after)| changes(differing(before, after)));
    let on_table = || {
        let table = object.table()?;
        steps().find(|(recorded, _, _)| recorded.operation.table() == Some(table))
    };
    change.or_else(on_table).map(|(recorded, _, _)| recorded.origin)
}
