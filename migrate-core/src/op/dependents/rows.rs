//! The name of a table where it means its rows or their type (PostgreSQL): `row_to_json(t)`, `RETURNS SETOF t`,
//! `t%ROWTYPE`.

use crate::schema::{Function, QualifiedName};
use crate::sql_text::{SqlSyntax, Token, Tokens, is_column_place};

use super::columns::is_qualified_by;
use super::relations::{Parsed, Relation};
use super::text::{qualifier, same};

/// Types of the server that tables may be called like
/// (<https://www.postgresql.org/docs/current/datatype.html>).
const BUILT_IN: [&str; 14] = [
    "box", "circle", "date", "interval", "json", "line", "money", "name", "path", "point",
    "polygon", "text", "time", "uuid",
];

/// Where a text has a whole row of one of the relations as a value, by the name of the relation
/// (<https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-USAGE>).
pub(super) fn values(parsed: &Parsed<'_>, own: &[&Relation], syntax: SqlSyntax) -> Vec<usize> {
    if !matches!(syntax, SqlSyntax::Postgres) {
        return Vec::new();
    }
    let is_row = |at: &usize| {
        let at = *at;
        let is_bare = !parsed.is_name(at)
            && is_column_place(&parsed.tokens, at)
            && qualifier(&parsed.tokens, at).is_none();
        is_bare && {
            let mut scopes = parsed.scopes.around(parsed.scopes.of(at));
            let meant = scopes.find_map(|scope| {
                parsed.relations_in(scope).find(|it| is_qualified_by(parsed, it, at))
            });
            meant.is_some_and(|relation| own.contains(&relation) && relation.alias_at.is_none())
        }
    };
    (0..parsed.tokens.len()).filter(is_row).collect()
}

/// Whether a text declares a variable with the type of a table's rows, or of one of its columns
/// (<https://www.postgresql.org/docs/current/plpgsql-declarations.html>).
pub(super) fn are_declared(sql: &str, table: &QualifiedName, column: Option<&str>) -> bool {
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::Postgres).collect();
    let is = |at: usize, symbol: &str| tokens.get(at).is_some_and(|token| token.is_symbol(symbol));
    let is_word = |at: usize, word: &str| tokens.get(at).is_some_and(|it| it.is_keyword(word));
    let has_type = |at: usize, word: &str| is(at, "%") && is_word(at + 1, word);
    (0..tokens.len()).filter(|at| is_name_of(&tokens, *at, table)).any(|at| match column {
        None => has_type(at + 1, "ROWTYPE") || is(at + 1, ".") && has_type(at + 3, "TYPE"),
        Some(column) => {
            let is_column = tokens.get(at + 2).is_some_and(|token| token.spells(column));
            is(at + 1, ".") && is_column && has_type(at + 3, "TYPE")
        }
    })
}

/// Whether a function takes or gives rows of a table, as its arguments and `RETURNS` say.
pub(super) fn are_in_signature(
    function: &Function,
    definition: &str,
    table: &QualifiedName,
    syntax: SqlSyntax,
) -> bool {
    // A type of the server's own comes before that of a table's rows, as `pg_catalog` is searched first.
    let is_hidden = table.schema.is_none() && BUILT_IN.iter().any(|own| same(own, &table.name));
    if !matches!(syntax, SqlSyntax::Postgres) || is_hidden {
        return false;
    }
    let arguments: Vec<_> = Tokens::code(&function.arguments, syntax).collect();
    // A name before a type is that of the argument.
    let is_type = |at: usize| {
        let next = arguments.get(at + 1);
        is_name_of(&arguments, at, table) && next.is_none_or(|next| next.identifier().is_none())
    };
    let tokens: Vec<_> = Tokens::code(definition, syntax).collect();
    let is_result = |at: usize| {
        let start = if qualifier(&tokens, at).is_some() { at - 2 } else { at };
        let before = start.checked_sub(1).map(|before| &tokens[before]);
        is_name_of(&tokens, at, table)
            && before.is_some_and(|before| before.is_any_keyword(&["RETURNS", "SETOF"]))
    };
    (0..arguments.len()).any(is_type) || (0..tokens.len()).any(is_result)
}

/// Whether a token is the table's name, with its schema (namespace) before it or without.
fn is_name_of(tokens: &[Token<'_>], at: usize, table: &QualifiedName) -> bool {
    let given = qualifier(tokens, at);
    let is_meant = given.zip(table.schema.as_ref()).is_none_or(|(given, own)| same(&given, own));
    tokens[at].spells(&table.name) && is_meant
}
