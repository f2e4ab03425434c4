//! Constants and expressions in PostgreSQL's SQL.

use std::fmt::Write as _;

use crate::dialect::Refusal;
use crate::dialect::expr::{Spelling, decimal};
use crate::schema::{Expr, Value};

use super::name::quote;

/// Text between single quotes.
///
/// With a backslash it is an `E'..'` string, which means the same whatever
/// `standard_conforming_strings` is
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>).
pub fn string(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if doubled.contains('\\') {
        format!("E'{}'", doubled.replace('\\', "\\\\"))
    } else {
        format!("'{doubled}'")
    }
}

/// Text between single quotes, when PostgreSQL can hold it: no text has the character with code
/// zero (<https://www.postgresql.org/docs/current/datatype-character.html>).
pub(super) fn text(text: &str) -> Result<String, Refusal> {
    if text.contains('\0') {
        return Err(Refusal::unsupported(
            "a text holds a NUL character, which PostgreSQL has no place for",
            "take the character out, or write the value as bytes",
        ));
    }
    Ok(string(text))
}

/// A constant
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-CONSTANTS>).
pub(super) fn value(value: &Value) -> Result<String, Refusal> {
    match value {
        Value::Null => Ok("NULL".to_owned()),
        Value::Boolean(true) => Ok("TRUE".to_owned()),
        Value::Boolean(false) => Ok("FALSE".to_owned()),
        Value::Integer(number) => Ok(number.to_string()),
        // As a number, minus and all, it is the numeric 0, which has no sign.
        Value::Float(number) if *number == 0.0 && number.is_sign_negative() => {
            Ok("'-0.0'::double precision".to_owned())
        }
        Value::Float(number) if number.is_finite() => Ok(format!("{number:?}")),
        // <https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT>
        Value::Float(number) => Ok(format!("'{}'::double precision", not_finite(*number))),
        Value::Decimal(digits) => decimal(digits),
        Value::Text(content) => text(content),
        // The hex format
        // (<https://www.postgresql.org/docs/current/datatype-binary.html#DATATYPE-BINARY-BYTEA-HEX-FORMAT>).
        Value::Bytes(bytes) => Ok(format!("{}::bytea", string(&hex(bytes)))),
        // Its type is that of the column it is given to, as with all text.
        Value::Array(elements) => text(&array(elements)?),
    }
}

const fn not_finite(number: f64) -> &'static str {
    if number.is_nan() {
        "NaN"
    } else if number > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2 + 2);
    digits.push_str("\\x");
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// An array as PostgreSQL reads it from text
/// (<https://www.postgresql.org/docs/current/arrays.html#ARRAYS-INPUT>).
fn array(elements: &[Value]) -> Result<String, Refusal> {
    let elements = elements.iter().map(element).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{{{}}}", elements.join(",")))
}

fn element(value: &Value) -> Result<String, Refusal> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) if number.is_finite() => format!("{number:?}"),
        Value::Float(number) => not_finite(*number).to_owned(),
        Value::Decimal(digits) => decimal(digits)?,
        Value::Text(content) => quoted(content),
        Value::Bytes(bytes) => quoted(&hex(bytes)),
        Value::Array(elements) => array(elements)?,
    })
}

/// An expression over a row.
pub(super) fn expr(expression: &Expr) -> Result<String, Refusal> {
    Spelling { name: quote, constant: value, says_escape: false }.expression(expression)
}
