//! Whether a text is one expression, as far as its tokens say.

use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

/// Symbols and words that an operand must follow.
const BEFORE_OPERAND: [&str; 14] =
    ["=", "==", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "||", ","];
const WORDS_BEFORE_OPERAND: [&str; 7] = ["AND", "OR", "NOT", "IN", "IS", "LIKE", "BETWEEN"];

/// Symbols and words that an operand must come before.
const AFTER_OPERAND: [&str; 10] = ["=", "==", "<>", "!=", "<", ">", "<=", ">=", "||", ","];
const WORDS_AFTER_OPERAND: [&str; 6] = ["AND", "OR", "IN", "IS", "LIKE", "BETWEEN"];

/// Whether a text is one expression, or, where it `may_list`, several; else what is wrong.
pub(super) fn require_expression(
    sql: &str,
    syntax: SqlSyntax,
    may_list: bool,
) -> Result<(), String> {
    let column = |start: usize| sql.get(..start).unwrap_or(sql).chars().count() + 1;
    let endless = |kind: TokenKind, start| {
        format!("the {kind} that begins at column {} has no end", column(start))
    };
    let tokens: Vec<_> = Tokens::new(sql, syntax)
        .collect::<Result<_, _>>()
        .map_err(|unterminated| endless(unterminated.kind, unterminated.offset))?;
    // SQLite ends a comment with the text, and a definition is longer than the text.
    let open = tokens.iter().find(|token| {
        let is_closed = token.text.len() >= 4 && token.text.ends_with("*/");
        token.kind == TokenKind::Comment
            && token.text.starts_with("/*")
            && !token.opens_versioned_comment()
            && !is_closed
    });
    if let Some(comment) = open {
        return Err(endless(comment.kind, comment.start));
    }
    // What is written after the text would be in its last line's comment.
    let swallows = |token: &&Token<'_>| {
        token.kind == TokenKind::Comment
            && !token.text.starts_with("/*")
            && token.end() == sql.len()
    };
    if let Some(comment) = tokens.last().filter(swallows) {
        return Err(format!(
            "the comment that begins at column {} has no end of its line; end it with a line break, or \
             write `/* .. */`",
            column(comment.start)
        ));
    }
    let code: Vec<&Token<'_>> =
        tokens.iter().filter(|token| token.kind != TokenKind::Comment).collect();
    let (Some(first), Some(last)) = (code.first(), code.last()) else {
        return Err("it is empty".to_owned());
    };
    let mut open = Vec::new();
    for token in &code {
        if token.is_symbol("(") {
            open.push(token.start);
        } else if token.is_symbol(")") && open.pop().is_none() {
            return Err(format!("`)` at column {} closes nothing", column(token.start)));
        } else if token.is_symbol(";") {
            return Err(format!("`;` at column {} ends it", column(token.start)));
        } else if token.is_symbol(",") && open.is_empty() && !may_list {
            return Err(format!("`,` at column {} begins another one", column(token.start)));
        }
    }
    if let Some(start) = open.first() {
        return Err(format!("`(` at column {} is never closed", column(*start)));
    }
    let is_any = |token: &Token<'_>, symbols: &[&str], words: &[&str]| {
        symbols.iter().any(|symbol| token.is_symbol(symbol)) || token.is_any_keyword(words)
    };
    if is_any(last, &BEFORE_OPERAND, &WORDS_BEFORE_OPERAND) {
        return Err(format!("it breaks off after `{}`", last.text));
    }
    // A function of SQLite has the name of the operator (<https://www.sqlite.org/lang_corefunc.html#like>).
    let is_call = syntax == SqlSyntax::Sqlite
        && first.is_keyword("LIKE")
        && code.get(1).is_some_and(|token| token.is_symbol("("));
    if is_any(first, &AFTER_OPERAND, &WORDS_AFTER_OPERAND) && !is_call {
        return Err(format!("it begins with `{}`", first.text));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::require_expression;
    use crate::sql_text::SqlSyntax;

    #[test]
    fn what_is_no_expression_is_said() {
        for (sql, problem) in [
            ("name <> (", "`(` at column 9 is never closed"),
            ("name <> ')", "the string that begins at column 9 has no end"),
            ("a > 0)", "`)` at column 6 closes nothing"),
            ("a > 0; DROP TABLE t", "`;` at column 6 ends it"),
            ("a > 0, b", "`,` at column 6 begins another one"),
            ("a >", "it breaks off after `>`"),
            ("a > 0 AND", "it breaks off after `AND`"),
            ("= 3", "it begins with `=`"),
            ("a > 0 /* more", "the comment that begins at column 7 has no end"),
            (
                "a > 0 -- positive",
                "the comment that begins at column 7 has no end of its line; end it with a line break, or \
                 write `/* .. */`",
            ),
            ("", "it is empty"),
            ("/* a */", "it is empty"),
        ] {
            for syntax in SqlSyntax::ALL {
                assert_eq!(
                    require_expression(sql, syntax, false),
                    Err(problem.to_owned()),
                    "{sql} by {syntax:?}"
                );
            }
        }
    }

    #[test]
    fn a_function_of_sqlite_has_the_name_of_an_operator() {
        let is_expression = |syntax| require_expression("like('a%', name)", syntax, false).is_ok();
        assert!(is_expression(SqlSyntax::Sqlite));
        assert!(!is_expression(SqlSyntax::Postgres) && !is_expression(SqlSyntax::MYSQL));
        assert!(require_expression("LIKE 'a%'", SqlSyntax::Sqlite, false).is_err());
    }

    #[test]
    fn expressions_are_expressions() {
        for sql in [
            "a > 0",
            "(a, b) <> (1, 2)",
            "name NOT IN ('(', ')')",
            "a /* ( */ > 0",
            "a > 0 -- positive\n",
            "-a < +1",
            "NOT a",
            "EXISTS (SELECT 1)",
            "CASE WHEN a THEN 1 ELSE 2 END",
            "count(*)",
            "interval '1 day'",
            "NULL",
        ] {
            for syntax in SqlSyntax::ALL {
                assert_eq!(require_expression(sql, syntax, false), Ok(()), "{sql} by {syntax:?}");
            }
        }
        assert_eq!(require_expression("lower(a), b", SqlSyntax::Postgres, true), Ok(()));
    }
}
