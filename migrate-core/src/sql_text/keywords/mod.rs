//! The keywords of each database: which names must be quoted, and which bare words can be no column.

mod mysql;
mod postgres;
mod sqlite;

use super::syntax::SqlSyntax;

/// Whether a word, in any case, cannot be a bare name of a column. What one of MariaDB and MySQL takes
/// for a name may be one.
pub(super) fn is_reserved(word: &str, syntax: SqlSyntax) -> bool {
    let word = word.to_ascii_lowercase();
    let is_one_of = |words: &[&str]| words.binary_search(&word.as_str()).is_ok();
    match syntax {
        SqlSyntax::Sqlite => is_one_of(sqlite::RESERVED),
        SqlSyntax::Postgres => is_one_of(postgres::KEYWORDS) && !is_one_of(postgres::NAMES),
        SqlSyntax::Mysql(_) => is_one_of(mysql::KEYWORDS) && !is_one_of(mysql::NAMES),
    }
}

impl SqlSyntax {
    /// A name as SQL: bare when it is plain lower case and a keyword of no version of the database, else in
    /// double quotes, on MariaDB and MySQL between backticks, which mean the same in every `sql_mode`.
    ///
    /// ```
    /// use migrate_core::sql_text::SqlSyntax;
    ///
    /// assert_eq!(SqlSyntax::MYSQL.quote("total"), "total");
    /// assert_eq!(SqlSyntax::MYSQL.quote("order"), "`order`");
    /// assert_eq!(SqlSyntax::Postgres.quote("Total"), "\"Total\"");
    /// ```
    pub fn quote(self, name: &str) -> String {
        let (keywords, quote) = match self {
            Self::Sqlite => (sqlite::KEYWORDS, '"'),
            Self::Postgres => (postgres::KEYWORDS, '"'),
            Self::Mysql(_) => (mysql::KEYWORDS, '`'),
        };
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && keywords.binary_search(&name).is_err();
        if plain {
            return name.to_owned();
        }
        let doubled = name.replace(quote, &format!("{quote}{quote}"));
        format!("{quote}{doubled}{quote}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_searched() {
        for words in [
            mysql::KEYWORDS,
            mysql::NAMES,
            postgres::KEYWORDS,
            postgres::NAMES,
            sqlite::KEYWORDS,
            sqlite::RESERVED,
        ] {
            assert!(words.is_sorted(), "{words:?}");
        }
    }

    #[test]
    fn a_keyword_may_be_a_name_elsewhere() {
        for (word, reserved) in [
            ("ORDER", [true, true, true]),
            ("user", [false, true, false]),
            ("Between", [true, false, true]),
            ("isnull", [true, true, false]),
            ("rank", [false, false, false]),
            ("desc", [false, true, true]),
        ] {
            let found = SqlSyntax::ALL.map(|syntax| is_reserved(word, syntax));
            assert_eq!(found, reserved, "{word}");
        }
    }
}
