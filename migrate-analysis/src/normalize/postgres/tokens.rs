//! PostgreSQL's tokens, decoded: words in lower case, strings without their quotes.
//!
//! See <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>.

use migrate_core::dialect::postgres::quote;

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

/// One token, and where in the text it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The characters of operators.
const OPERATOR: &[u8] = b"+-*/<>=~!@#%^&|`?";

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
    let mut start = 0;
    while let Some(skipped) = sql[start..].find(|c: char| !c.is_whitespace()) {
        start += skipped;
        let rest = &sql[start..];
        let (token, length) = scan(rest);
        let end = start + length;
        if let Some((kind, text)) = token {
            found.push(Token { kind, text, start, end });
        }
        start = end;
    }
    found
}

/// The tokens as SQL, with a space between any two.
pub(super) fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(Token::sql).collect::<Vec<_>>().join(" ")
}

/// The parts between the commas that stand in no parentheses.
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

/// What stands between a parenthesis at the start and the one that closes it, and what follows.
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

type Scanned = (Option<(Kind, String)>, usize);

fn scan(text: &str) -> Scanned {
    match text.as_bytes() {
        [b'-', b'-', ..] => (None, text.find('\n').unwrap_or(text.len())),
        [b'/', b'*', ..] => (None, comment_length(text)),
        [b'\'', ..] => quoted(text, 1, '\'', Kind::Text),
        [b'"', ..] => quoted(text, 1, '"', Kind::Name),
        [b'e' | b'E', b'\'', ..] => escaped(text),
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => number(text),
        [b'$', ..] => dollar_quoted(text).unwrap_or_else(|| symbol(text, 1)),
        [b':', b':' | b'=', ..] | [b'=', b'>', ..] => symbol(text, 2),
        [first, ..] if OPERATOR.contains(first) => symbol(text, operator_length(text)),
        _ => word(text),
    }
}

fn symbol(text: &str, length: usize) -> Scanned {
    (Some((Kind::Symbol, text[..length].to_owned())), length)
}

fn operator_length(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| OPERATOR.contains(byte)).count();
    let run = &text[..run];
    // A comment may begin right behind an operator.
    let end = run[1..].find("--").or_else(|| run[1..].find("/*")).map_or(run.len(), |at| at + 1);
    let run = &run[..end];
    // A sign belongs to what follows: `=-1`.
    let keeps_sign = run.contains(['~', '!', '@', '#', '%', '^', '&', '|', '`', '?']);
    if keeps_sign { end } else { run.trim_end_matches(['+', '-']).len().max(1) }
}

fn word(text: &str) -> Scanned {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii();
    let length = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    if length == 0 {
        return symbol(text, text.chars().next().map_or(1, char::len_utf8));
    }
    (Some((Kind::Word, text[..length].to_ascii_lowercase())), length)
}

fn number(text: &str) -> Scanned {
    let bytes = text.as_bytes();
    let mut length = 1;
    while let Some(&byte) = bytes.get(length) {
        let is_sign = matches!(byte, b'+' | b'-') && matches!(bytes[length - 1], b'e' | b'E');
        if !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || is_sign) {
            break;
        }
        length += 1;
    }
    (Some((Kind::Number, text[..length].to_ascii_lowercase())), length)
}

/// A text up to the closing quote; a doubled quote stands for itself.
fn quoted(text: &str, open: usize, quote: char, kind: Kind) -> Scanned {
    let mut inner = String::new();
    let mut chars = text[open..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            inner.push(c);
        } else if chars.next_if(|(_, next)| *next == quote).is_some() {
            inner.push(quote);
        } else {
            return (Some((kind, inner)), open + at + 1);
        }
    }
    (Some((kind, inner)), text.len())
}

/// `E'..'`, with the escapes of a backslash and one character.
fn escaped(text: &str) -> Scanned {
    let mut inner = String::new();
    let mut chars = text[2..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => inner.extend(chars.next().map(|(_, c)| match c {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                other => other,
            })),
            '\'' if chars.next_if(|(_, next)| *next == '\'').is_some() => inner.push('\''),
            '\'' => return (Some((Kind::Text, inner)), at + 3),
            other => inner.push(other),
        }
    }
    (Some((Kind::Text, inner)), text.len())
}

/// `$$..$$` or `$tag$..$tag$`.
fn dollar_quoted(text: &str) -> Option<Scanned> {
    let tag = &text[..text[1..].find('$')? + 2];
    let name = &tag[1..tag.len() - 1];
    if name.starts_with(|c: char| c.is_ascii_digit())
        || !name.chars().all(|c| c.is_alphanumeric() || c == '_')
    {
        return None;
    }
    let inner = &text[tag.len()..];
    let length = inner.find(tag)?;
    Some((Some((Kind::Text, inner[..length].to_owned())), length + 2 * tag.len()))
}

/// Comments may stand in comments.
fn comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}
