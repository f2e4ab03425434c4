//! `CREATE INDEX`, and the keys that it shares with `PRIMARY KEY` and `UNIQUE`.

use super::DdlError;
use super::cursor::Cursor;
use crate::sql_text::{Token, TokenKind};

/// A column of a `PRIMARY KEY` or `UNIQUE` constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedColumn {
    /// The column.
    pub name: String,
    /// `COLLATE ..`
    pub collation: Option<String>,
    /// `DESC`
    pub descending: bool,
}

/// A part of an index's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedExpr {
    /// The expression as written, without its collation and direction.
    pub expression: String,
    /// The column, if the expression is nothing else.
    pub column: Option<String>,
    /// `COLLATE ..`, where SQLite takes it for the collation of the key.
    pub collation: Option<String>,
    /// `DESC`
    pub descending: bool,
}

/// An index's definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateIndex {
    /// The index's name.
    pub name: String,
    /// The table's name.
    pub table: String,
    /// `UNIQUE`
    pub unique: bool,
    /// The key.
    pub columns: Vec<IndexedExpr>,
    /// What follows `WHERE`.
    pub filter: Option<String>,
}

impl CreateIndex {
    /// Reads a `CREATE INDEX` statement.
    pub fn parse(sql: &str) -> Result<Self, DdlError> {
        let mut cursor = Cursor::new(sql)?;
        cursor.expect("CREATE")?;
        let unique = cursor.eat("UNIQUE");
        cursor.expect("INDEX")?;
        cursor.eat("IF NOT EXISTS");
        let (_schema, name) = cursor.qualified_name("an index name")?;
        cursor.expect("ON")?;
        let table = cursor.name("a table name")?;
        cursor.expect_symbol("(")?;
        let columns = key_parts(&mut cursor)?;
        cursor.expect_symbol(")")?;
        let filter = if cursor.eat("WHERE") { Some(read_filter(&mut cursor)?) } else { None };
        cursor.finish()?;
        Ok(Self { name, table, unique, columns, filter })
    }
}

fn read_filter(cursor: &mut Cursor<'_>) -> Result<String, DdlError> {
    let length = cursor.balanced(&[";"]);
    if length == 0 {
        return Err(cursor.unexpected("an expression"));
    }
    let filter = cursor.text_of(&cursor.rest()[..length]).to_owned();
    cursor.advance(length);
    Ok(filter)
}

/// Reads the key of a table constraint in its parentheses, and whether it ends in `AUTOINCREMENT`.
pub(super) fn key_columns(cursor: &mut Cursor<'_>) -> Result<(Vec<IndexedColumn>, bool), DdlError> {
    cursor.expect_symbol("(")?;
    let parts = key_parts(cursor)?;
    let columns = parts.into_iter().map(IndexedExpr::into_column).collect::<Option<_>>();
    let columns = columns.ok_or_else(|| cursor.unexpected("column names before this"))?;
    let autoincrement = cursor.eat("AUTOINCREMENT");
    cursor.expect_symbol(")")?;
    Ok((columns, autoincrement))
}

/// Reads the parts of a key up to what ends it.
fn key_parts(cursor: &mut Cursor<'_>) -> Result<Vec<IndexedExpr>, DdlError> {
    let mut parts = Vec::new();
    loop {
        let length = cursor.balanced(&[","]);
        let tokens = &cursor.rest()[..length];
        let autoincrement = tokens.last().is_some_and(|token| token.is_keyword("AUTOINCREMENT"));
        let length = length - usize::from(autoincrement);
        if length == 0 {
            return Err(cursor.unexpected("a column or an expression"));
        }
        parts.push(IndexedExpr::read(cursor, &tokens[..length]));
        cursor.advance(length);
        if !cursor.eat_symbol(",") {
            return Ok(parts);
        }
    }
}

impl IndexedExpr {
    fn read(cursor: &Cursor<'_>, tokens: &[Token<'_>]) -> Self {
        let (tokens, descending) = split_direction(tokens);
        let (operand, collation) = split_collation(tokens);
        let column = match unwrapped(operand) {
            [token] => token.name(),
            _ => None,
        };
        let expression = cursor.text_of(operand).to_owned();
        Self { expression, column, collation, descending }
    }

    fn into_column(self) -> Option<IndexedColumn> {
        let Self { column, collation, descending, .. } = self;
        column.map(|name| IndexedColumn { name, collation, descending })
    }
}

/// Takes `[ASC | DESC] [NULLS ..]` from the end of a part.
fn split_direction<'a, 'b>(tokens: &'a [Token<'b>]) -> (&'a [Token<'b>], bool) {
    let tokens = match tokens {
        [rest @ .., nulls, _] if nulls.is_keyword("NULLS") => rest,
        _ => tokens,
    };
    match tokens {
        [rest @ .., last] if last.is_keyword("DESC") => (rest, true),
        [rest @ .., last] if last.is_keyword("ASC") => (rest, false),
        _ => (tokens, false),
    }
}

/// Takes `COLLATE ..` from the end of a part. It binds to the last operand only, so it is the
/// collation of the key where it follows the only one.
fn split_collation<'a, 'b>(mut tokens: &'a [Token<'b>]) -> (&'a [Token<'b>], Option<String>) {
    let mut collation = None;
    while let Some((operand, name)) = collated(unwrapped(tokens)) {
        tokens = operand;
        collation = collation.or_else(|| name.name());
    }
    (tokens, collation)
}

/// The operand and the collation, if the tokens are nothing else.
fn collated<'a, 'b>(tokens: &'a [Token<'b>]) -> Option<(&'a [Token<'b>], Token<'b>)> {
    let (mut operand, name) = strip_collate(tokens)?;
    while let Some((inner, _)) = strip_collate(operand) {
        operand = inner;
    }
    let is_operand = match operand {
        [_] => true,
        [callee, group @ ..] if callee.kind == TokenKind::Word => is_group(group),
        _ => is_group(operand),
    };
    is_operand.then_some((&tokens[..tokens.len() - 2], name))
}

fn strip_collate<'a, 'b>(tokens: &'a [Token<'b>]) -> Option<(&'a [Token<'b>], Token<'b>)> {
    match tokens {
        [operand @ .., keyword, name] if keyword.is_keyword("COLLATE") => Some((operand, *name)),
        _ => None,
    }
}

/// The tokens without the parentheses around all of them.
fn unwrapped<'a, 'b>(mut tokens: &'a [Token<'b>]) -> &'a [Token<'b>] {
    while let [_, inner @ .., _] = tokens {
        if !is_group(tokens) {
            break;
        }
        tokens = inner;
    }
    tokens
}

/// Whether the first token is a `(` and the last one closes it.
fn is_group(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            return at > 0 && at + 1 == tokens.len();
        }
    }
    false
}
