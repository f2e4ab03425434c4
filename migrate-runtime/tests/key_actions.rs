//! Rows that follow others by a foreign key in a revision that rebuilds a table, where SQLite's foreign
//! keys are off.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use diesel::{RunQueryDsl as _, SqliteConnection};
use migrate_runtime::executor::{self, Driver, Options};
use migrate_runtime::graph::{Direction, PlannedRevision, RowChange};
use migrate_runtime::op::{Recorded, Script};
use migrate_runtime::prelude::*;
use migrate_runtime::prepare::prepare_one;
use migrate_runtime::revision::Revision;
use migrate_runtime::schema::Schema;
use migrate_runtime::{Error, Settings};

use support::{Database, NATIVE, record};

/// Parents 1 and 2, and children 10 and 20 that follow them in everything.
fn family(op: &mut Op) {
    op.create_table(table("parents").column("id", integer().primary_key()).column("name", text()));
    op.create_table(
        table("children")
            .column("id", integer().primary_key())
            .column(
                "parent_id",
                integer().references("parents", "id").on_delete(Cascade).on_update(Cascade),
            )
            .column("note", text()),
    );
    op.create_unique_constraint("uq_parents_name", "parents", ["name"]);
    op.bulk_insert("parents", ["id", "name"], [(1, "ann"), (2, "bob")]);
    op.bulk_insert("children", ["id", "parent_id"], [(10, 1), (20, 2)]);
}

const KEY: &str = "fk_children_parent_id_parents";

/// The children after a script, or why it did not run.
fn children(script: impl FnOnce(&mut Op)) -> Result<String, String> {
    children_of(family, script)
}

fn children_of(
    start: impl FnOnce(&mut Op),
    script: impl FnOnce(&mut Op),
) -> Result<String, String> {
    let (mut database, mut schema) = (Database::new(), Schema::new());
    database.run(NATIVE, &record(start), true, &mut schema).expect("a start");
    database.run(NATIVE, &record(script), true, &mut schema).map_err(|failure| failure.story())?;
    Ok(query(&mut database, "SELECT * FROM children ORDER BY id"))
}

/// The first two values of each row.
fn query(database: &mut Database, sql: &str) -> String {
    let rows = Driver::query(&mut database.connection, sql).expect("rows");
    let row = |row: Vec<Option<String>>| {
        let values = row.into_iter().take(2).map(|value| value.unwrap_or("NULL".to_owned()));
        values.collect::<Vec<_>>().join(" of ")
    };
    rows.into_iter().map(row).collect::<Vec<_>>().join(", ")
}

#[test]
fn rows_follow_a_key_that_is_dropped_afterwards() {
    let dropped = |op: &mut Op| op.drop_foreign_key(KEY, "children");
    let found = children(|op| {
        op.delete("parents").filter(col("id").eq(1));
        dropped(op);
    });
    assert_eq!(found.as_deref(), Ok("20 of 2"));
    let found = children(|op| {
        op.update("parents").set("id", sql("id + 100"));
        dropped(op);
    });
    assert_eq!(found.as_deref(), Ok("10 of 101, 20 of 102"));
    let found = children(|op| {
        op.delete("parents").filter(col("id").eq(1));
        op.drop_column("children", "parent_id");
    });
    assert_eq!(found.as_deref(), Ok("20 of NULL"));
    let found = children(|op| {
        op.delete("parents").filter(col("id").eq(1));
        op.rename_table("parents", "folks");
        op.delete("folks").filter(col("id").eq(2));
        op.alter_column("children", "note").set_type(varchar(9));
    });
    assert_eq!(found.as_deref(), Ok(""));
}

#[test]
fn rows_follow_no_key_that_is_not_there() {
    let found = children(|op| {
        op.drop_foreign_key(KEY, "children");
        op.update("parents").set("id", sql("id + 1")).filter(col("id").eq(2));
        op.update("children").set("parent_id", 3).filter(col("id").eq(20));
        op.create_foreign_key(KEY, "children", ["parent_id"], "parents", ["id"]);
    });
    assert_eq!(found.as_deref(), Ok("10 of 1, 20 of 3"));
    let found = children(|op| {
        op.delete("children").all_rows();
        op.create_table(table("toys").column("child", integer().references("children", "id")));
        op.alter_column("children", "note").set_type(varchar(9));
    });
    assert_eq!(found.as_deref(), Ok(""));
}

#[test]
fn rows_follow_raw_sql_and_functions() {
    let rebuild = |op: &mut Op| {
        op.alter_column("children", "note").set_type(varchar(9));
    };
    let found = children(|op| {
        op.execute("DELETE FROM parents WHERE id = 1");
        rebuild(op);
    });
    assert_eq!(found.as_deref(), Ok("20 of 2"));
    // A row that is replaced is deleted first.
    let found = children(|op| {
        op.execute("REPLACE INTO parents (id, name) VALUES (1, 'ann')");
        rebuild(op);
    });
    assert_eq!(found.as_deref(), Ok("20 of 2"));
    let found = children(|op| {
        op.run(|connection: &mut SqliteConnection| {
            diesel::sql_query("DELETE FROM parents WHERE id = 2").execute(connection)
        });
        rebuild(op);
    });
    assert_eq!(found.as_deref(), Ok("10 of 1"));
    let found = children(|op| {
        op.insert("parents").set("id", 3).set("name", "bob").on_conflict_do_update(["name"]);
        rebuild(op);
    });
    assert_eq!(found.as_deref(), Ok("10 of 1, 20 of 3"));
}

#[test]
fn raw_sql_that_also_changes_the_schema_is_refused() {
    let found = children(|op| {
        op.execute("DELETE FROM parents WHERE id = 1; CREATE TABLE other (x)")
            .effect(|op| op.create_table(table("other").column("x", text())));
        op.alter_column("children", "note").set_type(varchar(9));
    });
    let story = found.expect_err("a refusal");
    assert!(story.contains("rows of `parents` that `children` follows"), "{story}");
    assert!(
        story.contains("hint: give the statement that changes rows an `op.execute(..)`"),
        "{story}"
    );
}

#[test]
fn what_a_key_restricts_is_refused_at_once() {
    let start = |op: &mut Op| {
        family(op);
        op.drop_foreign_key(KEY, "children");
        op.create_foreign_key(KEY, "children", ["parent_id"], "parents", ["id"])
            .on_delete(Restrict);
    };
    let story = children_of(start, |op| {
        op.delete("parents").filter(col("id").eq(1));
        op.insert("parents").set("id", 1);
        op.alter_column("children", "note").set_type(varchar(9));
    });
    let story = story.expect_err("a failure");
    assert!(story.contains("sql: DELETE FROM parents WHERE id = 1"), "{story}");
    assert!(story.contains("FOREIGN KEY constraint failed"), "{story}");
}

/// A tree of folders, and a trigger that updates the table it is on.
#[test]
fn rows_that_follow_rows_of_their_own_table() {
    let start = |op: &mut Op| {
        family(op);
        op.drop_table("children");
        op.create_table(
            table("children")
                .column("id", integer().primary_key())
                .column("parent_id", integer().references("children", "id").on_delete(Cascade))
                .column("note", text()),
        );
        op.bulk_insert(
            "children",
            ["id", "parent_id"],
            [(1, None), (2, Some(1)), (3, Some(2)), (4, None)],
        );
    };
    let script = |op: &mut Op| {
        op.delete("children").filter(col("id").eq(1));
        op.alter_column("children", "note").set_type(varchar(9));
    };
    assert_eq!(children_of(start, script).as_deref(), Ok("4 of NULL"));
    let watched = |op: &mut Op| {
        start(op);
        let body = "BEGIN UPDATE children SET note = 'seen' WHERE id = NEW.id; END";
        op.create_trigger("seen", "children", "AFTER UPDATE", body);
    };
    let story = children_of(watched, script).expect_err("a refusal");
    assert!(story.contains("trigger `seen` of table `children` would fire itself"), "{story}");
    assert!(story.contains("hint: move it to a revision of its own"), "{story}");
}

/// Settings and triggers of the migration's own do not outlast it.
#[test]
fn nothing_is_left_in_the_connection() {
    let (mut database, mut schema) = (Database::new(), Schema::new());
    database.run(NATIVE, &record(family), true, &mut schema).expect("a start");
    Driver::execute(&mut database.connection, "PRAGMA recursive_triggers = ON").expect("a pragma");
    let script = record(|op: &mut Op| {
        op.execute("REPLACE INTO parents (id, name) VALUES (1, 'ann')");
        op.alter_column("children", "note").set_type(varchar(9));
    });
    database.run(NATIVE, &script, true, &mut schema).expect("a revision");
    assert_eq!(query(&mut database, "PRAGMA recursive_triggers"), "1");
    assert_eq!(query(&mut database, "SELECT name FROM sqlite_temp_schema"), "");
}

/// Outside a transaction a rebuild switches the keys for itself, and they are on beside it.
#[test]
fn outside_a_transaction_the_keys_themselves_act() {
    let (mut database, mut schema) = (Database::new(), Schema::new());
    database.run(NATIVE, &record(family), true, &mut schema).expect("a start");
    let script = record(|op: &mut Op| {
        op.delete("parents").filter(col("id").eq(1));
        op.drop_foreign_key(KEY, "children");
    });
    let statements = database.run(NATIVE, &script, false, &mut schema).expect("a revision");
    assert!(!statements.iter().any(|sql| sql.contains("TRIGGER")), "{statements:#?}");
    assert_eq!(query(&mut database, "SELECT * FROM children"), "20 of 2");
}

/// In a single transaction the keys are off for all revisions, also for one that rebuilds nothing.
#[test]
fn a_revision_that_relies_on_keys_shares_no_transaction_with_a_rebuild() {
    let changed = |op: &mut Op| {
        op.delete("parents").filter(col("id").eq(1));
    };
    let harmless = |op: &mut Op| {
        op.delete("children").filter(col("id").eq(10));
    };
    for (first, refused) in [(record(changed), true), (record(harmless), false)] {
        let rebuild = record(|op: &mut Op| op.drop_foreign_key(KEY, "children"));
        let (mut database, mut schema) = (Database::new(), Schema::new());
        database.run(NATIVE, &record(family), true, &mut schema).expect("a start");
        let revisions = [Revision::new("r1"), Revision::new("r2")];
        let prepared: Vec<_> = revisions
            .iter()
            .zip([first, rebuild])
            .map(|(revision, operations): (&Revision, Vec<Recorded>)| {
                let change = RowChange { delete: Vec::new(), insert: vec![&revision.id] };
                let step = PlannedRevision { revision, direction: Direction::Up, change };
                let script = Script { operations, transactional: true };
                prepare_one(NATIVE, step, &script, &mut schema).expect("a revision")
            })
            .collect();
        let options = Options::default().in_single_transaction();
        let result = executor::run(
            &mut database.connection,
            &Settings::DEFAULT,
            &["r0".to_owned()],
            &RowChange::default(),
            &prepared,
            &options,
            &mut |_| {},
        );
        match result {
            Err(Error::NotTransactional { revision, .. }) => assert!(refused && revision == "r1"),
            result => assert!(result.is_ok() && !refused, "{result:?}"),
        }
    }
}
