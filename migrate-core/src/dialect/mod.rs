//! From operations to SQL, for one database and its version; never connects.
//!
//! [`lower`] takes what a revision recorded and the schema before it, and gives the [`Statement`]s
//! that carry it out. What a database cannot express is a [`LowerError`] here, before anything runs.

#[cfg(not(all(feature = "mysql", feature = "postgres", feature = "sqlite")))]
mod absent;
mod decode;
mod dependents;
mod encode;
mod expr;
mod expressions;
mod facts;
mod lower;
mod match_full;
#[cfg(feature = "mysql")]
pub mod mysql;
mod nothing;
mod places;
#[cfg(feature = "postgres")]
pub mod postgres;
mod probe;
mod refusal;
mod renamed;
mod run;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod statement;
mod timestamp;
mod transaction;
pub mod version;

use std::fmt;

pub use crate::schema::Family;
use crate::schema::{Schema, SqlText};
use crate::sql_text::SqlSyntax;

#[cfg(not(feature = "mysql"))]
pub use absent::mysql;
#[cfg(not(feature = "postgres"))]
pub use absent::postgres;
#[cfg(not(feature = "sqlite"))]
pub use absent::sqlite;
pub use decode::{read_name, read_origin, read_statement};
pub use facts::{AlterAlgorithm, Facts, Lock, LockMode, RowWork, TableLock};
pub use lower::{lower, lower_script};
pub use places::{Evidence, Place, fails_whole, places};
pub use probe::{ABSENT, After, Part, Probe, Probed, ProbedKind, THERE, Verdict};
pub use refusal::{DefinitionError, LowerError, Refusal};
pub use statement::{Action, Clause, DescribedOperation, Lowering, Statement};
pub use timestamp::Timestamp;
pub use transaction::{can_roll_back, must_commit, require_transactional};

/// A database and the version of its server or library, which decides the forms that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite(sqlite::Version),
    /// PostgreSQL.
    Postgres(postgres::Version),
    /// MariaDB or MySQL.
    Mysql(mysql::Version),
}

/// A version that cannot be worked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionError {
    /// The text is no version.
    Unreadable(String),
    /// Another server, which takes the protocol of the database.
    OtherServer {
        /// What there is.
        name: &'static str,
        /// What it takes the protocol of.
        database: &'static str,
    },
    /// The version is too old.
    TooOld {
        /// What there is.
        found: Dialect,
        /// What there must be at least.
        oldest: Dialect,
    },
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(text) => write!(f, "`{text}` is no version of the database"),
            Self::OtherServer { name, database } => write!(
                f,
                "the server is {name} and not {database}: it takes the same protocol, and its transactions and \
                 locks are others"
            ),
            Self::TooOld { found, oldest } => {
                write!(f, "{found} is too old: {oldest} is the oldest supported")
            }
        }
    }
}

impl std::error::Error for VersionError {}

impl Dialect {
    /// The dialect of a version as the database gives it: `3.53.2`, `150004`, `10.11.6-MariaDB`.
    ///
    /// A version that is newer than all that are known is taken to do what the newest of them does.
    pub fn parse(family: Family, version: &str) -> Result<Self, VersionError> {
        let unreadable = || VersionError::Unreadable(version.to_owned());
        let (found, oldest, old) = match family {
            Family::Sqlite => {
                let known: sqlite::Version = version.parse().map_err(|_| unreadable())?;
                let oldest = sqlite::Version::OLDEST;
                (Self::Sqlite(known), Self::Sqlite(oldest), known < oldest)
            }
            Family::Postgres => {
                if let Some(name) = postgres::Version::other_server(version) {
                    return Err(VersionError::OtherServer { name, database: "PostgreSQL" });
                }
                let known: postgres::Version = version.parse().map_err(|_| unreadable())?;
                let oldest = postgres::Version::OLDEST;
                (Self::Postgres(known), Self::Postgres(oldest), known < oldest)
            }
            Family::Mysql => {
                if let Some(name) = mysql::Version::other_server(version) {
                    return Err(VersionError::OtherServer { name, database: "MySQL" });
                }
                let known = mysql::Version::parse(version).map_err(|_| unreadable())?;
                let oldest = known.oldest();
                (Self::Mysql(known), Self::Mysql(oldest), !known.at_least(oldest))
            }
        };
        if old { Err(VersionError::TooOld { found, oldest }) } else { Ok(found) }
    }

    /// The databases that take the same texts.
    pub const fn family(self) -> Family {
        match self {
            Self::Sqlite(_) => Family::Sqlite,
            Self::Postgres(_) => Family::Postgres,
            Self::Mysql(_) => Family::Mysql,
        }
    }

    /// The database's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
            Self::Mysql(version) => version.server_name(),
        }
    }

    /// A name as SQL, quoted only when it must be.
    pub fn quote(self, name: &str) -> String {
        match self {
            Self::Sqlite(_) => sqlite::quote(name),
            Self::Postgres(_) => postgres::quote(name),
            Self::Mysql(_) => mysql::quote(name),
        }
    }

    /// A text constant as SQL.
    pub fn string(self, text: &str) -> String {
        match self {
            Self::Sqlite(_) => sqlite::string(text),
            Self::Postgres(_) => postgres::string(text),
            Self::Mysql(_) => mysql::string(text),
        }
    }

    /// The rules by which this database reads SQL.
    pub const fn syntax(self) -> SqlSyntax {
        match self {
            Self::Sqlite(_) => SqlSyntax::Sqlite,
            Self::Postgres(_) => SqlSyntax::Postgres,
            Self::Mysql(_) => SqlSyntax::MYSQL,
        }
    }

    /// An empty schema, whose texts are read by the rules of this database.
    pub fn empty_schema(self) -> Schema {
        Schema::read_by(self.syntax())
    }

    /// The text for this database, when there is one.
    pub fn text(self, sql: &SqlText) -> Option<&str> {
        sql.on(self.family())
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(version) => write!(f, "SQLite {version}"),
            Self::Postgres(version) => write!(f, "PostgreSQL {version}"),
            Self::Mysql(version) => write!(f, "{version}"),
        }
    }
}
