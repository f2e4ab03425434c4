//! The identifiers a text mentions, and where.

use std::ops::Range;

use super::keywords::is_reserved;
use super::syntax::SqlSyntax;
use super::token::{Token, TokenKind};
use super::tokens::Tokens;

/// The words after which a name with a parenthesis behind it is a table and its columns.
const BEFORE_TABLE: [&str; 5] = ["EXISTS", "INTO", "ON", "REFERENCES", "TABLE"];

/// An identifier in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The name, without its quotes.
    pub name: String,
    /// The bytes it takes in the text, quotes included.
    pub span: Range<usize>,
    /// Whether it is written in quotes.
    pub quoted: bool,
}

/// The identifiers that a text mentions, bare and quoted ones, without the names of functions.
///
/// What may be a name counts as one: of the keywords only those are left out that cannot be a bare
/// name of a column in this database. A string is no identifier, and neither is a text in double
/// quotes on MariaDB and MySQL. A text that breaks off in a string or a comment is read up to there.
pub fn identifiers(sql: &str, syntax: SqlSyntax) -> impl Iterator<Item = Identifier> {
    let tokens: Vec<_> = Tokens::code(sql, syntax).collect();
    (0..tokens.len()).filter_map(move |at| {
        let token = tokens.get(at)?;
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let dotted = before.is_some_and(|before| before.is_symbol("."));
        let keyword = token.kind == TokenKind::Word && !dotted && is_reserved(token.text, syntax);
        if keyword || is_call(before, tokens.get(at + 1)) {
            return None;
        }
        let name = token.identifier()?;
        let quoted = token.kind == TokenKind::Quoted;
        Some(Identifier { name, span: token.start..token.end(), quoted })
    })
}

/// Whether a text mentions an identifier, in any case.
///
/// PostgreSQL tells `"Users"` and `users` apart, but which of them is meant only a resolver can say: for
/// questions such as «what would break» a mention too many is the safe side.
pub fn mentions(sql: &str, name: &str, syntax: SqlSyntax) -> bool {
    identifiers(sql, syntax).any(|identifier| identifier.name.eq_ignore_ascii_case(name))
}

/// Whether a text that is written for every database mentions an identifier on any of them.
pub fn mentions_anywhere(sql: &str, name: &str) -> bool {
    SqlSyntax::ALL.iter().any(|&syntax| mentions(sql, name, syntax))
}

/// Whether a name between these tokens is a function's.
fn is_call(before: Option<&Token<'_>>, after: Option<&Token<'_>>) -> bool {
    let names_table =
        before.is_some_and(|token| token.is_symbol(".") || token.is_any_keyword(&BEFORE_TABLE));
    after.is_some_and(|token| token.is_symbol("(")) && !names_table
}
