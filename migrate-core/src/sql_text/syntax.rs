//! Whose lexical rules a text follows.

/// The lexical rules of a database: what quotes a name, what begins a comment, what a backslash means.
///
/// The same characters are different tokens elsewhere: `"x"` is a name, but a string on MariaDB and
/// MySQL; `#` begins a comment there, a parameter on SQLite and an operator on PostgreSQL; `[x]` is a
/// name on SQLite and a subscript on PostgreSQL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SqlSyntax {
    /// SQLite (<https://www.sqlite.org/lang_keywords.html>, `src/tokenize.c`).
    Sqlite,
    /// The standard's rules, which are PostgreSQL's with `standard_conforming_strings`, the default since 9.1
    /// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html>).
    #[default]
    Postgres,
    /// MariaDB and MySQL (<https://dev.mysql.com/doc/refman/8.4/en/language-structure.html>).
    Mysql(SqlMode),
}

/// The parts of MariaDB's and MySQL's `sql_mode` that change how a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SqlMode {
    /// `ANSI_QUOTES`: `"x"` is a name.
    pub ansi_quotes: bool,
    /// `NO_BACKSLASH_ESCAPES`: a backslash stands for itself.
    pub no_backslash_escapes: bool,
}

impl SqlSyntax {
    /// MariaDB and MySQL with a `sql_mode` that has neither `ANSI_QUOTES` nor `NO_BACKSLASH_ESCAPES`.
    pub const MYSQL: Self =
        Self::Mysql(SqlMode { ansi_quotes: false, no_backslash_escapes: false });

    /// The rules of every database, for a text that is written for all of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::MYSQL];

    /// These rules under every `sql_mode` that a server may be in.
    pub fn under_each_mode(self) -> impl Iterator<Item = Self> {
        let modes: &[(bool, bool)] = match self {
            Self::Sqlite | Self::Postgres => &[],
            Self::Mysql(_) => &[(false, false), (true, false), (false, true), (true, true)],
        };
        let mysql = modes.iter().map(|&(ansi_quotes, no_backslash_escapes)| {
            Self::Mysql(SqlMode { ansi_quotes, no_backslash_escapes })
        });
        modes.is_empty().then_some(self).into_iter().chain(mysql)
    }

    /// Whether two names are one: PostgreSQL tells them apart by case, SQLite takes no notice of it in ASCII,
    /// MariaDB and MySQL in no letter of a column's name
    /// (<https://dev.mysql.com/doc/refman/8.4/en/identifier-case-sensitivity.html>).
    pub fn is_same_name(self, one: &str, other: &str) -> bool {
        match self {
            Self::Postgres => one == other,
            Self::Sqlite => one.eq_ignore_ascii_case(other),
            Self::Mysql(_) => one.to_lowercase() == other.to_lowercase(),
        }
    }

    /// Whether a character is a blank between tokens. SQLite does not take a vertical tab for one.
    pub(super) const fn is_blank(self, byte: u8) -> bool {
        match self {
            Self::Sqlite => byte.is_ascii_whitespace(),
            Self::Postgres | Self::Mysql(_) => byte.is_ascii_whitespace() || byte == 0x0B,
        }
    }
}
