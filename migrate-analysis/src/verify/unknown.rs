//! What nobody knows of a revision's way back: raw SQL, functions, conditions.

use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::op::{ObjectChange, Operation, RawUndo, Script};
use migrate_core::schema::{Origin, Schema};
use migrate_core::sql_text::may_change_schema;

use super::parts::differing;
use super::replay::Replay;

/// Why nobody knows whether a way back leads to the schema before the upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// What is not known.
    pub why: String,
    /// Where it is written.
    pub origin: Origin,
    /// Whether it may change the schema, so that a difference may be none.
    pub(super) may_change_schema: bool,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why, self.origin)
    }
}

/// The reasons in an upgrade and the way back from it, each place once.
pub(super) fn reasons(
    dialect: Dialect,
    upgrade: &Replay<'_>,
    downgrade: &Replay<'_>,
) -> Vec<Unknown> {
    let mut reasons: Vec<Unknown> = Vec::new();
    let up = upgrade.steps().map(|(recorded, before, after)| {
        (
            recorded,
            of_operation(dialect, &recorded.operation)
                .or_else(|| of_condition(&recorded.operation, before, after)),
        )
    });
    let down = downgrade
        .steps()
        .map(|(recorded, _, _)| (recorded, of_operation(dialect, &recorded.operation)));
    for (recorded, reason) in up.chain(down) {
        let Some((why, may_change_schema)) = reason else { continue };
        if !reasons.iter().any(|known| known.origin == recorded.origin) {
            reasons.push(Unknown {
                why: why.to_owned(),
                origin: recorded.origin,
                may_change_schema,
            });
        }
    }
    reasons
}

/// The first operation of a script of which nobody knows what it does to the schema.
pub(super) fn of_script(dialect: Dialect, script: &Script) -> Option<Unknown> {
    script.operations.iter().find_map(|recorded| {
        let (why, may_change_schema) = of_operation(dialect, &recorded.operation)?;
        let origin = recorded.origin;
        may_change_schema.then(|| Unknown { why: why.to_owned(), origin, may_change_schema })
    })
}

/// What is not known of an operation, and whether it may change the schema.
fn of_operation(dialect: Dialect, operation: &Operation) -> Option<(&'static str, bool)> {
    match operation {
        Operation::Execute { effect: None, undo: RawUndo::Nothing, .. } => None,
        Operation::Execute { sql, effect: None, .. } => {
            let text = dialect.text(sql).filter(|text| !text.trim().is_empty())?;
            Some(("raw SQL", may_change_schema(text, dialect.syntax())))
        }
        Operation::Run(step) => (!step.nothing_to_undo).then_some(("a function", true)),
        // The schema has all that any other operation does.
        _ => None,
    }
}

/// What is not known of an operation of an upgrade that is carried out only where it is needed.
fn of_condition(
    operation: &Operation,
    before: &Schema,
    after: &Schema,
) -> Option<(&'static str, bool)> {
    let is_carried_out = || !differing(before, after).is_empty();
    let creates = match operation {
        Operation::CreateTable { table: _, if_not_exists } => *if_not_exists,
        Operation::AlterObject(ObjectChange::EnsureExtension(_)) => true,
        Operation::AlterObject(ObjectChange::ReplaceFunction(function)) => {
            let key = (function.name.clone(), function.arguments.clone());
            !before.functions.contains_key(&key)
        }
        Operation::IfNeeded(operation) => match **operation {
            Operation::AddColumn { .. } | Operation::CreateIndex { .. } => true,
            // It drops what the revisions do not know, or what they do.
            _ => {
                return (!is_carried_out())
                    .then_some(("what `if_exists` drops is not known", false));
            }
        },
        // No other operation has a condition.
        _ => false,
    };
    (creates && is_carried_out())
        .then_some(("what `if_not_exists` creates may have existed before", false))
}
