//! One pair of schemas on a live database: the operations of the differ there, and back.

use std::collections::BTreeMap;

use migrate_analysis::compare::{Verdict, compare};
use migrate_analysis::diff::{Answers, Comparison, Diff, DiffError, diff, reworded};
use migrate_analysis::render::functions;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Operation, Recorded, apply, reverse_all};
use migrate_runtime::schema::{Origin, Schema};

use crate::pairs::Pair;
use crate::support::{Database, created_namespaces, record};

/// From which schema of a pair to which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From the first to the second.
    There,
    /// From the second to the first.
    Back,
}

/// What came of a pair.
pub(crate) struct Detected {
    /// Why no way back was derived.
    pub(crate) one_way: Option<String>,
}

/// Detects, writes, carries out and takes back the change of a pair.
pub(crate) fn check<C: Driver>(
    dialect: Dialect,
    database: &mut impl FnMut(Vec<String>) -> Database<C>,
    pair: &Pair,
    direction: Direction,
) -> Result<Detected, String> {
    let scripts = [record(pair.before), record(pair.after)];
    let namespaces = created_namespaces(scripts.iter().flatten());
    let [first, second] = match direction {
        Direction::There => scripts,
        Direction::Back => {
            let [first, second] = scripts;
            [second, first]
        }
    };
    let (before, after) = (schema_of(&first)?, schema_of(&second)?);
    let answers = answers(pair, direction, &before)?;
    let families = [dialect.family()];
    let mut side = Side { dialect, database: database(namespaces.clone()), schema: Schema::new() };
    side.run("the first schema", &first)?;

    let declared =
        found("declared", diff(&before, &after, Comparison::Declared, &families, &answers))?;
    functions(&declared, &before, &families).map_err(|error| format!("as Rust: {error}"))?;
    let script = recorded(&declared);
    let undo = reverse_all(&script, &mut side.schema.clone());
    side.run("up", &script)?;
    side.is("up", &after)?;

    let one_way = match undo {
        Ok(undo) => {
            side.run("down", &undo)?;
            let declared = if pair.leaves_traces { side.schema.clone() } else { before.clone() };
            side.is("down", &declared)?;
            None
        }
        Err((error, _)) => Some(error.to_string()),
    };
    if one_way.is_some() || pair.leaves_traces {
        side = Side { dialect, database: database(namespaces), schema: Schema::new() };
        side.run("the first schema", &first)?;
    }

    // A revision runs on the schema that the revisions before it made.
    let live = reworded(dialect, &side.database.live(&before), &before);
    let comparison = Comparison::Live(dialect);
    let operations = found("live", diff(&live, &after, comparison, &families, &answers))?;
    functions(&operations, &live, &families).map_err(|error| format!("live, as Rust: {error}"))?;
    side.schema = before;
    side.run("up from the live schema", &recorded(&operations))?;
    side.is("up from the live schema", &after)?;
    Ok(Detected { one_way })
}

/// The operations that were found, of which there must be some.
fn found(how: &str, diff: Result<Diff, DiffError>) -> Result<Vec<Operation>, String> {
    let diff = diff.map_err(|error| {
        let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
        format!("{how}: {error}{}", source.unwrap_or_default())
    })?;
    if !diff.questions.is_empty() {
        return Err(format!("{how}: open questions: {:?}", diff.questions));
    }
    if !diff.unsupported.is_empty() {
        return Err(format!("{how}: not supported: {:?}", diff.unsupported));
    }
    if diff.operations.is_empty() {
        let unknown: Vec<_> = diff.unknown.iter().map(ToString::to_string).collect();
        return Err(format!("{how}: nothing is detected; {}", unknown.join("; ")));
    }
    Ok(diff.operations)
}

/// The answers of a pair, in its direction.
fn answers(pair: &Pair, direction: Direction, before: &Schema) -> Result<Answers, String> {
    let mut answers = Answers::default();
    answers.order_labels();
    let all = pair.answers.iter().filter_map(|answer| answer.split_once('='));
    let holders: BTreeMap<_, _> = all.clone().collect();
    for (old, new) in all.filter(|(old, _)| direction == Direction::Back || !old.ends_with('.')) {
        let answer = match (direction, old.rsplit_once('.')) {
            (Direction::There, _) => format!("{old}={new}"),
            (Direction::Back, None) => format!("{new}={old}"),
            (Direction::Back, Some((holder, name))) => {
                format!("{}.{new}={name}", holders.get(holder).unwrap_or(&holder))
            }
        };
        answers.read(&answer, before).map_err(|error| error.to_string())?;
    }
    Ok(answers)
}

/// The schema that a script makes.
pub(crate) fn schema_of(script: &[Recorded]) -> Result<Schema, String> {
    let mut schema = Schema::new();
    for Recorded { operation, origin } in script {
        apply(operation, *origin, &mut schema).map_err(|error| format!("{operation}: {error}"))?;
    }
    Ok(schema)
}

/// Operations as a script.
pub(crate) fn recorded(operations: &[Operation]) -> Vec<Recorded> {
    let recorded = |operation: &Operation| {
        let origin = Origin::caller();
        Recorded { operation: operation.clone(), origin }
    };
    operations.iter().map(recorded).collect()
}

/// A live database, and the schema that revisions gave it.
struct Side<C> {
    dialect: Dialect,
    database: Database<C>,
    schema: Schema,
}

impl<C: Driver> Side<C> {
    fn run(&mut self, way: &str, script: &[Recorded]) -> Result<(), String> {
        let Self { dialect, database, schema } = self;
        let done = database.run(*dialect, script, true, schema);
        done.map(drop).map_err(|failure| {
            let operations = script.iter().map(|it| format!("\n    {}", it.operation));
            format!("{way}: {}{}", failure.story(), operations.collect::<String>())
        })
    }

    /// Holds the live database against a declared schema.
    fn is(&mut self, way: &str, declared: &Schema) -> Result<(), String> {
        let dialect = self.dialect;
        let live = self.database.live(declared);
        let mut differences = compare(dialect, declared, &live);
        differences.retain(|difference| difference.verdict == Verdict::Different);
        if !differences.is_empty() {
            let all: Vec<_> = differences.iter().map(ToString::to_string).collect();
            return Err(format!("{way}, the live schema differs: {}", all.join("; ")));
        }
        let (comparison, none) = (Comparison::Live(dialect), Answers::default());
        let diff = diff(&live, declared, comparison, &[dialect.family()], &none);
        let diff = diff.map_err(|error| format!("{way}, compared once more: {error}"))?;
        if !diff.operations.is_empty() || !diff.questions.is_empty() {
            let all: Vec<_> = diff.operations.iter().map(ToString::to_string).collect();
            let (all, open) = (all.join("; "), diff.questions);
            return Err(format!("{way}, compared once more: {all} {open:?}"));
        }
        Ok(())
    }
}
