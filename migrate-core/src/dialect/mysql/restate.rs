//! `ALTER TABLE` with columns written out whole, from the definitions that are there.

use std::borrow::Cow;

use crate::dialect::DefinitionError;
use crate::schema::{Origin, QualifiedName};
use crate::sql_text::{SqlMode, SqlSyntax, Token, TokenKind, Tokens};

use super::Version;
use super::alter::{self, Clause};
use super::attribute::group_length;
use super::definition::Definition;
use super::name::{folded, quote};

/// An `ALTER TABLE` with columns that must be written out whole.
///
/// `MODIFY` takes what it does not say for dropped, so the definition that is there must be known:
/// online it is what `SHOW CREATE TABLE` says, in a script what the revisions say.
#[derive(Clone, Debug, PartialEq)]
pub struct Restate {
    /// The table.
    pub table: QualifiedName,
    /// The raw SQL that may have changed the table unseen.
    pub touched_by: Option<Origin>,
    /// `CREATE TABLE` as the revisions before say it.
    pub declared: String,
    pub(super) version: Version,
    pub(super) clauses: Vec<Clause>,
    /// `ALGORITHM` and `LOCK`, where they are asked for.
    pub(super) algorithm: Option<Cow<'static, str>>,
}

impl Restate {
    /// The statements, given what `SHOW CREATE TABLE` says.
    pub fn statements(&self, show_create_table: &str) -> Result<Vec<String>, DefinitionError> {
        let columns = self.columns(show_create_table)?;
        let lossy = show_create_table.contains('?');
        let declared = if lossy { self.columns(&self.declared)? } else { Vec::new() };
        let mut clauses = Vec::new();
        for clause in &self.clauses {
            clauses.push(match clause {
                Clause::Written(sql) => sql.clone(),
                Clause::Modify { column, edits } => {
                    let known = columns.iter().find(|(name, _)| folded(name) == folded(column));
                    let Some((name, mut definition)) = known.cloned() else {
                        let (table, name) = (self.table.to_string(), column.clone());
                        return Err(DefinitionError::Missing { table, kind: "column", name });
                    };
                    definition.name_json(&name);
                    let known = declared.iter().find(|(name, _)| folded(name) == folded(column));
                    let unknown = if lossy {
                        definition.restore_characters(self.version, known.map(|(_, known)| known))
                    } else {
                        Vec::new()
                    };
                    for edit in edits {
                        definition.edit(edit);
                    }
                    if unknown.iter().any(|source| definition.has(source)) {
                        let (table, column) = (self.table.to_string(), column.clone());
                        return Err(DefinitionError::Lossy { table, column });
                    }
                    format!("MODIFY COLUMN {} {}", quote(&name), definition.sql())
                }
            });
        }
        // What the server prints has its backslashes doubled, whatever the session's `sql_mode`
        // (tried on MariaDB 10.11); a comment can be written in no other way.
        let escapes = clauses.iter().any(|clause| clause.contains('\\'));
        let clauses: Vec<_> = clauses.iter().map(|clause| (0, clause.as_str())).collect();
        let (sql, _) = alter::statement(&self.table, &clauses, self.algorithm.as_deref());
        Ok(if escapes { alter::with_escapes(sql).into() } else { vec![sql] })
    }

    /// The columns of `CREATE TABLE`, each with its definition.
    fn columns(&self, sql: &str) -> Result<Vec<(String, Definition)>, DefinitionError> {
        let unreadable = |reason: String| {
            let table = self.table.to_string();
            DefinitionError::Unreadable { table, reason }
        };
        let tokens = tokens(sql).map_err(|error| unreadable(error.to_string()))?;
        let open = tokens.iter().position(|token| token.is_symbol("("));
        let Some(open) = open else { return Err(unreadable("it has no columns".to_owned())) };
        let body = &tokens[open..];
        let body = &body[..group_length(body)];
        let count = |symbol: &str| body.iter().filter(|token| token.is_symbol(symbol)).count();
        // The rest of a definition that breaks off would be lost with `MODIFY`.
        if count("(") != count(")") {
            return Err(unreadable("it has no end".to_owned()));
        }
        let body = body.get(1..body.len() - 1).unwrap_or_default();
        Ok(elements(body)
            .into_iter()
            .filter(|element| is_column(element))
            .filter_map(|element| {
                let (name, rest) = element.split_first()?;
                Some((name.identifier()?, Definition::read(sql, rest)))
            })
            .collect())
    }
}

/// The tokens of `SHOW CREATE TABLE`, which puts names between double quotes when the session's
/// `sql_mode` has `ANSI_QUOTES` (tried on MariaDB 10.11).
pub(super) fn tokens(sql: &str) -> Result<Vec<Token<'_>>, crate::sql_text::Unterminated> {
    let quote = sql.find(['`', '"']).map(|at| &sql[at..=at]);
    let mode = SqlMode { ansi_quotes: quote == Some("\""), no_backslash_escapes: false };
    Tokens::new(sql, SqlSyntax::Mysql(mode)).collect()
}

/// The parts between the commas that are in no parentheses.
pub(super) fn elements<'a, 'b>(tokens: &'a [Token<'b>]) -> Vec<&'a [Token<'b>]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
            }
            depth == 0 && token.is_symbol(",")
        })
        .collect()
}

/// Whether an element of `CREATE TABLE` is a column: it begins with a name.
pub(super) fn is_column(element: &[Token<'_>]) -> bool {
    const KEYS: [&str; 9] = [
        "PRIMARY",
        "UNIQUE",
        "KEY",
        "INDEX",
        "FULLTEXT",
        "SPATIAL",
        "CONSTRAINT",
        "FOREIGN",
        "CHECK",
    ];
    let [first, second, ..] = element else { return false };
    let period = first.is_keyword("PERIOD") && second.is_keyword("FOR");
    match first.kind {
        TokenKind::Quoted => true,
        TokenKind::Word => !period && !KEYS.iter().any(|key| first.is_keyword(key)),
        _ => false,
    }
}
