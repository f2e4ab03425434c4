//! Constants in MariaDB's and MySQL's SQL, in forms that mean the same in every `sql_mode`.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::dialect::expr::{Spelling, decimal};
use crate::schema::{Expr, Value};

use super::name::quote;

/// Text as a constant.
///
/// A backslash begins an escape, unless `sql_mode` has `NO_BACKSLASH_ESCAPES`; text that holds one
/// is therefore written in hexadecimal, and so is text with characters that a shell could change
/// (<https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>).
pub fn string(text: &str) -> String {
    if is_odd(text) {
        return format!("_utf8mb4 {}", hexadecimal(text.as_bytes()));
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether text between quotes could be read in two ways, or changed on its way.
pub(super) fn is_odd(text: &str) -> bool {
    text.contains(|c: char| c == '\\' || c.is_control() && !matches!(c, '\n' | '\t'))
}

/// Text where the grammar wants a string and no expression: a comment, or a value of an `ENUM`.
///
/// A statement with a backslash in such a text must run without `NO_BACKSLASH_ESCAPES`.
pub(super) fn plain_string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\0', "\\0"))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut literal = String::with_capacity(bytes.len() * 2 + 3);
    literal.push_str("X'");
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(literal, "{byte:02X}");
    }
    literal.push('\'');
    literal
}

/// A constant (<https://dev.mysql.com/doc/refman/8.4/en/literals.html>).
pub(super) fn value(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Null => Ok("NULL".to_owned()),
        Value::Boolean(true) => Ok("TRUE".to_owned()),
        Value::Boolean(false) => Ok("FALSE".to_owned()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) if number.is_finite() => Ok(format!("{number:?}")),
        // Infinity and NaN are no values of these types
        // (<https://dev.mysql.com/doc/refman/8.4/en/floating-point-types.html>).
        Value::Float(number) => Err(Refusal::unsupported(
            format!("MariaDB and MySQL have no number {number}"),
            "write `null()`, or a number",
        )),
        Value::Decimal(digits) => decimal(digits),
        Value::Text(text) => Ok(string(text)),
        // A hexadecimal constant is a binary string
        // (<https://dev.mysql.com/doc/refman/8.4/en/hexadecimal-literals.html>).
        Value::Bytes(bytes) => Ok(hexadecimal(bytes)),
        Value::Array(_) => Err(Refusal::unsupported(
            "MariaDB and MySQL have no arrays",
            "keep the list in a table of its own, or as JSON text",
        )),
    }
}

/// An expression over a row.
pub(super) fn expr(expression: &Expr) -> Result<String, Refusal> {
    Spelling { name: quote, constant: value, says_escape: false }
        .expression(&with_fractions(expression))
}

/// The expression, in which the time of the statement has the digits that a column of such times
/// keeps: without them it ends at the second.
fn with_fractions(expression: &Expr) -> Expr {
    let boxed = |operand: &Expr| Box::new(with_fractions(operand));
    match expression {
        // <https://dev.mysql.com/doc/refman/8.4/en/fractional-seconds.html>
        Expr::Sql(sql) if *sql == *"CURRENT_TIMESTAMP" => Expr::Sql(format!("{sql}(6)").into()),
        Expr::Binary(left, operator, right) => Expr::Binary(boxed(left), *operator, boxed(right)),
        Expr::Not(inner) => Expr::Not(boxed(inner)),
        Expr::IsNull { operand, negated } => {
            Expr::IsNull { operand: boxed(operand), negated: *negated }
        }
        Expr::In(operand, values) => Expr::In(boxed(operand), values.clone()),
        Expr::Sql(_) | Expr::Value(_) | Expr::Column(_) => expression.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Expr, Value, expr, plain_string, string, value};
    use crate::schema::BinaryOperator;

    #[test]
    fn the_time_has_a_fraction() {
        let now = || Box::new(Expr::Sql("CURRENT_TIMESTAMP".into()));
        let column = Box::new(Expr::Column("a".to_owned()));
        let later = Expr::Not(Box::new(Expr::Binary(column, BinaryOperator::Less, now())));
        assert_eq!(expr(&now()).as_deref(), Ok("CURRENT_TIMESTAMP(6)"));
        assert_eq!(expr(&later).as_deref(), Ok("NOT (a < (CURRENT_TIMESTAMP(6)))"));
        let day = Expr::Sql("date(CURRENT_TIMESTAMP)".into());
        assert_eq!(expr(&day).as_deref(), Ok("date(CURRENT_TIMESTAMP)"));
    }

    #[test]
    fn text_means_the_same_in_every_mode() {
        assert_eq!(string("it's"), "'it''s'");
        assert_eq!(string("two\nlines\tÄ😀\"`"), "'two\nlines\tÄ😀\"`'");
        assert_eq!(string("a\\b"), "_utf8mb4 X'615C62'");
        assert_eq!(string("\\'"), "_utf8mb4 X'5C27'");
        assert_eq!(string("a\0"), "_utf8mb4 X'6100'");
        assert_eq!(string("a\r\u{1a}"), "_utf8mb4 X'610D1A'");
        assert_eq!(plain_string("it's a\\b"), "'it''s a\\\\b'");
    }

    #[test]
    fn constants() {
        for (constant, sql) in [
            (Value::Null, "NULL"),
            (true.into(), "TRUE"),
            ((-3_i64).into(), "-3"),
            (u64::MAX.into(), "18446744073709551615"),
            (1e300.into(), "1e300"),
            (Value::Decimal("-12.50".to_owned()), "-12.50"),
            (b"\0\xff".into(), "X'00FF'"),
            (Vec::new().into(), "X''"),
        ] {
            assert_eq!(value(&constant).as_deref(), Ok(sql));
        }
        for constant in [f64::NAN.into(), f64::INFINITY.into(), Value::Array(Vec::new())] {
            assert!(value(&constant).is_err(), "{constant:?}");
        }
        assert!(value(&Value::Decimal("1; DROP".to_owned())).is_err());
    }
}
