//! The text of a new revision: [`render`]. rustfmt leaves it as it is.

use migrate_analysis::render::{Downgrade, Functions};

use crate::draft::Draft;

/// The widest inside of an attribute that rustfmt leaves on one line.
const WIDEST: usize = 70;

/// The source of a new revision; `created` is the time to write into it.
pub(crate) fn render(draft: &Draft, created: &str) -> String {
    let mut doc = doc_lines(&draft.message);
    if !doc.is_empty() {
        doc.push("//!".to_owned());
    }
    // What stands first is the message: without one the time is a comment, and no message.
    let comment = if doc.is_empty() { "//" } else { "//!" };
    doc.push(format!("{comment} Created: {created}"));
    let cautions = draft.content.cautions.iter().flat_map(|line| doc_lines(line));
    let cautions = cautions.map(|line| line.replacen("//!", "// Look before it runs:", 1));
    let doc = doc.into_iter().chain(cautions).collect::<Vec<_>>().join("\n");
    let attribute = attribute(draft);
    if let Some(Functions { upgrade, downgrade }) = &draft.content.functions {
        let downgrade = match downgrade {
            Downgrade::Function(text) => format!("\n{text}"),
            Downgrade::Auto | Downgrade::Irreversible(_) => String::new(),
        };
        return format!(
            "{doc}\nuse migrate_runtime::prelude::*;\n\n{attribute}\n{upgrade}{downgrade}"
        );
    }
    // The argument of what has nothing to do is not named, so that no warning asks for its use.
    let argument = if draft.down_revs.len() > 1 { "_" } else { "op" };
    format!(
        "{doc}\n\
         use migrate_runtime::prelude::*;\n\
         \n\
         {attribute}\n\
         fn upgrade({argument}: &mut Op) {{}}\n\
         \n\
         fn downgrade({argument}: &mut Op) {{}}\n"
    )
}

/// A message as the lines of a comment, without the characters that may not stand there.
fn doc_lines(message: &str) -> Vec<String> {
    let message = message.replace("\r\n", "\n");
    let lines = message.trim().split(['\n', '\r']).map(|line| {
        let visible = line.chars().filter(|&c| !changes_direction(c));
        let text: String = visible.map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("//! {text}").trim_end().to_owned()
    });
    if message.trim().is_empty() { Vec::new() } else { lines.collect() }
}

/// Characters with which source can look like other source; the compiler denies them.
fn changes_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn attribute(draft: &Draft) -> String {
    let mut fields = vec![format!("rev = {:?}", draft.id)];
    for (key, values) in [
        ("down_rev", &draft.down_revs),
        ("depends_on", &draft.depends_on),
        ("labels", &draft.labels),
    ] {
        match &values[..] {
            [] => {}
            [value] => fields.push(format!("{key} = {value:?}")),
            values => fields.push(format!("{key} = {values:?}")),
        }
    }
    let functions = draft.content.functions.as_ref();
    fields.extend(functions.and_then(|functions| functions.downgrade.attribute()));
    let line = fields.join(", ");
    if line.len() <= WIDEST {
        format!("#[migration({line})]")
    } else {
        format!("#[migration(\n    {}\n)]", fields.join(",\n    "))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use migrate_syntax::scan_text;

    use super::*;
    use crate::draft::Content;

    const CREATED: &str = "2026-11-22 08:11:37 UTC";

    fn draft(message: &str, down_revs: &[&str], depends_on: &[&str], labels: &[&str]) -> Draft {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Draft {
            id: "1f3c9a7b2d10".to_owned(),
            message: message.to_owned(),
            down_revs: owned(down_revs),
            depends_on: owned(depends_on),
            labels: owned(labels),
            content: Content::default(),
        }
    }

    /// The text as rustfmt would leave it.
    fn formatted(text: &str) -> String {
        let mut rustfmt = Command::new("rustfmt")
            .args(["--edition", "2024", "--config-path", "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        rustfmt.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = rustfmt.wait_with_output().unwrap();
        assert!(output.status.success(), "{text}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn a_revision() {
        let draft = draft("add user role column", &["ae1027a6acf5"], &[], &[]);
        let expected = r#"//! add user role column
//!
//! Created: 2026-11-22 08:11:37 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "1f3c9a7b2d10", down_rev = "ae1027a6acf5")]
fn upgrade(op: &mut Op) {}

fn downgrade(op: &mut Op) {}
"#;
        assert_eq!(render(&draft, CREATED), expected);
    }

    #[test]
    fn a_merge() {
        let draft = draft("", &["ae1027a6acf5", "27c6a30d7c24"], &["1975"], &["shop", "till"]);
        let expected = r#"// Created: 2026-11-22 08:11:37 UTC
use migrate_runtime::prelude::*;

#[migration(
    rev = "1f3c9a7b2d10",
    down_rev = ["ae1027a6acf5", "27c6a30d7c24"],
    depends_on = "1975",
    labels = ["shop", "till"]
)]
fn upgrade(_: &mut Op) {}

fn downgrade(_: &mut Op) {}
"#;
        assert_eq!(render(&draft, CREATED), expected);
    }

    #[test]
    fn no_message_breaks_the_comment() {
        for (message, lines) in [
            ("say \"hi\" */ /* \\", "//! say \"hi\" */ /* \\\n"),
            ("one\ntwo\r\n\r\nthree", "//! one\n//! two\n//!\n//! three\n"),
            ("\n\n  padded \n", "//! padded\n"),
            ("a\rfn main() {}", "//! a\n//! fn main() {}\n"),
            ("tab\tand bell\u{7}", "//! tab and bell\n"),
            ("\u{202e}backwards\u{2069}", "//! backwards\n"),
            ("größe 数据库 🦀", "//! größe 数据库 🦀\n"),
            (" \n ", ""),
        ] {
            let text = render(&draft(message, &[], &[], &[]), CREATED);
            let gap = if lines.is_empty() { "//" } else { "//!\n//!" };
            let start = format!("{lines}{gap} Created: {CREATED}\nuse ");
            assert!(text.starts_with(&start), "{text}");
        }
    }

    #[test]
    fn rustfmt_and_the_scanner_agree() {
        let long = "word ".repeat(60);
        for message in ["add users", "", "a\n\n\n    b\n\n```\nc", "\"*/ //! #[", &long] {
            for parents in 0..4 {
                for width in 1..30 {
                    let ids = ["a", "b", "c"].map(|id| id.repeat(width));
                    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
                    let labels: &[&str] = if parents == 2 { &["shop", "till"] } else { &[] };
                    let depends_on: &[&str] = if width % 2 == 0 { &["27c6a30d7c24"] } else { &[] };
                    let draft = draft(message, &ids[..parents], depends_on, labels);
                    let text = render(&draft, CREATED);
                    if message.is_empty() || width == 1 {
                        assert_eq!(formatted(&text), text);
                    }
                    let scanned = scan_text("a.rs", &text).unwrap().remove(0);
                    assert_eq!(scanned.rev, draft.id);
                    assert_eq!(scanned.down_revs, draft.down_revs);
                    assert_eq!(scanned.depends_on, draft.depends_on);
                    assert_eq!(scanned.labels, draft.labels);
                    let message = message.split("\n\n").next().unwrap().trim();
                    assert!(scanned.message.starts_with(message), "{}", scanned.message);
                }
            }
        }
    }
}
