//! Where the grammar takes a name for a column's, and where for a function's, a type's or an alias.

use super::keywords::is_reserved;
use super::syntax::SqlSyntax;
use super::token::{Token, TokenKind};

/// The words that a value follows. After any other word a name is an alias, a type, a unit or a
/// collation.
const BEFORE_VALUE: &[&str] = &[
    "ALL",
    "AND",
    "ANY",
    "BEGIN",
    "BETWEEN",
    "BINARY",
    "BOTH",
    "BY",
    "CASE",
    "DISTINCT",
    "DISTINCTROW",
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
    "LEADING",
    "LIKE",
    "LIMIT",
    "MATCH",
    "MOD",
    "NOT",
    "OF",
    "OFFSET",
    "ON",
    "OR",
    "OVERLAPS",
    "PLACING",
    "REGEXP",
    "RETURN",
    "RETURNING",
    "RLIKE",
    "SELECT",
    "SET",
    "THEN",
    "TO",
    "TRAILING",
    "UNTIL",
    "UPDATE",
    "VARIADIC",
    "WHEN",
    "WHERE",
    "WHILE",
    "XOR",
    "ZONE",
];

/// Whether a name in the code of a text can be a column's there; a qualified name is one unless it is
/// called.
pub fn is_column_place(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.identifier().is_some()) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let next = tokens.get(at + 1);
    let is_called = next.is_some_and(|next| ["(", ".", "=>"].iter().any(|it| next.is_symbol(it)));
    if is_called {
        return false;
    }
    if before.is_some_and(|before| before.is_symbol(".")) {
        return true;
    }
    let is_keyword = token.kind == TokenKind::Word && is_reserved(token.text, token.syntax);
    !is_keyword
        && !follows_value(tokens, at)
        && !is_typed_literal(token, next)
        && !is_unit(tokens, at)
}

/// Whether a name stands where no value can: after a value, a cast, or a word that wants another name.
pub fn follows_value(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(last) = at.checked_sub(1) else { return false };
    let before = &tokens[last];
    match before.kind {
        TokenKind::Word => !before.is_any_keyword(BEFORE_VALUE),
        TokenKind::Quoted
        | TokenKind::String
        | TokenKind::Number
        | TokenKind::Blob
        | TokenKind::Parameter => true,
        TokenKind::Symbol if before.is_symbol(")") => !ends_distinct_on(tokens, last),
        TokenKind::Symbol => before.is_symbol("::") || before.is_symbol("]"),
        TokenKind::Introducer | TokenKind::Comment => false,
    }
}

/// Whether a parenthesis closes PostgreSQL's `DISTINCT ON (..)`, after which the first result comes.
fn ends_distinct_on(tokens: &[Token<'_>], close: usize) -> bool {
    let Some(open) = opening(tokens, close) else { return false };
    let is = |distance: usize, keyword| {
        open.checked_sub(distance).is_some_and(|at| tokens[at].is_keyword(keyword))
    };
    is(1, "ON") && is(2, "DISTINCT")
}

/// The parenthesis that opens what the one before a place, or the place itself, closes or stands in.
pub fn opening(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    (0..at).rev().find(|&before| {
        let token = &tokens[before];
        if token.is_symbol(")") {
            depth += 1;
            return false;
        }
        let opens = token.is_symbol("(");
        let found = opens && depth == 0;
        depth -= usize::from(opens && depth > 0);
        found
    })
}

/// Whether a name is the type of a constant: `date '2020-01-01'`. Elsewhere a string after a name is the
/// name of a result.
fn is_typed_literal(token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    let Some(next) = next.filter(|next| next.kind == TokenKind::String) else { return false };
    match token.syntax {
        SqlSyntax::Sqlite => false,
        SqlSyntax::Postgres => next.kind == TokenKind::String,
        SqlSyntax::Mysql(_) => token.is_any_keyword(&["DATE", "TIME", "TIMESTAMP"]),
    }
}

/// Whether a name is a unit or a type among the arguments of a function: `extract(year FROM ..)`,
/// `timestampdiff(day, ..)`, `convert(.., date)`.
fn is_unit(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(open) = opening(tokens, at) else { return false };
    let Some(function) = open.checked_sub(1).map(|function| &tokens[function]) else {
        return false;
    };
    let is_mysql = matches!(function.syntax, SqlSyntax::Mysql(_));
    let is_first = open + 1 == at;
    if is_first && function.is_keyword("EXTRACT") {
        return tokens.get(at + 1).is_some_and(|next| next.is_keyword("FROM"));
    }
    if is_first {
        return is_mysql
            && function.is_any_keyword(&["TIMESTAMPADD", "TIMESTAMPDIFF", "GET_FORMAT"]);
    }
    is_mysql
        && function.is_keyword("CONVERT")
        && tokens[at - 1].is_symbol(",")
        && tokens.get(at + 1).is_some_and(|next| next.is_symbol(")"))
}
