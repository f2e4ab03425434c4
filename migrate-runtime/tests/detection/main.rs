//! Every kind of change between two schemas, on each database: detected by declared words and against the live
//! database, written as a revision, carried out, and taken back.
//!
//! Each pair of `pairs` is tried both ways, so that what is created in one is dropped in the other. Some run with
//! every test run; `MIGRATE_TEST_DETECTION=all` runs all of them, and any other text those with that in their name.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stderr, reason = "the counts of a run are its result")]

#[path = "../support/mod.rs"]
mod support;

mod detected;
mod pairs;
mod unnamed;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;

use detected::{Detected, Direction};
use support::Database;

/// Of how many pairs one runs with every test run.
const SAMPLE: usize = 11;

#[test]
fn on_sqlite() {
    check(support::NATIVE, |_| Database::new());
}

#[test]
fn on_sqlite_by_rebuilds() {
    check(support::OLDEST, |_| Database::new());
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres() {
    on_server::<diesel::PgConnection>("detection_postgres");
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    on_server::<diesel::MysqlConnection>("detection_mysql");
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn on_server<C: support::servers::Server>(name: &str) {
    let mut scratch = support::servers::Scratch::<C>::new(name);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(dialect, |namespaces| Database::of(scratch.connect(namespaces)));
}

fn check<C: Driver>(dialect: Dialect, mut database: impl FnMut(Vec<String>) -> Database<C>) {
    let mode = std::env::var("MIGRATE_TEST_DETECTION").unwrap_or_default();
    let sample = if mode.is_empty() { SAMPLE } else { 1 };
    let part = if mode == "all" { "" } else { mode.as_str() };
    let (mut counts, mut wrong) = (BTreeMap::<&str, usize>::new(), Vec::new());
    let of_dialect = pairs::pairs().filter(|pair| pair.on.contains(&dialect.family()));
    for pair in of_dialect.filter(|pair| pair.name.contains(part)).step_by(sample) {
        for direction in [Direction::There, Direction::Back] {
            let run = || detected::check(dialect, &mut database, pair, direction);
            let outcome = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
                let message = panic.downcast_ref::<String>().cloned();
                Err(message.unwrap_or_else(|| "a panic".to_owned()))
            });
            let name = format!("{} ({direction:?})", pair.name);
            let kind = match outcome {
                Ok(Detected { one_way: None, .. }) => "there and back",
                Ok(Detected { one_way: Some(story), .. }) => {
                    if !mode.is_empty() {
                        eprintln!("{dialect}: {name}: one way: {story}");
                    }
                    "one way"
                }
                Err(story) => {
                    wrong.push(format!("{name}: {story}"));
                    "wrong"
                }
            };
            *counts.entry(kind).or_default() += 1;
        }
    }
    eprintln!("{dialect}: {counts:?}");
    assert!(wrong.is_empty(), "{} wrong on {dialect}:\n{}", wrong.len(), wrong.join("\n"));
}
