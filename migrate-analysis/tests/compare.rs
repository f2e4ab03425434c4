//! Comparisons of schemas: what is equal, what differs, and what cannot be known.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod common;

use common::{DIALECTS, base, flips};
use migrate_analysis::compare::{Difference, Object, Verdict, compare, verdict};
use migrate_core::dialect::Dialect;
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Function, Generated, Index,
    IndexColumn, IndexTarget, Schema, Sequence, SequenceOptions, Table, Trigger, View,
};

const SQLITE: Dialect = DIALECTS[0];
const POSTGRES: Dialect = DIALECTS[1];
const MARIADB: Dialect = DIALECTS[2];

#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Equal,
    Different,
    Unknown,
}

use Answer::{Different, Equal, Unknown};

fn answer(differences: &[Difference]) -> Answer {
    match verdict(differences) {
        Verdict::Equal => Equal,
        Verdict::Different => Different,
        Verdict::Unknown(_) => Unknown,
    }
}

#[test]
fn a_schema_equals_itself() {
    for dialect in DIALECTS {
        assert_eq!(compare(dialect, &base(), &base()), []);
        assert_eq!(compare(dialect, &Schema::new(), &Schema::new()), []);
    }
}

/// The table of `attributes.rs` once more: what the forms keep is different, what the database has not
/// is equal, and what only the forms lose is unknown; whichever side it is on.
#[test]
fn an_attribute_that_is_changed_alone_is_found() {
    let mut wrong = Vec::new();
    for flip in flips() {
        for (dialect, kept) in DIALECTS.into_iter().zip(flip.kept) {
            let before = base();
            let mut after = before.clone();
            (flip.change)(&mut after);
            let expected = match kept {
                common::Verdict::Kept => Different,
                common::Verdict::Lost(_) => Equal,
                common::Verdict::Unsure(_) => Unknown,
            };
            let differences =
                [compare(dialect, &before, &after), compare(dialect, &after, &before)];
            for found in differences {
                if answer(&found) != expected {
                    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
                    wrong.push(format!("{dialect}: {}, {}: {found:?}", flip.attribute, flip.what));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_constraint_without_a_name_is_the_one_that_demands_the_same() {
    let schema = |name: Option<&str>, expression: &str| {
        let mut table = Table::new("t");
        table.columns.push(Column::new("c", ColumnType::Integer));
        let body = ConstraintBody::Check { expression: expression.into(), validated: true };
        table.constraints.push(Constraint { name: name.map(str::to_owned), body });
        let mut schema = Schema::new();
        schema.tables.insert("t".into(), table);
        schema
    };
    let (unnamed, named) = (schema(None, "c>0"), schema(Some("ck"), "(c > 0)"));
    assert_eq!(compare(SQLITE, &unnamed, &named), []);
    assert_eq!(compare(SQLITE, &named, &unnamed), []);
    assert_eq!(answer(&compare(SQLITE, &named, &schema(None, "c > 1"))), Different);
    // Two names are two names.
    assert_eq!(answer(&compare(SQLITE, &named, &schema(Some("other"), "c > 0"))), Different);
}

/// Two schemas with one object each, which was given two texts.
fn texts(make: impl Fn(&mut Schema, &str), one: &str, other: &str) -> (Schema, Schema) {
    let [mut first, mut second] = [base(), base()];
    make(&mut first, one);
    make(&mut second, other);
    (first, second)
}

fn check(dialect: Dialect, make: impl Fn(&mut Schema, &str), cases: &[(&str, &str, Answer)]) {
    for (one, other, expected) in cases {
        let (first, second) = texts(&make, one, other);
        for found in [compare(dialect, &first, &second), compare(dialect, &second, &first)] {
            assert_eq!(answer(&found), *expected, "{dialect}: {one} and {other}: {found:?}");
            assert!(found.len() < 2, "{found:?}");
        }
    }
}

fn view(schema: &mut Schema, query: &str) {
    schema.views.insert("v".into(), View { name: "v".into(), query: query.into() });
}

#[test]
fn queries_are_equal_only_where_nothing_of_them_is_lost() {
    const KIND: &str = "SELECT name FROM t WHERE a = 1";
    check(
        POSTGRES,
        view,
        &[
            (KIND, KIND, Equal),
            (KIND, "select name\n  from t -- all\n where a = 1;", Equal),
            // What the server makes of it, which needs the server to be known.
            (KIND, " SELECT t.name\n   FROM t\n  WHERE (t.a = 1);", Unknown),
            (KIND, "SELECT name FROM t WHERE a = 1 OR b > 3", Unknown),
            ("SELECT count(*) AS n FROM t", "SELECT max(id) AS n FROM t", Unknown),
            ("SELECT id FROM t", "SELECT id FROM t LIMIT 1", Unknown),
            ("SELECT id FROM t", "SELECT id FROM t ORDER BY id", Unknown),
            ("SELECT id FROM t", "SELECT DISTINCT id FROM t", Different),
            ("SELECT id FROM t", "SELECT id FROM users", Different),
            ("SELECT id FROM t", "SELECT id FROM t WHERE a = 1", Different),
        ],
    );
    check(
        MARIADB,
        view,
        &[
            (KIND, "select `t`.`name` AS `name` from `t` where `t`.`a` = 1", Equal),
            (KIND, "SELECT name FROM t WHERE a = 2", Different),
            ("SELECT id FROM t", "SELECT id FROM t LIMIT 1", Different),
            (
                "SELECT id FROM t WHERE name > '2024-01-01'",
                "SELECT id FROM t WHERE name > '2024-01-01 00:00:00'",
                Unknown,
            ),
            ("SELECT _latin1'x' AS x FROM t", "SELECT 'x' AS x FROM t", Unknown),
            // What the server makes of the first is the second.
            (
                "SELECT a % 2 AS odd, count(*) AS n FROM t GROUP BY odd",
                "select `t`.`a` % 2 AS `odd`,count(0) AS `n` from `t` group by `t`.`a` % 2",
                Unknown,
            ),
            (
                "SELECT t.a FROM t JOIN users USING (id)",
                "select `t`.`a` AS `a` from (`t` join `users` on(`t`.`id` = `users`.`id`))",
                Unknown,
            ),
            ("SELECT a AS a FROM t ORDER BY t.a", "SELECT a AS a FROM t WHERE a = 1", Different),
            (
                "SELECT t.a FROM t RIGHT JOIN users u ON t.id = u.id",
                "select `t`.`a` AS `a` from (`users` `u` left join `t` on(`t`.`id` = `u`.`id`))",
                Unknown,
            ),
            ("SELECT * FROM v", "select `v`.`a` AS `a` from `v`", Unknown),
            ("SELECT a * 2 AS b FROM t", "select `t`.`a` * 3 AS `b` from `t`", Different),
            (
                "SELECT RIGHT(name, 2) AS b FROM t",
                "select right(`t`.`name`, 3) AS `b` from `t`",
                Different,
            ),
        ],
    );
    check(
        SQLITE,
        view,
        &[(KIND, "select name from t where a=1", Equal), (KIND, "SELECT name FROM t", Different)],
    );
}

fn named<'s>(schema: &'s mut Schema, table: &str) -> &'s mut Table {
    schema.tables.get_mut(&table.into()).expect("a table of the base")
}

fn constraint(schema: &mut Schema, expression: &str) {
    let body = ConstraintBody::Check { expression: expression.into(), validated: true };
    named(schema, "t").constraints.push(Constraint::named("more", body));
}

fn filter(schema: &mut Schema, expression: &str) {
    let filter = Some(expression.into());
    let columns = vec!["a".into()];
    let index = Index { name: "more".to_owned(), columns, filter, ..Index::default() };
    named(schema, "t").indexes.push(index);
}

fn generated(schema: &mut Schema, expression: &str) {
    let generated = Some(Generated { expression: expression.into(), stored: true });
    let column = Column { generated, ..Column::new("more", ColumnType::Boolean) };
    named(schema, "t").columns.push(column);
}

fn default(schema: &mut Schema, expression: &str) {
    let default = Some(ColumnDefault::Sql(expression.into()));
    let column = Column { default, ..Column::new("more", ColumnType::Boolean) };
    named(schema, "t").columns.push(column);
}

fn part(schema: &mut Schema, expression: &str) {
    let part = IndexColumn::new(IndexTarget::Expression(expression.into()));
    let index = Index { name: "more".to_owned(), columns: vec![part], ..Index::default() };
    named(schema, "t").indexes.push(index);
}

fn trigger(schema: &mut Schema, condition: &str) {
    let trigger = Trigger {
        name: "more".to_owned(),
        table: "t".into(),
        event: "AFTER UPDATE".into(),
        body: format!("FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION f()").into(),
    };
    schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
}

/// Wherever an expression is kept, it is compared by the types of its columns.
#[test]
fn expressions_are_equal_only_where_nothing_of_them_is_lost() {
    let cases = [
        ("a > 1", "(a > 1)", Equal),
        ("name <> 'x'", "((name)::text <> 'x'::text)", Equal),
        ("a > 1", "a > 2", Different),
        ("name <> '2024-01-01'", "name <> '2024-01-01 00:00:00'", Different),
        ("at > '2024-01-01'", "(at > '2024-01-01 00:00:00'::timestamp without time zone)", Equal),
        ("lower(x) > '2024-01-01'", "lower(x) > '2024-01-01 00:00:00'", Unknown),
        ("a = '9'", "((a)::text = '9'::text)", Unknown),
    ];
    for make in [constraint, filter, generated, part, trigger] {
        check(POSTGRES, make, &cases);
    }
    // A default knows no columns.
    check(
        POSTGRES,
        default,
        &[
            ("f('x')", "f('x'::text)", Equal),
            ("f('2024-01-01')", "f('2024-01-01 00:00:00')", Unknown),
        ],
    );
    let cases = [
        ("a > 1", "`a` > 1", Equal),
        ("name <> '2024-01-01'", "`name` <> '2024-01-01 00:00:00'", Different),
        ("at > '2024-01-01'", "`at` > '2024-01-01 00:00:00'", Equal),
    ];
    for make in [constraint, generated, part] {
        check(MARIADB, make, &cases);
    }
}

fn function(schema: &mut Schema, definition: &str) {
    let (arguments, definition) = definition.split_once(" => ").expect("arguments");
    let function = Function {
        name: "more".into(),
        arguments: arguments.to_owned(),
        definition: definition.into(),
    };
    schema.functions.insert((function.name.clone(), function.arguments.clone()), function);
}

#[test]
fn functions_are_equal_only_where_nothing_of_them_is_lost() {
    check(
        POSTGRES,
        function,
        &[
            (
                "a int => RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "a integer => LANGUAGE sql RETURNS integer AS $$SELECT 1$$",
                Equal,
            ),
            ("a int => RETURNS int AS 'SELECT 1'", "a int => RETURNS int AS 'SELECT 2'", Different),
            ("a int => RETURNS int RETURN a + 1", "a int => RETURNS int RETURN a + 1", Equal),
            ("a int => RETURNS int RETURN a + 1", "a int => RETURNS int RETURN a + 2", Unknown),
            ("a int => RETURNS int RETURN a + 1", "a int => RETURNS int RETURN (a + 1)", Unknown),
            (
                "a text DEFAULT 'x' => RETURNS int AS 'SELECT 1'",
                "a text DEFAULT 'x'::text => RETURNS int AS 'SELECT 1'",
                Equal,
            ),
            (
                "a text DEFAULT '2024-01-01' => RETURNS int AS 'SELECT 1'",
                "a text DEFAULT '2024-01-01 00:00:00' => RETURNS int AS 'SELECT 1'",
                Unknown,
            ),
        ],
    );
    check(
        MARIADB,
        function,
        &[
            ("a int => RETURNS int RETURN 1", "`a` int(11) => RETURNS int(11) RETURN 1", Equal),
            ("a int => RETURNS int RETURN 1", "a int => RETURNS int RETURN 2", Different),
            (
                "a varchar(9) => RETURNS char(2) RETURN 'x'",
                "a varchar(9) => RETURNS char(2) CHARSET utf8mb4 RETURN 'x'",
                Equal,
            ),
            (
                "a varchar(9) => RETURNS char(2) RETURN 'x'",
                "a varchar(9) CHARACTER SET latin1 => RETURNS char(2) RETURN 'x'",
                Unknown,
            ),
        ],
    );
}

#[test]
fn a_sequence_that_may_have_been_changed_is_unknown_on_postgres() {
    let sequence = |start: Option<i64>, minimum: i64| {
        let options =
            SequenceOptions { start, minimum: Some(minimum), ..SequenceOptions::default() };
        let mut schema = Schema::new();
        schema.sequences.insert("s".into(), Sequence { name: "s".into(), options, owner: None });
        schema
    };
    let compared = |one: &Schema, other: &Schema| answer(&compare(POSTGRES, one, other));
    assert_eq!(compared(&sequence(None, 10), &sequence(Some(10), 10)), Equal);
    assert_eq!(compared(&sequence(Some(1), 10), &sequence(None, 10)), Unknown);
    assert_eq!(compared(&sequence(Some(12), 10), &sequence(None, 10)), Different);
}

#[test]
fn partitions_that_the_server_bounds_are_unknown_on_mariadb() {
    let parted = |schema: &mut Schema, by: &str| {
        named(schema, "parted").options.partition_by = Some(by.into());
    };
    check(
        MARIADB,
        parted,
        &[
            (
                "RANGE (id) (PARTITION a VALUES LESS THAN (9), PARTITION b VALUES LESS THAN MAXVALUE)",
                "RANGE (`id`) (PARTITION `a` VALUES LESS THAN (9), PARTITION `b` VALUES LESS THAN (MAXVALUE))",
                Equal,
            ),
            (
                "RANGE (id) (PARTITION a VALUES LESS THAN (9))",
                "RANGE (id) (PARTITION a VALUES LESS THAN (8))",
                Unknown,
            ),
            ("HASH (id) PARTITIONS 2", "HASH (id) PARTITIONS 3", Different),
        ],
    );
}

/// Each difference names its object.
#[test]
fn differences_name_their_objects() {
    let mut other = base();
    let table = named(&mut other, "t");
    table.columns[1].nullable = false;
    table.indexes.clear();
    other.views.clear();
    other.namespaces.insert("more".to_owned());
    let found = compare(POSTGRES, &base(), &other);
    let objects: Vec<_> = found.iter().map(|difference| difference.object.clone()).collect();
    let expected = [
        Object::Column("t".into(), "name".to_owned()),
        Object::Index("t".into(), "ix".to_owned()),
        Object::View("v".into()),
        Object::Namespace("more".to_owned()),
    ];
    assert_eq!(objects, expected);
    assert_eq!(found[0].to_string(), "column t.name differs");
}
