//! What a rename makes of the texts that name a column or a table, by the rules of each database.
#![cfg(feature = "operations")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use migrate_core::op::{Op, apply, integer, per_dialect, table, text};
use migrate_core::schema::{ConstraintBody, ObjectRef, Schema, SqlText};
use migrate_core::sql_text::SqlSyntax::{self, Postgres, Sqlite};

const MYSQL: SqlSyntax = SqlSyntax::MYSQL;
const ALL: &[SqlSyntax] = &SqlSyntax::ALL;

/// The schema that a script makes.
fn schema(syntax: SqlSyntax, script: impl FnOnce(&mut Op)) -> Schema {
    let mut op: Op = Op::new();
    script(&mut op);
    let mut schema = Schema::read_by(syntax);
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema).expect("a valid script");
    }
    schema
}

/// `t (id, total, kind, date)`, `u (id, amount)` and the text's own table.
fn tables(op: &mut Op) {
    let columns = |name| table(name).column("id", integer()).column("x", integer());
    op.create_table(
        columns("t").column("total", integer()).column("kind", text()).column("date", text()),
    );
    op.create_table(columns("u").column("amount", integer()));
}

/// The check of a table after a column got another name.
fn check(syntax: SqlSyntax, sql: &str, (from, to): (&str, &str)) -> String {
    let schema = schema(syntax, |op| {
        let mut columns = table("t").column("id", integer());
        let names = ["total", "kind", "date", "day", "order", "Total"];
        // Only PostgreSQL has two columns whose names differ in case.
        let is_known = |name: &&str| *name != to && (*name != "Total" || syntax == Postgres);
        for name in names.into_iter().filter(is_known) {
            columns = columns.column(name, text());
        }
        op.create_table(columns.check("ck", sql));
        op.alter_column("t", from).rename_to(to);
    });
    match &schema.tables.values().next().expect("a table").constraints[..] {
        [constraint] => match &constraint.body {
            ConstraintBody::Check { expression, .. } => expression.to_string(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_text_follows_by_the_rules_of_its_own_database() {
    for syntax in SqlSyntax::ALL {
        let schema = schema(syntax, |op| {
            let texts = per_dialect()
                .sqlite("kind <> [order]")
                .postgres("kind <> $$order$$")
                .mysql("`order` <> \"order\" # order");
            op.create_table(
                table("t").column("kind", text()).column("order", text()).check("ck", texts),
            );
            op.alter_column("t", "order").rename_to("rank");
        });
        let table = schema.tables.values().next().expect("a table");
        let [constraint] = &table.constraints[..] else { panic!("{table:?}") };
        let ConstraintBody::Check { expression, .. } = &constraint.body else {
            panic!("{constraint:?}")
        };
        let texts = SqlSyntax::ALL.map(|syntax| expression.on(syntax).expect("a text"));
        for (syntax, text) in SqlSyntax::ALL.into_iter().zip(texts) {
            let expected = match syntax {
                Sqlite => "kind <> rank",
                Postgres => "kind <> $$order$$",
                SqlSyntax::Mysql(_) => "`rank` <> \"order\" # order",
            };
            assert_eq!(text, expected);
        }
    }
}

#[test]
fn a_constant_is_of_the_type_that_its_column_has_on_the_database() {
    for syntax in SqlSyntax::ALL {
        let mut op: Op = Op::new();
        op.create_table(table("t").column("n", text().on_mysql(integer())));
        op.insert("t").set("n", "many");
        let mut schema = Schema::read_by(syntax);
        let fits = op
            .into_operations()
            .iter()
            .all(|it| apply(&it.operation, it.origin, &mut schema).is_ok());
        assert_eq!(fits, syntax != MYSQL, "{syntax:?}");
    }
}

#[test]
fn an_expression_follows_its_columns_and_nothing_else() {
    /// Whose text it is, the text, the names, the text after.
    type Case = (&'static [SqlSyntax], &'static str, (&'static str, &'static str), &'static str);
    let cases: &[Case] = &[
        (ALL, "total > 0", ("total", "amount"), "amount > 0"),
        (ALL, "TOTAL > 0", ("total", "amount"), "amount > 0"),
        (ALL, "t.total > 0 AND u.total > 0", ("total", "amount"), "t.amount > 0 AND u.total > 0"),
        (ALL, "kind <> 'kind'", ("kind", "sort"), "sort <> 'kind'"),
        (ALL, "total(total) > 0 /* total */", ("total", "n"), "total(n) > 0 /* total */"),
        (ALL, "cast(date AS date) > x", ("date", "born"), "cast(born AS date) > x"),
        // What a user writes is left as it is.
        (&[MYSQL], "kind <> \"order\"", ("order", "rank"), "kind <> \"order\""),
        (&[MYSQL], "kind <> \"order\"", ("kind", "sort"), "sort <> \"order\""),
        (&[MYSQL], "`order` <> \"order\"", ("order", "user"), "user <> \"order\""),
        (&[MYSQL], "`order` <> \"order\"", ("order", "rank"), "`rank` <> \"order\""),
        (&[MYSQL], "kind <> 'it\\'s kind'", ("kind", "order"), "`order` <> 'it\\'s kind'"),
        (
            &[MYSQL],
            "kind <> 'a' # kind\n AND kind > ''",
            ("kind", "k"),
            "k <> 'a' # kind\n AND k > ''",
        ),
        (&[MYSQL], "/*!50001 kind */ > ''", ("kind", "k"), "/*!50001 k */ > ''"),
        (&[MYSQL], "date + INTERVAL day DAY > 0", ("day", "n"), "date + INTERVAL n DAY > 0"),
        (
            &[MYSQL],
            "timestampdiff(day, date, day) > 0",
            ("day", "n"),
            "timestampdiff(day, date, n) > 0",
        ),
        (&[MYSQL], "convert(kind, date) > date", ("date", "d"), "convert(kind, date) > d"),
        (&[Postgres], "kind <> \"order\"", ("order", "rank"), "kind <> rank"),
        (&[Postgres], "total > 0", ("Total", "amount"), "total > 0"),
        (&[Postgres], "\"Total\" > total", ("Total", "Sum"), "\"Sum\" > total"),
        (&[Postgres], "U&\"tot\\0061l\" > 0", ("total", "user"), "\"user\" > 0"),
        (
            &[Postgres],
            "kind <> E'it\\'s kind' || $$kind$$",
            ("kind", "k"),
            "k <> E'it\\'s kind' || $$kind$$",
        ),
        (
            &[Postgres],
            "kind::date > date '2020-01-01'",
            ("date", "d"),
            "kind::date > date '2020-01-01'",
        ),
        (&[Postgres], "make_interval(day => day) > x", ("day", "n"), "make_interval(day => n) > x"),
        (&[Postgres], "extract(day FROM day) > 1", ("day", "n"), "extract(day FROM n) > 1"),
        (&[Postgres], "ids[total] > 1", ("total", "n"), "ids[n] > 1"),
        (
            &[Sqlite],
            "[order] <> `order` AND \"order\" <> 'order'",
            ("order", "k"),
            "k <> k AND k <> 'order'",
        ),
        (&[Sqlite], "kind COLLATE total > total", ("total", "n"), "kind COLLATE total > n"),
        // A string, as long as no column has its name.
        (&[Sqlite], "kind <> \"new\"", ("total", "new"), "kind <> 'new'"),
        (&[Sqlite], "kind <> \"new\"", ("kind", "new"), "\"new\" <> 'new'"),
    ];
    for (syntaxes, sql, names, expected) in cases {
        for syntax in *syntaxes {
            let expected = match (syntax, *expected) {
                // No keyword of SQLite's is `new`.
                (Sqlite, "\"new\" <> 'new'") => "new <> 'new'",
                (_, expected) => expected,
            };
            assert_eq!(check(*syntax, sql, *names), expected, "{sql}: {names:?}, {syntax:?}");
        }
    }
}

#[test]
fn a_name_is_quoted_as_its_database_quotes_it() {
    for (to, quoted) in [
        ("order", ["\"order\"", "\"order\"", "`order`"]),
        ("Total2", ["\"Total2\"", "\"Total2\"", "`Total2`"]),
        ("user", ["user", "\"user\"", "user"]),
        ("a`b\"c", ["\"a`b\"\"c\"", "\"a`b\"\"c\"", "`a``b\"c`"]),
    ] {
        for (syntax, quoted) in ALL.iter().zip(quoted) {
            assert_eq!(check(*syntax, "total > 0", ("total", to)), format!("{quoted} > 0"));
            let query = view(*syntax, "SELECT x FROM t WHERE total > 0", |op| {
                op.alter_column("t", "total").rename_to(to);
            });
            assert_eq!(query.as_deref(), Some(&*format!("SELECT x FROM t WHERE {quoted} > 0")));
        }
    }
}

/// The query of a view after a rename; none when it is not known.
fn view(syntax: SqlSyntax, query: &str, rename: impl FnOnce(&mut Op)) -> Option<String> {
    let schema = schema(syntax, |op| {
        tables(op);
        op.create_view("known", "SELECT id, x AS n FROM u");
        op.create_view("v", query);
        rename(op);
    });
    if schema.stale.contains(&ObjectRef::View("v".into())) {
        return None;
    }
    match schema.views[&"v".into()].query.clone() {
        SqlText::Common(text) => Some(text),
        SqlText::PerDialect { .. } => None,
    }
}

fn amount(op: &mut Op) {
    op.alter_column("t", "total").rename_to("amount");
}

fn back(op: &mut Op) {
    amount(op);
    op.alter_column("t", "amount").rename_to("total");
}

#[test]
fn the_results_of_a_view_keep_their_names() {
    for (query, expected) in [
        ("SELECT total FROM t", "SELECT amount AS total FROM t"),
        ("SELECT t.total, x FROM t", "SELECT t.amount AS total, x FROM t"),
        ("SELECT total AS total FROM t", "SELECT amount AS total FROM t"),
        ("SELECT total AS n FROM t", "SELECT amount AS n FROM t"),
        ("SELECT DISTINCT total FROM t", "SELECT DISTINCT amount AS total FROM t"),
        (
            "SELECT total, count(*) AS n FROM t GROUP BY total ORDER BY total",
            "SELECT amount AS total, count(*) AS n FROM t GROUP BY amount ORDER BY amount",
        ),
        (
            "SELECT total FROM t UNION SELECT id FROM u ORDER BY total",
            "SELECT amount AS total FROM t UNION SELECT id FROM u ORDER BY total",
        ),
        (
            "SELECT total FROM t UNION ALL SELECT total FROM t ORDER BY total",
            "SELECT amount AS total FROM t UNION ALL SELECT amount AS total FROM t ORDER BY total",
        ),
        (
            "WITH s AS (SELECT total FROM t) SELECT total FROM s WHERE total > 0",
            "WITH s AS (SELECT amount AS total FROM t) SELECT total FROM s WHERE total > 0",
        ),
        (
            "WITH s (total) AS (SELECT x FROM t WHERE total > 0) SELECT total FROM s",
            "WITH s (total) AS (SELECT x FROM t WHERE amount > 0) SELECT total FROM s",
        ),
        (
            "SELECT s.total FROM (SELECT total FROM t) s JOIN t ON t.total = s.total",
            "SELECT s.total FROM (SELECT amount AS total FROM t) s JOIN t ON t.amount = s.total",
        ),
        (
            "SELECT id FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.id = u.id AND total > 0)",
            "SELECT id FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.id = u.id AND amount > 0)",
        ),
        (
            "SELECT id FROM u t WHERE EXISTS (SELECT 1 FROM t AS a WHERE a.total = t.x)",
            "SELECT id FROM u t WHERE EXISTS (SELECT 1 FROM t AS a WHERE a.amount = t.x)",
        ),
        ("SELECT sum(x) AS total FROM t", "SELECT sum(x) AS total FROM t"),
        ("SELECT 'total' AS kind FROM t", "SELECT 'total' AS kind FROM t"),
        (
            "SELECT total FROM t JOIN known ON known.id = t.id",
            "SELECT amount AS total FROM t JOIN known ON known.id = t.id",
        ),
    ] {
        for syntax in ALL {
            let renamed = view(*syntax, query, amount);
            assert_eq!(renamed.as_deref(), Some(expected), "{query}: {syntax:?}");
            if !query.contains("total AS total") {
                assert_eq!(view(*syntax, query, back).as_deref(), Some(query), "{syntax:?}");
            }
        }
    }
}

#[test]
fn a_result_keeps_the_name_that_its_database_gives_it() {
    for (syntax, query, expected) in [
        (MYSQL, "SELECT total + 1 FROM t", "SELECT amount + 1 AS `total + 1` FROM t"),
        (Sqlite, "SELECT sum( total ) FROM t", "SELECT sum( amount ) AS \"sum( total )\" FROM t"),
        (Postgres, "SELECT total + 1, sum(total) FROM t", "SELECT amount + 1, sum(amount) FROM t"),
        (
            Postgres,
            "SELECT total::text, (total) FROM t",
            "SELECT amount::text AS total, (amount) AS total FROM t",
        ),
        (
            Postgres,
            "SELECT CAST(total AS text) FROM t",
            "SELECT CAST(amount AS text) AS total FROM t",
        ),
        (
            Postgres,
            "SELECT CASE WHEN x > 0 THEN x ELSE total END FROM t",
            "SELECT CASE WHEN x > 0 THEN x ELSE amount END AS total FROM t",
        ),
        (
            Postgres,
            "SELECT DISTINCT ON (total) total FROM t",
            "SELECT DISTINCT ON (amount) amount AS total FROM t",
        ),
        (MYSQL, "SELECT total \"total\" FROM t", "SELECT amount \"total\" FROM t"),
    ] {
        assert_eq!(view(syntax, query, amount).as_deref(), Some(expected), "{syntax:?}");
    }
    let query = "SELECT total + 1 FROM t";
    assert_eq!(view(MYSQL, query, back).as_deref(), Some(query));
}

#[test]
fn a_name_that_is_taken_is_qualified() {
    let query = "SELECT total, u.amount FROM t JOIN u ON u.id = t.id WHERE total > 0";
    let expected =
        "SELECT t.amount AS total, u.amount FROM t JOIN u ON u.id = t.id WHERE t.amount > 0";
    for syntax in ALL {
        assert_eq!(view(*syntax, query, amount).as_deref(), Some(expected), "{syntax:?}");
    }
}

#[test]
fn what_is_not_sure_is_not_known() {
    for query in [
        "SELECT amount, total FROM t JOIN u ON u.id = t.id",
        "SELECT total FROM t JOIN w ON w.id = t.id",
        "SELECT t.id FROM t NATURAL JOIN w",
        "SELECT total FROM (SELECT t.id, w.* FROM t JOIN w ON w.id = t.id) s",
        "SELECT x AS total FROM t GROUP BY total",
        "SELECT id FROM u WHERE EXISTS (SELECT 1 FROM t WHERE total = amount)",
    ] {
        for syntax in ALL {
            assert_eq!(view(*syntax, query, amount), None, "{query}: {syntax:?}");
        }
    }
    // The results of `EXISTS` have no names.
    let query = "SELECT id FROM u WHERE EXISTS (SELECT * FROM t WHERE t.id = u.id)";
    assert_eq!(view(MYSQL, query, amount).as_deref(), Some(query));
    // SQLite reads `*` with each statement.
    assert_eq!(view(MYSQL, "SELECT * FROM t", amount), None);
    assert_eq!(view(Postgres, "SELECT t.* FROM t", amount), None);
    assert_eq!(view(Sqlite, "SELECT * FROM t", amount).as_deref(), Some("SELECT * FROM t"));
    let again = |op: &mut Op| {
        amount(op);
        op.drop_view("v");
        op.create_view("v", "SELECT amount FROM t");
    };
    assert_eq!(view(MYSQL, "SELECT * FROM t", again).as_deref(), Some("SELECT amount FROM t"));
}

#[test]
fn a_renamed_table_is_renamed_where_it_is_meant() {
    for (query, expected) in [
        ("SELECT x FROM t", "SELECT x FROM orders"),
        ("SELECT t.x, t.* FROM t", "SELECT orders.x, orders.* FROM orders"),
        ("SELECT 't' AS t FROM t", "SELECT 't' AS t FROM orders"),
        ("SELECT t.x FROM u AS t", "SELECT t.x FROM u AS t"),
        ("SELECT t.x FROM t AS t", "SELECT t.x FROM orders AS t"),
        ("SELECT a.x FROM t a, u", "SELECT a.x FROM orders a, u"),
        ("SELECT t FROM w", "SELECT t FROM w"),
        ("SELECT t.x FROM app.t", "SELECT t.x FROM app.t"),
        (
            "WITH t AS (SELECT 1 AS x) SELECT t.x FROM t",
            "WITH t AS (SELECT 1 AS x) SELECT t.x FROM t",
        ),
        (
            "WITH a AS (SELECT t.x FROM t) SELECT t.x FROM a AS t",
            "WITH a AS (SELECT orders.x FROM orders) SELECT t.x FROM a AS t",
        ),
        (
            "SELECT id FROM u t WHERE id IN (SELECT t.id FROM t)",
            "SELECT id FROM u t WHERE id IN (SELECT orders.id FROM orders)",
        ),
        ("SELECT t.x FROM t, u AS orders", "SELECT t.x FROM orders AS t, u AS orders"),
        ("SELECT x FROM t -- t\n", "SELECT x FROM orders -- t\n"),
    ] {
        for syntax in ALL {
            let rename = |op: &mut Op| {
                op.rename_table("t", "orders");
            };
            let renamed = schema(*syntax, |op| {
                tables(op);
                op.create_schema("app");
                op.create_table(table(("app", "t")).column("x", integer()));
                op.create_view("v", query);
                rename(op);
            });
            let found = renamed.views[&"v".into()].query.texts().next().map(ToOwned::to_owned);
            assert_eq!(found.as_deref(), Some(expected), "{query}: {syntax:?}");
        }
    }
}

#[test]
fn a_renamed_table_is_renamed_before_the_columns_of_its_own_checks() {
    let schema = schema(Postgres, |op| {
        op.create_table(table("t").column("x", integer()).check("ck", "t.x > 0 AND x <> 't'::oid"));
        op.rename_table("t", "order");
    });
    let [constraint] = &schema.tables[&"order".into()].constraints[..] else { panic!("one check") };
    let ConstraintBody::Check { expression, .. } = &constraint.body else { panic!("a check") };
    assert_eq!(expression, "\"order\".x > 0 AND x <> 't'::oid");
}

#[test]
fn triggers_follow_columns_and_tables() {
    for (syntax, event, body, expected) in [
        (
            Sqlite,
            "AFTER UPDATE OF total",
            "BEGIN INSERT INTO u (x, amount) SELECT x, total FROM t WHERE total > NEW.total; END",
            "AFTER UPDATE OF amount / BEGIN INSERT INTO u (x, amount) SELECT x, amount FROM t WHERE amount > \
             NEW.amount; END",
        ),
        (
            MYSQL,
            "AFTER INSERT",
            "FOR EACH ROW BEGIN IF NEW.total > 0 THEN UPDATE t SET total = total + 1 WHERE kind = \"total\"; \
             END IF; END",
            "AFTER INSERT / FOR EACH ROW BEGIN IF NEW.amount > 0 THEN UPDATE t SET amount = amount + 1 WHERE \
             kind = \"total\"; END IF; END",
        ),
        (
            Postgres,
            "BEFORE UPDATE OF total",
            "FOR EACH ROW WHEN (NEW.total > OLD.total) EXECUTE FUNCTION total()",
            "BEFORE UPDATE OF amount / FOR EACH ROW WHEN (NEW.amount > OLD.amount) EXECUTE FUNCTION total()",
        ),
        (
            Sqlite,
            "AFTER INSERT",
            "BEGIN INSERT INTO t (id, total) VALUES (1, NEW.total) ON CONFLICT (id) DO UPDATE SET total = \
             excluded.total + total; END",
            "AFTER INSERT / BEGIN INSERT INTO t (id, amount) VALUES (1, NEW.amount) ON CONFLICT (id) DO UPDATE \
             SET amount = excluded.amount + amount; END",
        ),
    ] {
        let schema = schema(syntax, |op| {
            tables(op);
            op.create_trigger("g", "t", event, body);
            amount(op);
        });
        assert!(schema.stale.is_empty(), "{body}: {syntax:?}");
        let trigger = schema.triggers.into_values().next().expect("a trigger");
        let text = trigger.body.texts().next().unwrap_or_default();
        assert_eq!(format!("{} / {text}", trigger.event), expected, "{syntax:?}");
    }
}

#[test]
fn a_text_for_another_database_follows_by_that_ones_rules() {
    let schema = schema(Postgres, |op| {
        tables(op);
        op.create_view(
            "v",
            migrate_core::op::per_dialect()
                .postgres("SELECT x FROM t WHERE \"kind\" <> 'a'")
                .mysql("SELECT x FROM t WHERE kind <> \"kind\""),
        );
        op.alter_column("t", "kind").rename_to("order");
    });
    let query = &schema.views[&"v".into()].query;
    let texts: Vec<_> = query.texts().collect();
    assert_eq!(
        texts,
        ["SELECT x FROM t WHERE \"order\" <> 'a'", "SELECT x FROM t WHERE `order` <> \"kind\""]
    );
}

/// PostgreSQL has the rows of a table by its name, and a result that is named after it keeps that name.
#[test]
fn rows_by_the_name_of_a_table_follow_it() {
    let renamed = |query: &str| {
        let schema = schema(Postgres, |op| {
            tables(op);
            op.create_view("v", query);
            op.rename_table("t", "s");
        });
        assert!(schema.stale.is_empty(), "{query}");
        schema.views[&"v".into()].query.clone()
    };
    for (query, after) in [
        ("SELECT row_to_json(t) FROM t", "SELECT row_to_json(s) FROM s"),
        ("SELECT t FROM t", "SELECT s AS t FROM s"),
        (
            "SELECT count(t), t.id FROM t GROUP BY t.id",
            "SELECT count(s), s.id FROM s GROUP BY s.id",
        ),
        ("SELECT (t).id FROM t WHERE t IS NOT NULL", "SELECT (s).id FROM s WHERE s IS NOT NULL"),
        ("SELECT t::text FROM t", "SELECT s::text AS t FROM s"),
        // A column of the new name comes before the rows.
        (
            "SELECT row_to_json(t), total AS s FROM t JOIN (SELECT 1 AS s) o ON true",
            "SELECT row_to_json(t), total AS s FROM s AS t JOIN (SELECT 1 AS s) o ON true",
        ),
        ("SELECT row_to_json(r) FROM t AS r", "SELECT row_to_json(r) FROM s AS r"),
        ("SELECT t.* FROM t", "SELECT s.* FROM s"),
        (
            "SELECT u.id AS t FROM u JOIN t ON t.id = u.id",
            "SELECT u.id AS t FROM u JOIN s ON s.id = u.id",
        ),
    ] {
        assert_eq!(renamed(query), SqlText::from(after), "{query}");
    }
}

/// So does the row in a table's own expressions.
#[test]
fn a_row_in_an_expression_follows_its_table() {
    for (sql, after) in [
        ("num_nulls(t) = 0 AND t IS NOT NULL", "num_nulls(s) = 0 AND s IS NOT NULL"),
        ("t.total > 0 AND kind <> 't'", "s.total > 0 AND kind <> 't'"),
    ] {
        let schema = schema(Postgres, |op| {
            tables(op);
            op.create_check_constraint("ck", "t", sql);
            op.rename_table("t", "s");
        });
        let rule = schema.tables[&"s".into()].constraint("ck").expect("the check");
        let ConstraintBody::Check { expression, .. } = &rule.body else { panic!("{rule:?}") };
        assert_eq!(expression.to_string(), after, "{sql}");
    }
}

/// What PostgreSQL has read of a function follows a rename, and its text here does not.
#[test]
fn a_function_that_follows_a_rename_has_no_known_text() {
    let marked = |arguments: &str, definition: &str| {
        let schema = schema(Postgres, |op| {
            tables(op);
            op.create_function("f", arguments, definition);
            op.rename_table("t", "s");
        });
        let function = ObjectRef::Function { name: "f".into(), arguments: arguments.to_owned() };
        schema.stale.contains(&function)
    };
    let body = "LANGUAGE sql AS 'SELECT 1'";
    assert!(marked("", "RETURNS integer BEGIN ATOMIC SELECT count(*) FROM t; END"));
    assert!(marked("r t", &format!("RETURNS integer {body}")));
    assert!(marked("t", &format!("RETURNS integer {body}")));
    assert!(marked("", &format!("RETURNS SETOF t {body}")));
    assert!(!marked("t integer", &format!("RETURNS integer {body}")));
    assert!(!marked("", &format!("RETURNS integer {body}")));
    assert!(!marked("", "RETURNS integer BEGIN ATOMIC SELECT count(*) FROM u; END"));
}

/// A table that is called as a type is not that type.
#[test]
fn a_table_called_as_a_type_is_not_in_a_signature() {
    let schema = schema(Postgres, |op| {
        op.create_table(table("date").column("id", integer()));
        op.create_function("f", "d date", "RETURNS date LANGUAGE sql AS 'SELECT d'");
        op.rename_table("date", "dates");
    });
    assert!(schema.stale.is_empty());
}

/// The `*` of a body that PostgreSQL reads beforehand stands for the columns of that time.
#[test]
fn a_function_keeps_the_columns_of_its_creation() {
    let grown = |definition: &str| {
        let schema = schema(Postgres, |op| {
            tables(op);
            op.create_function("f", "", definition);
            op.add_column("t", "more", integer());
        });
        !schema.outgrown.is_empty()
    };
    assert!(grown("RETURNS SETOF record BEGIN ATOMIC SELECT * FROM t; END"));
    assert!(grown("RETURNS SETOF record BEGIN ATOMIC SELECT t.* FROM t JOIN u ON true; END"));
    assert!(!grown("RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM t; END"));
    assert!(!grown("RETURNS SETOF record BEGIN ATOMIC SELECT * FROM u; END"));
    assert!(!grown("RETURNS SETOF record LANGUAGE sql AS 'SELECT * FROM t'"));
}
