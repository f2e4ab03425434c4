//! A way back that was written by hand, held against what it takes back.

use migrate_core::op::{Operation, RawUndo, Recorded, Script, apply, differences};
use migrate_core::schema::Schema;

/// How many differences a warning names.
const NAMED: usize = 3;

/// What a `fn downgrade` leaves of an upgrade, as far as the simulation knows: `before` is the schema
/// before the upgrade, `after` the one after it.
pub(super) fn warning(
    upgrade: &Script,
    downgrade: &Script,
    before: &Schema,
    after: &Schema,
) -> Option<String> {
    const HINT: &str =
        "write `downgrade = auto`, or refuse with `downgrade = irreversible(\"why\")`";
    let left = left(upgrade, downgrade, before, after);
    if downgrade.operations.is_empty() && !upgrade.operations.iter().all(needs_no_way_back) {
        let left = left.map(|left| format!(": {left}")).unwrap_or_default();
        return Some(format!("`fn downgrade` does nothing, and the upgrade does{left}; {HINT}"));
    }
    left.map(|left| {
        format!(
            "`fn downgrade` does not lead back to the schema before the upgrade: {left}; mend it, or {HINT}"
        )
    })
}

/// The first differences of the schema after the way back from the one before the upgrade.
fn left(upgrade: &Script, downgrade: &Script, before: &Schema, after: &Schema) -> Option<String> {
    let mut all = upgrade.operations.iter().chain(&downgrade.operations);
    if all.any(is_unknown) {
        return None;
    }
    let mut found = after.clone();
    for Recorded { operation, origin } in &downgrade.operations {
        // What does not fit is an error of its own.
        apply(operation, *origin, &mut found).ok()?;
    }
    let all = differences(before, &found);
    let more = all.len().saturating_sub(NAMED);
    let named = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!all.is_empty()).then(|| named + &more)
}

/// Whether what an operation does to the schema nobody knows.
fn is_unknown(recorded: &Recorded) -> bool {
    // What a condition left out, or found, is as little known.
    matches!(
        recorded.operation,
        Operation::Execute { effect: None, .. } | Operation::Run(_) | Operation::IfNeeded(_)
    )
}

/// Whether an operation may need nothing to take it back, as the revision says or by what it is.
fn needs_no_way_back(recorded: &Recorded) -> bool {
    match &recorded.operation {
        Operation::Execute { undo: RawUndo::Nothing, .. }
        | Operation::IfNeeded(_)
        | Operation::Reindex { .. }
        | Operation::SetTimeout { .. }
        | Operation::LockTable { .. } => true,
        Operation::Run(step) => step.nothing_to_undo,
        // Every other operation changes the schema or rows.
        _ => false,
    }
}
