//! Whether a text needs a relation, a column, a value of an enum type, a function or a sequence.

use std::ops::Range;

use crate::schema::{QualifiedName, Schema};
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens, rename_identifier};

use super::relations::{Parsed, Relation};
use super::result::is_sorted_result;

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
        parsed.relations.iter().any(|relation| self.means(relation, name, schema))
    }

    /// Whether a relation in the text is the one of that name.
    fn means(&self, relation: &Relation, name: &QualifiedName, schema: &Schema) -> bool {
        if !same(&relation.name, &name.name) {
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
        relations.any(|it| it.takes_whole_rows && self.means(it, table, schema))
            && !parsed.tokens.iter().any(|token| token.is_symbol("*"))
    }

    /// Whether the text needs the column of a table.
    pub(super) fn needs_column(
        &self,
        table: &QualifiedName,
        column: &str,
        schema: &Schema,
    ) -> Option<Certainty> {
        let parsed = Parsed::new(self.sql, self.syntax);
        let relations = parsed.relations.iter();
        let own: Vec<_> = relations.filter(|it| self.means(it, table, schema)).collect();
        if own.iter().any(|relation| relation.takes_whole_rows) || self.takes_all(&parsed, &own) {
            return Some(Certainty::Certain);
        }
        let mentions = self.mentions_of_column(&parsed, table, column, schema);
        mentions.into_iter().map(|(_, certainty)| certainty).max()
    }

    /// The text with the column of a table under another name wherever it is surely meant; none when
    /// it is nowhere.
    pub(super) fn with_renamed_column(
        &self,
        table: &QualifiedName,
        (from, to): (&str, &str),
        schema: &Schema,
    ) -> Option<String> {
        let parsed = Parsed::new(self.sql, self.syntax);
        let mut renamed = self.sql.to_owned();
        for (span, certainty) in
            self.mentions_of_column(&parsed, table, from, schema).into_iter().rev()
        {
            if certainty == Certainty::Certain {
                let name = rename_identifier(&self.sql[span.clone()], from, to, self.syntax);
                renamed.replace_range(span, &name);
            }
        }
        (renamed != self.sql).then_some(renamed)
    }

    /// Where the text names the column of a table, in the order of the text.
    fn mentions_of_column(
        &self,
        parsed: &Parsed<'_>,
        table: &QualifiedName,
        column: &str,
        schema: &Schema,
    ) -> Vec<(Range<usize>, Certainty)> {
        let (own, others): (Vec<_>, Vec<_>) =
            parsed.relations.iter().partition(|relation| self.means(relation, table, schema));
        let watched = self.watched == Some(table);
        // A relation whose columns are not known may have one of the name.
        let may_have = |other: &Relation| {
            let known = schema.tables.values().find(|known| self.means(other, &known.name, schema));
            known.is_none_or(|known| known.column(column).is_some())
        };
        let ambiguous = parsed.has_derived() || others.iter().any(|other| may_have(other));
        let bare = |at: usize| match inserted_into(parsed, at) {
            Some(relation) => self.means(relation, table, schema).then_some(Certainty::Certain),
            None if watched && is_listed_after_of(&parsed.tokens, at) => Some(Certainty::Certain),
            None if own.is_empty() || is_alias(&parsed.tokens, at) => None,
            None if is_sorted_result(&parsed.tokens, at) == Some(true) => None,
            None if ambiguous || is_sorted_result(&parsed.tokens, at).is_some() => {
                Some(Certainty::Mentioned)
            }
            None => Some(Certainty::Certain),
        };
        let mut found = Vec::new();
        for (at, token) in parsed.tokens.iter().enumerate() {
            let named = token.identifier().is_some_and(|name| same(&name, column));
            let next = parsed.tokens.get(at + 1);
            if !named
                || parsed.is_relation(at)
                || next.is_some_and(|next| next.is_symbol("(") || next.is_symbol("."))
            {
                continue;
            }
            let certainty = match qualifier(&parsed.tokens, at) {
                Some(row) if same(&row, "NEW") || same(&row, "OLD") => {
                    watched.then_some(Certainty::Certain)
                }
                Some(alias) => own
                    .iter()
                    .any(|relation| same(&relation.alias, &alias) || same(&relation.name, &alias))
                    .then_some(Certainty::Certain),
                None => bare(at),
            };
            found.extend(certainty.map(|certainty| (token.start..token.end(), certainty)));
        }
        found
    }

    /// Whether a `*` stands for the columns of one of the relations.
    fn takes_all(&self, parsed: &Parsed<'_>, own: &[&Relation]) -> bool {
        let mut depth = 0_usize;
        for (at, token) in parsed.tokens.iter().enumerate() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
            }
            if !token.is_symbol("*") || !self.expands_star {
                continue;
            }
            let all = if let Some(alias) = qualifier(&parsed.tokens, at) {
                own.iter().any(|relation| same(&relation.alias, &alias))
            } else {
                let before = at.checked_sub(1).map(|before| &parsed.tokens[before]);
                let is_list = before.is_some_and(|before| {
                    before.is_symbol(",") || before.is_any_keyword(&["SELECT", "DISTINCT", "ALL"])
                });
                is_list && own.iter().any(|own| own.at > at && own.depth == depth)
            };
            if all {
                return true;
            }
        }
        false
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
fn qualifier(tokens: &[Token<'_>], at: usize) -> Option<String> {
    let dot = at.checked_sub(1).and_then(|dot| tokens.get(dot));
    dot.filter(|dot| dot.is_symbol("."))?;
    at.checked_sub(2).and_then(|name| tokens.get(name)).and_then(Token::identifier)
}

/// Whether a bare name is given to a result column there, with or without `AS`.
pub(super) fn is_alias(tokens: &[Token<'_>], at: usize) -> bool {
    const BEFORE_COLUMN: [&str; 43] = [
        "ALL",
        "AND",
        "ANY",
        "BEGIN",
        "BETWEEN",
        "BY",
        "CASE",
        "COLLATE",
        "DISTINCT",
        "DIV",
        "DO",
        "ELSE",
        "ELSEIF",
        "ELSIF",
        "ESCAPE",
        "EXISTS",
        "FOR",
        "FROM",
        "GLOB",
        "HAVING",
        "IF",
        "ILIKE",
        "IN",
        "INTERVAL",
        "IS",
        "LIKE",
        "LIMIT",
        "MATCH",
        "MOD",
        "NOT",
        "OF",
        "OFFSET",
        "ON",
        "OR",
        "REGEXP",
        "RETURN",
        "RETURNING",
        "SELECT",
        "SET",
        "THEN",
        "WHEN",
        "WHERE",
        "XOR",
    ];
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    match before.kind {
        TokenKind::Word => !before.is_any_keyword(&BEFORE_COLUMN),
        TokenKind::Quoted | TokenKind::String | TokenKind::Number | TokenKind::Blob => true,
        TokenKind::Symbol => before.is_symbol(")"),
        TokenKind::Parameter | TokenKind::Introducer | TokenKind::Comment => false,
    }
}

/// Whether a name is in a list after `OF`: `UPDATE OF title, body`.
fn is_listed_after_of(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens[..at].iter().rev();
    before
        .take_while(|token| token.is_symbol(",") || token.identifier().is_some())
        .any(|token| token.is_keyword("OF"))
}

/// The relation in whose list of columns a token is: `INSERT INTO t (a, b)`.
fn inserted_into<'p>(parsed: &'p Parsed<'_>, at: usize) -> Option<&'p Relation> {
    let open = (0..at).rev().find(|before| {
        let token = &parsed.tokens[*before];
        !token.is_symbol(",") && token.identifier().is_none()
    })?;
    parsed.tokens.get(open).filter(|token| token.is_symbol("("))?;
    parsed.relations.iter().find(|relation| relation.at + 1 == open)
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
