//! The words of MariaDB's and MySQL's SQL: strings with backslashes, names in backticks, three kinds of comments.

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

/// The operators of more than one character.
const LONG_MARKS: [&str; 12] =
    ["<=>", "->>", "->", "||", "&&", "<<", ">>", "<=", ">=", "<>", "!=", ":="];

/// The words of a text, without its comments; none when a string, name or comment has no end.
pub(crate) fn words(sql: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        if begins_comment(rest) {
            rest = rest.get(comment_length(rest)?..)?.trim_start();
            continue;
        }
        let (kind, text, length) = match first {
            '\'' | '"' => quoted(rest, first, true).map(|(text, end)| (Kind::String, text, end))?,
            '`' => quoted(rest, first, false).map(|(text, end)| (Kind::Quoted, text, end))?,
            'n' | 'N' if rest[1..].starts_with('\'') => {
                quoted(&rest[1..], '\'', true).map(|(text, end)| (Kind::String, text, end + 1))?
            }
            'b' | 'B' | 'x' | 'X' if rest[1..].starts_with('\'') => {
                let end = quoted(&rest[1..], '\'', false)?.1 + 1;
                (Kind::Number, rest[..end].to_owned(), end)
            }
            _ => plain(rest, first),
        };
        words.push(Word { kind, text });
        rest = rest[length..].trim_start();
    }
    Some(words)
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

fn begins_comment(text: &str) -> bool {
    // Two dashes are two minus signs unless a space or the end follows.
    let dashes = text.strip_prefix("--").is_some_and(|rest| {
        rest.chars().next().is_none_or(|next| next.is_whitespace() || next.is_control())
    });
    dashes || text.starts_with('#') || text.starts_with("/*")
}

fn comment_length(text: &str) -> Option<usize> {
    match text.strip_prefix("/*") {
        Some(rest) => rest.find("*/").map(|at| at + 4),
        None => Some(text.find('\n').unwrap_or(text.len())),
    }
}

fn quoted(text: &str, quote: char, escapes: bool) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            if chars.next_if(|(_, next)| *next == quote).is_none() {
                return Some((content, at + c.len_utf8()));
            }
            content.push(quote);
        } else if c == '\\' && escapes {
            content.push_str(&unescaped(chars.next()?.1));
        } else {
            content.push(c);
        }
    }
    None
}

/// What a character after a backslash stands for
/// (<https://dev.mysql.com/doc/refman/8.0/en/string-literals.html>, table 11.1).
fn unescaped(c: char) -> String {
    match c {
        '0' => "\0".to_owned(),
        'b' => "\u{8}".to_owned(),
        'n' => "\n".to_owned(),
        'r' => "\r".to_owned(),
        't' => "\t".to_owned(),
        'Z' => "\u{1a}".to_owned(),
        // In a pattern these stand for themselves, and keep their backslash for it.
        '%' | '_' => format!("\\{c}"),
        other => other.to_string(),
    }
}

fn plain(text: &str, first: char) -> (Kind, String, usize) {
    let fraction = first == '.' && text[1..].starts_with(|c: char| c.is_ascii_digit());
    let (kind, length) = if first.is_ascii_digit() || fraction {
        (Kind::Number, number_length(text))
    } else if is_name_char(first) || first == '@' {
        let rest = &text[first.len_utf8()..];
        let length = rest.find(|c| !is_name_char(c)).unwrap_or(rest.len());
        (Kind::Bare, first.len_utf8() + length)
    } else {
        let long = LONG_MARKS.iter().find(|mark| text.starts_with(**mark));
        (Kind::Symbol, long.map_or(first.len_utf8(), |mark| mark.len()))
    };
    (kind, text[..length].to_owned(), length)
}

fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_part = |at: usize| match bytes[at] {
        b'.' => true,
        b'+' | b'-' => {
            matches!(bytes[at - 1], b'e' | b'E')
                && !text.starts_with("0x")
                && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        }
        byte => byte.is_ascii_alphanumeric(),
    };
    (1..bytes.len()).find(|at| !is_part(*at)).unwrap_or(bytes.len())
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
