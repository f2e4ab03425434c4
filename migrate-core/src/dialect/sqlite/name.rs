//! Names in SQLite's SQL, quoted only when they must be.

use crate::dialect::Refusal;
use crate::schema::QualifiedName;
use crate::sql_text::SqlSyntax;

/// A name as SQL: bare when it is plain lower case and no keyword, else in double quotes.
///
/// A bare name can never be taken for a string, as SQLite takes a misspelt `"name"` in an index or
/// a check (<https://www.sqlite.org/quirks.html#dblquote>).
pub fn quote(name: &str) -> String {
    SqlSyntax::Sqlite.quote(name)
}

/// Several names, with commas between them.
pub(super) fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    names.into_iter().map(|name| quote(name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The name of a table or view, which has no schema before it in SQLite.
pub(super) fn unqualified(name: &QualifiedName) -> Result<&str, Refusal> {
    match &name.schema {
        None => Ok(&name.name),
        Some(schema) => Err(Refusal::unsupported(
            format!("SQLite has no schemas, and `{name}` is in schema `{schema}`"),
            "leave the schema out, or keep the revision for another database",
        )),
    }
}

/// The name of a table or view as SQL.
pub(super) fn named(table: &QualifiedName) -> Result<String, Refusal> {
    unqualified(table).map(quote)
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn only_what_must_be_quoted_is() {
        assert_eq!(quote("users"), "users");
        assert_eq!(quote("order"), "\"order\"");
        assert_eq!(quote("Users"), "\"Users\"");
        assert_eq!(quote("2fa"), "\"2fa\"");
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
        assert_eq!(quote(""), "\"\"");
    }
}
