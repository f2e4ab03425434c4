//! What the statements of raw SQL do, as far as their words say.

use super::identifiers::mentions;
use super::routine::creates;
use super::script::split_statements;
use super::syntax::SqlSyntax;
use super::token::{Token, TokenKind};
use super::tokens::Tokens;

/// The first words of statements that read or write rows and leave the schema alone.
const ROWS: [&str; 8] =
    ["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "TABLE"];

/// The first words of statements that run text as SQL.
const RUNS_TEXT: [&str; 4] = ["DO", "PREPARE", "EXECUTE", "BEGIN"];

/// The first words of statements that take no row and change no value, but for what they make of the schema.
const KEEPS_ROWS: [&str; 21] = [
    "ALTER", "ANALYZE", "COMMENT", "CREATE", "DROP", "FLUSH", "GRANT", "INSERT", "LOCK", "NOTIFY",
    "OPTIMIZE", "PRAGMA", "REFRESH", "REINDEX", "RENAME", "RESET", "REVOKE", "SECURITY", "SET",
    "VACUUM", "VALUES",
];

/// The words by which such a statement does so all the same: `ON CONFLICT .. DO UPDATE`, `INSERT OR REPLACE`,
/// `ALTER TABLE .. TRUNCATE PARTITION`.
const TAKES_ROWS: [&str; 3] = ["UPDATE", "REPLACE", "TRUNCATE"];

/// How deep text in text is looked into: a `DO` block that executes a string that does so again.
const NESTED: usize = 4;

/// Whether MariaDB and MySQL run every statement of a text inside a transaction, which most others end
/// (<https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/>): so does `ANALYZE TABLE`.
pub fn keeps_transaction(sql: &str, syntax: SqlSyntax) -> bool {
    split_statements(sql, syntax).iter().all(|statement| {
        first_words(statement, syntax).next().is_none_or(|first| first.is_any_keyword(&ROWS))
    })
}

/// Whether a text may change a table: a statement that does more than read and write rows mentions it.
/// Where statements run text as SQL, strings are looked into.
///
/// A statement is judged by its first word: a function that a `SELECT` calls may do anything.
pub fn may_change(sql: &str, table: &str, syntax: SqlSyntax) -> bool {
    let statements = split_statements(sql, syntax);
    let mut changing = statements.iter().filter(|it| !leaves_schema(it, syntax)).peekable();
    changing.peek().is_some()
        && (changing.any(|statement| mentions(statement, table, syntax))
            || run_texts(sql, syntax).iter().any(|text| mentions(text, table, syntax)))
}

/// Whether a text may change the schema at all: a statement does more than read and write rows.
///
/// A statement is judged by its first word, as by [`may_change`].
pub fn may_change_schema(sql: &str, syntax: SqlSyntax) -> bool {
    split_statements(sql, syntax).iter().any(|statement| !leaves_schema(statement, syntax))
}

/// Whether a text may take rows or change values beside what it makes of the schema.
///
/// A statement is judged by its first word; what is not known to keep rows may take some, as a `SELECT` of a function.
pub fn may_take_rows(sql: &str, syntax: SqlSyntax) -> bool {
    split_statements(sql, syntax).iter().any(|statement| {
        let mut words = first_words(statement, syntax);
        let Some(first) = words.next() else { return false };
        !first.is_any_keyword(&KEEPS_ROWS)
            // What a view, a trigger or a routine does it does not do now.
            || (first.is_any_keyword(&["INSERT", "ALTER"])
                && words.any(|word| word.is_any_keyword(&TAKES_ROWS)))
    })
}

/// Whether a text of PostgreSQL's adds a value to an enum type: `ALTER TYPE .. ADD VALUE`.
pub fn adds_enum_value(sql: &str) -> bool {
    let syntax = SqlSyntax::Postgres;
    let adds = |text: &str| {
        split_statements(text, syntax).into_iter().any(|statement| {
            let tokens: Vec<_> = Tokens::code(statement, syntax).collect();
            let pair = |first, second| {
                tokens.windows(2).any(|two| two[0].is_keyword(first) && two[1].is_keyword(second))
            };
            pair("ALTER", "TYPE") && pair("ADD", "VALUE")
        })
    };
    adds(sql) || run_texts(sql, syntax).iter().any(|text| adds(text))
}

/// Whether a text creates or changes a routine, a trigger or an event of MariaDB's or MySQL's.
pub fn creates_routine(sql: &str, syntax: SqlSyntax) -> bool {
    let statements = split_statements(sql, syntax);
    statements.iter().any(|statement| creates(Tokens::code(statement, syntax)))
}

/// Whether a statement that fails has done nothing, where no transaction is around it: what calls a routine, or runs
/// text as SQL, may have committed some of it.
pub fn is_all_or_nothing(statement: &str, syntax: SqlSyntax) -> bool {
    let first = first_words(statement, syntax).next();
    first.is_some_and(|first| !first.is_any_keyword(&RUNS_TEXT) && !first.is_keyword("CALL"))
}

/// A statement as it may be shown to others: without comments, and with `..` for each string, which may be a password.
///
/// Where a backslash could end a string or not, depending on the session's settings, nothing after the first string
/// is left.
pub fn without_values(sql: &str, syntax: SqlSyntax) -> String {
    let is_unsure = sql.contains('\\');
    let mut shown = String::new();
    let mut end = 0;
    for token in Tokens::code(sql, syntax) {
        if token.start > end && !shown.is_empty() {
            shown.push(' ');
        }
        end = token.end();
        match token.kind {
            TokenKind::String | TokenKind::Blob => {
                shown.push_str("'..'");
                if is_unsure {
                    shown.push_str(" ..");
                    break;
                }
            }
            TokenKind::Word
            | TokenKind::Quoted
            | TokenKind::Number
            | TokenKind::Parameter
            | TokenKind::Introducer
            | TokenKind::Symbol
            | TokenKind::Comment => shown.push_str(token.text),
        }
    }
    shown
}

fn leaves_schema(statement: &str, syntax: SqlSyntax) -> bool {
    let others: &[&str] = match syntax {
        SqlSyntax::Sqlite => &["ANALYZE", "PRAGMA", "VACUUM"],
        SqlSyntax::Postgres => &["ANALYZE", "VACUUM", "MERGE", "COPY", "TRUNCATE"],
        SqlSyntax::Mysql(_) => &["ANALYZE", "OPTIMIZE", "TRUNCATE", "LOAD"],
    };
    first_words(statement, syntax)
        .next()
        .is_none_or(|first| first.is_any_keyword(&ROWS) || first.is_any_keyword(others))
}

/// The tokens of a statement without comments, and without the parentheses before a query.
fn first_words(statement: &str, syntax: SqlSyntax) -> impl Iterator<Item = Token<'_>> {
    Tokens::code(statement, syntax).skip_while(|token| token.is_symbol("("))
}

/// The strings of a text that runs text as SQL, and those in them; none of any other text.
fn run_texts(sql: &str, syntax: SqlSyntax) -> Vec<String> {
    let runs = split_statements(sql, syntax).iter().any(|statement| {
        let first = first_words(statement, syntax).next();
        first.is_some_and(|first| first.is_any_keyword(&RUNS_TEXT))
    });
    let mut found = if runs { strings(sql, syntax) } else { Vec::new() };
    let mut from = 0;
    for _ in 1..NESTED {
        let inner: Vec<_> = found[from..].iter().flat_map(|text| strings(text, syntax)).collect();
        from = found.len();
        found.extend(inner);
    }
    found
}

fn strings(sql: &str, syntax: SqlSyntax) -> Vec<String> {
    let strings = Tokens::code(sql, syntax).filter(|token| token.kind == TokenKind::String);
    strings.filter_map(|token| token.string()).collect()
}
