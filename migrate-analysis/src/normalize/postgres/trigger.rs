//! Triggers: when they fire and what they do, in PostgreSQL's own order and words.
//!
//! See <https://www.postgresql.org/docs/current/sql-createtrigger.html>.

use super::expression;
use super::tokens::{Kind, Token, joined, parenthesized, source, split_commas, tokens};

/// The events in the order PostgreSQL prints them.
const EVENTS: [&str; 4] = ["insert", "delete", "update", "truncate"];

/// `AFTER UPDATE OF title OR INSERT` as `AFTER INSERT OR UPDATE OF title`.
pub(super) fn event(sql: &str) -> String {
    let tokens = tokens(sql);
    let is_event = |token: &Token| EVENTS.iter().any(|event| token.is_word(event));
    let first = tokens.iter().position(is_event).unwrap_or(tokens.len());
    let (when, events) = tokens.split_at(first);
    let place = |event: &&[Token]| {
        EVENTS.iter().position(|name| event.first().is_some_and(|token| token.is_word(name)))
    };
    let mut events: Vec<_> = events.split(|token| token.is_word("or")).collect();
    events.sort_by_key(place);
    let events = events.into_iter().map(one_event).collect::<Vec<_>>().join(" OR ");
    format!("{} {events}", joined(when).to_ascii_uppercase())
}

fn one_event(event: &[Token]) -> String {
    match event {
        [update, of, columns @ ..] if of.is_word("of") => {
            let columns: Vec<_> = split_commas(columns).into_iter().map(joined).collect();
            format!("{} OF {}", update.text.to_ascii_uppercase(), columns.join(", "))
        }
        other => joined(other).to_ascii_uppercase(),
    }
}

/// The clauses after the table's name.
pub(super) fn body(sql: &str) -> String {
    let tokens = tokens(sql.trim().trim_end_matches(';'));
    let mut parts = Vec::new();
    let mut level = "STATEMENT";
    let mut condition = String::new();
    let mut call = String::new();
    let mut rest = &tokens[..];
    while let [first, after @ ..] = rest {
        let end = after.iter().position(is_clause).unwrap_or(after.len());
        rest = &after[end..];
        let clause = &after[..end];
        match first.text.as_str() {
            "referencing" => parts.push(referencing(clause)),
            "for" if clause.iter().any(|token| token.is_word("row")) => level = "ROW",
            "for" => {}
            "when" => {
                if let Some((inner, after)) = parenthesized(after) {
                    condition = format!(" WHEN ({})", expression(source(sql.trim(), inner)));
                    rest = after;
                }
            }
            "execute" => call = called(clause),
            _ => parts.push(joined(&[std::slice::from_ref(first), clause].concat())),
        }
    }
    parts.push(format!("FOR EACH {level}{condition} EXECUTE FUNCTION {call}"));
    parts.join(" ")
}

fn is_clause(token: &Token) -> bool {
    ["referencing", "for", "when", "execute"].iter().any(|word| token.is_word(word))
}

/// `OLD TABLE AS before NEW TABLE AS after`; the two may stand in either order.
fn referencing(clause: &[Token]) -> String {
    let words: Vec<_> = clause.iter().filter(|token| !token.is_word("as")).cloned().collect();
    let mut tables: Vec<_> = words
        .chunks(3)
        .map(|table| match table {
            [row, _, name] => format!("{} TABLE AS {}", row.text.to_ascii_uppercase(), name.sql()),
            other => joined(other),
        })
        .collect();
    tables.sort_by_key(|table| !table.starts_with("OLD"));
    format!("REFERENCING {}", tables.join(" "))
}

/// The function and its arguments, which are text however they are written.
fn called(clause: &[Token]) -> String {
    let words = clause.get(1..).unwrap_or_default();
    let open = words.iter().position(|token| token.is_symbol("(")).unwrap_or(words.len());
    let (name, rest) = words.split_at(open);
    let name: String = name.iter().map(Token::sql).collect();
    let arguments = parenthesized(rest).map_or(rest, |(inner, _)| inner);
    let arguments = split_commas(arguments).into_iter().map(|argument| {
        let text = argument.iter().map(|token| token.text.as_str()).collect();
        Token { kind: Kind::Text, text, start: 0, end: 0 }.sql()
    });
    format!("{name}({})", arguments.collect::<Vec<_>>().join(", "))
}
