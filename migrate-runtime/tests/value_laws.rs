//! Laws of values: a derived way back gives every row, every view and the schema back, or there is none.

#![cfg(all(feature = "sqlite", feature = "postgres"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use diesel::PgConnection;
use migrate_analysis::compare::{Verdict, compare};
use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::op::{ColumnChange, Operation, Recorded, apply, reverse_all};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::{
    Column, ColumnType, EnumType, Expr, Object, ObjectRef, Origin, Schema, TypeVariants, Value,
    View,
};
use proptest::prelude::*;
use proptest::sample::select;

use support::servers::Scratch;
use support::{Database, Failure, NATIVE, record};

/// A table with values that a conversion may change, and perhaps a view with all of its columns.
fn start(with_view: bool) -> Vec<Recorded> {
    record(|op: &mut Op| {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("small", small_int())
                .column("big", big_int())
                .column("exact", numeric(8, 3))
                .column("floating", double())
                .column("truth", boolean())
                .column("name", varchar(10))
                .column("note", text())
                .column("code", char(4))
                .column("day", date())
                .column("at", timestamp())
                .column("document", json())
                .column("mood", enumeration("mood", ["sad", "happy"])),
        );
        op.execute(
            "INSERT INTO t (id, small, big, exact, floating, truth, name, note, code, day, at, document, mood)
             VALUES (1, 7, 4503599627370497, 12.567, 0.1, TRUE, 'ab     ', ' 007 ', 'ab', '2026-03-29',
                     '2026-03-29 02:30:15', '{\"b\": 1,  \"a\": 2}', 'happy'),
                    (2, 0, 1, 1, 3, FALSE, '1', '1', '1', '2026-01-01', '2026-01-01 00:00:00', '1', 'sad'),
                    (3, 1, 0, 0.5, 0.5, TRUE, 'true', 'sad', '', NULL, NULL, '\"x\"', NULL)",
        )
        .effect(|_| {});
        if with_view {
            op.create_view("shown", "SELECT * FROM t");
        }
    })
}

fn enum_type(name: &str, values: &[&str]) -> ColumnType {
    let values = values.iter().map(|&value| value.to_owned()).collect();
    ColumnType::Enumeration(EnumType { name: name.into(), values })
}

fn column_type() -> impl Strategy<Value = ColumnType> {
    select(vec![
        ColumnType::SmallInt,
        ColumnType::Integer,
        ColumnType::BigInt,
        ColumnType::Numeric { precision: 6, scale: 1 },
        ColumnType::Numeric { precision: 20, scale: 5 },
        ColumnType::Real,
        ColumnType::Double,
        ColumnType::Boolean,
        ColumnType::Varchar(3),
        ColumnType::Varchar(200),
        ColumnType::UnboundedVarchar,
        ColumnType::Text,
        ColumnType::Char(3),
        ColumnType::Char(30),
        ColumnType::Date,
        ColumnType::Time,
        ColumnType::Timestamp,
        ColumnType::TimestampTz,
        ColumnType::Json,
        ColumnType::Jsonb,
        enum_type("temper", &["sad"]),
        enum_type("state", &["happy", "calm", "sad"]),
    ])
}

const COLUMNS: [&str; 12] = [
    "small", "big", "exact", "floating", "truth", "name", "note", "code", "day", "at", "document",
    "mood",
];

fn name() -> impl Strategy<Value = String> {
    select(COLUMNS.as_slice()).prop_map(str::to_owned)
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let table = || "t".into();
    let alter = |column: String, change| O::AlterColumn { table: "t".into(), column, change };
    let view = View { name: "shown".into(), query: "SELECT * FROM t".into() };
    prop_oneof![
        8 => (name(), column_type(), prop::option::weighted(0.1, Just("NULL".into()))).prop_map(
            move |(column, column_type, using)| {
                let change = ColumnChange {
                    column_type: Some(column_type),
                    type_on: TypeVariants::default(),
                    using,
                    ..ColumnChange::default()
                };
                alter(column, change)
            }
        ),
        1 => (name(), any::<bool>()).prop_map(move |(column, nullable)| {
            alter(column, ColumnChange { nullable: Some(nullable), ..ColumnChange::default() })
        }),
        1 => name().prop_map(move |column| {
            alter(column, ColumnChange { rename: Some("other".to_owned()), ..ColumnChange::default() })
        }),
        1 => column_type().prop_map(move |column_type| {
            let column = Column::new("added", column_type);
            O::AddColumn { table: table(), column, constraints: Vec::new() }
        }),
        1 => Just(alter("added".to_owned(), ColumnChange {
            column_type: Some(ColumnType::Text),
            ..ColumnChange::default()
        })),
        1 => name().prop_map(move |column| {
            let set = vec![(column, Expr::Value(Value::Null))];
            O::Update { table: table(), set, filter: None }
        }),
        1 => Just(O::CreateObject(Object::View(view))),
        2 => Just(O::DropObject(ObjectRef::View("shown".into()))),
    ]
}

/// The rows of the table, and of the view where there is one.
fn rows(dialect: Dialect, connection: &mut dyn Driver, schema: &Schema) -> Vec<String> {
    let views = schema.views.keys().map(ToString::to_string);
    let relations = std::iter::once("t".to_owned()).chain(views);
    let of = |relation: String| {
        let query = match dialect {
            Dialect::Sqlite(_) => format!("SELECT * FROM {relation} ORDER BY id"),
            Dialect::Postgres(_) | Dialect::Mysql(_) => {
                format!("SELECT CAST(r AS text) FROM {relation} r ORDER BY id")
            }
        };
        format!("{relation}: {:?}", connection.query(&query).expect("the rows"))
    };
    relations.map(of).collect()
}

/// Runs a script and its derived way back; whether there is one that ran.
fn up_and_down<C: Driver>(
    dialect: Dialect,
    mut database: Database<C>,
    with_view: bool,
    operations: &[Operation],
) -> Result<bool, TestCaseError> {
    let mut schema = dialect.empty_schema();
    database.run(dialect, &start(with_view), true, &mut schema).expect("the start");
    let mut after = schema.clone();
    let fits = |operation: &&Operation| apply(operation, Origin::caller(), &mut after).is_ok();
    let script: Vec<_> = operations
        .iter()
        .filter(fits)
        .map(|operation| Recorded { operation: operation.clone(), origin: Origin::caller() })
        .collect();
    let Ok(undo) = reverse_all(&script, &mut schema.clone()) else { return Ok(false) };
    let before = (rows(dialect, &mut database.connection, &schema), schema.clone());
    // What a server does not convert, or a plan refuses, loses nothing.
    if database.run(dialect, &script, true, &mut schema).is_err() {
        return Ok(false);
    }
    match database.run(dialect, &undo, true, &mut schema) {
        Ok(_) => {}
        Err(Failure::Refused(_)) => return Ok(false),
        Err(failure) => {
            return Err(TestCaseError::fail(format!("{}\n{script:#?}", failure.story())));
        }
    }
    prop_assert_eq!(rows(dialect, &mut database.connection, &schema), before.0, "{:#?}", script);
    prop_assert_eq!(schema.clone().sorted(), before.1.sorted(), "{:#?}", script);
    let mut found = compare(dialect, &schema, &database.live(&schema));
    found.retain(|difference| matches!(difference.verdict, Verdict::Different));
    prop_assert!(found.is_empty(), "{found:?}\n{script:#?}");
    Ok(true)
}

fn check(cases: u32, mut run: impl FnMut(bool, &[Operation]) -> Result<bool, TestCaseError>) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let ran = std::cell::Cell::new(0_u32);
    let scripts = (any::<bool>(), prop::collection::vec(operation(), 1..5));
    let run = std::cell::RefCell::new(&mut run);
    proptest::test_runner::TestRunner::new(config)
        .run(&scripts, |(with_view, operations)| {
            let is_back = run.borrow_mut()(with_view, &operations)?;
            ran.set(ran.get() + u32::from(is_back));
            Ok(())
        })
        .expect("every script comes back");
    assert!(ran.get() * 10 > cases, "too few scripts went up and down: {}", ran.get());
}

#[test]
fn on_sqlite() {
    check(600, |with_view, script| up_and_down(NATIVE, Database::new(), with_view, script));
}

#[test]
fn on_postgres() {
    let mut scratch = Scratch::<PgConnection>::new("value_laws_postgres");
    let dialect = scratch.connect(Vec::new()).dialect().expect("a known version");
    check(300, |with_view, script| {
        let database = Database::of(scratch.connect(Vec::new()));
        up_and_down(dialect, database, with_view, script)
    });
}
