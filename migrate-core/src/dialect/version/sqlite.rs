//! The version of SQLite, and what it can alter in place.

use std::fmt;
use std::str::FromStr;

/// A version of the SQLite library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number, 3.
    pub major: u32,
    /// The second number.
    pub minor: u32,
}

impl Version {
    /// The oldest version that is written for: the first with `DROP COLUMN`.
    pub const OLDEST: Self = Self { major: 3, minor: 35 };

    /// Whether `ALTER COLUMN .. SET NOT NULL` and `DROP CONSTRAINT` of a check exist
    /// (<https://www.sqlite.org/releaselog/3_53_0.html>; tried on SQLite 3.53.2).
    ///
    /// `ADD CONSTRAINT .. CHECK` exists as well and is of no use: it refuses rows for which the
    /// check is NULL, which no check refuses once it is there.
    pub fn alters_constraints(self) -> bool {
        self >= Self { major: 3, minor: 53 }
    }

    /// Whether `PRAGMA table_list` exists, which tells the tables of virtual tables
    /// (<https://www.sqlite.org/pragma.html#pragma_table_list>).
    pub fn lists_tables(self) -> bool {
        self >= Self { major: 3, minor: 37 }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut numbers = text.split('.');
        let mut number = || numbers.next().unwrap_or("0").parse();
        Ok(Self { major: number()?, minor: number()? })
    }
}
