//! Constants and expressions in SQLite's SQL.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::dialect::expr::{Spelling, decimal};
use crate::schema::{Expr, Value};

use super::name::quote;

/// Text between single quotes, in which a backslash is a character like others
/// (<https://www.sqlite.org/lang_expr.html#literal_values_constants_>).
pub fn string(text: &str) -> String {
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
        // <https://www.sqlite.org/nulinstr.html>
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

/// SQLite reads a number too large for a float as infinity, and stores `NULL` for NaN
/// (tried on SQLite 3.40).
fn float(number: f64) -> Result<String, Refusal> {
    if number.is_nan() {
        return Err(Refusal::unsupported("SQLite keeps NULL for NaN", "write `null()`"));
    }
    if number.is_infinite() {
        return Ok(if number > 0.0 { "9e999" } else { "-9e999" }.to_owned());
    }
    Ok(format!("{number:?}"))
}

/// An expression over a row.
pub(super) fn expr(expression: &Expr) -> Result<String, Refusal> {
    Spelling { name: quote, constant: value, says_escape: true }.expression(expression)
}
