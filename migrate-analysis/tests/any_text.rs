//! Schemas with texts that are nothing a database would take: each has a normal form, and equals itself.

mod common;

use common::DIALECTS;
use migrate_analysis::compare::compare;
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, EnumType, Function, Generated,
    Index, IndexColumn, IndexTarget, MaterializedView, Schema, Table, Trigger, Value, View,
};
use proptest::prelude::*;

/// Parts of which each means something to one of the normal forms.
const PARTS: &[&str] = &[
    " ",
    "(",
    ")",
    ",",
    ".",
    "'",
    "''",
    "'a'",
    "\"",
    "`",
    "\u{e9}",
    "\u{1f642}",
    "::",
    ":",
    "-",
    "+",
    "*",
    "=",
    "<",
    "[",
    "]",
    "{",
    "}",
    "\\",
    "$$",
    "/*",
    "*/",
    "--",
    "\n",
    "0",
    "12",
    "9223372036854775807",
    "1e9",
    "0x",
    "x'0",
    "_utf8mb4",
    "2024-01-01",
    "T10:00",
    "+1\u{e9}1",
    "infinity",
    "1 day",
    "P1Y",
    "mon",
    "SELECT ",
    "a ",
    "FROM ",
    "t ",
    "JOIN ",
    "AS ",
    "EXISTS ",
    "LIMIT 1",
    "OFFSET ",
    "WITH ",
    "CHECK ",
    "OPTION ",
    "COUNT(",
    "CASE ",
    "WHEN ",
    "THEN ",
    "END ",
    "NOT ",
    "NULL ",
    "IN ",
    "OUT ",
    "RETURNS ",
    "TABLE ",
    "LANGUAGE ",
    "COMMENT ",
    "SET ",
    "TO ",
    "BEGIN ",
    "AFTER ",
    "UPDATE ",
    "OF ",
    "REFERENCING ",
    "FOR EACH ROW ",
    "EXECUTE ",
    "HASH ",
    "RANGE ",
    "PARTITIONS ",
    "SUBPARTITION ",
    "BY ",
    "VALUES ",
    "enum",
    "varchar",
    "int",
    "unsigned",
    "interval ",
    "array",
    "with time zone",
    "COLLATE ",
    "charset ",
    "json",
    "null",
    "true",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS), 0..9).prop_map(|parts| parts.concat())
}

/// The types whose constants have a form of their own.
fn types(text: &str) -> Vec<ColumnType> {
    vec![
        ColumnType::Custom(text.to_owned()),
        ColumnType::Text,
        ColumnType::Varchar(9),
        ColumnType::Boolean,
        ColumnType::Integer,
        ColumnType::Numeric { precision: 9, scale: 2 },
        ColumnType::Double,
        ColumnType::Binary,
        ColumnType::Date,
        ColumnType::Time,
        ColumnType::Timestamp,
        ColumnType::TimestampTz,
        ColumnType::Interval,
        ColumnType::Uuid,
        ColumnType::Json,
        ColumnType::Jsonb,
        ColumnType::Array(Box::new(ColumnType::Text)),
        ColumnType::Enumeration(EnumType { name: "e".into(), values: vec![text.to_owned()] }),
    ]
}

fn schema(one: &str, other: &str) -> Schema {
    let mut table = Table::new("t");
    for (at, column_type) in types(one).into_iter().enumerate() {
        let mut constant = Column::new(format!("c{at}"), column_type.clone());
        constant.default = Some(ColumnDefault::Value(Value::Text(other.to_owned())));
        let mut sql = Column::new(format!("s{at}"), column_type);
        sql.default = Some(ColumnDefault::Sql(other.into()));
        table.columns.extend([constant, sql]);
    }
    let mut generated = Column::new("g", ColumnType::Integer);
    generated.generated = Some(Generated { expression: one.into(), stored: true });
    table.columns.push(generated);
    let check = ConstraintBody::Check { expression: other.into(), validated: true };
    table.constraints.push(Constraint::named("ck", check));
    table.indexes.push(Index {
        name: "ix".to_owned(),
        columns: vec![IndexColumn::new(IndexTarget::Expression(one.into()))],
        filter: Some(other.into()),
        ..Index::default()
    });
    table.options.partition_by = Some(one.into());
    let mut schema = Schema::new();
    schema.tables.insert("t".into(), table);
    let view = View { name: "v".into(), query: format!("SELECT {one} FROM t {other}").into() };
    schema.views.insert("v".into(), view);
    let (name, query) = ("m".into(), other.into());
    let view = MaterializedView { name, query, with_data: true, indexes: Vec::new() };
    schema.materialized_views.insert("m".into(), view);
    let (arguments, definition) = (one.to_owned(), format!("RETURNS {other}").into());
    let function = Function { name: "f".into(), arguments: arguments.clone(), definition };
    schema.functions.insert(("f".into(), arguments), function);
    let (event, body) = (one.into(), other.into());
    let trigger = Trigger { name: "r".to_owned(), table: "t".into(), event, body };
    schema.triggers.insert(("t".into(), "r".to_owned()), trigger);
    schema
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_has_a_form(one in text(), other in text()) {
        let schema = schema(&one, &other);
        for dialect in DIALECTS {
            prop_assert_eq!(compare(dialect, &schema, &schema), []);
        }
    }
}
