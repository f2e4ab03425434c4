//! The places of a revision that runs outside a transaction: what of it is done together, and how a later run finds
//! out whether it was done.

#[cfg(all(test, feature = "sqlite", feature = "postgres", feature = "mysql"))]
mod tests;

use std::ops::Range;

use crate::op::encode::{Encode, Encoder, Places as Origins};
use crate::op::fnv_1a;
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens, keeps_transaction, split_statements};

use super::mysql::probe;
use super::{Action, Dialect, Statement, postgres};

/// A part of a revision that is done together: a statement, a statement of raw SQL that has several, or several
/// statements in a transaction that the revision itself begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'s> {
    /// The statements.
    pub statements: Range<usize>,
    /// The part of the one statement that it is; all of them without one.
    pub text: Option<&'s str>,
    /// How a later run finds out whether it was done.
    pub evidence: Evidence,
    /// Its fingerprint.
    pub digest: String,
}

/// How a later run finds out whether something was done that a crash may have interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It need not: doing it again leaves what doing it once does.
    Repeatable,
    /// It sets something of the session, and is done again in each.
    Session {
        /// Whether that gives the same whenever it is done.
        constant: bool,
    },
    /// A row is written in the transaction that it is done in. On MariaDB and MySQL what commits by itself shows in
    /// that row as well.
    Row,
    /// The catalogue shows it.
    Catalogue,
    /// Nothing shows it.
    Nothing,
}

/// The places of a revision's statements on a database; `by_choice` says that the revision asked to run outside a
/// transaction, and not the database.
pub fn places(dialect: Dialect, statements: &[Statement], by_choice: bool) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = Vec::new();
    let mut at = 0;
    while let Some(statement) = statements.get(at) {
        let end = end_of_transaction(dialect, statements, at);
        if let Some(end) = end {
            let digest = digest(statements[at..end].iter());
            let (evidence, text) = (Evidence::Nothing, None);
            places.push(Place { statements: at..end, text, evidence, digest });
            at = end;
            continue;
        }
        let whole = |evidence| Place {
            statements: at..at + 1,
            text: None,
            evidence,
            digest: digest([statement]),
        };
        match &statement.action {
            Action::Note(_) | Action::Nothing { .. } | Action::Concurrent(_) => {
                places.push(whole(Evidence::Repeatable));
            }
            Action::Restate(_) => places.push(whole(Evidence::Catalogue)),
            // One that runs outside a transaction by choice may commit what it likes.
            Action::Run(_) if by_choice => places.push(whole(Evidence::Nothing)),
            Action::Rebuild(_) | Action::Run(_) => places.push(whole(Evidence::Row)),
            Action::Sql(sql) => places.push(whole(written(dialect, sql))),
            Action::Raw(sql) => match apart(dialect, sql) {
                Some(texts) => places.extend(texts.into_iter().map(|text| Place {
                    text: Some(text),
                    digest: digest_of(text),
                    ..whole(raw(dialect, text))
                })),
                None => places.push(whole(Evidence::Row)),
            },
        }
        at += 1;
    }
    places
}

fn digest_of(text: &str) -> String {
    format!("{:016x}", fnv_1a(text.as_bytes()))
}

fn digest<'s>(statements: impl IntoIterator<Item = &'s Statement>) -> String {
    let mut out = Encoder::new(Origins::LeftOut);
    for statement in statements {
        match &statement.action {
            // What it says may change with a release, and nothing is done.
            Action::Note(_) | Action::Nothing { .. } => out.word("-"),
            Action::Sql(sql) | Action::Raw(sql) => out.text(sql),
            Action::Rebuild(_) | Action::Restate(_) | Action::Concurrent(_) | Action::Run(_) => {
                statement.encode(&mut out);
            }
        }
    }
    digest_of(&out.into_text())
}

/// The words that a statement begins with, in capitals.
fn first_words(sql: &str, syntax: SqlSyntax) -> Vec<String> {
    let words = Tokens::code(sql, syntax).skip_while(|token| token.is_symbol("("));
    let words = words.take(3).map(|token| match token.kind {
        TokenKind::Word => token.text.to_ascii_uppercase(),
        _ => String::new(),
    });
    words.collect()
}

/// What a statement does to the transactions of a session.
enum Bound {
    Begins,
    Ends,
}

fn bound(statement: &str, syntax: SqlSyntax) -> Option<Bound> {
    let words = first_words(statement, syntax);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let is_mysql = matches!(syntax, SqlSyntax::Mysql(_));
    match words[..] {
        // A block of MariaDB's, and what is about a savepoint.
        ["BEGIN", "NOT", ..]
        | ["ROLLBACK", "TO", ..]
        | ["ROLLBACK", "WORK" | "TRANSACTION", "TO"] => None,
        ["BEGIN", ..] | ["START", "TRANSACTION", ..] => Some(Bound::Begins),
        // Their tables are unlocked where a transaction begins
        // (<https://mariadb.com/kb/en/lock-tables/#limitations>).
        ["LOCK", ..] | ["XA", "START" | "BEGIN", ..] if is_mysql => Some(Bound::Begins),
        ["UNLOCK", ..] | ["XA", "COMMIT" | "ROLLBACK", ..] if is_mysql => Some(Bound::Ends),
        ["COMMIT" | "END" | "ROLLBACK" | "ABORT", ..] | ["PREPARE", "TRANSACTION", ..] => {
            Some(Bound::Ends)
        }
        _ => None,
    }
}

/// Where the transaction ends that raw SQL begins at this place; none where it begins none.
fn end_of_transaction(dialect: Dialect, statements: &[Statement], at: usize) -> Option<usize> {
    let bounds = |at: usize| match statements.get(at).map(|statement| &statement.action) {
        Some(Action::Raw(sql)) => {
            let texts = split_statements(sql, dialect.syntax());
            texts.into_iter().filter_map(|text| bound(text, dialect.syntax())).collect()
        }
        _ => Vec::new(),
    };
    let first = bounds(at);
    let mut is_open = matches!(first.last()?, Bound::Begins);
    let mut end = at + 1;
    while is_open && end < statements.len() {
        is_open = bounds(end).last().is_none_or(|last| matches!(last, Bound::Begins));
        end += 1;
    }
    Some(end)
}

/// The statements of raw SQL, where each may be done apart from the others.
fn apart(dialect: Dialect, sql: &str) -> Option<Vec<&str>> {
    let texts = split_statements(sql, dialect.syntax());
    let alone = texts.len() < 2;
    // Variables, prepared statements and temporary tables end with the session: one transaction holds them with what
    // needs them.
    let passes = |text: &&str| {
        matches!(dialect, Dialect::Mysql(_))
            && matches!(raw(dialect, text), Evidence::Session { constant: false })
    };
    (alone || !texts.iter().any(passes)).then_some(texts)
}

/// A statement that was written here.
fn written(dialect: Dialect, sql: &str) -> Evidence {
    let words = first_words(sql, dialect.syntax());
    let first = words.first().map_or("", String::as_str);
    match (dialect, first) {
        (Dialect::Sqlite(_), "PRAGMA") | (Dialect::Postgres(_) | Dialect::Mysql(_), "SET") => {
            Evidence::Session { constant: true }
        }
        // On MariaDB and MySQL a check, and options that are the server's (`mysql::table_change`).
        (Dialect::Postgres(_), "REINDEX")
        | (Dialect::Mysql(_), "DO" | "PREPARE" | "EXECUTE" | "DEALLOCATE") => Evidence::Repeatable,
        (Dialect::Postgres(_), _) if postgres::is_outside_only(sql) => Evidence::Nothing,
        (Dialect::Mysql(_), _) if !keeps_transaction(sql, SqlSyntax::MYSQL) => of_catalogue(sql),
        (Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_), _) => Evidence::Row,
    }
}

fn of_catalogue(sql: &str) -> Evidence {
    if probe(sql).is_some() { Evidence::Catalogue } else { Evidence::Row }
}

/// One statement of raw SQL.
fn raw(dialect: Dialect, sql: &str) -> Evidence {
    let words = first_words(sql, dialect.syntax());
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let makes_temporary = || {
        words.first() == Some(&"CREATE")
            && words.iter().any(|word| matches!(*word, "TEMP" | "TEMPORARY"))
    };
    match dialect {
        Dialect::Sqlite(_) => match words[..] {
            ["PRAGMA" | "ATTACH" | "DETACH", ..] => Evidence::Session { constant: true },
            // A file that is there already is an error.
            ["VACUUM", "INTO", ..] | ["VACUUM", _, "INTO"] => Evidence::Nothing,
            ["VACUUM" | "ANALYZE" | "REINDEX", ..] => Evidence::Repeatable,
            _ if makes_temporary() => Evidence::Session { constant: false },
            _ => Evidence::Row,
        },
        Dialect::Postgres(_) => match words[..] {
            ["SET", "CONSTRAINTS" | "TRANSACTION" | "LOCAL", ..] => Evidence::Row,
            ["SET" | "RESET" | "LISTEN" | "UNLISTEN" | "LOAD" | "DISCARD", ..] => {
                Evidence::Session { constant: true }
            }
            ["SELECT", ..] if calls(sql, dialect.syntax(), "set_config") => {
                Evidence::Session { constant: true }
            }
            ["PREPARE" | "DEALLOCATE", ..] => Evidence::Session { constant: false },
            ["VACUUM" | "ANALYZE" | "ANALYSE" | "CHECKPOINT" | "REINDEX", ..] => {
                Evidence::Repeatable
            }
            _ if makes_temporary() => Evidence::Session { constant: false },
            _ if postgres::is_outside_only(sql) => Evidence::Nothing,
            _ => Evidence::Row,
        },
        Dialect::Mysql(_) => match words[..] {
            ["USE", ..] => Evidence::Session { constant: true },
            ["SET", ..] => Evidence::Session { constant: !has_variables(sql) },
            ["PREPARE" | "DEALLOCATE", ..] => Evidence::Session { constant: false },
            ["SELECT", ..] if selects_into_variables(sql) => Evidence::Session { constant: false },
            ["ANALYZE" | "OPTIMIZE" | "CHECK" | "FLUSH" | "REPAIR", ..] => Evidence::Repeatable,
            _ if makes_temporary() => Evidence::Session { constant: false },
            _ if keeps_transaction(sql, SqlSyntax::MYSQL) => Evidence::Row,
            _ => of_catalogue(sql),
        },
    }
}

fn calls(sql: &str, syntax: SqlSyntax, function: &str) -> bool {
    Tokens::code(sql, syntax).any(|token| token.is_keyword(function))
}

/// Whether a token is a variable of the user's, and none of the server's.
fn is_variable(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Parameter
        && token.text.starts_with('@')
        && !token.text.starts_with("@@")
}

fn has_variables(sql: &str) -> bool {
    Tokens::code(sql, SqlSyntax::MYSQL).any(|token| is_variable(&token))
}

fn selects_into_variables(sql: &str) -> bool {
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::MYSQL).collect();
    tokens.windows(2).any(|two| {
        two[0].is_keyword("INTO") && is_variable(&two[1])
            || is_variable(&two[0]) && two[1].is_symbol(":=")
    })
}

/// Whether one statement of raw SQL does all of what it does or nothing, when the database says that it failed.
pub fn fails_whole(dialect: Dialect, sql: &str) -> bool {
    let syntax = dialect.syntax();
    let texts = split_statements(sql, syntax);
    let words = first_words(sql, syntax);
    let calls_code = words.first().is_some_and(|word| {
        matches!(word.as_str(), "CALL" | "DO" | "EXECUTE" | "BEGIN" | "LOAD" | "XA")
    });
    let leaves_some = Tokens::code(sql, syntax).any(|token| token.is_keyword("CONCURRENTLY"));
    texts.len() == 1 && !calls_code && !leaves_some && bound(sql, syntax).is_none()
}
