//! The words of MariaDB's and MySQL's SQL: strings with backslashes, names in backticks, three kinds of comments.

use migrate_core::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword or a bare name.
    Bare,
    /// A name in backticks.
    Quoted,
    /// A string, in single or double quotes.
    String,
    /// A number, or digits in quotes: `x'0A'`, `b'101'`.
    Number,
    /// A mark or an operator.
    Symbol,
}

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// What it is.
    pub(crate) kind: Kind,
    /// As written, or without its quotes.
    pub(crate) text: String,
}

impl Word {
    /// Whether it is this keyword, in any case.
    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.kind == Kind::Bare && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Whether it is this mark.
    pub(crate) fn is_mark(&self, mark: &str) -> bool {
        self.kind == Kind::Symbol && self.text == mark
    }

    /// The name it spells.
    pub(crate) fn name(&self) -> Option<&str> {
        matches!(self.kind, Kind::Bare | Kind::Quoted).then_some(self.text.as_str())
    }

    /// A quoted name without its quotes, where it needs none to stay one word.
    pub(crate) fn unquoted(self) -> Self {
        let plain = self.kind == Kind::Quoted && self.text.chars().all(is_name_char);
        if plain { Self { kind: Kind::Bare, ..self } } else { self }
    }

    /// The word as SQL.
    pub(crate) fn sql(&self) -> String {
        match self.kind {
            Kind::String => string(&self.text),
            Kind::Quoted => format!("`{}`", self.text.replace('`', "``")),
            Kind::Bare | Kind::Number | Kind::Symbol => self.text.clone(),
        }
    }
}

/// The words of a text, without its comments; none when a string, name or comment has no end.
pub(crate) fn words(sql: &str) -> Option<Vec<Word>> {
    let tokens = Tokens::new(sql, SqlSyntax::MYSQL);
    tokens
        .filter_map(|token| token.map(|token| word(&token)).transpose())
        .collect::<Result<_, _>>()
        .ok()
}

fn word(token: &Token<'_>) -> Option<Word> {
    let kind = match token.kind {
        TokenKind::Comment => return None,
        TokenKind::Word | TokenKind::Introducer => Kind::Bare,
        TokenKind::Parameter if token.text.starts_with('@') => Kind::Bare,
        TokenKind::Quoted => Kind::Quoted,
        TokenKind::String => Kind::String,
        TokenKind::Number | TokenKind::Blob => Kind::Number,
        TokenKind::Symbol | TokenKind::Parameter => Kind::Symbol,
    };
    let text = match kind {
        Kind::Quoted => token.identifier(),
        Kind::String => token.string(),
        Kind::Bare | Kind::Number | Kind::Symbol => None,
    };
    Some(Word { kind, text: text.unwrap_or_else(|| token.text.to_owned()) })
}

/// The words as SQL with one space where there may be one; a function stands right before its
/// parenthesis, as the servers want it.
pub(crate) fn join(words: &[Word]) -> String {
    let mut sql = String::new();
    let mut open = true;
    for word in words {
        let closes =
            word.kind == Kind::Symbol && matches!(word.text.as_str(), "." | "," | ";" | ")" | "(");
        if !open && !closes {
            sql.push(' ');
        }
        sql.push_str(&word.sql());
        open = word.is_mark("(") || word.is_mark(".");
    }
    sql
}

/// Text between single quotes.
pub(crate) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// The text with one space between words and without comments; a text that breaks off stays.
pub(crate) fn spaced(sql: &str) -> String {
    let sql = sql.trim().trim_end_matches(';');
    words(sql).map_or_else(|| sql.trim().to_owned(), |words| join(&words))
}

/// The position of the parenthesis that closes the one at `open`.
pub(crate) fn closing(words: &[Word], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        if word.is_mark("(") {
            depth += 1;
        } else if word.is_mark(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// The parts between commas outside of parentheses.
pub(crate) fn split_commas(words: &[Word]) -> Vec<&[Word]> {
    let mut depth = 0_usize;
    words
        .split(|word| {
            match word.text.as_str() {
                "(" if word.kind == Kind::Symbol => depth += 1,
                ")" if word.kind == Kind::Symbol => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && word.is_mark(",")
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// The characters of a bare name
/// (<https://dev.mysql.com/doc/refman/8.0/en/identifiers.html>).
fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_word() {
        let sql = "a`b c``d``e`'it''s \\'x\\\\'\"q\"\"\" N'n'x'0A' 1.5e-3 -- x\n0x1F .5 <=> @n := /* y */ b--1 # z";
        let read = words(sql).expect("words");
        let texts: Vec<_> = read.iter().map(|word| word.text.as_str()).collect();
        let expected = [
            "a",
            "b c`d`e",
            "it's 'x\\",
            "q\"",
            "n",
            "x'0A'",
            "1.5e-3",
            "0x1F",
            ".5",
            "<=>",
            "@n",
            ":=",
            "b",
            "-",
            "-",
            "1",
        ];
        assert_eq!(texts, expected);
        assert_eq!(spaced("max( t . `a b` ) ,`c`( 1 );"), "max(t.`a b`), `c`(1)");
        assert_eq!(words("'a\\'"), None);
        assert_eq!(words("/* a"), None);
    }
}
