//! Random operations written as a program, which is compiled and asked what it records; and what rustfmt makes of
//! its source.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use migrate_core::op::encode::{Encoder, Places};
use migrate_core::op::{Operation, Recorded, apply, reverse_all};
use migrate_core::schema::{Constraint, Origin, Schema, Table};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::super::split::split;
use super::random;
use crate::decode::decode;
use crate::diff::tests::{between, schema};
use crate::render::function;

const DIFFERENCES: usize = 40;
const OPERATIONS: usize = 400;
const TABLES: usize = 200;

/// The operations from one random schema to another and back, each with the schema before it.
fn differences(runner: &mut TestRunner) -> Vec<(Schema, Vec<Operation>)> {
    let mut all = Vec::new();
    while all.len() < DIFFERENCES {
        let (from, to) = (schema(), schema()).new_tree(runner).unwrap().current();
        let operations = between(&from, &to).unwrap().operations;
        let there: Vec<_> = operations.iter().cloned().map(recorded).collect();
        let mut after = from.clone();
        let back = reverse_all(&there, &mut after);
        all.push((from, operations));
        if let Ok(back) = back {
            all.push((after, back.into_iter().map(|it| it.operation).collect()));
        }
    }
    all
}

/// Tables that can be created, and columns that can be added to one, each with the schema before it.
fn tables(runner: &mut TestRunner) -> Vec<(Schema, Vec<Operation>)> {
    let strategy = random::table();
    let mut all = Vec::new();
    while all.len() < TABLES {
        let table = strategy.new_tree(runner).unwrap().current();
        let mut before = Schema::new();
        let operation = if all.len().is_multiple_of(4) {
            // The last column, with what is on it alone, comes to a table that has the others.
            let mut old = Table::new("t");
            old.columns = table.columns.clone();
            let Some(column) = old.columns.pop() else { continue };
            old.columns.iter_mut().for_each(|column| column.mysql.position = None);
            before =
                applied(&[Operation::CreateTable { table: old, if_not_exists: false }], &before);
            let is_on_it = |it: &&Constraint| it.columns().iter().all(|name| *name == column.name);
            let constraints = table.constraints.iter().filter(is_on_it).cloned().collect();
            Operation::AddColumn { table: table.name, column, constraints }
        } else {
            Operation::CreateTable { table, if_not_exists: false }
        };
        if apply(&operation, Origin::new("model", 1, 1), &mut before.clone()).is_ok() {
            all.push((before, vec![operation]));
        }
    }
    all
}

/// Operations that can be written.
fn operations(runner: &mut TestRunner) -> Vec<Operation> {
    let strategy = random::operation();
    let mut next = || strategy.new_tree(runner).unwrap().current();
    let sayable = std::iter::from_fn(|| Some(next()))
        .filter(|operation| function("f", std::slice::from_ref(operation)).is_ok());
    sayable.take(OPERATIONS).collect()
}

fn recorded(operation: Operation) -> Recorded {
    Recorded { operation, origin: Origin::new("model", 1, 1) }
}

fn applied(operations: &[Operation], before: &Schema) -> Schema {
    let mut schema = before.clone();
    for operation in operations {
        apply(operation, Origin::new("model", 1, 1), &mut schema)
            .unwrap_or_else(|error| panic!("{operation}: {error}"));
    }
    schema.sorted()
}

fn canonical(operations: &[Operation]) -> String {
    let mut encoder = Encoder::new(Places::LeftOut);
    encoder.list(operations);
    encoder.into_text()
}

/// What the program records, by the name of its function.
fn run(functions: &BTreeMap<String, String>) -> BTreeMap<String, Vec<Operation>> {
    // The program of a test is in `debug/deps` of the target directory.
    let program = std::env::current_exe().unwrap();
    let target = program.ancestors().nth(3).unwrap();
    let root = target.join("tmp/rendered");
    fs::create_dir_all(root.join("src")).unwrap();
    let path = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    let manifest = format!(
        "[package]\nname = \"rendered\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         migrate-runtime = {{ path = {:?}, default-features = false, features = [\"operations\"] }}\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n",
        path("migrate-runtime")
    );
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    // The versions that are downloaded already.
    fs::copy(path("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let calls = functions.keys().map(|name| format!("    print(\"{name}\", {name});\n"));
    let source = format!(
        "#![deny(warnings)]\n\
         use migrate_runtime::op::{{Mode, encode::{{Encoder, Places}}}};\n\
         use migrate_runtime::prelude::*;\n\n\
         fn main() {{\n{}}}\n\n\
         fn print<M: Mode>(name: &str, record: fn(&mut Op<M>)) {{\n    \
             let mut op = Op::new();\n    \
             record(&mut op);\n    \
             let mut encoder = Encoder::new(Places::LeftOut);\n    \
             encoder.list(op.into_operations().iter().map(|recorded| &recorded.operation));\n    \
             println!(\"{{name}} {{}}\", encoder.into_text());\n\
         }}\n\n{}",
        calls.collect::<String>(),
        functions.values().cloned().collect::<Vec<_>>().join("\n")
    );
    fs::write(root.join("src/main.rs"), source).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(&root)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| {
        let (name, json) = line.split_once(' ').unwrap();
        (name.to_owned(), decode(serde_json::from_str(json).unwrap()).unwrap())
    };
    lines.lines().map(line).collect()
}

#[test]
#[ignore = "builds a program, which takes half a minute"]
fn random_operations_are_recorded_as_they_were() {
    let mut runner = TestRunner::deterministic();
    let mut differences = differences(&mut runner);
    differences.extend(tables(&mut runner));
    let single = operations(&mut runner);
    let mut functions = BTreeMap::new();
    for (number, (_, operations)) in differences.iter().enumerate() {
        let name = format!("difference_{number}");
        let text = function(&name, operations).unwrap();
        functions.insert(name, text);
    }
    for (number, operation) in single.iter().enumerate() {
        let name = format!("operation_{number}");
        let text = function(&name, std::slice::from_ref(operation)).unwrap();
        functions.insert(name, text);
    }
    let written = run(&functions);
    for (number, (before, operations)) in differences.iter().enumerate() {
        let name = format!("difference_{number}");
        let expected = applied(operations, before);
        assert_eq!(applied(&written[&name], before), expected, "{}", functions[&name]);
    }
    for (number, operation) in single.iter().enumerate() {
        let name = format!("operation_{number}");
        let expected: Vec<_> = split(operation).into_iter().map(Cow::into_owned).collect();
        assert_eq!(canonical(&written[&name]), canonical(&expected), "{}", functions[&name]);
    }
}

/// The text as rustfmt would leave it in a package without a configuration.
fn formatted(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path", "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = rustfmt.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = rustfmt.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn rustfmt_changes_the_layout_alone() {
    let mut runner = TestRunner::deterministic();
    let mut texts = Vec::new();
    for (number, (_, operations)) in differences(&mut runner).iter().enumerate() {
        texts.push(function(&format!("f{number}"), operations).unwrap());
    }
    for (number, operation) in operations(&mut runner).iter().enumerate() {
        texts.push(function(&format!("g{number}"), std::slice::from_ref(operation)).unwrap());
    }
    let text = texts.join("\n");
    let once = formatted(&text);
    assert_eq!(formatted(&once), once);
    let again = |text: &str| prettyplease::unparse(&syn::parse_file(text).unwrap());
    assert_eq!(again(&once), again(&text));
}
