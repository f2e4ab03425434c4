//! An expression of a table with a column under another name.

use super::columns::is_column_place;
use super::syntax::SqlSyntax;
use super::token::Token;
use super::tokens::Tokens;

/// An expression over the columns of `table` with one of them under another name, which is quoted as the
/// database quotes it; strings, functions, types and units stay as they are.
///
/// ```
/// use migrate_core::sql_text::{SqlSyntax, rename_column};
///
/// let renamed = |sql, syntax| rename_column(sql, "t", ("kind", "order"), syntax);
/// assert_eq!(renamed("\"kind\" <> 'kind'", SqlSyntax::Postgres), "\"order\" <> 'kind'");
/// // Double quotes are a string's on MariaDB and MySQL.
/// assert_eq!(renamed("kind <> \"kind\"", SqlSyntax::MYSQL), "`order` <> \"kind\"");
/// ```
pub fn rename_column(
    sql: &str,
    table: &str,
    (from, to): (&str, &str),
    syntax: SqlSyntax,
) -> String {
    let tokens: Vec<_> = Tokens::code(sql, syntax).collect();
    let mut renamed = String::with_capacity(sql.len());
    let mut copied = 0;
    for (at, token) in tokens.iter().enumerate() {
        let new = if token.spells(from) && names_column(&tokens, at, table) {
            syntax.quote(to)
        } else if token.may_be_string() && token.spells(to) && names_column(&tokens, at, table) {
            // A string until now, which would be the column from now on.
            string(token)
        } else {
            continue;
        };
        renamed.push_str(&sql[copied..token.start]);
        renamed.push_str(&new);
        copied = token.end();
    }
    renamed.push_str(&sql[copied..]);
    renamed
}

/// An expression of a table, whose columns may be qualified with its name, after the table got another.
pub fn rename_qualifier(sql: &str, (from, to): (&str, &str), syntax: SqlSyntax) -> String {
    let tokens: Vec<_> = Tokens::code(sql, syntax).collect();
    let mut renamed = String::with_capacity(sql.len());
    let mut copied = 0;
    for (at, token) in tokens.iter().enumerate() {
        let qualifies = tokens.get(at + 1).is_some_and(|next| next.is_symbol("."))
            // What is called is in a schema (namespace) of that name.
            && !tokens.get(at + 3).is_some_and(|after| after.is_symbol("("));
        if qualifies && token.spells(from) {
            renamed.push_str(&sql[copied..token.start]);
            renamed.push_str(&syntax.quote(to));
            copied = token.end();
        }
    }
    renamed.push_str(&sql[copied..]);
    renamed
}

/// Whether a name is one of a column of the table: bare, or after the table's name.
fn names_column(tokens: &[Token<'_>], at: usize, table: &str) -> bool {
    let dotted = at.checked_sub(1).is_some_and(|dot| tokens[dot].is_symbol("."));
    let of_table = || at.checked_sub(2).is_some_and(|name| tokens[name].spells(table));
    is_column_place(tokens, at) && (!dotted || of_table())
}

/// A name as a string.
pub fn string(token: &Token<'_>) -> String {
    format!("'{}'", token.identifier().unwrap_or_default().replace('\'', "''"))
}
