//! The bodies of functions, which a server reads when they are created or when they are called.

use crate::sql_text::{SqlSyntax, TokenKind, Tokens};

/// The body of a function that is a string, which the server reads only when it is called.
pub(super) fn string_body(definition: &str, syntax: SqlSyntax) -> Option<String> {
    if !matches!(syntax, SqlSyntax::Postgres) {
        return None;
    }
    let tokens = Tokens::code(definition, syntax).collect::<Vec<_>>();
    tokens.windows(2).find_map(|pair| {
        let is_body = pair[0].is_keyword("AS") && pair[1].kind == TokenKind::String;
        pair[1].string().filter(|_| is_body)
    })
}

/// Whether the server does not know what the function needs: PostgreSQL reads only a body of
/// `BEGIN ATOMIC` or `RETURN` beforehand
/// (<https://www.postgresql.org/docs/current/sql-createfunction.html>), MariaDB and MySQL none.
pub(super) fn has_string_body(definition: &str, syntax: SqlSyntax) -> bool {
    !matches!(syntax, SqlSyntax::Postgres) || string_body(definition, syntax).is_some()
}
