//! Types and defaults as SQLite keeps them, read back into those of the builder.

use migrate_core::schema::{ColumnDefault, ColumnType, Value};

/// A type read back from SQLite; what the builder has no name for stays as it is spelled.
pub(crate) fn column_type(name: &str) -> ColumnType {
    use ColumnType as T;
    let upper = name.trim().to_ascii_uppercase();
    let (word, arguments) = match upper.split_once('(') {
        Some((word, rest)) => (word.trim(), rest.trim_end_matches(')')),
        None => (upper.as_str(), ""),
    };
    let mut numbers = arguments.split(',').map(|number| number.trim().parse().ok());
    match (word, numbers.next().flatten(), numbers.next().flatten()) {
        ("SMALLINT", None, _) => T::SmallInt,
        ("INTEGER" | "INT", None, _) => T::Integer,
        ("BIGINT", None, _) => T::BigInt,
        ("BOOLEAN" | "BOOL", None, _) => T::Boolean,
        ("VARCHAR", Some(length), None) => T::Varchar(length),
        ("VARCHAR", None, None) => T::UnboundedVarchar,
        ("TEXT", None, _) => T::Text,
        ("CHAR", Some(length), None) => T::Char(length),
        ("NUMERIC" | "DECIMAL", Some(precision), scale) => {
            T::Numeric { precision, scale: scale.unwrap_or(0) }
        }
        ("REAL", None, _) => T::Real,
        ("DOUBLE" | "DOUBLE PRECISION", None, _) => T::Double,
        ("DATE", None, _) => T::Date,
        ("TIME", None, _) => T::Time,
        ("TIMESTAMP" | "DATETIME", None, _) => T::Timestamp,
        ("TIMESTAMPTZ", None, _) => T::TimestampTz,
        ("BLOB", None, _) => T::Binary,
        _ => T::Custom(name.trim().to_owned()),
    }
}

/// A default read back from SQLite, as it stood after `DEFAULT`.
pub(crate) fn default_value(sql: &str) -> ColumnDefault {
    let text = sql.trim();
    let upper = text.to_ascii_uppercase();
    let constant = match upper.as_str() {
        "NULL" => Some(Value::Null),
        "TRUE" => Some(Value::Boolean(true)),
        "FALSE" => Some(Value::Boolean(false)),
        "CURRENT_TIMESTAMP" => return ColumnDefault::Now,
        "CURRENT_DATE" => return ColumnDefault::Today,
        _ => quoted(text)
            .map(Value::Text)
            .or_else(|| text.parse().ok().map(Value::Integer))
            .or_else(|| text.parse().ok().filter(|_| is_numeric(text)).map(Value::Float))
            .or_else(|| bytes(&upper).map(Value::Bytes)),
    };
    match constant {
        Some(value) => ColumnDefault::Value(value),
        None => ColumnDefault::Sql(super::expression(text).into()),
    }
}

/// Rust reads `inf` and `nan` as numbers too, which are names in SQL.
fn is_numeric(text: &str) -> bool {
    text.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

fn quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let plain = inner.replace("''", "");
    (!plain.contains('\'')).then(|| inner.replace("''", "'"))
}

fn bytes(upper: &str) -> Option<Vec<u8>> {
    let digits = upper.strip_prefix("X'")?.strip_suffix('\'')?;
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
