//! Functions: their arguments, their characteristics, and a body that the server keeps as it is written.

use migrate_core::schema::ColumnType;

use super::types::column_type;
use super::words::{Kind, Word, closing, join, spaced, split_commas, string, words};
use migrate_core::dialect::mysql::Version;

/// The arguments, each as its name and its type; the server says no more of them.
pub(crate) fn arguments(version: Version, arguments: &str) -> String {
    let Some(words) = words(arguments) else { return arguments.trim().to_owned() };
    let parts = split_commas(&words).into_iter().map(|part| argument(version, part));
    parts.collect::<Vec<_>>().join(", ")
}

fn argument(version: Version, words: &[Word]) -> String {
    let words = match words {
        [mode, name, _, ..] if mode.is("IN") && name.name().is_some() => &words[1..],
        _ => words,
    };
    let Some((name, spelling)) = words.split_first() else { return String::new() };
    format!("{} {}", name.clone().unquoted().sql().to_lowercase(), type_name(version, spelling))
}

/// A type in one form, without its character set, of which the server tells no default from a choice.
fn type_name(version: Version, words: &[Word]) -> String {
    let charset = words
        .iter()
        .position(|word| ["CHARACTER", "CHARSET", "COLLATE"].iter().any(|clause| word.is(clause)));
    let spelling = join(&words[..charset.unwrap_or(words.len())]);
    let read = column_type(&spelling, "");
    match super::column::known_type(version, read, "") {
        ColumnType::Enumeration(_) => spelling.to_ascii_lowercase(),
        other => other.to_string(),
    }
}

/// What a function says of itself before its body.
#[derive(Default)]
struct Characteristics {
    deterministic: bool,
    data: Option<&'static str>,
    invoker: bool,
    comment: Option<String>,
}

/// `RETURNS`, the characteristics that are not the default's, in one order, and the body
/// (<https://mariadb.com/kb/en/create-function/>).
pub(super) fn definition(version: Version, definition: &str) -> String {
    let definition = definition.trim().trim_end_matches(';');
    let Some(words) = words(definition) else { return definition.to_owned() };
    if !words.first().is_some_and(|word| word.is("RETURNS")) {
        return spaced(definition);
    }
    let (returned, rest) = words[1..].split_at(type_length(&words[1..]));
    let (said, body) = characteristics(rest);
    let mut parts = vec![format!("RETURNS {}", type_name(version, returned))];
    if said.deterministic {
        parts.push("DETERMINISTIC".to_owned());
    }
    parts.extend(said.data.map(str::to_owned));
    if said.invoker {
        parts.push("SQL SECURITY INVOKER".to_owned());
    }
    let comment = said.comment.filter(|comment| !comment.is_empty());
    parts.extend(comment.map(|text| format!("COMMENT {}", string(&text))));
    parts.push(join(body));
    parts.join(" ")
}

/// The keywords that may follow a type's name.
const ATTRIBUTES: [&str; 4] = ["UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION"];

/// How many words the type takes, with its character set.
fn type_length(words: &[Word]) -> usize {
    let mut length = 1.min(words.len());
    while let Some(word) = words.get(length) {
        length = if word.is_mark("(") {
            closing(words, length).map_or(words.len(), |close| close + 1)
        } else if ATTRIBUTES.iter().any(|attribute| word.is(attribute)) {
            length + 1
        } else if word.is("CHARSET") || word.is("COLLATE") {
            (length + 2).min(words.len())
        } else if word.is("CHARACTER") {
            (length + 3).min(words.len())
        } else {
            break;
        };
    }
    length
}

fn characteristics(mut words: &[Word]) -> (Characteristics, &[Word]) {
    let mut said = Characteristics::default();
    loop {
        let is = |keywords: &[&str]| {
            keywords.len() <= words.len()
                && keywords.iter().zip(words).all(|(keyword, word)| word.is(keyword))
        };
        let length = if is(&["DETERMINISTIC"]) {
            said.deterministic = true;
            1
        } else if is(&["NOT", "DETERMINISTIC"]) {
            said.deterministic = false;
            2
        } else if is(&["LANGUAGE", "SQL"]) {
            2
        } else if is(&["CONTAINS", "SQL"]) {
            said.data = None;
            2
        } else if is(&["NO", "SQL"]) {
            said.data = Some("NO SQL");
            2
        } else if is(&["READS", "SQL", "DATA"]) {
            said.data = Some("READS SQL DATA");
            3
        } else if is(&["MODIFIES", "SQL", "DATA"]) {
            said.data = Some("MODIFIES SQL DATA");
            3
        } else if is(&["SQL", "SECURITY", "INVOKER"]) {
            said.invoker = true;
            3
        } else if is(&["SQL", "SECURITY", "DEFINER"]) {
            said.invoker = false;
            3
        } else if is(&["COMMENT"]) && words.get(1).is_some_and(|word| word.kind == Kind::String) {
            said.comment = Some(words[1].text.clone());
            2
        } else {
            return (said, words);
        };
        words = &words[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_has_one_form() {
        let version = Version::mariadb(10, 11, 6);
        assert_eq!(
            arguments(version, "a INT, IN `C d` varchar(10) CHARACTER SET latin1, e decimal(5,2)"),
            arguments(version, "`a` int(11), `C d` varchar(10), `e` decimal(5,2)")
        );
        for (declared, stored) in [
            (
                "RETURNS int DETERMINISTIC RETURN a + 1;",
                "RETURNS int(11) DETERMINISTIC CONTAINS SQL SQL SECURITY DEFINER RETURN a + 1",
            ),
            (
                "RETURNS varchar(20) CHARSET utf8mb4 COMMENT 'x' NOT DETERMINISTIC READS SQL DATA\n\
                 BEGIN -- why\n RETURN 'a'; END",
                "RETURNS varchar(20) READS SQL DATA COMMENT 'x' BEGIN RETURN 'a'; END",
            ),
        ] {
            assert_eq!(definition(version, declared), definition(version, stored));
        }
        let first = definition(version, "RETURNS int RETURN 1");
        assert_ne!(first, definition(version, "RETURNS int RETURN 2"));
    }
}
