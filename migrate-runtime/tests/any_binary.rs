//! Random graphs of revisions: a program without the last of them, and one without any, lead the database to where
//! they stand, by what the database keeps; what cannot be taken back is refused by name, and nothing is changed.
//!
//! Each test run makes thirty graphs for each database; `MIGRATE_TEST_GRAPHS=300` makes so many.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stderr, reason = "the counts of a run are its result")]

mod live;

use std::cell::RefCell;
use std::error::Error as _;

use diesel::{Connection as _, MysqlConnection, PgConnection, SqliteConnection};
use live::Live;
use migrate_analysis::introspect;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, Script, record,
};
use migrate_runtime::executor::{Driver, Options, WhenAhead, with_catalogue};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;
use migrate_runtime::{Error, Migrations, Settings};

/// How many graphs a test run makes for each database.
const FEW: usize = 30;

/// The most revisions of a graph.
const MOST: usize = 12;

/// What a revision does; the numbers are those of the revisions that made what it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Table,
    Column { table: usize },
    Default { table: usize, column: usize },
    Index { table: usize },
    DropIndex { table: usize, index: usize },
    View { table: usize },
    Rows { table: usize },
    Raw { table: usize },
    Function,
    Irreversible,
}

impl Step {
    fn upgrade(self, op: &mut Op, own: usize) {
        match self {
            Self::Table => {
                op.create_table(
                    table(format!("t{own}"))
                        .column("id", integer().primary_key())
                        .column("name", varchar(100).not_null()),
                );
                op.insert(format!("t{own}")).set("id", 1).set("name", format!("made by {own}"));
            }
            Self::Column { table } => {
                let default = i32::try_from(own).unwrap_or_default();
                let column = integer().not_null().default(default);
                op.add_column(format!("t{table}"), &format!("c{own}"), column);
            }
            Self::Default { table, column } => {
                op.alter_column(format!("t{table}"), &format!("c{column}")).default(1000);
            }
            Self::Index { table } => {
                op.create_index(&format!("ix{own}"), format!("t{table}"), ["name"]);
            }
            Self::DropIndex { table, index } => {
                op.drop_index(&format!("ix{index}"), format!("t{table}"));
            }
            Self::View { table } => {
                op.create_view(format!("v{own}"), format!("SELECT id, name FROM t{table}"));
            }
            Self::Rows { table } => {
                let key = i32::try_from(100 + own).unwrap_or_default();
                op.insert(format!("t{table}")).set("id", key).set("name", "constant");
            }
            Self::Raw { table } => {
                op.execute(format!(
                    "INSERT INTO t{table} (id, name) VALUES ({own}00, 'it''s \\ raw')"
                ))
                .effect(|_| {});
            }
            Self::Function | Self::Irreversible => {}
        }
    }

    fn downgrade(self, op: &mut Op, own: usize) {
        match self {
            Self::Raw { table } => {
                op.execute(format!("DELETE FROM t{table} WHERE id = {own}00")).effect(|_| {});
            }
            Self::Function => {
                op.run(|_: &mut SqliteConnection| Ok(()))
                    .or(|_: &mut PgConnection| Ok(()))
                    .or(|_: &mut MysqlConnection| Ok(()));
            }
            _ => {}
        }
    }
}

thread_local! {
    /// The steps of the graph at hand.
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

fn step(own: usize) -> Step {
    STEPS.with_borrow(|steps| steps[own])
}

fn up<const OWN: usize>() -> Script {
    record(|op: &mut Op| step(OWN).upgrade(op, OWN))
}

fn down<const OWN: usize>() -> Script {
    record(|op: &mut Op| step(OWN).downgrade(op, OWN))
}

/// The functions of a revision by its number.
macro_rules! functions {
    ($($own:literal)+) => { [$((up::<$own>, down::<$own>)),+] };
}

/// What records an upgrade or a downgrade.
type Recorder = fn() -> Script;

const FUNCTIONS: [(Recorder, Recorder); MOST] = functions!(0 1 2 3 4 5 6 7 8 9 10 11);

const NAMES: [&str; MOST] =
    ["r00", "r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "r10", "r11"];

/// Xorshift: the same number makes the same graphs everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }
}

/// A graph whose revisions are in an order in which they may run.
struct Graph {
    steps: Vec<Step>,
    parents: Vec<Vec<usize>>,
    dependencies: Vec<Vec<usize>>,
}

impl Graph {
    fn random(random: &mut Random) -> Self {
        let count = 3 + random.below(MOST - 3);
        let mut graph = Self { steps: Vec::new(), parents: Vec::new(), dependencies: Vec::new() };
        for own in 0..count {
            let mut parents = Vec::new();
            let mut dependencies = Vec::new();
            if own > 0 && random.below(8) > 0 {
                // Mostly the last one, so that there are chains; sometimes two, or another.
                let first = if random.below(3) > 0 { own - 1 } else { random.below(own) };
                parents.push(first);
                let second = random.below(own);
                if random.below(4) == 0 && second != first {
                    parents.push(second);
                }
            }
            if own > 0 && random.below(5) == 0 {
                let other = random.below(own);
                if !parents.contains(&other) {
                    dependencies.push(other);
                }
            }
            graph.parents.push(parents);
            graph.dependencies.push(dependencies);
            let step = graph.step(random, own);
            graph.steps.push(step);
        }
        graph
    }

    /// All that a revision needs.
    fn below(&self, own: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut wanted = vec![own];
        while let Some(at) = wanted.pop() {
            for &need in self.parents[at].iter().chain(&self.dependencies[at]) {
                if !found.contains(&need) {
                    found.push(need);
                    wanted.push(need);
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn step(&self, random: &mut Random, own: usize) -> Step {
        let below = self.below(own);
        let is = |test: fn(&Step) -> bool| -> Vec<usize> {
            below.iter().copied().filter(|at| test(&self.steps[*at])).collect()
        };
        let Some(table) = random.one(&is(|step| matches!(step, Step::Table))) else {
            return Step::Table;
        };
        // Of a column and an index each is changed once in the whole graph: what two branches do to one
        // depends on their order.
        let is_changed = |at: usize| {
            self.steps.iter().any(|step| match step {
                Step::Default { column, .. } => *column == at,
                Step::DropIndex { index, .. } => *index == at,
                _ => false,
            })
        };
        let free = |test| is(test).into_iter().filter(|at| !is_changed(*at)).collect::<Vec<_>>();
        match random.below(20) {
            0..=2 => Step::Table,
            3..=6 => Step::Column { table },
            7..=9 => match random.one(&free(|step| matches!(step, Step::Column { .. }))) {
                Some(column) => match self.steps[column] {
                    Step::Column { table } => Step::Default { table, column },
                    _ => Step::Table,
                },
                None => Step::Column { table },
            },
            10..=11 => Step::Index { table },
            12..=13 => match random.one(&free(|step| matches!(step, Step::Index { .. }))) {
                Some(index) => match self.steps[index] {
                    Step::Index { table } => Step::DropIndex { table, index },
                    _ => Step::Table,
                },
                None => Step::Index { table },
            },
            14 => Step::View { table },
            15..=16 => Step::Rows { table },
            17 => Step::Raw { table },
            18 => Step::Function,
            _ => Step::Irreversible,
        }
    }

    /// A program with the first revisions of the graph.
    fn program(&self, count: usize) -> Migrations {
        let ids = |numbers: &[usize]| -> &'static [&'static str] {
            numbers.iter().map(|at| NAMES[*at]).collect::<Vec<_>>().leak()
        };
        let revision = |own: usize| {
            let (upgrade, downgrade) = FUNCTIONS[own];
            RegisteredRevision {
                rev: NAMES[own],
                down_revs: ids(&self.parents[own]),
                depends_on: ids(&self.dependencies[own]),
                labels: &[],
                doc: "",
                file: file!(),
                line: line!(),
                package: "",
                timeouts: migrate_runtime::executor::Timeouts::UNSAID,
                upgrade,
                downgrade: match self.steps[own] {
                    Step::Raw { .. } | Step::Function => RegisteredDowngrade::Function(downgrade),
                    Step::Irreversible => RegisteredDowngrade::Irreversible("as a test"),
                    _ => RegisteredDowngrade::Auto,
                },
            }
        };
        let given: &'static [_] = (0..count).map(revision).collect::<Vec<_>>().leak();
        let expected = given.iter().map(|it| ExpectedRevision {
            rev: it.rev,
            file: it.file,
            doc: "",
            switched_off: None,
        });
        Migrations::given(given, expected.collect::<Vec<_>>().leak(), Settings::DEFAULT)
    }

    /// Whether each of the revisions from a number on can be taken back by another program.
    fn is_reversible_from(&self, first: usize) -> bool {
        let is_refused = |step: &Step| matches!(step, Step::Function | Step::Irreversible);
        !self.steps[first..].iter().any(is_refused)
    }
}

/// The schema, and the rows of each table.
fn state(connection: &mut dyn Driver) -> (Schema, Vec<String>) {
    let read = with_catalogue(connection, |query, dialect| introspect::read(query, dialect, &[]));
    let mut schema = read.expect("a connection").expect("a catalogue").schema;
    introspect::take_out_bookkeeping(&mut schema, &[], &Schema::new());
    let schema = schema.sorted();
    let mut rows = Vec::new();
    for (name, table) in schema.tables.entries() {
        let columns = table.columns.iter().map(|column| match connection.family() {
            migrate_runtime::dialect::Family::Mysql => format!("CAST({} AS CHAR)", column.name),
            _ => format!("CAST({} AS TEXT)", column.name),
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        let found = connection.query(&format!("SELECT {columns} FROM {name} ORDER BY id"));
        rows.extend(found.expect("rows").into_iter().map(|row| format!("{name}: {row:?}")));
    }
    (schema, rows)
}

/// Rows of a user's.
fn fill(connection: &mut dyn Driver, graph: &Graph, count: usize) {
    for own in (0..count).filter(|own| graph.steps[*own] == Step::Table) {
        let insert = format!("INSERT INTO t{own} (id, name) VALUES (7, 'a user''s')");
        connection.execute(&insert).expect("a row");
    }
}

fn check(
    name: &str,
    mut connect: impl FnMut() -> Box<dyn Driver>,
    clear: impl Fn(&mut dyn Driver),
) {
    let count = std::env::var("MIGRATE_TEST_GRAPHS").ok().and_then(|count| count.parse().ok());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut taken_back, mut refused) = (0, 0);
    for number in 0..count.unwrap_or(FEW) {
        let graph = Graph::random(&mut random);
        let known = 1 + random.below(graph.steps.len() - 1);
        STEPS.set(graph.steps.clone());
        let mut connection = connect();
        let (all, some) = (graph.program(graph.steps.len()), graph.program(known));
        let story = format!(
            "{name} {number}: {:?} {:?} {:?}, without those from {known} on",
            graph.steps, graph.parents, graph.dependencies
        );
        some.upgrade(&mut *connection, "heads").expect(&story);
        fill(&mut *connection, &graph, known);
        let (before, rows) =
            (state(&mut *connection), some.current(&mut *connection).expect("rows"));
        all.upgrade(&mut *connection, "heads").expect(&story);
        let (after, after_rows) =
            (state(&mut *connection), all.current(&mut *connection).expect("rows"));

        let Err(Error::Ahead(ahead)) = some.upgrade(&mut *connection, "heads") else {
            panic!("{story}: not ahead");
        };
        let mut named: Vec<_> = ahead.revisions.iter().map(|it| it.revision.clone()).collect();
        named.sort();
        assert_eq!(named, NAMES[known..graph.steps.len()], "{story}");
        assert_eq!(ahead.reversible, graph.is_reversible_from(known), "{story}");
        let accepted = Options::default().with_when_ahead(WhenAhead::Accept);
        let report = some.upgrade_with(&mut *connection, "heads", &accepted, &mut |_| {});
        assert_eq!(report.expect(&story).revisions, [""; 0], "{story}");

        let revert = Options::default().with_when_ahead(WhenAhead::Revert).allowing_losses();
        let report = some.upgrade_with(&mut *connection, "heads", &revert, &mut |_| {});
        if graph.is_reversible_from(known) {
            assert_eq!(report.expect(&story).reverted.len(), named.len(), "{story}");
            assert_eq!(some.current(&mut *connection).expect("rows"), rows, "{story}");
            assert_eq!(state(&mut *connection), before, "{story}");
            taken_back += 1;
        } else {
            let error = report.expect_err(&story);
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            assert!(cause.contains("this program does not have it"), "{story}: {error}: {cause}");
            assert_eq!(all.current(&mut *connection).expect("rows"), after_rows, "{story}");
            assert_eq!(state(&mut *connection), after, "{story}");
            refused += 1;
        }
        // A program that has none of the revisions.
        let none = graph.program(0);
        let (left, is_reversible) = if graph.is_reversible_from(known) {
            (known, graph.is_reversible_from(0))
        } else {
            (graph.steps.len(), false)
        };
        let back = none.downgrade(&mut *connection, "base");
        if is_reversible {
            assert_eq!(back.expect(&story).revisions.len(), left, "{story}");
            assert_eq!(state(&mut *connection).0, Schema::new().sorted(), "{story}");
        } else {
            back.expect_err(&story);
        }
        clear(&mut *connection);
    }
    eprintln!("{name}: {taken_back} taken back, {refused} refused");
    assert!(taken_back > 0 && refused > 0);
}

#[test]
fn on_sqlite() {
    let connect = || -> Box<dyn Driver> {
        Box::new(SqliteConnection::establish(":memory:").expect("a database"))
    };
    check("SQLite", connect, |_| {});
}

#[test]
fn on_postgres() {
    let live = Live::postgres("any_binary");
    check(
        "PostgreSQL",
        || live.connect(),
        |connection| {
            connection
                .execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                .expect("a schema");
        },
    );
}

#[test]
fn on_mysql() {
    let live = Live::mysql("any_binary");
    check(
        "MariaDB",
        || live.connect(),
        |connection| {
            let name = connection.query("SELECT DATABASE()").expect("a name");
            let name = name.into_iter().flatten().flatten().next().unwrap_or_default();
            let again = format!("DROP DATABASE {name}; CREATE DATABASE {name}; USE {name}");
            connection.execute(&again).expect("a database");
        },
    );
}
