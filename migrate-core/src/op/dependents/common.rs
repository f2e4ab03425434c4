//! Common table expressions: the queries that `WITH` gives names to, and where the names mean them.

use std::ops::Range;

use crate::sql_text::opening;

use super::relations::{Derived, Parsed};

/// A common table expression.
#[derive(Clone, Debug)]
pub(super) struct Common {
    name: String,
    /// Where its name means it.
    visible: Vec<Range<usize>>,
    derived: Derived,
}

impl Parsed<'_> {
    /// Whether a name is one of a common table expression.
    pub(super) fn has_common(&self, name: &str) -> bool {
        self.common.iter().any(|common| common.name.eq_ignore_ascii_case(name))
    }

    /// Reads the queries that `WITH` gives names to.
    pub(super) fn read_common(&mut self) {
        if !self.tokens.iter().any(|token| token.is_keyword("WITH")) {
            return;
        }
        for at in 1..self.tokens.len() {
            let before = &self.tokens[at - 1];
            let follows = before.is_symbol(",") || before.is_any_keyword(&["WITH", "RECURSIVE"]);
            let Some(name) = self.tokens[at].identifier().filter(|_| follows) else { continue };
            let has_list = self.is_symbol(at + 1, "(");
            let mut open = if has_list { self.closing(at + 1) + 1 } else { at + 1 };
            if !self.is(open, "AS") {
                continue;
            }
            open += 1;
            while self.is(open, "NOT") || self.is(open, "MATERIALIZED") {
                open += 1;
            }
            let begins = ["INSERT", "UPDATE", "DELETE", "TABLE"];
            let is_statement = self.is_query(open + 1)
                || self.is_symbol(open + 1, "(")
                || begins.iter().any(|word| self.is(open + 1, word));
            if !self.is_symbol(open, "(") || !is_statement {
                continue;
            }
            let (list, _) = self.listed(at + 1);
            self.names.insert(at);
            self.queries.insert(open);
            let close = self.closing(open);
            // Where the query that `WITH` begins ends.
            let end =
                opening(&self.tokens, at).map_or(self.tokens.len(), |open| self.closing(open));
            let mut visible: Vec<_> = std::iter::once(close..end).collect();
            let is_recursive = self.tokens[..at].iter().any(|token| token.is_keyword("RECURSIVE"));
            if is_recursive {
                visible.push(open..close);
            }
            let derived = list.map_or(Derived::Query(open), Derived::Listed);
            self.common.push(Common { name, visible, derived });
        }
    }

    /// What the common table expression of that name is, where one is meant.
    pub(super) fn common_at(&self, name: &str, at: usize) -> Option<Derived> {
        let meant = self.common.iter().rev().find(|common| {
            common.name.eq_ignore_ascii_case(name)
                && common.visible.iter().any(|visible| visible.contains(&at))
        });
        meant.map(|common| common.derived.clone())
    }
}
