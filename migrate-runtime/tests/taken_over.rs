//! Databases that another tool made, whose constraints have no names or others than the revisions say.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use migrate_runtime::executor::Driver;
use migrate_runtime::op::{Recorded, apply};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use support::{Database, OLDEST, record};

/// What the revisions say of the tables.
fn declared(op: &mut Op) {
    op.create_table(table("p").column("id", integer().primary_key()));
    op.create_table(
        table("t")
            .column("id", integer().not_null())
            .column("a", integer())
            .column("b", integer())
            .primary_key(["id"])
            .unique("uq_t_a", ["a"])
            .check("ck_t_a", "a > 0")
            .foreign_key(migrate_runtime::op::foreign_key("fk_t_b", ["b"], "p", ["id"])),
    );
}

/// The definition of `t` after a script on a database that was made by hand, or what went wrong.
fn changed(made: &str, script: &[Recorded]) -> Result<String, String> {
    let (mut database, mut schema) = (Database::new(), Schema::new());
    for Recorded { operation, origin } in record(declared) {
        apply(&operation, origin, &mut schema).expect("a schema");
    }
    let made = format!("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t ({made})");
    Driver::execute(&mut database.connection, &made).expect("the tables");
    database.run(OLDEST, script, true, &mut schema).map_err(|failure| failure.story())?;
    let query = "SELECT sql FROM sqlite_schema WHERE name = 't'";
    let rows = Driver::query(&mut database.connection, query).expect("the definition");
    let sql = rows.into_iter().flatten().flatten().next().expect("the definition");
    let body = sql.split_once('(').map_or("", |(_, body)| body).trim().trim_end_matches(')');
    Ok(body.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// As Alembic writes a table whose constraints are given no names.
const UNNAMED: &str = "id INTEGER NOT NULL, a INTEGER CHECK (a>0), b INTEGER, \
                       PRIMARY KEY (id), UNIQUE (a), FOREIGN KEY(b) REFERENCES p (id)";

#[test]
fn a_constraint_without_a_name_is_found_by_what_it_says() {
    for (script, left) in [
        (
            record(|op: &mut Op| op.drop_unique_constraint("uq_t_a", "t")),
            UNNAMED.replace(" UNIQUE (a),", ""),
        ),
        (
            record(|op: &mut Op| op.drop_foreign_key("fk_t_b", "t")),
            UNNAMED.replace(", FOREIGN KEY(b) REFERENCES p (id)", ""),
        ),
        (
            record(|op: &mut Op| op.drop_check_constraint("ck_t_a", "t")),
            UNNAMED.replace(" CHECK (a>0)", ""),
        ),
        (
            record(|op: &mut Op| op.drop_primary_key("pk_t", "t")),
            UNNAMED.replace(" PRIMARY KEY (id),", ""),
        ),
        (
            record(|op: &mut Op| op.rename_constraint("uq_t_a", "t", "uq_new")),
            UNNAMED.replace("UNIQUE", "CONSTRAINT \"uq_new\" UNIQUE"),
        ),
    ] {
        assert_eq!(changed(UNNAMED, &script), Ok(left));
    }
}

#[test]
fn a_key_of_another_name_is_found() {
    let made = "id INTEGER NOT NULL, a INTEGER, b INTEGER, CONSTRAINT t_pkey PRIMARY KEY (id)";
    let found = changed(made, &record(|op: &mut Op| op.drop_primary_key("pk_t", "t")));
    assert_eq!(found.as_deref(), Ok("id INTEGER NOT NULL, a INTEGER, b INTEGER"));
}

#[test]
fn of_two_that_say_the_same_neither_is_dropped() {
    let made = "id INTEGER NOT NULL PRIMARY KEY, a INTEGER UNIQUE, b INTEGER, UNIQUE (a)";
    let script = record(|op: &mut Op| op.drop_unique_constraint("uq_t_a", "t"));
    let story = changed(made, &script).expect_err("an error");
    let expected = "table `t` of the database has no constraint `uq_t_a`, and more than one that could \
                    be it: `a UNIQUE` and `UNIQUE (a)`";
    assert!(story.contains(expected), "{story}");
}

#[test]
fn one_that_belongs_to_another_name_is_not_taken() {
    let made =
        "id INTEGER NOT NULL PRIMARY KEY, a INTEGER, b INTEGER, CONSTRAINT uq_t_a2 UNIQUE (a)";
    let script = record(|op: &mut Op| {
        op.create_unique_constraint("uq_t_a2", "t", ["a"]);
        op.drop_unique_constraint("uq_t_a", "t");
    });
    let story = changed(made, &script).expect_err("an error");
    assert!(story.contains("`uq_t_a`"), "{story}");
}
