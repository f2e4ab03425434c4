//! Column defaults: how the servers print them, and one form for each.

use migrate_core::dialect::Timestamp;
use migrate_core::schema::{ColumnDefault, ColumnType, Value};

use super::words::{Kind, Word, closing, words};
use migrate_core::dialect::mysql::Version;

/// A default as SQL, as MariaDB prints all and MySQL only expressions.
pub(crate) fn default_value(sql: &str) -> ColumnDefault {
    let Some(words) = words(sql) else { return ColumnDefault::Sql(sql.trim().into()) };
    let mut words = words.as_slice();
    while words.first().is_some_and(|word| word.is_mark("("))
        && closing(words, 0) == Some(words.len() - 1)
    {
        words = &words[1..words.len() - 1];
    }
    constant(words)
        .map(ColumnDefault::Value)
        .or_else(|| current_time(words))
        .unwrap_or_else(|| ColumnDefault::Sql(sql.trim().into()))
}

fn constant(words: &[Word]) -> Option<Value> {
    match words {
        [word] if word.is("NULL") => Some(Value::Null),
        [word] if word.is("TRUE") => Some(Value::Boolean(true)),
        [word] if word.is("FALSE") => Some(Value::Boolean(false)),
        [word] if word.kind == Kind::String => Some(Value::Text(word.text.clone())),
        [word] if word.kind == Kind::Number => number(&word.text),
        [sign, word] if sign.is_mark("-") && word.kind == Kind::Number => {
            number(&format!("-{}", word.text))
        }
        // `_utf8mb4'x'`.
        [set, word] if word.kind == Kind::String && set.text.starts_with('_') => {
            (set.kind == Kind::Bare).then(|| Value::Text(word.text.clone()))
        }
        // `CONVERT(X'..' USING utf8mb4)`.
        [convert, open, bytes, using, set, close]
            if convert.is("CONVERT")
                && open.is_mark("(")
                && using.is("USING")
                && set.is("utf8mb4")
                && close.is_mark(")") =>
        {
            let Some(Value::Bytes(bytes)) = number(&bytes.text) else { return None };
            String::from_utf8(bytes).ok().map(Value::Text)
        }
        _ => None,
    }
}

/// A number, exact where it is written so.
pub(crate) fn number(text: &str) -> Option<Value> {
    let quoted = text.strip_prefix(['x', 'X']).map(|digits| digits.trim_matches('\''));
    if let Some(digits) = text.strip_prefix("0x").or(quoted) {
        return hexadecimal(digits).map(Value::Bytes);
    }
    if let Ok(whole) = text.parse() {
        return Some(Value::Integer(whole));
    }
    if text.contains(['e', 'E']) {
        return text.parse().ok().map(Value::Float);
    }
    text.parse::<f64>().is_ok().then(|| Value::Decimal(text.to_owned()))
}

pub(crate) fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [_, _] => u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok(),
            _ => None,
        })
        .collect()
}

/// `current_timestamp(6)`, `curdate()`, and their synonyms
/// (<https://mariadb.com/kb/en/now/>, <https://mariadb.com/kb/en/curdate/>).
fn current_time(words: &[Word]) -> Option<ColumnDefault> {
    let (function, arguments) = words.split_first()?;
    match arguments {
        [] => {}
        [open, .., close] if open.is_mark("(") && close.is_mark(")") && arguments.len() <= 3 => {}
        _ => return None,
    }
    let now = ["CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"];
    let today = ["CURRENT_DATE", "CURDATE"];
    let called = !arguments.is_empty();
    if now.iter().any(|name| function.is(name)) || called && function.is("NOW") {
        Some(ColumnDefault::Now)
    } else if today.iter().any(|name| function.is(name)) {
        Some(ColumnDefault::Today)
    } else {
        None
    }
}

/// A default in the form in which a declared one and one read back are equal: a constant becomes
/// what the server makes of it for the column's type, and `NULL` is no default.
pub(super) fn normalize(
    version: Version,
    column_type: &ColumnType,
    default: ColumnDefault,
) -> Option<ColumnDefault> {
    let default = match default {
        ColumnDefault::Sql(sql) => default_value(&sql),
        other => other,
    };
    match default {
        ColumnDefault::Value(Value::Null) => None,
        ColumnDefault::Value(value) => {
            Some(ColumnDefault::Value(constant_of(version, column_type, value)))
        }
        ColumnDefault::Sql(sql) => {
            let is_time = matches!(column_type, ColumnType::Time) && is_time_of_day(&sql);
            Some(if is_time {
                ColumnDefault::Now
            } else {
                ColumnDefault::Sql(super::expression(&sql).into())
            })
        }
        time @ (ColumnDefault::Now | ColumnDefault::Today) => Some(time),
    }
}

/// Now, for a column that keeps the time of day alone.
fn is_time_of_day(sql: &str) -> bool {
    let sql = sql.trim_matches(['(', ')', ' ']).to_ascii_lowercase();
    let name = sql.split('(').next().unwrap_or_default().trim();
    matches!(name, "curtime" | "current_time")
}

fn constant_of(version: Version, column_type: &ColumnType, value: Value) -> Value {
    use ColumnType as T;
    match column_type {
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) => whole_number(value),
        T::Boolean => match whole_number(value) {
            Value::Integer(0) => Value::Boolean(false),
            Value::Integer(1) => Value::Boolean(true),
            other => other,
        },
        T::Numeric { scale, .. } => {
            spelled(&value).and_then(|text| scaled(&text, *scale)).map_or(value, Value::Decimal)
        }
        T::Real => float(value, |text| text.parse::<f32>().ok().map(f64::from)),
        T::Double => float(value, |text| text.parse().ok()),
        T::Time => text(value, |text| Some(time(text))),
        T::Timestamp | T::TimestampTz => text(value, timestamp),
        T::Date => {
            text(value, |text| Timestamp::read(text).map(|timestamp| timestamp.written_day()))
        }
        T::Uuid => text(value, |text| Some(text.to_ascii_lowercase())),
        T::Binary => bytes(version, value),
        T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Json
        | T::Jsonb
        | T::Enumeration(_) => text(value, |_| None),
        T::Custom(spelling) => {
            let value = match value {
                Value::Bytes(_) => bytes(version, value),
                other => text(other, |_| None),
            };
            let length = spelling.strip_prefix("binary(").and_then(|rest| rest.strip_suffix(')'));
            match length.and_then(|length| length.parse().ok()) {
                Some(length) => padded(value, length),
                None => value,
            }
        }
        T::Interval | T::Array(_) => value,
    }
}

/// A constant as text; bytes and lists have none.
fn spelled(value: &Value) -> Option<String> {
    match value {
        Value::Boolean(truth) => Some(i64::from(*truth).to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Decimal(text) | Value::Text(text) => Some(text.clone()),
        Value::Null | Value::Bytes(_) | Value::Array(_) => None,
    }
}

fn whole_number(value: Value) -> Value {
    let number = spelled(&value).and_then(|text| scaled(text.trim(), 0)?.parse().ok());
    number.map_or(value, Value::Integer)
}

fn float(value: Value, read: impl FnOnce(&str) -> Option<f64>) -> Value {
    spelled(&value).and_then(|text| read(text.trim())).map_or(value, Value::Float)
}

fn text(value: Value, form: impl FnOnce(&str) -> Option<String>) -> Value {
    match spelled(&value) {
        Some(text) => Value::Text(form(&text).unwrap_or(text)),
        None => value,
    }
}

/// MariaDB prints the bytes as text, in which each that fits nowhere is a `?` (tried on MariaDB 10.11);
/// MySQL prints their digits.
fn bytes(version: Version, value: Value) -> Value {
    match value {
        Value::Bytes(bytes) if version.is_mariadb() => {
            let text = String::from_utf8_lossy(&bytes).replace(char::REPLACEMENT_CHARACTER, "?");
            Value::Text(text)
        }
        Value::Text(text) if !version.is_mariadb() => Value::Bytes(text.into_bytes()),
        other => other,
    }
}

/// Bytes of a column that has always so many (<https://mariadb.com/kb/en/binary/>).
fn padded(value: Value, length: usize) -> Value {
    match value {
        Value::Text(mut text) => {
            text.extend(std::iter::repeat_n('\0', length.saturating_sub(text.len())));
            Value::Text(text)
        }
        Value::Bytes(mut bytes) => {
            bytes.resize(length.max(bytes.len()), 0);
            Value::Bytes(bytes)
        }
        other => other,
    }
}

/// Whether MariaDB prints another default in the same way: bytes that are no text.
pub(crate) fn is_printed_otherwise(version: Version, default: &ColumnDefault) -> bool {
    let read = match default {
        ColumnDefault::Sql(sql) => default_value(sql),
        other => other.clone(),
    };
    match read {
        ColumnDefault::Value(Value::Bytes(bytes)) => {
            version.is_mariadb() && std::str::from_utf8(&bytes).is_err()
        }
        ColumnDefault::Value(_)
        | ColumnDefault::Now
        | ColumnDefault::Today
        | ColumnDefault::Sql(_) => false,
    }
}

/// Decimal digits with as many after the point as the column has, as the server keeps them: it rounds halves away from
/// zero (`decimal(5,0) DEFAULT 1.50` is shown with 2, and with -0.5 as -1; tried on MariaDB 10.11).
fn scaled(text: &str, scale: u32) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.trim_start_matches('+')),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let scale = usize::try_from(scale).ok()?;
    let (kept, cut) = fraction.split_at_checked(scale).unwrap_or((fraction, ""));
    if digits.is_empty() || !numeric(whole) || !numeric(fraction) {
        return None;
    }
    let mut all = format!("0{whole}{kept:0<scale$}").into_bytes();
    if cut.as_bytes().first().is_some_and(|first| *first >= b'5') {
        for digit in all.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                break;
            }
            *digit = b'0';
        }
    }
    let all = String::from_utf8(all).ok()?;
    let (whole, kept) = all.split_at_checked(all.len() - scale)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let point = if scale == 0 { "" } else { "." };
    let zero = whole == "0" && kept.bytes().all(|byte| byte == b'0');
    let sign = if zero { "" } else { sign };
    Some(format!("{sign}{whole}{point}{kept}"))
}

/// A time of day with microseconds, as `time(6)` prints it.
fn time(text: &str) -> String {
    let (clock, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let mut parts = clock.split(':');
    let mut part = || parts.next().unwrap_or("00").to_owned();
    let (hours, minutes, seconds) = (part(), part(), part());
    format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}.{fraction:0<6}")
}

/// A day and a time with microseconds, as `datetime(6)` prints them.
fn timestamp(text: &str) -> Option<String> {
    if let Some(timestamp) = Timestamp::read(text) {
        return timestamp_without_offset(&timestamp.in_utc());
    }
    timestamp_without_offset(text.trim())
}

fn timestamp_without_offset(text: &str) -> Option<String> {
    let (day, clock) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let is_day = day.len() == 10 && day.bytes().filter(|byte| *byte == b'-').count() == 2;
    is_day.then(|| format!("{day} {}", time(clock)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARIADB: Version = Version::mariadb(10, 11, 6);
    const MYSQL: Version = Version::mysql(8, 0, 36);

    #[test]
    fn reads_what_the_servers_print() {
        let value = |value| ColumnDefault::Value(value);
        for (sql, read) in [
            ("'it''s \\\\ x'", value(Value::from("it's \\ x"))),
            ("_utf8mb4'{}'", value(Value::from("{}"))),
            ("convert(X'615c62' using utf8mb4)", value(Value::from("a\\b"))),
            ("0", value(Value::Integer(0))),
            ("-1.50", value(Value::Decimal("-1.50".to_owned()))),
            ("1.5e30", value(Value::Float(1.5e30))),
            ("0x616263", value(Value::from(b"abc"))),
            ("X'616263'", value(Value::from(b"abc"))),
            ("NULL", value(Value::Null)),
            ("current_timestamp(6)", ColumnDefault::Now),
            ("CURRENT_TIMESTAMP", ColumnDefault::Now),
            ("(now())", ColumnDefault::Now),
            ("curdate()", ColumnDefault::Today),
            ("uuid()", ColumnDefault::Sql("uuid()".into())),
            ("b'101'", ColumnDefault::Sql("b'101'".into())),
            ("(1 + 2)", ColumnDefault::Sql("(1 + 2)".into())),
        ] {
            assert_eq!(default_value(sql), read, "{sql}");
        }
    }

    #[test]
    fn the_time_of_day_is_now() {
        for sql in ["curtime(6)", "(CURRENT_TIME(6))", "curtime()"] {
            let default = ColumnDefault::Sql(sql.into());
            let read = normalize(MARIADB, &ColumnType::Time, default);
            assert_eq!(read, Some(ColumnDefault::Now), "{sql}");
        }
    }

    #[test]
    fn a_constant_takes_the_form_of_its_column() {
        use ColumnType as T;
        let scale_2 = T::Numeric { precision: 10, scale: 2 };
        let scale_0 = T::Numeric { precision: 5, scale: 0 };
        for (column_type, declared, read) in [
            (T::Boolean, Value::Boolean(true), Value::Integer(1)),
            (T::Integer, Value::Integer(0), Value::from("0")),
            (scale_2.clone(), Value::Float(1.5), Value::Decimal("1.50".to_owned())),
            (scale_2.clone(), Value::Integer(-3), Value::Decimal("-3.00".to_owned())),
            (scale_2.clone(), Value::Float(0.005), Value::Decimal("0.01".to_owned())),
            (scale_2, Value::Decimal("-9.995".to_owned()), Value::Decimal("-10.00".to_owned())),
            (scale_0.clone(), Value::Decimal("1.50".to_owned()), Value::Decimal("2".to_owned())),
            (scale_0.clone(), Value::Decimal("-0.5".to_owned()), Value::Decimal("-1".to_owned())),
            (scale_0, Value::Decimal("-0.4".to_owned()), Value::Decimal("0".to_owned())),
            (T::Double, Value::Float(1.5e10), Value::Integer(15_000_000_000)),
            (T::Real, Value::Float(0.1), Value::Decimal("0.1".to_owned())),
            (T::Time, Value::from("10:00"), Value::from("10:00:00.000000")),
            (
                T::Timestamp,
                Value::from("2024-01-02T03:04:05.5"),
                Value::from("2024-01-02 03:04:05.500000"),
            ),
            (
                T::TimestampTz,
                Value::from("2024-01-02T00:30:00+01:00"),
                Value::from("2024-01-01 23:30:00.000000"),
            ),
            (T::TimestampTz, Value::from("2024-01-02"), Value::from("2024-01-02 00:00:00.000000")),
            (T::Custom("mediumint".to_owned()), Value::Integer(3), Value::Integer(3)),
            (T::Binary, Value::from(&[0, 1, 0xff]), Value::from("\0\u{1}?")),
            (T::Custom("binary(3)".to_owned()), Value::from("a"), Value::from("a\0\0")),
            (T::Custom("binary(3)".to_owned()), Value::from(b"a\xff"), Value::from("a?\0")),
            (T::Custom("varbinary(3)".to_owned()), Value::from("a"), Value::from("a")),
        ] {
            let form = |value| normalize(MARIADB, &column_type, ColumnDefault::Value(value));
            assert_eq!(form(declared), form(read), "{column_type}");
        }
        let null = ColumnDefault::Value(Value::Null);
        assert_eq!(normalize(MARIADB, &T::Integer, null), None);
        let form = |value| normalize(MYSQL, &T::Binary, ColumnDefault::Value(value));
        assert_eq!(form(Value::from(b"abc")), form(Value::from("abc")));
    }
}
