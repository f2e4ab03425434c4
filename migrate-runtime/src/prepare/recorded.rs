//! Both scripts of every revision, the derived way back included.

use crate::registry::{RegisteredDowngrade, Registry};
use migrate_core::graph::Direction;
use migrate_core::op::{ReverseError, Script, apply, reverse_all};
use migrate_core::revision::Revision;
use migrate_core::schema::{Origin, Schema};

use super::{PrepareCause, PrepareError, changes_rows, error, script};

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
/// The schema, which begins as `schema`, is simulated as far as a derived way back needs it, and no further. After
/// an operation that does not fit it, no way back is derived: each is refused because of that operation.
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
    let mut unfit = None;
    order.into_iter().enumerate().map(move |(at, revision)| {
        let schema = (at < simulated).then_some(&mut schema);
        record(registry, revision, schema, &mut unfit)
    })
}

/// What the upgrade of every revision does to the schema, each after what it needs: nothing is simulated, and what
/// changes rows alone is left out.
pub fn recorded_schema(
    registry: &Registry,
) -> impl Iterator<Item = Result<(&Revision, Script), PrepareError>> {
    registry.graph.revisions().map(|revision| {
        let mut upgrade = script(registry, revision)?;
        upgrade.operations.retain(|recorded| !changes_rows(&recorded.operation));
        Ok((revision, upgrade))
    })
}

/// The first operation that does not fit the schema before it.
type Unfit = Option<(ReverseError, Origin)>;

/// Records a revision; the schema, where one is asked for, becomes the one after it.
fn record<'g>(
    registry: &Registry,
    revision: &'g Revision,
    schema: Option<&mut Schema>,
    unfit: &mut Unfit,
) -> Result<RecordedRevision<'g>, PrepareError> {
    let functions = registry
        .functions(&revision.id)
        .ok_or_else(|| error(revision, Direction::Up, PrepareCause::NotLinked))?;
    let upgrade = super::record(revision, Direction::Up, functions.upgrade)?;
    let mut known = Schema::new();
    let schema = schema.filter(|_| unfit.is_none());
    let downgrade = match functions.downgrade {
        RegisteredDowngrade::Auto => match &*unfit {
            Some((cause, origin)) => {
                RecordedDowngrade::Refused { cause: cause.clone(), origin: *origin }
            }
            None => derived(&upgrade, schema.unwrap_or(&mut known), unfit),
        },
        RegisteredDowngrade::Function(downgrade) => {
            simulate(&upgrade, schema, unfit);
            RecordedDowngrade::Function(super::record(revision, Direction::Down, downgrade)?)
        }
        RegisteredDowngrade::Irreversible(reason) => {
            simulate(&upgrade, schema, unfit);
            RecordedDowngrade::Irreversible(reason)
        }
    };
    Ok(RecordedRevision { revision, upgrade, downgrade })
}

/// Applies an upgrade to the schema, where one is asked for, as far as it fits.
fn simulate(upgrade: &Script, schema: Option<&mut Schema>, unfit: &mut Unfit) {
    let Some(schema) = schema else { return };
    for recorded in upgrade.operations.iter().filter(|it| !changes_rows(&it.operation)) {
        if let Err(error) = apply(&recorded.operation, recorded.origin, schema) {
            *unfit = Some((error.into(), recorded.origin));
            return;
        }
    }
}

/// The upgrade turned round, or why it cannot be; the schema becomes the one after the upgrade.
fn derived(upgrade: &Script, schema: &mut Schema, unfit: &mut Unfit) -> RecordedDowngrade {
    let transactional = upgrade.transactional;
    match reverse_all(&upgrade.operations, schema) {
        Ok(operations) => RecordedDowngrade::Auto(Script { operations, transactional }),
        Err((cause, origin)) => {
            if matches!(cause, ReverseError::Apply(_)) {
                *unfit = Some((cause.clone(), origin));
            }
            RecordedDowngrade::Refused { cause, origin }
        }
    }
}
