//! A running server, as a test sees it.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// What kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MariaDB; MySQL only where a variable names one.
    Mysql,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Postgres, Self::Mysql];

    /// The variable that names a server that runs already.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Postgres => "MIGRATE_TEST_POSTGRES_URL",
            Self::Mysql => "MIGRATE_TEST_MYSQL_URL",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MariaDB",
        })
    }
}

/// A running server. It runs at least as long as the program that asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    url: String,
}

impl Server {
    pub(crate) const fn new(url: String) -> Self {
        Self { url }
    }

    /// The URL of a user who may do everything, with a database to be in where the server needs one.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same URL for another database.
    pub fn url_of(&self, database: &str) -> String {
        let (before, parameters) = match self.url.split_once('?') {
            Some((before, parameters)) => (before, format!("?{parameters}")),
            None => (self.url.as_str(), String::new()),
        };
        let (scheme, rest) = before.split_once("://").unwrap_or(("", before));
        let authority = rest.split_once('/').map_or(rest, |(authority, _)| authority);
        format!("{scheme}://{authority}/{database}{parameters}")
    }
}

/// Where a server takes connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A host, without the brackets of an IPv6 address, and a port.
    Tcp(String, u16),
    /// A Unix socket.
    Socket(PathBuf),
}

/// Where libpq connects to for a URL
/// (<https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>): the first host
/// of several, and the port and the socket's directory that are usual where the URL has none.
pub fn postgres_address(url: &str) -> Address {
    let (before, parameters) = url.split_once('?').unwrap_or((url, ""));
    let (_, rest) = before.split_once("://").unwrap_or(("", before));
    let authority = rest.split('/').next().unwrap_or_default();
    let places = authority.rsplit_once('@').map_or(authority, |(_, places)| places);
    let place = places.split(',').next().unwrap_or_default();
    let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':').unwrap_or_default()),
        None => place.split_once(':').unwrap_or((place, "")),
    };
    let parameter = |wanted: &str| {
        let pairs = parameters.split('&').filter_map(|pair| pair.split_once('='));
        // The last of several holds.
        let mut values = pairs.filter(|(name, _)| *name == wanted).map(|(_, value)| decoded(value));
        values.rfind(|value| !value.is_empty())
    };
    let first = |list: String| list.split(',').next().unwrap_or_default().to_owned();
    let said = |text: &str| (!text.is_empty()).then(|| decoded(text));
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let port = parameter("port").map(first).or_else(|| said(port)).or_else(|| variable("PGPORT"));
    let port = port.and_then(|port| port.parse().ok()).unwrap_or(5432);
    let host = (parameter("hostaddr").or_else(|| parameter("host")).map(first))
        .or_else(|| said(host))
        .or_else(|| variable("PGHOST"));
    let socket = |directory: &str| PathBuf::from(directory).join(format!(".s.PGSQL.{port}"));
    match host {
        Some(host) if host.starts_with('/') => Address::Socket(socket(&host)),
        Some(host) => Address::Tcp(host, port),
        // Debian's directory, else PostgreSQL's own.
        None => {
            let usual = socket("/var/run/postgresql");
            Address::Socket(if usual.exists() { usual } else { socket("/tmp") })
        }
    }
}

/// A part of a URL without its percent signs.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return String::from_utf8_lossy(&bytes).into_owned(),
            [b'%', high @ (b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F'), low, rest @ ..]
                if low.is_ascii_hexdigit() =>
            {
                let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default();
                bytes.extend(u8::try_from(digit(*high) << 4 | digit(*low)));
                rest
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
}

/// A name for a database that no other test has.
pub fn unique_name(hint: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("test_{hint}_{}_{number}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_another_database_keeps_the_rest() {
        for (url, other) in [
            ("postgres://me@127.0.0.1:5432/postgres", "postgres://me@127.0.0.1:5432/app"),
            ("mysql://root@127.0.0.1:3306", "mysql://root@127.0.0.1:3306/app"),
            ("postgres:///x?host=/tmp/a", "postgres:///app?host=/tmp/a"),
            (
                "mysql://root@localhost?unix_socket=/a/b",
                "mysql://root@localhost/app?unix_socket=/a/b",
            ),
        ] {
            assert_eq!(Server::new(url.to_owned()).url_of("app"), other);
        }
    }

    #[test]
    fn a_postgres_url_leads_where_libpq_goes() {
        let tcp = |host: &str, port| Address::Tcp(host.to_owned(), port);
        let socket = |path: &str| Address::Socket(path.into());
        for (url, address) in [
            ("postgres://me@127.0.0.1:5433/postgres", tcp("127.0.0.1", 5433)),
            ("postgres://root@127.0.0.1/postgres", tcp("127.0.0.1", 5432)),
            ("postgresql://me:p%40s@db.example", tcp("db.example", 5432)),
            ("postgres://me@[::1]:5433/postgres", tcp("::1", 5433)),
            ("postgres://me@[::1]/postgres", tcp("::1", 5432)),
            ("postgres://me@a:1,b:2/postgres", tcp("a", 1)),
            ("postgres://a/x?port=5433&sslmode=disable", tcp("a", 5433)),
            ("postgres://name/x?hostaddr=10.0.0.1", tcp("10.0.0.1", 5432)),
            ("postgres:///x?host=/tmp/a", socket("/tmp/a/.s.PGSQL.5432")),
            ("postgres:///x?host=%2Ftmp%2Fa&port=5433", socket("/tmp/a/.s.PGSQL.5433")),
            ("postgres://me@%2Ftmp%2Fa:5433/x", socket("/tmp/a/.s.PGSQL.5433")),
        ] {
            assert_eq!(postgres_address(url), address, "{url}");
        }
    }
}
