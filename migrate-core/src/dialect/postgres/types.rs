//! Column types and defaults as PostgreSQL spells them.

use crate::dialect::Refusal;
use crate::schema::{Column, ColumnDefault, ColumnType, Generation};
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

use super::literal;
use super::name::{qualified, quote};
use super::spelled::known;

/// A column type as PostgreSQL spells it
/// (<https://www.postgresql.org/docs/current/datatype.html>).
pub(crate) fn type_name(column_type: &ColumnType) -> Result<String, Refusal> {
    use ColumnType as T;
    Ok(match column_type {
        T::SmallInt => "SMALLINT".to_owned(),
        T::Integer => "INTEGER".to_owned(),
        T::BigInt => "BIGINT".to_owned(),
        T::Unsigned(whole) => return Err(unsigned("column", whole)),
        T::Boolean => "BOOLEAN".to_owned(),
        T::Varchar(length) => format!("VARCHAR({length})"),
        T::UnboundedVarchar => "VARCHAR".to_owned(),
        T::Text => "TEXT".to_owned(),
        T::Char(length) => format!("CHAR({length})"),
        T::Numeric { precision, scale } => format!("NUMERIC({precision}, {scale})"),
        T::Real => "REAL".to_owned(),
        T::Double => "DOUBLE PRECISION".to_owned(),
        T::Date => "DATE".to_owned(),
        T::Time => "TIME".to_owned(),
        T::Timestamp => "TIMESTAMP".to_owned(),
        T::TimestampTz => "TIMESTAMPTZ".to_owned(),
        T::Interval => "INTERVAL".to_owned(),
        T::Binary => "BYTEA".to_owned(),
        T::Uuid => "UUID".to_owned(),
        T::Json => "JSON".to_owned(),
        T::Jsonb => "JSONB".to_owned(),
        T::Array(element) => format!("{}[]", type_name(element)?),
        T::Enumeration(kind) => qualified(&kind.name),
        T::Custom(name) => name.clone(),
    })
}

/// Whether values of the type are compared by a collation, as texts and lists of them are; none where only the
/// database knows (<https://www.postgresql.org/docs/current/collation.html>).
pub(super) fn has_collation(column_type: &ColumnType) -> Option<bool> {
    use ColumnType as T;
    match &*known(column_type) {
        T::Varchar(_) | T::UnboundedVarchar | T::Text | T::Char(_) => Some(true),
        T::Custom(_) => None,
        T::Array(element) => has_collation(element),
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Enumeration(_) => Some(false),
    }
}

/// What to take in place of an unsigned number
/// (<https://www.postgresql.org/docs/current/datatype-numeric.html>).
pub(super) fn unsigned(column: &str, whole: &ColumnType) -> Refusal {
    let larger = match whole {
        ColumnType::SmallInt => "`integer()`",
        ColumnType::Integer => "`big_int()`",
        // `unsigned` is for whole numbers alone, and the third is BIGINT.
        _ => "`big_int()`, or `numeric(20, 0)` for the largest numbers,",
    };
    Refusal::unsupported(
        format!("PostgreSQL has no unsigned numbers, and the column is {whole} unsigned"),
        &format!("use {larger} with `.check(\"{} >= 0\")`", quote(column)),
    )
}

/// The type in a column's definition: a serial column has a type of its own
/// (<https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL>).
pub(super) fn definition_type(column: &Column) -> Result<String, Refusal> {
    let serial = column.identity.is_some_and(|identity| identity.generation == Generation::Serial);
    match &column.column_type {
        ColumnType::SmallInt if serial => Ok("SMALLSERIAL".to_owned()),
        ColumnType::Integer if serial => Ok("SERIAL".to_owned()),
        ColumnType::BigInt if serial => Ok("BIGSERIAL".to_owned()),
        other => type_name(other),
    }
}

/// A default as written after `DEFAULT`.
pub fn default_sql(default: &ColumnDefault) -> Result<String, Refusal> {
    match default {
        ColumnDefault::Value(value) => literal::value(value),
        // The time at which the transaction began, as `CURRENT_TIMESTAMP` is
        // (<https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT>).
        ColumnDefault::Now => Ok("now()".to_owned()),
        ColumnDefault::Today => Ok("CURRENT_DATE".to_owned()),
        ColumnDefault::Sql(sql) => {
            Ok(if stands_alone(sql) { sql.trim().to_owned() } else { format!("({sql})") })
        }
    }
}

/// Whether an expression is a constant, a keyword, or one call or parenthesis, which need no
/// parentheses after `DEFAULT`: `DEFAULT 1 < 2 AND true` is a syntax error (`b_expr` of the grammar;
/// tried on PostgreSQL 15).
fn stands_alone(sql: &str) -> bool {
    let Ok(tokens) = Tokens::new(sql, SqlSyntax::Postgres).collect::<Result<Vec<_>, _>>() else {
        return false;
    };
    let is_name = |token: &Token<'_>| {
        matches!(token.kind, TokenKind::Word | TokenKind::Quoted) || token.is_symbol(".")
    };
    match &tokens[..] {
        [token] => matches!(token.kind, TokenKind::Word | TokenKind::String | TokenKind::Number),
        tokens => {
            let name = tokens.iter().take_while(|token| is_name(token)).count();
            // Two words in a row are more than a name.
            let dotted = tokens[..name]
                .iter()
                .enumerate()
                .all(|(at, token)| token.is_symbol(".") == (at % 2 == 1));
            dotted && name % 2 == usize::from(name > 0) && is_one_parenthesis(&tokens[name..])
        }
    }
}

/// Whether the first token opens a parenthesis that the last one closes.
fn is_one_parenthesis(tokens: &[Token<'_>]) -> bool {
    if !tokens.first().is_some_and(|token| token.is_symbol("(")) {
        return false;
    }
    let mut depth = 0_usize;
    let closes = tokens.iter().position(|token| {
        depth += usize::from(token.is_symbol("("));
        depth -= usize::from(token.is_symbol(")"));
        depth == 0
    });
    closes == Some(tokens.len() - 1)
}
