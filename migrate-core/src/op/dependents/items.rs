//! The results that a query selects, and the name of each.

use std::ops::Range;

use crate::sql_text::{SqlSyntax, TokenKind, follows_value};

use super::relations::Parsed;

/// A result of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its value, without the name that is given to it.
    pub(super) value: Range<usize>,
    pub(super) name: ItemName,
}

/// How a result is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ItemName {
    /// By the query; `end` is the token after the name.
    Alias { name: String, end: usize },
    /// As the column that it is, whose name is at that place.
    Column(usize),
    /// `*`.
    All,
    /// By the database.
    Expression,
    /// Not to be told from the text.
    Unknown,
}

/// Words after `SELECT` that say how to select.
const MODIFIERS: [&str; 11] = [
    "ALL",
    "DISTINCT",
    "DISTINCTROW",
    "HIGH_PRIORITY",
    "STRAIGHT_JOIN",
    "SQL_SMALL_RESULT",
    "SQL_BIG_RESULT",
    "SQL_BUFFER_RESULT",
    "SQL_NO_CACHE",
    "SQL_CACHE",
    "SQL_CALC_FOUND_ROWS",
];

/// Words after the results of a query.
const AFTER: [&str; 14] = [
    "FROM",
    "WHERE",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "FETCH",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "INTO",
    "WINDOW",
    "FOR",
];

/// The results of the query that begins with `SELECT` at a place.
pub(super) fn items(parsed: &Parsed<'_>, select: usize) -> Vec<Item> {
    let tokens = &parsed.tokens;
    let is =
        |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_any_keyword(words));
    let is_symbol =
        |at: usize, symbol: &str| tokens.get(at).is_some_and(|token| token.is_symbol(symbol));
    let mut start = select + 1;
    while is(start, &MODIFIERS) {
        start += 1;
        if is(start, &["ON"]) && is_symbol(start + 1, "(") {
            start = parsed.closing(start + 1) + 1;
        }
    }
    let mut found = Vec::new();
    let mut at = start;
    loop {
        let separates = is(at, &["FROM"]) && is(at - 1, &["DISTINCT"]);
        let ends = at >= tokens.len()
            || is_symbol(at, ")")
            || is_symbol(at, ";")
            || is(at, &AFTER) && !separates && !is(at - 1, &["AS"]);
        if ends || is_symbol(at, ",") {
            if start < at {
                found.push(item(parsed, start..at));
            }
            start = at + 1;
        }
        if ends {
            return found;
        }
        at = if is_symbol(at, "(") { parsed.closing(at) + 1 } else { at + 1 };
    }
}

fn item(parsed: &Parsed<'_>, range: Range<usize>) -> Item {
    let tokens = &parsed.tokens;
    let Range { start, end } = range;
    let last = end - 1;
    let before = last.checked_sub(1).filter(|before| *before >= start).map(|at| &tokens[at]);
    let of = |value: Range<usize>, name| Item { value, name };
    if tokens[last].is_symbol("*") && before.is_none_or(|before| before.is_symbol(".")) {
        return of(start..end, ItemName::All);
    }
    if let Some(name) = tokens[last].folded().or_else(|| tokens[last].string())
        && before.is_some_and(|before| before.is_keyword("AS"))
    {
        return of(start..last - 1, ItemName::Alias { name, end });
    }
    let is_alias = before.is_some_and(|before| !before.is_keyword("COLLATE"))
        && !tokens[last].is_any_keyword(&["END", "NULL", "TRUE", "FALSE", "UNKNOWN"])
        && follows_value(tokens, last)
        && !before.is_some_and(|before| before.is_symbol("::"));
    if let Some(name) = tokens[last].folded().or_else(|| tokens[last].string()).filter(|_| is_alias)
    {
        // The last of several words may belong to a type or an interval.
        let words = tokens[start..end].iter().rev();
        let words = words.take_while(|token| token.kind == TokenKind::Word).count();
        let is_unsure = words > 1 && end - words > start && tokens[end - words - 1].is_symbol("::")
            || tokens[start..last].iter().any(|token| token.is_keyword("INTERVAL"));
        let name = if is_unsure { ItemName::Unknown } else { ItemName::Alias { name, end } };
        return of(if is_unsure { start..end } else { start..last }, name);
    }
    match column(parsed, start..end) {
        Some(at) => of(start..end, ItemName::Column(at)),
        None => of(start..end, ItemName::Expression),
    }
}

/// The name of the column that a value is, qualified or not, in parentheses or not.
pub(super) fn column(parsed: &Parsed<'_>, mut value: Range<usize>) -> Option<usize> {
    let tokens = &parsed.tokens;
    while value.len() > 2
        && tokens[value.start].is_symbol("(")
        && parsed.closing(value.start) == value.end - 1
    {
        value = value.start + 1..value.end - 1;
    }
    let is_path = value.clone().all(|at| {
        let is_name = tokens[at].identifier().is_some();
        if (at - value.start).is_multiple_of(2) { is_name } else { tokens[at].is_symbol(".") }
    });
    (is_path && value.len() % 2 == 1).then(|| value.end - 1)
}

/// The name that a database gives to a result without one, after `renamed` changed the text of its value;
/// none where the name does not depend on columns, an error where it is not known.
pub(super) fn implicit_name(
    parsed: &Parsed<'_>,
    item: &Item,
    text: &str,
    name_of: &dyn Fn(usize) -> String,
    syntax: SqlSyntax,
) -> Result<Option<String>, Unsure> {
    /// Longer ones get another name (<https://mariadb.com/kb/en/create-view/>).
    const LONGEST: usize = 64;
    if let Some(at) = column(parsed, item.value.clone()) {
        return Ok(Some(name_of(at)));
    }
    match syntax {
        SqlSyntax::Postgres => Ok(figured(parsed, item.value.clone()).map(name_of)),
        // The text as it is written (<https://www.sqlite.org/c3ref/column_name.html>; tried on SQLite 3.45).
        SqlSyntax::Mysql(_) if text.chars().count() > LONGEST => Err(Unsure),
        SqlSyntax::Sqlite | SqlSyntax::Mysql(_) => Ok(Some(text.to_owned())),
    }
}

/// The name of a result is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsure;

/// The name that PostgreSQL names a value after: through casts, collations, subscripts, fields, and the `ELSE`
/// of a `CASE` (`FigureColname` of `parse_target.c`; tried on PostgreSQL 15).
fn figured(parsed: &Parsed<'_>, value: Range<usize>) -> Option<usize> {
    let tokens = &parsed.tokens;
    if let Some(at) = column(parsed, value.clone()) {
        return Some(at);
    }
    let Range { start, end } = value;
    if tokens[start].is_symbol("(") {
        let close = parsed.closing(start);
        if close + 1 == end {
            return figured(parsed, start + 1..close);
        }
        // `(t).n`, `(t.address).city`.
        let is_path = close < end
            && (close + 1..end).all(|at| match (at - close) % 2 {
                1 => tokens[at].is_symbol("."),
                _ => tokens[at].identifier().is_some(),
            });
        if is_path && (end - close) % 2 == 1 {
            return Some(end - 1);
        }
    }
    let cut = (start + 1..end).find(|&at| {
        let token = &tokens[at];
        let is_nested = tokens[start..at].iter().filter(|it| it.is_symbol("(")).count()
            != tokens[start..at].iter().filter(|it| it.is_symbol(")")).count();
        !is_nested && (token.is_symbol("::") || token.is_symbol("[") || token.is_keyword("COLLATE"))
    });
    if let Some(cut) = cut {
        let rest = &tokens[cut + 1..end];
        let goes_on = rest.iter().any(|token| {
            token.kind == TokenKind::Symbol
                && !["::", "[", "]", "(", ")", ",", "."].iter().any(|it| token.is_symbol(it))
        });
        // `(offices[1]).city`, `offices[1].city`.
        let is_field = tokens[cut].is_symbol("[") && tokens[end - 2].is_symbol(".");
        return match (goes_on, is_field) {
            (true, _) => None,
            (false, true) => Some(end - 1),
            (false, false) => figured(parsed, start..cut),
        };
    }
    let cast =
        tokens[start].is_keyword("CAST") && end - start > 4 && parsed.closing(start + 1) == end - 1;
    if cast {
        let typed = (start + 2..end).find(|&at| tokens[at].is_keyword("AS"))?;
        return figured(parsed, start + 2..typed);
    }
    let is_case = tokens[start].is_keyword("CASE") && tokens[end - 1].is_keyword("END");
    let other = (start..end).rev().find(|&at| tokens[at].is_keyword("ELSE"))?;
    is_case.then(|| figured(parsed, other + 1..end - 1)).flatten()
}
