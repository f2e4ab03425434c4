//! `JSON_TABLE` in a view's query: the names of its columns, and their types in one form
//! (<https://mariadb.com/kb/en/json_table/>).

use super::super::types::column_type;
use super::super::words::{Kind, Word, closing, join, split_commas};

/// Whether a table in a `FROM` is one that is made of JSON; the words are in lower case.
pub(super) fn is_at(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.is("json_table"))
        && words.get(at + 1).is_some_and(|word| word.is_mark("("))
}

/// The words of its first argument, an expression over the tables before it.
pub(super) fn document(words: &[Word], at: usize) -> std::ops::Range<usize> {
    let start = at + 2;
    let end = closing(words, at + 1).unwrap_or(words.len());
    let first = split_commas(&words[start.min(end)..end]).first().map_or(0, |first| first.len());
    start..start + first
}

/// The names of its columns, those of nested paths included.
pub(super) fn columns(words: &[Word], at: usize) -> Vec<String> {
    let close = closing(words, at + 1).unwrap_or(words.len());
    let mut names = Vec::new();
    for open in (at + 2..close).filter(|open| is_column_list(words, *open)) {
        let end = closing(words, open).unwrap_or(close);
        let columns = split_commas(&words[open + 1..end]).into_iter();
        let columns = columns.filter(|column| !column[0].is("nested"));
        names.extend(columns.filter_map(|column| column[0].name()).map(str::to_owned));
    }
    names
}

/// Makes one word of the columns of each `JSON_TABLE`: what stands after `ON` there is no condition.
pub(super) fn collapse(words: &mut Vec<Word>) {
    let tables: Vec<_> = (0..words.len()).filter(|at| is_at(words, *at)).collect();
    for at in tables.into_iter().rev() {
        let Some(close) = closing(words, at + 1) else { continue };
        let Some(open) = (at + 2..close).find(|open| is_column_list(words, *open)) else {
            continue;
        };
        let Some(end) = closing(words, open) else { continue };
        let text = listed(&words[open + 1..end]);
        words.splice(open..=end, [Word { kind: Kind::Symbol, text }]);
    }
}

fn is_column_list(words: &[Word], open: usize) -> bool {
    words[open].is_mark("(") && open.checked_sub(1).is_some_and(|it| words[it].is("columns"))
}

fn listed(columns: &[Word]) -> String {
    let columns: Vec<_> = split_commas(columns).into_iter().map(column).collect();
    format!("({})", columns.join(", "))
}

/// A column with its type in the form that all spellings of it have.
fn column(words: &[Word]) -> String {
    let plain = |words: &[Word]| {
        join(&words.iter().cloned().map(Word::unquoted).map(lower).collect::<Vec<_>>())
    };
    if words[0].is("nested")
        && let Some(open) = (1..words.len()).find(|open| is_column_list(words, *open))
        && let Some(end) = closing(words, open)
    {
        // `PATH` may be left out there.
        let path = words[1..open].iter().filter(|word| !word.is("path")).cloned();
        return format!(
            "nested {} {}",
            plain(&path.collect::<Vec<_>>()),
            listed(&words[open + 1..end])
        );
    }
    let typed = words.iter().position(|word| word.is("path") || word.is("exists"));
    match typed.filter(|end| *end > 1) {
        Some(end) => {
            let kind = column_type(&join(&words[1..end]), &words[0].text);
            format!("{} {kind} {}", plain(&words[..1]), plain(&words[end..]))
        }
        None => plain(words),
    }
}

fn lower(word: Word) -> Word {
    match word.kind {
        Kind::Bare => Word { text: word.text.to_lowercase(), ..word },
        Kind::Quoted | Kind::String | Kind::Number | Kind::Symbol => word,
    }
}
