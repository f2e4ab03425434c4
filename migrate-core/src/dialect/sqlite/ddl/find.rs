//! A constraint of a live table, found by its name, or by what it says where it has no name.

use crate::schema::ConstraintBody;
use crate::sql_text::{SqlSyntax, TokenKind, Tokens};

use super::{ConstraintRef, CreateTable};

/// What was found of a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This one, by its place among all that restrict rows.
    One(usize),
    /// None has the name, and none that has no name of its own says the same.
    None,
    /// None has the name, and each of these says the same.
    Several(Vec<String>),
}

impl CreateTable {
    /// The place of the constraint with a name; or else of the one that says what `body` says and has no
    /// name, or one that is not `claimed` by another constraint.
    ///
    /// SQLite's own manual names no constraint, and other tools leave the names out.
    pub fn find_constraint(
        &self,
        name: &str,
        body: Option<&ConstraintBody>,
        claimed: &[String],
    ) -> Found {
        let is_free = |constraint: ConstraintRef<'_>| {
            constraint.name().is_none_or(|found| !claimed.iter().any(|name| same(name, found)))
        };
        let all = || self.all_constraints().filter(|it| it.is_restriction()).enumerate();
        let is_named = |it: ConstraintRef<'_>| it.name().is_some_and(|found| same(found, name));
        let named: Vec<_> = all().filter(|(_, it)| is_named(*it)).collect();
        // SQLite takes one name for several.
        let meant = named.iter().find(|(_, it)| body.is_some_and(|body| says(*it, body)));
        if let Some((place, _)) = meant.or(named.first()) {
            return Found::One(*place);
        }
        let Some(body) = body else { return Found::None };
        let alike: Vec<_> = all().filter(|(_, it)| says(*it, body) && is_free(*it)).collect();
        match alike[..] {
            [] => Found::None,
            [(place, _)] => Found::One(place),
            [..] => Found::Several(alike.iter().map(|(_, it)| it.to_string()).collect()),
        }
    }
}

/// Whether a constraint of the table is of the kind and about the columns that `body` says.
fn says(constraint: ConstraintRef<'_>, body: &ConstraintBody) -> bool {
    match body {
        // A table has only one.
        ConstraintBody::PrimaryKey { .. } => constraint.primary_key().is_some(),
        ConstraintBody::Unique { columns, .. } => {
            constraint.unique().is_some_and(|found| same_names(&found, columns))
        }
        ConstraintBody::ForeignKey(key) => {
            constraint.foreign_key().is_some_and(|(columns, clause)| {
                let referenced: Vec<_> = clause.columns.iter().map(String::as_str).collect();
                same_names(&columns, &key.columns)
                    && same(&clause.table, &key.table.name)
                    && (referenced.is_empty() || same_names(&referenced, &key.referenced))
            })
        }
        ConstraintBody::Check { expression, .. } => {
            constraint.check().is_some_and(|found| words(found) == words(expression))
        }
        ConstraintBody::Exclude { .. } => false,
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn same_names(found: &[&str], names: &[String]) -> bool {
    found.len() == names.len() && names.iter().all(|name| found.iter().any(|one| same(one, name)))
}

/// The tokens of an expression, without its blanks, and names without quotes and in small letters.
fn words(expression: &str) -> Vec<String> {
    let word = |token: crate::sql_text::Token<'_>| match token.kind {
        TokenKind::Word | TokenKind::Quoted => {
            token.identifier().unwrap_or_default().to_ascii_lowercase()
        }
        TokenKind::String
        | TokenKind::Blob
        | TokenKind::Number
        | TokenKind::Parameter
        | TokenKind::Introducer
        | TokenKind::Symbol
        | TokenKind::Comment => token.text.to_owned(),
    };
    Tokens::code(expression, SqlSyntax::Sqlite).map(word).collect()
}
