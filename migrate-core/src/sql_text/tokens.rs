//! The tokens of a text in order, by the rules of the database it is written for.
//!
//! Tokens and the blanks between them are the whole text: nothing is left out, comments included.
//! Reading takes time linear in the text's length and never fails but at a string, a quoted name or a
//! comment without an end.

use std::fmt;

use super::scan;
use super::syntax::SqlSyntax;
use super::token::{Token, TokenKind};

/// A string, a quoted name or a comment has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unterminated {
    /// What was opened.
    pub kind: TokenKind,
    /// Where it was opened.
    pub offset: usize,
}

impl fmt::Display for Unterminated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, offset } = self;
        write!(f, "unterminated {kind} at byte {offset}")
    }
}

impl std::error::Error for Unterminated {}

impl Unterminated {
    /// The line and the column in which it was opened, both from 1; the column counts characters.
    pub fn position(&self, sql: &str) -> (usize, usize) {
        let before = sql.get(..self.offset).unwrap_or(sql);
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}

/// The tokens of a text in order; an error is the last item.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    sql: &'a str,
    syntax: SqlSyntax,
    offset: usize,
    /// Where a versioned comment began that is still open.
    versioned: Option<usize>,
    /// Whether the token before ended at `offset`, and what it was.
    before: scan::Before,
}

impl<'a> Tokens<'a> {
    /// The tokens of `sql`.
    pub fn new(sql: &'a str, syntax: SqlSyntax) -> Self {
        Self { sql, syntax, offset: 0, versioned: None, before: scan::Before::Other }
    }

    /// The tokens of `sql` up to one that has no end, without comments.
    pub fn code(sql: &'a str, syntax: SqlSyntax) -> impl Iterator<Item = Token<'a>> {
        let tokens = Self::new(sql, syntax).map_while(Result::ok);
        tokens.filter(|token| token.kind != TokenKind::Comment)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, Unterminated>;

    fn next(&mut self) -> Option<Self::Item> {
        let blanks = scan::blank_length(&self.sql[self.offset..], self.syntax);
        if blanks > 0 {
            self.before = scan::Before::Other;
        }
        let start = self.offset + blanks;
        let rest = &self.sql[start..];
        if rest.is_empty() {
            self.offset = start;
            let open = self.versioned.take();
            return open.map(|offset| Err(Unterminated { kind: TokenKind::Comment, offset }));
        }
        let scanned = if self.versioned.is_some() && rest.starts_with("*/") {
            self.versioned = None;
            (TokenKind::Comment, Some(2))
        } else if let Some(length) = scan::versioned_length(rest, self.syntax) {
            self.versioned.get_or_insert(start);
            (TokenKind::Comment, Some(length))
        } else {
            scan::first(rest, self.syntax, self.before)
        };
        let (kind, Some(length)) = scanned else {
            self.offset = self.sql.len();
            self.versioned = None;
            return Some(Err(Unterminated { kind: scanned.0, offset: start }));
        };
        self.offset = start + length;
        let token = Token { kind, text: &rest[..length], start, syntax: self.syntax };
        self.before = scan::Before::of(&token);
        Some(Ok(token))
    }
}
