//! One token: its kind, its text, and the name or the value it spells.

use std::fmt;

use super::decode;
use super::syntax::SqlSyntax;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A bare word: a keyword or an unquoted identifier.
    Word,
    /// An identifier in `"x"`, `` `x` ``, `[x]` or `U&"x"`, whichever of these the database has.
    Quoted,
    /// A string: `'x'`; on PostgreSQL also `E'x'`, `U&'x'`, `N'x'`, `$$x$$` and `$tag$x$tag$`; on MariaDB
    /// and MySQL also `"x"` and `N'x'`.
    String,
    /// `x'..'`, and `b'..'` where the database has it.
    Blob,
    /// An integer or a real number.
    Number,
    /// A place for a value, or a variable: `?1`, `:name`, `$1`, `@name`, `@@name`.
    Parameter,
    /// MariaDB's and MySQL's character set before a string: `_utf8mb4'x'`.
    Introducer,
    /// An operator or a punctuation mark.
    Symbol,
    /// A comment, without the line's end. Of a versioned comment of MariaDB and MySQL, whose content
    /// is code, only its beginning `/*!50001` and its end `*/`.
    Comment,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// As written.
    pub text: &'a str,
    /// The byte it starts at.
    pub start: usize,
    /// Whose token it is.
    pub(super) syntax: SqlSyntax,
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Word => "word",
            Self::Quoted => "quoted name",
            Self::String => "string",
            Self::Blob => "blob",
            Self::Number => "number",
            Self::Parameter => "parameter",
            Self::Introducer => "character set",
            Self::Symbol => "symbol",
            Self::Comment => "comment",
        })
    }
}

impl Token<'_> {
    /// The byte after its last.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this keyword, in any case.
    pub fn is_keyword(&self, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is one of these keywords, in any case.
    pub fn is_any_keyword(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is_keyword(keyword))
    }

    /// Whether it is this operator or punctuation mark.
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }

    /// Whether it begins a versioned comment, whose content is code.
    pub fn opens_versioned_comment(&self) -> bool {
        self.kind == TokenKind::Comment
            && matches!(self.syntax, SqlSyntax::Mysql(_))
            && (self.text.starts_with("/*!") || self.text.starts_with("/*M!"))
    }

    /// Whether it ends a versioned comment.
    pub fn closes_versioned_comment(&self) -> bool {
        self.kind == TokenKind::Comment && self.text == "*/"
    }

    /// The identifier it spells, without quotes; keywords count as identifiers.
    pub fn identifier(&self) -> Option<String> {
        match self.kind {
            TokenKind::Word => Some(self.text.to_owned()),
            TokenKind::Quoted => Some(decode::quoted_name(self.text)),
            TokenKind::String
            | TokenKind::Blob
            | TokenKind::Number
            | TokenKind::Parameter
            | TokenKind::Introducer
            | TokenKind::Symbol
            | TokenKind::Comment => None,
        }
    }

    /// The identifier as the database keeps it: PostgreSQL folds a bare name to lower case
    /// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>).
    pub fn folded(&self) -> Option<String> {
        let spelled = self.identifier()?;
        let folds = self.kind == TokenKind::Word && self.syntax == SqlSyntax::Postgres;
        Some(if folds { spelled.to_ascii_lowercase() } else { spelled })
    }

    /// Whether it spells a name that the database keeps, by its rules of case.
    pub fn spells(&self, name: &str) -> bool {
        self.folded().is_some_and(|spelled| self.syntax.is_same_name(&spelled, name))
    }

    /// Whether it is a name in double quotes, which SQLite takes for a string where nothing has the name
    /// (<https://www.sqlite.org/quirks.html#dblquote>).
    pub fn may_be_string(&self) -> bool {
        self.kind == TokenKind::Quoted
            && self.syntax == SqlSyntax::Sqlite
            && self.text.starts_with('"')
    }

    /// What a string says, without quotes and escapes.
    pub fn string(&self) -> Option<String> {
        (self.kind == TokenKind::String).then(|| decode::string(self.text, self.syntax))
    }

    /// The name it spells where the grammar wants one: there SQLite takes a string as well.
    pub fn name(&self) -> Option<String> {
        self.identifier().or_else(|| self.string())
    }
}
