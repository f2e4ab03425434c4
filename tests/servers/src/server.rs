//! A running server, as a test sees it.

use std::fmt;
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
}
