//! Both scripts of every revision, the derived way back included.

use crate::registry::{RegisteredDowngrade, Registry};
use migrate_core::graph::Direction;
use migrate_core::op::{ReverseError, Script, reverse_all};
use migrate_core::revision::Revision;
use migrate_core::schema::{Origin, Schema};

use super::{PrepareCause, PrepareError, error, fold};

/// What the functions of a revision recorded.
#[derive(Clone, Debug)]
pub struct RecordedRevision<'g> {
    /// The revision.
    pub revision: &'g Revision,
    /// What its upgrade does.
    pub upgrade: Script,
    /// What its downgrade does.
    pub downgrade: RecordedDowngrade,
}

/// The way back of a revision.
#[derive(Clone, Debug)]
pub enum RecordedDowngrade {
    /// A function of its own.
    Function(Script),
    /// The upgrade's operations turned round.
    Auto(Script),
    /// They cannot be turned round.
    Refused {
        /// Why.
        cause: ReverseError,
        /// The operation's line.
        origin: Origin,
    },
    /// There is none, for this reason.
    Irreversible(&'static str),
}

/// What every revision recorded, each after what it needs.
///
/// The schema, which begins as `schema`, is simulated as far as a derived way back needs it, and no further.
pub fn recorded(
    registry: &Registry,
    mut schema: Schema,
) -> impl Iterator<Item = Result<RecordedRevision<'_>, PrepareError>> {
    let derives = |revision: &Revision| {
        let functions = registry.functions(&revision.id);
        functions.is_some_and(|it| matches!(it.downgrade, RegisteredDowngrade::Auto))
    };
    let order: Vec<_> = registry.graph.revisions().collect();
    let simulated = order.iter().rposition(|revision| derives(revision)).map_or(0, |at| at + 1);
    order.into_iter().enumerate().map(move |(at, revision)| {
        record(registry, revision, (at < simulated).then_some(&mut schema))
    })
}

/// Records a revision; the schema, where one is asked for, becomes the one after it.
fn record<'g>(
    registry: &Registry,
    revision: &'g Revision,
    schema: Option<&mut Schema>,
) -> Result<RecordedRevision<'g>, PrepareError> {
    let functions = registry
        .functions(&revision.id)
        .ok_or_else(|| error(revision, Direction::Up, PrepareCause::NotLinked))?;
    let upgrade = super::record(revision, Direction::Up, functions.upgrade)?;
    let downgrade = match (functions.downgrade, schema) {
        (RegisteredDowngrade::Auto, schema) => {
            derived(revision, &upgrade, schema.unwrap_or(&mut Schema::new()))?
        }
        (RegisteredDowngrade::Function(downgrade), schema) => {
            schema.map_or(Ok(()), |schema| fold(revision, &upgrade, schema))?;
            RecordedDowngrade::Function(super::record(revision, Direction::Down, downgrade)?)
        }
        (RegisteredDowngrade::Irreversible(reason), schema) => {
            schema.map_or(Ok(()), |schema| fold(revision, &upgrade, schema))?;
            RecordedDowngrade::Irreversible(reason)
        }
    };
    Ok(RecordedRevision { revision, upgrade, downgrade })
}

/// The upgrade turned round, or why it cannot be; the schema becomes the one after the upgrade.
fn derived(
    revision: &Revision,
    upgrade: &Script,
    schema: &mut Schema,
) -> Result<RecordedDowngrade, PrepareError> {
    let transactional = upgrade.transactional;
    match reverse_all(&upgrade.operations, schema) {
        Ok(operations) => Ok(RecordedDowngrade::Auto(Script { operations, transactional })),
        Err((cause @ ReverseError::Apply(_), origin)) => {
            let cause = PrepareCause::Reverse { cause, origin };
            Err(error(revision, Direction::Down, cause))
        }
        Err((cause, origin)) => Ok(RecordedDowngrade::Refused { cause, origin }),
    }
}
