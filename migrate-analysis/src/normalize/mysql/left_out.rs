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

/// Whether the server writes a part of a query that the form does not: right joins, as left ones the other way
/// round, joins by the names of columns, windows by their names, the names of results that are sorted or grouped by, and names of a query around another,
/// each as the expression that is meant (tried on MariaDB 10.11).
pub(crate) fn is_written_out(query: &str) -> bool {
    let words = words(query).unwrap_or_default();
    let has = |keyword: &str| words.iter().any(|word| word.is(keyword));
    let nested = words.iter().filter(|word| word.is("SELECT")).count() > 1;
    let is_after = |at: usize, text: &str| words[..at].last().is_some_and(|it| it.text == text);
    let aliases = (1..words.len()).filter(|at| words[at - 1].is("AS"));
    let sorted = words.iter().position(|word| word.is("BY")).unwrap_or(words.len());
    let is_sorted = |alias: usize| {
        let mut sorted = (sorted..words.len()).filter(|at| !is_after(*at, "."));
        sorted.any(|at| words[at].text.eq_ignore_ascii_case(&words[alias].text))
    };
    let by_alias = || { aliases }.any(is_sorted);
    let is_right =
        |pair: &[Word]| pair[0].is("RIGHT") && (pair[1].is("JOIN") || pair[1].is("OUTER"));
    let named = ["NATURAL", "USING", "WINDOW"].into_iter().any(has);
    named || nested || by_alias() || words.windows(2).any(is_right)
}

/// Whether a `*` is left in the form of a query: nobody knows the columns of a view, which the server writes out.
pub(crate) fn has_star(form: &str) -> bool {
    let words = words(form).unwrap_or_default();
    let begins_result = |word: &Word| {
        word.is("SELECT") || word.is("DISTINCT") || word.is_mark(",") || word.is_mark(".")
    };
    words.windows(2).any(|pair| begins_result(&pair[0]) && pair[1].is_mark("*"))
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
