//! Constraints that a database has without a name: paired by what they demand, and dropped by it.

use migrate_analysis::compare::compare;
use migrate_analysis::diff::{Answers, Comparison, diff};
use migrate_runtime::dialect::Family;
use migrate_runtime::executor::Driver as _;
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use crate::detected::{recorded, schema_of};
use crate::support::{Database, NATIVE, record};

const CREATE: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY, code INTEGER NOT NULL UNIQUE);
    CREATE TABLE t (
        id INTEGER PRIMARY KEY,
        c INTEGER UNIQUE CHECK (c  >  0) REFERENCES p (code) ON DELETE CASCADE,
        n INTEGER NOT NULL, UNIQUE (c, n), CHECK (c <> n)
    )";

fn declared(op: &mut Op) {
    op.create_table(
        table("p")
            .column("id", integer().primary_key())
            .column("code", integer().not_null().unique()),
    );
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column(
                "c",
                integer().unique().check("c > 0").references("p", "code").on_delete(Cascade),
            )
            .column("n", integer().not_null())
            .unique("uq_t_c_n", ["c", "n"])
            .check("ck_differ", "c <> n"),
    );
}

/// A database whose tables were created by hand, and the operations that lead to a declared schema.
fn led_to(declared: &Schema) -> Vec<String> {
    let mut database = Database::new();
    database.connection.execute(CREATE).expect("tables");
    let live = database.live(&Schema::new());
    let (comparison, answers) = (Comparison::Live(NATIVE), Answers::default());
    let found = diff(&live, declared, comparison, &[Family::Sqlite], &answers);
    let operations = found.expect("a difference").operations;

    // The revisions have the names that the operations say.
    let mut head = schema_of(&record(self::declared)).expect("a schema");
    let done = database.run(NATIVE, &recorded(&operations), true, &mut head);
    assert_eq!(done.err().map(|failure| failure.story()), None);
    assert_eq!(compare(NATIVE, &database.live(declared), declared), []);
    operations.iter().map(ToString::to_string).collect()
}

#[test]
fn a_constraint_without_a_name_is_the_one_that_demands_the_same() {
    let declared = schema_of(&record(declared)).expect("a schema");
    assert_eq!(led_to(&declared), [""; 0]);
}

#[test]
fn a_constraint_without_a_name_is_dropped_by_what_it_demands() {
    let mut declared = schema_of(&record(declared)).expect("a schema");
    let table = declared.tables.get_mut(&"t".into()).expect("a table");
    table.constraints.retain(|constraint| !constraint.is_named("uq_t_c_n"));
    assert_eq!(led_to(&declared), ["drop unique constraint uq_t_c_n of t"]);
}
