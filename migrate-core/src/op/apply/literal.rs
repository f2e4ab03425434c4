//! Whether a constant can be a value of a column's type: what no database takes, or what one takes
//! in another sense than it was meant, is refused when the revision is planned.

mod date_time;
mod json;
mod number;
#[cfg(test)]
mod tests;

use crate::schema::{ColumnType, Value};

/// Why a constant is no value of a type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// What is wrong with it; nothing where it is of another kind than the type's values.
    pub(super) reason: Option<String>,
    /// What to write.
    pub(super) hint: String,
}

impl Misfit {
    fn kind(value: &Value, column_type: &ColumnType) -> Self {
        let expression = match value {
            Value::Text(text) => hint_of_expression(text, column_type),
            _ => None,
        };
        let hint = expression.unwrap_or_else(|| {
            "write a value of the column's type, or `sql(\"..\")` for an expression".to_owned()
        });
        Self { reason: None, hint }
    }

    fn because(reason: String, hint: impl Into<String>) -> Self {
        Self { reason: Some(reason), hint: hint.into() }
    }
}

/// Why a constant cannot be a default: its kind is checked too, as the builder does.
pub(super) fn default_misfit(value: &Value, column_type: &ColumnType) -> Option<Misfit> {
    if !is_of_kind(value, column_type) {
        return Some(Misfit::kind(value, column_type));
    }
    misfit(value, column_type)
}

/// Why the current time or day cannot be a default. Of text it is the database's to say: SQLite and
/// PostgreSQL 15 write the time into it.
pub(super) fn time_misfit(column_type: &ColumnType) -> Option<Misfit> {
    use ColumnType as T;
    let fits = match column_type {
        T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Custom(_) => true,
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Array(_)
        | T::Enumeration(_) => false,
    };
    (!fits).then(|| Misfit {
        reason: None,
        hint: "drop it with `.drop_default()`, or write a value of the column's type".to_owned(),
    })
}

/// Why a constant cannot be a value of a row. What a database converts, such as `'5'` or `TRUE` in a
/// column of numbers, is the database's to take or refuse.
pub(super) fn misfit(value: &Value, column_type: &ColumnType) -> Option<Misfit> {
    use ColumnType as T;
    match (value, column_type) {
        (Value::Null | Value::Boolean(_) | Value::Bytes(_), _) | (_, T::Custom(_)) => None,
        (Value::Integer(_) | Value::Float(_) | Value::Decimal(_), _) => {
            number::misfit(value, column_type)
        }
        (Value::Array(values), T::Array(element)) => {
            values.iter().find_map(|value| misfit(value, element))
        }
        (Value::Array(_), _) => None,
        (Value::Text(text), _) => text_misfit(text, column_type),
    }
}

fn text_misfit(text: &str, column_type: &ColumnType) -> Option<Misfit> {
    use ColumnType as T;
    let reason = match column_type {
        T::Varchar(length) | T::Char(length) => {
            // Spaces at the end may go: the standard says so, and the servers do it
            // (<https://www.postgresql.org/docs/current/datatype-character.html>).
            let characters = text.trim_end_matches(' ').chars().count();
            let fits = u32::try_from(characters).is_ok_and(|characters| characters <= *length);
            return (!fits).then(|| {
                let what = format!("it has {characters} characters");
                Misfit::because(what, "shorten it, or make the column longer")
            });
        }
        T::Enumeration(kind) => {
            let known = kind.values.iter().any(|value| value == text);
            let values = kind.values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
            return (!known).then(|| {
                let what = format!("the values are {}", values.join(", "));
                Misfit::because(what, "write one of them, or add it with `op.add_enum_value(..)`")
            });
        }
        T::Date | T::Time | T::Timestamp | T::TimestampTz => date_time::misfit(text, column_type)?,
        // A number with its unit, `P1D`, or `infinity`
        // (<https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT>).
        T::Interval if text.bytes().any(|byte| byte.is_ascii_digit()) => return None,
        T::Interval if text.trim().trim_start_matches('-').eq_ignore_ascii_case("infinity") => {
            return None;
        }
        T::Interval => "it is no span of time".to_owned(),
        T::Uuid if is_uuid(text) => return None,
        T::Uuid => "a UUID has 32 hexadecimal digits".to_owned(),
        T::Json | T::Jsonb => json::fault(text).map(|at| format!("it is no JSON at byte {at}"))?,
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Numeric { .. }
        | T::Real
        | T::Double => {
            if number::is_written(text) {
                return number::misfit(&Value::Decimal(text.trim().to_owned()), column_type);
            }
            "it is no number".to_owned()
        }
        T::Boolean => {
            // What PostgreSQL reads as a truth value
            // (<https://www.postgresql.org/docs/current/datatype-boolean.html>).
            const WORDS: [&str; 12] =
                ["t", "true", "y", "yes", "on", "1", "f", "false", "n", "no", "off", "0"];
            let word = text.trim().to_ascii_lowercase();
            if WORDS.contains(&word.as_str()) {
                return None;
            }
            "it is no truth value".to_owned()
        }
        T::Array(_) => {
            // `'{1,2}'`, or with bounds `'[0:1]={1,2}'`
            // (<https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>).
            if text.trim_start().starts_with(['{', '[']) {
                return None;
            }
            "a list is written `{one,two}`".to_owned()
        }
        T::UnboundedVarchar | T::Text | T::Binary | T::Custom(_) => return None,
    };
    let hint = hint_of_expression(text, column_type);
    Some(Misfit::because(reason, hint.unwrap_or_else(|| example(column_type).to_owned())))
}

/// Whether a text reads like an expression: it has a parenthesis, or is one of SQL's words.
fn is_expression(text: &str) -> bool {
    const WORDS: [&str; 7] = [
        "current_timestamp",
        "current_date",
        "current_time",
        "localtime",
        "localtimestamp",
        "now",
        "today",
    ];
    text.contains('(') || WORDS.contains(&text.trim().to_ascii_lowercase().as_str())
}

fn hint_of_expression(text: &str, column_type: &ColumnType) -> Option<String> {
    is_expression(text).then(|| expression_hint(text, column_type))
}

fn expression_hint(text: &str, column_type: &ColumnType) -> String {
    use ColumnType as T;
    let word = text.trim().to_ascii_lowercase();
    let name = word.split('(').next().unwrap_or_default().trim();
    let is_call_or_word = word == name || word.ends_with(')');
    let now = ["now", "current_timestamp", "localtimestamp", "current_time", "localtime"];
    let today = ["current_date", "today", "curdate"];
    match column_type {
        T::Date if is_call_or_word && (today.contains(&name) || now.contains(&name)) => {
            "write `today()` without quotes".to_owned()
        }
        T::Time | T::Timestamp | T::TimestampTz if is_call_or_word && now.contains(&name) => {
            "write `now()` without quotes".to_owned()
        }
        T::Timestamp | T::TimestampTz if is_call_or_word && today.contains(&name) => {
            "write `today()` without quotes".to_owned()
        }
        _ => format!("write `sql({text:?})` for an expression"),
    }
}

const fn example(column_type: &ColumnType) -> &'static str {
    match column_type {
        ColumnType::Date => "write it as `2024-02-29`",
        ColumnType::Time => "write it as `23:59:59`",
        ColumnType::Timestamp => "write it as `2024-02-29 23:59:59`",
        ColumnType::TimestampTz => "write it as `2024-02-29 23:59:59+00`",
        ColumnType::Interval => "write it as `1 day 02:30:00`",
        ColumnType::Uuid => "write it as `6ba7b810-9dad-11d1-80b4-00c04fd430c8`",
        _ => "write a value of the column's type, or `sql(\"..\")` for an expression",
    }
}

/// 32 hexadecimal digits, with hyphens between them and perhaps braces around them
/// (<https://www.postgresql.org/docs/current/datatype-uuid.html>).
fn is_uuid(text: &str) -> bool {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let digits = inner.bytes().filter(|byte| *byte != b'-');
    digits.clone().count() == 32 && digits.into_iter().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a constant is of the kind that a type's values are written in; text is how dates, UUIDs and
/// JSON are written.
pub(super) fn is_of_kind(value: &Value, column_type: &ColumnType) -> bool {
    use ColumnType as T;
    if let T::Unsigned(whole) = column_type {
        // The upper half of 64 bits is larger than any `Value::Integer`.
        let is_whole =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        return match value {
            Value::Decimal(digits) => is_whole(digits),
            value => is_of_kind(value, whole),
        };
    }
    match value {
        Value::Null => true,
        Value::Boolean(_) => matches!(column_type, T::Boolean | T::Custom(_)),
        Value::Integer(_) => matches!(
            column_type,
            T::SmallInt
                | T::Integer
                | T::BigInt
                | T::Numeric { .. }
                | T::Real
                | T::Double
                | T::Custom(_)
        ),
        Value::Float(_) | Value::Decimal(_) => {
            matches!(column_type, T::Numeric { .. } | T::Real | T::Double | T::Custom(_))
        }
        Value::Text(_) => match column_type {
            T::SmallInt
            | T::Integer
            | T::BigInt
            | T::Boolean
            | T::Numeric { .. }
            | T::Real
            | T::Double
            | T::Binary
            | T::Unsigned(_) => false,
            T::Varchar(_)
            | T::UnboundedVarchar
            | T::Text
            | T::Char(_)
            | T::Date
            | T::Time
            | T::Timestamp
            | T::TimestampTz
            | T::Interval
            | T::Uuid
            | T::Json
            | T::Jsonb
            | T::Array(_)
            | T::Enumeration(_)
            | T::Custom(_) => true,
        },
        Value::Bytes(_) => matches!(column_type, T::Binary | T::Custom(_)),
        Value::Array(_) => matches!(column_type, T::Array(_) | T::Custom(_)),
    }
}

pub(super) fn describe_value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(value) => format!("`{value}`"),
        Value::Integer(value) => format!("`{value}`"),
        Value::Float(value) => format!("`{value}`"),
        Value::Decimal(value) => format!("`{value}`"),
        Value::Text(value) => format!("`{:?}`", shortened(value)),
        Value::Bytes(_) => "of bytes".to_owned(),
        Value::Array(_) => "of a list".to_owned(),
    }
}

/// A long text by its beginning.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() { format!("{start}..") } else { start }
}
