//! What a way back leaves: one that was written by hand, held against what it takes back, and a derived
//! one, which has no rows of what was dropped.

use migrate_core::op::{Operation, RawUndo, Recorded, Script, apply, differences};
use migrate_core::schema::{Constraint, ConstraintBody, Object, Schema};

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

/// The constraints that were not validated before the upgrade and stay validated after a derived way back:
/// PostgreSQL has no statement that forgets that rows were checked
/// (<https://www.postgresql.org/docs/current/sql-altertable.html>).
pub(super) fn still_validated(
    upgrade: &[Recorded],
    downgrade: &[Recorded],
    before: &Schema,
    after: &Schema,
) -> Option<String> {
    let checks_rows = |recorded: &Recorded| {
        matches!(recorded.operation.unconditional(), Operation::ValidateConstraint { .. })
    };
    if !upgrade.iter().any(checks_rows) {
        return None;
    }
    let mut found = after.clone();
    for Recorded { operation, origin } in downgrade {
        // What does not fit is an error of its own.
        apply(operation, *origin, &mut found).ok()?;
    }
    let named = before.tables.values().flat_map(|table| {
        let names = table.constraints.iter().filter(|it| !is_validated(it));
        names.filter_map(move |it| Some((table, it.name.as_deref()?)))
    });
    let validated = named.filter(|(table, name)| {
        let constraint = found.tables.get(&table.name).and_then(|table| table.constraint(name));
        constraint.is_some_and(is_validated)
    });
    let validated = validated.map(|(table, name)| format!("`{name}` of table `{}`", table.name));
    let validated = listed(&validated.collect::<Vec<_>>())?;
    Some(format!("`downgrade = auto` leaves constraint {validated} validated"))
}

fn is_validated(constraint: &Constraint) -> bool {
    match &constraint.body {
        ConstraintBody::ForeignKey(key) => key.validated,
        ConstraintBody::Check { validated, .. } => *validated,
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => true,
    }
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

#[cfg(test)]
mod tests {
    use migrate_core::op::{Op, integer, reverse_all, table};

    use super::*;

    fn script(write: impl FnOnce(&mut Op)) -> Vec<Recorded> {
        let mut op: Op = Op::new();
        write(&mut op);
        op.into_operations()
    }

    /// What is said of a derived way back from `upgrade`, after a table with a check that is not validated.
    fn said(upgrade: impl FnOnce(&mut Op)) -> Option<String> {
        let mut before = Schema::new();
        for Recorded { operation, origin } in script(|op| {
            op.create_table(table("t").column("n", integer()));
            op.create_check_constraint("ck", "t", "n > 0").not_valid();
        }) {
            apply(&operation, origin, &mut before).unwrap();
        }
        let (upgrade, mut after) = (script(upgrade), before.clone());
        let downgrade = reverse_all(&upgrade, &mut after).unwrap();
        still_validated(&upgrade, &downgrade, &before, &after)
    }

    #[test]
    fn a_constraint_that_stays_validated_is_named() {
        let expected = "`downgrade = auto` leaves constraint `ck` of table `t` validated";
        assert_eq!(said(|op| op.validate_constraint("ck", "t")).as_deref(), Some(expected));
        let renamed = said(|op| {
            op.rename_table("t", "u");
            op.validate_constraint("ck", "u");
        });
        assert_eq!(renamed.as_deref(), Some(expected));
        let dropped = said(|op| {
            op.validate_constraint("ck", "t");
            op.drop_check_constraint("ck", "t");
        });
        assert_eq!(dropped.as_deref(), Some(expected));
        // What the upgrade creates goes again.
        assert_eq!(said(|op| op.add_column("t", "m", integer())), None);
        assert_eq!(
            said(|op| {
                op.create_check_constraint("other", "t", "n < 9").not_valid();
                op.validate_constraint("other", "t");
            }),
            None
        );
    }
}
