//! Values of every sort, written by an insert, an update and a default, and read back.

use std::time::Instant;

use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver;
use migrate_runtime::op::Operation;
use migrate_runtime::prelude::*;
use migrate_runtime::schema::{
    Column, ColumnDefault, ColumnType, EnumType, Expr, Schema, Table, Value,
};

use crate::support::{Database, NATIVE, record};

/// A value, the type of its column, and the text that SQLite, PostgreSQL and MariaDB make of it.
struct Cell {
    column_type: ColumnType,
    value: Value,
    read: [String; 3],
}

fn cell(column_type: ColumnType, value: impl Into<Value>, read: [&str; 3]) -> Cell {
    Cell { column_type, value: value.into(), read: read.map(str::to_owned) }
}

fn same(column_type: ColumnType, value: impl Into<Value>, read: &str) -> Cell {
    cell(column_type, value, [read; 3])
}

/// What every database keeps as it is written.
fn cells() -> Vec<Cell> {
    const TEXTS: &[&str] = &[
        "",
        "it's \"so\" `so` [so] ''",
        r"a\b \\ \n \' \0 \",
        "one\ntwo\r\n\tthree\u{1a}\u{8}",
        "ä 数 🦀 \u{feff}\u{301}",
        "%s %% :x ? $1 @y {z} -- /* # */ ; $$ E'' \\x41",
        "NULL",
        "0x41",
        " spaces  ",
    ];
    let text = |text: &&str| same(ColumnType::Text, *text, text);
    let mut cells: Vec<_> = TEXTS.iter().map(text).collect();
    cells.extend([
        same(ColumnType::Text, "x".repeat(200), &"x".repeat(200)),
        same(ColumnType::Varchar(20), "it's \\ ä", "it's \\ ä"),
        same(ColumnType::SmallInt, i16::MIN, "-32768"),
        same(ColumnType::Integer, i32::MAX, "2147483647"),
        same(ColumnType::BigInt, i64::MIN, "-9223372036854775808"),
        same(ColumnType::BigInt, i64::MAX, "9223372036854775807"),
        cell(ColumnType::Boolean, true, ["1", "true", "1"]),
        cell(ColumnType::Boolean, false, ["0", "false", "0"]),
        cell(exact(10, 2), decimal("19.90"), ["19.9", "19.90", "19.90"]),
        cell(exact(10, 2), decimal("-0.05"), ["-0.05"; 3]),
        same(ColumnType::Date, "2024-02-29", "2024-02-29"),
        cell(ColumnType::Time, "23:59:59.5", ["23:59:59.5", "23:59:59.5", "23:59:59.500000"]),
        cell(
            ColumnType::Timestamp,
            "2024-02-29 23:59:59.123456",
            ["2024-02-29 23:59:59.123456"; 3],
        ),
        same(ColumnType::Uuid, UUID, UUID),
        same(ColumnType::Json, r#"{"a": "it's \n \" \\"}"#, r#"{"a": "it's \n \" \\"}"#),
        same(moods(), "it's", "it's"),
    ]);
    cells
}

const UUID: &str = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

const fn exact(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Numeric { precision, scale }
}

fn moods() -> ColumnType {
    let values = ["sad", "it's"].map(str::to_owned).to_vec();
    ColumnType::Enumeration(EnumType { name: "mood".into(), values })
}

/// What only some databases keep.
fn more_cells(dialect: Dialect) -> Vec<Cell> {
    let large = "12345678901234567890.1234567890";
    match dialect {
        Dialect::Sqlite(_) => vec![same(ColumnType::Double, f64::INFINITY, "Inf")],
        Dialect::Postgres(_) => {
            let words = ["it's", "a\"b", "c\\d", "{,}", "", "NULL", " "];
            let words = words.map(Value::from).into_iter().chain([Value::Null]).collect();
            let numbers = vec![Value::Integer(1), Value::Null, Value::Integer(-2)];
            let list = |element| ColumnType::Array(Box::new(element));
            vec![
                same(exact(40, 10), decimal(large), large),
                same(ColumnType::Double, f64::INFINITY, "Infinity"),
                same(ColumnType::Double, f64::NEG_INFINITY, "-Infinity"),
                same(ColumnType::Double, f64::NAN, "NaN"),
                same(ColumnType::Real, f32::INFINITY, "Infinity"),
                same(ColumnType::TimestampTz, "2024-02-29 12:00:00+00", "2024-02-29 12:00:00+00"),
                same(ColumnType::Interval, "P1Y2M3DT4H", "1 year 2 mons 3 days 04:00:00"),
                same(ColumnType::Jsonb, r#"{"a":"\\"}"#, r#"{"a": "\\"}"#),
                same(
                    list(ColumnType::Text),
                    Value::Array(words),
                    r#"{it's,"a\"b","c\\d","{,}","","NULL"," ",NULL}"#,
                ),
                same(list(ColumnType::Integer), Value::Array(numbers), "{1,NULL,-2}"),
                same(list(ColumnType::Text), Value::Array(Vec::new()), "{}"),
            ]
        }
        Dialect::Mysql(_) => vec![
            same(exact(40, 10), decimal(large), large),
            same(
                ColumnType::Unsigned(Box::new(ColumnType::BigInt)),
                u64::MAX,
                "18446744073709551615",
            ),
        ],
    }
}

/// Floating point numbers, whose text is another one on each database.
const FLOATS: &[f64] =
    &[0.0, -0.0, 0.1, -1.5e-7, 1e15, 1e22, 123_456_789.123_456_78, f64::MAX, f64::MIN_POSITIVE];

/// A table of one column for each value, with three rows: inserted, updated, by default.
fn written(values: &[(ColumnType, Value)]) -> Vec<migrate_runtime::op::Recorded> {
    let names: Vec<_> = (0..values.len()).map(|number| format!("c{number}")).collect();
    let columns = names.iter().zip(values).map(|(name, (column_type, value))| Column {
        default: Some(ColumnDefault::Value(value.clone())),
        ..Column::new(name, column_type.clone())
    });
    let id = Column { nullable: false, ..Column::new("id", ColumnType::Integer) };
    let table =
        Table { columns: std::iter::once(id).chain(columns).collect(), ..Table::new("cells") };
    let mut script = record(|op: &mut Op| {
        op.insert("cells").set("id", 1);
        op.insert("cells").set("id", 2);
        op.insert("cells").set("id", 3);
        op.update("cells").set("id", 2).filter(col("id").eq(2));
    });
    let pairs =
        || names.iter().cloned().zip(values.iter().map(|(_, value)| Expr::Value(value.clone())));
    if let Operation::Insert { columns, rows, .. } = &mut script[0].operation {
        columns.extend(pairs().map(|(name, _)| name));
        rows[0].extend(pairs().map(|(_, value)| value));
    }
    if let Operation::Update { set, .. } = &mut script[3].operation {
        set.extend(pairs());
    }
    let make = Operation::CreateTable { table, if_not_exists: false };
    let origin = script[0].origin;
    script.insert(0, migrate_runtime::op::Recorded { operation: make, origin });
    script
}

/// The three rows of a column as text.
fn rows<C: Driver>(database: &mut Database<C>, text: &str) -> Vec<Option<String>> {
    let sql = format!("SELECT {text} FROM cells ORDER BY id");
    let rows = database.connection.query(&sql).unwrap_or_else(|error| panic!("{text}: {error}"));
    rows.into_iter().flatten().collect()
}

fn run<C: Driver>(database: &mut Database<C>, dialect: Dialect, values: &[(ColumnType, Value)]) {
    let result = database.run(dialect, &written(values), true, &mut Schema::new());
    result.unwrap_or_else(|failure| panic!("{}", failure.story()));
}

fn values_come_back<C: Driver>(dialect: Dialect, mut database: Database<C>) {
    let (server, as_text): (_, fn(&str) -> String) = match dialect {
        Dialect::Sqlite(_) => (0, |name| format!("CAST({name} AS TEXT)")),
        Dialect::Postgres(_) => (1, |name| format!("{name}::text")),
        Dialect::Mysql(_) => (2, |name| format!("CAST({name} AS CHAR)")),
    };
    let cells: Vec<_> = cells().into_iter().chain(more_cells(dialect)).collect();
    let values: Vec<_> =
        cells.iter().map(|cell| (cell.column_type.clone(), cell.value.clone())).collect();
    run(&mut database, dialect, &values);
    for (number, cell) in cells.iter().enumerate() {
        let expected = vec![Some(cell.read[server].clone()); 3];
        let found = rows(&mut database, &as_text(&format!("c{number}")));
        assert_eq!(found, expected, "{} on {dialect}", cell.column_type);
    }
}

fn bytes_and_numbers_come_back<C: Driver>(dialect: Dialect, mut database: Database<C>) {
    let all: Vec<u8> = (0..=255).collect();
    let bytes = [vec![], vec![0], b"\\x27'".to_vec(), all];
    let of_bytes = bytes.iter().map(|bytes| (ColumnType::Binary, Value::from(bytes.clone())));
    let of_numbers = FLOATS.iter().map(|number| (ColumnType::Double, Value::from(*number)));
    run(&mut database, dialect, &of_bytes.chain(of_numbers).collect::<Vec<_>>());
    for (number, bytes) in bytes.iter().enumerate() {
        let hex = bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().concat();
        let text = match dialect {
            Dialect::Postgres(_) => format!("upper(encode(c{number}, 'hex'))"),
            Dialect::Sqlite(_) | Dialect::Mysql(_) => format!("hex(c{number})"),
        };
        assert_eq!(rows(&mut database, &text), vec![Some(hex); 3], "{dialect}");
    }
    for (number, float) in FLOATS.iter().enumerate() {
        let name = format!("c{}", bytes.len() + number);
        let text = match dialect {
            Dialect::Sqlite(_) => format!("printf('%!.17g', {name})"),
            Dialect::Postgres(_) => format!("{name}::text"),
            Dialect::Mysql(_) => format!("CAST({name} AS CHAR)"),
        };
        let found = rows(&mut database, &text).into_iter().map(|text| text?.parse().ok());
        assert_eq!(found.collect::<Vec<_>>(), vec![Some(*float); 3], "{dialect}");
    }
}

#[expect(clippy::print_stderr, reason = "how long it takes is looked at, not tested")]
fn many_rows<C: Driver>(dialect: Dialect, mut database: Database<C>) {
    const COUNT: i32 = 100_000;
    let script = record(|op: &mut Op| {
        op.create_table(
            table("numbers").column("id", integer().primary_key()).column("name", varchar(40)),
        );
        let rows = (1..=COUNT).map(|number| (number, format!("it's number {number}")));
        op.bulk_insert("numbers", ["id", "name"], rows);
    });
    let start = Instant::now();
    let statements = database.run(dialect, &script, true, &mut Schema::new());
    let statements = statements.unwrap_or_else(|failure| panic!("{}", failure.story()));
    eprintln!("{COUNT} rows on {dialect}: {:?}, {} statements", start.elapsed(), statements.len());
    let sql = "SELECT concat(count(*), ' ', max(id), ' ', min(name)) FROM numbers";
    let found = database.connection.query(sql).expect("the rows");
    assert_eq!(found, [[Some(format!("{COUNT} {COUNT} it's number 1"))]]);
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
fn check<C: Driver>(mut connect: impl FnMut() -> C) {
    let dialect = connect().dialect().expect("a known version");
    values_come_back(dialect, Database::of(connect()));
    bytes_and_numbers_come_back(dialect, Database::of(connect()));
    many_rows(dialect, Database::of(connect()));
}

#[test]
fn on_sqlite() {
    values_come_back(NATIVE, Database::new());
    bytes_and_numbers_come_back(NATIVE, Database::new());
    many_rows(NATIVE, Database::new());
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres() {
    let mut scratch = crate::support::servers::Scratch::<diesel::PgConnection>::new("literals");
    check(|| scratch.connect(Vec::new()));
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    let mut scratch = crate::support::servers::Scratch::<diesel::MysqlConnection>::new("literals");
    check(|| scratch.connect(Vec::new()));
}
