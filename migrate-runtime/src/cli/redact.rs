//! Texts from outside as they may be shown: without a password, and without characters that would
//! move the terminal's cursor or turn the text round.
//!
//! What is typed, what the environment holds and what a server says goes through here before anybody
//! prints it: [`Printer`](super::printer::Printer) does so with every message, [`clap_error`] with what clap
//! quotes of a command line.

use std::ffi::OsString;
use std::fmt::Write as _;

/// The replacement for a user and a password.
const HIDDEN: &str = "***";

/// What is before a password in the words that libpq, JDBC and ODBC take for a database, in small letters.
const NAMES_OF_PASSWORDS: [&str; 4] = ["password=", "passwd=", "passphrase=", "pwd="];

/// A message with everything hidden that may be a password in an address or in `name=value` words, and control
/// characters escaped; its lines stay lines.
pub fn message(text: &str) -> String {
    visible(&without_named_passwords(&without_passwords(text)))
}

/// One text from outside as a whole, such as an argument: of what may be an address only the scheme
/// is left, since a mistyped one does not say where its password ends.
pub fn whole(text: &str) -> String {
    let shown = if may_hold_password(text) {
        let known = text.split_once("//").map_or("", |(before, _)| before.trim_start());
        let scheme = known.trim_start_matches(['"', '\'']).trim_end_matches(':');
        let is_scheme = !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        if is_scheme { format!("{known}//{HIDDEN}") } else { HIDDEN.to_owned() }
    } else {
        text.to_owned()
    };
    visible(&shown)
}

/// Whether a text may be the address of a database, however mistyped: `postgres//u:p@h`, `u:p@h/d`.
pub fn may_hold_password(text: &str) -> bool {
    let after = |sign: char| text.split_once(sign).map_or("", |(_, after)| after);
    let small = text.to_ascii_lowercase();
    text.contains("://")
        || text.split_once("//").is_some_and(|(_, after)| after.contains('@'))
        || (after(':').contains('@') && after(':').contains('/'))
        || NAMES_OF_PASSWORDS.iter().any(|name| small.contains(name))
}

/// Replaces `user:password` in each address of a text.
fn without_passwords(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("//") {
        let (before, address) = rest.split_at(start + 2);
        shown.push_str(before);
        let end =
            address.find(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '<' | '>'));
        let (address, after) = address.split_at(end.unwrap_or(address.len()));
        match address.rsplit_once('@') {
            Some((user, host)) if user.contains(':') || user.contains('/') => {
                shown.push_str(HIDDEN);
                shown.push('@');
                shown.push_str(host);
            }
            _ => shown.push_str(address),
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Replaces the value after each name of a password.
fn without_named_passwords(text: &str) -> String {
    // The same bytes are at the same places in it.
    let small = text.to_ascii_lowercase();
    let mut shown = String::with_capacity(text.len());
    let mut rest = 0;
    let next = |from: usize| {
        let ends = NAMES_OF_PASSWORDS
            .iter()
            .filter_map(|name| small[from..].find(name).map(|start| from + start + name.len()));
        ends.min()
    };
    while let Some(value) = next(rest) {
        shown.push_str(&text[rest..value]);
        shown.push_str(HIDDEN);
        rest = value + value_length(&text[value..]);
    }
    shown.push_str(&text[rest..]);
    shown
}

/// How long a value is: to the quote that ends it, or else to a blank or the message's own quote. Where `&` or `;` ends
/// it, as not everywhere, too much is hidden.
fn value_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || c == '`';
    let Some(quote) = text.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        return text.find(ends).unwrap_or(text.len());
    };
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let is_end = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + quote.len_utf8())
}

/// Escapes what a terminal would act on: control characters but line breaks and tabs, and the marks that
/// change the direction of text (UAX #9).
pub fn visible(text: &str) -> String {
    let acts = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(acts) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if acts(c) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "{}", c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// What clap says of a command line, with each argument shown as [`whole`] shows it.
pub fn clap_error(error: &clap::Error, typed: &[OsString]) -> String {
    let mut arguments: Vec<String> = Vec::new();
    for argument in typed {
        let argument = argument.to_string_lossy();
        // clap quotes `--name=value` with its name or without, and of `-nvalue` what it makes of it.
        arguments.push(match argument.strip_prefix('-') {
            Some(option) => match option.split_once('=') {
                Some((_, value)) => value.to_owned(),
                None => option.trim_start_matches('-').to_owned(),
            },
            None => argument.into_owned(),
        });
    }
    let rendered = error.render();
    let mut text = if arguments.iter().any(|argument| is_in_a_style(argument)) {
        rendered.to_string()
    } else {
        rendered.ansi().to_string()
    };
    // The longest first: one may be a part of another.
    arguments.sort_by_key(|argument| std::cmp::Reverse(argument.len()));
    for argument in arguments {
        let shown = whole(&argument);
        if shown != argument {
            text = text.replace(&argument, &shown);
        }
    }
    text
}

/// Whether a text could be found in the sequences that clap itself writes for colours.
fn is_in_a_style(text: &str) -> bool {
    text.strip_prefix('\u{1b}').is_some_and(|rest| {
        let numbers = rest.trim_start_matches('[').trim_end_matches('m');
        numbers.chars().all(|c| c.is_ascii_digit() || c == ';')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_text_shows_at_most_the_scheme_of_an_address() {
        for (text, shown) in [
            ("head", "head"),
            ("a:b@head", "a:b@head"),
            ("shop@-1", "shop@-1"),
            ("--plam", "--plam"),
            ("data/app.db", "data/app.db"),
            ("postgres://u:secret@h/d", "postgres://***"),
            ("postgres//u:secret@h/d", "postgres//***"),
            (" postgres://u:secret@h/d", "postgres://***"),
            ("\"postgres://u:secret@h/d\"", "\"postgres://***"),
            ("postgres ://u:secret@h/d", "***"),
            ("postgres:/u:secret@h/d", "***"),
            ("u:secret@h/d", "***"),
            ("sqlite://u:secret@h/d", "sqlite://***"),
            ("host=h password=secret", "***"),
            ("host=h PassWord=secret", "***"),
            ("Server=h;Pwd=secret", "***"),
            ("a\u{1b}[31mb\u{202e}c", "a\\u{1b}[31mb\\u{202e}c"),
        ] {
            assert_eq!(whole(text), shown, "{text}");
        }
    }

    #[test]
    fn addresses_in_messages_lose_their_passwords() {
        for (text, shown) in [
            ("no address", "no address"),
            ("at postgres://u:se@cret@h/d: refused", "at postgres://***@h/d: refused"),
            ("`postgres//u:se/cret@h/d` and x//y", "`postgres//***@h/d` and x//y"),
            ("see https://www.sqlite.org/uri.html", "see https://www.sqlite.org/uri.html"),
            ("mysql://me@h/d", "mysql://me@h/d"),
            ("`host=h password=se;cr'et` is", "`host=h password=***` is"),
            ("`host=h password='se c\\'ret' dbname=d` is", "`host=h password=*** dbname=d` is"),
            ("é PGPASSWORD=secret psql", "é PGPASSWORD=*** psql"),
            ("jdbc:postgresql://h/d?Password=secret&user=u", "jdbc:postgresql://h/d?Password=***"),
            ("the column password = 'x'", "the column password = 'x'"),
            ("two\nlines\r\u{7}", "two\nlines\\u{d}\\u{7}"),
        ] {
            assert_eq!(message(text), shown, "{text}");
        }
    }

    #[test]
    fn what_clap_quotes_is_shown_as_the_others() {
        let command = || clap::Command::new("x").subcommand(clap::Command::new("upgrade"));
        for typed in [
            &["x", "--databaseurl", "postgres://u:se'cr et@h/d"][..],
            &["x", "postgres://u:se'cr et@h/d"],
            &["x", "upgrade", "postgres//u:se'cr et@h/d"],
            &["x", "--database=postgres://u:se'cr et@h/d"],
            &["x", "-dpostgres://u:se'cr et@h/d"],
        ] {
            let error = command().try_get_matches_from(typed).unwrap_err();
            let typed: Vec<OsString> = typed.iter().map(OsString::from).collect();
            let shown = clap_error(&error, &typed);
            assert!(!shown.contains("cr et"), "{shown}");
        }
        for typed in ["\u{1b}", "\u{1b}[1", "\u{1b}[31mred", "\u{1b}c", "\u{202e}"] {
            let error = command().try_get_matches_from(["x", typed]).unwrap_err();
            let shown = clap_error(&error, &["x".into(), typed.into()]);
            let shown = anstream::adapter::strip_str(&shown).to_string();
            assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
            assert!(shown.contains("unrecognized subcommand"), "{shown:?}");
        }
    }
}
