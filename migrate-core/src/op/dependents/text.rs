//! Whether a text needs a relation, a value of an enum type, a function or a sequence.

use std::ops::Range;

use crate::schema::{QualifiedName, Schema};
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

use super::relations::{Parsed, Relation};

/// How sure it is that a text needs something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The text has the name, and in its scope the name may mean something else.
    Mentioned,
    /// It does.
    Certain,
}

/// A text and what it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) sql: &'a str,
    pub(super) syntax: SqlSyntax,
    /// The schema (namespace) of the view, trigger or function.
    pub(super) namespace: Option<&'a str>,
    /// The table whose rows are `NEW` and `OLD`.
    pub(super) watched: Option<&'a QualifiedName>,
    /// Whether it is a query whose results have names: a view's.
    pub(super) is_query: bool,
    /// Whether `SELECT *` was expanded to the columns of the time.
    pub(super) expands_star: bool,
}

pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Text<'_> {
    /// Whether the text reads or writes the relation.
    pub(super) fn needs_relation(&self, name: &QualifiedName, schema: &Schema) -> bool {
        let parsed = Parsed::new(self.sql, self.syntax);
        parsed.relations.iter().any(|relation| self.means(&parsed, relation, name, schema))
    }

    /// Whether a relation in the text is the one of that name.
    pub(super) fn means(
        &self,
        parsed: &Parsed<'_>,
        relation: &Relation,
        name: &QualifiedName,
        schema: &Schema,
    ) -> bool {
        if relation.name.is_empty() || !parsed.tokens[relation.at].spells(&name.name) {
            return false;
        }
        // MariaDB and MySQL know the case of a table's name or not, as the server is set up
        // (`lower_case_table_names`): one that is written exactly so comes first.
        let is_other = relation.name != name.name
            && matches!(self.syntax, SqlSyntax::Mysql(_))
            && schema.relation(&name.sibling(relation.name.as_str())).is_some();
        if is_other {
            return false;
        }
        match (relation.schema.as_deref(), name.schema.as_deref()) {
            (Some(given), Some(known)) => same(given, known),
            // The connection's own schema, which may be written out.
            (Some(given), None) => !schema.namespaces.iter().any(|known| same(known, given)),
            (None, None) => true,
            // Found by the search path, or beside the object whose text this is.
            (None, Some(known)) => {
                let plain = QualifiedName::from(name.name.as_str());
                self.namespace.is_some_and(|own| same(own, known))
                    || schema.relation(&plain).is_none()
                        && matches!(self.syntax, SqlSyntax::Postgres)
            }
        }
    }

    /// Whether the text inserts a row of written values without a list of columns. A `*` may bring a
    /// value for each column that is added to both tables.
    pub(super) fn inserts_whole_rows(&self, table: &QualifiedName, schema: &Schema) -> bool {
        let parsed = Parsed::new(self.sql, self.syntax);
        let mut relations = parsed.relations.iter();
        relations.any(|it| it.takes_whole_rows && self.means(&parsed, it, table, schema))
            && !parsed.tokens.iter().any(|token| token.is_symbol("*"))
    }

    /// Where the text compares one of the columns with the value.
    pub(super) fn compares(
        &self,
        is_column: impl Fn(&str) -> bool,
        value: &str,
    ) -> Vec<Range<usize>> {
        let tokens = Parsed::new(self.sql, self.syntax).tokens;
        let values = tokens.iter().enumerate().filter(|(at, token)| {
            let is_value = token.string().is_some_and(|text| text == value);
            is_value && compared(&tokens, *at).is_some_and(|name| is_column(&name))
        });
        values.map(|(_, token)| token.start..token.end()).collect()
    }

    /// Where a string in the text is the value.
    pub(super) fn strings(&self, value: &str) -> Vec<Range<usize>> {
        let tokens = Tokens::code(self.sql, self.syntax);
        let values = tokens.filter(|token| token.string().is_some_and(|text| text == value));
        values.map(|token| token.start..token.end()).collect()
    }

    /// Whether the text calls the function.
    pub(super) fn calls(&self, name: &QualifiedName) -> bool {
        let tokens = Parsed::new(self.sql, self.syntax).tokens;
        tokens.windows(2).enumerate().any(|(at, pair)| {
            let named = pair[0].identifier().is_some_and(|text| same(&text, &name.name));
            let column_list = at.checked_sub(1).map(|before| &tokens[before]);
            let column_list = column_list.is_some_and(|before| {
                before.is_any_keyword(&["INTO", "TABLE", "ON", "REFERENCES"])
            });
            let schema = qualifier(&tokens, at);
            let meant =
                schema.zip(name.schema.as_ref()).is_none_or(|(given, known)| same(&given, known));
            named && meant && !column_list && pair[1].is_symbol("(")
        })
    }

    /// Whether the text takes numbers from the sequence.
    pub(super) fn takes_numbers(&self, name: &QualifiedName) -> bool {
        const CALLS: [&str; 5] = ["NEXTVAL", "CURRVAL", "SETVAL", "LASTVAL", "REGCLASS"];
        let parsed = Parsed::new(self.sql, self.syntax);
        let tokens = &parsed.tokens;
        tokens.iter().enumerate().any(|(at, token)| {
            let before = |distance: usize| at.checked_sub(distance).and_then(|at| tokens.get(at));
            let called = before(1).is_some_and(|token| token.is_symbol("("))
                && before(2).is_some_and(|token| token.is_any_keyword(&CALLS));
            let next = before(1).is_some_and(|token| token.is_keyword("FOR"))
                && before(2).is_some_and(|token| token.is_keyword("VALUE"));
            let spelled = match token.kind {
                TokenKind::String => token.string(),
                TokenKind::Word | TokenKind::Quoted => token.identifier(),
                TokenKind::Blob
                | TokenKind::Number
                | TokenKind::Parameter
                | TokenKind::Introducer
                | TokenKind::Symbol
                | TokenKind::Comment => None,
            };
            let spelled = spelled.map(|text| text.replace('"', ""));
            (called || next)
                && spelled
                    .is_some_and(|text| same(&text, &name.name) || same(&text, &name.to_string()))
        })
    }

    /// Whether the text names the type where the grammar wants one.
    pub(super) fn names_type(&self, name: &QualifiedName) -> bool {
        let tokens = Parsed::new(self.sql, self.syntax).tokens;
        tokens.iter().enumerate().any(|(at, token)| {
            let named = token.identifier().is_some_and(|text| same(&text, &name.name));
            let start = if qualifier(&tokens, at).is_some() { at - 2 } else { at };
            let before = start.checked_sub(1).map(|before| &tokens[before]);
            named
                && before.is_some_and(|before| {
                    before.is_symbol("::") || before.is_any_keyword(&["AS", "RETURNS", "SETOF"])
                })
        })
    }
}

/// The name before the dot before a token.
pub(super) fn qualifier(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let dot = at.checked_sub(1).and_then(|dot| tokens.get(dot));
    dot.filter(|dot| dot.is_symbol("."))?;
    at.checked_sub(2).and_then(|name| tokens.get(name)).and_then(Token::identifier)
}

/// The column that a value is compared with.
fn compared(tokens: &[Token<'_>], at: usize) -> Option<String> {
    const OPERATORS: [&str; 7] = ["=", "<>", "!=", "<", ">", "<=", ">="];
    const BETWEEN: [&str; 12] = [
        "IN", "NOT", "ANY", "SOME", "ALL", "ARRAY", "IS", "DISTINCT", "FROM", "LIKE", "BETWEEN",
        "WHEN",
    ];
    if tokens.get(at + 1).is_some_and(|next| OPERATORS.iter().any(|it| next.is_symbol(it)))
        && let Some(name) = tokens.get(at + 2).and_then(Token::identifier)
    {
        // `'old' = t.status`.
        let dotted = tokens.get(at + 3).is_some_and(|next| next.is_symbol("."));
        return if dotted { tokens.get(at + 4).and_then(Token::identifier) } else { Some(name) };
    }
    for before in (0..at).rev() {
        let token = &tokens[before];
        if token.is_any_keyword(&["AND", "OR", "THEN", "ELSE", "WHERE", "SELECT", "SET"])
            || token.is_symbol(";")
        {
            return None;
        }
        let is_type = before.checked_sub(1).is_some_and(|before| tokens[before].is_symbol("::"));
        if is_type || token.is_any_keyword(&BETWEEN) {
            continue;
        }
        if let Some(name) = token.identifier() {
            return Some(name);
        }
    }
    None
}
