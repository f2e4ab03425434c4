//! Names that a query gives to its result columns, and sorts or groups by.

use crate::sql_text::{Token, follows_value};

use super::text::same;

/// Whether a bare name after `ORDER BY`, `GROUP BY` or `HAVING` is the result column to which the query
/// gives that name; none when the query gives it to no result column.
///
/// Alone in `ORDER BY` it is the result on every database. In `GROUP BY`, `HAVING` and expressions PostgreSQL
/// prefers the column of the table, the others do not always
/// (<https://www.postgresql.org/docs/current/sql-select.html#SQL-ORDERBY>,
/// <https://dev.mysql.com/doc/refman/8.4/en/problems-with-alias.html>).
pub(super) fn is_sorted_result(tokens: &[Token<'_>], at: usize) -> Option<bool> {
    is_result_of_name(tokens, at, &tokens[at].identifier()?)
}

/// As [`is_sorted_result`], as if the name at the place were `name`.
pub(super) fn is_result_of_name(tokens: &[Token<'_>], at: usize, name: &str) -> Option<bool> {
    const AFTER_NAME: [&str; 8] =
        ["ASC", "COLLATE", "DESC", "FETCH", "FOR", "LIMIT", "NULLS", "OFFSET"];
    let mut clause = None;
    let mut depth = 0_usize;
    let mut is_nested = false;
    for before in (0..at).rev() {
        let token = &tokens[before];
        if token.is_symbol(")") {
            depth += 1;
        } else if token.is_symbol("(") && depth > 0 {
            depth -= 1;
        } else if token.is_symbol("(") {
            // The order in a window or an aggregate is one of rows, not of results.
            if clause.is_some() {
                return None;
            }
            is_nested = true;
        } else if depth == 0 && clause.is_none() && token.is_any_keyword(&["BY", "HAVING"]) {
            let ordered = before.checked_sub(1).is_some_and(|it| tokens[it].is_keyword("ORDER"));
            clause = Some((before, token.is_keyword("BY") && ordered));
        } else if depth == 0 && token.is_keyword("SELECT") {
            let (end, is_ordered) = clause?;
            if !names_result(&tokens[before..end], name) {
                return None;
            }
            let begins = tokens[at - 1].is_keyword("BY") || tokens[at - 1].is_symbol(",");
            let ends = tokens.get(at + 1).is_none_or(|next| {
                next.is_any_keyword(&AFTER_NAME)
                    || [",", ")", ";"].iter().any(|symbol| next.is_symbol(symbol))
            });
            return Some(is_ordered && begins && ends && !is_nested);
        }
    }
    None
}

/// Whether a query, which begins with `SELECT`, gives a result column the name.
fn names_result(query: &[Token<'_>], name: &str) -> bool {
    const AFTER_RESULTS: [&str; 6] = ["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER"];
    let mut depth = 0_usize;
    for (at, token) in query.iter().enumerate() {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        let follows = |keyword| at.checked_sub(1).is_some_and(|it| query[it].is_keyword(keyword));
        if depth == 0 && token.is_any_keyword(&AFTER_RESULTS) && !follows("DISTINCT") {
            return false;
        }
        let named = token.identifier().is_some_and(|text| same(&text, name));
        if depth == 0 && named && follows_value(query, at) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::op::{Op, Recorded, apply, integer, table};
    use crate::schema::{QualifiedName, Schema, SqlText};

    /// The query of a view after column `total` of table `t` got the name `amount`.
    fn renamed(query: &str) -> SqlText {
        let mut op: Op = Op::new();
        op.create_table(table("t").column("total", integer()).column("x", integer()));
        op.create_view("v", query);
        op.alter_column("t", "total").rename_to("amount");
        let mut schema = Schema::new();
        for Recorded { operation, origin } in op.into_operations() {
            apply(&operation, origin, &mut schema).unwrap();
        }
        schema.views[&QualifiedName::from("v")].query.clone()
    }

    #[test]
    fn a_rename_leaves_the_names_of_result_columns() {
        for query in [
            "SELECT sum(t.x) total FROM t",
            "SELECT sum(x) AS total FROM t",
            "SELECT x, count(*) AS total FROM t GROUP BY x ORDER BY total",
            "SELECT x, count(*) total FROM t GROUP BY x ORDER BY x, total DESC LIMIT 3",
            "SELECT x AS total FROM t GROUP BY total",
        ] {
            assert_eq!(renamed(query), SqlText::from(query), "{query}");
        }
    }

    #[test]
    fn a_column_with_the_name_of_a_keyword_is_no_result() {
        let mut op: Op = Op::new();
        op.create_table(table("t").column("order", integer()).column("x", integer()));
        op.create_view("v", "SELECT x FROM t WHERE x < 3 ORDER BY \"order\"");
        op.alter_column("t", "order").rename_to("place");
        let mut schema = Schema::new();
        for Recorded { operation, origin } in op.into_operations() {
            apply(&operation, origin, &mut schema).unwrap();
        }
        assert_eq!(
            schema.views[&QualifiedName::from("v")].query,
            SqlText::from("SELECT x FROM t WHERE x < 3 ORDER BY place")
        );
    }

    #[test]
    fn a_rename_follows_columns_that_are_sorted_by() {
        for (query, after) in [
            ("SELECT x FROM t ORDER BY total", "SELECT x FROM t ORDER BY amount"),
            (
                "SELECT x AS total FROM t ORDER BY t.total",
                "SELECT x AS total FROM t ORDER BY t.amount",
            ),
            (
                "SELECT rank() OVER (ORDER BY total) AS total FROM t",
                "SELECT rank() OVER (ORDER BY amount) AS total FROM t",
            ),
            // The new name would be the result's.
            (
                "SELECT x AS amount, total FROM t ORDER BY amount, total",
                "SELECT x AS amount, amount AS total FROM t ORDER BY amount, t.amount",
            ),
            (
                "SELECT count(*) AS amount FROM t GROUP BY total HAVING total > 1",
                "SELECT count(*) AS amount FROM t GROUP BY t.amount HAVING t.amount > 1",
            ),
            // A keyword after a value is no name of a result.
            (
                "SELECT x FROM t WHERE x < 3 ORDER BY total",
                "SELECT x FROM t WHERE x < 3 ORDER BY amount",
            ),
            (
                "SELECT sum(total) total FROM t WHERE total > 1 ORDER BY total",
                "SELECT sum(amount) total FROM t WHERE amount > 1 ORDER BY total",
            ),
        ] {
            assert_eq!(renamed(query), SqlText::from(after), "{query}");
        }
    }
}
