//! Text as JSON has it.
//!
//! A crate for JSON would be a twentieth of what a migration binary takes to build, to write a few
//! lists of strings.

mod read;

use std::fmt::Write as _;

pub use read::Value;

/// Appends a text in quotes, with every control character escaped, so that it shows on a terminal.
///
/// There is one way to write a text, because digests are made of what is written.
pub fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = first_escaped(rest) {
        out.push_str(&rest[..at]);
        let mut following = rest[at..].chars();
        match following.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            // No control character is beyond U+009F, and writing to a string cannot fail.
            Some(c) => drop(write!(out, "\\u{:04x}", u32::from(c))),
            None => {}
        }
        rest = following.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Where the first control character, quote or backslash is.
///
/// Its bytes tell, and they are looked at one by one: a migration binary is mostly built without optimization, where
/// an iterator over characters takes several times as long.
fn first_escaped(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_escaped = match byte {
            0..=0x1f | b'"' | b'\\' | 0x7f => true,
            // U+0080 to U+009F; what follows up to U+00BF is no control character.
            0xc2 => bytes.get(at + 1).is_some_and(|second| *second <= 0x9f),
            _ => false,
        };
        if is_escaped {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_read_back_as_it_was() {
        let texts = [
            "",
            "plain",
            "quotes \" and \\ and\nlines\r\n\t\u{0}\u{1f}\u{7f}\u{85}\u{a0}",
            "é, 🦀, \u{2028}, \u{feff}",
            "\"",
            "\\u0041",
        ];
        for text in texts {
            let mut written = String::new();
            push_text(&mut written, text);
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text, "{written}");
        }
    }

    #[test]
    fn each_character_is_escaped_or_is_not() {
        for c in '\0'..='\u{ffff}' {
            let text = format!("a{c}");
            let is_escaped = c.is_control() || c == '"' || c == '\\';
            assert_eq!(first_escaped(&text), is_escaped.then_some(1), "{c:?}");
        }
    }

    #[test]
    fn control_characters_are_escaped_in_one_way() {
        let mut written = String::new();
        push_text(&mut written, "\u{0}\u{8}\n\u{1b}[1m\u{7f}\u{9f}é");
        assert_eq!(written, r#""\u0000\u0008\n\u001b[1m\u007f\u009fé""#);
    }
}
