//! Queries to the binary, and their rows, on each database.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use serde_json::{Value, json};

fn catalogue(url: &str, queries: &str) -> Output {
    run(&["catalogue", "--format-version", "1", "--database-url", url], queries)
}

fn run(arguments: &[&str], queries: &str) -> Output {
    let mut binary = Command::new(env!("CARGO_BIN_EXE_portable-migrations"))
        .args(arguments)
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    binary.stdin.take().unwrap().write_all(queries.as_bytes()).unwrap();
    binary.wait_with_output().unwrap()
}

/// The results, after the dialect was looked at.
fn results(url: &str, queries: &str, dialect: &str) -> Value {
    let output = catalogue(url, queries);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let known = document["dialect"].as_str().unwrap();
    assert!(known.starts_with(dialect), "{known}");
    assert!(document["server_version"].as_str().is_some_and(|version| !version.is_empty()));
    document["results"].take()
}

fn refusal(url: &str, queries: &str) -> (Option<i32>, String) {
    let output = catalogue(url, queries);
    // A document may begin before an error is found, and never ends then.
    assert!(serde_json::from_slice::<Value>(&output.stdout).is_err());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

const ONE_ROW: &str = "SELECT 'it''s' AS \"a text\", NULL AS empty\0SELECT 1 AS one WHERE 1 = 2\0";

#[test]
fn on_sqlite() {
    let url = "sqlite://:memory:";
    let more = "SELECT 1.5 AS x, X'41' AS y";
    assert_eq!(
        results(url, &format!("{ONE_ROW}{more}"), "sqlite:3."),
        json!([
            {"columns": ["a text", "empty"], "rows": [["it's", null]]},
            {"columns": [], "rows": []},
            {"columns": ["x", "y"], "rows": [["1.5", "A"]]},
        ])
    );
    assert_eq!(results(url, "", "sqlite:3."), json!([]));
    let (code, error) = refusal(url, "PRAGMA user_version = 7\0");
    assert_eq!(code, Some(1), "{error}");
    let (code, error) = refusal(url, "COMMIT\0SELECT 1\0");
    assert_eq!(code, Some(2));
    assert!(
        error.contains("`catalogue` only runs queries, and one begins with `COMMIT`"),
        "{error}"
    );
}

#[test]
fn on_postgres() {
    let server = test_servers::postgres();
    let more = "SELECT true AS b, -7::smallint AS s, 70000 AS i, -5000000000 AS l, oid AS o, \
                relname AS n, '{\"a\":1}'::json AS j FROM pg_class WHERE relname = 'pg_class'";
    assert_eq!(
        results(server.url(), &format!("{ONE_ROW}{more}"), "postgres:"),
        json!([
            {"columns": ["a text", "empty"], "rows": [["it's", null]]},
            {"columns": [], "rows": []},
            {
                "columns": ["b", "s", "i", "l", "o", "n", "j"],
                "rows": [["t", "-7", "70000", "-5000000000", "1259", "pg_class", "{\"a\":1}"]],
            },
        ])
    );
    let write = "WITH made AS (INSERT INTO pg_description VALUES (0, 0, 0, '') RETURNING 1 AS one) \
                 SELECT one FROM made";
    let (code, error) = refusal(server.url(), write);
    assert_eq!(code, Some(1));
    assert!(error.contains("read-only transaction"), "{error}");
    let (code, error) = refusal(server.url(), "SELECT now()");
    assert_eq!(code, Some(1));
    assert!(error.contains("cast it with `::text`"), "{error}");
}

#[test]
fn on_mysql() {
    let server = test_servers::mysql();
    let url = server.url_of("information_schema");
    let one_row = ONE_ROW.replace('"', "`").replace(" WHERE", " FROM DUAL WHERE");
    let more = "SELECT CAST(1.50 AS DECIMAL(5, 2)) AS d, -5000000000 AS l, \
                CAST(18446744073709551615 AS UNSIGNED) AS u\0SHOW VARIABLES LIKE 'license'";
    assert_eq!(
        results(&url, &format!("{one_row}{more}"), "mariadb:"),
        json!([
            {"columns": ["a text", "empty"], "rows": [["it's", null]]},
            {"columns": [], "rows": []},
            {"columns": ["d", "l", "u"], "rows": [["1.50", "-5000000000", "18446744073709551615"]]},
            {"columns": ["Variable_name", "Value"], "rows": [["license", "GPL"]]},
        ])
    );
    let (code, error) = refusal(&url, "SELECT now()");
    assert_eq!(code, Some(1));
    assert!(error.contains("CAST(.. AS CHAR)"), "{error}");
}

/// A table that another session changes is waited for, and not for ever.
#[test]
fn a_locked_table_is_named_with_its_session_on_postgres() {
    let server = test_servers::postgres();
    let url = server.url_of(&test_servers::unique_name("locked_catalogue"));
    let name = url.rsplit('/').next().unwrap().split('?').next().unwrap();
    let mut admin = PgConnection::establish(server.url()).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let mut other = PgConnection::establish(&url).unwrap();
    let made = "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; \
                SET application_name = 'the other program'";
    other.batch_execute(made).unwrap();
    other.batch_execute("BEGIN; ALTER TABLE t ADD COLUMN b int").unwrap();
    let begun = Instant::now();
    let query = "SELECT pg_get_viewdef(oid)::text AS text FROM pg_class WHERE relname = 'v'";
    let (code, error) = refusal(&url, query);
    assert_eq!(code, Some(8), "{error}");
    let waited = begun.elapsed().as_secs();
    assert!((10..30).contains(&waited), "{waited} s");
    assert!(error.contains("the catalogue was not read within 10 seconds: session "), "{error}");
    assert!(
        error.contains(
            " (the other program) has an ACCESS EXCLUSIVE lock on t and is idle in transaction"
        ),
        "{error}"
    );
    assert!(error.contains("hint: another program is changing tables"), "{error}");
    other.batch_execute("ROLLBACK").unwrap();
    let text = json!([{"columns": ["text"], "rows": [[" SELECT a\n   FROM t;"]]}]);
    let known = results(&url, query, "postgres:");
    assert!(known == text || known[0]["rows"][0][0] == " SELECT t.a\n   FROM t;", "{known}");
    drop(other);
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}

/// The answers to groups of statements of which nothing remains.
fn scratch(url: &str, groups: &str) -> Value {
    let arguments = ["catalogue", "--scratch", "--format-version", "1", "--database-url", url];
    let output = run(&arguments, groups);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap();
    document["results"].take()
}

#[test]
fn groups_of_statements_leave_nothing() {
    let refused = "`DROP TABLE users` may leave something behind in the database";

    let twice = "CREATE TEMP TABLE t AS SELECT 7 AS a\0SELECT a FROM t\0\0";
    let groups = format!("{twice}{twice}SELECT no\0\0DROP TABLE users\0\0");
    let none = json!({"columns": [], "rows": []});
    let seven = json!({"results": [none, {"columns": ["a"], "rows": [["7"]]}]});
    let answers = scratch("sqlite://:memory:", &groups);
    assert_eq!(answers, json!([seven, seven, {"error": "no such column: no"}, {"error": refused}]));

    let server = test_servers::postgres();
    let answers = scratch(server.url(), &groups);
    let unknown = json!({"error": "column \"no\" does not exist"});
    assert_eq!(answers, json!([seven, seven, unknown, {"error": refused}]));

    let server = test_servers::mysql();
    let url = server.url_of("information_schema");
    let groups = "CREATE TEMPORARY TABLE test.t (a int\0\0DROP TABLE users\0\0SHOW VARIABLES LIKE 'license'\0\0";
    let answers = scratch(&url, groups);
    assert!(answers[0]["error"].as_str().is_some_and(|error| error.contains("SQL syntax")));
    assert_eq!(answers[1], json!({"error": refused}));
    assert_eq!(answers[2]["results"][0]["rows"], json!([["license", "GPL"]]));
}

#[test]
fn a_scratch_database_ends_with_its_input() {
    let server = test_servers::postgres();
    let listed = |url: &str| {
        let names =
            "SELECT datname::text FROM pg_database WHERE datname LIKE 'migrate\\_verify\\_%'";
        results(url, names, "postgres:")[0]["rows"].clone()
    };
    let arguments = ["scratch-database", "--format-version", "1", "--database-url", server.url()];
    let input = "CREATE TABLE t (a int)\0CREATE TABLE t (a int)\0\0CREATE TABLE t (a int)\0";
    let output = run(&arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let name = |at: usize| lines[at]["database"].as_str().unwrap().to_owned();
    assert!(name(0).starts_with("migrate_verify_") && name(3) != name(0), "{lines:?}");
    assert_eq!(lines[1], json!({}));
    assert_eq!(lines[2], json!({"error": "relation \"t\" already exists"}));
    assert_eq!(lines[4], json!({}));
    let left = listed(server.url()).to_string();
    assert!(!left.contains(&name(0)) && !left.contains(&name(3)), "{left}");
}
