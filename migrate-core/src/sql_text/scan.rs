//! How far the token at the start of a text reaches, by the rules of each database.

use super::charsets::is_charset;
use super::syntax::{SqlMode, SqlSyntax};
use super::token::{Token, TokenKind};

/// The operators of more than one character; of two that match, the longer comes first.
const SQLITE_SYMBOLS: [&str; 10] = ["->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "==", "!="];
const MYSQL_SYMBOLS: [&str; 12] =
    ["<=>", "->>", "->", "<<", ">>", "<=", ">=", "<>", "!=", "&&", "||", ":="];

/// The characters of PostgreSQL's operators, and those of which one lets an operator end in a sign
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS>).
const OPERATOR: &[u8] = b"+-*/<>=~!@#%^&|`?";
const KEEPS_SIGN: [char; 10] = ['~', '!', '@', '#', '%', '^', '&', '|', '`', '?'];

/// A token's kind, and its length unless it has no end.
type Scanned = (TokenKind, Option<usize>);

/// What stands right before a token, without a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Name,
    Dot,
    Other,
}

impl Before {
    pub(super) fn of(token: &Token<'_>) -> Self {
        match token.kind {
            TokenKind::Word | TokenKind::Quoted => Self::Name,
            TokenKind::Symbol if token.text == "." => Self::Dot,
            TokenKind::String
            | TokenKind::Blob
            | TokenKind::Number
            | TokenKind::Parameter
            | TokenKind::Introducer
            | TokenKind::Symbol
            | TokenKind::Comment => Self::Other,
        }
    }
}

/// How many bytes of blanks a text begins with.
pub(super) fn blank_length(text: &str, syntax: SqlSyntax) -> usize {
    text.bytes().take_while(|&byte| syntax.is_blank(byte)).count()
}

/// The length of what begins a versioned comment: `/*!`, `/*!50001` or MariaDB's `/*M!100100`.
///
/// Whether its content is read depends on the server's version; here it always is, so that no change
/// goes unseen (<https://mariadb.com/kb/en/comment-syntax/>).
pub(super) fn versioned_length(text: &str, syntax: SqlSyntax) -> Option<usize> {
    let SqlSyntax::Mysql(_) = syntax else { return None };
    let open = ["/*!", "/*M!"].iter().find(|open| text.starts_with(**open))?.len();
    let digits = text[open..].bytes().take(6).take_while(u8::is_ascii_digit).count();
    Some(open + if digits >= 5 { digits } else { 0 })
}

/// The first token of a text that starts with one.
pub(super) fn first(text: &str, syntax: SqlSyntax, before: Before) -> Scanned {
    match syntax {
        SqlSyntax::Sqlite => sqlite(text),
        SqlSyntax::Postgres => postgres(text),
        SqlSyntax::Mysql(mode) => mysql(text, mode, before),
    }
}

fn sqlite(text: &str) -> Scanned {
    match text.as_bytes() {
        [b'-', b'-', ..] => (TokenKind::Comment, Some(line_length(text, &['\n']))),
        // A comment without an end is taken for one that ends with the text.
        [b'/', b'*', _, ..] => {
            (TokenKind::Comment, Some(comment_length(text).unwrap_or(text.len())))
        }
        [b'\'', ..] => (TokenKind::String, quoted_length(text, false)),
        [b'x' | b'X', b'\'', ..] => {
            (TokenKind::Blob, after(1, text, |rest| quoted_length(rest, false)))
        }
        [b'"' | b'`', ..] => (TokenKind::Quoted, quoted_length(text, false)),
        [b'[', ..] => (TokenKind::Quoted, text.find(']').map(|at| at + 1)),
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => {
            (TokenKind::Number, Some(number_length(text)))
        }
        [b'?' | b':' | b'@' | b'$' | b'#', ..] => {
            (TokenKind::Parameter, Some(1 + word_length(&text[1..])))
        }
        _ => word_or_symbol(text, listed_length(text, &SQLITE_SYMBOLS)),
    }
}

fn postgres(text: &str) -> Scanned {
    match text.as_bytes() {
        [b'-', b'-', ..] => (TokenKind::Comment, Some(line_length(text, &['\n', '\r']))),
        [b'/', b'*', ..] => (TokenKind::Comment, nested_comment_length(text)),
        [b'\'', ..] => (TokenKind::String, continued_length(text, false)),
        [b'e' | b'E', b'\'', ..] => {
            (TokenKind::String, after(1, text, |rest| continued_length(rest, true)))
        }
        [b'n' | b'N', b'\'', ..] => {
            (TokenKind::String, after(1, text, |rest| continued_length(rest, false)))
        }
        [b'x' | b'X' | b'b' | b'B', b'\'', ..] => {
            (TokenKind::Blob, after(1, text, |rest| continued_length(rest, false)))
        }
        [b'u' | b'U', b'&', b'\'', ..] => (TokenKind::String, unicode_length(text)),
        [b'u' | b'U', b'&', b'"', ..] => (TokenKind::Quoted, unicode_length(text)),
        [b'"', ..] => (TokenKind::Quoted, quoted_length(text, false)),
        [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => {
            (TokenKind::Number, Some(number_length(text)))
        }
        [b'$', b'0'..=b'9', ..] => (TokenKind::Parameter, Some(1 + word_length(&text[1..]))),
        [b'$', ..] => match dollar_tag(text) {
            Some(tag) => (
                TokenKind::String,
                after(tag.len(), text, |rest| rest.find(tag).map(|at| at + tag.len())),
            ),
            None => (TokenKind::Symbol, Some(1)),
        },
        [b':', b':' | b'=', ..] | [b'.', b'.', ..] => (TokenKind::Symbol, Some(2)),
        [first, ..] if OPERATOR.contains(first) => (TokenKind::Symbol, Some(operator_length(text))),
        _ => word_or_symbol(text, None),
    }
}

fn mysql(text: &str, mode: SqlMode, before: Before) -> Scanned {
    let escapes = !mode.no_backslash_escapes;
    match text.as_bytes() {
        [b'#', ..] => (TokenKind::Comment, Some(line_length(text, &['\n']))),
        // Two dashes are two minus signs unless a blank, a control character or the end follows.
        [b'-', b'-', rest @ ..]
            if rest
                .first()
                .is_none_or(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control()) =>
        {
            (TokenKind::Comment, Some(line_length(text, &['\n'])))
        }
        [b'/', b'*', ..] => (TokenKind::Comment, comment_length(text)),
        [b'"', ..] if mode.ansi_quotes => (TokenKind::Quoted, quoted_length(text, false)),
        [b'\'' | b'"', ..] => (TokenKind::String, quoted_length(text, escapes)),
        [b'`', ..] => (TokenKind::Quoted, quoted_length(text, false)),
        [b'n' | b'N', b'\'', ..] => {
            (TokenKind::String, after(1, text, |rest| quoted_length(rest, escapes)))
        }
        [b'x' | b'X' | b'b' | b'B', b'\'', ..] => {
            (TokenKind::Blob, after(1, text, |rest| quoted_length(rest, false)))
        }
        // What follows `t.` is a name, and may begin with a digit.
        [b'.', b'0'..=b'9', ..] if before == Before::Name => (TokenKind::Symbol, Some(1)),
        [b'0'..=b'9', ..] if before == Before::Dot => (TokenKind::Word, Some(word_length(text))),
        [b'0'..=b'9', ..] => number_or_word(text),
        [b'.', b'0'..=b'9', ..] => (TokenKind::Number, Some(number_length(text))),
        [b'?', ..] => (TokenKind::Parameter, Some(1)),
        [b'@', ..] => (TokenKind::Parameter, variable_length(text, mode)),
        [b'_', ..] if is_introducer(text) => (TokenKind::Introducer, Some(word_length(text))),
        _ => word_or_symbol(text, listed_length(text, &MYSQL_SYMBOLS)),
    }
}

/// The length of what `measure` finds after the first bytes, and of these.
fn after(skipped: usize, text: &str, measure: impl FnOnce(&str) -> Option<usize>) -> Option<usize> {
    measure(&text[skipped..]).map(|length| skipped + length)
}

fn word_or_symbol(text: &str, symbol: Option<usize>) -> Scanned {
    match (symbol, word_length(text)) {
        (Some(length), _) => (TokenKind::Symbol, Some(length)),
        (None, 0) => (TokenKind::Symbol, text.chars().next().map(char::len_utf8)),
        (None, length) => (TokenKind::Word, Some(length)),
    }
}

fn listed_length(text: &str, symbols: &[&str]) -> Option<usize> {
    symbols.iter().find(|symbol| text.starts_with(**symbol)).map(|symbol| symbol.len())
}

/// How far PostgreSQL reads an operator: up to a comment, and without a sign that belongs to what
/// follows it, as in `=-1`.
fn operator_length(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| OPERATOR.contains(byte)).count();
    let comment = ["--", "/*"].iter().filter_map(|comment| text[1..run].find(comment)).min();
    let run = &text[..comment.map_or(run, |at| at + 1)];
    if run.contains(KEEPS_SIGN) { run.len() } else { run.trim_end_matches(['+', '-']).len().max(1) }
}

fn line_length(text: &str, ends: &[char]) -> usize {
    let line = text.find(ends).map_or(text, |end| &text[..end]);
    line.trim_end_matches('\r').len()
}

/// The length of `/* .. */`, which ends at the first `*/`.
fn comment_length(text: &str) -> Option<usize> {
    text.get(2..)?.find("*/").map(|at| at + 4)
}

/// The length of PostgreSQL's `/* .. */`, in which comments may stand.
fn nested_comment_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        at += text[at..].find(['*', '/'])?;
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += 1;
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The length of a text from its opening quote on, in which a doubled quote stands for itself, and a
/// backslash takes along what follows where `escapes` says so.
pub(super) fn quoted_length(text: &str, escapes: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if escapes => at += 2,
            byte if byte != quote => at += 1,
            _ if bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// The length of a string of PostgreSQL's, which goes on after a line break
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS>).
pub(super) fn continued_length(text: &str, escapes: bool) -> Option<usize> {
    let mut end = quoted_length(text, escapes)?;
    loop {
        let next = end + blank_length(&text[end..], SqlSyntax::Postgres);
        let goes_on = text[end..next].contains(['\n', '\r']) && text[next..].starts_with('\'');
        if !goes_on {
            return Some(end);
        }
        end = next + quoted_length(&text[next..], escapes)?;
    }
}

/// The length of `U&'..'` or `U&".."`, with the `UESCAPE '!'` that may follow.
fn unicode_length(text: &str) -> Option<usize> {
    let quoted = &text[2..];
    let end = 2 + if quoted.starts_with('"') {
        quoted_length(quoted, false)?
    } else {
        continued_length(quoted, false)?
    };
    let blanks = |at: usize| at + blank_length(&text[at..], SqlSyntax::Postgres);
    let word = blanks(end);
    let is_escape =
        text.get(word..word + 7).is_some_and(|word| word.eq_ignore_ascii_case("uescape"));
    let escape = blanks(if is_escape { word + 7 } else { end });
    let length = quoted_length(&text[escape..], false);
    Some(
        length
            .filter(|_| is_escape && text[escape..].starts_with('\''))
            .map_or(end, |it| escape + it),
    )
}

/// `$tag$` or `$$`, with which a string begins and ends.
fn dollar_tag(text: &str) -> Option<&str> {
    let name = text[1..].bytes().take_while(|&byte| is_word_byte(byte) && byte != b'$').count();
    let is_tag = !text[1..].starts_with(|c: char| c.is_ascii_digit());
    text.get(..name + 2).filter(|tag| is_tag && tag.ends_with('$'))
}

/// `@name`, `@'name'`, `@@global.name`.
fn variable_length(text: &str, mode: SqlMode) -> Option<usize> {
    let name = &text[1..];
    match name.as_bytes().first() {
        Some(b'\'' | b'"') => {
            after(1, text, |name| quoted_length(name, !mode.no_backslash_escapes))
        }
        Some(b'`') => after(1, text, |name| quoted_length(name, false)),
        _ => {
            let ats = if name.starts_with('@') { 2 } else { 1 };
            let is_part = |byte: &u8| is_word_byte(*byte) || *byte == b'.';
            Some(ats + text[ats..].bytes().take_while(is_part).count())
        }
    }
}

/// Whether a word names a character set, and a string follows.
fn is_introducer(text: &str) -> bool {
    let (word, rest) = text.split_at(word_length(text));
    let rest = &rest[blank_length(rest, SqlSyntax::MYSQL)..];
    let is_literal = matches!(
        rest.as_bytes(),
        [b'\'' | b'"', ..] | [b'x' | b'X' | b'b' | b'B', b'\'', ..] | [b'0', b'x' | b'b', ..]
    );
    is_literal && is_charset(&word[1..])
}

/// Digits, or on MariaDB and MySQL a name that begins with one: `2fa`
/// (<https://dev.mysql.com/doc/refman/8.4/en/identifiers.html>).
fn number_or_word(text: &str) -> Scanned {
    let word = &text[..word_length(text)];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let letters = &word[digits..];
    let are = |digits: &str, is_digit: fn(&u8) -> bool| {
        !digits.is_empty() && digits.bytes().all(|byte| is_digit(&byte))
    };
    let hexadecimal = word.strip_prefix("0x").is_some_and(|rest| are(rest, u8::is_ascii_hexdigit));
    let binary =
        word.strip_prefix("0b").is_some_and(|rest| are(rest, |b| matches!(b, b'0' | b'1')));
    let exponent = letters.strip_prefix(['e', 'E']).is_some_and(|rest| {
        let signed = || matches!(text.as_bytes()[word.len()..], [b'+' | b'-', b'0'..=b'9', ..]);
        are(rest, u8::is_ascii_digit) || rest.is_empty() && signed()
    });
    if letters.is_empty() || exponent {
        (TokenKind::Number, Some(number_length(text)))
    } else if hexadecimal || binary {
        (TokenKind::Number, Some(word.len()))
    } else {
        (TokenKind::Word, Some(word.len()))
    }
}

/// Digits with one point and an exponent, or digits of another base, and the letters right behind.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if let [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..] = bytes {
        return word_length(text);
    }
    let digits = |from: usize| {
        let is_digit = |byte: &&u8| byte.is_ascii_digit() || **byte == b'_';
        from + bytes.iter().skip(from).take_while(is_digit).count()
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1) != Some(&b'.') {
        end = digits(end + 1);
    }
    if let [b'e' | b'E', rest @ ..] = &bytes[end..]
        && let [b'0'..=b'9', ..] | [b'+' | b'-', b'0'..=b'9', ..] = rest
    {
        end = digits(end + 2);
    }
    end + word_length(&text[end..])
}

pub(super) fn word_length(text: &str) -> usize {
    text.bytes().take_while(|&byte| is_word_byte(byte)).count()
}

/// Every database takes each byte outside of ASCII for a letter.
const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}
