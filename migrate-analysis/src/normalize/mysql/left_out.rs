//! What the forms of queries and functions leave out, for a comparison that must not lose it.

use super::words::{Kind, Word, words};

/// The strings of a query in the order of their letters, each with its character set where that is
/// not the usual one. The separator that the server adds to `GROUP_CONCAT` does not count.
pub(crate) fn strings(query: &str) -> Vec<String> {
    let words = words(query).unwrap_or_default();
    let mut strings = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.kind != Kind::String {
            continue;
        }
        let before = at.checked_sub(1).map(|before| &words[before]);
        if word.text == "," && before.is_some_and(|before| before.is("SEPARATOR")) {
            continue;
        }
        let introducer = before
            .filter(|before| before.kind == Kind::Bare && before.text.starts_with('_'))
            .map(|before| before.text.to_lowercase())
            .filter(|introducer| introducer != "_utf8mb4");
        strings.push(format!("{}{}", introducer.unwrap_or_default(), word.text));
    }
    strings.sort();
    strings
}

/// The character sets and collations that a function's text declares, but for the usual one, which
/// the server adds where there is none.
pub(crate) fn charsets(text: &str) -> Vec<String> {
    let words = words(text).unwrap_or_default();
    let declared = |at: usize| match &words[at..] {
        [character, set, name, ..] if character.is("CHARACTER") && set.is("SET") => Some(name),
        [clause, name, ..] if clause.is("CHARSET") || clause.is("COLLATE") => Some(name),
        _ => None,
    };
    let names = (0..words.len()).filter_map(declared).map(|name: &Word| name.text.to_lowercase());
    names.filter(|name| name != "utf8mb4" && !name.starts_with("utf8mb4_")).collect()
}
