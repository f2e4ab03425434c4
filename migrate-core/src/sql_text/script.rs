//! The statements a text is made of, split as each database's own shell splits them.
//!
//! A `;` ends a statement unless it stands in a string or a comment, or
//!
//! * on SQLite in the body of a trigger, which ends with `; END`: the `END` of a `CASE` never follows a
//!   `;` (<https://www.sqlite.org/c3ref/complete.html>);
//! * on PostgreSQL in parentheses, where a rule has several commands, or between `BEGIN ATOMIC` and
//!   `END` of a routine (as psql counts them, `psqlscan.l`);
//! * on MariaDB and MySQL in the body of a routine, trigger or event, or in a block of MariaDB's outside
//!   of one. There is no `DELIMITER`: that is a command of their shell's.

use super::routine::Body;
use super::syntax::SqlSyntax;
use super::token::{Token, TokenKind};
use super::tokens::{Tokens, Unterminated};

/// The statements of a text, each from its first token to its last and without its `;`.
///
/// Nothing is cut off: the last statement may lack its `;`, and where a string or a comment in it has
/// no end it is the rest of the text. [`require_terminated`] says where.
pub fn split_statements(sql: &str, syntax: SqlSyntax) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut reader = Reader::new(syntax);
    let mut span: Option<(usize, usize)> = None;
    // A versioned comment belongs to the statement it begins or ends.
    let mut read = 0;
    for token in Tokens::new(sql, syntax) {
        read = token.as_ref().map_or(read, Token::end);
        match token {
            Ok(token) if token.kind == TokenKind::Comment && !is_versioned(&token) => {}
            Ok(token) if token.is_symbol(";") && reader.is_complete() => {
                statements.extend(span.take().map(|(start, end)| &sql[start..end]));
                reader = Reader::new(syntax);
            }
            Ok(token) => {
                span = Some((span.map_or(token.start, |(start, _)| start), token.end()));
                if token.kind != TokenKind::Comment {
                    reader.read(&token);
                }
            }
            Err(Unterminated { offset, .. }) => {
                // A versioned comment that is not closed may have begun in an earlier statement.
                let start = span.map_or(offset.max(read), |(start, _)| start);
                let rest = sql[start..].trim_ascii_end();
                statements.extend(Some(rest).filter(|rest| !rest.is_empty()));
                return statements;
            }
        }
    }
    statements.extend(span.map(|(start, end)| &sql[start..end]));
    statements
}

/// The text without statements that are empty: on MariaDB and MySQL a `;` alone is an error. Nothing is
/// left of a text that says nothing.
pub fn without_empty_statements(sql: &str, syntax: SqlSyntax) -> String {
    let mut text = String::with_capacity(sql.len());
    let (mut copied, mut is_empty, mut says_nothing) = (0, true, true);
    for token in Tokens::new(sql, syntax) {
        match token {
            Ok(token) if token.kind == TokenKind::Comment && !is_versioned(&token) => {}
            Ok(token) if token.is_symbol(";") => {
                if is_empty {
                    text.push_str(&sql[copied..token.start]);
                    copied = token.end();
                }
                is_empty = true;
            }
            // What has no end is told elsewhere.
            Ok(_) | Err(_) => (is_empty, says_nothing) = (false, false),
        }
    }
    text.push_str(&sql[copied..]);
    if says_nothing { String::new() } else { text.trim().to_owned() }
}

/// Whether every string, quoted name and comment of a text has its end, under one `sql_mode` at least.
pub fn require_terminated(sql: &str, syntax: SqlSyntax) -> Result<(), Unterminated> {
    let mut result = Ok(());
    for syntax in syntax.under_each_mode() {
        match Tokens::new(sql, syntax).find_map(Result::err) {
            None => return Ok(()),
            Some(error) if result.is_ok() => result = Err(error),
            Some(_) => {}
        }
    }
    result
}

fn is_versioned(token: &Token<'_>) -> bool {
    token.opens_versioned_comment() || token.closes_versioned_comment()
}

/// Reads one statement, and knows at each token whether a `;` would end it.
enum Reader {
    Sqlite(TriggerOfSqlite),
    Postgres(PostgresStatement),
    Mysql(Body),
}

impl Reader {
    fn new(syntax: SqlSyntax) -> Self {
        match syntax {
            SqlSyntax::Sqlite => Self::Sqlite(TriggerOfSqlite::default()),
            SqlSyntax::Postgres => Self::Postgres(PostgresStatement::default()),
            SqlSyntax::Mysql(_) => Self::Mysql(Body::default()),
        }
    }

    fn read(&mut self, token: &Token<'_>) {
        match self {
            Self::Sqlite(trigger) => trigger.read(token),
            Self::Postgres(statement) => statement.read(token),
            Self::Mysql(body) => body.read(token),
        }
    }

    fn is_complete(&self) -> bool {
        match self {
            Self::Sqlite(trigger) => !trigger.is_one || trigger.ended,
            Self::Postgres(statement) => statement.depth == 0 && statement.blocks == 0,
            Self::Mysql(body) => body.is_closed(),
        }
    }
}

/// Whether a statement is `CREATE [TEMP] TRIGGER`, and whether `; END` came last.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about the tokens before")]
struct TriggerOfSqlite {
    words: usize,
    created: bool,
    is_one: bool,
    after_semicolon: bool,
    ended: bool,
}

impl TriggerOfSqlite {
    fn read(&mut self, token: &Token<'_>) {
        match self.words {
            0 => self.created = token.is_keyword("CREATE"),
            1 | 2 if self.created => {
                self.is_one |= token.is_keyword("TRIGGER");
                self.created = token.is_any_keyword(&["TEMP", "TEMPORARY"]);
            }
            _ => {}
        }
        self.words = self.words.saturating_add(1);
        self.ended = self.after_semicolon && token.is_keyword("END");
        self.after_semicolon = token.is_symbol(";");
    }
}

/// The parentheses and the blocks of a routine that are open.
#[derive(Default)]
struct PostgresStatement {
    words: usize,
    creates: bool,
    is_routine: bool,
    after_begin: bool,
    depth: usize,
    blocks: usize,
}

impl PostgresStatement {
    fn read(&mut self, token: &Token<'_>) {
        // `CREATE [OR REPLACE] FUNCTION`.
        match self.words {
            0 => self.creates = token.is_keyword("CREATE"),
            1 | 3 if self.creates => {
                self.is_routine |= token.is_any_keyword(&["FUNCTION", "PROCEDURE"]);
            }
            _ => {}
        }
        self.words = self.words.saturating_add(1);
        if token.is_symbol("(") {
            self.depth += 1;
        } else if token.is_symbol(")") {
            self.depth = self.depth.saturating_sub(1);
        } else if self.is_routine && self.depth == 0 {
            let opens = self.after_begin && token.is_keyword("ATOMIC")
                || self.blocks > 0 && token.is_keyword("CASE");
            if opens {
                self.blocks += 1;
            } else if token.is_keyword("END") {
                self.blocks = self.blocks.saturating_sub(1);
            }
        }
        self.after_begin = token.is_keyword("BEGIN");
    }
}
