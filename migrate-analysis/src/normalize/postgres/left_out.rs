//! What the forms of queries and functions leave out, for a comparison that must not lose it.

use super::tokens::{Token, joined, parenthesized, source, split_commas, tokens};

/// Whether two texts differ in nothing but space, comments and the case of bare words.
pub(crate) fn same_tokens(one: &str, other: &str) -> bool {
    let form = |sql: &str| joined(&tokens(sql.trim().trim_end_matches(';')));
    form(one) == form(other)
}

/// Whether a function's definition has a body in SQL (`BEGIN ATOMIC`, `RETURN`), which its form has
/// not; a body that is a string is one token.
pub(crate) fn has_sql_body(definition: &str) -> bool {
    tokens(definition).iter().any(|token| token.is_word("return") || token.is_word("atomic"))
}

/// The defaults of a function's arguments, in order.
pub(crate) fn defaults(arguments: &str) -> Vec<String> {
    let tokens = tokens(arguments);
    let is_default =
        |token: &Token| token.is_word("default") || token.is_symbol("=") || token.is_symbol(":=");
    let default = |argument: &[Token]| {
        let at = argument.iter().position(is_default)?;
        Some(source(arguments, &argument[at + 1..]).to_owned())
    };
    split_commas(&tokens).into_iter().filter_map(default).collect()
}

/// The condition of a trigger (`WHEN (..)`).
pub(crate) fn condition(body: &str) -> Option<String> {
    let tokens = tokens(body);
    let at = tokens.iter().position(|token| token.is_word("when"))?;
    let (inner, _) = parenthesized(&tokens[at + 1..])?;
    Some(source(body, inner).to_owned())
}
