//! From a plan to what runs: each revision's operations, checked against the schema and written as SQL.
//!
//! Everything that can be known before a database is touched is found out here, for the whole plan:
//! a misspelt column in the last revision stops the first from running.

mod kept;
mod panic;
mod plan_digest;
mod recorded;
mod way_back;

use std::collections::BTreeMap;
use std::fmt;

use crate::registry::{RegisteredDowngrade, RegisteredRevision, Registry};
use migrate_core::dialect::{
    Action, DescribedOperation, Dialect, LowerError, Statement, can_roll_back, lower_script,
    must_commit, require_transactional,
};
use migrate_core::graph::{Direction, Graph, Plan};
use migrate_core::op::{
    Loss, Operation, ReverseError, SchemaDigest, Script, apply, digest, losses, require_rows_alone,
    reverse_all,
};
use migrate_core::revision::Revision;
use migrate_core::schema::{Origin, Schema};

pub use kept::{Kept, KeptDowngrade};
pub use panic::{Panic, caught};
pub use plan_digest::plan_digest;
pub use recorded::{RecordedDowngrade, RecordedRevision, recorded, recorded_schema};

/// A revision of a plan, ready to run.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about how it runs")]
pub struct PreparedRevision<'g> {
    /// The revision.
    pub revision: &'g Revision,
    /// Which way it goes.
    pub direction: Direction,
    /// The operations, in the order they were recorded.
    pub operations: Vec<DescribedOperation>,
    /// The statements, in the order they run; each names its operations by their places.
    pub statements: Vec<Statement>,
    /// Whether it runs in a transaction.
    pub transactional: bool,
    /// Whether the revision asked to run outside a transaction, and not the database.
    pub by_choice: bool,
    /// Whether what comes after it must be in another transaction.
    pub commits: bool,
    /// Whether rows may follow other rows by SQLite's foreign keys, which must be on for that.
    pub relies_on_keys: bool,
    /// The operations' fingerprint.
    pub digest: String,
    /// What its own `fn downgrade` leaves of the upgrade, or a derived one cannot give back.
    pub warning: Option<String>,
    /// What it takes of rows for good.
    pub losses: Vec<Loss>,
    /// What the database keeps of it when it is applied; none on the way down.
    pub record: Option<String>,
    /// How the version table changes with it.
    pub change: migrate_core::graph::RowChange<'g>,
}

impl PreparedRevision<'_> {
    /// The operations that a statement of this revision carries out.
    pub fn operations_of(
        &self,
        statement: &Statement,
    ) -> impl Iterator<Item = &DescribedOperation> {
        statement.operations.iter().filter_map(|at| self.operations.get(*at))
    }

    /// Whether a table is rebuilt, which needs foreign keys to be off.
    pub fn rebuilds(&self) -> bool {
        self.statements.iter().any(|statement| matches!(statement.action, Action::Rebuild(_)))
    }
}

/// Why a plan cannot run, found before anything did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrepareError {
    /// The revision.
    pub revision: String,
    /// Its file and line.
    pub site: String,
    /// Which way it goes.
    pub direction: Direction,
    /// The reason.
    pub cause: PrepareCause,
}

impl fmt::Display for PrepareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, direction, .. } = self;
        let wanted = match direction {
            Direction::Up => "applied",
            Direction::Down => "taken back",
        };
        write!(f, "revision `{revision}` cannot be {wanted}")
    }
}

impl std::error::Error for PrepareError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// The reason a revision cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrepareCause {
    /// An operation is refused.
    Lower(LowerError),
    /// The way back cannot be derived.
    Reverse {
        /// Why.
        cause: ReverseError,
        /// The operation's line.
        origin: Origin,
    },
    /// The revision says there is no way back.
    Irreversible {
        /// The revision's own words.
        reason: String,
    },
    /// The revision's function panicked.
    Panicked(Panic),
    /// The revision is not in the program.
    NotLinked,
    /// The revision is not in the program, or elsewhere in its graph, and the database keeps no way back of it.
    NotKept {
        /// Why not.
        reason: String,
        /// Whether the program has it, after others than it was applied after.
        is_elsewhere: bool,
    },
}

impl fmt::Display for PrepareCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lower(error) => error.fmt(f),
            Self::Reverse { cause, .. } => write!(f, "`downgrade = auto`: {cause}"),
            Self::Irreversible { reason } => write!(f, "it is irreversible: {reason}"),
            Self::Panicked(panic) => write!(f, "its function {panic}"),
            Self::NotLinked => f.write_str("it is not linked into this program"),
            Self::NotKept { reason, is_elsewhere: false } => {
                write!(f, "this program does not have it, and {reason}")
            }
            Self::NotKept { reason, is_elsewhere: true } => {
                write!(
                    f,
                    "this program has it after others than it was applied after, and {reason}"
                )
            }
        }
    }
}

impl std::error::Error for PrepareCause {}

impl From<LowerError> for PrepareCause {
    fn from(error: LowerError) -> Self {
        Self::Lower(error)
    }
}

impl PrepareCause {
    /// The source line to look at, when there is one.
    pub const fn origin(&self) -> Option<Origin> {
        match self {
            Self::Lower(error) => Some(error.origin),
            Self::Reverse { origin, .. } => Some(*origin),
            Self::Panicked(panic) => panic.origin,
            Self::Irreversible { .. } | Self::NotLinked | Self::NotKept { .. } => None,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Lower(error) => error.cause.hint(),
            Self::Reverse { cause, .. } => cause.hint(),
            Self::Irreversible { .. } => {
                Some("restore a backup, or write a new revision that goes forward".to_owned())
            }
            Self::Panicked(_) => Some(
                "a revision's function only records; where there is no way back write \
                 `downgrade = irreversible(\"why\")`"
                    .to_owned(),
            ),
            Self::NotLinked => None,
            Self::NotKept { .. } => Some(
                "take it back with a program that has the revision, or restore a backup".to_owned(),
            ),
        }
    }
}

/// The revisions that a plan may have: those of the program, and those that the database keeps.
#[derive(Clone, Copy, Debug)]
pub struct Known<'g> {
    /// The program's revisions.
    pub registry: &'g Registry,
    /// The graph of all.
    pub graph: &'g Graph,
    /// What is kept of those that the program does not have, or has elsewhere.
    pub kept: Option<&'g BTreeMap<String, Kept>>,
    /// What is kept of those that were edited after they were applied, where that can be run.
    pub edited: Option<&'g BTreeMap<String, Kept>>,
}

impl<'g> Known<'g> {
    /// The program's own revisions.
    pub const fn of(registry: &'g Registry) -> Self {
        Self { registry, graph: &registry.graph, kept: None, edited: None }
    }

    /// The same, to take back what was edited after it was applied by what is kept of it.
    #[must_use]
    pub const fn with_edited(self, edited: &'g BTreeMap<String, Kept>) -> Self {
        Self { edited: Some(edited), ..self }
    }

    /// What is kept of a revision that was edited after it was applied.
    fn edited(&self, revision: &Revision) -> Option<&'g Kept> {
        self.edited.and_then(|edited| edited.get(&revision.id))
    }

    /// What is kept of a revision that the program does not have, or has elsewhere.
    fn kept(&self, revision: &Revision) -> Option<&'g Kept> {
        self.kept.and_then(|kept| kept.get(&revision.id))
    }
}

/// Records, checks and writes every revision of a plan; `rows` are those of the version table before it.
pub fn prepare<'g>(
    registry: &'g Registry,
    dialect: Dialect,
    rows: &[String],
    plan: Plan<'g>,
) -> Result<Vec<PreparedRevision<'g>>, PrepareError> {
    prepare_known(Known::of(registry), dialect, rows, plan)
}

/// The same of a plan that may take back revisions which the program does not have.
pub fn prepare_known<'g>(
    known: Known<'g>,
    dialect: Dialect,
    rows: &[String],
    plan: Plan<'g>,
) -> Result<Vec<PreparedRevision<'g>>, PrepareError> {
    let registry = known.registry;
    let direction = match plan.revisions.first() {
        Some(planned) => planned.direction,
        None => return Ok(Vec::new()),
    };
    let mut schema = dialect.empty_schema();
    match direction {
        Direction::Up => {
            for revision in applied(known.graph, rows) {
                fold(revision, &script(registry, revision)?, &mut schema)?;
            }
            let mut digest = SchemaDigest::of(&schema);
            let ancestries = registry.graph.ancestries();
            plan.revisions
                .into_iter()
                .map(|planned| {
                    let ancestry = ancestries.get(planned.revision.id.as_str());
                    let ancestry = ancestry.map(String::as_str).unwrap_or_default();
                    up(registry, dialect, planned, (&mut schema, &mut digest), ancestry)
                })
                .collect()
        }
        Direction::Down => down(known, dialect, rows, plan, schema),
    }
}

/// The applied revisions, each after what it needs. Rows the graph does not know were refused when
/// the plan was made.
fn applied<'g>(graph: &'g Graph, rows: &[String]) -> Vec<&'g Revision> {
    let applied = graph.applied(rows);
    applied.map(Iterator::collect).unwrap_or_default()
}

fn script(registry: &Registry, revision: &Revision) -> Result<Script, PrepareError> {
    match registry.functions(&revision.id) {
        Some(functions) => record(revision, Direction::Up, functions.upgrade),
        None => Err(error(revision, Direction::Up, PrepareCause::NotLinked)),
    }
}

/// What a function of a revision records.
fn record(
    revision: &Revision,
    direction: Direction,
    function: fn() -> Script,
) -> Result<Script, PrepareError> {
    caught(function).map_err(|panic| error(revision, direction, PrepareCause::Panicked(panic)))
}

fn error(revision: &Revision, direction: Direction, cause: PrepareCause) -> PrepareError {
    PrepareError {
        revision: revision.id.clone(),
        site: format!("{}:{}", revision.file, revision.line),
        direction,
        cause,
    }
}

/// Applies an earlier revision's operations to the schema.
fn fold(revision: &Revision, script: &Script, schema: &mut Schema) -> Result<(), PrepareError> {
    for recorded in script.operations.iter().filter(|it| !changes_rows(&it.operation)) {
        apply(&recorded.operation, recorded.origin, schema).map_err(|cause| {
            error(revision, Direction::Up, LowerError::of(recorded, cause.into()).into())
        })?;
    }
    Ok(())
}

/// Whether an operation changes rows alone. They are no part of a schema, and those of an applied revision are
/// written, whatever is checked of them today.
const fn changes_rows(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::Insert { .. } | Operation::Update { .. } | Operation::Delete { .. }
    )
}

fn up<'g>(
    registry: &Registry,
    dialect: Dialect,
    planned: migrate_core::graph::PlannedRevision<'g>,
    (schema, digest): (&mut Schema, &mut SchemaDigest),
    ancestry: &str,
) -> Result<PreparedRevision<'g>, PrepareError> {
    let script = script(registry, planned.revision)?;
    let before = schema.clone();
    let prepared = PreparedRevision {
        losses: losses(&script.operations, &before, false),
        ..finish(dialect, planned, &script, schema)?
    };
    digest.update(schema);
    let applied = kept::Applied {
        prepared: &prepared,
        script: &script,
        before,
        after: schema,
        schema: digest.text(),
        ancestry,
    };
    let record = Some(kept::written(registry, dialect, applied));
    Ok(PreparedRevision { record, ..prepared })
}

fn finish<'g>(
    dialect: Dialect,
    planned: migrate_core::graph::PlannedRevision<'g>,
    script: &Script,
    schema: &mut Schema,
) -> Result<PreparedRevision<'g>, PrepareError> {
    let (revision, direction) = (planned.revision, planned.direction);
    prepare_one(dialect, planned, script, schema)
        .map_err(|cause| error(revision, direction, cause.into()))
}

/// One revision of a plan, from what its revision recorded; `schema` becomes the one after it.
pub fn prepare_one<'g>(
    dialect: Dialect,
    planned: migrate_core::graph::PlannedRevision<'g>,
    script: &Script,
    schema: &mut Schema,
) -> Result<PreparedRevision<'g>, LowerError> {
    let operations = &script.operations;
    let transactional = script.transactional && can_roll_back(dialect, operations);
    let lowering = lower_script(dialect, operations, transactional, schema)?;
    if transactional {
        require_transactional(dialect, operations, &lowering.statements)?;
    }
    Ok(PreparedRevision {
        revision: planned.revision,
        direction: planned.direction,
        operations: lowering.operations,
        statements: lowering.statements,
        transactional,
        by_choice: !script.transactional,
        commits: must_commit(dialect, operations),
        relies_on_keys: lowering.relies_on_keys,
        digest: digest(operations),
        warning: None,
        losses: Vec::new(),
        record: None,
        change: planned.change,
    })
}

/// The ways back, derived ones included: those come from the schema before each revision, so all
/// applied revisions are folded once, and the scripts kept for the revisions that want them.
fn down<'g>(
    known: Known<'g>,
    dialect: Dialect,
    rows: &[String],
    plan: Plan<'g>,
    mut schema: Schema,
) -> Result<Vec<PreparedRevision<'g>>, PrepareError> {
    let registry = known.registry;
    let mut scripts = BTreeMap::new();
    let mut before_edited = BTreeMap::new();
    let dropped: std::collections::BTreeSet<_> =
        plan.revisions.iter().map(|planned| planned.revision.id.as_str()).collect();
    // What the program does not have it knows no operations of: they are all taken back before what they need.
    for revision in applied(known.graph, rows).into_iter().filter(|it| known.kept(it).is_none()) {
        if !dropped.contains(revision.id.as_str()) {
            fold(revision, &script(registry, revision)?, &mut schema)?;
            continue;
        }
        // The operations of today are not those that ran.
        if known.edited(revision).is_some() {
            before_edited.insert(revision.id.as_str(), schema.clone());
            fold(revision, &script(registry, revision)?, &mut schema)?;
            continue;
        }
        let functions = registry
            .functions(&revision.id)
            .ok_or_else(|| error(revision, Direction::Down, PrepareCause::NotLinked))?;
        let upgrade = record(revision, Direction::Up, functions.upgrade)?;
        let way_back = way_back(revision, functions, &upgrade, &mut schema)?;
        scripts.insert(revision.id.as_str(), way_back);
    }
    plan.revisions
        .into_iter()
        .map(|planned| {
            if let Some(kept) = known.kept(planned.revision) {
                let is_elsewhere = registry.graph.get(&planned.revision.id).is_some();
                return kept.prepared(planned, is_elsewhere);
            }
            if let Some(kept) = known.edited(planned.revision)
                && let Some(before) = before_edited.remove(planned.revision.id.as_str())
            {
                schema = before;
                return kept.prepared_as_applied(planned);
            }
            let way_back = scripts.remove(planned.revision.id.as_str()).ok_or_else(|| {
                error(planned.revision, planned.direction, PrepareCause::NotLinked)
            })?;
            take_back(registry, dialect, planned, way_back, &mut schema)
        })
        .collect()
}

/// A way back with what there is to say of it, checked and written; the schema becomes the one after it.
fn take_back<'g>(
    registry: &Registry,
    dialect: Dialect,
    planned: migrate_core::graph::PlannedRevision<'g>,
    (script, warning): (Script, Option<String>),
    schema: &mut Schema,
) -> Result<PreparedRevision<'g>, PrepareError> {
    let functions = registry.functions(&planned.revision.id);
    let is_derived = functions.is_some_and(|it| matches!(it.downgrade, RegisteredDowngrade::Auto));
    if is_derived {
        require_rows_alone(&script.operations, schema).map_err(|(cause, origin)| {
            let cause = PrepareCause::Reverse { cause, origin };
            error(planned.revision, planned.direction, cause)
        })?;
    }
    let losses = losses(&script.operations, schema, is_derived);
    let prepared = finish(dialect, planned, &script, schema)?;
    Ok(PreparedRevision { warning, losses, ..prepared })
}

/// The script that takes a revision back, and what there is to say of it; the schema becomes the one after
/// the revision.
fn way_back(
    revision: &Revision,
    functions: &RegisteredRevision,
    upgrade: &Script,
    schema: &mut Schema,
) -> Result<(Script, Option<String>), PrepareError> {
    match functions.downgrade {
        RegisteredDowngrade::Function(downgrade) => {
            let before = schema.clone();
            fold(revision, upgrade, schema)?;
            let downgrade = record(revision, Direction::Down, downgrade)?;
            let warning = way_back::warning(upgrade, &downgrade, &before, schema);
            Ok((downgrade, warning))
        }
        RegisteredDowngrade::Auto => {
            let operations =
                reverse_all(&upgrade.operations, schema).map_err(|(cause, origin)| {
                    let cause = PrepareCause::Reverse { cause, origin };
                    error(revision, Direction::Down, cause)
                })?;
            let warning = way_back::not_restored(&operations);
            Ok((Script { operations, transactional: upgrade.transactional }, warning))
        }
        RegisteredDowngrade::Irreversible(reason) => {
            let cause = PrepareCause::Irreversible { reason: reason.to_owned() };
            Err(error(revision, Direction::Down, cause))
        }
    }
}
