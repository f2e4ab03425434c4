//! What foreign keys do to rows in a revision that also changes tables: the same on SQLite, which has to
//! switch them off to rebuild a table, as on PostgreSQL.

#![cfg(all(feature = "sqlite", feature = "postgres"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use diesel::{PgConnection, SqliteConnection};
use migrate_runtime::dialect::{Dialect, postgres};
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{ColumnChange, OnConflict, Operation, Recorded, apply};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::{
    Action, BinaryOperator, Column, ColumnDefault, ColumnType, Constraint, ConstraintBody,
    ConstraintKind, Deferrable, Expr, ForeignKey, Origin, QualifiedName, Schema, Table, Value,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use support::servers::Scratch;
use support::{Database, Failure, NATIVE, OLDEST, record};

const ACTIONS: [Action; 5] =
    [Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];

/// A foreign key between tables that are always there: its name, its table and columns, and what it
/// references.
type Key =
    (&'static str, &'static str, &'static [&'static str], &'static str, &'static [&'static str]);

/// A chain of three tables, a table that references itself, and a key of two columns.
const KEYS: [Key; 4] = [
    ("fk_b", "b", &["a_id"], "a", &["id"]),
    ("fk_c", "c", &["b_id"], "b", &["id"]),
    ("fk_t", "t", &["parent"], "t", &["id"]),
    ("fk_q", "q", &["x", "y"], "p", &["x", "y"]),
];

fn actions() -> impl Strategy<Value = (Action, Action)> {
    (select(&ACTIONS[..]), select(&ACTIONS[..]))
}

fn constraint(
    (name, _, columns, to, referenced): Key,
    to_now: Option<&str>,
    (on_delete, on_update): (Action, Action),
) -> Constraint {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Constraint::named(
        name,
        ConstraintBody::ForeignKey(ForeignKey {
            columns: owned(columns),
            table: to_now.unwrap_or(to).into(),
            referenced: owned(referenced),
            match_full: false,
            on_delete,
            on_update,
            deferrable: Deferrable::No,
            validated: true,
        }),
    )
}

/// The tables with rows, before the keys.
fn tables() -> Vec<Recorded> {
    record(|op: &mut Op| {
        let id = || integer().primary_key();
        let reference = || integer().default(1);
        op.create_table(table("a").column("id", id()).column("note", text()));
        op.create_table(
            table("b").column("id", id()).column("a_id", reference()).column("note", text()),
        );
        op.create_table(
            table("c").column("id", id()).column("b_id", reference()).column("note", text()),
        );
        op.create_table(
            table("t").column("id", id()).column("parent", reference()).column("note", text()),
        );
        op.create_table(
            table("p")
                .column("id", integer())
                .column("x", integer())
                .column("y", integer())
                .column("note", text())
                .primary_key(["x", "y"]),
        );
        op.create_table(
            table("q")
                .column("id", id())
                .column("x", reference())
                .column("y", reference())
                .column("note", text()),
        );
        op.bulk_insert("a", ["id"], [[1], [2], [3]]);
        op.bulk_insert("b", ["id", "a_id"], [(1, 1), (2, 2), (3, 2), (4, 3)]);
        op.bulk_insert("c", ["id", "b_id"], [(1, 1), (2, 2), (3, 3), (4, 4), (5, 2)]);
        op.bulk_insert("t", ["id", "parent"], [(1, 1), (2, 1), (3, 2), (4, 3), (5, 1)]);
        op.bulk_insert("p", ["id", "x", "y"], [(1, 1, 1), (2, 1, 2), (3, 2, 2)]);
        op.bulk_insert("q", ["id", "x", "y"], [(1, 1, 1), (2, 1, 2), (3, 2, 2), (4, 1, 2)]);
    })
}

/// A start and a script on it.
fn scripts() -> impl Strategy<Value = (Vec<Recorded>, Vec<Operation>)> {
    let keys = prop::collection::vec(actions(), KEYS.len());
    (keys, prop::collection::vec(operation(), 2..7)).prop_map(|(actions, operations)| {
        let keys = KEYS.iter().zip(actions).map(|(key, actions)| {
            let table = QualifiedName::from(key.1);
            recorded(Operation::AddConstraint {
                table,
                constraint: constraint(*key, None, actions),
            })
        });
        (tables().into_iter().chain(keys).collect(), operations)
    })
}

fn table_name() -> impl Strategy<Value = QualifiedName> {
    select(vec!["a", "b", "c", "t", "p", "q", "z"]).prop_map(QualifiedName::from)
}

fn filter() -> impl Strategy<Value = Option<Expr>> {
    let id = |operator, number: i64| {
        let column = Expr::Column("id".to_owned());
        Some(Expr::Binary(Box::new(column), operator, Box::new(Expr::from(number))))
    };
    prop_oneof![
        6 => (1..4_i64).prop_map(move |number| id(BinaryOperator::Equal, number)),
        1 => (1..3_i64).prop_map(move |number| id(BinaryOperator::Greater, number)),
        1 => Just(None),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let key_columns = select(vec!["id", "id", "x", "y"]);
    let moved = |column: &str| Expr::Sql(format!("{column} + 100").into());
    let new_table = Table {
        columns: vec![
            Column { nullable: false, ..Column::new("id", ColumnType::Integer) },
            Column {
                default: Some(ColumnDefault::Value(Value::Integer(1))),
                ..Column::new("a_id", ColumnType::Integer)
            },
        ],
        constraints: vec![constraint(
            ("fk_n", "n", &["a_id"], "a", &["id"]),
            None,
            (Action::Cascade, Action::Cascade),
        )],
        ..Table::new("n")
    };
    prop_oneof![
        6 => (table_name(), filter()).prop_map(|(table, filter)| O::Delete { table, filter }),
        6 => (table_name(), key_columns, filter()).prop_map(move |(table, column, filter)| {
            O::Update { table, set: vec![(column.to_owned(), moved(column))], filter }
        }),
        2 => (table_name(), 1..4_i64).prop_map(|(table, id)| O::Insert {
            table,
            columns: vec!["id".to_owned()],
            rows: vec![vec![Expr::Value(Value::Integer(id))]],
            on_conflict: Some(OnConflict::DoNothing { columns: vec!["id".to_owned()] }),
        }),
        5 => select(&KEYS[..]).prop_map(|key| O::DropConstraint {
            table: key.1.into(),
            name: key.0.to_owned(),
            kind: ConstraintKind::ForeignKey,
        }),
        4 => (select(&KEYS[..]), actions(), any::<bool>()).prop_map(|(key, actions, renamed)| {
            let to_now = (renamed && key.3 == "a").then_some("z");
            O::AddConstraint { table: key.1.into(), constraint: constraint(key, to_now, actions) }
        }),
        2 => select(&KEYS[..3]).prop_map(|key| O::DropColumn {
            table: key.1.into(),
            column: key.2[0].to_owned(),
        }),
        2 => Just(O::RenameTable { table: "a".into(), to: "z".to_owned() }),
        1 => Just(O::CreateTable { table: new_table, if_not_exists: false }),
        5 => table_name().prop_map(|table| O::AlterColumn {
            table,
            column: "note".to_owned(),
            change: ColumnChange {
                column_type: Some(ColumnType::Varchar(50)),
                ..ColumnChange::default()
            },
        }),
    ]
}

fn recorded(operation: Operation) -> Recorded {
    Recorded { operation, origin: Origin::caller() }
}

/// The script without what does not fit, and the schema after it.
fn fitting(start: &[Recorded], operations: Vec<Operation>) -> (Vec<Recorded>, Schema) {
    let mut after = Schema::new();
    for Recorded { operation, origin } in start {
        apply(operation, *origin, &mut after).expect("a start");
    }
    let fits = |operation: &Operation| apply(operation, Origin::caller(), &mut after).is_ok();
    let script = operations.into_iter().filter(fits).map(recorded).collect();
    (script, after)
}

/// Every row of every table of the schema.
fn rows<C: Driver>(connection: &mut C, schema: &Schema) -> Vec<String> {
    let of = |table: &Table| {
        let columns: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let columns = columns.join(", ");
        let query = format!("SELECT {columns} FROM {} ORDER BY {columns}", table.name);
        let mut rows = Driver::query(connection, &query).expect("the rows");
        // The databases put NULL at different ends.
        rows.sort();
        format!("{}: {rows:?}", table.name)
    };
    schema.tables.values().map(of).collect()
}

/// The rows after a start and a script.
fn outcome<C: Driver>(
    connection: C,
    dialect: Dialect,
    start: &[Recorded],
    script: &[Recorded],
) -> Result<Vec<String>, Failure> {
    revisions(connection, dialect, start, &[script])
}

/// The rows after a start and scripts, each a revision of its own.
fn revisions<C: Driver>(
    connection: C,
    dialect: Dialect,
    start: &[Recorded],
    scripts: &[&[Recorded]],
) -> Result<Vec<String>, Failure> {
    let (mut database, mut schema) = (Database::of(connection), Schema::new());
    database.run(dialect, start, true, &mut schema).expect("a start");
    for script in scripts {
        database.run(dialect, script, true, &mut schema)?;
    }
    Ok(rows(&mut database.connection, &schema))
}

fn memory() -> SqliteConnection {
    Database::new().connection
}

/// Where PostgreSQL carries out a script, SQLite does the same to the rows, in its native forms as by
/// rebuilds, or says before anything runs why it cannot.
#[test]
fn rows_follow_as_on_postgres() {
    const POSTGRES: Dialect = Dialect::Postgres(postgres::Version(15));
    let mut scratch: Scratch<PgConnection> = Scratch::new("key_laws");
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let (mut same, mut rebuilt, mut refused, mut failed) = (0, 0, 0, 0);
    for _ in 0..250 {
        let (start, operations) = scripts().new_tree(&mut runner).expect("a script").current();
        let (script, _) = fitting(&start, operations);
        let connection = scratch.connect(Vec::new());
        let Ok(expected) = outcome(connection, POSTGRES, &start, &script) else { continue };
        for dialect in [NATIVE, OLDEST] {
            match outcome(memory(), dialect, &start, &script) {
                Ok(found) => {
                    assert_eq!(found, expected, "{:#?}", names(&start, &script));
                    same += 1;
                    rebuilt += usize::from(rebuilds(&script));
                }
                Err(Failure::Refused(_)) => refused += 1,
                // SQLite's RESTRICT is held against each row, PostgreSQL's against each statement.
                Err(failure) => {
                    let apart: Vec<_> = script.chunks(1).collect();
                    let apart = revisions(memory(), dialect, &start, &apart);
                    let story = failure.story();
                    assert!(apart.is_err(), "{story}\n{:#?}", names(&start, &script));
                    assert!(story.contains("FOREIGN KEY constraint failed"), "{story}");
                    failed += 1;
                }
            }
        }
    }
    println!("{same} the same, {rebuilt} of them rebuilt, {refused} refused, {failed} failed");
    assert!(same > 100 && rebuilt > 60, "{same}, {rebuilt}");
    assert!(refused * 20 < same && failed * 10 < same, "{refused} refused, {failed} failed");
}

fn rebuilds(script: &[Recorded]) -> bool {
    script.iter().any(|recorded| {
        matches!(
            recorded.operation,
            Operation::AlterColumn { .. }
                | Operation::AddConstraint { .. }
                | Operation::DropConstraint { .. }
                | Operation::DropColumn { .. }
        )
    })
}

/// The keys of the start and the operations of the script, for an error.
fn names(start: &[Recorded], script: &[Recorded]) -> Vec<String> {
    let keys = start.iter().filter_map(|recorded| match &recorded.operation {
        Operation::AddConstraint { constraint: Constraint { body, name }, .. } => {
            let ConstraintBody::ForeignKey(key) = body else { return None };
            Some(format!("{name:?} on delete {:?} on update {:?}", key.on_delete, key.on_update))
        }
        _ => None,
    });
    keys.chain(script.iter().map(|recorded| format!("{:?}", recorded.operation))).collect()
}
