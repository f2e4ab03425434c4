//! A revision's parents, replaced in its source: [`set_down_revs`].

use std::ops::Range;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::attribute::Attribute;

/// The source with other parents for one revision, or `None` when no revision in it has that id.
///
/// Only the value of `down_rev` changes; everything else stays as it is written.
///
/// ```
/// let source = r#"#[migration(rev = "b", down_rev = "a")] fn upgrade(op: &mut Op) {}"#;
/// let moved = migrate_syntax::set_down_revs(source, "b", &["c"]).unwrap();
/// assert_eq!(moved, r#"#[migration(rev = "b", down_rev = "c")] fn upgrade(op: &mut Op) {}"#);
/// ```
pub fn set_down_revs<S: AsRef<str>>(source: &str, rev: &str, down_revs: &[S]) -> Option<String> {
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let start = source.len() - text.len();
    let mut attributes = Vec::new();
    find_attributes(TokenStream::from_str(text).ok()?, &mut attributes);
    let tokens = attributes.into_iter().find(|tokens| {
        Attribute::parse(tokens.clone()).is_ok_and(|attribute| attribute.rev.value() == rev)
    })?;
    let edit = edit(&tokens, down_revs)?;
    let mut edited = source.to_owned();
    edited.replace_range(start + edit.place.start..start + edit.place.end, &edit.text);
    Some(edited)
}

/// The insides of every `#[migration(..)]`, in functions of inline modules too.
fn find_attributes(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let mut named = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if named && group.delimiter() == Delimiter::Parenthesis => {
                found.push(group.stream());
                named = false;
            }
            TokenTree::Group(group) => {
                find_attributes(group.stream(), found);
                named = false;
            }
            TokenTree::Ident(word) => named = word == "migration",
            TokenTree::Punct(_) | TokenTree::Literal(_) => named = false,
        }
    }
}

struct Edit {
    place: Range<usize>,
    text: String,
}

/// One `key = value`: where the key begins, the value, and the end of the comma behind it.
struct Entry {
    key: String,
    start: usize,
    value: Range<usize>,
    end: usize,
}

fn edit<S: AsRef<str>>(tokens: &TokenStream, down_revs: &[S]) -> Option<Edit> {
    let entries = entries(tokens);
    let value = written(down_revs);
    let at = entries.iter().position(|entry| entry.key == "down_rev");
    match (at, value) {
        (Some(at), Some(text)) => Some(Edit { place: entries[at].value.clone(), text }),
        (Some(at), None) => {
            // With the comma before it, or, as the first entry, with the one behind it.
            let entry = &entries[at];
            let place = match at.checked_sub(1) {
                Some(before) => entries[before].value.end..entry.value.end,
                None => entry.start..entries.get(1).map_or(entry.end, |next| next.start),
            };
            Some(Edit { place, text: String::new() })
        }
        (None, Some(text)) => {
            let rev = entries.iter().find(|entry| entry.key == "rev")?;
            let end = rev.value.end;
            Some(Edit { place: end..end, text: format!(", down_rev = {text}") })
        }
        (None, None) => Some(Edit { place: 0..0, text: String::new() }),
    }
}

fn entries(tokens: &TokenStream) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut current: Option<Entry> = None;
    for token in tokens.clone() {
        let span = token.span().byte_range();
        match (&mut current, &token) {
            (Some(entry), TokenTree::Punct(comma)) if comma.as_char() == ',' => {
                entry.end = span.end;
                entries.extend(current.take());
            }
            (Some(_), TokenTree::Punct(_)) => {}
            (Some(entry), _) => {
                if entry.value.is_empty() {
                    entry.value.start = span.start;
                }
                entry.value.end = span.end;
                entry.end = span.end;
            }
            (None, TokenTree::Ident(key)) => {
                let value = span.end..span.end;
                let (key, start, end) = (key.to_string(), span.start, span.end);
                current = Some(Entry { key, start, value, end });
            }
            (None, _) => {}
        }
    }
    entries.extend(current);
    entries
}

fn written<S: AsRef<str>>(down_revs: &[S]) -> Option<String> {
    let quoted: Vec<_> = down_revs.iter().map(|id| format!("{:?}", id.as_ref())).collect();
    match &quoted[..] {
        [] => None,
        [parent] => Some(parent.clone()),
        parents => Some(format!("[{}]", parents.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::set_down_revs;

    fn moved(attribute: &str, down_revs: &[&str]) -> String {
        let source = format!("//! why\n#[migration({attribute})]\nfn upgrade(op: &mut Op) {{}}\n");
        let edited = set_down_revs(&source, "b", down_revs).unwrap();
        let inside = edited.strip_prefix("//! why\n#[migration(").unwrap();
        inside.strip_suffix(")]\nfn upgrade(op: &mut Op) {}\n").unwrap().to_owned()
    }

    #[test]
    fn only_the_value_changes() {
        for (before, down_revs, after) in [
            (r#"rev = "b", down_rev = "a""#, &["c"][..], r#"rev = "b", down_rev = "c""#),
            (r#"rev = "b", down_rev = "a""#, &["c", "d"], r#"rev = "b", down_rev = ["c", "d"]"#),
            (r#"rev = "b", down_rev = ["a", "x"]"#, &["c"], r#"rev = "b", down_rev = "c""#),
            (r#"rev = "b""#, &["c"], r#"rev = "b", down_rev = "c""#),
            (
                r#"rev = "b", downgrade = auto"#,
                &["c"],
                r#"rev = "b", down_rev = "c", downgrade = auto"#,
            ),
            (r#"rev = "b", down_rev = "a""#, &[], r#"rev = "b""#),
            (r#"down_rev = "a", rev = "b""#, &[], r#"rev = "b""#),
            (r#"rev = "b", down_rev = "a", labels = "l","#, &[], r#"rev = "b", labels = "l","#),
            (r#"rev = "b""#, &[], r#"rev = "b""#),
            (
                "\n    rev = \"b\",\n    down_rev = \"a\", // the table\n    depends_on = \"x\",\n",
                &["c"],
                "\n    rev = \"b\",\n    down_rev = \"c\", // the table\n    depends_on = \"x\",\n",
            ),
        ] {
            assert_eq!(moved(before, down_revs), after, "{before}");
        }
    }

    #[test]
    fn the_revision_is_found_wherever_it_is() {
        let source = "\u{feff}//! ä\nmod m { #[migrate_runtime::migration(rev = \"a\")] fn u() {} }\n\
                      #[migration(rev = \"b\", down_rev = \"a\")] fn upgrade() {}";
        let edited = set_down_revs(source, "b", &["é"]).unwrap();
        assert_eq!(edited, source.replace("down_rev = \"a\"", "down_rev = \"é\""));
        assert!(
            set_down_revs(source, "a", &["z"]).unwrap().contains("(rev = \"a\", down_rev = \"z\")")
        );
        assert_eq!(set_down_revs(source, "c", &["z"]), None);
        assert_eq!(set_down_revs("fn {", "c", &["z"]), None);
    }
}
