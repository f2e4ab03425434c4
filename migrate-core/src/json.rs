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
    while let Some(at) = rest.find(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
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
    fn control_characters_are_escaped_in_one_way() {
        let mut written = String::new();
        push_text(&mut written, "\u{0}\u{8}\n\u{1b}[1m\u{7f}\u{9f}é");
        assert_eq!(written, r#""\u0000\u0008\n\u001b[1m\u007f\u009fé""#);
    }
}
