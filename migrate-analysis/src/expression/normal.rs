//! The form of a text by its tokens alone, for what is not understood.

use super::lex::{Kind, Token};
use super::words::{is_plain, is_plain_anywhere};
use migrate_core::dialect::Family;

/// The tokens with one space between them.
pub(super) fn text(tokens: &[Token], family: Family) -> String {
    let words = tokens.iter().map(|token| match token.kind {
        Kind::Word | Kind::Bits | Kind::Number | Kind::Symbol => token.text.clone(),
        Kind::Quoted if is_plain_anywhere(&token.text) => token.text.clone(),
        Kind::Quoted => quoted(&token.text, family),
        Kind::Text => string(&token.text, family),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The tokens without the parentheses around all of them.
pub(super) fn unwrapped(tokens: &[Token]) -> &[Token] {
    let opening = tokens.iter().take_while(|token| token.is("(")).count();
    let closing = tokens.iter().rev().take_while(|token| token.is(")")).count();
    if opening + closing > tokens.len() {
        return tokens;
    }
    let mut depth = opening;
    let mut lowest = opening;
    for token in &tokens[opening..tokens.len() - closing] {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            let Some(less) = depth.checked_sub(1) else { return tokens };
            depth = less;
            lowest = lowest.min(depth);
        }
    }
    let layers = if depth == closing { lowest.min(closing) } else { 0 };
    &tokens[layers..tokens.len() - layers]
}

/// A name, in quotes if it needs them.
pub(super) fn name(name: &str, family: Family) -> String {
    if is_plain(name) { name.to_owned() } else { quoted(name, family) }
}

fn quoted(name: &str, family: Family) -> String {
    let quote = match family {
        Family::Sqlite | Family::Postgres => "\"",
        Family::Mysql => "`",
    };
    format!("{quote}{}{quote}", name.replace(quote, &quote.repeat(2)))
}

/// A string in single quotes.
pub(super) fn string(value: &str, family: Family) -> String {
    let value = match family {
        Family::Sqlite | Family::Postgres => value.to_owned(),
        Family::Mysql => value.replace('\\', "\\\\"),
    };
    format!("'{}'", value.replace('\'', "''"))
}
