//! Which server it is, MariaDB or MySQL, its version, and what it knows.

use std::fmt;

/// A server of the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which of the two it is.
    pub server: Server,
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// The third number: MySQL adds features with it.
    pub patch: u32,
}

/// The modes that are on while revisions run, beside those the session has
/// (<https://mariadb.com/kb/en/sql-mode/>): a row with the number 0 keeps it, also when its table is
/// copied to number its rows; a value that does not fit is an error and not another value; and so is an
/// engine that the server does not have.
pub const SESSION_MODES: [&str; 3] =
    ["NO_AUTO_VALUE_ON_ZERO", "STRICT_ALL_TABLES", "NO_ENGINE_SUBSTITUTION"];

/// The two servers, which differ in more than their version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// MariaDB.
    Mariadb,
    /// MySQL.
    Mysql,
}

/// A text that is no version of MariaDB or MySQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionError(String);

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no version of MariaDB or MySQL", self.0)
    }
}

impl std::error::Error for VersionError {}

impl Version {
    /// The oldest MariaDB that is written for.
    pub const OLDEST_MARIADB: Self = Self::mariadb(10, 6, 0);
    /// The oldest MySQL that is written for: the first whose checks are more than decoration.
    pub const OLDEST_MYSQL: Self = Self::mysql(8, 0, 16);

    /// A version of MariaDB.
    pub const fn mariadb(major: u32, minor: u32, patch: u32) -> Self {
        Self { server: Server::Mariadb, major, minor, patch }
    }

    /// A version of MySQL.
    pub const fn mysql(major: u32, minor: u32, patch: u32) -> Self {
        Self { server: Server::Mysql, major, minor, patch }
    }

    /// The server that a version names, where that is one that takes MySQL's protocol and is neither
    /// MySQL nor MariaDB.
    pub fn other_server(text: &str) -> Option<&'static str> {
        ["TiDB", "OceanBase"].into_iter().find(|name| text.contains(name))
    }

    /// Reads what `SELECT version()` gives: `10.11.6-MariaDB-0+deb12u1`, `8.0.36`, or `26.7.0` of a
    /// MySQL that counts years and months.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let mariadb = text.to_ascii_lowercase().contains("mariadb");
        let server = if mariadb { Server::Mariadb } else { Server::Mysql };
        // MariaDB before 11 says so to replicas (<https://mariadb.com/kb/en/version/>), and so do some
        // proxies to everybody.
        let text = text.strip_prefix("5.5.5-").filter(|_| mariadb).unwrap_or(text);
        Self::numbers(server, text).ok_or_else(|| VersionError(text.to_owned()))
    }

    /// Reads the numbers of a version: `10.11`, `8.0.36`, with anything after them.
    pub fn numbers(server: Server, text: &str) -> Option<Self> {
        let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let mut numbers = numbers.split('.').map(str::parse::<u32>);
        let mut number = || numbers.next().unwrap_or(Ok(0)).ok();
        let version = Self { server, major: number()?, minor: number()?, patch: number()? };
        (version.major > 0).then_some(version)
    }

    /// The oldest version of the same server that is written for.
    #[must_use]
    pub const fn oldest(self) -> Self {
        match self.server {
            Server::Mariadb => Self::OLDEST_MARIADB,
            Server::Mysql => Self::OLDEST_MYSQL,
        }
    }

    /// The server's name.
    pub const fn server_name(self) -> &'static str {
        match self.server {
            Server::Mariadb => "MariaDB",
            Server::Mysql => "MySQL",
        }
    }

    /// Whether it is MariaDB.
    pub fn is_mariadb(self) -> bool {
        self.server == Server::Mariadb
    }

    /// Whether TIMESTAMP columns have defaults that nobody said, unless the session forbids it
    /// (<https://mariadb.com/kb/en/server-system-variables/#explicit_defaults_for_timestamp>).
    pub fn has_implicit_timestamps(self) -> bool {
        self.is_mariadb() && !self.at_least(Self::mariadb(10, 10, 0))
    }

    /// Whether rows can be written while they are copied into a table of another form
    /// (<https://mariadb.com/kb/en/online-schema-change/>).
    pub fn copies_online(self) -> bool {
        self.at_least(Self::mariadb(11, 2, 0))
    }

    /// Whether an index is kept in descending order: MariaDB before 10.8 reads `DESC`, which a script for
    /// several versions may have, and forgets it
    /// (<https://mariadb.com/kb/en/changes-improvements-in-mariadb-108/>).
    pub fn keeps_descending_indexes(self) -> bool {
        !self.is_mariadb() || self.at_least(Self::mariadb(10, 8, 0))
    }

    /// Whether it is at least this version, of the same server.
    pub fn at_least(self, other: Self) -> bool {
        let numbers = |version: Self| (version.major, version.minor, version.patch);
        self.server == other.server && numbers(self) >= numbers(other)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}.{}", self.server_name(), self.major, self.minor)?;
        if self.patch > 0 { write!(f, ".{}", self.patch) } else { Ok(()) }
    }
}
