//! The queries and statements of a text, one within another: whose columns a bare name in each may mean.

use std::collections::BTreeSet;

use crate::sql_text::Token;

/// What a scope is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// The text itself, or a statement of it.
    Statement,
    /// A query in a list of relations, or after `WITH`: what is around it is not seen, and its results
    /// have names.
    Derived,
    /// A query in an expression, which sees what is around it.
    Nested,
    /// The order of united queries, which names their results alone.
    Results,
}

#[derive(Clone, Copy, Debug)]
struct Scope {
    parent: Option<usize>,
    kind: ScopeKind,
    /// The token of its `SELECT`.
    select: Option<usize>,
}

/// The scopes of a text.
pub(super) struct Scopes {
    of: Vec<usize>,
    scopes: Vec<Scope>,
}

/// A parenthesis that is open, or the text itself.
struct Level {
    scope: usize,
    parent: Option<usize>,
    kind: ScopeKind,
    /// The scope of a statement that inserts rows.
    inserts: Option<usize>,
    is_united: bool,
}

impl Scopes {
    /// The scopes of a text, in which `derived` are the parentheses that open a query among relations, and
    /// `lateral` those of them that see what is around them.
    pub(super) fn new(
        tokens: &[Token<'_>],
        derived: &BTreeSet<usize>,
        lateral: &BTreeSet<usize>,
    ) -> Self {
        let first = Scope { parent: None, kind: ScopeKind::Statement, select: None };
        let mut scopes = Self { of: Vec::with_capacity(tokens.len()), scopes: vec![first] };
        let bottom = Level {
            scope: 0,
            parent: None,
            kind: ScopeKind::Statement,
            inserts: None,
            is_united: false,
        };
        let mut levels = vec![bottom];
        for (at, token) in tokens.iter().enumerate() {
            let is = |place: usize, words: &[&str]| {
                tokens.get(place).is_some_and(|token| token.is_any_keyword(words))
            };
            let after = |words: &[&str]| at.checked_sub(1).is_some_and(|before| is(before, words));
            let depth = levels.len();
            let Some(level) = levels.last_mut() else { break };
            if token.is_symbol("(") {
                scopes.of.push(level.scope);
                let is_query = is(at + 1, &["SELECT", "VALUES", "WITH"]);
                let (scope, parent, kind) = if derived.contains(&at) {
                    let parent = lateral.contains(&at).then_some(level.scope);
                    (scopes.add(parent, ScopeKind::Derived), parent, ScopeKind::Derived)
                } else if is_query {
                    let parent = Some(level.scope);
                    (scopes.add(parent, ScopeKind::Nested), parent, ScopeKind::Nested)
                } else {
                    (level.scope, level.parent, level.kind)
                };
                levels.push(Level { scope, parent, kind, inserts: None, is_united: false });
                continue;
            }
            if token.is_symbol(")") && depth > 1 {
                levels.pop();
                scopes.of.push(levels.last().map_or(0, |level| level.scope));
                continue;
            }
            if token.is_keyword("SELECT") {
                if scopes.scopes[level.scope].select.is_some() || level.inserts == Some(level.scope)
                {
                    level.scope = scopes.add(level.parent, level.kind);
                }
                scopes.scopes[level.scope].select = Some(at);
            } else if token.is_any_keyword(&["UNION", "INTERSECT", "EXCEPT"]) {
                level.is_united = true;
                level.scope = scopes.add(level.parent, level.kind);
            } else if level.is_united && token.is_keyword("ORDER") && is(at + 1, &["BY"]) {
                level.scope = scopes.add(None, ScopeKind::Results);
            } else if token.is_symbol(";") {
                *level = Level {
                    scope: scopes.add(level.parent, level.kind),
                    parent: level.parent,
                    kind: level.kind,
                    inserts: None,
                    is_united: false,
                };
            } else if let Some(inserts) = level.inserts
                && (token.is_keyword("RETURNING")
                    || token.is_keyword("ON") && is(at + 1, &["CONFLICT", "DUPLICATE"]))
            {
                level.scope = scopes.add(Some(inserts), ScopeKind::Nested);
            } else if token.is_any_keyword(&["INSERT", "REPLACE"])
                && is(at + 1, &["INTO", "OR", "IGNORE"])
            {
                level.scope = scopes.add(level.parent, level.kind);
                level.inserts = Some(level.scope);
            } else if token.is_keyword("DELETE") && is(at + 1, &["FROM"])
                || token.is_keyword("UPDATE")
                    && !after(&["FOR", "DO", "KEY", "BEFORE", "AFTER", "OF", "OR", "ON"])
            {
                level.scope = scopes.add(level.parent, level.kind);
                level.inserts = None;
            }
            scopes.of.push(level.scope);
        }
        scopes
    }

    fn add(&mut self, parent: Option<usize>, kind: ScopeKind) -> usize {
        self.scopes.push(Scope { parent, kind, select: None });
        self.scopes.len() - 1
    }

    /// The scope that a token is in.
    pub(super) fn of(&self, at: usize) -> usize {
        self.of.get(at).copied().unwrap_or_default()
    }

    /// The scope and those around it whose columns a name in it may mean, from the inside.
    pub(super) fn around(&self, scope: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(scope), |scope| self.scopes.get(*scope)?.parent)
    }

    /// What each `SELECT` of the text is of.
    pub(super) fn queries(&self) -> impl Iterator<Item = (usize, ScopeKind)> {
        self.scopes.iter().filter_map(|scope| Some((scope.select?, scope.kind)))
    }
}
