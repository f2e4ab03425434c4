//! What quoted names and strings say, without their quotes and escapes.

use super::scan::{blank_length, continued_length, quoted_length};
use super::syntax::SqlSyntax;

/// The name in quotes of any kind.
pub(super) fn quoted_name(text: &str) -> String {
    match text.as_bytes() {
        [b'u' | b'U', b'&', ..] => unicode(text),
        [b'[', ..] => text.trim_start_matches('[').trim_end_matches(']').to_owned(),
        _ => undoubled(text),
    }
}

/// What a string says.
pub(super) fn string(text: &str, syntax: SqlSyntax) -> String {
    match (syntax, text.as_bytes()) {
        (SqlSyntax::Sqlite, _) => undoubled(text),
        (SqlSyntax::Postgres, [b'u' | b'U', b'&', ..]) => unicode(text),
        (SqlSyntax::Postgres, [b'$', ..]) => {
            let tag = text[1..].find('$').map_or(text.len(), |end| end + 2);
            text.get(tag..text.len().saturating_sub(tag)).unwrap_or_default().to_owned()
        }
        (SqlSyntax::Postgres, [b'e' | b'E', ..]) => {
            let mut value = Vec::with_capacity(text.len());
            for part in parts(&text[1..], true) {
                unescape_postgres(part, &mut value);
            }
            String::from_utf8_lossy(&value).into_owned()
        }
        (SqlSyntax::Postgres, _) => {
            let quoted = text.trim_start_matches(['n', 'N']);
            parts(quoted, false).map(|part| part.replace("''", "'")).collect()
        }
        (SqlSyntax::Mysql(mode), _) => {
            let quoted = text.trim_start_matches(['n', 'N']);
            if mode.no_backslash_escapes {
                undoubled(quoted)
            } else {
                unescape_mysql(inner(quoted), quoted.chars().next())
            }
        }
    }
}

/// What the inside of a string of MariaDB or MySQL says, in which the quote around it is doubled.
pub fn unescape_mysql(text: &str, quote: Option<char>) -> String {
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            // (<https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>, table 11.1)
            match chars.next() {
                Some('0') => value.push('\0'),
                Some('b') => value.push('\u{8}'),
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                Some('Z') => value.push('\u{1a}'),
                // These two are escapes of LIKE, and keep their backslash.
                Some(like @ ('%' | '_')) => value.extend(['\\', like]),
                Some(other) => value.push(other),
                None => value.push('\\'),
            }
        } else {
            value.push(c);
            if quote == Some(c) {
                chars.next_if_eq(&c);
            }
        }
    }
    value
}

/// The escapes of PostgreSQL's `E'..'`
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE>).
fn unescape_postgres(text: &str, value: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = bytes.get(at + 1).copied();
        at += 1;
        match (byte, escaped) {
            (b'\'', Some(b'\'')) => {
                value.push(b'\'');
                at += 1;
            }
            (b'\\', Some(escaped)) => {
                at += 1;
                match escaped {
                    b'b' => value.push(8),
                    b'f' => value.push(12),
                    b'n' => value.push(b'\n'),
                    b'r' => value.push(b'\r'),
                    b't' => value.push(b'\t'),
                    b'0'..=b'7' => {
                        let (code, length) = digits(&bytes[at - 1..], 8, 3);
                        value.extend(u8::try_from(code & 0xFF));
                        at += length - 1;
                    }
                    b'x' if bytes.get(at).is_some_and(u8::is_ascii_hexdigit) => {
                        let (code, length) = digits(&bytes[at..], 16, 2);
                        value.extend(u8::try_from(code));
                        at += length;
                    }
                    b'u' | b'U' => {
                        let (code, length) =
                            digits(&bytes[at..], 16, if escaped == b'u' { 4 } else { 8 });
                        push_char(code, value);
                        at += length;
                    }
                    other => value.push(other),
                }
            }
            (byte, _) => value.push(byte),
        }
    }
}

/// The number that at most so many digits spell, and how many there are.
fn digits(bytes: &[u8], base: u32, most: usize) -> (u32, usize) {
    let digits = bytes.iter().take(most).map_while(|&byte| char::from(byte).to_digit(base));
    digits.fold((0, 0), |(code, length), digit| (code * base + digit, length + 1))
}

fn push_char(code: u32, value: &mut Vec<u8>) {
    let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    value.extend(c.encode_utf8(&mut [0; 4]).bytes());
}

/// What `U&'..'` or `U&".."` says: `\0061` and `\+000061` are `a`, or with the character that
/// `UESCAPE` names in place of the backslash.
fn unicode(text: &str) -> String {
    let quoted = &text[2..];
    let is_name = quoted.starts_with('"');
    let length =
        if is_name { quoted_length(quoted, false) } else { continued_length(quoted, false) };
    let (body, rest) = quoted.split_at(length.unwrap_or(quoted.len()));
    let body: String = if is_name {
        undoubled(body)
    } else {
        parts(body, false).map(|part| part.replace("''", "'")).collect()
    };
    // Nothing but `UESCAPE 'x'` can follow in the token.
    let escape = rest.split_once('\'').and_then(|(_, rest)| rest.chars().next()).unwrap_or('\\');
    let mut value = Vec::with_capacity(body.len());
    let mut rest = body.as_str();
    while let Some(c) = rest.chars().next() {
        let next = &rest[c.len_utf8()..];
        let code = |digits_at: &str, most: usize| {
            let (code, length) = digits(digits_at.as_bytes(), 16, most);
            (length == most).then_some(code)
        };
        rest = if c != escape {
            value.extend(c.encode_utf8(&mut [0; 4]).bytes());
            next
        } else if let Some(after) = next.strip_prefix(escape) {
            value.extend(c.encode_utf8(&mut [0; 4]).bytes());
            after
        } else if let Some(code) = next.strip_prefix('+').and_then(|hex| code(hex, 6)) {
            push_char(code, &mut value);
            &next[7..]
        } else if let Some(code) = code(next, 4) {
            push_char(code, &mut value);
            &next[4..]
        } else {
            next
        };
    }
    String::from_utf8_lossy(&value).into_owned()
}

/// What stands between quotes, as written.
fn inner(quoted: &str) -> &str {
    let end = quoted.len().saturating_sub(1).max(1);
    quoted.get(1..end).unwrap_or_default()
}

/// What stands between quotes, of which a doubled one stands for itself.
fn undoubled(quoted: &str) -> String {
    let quote = quoted.get(..1).unwrap_or_default();
    inner(quoted).replace(&quote.repeat(2), quote)
}

/// The insides of the quoted parts that make one string of PostgreSQL's.
fn parts(text: &str, escapes: bool) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let length = quoted_length(rest, escapes)?;
        let part = inner(&rest[..length]);
        rest = &rest[length..];
        rest = &rest[blank_length(rest, SqlSyntax::Postgres)..];
        Some(part)
    })
}
