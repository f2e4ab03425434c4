//! A database that is held against a model: what is found, what comes of it on the database, and what is left.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_analysis::compare::{Object, Verdict, compare};
use migrate_analysis::diff::{
    Answers, Comparison, Diff, claimed, diff, inverse, objects_of, reworded,
};
use migrate_analysis::drift::{Finding, State, drift};
use migrate_analysis::introspect::{self, Reading};
use migrate_analysis::render::functions;
use migrate_analysis::spelling::Spellings;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::executor::{Driver, with_catalogue};
use migrate_runtime::op::{Op, Operation, Recorded, apply, describe, reverse_all};
use migrate_runtime::schema::{Origin, Schema};
use snapbox::data::Inline;
use snapbox::{IntoData as _, assert_data_eq};

use crate::support::{Database, NATIVE, created_namespaces, record};

/// A database, the model that it is held against, and what is said of both.
pub(crate) struct Held {
    pub(crate) name: &'static str,
    pub(crate) since: u32,
    pub(crate) revisions: Vec<Recorded>,
    pub(crate) made: Option<&'static str>,
    pub(crate) rows: Option<&'static str>,
    pub(crate) model: Vec<Recorded>,
    pub(crate) answers: &'static [&'static str],
    pub(crate) query: Option<&'static str>,
    pub(crate) outcome: Inline,
}

/// A case: an empty database and an empty model, unless more is said.
pub(crate) fn held(name: &'static str) -> Held {
    Held {
        name,
        since: 0,
        revisions: Vec::new(),
        made: None,
        rows: None,
        model: Vec::new(),
        answers: &[],
        query: None,
        outcome: snapbox::str![""],
    }
}

impl Held {
    /// On this version of PostgreSQL and newer ones.
    pub(crate) const fn since(mut self, version: u32) -> Self {
        self.since = version;
        self
    }

    /// Revisions make the database.
    pub(crate) fn revisions(mut self, revisions: impl FnOnce(&mut Op)) -> Self {
        self.revisions = record(revisions);
        self
    }

    /// SQL makes the database, or changes what the revisions made.
    pub(crate) const fn made(mut self, sql: &'static str) -> Self {
        self.made = Some(sql);
        self
    }

    /// Rows that are there.
    pub(crate) const fn rows(mut self, sql: &'static str) -> Self {
        self.rows = Some(sql);
        self
    }

    /// What the database should be.
    pub(crate) fn model(mut self, model: impl FnOnce(&mut Op)) -> Self {
        self.model = record(model);
        self
    }

    /// Answers to what is asked, as a person writes them.
    pub(crate) const fn answers(mut self, answers: &'static [&'static str]) -> Self {
        self.answers = answers;
        self
    }

    /// A query of what is in the database in the end.
    pub(crate) const fn query(mut self, sql: &'static str) -> Self {
        self.query = Some(sql);
        self
    }

    /// What is said, a line each; nothing where the database is as the model.
    pub(crate) fn outcome(mut self, outcome: Inline) -> Self {
        self.outcome = outcome;
        self
    }
}

/// Checks cases on SQLite.
pub(crate) fn on_sqlite(cases: Vec<Held>) {
    check(NATIVE, |_| Database::new(), cases);
}

/// Checks cases on PostgreSQL.
#[cfg(feature = "postgres")]
pub(crate) fn on_postgres(test: &str, cases: Vec<Held>) {
    on_server::<diesel::PgConnection>(test, cases);
}

/// Checks cases on MariaDB.
#[cfg(feature = "mysql")]
pub(crate) fn on_mysql(test: &str, cases: Vec<Held>) {
    on_server::<diesel::MysqlConnection>(test, cases);
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn on_server<C: crate::support::servers::Server>(test: &str, cases: Vec<Held>) {
    let mut scratch = crate::support::servers::Scratch::<C>::new(test);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(dialect, |namespaces| Database::of(scratch.connect(namespaces)), cases);
}

/// Checks all cases before it fails for some of them; `MIGRATE_TEST_HELD` is a part of the names of those that
/// are checked.
fn check<C: Driver>(
    dialect: Dialect,
    mut database: impl FnMut(Vec<String>) -> Database<C>,
    cases: Vec<Held>,
) {
    let mut failed = Vec::new();
    for case in cases.into_iter().filter(|case| is_tried(dialect, case)) {
        let name = case.name;
        let run = || {
            let found = outcome(dialect, &mut database, &case);
            assert_data_eq!(found, case.outcome.clone().raw());
        };
        if catch_unwind(AssertUnwindSafe(run)).is_err() {
            failed.push(name);
        }
    }
    assert_eq!(failed, [""; 0], "on {dialect}");
}

/// Whether a version has what the case is about, and `MIGRATE_TEST_HELD` is a part of its name.
pub(crate) fn is_tried(dialect: Dialect, case: &Held) -> bool {
    let part = std::env::var("MIGRATE_TEST_HELD").unwrap_or_default();
    let is_of_version = match dialect {
        Dialect::Postgres(version) => version.0 >= case.since,
        Dialect::Sqlite(_) | Dialect::Mysql(_) => true,
    };
    is_of_version && case.name.contains(&part)
}

/// What is said of a case, a line each.
pub(crate) fn outcome<C: Driver>(
    dialect: Dialect,
    database: &mut impl FnMut(Vec<String>) -> Database<C>,
    case: &Held,
) -> String {
    let database = database(created_namespaces(case.revisions.iter().chain(&case.model)));
    Trial::new(dialect, database, case).outcome()
}

struct Trial<'c, C> {
    dialect: Dialect,
    database: Database<C>,
    case: &'c Held,
    said: String,
    has_looked: bool,
    /// What nobody claims.
    others: Vec<Object>,
}

impl<'c, C: Driver> Trial<'c, C> {
    const fn new(dialect: Dialect, database: Database<C>, case: &'c Held) -> Self {
        Self { dialect, database, case, said: String::new(), has_looked: false, others: Vec::new() }
    }

    fn say(&mut self, word: &str, what: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.said, "{word}: {what}");
    }

    /// All that is said of the case.
    fn outcome(mut self) -> String {
        if let Err(story) = self.run() {
            let story = story.lines().map(str::trim).collect::<Vec<_>>().join("\n  ");
            let _ = writeln!(self.said, "{story}");
        }
        if !self.has_looked {
            self.look();
        }
        self.said
    }

    /// Says what the query finds.
    fn look(&mut self) {
        self.has_looked = true;
        if let Some(query) = self.case.query {
            match self.database.connection.query(query) {
                Ok(rows) => {
                    for row in rows {
                        let values = row.into_iter();
                        let values = values.map(|it| it.unwrap_or_else(|| "NULL".to_owned()));
                        self.say("row", values.collect::<Vec<_>>().join("|"));
                    }
                }
                Err(error) => self.say("no rows", error),
            }
        }
    }

    fn run(&mut self) -> Result<(), String> {
        let dialect = self.dialect;
        let families = [dialect.family()];
        let mut head = dialect.empty_schema();
        if !self.case.revisions.is_empty() {
            self.carry_out(&self.case.revisions, &mut head)
                .map_err(|story| format!("revisions: {story}"))?;
        }
        for sql in [self.case.made, self.case.rows].into_iter().flatten() {
            Driver::execute(&mut self.database.connection, sql).expect("what is there");
        }
        let model = schema_of(&self.case.model, dialect)?;
        let live = self.read(&model)?;
        for note in &live.not_held {
            self.say("not held", note);
        }
        let (from, comparison) = if self.case.made.is_none() {
            (head, Comparison::Declared)
        } else {
            // Without revisions the database is older than they are, and all of it is theirs.
            let (live, declared) = if self.case.revisions.is_empty() {
                (live.schema.clone(), &model)
            } else {
                let found = drift(dialect, &head, live.clone(), &Spellings::default());
                found.findings.iter().for_each(|finding| self.say("drift", shown(finding)));
                let of_model = objects_of(dialect, &model);
                let (live, others) = claimed(dialect, &live.schema, &head, of_model);
                for other in &others {
                    self.say("left alone", other);
                }
                self.others = others;
                (live, &head)
            };
            (reworded(dialect, &live, declared), Comparison::Live(dialect))
        };
        let model = live.with_inherited(dialect, &from, &model);
        let mut answers = Answers::default();
        for answer in self.case.answers {
            if let Err(error) = answers.read(answer, &from) {
                self.say("answer", error);
            }
        }
        let found = found(&from, &model, comparison, &families, &answers)?;
        for question in &found.questions {
            self.say("question", question);
        }
        for unknown in &found.unknown {
            self.say("unknown", unknown);
        }
        for unsupported in &found.unsupported {
            self.say("unsupported", unsupported);
        }
        for kept in &found.kept {
            self.say("kept", kept);
        }
        let script = recorded(&found.operations);
        let mut now = from.clone();
        for Recorded { operation, origin } in &script {
            self.say("change", describe(operation, &now));
            apply(operation, *origin, &mut now).map_err(|error| format!("apply: {error}"))?;
        }
        if script.is_empty() {
            return Ok(());
        }
        functions(&found.operations, &from, &families)
            .map_err(|error| format!("as Rust: {error}"))?;
        let undo = reverse_all(&script, &mut from.clone());
        let back = match undo {
            Ok(undo) => undo,
            Err((error, _)) => {
                self.say("not exactly back", error);
                let back = inverse(&found.operations, &from, &families);
                recorded(&back.map_err(|error| format!("no way back: {error}"))?)
            }
        };
        let mut now = from.clone();
        self.carry_out(&script, &mut now)?;
        self.left("left", &model)?;
        self.look();
        self.carry_out(&back, &mut now).map_err(|story| format!("back: {story}"))?;
        self.left("left on the way back", &live.schema)?;
        Ok(())
    }

    fn read(&mut self, model: &Schema) -> Result<Reading, String> {
        let namespaces = introspect::namespaces(model);
        let mut reading = with_catalogue(&mut self.database.connection, |query, dialect| {
            introspect::read(query, dialect, &namespaces)
        })
        .map_err(|error| error.to_string())?
        .map_err(|error| {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
            format!("cannot be read: {error}{}", source.unwrap_or_default())
        })?;
        let own = ["migrate_version", "migrate_log"];
        reading.as_declared(self.dialect, model, &own);
        Ok(reading)
    }

    fn carry_out(&mut self, script: &[Recorded], schema: &mut Schema) -> Result<(), String> {
        let done = self.database.run(self.dialect, script, true, schema);
        done.map(drop).map_err(|failure| failure.story())
    }

    /// Says what of the live database differs from a schema.
    fn left(&mut self, word: &str, declared: &Schema) -> Result<(), String> {
        let dialect = self.dialect;
        let live = self.read(declared)?.schema;
        let is_known = |object: &Object| !self.others.contains(object);
        let (live, _) = claimed(dialect, &live, declared, is_known);
        for difference in compare(dialect, declared, &live) {
            if difference.verdict == Verdict::Different {
                self.say(word, difference);
            }
        }
        let live = reworded(dialect, &live, declared);
        let (form, none) = (Comparison::Live(dialect), Answers::default());
        let more = found(&live, declared, form, &[dialect.family()], &none)?;
        for operation in &more.operations {
            self.say(word, describe(operation, &live));
        }
        Ok(())
    }
}

/// A finding in a line. That a query is in other words is as good as unknown, whatever is said of it.
fn shown(finding: &Finding) -> String {
    match (&finding.object, &finding.state) {
        (Object::View(_) | Object::MaterializedView(_), State::Unknown(_)) => {
            format!("{} may differ", finding.object)
        }
        _ => finding.to_string(),
    }
}

fn found(
    from: &Schema,
    to: &Schema,
    comparison: Comparison,
    families: &[Family],
    answers: &Answers,
) -> Result<Diff, String> {
    diff(from, to, comparison, families, answers).map_err(|error| {
        let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
        format!("no difference: {error}{}", source.unwrap_or_default())
    })
}

/// The schema that a script makes.
pub(crate) fn schema_of(script: &[Recorded], dialect: Dialect) -> Result<Schema, String> {
    let mut schema = dialect.empty_schema();
    for Recorded { operation, origin } in script {
        apply(operation, *origin, &mut schema)
            .map_err(|error| format!("model: {operation}: {error}"))?;
    }
    Ok(schema)
}

/// Operations as a script.
pub(crate) fn recorded(operations: &[Operation]) -> Vec<Recorded> {
    let origin = Origin::caller();
    operations.iter().map(|it| Recorded { operation: it.clone(), origin }).collect()
}
