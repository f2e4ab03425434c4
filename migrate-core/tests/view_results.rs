//! A renamed column leaves the names that a view gives its results.
#![cfg(feature = "operations")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use migrate_core::op::{Op, apply, integer, table};
use migrate_core::schema::{Schema, SqlText};
use migrate_core::sql_text::SqlSyntax;

/// The query of a view over `t (total, x)`, after `total` became `amount`.
fn renamed(query: &str) -> String {
    renamed_through(query, SqlSyntax::Sqlite, &["amount"]).0
}

/// The query of a view over `t (total, x)` after `total` got other names, and whether it is not known.
fn renamed_through(query: &str, syntax: SqlSyntax, names: &[&str]) -> (String, bool) {
    let mut op: Op = Op::new();
    op.create_table(table("t").column("total", integer()).column("x", integer()));
    op.create_view("v", query);
    let mut from = "total";
    for to in names {
        op.alter_column("t", from).rename_to(to);
        from = to;
    }
    let mut schema = Schema::read_by(syntax);
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema).expect("a valid script");
    }
    let is_stale = !schema.stale.is_empty();
    match schema.views.into_values().next().expect("a view").query {
        SqlText::Common(text) => (text, is_stale),
        SqlText::PerDialect { .. } => (String::new(), is_stale),
    }
}

#[test]
fn an_alias_is_not_the_column() {
    for query in [
        "SELECT sum(t.x) total FROM t",
        "SELECT sum(x) AS total FROM t",
        "SELECT sum(x) \"total\" FROM t",
        "SELECT x, count(*) AS total FROM t GROUP BY x ORDER BY total",
        "SELECT x, count(*) total FROM t GROUP BY x ORDER BY total DESC, x",
        "SELECT 'total' AS kind FROM t",
    ] {
        assert_eq!(renamed(query), query);
    }
}

#[test]
fn the_column_is_renamed_beside_an_alias_of_its_name() {
    let query = "SELECT sum(t.total) total FROM t WHERE t.total > 0 ORDER BY total";
    assert_eq!(
        renamed(query),
        "SELECT sum(t.amount) total FROM t WHERE t.amount > 0 ORDER BY total"
    );
    assert_eq!(renamed("SELECT x FROM t WHERE total > 0"), "SELECT x FROM t WHERE amount > 0");
}

#[test]
fn a_name_and_back_gives_the_same_text() {
    for syntax in SqlSyntax::ALL {
        for query in [
            "SELECT total, count(*) AS many FROM t GROUP BY total",
            "SELECT x.total, count(*) AS many FROM t AS x GROUP BY total HAVING total > 1",
        ] {
            for name in ["Total", "order", "amount"] {
                let found = renamed_through(query, syntax, &[name, "total"]);
                assert_eq!(found, (query.to_owned(), false), "{syntax:?}: {name}");
            }
        }
    }
}

/// The names that PostgreSQL 15 gives these results.
#[test]
fn a_field_of_a_row_gives_its_name_to_a_result() {
    for (query, expected) in [
        ("SELECT (t).total FROM t", "SELECT (t).amount AS total FROM t"),
        ("SELECT ((t).total)::text FROM t", "SELECT ((t).amount)::text AS total FROM t"),
        ("SELECT (y.*).total FROM t AS y", "SELECT (y.*).amount AS total FROM t AS y"),
        ("SELECT (t).total + 1 FROM t", "SELECT (t).amount + 1 FROM t"),
        (
            "SELECT x FROM t WHERE (t).total > 0 AND (x).total > 0",
            "SELECT x FROM t WHERE (t).amount > 0 AND (x).total > 0",
        ),
        (
            "SELECT CASE WHEN x > 0 THEN x ELSE (t).total END FROM t",
            "SELECT CASE WHEN x > 0 THEN x ELSE (t).amount END AS total FROM t",
        ),
    ] {
        let found = renamed_through(query, SqlSyntax::Postgres, &["amount"]);
        assert_eq!(found, (expected.to_owned(), false));
        let found = renamed_through(query, SqlSyntax::Postgres, &["amount", "total"]);
        assert_eq!(found, (query.to_owned(), false));
    }
    // Which columns these have only the server knows, and those of `(t).*` are those of the creation.
    for query in ["SELECT (t).*, 1 AS more FROM t", "SELECT (first(t)).total FROM t"] {
        let found = renamed_through(query, SqlSyntax::Postgres, &["amount"]);
        assert_eq!(found, (query.to_owned(), true));
    }
}
