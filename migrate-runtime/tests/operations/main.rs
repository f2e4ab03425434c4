//! Every operation on every database: its SQL or its refusal, and its way up, down and up again on
//! a live one.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![expect(clippy::too_many_lines, reason = "a table is as long as its cases")]
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes its snapshots so")]

#[path = "../support/settled.rs"]
mod settled;
#[path = "../support/mod.rs"]
mod support;

mod added;
mod altered;
mod attributes;
mod case;
mod changed;
mod completeness;
mod computed;
mod conditional;
mod constraints;
mod conversions;
mod decoded;
mod dependents;
mod digests;
mod dropped;
mod enum_values;
mod enums;
mod functions;
mod indexes;
#[cfg(feature = "mysql")]
mod judged;
mod kept;
mod limits;
mod literals;
mod materialized;
mod modelled;
mod named;
mod names;
mod numbering;
mod options;
mod partitions;
mod per_database;
mod placed;
mod raw;
mod renames;
mod rendered;
mod rows;
mod schemas;
mod sequences;
mod statements;
mod tables;
mod texts;
mod triggers;
mod types;
mod unchanged;
mod views;

use std::panic::{AssertUnwindSafe, catch_unwind};

use case::{Case, SERVERS};
use support::{Database, NATIVE, OLDEST, check_all};

const fn name(case: &Case) -> &'static str {
    case.name
}

fn check_sql(cases: &[Case]) {
    let failed = SERVERS.iter().filter(|versions| {
        let check = || check_all(cases, name, |case| case.check_sql(versions));
        catch_unwind(AssertUnwindSafe(check)).is_err()
    });
    let failed: Vec<_> = failed.map(|versions| versions[0].name()).collect();
    assert_eq!(failed, [""; 0]);
}

fn check_on_sqlite(cases: &[Case]) {
    for dialect in [OLDEST, NATIVE] {
        let possible: Vec<_> = cases.iter().filter(|case| case.runs_on(dialect)).cloned().collect();
        check_all(&possible, name, |case| case.round_trip(dialect, Database::new()));
    }
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn check_on_server<C: support::servers::Server, D: migrate_runtime::executor::Driver>(
    group: &str,
    cases: &[Case],
    driver: fn(C) -> D,
) {
    let mut scratch = support::servers::Scratch::<C>::new(group);
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    let possible: Vec<_> = cases.iter().filter(|case| case.runs_on(dialect)).cloned().collect();
    check_all(&possible, name, |case| {
        let connection = scratch.connect(case.namespaces());
        case.round_trip(dialect, Database::of(driver(connection)));
    });
}

macro_rules! groups {
    ($($group:ident),* $(,)?) => {
        /// Every case there is.
        fn cases() -> Vec<Case> {
            [$($group::cases()),*].concat()
        }

        mod written {$(
            #[test]
            fn $group() {
                crate::check_sql(&crate::$group::cases());
            }
        )*}

        mod on_sqlite {$(
            #[test]
            fn $group() {
                crate::check_on_sqlite(&crate::$group::cases());
            }
        )*}

        #[cfg(feature = "postgres")]
        mod on_postgres {$(
            #[test]
            fn $group() {
                let cases = crate::$group::cases();
                let as_it_is = |connection: diesel::PgConnection| connection;
                crate::check_on_server(stringify!($group), &cases, as_it_is);
            }
        )*}

        #[cfg(feature = "mysql")]
        mod on_mysql {$(
            #[test]
            fn $group() {
                let cases = crate::$group::cases();
                crate::check_on_server(stringify!($group), &cases, crate::judged::Judged);
            }
        )*}
    };
}

groups!(
    tables,
    texts,
    options,
    altered,
    placed,
    added,
    dropped,
    changed,
    attributes,
    numbering,
    computed,
    conversions,
    types,
    limits,
    indexes,
    constraints,
    named,
    per_database,
    conditional,
    enums,
    enum_values,
    views,
    materialized,
    functions,
    sequences,
    triggers,
    partitions,
    schemas,
    names,
    rows,
    raw,
    renames,
    dependents,
);
