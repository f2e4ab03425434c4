//! The columns that a text needs: each name resolved in its query and those around it.

use crate::schema::{QualifiedName, Schema};
use crate::sql_text::{SqlSyntax, Token, follows_value, is_column_place, opening};

use super::items::{ItemName, column, items};
use super::relations::{Derived, Parsed, Relation};
use super::result::is_sorted_result;
use super::scopes::ScopeKind;
use super::text::{Certainty, Text, qualifier, same};

/// A name in a text that is, or may be, a column's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// The place of the name among the tokens.
    pub(super) at: usize,
    pub(super) certainty: Certainty,
}

/// Whether a relation has a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Has {
    Column,
    /// Its columns are not known.
    Perhaps,
    NoColumn,
}

impl Text<'_> {
    /// Whether the text needs the column of a table.
    pub(super) fn needs_column(
        &self,
        table: &QualifiedName,
        column: &str,
        schema: &Schema,
    ) -> Option<Certainty> {
        let parsed = Parsed::new(self.sql, self.syntax);
        let own = self.own(&parsed, table, schema);
        if own.iter().any(|relation| relation.takes_whole_rows) || self.takes_all(&parsed, &own) {
            return Some(Certainty::Certain);
        }
        let mentions = self.mentions_of_column(&parsed, table, column, schema);
        mentions.into_iter().map(|mention| mention.certainty).max()
    }

    /// The relations of a text that are the table.
    pub(super) fn own<'p>(
        &self,
        parsed: &'p Parsed<'_>,
        table: &QualifiedName,
        schema: &Schema,
    ) -> Vec<&'p Relation> {
        let relations = parsed.relations.iter();
        relations.filter(|relation| self.means(parsed, relation, table, schema)).collect()
    }

    /// Where the text names the column of a table, in the order of the text.
    pub(super) fn mentions_of_column(
        &self,
        parsed: &Parsed<'_>,
        table: &QualifiedName,
        column: &str,
        schema: &Schema,
    ) -> Vec<Mention> {
        let own = self.own(parsed, table, schema);
        let watched = self.watched == Some(table);
        let tokens = &parsed.tokens;
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            // Which columns are joined depends on their names.
            if token.is_keyword("NATURAL") && self.joins_naturally(parsed, at, &own, column, schema)
            {
                found.push(Mention { at, certainty: Certainty::Mentioned });
            }
            if !token.spells(column) || parsed.is_name(at) {
                continue;
            }
            let certainty = if let Some(relation) = inserted_into(parsed, at) {
                own.contains(&relation).then_some(Certainty::Certain)
            } else if watched && is_listed_after_of(tokens, at) {
                Some(Certainty::Certain)
            } else if !is_column_place(tokens, at) {
                None
            } else if let Some(dot) = field_of_value(tokens, at) {
                field(parsed, dot, &own)
            } else if let Some(row) = qualifier(tokens, at) {
                self.qualified(parsed, at, (&row, watched), &own)
            } else {
                self.bare(parsed, at, &own, schema)
            };
            found.extend(certainty.map(|certainty| Mention { at, certainty }));
        }
        found
    }

    /// Whose column a qualified name is.
    fn qualified(
        &self,
        parsed: &Parsed<'_>,
        at: usize,
        (row, watched): (&str, bool),
        own: &[&Relation],
    ) -> Option<Certainty> {
        let place = at.checked_sub(2)?;
        let scopes = parsed.scopes.around(parsed.scopes.of(at));
        for scope in scopes {
            let alike: Vec<_> = parsed
                .relations_in(scope)
                .filter(|relation| is_qualified_by(parsed, relation, place))
                .collect();
            if !alike.is_empty() {
                let meant = alike.iter().filter(|relation| own.contains(*relation)).count();
                let certainty =
                    if meant == alike.len() { Certainty::Certain } else { Certainty::Mentioned };
                return (meant > 0).then_some(certainty);
            }
        }
        if self.watched.is_some() && (same(row, "NEW") || same(row, "OLD")) {
            return watched.then_some(Certainty::Certain);
        }
        // The row that an insert would have added.
        let inserted = || own.iter().any(|relation| is_inserted_into(parsed, relation));
        (same(row, "EXCLUDED") && inserted()).then_some(Certainty::Certain)
    }

    /// Whose column a bare name is.
    fn bare(
        &self,
        parsed: &Parsed<'_>,
        at: usize,
        own: &[&Relation],
        schema: &Schema,
    ) -> Option<Certainty> {
        let token = &parsed.tokens[at];
        let mut is_sure = true;
        for scope in parsed.scopes.around(parsed.scopes.of(at)) {
            let (mut is_own, mut is_other) = (false, false);
            let mut is_perhaps = false;
            for relation in parsed.relations_in(scope) {
                if own.contains(&relation) {
                    is_own = true;
                    continue;
                }
                match self.has(parsed, relation, &|name| token.spells(name), schema) {
                    Has::Column => is_other = true,
                    Has::Perhaps => is_perhaps = true,
                    Has::NoColumn => {}
                }
            }
            if is_own {
                let sorted = is_sorted_result(&parsed.tokens, at);
                if sorted == Some(true) {
                    return None;
                }
                // What an update sets is a column of its table.
                let is_set =
                    at.checked_sub(1).is_some_and(|it| parsed.tokens[it].is_keyword("SET"));
                let alone = !is_other && !is_perhaps || is_set;
                let is_certain =
                    is_sure && alone && (sorted.is_none() || is_name_of_itself(parsed, at, own));
                return Some(if is_certain { Certainty::Certain } else { Certainty::Mentioned });
            }
            if is_other && !is_perhaps {
                return None;
            }
            is_sure &= !is_perhaps;
        }
        // What is around the text, or made in it, may have the table's columns.
        (!is_sure && !own.is_empty()).then_some(Certainty::Mentioned)
    }

    /// Whether a relation other than the table has a column of a name.
    fn has(
        &self,
        parsed: &Parsed<'_>,
        relation: &Relation,
        spells: &dyn Fn(&str) -> bool,
        schema: &Schema,
    ) -> Has {
        let known = |is_column: bool| if is_column { Has::Column } else { Has::NoColumn };
        match &relation.derived {
            Some(Derived::Listed(names)) => {
                let spelled = |at: &usize| parsed.tokens[*at].folded();
                known(names.iter().filter_map(spelled).any(|name| spells(&name)))
            }
            Some(Derived::Query(open)) => {
                let select = parsed.query_at(*open);
                select.map_or(Has::Perhaps, |select| results_have(parsed, select, spells))
            }
            Some(Derived::Unknown) => Has::Perhaps,
            None => {
                let mut tables = schema.tables.named(&relation.name).into_iter();
                let meant = tables.find(|it| self.means(parsed, relation, &it.name, schema));
                if let Some(table) = meant {
                    return known(table.columns.iter().any(|column| spells(&column.name)));
                }
                let mut views = schema.views.named(&relation.name).into_iter();
                let view = views.find(|it| self.means(parsed, relation, &it.name, schema));
                let query = view.and_then(|view| view.query.on(self.syntax));
                let Some(query) = query else { return Has::Perhaps };
                let query = Parsed::new(query, self.syntax);
                let first = query.scopes.queries().find(|(_, kind)| *kind == ScopeKind::Statement);
                first.map_or(Has::Perhaps, |(select, _)| results_have(&query, select, spells))
            }
        }
    }

    /// Whether a relation other than the table, as near to a name as the table, may have a column.
    pub(super) fn others_may_have(
        &self,
        parsed: &Parsed<'_>,
        at: usize,
        own: &[&Relation],
        column: &str,
        schema: &Schema,
    ) -> bool {
        let spells = |name: &str| self.syntax.is_same_name(column, name);
        for scope in parsed.scopes.around(parsed.scopes.of(at)) {
            let (here, others): (Vec<_>, Vec<_>) =
                parsed.relations_in(scope).partition(|relation| own.contains(relation));
            if others.iter().any(|it| self.has(parsed, it, &spells, schema) != Has::NoColumn) {
                return true;
            }
            if !here.is_empty() {
                return false;
            }
        }
        false
    }

    /// Whether a relation around a name, other than the table, has a column.
    pub(super) fn others_have(
        &self,
        parsed: &Parsed<'_>,
        at: usize,
        own: &[&Relation],
        column: &str,
        schema: &Schema,
    ) -> bool {
        let spells = |name: &str| self.syntax.is_same_name(column, name);
        let scopes = parsed.scopes.around(parsed.scopes.of(at));
        let others = scopes.flat_map(|scope| parsed.relations_in(scope));
        let mut others = others.filter(|relation| !own.contains(relation));
        others.any(|relation| self.has(parsed, relation, &spells, schema) == Has::Column)
    }

    /// Whether a name in the text that means something else would be the column of a table, or ambiguous, as
    /// soon as the table has the column. What can mean nothing else was written for the column.
    pub(super) fn would_mean_column(
        &self,
        table: &QualifiedName,
        column: &str,
        schema: &Schema,
    ) -> bool {
        let parsed = Parsed::new(self.sql, self.syntax);
        let own = self.own(&parsed, table, schema);
        let mentions = self.mentions_of_column(&parsed, table, column, schema);
        mentions.into_iter().any(|Mention { at, .. }| {
            let token = &parsed.tokens[at];
            let is_bare =
                qualifier(&parsed.tokens, at).is_none() && inserted_into(&parsed, at).is_none();
            is_bare
                && (token.is_keyword("NATURAL")
                    || token.may_be_string()
                    || is_sorted_result(&parsed.tokens, at).is_some()
                    || self.others_have(&parsed, at, &own, column, schema))
        })
    }

    /// Whether a `NATURAL JOIN` may join by the column.
    fn joins_naturally(
        &self,
        parsed: &Parsed<'_>,
        at: usize,
        own: &[&Relation],
        column: &str,
        schema: &Schema,
    ) -> bool {
        let scope = parsed.scopes.of(at);
        parsed.relations_in(scope).any(|relation| own.contains(&relation))
            && self.others_may_have(parsed, at, own, column, schema)
    }

    /// Whether a `*` stands for the columns of one of the relations.
    pub(super) fn takes_all(&self, parsed: &Parsed<'_>, own: &[&Relation]) -> bool {
        self.expands_star && (0..parsed.tokens.len()).any(|at| is_all_of(parsed, at, own))
    }

    /// Whether a `*` gives the results the columns of the relation, at the time when the text was read.
    pub(super) fn results_have_all_of(&self, relation: &QualifiedName, schema: &Schema) -> bool {
        let parsed = Parsed::new(self.sql, self.syntax);
        self.names_all(&parsed, &self.own(&parsed, relation, schema))
    }

    /// Whether a `*` gives the results of a query the names of the columns of one of the relations; those of
    /// `EXISTS (SELECT * ..)` are nobody's (MariaDB 10.11 keeps `SELECT 1` there).
    pub(super) fn names_all(&self, parsed: &Parsed<'_>, own: &[&Relation]) -> bool {
        let asks = |at: usize| {
            let open = opening(&parsed.tokens, at).and_then(|open| open.checked_sub(1));
            open.is_some_and(|before| parsed.tokens[before].is_keyword("EXISTS"))
        };
        self.expands_star
            && (0..parsed.tokens.len()).any(|at| is_all_of(parsed, at, own) && !asks(at))
    }
}

/// Whose column a name after a value in parentheses is: `(t).n` is a column of `t` where that is a relation, and
/// else a field of a composite type, or of the rows that a function or a query gives
/// (<https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-ACCESSING>).
fn field(parsed: &Parsed<'_>, dot: usize, own: &[&Relation]) -> Option<Certainty> {
    let Some(place) = row_before(&parsed.tokens, dot) else {
        return (!own.is_empty()).then_some(Certainty::Mentioned);
    };
    let mut scopes = parsed.scopes.around(parsed.scopes.of(place));
    let relation = scopes.find_map(|scope| {
        let mut relations = parsed.relations_in(scope);
        relations.find(|relation| is_qualified_by(parsed, relation, place))
    });
    match relation {
        Some(relation) => own.contains(&relation).then_some(Certainty::Certain),
        // A column of a composite type.
        None => None,
    }
}

/// Whether each result with the name at a place is the column of that name itself, so that the name means the
/// same either way.
fn is_name_of_itself(parsed: &Parsed<'_>, at: usize, own: &[&Relation]) -> bool {
    let (tokens, scope) = (&parsed.tokens, parsed.scopes.of(at));
    let selects = parsed.scopes.queries().map(|(select, _)| select);
    let selects = selects.filter(|select| parsed.scopes.of(*select) == scope);
    selects.flat_map(|select| items(parsed, select)).all(|item| match &item.name {
        ItemName::Alias { name, .. } if tokens[at].spells(name) => {
            column(parsed, item.value.clone()).is_some_and(|place| {
                let is_same =
                    tokens[at].identifier().is_some_and(|name| tokens[place].spells(&name));
                let row = place.checked_sub(2).filter(|_| qualifier(tokens, place).is_some());
                is_same
                    && row.is_none_or(|row| {
                        own.iter().any(|relation| is_qualified_by(parsed, relation, row))
                    })
            })
        }
        ItemName::Alias { .. } | ItemName::Column(_) | ItemName::Expression | ItemName::All => true,
        ItemName::Unknown => false,
    })
}

/// The names of a query's results; none where one is not known.
pub(super) fn result_names(sql: &str, syntax: SqlSyntax) -> Option<Vec<String>> {
    let parsed = Parsed::new(sql, syntax);
    let mut queries = parsed.scopes.queries();
    let (select, _) = queries.find(|(_, kind)| *kind == ScopeKind::Statement)?;
    let names = items(&parsed, select).into_iter().map(|item| match item.name {
        ItemName::Alias { name, .. } => Some(name),
        ItemName::Column(at) => parsed.tokens[at].folded(),
        ItemName::All | ItemName::Expression | ItemName::Unknown => None,
    });
    names.collect()
}

/// Whether a query has a result of a name.
fn results_have(parsed: &Parsed<'_>, select: usize, spells: &dyn Fn(&str) -> bool) -> Has {
    let mut has = Has::NoColumn;
    for item in items(parsed, select) {
        let name = match item.name {
            ItemName::Alias { name, .. } => Some(name),
            ItemName::Column(at) => parsed.tokens[at].folded(),
            ItemName::Expression => None,
            ItemName::All | ItemName::Unknown => {
                has = Has::Perhaps;
                None
            }
        };
        if name.is_some_and(|name| spells(&name)) {
            return Has::Column;
        }
    }
    has
}

/// Whether a token is a `*` that stands for the columns of one of the relations.
fn is_all_of(parsed: &Parsed<'_>, at: usize, own: &[&Relation]) -> bool {
    if !parsed.tokens[at].is_symbol("*") {
        return false;
    }
    let scope = parsed.scopes.of(at);
    // `(t.*).n` is one column of the row.
    if parsed.is_symbol(at + 1, ")") && parsed.is_symbol(at + 2, ".") {
        return false;
    }
    if let Some(dot) = field_of_value(&parsed.tokens, at) {
        let row = row_before(&parsed.tokens, dot);
        return row.is_some_and(|row| own.iter().any(|own| is_qualified_by(parsed, own, row)));
    }
    if let Some(alias) = qualifier(&parsed.tokens, at) {
        return own.iter().any(|relation| same(&relation.alias, &alias));
    }
    let before = at.checked_sub(1).map(|before| &parsed.tokens[before]);
    let is_list = before.is_some_and(|before| {
        before.is_symbol(",") || before.is_any_keyword(&["SELECT", "DISTINCT", "ALL"])
    });
    is_list && own.iter().any(|own| parsed.scopes.of(own.at) == scope)
}

/// The dot before a name, or a `*`, that is a field of a value in parentheses or of an array: `(t).n`.
pub(super) fn field_of_value(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let dot = at.checked_sub(1).filter(|dot| tokens[*dot].is_symbol("."))?;
    let value = &tokens[dot.checked_sub(1)?];
    (value.is_symbol(")") || value.is_symbol("]")).then_some(dot)
}

/// The name that alone is in the parentheses before a dot: `(t)`, `(t.*)`.
fn row_before(tokens: &[Token<'_>], dot: usize) -> Option<usize> {
    let close = dot.checked_sub(1)?;
    let open = opening(tokens, close)?;
    let is_called = open.checked_sub(1).is_some_and(|it| tokens[it].identifier().is_some())
        && follows_value(tokens, open);
    let is_all =
        close == open + 4 && tokens[open + 2].is_symbol(".") && tokens[open + 3].is_symbol("*");
    let is_alone = close == open + 2 || is_all;
    (is_alone && !is_called && tokens[open + 1].identifier().is_some()).then_some(open + 1)
}

/// Whether the name at a place, before a dot, is the relation's.
pub(super) fn is_qualified_by(parsed: &Parsed<'_>, relation: &Relation, place: usize) -> bool {
    let token = &parsed.tokens[place];
    if !token.spells(&relation.alias) {
        return false;
    }
    // `app.t.total` is a column of `t` in schema (namespace) `app`.
    let given = qualifier(&parsed.tokens, place);
    match (given, &relation.schema) {
        (Some(given), Some(schema)) => relation.alias_at.is_none() && same(&given, schema),
        (Some(_), None) => relation.alias_at.is_none(),
        (None, _) => true,
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
pub(super) fn inserted_into<'p>(parsed: &'p Parsed<'_>, at: usize) -> Option<&'p Relation> {
    let open = (0..at).rev().find(|before| {
        let token = &parsed.tokens[*before];
        !token.is_symbol(",") && token.identifier().is_none()
    })?;
    parsed.tokens.get(open).filter(|token| token.is_symbol("("))?;
    let mut relations = parsed.relations.iter();
    relations.find(|it| is_inserted_into(parsed, it) && it.alias_at.unwrap_or(it.at) + 1 == open)
}

/// Whether rows are inserted into the relation.
fn is_inserted_into(parsed: &Parsed<'_>, relation: &Relation) -> bool {
    let start =
        if relation.schema.is_some() { relation.at.checked_sub(2) } else { Some(relation.at) };
    let before = start.and_then(|start| start.checked_sub(1));
    before.is_some_and(|before| parsed.tokens[before].is_keyword("INTO"))
}
