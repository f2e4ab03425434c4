//! `jsonb` constants: PostgreSQL keeps the value, not its text.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// A JSON text as `jsonb` prints it: members in the order of their names, the shorter ones first,
/// with spaces after `:` and `,` only (<https://www.postgresql.org/docs/current/datatype-json.html>).
pub(super) fn binary_json(text: &str) -> Option<String> {
    let mut rest = text.chars().peekable();
    let value = value(&mut rest)?;
    rest.next().is_none().then_some(value)
}

type Rest<'a> = Peekable<Chars<'a>>;

fn value(rest: &mut Rest<'_>) -> Option<String> {
    skip_space(rest);
    let value = match rest.peek()? {
        '{' => object(rest)?,
        '[' => array(rest)?,
        '"' => print_string(&string(rest)?),
        _ => word(rest)?,
    };
    skip_space(rest);
    Some(value)
}

fn object(rest: &mut Rest<'_>) -> Option<String> {
    rest.next();
    let mut members = BTreeMap::new();
    skip_space(rest);
    if rest.next_if_eq(&'}').is_some() {
        return Some("{}".to_owned());
    }
    loop {
        skip_space(rest);
        let name = string(rest)?;
        skip_space(rest);
        rest.next_if_eq(&':')?;
        let value = value(rest)?;
        members.insert((name.len(), name), value);
        match rest.next()? {
            ',' => {}
            '}' => break,
            _ => return None,
        }
    }
    let members = members.iter();
    let members = members.map(|((_, name), value)| format!("{}: {value}", print_string(name)));
    Some(format!("{{{}}}", members.collect::<Vec<_>>().join(", ")))
}

fn array(rest: &mut Rest<'_>) -> Option<String> {
    rest.next();
    let mut elements = Vec::new();
    skip_space(rest);
    if rest.next_if_eq(&']').is_some() {
        return Some("[]".to_owned());
    }
    loop {
        elements.push(value(rest)?);
        match rest.next()? {
            ',' => {}
            ']' => return Some(format!("[{}]", elements.join(", "))),
            _ => return None,
        }
    }
}

/// A number, `true`, `false` or `null`; a number with an exponent is left to the caller's text.
fn word(rest: &mut Rest<'_>) -> Option<String> {
    let mut word = String::new();
    while let Some(c) = rest.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))
    {
        word.push(c);
    }
    let is_number =
        word.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !word.contains(['e', 'E']);
    (is_number || matches!(word.as_str(), "true" | "false" | "null")).then_some(word)
}

fn string(rest: &mut Rest<'_>) -> Option<String> {
    rest.next_if_eq(&'"')?;
    let mut text = String::new();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => text.push(match rest.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => unicode(rest)?,
                other => other,
            }),
            other => text.push(other),
        }
    }
}

/// Four hexadecimal digits; halves of a pair are not put together.
fn unicode(rest: &mut Rest<'_>) -> Option<char> {
    let digits: String = (0..4).map_while(|_| rest.next()).collect();
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

fn print_string(text: &str) -> String {
    let mut printed = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => printed.push_str("\\\""),
            '\\' => printed.push_str("\\\\"),
            '\n' => printed.push_str("\\n"),
            '\r' => printed.push_str("\\r"),
            '\t' => printed.push_str("\\t"),
            '\u{8}' => printed.push_str("\\b"),
            '\u{c}' => printed.push_str("\\f"),
            other => printed.push(other),
        }
    }
    printed + "\""
}

fn skip_space(rest: &mut Rest<'_>) {
    while rest.next_if(char::is_ascii_whitespace).is_some() {}
}
