//! Names in PostgreSQL's SQL, quoted only when they must be.

use crate::schema::QualifiedName;
use crate::sql_text::{SqlSyntax, TokenKind, Tokens};

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

/// A collation as it is after `COLLATE`: a name is quoted whole, as many have a dot (`en_US.utf8`); one with its schema
/// (namespace) is given with both in quotes.
pub(super) fn collation_name(name: &str) -> String {
    let tokens: Vec<_> = Tokens::new(name, SqlSyntax::Postgres).map_while(Result::ok).collect();
    match &tokens[..] {
        [schema, dot, collation]
            if dot.is_symbol(".")
                && [schema, collation].iter().all(|it| it.kind == TokenKind::Quoted) =>
        {
            name.to_owned()
        }
        _ => quote(name),
    }
}

#[cfg(test)]
mod tests {
    use super::{collation_name, quote};

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

    #[test]
    fn a_collation_has_a_dot_or_a_schema() {
        for (name, sql) in [
            ("C", "\"C\""),
            ("en_US.utf8", "\"en_US.utf8\""),
            ("german", "german"),
            ("\"i18n\".\"german\"", "\"i18n\".\"german\""),
            ("\"a.b\".\"c\"\"d\"", "\"a.b\".\"c\"\"d\""),
            ("\"odd", "\"\"\"odd\""),
        ] {
            assert_eq!(collation_name(name), sql);
        }
    }
}
