//! The revisions lead to `schema.rs`: what `cargo migrate check` says, as a test.

use diesel_schema_migrations::MIGRATIONS;
use migrate_analysis::diff::Answers;
use migrate_analysis::history::History;
use migrate_analysis::models::diesel;
use migrate_runtime::dialect::{Dialect, Family};

#[test]
fn the_revisions_lead_to_schema_rs() {
    let exported = migrate_runtime::cli::exported(&MIGRATIONS).unwrap();
    let history = History::read(&exported).unwrap();
    let dialect = Dialect::parse(Family::Sqlite, "3.45").unwrap();
    let head = history.schema(dialect.empty_schema()).unwrap();
    let declared = diesel::read("schema.rs", include_str!("../../src/schema.rs")).unwrap();
    let answers = Answers::default();
    let found = diesel::diff(&declared, &head, dialect, &[], &[Family::Sqlite], &answers).unwrap();
    assert_eq!(found.diff.questions, []);
    let operations: Vec<_> = found.diff.operations.iter().map(ToString::to_string).collect();
    assert_eq!(operations, [""; 0]);
}
