//! Laws of rows: what comes back with a derived way back, and what a rebuild beside a change of rows
//! does to them.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use migrate_runtime::executor::Driver;
use migrate_runtime::op::{ColumnChange, Operation, Recorded, apply, reverse_all};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::{
    Action, Column, ColumnType, Expr, Origin, QualifiedName, Schema, Table, Value,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use support::{Database, NATIVE, OLDEST, record};

/// A table with rows, `t`, and room for another, `u`.
fn start() -> (Database, Schema) {
    let (mut database, mut schema) = (Database::new(), Schema::new());
    let script = record(|op: &mut Op| {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("a", integer())
                .column("b", integer()),
        );
        op.bulk_insert("t", ["id", "a", "b"], [(1, 10, 100), (2, 20, 200)]);
    });
    database.run(NATIVE, &script, true, &mut schema).expect("the start");
    (database, schema)
}

fn table_name() -> impl Strategy<Value = QualifiedName> {
    select(vec!["t", "t", "u"]).prop_map(QualifiedName::from)
}

/// Columns that are there, `a` and `b`, and that may have been added, `c` and `d`.
fn columns() -> impl Strategy<Value = Vec<String>> {
    let names = subsequence(vec!["a", "b", "c", "d"], 1..=2).prop_shuffle();
    names.prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn filter() -> impl Strategy<Value = Option<Expr>> {
    prop::option::of(Just(col("id").eq(1).into()))
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let new = |name: &str| Column::new(name, ColumnType::Integer);
    let id = Column { nullable: false, ..new("id") };
    let other = Table { columns: vec![id, new("a"), new("b")], ..Table::new("u") };
    prop_oneof![
        2 => (table_name(), select(vec!["c", "d"])).prop_map(move |(table, name)| {
            O::AddColumn { table, column: new(name), constraints: Vec::new() }
        }),
        2 => Just(O::CreateTable { table: other, if_not_exists: false }),
        1 => (table_name(), 3..9_i64).prop_map(|(table, id)| O::Insert {
            table,
            columns: vec!["id".to_owned()],
            rows: vec![vec![Expr::Value(Value::Integer(id))]],
            on_conflict: None,
        }),
        4 => (table_name(), columns(), filter()).prop_map(|(table, columns, filter)| {
            let value = || Expr::Value(Value::Integer(7));
            let set = columns.into_iter().map(|column| (column, value())).collect();
            O::Update { table, set, filter }
        }),
        1 => (table_name(), filter()).prop_map(|(table, filter)| O::Delete { table, filter }),
    ]
}

fn recorded(operation: Operation) -> Recorded {
    Recorded { operation, origin: Origin::caller() }
}

/// Every row of every table but the executor's.
fn rows(database: &mut Database) -> Vec<String> {
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' \
                 AND name NOT LIKE 'migrate%' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let names = Driver::query(&mut database.connection, names).expect("the tables");
    let names: Vec<_> = names.into_iter().flatten().flatten().collect();
    let of = |name: String| {
        let query = format!("SELECT * FROM {name} ORDER BY 1, 2");
        let rows = Driver::query(&mut database.connection, &query).expect("the rows");
        format!("{name}: {rows:?}")
    };
    names.into_iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A way back is derived only where it gives every row back: where what was inserted, updated or
    /// deleted goes with a column or a table that is new.
    #[test]
    fn a_derived_way_back_restores_the_rows(operations in prop::collection::vec(operation(), 1..7)) {
        let (mut database, mut schema) = start();
        let mut after = schema.clone();
        let script: Vec<_> = operations
            .into_iter()
            .filter(|operation| apply(operation, Origin::caller(), &mut after).is_ok())
            .map(recorded)
            .collect();
        let Ok(undo) = reverse_all(&script, &mut schema.clone()) else { return Ok(()) };
        let before = rows(&mut database);
        if database.run(NATIVE, &script, true, &mut schema).is_err() {
            // Two rows of one number.
            return Ok(());
        }
        database.run(NATIVE, &undo, true, &mut schema).expect("the way back");
        prop_assert_eq!(rows(&mut database), before, "{:#?}", script);
    }
}

/// Updates of two columns of which one is new: its old values go with it, the other's do not.
#[test]
fn an_update_is_undone_by_dropping_its_columns_only_if_all_are_new() {
    for (columns, derived) in [
        (&["c"][..], true),
        (&["c", "d"], true),
        (&["a"], false),
        (&["a", "c"], false),
        (&["c", "a"], false),
    ] {
        let (_, mut schema) = start();
        let script = record(|op: &mut Op| {
            op.add_column("t", "c", integer());
            op.add_column("t", "d", integer());
        });
        let set = columns.iter().map(|column| ((*column).to_owned(), Expr::Value(1.into())));
        let update = Operation::Update { table: "t".into(), set: set.collect(), filter: None };
        let script = [script, vec![recorded(update)]].concat();
        assert_eq!(reverse_all(&script, &mut schema).is_ok(), derived, "{columns:?}");
    }
}

/// Numbers of the database's own take no `NULL`; without them the column takes it again.
#[test]
fn a_column_that_gets_numbers_takes_null_again_on_the_way_back() {
    for nullable in [true, false] {
        let id = Column { nullable, ..Column::new("id", ColumnType::Integer) };
        let before = Table { columns: vec![id], ..Table::new("t") };
        let mut schema = Schema::new();
        schema.tables.insert("t".into(), before.clone());
        let change =
            ColumnChange { identity: Some(Some(Identity::default())), ..ColumnChange::default() };
        let change = Operation::AlterColumn { table: "t".into(), column: "id".into(), change };
        let script = [recorded(change)];
        let undo = reverse_all(&script, &mut schema.clone()).expect("a way back");
        for Recorded { operation, origin } in script.iter().chain(&undo) {
            apply(operation, *origin, &mut schema).expect("an operation that fits");
        }
        assert_eq!(schema.tables[&"t".into()], before);
    }
}

const ACTIONS: [Action; 5] =
    [Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];

/// Foreign keys are off in a revision with a rebuild: a change of rows beside it does the same as in a
/// revision of its own.
#[test]
fn a_rebuild_beside_changed_rows_changes_nothing() {
    let rebuild = |name: &'static str| {
        record(move |op: &mut Op| {
            op.alter_column(name, "note").set_type(varchar(50));
        })
    };
    // Rows that reference user 2 find another one in their place, so that no orphan tells.
    let changes = [
        (
            "another row of the key",
            record(|op: &mut Op| {
                op.delete("users").filter(col("id").eq(2));
                op.insert("users").set("id", 2);
            }),
        ),
        (
            "keys that move up",
            record(|op: &mut Op| {
                op.update("users").set("id", 3).filter(col("id").eq(2));
                op.update("users").set("id", 2).filter(col("id").eq(1));
            }),
        ),
        (
            "no key",
            record(|op: &mut Op| {
                op.update("users").set("note", "x");
            }),
        ),
    ];
    let (mut refused, mut carried_out) = (0, 0);
    for on_delete in ACTIONS {
        for on_update in ACTIONS {
            let setup = record(|op: &mut Op| {
                op.create_table(
                    table("users").column("id", integer().primary_key()).column("note", text()),
                );
                op.create_table(
                    table("posts")
                        .column(
                            "user_id",
                            integer()
                                .default(1)
                                .references("users", "id")
                                .on_delete(on_delete)
                                .on_update(on_update),
                        )
                        .column("note", text()),
                );
                op.bulk_insert("users", ["id"], [[1], [2]]);
                op.insert("posts").set("user_id", 2);
            });
            for (change, script) in &changes {
                for (rebuilt, dialect) in [("users", OLDEST), ("posts", NATIVE)] {
                    for rows_first in [true, false] {
                        let mut parts = [script.clone(), rebuild(rebuilt)];
                        if !rows_first {
                            parts.reverse();
                        }
                        let run = |scripts: &[Vec<Recorded>]| {
                            let (mut database, mut schema) = (Database::new(), Schema::new());
                            database.run(NATIVE, &setup, true, &mut schema).expect("a setup");
                            scripts
                                .iter()
                                .try_for_each(|script| {
                                    database.run(dialect, script, true, &mut schema).map(drop)
                                })
                                .map(|()| rows(&mut database))
                        };
                        // With its foreign keys on, a database refuses some of it.
                        let Ok(apart) = run(&parts) else { continue };
                        match run(&[parts.concat()]) {
                            Ok(together) => {
                                assert_eq!(
                                    together, apart,
                                    "{change}, {on_delete:?}, {on_update:?}, {rebuilt}"
                                );
                                carried_out += 1;
                            }
                            Err(_) => refused += 1,
                        }
                    }
                }
            }
        }
    }
    println!("{carried_out} carried out, {refused} refused");
    assert!(carried_out >= 100 && refused == 0);
}
