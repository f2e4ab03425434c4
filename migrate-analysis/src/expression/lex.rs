//! The tokens of an expression, as each database reads them.

use migrate_core::dialect::Family;
use migrate_core::sql_text::{self, TokenKind, Tokens};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, an unquoted name or a parameter, in lower case.
    Word,
    /// A quoted name, without its quotes.
    Quoted,
    /// A string, without quotes and escapes.
    Text,
    /// `x'..'` or `b'..'`, in lower case.
    Bits,
    /// A number, as written.
    Number,
    /// An operator or a punctuation mark.
    Symbol,
}

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
}

impl Token {
    /// Whether it is this keyword or symbol.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Symbol) && self.text == text
    }
}

/// The tokens of a text, comments left out; nothing when a string, a name or a comment has no end.
pub(super) fn tokens(sql: &str, family: Family) -> Option<Vec<Token>> {
    let tokens = Tokens::new(sql, super::syntax(family));
    let decoded = tokens.filter_map(|token| token.map(|token| decoded(&token, family)).transpose());
    decoded.collect::<Result<_, _>>().ok()
}

/// Whether a text is the inside of a string, with `\'` for every quote: so MySQL's
/// `information_schema` gives some expressions back.
pub(super) fn is_escaped(sql: &str, family: Family) -> bool {
    let mut tokens = Tokens::new(sql, super::syntax(family)).map_while(Result::ok);
    family == Family::Mysql
        && tokens.any(|token| token.is_symbol("\\") && sql[token.end()..].starts_with('\''))
}

fn decoded(token: &sql_text::Token<'_>, family: Family) -> Option<Token> {
    let kind = match token.kind {
        // The character set of a string says nothing that the string does not.
        TokenKind::Comment | TokenKind::Introducer => return None,
        TokenKind::Word | TokenKind::Parameter => Kind::Word,
        TokenKind::Quoted => Kind::Quoted,
        TokenKind::String => Kind::Text,
        TokenKind::Blob => Kind::Bits,
        TokenKind::Number => Kind::Number,
        TokenKind::Symbol => Kind::Symbol,
    };
    let text = match (kind, family) {
        // Only PostgreSQL tells names apart by case.
        (Kind::Quoted, Family::Postgres) => token.identifier(),
        (Kind::Quoted, Family::Sqlite | Family::Mysql) => {
            token.identifier().map(|name| name.to_ascii_lowercase())
        }
        (Kind::Text, _) => token.string(),
        (Kind::Word | Kind::Bits | Kind::Number | Kind::Symbol, _) => None,
    };
    Some(Token { kind, text: text.unwrap_or_else(|| token.text.to_ascii_lowercase()) })
}
