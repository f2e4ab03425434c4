//! Every shape of a table with every change: up, down and up again, without rows and with rows, on
//! each database.
//!
//! Some of the pairs run with every test run. `MIGRATE_TEST_MATRIX=all` runs all of them;
//! `MIGRATE_TEST_MATRIX=refusals` prints each refusal as well, and so does any other text, which
//! runs the pairs with that in their name: `MIGRATE_TEST_MATRIX="a view: rename"`.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stderr, reason = "the counts of a run are its result")]

#[path = "../support/mod.rs"]
mod support;

mod changes;
mod shapes;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_analysis::compare::{Verdict, compare};
use migrate_runtime::Error;
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::{DatabaseErrorKind, Driver, ExecuteCause};
use migrate_runtime::op::{Recorded, reverse_all};
use migrate_runtime::schema::Schema;

use changes::{Change, Keeps, changes};
use shapes::{Shape, shapes};
use support::{Database, Failure, record};

/// Of how many pairs one runs with every test run.
const SAMPLE: usize = 97;

/// What came of a pair.
enum Outcome {
    /// Up, down and up again.
    Ran,
    /// Up alone: the way back is refused.
    OneWay(String),
    /// The rows do not allow it, which the database says and nothing else.
    RowsForbid,
    /// The server does not take an expression that the revision gives for the column's type, which it
    /// alone knows.
    Expression(String),
    /// Refused before anything ran, with this story.
    Refused(String),
}

#[test]
fn on_sqlite() {
    check(support::NATIVE, Database::new);
}

#[test]
fn on_sqlite_by_rebuilds() {
    check(support::OLDEST, Database::new);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres() {
    on_server::<diesel::PgConnection>("matrix_postgres");
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    on_server::<diesel::MysqlConnection>("matrix_mysql");
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn on_server<C: support::servers::Server>(name: &str) {
    let mut scratch = support::servers::Scratch::<C>::new(name);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(dialect, || Database::of(scratch.connect(Vec::new())));
}

fn check<C: Driver>(dialect: Dialect, mut database: impl FnMut() -> Database<C>) {
    let mode = std::env::var("MIGRATE_TEST_MATRIX").unwrap_or_default();
    let sample = if mode.is_empty() { SAMPLE } else { 1 };
    let part = if mode == "all" || mode == "refusals" { "" } else { mode.as_str() };
    let is_told = !mode.is_empty() && mode != "all";
    let (mut counts, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    let shapes = shapes().filter(|shape| shape.on.contains(&dialect.family()));
    let pairs = shapes.flat_map(|shape| {
        let has = |change: &Change| {
            shape.name.contains(change.of) && change.on.contains(&dialect.family())
        };
        let changes = changes().filter(move |change| has(change));
        changes.map(move |change| (shape, change, format!("{}: {}", shape.name, change.name)))
    });
    for (shape, change, name) in pairs.filter(|pair| pair.2.contains(part)).step_by(sample) {
        // What a database does not have is no pair of it.
        let setup = record(shape.create);
        if support::prepared(dialect, &setup, true, &mut Schema::new()).is_err() {
            continue;
        }
        for with_rows in [false, true] {
            let run = || pair(dialect, database(), shape, change, with_rows);
            let outcome = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
                let message = panic.downcast_ref::<String>().cloned();
                Err(message.unwrap_or_else(|| "a panic".to_owned()))
            });
            let kind = match outcome {
                Ok(Outcome::Ran) => "ran",
                Ok(Outcome::RowsForbid) => "forbidden by rows",
                Ok(Outcome::OneWay(story)) => {
                    if is_told && with_rows {
                        eprintln!("{dialect}: {name}: one way: {story}");
                    }
                    "one way"
                }
                Ok(Outcome::Expression(story)) => {
                    if is_told && with_rows {
                        eprintln!("{dialect}: {name}: {story}");
                    }
                    "refused by the server"
                }
                Ok(Outcome::Refused(story)) => {
                    if is_told && with_rows {
                        eprintln!("{dialect}: {name}: {story}");
                    }
                    "refused"
                }
                Err(story) => {
                    let rows = if with_rows { ", with rows" } else { "" };
                    let story = format!("{name}{rows}: {story}");
                    if is_told {
                        eprintln!("{dialect}: wrong: {story}");
                    }
                    wrong.push(story);
                    "wrong"
                }
            };
            *counts.entry(kind).or_default() += 1;
        }
    }
    eprintln!("{dialect}: {counts:?}");
    assert!(wrong.is_empty(), "{} wrong on {dialect}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(counts.get("ran") > counts.get("refused"), "most are refused on {dialect}: {counts:?}");
}

fn pair<C: Driver>(
    dialect: Dialect,
    mut database: Database<C>,
    shape: &Shape,
    change: &Change,
    with_rows: bool,
) -> Result<Outcome, String> {
    let (setup, script) = (record(shape.create), record(change.apply));
    let mut schema = Schema::new();
    run(dialect, &mut database, &setup, &mut schema).map_err(|failure| failure.story())?;
    if with_rows {
        for statement in shape.rows.split("; ") {
            database.connection.execute(statement).map_err(|error| format!("rows: {error}"))?;
        }
    }
    let rows_before = rows(dialect, &mut database);
    let before = schema.clone();
    let undo = reverse_all(&script, &mut schema.clone());

    match run(dialect, &mut database, &script, &mut schema) {
        Ok(()) => {}
        Err(Failure::Refused(refusal)) => {
            if refusal.cause.hint().is_none() {
                return Err(format!("refused without a hint: {refusal}"));
            }
            return Ok(Outcome::Refused(Failure::Refused(refusal).story()));
        }
        Err(failure) if (with_rows || change.writes_rows()) && is_of_rows(&failure) => {
            let rolls_back = !matches!(dialect, Dialect::Mysql(_));
            if rolls_back && rows(dialect, &mut database) != rows_before {
                return Err("a change that failed changed rows".to_owned());
            }
            return Ok(Outcome::RowsForbid);
        }
        Err(failure) if is_of_expression(dialect, shape, change, &failure) => {
            return Ok(Outcome::Expression(failure.story()));
        }
        Err(failure) => return Err(failure.story()),
    }
    let same =
        |database: &mut Database<C>, schema: &Schema, way| same(dialect, database, schema, way);
    same(&mut database, &schema, "up")?;
    let undo = match undo {
        Ok(undo) => undo,
        Err((error, _)) => return Ok(Outcome::OneWay(error.to_string())),
    };
    match run(dialect, &mut database, &undo, &mut schema) {
        Ok(()) => {}
        Err(failure) if with_rows && is_of_rows(&failure) => return Ok(Outcome::RowsForbid),
        // Found when the downgrade is planned.
        Err(Failure::Refused(refusal)) if refusal.cause.hint().is_some() => {
            return Ok(Outcome::OneWay(Failure::Refused(refusal).story()));
        }
        Err(failure) => return Err(format!("down: {}", failure.story())),
    }
    same(&mut database, &schema, "down")?;
    if schema.clone().sorted() != before.sorted() {
        return Err("the simulated schema differs after the way back".to_owned());
    }
    let rows_after = rows(dialect, &mut database);
    // Each `UPDATE`, of the way there and of the way back, sets such a time.
    let sets_times = shape.name.contains("that an UPDATE sets");
    let kept = match change.keeps {
        Keeps::Values if sets_times => rows_after.len() == rows_before.len(),
        Keeps::Values => rows_after == rows_before,
        Keeps::Rows => rows_after.len() == rows_before.len(),
        Keeps::Schema => true,
    };
    if !kept {
        return Err(format!("rows differ after the way back: {rows_before:?} {rows_after:?}"));
    }
    match run(dialect, &mut database, &script, &mut schema) {
        Ok(()) => {}
        Err(failure) if with_rows && is_of_rows(&failure) => return Ok(Outcome::RowsForbid),
        Err(failure) => return Err(format!("up again: {}", failure.story())),
    }
    same(&mut database, &schema, "up again")?;
    Ok(Outcome::Ran)
}

fn run<C: Driver>(
    dialect: Dialect,
    database: &mut Database<C>,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<(), Failure> {
    database.run(dialect, script, true, schema).map(|_| ())
}

/// Holds the live schema against the simulated one.
fn same<C: Driver>(
    dialect: Dialect,
    database: &mut Database<C>,
    schema: &Schema,
    way: &str,
) -> Result<(), String> {
    let live = database.live(schema);
    let mut found = compare(dialect, schema, &live);
    // Whether a server's own form of a text means the same is settled in the table of operations.
    found.retain(|difference| !matches!(difference.verdict, Verdict::Unknown(_)));
    if found.is_empty() {
        return Ok(());
    }
    let found = found.iter().map(ToString::to_string).collect::<Vec<_>>();
    Err(format!("{way}, the live schema differs: {}", found.join("; ")))
}

/// What is in the column of the shape, row by row.
fn rows<C: Driver>(dialect: Dialect, database: &mut Database<C>) -> Vec<Vec<Option<String>>> {
    let text = match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => "text",
        Dialect::Mysql(_) => "char",
    };
    let columns = ["id", "c", "n"].map(|column| format!("CAST({column} AS {text})")).join(", ");
    let query = format!("SELECT {columns} FROM t ORDER BY 1, 2");
    database.connection.query(&query).unwrap_or_default()
}

/// Whether the database refuses because of what is in the rows.
fn is_of_rows(failure: &Failure) -> bool {
    let Failure::Failed(Error::Execute(error)) = failure else { return false };
    let error = match &error.cause {
        ExecuteCause::Database(error) => error,
        cause => return matches!(cause, ExecuteCause::ForeignKeys { .. }),
    };
    matches!(
        error.kind(),
        DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::ExclusionViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::InvalidData
    )
}

/// Whether the server refuses an expression, or has no operator class for it, which an extension that nobody
/// names may bring: its error names it (MariaDB's errors 1067 and 1901, PostgreSQL's SQLSTATE 42804, 42883 and
/// 42704).
fn is_of_expression(dialect: Dialect, shape: &Shape, change: &Change, failure: &Failure) -> bool {
    let Failure::Failed(Error::Execute(error)) = failure else { return false };
    let ExecuteCause::Database(error) = &error.cause else { return false };
    let gives = [shape.name, change.name].iter().any(|name| {
        let words =
            ["expression", "function", "generated", "the time", "sequence", "JSON document"];
        words.iter().any(|word| name.contains(word))
    });
    let codes: &[&str] = match dialect {
        Dialect::Sqlite(_) => &[],
        Dialect::Postgres(_) => &["42804", "42883", "42704"],
        Dialect::Mysql(_) => &["1067", "1901"],
    };
    gives && error.code().is_some_and(|code| codes.contains(&code))
}
