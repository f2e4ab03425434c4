//! The version of PostgreSQL, and what it knows.

use std::fmt;
use std::str::FromStr;

/// A major version of the PostgreSQL server, such as 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32);

impl Version {
    /// The oldest version that is written for.
    pub const OLDEST: Self = Self(13);

    /// The server that a text of `version()` names, where that is one that takes PostgreSQL's protocol
    /// and says it is PostgreSQL. Amazon's Aurora and RDS are PostgreSQL, and a pooler such as `PgBouncer`
    /// gives the answers of the server behind it.
    pub fn other_server(text: &str) -> Option<&'static str> {
        const OTHERS: [(&str, &str); 3] = [
            ("CockroachDB", "CockroachDB"),
            ("-YB-", "YugabyteDB"),
            ("Redshift", "Amazon Redshift"),
        ];
        OTHERS.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name)
    }

    /// Whether `NULLS NOT DISTINCT` exists (<https://www.postgresql.org/docs/15/release-15.html>).
    pub fn has_nulls_not_distinct(self) -> bool {
        self >= Self(15)
    }

    /// Whether `DETACH PARTITION .. CONCURRENTLY` exists
    /// (<https://www.postgresql.org/docs/14/release-14.html>).
    pub fn detaches_concurrently(self) -> bool {
        self >= Self(14)
    }

    /// Whether `ALTER COLUMN .. SET EXPRESSION` exists
    /// (<https://www.postgresql.org/docs/17/release-17.html>).
    pub fn sets_expression(self) -> bool {
        self >= Self(17)
    }

    /// Whether a partitioned table takes a foreign key that skips the existing rows
    /// (<https://www.postgresql.org/docs/18/release-18.html>).
    pub fn has_unchecked_keys_of_partitions(self) -> bool {
        self >= Self(18)
    }

    /// Whether a partitioned table takes an exclusion constraint
    /// (<https://www.postgresql.org/docs/17/release-17.html>).
    pub fn excludes_over_partitions(self) -> bool {
        self >= Self(17)
    }

    /// Whether generated columns can be computed at each read
    /// (<https://www.postgresql.org/docs/18/release-18.html>).
    pub fn has_virtual_columns(self) -> bool {
        self >= Self(18)
    }

    /// Whether such columns can be in no key and no index, as in the version that brought them
    /// (<https://www.postgresql.org/docs/18/ddl-generated-columns.html>; tried on 18.4); a newer one
    /// decides for itself.
    pub fn limits_virtual_columns(self) -> bool {
        self <= Self(18)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Version {
    type Err = std::num::ParseIntError;

    /// Reads `15`, `15.4` or the `server_version_num` 150004, after which `version()` may stand.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let major: u32 = text.split(['.', ' ']).next().unwrap_or_default().parse()?;
        Ok(Self(if major >= 10_000 { major / 10_000 } else { major }))
    }
}
