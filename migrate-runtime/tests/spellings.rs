//! Spellings of one thing and of two, told apart by live databases, of which nothing is changed.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use std::collections::BTreeMap;

use migrate_analysis::compare::{Verdict, compare};
use migrate_analysis::introspect::Rows;
use migrate_analysis::spelling::{Spellings, ask};
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::executor::{Driver, scratch};
use migrate_runtime::op::{Operation, Recorded, apply};
use migrate_runtime::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Function, Generated, Index,
    IndexColumn, IndexTarget, MaterializedView, Object, Origin, Schema, Table, View,
};

use Expected::{Different, Same, Unknown};
use support::{Database, NATIVE};

/// Where a text stands.
enum At {
    Check,
    /// The default of a column of this type.
    Default(ColumnType),
    /// What a column of this type is computed from.
    Generated(ColumnType),
    Index,
    Filter,
    View,
    MaterializedView,
    /// What follows the arguments of a function, which are `x integer`.
    Function,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Same,
    Different,
    Unknown,
}

type Case = (At, &'static str, &'static str, Expected);

/// What PostgreSQL says: what is declared, what the database was told, and whether both are one.
const POSTGRES: &[Case] = &[
    (At::Check, "a > 0", "(a) > 0", Same),
    (At::Check, "a > 0", "a > 1", Different),
    (At::Check, "a > 0", "a >= 0", Different),
    (At::Check, "a between 1 and 3", "a >= 1 AND a <= 3", Same),
    (At::Check, "a between 1 and 3", "a >= 1 AND a < 3", Different),
    (At::Check, "a not between 1 and 3", "NOT a BETWEEN 1 AND 3", Same),
    (At::Check, "name in ('x', 'y')", "name = ANY (ARRAY['x', 'y'])", Same),
    (At::Check, "name in ('x', 'y')", "name IN ('x', 'z')", Different),
    (At::Check, "name in ('x', 'y')", "name NOT IN ('x', 'y')", Different),
    (At::Check, "name like 'a%'", "name ~~ 'a%'", Same),
    (At::Check, "name like 'a%'", "name ILIKE 'a%'", Different),
    (At::Check, "body is distinct from name", "NOT body IS NOT DISTINCT FROM name", Same),
    (At::Check, "cast(a as bigint) > b", "a::bigint > b", Same),
    (At::Check, "cast(a as bigint) > b", "a::int8 > b::int8", Different),
    (At::Check, "cast(a as smallint) > b", "a::bigint > b", Different),
    (At::Check, "price > 1", "price > 1::numeric", Same),
    (At::Check, "price > 1", "price > 1.0", Different),
    (At::Check, "at > '2024-01-01'", "at > TIMESTAMP '2024-01-01 00:00:00'", Same),
    (At::Check, "at > '2024-01-01'", "at > '2024-01-01 00:00:01'", Different),
    (At::Check, "a / 2 > 1", "a::numeric / 2 > 1", Different),
    (At::Check, "extract(year from at) > 2000", "EXTRACT('year' FROM at) > 2000", Same),
    (At::Check, "extract(year from at) > 2000", "extract(month FROM at) > 2000", Different),
    (At::Check, "trim(name) <> ''", "btrim(name) <> ''", Same),
    (At::Check, "ok", "ok IS TRUE", Different),
    (At::Check, "ok = true", "ok = 't'", Same),
    (At::Check, "coalesce(a, 0) > 0", "COALESCE(a, 0) > '0'", Same),
    (
        At::Check,
        "case when a > 0 then b else 1 end > 0",
        "CASE WHEN a > 0 THEN b ELSE 2 END > 0",
        Different,
    ),
    (At::Check, "a > 0 -- positive", "a > 0", Same),
    (At::Check, "no_such_function(a)", "a > 0", Different),
    (At::Default(ColumnType::Varchar(20)), "'x'::text", "'x'::character varying", Same),
    (At::Default(ColumnType::Varchar(20)), "upper('x')", "upper('x'::text)", Same),
    (At::Default(ColumnType::Varchar(20)), "upper('x')", "upper('y')", Different),
    (At::Default(ColumnType::Integer), "1 + 2", "(1+2)", Same),
    (At::Default(ColumnType::Integer), "1 + 2", "1 + 3", Different),
    (
        At::Default(ColumnType::Timestamp),
        "now() + interval '1 day'",
        "now() + '1 day'::interval",
        Same,
    ),
    (
        At::Default(ColumnType::Timestamp),
        "now() + interval '1 day'",
        "now() + interval '24 hours'",
        Different,
    ),
    (
        At::Default(ColumnType::Timestamp),
        "date_trunc('day', now())",
        "date_trunc('day', CURRENT_TIMESTAMP)",
        Same,
    ),
    (At::Generated(ColumnType::Text), "lower(name)", "LOWER(name::text)", Same),
    (At::Generated(ColumnType::Text), "lower(name)", "upper(name)", Different),
    (At::Generated(ColumnType::Integer), "a * (b + 1)", "(a) * (b+1)", Same),
    (At::Generated(ColumnType::Integer), "a * (b + 1)", "a * b + 1", Different),
    (At::Index, "lower(name)", "lower(name::text)", Same),
    (At::Index, "lower(name)", "lower(body)", Different),
    (At::Index, "coalesce(name, 'x')", "coalesce(name, 'x'::varchar)", Same),
    (At::Index, "coalesce(name, 'x')", "coalesce(name, 'y')", Different),
    (At::Filter, "a > 0 and name <> 'x'", "(a > 0) AND (name != 'x')", Same),
    (At::Filter, "a > 0 and name <> 'x'", "a > 0 OR name <> 'x'", Different),
    (At::Filter, "at > '2024-01-01'", "at > timestamp '2024-01-01'", Same),
    (At::View, "SELECT a FROM t", "select t.a from t", Same),
    (At::View, "SELECT a FROM t", "SELECT b AS a FROM t", Different),
    (At::View, "SELECT a FROM t WHERE a > 0", "SELECT a FROM t WHERE a > 1", Different),
    (
        At::View,
        "SELECT a FROM t WHERE a in (1, 2)",
        "SELECT a FROM t WHERE a = ANY (ARRAY[1, 2])",
        Same,
    ),
    (At::View, "SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY 1", Same),
    (At::View, "SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a DESC", Different),
    (At::View, "SELECT a FROM t ORDER BY a", "SELECT a FROM t", Different),
    (At::View, "SELECT DISTINCT a FROM t", "SELECT a FROM t", Different),
    (At::View, "SELECT a FROM t LIMIT 1", "SELECT a FROM t LIMIT 2", Different),
    (
        At::View,
        "SELECT x.a FROM t x JOIN t y ON x.a = y.b",
        "SELECT x.a FROM t AS x INNER JOIN t AS y ON (x.a = y.b)",
        Same,
    ),
    (
        At::View,
        "SELECT x.a FROM t x JOIN t y ON x.a = y.b",
        "SELECT x.a FROM t x LEFT JOIN t y ON x.a = y.b",
        Different,
    ),
    (
        At::View,
        "SELECT x.a FROM t x JOIN t y ON x.a = y.b",
        "SELECT x.a FROM t x JOIN t y ON x.a = y.a",
        Different,
    ),
    (
        At::View,
        "SELECT count(*) AS n FROM t GROUP BY a HAVING count(*) > 1",
        "SELECT count(*) AS n FROM t GROUP BY a HAVING count(*) > 2",
        Different,
    ),
    (
        At::View,
        "WITH x AS (SELECT a FROM t) SELECT a FROM x",
        "WITH x AS (SELECT t.a FROM t) SELECT x.a FROM x",
        Same,
    ),
    (
        At::View,
        "SELECT a FROM t UNION SELECT b FROM t",
        "SELECT a FROM t UNION ALL SELECT b FROM t",
        Different,
    ),
    (
        At::View,
        "SELECT rank() OVER (ORDER BY a) AS r FROM t",
        "SELECT rank() OVER (ORDER BY b) AS r FROM t",
        Different,
    ),
    (At::View, "TABLE t", "SELECT * FROM t", Same),
    (At::MaterializedView, "SELECT a, b FROM t", "SELECT t.a, t.b FROM t", Same),
    (At::MaterializedView, "SELECT a, b FROM t", "SELECT b AS a, a AS b FROM t", Different),
];

/// The same of functions with a body in SQL, which PostgreSQL has from version 14 on.
#[cfg(feature = "postgres")]
const POSTGRES_BODIES: &[Case] = &[
    (At::Function, "RETURNS integer RETURN x * 2", "RETURNS int LANGUAGE sql RETURN (x*2)", Same),
    (
        At::Function,
        "RETURNS integer RETURN x * 2",
        "RETURNS int LANGUAGE sql RETURN x * 3",
        Different,
    ),
    (At::Function, "RETURNS integer RETURN x", "RETURNS integer STRICT RETURN x", Different),
    (At::Function, "RETURNS integer RETURN x", "RETURNS integer STRICT RETURN x + 1", Different),
    (
        At::Function,
        "RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT x IN (1, 2); END",
        "RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT x = ANY (ARRAY[1, 2]); END",
        Same,
    ),
    (
        At::Function,
        "RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT x IN (1, 2); END",
        "RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT x IN (1, 3); END",
        Different,
    ),
    // The server writes `c0.x` for the argument.
    (
        At::Function,
        "RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT id FROM t WHERE t.a = x; END",
        "RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT t.id FROM t WHERE a = x; END",
        Same,
    ),
    (
        At::Function,
        "RETURNS integer LANGUAGE sql AS 'SELECT x'",
        "RETURNS integer LANGUAGE sql AS 'SELECT x + 0'",
        Different,
    ),
    (
        At::Function,
        "RETURNS integer RETURN no_such_function(x)",
        "RETURNS integer RETURN x",
        Unknown,
    ),
];

const MYSQL: &[Case] = &[
    (At::Check, "a > 0", "(a) > 0", Same),
    (At::Check, "a > 0", "a > 1", Different),
    (At::Check, "a between 1 and 3", "a BETWEEN 1 AND 3", Same),
    (At::Check, "a between 1 and 3", "a BETWEEN 1 AND 4", Different),
    (At::Check, "a <> 0", "a != 0", Same),
    (At::Check, "not (a > 0)", "a <= 0", Same),
    (At::Check, "not (a > 0)", "a < 0", Different),
    (At::Check, "name in ('x', 'y')", "name IN ('x','y')", Same),
    (At::Check, "name in ('x', 'y')", "name IN ('x','z')", Different),
    (At::Check, "trim(name) <> ''", "trim(both ' ' from name) <> ''", Different),
    (At::Check, "trim(name) <> ''", "trim(leading from name) <> ''", Different),
    (At::Check, "char_length(name) > 1", "character_length(name) > 1", Same),
    (At::Check, "char_length(name) > 1", "octet_length(name) > 1", Different),
    (At::Check, "cast(a as decimal) > 1", "CAST(a AS decimal(10,0)) > 1", Same),
    (At::Check, "cast(a as decimal) > 1", "CAST(a AS decimal(10,1)) > 1", Different),
    (At::Check, "a && b", "a AND b", Same),
    (At::Check, "a && b", "a OR b", Different),
    (At::Check, "json_extract(body, '$.a') = 1", "json_extract(body, '$.b') = 1", Different),
    (At::Check, "at > date '2024-01-01'", "at > DATE'2024-01-01'", Same),
    (At::Check, "at > date '2024-01-01'", "at > '2024-01-01'", Different),
    (At::Check, "name regexp '^a'", "name RLIKE '^a'", Same),
    (At::Check, "no_such_function(a)", "a > 0", Different),
    (At::Default(ColumnType::Varchar(20)), "upper('x')", "UCASE('x')", Same),
    (At::Default(ColumnType::Varchar(20)), "upper('x')", "upper('y')", Different),
    (At::Default(ColumnType::Integer), "1 + 2", "(1+2)", Same),
    (At::Default(ColumnType::Integer), "1 + 2", "1 + 3", Different),
    (At::Generated(ColumnType::Varchar(50)), "lower(name)", "LCASE(name)", Same),
    (At::Generated(ColumnType::Varchar(50)), "lower(name)", "upper(name)", Different),
    (At::Generated(ColumnType::Integer), "a * (b + 1)", "(a) * (b+1)", Same),
    (At::Generated(ColumnType::Integer), "a * (b + 1)", "a * b + 1", Different),
    (
        At::Generated(ColumnType::Varchar(9)),
        "substring(name, 1, 2)",
        "substr(name from 1 for 2)",
        Same,
    ),
    (At::View, "SELECT a FROM t WHERE a > 0", "SELECT a FROM t WHERE a > 1", Different),
];

const SQLITE: &[Case] = &[
    (At::Check, "a > 0", "(a) > 0", Same),
    (At::Check, "a > 0", "a > 1", Different),
    (At::Check, "a = 1", "a == 1", Same),
    (At::Check, "a = 1", "a <> 1", Different),
    (At::Check, "a not null", "a IS NOT NULL", Same),
    (At::Check, "a notnull", "a IS NULL", Different),
    (At::Check, "name like 'a%'", "(like('a%', name))", Same),
    (At::Check, "name like 'a%'", "(like('b%', name))", Different),
    (At::Check, "name glob 'a*'", "(glob('a*', name))", Same),
    (At::Check, "iif(a > 0, b, 1) > 0", "CASE WHEN a > 0 THEN b ELSE 1 END > 0", Same),
    (At::Check, "iif(a > 0, b, 1) > 0", "CASE WHEN a > 0 THEN b ELSE 2 END > 0", Different),
    (At::Check, "body <> x'00aa'", "body <> X'00ab'", Different),
    (At::Check, "price < 0.1", "price < 0.10000000000000002", Different),
    (At::Check, "name = 'x' collate nocase", "name = 'x'", Different),
    (At::Check, "cast(a as text) = '1'", "CAST(a AS varchar) = '1'", Same),
    (At::Check, "cast(a as text) = '1'", "CAST(a AS integer) = '1'", Different),
    (At::Check, "no_such_function(a)", "a > 0", Different),
    (At::Default(ColumnType::Integer), "1 + 2", "(1+2)", Same),
    (At::Default(ColumnType::Integer), "1 + 2", "1 + 3", Different),
    (At::Generated(ColumnType::Text), "lower(name)", "LOWER(name)", Same),
    (At::Generated(ColumnType::Text), "lower(name)", "upper(name)", Different),
    (At::Generated(ColumnType::Text), "name || 'x'", "name||'x'", Same),
    (At::Index, "lower(name)", "LOWER( name )", Same),
    (At::Index, "lower(name)", "lower(body)", Different),
    (At::Filter, "a is not 1", "NOT a IS 1", Different),
    (At::View, "SELECT a FROM t ORDER BY id", "SELECT a FROM t", Different),
];

/// The operations that make a table with each text at its place: the one that `choose` takes.
fn script(cases: &[Case], choose: fn(&Case) -> &'static str) -> Vec<Recorded> {
    let mut holder = Table::new("t");
    let types = [
        ("id", ColumnType::BigInt),
        ("a", ColumnType::Integer),
        ("b", ColumnType::Integer),
        ("name", ColumnType::Varchar(50)),
        ("body", ColumnType::Text),
        ("at", ColumnType::Timestamp),
        ("price", ColumnType::Numeric { precision: 10, scale: 2 }),
        ("ok", ColumnType::Boolean),
    ];
    holder.columns = types.into_iter().map(|(name, kind)| Column::new(name, kind)).collect();
    let mut operations = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let (name, text) = (format!("c{number}"), choose(case));
        match &case.0 {
            At::Check => {
                let body = ConstraintBody::Check { expression: text.into(), validated: true };
                holder.constraints.push(Constraint::named(name, body));
            }
            At::Default(kind) => {
                let mut column = Column::new(name, kind.clone());
                column.default = Some(ColumnDefault::Sql(text.into()));
                holder.columns.push(column);
            }
            At::Generated(kind) => {
                let mut column = Column::new(name, kind.clone());
                column.generated = Some(Generated { expression: text.into(), stored: true });
                holder.columns.push(column);
            }
            At::Index => holder.indexes.push(Index {
                name,
                columns: vec![IndexColumn::new(IndexTarget::Expression(text.into()))],
                ..Index::default()
            }),
            At::Filter => holder.indexes.push(Index {
                name,
                columns: vec!["id".into()],
                filter: Some(text.into()),
                ..Index::default()
            }),
            At::View => {
                let view = View { name: name.into(), query: text.into() };
                operations.push(Operation::CreateObject(Object::View(view)));
            }
            At::Function => {
                let (name, arguments) = (name.into(), "x integer".to_owned());
                let function = Function { name, arguments, definition: text.into() };
                operations.push(Operation::CreateObject(Object::Function(function)));
            }
            At::MaterializedView => {
                let (name, query) = (name.into(), text.into());
                let view = MaterializedView { name, query, with_data: true, indexes: Vec::new() };
                operations.push(Operation::CreateObject(Object::MaterializedView(view)));
            }
        }
    }
    let indexes = std::mem::take(&mut holder.indexes);
    let table = holder.name.clone();
    let create = Operation::CreateTable { table: holder, if_not_exists: false };
    let indexes = indexes.into_iter().map(|index| Operation::CreateIndex {
        table: table.clone(),
        index,
        concurrently: false,
    });
    let origin = Origin::caller();
    let all = std::iter::once(create).chain(indexes).chain(operations);
    all.map(|operation| Recorded { operation, origin }).collect()
}

/// What is said of each case, where it is not what is expected; and what is in the database before and after.
fn check<C: Driver>(dialect: Dialect, mut database: Database<C>, cases: &[Case]) {
    let mut made = Schema::new();
    let made_by = script(cases, |case| case.2);
    let ran = database.run(dialect, &made_by, true, &mut made);
    ran.map_err(|failure| failure.story()).expect("a script that runs");
    // Its name is of no case.
    let row = "INSERT INTO kept VALUES (1), (2)";
    for statement in ["CREATE TABLE kept (id INTEGER)", row] {
        database.connection.execute(statement).expect("a row");
    }
    let mut declared = Schema::new();
    for recorded in script(cases, |case| case.1) {
        apply(&recorded.operation, recorded.origin, &mut declared).expect("a script that fits");
    }
    let live = database.live(&declared);
    let before = contents(&mut database.connection);
    let found = verdicts(dialect, &live, &declared, &mut database.connection);
    assert_eq!(contents(&mut database.connection), before);
    let mut wrong = Vec::new();
    for (number, (_, one, other, expected)) in cases.iter().enumerate() {
        let (said, why) = match found.get(&format!("c{number}")) {
            None | Some(Verdict::Equal) => (Same, String::new()),
            Some(Verdict::Different) => (Different, String::new()),
            Some(Verdict::Unknown(why)) => (Unknown, why.clone()),
        };
        if said != *expected {
            wrong.push(format!("{one} / {other}: {said:?} {why}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// What is said of each object after the server was asked, by its name.
fn verdicts(
    dialect: Dialect,
    live: &Schema,
    declared: &Schema,
    connection: &mut dyn Driver,
) -> BTreeMap<String, Verdict> {
    let spellings = asked(dialect, live, declared, connection);
    let left = compare(dialect, &spellings.reworded(declared, live), live).into_iter();
    left.map(|difference| {
        let difference = spellings.judged(difference);
        let words = difference.object.to_string();
        let name = words.split(' ').nth(if words.starts_with("materialized") { 2 } else { 1 });
        let name = name.unwrap_or_default().trim_start_matches("t.");
        let name = name.split('(').next().unwrap_or_default();
        (name.to_owned(), difference.verdict)
    })
    .collect()
}

fn asked(
    dialect: Dialect,
    live: &Schema,
    declared: &Schema,
    connection: &mut dyn Driver,
) -> Spellings {
    let mut run = |statements: &[String]| -> Result<Vec<Rows>, String> {
        let ran = scratch(connection, statements).expect("a transaction");
        let rows = ran.map_err(|error| error.to_string())?;
        Ok(rows.into_iter().map(|named| named.rows).collect())
    };
    ask(dialect, live, (declared, live), &mut run)
}

/// All that is in the database, in the words of its catalogue, and its rows.
fn contents(connection: &mut dyn Driver) -> Vec<Rows> {
    let queries: &[&str] = match connection.family() {
        Family::Sqlite => &[
            "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
            "SELECT type, name, sql FROM sqlite_temp_schema",
            "PRAGMA schema_version",
            "SELECT id FROM kept ORDER BY id",
        ],
        Family::Postgres => &[
            "SELECT oid::text, relname::text, xmin::text FROM pg_class ORDER BY 1",
            "SELECT oid::text, conname::text FROM pg_constraint ORDER BY 1",
            "SELECT oid::text, adrelid::text FROM pg_attrdef ORDER BY 1",
            "SELECT nspname::text FROM pg_namespace ORDER BY 1",
            "SELECT oid::text, proname::text FROM pg_proc ORDER BY 1",
            "SELECT id FROM kept ORDER BY id",
            "SELECT mode::text FROM pg_locks WHERE relation = 't'::regclass AND pid <> pg_backend_pid()",
        ],
        Family::Mysql => &[
            "SELECT table_name, table_type FROM information_schema.tables \
             WHERE table_schema = database() ORDER BY table_name",
            "SHOW CREATE TABLE t",
            "SELECT id FROM kept ORDER BY id",
        ],
    };
    queries.iter().map(|query| connection.query(query).expect("a query")).collect()
}

#[test]
fn on_sqlite() {
    check(NATIVE, Database::new(), SQLITE);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres() {
    let mut scratch = support::servers::Scratch::<diesel::PgConnection>::new("spellings_postgres");
    let mut connection = scratch.connect(Vec::new());
    let dialect = connection.dialect().expect("a known version");
    check(dialect, Database::of(connection), POSTGRES);
}

#[cfg(feature = "postgres")]
#[test]
fn bodies_of_functions_on_postgres() {
    let mut scratch = support::servers::Scratch::<diesel::PgConnection>::new("bodies_postgres");
    let mut connection = scratch.connect(Vec::new());
    let dialect = connection.dialect().expect("a known version");
    if matches!(dialect, Dialect::Postgres(version) if version.0 >= 14) {
        check(dialect, Database::of(connection), POSTGRES_BODIES);
    }
}

#[cfg(feature = "mysql")]
#[test]
fn on_mysql() {
    let mut scratch = support::servers::Scratch::<diesel::MysqlConnection>::new("spellings_mysql");
    let mut connection = scratch.connect(Vec::new());
    let dialect = connection.dialect().expect("a known version");
    check(dialect, Database::of(connection), MYSQL);
}

/// A table, and a view of all of it, as declared and as they are after `by_hand`.
#[cfg(feature = "postgres")]
fn view_of_all(
    test: &str,
    by_hand: &[&str],
    meanwhile: impl FnOnce(&str) -> Option<diesel::PgConnection>,
) -> BTreeMap<String, Verdict> {
    let mut scratch = support::servers::Scratch::<diesel::PgConnection>::new(test);
    let mut connection = scratch.connect(Vec::new());
    let dialect = connection.dialect().expect("a known version");
    let mut database = Database::of(connection);
    let mut declared = Schema::new();
    let cases = [(At::View, "SELECT * FROM t WHERE a in (1, 2)", "", Same)];
    let operations = script(&cases, |case| case.1);
    let ran = database.run(dialect, &operations, true, &mut declared);
    ran.map_err(|failure| failure.story()).expect("a script that runs");
    for statement in by_hand {
        database.connection.execute(statement).expect("a change");
    }
    let live = database.live(&declared);
    let _other = meanwhile(&scratch.url());
    verdicts(dialect, &live, &declared, &mut database.connection)
}

#[cfg(feature = "postgres")]
#[test]
fn a_star_stands_for_the_columns_of_its_time() {
    let said = view_of_all("spellings_star", &[], |_| None);
    assert_eq!(said, BTreeMap::new());
    let added = ["ALTER TABLE t ADD COLUMN later integer"];
    let said = view_of_all("spellings_star", &added, |_| None);
    assert_eq!(said.get("later"), Some(&Verdict::Different));
    let Some(Verdict::Unknown(why)) = said.get("c0") else { unreachable!("{said:?}") };
    assert!(why.ends_with("its `*` stands for other columns there"), "{why}");
}

#[cfg(feature = "postgres")]
#[test]
fn nobody_is_waited_for() {
    use diesel::Connection as _;
    let lock = |url: &str| {
        let mut other = diesel::PgConnection::establish(url).expect("a connection");
        let sql = "BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE";
        other.execute(sql).expect("a lock");
        Some(other)
    };
    let begin = std::time::Instant::now();
    let said = view_of_all("spellings_lock", &[], lock);
    assert!(begin.elapsed() < std::time::Duration::from_secs(20));
    let Some(Verdict::Unknown(why)) = said.get("c0") else { unreachable!("{said:?}") };
    assert!(why.ends_with("canceling statement due to lock timeout"), "{why}");
}
