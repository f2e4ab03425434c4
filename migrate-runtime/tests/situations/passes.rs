//! What is done with a situation on a database, each on an empty one: one by one, in one run, by script.

use migrate_analysis::compare::compare;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::schema::Schema;
use snapbox::{IntoData as _, assert_data_eq};

use crate::chain::{Chain, run, script};
use crate::settled::is_settled;
use crate::situation::{MARIADB, Outcome, Pass, SQLITE, Server, Situation, Step};
use crate::source::Source;
use crate::support::{Failure, OLDEST, created_namespaces, differences, live};

/// Does all of it.
pub(crate) fn check(situation: &Situation, server: Server, source: &mut dyn Source) {
    let chain = Chain::of(situation, server);
    let mut trial = Trial { situation, server, source, chain: &chain };
    let course = trial.one_by_one();
    if situation.has(server, Pass::OneRun) {
        trial.in_one_run(&course);
    }
    if situation.has(server, Pass::Script) {
        trial.by_script(&course);
    }
}

/// What came of going up one by one.
struct Course {
    /// The schema before each revision that runs, and after the last.
    schemas: Vec<Schema>,
    /// The answers to the queries after the last revision.
    answers: Vec<String>,
    /// The refusal or error at the end.
    story: Option<String>,
}

struct Trial<'t> {
    situation: &'t Situation,
    server: Server,
    source: &'t mut dyn Source,
    chain: &'t Chain<'t>,
}

impl Trial<'_> {
    fn empty(&mut self) -> (Box<dyn Driver>, Dialect) {
        let mut connection = self.source.empty(created_namespaces(self.situation.operations()));
        let dialect = connection.dialect().expect("a known version");
        (connection, dialect)
    }

    fn one_by_one(&mut self) -> Course {
        let (mut connection, dialect) = self.empty();
        let connection = &mut *connection;
        let mut course = Course { schemas: vec![Schema::new()], answers: Vec::new(), story: None };
        for step in self.situation.steps_on(self.server) {
            match step {
                Step::Revision(change) => {
                    course.answers.clear();
                    let applied = course.schemas.len() - 1;
                    let mut schema = course.schemas[applied].clone();
                    let done = self.chain.up(dialect, applied, &mut schema).and_then(|prepared| {
                        run(connection, &self.chain.rows(applied), &[prepared])
                    });
                    match (done, change.outcome(self.server)) {
                        (Ok(said), None) => {
                            if let Some(expected) = change.notes(self.server) {
                                assert_data_eq!(said, expected.clone());
                            }
                            self.hold(connection, dialect, &schema, &format!("up {}", change.id));
                            course.schemas.push(schema);
                        }
                        (Err(failure), Some(outcome)) => {
                            course.story = Some(self.expected(&failure, outcome));
                            if let Failure::Failed(_) = failure {
                                self.is_undone(connection, dialect, applied, &course);
                            }
                        }
                        (Ok(_), Some(_)) => panic!("{}: {} runs", self.title(), change.id),
                        (Err(failure), None) => {
                            panic!("{}: {}: {}", self.title(), change.id, failure.story())
                        }
                    }
                }
                Step::Rows(on, sql) if on.contains(&self.server) => {
                    self.ask(sql);
                }
                Step::Query(on, sql, expected) if on.contains(&self.server) => {
                    let answer = self.ask(sql);
                    assert_data_eq!(answer.as_str(), expected.clone().raw());
                    course.answers.push(answer);
                }
                Step::Rows(..) | Step::Query(..) => {}
            }
        }
        if self.situation.has(self.server, Pass::Back) {
            self.back_and_again(connection, dialect, &course);
        }
        course
    }

    /// Down and up again, and down as far as there is a way back; rows of an application stay in what
    /// the first revision created.
    fn back_and_again(&mut self, connection: &mut dyn Driver, dialect: Dialect, course: &Course) {
        let (chain, schemas) = (self.chain, &course.schemas);
        let mut schema = schemas[chain.count].clone();
        let kept = usize::from(self.situation.has_rows(self.server));
        let lowest = chain.lowest().max(kept).min(chain.count);
        for at in (lowest..chain.count).rev() {
            let prepared = chain.down(dialect, at, &schemas[at], &mut schema);
            let done =
                prepared.and_then(|prepared| run(connection, &chain.rows(at + 1), &[prepared]));
            self.succeeded(done, &format!("down to {at}"));
            self.hold(connection, dialect, &schema, &format!("down to {at}"));
            if chain.is_derived(at) {
                let (found, before) = (schema.clone().sorted(), schemas[at].clone().sorted());
                assert_eq!(found, before, "{}: derived way back to {at}", self.title());
            }
        }
        for at in lowest..chain.count {
            let prepared = chain.up(dialect, at, &mut schema);
            let done = prepared.and_then(|prepared| run(connection, &chain.rows(at), &[prepared]));
            self.succeeded(done, &format!("up again from {at}"));
            self.hold(connection, dialect, &schema, &format!("up again from {at}"));
        }
        if self.situation.has(self.server, Pass::Again) {
            self.answers_as(course, "again");
        }
        for at in (chain.lowest()..chain.count).rev() {
            let prepared = chain.down(dialect, at, &schemas[at], &mut schema);
            let done =
                prepared.and_then(|prepared| run(connection, &chain.rows(at + 1), &[prepared]));
            self.succeeded(done, &format!("down again to {at}"));
        }
        self.hold(connection, dialect, &schemas[chain.lowest()], "down again");
    }

    fn in_one_run(&mut self, course: &Course) {
        let has_rows = self.situation.has_rows(self.server);
        // What fails for rows that an application wrote does not fail without them.
        if has_rows && matches!(self.chain.end, Some(Outcome::Fails(_))) {
            return;
        }
        let (mut connection, dialect) = self.empty();
        let connection = &mut *connection;
        let prepared = self.chain.all_up(dialect);
        match (prepared.and_then(|prepared| run(connection, &[], &prepared)), self.chain.end) {
            (Ok(_), None) => {
                self.hold(connection, dialect, &course.schemas[self.chain.count], "in one run");
                if !has_rows {
                    self.answers_as(course, "in one run");
                }
            }
            (Err(failure), Some(outcome)) => {
                let story = self.expected(&failure, outcome);
                assert_eq!(Some(story), course.story, "{}: in one run", self.title());
                if let Failure::Failed(_) = failure {
                    self.is_undone(connection, dialect, self.chain.count, course);
                }
            }
            (Ok(_), Some(_)) => panic!("{}: runs in one run", self.title()),
            (Err(failure), None) => {
                panic!("{}: in one run: {}", self.title(), failure.story())
            }
        }
    }

    fn by_script(&mut self, course: &Course) {
        let (mut connection, live) = self.empty();
        // What the oldest SQLite takes each of its shells takes.
        let dialect = if self.server == SQLITE { OLDEST } else { live };
        let chain = self.chain;
        let text = self.script_of_steps(dialect);
        let printed = self.source.shell().run(&text);
        if let Some(Outcome::Fails(_)) = chain.end {
            assert!(printed.is_err(), "{}: the script runs:\n{text}", self.title());
            return;
        }
        let printed = printed.unwrap_or_else(|error| panic!("{}: {error}\n{text}", self.title()));
        let answers = printed.split(BEGIN).skip(1).map(|rest| {
            let answer = rest.split(END).next().unwrap_or_default();
            answer.strip_prefix('\n').unwrap_or(answer).to_owned()
        });
        assert_eq!(answers.collect::<Vec<_>>(), course.answers, "{}: by script", self.title());
        self.hold(&mut *connection, live, &course.schemas[chain.count], "by script");
        if self.situation.has(self.server, Pass::Back) {
            let mut schema = course.schemas[chain.count].clone();
            let downs = (chain.lowest()..chain.count).rev().map(|at| {
                chain.down(dialect, at, &course.schemas[at], &mut schema).unwrap_or_else(
                    |failure| panic!("{}: script down: {}", self.title(), failure.story()),
                )
            });
            let text = script(dialect, &downs.collect::<Vec<_>>(), chain.count);
            let done = self.source.shell().run(&text);
            done.unwrap_or_else(|error| panic!("{}: down: {error}\n{text}", self.title()));
            let lowest = &course.schemas[chain.lowest()];
            self.hold(&mut *connection, live, lowest, "down by script");
        }
    }

    /// The revisions as scripts, with the rows of the application between them, and in the end the last
    /// queries; without rows they are one script.
    fn script_of_steps(&self, dialect: Dialect) -> String {
        let chain = self.chain;
        let shell = self.source.shell();
        let has_rows = self.situation.has_rows(self.server);
        let mut text = String::new();
        let mut queries = String::new();
        let mut prepared = Vec::new();
        let mut schema = Schema::new();
        let mut at = 0;
        for step in self.situation.steps_on(self.server) {
            match step {
                Step::Revision(_) => {
                    queries.clear();
                    match (chain.up(dialect, at, &mut schema), chain.end) {
                        (Ok(revision), _) if has_rows => {
                            text += &script(dialect, &[revision], at);
                        }
                        (Ok(revision), _) => prepared.push(revision),
                        (Err(Failure::Refused(_)), Some(Outcome::Refused(_)))
                            if at == chain.count => {}
                        (Err(failure), _) => {
                            panic!("{}: script: {}", self.title(), failure.story())
                        }
                    }
                    at += 1;
                }
                Step::Rows(on, sql) if on.contains(&self.server) => {
                    text += sql.trim_end_matches(';');
                    text += ";\n";
                }
                Step::Query(on, sql, _) if on.contains(&self.server) => {
                    queries += &shell.print(BEGIN);
                    queries += sql.trim_end_matches(';');
                    queries += ";\n";
                    queries += &shell.print(END);
                }
                Step::Rows(..) | Step::Query(..) => {}
            }
        }
        if !prepared.is_empty() {
            text = script(dialect, &prepared, 0) + &text;
        }
        text + &queries
    }

    /// Whether the live schema is the simulated one.
    fn hold(&self, connection: &mut dyn Driver, dialect: Dialect, schema: &Schema, when: &str) {
        if !self.situation.has(self.server, Pass::Compare) {
            return;
        }
        let live = live(connection, schema);
        let mut found = compare(dialect, schema, &live);
        found.retain(|difference| {
            !self.situation.is_unsettled(&difference.object.to_string())
                && !is_settled(connection, dialect, difference, schema)
        });
        if !found.is_empty() {
            let found: Vec<_> = found.iter().map(ToString::to_string).collect();
            let found = found.join("\n");
            let lines = differences(dialect, &live, schema);
            panic!("{} {when}:\n{found}\n{lines}", self.title());
        }
    }

    /// Whether nothing is left of the revision after these; MariaDB cannot undo what changes a schema.
    fn is_undone(
        &self,
        connection: &mut dyn Driver,
        dialect: Dialect,
        applied: usize,
        course: &Course,
    ) {
        if self.server != MARIADB {
            self.hold(connection, dialect, &course.schemas[applied], "after the error");
        }
        if applied > 0 {
            let rows = connection.query("SELECT version_num FROM migrate_version");
            let rows: Vec<_> = rows.expect("the rows").into_iter().flatten().flatten().collect();
            assert_eq!(rows, self.chain.rows(applied), "{}: after the error", self.title());
        }
    }

    /// The story of a failure that was foretold.
    fn expected(&self, failure: &Failure, outcome: &Outcome) -> String {
        let story = failure.story() + "\n";
        let story = match self.source.name() {
            Some(name) => story.replace(name, "db"),
            None => story,
        };
        let expected = match (failure, outcome) {
            (Failure::Refused(_), Outcome::Refused(expected))
            | (Failure::Failed(_), Outcome::Fails(expected)) => expected,
            (Failure::Refused(_), Outcome::Fails(_)) => {
                panic!("{}: refused: {story}", self.title())
            }
            (Failure::Failed(_), Outcome::Refused(_)) => panic!("{}: fails: {story}", self.title()),
        };
        assert_data_eq!(story.as_str(), expected.clone().raw());
        story
    }

    /// Whether the last queries still find what they found before.
    fn answers_as(&self, course: &Course, when: &str) {
        let mut answers = Vec::new();
        for step in self.situation.steps_on(self.server) {
            match step {
                Step::Revision(_) => answers.clear(),
                Step::Query(on, sql, _) if on.contains(&self.server) => answers.push(self.ask(sql)),
                Step::Rows(..) | Step::Query(..) => {}
            }
        }
        assert_eq!(answers, course.answers, "{} {when}", self.title());
    }

    /// What the shell prints for an application's SQL.
    fn ask(&self, sql: &str) -> String {
        let keys = if self.server == SQLITE { "PRAGMA foreign_keys = ON;\n" } else { "" };
        let printed = self.source.shell().run(&format!("{keys}{sql};\n"));
        printed.unwrap_or_else(|error| panic!("{}: `{sql}`: {error}", self.title()))
    }

    fn succeeded(&self, done: Result<String, Failure>, when: &str) {
        done.unwrap_or_else(|failure| panic!("{} {when}: {}", self.title(), failure.story()));
    }

    fn title(&self) -> String {
        format!("`{}` on {:?}", self.situation.name, self.server)
    }
}

/// What stands before and after an answer in a shell's output.
const BEGIN: &str = "== answer";
const END: &str = "== end";
