//! A renamed column leaves the names that a view gives its results.
#![cfg(feature = "operations")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use migrate_core::op::{Op, apply, integer, table};
use migrate_core::schema::{Schema, SqlText};

/// The query of a view over `t (total, x)`, after `total` became `amount`.
fn renamed(query: &str) -> String {
    let mut op: Op = Op::new();
    op.create_table(table("t").column("total", integer()).column("x", integer()));
    op.create_view("v", query);
    op.alter_column("t", "total").rename_to("amount");
    let mut schema = Schema::new();
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema).expect("a valid script");
    }
    match schema.views.into_values().next().expect("a view").query {
        SqlText::Common(text) => text,
        SqlText::PerDialect { .. } => String::new(),
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
