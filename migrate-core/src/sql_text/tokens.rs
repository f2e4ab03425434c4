//! The tokens of SQL: what stands where in a text, comments included.
//!
//! They are SQLite's, with PostgreSQL's strings and nested comments, which mean nothing else in
//! SQLite.

use std::fmt;

use super::script::is_reserved_word;

/// The operators of more than one character; of two that match, the longer comes first.
const LONG_SYMBOLS: [&str; 10] = ["->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "==", "!="];

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A bare word: a keyword or an unquoted identifier.
    Word,
    /// An identifier in `"x"`, `` `x` `` or `[x]`.
    Quoted,
    /// A string in single quotes; on PostgreSQL also `E'..'`, `$$..$$` and `$tag$..$tag$`.
    String,
    /// `x'..'`.
    Blob,
    /// An integer or a real number.
    Number,
    /// `?`, `?1`, `:name`, `@name` or `$name`.
    Parameter,
    /// An operator or a punctuation mark.
    Symbol,
    /// `-- ..` without the line's end, or `/* .. */`.
    Comment,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// As written.
    pub text: &'a str,
    /// The byte it starts at.
    pub start: usize,
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Word => "word",
            Self::Quoted => "quoted name",
            Self::String => "string",
            Self::Blob => "blob",
            Self::Number => "number",
            Self::Parameter => "parameter",
            Self::Symbol => "symbol",
            Self::Comment => "comment",
        })
    }
}

impl Token<'_> {
    /// The byte after its last.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this keyword, in any case.
    pub fn is_keyword(&self, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is this operator or punctuation mark.
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }

    /// The identifier it spells, without quotes.
    pub fn identifier(&self) -> Option<String> {
        match self.kind {
            TokenKind::Word => Some(self.text.to_owned()),
            TokenKind::Quoted => Some(unquote(self.text)),
            _ => None,
        }
    }

    /// The name it spells where the grammar wants one: there SQLite takes a string as well.
    pub fn name(&self) -> Option<String> {
        match self.kind {
            TokenKind::String => Some(unquote(self.text)),
            _ => self.identifier(),
        }
    }
}

/// A string, a quoted name or a comment has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unterminated {kind} at byte {offset}")]
pub struct Unterminated {
    /// What was opened.
    pub kind: TokenKind,
    /// Where it was opened.
    pub offset: usize,
}

/// The tokens of a text in order; an error is the last item.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    sql: &'a str,
    offset: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of `sql`.
    pub fn new(sql: &'a str) -> Self {
        Self { sql, offset: 0 }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, Unterminated>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.sql[self.offset..].trim_ascii_start();
        if rest.is_empty() {
            return None;
        }
        let start = self.sql.len() - rest.len();
        let subscript = rest.starts_with('[') && is_indexed(&self.sql[..start]);
        let (kind, length) = if subscript { (TokenKind::Symbol, Some(1)) } else { scan(rest) };
        let Some(length) = length else {
            self.offset = self.sql.len();
            return Some(Err(Unterminated { kind, offset: start }));
        };
        self.offset = start + length;
        Some(Ok(Token { kind, text: &rest[..length], start }))
    }
}

/// The first token of a text that starts with one, and its length unless it has no end.
fn scan(text: &str) -> (TokenKind, Option<usize>) {
    match text.as_bytes() {
        [b'-', b'-', ..] => (TokenKind::Comment, Some(line_length(text))),
        [b'/', b'*', ..] => (TokenKind::Comment, comment_length(text)),
        [b'\'', ..] => (TokenKind::String, quoted_length(text, '\'')),
        [b'e' | b'E', b'\'', ..] => (TokenKind::String, escaped_length(text)),
        [b'x' | b'X', b'\'', ..] => {
            (TokenKind::Blob, quoted_length(&text[1..], '\'').map(|length| length + 1))
        }
        [b'"', ..] => (TokenKind::Quoted, quoted_length(text, '"')),
        [b'`', ..] => (TokenKind::Quoted, quoted_length(text, '`')),
        [b'[', ..] => (TokenKind::Quoted, text.find(']').map(|at| at + 1)),
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => {
            (TokenKind::Number, Some(number_length(text.as_bytes())))
        }
        [b'$', ..] => match dollar_length(text) {
            Some(length) => (TokenKind::String, Some(length)),
            None => (TokenKind::Parameter, Some(1 + word_length(&text[1..]))),
        },
        [b'?' | b':' | b'@', ..] => (TokenKind::Parameter, Some(1 + word_length(&text[1..]))),
        [first, ..] if is_word_byte(*first) => (TokenKind::Word, Some(word_length(text))),
        _ => (TokenKind::Symbol, Some(symbol_length(text))),
    }
}

/// Whether a `[` after this text begins a subscript or the elements of an array, as PostgreSQL writes
/// them, and not a quoted name.
fn is_indexed(before: &str) -> bool {
    let word = before.bytes().rev().take_while(|byte| is_word_byte(*byte)).count();
    match word {
        0 => before.ends_with([')', '[', ']']),
        length => !is_reserved_word(&before[before.len() - length..]),
    }
}

/// PostgreSQL's comments nest. One that only SQLite would end is taken as SQLite does.
fn comment_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = text[at..].find(['*', '/']).map(|found| at + found) {
        let rest = &text[next..];
        if rest.starts_with("/*") {
            depth += 1;
            at = next + 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at = next + 2;
        } else {
            at = next + 1;
        }
        if depth == 0 {
            return Some(at);
        }
    }
    text[2..].find("*/").map(|at| at + 4)
}

/// The length of PostgreSQL's `E'..'`, in which a backslash takes along what follows.
fn escaped_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 2;
    loop {
        match (bytes.get(at)?, bytes.get(at + 1)) {
            (b'\\', _) | (b'\'', Some(b'\'')) => at += 2,
            (b'\'', _) => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// The length of PostgreSQL's `$tag$ .. $tag$`; none when it is no such string, but a parameter.
fn dollar_length(text: &str) -> Option<usize> {
    let tag = 2 + text[1..].find('$')?;
    let name = &text[1..tag - 1];
    let is_tag = name.bytes().all(|byte| is_word_byte(byte) && byte != b'$')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    let end = text[tag..].find(&text[..tag]).filter(|_| is_tag)?;
    Some(tag + end + tag)
}

fn line_length(text: &str) -> usize {
    text.split('\n').next().map_or(text.len(), |line| line.trim_end_matches('\r').len())
}

/// The length of a quoted text, in which a doubled quote stands for itself.
fn quoted_length(text: &str, quote: char) -> Option<usize> {
    let mut end = 1;
    loop {
        end += text[end..].find(quote)? + 1;
        if !text[end..].starts_with(quote) {
            return Some(end);
        }
        end += 1;
    }
}

/// Digits, letters, `_` and one point; a sign belongs to the number only after an exponent.
fn number_length(bytes: &[u8]) -> usize {
    let hexadecimal = matches!(bytes, [b'0', b'x' | b'X', ..]);
    let is_part = |at: usize, byte: u8| match byte {
        b'.' => true,
        b'+' | b'-' => {
            !hexadecimal
                && matches!(bytes[at - 1], b'e' | b'E')
                && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        }
        _ => is_word_byte(byte),
    };
    let parts = bytes.iter().enumerate().skip(1);
    1 + parts.take_while(|&(at, &byte)| is_part(at, byte)).count()
}

fn word_length(text: &str) -> usize {
    text.bytes().take_while(|&byte| is_word_byte(byte)).count()
}

/// SQLite takes every byte outside of ASCII for a letter.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn symbol_length(text: &str) -> usize {
    LONG_SYMBOLS.iter().find(|symbol| text.starts_with(**symbol)).map_or(1, |symbol| symbol.len())
}

fn unquote(text: &str) -> String {
    let inner = &text[1..text.len() - 1];
    match &text[..1] {
        "[" => inner.to_owned(),
        quote => inner.replace(&quote.repeat(2), quote),
    }
}
