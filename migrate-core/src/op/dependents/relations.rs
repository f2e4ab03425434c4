//! The tables and views that a text reads or writes, each with its alias.

use std::collections::BTreeSet;

use crate::sql_text::{SqlSyntax, Token, Tokens};

use super::common::Common;
use super::scopes::Scopes;
use super::words::{AFTER_LIST, NO_ALIAS, WITH_FROM};

/// A table, a view or a derived query in a text, where the grammar wants one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The schema (namespace) before the name.
    pub(super) schema: Option<String>,
    /// The name; none of a query.
    pub(super) name: String,
    /// The name that its columns are qualified with.
    pub(super) alias: String,
    /// The place of the name among the tokens.
    pub(super) at: usize,
    /// The place of the alias, when one is given.
    pub(super) alias_at: Option<usize>,
    /// How many parentheses are open around it.
    pub(super) depth: usize,
    /// Whether rows are inserted without a list of columns.
    pub(super) takes_whole_rows: bool,
    /// What a query, a common table expression or a function is.
    pub(super) derived: Option<Derived>,
}

/// The columns of a relation that is made in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Derived {
    /// Those of a list: `s (a, b)`.
    Listed(Vec<usize>),
    /// Those of the query in the parenthesis that opens there.
    Query(usize),
    /// Not to be told from the text: a function's.
    Unknown,
}

/// The tokens of a text and the relations in it.
pub(super) struct Parsed<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) relations: Vec<Relation>,
    pub(super) scopes: Scopes,
    /// The tokens that name relations, are aliases of them or of their columns.
    pub(super) names: BTreeSet<usize>,
    pub(super) common: Vec<Common>,
    /// The parentheses that open a query among relations, and those of them after `LATERAL`.
    pub(super) queries: BTreeSet<usize>,
    lateral: BTreeSet<usize>,
}

impl<'a> Parsed<'a> {
    pub(super) fn new(sql: &'a str, syntax: SqlSyntax) -> Self {
        let tokens: Vec<_> = Tokens::code(sql, syntax).collect();
        let mut parsed = Self {
            scopes: Scopes::new(&[], &BTreeSet::new(), &BTreeSet::new()),
            tokens,
            relations: Vec::new(),
            names: BTreeSet::new(),
            common: Vec::new(),
            queries: BTreeSet::new(),
            lateral: BTreeSet::new(),
        };
        parsed.read_common();
        parsed.read();
        parsed.scopes = Scopes::new(&parsed.tokens, &parsed.queries, &parsed.lateral);
        parsed
    }

    /// Whether a token is the name or an alias of a relation, or names a column that the text makes.
    pub(super) fn is_name(&self, at: usize) -> bool {
        self.names.contains(&at)
    }

    /// The relations of a scope.
    pub(super) fn relations_in(&self, scope: usize) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(move |relation| self.scopes.of(relation.at) == scope)
    }

    pub(super) fn is(&self, at: usize, keyword: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_keyword(keyword))
    }

    pub(super) fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_symbol(symbol))
    }

    pub(super) fn is_query(&self, at: usize) -> bool {
        ["SELECT", "VALUES", "WITH"].iter().any(|word| self.is(at, word))
    }

    /// The parenthesis that closes the one at a place, or the end of the text.
    pub(super) fn closing(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(open) {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
        }
        self.tokens.len()
    }

    /// The names in the parentheses that open at a place, when there are any, and the place after them.
    pub(super) fn listed(&mut self, at: usize) -> (Option<Vec<usize>>, usize) {
        if !self.is_symbol(at, "(") {
            return (None, at);
        }
        let close = self.closing(at);
        let is_name = |at: &usize| self.tokens[*at].identifier().is_some();
        let names: Vec<_> = (at + 1..close).filter(is_name).collect();
        self.names.extend(&names);
        (Some(names), close + 1)
    }

    /// The `SELECT` of the query in a parenthesis.
    pub(super) fn query_at(&self, open: usize) -> Option<usize> {
        let scope = self.scopes.of(open + 1);
        let mut queries = self.scopes.queries();
        queries.find_map(|(select, _)| (self.scopes.of(select) == scope).then_some(select))
    }

    fn read(&mut self) {
        // Of each open parenthesis, whether a list of relations is around it, and where it opens when it is
        // a query among relations.
        let mut lists = vec![(false, None)];
        let mut expected = false;
        let mut at = 0;
        while at < self.tokens.len() {
            let token = self.tokens[at];
            if token.is_symbol("(") {
                let derived = expected && self.is_query(at + 1);
                lists.push((expected, derived.then_some(at)));
                if derived {
                    self.queries.insert(at);
                    if at.checked_sub(1).is_some_and(|before| self.is(before, "LATERAL")) {
                        self.lateral.insert(at);
                    }
                }
                at += 1;
                expected &= !derived;
                continue;
            }
            if token.is_symbol(")") {
                let closed = if lists.len() > 1 { lists.pop() } else { None };
                expected = false;
                if let Some((_, Some(open))) = closed {
                    at = self.derived(at, Derived::Query(open), lists.len() - 1);
                    continue;
                }
            } else if token.is_symbol(",") {
                expected = lists.last().is_some_and(|(list, _)| *list);
            } else if token.is_symbol(";") || token.is_any_keyword(&AFTER_LIST) {
                expected = false;
                if let Some((list, _)) = lists.last_mut() {
                    *list = false;
                }
            } else if self.introduces(at) {
                expected = true;
                if let Some((list, _)) = lists.last_mut() {
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

    /// Reads the alias of what ends at a place, and the names of its columns; the place after them.
    fn derived(&mut self, end: usize, derived: Derived, depth: usize) -> usize {
        let (alias_at, next) = self.alias(end + 1);
        let (list, next) = if alias_at.is_some() { self.listed(next) } else { (None, next) };
        let alias = alias_at.and_then(|at| self.tokens[at].folded()).unwrap_or_default();
        self.relations.push(Relation {
            schema: None,
            name: String::new(),
            alias,
            at: alias_at.unwrap_or(end),
            alias_at,
            depth,
            takes_whole_rows: false,
            derived: Some(list.map_or(derived, Derived::Listed)),
        });
        next
    }

    /// Reads an alias, with or without `AS`; the place after it.
    fn alias(&mut self, at: usize) -> (Option<usize>, usize) {
        let next = at + usize::from(self.is(at, "AS"));
        let given = self.tokens.get(next).filter(|token| {
            token.identifier().is_some()
                && !token.is_any_keyword(&NO_ALIAS)
                && !token.is_any_keyword(&AFTER_LIST)
        });
        if given.is_none() {
            return (None, at);
        }
        self.names.insert(next);
        (Some(next), next + 1)
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
        let start = at;
        let second = self.is_symbol(at + 1, ".").then(|| self.tokens.get(at + 2)).flatten();
        let (schema, name, at) = match second.and_then(Token::identifier) {
            Some(name) => (Some(first), name, at + 2),
            None => (None, first, at),
        };
        let inserts = start.checked_sub(1).is_some_and(|before| self.is(before, "INTO"));
        // A function in the place of a table.
        if self.is_symbol(at + 1, "(") && !inserts {
            let close = self.closing(at + 1);
            return self.derived(close.min(self.tokens.len() - 1), Derived::Unknown, depth);
        }
        let takes_whole_rows = inserts
            && ["VALUES", "SELECT", "VALUE", "TABLE", "WITH"]
                .iter()
                .any(|word| self.is(at + 1, word));
        self.names.insert(at);
        let (alias_at, mut next) = self.alias(at + 1);
        let alias = alias_at.or(Some(at)).and_then(|at| self.tokens[at].folded());
        let mut derived = schema.is_none().then(|| self.common_at(&name, at)).flatten();
        if alias_at.is_some() && !inserts {
            let (list, after) = self.listed(next);
            next = after;
            derived = list.map(Derived::Listed).or(derived);
        }
        let is_made = derived.is_some() && schema.is_none() && self.common_at(&name, at).is_some();
        self.relations.push(Relation {
            schema,
            alias: alias.unwrap_or_default(),
            name: if is_made { String::new() } else { name },
            at,
            alias_at,
            depth,
            takes_whole_rows,
            derived,
        });
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relations(sql: &str) -> String {
        let parsed = Parsed::new(sql, SqlSyntax::Postgres);
        let found = parsed.relations.iter().filter(|relation| !relation.name.is_empty());
        let names = found.map(|relation| {
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
            ("WITH a AS (SELECT 1 FROM a) SELECT * FROM a", "a"),
            ("WITH RECURSIVE a AS (SELECT 1 FROM b JOIN a ON TRUE) SELECT * FROM a", "b"),
            ("SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) s, a", "a"),
        ] {
            assert_eq!(relations(sql), expected, "{sql}");
        }
    }
}
