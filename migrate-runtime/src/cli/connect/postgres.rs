//! Connects to PostgreSQL through libpq.

use diesel::{Connection as _, ConnectionError, PgConnection};

use crate::executor::Driver;

use super::ConnectError;
use super::error::{SPECIAL_CHARACTERS, UNKNOWN_HOST};
use super::postgres_url::with_parameter;
use super::server_url::{ServerUrl, parameter};

/// Opens a connection.
pub(super) fn connect(url: &ServerUrl, application: &str) -> Result<Box<dyn Driver>, ConnectError> {
    let text = with_keepalives(&with_application(&url.text, application), url);
    match PgConnection::establish(&text) {
        Ok(connection) => Ok(Box::new(connection)),
        Err(error) => Err(refused(url, &error)),
    }
}

/// libpq takes this name if neither the URL nor `PGAPPNAME` has one.
fn with_application(url: &str, application: &str) -> String {
    let mut name = String::new();
    for byte in application.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            name.push(char::from(byte));
        } else {
            name.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    with_parameter(url, "fallback_application_name", &name)
}

/// How libpq finds out that the other end is gone, where the URL does not say it: a connection on
/// which nothing comes is asked after 30 seconds, and given up after a minute; so is one that takes
/// nothing. Left alone it would wait for hours, and what tracks connections on the way would have
/// forgotten it (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-KEEPALIVES>).
const KEEPALIVES: [(&str, &str); 4] = [
    ("keepalives_idle", "30"),
    ("keepalives_interval", "10"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "60000"),
];

/// The text of a URL that has parameters, with those that it lacks.
fn with_keepalives(text: &str, url: &ServerUrl) -> String {
    let missing = KEEPALIVES.iter().filter(|(name, _)| parameter(&url.parameters, name).is_none());
    let pairs = missing.map(|(name, value)| format!("&{name}={value}"));
    std::iter::once(text.to_owned()).chain(pairs).collect()
}

fn digit(four_bits: u8) -> char {
    char::from_digit(four_bits.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

fn refused(url: &ServerUrl, error: &ConnectionError) -> ConnectError {
    let text = match error {
        ConnectionError::BadConnection(text) => text.clone(),
        other => other.to_string(),
    };
    let message = message(url, &text);
    let hint = hint(url, &message);
    ConnectError::Server { server: format!("PostgreSQL at {url}"), message, hint }
}

/// What libpq says, without what the error says already.
fn message(url: &ServerUrl, text: &str) -> String {
    // libpq quotes what it cannot read, which may be the whole URL or a value of it.
    let quotes_url = ["URI", "percent-encoded", "option"].iter().any(|word| text.contains(word));
    if quotes_url && !is_plain_parameter(url, text) {
        return text.split(['"', ':']).next().unwrap_or_default().trim().to_owned();
    }
    let mut reasons: Vec<&str> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('\t')) {
        let reason = match line.split_once(" failed: ") {
            Some((place, reason)) if place.starts_with("connection to server") => reason,
            _ => line,
        };
        let reason = reason.strip_prefix("FATAL:").unwrap_or(reason).trim();
        // One for each address of a name, mostly the same.
        if !reason.is_empty() && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join("; ")
}

/// Whether what libpq quotes is the name of a parameter, and no password stands among them whose
/// `&` could have made one.
fn is_plain_parameter(url: &ServerUrl, text: &str) -> bool {
    text.starts_with("invalid URI query parameter")
        && parameter(&url.parameters, "password").is_none()
}

fn hint(url: &ServerUrl, message: &str) -> Option<String> {
    let says = |text: &str| message.contains(text);
    if says("Connection refused") || says("No such file or directory") {
        return Some("is the server running, and does it listen there?".to_owned());
    }
    if says("could not translate host name") {
        return Some(UNKNOWN_HOST.to_owned());
    }
    if says("role \"") && says("does not exist") {
        return Some(
            "create it with `CREATE ROLE .. LOGIN`, or name another user in the URL; without one libpq \
             takes `PGUSER`, then the name of the system's user"
                .to_owned(),
        );
    }
    if says("database \"") && says("does not exist") {
        let database = url.database.as_deref()?;
        return Some(format!(
            "make it: `createdb {database}`, or `CREATE DATABASE` in another database"
        ));
    }
    if says("password authentication failed") {
        return Some(SPECIAL_CHARACTERS.to_owned());
    }
    if says("no password supplied") {
        return Some("give a password in the URL, in `PGPASSWORD` or in `~/.pgpass`".to_owned());
    }
    if says("does not support SSL") {
        return Some(
            "`sslmode` asks for TLS: switch it on in the server, or write `sslmode=prefer`"
                .to_owned(),
        );
    }
    if says("invalid URI query parameter") {
        return Some(
            "the parameters are libpq's: \
             https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS"
                .to_owned(),
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_name_is_added_encoded() {
        for (url, whole) in [
            ("postgres://h/d", "postgres://h/d?fallback_application_name=my%20app%26"),
            ("postgres://h/d?a=b", "postgres://h/d?a=b&fallback_application_name=my%20app%26"),
        ] {
            assert_eq!(with_application(url, "my app&"), whole);
        }
    }

    #[test]
    fn what_a_url_says_of_silence_is_kept() {
        let rest = "h/d?tcp_user_timeout=5&keepalives_idle=7";
        let url = super::super::postgres_url::read(&format!("postgres://{rest}"), rest).unwrap();
        let text = with_keepalives(&url.text, &url);
        assert_eq!(text, format!("postgres://{rest}&keepalives_interval=10&keepalives_count=3"));
    }

    #[test]
    fn messages_of_libpq_are_short_and_quote_no_url() {
        let plain = "host/app?sslmod=require";
        for (rest, text, short) in [
            (
                plain,
                "connection to server at \"host\" (::1), port 5432 failed: Connection refused\n\tIs \
                 the server running?\nconnection to server at \"host\" (127.0.0.1), port 5432 \
                 failed: Connection refused\n\tIs the server running?\n",
                "Connection refused",
            ),
            (
                plain,
                "connection to server at \"host\", port 5432 failed: FATAL:  role \"x\" is no\n",
                "role \"x\" is no",
            ),
            (
                plain,
                "invalid URI query parameter: \"sslmod\"\n",
                "invalid URI query parameter: \"sslmod\"",
            ),
            (
                "host/app?password=a&b=c",
                "invalid URI query parameter: \"b\"\n",
                "invalid URI query parameter",
            ),
            (plain, "invalid percent-encoded token: \"p%zz\"\n", "invalid percent-encoded token"),
            (
                plain,
                "unexpected character \"x\" in position 9 in URI (expected \":\" or \"/\"): \"..\"\n",
                "unexpected character",
            ),
            (
                plain,
                "invalid integer value \"p\" for connection option \"port\"\n",
                "invalid integer value",
            ),
        ] {
            let url = super::super::postgres_url::read(&format!("postgres://{rest}"), rest);
            assert_eq!(message(&url.unwrap(), text), short);
        }
    }
}
