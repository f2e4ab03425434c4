//! What a database keeps of a revision that is applied to it: enough for a program without the revision to name it,
//! to find its place in the graph, and to take it back.
//!
//! It is one JSON document in the [canonical written form](migrate_core::op::encode), with a number of its own. The
//! way back is in it as it would run: the statements for this database with their mode of transaction. A rebuild of
//! SQLite's and columns that MariaDB and MySQL write out whole are kept as their edits, because the definitions that
//! they change are those that are in the database when they run.

mod read;

use migrate_core::dialect::{Action, DescribedOperation, Dialect, Statement};
use migrate_core::graph::{Direction, PlannedRevision, RowChange};
use migrate_core::op::encode::{Encode, Encoder, Object, Places};
use migrate_core::op::{Loss, Recorded, Script, digest};
use migrate_core::revision::Revision;
use migrate_core::schema::Schema;

use crate::registry::Registry;

use super::{PrepareCause, PrepareError, PreparedRevision, error, take_back, way_back};
pub use read::{Kept, KeptDowngrade};

/// The number of the form that is written here. Where the revision stands in the graph is read in any form.
const FORMAT: u32 = 1;

/// A revision that is about to be applied, with the schemas around it.
pub(super) struct Applied<'a> {
    /// The revision, ready to run.
    pub(super) prepared: &'a PreparedRevision<'a>,
    /// What it recorded.
    pub(super) script: &'a Script,
    /// The schema before it.
    pub(super) before: Schema,
    /// The schema after it.
    pub(super) after: &'a Schema,
    /// The fingerprint of the schema after it.
    pub(super) schema: String,
    /// The fingerprint of all that it comes after.
    pub(super) ancestry: &'a str,
}

/// The document of a revision that is about to be applied.
///
/// A way back that is refused stops no upgrade: what it is refused for is kept in its place.
pub(super) fn written(registry: &Registry, dialect: Dialect, applied: Applied<'_>) -> String {
    let Applied { prepared, script, before, after, schema, ancestry } = applied;
    let revision = prepared.revision;
    let way_back = prepared_way_back(registry, dialect, revision, script, before, after);
    let way_back = way_back.map_err(|error| error.cause.to_string()).and_then(|way_back| {
        let statements = kept_statements(dialect, &way_back)?;
        Ok((way_back, statements))
    });
    let mut out = Encoder::new(Places::AsRecorded);
    out.object(|object| {
        object.value("format", &FORMAT);
        object.value("database", &dialect.to_string());
        if !registry.package.is_empty() {
            object.value("package", registry.package);
        }
        object.optional("version", registry.version.as_ref());
        graph(registry, revision, object);
        object.value("ancestry", ancestry);
        let operations = prepared.operations.iter().zip(&script.operations);
        object.key("operations").list(&operations.map(Described::of).collect::<Vec<_>>());
        object.value("schema", &schema);
        match &way_back {
            Ok((prepared, statements)) => {
                object.key("downgrade").object(|object| downgrade(prepared, statements, object));
            }
            Err(reason) => object.value("irreversible", reason),
        }
    });
    out.into_text()
}

/// What the graph knows of a revision. A dependency that is named by a label is written by its revision: the label
/// may be another's one day.
fn graph(registry: &Registry, revision: &Revision, object: &mut Object<'_, '_>) {
    let Revision {
        id,
        down_revs,
        depends_on: _,
        labels,
        message,
        doc: _,
        file,
        line,
        // Those of the program that takes it back hold.
        timeouts: _,
    } = revision;
    let needs = registry.graph.needs(id).map(|needed| needed.id.clone());
    let depends_on: Vec<_> = needs.filter(|needed| !down_revs.contains(needed)).collect();
    object.unless_default("down_revs", down_revs);
    object.unless_default("depends_on", &depends_on);
    object.unless_default("labels", labels);
    object.unless_default("message", message);
    object.value("file", file);
    object.value("line", line);
}

fn downgrade(
    prepared: &PreparedRevision<'_>,
    statements: &[Statement],
    object: &mut Object<'_, '_>,
) {
    object.unless_default("outside_transaction", &!prepared.transactional);
    object.unless_default("commits", &prepared.commits);
    object.unless_default("relies_on_keys", &prepared.relies_on_keys);
    object.value("digest", &prepared.digest);
    object.optional("warning", prepared.warning.as_ref());
    object.key("losses").list(&prepared.losses.iter().map(Lost).collect::<Vec<_>>());
    object.key("operations").list(&prepared.operations.iter().map(Placed).collect::<Vec<_>>());
    object.key("statements").list(statements);
}

/// The way back, ready to run.
fn prepared_way_back<'g>(
    registry: &Registry,
    dialect: Dialect,
    revision: &'g Revision,
    upgrade: &Script,
    mut before: Schema,
    after: &Schema,
) -> Result<PreparedRevision<'g>, PrepareError> {
    let functions = registry
        .functions(&revision.id)
        .ok_or_else(|| error(revision, Direction::Down, PrepareCause::NotLinked))?;
    let (script, warning) = way_back(revision, functions, upgrade, &mut before)?;
    let planned =
        PlannedRevision { revision, direction: Direction::Down, change: RowChange::default() };
    take_back(registry, dialect, planned, (script, warning), &mut after.clone())
}

/// The statements as another program can run them, or why it cannot: a function is in this program, unless it says
/// what a script does in its stead. What needs nothing done is left out.
fn kept_statements(
    dialect: Dialect,
    prepared: &PreparedRevision<'_>,
) -> Result<Vec<Statement>, String> {
    let kept = prepared.statements.iter().filter_map(|statement| match &statement.action {
        Action::Nothing { .. } => None,
        Action::Run(step) => {
            let offline = step.offline.as_ref().and_then(|sql| dialect.text(sql));
            Some(match offline {
                Some(sql) => {
                    Ok(Statement { action: Action::Raw(sql.to_owned()), ..statement.clone() })
                }
                None => Err(function_refused(prepared, statement)),
            })
        }
        Action::Sql(_)
        | Action::Raw(_)
        | Action::Rebuild(_)
        | Action::Restate(_)
        | Action::Concurrent(_)
        | Action::Note(_) => Some(Ok(statement.clone())),
    });
    kept.collect()
}

fn function_refused(prepared: &PreparedRevision<'_>, statement: &Statement) -> String {
    let place = prepared
        .operations_of(statement)
        .next()
        .map_or_else(String::new, |operation| format!(" at {}", operation.origin));
    format!("its downgrade calls a function{place}, which is in the program that applied it alone")
}

/// An operation of the upgrade: what a plan says of it, and its fingerprint.
struct Described<'a> {
    description: &'a str,
    digest: String,
}

impl<'a> Described<'a> {
    fn of((described, recorded): (&'a DescribedOperation, &Recorded)) -> Self {
        let digest = digest(std::slice::from_ref(recorded));
        Self { description: &described.description, digest }
    }
}

impl Encode for Described<'_> {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.list(&[self.description, self.digest.as_str()]);
    }
}

/// An operation of the way back: what a plan says of it, and its line.
struct Placed<'a>(&'a DescribedOperation);

impl Encode for Placed<'_> {
    fn encode(&self, out: &mut Encoder<'_>) {
        // What an error is traced by, and what is advised then, belongs to the program with the source.
        let DescribedOperation { description, origin, names: _, advice: _ } = self.0;
        out.object(|object| {
            object.value("description", description);
            object.value("origin", origin);
        });
    }
}

/// Rows that are lost.
struct Lost<'a>(&'a Loss);

impl Encode for Lost<'_> {
    fn encode(&self, out: &mut Encoder<'_>) {
        out.object(|object| match self.0 {
            Loss::Rows(table) => object.value("table", table),
            Loss::Values(table, column) => {
                object.value("table", table);
                object.value("column", column);
            }
            Loss::Unknown(origin) => object.value("unknown", origin),
        });
    }
}
