//! Constants and defaults as SQL.

use super::super::{literal, types};
use crate::schema::{ColumnDefault, Value};

#[test]
fn constants_are_written_so_that_no_setting_changes_them() {
    let list = |values: &[Value]| Value::Array(values.to_vec());
    let cases = [
        (Value::Null, "NULL"),
        (Value::Boolean(true), "TRUE"),
        (Value::Integer(i64::MIN), "-9223372036854775808"),
        (Value::Float(1.5), "1.5"),
        (Value::Float(-0.0), "'-0.0'::double precision"),
        (Value::Float(f64::NEG_INFINITY), "'-Infinity'::double precision"),
        (Value::Decimal("-12.50".to_owned()), "-12.50"),
        ("it's".into(), "'it''s'"),
        (r"C:\it's".into(), r"E'C:\\it''s'"),
        (Value::Bytes(vec![0, 255]), r"E'\\x00ff'::bytea"),
        (list(&[]), "'{}'"),
        (list(&[1.into(), Value::Null]), "'{1,NULL}'"),
        (list(&["NULL".into(), "a,\"b'".into()]), r#"E'{"NULL","a,\\"b''"}'"#),
        (list(&[list(&[true.into()]), list(&[f64::NAN.into()])]), "'{{true},{NaN}}'"),
        (list(&[Value::Bytes(vec![1])]), r#"E'{"\\\\x01"}'"#),
    ];
    for (value, expected) in cases {
        assert_eq!(literal::value(&value).expect("a literal"), expected);
    }
    for impossible in ["a\0b".into(), Value::Decimal("1; DROP TABLE a".to_owned())] {
        literal::value(&impossible).expect_err("no literal");
    }
}

#[test]
fn a_default_has_parentheses_where_the_grammar_wants_them() {
    let cases = [
        ("gen_random_uuid()", "gen_random_uuid()"),
        ("app.\"Next\"(1, f(2))", "app.\"Next\"(1, f(2))"),
        ("CURRENT_USER", "CURRENT_USER"),
        ("'a'", "'a'"),
        ("(a OR b)", "(a OR b)"),
        ("1 + 1", "(1 + 1)"),
        ("f() || g()", "(f() || g())"),
        ("(1) + (2)", "((1) + (2))"),
        ("'a'::text", "('a'::text)"),
        ("NOT f()", "(NOT f())"),
        ("interval '1 day'", "(interval '1 day')"),
    ];
    for (sql, expected) in cases {
        let default = ColumnDefault::Sql(sql.into());
        assert_eq!(types::default_sql(&default).expect("a default"), expected);
    }
}
