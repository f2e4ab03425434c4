//! Texts of views and triggers with a column or a relation under another name.

use std::ops::Range;

use crate::schema::{QualifiedName, Schema, Table};
use crate::sql_text::{self, is_column_place};

use super::columns::{Mention, field_of_value, inserted_into, is_qualified_by};
use super::items::{ItemName, Unsure, column, implicit_name, items};
use super::relations::{Parsed, Relation};
use super::result::is_result_of_name;
use super::rows;
use super::scopes::ScopeKind;
use super::text::{Certainty, Text, qualifier};

/// A text after a rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Renamed {
    /// The text.
    pub(crate) sql: String,
    /// Why it may not be the text that is meant; then nothing in it is changed.
    pub(crate) doubt: Option<Doubt>,
    /// Whether more than the name was changed: a name is qualified, an alias given or taken away.
    pub(crate) adds_words: bool,
}

/// Why a text after a rename is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Only the database knows whether a name means what is renamed, or how a result is named.
    Unknown,
    /// With the new name something in the text would mean something else.
    OtherMeaning,
}

/// Changes of a text, each of a place of its own.
#[derive(Default)]
struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    fn apply(mut self, sql: &str) -> String {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let mut edited = String::with_capacity(sql.len());
        let mut copied = 0;
        for (span, new) in self.0 {
            edited.push_str(&sql[copied..span.start]);
            edited.push_str(&new);
            copied = span.end;
        }
        edited.push_str(&sql[copied..]);
        edited
    }

    /// A part of a text with the changes in it.
    fn within(&self, sql: &str, part: &Range<usize>) -> String {
        let inner =
            self.0.iter().filter(|(span, _)| part.start <= span.start && span.end <= part.end);
        let moved = |span: &Range<usize>| span.start - part.start..span.end - part.start;
        let inner = inner.map(|(span, new)| (moved(span), new.clone())).collect();
        Self(inner).apply(&sql[part.clone()])
    }

    fn touches(&self, part: &Range<usize>) -> bool {
        self.0.iter().any(|(span, _)| part.start <= span.start && span.end <= part.end)
    }
}

impl Text<'_> {
    /// The text with the column of a table under another name wherever it is meant, and the results of its
    /// queries under the names they had. Where the rename is not sure nothing is changed.
    pub(super) fn with_renamed_column(
        &self,
        table: &QualifiedName,
        (from, to): (&str, &str),
        schema: &Schema,
    ) -> Renamed {
        let parsed = Parsed::new(self.sql, self.syntax);
        let own = self.own(&parsed, table, schema);
        let unsure = |doubt| self.unsure(doubt);
        if self.is_query && self.names_all(&parsed, &own) {
            return unsure(Doubt::Unknown);
        }
        let mut adds_words = false;
        let mut edits = Edits::default();
        let mentions = self.mentions_of_column(&parsed, table, from, schema);
        for mention in &mentions {
            if mention.certainty != Certainty::Certain {
                let is_shared = parsed.tokens[mention.at].is_keyword("NATURAL")
                    || self.others_have(&parsed, mention.at, &own, from, schema);
                return unsure(if is_shared { Doubt::OtherMeaning } else { Doubt::Unknown });
            }
            let token = &parsed.tokens[mention.at];
            let mut new = self.syntax.quote(to);
            let is_bare = qualifier(&parsed.tokens, mention.at).is_none()
                && field_of_value(&parsed.tokens, mention.at).is_none();
            let is_value = is_bare
                && is_column_place(&parsed.tokens, mention.at)
                && !is_listed(&parsed, mention.at);
            let is_result = || {
                is_result_of_name(&parsed.tokens, mention.at, to).is_some()
                    && self.names_other_result(&parsed, mention.at, to, &mentions)
            };
            if is_value
                && (self.others_may_have(&parsed, mention.at, &own, to, schema) || is_result())
            {
                let Some(relation) = nearest(&parsed, mention.at, &own) else {
                    return unsure(Doubt::OtherMeaning);
                };
                adds_words = true;
                new = format!("{}.{new}", self.syntax.quote(&relation.alias));
            }
            edits.0.push((token.start..token.end(), new));
        }
        // What has the new name already would be the column from now on.
        for mention in self.mentions_of_column(&parsed, table, to, schema) {
            let token = &parsed.tokens[mention.at];
            if self.syntax.is_same_name(from, to) {
                break;
            }
            if !token.may_be_string() || qualifier(&parsed.tokens, mention.at).is_some() {
                return unsure(Doubt::OtherMeaning);
            }
            adds_words = true;
            edits.0.push((token.start..token.end(), sql_text::string(token)));
        }
        match self.keep_results(&parsed, &mut edits, to) {
            Ok(names_results) => Renamed {
                sql: edits.apply(self.sql),
                doubt: None,
                adds_words: adds_words || names_results,
            },
            Err(Unsure) => unsure(Doubt::Unknown),
        }
    }

    /// Whether the query around a name gives the new name to a result that is not the column itself.
    fn names_other_result(
        &self,
        parsed: &Parsed<'_>,
        at: usize,
        to: &str,
        mentions: &[Mention],
    ) -> bool {
        let is_column = |at: usize| mentions.iter().any(|mention| mention.at == at);
        let scope = parsed.scopes.of(at);
        let selects = parsed.scopes.queries().map(|(select, _)| select);
        let selects = selects.filter(|select| parsed.scopes.of(*select) == scope);
        selects.flat_map(|select| items(parsed, select)).any(|item| match &item.name {
            ItemName::Alias { name, .. } => {
                self.syntax.is_same_name(name, to)
                    && !column(parsed, item.value.clone()).is_some_and(is_column)
            }
            ItemName::Column(_) | ItemName::All | ItemName::Expression | ItemName::Unknown => false,
        })
    }

    fn unsure(&self, doubt: Doubt) -> Renamed {
        Renamed { sql: self.sql.to_owned(), doubt: Some(doubt), adds_words: false }
    }

    /// Gives results the names that they had from the renamed column, and takes names away that they have
    /// from it now; whether there are such.
    fn keep_results(
        &self,
        parsed: &Parsed<'_>,
        edits: &mut Edits,
        to: &str,
    ) -> Result<bool, Unsure> {
        let mut named = Edits::default();
        let mut queries: Vec<_> = parsed.scopes.queries().collect();
        // Inner queries first: the text of what is around them has their changes in it.
        queries.sort_by_key(|(select, _)| std::cmp::Reverse(*select));
        for (select, kind) in queries {
            let has_names = match kind {
                ScopeKind::Derived => true,
                ScopeKind::Statement | ScopeKind::Nested => self.is_query,
                ScopeKind::Results => false,
            };
            for item in items(parsed, select).into_iter().filter(|_| has_names) {
                let is_column = matches!(item.name, ItemName::Column(_));
                let part = span(parsed, &item.value);
                if !edits.touches(&part) || kind == ScopeKind::Nested && !is_column {
                    continue;
                }
                let was = |at: usize| parsed.tokens[at].folded().unwrap_or_default();
                let is_renamed =
                    |at: usize| edits.touches(&(parsed.tokens[at].start..parsed.tokens[at].end()));
                let is = |at: usize| if is_renamed(at) { to.to_owned() } else { was(at) };
                let text = self.sql[part.clone()].to_owned();
                let renamed = edits.within(self.sql, &part);
                let name = |text: &str, name_of: &dyn Fn(usize) -> String| {
                    implicit_name(parsed, &item, text, name_of, self.syntax)
                };
                match &item.name {
                    ItemName::Alias { name: alias, end } => {
                        let new = name(&renamed, &is);
                        if new.is_ok_and(|new| new.as_deref() == Some(alias)) {
                            let after = parsed.tokens[*end - 1].end();
                            named.0.push((part.end..after, String::new()));
                        }
                    }
                    ItemName::Column(_) | ItemName::Expression => {
                        let old = name(&text, &was)?;
                        if let Some(old) =
                            old.filter(|old| name(&renamed, &is) != Ok(Some(old.clone())))
                        {
                            let alias = format!(" AS {}", self.syntax.quote(&old));
                            named.0.push((part.end..part.end, alias));
                        }
                    }
                    ItemName::All => {}
                    ItemName::Unknown => return Err(Unsure),
                }
            }
        }
        let names_results = !named.0.is_empty();
        edits.0.append(&mut named.0);
        Ok(names_results)
    }

    /// The text with a relation under another name wherever it is meant.
    pub(super) fn with_renamed_relation(
        &self,
        name: &QualifiedName,
        to: &str,
        schema: &Schema,
    ) -> Renamed {
        let parsed = Parsed::new(self.sql, self.syntax);
        let own = self.own(&parsed, name, schema);
        let mut edits = Edits::default();
        let new = self.syntax.quote(to);
        let hidden = own.iter().any(|relation| relation.schema.is_none()) && parsed.has_common(to);
        if hidden {
            return self.unsure(Doubt::OtherMeaning);
        }
        // What has the new name for an alias keeps it, and the relation is called as before.
        // A column comes before the rows of a table.
        let rows = rows::values(&parsed, &own, self.syntax);
        let has_column = |table: &Table| table.column(to).is_some();
        let is_column = |at: &usize| {
            schema.tables.get(name).is_some_and(has_column)
                || self.others_may_have(&parsed, *at, &own, to, schema)
        };
        let is_taken = self.is_taken(&parsed, &own, (&name.name, to)) || rows.iter().any(is_column);
        for relation in &own {
            let token = &parsed.tokens[relation.at];
            let alias = (is_taken && relation.alias_at.is_none())
                .then(|| format!(" AS {}", self.syntax.quote(&relation.alias)));
            let new = format!("{new}{}", alias.unwrap_or_default());
            edits.0.push((token.start..token.end(), new));
        }
        let is_own = |place: usize| {
            let scopes = parsed.scopes.around(parsed.scopes.of(place));
            let mut alike = scopes.flat_map(|scope| parsed.relations_in(scope));
            let meant = alike.find(|relation| is_qualified_by(&parsed, relation, place));
            meant.is_some_and(|relation| own.contains(&relation) && relation.alias_at.is_none())
        };
        for (at, token) in parsed.tokens.iter().enumerate() {
            let is_dotted = parsed.tokens.get(at + 1).is_some_and(|next| next.is_symbol("."));
            let is_qualifier = is_dotted && token.spells(&name.name) && !parsed.is_name(at);
            if is_qualifier && !is_taken && is_own(at) {
                edits.0.push((token.start..token.end(), new.clone()));
            }
        }
        let adds_words = is_taken && !own.is_empty();
        if !is_taken && !rows.is_empty() {
            let tokens = rows.iter().map(|at| &parsed.tokens[*at]);
            edits.0.extend(tokens.map(|token| (token.start..token.end(), new.clone())));
            if self.keep_results(&parsed, &mut edits, to).is_err() {
                return self.unsure(Doubt::Unknown);
            }
        }
        Renamed { sql: edits.apply(self.sql), doubt: None, adds_words }
    }
}

impl Text<'_> {
    /// Whether something else than the relation would be called by its new name, or it by another's: an alias
    /// beside it, or between it and where it is named.
    fn is_taken(&self, parsed: &Parsed<'_>, own: &[&Relation], (from, to): (&str, &str)) -> bool {
        let is_unaliased = |it: &Relation| own.contains(&it) && it.alias_at.is_none();
        let is_called =
            |it: &Relation| !own.contains(&it) && self.syntax.is_same_name(&it.alias, to);
        let has =
            |scope: usize, what: &dyn Fn(&Relation) -> bool| parsed.relations_in(scope).any(what);
        let mut unaliased = own.iter().filter(|relation| is_unaliased(relation));
        if unaliased.any(|relation| has(parsed.scopes.of(relation.at), &is_called)) {
            return true;
        }
        parsed.tokens.iter().enumerate().any(|(at, token)| {
            let is_dotted = parsed.tokens.get(at + 1).is_some_and(|next| next.is_symbol("."));
            let is_new = token.spells(to);
            if !is_dotted || parsed.is_name(at) || !is_new && !token.spells(from) {
                return false;
            }
            let scopes: Vec<_> = parsed.scopes.around(parsed.scopes.of(at)).collect();
            let is_meant = |it: &Relation| is_qualified_by(parsed, it, at);
            let Some(found) = scopes.iter().position(|scope| has(*scope, &is_meant)) else {
                return false;
            };
            let mut between = scopes[..found].iter();
            if is_new {
                between.any(|scope| has(*scope, &is_unaliased))
            } else {
                has(scopes[found], &is_unaliased) && between.any(|scope| has(*scope, &is_called))
            }
        })
    }
}

/// The bytes of some tokens.
fn span(parsed: &Parsed<'_>, tokens: &Range<usize>) -> Range<usize> {
    parsed.tokens[tokens.start].start..parsed.tokens[tokens.end - 1].end()
}

/// The nearest of the relations to a place.
fn nearest<'p>(parsed: &'p Parsed<'_>, at: usize, own: &[&Relation]) -> Option<&'p Relation> {
    let mut scopes = parsed.scopes.around(parsed.scopes.of(at));
    scopes.find_map(|scope| parsed.relations_in(scope).find(|relation| own.contains(relation)))
}

/// Whether a name is in a list of columns, or is what an update sets: no qualified one can be there.
fn is_listed(parsed: &Parsed<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &parsed.tokens[before]);
    let sets = before.is_some_and(|it| it.is_keyword("SET") || it.is_keyword("OF"));
    let open = sql_text::opening(&parsed.tokens, at);
    let after = open.and_then(|open| open.checked_sub(1)).map(|before| &parsed.tokens[before]);
    let in_list = after.is_some_and(|it| it.is_any_keyword(&["USING", "CONFLICT"]));
    let is_assigned = before.is_some_and(|it| it.is_symbol(","))
        && parsed.tokens.get(at + 1).is_some_and(|next| next.is_symbol("="));
    sets || in_list || is_assigned || inserted_into(parsed, at).is_some()
}
