//! Reads a `postgres://` URL as libpq does
//! (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>).
//!
//! libpq gets the URL as it is. It is read here to say in errors which server was meant, and to
//! refuse what libpq would misread: its own message would quote a part of the password.

use super::ConnectError;
use super::server_url::{
    ServerUrl, decode, decode_or_keep, host_and_port, parameter, parameters, split_before,
};

/// Reads what follows `postgres://`.
pub(super) fn read(url: &str, rest: &str) -> Result<ServerUrl, ConnectError> {
    let special = |reason| Err(ConnectError::special_character(reason));
    let (user, rest) = user_and_rest(rest);
    let (host, rest) = split_before(rest, &['/', '?']);
    let (path, query) = split_before(rest, &['?']);
    let (path, query) = (path.strip_prefix('/').unwrap_or(path), query.get(1..).unwrap_or(""));
    if host.contains('@') || path.contains('@') {
        return special("it has more than one `@`, or one behind a `/`");
    }
    if decode(user).is_none() {
        return special("a `%` of its user or password begins no character");
    }
    if decode(host).is_none() || decode(path).is_none() || query.split('&').any(is_misspelt) {
        return special("one of its `%` begins no character");
    }
    if host.matches('[').count() != host.matches(']').count() {
        return Err(ConnectError::Unreadable {
            reason: "a `[` of its host has no `]`".to_owned(),
            hint: None,
        });
    }
    let (host, port) = match host_and_port(host) {
        // Several hosts have a port each, which stays where it is.
        _ if host.contains(',') => (host, None),
        parts => parts,
    };
    let is_port = |port: &str| port.is_empty() || port.parse::<u16>().is_ok();
    if !port.is_none_or(is_port) {
        return special("its port is no number up to 65535");
    }
    let parameters = parameters(query);
    let given = |name: &str, text: Option<&str>| {
        let value = parameter(&parameters, name).map(str::to_owned);
        value.or_else(|| text.map(decode_or_keep)).filter(|text| !text.is_empty())
    };
    Ok(ServerUrl {
        text: url.to_owned(),
        host: given("host", Some(host)).or_else(|| given("hostaddr", None)),
        port: given("port", port),
        database: given("dbname", Some(path)),
        parameters,
    })
}

/// Splits what follows `postgres://` as libpq does: an `@` before any `/` ends the user and password, in
/// which all else may stand, `?` and `#` too.
pub(super) fn user_and_rest(rest: &str) -> (&str, &str) {
    let (before, after) = split_before(rest, &['@', '/']);
    after.strip_prefix('@').map_or(("", rest), |after| (before, after))
}

/// The URL with one more parameter, whose value is encoded already.
pub(super) fn with_parameter(url: &str, name: &str, value: &str) -> String {
    let (_, rest) = user_and_rest(url.split_once("//").map_or(url, |(_, rest)| rest));
    let separator = if rest.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{name}={value}")
}

fn is_misspelt(pair: &str) -> bool {
    decode(pair).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rest: &str) -> Result<ServerUrl, ConnectError> {
        super::read(&format!("postgres://{rest}"), rest)
    }

    #[test]
    fn the_server_is_named_without_its_password() {
        for (rest, name) in [
            ("me:secret@host:5433/app", "host:5433, database `app`"),
            ("me:secret@host/app?sslmode=require", "host, database `app`"),
            ("me:p%40%2F%25secret@host/app", "host, database `app`"),
            // libpq takes these two as they are.
            ("me:p#secret?@host/app", "host, database `app`"),
            ("me:a:secret@host/app", "host, database `app`"),
            ("me@[::1]:5432/app", "[::1]:5432, database `app`"),
            ("a:1,b:2/app", "a:1,b:2, database `app`"),
            ("/app?host=/run/postgresql", "/run/postgresql, database `app`"),
            ("%2Frun%2Fpostgresql/app", "/run/postgresql, database `app`"),
            ("host?dbname=my%20app&user=me&password=secret", "host, database `my app`"),
            ("?hostaddr=127.0.0.1", "127.0.0.1"),
            ("", "the default host"),
        ] {
            let url = read(rest).unwrap();
            assert_eq!(url.to_string(), name, "{rest}");
            assert_eq!(url.text, format!("postgres://{rest}"));
            assert!(!format!("{url:?}").contains("secret"), "{rest}");
        }
    }

    #[test]
    fn a_parameter_is_added_where_libpq_reads_it() {
        for (url, whole) in [
            ("postgres://h/d", "postgres://h/d?a=b"),
            ("postgres://h/d?c=d", "postgres://h/d?c=d&a=b"),
            ("postgres://u:p?ss@h/d", "postgres://u:p?ss@h/d?a=b"),
            ("postgres://u:p?s#s@h/d?c=d", "postgres://u:p?s#s@h/d?c=d&a=b"),
            ("postgres://", "postgres://?a=b"),
            ("postgres://?host=h", "postgres://?host=h&a=b"),
        ] {
            assert_eq!(with_parameter(url, "a", "b"), whole);
        }
    }

    #[test]
    fn a_password_that_libpq_would_misread_is_refused_unseen() {
        for rest in [
            "me:se@cret@host/app",
            "me:se/cret@host/app",
            "me:12/secret@host/app",
            "me:se@cr/et@host/app",
            "me:secret%@host/app",
            "me:%zzsecret@host/app",
            "me:secret",
            "me@secret:x/app",
            "me:secret@host/app?options=%zz",
            "me:secret@[::1/app",
        ] {
            let error = read(rest).unwrap_err();
            let story = format!("{error} {error:?} {:?}", error.hint());
            assert!(story.contains("cannot be read"), "{rest}: {story}");
            assert!(!story.contains("cr"), "{rest}: {story}");
        }
    }
}
