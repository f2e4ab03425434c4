//! Queries to the binary, and their rows, on each database.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn catalogue(url: &str, queries: &str) -> Output {
    let mut binary = Command::new(env!("CARGO_BIN_EXE_portable-migrations"))
        .args(["catalogue", "--format-version", "1", "--database-url", url])
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
