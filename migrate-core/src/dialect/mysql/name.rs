//! Names in MariaDB's and MySQL's SQL, quoted only when they must be, and names that cannot be.

use crate::dialect::Refusal;
use crate::schema::QualifiedName;
use crate::sql_text::SqlSyntax;

/// The longest name of a table, column, index, constraint or routine, in characters
/// (<https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html>).
const LONGEST: usize = 64;

/// A name as SQL: bare when it is plain lower case and reserved on neither server, else between
/// backticks, which mean the same in every `sql_mode`.
pub fn quote(name: &str) -> String {
    SqlSyntax::MYSQL.quote(name)
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
    use super::{named, quote, require_name};

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
    fn some_names_cannot_be() {
        for name in ["users", "Füße", "a b", &"x".repeat(64), &"ß".repeat(64)] {
            assert_eq!(require_name(name), Ok(()), "{name}");
        }
        for name in ["", "a ", "a\0", "😀", &"x".repeat(65)] {
            assert!(require_name(name).is_err(), "{name:?}");
        }
    }
}
