//! How a table is partitioned, and which rows a partition holds.

use std::fmt::Write as _;

use migrate_core::schema::{ColumnType, Table, Value};

use super::constant::constant;
use super::expression;
use super::tokens::{Token, joined, parenthesized, source, split_commas, tokens};
use super::value::typed;

/// `RANGE (created_at)`, with every part of the key in its one form.
pub(super) fn partition_by(sql: &str) -> String {
    let tokens = tokens(sql);
    let Some((method, key)) = key_parts(&tokens) else { return joined(&tokens) };
    let key: Vec<_> = key.into_iter().map(|part| expression(source(sql, part))).collect();
    format!("{} ({})", method.text.to_ascii_uppercase(), key.join(", "))
}

fn key_parts(tokens: &[Token]) -> Option<(&Token, Vec<&[Token]>)> {
    let (method, rest) = tokens.split_first()?;
    let (inner, _) = parenthesized(rest)?;
    Some((method, split_commas(inner)))
}

/// The types of the columns in a partitioned table's key; that of an expression is not known here.
pub(super) fn key_types(partition_by: &str, table: &Table) -> Vec<Option<ColumnType>> {
    let tokens = tokens(partition_by);
    let parts = key_parts(&tokens).map_or_else(Vec::new, |(_, parts)| parts);
    let column_type = |part: &[Token]| match part {
        // A call begins with a name as well.
        [name, rest @ ..] if rest.first().is_none_or(|next| next.text != "(") => {
            table.column(&name.text).map(|column| column.column_type.clone())
        }
        [..] => None,
    };
    parts.into_iter().map(column_type).collect()
}

/// Whether a key has an expression, whose type decides what the bounds of partitions mean.
pub(crate) fn has_expression(partition_by: &str, table: &Table) -> bool {
    key_types(partition_by, table).contains(&None)
}

/// The rows of a partition, with the values as their column has them.
pub(super) fn bounds(sql: &str, key: &[Option<ColumnType>]) -> String {
    let tokens = tokens(sql);
    let mut rest = match &tokens[..] {
        [default] if default.is_word("default") => return "DEFAULT".to_owned(),
        [first, values, rest @ ..] if first.is_word("for") && values.is_word("values") => rest,
        other => other,
    };
    let mut text = "FOR VALUES".to_owned();
    while let [word, list @ ..] = rest {
        let Some((inner, after)) = parenthesized(list) else { return joined(&tokens) };
        let parts = split_commas(inner).into_iter();
        let of_key = |at: usize| key.get(at).and_then(Option::as_ref);
        let mut parts: Vec<_> = if word.is_word("with") {
            parts.map(|part| joined(part).to_lowercase()).collect()
        } else if word.is_word("in") {
            parts.map(|part| bound(sql, part, of_key(0))).collect()
        } else {
            parts.enumerate().map(|(at, part)| bound(sql, part, of_key(at))).collect()
        };
        // The order of words in a list, and of `modulus` and `remainder`, counts for nothing.
        if word.is_word("with") || word.is_word("in") {
            parts.sort();
        }
        // Writing to a string cannot fail.
        let _ = write!(text, " {} ({})", word.text.to_ascii_uppercase(), parts.join(", "));
        rest = after;
    }
    text
}

fn bound(sql: &str, tokens: &[Token], column_type: Option<&ColumnType>) -> String {
    if let [word] = tokens
        && (word.is_word("minvalue") || word.is_word("maxvalue"))
    {
        return word.text.to_ascii_uppercase();
    }
    let value = column_type.and_then(|column_type| typed(&constant(tokens)?, column_type));
    match value {
        Some(Value::Null) => "NULL".to_owned(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Boolean(truth)) => truth.to_string(),
        // A column may have more digits behind the point than its bound says.
        Some(Value::Decimal(digits)) => {
            let digits = digits.trim_end_matches('0');
            digits.strip_suffix('.').map_or_else(|| format!("'{digits}'"), str::to_owned)
        }
        Some(Value::Text(text)) => format!("'{}'", text.replace('\'', "''")),
        Some(Value::Float(_) | Value::Bytes(_) | Value::Array(_)) | None => {
            expression(source(sql, tokens))
        }
    }
}
