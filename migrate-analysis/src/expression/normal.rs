//! The form of a text by its tokens alone, for what is not understood.

use super::Flavor;
use super::lex::{Kind, Token};
use super::words::{is_plain, is_plain_anywhere};

/// The tokens with one space between them.
pub(super) fn text(tokens: &[Token], flavor: Flavor) -> String {
    let words = tokens.iter().map(|token| match token.kind {
        Kind::Word | Kind::Bits | Kind::Number | Kind::Symbol => token.text.clone(),
        Kind::Quoted if is_plain_anywhere(&token.text) => token.text.clone(),
        Kind::Quoted => quoted(&token.text, flavor),
        Kind::Text => string(&token.text, flavor),
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
pub(super) fn name(name: &str, flavor: Flavor) -> String {
    if is_plain(name) { name.to_owned() } else { quoted(name, flavor) }
}

fn quoted(name: &str, flavor: Flavor) -> String {
    let quote = match flavor {
        Flavor::Sqlite | Flavor::Postgres => "\"",
        Flavor::Mysql => "`",
    };
    format!("{quote}{}{quote}", name.replace(quote, &quote.repeat(2)))
}

/// A string in single quotes.
pub(super) fn string(value: &str, flavor: Flavor) -> String {
    let value = match flavor {
        Flavor::Sqlite | Flavor::Postgres => value.to_owned(),
        Flavor::Mysql => value.replace('\\', "\\\\"),
    };
    format!("'{}'", value.replace('\'', "''"))
}
