//! Constants and expressions in SQLite's SQL.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::schema::{Expr, Value};

use super::name::quote;

/// Text between single quotes.
pub(crate) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A constant (<https://www.sqlite.org/lang_expr.html#literal_values_constants_>).
pub(super) fn value(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Null => Ok("NULL".to_owned()),
        Value::Boolean(true) => Ok("TRUE".to_owned()),
        Value::Boolean(false) => Ok("FALSE".to_owned()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => float(*number),
        Value::Decimal(digits) => decimal(digits),
        Value::Text(text) if text.contains('\0') => Err(Refusal::unsupported(
            "a text constant holds a NUL character, at which SQLite would cut it",
            "write the value as bytes, or take the character out",
        )),
        Value::Text(text) => Ok(string(text)),
        Value::Bytes(bytes) => {
            let mut literal = String::with_capacity(bytes.len() * 2 + 3);
            literal.push_str("X'");
            for byte in bytes {
                // Writing to a string cannot fail.
                let _ = write!(literal, "{byte:02X}");
            }
            literal.push('\'');
            Ok(literal)
        }
        Value::Array(_) => Err(Refusal::unsupported(
            "SQLite has no arrays",
            "keep the list in a table of its own, or as JSON text",
        )),
    }
}

/// SQLite reads a number too large for a float as infinity, and keeps `NULL` for NaN.
fn float(number: f64) -> Result<String, Refusal> {
    if number.is_nan() {
        return Err(Refusal::unsupported("SQLite keeps NULL for NaN", "write `null()`"));
    }
    if number.is_infinite() {
        return Ok(if number > 0.0 { "9e999" } else { "-9e999" }.to_owned());
    }
    Ok(format!("{number:?}"))
}

fn decimal(digits: &str) -> Result<String, Refusal> {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let numeric = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if numeric(whole) && numeric(fraction) {
        return Ok(digits.to_owned());
    }
    Err(Refusal::unsupported(
        format!("`{digits}` is not a number in decimal digits"),
        "write it as `decimal(\"-12.50\")`",
    ))
}

/// An expression over a row.
pub(super) fn expr(expression: &Expr) -> Result<String, Refusal> {
    match expression {
        Expr::Value(constant) => value(constant),
        Expr::Column(name) => Ok(quote(name)),
        Expr::Sql(sql) => Ok(sql.clone()),
        Expr::Binary(left, operator, right) => {
            Ok(format!("{} {operator} {}", operand(left)?, operand(right)?))
        }
        Expr::Not(inner) => Ok(format!("NOT ({})", expr(inner)?)),
        Expr::IsNull { operand: inner, negated } => {
            let not = if *negated { "NOT " } else { "" };
            Ok(format!("{} IS {not}NULL", operand(inner)?))
        }
        Expr::In(_, values) if values.is_empty() => Ok("FALSE".to_owned()),
        Expr::In(inner, values) => {
            let values = values.iter().map(value).collect::<Result<Vec<_>, _>>()?;
            Ok(format!("{} IN ({})", operand(inner)?, values.join(", ")))
        }
    }
}

/// An operand, in parentheses when it is more than a value or a column.
fn operand(expression: &Expr) -> Result<String, Refusal> {
    let text = expr(expression)?;
    Ok(match expression {
        Expr::Value(_) | Expr::Column(_) => text,
        Expr::Sql(_) | Expr::Binary(..) | Expr::Not(_) | Expr::IsNull { .. } | Expr::In(..) => {
            format!("({text})")
        }
    })
}
