//! What a constant is in a column of a type: the value in PostgreSQL's own spelling.

use std::fmt::Write as _;

use migrate_core::schema::{ColumnType, Value};

use super::constant::Constant;
use super::types::column_type as read_type;
use super::{array, date_time, interval, json};

/// The value that a column of this type takes from a constant; none when the type has no such value.
pub(super) fn typed(constant: &Constant, column_type: &ColumnType) -> Option<Value> {
    use ColumnType as T;
    if *constant == Constant::Null {
        return Some(Value::Null);
    }
    if let T::Custom(name) = column_type
        && let Some(whole) = without_precision(name)
    {
        return typed(constant, &whole);
    }
    match column_type {
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) => {
            written(constant)?.parse().ok().map(Value::Integer)
        }
        T::Numeric { .. } => numeric(constant),
        T::Custom(name) if name == "numeric" => numeric(constant),
        T::Boolean => boolean(constant),
        T::Real => {
            #[expect(clippy::cast_possible_truncation, reason = "the column has 32 bits")]
            let narrow = |number: f64| Value::Float(f64::from(number as f32));
            float(constant).map(|value| match value {
                Value::Float(number) => narrow(number),
                other => other,
            })
        }
        T::Double => float(constant),
        T::Binary => bytes(constant).map(Value::Bytes),
        T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Json
        | T::Enumeration(_)
        | T::Custom(_) => written(constant).map(Value::Text),
        T::Date => text(constant, date_time::date),
        T::Time => text(constant, date_time::time),
        T::Timestamp => text(constant, date_time::timestamp),
        T::TimestampTz => text(constant, date_time::timestamp_with_zone),
        T::Interval => text(constant, interval::interval),
        T::Uuid => text(constant, uuid),
        T::Jsonb => text(constant, json::binary_json),
        T::Array(element) => array::array(constant, element).map(Value::Text),
    }
}

/// The type whose values are those of `timestamp(3) with time zone`, but for their length.
fn without_precision(name: &str) -> Option<ColumnType> {
    let (word, rest) = name.split_once('(')?;
    let (_, zone) = rest.split_once(')')?;
    match read_type(&format!("{word}{zone}")) {
        whole @ (ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Time
        | ColumnType::Interval) => Some(whole),
        _ => None,
    }
}

/// The constant as written between quotes.
fn written(constant: &Constant) -> Option<String> {
    match constant {
        Constant::Boolean(truth) => Some(truth.to_string()),
        Constant::Number(text) | Constant::Text(text) => Some(text.clone()),
        Constant::Bytes(bytes) => Some(hex(bytes)),
        Constant::Null | Constant::Array(_) => None,
    }
}

/// A text in its usual form, or as it is when it is of a form that is not known here.
fn text(constant: &Constant, usual: impl Fn(&str) -> Option<String>) -> Option<Value> {
    let text = written(constant)?;
    Some(Value::Text(usual(&text).unwrap_or(text)))
}

/// The spellings of <https://www.postgresql.org/docs/current/datatype-boolean.html>.
fn boolean(constant: &Constant) -> Option<Value> {
    match written(constant)?.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => Some(Value::Boolean(true)),
        "false" | "f" | "no" | "n" | "off" | "0" => Some(Value::Boolean(false)),
        _ => None,
    }
}

fn float(constant: &Constant) -> Option<Value> {
    let number: f64 = written(constant)?.trim().parse().ok()?;
    // NaN is not equal to itself.
    Some(if number.is_nan() { Value::Text("NaN".to_owned()) } else { Value::Float(number) })
}

fn numeric(constant: &Constant) -> Option<Value> {
    let written = written(constant)?;
    match written.trim().to_ascii_lowercase().as_str() {
        "nan" => return Some(Value::Text("NaN".to_owned())),
        "infinity" | "inf" | "+infinity" => return Some(Value::Float(f64::INFINITY)),
        "-infinity" | "-inf" => return Some(Value::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    let digits = without_exponent(written.trim())?;
    Some(digits.parse().map_or_else(|_| Value::Decimal(digits), Value::Integer))
}

/// `-1.5e3` as `-1500`.
fn without_exponent(number: &str) -> Option<String> {
    let (sign, number) = match number.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    // PostgreSQL's numbers have at most 16383 digits behind the point.
    if !(-16_383..=16_383).contains(&point) {
        return None;
    }
    while point > i32::try_from(digits.len()).ok()? {
        digits.push('0');
    }
    let point = usize::try_from(point).unwrap_or_else(|_| {
        digits.insert_str(0, &"0".repeat(usize::try_from(-point).unwrap_or_default()));
        0
    });
    let (whole, fraction) = digits.split_at(point);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = "\\x".to_owned();
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The forms of <https://www.postgresql.org/docs/current/datatype-binary.html>.
fn bytes(constant: &Constant) -> Option<Vec<u8>> {
    let text = match constant {
        Constant::Bytes(bytes) => return Some(bytes.clone()),
        Constant::Text(text) => text,
        Constant::Null | Constant::Boolean(_) | Constant::Number(_) | Constant::Array(_) => {
            return None;
        }
    };
    if let Some(digits) = text.strip_prefix("\\x") {
        let digits: Vec<u8> = digits.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let pairs = digits.chunks(2);
        let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        return pairs.map(byte).collect();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return Some(bytes),
            [b'\\', b'\\', rest @ ..] => {
                bytes.push(b'\\');
                rest
            }
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', rest @ ..] => {
                bytes.push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'));
                rest
            }
            [b'\\', ..] => return None,
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
}

fn uuid(text: &str) -> Option<String> {
    let inner = text.trim().trim_start_matches('{').trim_end_matches('}');
    let digits: String = inner.chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    let groups = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    Some(groups.join("-"))
}
