//! Quoted texts, and what a backslash means in them.

use super::Flavor;

/// What a quoted text says, and its length; a doubled quote stands for itself, and in some
/// databases' strings a backslash escapes.
pub(super) fn quoted(text: &str, escapes: Option<Flavor>) -> Option<(String, usize)> {
    let mut chars = text.char_indices();
    let (_, quote) = chars.next()?;
    let mut value = String::new();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            if !text[at + 1..].starts_with(quote) {
                return Some((value, at + 1));
            }
            chars.next();
            value.push(quote);
        } else if let ('\\', Some(flavor)) = (c, escapes) {
            let (_, next) = chars.next()?;
            unescape(next, flavor, &mut value);
        } else {
            value.push(c);
        }
    }
    None
}

/// What a backslash and a character stand for
/// (<https://dev.mysql.com/doc/refman/8.4/en/string-literals.html>).
fn unescape(next: char, flavor: Flavor, value: &mut String) {
    match next {
        'n' => value.push('\n'),
        'r' => value.push('\r'),
        't' => value.push('\t'),
        'b' => value.push('\u{8}'),
        'f' if flavor == Flavor::Postgres => value.push('\u{c}'),
        '0' if flavor == Flavor::Mysql => value.push('\0'),
        'Z' if flavor == Flavor::Mysql => value.push('\u{1a}'),
        // These two are escapes of LIKE, and keep their backslash.
        '%' | '_' if flavor == Flavor::Mysql => value.extend(['\\', next]),
        _ => value.push(next),
    }
}

/// What the inside of a string stands for.
pub(super) fn unescaped(sql: &str) -> String {
    let mut value = String::with_capacity(sql.len());
    let mut chars = sql.chars();
    while let Some(c) = chars.next() {
        match if c == '\\' { chars.next() } else { None } {
            Some(next) => unescape(next, Flavor::Mysql, &mut value),
            None => value.push(c),
        }
    }
    value
}
