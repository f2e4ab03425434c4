//! What a way back leaves: one that was written by hand, held against what it takes back, and a derived
//! one, which has no rows of what was dropped.

use migrate_core::op::{Operation, RawUndo, Recorded, Script, apply, differences};
use migrate_core::schema::{Object, Schema};

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

/// What a derived way back creates again without what it held: the schema knows no rows and no numbers of
/// a sequence.
pub(super) fn not_restored(downgrade: &[Recorded]) -> Option<String> {
    let dropped = downgrade.iter().filter_map(|recorded| match &recorded.operation {
        Operation::CreateTable { table, .. } => Some(format!("table `{}`", table.name)),
        Operation::CreatePartition { partition, .. } => {
            Some(format!("partition `{}`", partition.name))
        }
        Operation::AddColumn { table, column, .. } if column.generated.is_none() => {
            Some(format!("column `{}` of table `{table}`", column.name))
        }
        Operation::CreateObject(Object::Sequence(sequence)) => {
            Some(format!("sequence `{}`", sequence.name))
        }
        // Nothing else holds rows, values or numbers.
        _ => None,
    });
    let dropped = listed(&dropped.collect::<Vec<_>>())?;
    Some(format!(
        "`downgrade = auto` creates {dropped} again without the values that the upgrade dropped"
    ))
}

/// The first of several things, and how many more there are; none of none.
fn listed(all: &[String]) -> Option<String> {
    let more = all.len().saturating_sub(NAMED);
    let named = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!all.is_empty()).then(|| named + &more)
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
    listed(&differences(before, &found))
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
