//! One case: a schema, operations on it, and what each database is told to do.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::error::Error as _;

use migrate_analysis::compare::compare;
use migrate_analysis::initial::{initial, refusal};
use migrate_analysis::render::function;
use migrate_runtime::dialect::{Action, Dialect, Statement, mysql, postgres};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Mode, NoTx, Op, Recorded, apply, reverse_all};
use migrate_runtime::schema::Schema;
use snapbox::assert_data_eq;
use snapbox::data::Inline;

use crate::settled::is_settled;
use crate::support::{Database, NATIVE, OLDEST, created_namespaces, differences, prepared, record};

/// The versions of each server that every case is written for; older ones are looked at where a
/// case speaks of them.
pub(crate) const SERVERS: [&[Dialect]; 4] = [
    &[OLDEST, NATIVE],
    &[of_postgres(13), of_postgres(14), of_postgres(15), of_postgres(17), of_postgres(18)],
    &[of_mariadb(10, 11), of_mariadb(11, 8), of_mariadb(12, 1)],
    &[of_mysql(8, 0, 36), of_mysql(8, 4, 0), of_mysql(9, 5, 0)],
];

/// A version of PostgreSQL.
pub(crate) const fn of_postgres(version: u32) -> Dialect {
    Dialect::Postgres(postgres::Version(version))
}

/// A version of MariaDB.
pub(crate) const fn of_mariadb(major: u32, minor: u32) -> Dialect {
    Dialect::Mysql(mysql::Version::mariadb(major, minor, 0))
}

/// A version of MySQL.
pub(crate) const fn of_mysql(major: u32, minor: u32, patch: u32) -> Dialect {
    Dialect::Mysql(mysql::Version::mysql(major, minor, patch))
}

/// What comes of the operations on a database.
#[derive(Clone)]
pub(crate) enum Outcome {
    /// These statements.
    Sql(Inline),
    /// A refusal.
    Refused(Inline),
}

impl From<Inline> for Outcome {
    fn from(sql: Inline) -> Self {
        Self::Sql(sql)
    }
}

/// The database, or the schema, does not allow it.
pub(crate) const fn refused(story: Inline) -> Outcome {
    Outcome::Refused(story)
}

/// What holds from a version of a server on.
pub(crate) type Answer = (Dialect, Outcome);

/// From the version on it is another answer than before.
pub(crate) fn since(version: Dialect, outcome: impl Into<Outcome>) -> Answer {
    (version, outcome.into())
}

/// From the oldest SQLite on.
pub(crate) fn sqlite(outcome: impl Into<Outcome>) -> Answer {
    since(SERVERS[0][0], outcome)
}

/// From the oldest PostgreSQL on.
pub(crate) fn postgres(outcome: impl Into<Outcome>) -> Answer {
    since(SERVERS[1][0], outcome)
}

/// From MariaDB 10.11 on; and for MySQL, when nothing else is said of it.
pub(crate) fn mariadb(outcome: impl Into<Outcome>) -> Answer {
    since(SERVERS[2][0], outcome)
}

/// From MySQL 8.0 on.
pub(crate) fn mysql(outcome: impl Into<Outcome>) -> Answer {
    since(SERVERS[3][0], outcome)
}

/// Operations on a schema, and what comes of them.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) setup: Vec<Recorded>,
    pub(crate) operations: Vec<Recorded>,
    transactional: bool,
    one_way_on: &'static [&'static str],
    leaves_traces: bool,
    live_on: Option<&'static [&'static str]>,
    answers: Vec<Answer>,
}

/// Operations in a transaction.
pub(crate) fn case<const N: usize>(
    name: &'static str,
    setup: impl FnOnce(&mut Op),
    operations: impl FnOnce(&mut Op),
    answers: [Answer; N],
) -> Case {
    of_mode(name, setup, operations, answers.into())
}

/// Operations outside a transaction.
pub(crate) fn outside<const N: usize>(
    name: &'static str,
    setup: impl FnOnce(&mut Op),
    operations: impl FnOnce(&mut Op<NoTx>),
    answers: [Answer; N],
) -> Case {
    of_mode(name, setup, operations, answers.into())
}

/// Operations that do not fit the schema, which every database refuses alike.
pub(crate) fn invalid(
    name: &'static str,
    setup: impl FnOnce(&mut Op),
    operations: impl FnOnce(&mut Op),
    story: Inline,
) -> Case {
    let story = refused(story);
    let answers = SERVERS.map(|versions| since(versions[0], story.clone()));
    case(name, setup, operations, answers)
}

fn of_mode<M: Mode>(
    name: &'static str,
    setup: impl FnOnce(&mut Op),
    operations: impl FnOnce(&mut Op<M>),
    answers: Vec<Answer>,
) -> Case {
    Case {
        name,
        setup: record(setup),
        operations: record(operations),
        transactional: M::TRANSACTIONAL,
        one_way_on: &[],
        leaves_traces: false,
        live_on: None,
        answers,
    }
}

impl Case {
    /// What it does to rows cannot be undone.
    pub(crate) const fn one_way(self) -> Self {
        self.one_way_on(&["SQLite", "PostgreSQL", "MariaDB", "MySQL"])
    }

    /// What it does to values cannot be undone on these databases.
    pub(crate) const fn one_way_on(mut self, servers: &'static [&'static str]) -> Self {
        self.one_way_on = servers;
        self
    }

    /// The way back leaves something that was not there before.
    pub(crate) const fn leaves_traces(mut self) -> Self {
        self.leaves_traces = true;
        self
    }

    /// It holds words that only these databases know, and so runs on them alone.
    pub(crate) fn live_on(mut self, servers: &'static [&'static str]) -> Self {
        self.live_on = Some(servers);
        self
    }

    /// Whether any database carries it out.
    pub(crate) fn is_possible(&self) -> bool {
        self.answers.iter().any(|(_, outcome)| matches!(outcome, Outcome::Sql(_)))
    }

    /// The schemas (namespaces) that come and go.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) fn namespaces(&self) -> Vec<String> {
        created_namespaces(self.setup.iter().chain(&self.operations))
    }

    /// What holds for a version: what was said for it, or for the nearest older one.
    fn answer_for(&self, dialect: Dialect) -> Option<&Answer> {
        let holds =
            |said: &&Answer| said.0.name() == dialect.name() && numbers(said.0) <= numbers(dialect);
        self.answers.iter().filter(holds).max_by_key(|said| numbers(said.0))
    }

    /// Whether nothing is said for MySQL, which does as MariaDB then.
    fn follows_mariadb(&self, dialect: Dialect) -> bool {
        let is_mysql = |dialect: Dialect| dialect.name() == "MySQL";
        is_mysql(dialect) && !self.answers.iter().any(|(version, _)| is_mysql(*version))
    }

    /// Holds the statements for the versions of one server against what was said.
    pub(crate) fn check_sql(&self, versions: &[Dialect]) {
        let said = self.answers.iter().map(|(version, _)| *version);
        let said = said.filter(|version| version.name() == versions[0].name());
        let versions: BTreeMap<_, _> = versions
            .iter()
            .copied()
            .chain(said)
            .map(|version| (numbers(version), version))
            .collect();
        let mut shown = BTreeMap::new();
        for version in versions.into_values() {
            let outcome = self.outcome(version);
            if self.follows_mariadb(version) {
                let model = SERVERS[2][0];
                let expected = self.outcome(model).map_err(|story| unnamed(model, &story));
                let outcome = outcome.map_err(|story| unnamed(version, &story));
                assert_eq!(
                    outcome, expected,
                    "`{}`: {version} differs: say `mysql(..)`",
                    self.name
                );
                continue;
            }
            let (text, from, expected) = match (outcome, self.answer_for(version)) {
                (Ok(text), Some((from, Outcome::Sql(expected))))
                | (Err(text), Some((from, Outcome::Refused(expected)))) => (text, from, expected),
                (Ok(text), Some((_, Outcome::Refused(_)))) => {
                    panic!("`{}`: {version} does it: {text}", self.name)
                }
                (Err(text), Some((_, Outcome::Sql(_)))) => {
                    panic!("`{}`: {version} refuses it: {text}", self.name)
                }
                (outcome, None) => {
                    panic!("`{}`: nothing is said of {version}: {outcome:?}", self.name)
                }
            };
            match shown.entry(numbers(*from)) {
                Entry::Occupied(same) => {
                    // A refusal may name the version.
                    let text = text.replace(&version.to_string(), &from.to_string());
                    assert_eq!(text, *same.get(), "`{}`: {version} differs", self.name);
                }
                Entry::Vacant(entry) => {
                    assert_data_eq!(entry.insert(text).as_str(), expected.clone());
                }
            }
        }
    }

    /// Whether the operations run in a transaction.
    pub(crate) const fn is_transactional(&self) -> bool {
        self.transactional
    }

    /// The schema before the operations.
    pub(crate) fn before(&self, dialect: Dialect) -> Schema {
        let mut schema = dialect.empty_schema();
        for Recorded { operation, origin } in &self.setup {
            apply(operation, *origin, &mut schema)
                .unwrap_or_else(|error| panic!("the setup of `{}`: {error}", self.name));
        }
        schema
    }

    /// The statements, or the refusal. That newer versions of MariaDB copy rows while others are written
    /// is not shown again with each case: `algorithms.rs` of the core has when they do.
    fn outcome(&self, dialect: Dialect) -> Result<String, String> {
        let steps =
            prepared(dialect, &self.operations, self.transactional, &mut self.before(dialect));
        // What the setup makes must be there.
        let setup = prepared(dialect, &self.setup, true, &mut Schema::new());
        match steps.and_then(|steps| setup.map(|_| steps)) {
            Ok(steps) => {
                let text: String = steps.iter().map(written).collect();
                Ok(text.replace("ALGORITHM=COPY, LOCK=NONE", "ALGORITHM=COPY, LOCK=SHARED"))
            }
            Err(failure) => Err(failure.story()),
        }
    }

    /// Whether it can be carried out on a live database of this version.
    pub(crate) fn runs_on(&self, dialect: Dialect) -> bool {
        let model = if self.follows_mariadb(dialect) { SERVERS[2][0] } else { dialect };
        let possible = matches!(self.answer_for(model), Some((_, Outcome::Sql(_))));
        possible && self.live_on.is_none_or(|servers| servers.contains(&dialect.name()))
    }

    /// Up, down by the derived way back, and up again; after each step the database has the schema
    /// that is simulated.
    pub(crate) fn round_trip<C: Driver>(&self, dialect: Dialect, mut database: Database<C>) {
        let mut schema = Schema::new();
        let mut run = |script: &[Recorded], schema: &mut Schema, way: &str| {
            database.run(dialect, script, self.transactional, schema).unwrap_or_else(|failure| {
                panic!("`{}` fails {way}: {}", self.name, failure.story())
            });
            let live = database.live(schema);
            let mut found = compare(dialect, schema, &live);
            found.retain(|difference| {
                !is_settled(&mut database.connection, dialect, difference, schema)
            });
            if !found.is_empty() {
                let found = found.iter().map(|difference| format!("{difference}\n"));
                let lines = differences(dialect, &live, schema);
                panic!("`{}` {way}:\n{}{lines}", self.name, found.collect::<String>());
            }
            if let Err(reason) = adopted(dialect, &live)
                && !NOT_ADOPTED.contains(&(self.name, dialect.name()))
            {
                panic!("`{}` {way}: no revision can make this database: {reason}", self.name);
            }
        };
        run(&self.setup, &mut schema, "before");
        let undo = reverse_all(&self.operations, &mut schema.clone());
        let is_reversible = !self.one_way_on.contains(&dialect.name());
        assert_eq!(undo.is_ok(), is_reversible, "`{}`: {undo:?}", self.name);
        run(&self.operations, &mut schema, "up");
        if let Ok(undo) = undo {
            run(&undo, &mut schema, "down");
            let same = schema.clone().sorted() == self.before(dialect).sorted();
            assert_eq!(same, !self.leaves_traces, "`{}`: the schema after the way back", self.name);
            run(&self.operations, &mut schema, "up again");
        }
    }
}

/// What a server has that no revision can make, or that its catalogue does not show: a unique key that became a hash,
/// a `serial` that does not count from 1, bytes that are read as `?`.
const NOT_ADOPTED: [(&str, &str); 4] = [
    ("a unique key that is too long for a tree", "MariaDB"),
    (
        "a sequence of the column that takes numbers from it is that of a serial column",
        "PostgreSQL",
    ),
    ("every type", "MariaDB"),
    ("every type of a STRICT table", "MariaDB"),
];

/// Writes the revisions that would make a live database, as `cargo migrate init --from-database` does.
fn adopted(dialect: Dialect, live: &Schema) -> Result<(), String> {
    let parts =
        initial(dialect, live, &[]).map_err(|error| format!("{error}: {:?}", error.source()))?;
    if let Some(refusal) = refusal(dialect, &parts) {
        return Err(format!("{}: {}", refusal.operation, refusal.cause));
    }
    parts.iter().try_for_each(|part| {
        let written = function("upgrade", &part.operations);
        written.map(drop).map_err(|error| format!("{error}: {:?}", error.source()))
    })
}

/// A refusal without the server's name, which may be the only difference.
fn unnamed(version: Dialect, story: &str) -> String {
    let story = story.replace("MariaDB and MySQL", "it");
    story.replace(&version.to_string(), "it").replace(version.name(), "it")
}

/// The numbers of a version, by which those of one server are ordered.
const fn numbers(version: Dialect) -> (u32, u32, u32) {
    match version {
        Dialect::Sqlite(version) => (version.major, version.minor, 0),
        Dialect::Postgres(version) => (version.0, 0, 0),
        Dialect::Mysql(version) => (version.major, version.minor, version.patch),
    }
}

fn written(statement: &Statement) -> String {
    match &statement.action {
        Action::Sql(sql) | Action::Raw(sql) => format!("{};\n", sql.trim_end_matches(';')),
        Action::Note(note) => format!("-- {note}\n"),
        Action::Nothing { .. } => String::new(),
        Action::Run(run) => format!("-- call fn(&mut {})\n", run.connection()),
        Action::Concurrent(index) => format!("{};\n", index.sql),
        Action::Restate(restate) => {
            let statements = restate.statements(&restate.declared).expect("our own definition");
            statements.join(";\n") + ";\n"
        }
        Action::Rebuild(rebuild) => {
            let statements = rebuild.statements(&rebuild.declared).expect("our own definition");
            statements.join(";\n") + ";\n"
        }
    }
}
