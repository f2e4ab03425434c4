//! Constants in SQL, whatever casts and parentheses PostgreSQL puts around them.

use migrate_core::schema::{ColumnType, Value};

use super::default::is_type;
use super::tokens::{Kind, Token, parenthesized, split_commas};
use super::types;

/// A constant whose type is that of its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constant {
    Null,
    Boolean(bool),
    /// The digits of a number, with its sign.
    Number(String),
    Text(String),
    Bytes(Vec<u8>),
    Array(Vec<Constant>),
}

impl Constant {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(truth) => Self::Boolean(*truth),
            Value::Integer(number) => Self::Number(number.to_string()),
            Value::Float(number) if number.is_nan() => Self::Text("NaN".to_owned()),
            Value::Float(number) if number.is_infinite() => {
                Self::Text(if *number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned())
            }
            Value::Float(number) => Self::Number(format!("{number:?}")),
            Value::Decimal(digits) => Self::Number(digits.clone()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Value::Array(values) => Self::Array(values.iter().map(Self::of).collect()),
        }
    }
}

/// The constant that an expression is, if it is one.
pub(super) fn constant(tokens: &[Token]) -> Option<Constant> {
    if let Some((inner, [])) = parenthesized(tokens) {
        return constant(inner);
    }
    if let Some(at) = tokens.iter().rposition(|token| token.is_symbol("::"))
        && is_type(&tokens[at + 1..])
    {
        return constant(&tokens[..at]);
    }
    match tokens {
        [token] => single(token),
        [cast, rest @ ..] if cast.is_word("cast") => {
            let (inner, after) = parenthesized(rest)?;
            let at = inner.iter().rposition(|token| token.is_word("as"))?;
            (after.is_empty() && is_type(&inner[at + 1..])).then(|| constant(&inner[..at]))?
        }
        [array, open, elements @ .., close]
            if array.is_word("array") && open.is_symbol("[") && close.is_symbol("]") =>
        {
            let elements = split_commas(elements).into_iter().map(constant);
            elements.collect::<Option<_>>().map(Constant::Array)
        }
        [sign, rest @ ..] if sign.is_symbol("-") || sign.is_symbol("+") => match constant(rest)? {
            Constant::Number(digits) if sign.is_symbol("-") => Some(Constant::Number(
                digits.strip_prefix('-').map_or_else(|| format!("-{digits}"), str::to_owned),
            )),
            Constant::Number(digits) => Some(Constant::Number(digits)),
            _ => None,
        },
        // `date '2024-02-29'`
        [name @ .., text] if text.kind == Kind::Text && is_type(name) => {
            let known = types::column_type(&super::tokens::joined(name));
            (!matches!(known, ColumnType::Custom(_))).then(|| Constant::Text(text.text.clone()))
        }
        _ => None,
    }
}

fn single(token: &Token) -> Option<Constant> {
    match token.kind {
        Kind::Text => Some(Constant::Text(token.text.clone())),
        Kind::Number => Some(match bits(&token.text) {
            Some(bits) => Constant::Text(bits),
            None => Constant::Number(token.text.clone()),
        }),
        Kind::Word => match token.text.as_str() {
            "null" => Some(Constant::Null),
            "true" => Some(Constant::Boolean(true)),
            "false" => Some(Constant::Boolean(false)),
            _ => None,
        },
        Kind::Name | Kind::Symbol => None,
    }
}

/// The digits of `B'1010'`, and of `X'a'`, which PostgreSQL gives back as `'1010'::"bit"`.
fn bits(token: &str) -> Option<String> {
    let inner = |prefix: &str| token.strip_prefix(prefix)?.strip_suffix('\'');
    if let Some(bits) = inner("b'") {
        return Some(bits.to_owned());
    }
    let digits = inner("x'")?.chars().map(|digit| digit.to_digit(16));
    let digits = digits.map(|digit| digit.map(|digit| format!("{digit:04b}")));
    digits.collect()
}
