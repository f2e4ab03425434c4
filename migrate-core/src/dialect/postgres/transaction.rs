//! What PostgreSQL does only outside a transaction, or only in a later one, found before anything
//! runs.

use std::collections::BTreeSet;

use crate::dialect::{Action, LowerError, Refusal, Statement};
use crate::op::Recorded;
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens, split_statements};

/// Whether the statements can run inside a transaction that only the executor begins and ends.
pub(crate) fn require_transactional(
    script: &[Recorded],
    statements: &[Statement],
) -> Result<(), LowerError> {
    let mut added = BTreeSet::new();
    for statement in statements {
        let Some(recorded) = statement.first_of(script) else { continue };
        let texts = match &statement.action {
            Action::Sql(sql) => vec![sql.as_str()],
            Action::Raw(sql) => split_statements(sql, SqlSyntax::Postgres),
            Action::Concurrent(index) => vec![index.sql.as_str()],
            Action::Rebuild(_)
            | Action::Restate(_)
            | Action::Run(_)
            | Action::Note(_)
            | Action::Nothing { .. } => Vec::new(),
        };
        for text in texts {
            let refused = outside_only(text).or_else(|| too_early(text, &mut added));
            if let Some(cause) = refused {
                return Err(LowerError::of(recorded, cause));
            }
        }
    }
    Ok(())
}

fn tokens(statement: &str) -> impl Iterator<Item = Token<'_>> {
    let tokens = Tokens::new(statement, SqlSyntax::Postgres).map_while(Result::ok);
    tokens.filter(|token| token.kind != TokenKind::Comment)
}

fn words(statement: &str) -> impl Iterator<Item = String> {
    tokens(statement).map(|token| match token.kind {
        TokenKind::Word => token.text.to_ascii_uppercase(),
        _ => String::new(),
    })
}

/// Whether PostgreSQL runs a statement outside a transaction alone.
pub(in crate::dialect) fn is_outside_only(statement: &str) -> bool {
    outside_only(statement).is_some()
}

/// Why a statement cannot run inside a transaction.
fn outside_only(statement: &str) -> Option<Refusal> {
    let first: Vec<_> = words(statement).take(4).collect();
    let first: Vec<_> = first.iter().map(String::as_str).collect();
    let has = |wanted| words(statement).any(|word| word == wanted);
    let refused = "PostgreSQL refuses it inside a transaction";
    let why = match first[..] {
        // `ROLLBACK TO` and `RELEASE` are about savepoints.
        ["ROLLBACK", "TO", ..] | ["ROLLBACK", "WORK" | "TRANSACTION", "TO", ..] => return None,
        ["BEGIN" | "COMMIT" | "END" | "ROLLBACK" | "ABORT", ..]
        | ["START" | "PREPARE", "TRANSACTION", ..] => {
            "the revision runs in a transaction, which only the executor begins and ends"
        }
        // <https://www.postgresql.org/docs/current/sql-vacuum.html>, sql-altersystem.html,
        // sql-createdatabase.html, sql-createtablespace.html, sql-createsubscription.html,
        // sql-discard.html
        ["VACUUM", ..]
        | ["ALTER", "SYSTEM", ..]
        | ["CREATE" | "DROP", "DATABASE" | "TABLESPACE" | "SUBSCRIPTION", ..]
        | ["DISCARD", "ALL", ..] => refused,
        ["REINDEX", ..] if reindexes_many(statement) => refused,
        ["CLUSTER", ..] if clusters_all(statement) => refused,
        // <https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>,
        // and `DETACH PARTITION`: <https://www.postgresql.org/docs/current/sql-altertable.html>
        ["CREATE" | "DROP", "INDEX", ..]
        | ["CREATE", "UNIQUE", "INDEX", ..]
        | ["REINDEX", ..]
        | ["ALTER", "TABLE", ..]
            if has("CONCURRENTLY") =>
        {
            refused
        }
        // <https://www.postgresql.org/docs/current/sql-alterdatabase.html>
        ["ALTER", "DATABASE", ..] if has("TABLESPACE") => refused,
        _ => return None,
    };
    Some(Refusal::unsupported(why, "take `op: &mut Op<NoTx>` in a revision of its own"))
}

/// The words of a statement without the options in its first parentheses.
fn words_without_options(statement: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut kept = Vec::new();
    for token in tokens(statement) {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            kept.push(token.text.to_ascii_uppercase());
        }
    }
    kept
}

/// Whether a `REINDEX` is about more than one table
/// (<https://www.postgresql.org/docs/current/sql-reindex.html>).
fn reindexes_many(statement: &str) -> bool {
    let words = words_without_options(statement);
    words.get(1).is_some_and(|word| matches!(word.as_str(), "SCHEMA" | "DATABASE" | "SYSTEM"))
}

/// Whether a `CLUSTER` names no table, and so is about all
/// (<https://www.postgresql.org/docs/current/sql-cluster.html>).
fn clusters_all(statement: &str) -> bool {
    let words = words_without_options(statement);
    words[1..].iter().all(|word| matches!(word.as_str(), "VERBOSE" | ";"))
}

/// Why a statement must wait for a commit: a value that is new in an enum type cannot be used in the
/// transaction that adds it (<https://www.postgresql.org/docs/current/sql-altertype.html>).
fn too_early(statement: &str, added: &mut BTreeSet<String>) -> Option<Refusal> {
    let first: Vec<_> = words(statement).take(2).collect();
    match first.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["ALTER", "TYPE"] => {
            added.extend(added_value(statement));
            return None;
        }
        // A value of another type, or one in prose.
        ["CREATE", "TYPE"] | ["COMMENT", "ON"] => return None,
        _ if added.is_empty() => return None,
        _ => {}
    }
    let used = tokens(statement).find(|token| added.contains(token.text))?;
    Some(Refusal::unsupported(
        format!(
            "PostgreSQL cannot use the enum value {} in the transaction that adds it",
            used.text
        ),
        "use it in a revision of its own after this one; of a type that this revision creates, \
         name the value in `op.create_enum(..)`",
    ))
}

/// The value after `ADD VALUE`, in its quotes.
fn added_value(statement: &str) -> Option<String> {
    let adds =
        words(statement).any(|word| word == "VALUE") && !words(statement).any(|w| w == "RENAME");
    let word = || tokens(statement).find(|token| token.kind == TokenKind::String);
    if adds { word().map(|token| token.text.to_owned()) } else { None }
}
