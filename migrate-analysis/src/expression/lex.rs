//! The tokens of an expression, as each database reads them.

use super::Flavor;
use super::quotes::quoted;

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

/// The operators of more than one character; of two that match, the longer comes first.
const MYSQL_SYMBOLS: [&str; 12] =
    ["<=>", "->>", "->", "<<", ">>", "<=", ">=", "<>", "!=", "&&", "||", ":="];
const SQLITE_SYMBOLS: [&str; 10] = ["->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "==", "!="];

/// The tokens of a text, comments left out; nothing when a string, a name or a comment has no end.
pub(super) fn tokens(sql: &str, flavor: Flavor) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = skip(sql, flavor)?;
    while !rest.is_empty() {
        let (token, length) = token(rest, flavor)?;
        tokens.push(token);
        rest = skip(&rest[length..], flavor)?;
    }
    Some(tokens)
}

/// Whether a text is the inside of a string, with `\'` for every quote: so MySQL's
/// `information_schema` gives some expressions back.
pub(super) fn is_escaped(sql: &str, flavor: Flavor) -> bool {
    let mut rest = skip(sql, flavor);
    while let Some(text) = rest.filter(|text| flavor == Flavor::Mysql && !text.is_empty()) {
        if text.starts_with("\\'") {
            return true;
        }
        rest = token(text, flavor).and_then(|(_, length)| skip(&text[length..], flavor));
    }
    false
}

/// The text from its first token on.
fn skip(text: &str, flavor: Flavor) -> Option<&str> {
    let mut rest = text.trim_ascii_start();
    loop {
        if is_line_comment(rest, flavor) {
            rest = rest.find('\n').map_or("", |at| &rest[at..]);
        } else if rest.starts_with("/*") {
            rest = after_comment(rest, flavor)?;
        } else {
            return Some(rest);
        }
        rest = rest.trim_ascii_start();
    }
}

/// MySQL wants a space after `--` (<https://dev.mysql.com/doc/refman/8.4/en/comments.html>).
fn is_line_comment(text: &str, flavor: Flavor) -> bool {
    match flavor {
        Flavor::Sqlite | Flavor::Postgres => text.starts_with("--"),
        Flavor::Mysql => {
            let dashes = text.strip_prefix("--");
            text.starts_with('#')
                || dashes.is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace())
                })
        }
    }
}

/// What follows a comment; PostgreSQL nests them.
fn after_comment(text: &str, flavor: Flavor) -> Option<&str> {
    let mut rest = text.strip_prefix("/*")?;
    let mut inner = 0_usize;
    loop {
        let end = rest.find("*/")?;
        if flavor == Flavor::Postgres {
            inner += rest[..end].matches("/*").count();
        }
        rest = &rest[end + 2..];
        match inner.checked_sub(1) {
            Some(fewer) => inner = fewer,
            None => return Some(rest),
        }
    }
}

/// The first token of a text that starts with one, and its length.
fn token(text: &str, flavor: Flavor) -> Option<(Token, usize)> {
    let first = text.chars().next()?;
    if let Some(found) = prefixed(text, flavor) {
        return found;
    }
    if is_name_quote(first, flavor) {
        let (name, length) = match first {
            '[' => text.find(']').map(|end| (text[1..end].to_owned(), end + 1))?,
            _ => quoted(text, None)?,
        };
        // Only PostgreSQL tells names apart by case.
        let name = match flavor {
            Flavor::Postgres => name,
            Flavor::Sqlite | Flavor::Mysql => name.to_ascii_lowercase(),
        };
        return Some((Token { kind: Kind::Quoted, text: name }, length));
    }
    if matches!(first, '\'' | '"') {
        let (value, length) = quoted(text, (flavor == Flavor::Mysql).then_some(flavor))?;
        return Some((Token { kind: Kind::Text, text: value }, length));
    }
    let after_first = text[first.len_utf8()..].chars().next();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (kind, length) = match first {
        '0'..='9' => (Kind::Number, number_length(text)),
        '.' if is_digit(after_first) => (Kind::Number, number_length(text)),
        '$' | '@' | '?' | ':' if is_parameter(text, flavor) => {
            (Kind::Word, 1 + word_length(&text[1..]))
        }
        _ if is_word(first) => (Kind::Word, word_length(text)),
        _ => (Kind::Symbol, symbol_length(text, first, flavor)),
    };
    Some((Token { kind, text: text[..length].to_ascii_lowercase() }, length))
}

/// A string with a word before it that says how to read it: `E'..'`, `N'..'`, `X'..'`, `_utf8'..'`,
/// `$tag$..$tag$`.
#[expect(clippy::option_option, reason = "no such string, one without an end, or one")]
fn prefixed(text: &str, flavor: Flavor) -> Option<Option<(Token, usize)>> {
    if flavor == Flavor::Postgres && text.starts_with('$') {
        return dollar_quoted(text);
    }
    let prefix = &text[..word_length(text)];
    let is_introducer = flavor == Flavor::Mysql && prefix.starts_with('_');
    let spaces = if is_introducer {
        text[prefix.len()..].len() - text[prefix.len()..].trim_ascii_start().len()
    } else {
        0
    };
    let before = prefix.len() + spaces;
    let string = &text[before..];
    if !(string.starts_with('\'') || is_introducer && string.starts_with('"')) {
        return None;
    }
    let (kind, escapes) = match (prefix.to_ascii_lowercase().as_str(), flavor) {
        ("x", _) | ("b", Flavor::Postgres | Flavor::Mysql) => (Kind::Bits, None),
        ("n", Flavor::Postgres) => (Kind::Text, None),
        ("e", Flavor::Postgres) | ("n", Flavor::Mysql) => (Kind::Text, Some(flavor)),
        _ if is_introducer => (Kind::Text, Some(flavor)),
        _ => return None,
    };
    let Some((value, length)) = quoted(string, escapes) else { return Some(None) };
    let text = match kind {
        Kind::Bits => format!("{prefix}'{}'", value.replace('\'', "''")).to_ascii_lowercase(),
        _ => value,
    };
    Some(Some((Token { kind, text }, before + length)))
}

#[expect(clippy::option_option, reason = "no such string, one without an end, or one")]
fn dollar_quoted(text: &str) -> Option<Option<(Token, usize)>> {
    let tag_length = text[1..].find('$')?;
    let (tag, rest) = text.split_at(tag_length + 2);
    let mut inner = tag[1..=tag_length].chars();
    if inner.next().is_some_and(|c| c.is_ascii_digit() || !is_word(c)) || !inner.all(is_word) {
        return None;
    }
    let token = |end: usize| {
        let text = rest[..end].to_owned();
        (Token { kind: Kind::Text, text }, end + 2 * tag.len())
    };
    Some(rest.find(tag).map(token))
}

fn is_name_quote(first: char, flavor: Flavor) -> bool {
    match flavor {
        Flavor::Sqlite => matches!(first, '"' | '`' | '['),
        Flavor::Postgres => first == '"',
        Flavor::Mysql => first == '`',
    }
}

fn is_parameter(text: &str, flavor: Flavor) -> bool {
    let named = text[1..].starts_with(is_word);
    match flavor {
        Flavor::Sqlite => named || text.starts_with('?'),
        Flavor::Postgres => text.starts_with('$') && named,
        Flavor::Mysql => text.starts_with('?') || text.starts_with('@'),
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

fn word_length(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

/// Digits, letters, points, and a sign after an exponent.
fn number_length(text: &str) -> usize {
    let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let bytes = text.as_bytes();
    let is_part = |at: usize, byte: u8| match byte {
        b'.' => true,
        b'+' | b'-' => {
            !hexadecimal
                && matches!(bytes[at - 1], b'e' | b'E')
                && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        }
        _ => byte.is_ascii_alphanumeric() || byte == b'_',
    };
    let parts = bytes.iter().enumerate().skip(1);
    1 + parts.take_while(|&(at, &byte)| is_part(at, byte)).count()
}

fn symbol_length(text: &str, first: char, flavor: Flavor) -> usize {
    let symbols: &[&str] = match flavor {
        Flavor::Sqlite => &SQLITE_SYMBOLS,
        Flavor::Mysql => &MYSQL_SYMBOLS,
        Flavor::Postgres if text.starts_with("::") => return 2,
        Flavor::Postgres => return operator_length(text).max(first.len_utf8()),
    };
    let symbol = symbols.iter().find(|symbol| text.starts_with(**symbol));
    symbol.map_or(first.len_utf8(), |symbol| symbol.len())
}

/// How far PostgreSQL reads an operator
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS>).
fn operator_length(text: &str) -> usize {
    let end = text.find(|c| !"+-*/<>=~!@#%^&|`?".contains(c)).unwrap_or(text.len());
    let comment = ["--", "/*"].iter().filter_map(|comment| text[..end].find(comment)).min();
    let mut operator = &text[..comment.unwrap_or(end)];
    if !operator.contains(|c| "~!@#%^&|`?".contains(c)) {
        while operator.len() > 1 && operator.ends_with(['+', '-']) {
            operator = &operator[..operator.len() - 1];
        }
    }
    operator.len()
}
