//! A database that was made by hand or by revisions, held against a model: what is found, and that it leads there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_analysis::diff::{Answers, Comparison, Diff, DiffError, diff, reworded};
use migrate_analysis::drift::{Finding, State, drift};
use migrate_analysis::introspect::Reading;
use migrate_analysis::render::functions;
use migrate_analysis::spelling::Spellings;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Op, Operation, Recorded, apply, describe};
use migrate_runtime::schema::{Origin, Schema};

use crate::found;
use crate::support::{Database, NATIVE, record};

/// A database and a model, and what is found between them.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The databases it is about.
    pub(crate) on: &'static [Family],
    /// The first version of PostgreSQL that has it.
    pub(crate) since: u32,
    pub(crate) made: Made,
    /// The model.
    pub(crate) model: fn(&mut Op),
    pub(crate) answers: &'static [&'static str],
    /// What is found: notes of the reader, then what is unknown, questions, operations.
    pub(crate) found: &'static [&'static str],
}

/// How a database was made.
#[derive(Clone, Copy)]
pub(crate) enum Made {
    /// By SQL that no revision says.
    ByHand(&'static str),
    /// By revisions.
    ByRevisions(fn(&mut Op)),
}

/// `"name" on [Postgres] since 15, made, |op| model => ["found"];`
macro_rules! cases {
    ($($name:literal $(on $on:tt)? $(since $since:literal)? $(answered $answers:tt)?, $made:ident $of:tt, |$op:ident| $model:expr => $found:tt;)+) => {
        [$(
            $crate::against_model::Case {
                name: $name,
                on: cases!(@on $($on)?),
                since: cases!(@since $($since)?),
                made: cases!(@made $made $of),
                model: |$op: &mut Op| { $model; },
                answers: cases!(@answers $($answers)?),
                found: &$found,
            },
        )+]
    };
    (@on) => { &[Family::Sqlite, Family::Postgres, Family::Mysql] };
    (@on [$($on:ident),+]) => { &[$(Family::$on),+] };
    (@since) => { 0 };
    (@since $since:literal) => { $since };
    (@answers) => { &[] };
    (@answers $answers:tt) => { &$answers };
    (@made sql ($sql:expr)) => { $crate::against_model::Made::ByHand($sql) };
    (@made by (|$op:ident| $revision:expr)) => { $crate::against_model::Made::ByRevisions(|$op: &mut Op| { $revision; }) };
}

pub(crate) use cases;

/// Holds cases against what is found, on each database that they are about.
pub(crate) fn check(test: &str, cases: &[Case]) {
    let mut wrong = Vec::new();
    on(NATIVE, cases, |_| Database::new(), &mut wrong);
    #[cfg(feature = "postgres")]
    on_server::<diesel::PgConnection>(&format!("hard_{test}"), Family::Postgres, cases, &mut wrong);
    #[cfg(feature = "mysql")]
    on_server::<diesel::MysqlConnection>(&format!("hard_{test}"), Family::Mysql, cases, &mut wrong);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn on_server<C: crate::support::servers::Server>(
    name: &str,
    family: Family,
    cases: &[Case],
    wrong: &mut Vec<String>,
) {
    if !cases.iter().any(|case| case.on.contains(&family)) {
        return;
    }
    let mut scratch = crate::support::servers::Scratch::<C>::new(name);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    on(dialect, cases, |namespaces| Database::of(scratch.connect(namespaces)), wrong);
}

fn on<C: Driver>(
    dialect: Dialect,
    cases: &[Case],
    mut database: impl FnMut(Vec<String>) -> Database<C>,
    wrong: &mut Vec<String>,
) {
    let is_there = |case: &&Case| match dialect {
        Dialect::Postgres(version) => version.0 >= case.since,
        Dialect::Sqlite(_) | Dialect::Mysql(_) => true,
    };
    let of_dialect = cases.iter().filter(|case| case.on.contains(&dialect.family()));
    for case in of_dialect.filter(is_there) {
        let run = || Side { dialect, database: database(Vec::new()), case }.found();
        let found = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            vec![format!("a panic: {}", message.unwrap_or_default())]
        });
        if !found::agree(dialect, &found, case.found) {
            let lines = found.iter().map(|line| format!("\n    {line:?}"));
            wrong.push(format!("{} on {dialect}:{}", case.name, lines.collect::<String>()));
        }
    }
}

struct Side<'c, C> {
    dialect: Dialect,
    database: Database<C>,
    case: &'c Case,
}

impl<C: Driver> Side<'_, C> {
    /// What is found; of operations also where they lead, unless they lead to the model.
    fn found(mut self) -> Vec<String> {
        let dialect = self.dialect;
        let mut model = schema_of(&record(self.case.model));
        let mut head = Schema::new();
        let mut lines = Vec::new();
        match self.case.made {
            Made::ByHand(sql) => {
                if let Err(error) = self.database.connection.execute(sql) {
                    return vec![format!("not made: {error}")];
                }
                let read = self.read(&model);
                lines.extend(read.not_held.iter().map(|note| format!("note: {note}")));
                model = read.with_inherited(dialect, &read.schema, &model);
                head = read.schema;
            }
            Made::ByRevisions(revision) => {
                let script = record(revision);
                if let Err(failure) = self.database.run(dialect, &script, true, &mut head) {
                    return vec![format!("not made: {}", failure.story())];
                }
            }
        }
        let comparison = match self.case.made {
            Made::ByHand(_) => Comparison::Live(dialect),
            Made::ByRevisions(_) => Comparison::Declared,
        };
        let found = match self.diff(&head, &model, comparison) {
            Ok(found) => found,
            Err(error) => {
                lines.push(story(&error));
                return lines;
            }
        };
        lines.extend(found.unknown.iter().map(ToString::to_string));
        lines.extend(found.unsupported.iter().map(ToString::to_string));
        lines.extend(found.kept.iter().map(ToString::to_string));
        lines.extend(found.questions.iter().map(|question| format!("{question}?")));
        lines.extend(described(&found.operations, &head));
        if let Err(error) = functions(&found.operations, &head, &[dialect.family()]) {
            lines.push(format!("as Rust: {error}"));
        }
        if found.questions.is_empty() {
            lines.extend(self.lead(&found.operations, head, &model).err());
        }
        lines
    }

    /// Carries operations out, and holds the database against the model.
    fn lead(
        &mut self,
        operations: &[Operation],
        mut head: Schema,
        model: &Schema,
    ) -> Result<(), String> {
        let dialect = self.dialect;
        let script: Vec<_> = operations.iter().cloned().map(recorded).collect();
        if !script.is_empty() {
            let done = self.database.run(dialect, &script, true, &mut head);
            done.map_err(|failure| format!("it fails: {}", failure.story()))?;
        }
        let live = self.read(model).schema;
        let read = Reading { schema: live.clone(), ..Reading::default() };
        let found = drift(dialect, model, read, &Spellings::default());
        let is_known = |it: &&Finding| !matches!(it.state, State::Unknown(_));
        let known: Vec<_> =
            found.findings.iter().filter(is_known).map(ToString::to_string).collect();
        if !known.is_empty() {
            return Err(format!("it does not lead there: {}", known.join("; ")));
        }
        let live = reworded(dialect, &live, &head);
        let again = self.diff(&live, model, Comparison::Live(dialect)).map_err(|it| story(&it))?;
        if !again.operations.is_empty() || !again.questions.is_empty() {
            let all = described(&again.operations, &live);
            return Err(format!("compared once more: {} {:?}", all.join("; "), again.questions));
        }
        Ok(())
    }

    fn diff(&self, from: &Schema, to: &Schema, comparison: Comparison) -> Result<Diff, DiffError> {
        let mut answers = Answers::default();
        for answer in self.case.answers {
            // One that was given already names nothing any more.
            let _ = answers.read(answer, from);
        }
        diff(from, to, comparison, &[self.dialect.family()], &answers)
    }

    fn read(&mut self, model: &Schema) -> Reading {
        found::read(&mut self.database.connection, model).expect("a catalogue")
    }
}

/// Each operation in words, of the schema before it.
fn described(operations: &[Operation], before: &Schema) -> Vec<String> {
    let mut schema = before.clone();
    let describe = |operation: &Operation| {
        let line = describe(operation, &schema);
        apply(operation, Origin::caller(), &mut schema).expect("it was proven");
        line
    };
    operations.iter().map(describe).collect()
}

fn story(error: &DiffError) -> String {
    let source = std::error::Error::source(error).map(|source| format!(": {source}"));
    format!("{error}{}", source.unwrap_or_default())
}

fn recorded(operation: Operation) -> Recorded {
    Recorded { operation, origin: Origin::caller() }
}

/// The schema that a script makes.
pub(crate) fn schema_of(script: &[Recorded]) -> Schema {
    let mut schema = Schema::new();
    for Recorded { operation, origin } in script {
        apply(operation, *origin, &mut schema)
            .unwrap_or_else(|error| panic!("{operation}: {error}"));
    }
    schema
}
