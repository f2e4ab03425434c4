//! Types and defaults as SQLite keeps them, read back into those of the builder.

use migrate_core::schema::{ColumnDefault, ColumnType, Value};
use migrate_core::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

/// A type read back from SQLite; what the builder has no name for stays as it is spelled.
pub(crate) fn column_type(name: &str) -> ColumnType {
    use ColumnType as T;
    let unquoted = unquoted(name);
    let name = unquoted.as_deref().unwrap_or(name);
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

/// A type whose words stand in quotes, without them: SQLite keeps it so. None where it has no quotes.
fn unquoted(name: &str) -> Option<String> {
    let tokens: Vec<_> = Tokens::code(name, SqlSyntax::Sqlite).collect();
    tokens.iter().any(|token| token.kind == TokenKind::Quoted).then(|| {
        let words = tokens.iter().map(|it| it.identifier().unwrap_or_else(|| it.text.to_owned()));
        words.collect::<Vec<_>>().join(" ")
    })
}

/// A default read back from SQLite, as it stood after `DEFAULT`.
///
/// A name in double quotes or in none is a text there (<https://www.sqlite.org/quirks.html#dblquote>; tried on SQLite
/// 3.40), and a constant in parentheses is that constant.
pub(crate) fn default_value(sql: &str) -> ColumnDefault {
    let expression = || ColumnDefault::Sql(super::expression(sql).into());
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::Sqlite).collect();
    let inner = unwrapped(&tokens);
    let is_bare = inner.len() == tokens.len();
    let constant = match inner {
        [token] => match token.kind {
            TokenKind::String => token.string().map(Value::Text),
            TokenKind::Quoted if is_bare => token.identifier().map(Value::Text),
            TokenKind::Blob => bytes(&token.text.to_ascii_uppercase()).map(Value::Bytes),
            TokenKind::Number => number(token.text),
            TokenKind::Word => match token.text.to_ascii_uppercase().as_str() {
                "NULL" => Some(Value::Null),
                "TRUE" => Some(Value::Boolean(true)),
                "FALSE" => Some(Value::Boolean(false)),
                "CURRENT_TIMESTAMP" => return ColumnDefault::Now,
                "CURRENT_DATE" => return ColumnDefault::Today,
                "CURRENT_TIME" => None,
                _ if is_bare => Some(Value::Text(token.text.to_owned())),
                _ => None,
            },
            TokenKind::Quoted
            | TokenKind::Comment
            | TokenKind::Symbol
            | TokenKind::Parameter
            | TokenKind::Introducer => None,
        },
        [sign, digits] if digits.kind == TokenKind::Number => match sign.text {
            "-" | "+" => number(&format!("{}{}", sign.text, digits.text)),
            _ => None,
        },
        _ => None,
    };
    constant.map_or_else(expression, ColumnDefault::Value)
}

/// The tokens without the parentheses around all of them.
fn unwrapped<'t, 's>(mut tokens: &'t [Token<'s>]) -> &'t [Token<'s>] {
    while let [first, inner @ .., last] = tokens
        && first.text == "("
        && last.text == ")"
    {
        let mut depth = 0_usize;
        for token in inner {
            match token.text {
                "(" => depth += 1,
                ")" => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return tokens,
                },
                _ => {}
            }
        }
        tokens = inner;
    }
    tokens
}

fn number(text: &str) -> Option<Value> {
    let whole = text.parse().ok().map(Value::Integer);
    whole.or_else(|| text.parse().ok().filter(|_| is_numeric(text)).map(Value::Float))
}

/// A constant as a column of a type keeps it: numbers and what reads as one by their value, as SQLite does by the
/// column's affinity (<https://www.sqlite.org/datatype3.html#type_affinity>); `TRUE` is 1. None for `NULL`, which every
/// column has anyway.
pub(super) fn kept(value: Value, column_type: &ColumnType) -> Option<Value> {
    use ColumnType as T;
    let value = match value {
        Value::Null => return None,
        Value::Boolean(truth) => Value::Integer(i64::from(truth)),
        other => other,
    };
    let is_number = match column_type {
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double => true,
        T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Array(_)
        | T::Enumeration(_)
        | T::Custom(_) => false,
    };
    if !is_number {
        return Some(value);
    }
    let value = match &value {
        Value::Text(text) | Value::Decimal(text) => number(text.trim()).unwrap_or(value),
        _ => value,
    };
    Some(match value {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Value::Integer(number as i64)
        }
        other => other,
    })
}

/// Rust reads `inf` and `nan` as numbers too, which are names in SQL.
fn is_numeric(text: &str) -> bool {
    text.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

fn bytes(upper: &str) -> Option<Vec<u8>> {
    let digits = upper.strip_prefix("X'")?.strip_suffix('\'')?;
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
