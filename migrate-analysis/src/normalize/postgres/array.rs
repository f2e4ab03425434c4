//! Array constants, as the text that PostgreSQL prints for them.
//!
//! See <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>.

use std::iter::Peekable;
use std::str::Chars;

use migrate_core::schema::{ColumnType, Value};

use super::constant::Constant;
use super::value::typed;

/// An array, given as a list or as text, in PostgreSQL's spelling.
pub(super) fn array(constant: &Constant, element: &ColumnType) -> Option<String> {
    match constant {
        Constant::Array(elements) => list(elements, element),
        Constant::Text(text) => {
            let mut rest = text.trim().chars().peekable();
            let parsed = parse(&mut rest).filter(|_| rest.next().is_none());
            // A text with bounds, `[0:1]={a,b}`, stays as it is.
            Some(parsed.and_then(|parsed| list(&parsed, element)).unwrap_or_else(|| text.clone()))
        }
        Constant::Null | Constant::Boolean(_) | Constant::Number(_) | Constant::Bytes(_) => None,
    }
}

fn list(elements: &[Constant], element: &ColumnType) -> Option<String> {
    let elements = elements.iter().map(|constant| match constant {
        Constant::Array(inner) => list(inner, element),
        constant => typed(constant, element).and_then(|value| spell(&value)),
    });
    Some(format!("{{{}}}", elements.collect::<Option<Vec<_>>>()?.join(",")))
}

fn spell(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(truth) => if *truth { "t" } else { "f" }.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Decimal(digits) => digits.clone(),
        Value::Text(text) => quoted(text),
        Value::Bytes(_) | Value::Array(_) => return None,
    })
}

fn quoted(text: &str) -> String {
    let special = |c: char| matches!(c, '{' | '}' | ',' | '"' | '\\') || c.is_whitespace();
    if text.is_empty() || text.contains(special) || text.eq_ignore_ascii_case("null") {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}

/// The elements between braces.
fn parse(rest: &mut Peekable<Chars<'_>>) -> Option<Vec<Constant>> {
    rest.next_if_eq(&'{')?;
    let mut elements = Vec::new();
    skip_space(rest);
    if rest.next_if_eq(&'}').is_some() {
        return Some(elements);
    }
    loop {
        skip_space(rest);
        elements.push(if rest.peek() == Some(&'{') {
            Constant::Array(parse(rest)?)
        } else {
            parse_element(rest)?
        });
        skip_space(rest);
        match rest.next()? {
            ',' => {}
            '}' => return Some(elements),
            _ => return None,
        }
    }
}

fn parse_element(rest: &mut Peekable<Chars<'_>>) -> Option<Constant> {
    let mut text = String::new();
    if rest.next_if_eq(&'"').is_some() {
        loop {
            match rest.next()? {
                '"' => return Some(Constant::Text(text)),
                '\\' => text.push(rest.next()?),
                other => text.push(other),
            }
        }
    }
    while let Some(c) = rest.next_if(|c| !matches!(c, ',' | '}' | '{' | '"')) {
        text.push(if c == '\\' { rest.next()? } else { c });
    }
    let text = text.trim();
    Some(if text.eq_ignore_ascii_case("null") {
        Constant::Null
    } else {
        Constant::Text(text.to_owned())
    })
}

fn skip_space(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| c.is_whitespace()).is_some() {}
}
