//! The tables and views that a text reads or writes, each with its alias.

use std::collections::BTreeSet;

use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

/// A table or view in a text, where the grammar wants one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The schema (namespace) before the name.
    pub(super) schema: Option<String>,
    /// The name.
    pub(super) name: String,
    /// The name that its columns are qualified with.
    pub(super) alias: String,
    /// The place of the name among the tokens.
    pub(super) at: usize,
    /// How many parentheses are open around it.
    pub(super) depth: usize,
    /// Whether rows are inserted without a list of columns.
    pub(super) takes_whole_rows: bool,
}

/// The tokens of a text and the relations in it.
pub(super) struct Parsed<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) relations: Vec<Relation>,
    /// The tokens that are aliases of relations.
    aliases: BTreeSet<usize>,
    /// The names of common table expressions, in small letters.
    common: BTreeSet<String>,
}

/// Functions whose arguments have a `FROM` that names no relation.
const WITH_FROM: [&str; 4] = ["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY"];

/// Words that end a list of relations.
const AFTER_LIST: [&str; 14] = [
    "WHERE",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "SET",
    "VALUES",
    "SELECT",
    "RETURNING",
    "WINDOW",
    "LOOP",
];

/// Words after the name of a relation that are no alias.
const NO_ALIAS: [&str; 30] = [
    "CROSS",
    "DEFAULT",
    "DO",
    "END",
    "FETCH",
    "FOR",
    "FORCE",
    "FROM",
    "FULL",
    "IGNORE",
    "INDEXED",
    "INNER",
    "JOIN",
    "LEFT",
    "NATURAL",
    "NOT",
    "OFFSET",
    "ON",
    "OVERRIDING",
    "PARTITION",
    "RIGHT",
    "STRAIGHT_JOIN",
    "TABLESAMPLE",
    "THEN",
    "USE",
    "USING",
    "WHEN",
    "BEGIN",
    "AS",
    "OUTER",
];

impl<'a> Parsed<'a> {
    pub(super) fn new(sql: &'a str, syntax: SqlSyntax) -> Self {
        let tokens: Vec<_> = Tokens::code(sql, syntax).collect();
        let common = common_names(&tokens);
        let mut parsed = Self { tokens, relations: Vec::new(), aliases: BTreeSet::new(), common };
        parsed.read();
        parsed
    }

    /// Whether a token is the name or the alias of a relation.
    pub(super) fn is_relation(&self, at: usize) -> bool {
        self.aliases.contains(&at) || self.relations.iter().any(|relation| relation.at == at)
    }

    /// Whether columns may come from what is not in `relations`: a subquery or a function.
    pub(super) fn has_derived(&self) -> bool {
        !self.common.is_empty()
    }

    fn is(&self, at: usize, keyword: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_keyword(keyword))
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_symbol(symbol))
    }

    fn read(&mut self) {
        // Of each open parenthesis, whether a list of relations is around it.
        let mut lists = vec![false];
        let mut expected = false;
        let mut at = 0;
        while at < self.tokens.len() {
            let token = self.tokens[at];
            if token.is_symbol("(") {
                lists.push(expected);
                at += 1;
                expected &= !["SELECT", "VALUES", "WITH"].iter().any(|word| self.is(at, word));
                continue;
            }
            if token.is_symbol(")") {
                lists.truncate(lists.len().saturating_sub(1).max(1));
                expected = false;
            } else if token.is_symbol(",") {
                expected = lists.last().copied().unwrap_or(false);
            } else if token.is_symbol(";") || token.is_any_keyword(&AFTER_LIST) {
                expected = false;
                if let Some(list) = lists.last_mut() {
                    *list = false;
                }
            } else if self.introduces(at) {
                expected = true;
                if let Some(list) = lists.last_mut() {
                    *list = true;
                }
            } else if expected && token.is_any_keyword(&["ONLY", "LATERAL", "IGNORE", "TABLE"]) {
                // Words between the keyword and the name.
            } else if expected {
                expected = false;
                at = self.relation(at, lists.len() - 1);
                continue;
            }
            at += 1;
        }
    }

    /// Whether a keyword is followed by a relation.
    fn introduces(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let before = |keywords: &[&str]| {
            at.checked_sub(1).is_some_and(|before| self.tokens[before].is_any_keyword(keywords))
        };
        if token.is_keyword("FROM") {
            return !before(&["DISTINCT"]) && !self.is_argument(at);
        }
        if token.is_keyword("UPDATE") {
            return !before(&["FOR", "DO", "KEY", "BEFORE", "AFTER", "OF", "OR", "ON"]);
        }
        if token.is_keyword("USING") {
            return !self.is_symbol(at + 1, "(");
        }
        token.is_any_keyword(&["JOIN", "STRAIGHT_JOIN", "INTO", "TRUNCATE", "REFERENCES"])
    }

    /// Whether a `FROM` separates the arguments of a function.
    fn is_argument(&self, at: usize) -> bool {
        let mut depth = 0_usize;
        for before in (0..at).rev() {
            let token = &self.tokens[before];
            if token.is_symbol(")") {
                depth += 1;
            } else if token.is_symbol("(") && depth == 0 {
                let name = before.checked_sub(1).map(|name| &self.tokens[name]);
                return name.is_some_and(|name| name.is_any_keyword(&WITH_FROM));
            } else if token.is_symbol("(") {
                depth -= 1;
            }
        }
        false
    }

    /// Reads the name of a relation and its alias; the place after them.
    fn relation(&mut self, at: usize, depth: usize) -> usize {
        let Some(first) = self.tokens[at].identifier() else { return at + 1 };
        let second = self.is_symbol(at + 1, ".").then(|| self.tokens.get(at + 2)).flatten();
        let (schema, name, at) = match second.and_then(Token::identifier) {
            Some(name) => (Some(first), name, at + 2),
            None => (None, first, at),
        };
        let inserts = self.tokens[..at].iter().rev().find(|token| token.kind == TokenKind::Word);
        let inserts = inserts.is_some_and(|token| token.is_keyword("INTO"))
            || schema.is_some()
                && self.tokens[..at]
                    .iter()
                    .rev()
                    .nth(2)
                    .is_some_and(|token| token.is_keyword("INTO"));
        let mut next = at + 1;
        // A function in the place of a table.
        if self.is_symbol(next, "(") && !inserts {
            return next;
        }
        let takes_whole_rows = inserts
            && ["VALUES", "SELECT", "VALUE", "TABLE", "WITH"]
                .iter()
                .any(|word| self.is(next, word));
        let mut alias = name.clone();
        next += usize::from(self.is(next, "AS"));
        if let Some(token) = self.tokens.get(next)
            && !token.is_any_keyword(&NO_ALIAS)
            && !token.is_any_keyword(&AFTER_LIST)
            && let Some(given) = token.identifier()
        {
            alias = given;
            self.aliases.insert(next);
            next += 1;
        }
        if schema.is_none() && self.common.contains(&name.to_ascii_lowercase()) {
            return next;
        }
        self.relations.push(Relation { schema, name, alias, at, depth, takes_whole_rows });
        next
    }
}

/// The names that `WITH` gives to queries.
fn common_names(tokens: &[Token<'_>]) -> BTreeSet<String> {
    if !tokens.iter().any(|token| token.is_keyword("WITH")) {
        return BTreeSet::new();
    }
    let mut names = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let follows = at.checked_sub(1).map(|before| &tokens[before]);
        let follows = follows.is_some_and(|before| {
            before.is_symbol(",") || before.is_any_keyword(&["WITH", "RECURSIVE"])
        });
        let mut next = at + 1;
        if follows && tokens.get(next).is_some_and(|token| token.is_symbol("(")) {
            let length = tokens[next..].iter().position(|token| token.is_symbol(")"));
            next += length.map_or(0, |length| length + 1);
        }
        let is_query = tokens.get(next).is_some_and(|token| token.is_keyword("AS"))
            && tokens.get(next + 1).is_some_and(|token| {
                token.is_symbol("(") || token.is_any_keyword(&["MATERIALIZED", "NOT"])
            });
        if follows
            && is_query
            && let Some(name) = token.identifier()
        {
            names.insert(name.to_ascii_lowercase());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relations(sql: &str) -> String {
        let parsed = Parsed::new(sql, SqlSyntax::Postgres);
        let names = parsed.relations.iter().map(|relation| {
            let schema = relation.schema.as_ref().map(|schema| format!("{schema}."));
            let alias = (relation.alias != relation.name).then(|| format!(" {}", relation.alias));
            format!("{}{}{}", schema.unwrap_or_default(), relation.name, alias.unwrap_or_default())
        });
        names.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn relations_are_found_where_the_grammar_wants_them() {
        for (sql, expected) in [
            ("SELECT t FROM a AS t, app.b c JOIN d ON d.x = a.x WHERE e > 0", "a t, app.b c, d"),
            ("SELECT 1 FROM (SELECT x FROM a) s, b WHERE x IN (SELECT y FROM c, d)", "a, b, c, d"),
            ("SELECT extract(year FROM born), trim(both FROM n) FROM a", "a"),
            ("SELECT a IS DISTINCT FROM b FROM c", "c"),
            ("WITH x AS (SELECT 1 FROM a), y (n) AS (SELECT 2) SELECT * FROM x, y, b", "a, b"),
            (
                "BEGIN INSERT INTO log (a) VALUES (1); UPDATE t SET n = 1; DELETE FROM u; END",
                "log, t, u",
            ),
            ("INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET b = 1", "a"),
            ("SELECT * FROM generate_series(1, 2) g, ONLY a FOR UPDATE", "a"),
            ("SELECT 1 FROM (a JOIN b ON TRUE)", "a, b"),
            ("SELECT 'FROM a' -- FROM b", ""),
        ] {
            assert_eq!(relations(sql), expected, "{sql}");
        }
    }
}
