//! One form for an SQL expression, whether a revision declares it or a server gives it back.

mod agreement;
mod arguments;
mod casts;
mod conditions;
mod functions;
mod lex;
mod literals;
mod normal;
mod operators;
mod parse;
mod primary;
mod print;
mod rewrite;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use migrate_core::sql_text::{SqlSyntax, unescape_mysql};

pub(crate) use agreement::{Agreement, agreement};

/// Whose SQL an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavor {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
}

impl Flavor {
    /// The rules its texts are read by.
    const fn syntax(self) -> SqlSyntax {
        match self {
            Self::Sqlite => SqlSyntax::Sqlite,
            Self::Postgres => SqlSyntax::Postgres,
            Self::Mysql => SqlSyntax::MYSQL,
        }
    }
}

/// The expression in a form that does not depend on who wrote it: without needless parentheses and
/// quotes, with one spelling for each operator, function and literal, and without the casts that a
/// server adds by itself.
///
/// Types are not known here, so a cast of a literal is dropped whatever its type is, and so is a
/// cast that PostgreSQL may have added to a column: one to a text type or to a wider type of
/// numbers, dates or times. For the same reason every string that looks like a timestamp is written as one:
/// without midnight and UTC, which the session that reads PostgreSQL's texts must therefore be in.
/// Two expressions that differ only in those are taken for the same one.
///
/// A text that is not understood comes back with one space between its tokens, and one that breaks
/// off in a string or a comment as it is. The form of a form is the form itself.
pub(crate) fn canonical(sql: &str, flavor: Flavor) -> String {
    let unescaped = lex::is_escaped(sql, flavor).then(|| unescape_mysql(sql, None));
    let Some(tokens) = lex::tokens(unescaped.as_deref().unwrap_or(sql), flavor) else {
        return sql.trim().to_owned();
    };
    let tokens = normal::unwrapped(&tokens);
    // Written out, a tree can nest deeper than what it was read from, too deep to be read again.
    let understood = understood(tokens, flavor).filter(|text| {
        let again = lex::tokens(text, flavor);
        again.and_then(|again| understood(normal::unwrapped(&again), flavor)).as_ref() == Some(text)
    });
    understood.unwrap_or_else(|| normal::text(tokens, flavor))
}

fn understood(tokens: &[lex::Token], flavor: Flavor) -> Option<String> {
    let expr = parse::parse(tokens, flavor)?;
    Some(print::print(&rewrite::rewrite(expr, flavor), flavor))
}
