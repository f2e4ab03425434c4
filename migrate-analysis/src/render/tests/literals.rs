//! Hard texts and numbers.

use migrate_core::op::{Operation, RawUndo};
use migrate_core::schema::{ColumnDefault, ColumnType, SqlText, Value};

use super::{add_column, body};

fn comment(text: &str) -> Operation {
    Operation::SetTableComment { table: "t".into(), comment: Some(text.to_owned()) }
}

fn execute(sql: impl Into<SqlText>) -> Operation {
    Operation::Execute { sql: sql.into(), effect: None, undo: RawUndo::Unknown }
}

#[test]
fn texts_are_rusts_own() {
    for (text, literal) in [
        ("", r#""""#),
        ("it's", r#""it's""#),
        ("größe 数据库 🦀", r#""größe 数据库 🦀""#),
        (r#"a "b" c"#, r##"r#"a "b" c"#"##),
        (r##"a "# b"##, r###"r##"a "# b"##"###),
        (r"C:\temp", r#"r"C:\temp""#),
        ("*/ // {}", r#""*/ // {}""#),
        ("one\ntwo", "r\"one\ntwo\""),
        ("one\r\ntwo", r#""one\r\ntwo""#),
        ("\0\u{7}\u{1b}", r#""\0\u{7}\u{1b}""#),
        ("\u{202e}drawkcab\n", r#""\u{202e}drawkcab\n""#),
        ("e\u{301}\"", r#""e\u{301}\"""#),
    ] {
        let line = format!("op.create_table_comment(\"t\", {literal});\n");
        let written = body(&[comment(text)]);
        // What is too long for a line is not, and lines of a text keep their beginning.
        assert_eq!(written.replace(['\n', ' '], ""), line.replace(['\n', ' '], ""), "{text:?}");
        // The compiler reads the same text.
        let start = written.find(['"', 'r']).map(|_| written.rfind("\"t\", ").unwrap()).unwrap();
        let shown = written[start + 5..].trim_end().strip_suffix(");").unwrap();
        assert_eq!(syn::parse_str::<syn::LitStr>(shown).unwrap().value(), text, "{shown}");
    }
}

#[test]
fn a_byte_order_mark_outlives_the_builder() {
    let marked = SqlText::Common("\u{feff}SELECT 1".to_owned());
    assert_eq!(body(&[execute(marked)]), "op.execute(\"\\u{feff}\\u{feff}SELECT 1\");\n");
    assert_eq!(body(&[execute("\u{feff}SELECT 1")]), "op.execute(\"SELECT 1\");\n");
}

#[test]
fn numbers_are_read_as_they_were() {
    let default = |kind: ColumnType, value: Value| {
        let added = add_column(|column| {
            column.column_type = kind;
            column.default = Some(ColumnDefault::Value(value));
        });
        let text = body(&[added]);
        let (_, text) = text.split_once(".default(").unwrap();
        text.strip_suffix("));\n").unwrap().to_owned()
    };
    for (value, literal) in [
        (0, "0"),
        (-1, "-1"),
        (99_999, "99999"),
        (100_000, "100_000"),
        (i64::from(i32::MIN), "-2_147_483_648"),
        (i64::from(i32::MAX) + 1, "2_147_483_648_i64"),
        (i64::MIN, "-9_223_372_036_854_775_808_i64"),
    ] {
        assert_eq!(default(ColumnType::BigInt, Value::Integer(value)), literal);
    }
    for (value, literal) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.5, "1.5"),
        (-1e300, "-1e300"),
        (0.100_000_001, "0.100_000_001"),
        (12_345.678_901, "12_345.678_901"),
        (f64::MAX, "1.797_693_134_862_315_7e308"),
        (f64::NAN, "f64::NAN"),
        (f64::NEG_INFINITY, "f64::NEG_INFINITY"),
    ] {
        assert_eq!(default(ColumnType::Double, Value::Float(value)), literal);
    }
    assert_eq!(default(ColumnType::Binary, Value::Bytes(b"a\"\0\xff".to_vec())), r#"b"a\"\0\xFF""#);
    let money = ColumnType::Custom("MONEY".to_owned());
    let added = add_column(|column| {
        column.column_type = money;
        column.default = Some(ColumnDefault::Value(Value::Decimal("1.50".to_owned())));
    });
    assert_eq!(
        body(&[added]),
        "op.add_column(\n    \"t\",\n    \"n\",\n    custom(\"MONEY\").like(numeric(10, 2)).default(decimal(\"1.50\")),\n);\n"
    );
}
