//! PostgreSQL's tokens, decoded: words in lower case, strings without their quotes.
//!
//! See <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.

use migrate_core::dialect::postgres::quote;
use migrate_core::sql_text::{self, SqlSyntax, TokenKind, Tokens, Unterminated};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or an unquoted name, in lower case.
    Word,
    /// A name in double quotes, without them.
    Name,
    /// A string in any of the quotings, without them.
    Text,
    /// A number.
    Number,
    /// An operator or a punctuation mark.
    Symbol,
}

/// One token, and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// Whether it can name something.
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }

    /// The token as SQL, in one way for all spellings of it.
    pub(super) fn sql(&self) -> String {
        match self.kind {
            Kind::Word | Kind::Number | Kind::Symbol => self.text.clone(),
            Kind::Name if self.text == "char" => "\"char\"".to_owned(),
            Kind::Name => quote(&self.text),
            Kind::Text => format!("'{}'", self.text.replace('\'', "''")),
        }
    }
}

/// The tokens of a text without comments; what is not closed reaches to the end.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    for token in Tokens::new(sql, SqlSyntax::Postgres) {
        let (kind, text, start, end) = match &token {
            Ok(token) => {
                let Some((kind, text)) = decoded(token) else { continue };
                (kind, text, token.start, token.end())
            }
            Err(Unterminated { kind: TokenKind::Comment, .. }) => break,
            Err(Unterminated { offset, .. }) => {
                (Kind::Text, sql[*offset..].to_owned(), *offset, sql.len())
            }
        };
        found.push(Token { kind, text, start, end });
    }
    found
}

fn decoded(token: &sql_text::Token<'_>) -> Option<(Kind, String)> {
    let kind = match token.kind {
        TokenKind::Comment => return None,
        TokenKind::Word => Kind::Word,
        TokenKind::Quoted => Kind::Name,
        TokenKind::String => Kind::Text,
        TokenKind::Number | TokenKind::Blob => Kind::Number,
        TokenKind::Symbol | TokenKind::Parameter | TokenKind::Introducer => Kind::Symbol,
    };
    let text = match kind {
        Kind::Word | Kind::Number => Some(token.text.to_ascii_lowercase()),
        Kind::Name => token.identifier(),
        Kind::Text => token.string(),
        Kind::Symbol => None,
    };
    Some((kind, text.unwrap_or_else(|| token.text.to_owned())))
}

/// The tokens as SQL, with a space between any two.
pub(super) fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(Token::sql).collect::<Vec<_>>().join(" ")
}

/// The parts between the commas that are in no parentheses.
pub(super) fn split_commas(tokens: &[Token]) -> Vec<&[Token]> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" | "[" if token.kind == Kind::Symbol => depth += 1,
            ")" | "]" if token.kind == Kind::Symbol => depth = depth.saturating_sub(1),
            "," if token.kind == Kind::Symbol && depth == 0 => {
                parts.push(&tokens[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    if from < tokens.len() {
        parts.push(&tokens[from..]);
    }
    parts
}

/// The text between a parenthesis at the start and the one that closes it, and the rest.
pub(super) fn parenthesized(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    tokens.first().filter(|token| token.is_symbol("("))?;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth -= 1;
            if depth == 0 {
                return Some((&tokens[1..at], &tokens[at + 1..]));
            }
        }
    }
    None
}

/// The text of some tokens, as it was written.
pub(super) fn source<'a>(sql: &'a str, tokens: &[Token]) -> &'a str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => &sql[first.start..last.end],
        _ => "",
    }
}
