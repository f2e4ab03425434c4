//! Names in PostgreSQL's SQL, quoted only when they must be.

use crate::schema::QualifiedName;
use crate::sql_text::SqlSyntax;

/// A name as SQL: bare when it is plain lower case and no keyword, else in double quotes.
pub fn quote(name: &str) -> String {
    SqlSyntax::Postgres.quote(name)
}

/// Several names, with commas between them.
pub(super) fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    names.into_iter().map(|name| quote(name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// A name with its schema before it, when it has one.
pub(super) fn qualified(name: &QualifiedName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", quote(schema), quote(&name.name)),
        None => quote(&name.name),
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn only_what_must_be_quoted_is() {
        for bare in ["users", "_a1", "name", "role"] {
            assert_eq!(quote(bare), bare);
        }
        for quoted in ["user", "order", "Users", "2fa", "naïve", "a b", "a$b", "interval", ""] {
            assert_eq!(quote(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
    }
}
