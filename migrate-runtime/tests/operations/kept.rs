//! The statements of every operation and of its way back, written down and read again.

use migrate_core::dialect::{lower_script, read_statement};
use migrate_core::json::Value;
use migrate_runtime::dialect::{Action, Dialect, Statement};
use migrate_runtime::op::encode::{Encode as _, Encoder, Places};
use migrate_runtime::op::{Recorded, apply, reverse_all};

use crate::case::SERVERS;
use crate::cases;

fn read_again(statement: &Statement, dialect: Dialect) -> Option<Statement> {
    let mut encoder = Encoder::new(Places::AsRecorded);
    statement.encode(&mut encoder);
    read_statement(&Value::read(&encoder.into_text()).expect("JSON"), dialect)
}

/// What another program has no use for, or cannot run.
const fn is_kept(statement: &Statement) -> bool {
    match statement.action {
        Action::Run(_) | Action::Nothing { .. } => false,
        Action::Sql(_)
        | Action::Raw(_)
        | Action::Rebuild(_)
        | Action::Restate(_)
        | Action::Concurrent(_)
        | Action::Note(_) => true,
    }
}

/// A constraint that has another name in the database is found by its columns alone, whatever else it demands.
fn without_demands(statement: &Statement) -> String {
    let mut encoder = Encoder::new(Places::AsRecorded);
    Statement { facts: None, ..statement.clone() }.encode(&mut encoder);
    let mut json: serde_json::Value = serde_json::from_str(&encoder.into_text()).expect("JSON");
    let edits = json.get_mut("edits").and_then(serde_json::Value::as_array_mut);
    for edit in edits.into_iter().flatten() {
        if let Some(says) = edit.get_mut("says").and_then(serde_json::Value::as_object_mut) {
            says.retain(|key, _| {
                ["kind", "columns", "table", "referenced", "expression"].contains(&key.as_str())
            });
        }
    }
    json.to_string()
}

#[test]
fn every_statement_is_read_as_it_was_written() {
    let mut kinds = std::collections::HashSet::new();
    for dialect in SERVERS.into_iter().flatten().copied() {
        for case in cases() {
            let mut schema = dialect.empty_schema();
            let setup = |recorded: &Recorded, schema: &mut _| {
                apply(&recorded.operation, recorded.origin, schema).expect("the setup");
            };
            case.setup.iter().for_each(|recorded| setup(recorded, &mut schema));
            let mut after = schema.clone();
            let back = reverse_all(&case.operations, &mut after).unwrap_or_default();
            let mut before = schema.clone();
            let up = lower_script(dialect, &case.operations, true, &mut before);
            let down = lower_script(dialect, &back, true, &mut before);
            let statements = [up, down].into_iter().flatten().flat_map(|it| it.statements);
            for statement in statements {
                let again = read_again(&statement, dialect);
                if !is_kept(&statement) {
                    assert_eq!(again, None, "{}", case.name);
                    continue;
                }
                let again = again.unwrap_or_else(|| panic!("{}: {statement:?}", case.name));
                assert_eq!(without_demands(&again), without_demands(&statement), "{}", case.name);
                if let Action::Restate(_) | Action::Concurrent(_) = statement.action {
                    let written = Statement { facts: None, ..statement.clone() };
                    assert_eq!(again, written, "{}", case.name);
                }
                kinds.insert(std::mem::discriminant(&statement.action));
            }
        }
    }
    assert_eq!(kinds.len(), 6, "each kind of statement that is kept");
}

#[test]
fn what_was_cut_off_is_no_statement() {
    let sql = r#"{"operations":[0],"action":"sql","sql":"SELECT 1"}"#;
    let read =
        |text: &str| Value::read(text).and_then(|value| read_statement(&value, SERVERS[0][0]));
    assert!(read(sql).is_some());
    for end in 0..sql.len() {
        assert_eq!(read(&sql[..end]), None);
    }
    // Of another database.
    assert_eq!(read(r#"{"operations":[0],"action":"concurrent","sql":"","index":"i"}"#), None);
}
