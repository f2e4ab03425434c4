//! The URL of a database server: what may be said of it, and what may not.

use std::fmt;

use super::postgres_url;

/// The URL of a database on a server.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::cli) struct ServerUrl {
    /// What the driver takes. It may have a password, so nothing prints it.
    pub(super) text: String,
    /// The host as it is written, or the directory or file of a socket.
    pub(super) host: Option<String>,
    /// The port as it is written.
    pub(super) port: Option<String>,
    /// The database.
    pub(super) database: Option<String>,
    /// The parameters after `?`, decoded.
    pub(super) parameters: Vec<(String, String)>,
}

/// What errors say: the host, the port and the database.
impl ServerUrl {
    /// The URL of another database on the same server, with this URL's user and parameters.
    pub(in crate::cli) fn text_with_database(&self, name: &str) -> String {
        match self.text.split_once("://") {
            Some((scheme @ ("mysql" | "mariadb"), rest)) => {
                // Reading it has found the `/` before a database, and none in the user or the password.
                let (server, path) = split_before(rest, &['/']);
                let (_, parameters) = split_before(path, &['?']);
                format!("{scheme}://{server}/{name}{parameters}")
            }
            // Of several libpq takes the last (`conninfo_storeval` of its `fe-connect.c`).
            _ => postgres_url::with_parameter(&self.text, "dbname", name),
        }
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.host.as_deref().unwrap_or("the default host"))?;
        if let Some(port) = &self.port {
            write!(f, ":{port}")?;
        }
        match &self.database {
            Some(database) => write!(f, ", database `{database}`"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerUrl({self})")
    }
}

/// The parameters after `?`, decoded; one without `=` has no value.
pub(super) fn parameters(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode_or_keep(name), decode_or_keep(value)))
        .collect()
}

/// The last value of a parameter.
pub(super) fn parameter<'p>(parameters: &'p [(String, String)], name: &str) -> Option<&'p str> {
    parameters.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The text with `%20` and the like as the characters they stand for; nothing if one of them is
/// none, or the characters are not UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
        decoded.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(decoded).ok()
}

/// The text decoded, or as it is where that cannot be done.
pub(super) fn decode_or_keep(text: &str) -> String {
    decode(text).unwrap_or_else(|| text.to_owned())
}

/// Splits at the first of some characters, which begins the second part.
pub(super) fn split_before<'t>(text: &'t str, characters: &[char]) -> (&'t str, &'t str) {
    text.split_at(text.find(characters).unwrap_or(text.len()))
}

/// Splits `host:port`, where the host may be `[::1]`.
pub(super) fn host_and_port(text: &str) -> (&str, Option<&str>) {
    let bracket = text.rfind(']').unwrap_or(0);
    match text[bracket..].rfind(':') {
        Some(colon) => (&text[..bracket + colon], Some(&text[bracket + colon + 1..])),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded() {
        for (text, decoded) in [
            ("p%40s%3as", Some("p@s:s")),
            ("gr%C3%B6%C3%9Fe", Some("größe")),
            ("größe", Some("größe")),
            ("100%", None),
            ("%zz", None),
            ("%+1", None),
            ("%ff", None),
        ] {
            assert_eq!(decode(text).as_deref(), decoded, "{text}");
        }
    }

    #[test]
    fn hosts_and_ports_are_told_apart() {
        for (text, parts) in [
            ("host", ("host", None)),
            ("host:5432", ("host", Some("5432"))),
            ("[::1]", ("[::1]", None)),
            ("[::1]:5432", ("[::1]", Some("5432"))),
            ("", ("", None)),
        ] {
            assert_eq!(host_and_port(text), parts, "{text}");
        }
    }
}
