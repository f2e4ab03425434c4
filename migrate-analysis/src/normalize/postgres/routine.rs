//! Functions: their arguments, and the clauses after these, in one order and with no word that says
//! nothing.
//!
//! See <https://www.postgresql.org/docs/current/sql-createfunction.html>.

use std::fmt::Write as _;

use super::expression;
use super::tokens::{Kind, Token, joined, parenthesized, source, split_commas, tokens};
use super::types::spelling_of;

/// The arguments of a function: types in PostgreSQL's spelling and without their lengths, which it
/// does not keep.
pub(crate) fn arguments(sql: &str) -> String {
    let tokens = tokens(sql);
    let arguments = split_commas(&tokens).into_iter().map(|tokens| argument(sql, tokens));
    arguments.collect::<Vec<_>>().join(", ")
}

const MODES: [&str; 4] = ["in", "out", "inout", "variadic"];

fn is_mode(token: &Token) -> bool {
    MODES.iter().any(|mode| token.is_word(mode))
}

fn argument(sql: &str, tokens: &[Token]) -> String {
    let is_default =
        |token: &Token| token.is_word("default") || token.is_symbol("=") || token.is_symbol(":=");
    let end = tokens.iter().position(is_default).unwrap_or(tokens.len());
    let (mut declared, default) = tokens.split_at(end);
    let mut parts = Vec::new();
    // The mode may stand before or after the name.
    let mode = declared.iter().take(2).find(|token| is_mode(token));
    if let Some(mode) = mode.filter(|mode| !mode.is_word("in")) {
        parts.push(mode.text.to_ascii_uppercase());
    }
    if let [first, rest @ ..] = declared
        && is_mode(first)
    {
        declared = rest;
    }
    if let [name, rest @ ..] = declared
        && name.is_name()
        && !rest.is_empty()
        && !is_type(name, &rest[0])
    {
        parts.push(name.sql());
        declared = if is_mode(&rest[0]) { &rest[1..] } else { rest };
    }
    parts.push(result_type(declared));
    if let [_, default @ ..] = default {
        parts.push(format!("DEFAULT {}", expression(source(sql, default))));
    }
    parts.join(" ")
}

/// Whether two tokens begin a type, so that the first is no name of an argument.
fn is_type(first: &Token, second: &Token) -> bool {
    let follows = |words: &[&str]| words.iter().any(|word| second.is_word(word));
    match (first.text.as_str(), first.kind) {
        _ if second.kind == Kind::Symbol => true,
        ("double", Kind::Word) => follows(&["precision"]),
        ("character" | "char" | "bit" | "nchar", Kind::Word) => follows(&["varying"]),
        ("national", Kind::Word) => follows(&["character", "char"]),
        ("time" | "timestamp", Kind::Word) => follows(&["with", "without"]),
        ("interval", Kind::Word) => follows(&["year", "month", "day", "hour", "minute", "second"]),
        _ => false,
    }
}

/// A type without its length.
fn result_type(tokens: &[Token]) -> String {
    let spelled = spelling_of(tokens);
    match (spelled.find('('), spelled.find(')')) {
        (Some(open), Some(close)) => format!("{}{}", &spelled[..open], &spelled[close + 1..]),
        _ => spelled,
    }
}

/// The words that begin a clause of a function's definition.
const CLAUSES: [&str; 20] = [
    "as",
    "begin",
    "called",
    "cost",
    "external",
    "immutable",
    "language",
    "leakproof",
    "not",
    "parallel",
    "return",
    "returns",
    "rows",
    "security",
    "set",
    "stable",
    "strict",
    "support",
    "volatile",
    "window",
];

/// Everything after a function's arguments.
///
/// The body of a function written as SQL (`BEGIN ATOMIC`, `RETURN`) is printed by PostgreSQL from its
/// parse tree, so it is left out.
pub(super) fn definition(sql: &str, arguments: &str) -> String {
    let tokens = tokens(sql);
    let mut clauses = Vec::new();
    let mut body = None;
    let mut language = "sql".to_owned();
    let mut rest = &tokens[..];
    while let [first, after @ ..] = rest {
        let end = after.iter().position(is_clause).unwrap_or(after.len());
        let (clause, next) = after.split_at(end);
        rest = next;
        match first.text.as_str() {
            "as" => body = Some(clause.iter().map(|part| part.text.as_str()).collect::<String>()),
            "begin" | "return" => break,
            "language" => language = clause.iter().map(|name| name.text.to_lowercase()).collect(),
            // `EXTERNAL SECURITY` and `NOT LEAKPROOF`
            "external" => {}
            "not" => rest = next.get(1..).unwrap_or_default(),
            _ => clauses.extend(attribute(first, clause, arguments)),
        }
    }
    clauses.push((1, format!("LANGUAGE {language}")));
    clauses.retain(|(_, clause)| !is_usual_cost(clause, &language));
    clauses.sort();
    let mut text = clauses.into_iter().map(|(_, clause)| clause).collect::<Vec<_>>().join(" ");
    if let Some(body) = body {
        let tag = if body.contains("$$") { "$function$" } else { "$$" };
        // Writing to a string cannot fail.
        let _ = write!(text, " AS {tag}{body}{tag}");
    }
    text
}

fn is_clause(token: &Token) -> bool {
    CLAUSES.iter().any(|word| token.is_word(word))
}

fn is_usual_cost(clause: &str, language: &str) -> bool {
    match clause {
        "COST 1" => matches!(language, "c" | "internal"),
        "COST 100" => !matches!(language, "c" | "internal"),
        "ROWS 1000" => true,
        _ => false,
    }
}

/// A clause with its place among the others; none for what is so without it.
fn attribute(first: &Token, clause: &[Token], arguments: &str) -> Option<(u8, String)> {
    let words = joined(clause);
    Some(match (first.text.as_str(), words.as_str()) {
        ("returns", "null on null input") | ("strict", _) => (3, "STRICT".to_owned()),
        // With arguments that are results, the function returns these.
        ("returns", _) if has_results(arguments) => return None,
        ("returns", _) => (0, format!("RETURNS {}", returned(clause))),
        ("volatile" | "called", _) | ("security", "invoker") | ("parallel", "unsafe") => {
            return None;
        }
        ("immutable" | "stable", _) => (2, first.text.to_ascii_uppercase()),
        ("leakproof", _) => (4, "LEAKPROOF".to_owned()),
        ("security", _) => (5, "SECURITY DEFINER".to_owned()),
        ("parallel", _) => (6, format!("PARALLEL {}", words.to_ascii_uppercase())),
        ("cost" | "rows", _) => (7, format!("{} {words}", first.text.to_ascii_uppercase())),
        ("set", _) => (8, format!("SET {}", setting(clause))),
        (other, _) => (9, format!("{other} {words}")),
    })
}

fn has_results(arguments: &str) -> bool {
    let arguments = tokens(arguments);
    split_commas(&arguments)
        .iter()
        .filter_map(|argument| argument.first())
        .any(|mode| mode.is_word("out") || mode.is_word("inout"))
}

fn returned(clause: &[Token]) -> String {
    match clause {
        [set, element @ ..] if set.is_word("setof") => format!("SETOF {}", result_type(element)),
        [table, columns @ ..] if table.is_word("table") => {
            let columns = parenthesized(columns).map_or(columns, |(columns, _)| columns);
            format!("TABLE({})", arguments(&joined(columns)))
        }
        single => result_type(single),
    }
}

/// `search_path = public, pg_temp` and `search_path TO 'public', 'pg_temp'` are the same.
fn setting(clause: &[Token]) -> String {
    let is_between = |token: &Token| token.is_word("to") || token.is_symbol("=");
    let Some(at) = clause.iter().position(is_between) else { return joined(clause) };
    let name: String = clause[..at].iter().map(|token| token.text.as_str()).collect();
    let values: Vec<_> = split_commas(&clause[at + 1..])
        .into_iter()
        .map(|value| value.iter().map(|token| token.text.as_str()).collect::<String>())
        .collect();
    format!("{name} TO {}", values.join(", "))
}
