//! The words that cannot be a bare name of a column.

use super::syntax::SqlSyntax;

/// Those of SQLite (<https://www.sqlite.org/lang_keywords.html>; tried on 3.45).
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CAST", "CHECK",
    "COLLATE", "COMMIT", "CONSTRAINT", "CREATE", "CURRENT_DATE", "CURRENT_TIME",
    "CURRENT_TIMESTAMP", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "ESCAPE",
    "EXCEPT", "EXISTS", "FOREIGN", "FROM", "GROUP", "HAVING", "IN", "INDEX", "INSERT", "INTERSECT",
    "INTO", "IS", "ISNULL", "JOIN", "LIMIT", "NOT", "NOTHING", "NOTNULL", "NULL", "ON", "OR",
    "ORDER", "PRIMARY", "RAISE", "REFERENCES", "RETURNING", "SELECT", "SET", "TABLE", "THEN", "TO",
    "TRANSACTION", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "WHEN", "WHERE",
];

/// Those of them that PostgreSQL takes for a bare name
/// (<https://www.postgresql.org/docs/current/sql-keywords-appendix.html>).
#[rustfmt::skip]
const NAMES_OF_POSTGRES: [&str; 18] = [
    "ADD", "ALTER", "AUTOINCREMENT", "BETWEEN", "COMMIT", "DELETE", "DROP", "ESCAPE", "EXISTS",
    "INDEX", "INSERT", "NOTHING", "RAISE", "SET", "TRANSACTION",
    "UPDATE", "VALUES", "CAST",
];

/// Those of them that MariaDB or MySQL takes for a bare name
/// (<https://dev.mysql.com/doc/refman/8.4/en/keywords.html>).
const NAMES_OF_MYSQL: [&str; 9] = [
    "AUTOINCREMENT",
    "COMMIT",
    "DEFERRABLE",
    "ESCAPE",
    "ISNULL",
    "NOTHING",
    "NOTNULL",
    "RAISE",
    "TRANSACTION",
];

/// Whether a word, in any case, cannot be a bare name of a column.
pub(super) fn is_reserved(word: &str, syntax: SqlSyntax) -> bool {
    let is_one_of = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    let names: &[&str] = match syntax {
        SqlSyntax::Sqlite => &[],
        SqlSyntax::Postgres => &NAMES_OF_POSTGRES,
        SqlSyntax::Mysql(_) => &NAMES_OF_MYSQL,
    };
    is_one_of(RESERVED) && !is_one_of(names)
}
