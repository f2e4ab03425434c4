//! Texts that `MariaDB` turns into numbers in the expressions of a column that becomes `BIGINT`.

use crate::dialect::Refusal;
use crate::schema::{Column, ColumnType, ConstraintBody, Table};
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

use super::Version;
use super::types::type_name;

/// Whether no expression compares the column with a text, when it becomes a `BIGINT`: of `c <> 'sad'`
/// MariaDB 10.11 makes `c <> 0` in checks and generated columns, without a word, and keeps that when
/// the column is text again. It does so for no other type, and MySQL for none.
pub(super) fn require_no_texts(
    version: Version,
    table: &Table,
    known: &Column,
    to: &ColumnType,
) -> Result<(), Refusal> {
    let becomes_big = type_name(version, to)?.to_ascii_uppercase().starts_with("BIGINT");
    if !version.is_mariadb() || !becomes_big || is_number(&known.column_type) {
        return Ok(());
    }
    let compares = |sql: &str| compares_with_text(sql, &known.name);
    let check = table.constraints.iter().find_map(|rule| match &rule.body {
        ConstraintBody::Check { expression, .. } if compares(expression) => {
            Some(format!("check constraint `{}`", rule.name.as_deref().unwrap_or_default()))
        }
        ConstraintBody::Check { .. }
        | ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => None,
    });
    let generated = || {
        table.columns.iter().find_map(|column| {
            let expression = &column.generated.as_ref()?.expression;
            compares(expression).then(|| format!("generated column `{}`", column.name))
        })
    };
    let Some(user) = check.or_else(generated) else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "{user} compares `{}` with a text, of which MariaDB would make a number for a BIGINT",
            known.name
        ),
        &format!("drop {user} before, and create it again after with numbers"),
    ))
}

const fn is_number(column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Boolean
        | ColumnType::Numeric { .. }
        | ColumnType::Real
        | ColumnType::Double => true,
        ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval
        | ColumnType::Binary
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Array(_)
        | ColumnType::Enumeration(_)
        | ColumnType::Custom(_) => false,
    }
}

/// Whether the text has a comparison of the column with a string: by an operator, `IN` or `BETWEEN`.
fn compares_with_text(sql: &str, column: &str) -> bool {
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::MYSQL).collect();
    let is_column = |token: &Token<'_>| {
        token.identifier().is_some_and(|name| name.eq_ignore_ascii_case(column))
    };
    let is_operator = |token: &Token<'_>| {
        token.kind == TokenKind::Symbol && token.text.chars().all(|c| "<>=!".contains(c))
    };
    let is_text =
        |token: &Token<'_>| matches!(token.kind, TokenKind::String | TokenKind::Introducer);
    tokens.iter().enumerate().filter(|(_, token)| is_column(token)).any(|(at, _)| {
        let (before, after) = (&tokens[..at], &tokens[at + 1..]);
        let listed = after.iter().find(|token| !token.is_keyword("NOT"));
        if listed.is_some_and(|token| token.is_any_keyword(&["IN", "BETWEEN"])) {
            return after.iter().any(is_text);
        }
        let right = after.iter().position(|token| !is_operator(token));
        let left = before.iter().rposition(|token| !is_operator(token));
        let right_is_text = right.is_some_and(|end| end > 0 && is_text(&after[end]));
        right_is_text || left.is_some_and(|end| end + 1 < at && is_text(&before[end]))
    })
}

#[cfg(test)]
mod tests {
    use super::compares_with_text;

    #[test]
    fn texts_that_become_numbers() {
        for sql in [
            "c <> 'sad'",
            "`C` <=> 'sad' OR n > 0",
            "n > 0 AND 'sad' != c",
            "t.c NOT IN (1, 'sad')",
            "c BETWEEN 'a' AND 'b'",
            "c = _utf8mb4'sad'",
            "CASE WHEN c >= \"a\" THEN 1 ELSE 0 END",
        ] {
            assert!(compares_with_text(sql, "c"), "{sql}");
        }
        for sql in
            ["c > 5 OR kind = 'c'", "kind = 'x' AND c", "concat(c, 'x') <> 'ax'", "c LIKE 'a%'"]
        {
            assert!(!compares_with_text(sql, "c"), "{sql}");
        }
    }
}
