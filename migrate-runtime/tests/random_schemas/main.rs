//! Random schemas on each database: what was declared is what is read back, and what leads from one to another leads there.
//!
//! Each test run makes fifty of them; `MIGRATE_TEST_SCHEMAS=500` makes so many. The same number makes the same ones.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stderr, reason = "the counts of a run are its result")]

#[path = "../support/mod.rs"]
mod support;

mod schemas;

use std::collections::BTreeMap;

use migrate_analysis::compare::{Verdict, compare};
use migrate_analysis::diff::{Answer, Answers, Comparison, Subject, diff};
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::op::Recorded;
use migrate_runtime::schema::{Origin, Schema};
use proptest::strategy::{Strategy as _, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use support::{Database, Failure};

/// How many schemas a test run makes.
const FEW: usize = 50;

/// How often a schema that is wrong is made smaller.
const SMALLER: usize = 120;

/// The most schemas that are shown.
const SHOWN: usize = 6;

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
    let mut scratch = support::servers::Scratch::<diesel::PgConnection>::new("random_postgres");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(dialect, || Database::of(scratch.connect(Vec::new())));
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    let mut scratch = support::servers::Scratch::<diesel::MysqlConnection>::new("random_mysql");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(dialect, || Database::of(scratch.connect(Vec::new())));
}

/// What came of two schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Both were read back as they were declared.
    Right,
    /// The first schema is none that this database takes, which a plan says before anything runs.
    Refused,
    /// The change to the second is refused before anything runs.
    ChangeRefused,
}

fn check<C: Driver>(dialect: Dialect, mut database: impl FnMut() -> Database<C>) {
    let count = std::env::var("MIGRATE_TEST_SCHEMAS").ok().and_then(|count| count.parse().ok());
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let pairs = (schemas::schema(dialect.family()), schemas::schema(dialect.family()));
    let (mut counts, mut wrong) = (BTreeMap::<Outcome, usize>::new(), Vec::new());
    let mut refusals = BTreeMap::<String, usize>::new();
    for _ in 0..count.unwrap_or(FEW) {
        let mut tree = pairs.new_tree(&mut runner).expect("a schema");
        let mut run = |(first, second): (Schema, Schema), refusals: &mut BTreeMap<_, _>| {
            outcome(dialect, database(), &first, &second, refusals)
        };
        match run(tree.current(), &mut refusals) {
            Ok(outcome) => *counts.entry(outcome).or_default() += 1,
            Err(mut story) => {
                if wrong.len() < SHOWN {
                    let mut is_wrong = true;
                    for _ in 0..SMALLER {
                        if !(if is_wrong { tree.simplify() } else { tree.complicate() }) {
                            break;
                        }
                        let smaller = run(tree.current(), &mut BTreeMap::new());
                        is_wrong = smaller.is_err();
                        if let Err(smaller) = smaller {
                            story = smaller;
                        }
                    }
                }
                wrong.push(story);
            }
        }
    }
    eprintln!("{dialect}: {counts:?}, {} wrong", wrong.len());
    for (refusal, count) in refusals {
        eprintln!("{dialect}: {count} refused: {refusal}");
    }
    let shown: Vec<_> = wrong.iter().take(SHOWN).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} wrong on {dialect}:\n{}", wrong.len(), shown.join("\n"));
}

/// Makes the first schema, reads it back, and leads to the second.
fn outcome<C: Driver>(
    dialect: Dialect,
    mut database: Database<C>,
    first: &Schema,
    second: &Schema,
    refusals: &mut BTreeMap<String, usize>,
) -> Result<Outcome, String> {
    let mut schema = dialect.empty_schema();
    for (way, model, refused) in
        [("created", first, Outcome::Refused), ("changed", second, Outcome::ChangeRefused)]
    {
        let told = |error: &dyn std::fmt::Display| {
            format!("{way}: {error}\n  {}\n  {}", schemas::brief(first), schemas::brief(second))
        };
        let (families, answers) = ([dialect.family()], all_dropped(&schema));
        let found = diff(&schema, model, Comparison::Declared, &families, &answers)
            .map_err(|error| told(&chain(&error)))?;
        let origin = Origin::caller();
        let operations = found.operations.into_iter();
        let script: Vec<_> = operations.map(|operation| Recorded { operation, origin }).collect();
        match database.run(dialect, &script, true, &mut schema) {
            Ok(_) => {}
            Err(Failure::Refused(error)) => {
                let words = error.cause.to_string();
                let words = words.split('`').step_by(2).collect::<Vec<_>>().join("..");
                *refusals.entry(words).or_default() += 1;
                return Ok(refused);
            }
            Err(failure) => return Err(told(&failure.story())),
        }
        let live = database.live(model);
        let mut differences = compare(dialect, model, &live);
        differences.retain(|difference| difference.verdict == Verdict::Different);
        if !differences.is_empty() {
            let all: Vec<_> = differences.iter().map(ToString::to_string).collect();
            return Err(told(&format!("the live schema differs: {}", all.join("; "))));
        }
        let form = Comparison::Live(dialect);
        let found = diff(&live, model, form, &families, &Answers::default())
            .map_err(|error| told(&format!("compared once more: {}", chain(&error))))?;
        if !found.operations.is_empty() || !found.questions.is_empty() {
            let all: Vec<_> = found.operations.iter().map(ToString::to_string).collect();
            let story = format!("compared once more: {} {:?}", all.join("; "), found.questions);
            return Err(told(&story));
        }
    }
    Ok(Outcome::Right)
}

/// Every part that is gone is dropped: no question is open.
fn all_dropped(from: &Schema) -> Answers {
    let mut answers = Answers::default();
    answers.order_labels();
    for table in from.tables.values() {
        answers.insert(Subject::Table(table.name.clone()), Answer::Dropped);
        for column in &table.columns {
            let subject = Subject::Column(table.name.clone(), column.name.clone());
            answers.insert(subject, Answer::Dropped);
            let labels = column.column_type.enumeration();
            for (kind, label) in
                labels.iter().flat_map(|kind| kind.values.iter().map(|label| (*kind, label)))
            {
                let subject = Subject::EnumValue(kind.name.clone(), label.clone());
                answers.insert(subject, Answer::Dropped);
            }
        }
    }
    answers
}

fn chain(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(Some(error), |error| error.source());
    sources.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
