//! SQL that a revision wrote: one text for every database, or one for each.

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
    /// The text for one database, when there is one.
    pub fn on(&self, family: Family) -> Option<&str> {
        match (self, family) {
            (Self::Common(text), _) => Some(text),
            (Self::PerDialect { sqlite, .. }, Family::Sqlite) => sqlite.as_deref(),
            (Self::PerDialect { postgres, .. }, Family::Postgres) => postgres.as_deref(),
            (Self::PerDialect { mysql, .. }, Family::Mysql) => mysql.as_deref(),
        }
    }

    /// Its texts, to be changed.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        match self {
            Self::Common(text) => [Some(text), None, None],
            Self::PerDialect { sqlite, postgres, mysql } => {
                [sqlite.as_mut(), postgres.as_mut(), mysql.as_mut()]
            }
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
