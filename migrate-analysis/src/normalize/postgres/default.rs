//! Defaults of columns: a constant in one form for all its spellings, or an expression.

use migrate_core::schema::{ColumnDefault, ColumnType, Value};

use super::constant::{Constant, constant};
use super::expression;
use super::tokens::{Kind, Token, joined, tokens};
use super::value::typed;

/// A default as written after `DEFAULT`; none for `NULL`, which every column has anyway.
pub(crate) fn default_value(sql: &str, column_type: &ColumnType) -> Option<ColumnDefault> {
    let tokens = tokens(sql);
    if let Some(constant) = constant(&tokens) {
        if constant == Constant::Null {
            return None;
        }
        if let Some(value) = typed(&constant, column_type) {
            return Some(ColumnDefault::Value(value));
        }
    }
    Some(match joined(&unwrapped(&tokens)).as_str() {
        "now ( )" | "current_timestamp" | "transaction_timestamp ( )" => ColumnDefault::Now,
        "current_date" => ColumnDefault::Today,
        _ => ColumnDefault::Sql(sql.trim().into()),
    })
}

/// A default in the form that it has when it is read back.
pub(super) fn normal_default(
    default: &ColumnDefault,
    column_type: &ColumnType,
) -> Option<ColumnDefault> {
    let default = match default {
        ColumnDefault::Sql(sql) => default_value(sql, column_type)?,
        other => other.clone(),
    };
    Some(match default {
        ColumnDefault::Value(Value::Null) => return None,
        ColumnDefault::Value(value) => {
            let constant = Constant::of(&value);
            ColumnDefault::Value(typed(&constant, column_type).map_or(value, without_zeros))
        }
        ColumnDefault::Sql(sql) => ColumnDefault::Sql(expression(&sql).into()),
        ColumnDefault::Now => ColumnDefault::Now,
        ColumnDefault::Today => ColumnDefault::Today,
    })
}

/// A number has as many digits behind the point as its column, however many the default has.
fn without_zeros(value: Value) -> Value {
    match value {
        Value::Decimal(digits) if digits.contains('.') => {
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            let whole = digits.parse().map(Value::Integer);
            whole.unwrap_or_else(|_| Value::Decimal(digits.to_owned()))
        }
        other => other,
    }
}

/// The tokens without parentheses around all of them.
pub(super) fn unwrapped(mut tokens: &[Token]) -> Vec<Token> {
    while let Some((inner, [])) = super::tokens::parenthesized(tokens) {
        tokens = inner;
    }
    tokens.to_vec()
}

/// Whether the tokens are a type and nothing else, so that the token before is a constant of it.
pub(super) fn is_type(tokens: &[Token]) -> bool {
    let mut open = 0_usize;
    for token in tokens {
        match (token.kind, token.text.as_str()) {
            (Kind::Word | Kind::Name | Kind::Number, _) | (Kind::Symbol, "," | ".") => {}
            (Kind::Symbol, "(" | "[") => open += 1,
            (Kind::Symbol, ")" | "]") if open > 0 => open -= 1,
            (Kind::Symbol | Kind::Text, _) => return false,
        }
    }
    open == 0 && tokens.first().is_some_and(Token::is_name)
}
