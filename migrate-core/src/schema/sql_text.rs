//! SQL that a revision wrote: one text for every database, or one for each.

use crate::sql_text::SqlSyntax;

/// Databases that one connection type of diesel reaches, and that take the same texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MariaDB and MySQL.
    Mysql,
}

impl From<SqlSyntax> for Family {
    fn from(syntax: SqlSyntax) -> Self {
        match syntax {
            SqlSyntax::Sqlite => Self::Sqlite,
            SqlSyntax::Postgres => Self::Postgres,
            SqlSyntax::Mysql(_) => Self::Mysql,
        }
    }
}

/// SQL as it is written: one text for every database, or one for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlText {
    /// The same everywhere.
    Common(String),
    /// A text of its own for each database that has one.
    PerDialect {
        /// For SQLite.
        sqlite: Option<String>,
        /// For PostgreSQL.
        postgres: Option<String>,
        /// For MariaDB and MySQL.
        mysql: Option<String>,
    },
}

impl SqlText {
    /// Every text there is, for questions such as which tables it mentions.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::Common(text) => [Some(text), None, None],
            Self::PerDialect { sqlite, postgres, mysql } => {
                [sqlite.as_ref(), postgres.as_ref(), mysql.as_ref()]
            }
        }
        .into_iter()
        .flatten()
        .map(String::as_str)
    }
}

impl SqlText {
    /// The text for a database, named by its family or by the rules that its texts are read by; none where
    /// there is none for it.
    pub fn on(&self, database: impl Into<Family>) -> Option<&str> {
        match (self, database.into()) {
            (Self::Common(text), _) => Some(text),
            (Self::PerDialect { sqlite, .. }, Family::Sqlite) => sqlite.as_deref(),
            (Self::PerDialect { postgres, .. }, Family::Postgres) => postgres.as_deref(),
            (Self::PerDialect { mysql, .. }, Family::Mysql) => mysql.as_deref(),
        }
    }

    /// Its texts, each with the rules that it is read by: those of its database, or the given ones of a text
    /// for every database.
    pub(crate) fn texts_by(&self, syntax: SqlSyntax) -> impl Iterator<Item = (&str, SqlSyntax)> {
        match self {
            Self::Common(text) => [Some((text, syntax)), None, None],
            Self::PerDialect { sqlite, postgres, mysql } => [
                sqlite.as_ref().map(|text| (text, SqlSyntax::Sqlite)),
                postgres.as_ref().map(|text| (text, SqlSyntax::Postgres)),
                mysql.as_ref().map(|text| (text, of_mysql(syntax))),
            ],
        }
        .into_iter()
        .flatten()
        .map(|(text, syntax)| (text.as_str(), syntax))
    }

    /// Its texts, to be changed, each with the rules that it is read by: those of its database, or the given
    /// ones of a text for every database.
    pub fn texts_mut(
        &mut self,
        syntax: SqlSyntax,
    ) -> impl Iterator<Item = (&mut String, SqlSyntax)> {
        let mysql_syntax = of_mysql(syntax);
        match self {
            Self::Common(text) => [Some((text, syntax)), None, None],
            Self::PerDialect { sqlite, postgres, mysql } => [
                sqlite.as_mut().map(|text| (text, SqlSyntax::Sqlite)),
                postgres.as_mut().map(|text| (text, SqlSyntax::Postgres)),
                mysql.as_mut().map(|text| (text, mysql_syntax)),
            ],
        }
        .into_iter()
        .flatten()
    }
}

/// The rules of MariaDB and MySQL: the given ones, when they are.
const fn of_mysql(syntax: SqlSyntax) -> SqlSyntax {
    match syntax {
        SqlSyntax::Mysql(_) => syntax,
        SqlSyntax::Sqlite | SqlSyntax::Postgres => SqlSyntax::MYSQL,
    }
}

/// The text without the byte order mark that an editor wrote before it, as `psql` and `mariadb` read a file: what
/// `include_str!` gives has it, and PostgreSQL 15 and MariaDB 10.11 refuse it with a syntax error (42601, 1064).
pub(crate) fn without_byte_order_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

impl From<&str> for SqlText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for SqlText {
    fn from(text: String) -> Self {
        Self::Common(without_byte_order_mark(text))
    }
}
