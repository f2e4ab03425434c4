//! Names in MariaDB's and MySQL's SQL, quoted only when they must be, and names that cannot be.

use crate::dialect::Refusal;
use crate::schema::{QualifiedName, Table};
use crate::sql_text::{SqlMode, SqlSyntax, Tokens};

use super::reserved::RESERVED;

/// The longest name of a table, column, index, constraint or routine, in characters
/// (<https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html>).
const LONGEST: usize = 64;

/// A name as SQL: bare when it is plain lower case and reserved on neither server, else between
/// backticks, which mean the same in every `sql_mode`.
pub fn quote(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && RESERVED.binary_search(&name).is_err();
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

/// Several names, with commas between them.
pub(super) fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    names.into_iter().map(|name| quote(name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// A name with the database before it, when it has one.
pub(super) fn named(name: &QualifiedName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", quote(schema), quote(&name.name)),
        None => quote(&name.name),
    }
}

/// An expression of a table, with backticks around its columns' names.
///
/// Renaming a column in a text puts a name that must be quoted between double quotes, which make a
/// string here.
pub(super) fn expression(sql: &str, table: &Table) -> String {
    with_backticks(sql, |name| table.column(name).is_some())
}

/// A text with backticks around a name that a rename has put into it.
pub(super) fn requoted(sql: &str, name: &str) -> String {
    with_backticks(sql, |known| known == name)
}

/// How a rename writes names into a text.
const RENAMED: SqlSyntax =
    SqlSyntax::Mysql(SqlMode { ansi_quotes: true, no_backslash_escapes: false });

/// A text with backticks instead of double quotes around the names of which `is_name` is true.
pub fn with_backticks(sql: &str, is_name: impl Fn(&str) -> bool) -> String {
    let mut written = String::with_capacity(sql.len());
    let mut copied = 0;
    for token in Tokens::new(sql, RENAMED).map_while(Result::ok) {
        let name = token.identifier().filter(|_| token.text.starts_with('"'));
        if let Some(name) = name.filter(|name| is_name(name) && quote(name) != *name) {
            written.push_str(&sql[copied..token.start]);
            written.push_str(&quote(&name));
            copied = token.end();
        }
    }
    written.push_str(&sql[copied..]);
    written
}

/// The form in which names are compared: those of columns, indexes and constraints know no case.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Whether both servers take the name for an object
/// (<https://dev.mysql.com/doc/refman/8.4/en/identifiers.html>).
pub(super) fn require_name(name: &str) -> Result<(), Refusal> {
    let refuse = |why: &str, hint| Err(Refusal::unsupported(format!("`{name}` {why}"), hint));
    if name.is_empty() {
        return Err(Refusal::unsupported("a name is empty", "name the object"));
    }
    if name.chars().count() > LONGEST {
        let why = format!("has {} characters, and names end at {LONGEST}", name.chars().count());
        return refuse(&why, "give it a shorter name");
    }
    if name.ends_with(char::is_whitespace) {
        return refuse("ends in a space, which names cannot", "take the space away");
    }
    if name.contains('\0') {
        return refuse("holds a NUL character, which names cannot", "take the character out");
    }
    // Supplementary characters are not permitted, quoted or not
    // (<https://dev.mysql.com/doc/refman/8.4/en/identifiers.html>).
    if name.chars().any(|c| u32::from(c) > 0xFFFF) {
        return refuse(
            "has a character beyond U+FFFF, which names cannot have",
            "write the name without it",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{RESERVED, expression, named, quote, require_name};
    use crate::schema::{Column, ColumnType, Table};

    #[test]
    fn a_renamed_column_is_no_string() {
        let columns = ["order", "plain"].map(|name| Column::new(name, ColumnType::Text));
        let table = Table { columns: columns.to_vec(), ..Table::new("t") };
        let sql = "\"order\" <> \"plain\" AND \"Other\" <> 'order'";
        assert_eq!(expression(sql, &table), "`order` <> \"plain\" AND \"Other\" <> 'order'");
    }

    #[test]
    fn only_what_must_be_quoted_is() {
        assert_eq!(quote("users"), "users");
        assert_eq!(quote("order"), "`order`");
        assert_eq!(quote("returning"), "`returning`");
        assert_eq!(quote("rank"), "`rank`");
        assert_eq!(quote("Users"), "`Users`");
        assert_eq!(quote("straße"), "`straße`");
        assert_eq!(quote("2fa"), "`2fa`");
        assert_eq!(quote("a`b"), "`a``b`");
        assert_eq!(named(&("audit", "Log").into()), "audit.`Log`");
    }

    #[test]
    fn reserved_words_can_be_searched() {
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn some_names_cannot_be() {
        for name in ["users", "Füße", "a b", &"x".repeat(64), &"ß".repeat(64)] {
            assert_eq!(require_name(name), Ok(()), "{name}");
        }
        for name in ["", "a ", "a\0", "😀", &"x".repeat(65)] {
            assert!(require_name(name).is_err(), "{name:?}");
        }
    }
}
