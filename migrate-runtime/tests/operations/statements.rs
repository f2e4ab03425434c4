//! Each operation is in the statements, and each statement knows its operations.

use std::collections::BTreeSet;

use migrate_runtime::dialect::{Action, Dialect, Lowering, lower};
use migrate_runtime::op::Operation;

use crate::case::{Case, SERVERS};
use crate::cases;

fn lowerings(mut check: impl FnMut(&Case, Dialect, &Lowering)) {
    for case in cases() {
        for dialect in SERVERS.concat() {
            if let Ok(lowering) = lower(dialect, &case.operations, &mut case.before(dialect)) {
                check(&case, dialect, &lowering);
            }
        }
    }
}

#[test]
fn the_operations_of_the_statements_are_the_script() {
    lowerings(|case, dialect, lowering| {
        let carried_out: BTreeSet<_> =
            lowering.statements.iter().flat_map(|it| it.operations.iter().copied()).collect();
        let recorded: BTreeSet<_> = (0..case.operations.len()).collect();
        assert_eq!(carried_out, recorded, "`{}` on {dialect}", case.name);
        assert_eq!(lowering.operations.len(), recorded.len(), "`{}` on {dialect}", case.name);
        for (described, recorded) in lowering.operations.iter().zip(&case.operations) {
            assert_eq!(described.origin, recorded.origin, "`{}` on {dialect}", case.name);
            let words = match &recorded.operation {
                // The type is that of the database.
                Operation::AddColumn { table, column, .. } => {
                    format!("add column {table}.{}", column.name)
                }
                operation => operation.to_string(),
            };
            assert!(described.description.starts_with(&words), "{words}: {described:?}");
        }
    });
}

#[test]
fn a_statement_has_its_operations_in_order_and_once() {
    lowerings(|case, dialect, lowering| {
        for statement in &lowering.statements {
            let places = &statement.operations;
            assert!(!places.is_empty(), "`{}` on {dialect}: {statement:?}", case.name);
            assert!(places.is_sorted_by(|a, b| a < b), "`{}` on {dialect}: {places:?}", case.name);
        }
    });
}

#[test]
fn the_clauses_of_a_statement_are_parts_of_its_sql() {
    let mut grouped = 0;
    lowerings(|case, dialect, lowering| {
        for statement in &lowering.statements {
            let Some(first) = statement.clauses.first() else { continue };
            grouped += 1;
            let Action::Sql(sql) = &statement.action else {
                panic!("`{}` on {dialect}: {statement:?}", case.name)
            };
            let places: BTreeSet<_> =
                statement.clauses.iter().map(|clause| clause.operation).collect();
            assert_eq!(places, statement.operations.iter().copied().collect(), "{sql}");
            let mut end = first.span.start;
            for clause in &statement.clauses {
                assert!(clause.span.start >= end, "{sql}");
                let text = &sql[clause.span.clone()];
                assert!(!text.is_empty() && !text.starts_with(','), "{text} of {sql}");
                end = clause.span.end;
            }
        }
    });
    assert!(grouped > 20, "few cases have operations that share a statement: {grouped}");
}
