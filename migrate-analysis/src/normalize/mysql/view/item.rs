//! The expressions of a query, each in its canonical form.

use super::super::expression;
use super::super::words::{Kind, Word, closing, join, split_commas, words};
use super::{drop_noise, is_clause};

/// Conditions, and the items of `SELECT`, `GROUP BY` and `ORDER BY`, each as one expression; all
/// else without `AS`.
pub(super) fn expressions(words: &[Word]) -> Vec<Word> {
    let mut result = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        if !word.is("AS") {
            result.push(word.clone());
        }
        if word.is("SELECT") && after.first().is_some_and(|next| next.is("DISTINCT")) {
            result.push(after[0].clone());
            rest = &after[1..];
        }
        let is_condition = ["WHERE", "HAVING", "ON"].iter().any(|clause| word.is(clause));
        if is_condition || word.is("SELECT") || word.is("BY") {
            let (items, after) = rest.split_at(clause_length(rest));
            let form = |words: &[Word]| if is_condition { condition(words) } else { item(words) };
            let forms = split_commas(items).into_iter().map(form).collect::<Vec<_>>();
            result.push(Word { kind: Kind::Symbol, text: forms.join(", ") });
            rest = after;
        }
    }
    result
}

/// A column alone is a condition too: MariaDB compares it with 0.
fn condition(words: &[Word]) -> String {
    let form = expression(&inner_queries(words));
    let is_constant = |word: &Word| word.is("TRUE") || word.is("FALSE");
    let is_name = |word: &Word| word.name().is_some() && !is_constant(word) || word.is_mark(".");
    if words.iter().all(is_name) { format!("{form} <> 0") } else { form }
}

/// An expression, with the alias or the `DESC` that may stand behind it.
fn item(words: &[Word]) -> String {
    let (value, alias) = match words {
        [value @ .., word, alias] if word.is("AS") => (value, Some(alias)),
        [.., before, alias] if alias.name().is_some() && ends_value(before) => {
            let is_end = alias.is("END") || alias.is("NULL");
            (&words[..words.len() - usize::from(!is_end)], (!is_end).then_some(alias))
        }
        _ => (words, None),
    };
    let form = expression(&inner_queries(value));
    match alias.filter(|alias| !is_own_text(alias, value, &form)) {
        Some(alias) => format!("{form} {}", alias.clone().unquoted().sql()),
        None => form,
    }
}

/// Whether the server made the alias of the item's own text.
fn is_own_text(alias: &Word, value: &[Word], form: &str) -> bool {
    if let [constant] = value {
        return constant.text.eq_ignore_ascii_case(&alias.text);
    }
    let text = words(&alias.text).map(|mut words| {
        drop_noise(&mut words);
        expression(&join(&words))
    });
    alias.kind == Kind::Quoted && text.is_some_and(|text| text.eq_ignore_ascii_case(form))
}

/// The words as text, with each query inside in its form.
fn inner_queries(words: &[Word]) -> String {
    let mut result = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let is_query = word.is_mark("(") && words.get(at + 1).is_some_and(|next| next.is("SELECT"));
        result.push(word.clone());
        at += 1;
        if let Some(close) = closing(words, at - 1).filter(|_| is_query) {
            result.extend(expressions(&words[at..close]));
            at = close;
        }
    }
    join(&result)
}

fn ends_value(word: &Word) -> bool {
    const OPERATORS: [&str; 20] = [
        "AND", "OR", "NOT", "XOR", "IS", "IN", "LIKE", "REGEXP", "RLIKE", "BETWEEN", "DIV", "MOD",
        "BINARY", "COLLATE", "INTERVAL", "CASE", "WHEN", "THEN", "ELSE", "DISTINCT",
    ];
    match word.kind {
        Kind::Symbol => word.is_mark(")"),
        Kind::Bare => !OPERATORS.iter().any(|operator| word.is(operator)),
        Kind::Quoted | Kind::String | Kind::Number => true,
    }
}

/// The words up to the next clause, or the parenthesis that closes the query.
fn clause_length(words: &[Word]) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        if word.is_mark("(") {
            depth += 1;
        } else if word.is_mark(")") && depth > 0 {
            depth -= 1;
        } else if depth == 0 {
            let is_call = words.get(at + 1).is_some_and(|next| next.is_mark("("));
            let ends = is_clause(word) && (!is_call || !word.is("LEFT") && !word.is("RIGHT"));
            if ends || word.is("FROM") || word.is_mark(")") {
                return at;
            }
        }
    }
    words.len()
}
