//! SQL that a revision wrote: one text for every database, or one for each.

use crate::sql_text::SqlSyntax;

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
    /// The text for the database with these rules, when there is one.
    pub fn for_syntax(&self, syntax: SqlSyntax) -> Option<&str> {
        match (self, syntax) {
            (Self::Common(text), _) => Some(text),
            (Self::PerDialect { sqlite, .. }, SqlSyntax::Sqlite) => sqlite.as_deref(),
            (Self::PerDialect { postgres, .. }, SqlSyntax::Postgres) => postgres.as_deref(),
            (Self::PerDialect { mysql, .. }, SqlSyntax::Mysql(_)) => mysql.as_deref(),
        }
    }

    /// Its texts, to be changed, each with the rules that it is read by: those of its database, or the given
    /// ones of a text for every database.
    pub fn texts_mut(
        &mut self,
        syntax: SqlSyntax,
    ) -> impl Iterator<Item = (&mut String, SqlSyntax)> {
        let mysql_syntax = match syntax {
            SqlSyntax::Mysql(_) => syntax,
            SqlSyntax::Sqlite | SqlSyntax::Postgres => SqlSyntax::MYSQL,
        };
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

impl From<&str> for SqlText {
    fn from(text: &str) -> Self {
        Self::Common(text.to_owned())
    }
}

impl From<String> for SqlText {
    fn from(text: String) -> Self {
        Self::Common(text)
    }
}
