//! Views: as much of a query as can be compared.
//!
//! PostgreSQL keeps no text of a query. It prints one from the parse tree, with `*` written out, every
//! column qualified and named, and casts and parentheses added; which of them depends on the version.
//! What is the same in both texts are the relations, how they are joined, and the clauses.

use super::tokens::{Kind, Token, tokens};

/// The text in parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A query, or the whole text.
    Query,
    /// Relations that are joined.
    Relations,
    /// An expression, or a list of columns.
    Other,
}

struct Level {
    within: Within,
    /// Whether the relations after `FROM` are being listed.
    in_from: bool,
}

/// The relations a query reads and its clauses, in order.
pub(super) fn skeleton(sql: &str) -> String {
    let tokens = tokens(sql);
    let mut words: Vec<String> = Vec::new();
    if let [table, name @ ..] = &tokens[..]
        && table.is_word("table")
    {
        words.extend(["select".to_owned(), "from".to_owned()]);
        words.extend(name.last().map(Token::sql));
    }
    let mut levels = vec![Level { within: Within::Query, in_from: false }];
    // Whether a relation comes next.
    let mut expected = false;
    // Whether it comes after a comma.
    let mut listed = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        at += 1;
        if token.is_symbol("(") {
            let is_query = begins_query(&tokens[at..]);
            let within = match (is_query, expected) {
                (true, _) => Within::Query,
                (false, true) => Within::Relations,
                (false, false) => Within::Other,
            };
            expected &= !is_query;
            levels.push(Level { within, in_from: within == Within::Relations });
            continue;
        }
        if token.is_symbol(")") {
            levels.pop();
            expected = false;
            continue;
        }
        let Some(level) = levels.last_mut().filter(|level| level.within != Within::Other) else {
            continue;
        };
        let is_skipped = token.is_word("only") || token.is_word("lateral");
        if token.is_symbol(",") {
            expected = level.in_from;
            listed = expected;
        } else if token.kind == Kind::Word && is_clause(token, next) {
            let before = &tokens[..at - 1];
            listed = false;
            match token.text.as_str() {
                // `IS [NOT] DISTINCT FROM` compares.
                "distinct" if !before.last().is_some_and(|token| token.is_word("select")) => {
                    at += usize::from(next.is_some_and(|next| next.is_word("from")));
                    continue;
                }
                "from" => (level.in_from, expected) = (true, true),
                "join" => expected = true,
                "left" | "right" | "full" | "distinct" => {}
                _ => (level.in_from, expected) = (false, false),
            }
            words.push(token.text.clone());
            if token.is_word("group") {
                words.push("by".to_owned());
            }
        } else if expected && token.is_name() && !is_skipped {
            at += qualifier_length(&tokens[at..]);
            if listed && let Some(last) = words.last_mut() {
                last.push(',');
            }
            words.extend(tokens.get(at - 1).map(Token::sql));
            (expected, listed) = (false, false);
        }
    }
    words.join(" ")
}

fn begins_query(tokens: &[Token]) -> bool {
    let first = tokens.iter().find(|token| !token.is_symbol("("));
    first.is_some_and(|token| ["select", "with", "values"].iter().any(|word| token.is_word(word)))
}

/// How many tokens of a name follow its first.
fn qualifier_length(tokens: &[Token]) -> usize {
    let parts = tokens.chunks(2);
    2 * parts.take_while(|part| part.len() == 2 && part[0].is_symbol(".")).count()
}

/// Whether a word belongs to the skeleton. `left` and `right` may be functions; a natural join without
/// common columns is printed as a cross join, so neither word counts.
fn is_clause(token: &Token, next: Option<&Token>) -> bool {
    let followed_by =
        |words: &[&str]| next.is_some_and(|next| words.iter().any(|word| next.is_word(word)));
    match token.text.as_str() {
        "left" | "right" | "full" => followed_by(&["join", "outer"]),
        "group" => followed_by(&["by"]),
        "order" | "limit" | "offset" | "fetch" | "window" => false,
        word => matches!(
            word,
            "select"
                | "distinct"
                | "from"
                | "join"
                | "where"
                | "having"
                | "union"
                | "intersect"
                | "except"
        ),
    }
}
