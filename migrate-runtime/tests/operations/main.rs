//! Every operation on SQLite: its SQL or its refusal, and its way up, down and up again on a live
//! database.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![expect(clippy::too_many_lines, reason = "a table is as long as its cases")]
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes its snapshots so")]

#[path = "../support/mod.rs"]
mod support;

mod case;
mod columns;
mod completeness;
mod constraints;
mod indexes;
mod objects;
mod raw;
mod rows;
mod tables;
mod types;

use std::panic::{AssertUnwindSafe, catch_unwind};

use case::Case;

/// Every case there is.
fn cases() -> Vec<Case> {
    [
        tables::cases(),
        columns::cases(),
        types::cases(),
        indexes::cases(),
        constraints::cases(),
        objects::cases(),
        rows::cases(),
        raw::cases(),
    ]
    .concat()
}

/// Checks every case before it fails for some of them.
fn check_all(cases: Vec<Case>) {
    let failed = cases.into_iter().filter_map(|case| {
        let name = case.name;
        catch_unwind(AssertUnwindSafe(|| case.check())).is_err().then_some(name)
    });
    assert_eq!(failed.collect::<Vec<_>>(), [""; 0]);
}

macro_rules! groups {
    ($($group:ident),* $(,)?) => {$(
        #[test]
        fn $group() {
            check_all($group::cases());
        }
    )*};
}

groups!(tables, columns, types, indexes, constraints, objects, rows, raw);
