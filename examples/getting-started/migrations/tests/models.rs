//! The revisions lead to the structs: what `cargo migrate check` says, as a test.

use getting_started_migrations::MIGRATIONS;
use migrate_analysis::diff::{Comparison, diff};
use migrate_analysis::history::History;
use migrate_analysis::models::derived;
use migrate_runtime::dialect::{Dialect, Family};

#[test]
fn the_revisions_lead_to_the_models() {
    let exported = migrate_runtime::cli::exported(&MIGRATIONS).unwrap();
    let history = History::read(&exported).unwrap();
    let empty = || Dialect::parse(Family::Sqlite, "3.45").unwrap().empty_schema();
    let models = derived::read(history.models.clone().unwrap(), empty()).unwrap();
    let head = history.schema(empty()).unwrap();
    let answers = models.answers(&head);
    let families = [Family::Sqlite];
    let found = diff(&head, &models.schema, Comparison::Declared, &families, &answers).unwrap();
    assert_eq!(found.questions, []);
    let operations: Vec<_> = found.operations.iter().map(ToString::to_string).collect();
    assert_eq!(operations, [""; 0]);
}
