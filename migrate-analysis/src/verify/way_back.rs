//! One revision on one database: its upgrade, and the way back from it.

use std::borrow::Cow;

use migrate_core::dialect::{
    Dialect, LowerError, can_roll_back, lower_script, require_transactional,
};
use migrate_core::op::{Script, apply, reverse_all};
use migrate_core::schema::{ObjectRef, Schema};

use super::comparison::{differences, forget_checked_rows, reordered, traced};
use super::replay::{Replay, last_change};
use super::{Unknown, Verdict, losses, unknown};
use crate::compare::Object;
use crate::history::{Downgrade, Recording};

/// The verdict on a revision, and the schema after it, unless it does not fit the one before.
pub(super) fn verify(
    dialect: Dialect,
    recording: &Recording,
    before: &Schema,
) -> (Verdict, Option<Schema>) {
    let mut after = before.clone();
    if let Err(error) = lowered(dialect, &recording.upgrade, &mut after) {
        return (Verdict::Upgrade(error), self::after(dialect, &recording.upgrade, before));
    }
    let verdict = way_back(dialect, recording, before, &after).unwrap_or_else(|verdict| verdict);
    (verdict, Some(after))
}

/// The schema after an upgrade, whether the database can do it or not; none where it does not fit.
pub(super) fn after(dialect: Dialect, upgrade: &Script, before: &Schema) -> Option<Schema> {
    let mut schema = before.clone();
    schema.syntax = dialect.syntax();
    for recorded in &upgrade.operations {
        apply(&recorded.operation, recorded.origin, &mut schema).ok()?;
    }
    Some(schema)
}

/// The same, and whether the database cannot do it.
pub(super) fn upgraded(
    dialect: Dialect,
    upgrade: &Script,
    before: &Schema,
) -> (Option<Schema>, bool) {
    let mut after = before.clone();
    match lowered(dialect, upgrade, &mut after) {
        Ok(()) => (Some(after), false),
        Err(_) => (self::after(dialect, upgrade, before), true),
    }
}

/// Writes a script for the database, as a plan does; the schema becomes the one after it.
pub(super) fn lowered(
    dialect: Dialect,
    script: &Script,
    schema: &mut Schema,
) -> Result<(), LowerError> {
    let operations = &script.operations;
    let transactional = script.transactional && can_roll_back(dialect, operations);
    let mut after = schema.clone();
    let lowering = lower_script(dialect, operations, transactional, &mut after)?;
    if transactional {
        require_transactional(dialect, operations, &lowering.statements)?;
    }
    *schema = after;
    Ok(())
}

/// The verdict on the way back; one that ends the search early is an error.
fn way_back(
    dialect: Dialect,
    recording: &Recording,
    before: &Schema,
    after: &Schema,
) -> Result<Verdict, Verdict> {
    let Recording { upgrade, downgrade } = recording;
    let downgrade = match downgrade {
        Downgrade::Irreversible(reason) => return Err(Verdict::Irreversible(reason.clone())),
        Downgrade::Function(script) => Cow::Borrowed(script),
        // Derived again, because texts are renamed by the rules of each database.
        Downgrade::Auto(_) | Downgrade::Refused { .. } => {
            let derived = reverse_all(&upgrade.operations, &mut before.clone());
            let operations =
                derived.map_err(|(cause, origin)| Verdict::Underivable { cause, origin })?;
            Cow::Owned(Script { operations, transactional: upgrade.transactional })
        }
    };
    let mut found = after.clone();
    lowered(dialect, &downgrade, &mut found).map_err(Verdict::Downgrade)?;

    let replays =
        [Replay::of(&upgrade.operations, before), Replay::of(&downgrade.operations, after)];
    let mut alike = forget_checked_rows(before, &mut found);
    let order = reordered(dialect, before, &found).into_iter();
    alike.extend(order.map(|table| format!("the order of the columns of table `{table}`")));
    let objects = differences(dialect, before, &found);
    let differences = traced(&objects, before, &found, &replays);
    let [up, down] = &replays;
    let mut reasons = unknown::reasons(dialect, up, down);
    let may_be_none = reasons.iter().any(|reason| reason.may_change_schema);
    if !differences.is_empty() && !may_be_none {
        return Err(Verdict::Differs(differences));
    }
    reasons.extend(stale(before, &found, &replays));
    if !reasons.is_empty() {
        return Err(Verdict::Unknown { reasons, differences });
    }
    let losses = losses::losses(up, down);
    Ok(if !losses.is_empty() {
        Verdict::Loses(losses)
    } else if !alike.is_empty() {
        Verdict::Alike(alike)
    } else {
        Verdict::Identity
    })
}

/// The views and triggers whose texts are not known any longer, after a rename that they may name.
fn stale(before: &Schema, found: &Schema, replays: &[Replay<'_>]) -> Vec<Unknown> {
    let objects = found.stale.difference(&before.stale);
    let reason = |object: &ObjectRef| {
        let part = match object {
            ObjectRef::View(name) => Object::View(name.clone()),
            ObjectRef::MaterializedView(name) => Object::MaterializedView(name.clone()),
            ObjectRef::Trigger { table, name } => Object::Trigger(table.clone(), name.clone()),
            // Nothing else is read again by its words.
            _ => return None,
        };
        let why = format!("{} `{}` may name what was renamed", object.kind(), object.name());
        let renamed = || replays.iter().flat_map(Replay::steps).next();
        let origin = last_change(&part, replays)
            .or_else(|| renamed().map(|(recorded, _, _)| recorded.origin))?;
        Some(Unknown { why, origin, may_change_schema: false })
    };
    objects.filter_map(reason).collect()
}
