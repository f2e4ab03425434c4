//! Reads one variable of a `.env` file, as the programs that share the file write it.
//!
//! dotenv, docker compose, diesel and shells agree on most: `NAME=value` or `export NAME=value`, `#`
//! begins a comment, quotes go. Where they differ: `$` is a character like others, as in a password;
//! an unquoted value is literal but for a comment behind it; a line that is no assignment is
//! another program's and means nothing here.

/// Why a variable cannot be read, and in which line, from 1. Never says what is in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DotenvError {
    pub(super) line: usize,
    pub(super) message: String,
}

/// The value of a variable; none where no line sets it, or an empty value is the last word.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Option<String>, DotenvError> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut line = 1;
    let mut found: Option<(usize, String)> = None;
    while !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let consumed = match assignment(&rest[..end]) {
            Some((this, at)) => {
                let error = |message: String| DotenvError { line, message };
                match value(&rest[at..], end - at) {
                    Ok((value, length)) => {
                        if this == name {
                            let value = checked(value, name).map_err(error)?;
                            match &found {
                                Some((first, earlier)) if *earlier != value => {
                                    return Err(error(format!(
                                        "`{name}` has another value than in line {first}"
                                    )));
                                }
                                Some(_) => {}
                                None => found = Some((line, value)),
                            }
                        }
                        at + length
                    }
                    Err(message) if this == name => return Err(error(message.to_owned())),
                    Err(_) => end,
                }
            }
            None if mentions(&rest[..end], name) => {
                let message = format!("it is not `{name}=value`");
                return Err(DotenvError { line, message });
            }
            None => end,
        };
        line += rest[..consumed].matches('\n').count();
        rest = &rest[consumed..];
    }
    Ok(found.map(|(_, value)| value).filter(|value| !value.is_empty()))
}

/// The name that a line sets, and where its value begins.
fn assignment(line: &str) -> Option<(&str, usize)> {
    let (left, _) = line.split_once('=')?;
    let name = left.trim();
    let name =
        name.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or(name);
    let name = name.trim_start();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    is_name.then_some((name, left.len() + 1))
}

/// Whether a line that is no assignment begins with a name, as `NAME: value` does.
fn mentions(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").map_or(line, str::trim_start);
    line.strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// A value as it is written, and whether it may not hold `${`.
struct Written {
    text: String,
    is_literal: bool,
}

/// Reads the value at the start of a text, and says how long it is with the rest of its line; `line`
/// is how much of the text is still in the line it begins in.
fn value(text: &str, line: usize) -> Result<(Written, usize), &'static str> {
    let blanks = text[..line].len() - text[..line].trim_start_matches([' ', '\t']).len();
    let quote = text[blanks..line].chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let Some(quote) = quote else {
        let unquoted = &text[..line];
        let comment = unquoted
            .match_indices('#')
            .map(|(at, _)| at)
            .find(|&at| at == blanks || unquoted[..at].ends_with([' ', '\t']));
        let value = unquoted[..comment.unwrap_or(line)].trim();
        return Ok((Written { text: value.to_owned(), is_literal: false }, line));
    };
    let body = &text[blanks + 1..];
    let (value, length) = quoted(body, quote).ok_or("its quote is never closed")?;
    let after = &body[length..];
    let end = after.find('\n').map_or(after.len(), |at| at + 1);
    let behind = after[..end].trim();
    if !behind.is_empty() && !behind.starts_with('#') {
        return Err("something follows its closing quote");
    }
    Ok((Written { text: value, is_literal: quote == '\'' }, blanks + 1 + length + end))
}

/// Reads up to the closing quote. In double quotes a backslash escapes; `\n`, `\r` and `\t` mean what they
/// do in C, and before any other letter it stays.
fn quoted(body: &str, quote: char) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut characters = body.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c == quote {
            return Some((value.replace("\r\n", "\n"), at + c.len_utf8()));
        }
        if c != '\\' || quote != '"' {
            value.push(c);
            continue;
        }
        match characters.peek().map(|(_, next)| *next) {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some(sign @ ('"' | '\\' | '$' | '\'' | '`')) => value.push(sign),
            _ => {
                value.push('\\');
                continue;
            }
        }
        characters.next();
    }
    None
}

/// The value, unless another program would put something else in its place.
fn checked(Written { text, is_literal }: Written, name: &str) -> Result<String, String> {
    if !is_literal && text.contains("${") {
        return Err(format!(
            "`{name}` has a `${{..}}`, which is not replaced here: write what it stands for, or put \
             the value into single quotes if it is meant as it is"
        ));
    }
    // A `$` within a value is one of a password; a value of nothing else is another variable's.
    let variable = text.strip_prefix('$').filter(|name| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    });
    if let Some(variable) = variable.filter(|_| !is_literal) {
        return Err(format!(
            "`{name}` is `${variable}`, which is not replaced here: write what it stands for, or put the \
             value into single quotes if it is meant as it is"
        ));
    }
    if text.contains('\u{fffd}') {
        return Err(format!("`{name}` is not valid UTF-8"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<String>, String> {
        let read = super::read(text.as_bytes(), "URL");
        read.map_err(|DotenvError { line, message }| format!("{line}: {message}"))
    }

    #[test]
    fn every_way_to_write_a_value() {
        for (text, value) in [
            ("", None),
            ("# URL=no\n", None),
            ("URL=", None),
            ("URL=\"\"", None),
            ("URL=a", Some("a")),
            ("URL=a\r\nOTHER=b\r\n", Some("a")),
            ("\u{feff}URL=a\n", Some("a")),
            ("  export\tURL = a \t\n", Some("a")),
            ("exported=1\nURL=a", Some("a")),
            ("URL=a=b?c&d", Some("a=b?c&d")),
            // Comments.
            ("URL=a # b", Some("a")),
            ("URL=a#b", Some("a#b")),
            ("URL= # nothing", None),
            ("URL='a # b' # c", Some("a # b")),
            // `$` is a character.
            ("URL=pa$ss", Some("pa$ss")),
            ("URL=\"pa$ss\"", Some("pa$ss")),
            ("URL='$ss'", Some("$ss")),
            ("URL=$ss/a", Some("$ss/a")),
            ("URL='pa${ss}'", Some("pa${ss}")),
            ("URL=\"pa\\$ss\"", Some("pa$ss")),
            // Quotes and escapes.
            ("URL=\"a b\"", Some("a b")),
            ("URL=\"a\\\"b\\\\c\\n\\d\"", Some("a\"b\\c\n\\d")),
            ("URL='a\\n\"b'", Some("a\\n\"b")),
            ("URL=a\\n", Some("a\\n")),
            ("URL=it's", Some("it's")),
            ("URL=`a'b\"c`", Some("a'b\"c")),
            // Several lines.
            ("KEY=\"one\r\nURL=no\r\ntwo\"\r\nURL=a\r\n", Some("a")),
            ("KEY='one\ntwo' # x\nURL=a", Some("a")),
            // What other programs understand.
            ("OTHER=a b c\nhello\n[section]\na: b\n=\nURL=a", Some("a")),
            ("KEY='it\nURL='a'", Some("a")),
            ("KEY=\"it\nURL=a", Some("a")),
            ("URLS=b\nMY_URL=c\nURL.X=d\nURL=a", Some("a")),
            ("URL=a\nURL='a'", Some("a")),
            ("URL=größe", Some("größe")),
        ] {
            assert_eq!(read(text), Ok(value.map(str::to_owned)), "{text:?}");
        }
    }

    #[test]
    fn errors_name_the_line_and_not_what_is_in_it() {
        for (text, error) in [
            ("A=1\n\nURL='secret", "3: its quote is never closed"),
            ("A=\"x\ny\"\nURL=\"secret\" secret", "3: something follows its closing quote"),
            ("URL secret", "1: it is not `URL=value`"),
            ("A=1\nURL: secret", "2: it is not `URL=value`"),
            ("URL=secret\nA=1\nURL=secret2", "3: `URL` has another value than in line 1"),
        ] {
            assert_eq!(read(text), Err(error.to_owned()), "{text:?}");
        }
        let error = read("URL=postgres://${USER}:secret@h/d").unwrap_err();
        assert!(error.starts_with("1: `URL` has a `${..}`, which is not replaced here"), "{error}");
        assert!(!error.contains("secret"), "{error}");
        let error = read("URL=\"$OTHER\"").unwrap_err();
        assert!(error.starts_with("1: `URL` is `$OTHER`, which is not replaced here"), "{error}");
        let error = super::read(b"OTHER=\xff\nURL=\xffsecret", "URL").unwrap_err();
        assert_eq!((error.line, error.message.as_str()), (2, "`URL` is not valid UTF-8"));
    }
}
