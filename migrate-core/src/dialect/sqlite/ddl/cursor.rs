//! A place in a text: the grammar's questions to the tokens after it.

use super::DdlError;
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

/// Walks over the tokens of a text, without its comments.
pub(super) struct Cursor<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    next: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(sql: &'a str) -> Result<Self, DdlError> {
        let is_comment = |token: &Token<'_>| token.kind == TokenKind::Comment;
        let tokens = Tokens::new(sql, SqlSyntax::Sqlite)
            .filter(|token| !token.as_ref().is_ok_and(is_comment))
            .collect::<Result<_, _>>()?;
        Ok(Self { sql, tokens, next: 0 })
    }

    /// The tokens not yet passed.
    pub(super) fn rest(&self) -> &[Token<'a>] {
        &self.tokens[self.next..]
    }

    /// The token after the cursor.
    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.rest().first().copied()
    }

    /// Passes `count` tokens, or as many as there are.
    pub(super) fn advance(&mut self, count: usize) {
        self.next = self.tokens.len().min(self.next + count);
    }

    /// Where the next token starts.
    pub(super) fn offset(&self) -> usize {
        self.peek().map_or(self.sql.len(), |token| token.start)
    }

    /// Where the last passed token ended.
    pub(super) fn end(&self) -> usize {
        self.tokens[..self.next].last().map_or(0, Token::end)
    }

    /// The text from byte `start` to the last passed token.
    pub(super) fn since(&self, start: usize) -> &'a str {
        &self.sql[start.min(self.end())..self.end()]
    }

    /// The text from byte `start` to the next token.
    pub(super) fn gap_since(&self, start: usize) -> &'a str {
        &self.sql[start..self.offset()]
    }

    /// The text of some of the tokens, from the first to the last.
    pub(super) fn text_of(&self, tokens: &[Token<'_>]) -> &'a str {
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => &self.sql[first.start..last.end()],
            _ => "",
        }
    }

    /// Whether the next tokens are these keywords.
    pub(super) fn at(&self, keywords: &str) -> bool {
        let mut tokens = self.rest().iter();
        keywords.split(' ').all(|keyword| tokens.next().is_some_and(|t| t.is_keyword(keyword)))
    }

    /// Passes these keywords if they come next.
    pub(super) fn eat(&mut self, keywords: &str) -> bool {
        let found = self.at(keywords);
        if found {
            self.advance(keywords.split(' ').count());
        }
        found
    }

    /// Passes these keywords.
    pub(super) fn expect(&mut self, keywords: &str) -> Result<(), DdlError> {
        if self.eat(keywords) { Ok(()) } else { Err(self.unexpected(&format!("`{keywords}`"))) }
    }

    /// Whether the next token is this symbol.
    pub(super) fn at_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(symbol))
    }

    /// Passes this symbol if it comes next.
    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.advance(usize::from(found));
        found
    }

    /// Passes this symbol.
    pub(super) fn expect_symbol(&mut self, symbol: &str) -> Result<(), DdlError> {
        if self.eat_symbol(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    /// Passes a name.
    pub(super) fn name(&mut self, what: &str) -> Result<String, DdlError> {
        let name =
            self.peek().and_then(|token| token.name()).ok_or_else(|| self.unexpected(what))?;
        self.advance(1);
        Ok(name)
    }

    /// Passes a name with an optional schema before it.
    pub(super) fn qualified_name(
        &mut self,
        what: &str,
    ) -> Result<(Option<String>, String), DdlError> {
        let name = self.name(what)?;
        if self.eat_symbol(".") {
            return Ok((Some(name), self.name(what)?));
        }
        Ok((None, name))
    }

    /// Passes a list of names in parentheses.
    pub(super) fn names(&mut self, what: &str) -> Result<Vec<String>, DdlError> {
        self.expect_symbol("(")?;
        let mut names = vec![self.name(what)?];
        while self.eat_symbol(",") {
            names.push(self.name(what)?);
        }
        self.expect_symbol(")")?;
        Ok(names)
    }

    /// Passes a group in parentheses and returns the text in it.
    pub(super) fn parenthesised(&mut self) -> Result<&'a str, DdlError> {
        self.expect_symbol("(")?;
        let length = self.balanced(&[]);
        let inner = self.text_of(&self.rest()[..length]);
        self.advance(length);
        self.expect_symbol(")")?;
        Ok(inner)
    }

    /// How many tokens come before a `)` without its `(`, or one of these symbols outside of all
    /// parentheses.
    pub(super) fn balanced(&self, ends: &[&str]) -> usize {
        let mut depth = 0_usize;
        for (count, token) in self.rest().iter().enumerate() {
            if depth == 0 && ends.iter().any(|end| token.is_symbol(end)) {
                return count;
            }
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                let Some(outer) = depth.checked_sub(1) else { return count };
                depth = outer;
            }
        }
        self.rest().len()
    }

    /// Passes a last `;` and makes sure that nothing comes after it.
    pub(super) fn finish(&mut self) -> Result<(), DdlError> {
        self.eat_symbol(";");
        self.expect_end()
    }

    /// Makes sure that there are no more tokens.
    pub(super) fn expect_end(&self) -> Result<(), DdlError> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.unexpected("the end of the text")) }
    }

    /// The error of a text that has something else than `expected` here.
    pub(super) fn unexpected(&self, expected: &str) -> DdlError {
        let found = self
            .peek()
            .map_or_else(|| "the end of the text".to_owned(), |token| format!("`{}`", token.text));
        DdlError::Unexpected { expected: expected.to_owned(), found, offset: self.offset() }
    }
}

/// Removes the qualifier `table.` or `schema.table.` before the columns that `sql` mentions.
pub(super) fn unqualified(sql: &str, table: &str) -> String {
    let Ok(Cursor { tokens, .. }) = Cursor::new(sql) else { return sql.to_owned() };
    let names_table =
        |token: &Token<'_>| token.identifier().is_some_and(|name| name.eq_ignore_ascii_case(table));
    let mut result = String::with_capacity(sql.len());
    let mut copied = 0;
    for (at, pair) in tokens.windows(2).enumerate() {
        if names_table(&pair[0]) && pair[1].is_symbol(".") {
            let start = match &tokens[..at] {
                [.., schema, point] if point.is_symbol(".") => schema.start,
                _ => pair[0].start,
            };
            result.push_str(&sql[copied.min(start)..start]);
            copied = pair[1].end();
        }
    }
    result.push_str(&sql[copied..]);
    result
}
