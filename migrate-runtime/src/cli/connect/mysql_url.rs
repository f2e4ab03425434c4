//! Reads a `mysql://` or `mariadb://` URL and writes the one that diesel takes
//! (<https://docs.diesel.rs/2.3.x/diesel/mysql/struct.MysqlConnection.html>).
//!
//! diesel leaves out parameters it does not know, keeps a database's name encoded, and hands
//! `localhost` to the client library, which then takes its default socket whatever the port is
//! (tried with libmariadb 3.3).

use super::ConnectError;
use super::server_url::{ServerUrl, decode, host_and_port, parameter, parameters, split_before};

/// The parameters that diesel hands on.
const PARAMETERS: [&str; 5] = ["unix_socket", "ssl_mode", "ssl_ca", "ssl_cert", "ssl_key"];

/// Reads what follows `mysql://`.
pub(super) fn read(scheme: &'static str, rest: &str) -> Result<ServerUrl, ConnectError> {
    let special = |reason| Err(ConnectError::special_character(reason));
    // As libpq reads a URL: an `@` before any `/` ends the user and password, in which all else may
    // stand.
    let (authority, _) = split_before(rest, &['/']);
    let (user, rest) = match authority.rfind('@') {
        Some(at) if !is_in_parameters(&authority[..at]) => (&rest[..at], &rest[at + 1..]),
        _ => ("", rest),
    };
    if rest.contains('#') {
        return special("it has a `#` behind its user and password");
    }
    let (host, rest) = split_before(rest, &['/', '?']);
    let (path, query) = split_before(rest, &['?']);
    let (path, query) = (path.strip_prefix('/').unwrap_or(path), query.get(1..).unwrap_or(""));
    let parameters = parameters(query);
    if path.contains(['@', '/']) || parameters.iter().any(|(name, _)| name.contains('@')) {
        return special("an `@` or a second `/` follows its host");
    }
    let (host, port) = host_and_port(host);
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return special("its port is no number up to 65535");
    }
    let (Some(_), Some(database)) = (decode(user), decode(path)) else {
        return special("one of its `%` begins no character");
    };
    if let Some((name, _)) =
        parameters.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str()))
    {
        return Err(ConnectError::Unreadable {
            reason: format!("there is no parameter `{name}`"),
            hint: Some(format!("the parameters are {}", PARAMETERS.join(", "))),
        });
    }
    if database.is_empty() {
        return Err(ConnectError::NoDatabase { scheme });
    }

    let socket = parameter(&parameters, "unix_socket");
    let at = if user.is_empty() { String::new() } else { format!("{}@", encoded(user)) };
    let target = match (socket, host, port) {
        // Only with this host does the client library look at the socket.
        (Some(_), ..) | (None, "" | "localhost", None) => "localhost".to_owned(),
        (None, "" | "localhost", Some(port)) => format!("127.0.0.1:{port}"),
        (None, host, None) => host.to_owned(),
        (None, host, Some(port)) => format!("{host}:{port}"),
    };
    // A name that must be decoded is no part of the URL: it is said to the server afterwards.
    let name = if database == path && path.is_ascii() { path } else { "" };
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Ok(ServerUrl {
        text: format!("mysql://{at}{target}/{name}{query}"),
        host: socket.or(Some(host)).filter(|host| !host.is_empty()).map(str::to_owned),
        port: port.filter(|_| socket.is_none()).map(str::to_owned),
        database: Some(database),
        parameters,
    })
}

/// Whether an `@` behind this text is in a parameter's value, where no path stands before the
/// parameters.
fn is_in_parameters(text: &str) -> bool {
    let parameter = text.rsplit(['?', '&']).next().unwrap_or_default();
    text.contains('?') && PARAMETERS.iter().any(|name| parameter.starts_with(&format!("{name}=")))
}

/// The user and password with the signs encoded that would end them for diesel.
fn encoded(user: &str) -> String {
    user.replace('@', "%40").replace('?', "%3F").replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_become_what_diesel_takes() {
        for (rest, text, name) in [
            ("root@host/app", "mysql://root@host/app", "host, database `app`"),
            ("u:p%40@host:3307/app", "mysql://u:p%40@host:3307/app", "host:3307, database `app`"),
            ("u:p@p@host/app", "mysql://u:p%40p@host/app", "host, database `app`"),
            ("u:p?s#s@host/app", "mysql://u:p%3Fs%23s@host/app", "host, database `app`"),
            ("u:p$s@host/app", "mysql://u:p$s@host/app", "host, database `app`"),
            ("u@[::1]:3307/app", "mysql://u@[::1]:3307/app", "[::1]:3307, database `app`"),
            // A port on `localhost` would be forgotten.
            (
                "u@localhost:3307/app",
                "mysql://u@127.0.0.1:3307/app",
                "localhost:3307, database `app`",
            ),
            ("u@localhost/app", "mysql://u@localhost/app", "localhost, database `app`"),
            (
                "u@127.0.0.1:3306/app?unix_socket=/run/m.sock",
                "mysql://u@localhost/app?unix_socket=/run/m.sock",
                "/run/m.sock, database `app`",
            ),
            (
                "u@/app?unix_socket=%2Frun%2Fm.sock",
                "mysql://u@localhost/app?unix_socket=%2Frun%2Fm.sock",
                "/run/m.sock, database `app`",
            ),
            ("u@host/my%20app", "mysql://u@host/", "host, database `my app`"),
            ("u@host/größe", "mysql://u@host/", "host, database `größe`"),
            ("u@host/app?ssl_ca=/a@b", "mysql://u@host/app?ssl_ca=/a@b", "host, database `app`"),
        ] {
            let url = read("mysql", rest).unwrap();
            assert_eq!((url.text.as_str(), url.to_string().as_str()), (text, name), "{rest}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_unseen() {
        for (rest, message) in [
            ("me:secret@host/app#x", "it has a `#` behind"),
            ("me:se/cret@host/app", "a second `/` follows its host"),
            ("host?unix_socket=/a@secret", "names no database"),
            ("me:secret@host:x/app", "its port is no number up to 65535"),
            ("me:secret%@host/app", "one of its `%`"),
            ("me:secret@host/app?ssl-mode=required", "there is no parameter `ssl-mode`"),
            ("me:secret@host", "names no database"),
            ("me:secret@host/", "names no database"),
        ] {
            let error = read("mysql", rest).unwrap_err();
            let story = format!("{error} {error:?} {:?}", error.hint());
            assert!(story.contains(message), "{rest}: {story}");
            assert!(!story.contains("cret"), "{rest}: {story}");
        }
    }
}
