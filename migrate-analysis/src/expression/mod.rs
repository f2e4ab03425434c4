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

use migrate_core::dialect::Family;
use migrate_core::sql_text::{SqlSyntax, unescape_mysql};

pub(crate) use agreement::{Agreement, agreement};

/// The rules that a database's texts are read by.
const fn syntax(family: Family) -> SqlSyntax {
    match family {
        Family::Sqlite => SqlSyntax::Sqlite,
        Family::Postgres => SqlSyntax::Postgres,
        Family::Mysql => SqlSyntax::MYSQL,
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
pub(crate) fn canonical(sql: &str, family: Family) -> String {
    let unescaped = lex::is_escaped(sql, family).then(|| unescape_mysql(sql, None));
    let Some(tokens) = lex::tokens(unescaped.as_deref().unwrap_or(sql), family) else {
        return sql.trim().to_owned();
    };
    let tokens = normal::unwrapped(&tokens);
    // Written out, a tree can nest deeper than what it was read from, too deep to be read again.
    let understood = understood(tokens, family).filter(|text| {
        let again = lex::tokens(text, family);
        again.and_then(|again| understood(normal::unwrapped(&again), family)).as_ref() == Some(text)
    });
    understood.unwrap_or_else(|| normal::text(tokens, family))
}

fn understood(tokens: &[lex::Token], family: Family) -> Option<String> {
    let expr = parse::parse(tokens, family)?;
    Some(print::print(&rewrite::rewrite(expr, family), family))
}
