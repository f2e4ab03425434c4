//! The attributes of a column's definition among its tokens: what each is and where it ends.

use crate::sql_text::{Token, TokenKind};

/// What an attribute is about, in the order in which both servers take them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Type,
    Charset,
    Collation,
    Generated,
    Null,
    Default,
    OnUpdate,
    Numbered,
    Invisible,
    Other,
    Comment,
    Check,
    Position,
}

/// Words that belong to the type they follow.
const TYPE_WORDS: [&str; 9] =
    ["UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION", "VARYING", "VARCHAR", "CHAR", "BYTE", "BINARY"];

/// How many tokens a type takes: keywords, and the arguments in parentheses after them.
pub(super) fn type_length(tokens: &[Token<'_>]) -> usize {
    let mut count = 1;
    loop {
        count += group_length(&tokens[count.min(tokens.len())..]);
        match tokens.get(count) {
            // `CHARACTER SET`, and `CHAR SET`, say more about it.
            Some(word)
                if TYPE_WORDS.iter().any(|known| word.is_keyword(known))
                    && !tokens.get(count + 1).is_some_and(|next| next.is_keyword("SET")) =>
            {
                count += 1;
            }
            _ => return count,
        }
    }
}

/// The number of tokens from an opening parenthesis to the closing one, both included; 0 where none opens.
pub(super) fn group_length(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return if at == 0 { 0 } else { at + 1 };
        }
    }
    tokens.len()
}

/// What the attribute that begins here is, and how many tokens it takes.
pub(super) fn attribute(first: &Token<'_>, tokens: &[Token<'_>]) -> (Kind, usize) {
    let word = |at: usize, keyword: &str| {
        tokens.get(at).is_some_and(|token: &Token<'_>| token.is_keyword(keyword))
    };
    let group = |at: usize| group_length(tokens.get(at..).unwrap_or_default());
    if first.is_keyword("CHARACTER") || first.is_keyword("CHAR") && word(1, "SET") {
        (Kind::Charset, 3)
    } else if first.is_keyword("CHARSET") {
        (Kind::Charset, 2)
    } else if first.is_keyword("COLLATE") {
        (Kind::Collation, 2)
    } else if first.is_keyword("GENERATED") && word(1, "ALWAYS") && group(3) > 0 {
        (Kind::Generated, generated_length(tokens, 3))
    } else if first.is_keyword("AS") && group(1) > 0 {
        (Kind::Generated, generated_length(tokens, 1))
    } else if first.is_keyword("NOT") && word(1, "NULL") {
        (Kind::Null, 2)
    } else if first.is_keyword("NULL") {
        (Kind::Null, 1)
    } else if first.is_keyword("DEFAULT") {
        (Kind::Default, 1 + value_length(&tokens[1..]))
    } else if first.is_keyword("ON") && word(1, "UPDATE") {
        (Kind::OnUpdate, 3 + group(3))
    } else if first.is_keyword("AUTO_INCREMENT") {
        (Kind::Numbered, 1)
    } else if first.is_keyword("INVISIBLE") {
        (Kind::Invisible, 1)
    } else if first.opens_versioned_comment() {
        versioned_comment(tokens)
    } else if first.is_keyword("COMMENT") {
        (Kind::Comment, 2)
    } else if first.is_keyword("CHECK") {
        (Kind::Check, 1 + group(1))
    } else {
        (Kind::Other, 1 + group(1))
    }
}

/// A comment that one server reads and another skips, which stays as it is printed; MySQL shows
/// `INVISIBLE` as `/*!80023 INVISIBLE */`.
fn versioned_comment(tokens: &[Token<'_>]) -> (Kind, usize) {
    let close = tokens.iter().position(Token::closes_versioned_comment);
    let count = close.map_or(tokens.len(), |close| close + 1);
    let invisible = tokens[..count].iter().any(|token| token.is_keyword("INVISIBLE"));
    (if invisible { Kind::Invisible } else { Kind::Other }, count)
}

fn generated_length(tokens: &[Token<'_>], expression: usize) -> usize {
    let count = expression + group_length(&tokens[expression..]);
    let kept = tokens.get(count).is_some_and(|token| {
        ["STORED", "VIRTUAL", "PERSISTENT"].iter().any(|word| token.is_keyword(word))
    });
    count + usize::from(kept)
}

/// How many tokens a default takes: an expression in parentheses, a constant with a sign or an
/// introducer before it, or a call.
fn value_length(tokens: &[Token<'_>]) -> usize {
    let group = group_length(tokens);
    if group > 0 {
        return group;
    }
    let Some(first) = tokens.first() else { return 0 };
    let second = tokens.get(1);
    match first.kind {
        TokenKind::Symbol => 2,
        TokenKind::Word if first.is_keyword("NEXT") => tokens
            .iter()
            .skip(3)
            .take_while(|token| token.kind == TokenKind::Quoted || token.is_symbol("."))
            .count()
            .saturating_add(3),
        TokenKind::Word
            if second
                .is_some_and(|next| matches!(next.kind, TokenKind::String | TokenKind::Blob)) =>
        {
            2
        }
        _ => 1 + group_length(&tokens[1..]),
    }
}
