//! What raw SQL asks of the client beside running statements: rows of `COPY`, and commands of `psql`.
//!
//! A server that waits for the rows of a `COPY` runs nothing more, and takes everything back when
//! none come (<https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY>).

use crate::dialect::Refusal;
use crate::sql_text::{SqlSyntax, Token, Tokens, split_statements};

/// The rows that a `COPY` takes from the client, or gives to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientCopy {
    /// `FROM STDIN`.
    In,
    /// `TO STDOUT`.
    Out,
}

/// The first `COPY` of a text whose rows go through the client, on either way.
pub fn client_copy(sql: &str) -> Option<ClientCopy> {
    // Messages may be large, and most have none.
    let copies = sql.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"copy"));
    let statements = if copies { split_statements(sql, SqlSyntax::Postgres) } else { Vec::new() };
    statements.into_iter().find_map(copy_of)
}

/// The rows of one statement, where it is such a `COPY`
/// (<https://www.postgresql.org/docs/current/sql-copy.html>).
fn copy_of(statement: &str) -> Option<ClientCopy> {
    let mut tokens = Tokens::code(statement, SqlSyntax::Postgres);
    tokens.next().filter(|token| token.is_keyword("COPY"))?;
    let mut depth = 0_usize;
    let outside = tokens.filter(|token| {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    });
    let words: Vec<Token<'_>> = outside.collect();
    words.windows(2).find_map(|two| match two {
        // The server takes either word after either direction (`copy_file_name` of its `gram.y`).
        [from, end] if from.is_keyword("FROM") && is_client(end) => Some(ClientCopy::In),
        [to, end] if to.is_keyword("TO") && is_client(end) => Some(ClientCopy::Out),
        _ => None,
    })
}

fn is_client(token: &Token<'_>) -> bool {
    token.is_any_keyword(&["STDIN", "STDOUT"])
}

/// Refuses raw SQL that needs a client which takes part.
pub(crate) fn check_client(sql: &str) -> Result<(), Refusal> {
    match client_copy(sql) {
        Some(ClientCopy::In) => {
            return Err(Refusal::unsupported(
                "`COPY .. FROM STDIN` takes its rows from the client, and raw SQL has none to send",
                "write the rows as `INSERT`, as `pg_dump --inserts` does, or send them in \
                 `op.run(..)` with `diesel::copy_from`",
            ));
        }
        Some(ClientCopy::Out) => {
            return Err(Refusal::unsupported(
                "`COPY .. TO STDOUT` gives its rows to the client, and raw SQL takes none",
                "read the rows in `op.run(..)`, or copy them to a file of the server's",
            ));
        }
        None => {}
    }
    // No operator and no name of the server's has one.
    let command = Tokens::code(sql, SqlSyntax::Postgres).find(|token| token.text.starts_with('\\'));
    command.map_or(Ok(()), |command| {
        let line = sql[command.start..].lines().next().unwrap_or_default();
        let word = line.split_whitespace().next().unwrap_or_default();
        Err(Refusal::unsupported(
            format!("`{word}` is a command of `psql`, not SQL"),
            "leave it out; a dump that `pg_dump --inserts` writes needs no such command for its rows",
        ))
    })
}
