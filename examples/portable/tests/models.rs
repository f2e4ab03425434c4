//! The models that the binary exports are the schema that its revisions make.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::process::Command;

use migrate_analysis::decode::decode;
use migrate_analysis::diff::{Answers, Comparison, diff};
use migrate_analysis::models::derived;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::op::{Operation, Script, apply};
use migrate_runtime::schema::Schema;
use serde_json::Value;

const DIALECTS: [(Family, &str); 3] =
    [(Family::Sqlite, "3.45"), (Family::Postgres, "15"), (Family::Mysql, "10.11.6-MariaDB")];

fn exported() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_portable-migrations"))
        .args(["export", "--format-version", "1"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The schema after the revisions that `is_applied` takes, in the order of the document.
fn head(document: &Value, dialect: Dialect, is_applied: impl Fn(&str) -> bool) -> Schema {
    let mut schema = dialect.empty_schema();
    for revision in document["revisions"].as_array().unwrap() {
        if !is_applied(revision["revision"].as_str().unwrap()) {
            continue;
        }
        let script: Script = decode(revision["upgrade"].clone()).unwrap();
        for recorded in script.operations {
            apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
        }
    }
    schema
}

#[test]
fn the_models_are_what_the_revisions_make() {
    let document = exported();
    for (family, version) in DIALECTS {
        let dialect = Dialect::parse(family, version).unwrap();
        let models = derived::read(document["models"].clone(), dialect.empty_schema()).unwrap();
        let head = head(&document, dialect, |_| true);
        let answers = models.answers(&head);
        assert_eq!(answers, Answers::default(), "what was renamed is renamed");
        let found = diff(&head, &models.schema, Comparison::Declared, &[family], &answers).unwrap();
        assert_eq!(found.questions, [], "{dialect}");
        let operations: Vec<_> = found.operations.iter().map(ToString::to_string).collect();
        assert_eq!(operations, [""; 0], "{dialect}");
    }
}

/// A former name answers the question that a column which is gone asks.
#[test]
fn a_former_name_is_an_answer() {
    let document = exported();
    let dialect = Dialect::parse(Family::Sqlite, "3.45").unwrap();
    let models = derived::read(document["models"].clone(), dialect.empty_schema()).unwrap();
    let head = head(&document, dialect, |revision| revision == "5a1c07e94b2d");
    let answers = models.answers(&head);
    let found =
        diff(&head, &models.schema, Comparison::Declared, &[Family::Sqlite], &answers).unwrap();
    assert_eq!(found.questions, []);
    let renames = found.operations.iter().any(|operation| match operation {
        Operation::AlterColumn { column, change, .. } => {
            column == "title" && change.rename.as_deref() == Some("full_title")
        }
        _ => false,
    });
    assert!(renames, "{:?}", found.operations);
}

/// The places are those of the structs, from the directory of the package.
#[test]
fn models_come_in_the_order_of_their_tables() {
    let document = exported();
    let models = document["models"].as_array().unwrap();
    let names = models.iter().map(|model| {
        let table = model["operations"][0]["operation"]["table"]["name"].as_str();
        (model["crate"].as_str().unwrap(), model["file"].as_str().unwrap(), table)
    });
    let file = "examples/portable/src/models.rs";
    let expected = [Some("books"), Some("loans"), Some("members"), None];
    let expected = expected.map(|table| ("portable_migrations", file, table));
    assert_eq!(names.collect::<Vec<_>>(), expected);
    let source = include_str!("../src/models.rs");
    let line = |model: &Value| {
        let at = usize::try_from(model["line"].as_u64().unwrap()).unwrap();
        source.lines().nth(at - 1).unwrap()
    };
    assert_eq!(
        models.iter().map(line).collect::<Vec<_>>(),
        [
            "#[derive(Debug, Model)]",
            "#[derive(Debug, Model)]",
            "#[derive(Debug, Model)]",
            "#[models]"
        ]
    );
}
