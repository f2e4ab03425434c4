//! Every case written as the source of a revision: the source is a file, is compiled, and records the same.
//!
//! `SNAPSHOTS=overwrite` renews the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::slice;

use migrate_analysis::render::function;
use migrate_runtime::op::encode::{Encoder, Places};
use migrate_runtime::op::{Operation, Recorded};
use migrate_runtime::prelude::*;
use snapbox::{assert_data_eq, file, str};

use crate::cases;
use crate::support::record;

#[path = "../rendered/operations.rs"]
#[rustfmt::skip]
mod written;

/// What the file opens with.
const HEAD: &str = "//! The cases of `tests/operations` as the source that records them, written by `operations/rendered.rs`.\n\n\
                    use super::*;\n";

/// The operations of each case that no earlier one has, by the name of their function.
fn scripts() -> Vec<(String, Vec<Operation>)> {
    let mut scripts = Vec::new();
    let mut known = BTreeSet::new();
    for case in cases() {
        let words = case.name.split(|it: char| !it.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let words = words.join("_").to_lowercase();
        for (way, script) in [("before", case.setup), ("up", case.operations)] {
            let operations = script.into_iter().map(|recorded| recorded.operation);
            let new: Vec<_> =
                operations.filter(|it| known.insert(canonical(slice::from_ref(it)))).collect();
            if !new.is_empty() {
                scripts.push((format!("{way}_{words}"), new));
            }
        }
    }
    scripts
}

/// The canonical form, with the constraints of new tables in one order.
fn canonical(script: &[Operation]) -> String {
    let mut script = script.to_vec();
    for operation in &mut script {
        if let Operation::CreateTable { table, .. } = operation {
            table.constraints.sort_by_key(|constraint| format!("{constraint:?}"));
        }
    }
    let mut encoder = Encoder::new(Places::LeftOut);
    encoder.list(&script);
    encoder.into_text()
}

#[test]
fn every_case_is_written_as_it_was() {
    let mut source = HEAD.to_owned();
    let mut refused = String::new();
    let mut names = Vec::new();
    for (name, script) in scripts() {
        match function(&name, &script) {
            Ok(text) => {
                write!(source, "\n{text}").expect("a string");
                names.push(name);
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).expect("a cause");
                writeln!(refused, "{name}: {error}: {cause}").expect("a string");
            }
        }
    }
    source
        .push_str("\npub(super) fn written() -> Vec<(&'static str, Vec<Recorded>)> {\n    vec![\n");
    for name in names {
        writeln!(source, "        (\"{name}\", record({name})),").expect("a string");
    }
    source.push_str("    ]\n}\n");
    assert_data_eq!(source, file!["../rendered/operations.rs"].raw());
    // Only a function cannot be written.
    assert_data_eq!(
        refused,
        str![[r#"
up_no_change: `alter column users.name` cannot be written in Rust: the builder has no word for a change of nothing
up_an_index_of_no_column: `create index ix_users_none on users` cannot be written in Rust: the builder has no word for an index of no columns
up_no_rows_at_all: `insert 0 rows into things` cannot be written in Rust: the builder has no word for no rows, or rows of several types
up_a_row_of_no_values: `insert a row into things` cannot be written in Rust: the builder has no word for a row with other columns than it has values
up_an_update_of_nothing: `update every row of users` cannot be written in Rust: the builder has no word for an update that sets nothing
up_a_function_for_sqlite: `run a function` cannot be written in Rust: the function that it calls is known only to the program that recorded it

"#]]
    );
}

#[test]
fn what_is_written_records_the_same() {
    let scripts: BTreeMap<_, _> = scripts().into_iter().collect();
    for (name, recorded) in written::written() {
        let recorded: Vec<_> = recorded.into_iter().map(|recorded| recorded.operation).collect();
        assert_eq!(canonical(&recorded), canonical(&scripts[name]), "`{name}`");
    }
}
