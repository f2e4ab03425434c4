//! A script of `--sql` that is run a second time stops before it does anything.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use test_servers::Kind;

use crate::database::{Database, said};

/// The script of a way, as the command line prints it.
fn script(database: &Database, way: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_test-doubling"));
    command.args(["upgrade", way, "--sql"]);
    command.env("DATABASE_URL", database.url()).env("CARGO_TERM_COLOR", "never");
    if let Some(Kind::Mysql) = database.kind() {
        command.args(["--dialect", "mariadb:10.6"]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a script in the database's own shell.
fn in_shell(database: &Database, script: &str) -> Output {
    let url = database.url();
    let mut command = match database.kind() {
        None => {
            let mut command = Command::new("sqlite3");
            command.args(["-batch", url.strip_prefix("sqlite://").unwrap()]);
            command
        }
        Some(Kind::Postgres) => {
            let mut command = Command::new("psql");
            command.args(["--no-psqlrc", "--quiet", &url]);
            command
        }
        Some(Kind::Mysql) => {
            let (user, place) = url.split_once("://").unwrap().1.split_once('@').unwrap();
            let (host, name) = place.split_once('/').unwrap();
            let (host, port) = host.split_once(':').unwrap();
            let (user, password) = user.split_once(':').unwrap_or((user, ""));
            let mut command = Command::new("mariadb");
            command.arg("--no-defaults").arg(format!("--user={user}"));
            command.arg(format!("--password={password}")).arg(format!("--host={host}"));
            command.arg(format!("--port={port}")).arg(name);
            command
        }
    };
    let mut shell = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A shell that has stopped reads no more.
    drop(shell.stdin.take().unwrap().write_all(script.as_bytes()));
    shell.wait_with_output().unwrap()
}

fn twice(make: fn() -> Database) {
    let database = make();
    for (way, balance) in
        [("base:a_account", "1"), ("a_account:b_double", "2"), ("b_double:c_alone", "4")]
    {
        let script = script(&database, way).replace("0.4", "0.01");
        let first = in_shell(&database, &script);
        assert!(first.status.success(), "{way}: {}", said(&first));
        assert_eq!(database.balance(), balance, "{way}");
        let again = in_shell(&database, &script);
        assert!(!again.status.success(), "{way}");
        let words = said(&again);
        assert!(words.contains("another program changed the version table"), "{way}: {words}");
        assert_eq!(database.balance(), balance, "{way}, run again");
    }
    // From the base the table must be as empty as it was, whatever is applied now.
    let again = in_shell(&database, &script(&database, "base:b_double"));
    assert!(!again.status.success());
    assert_eq!(database.balance(), "4");
    let rows = database.values("SELECT revision FROM migrate_log ORDER BY id");
    assert_eq!(rows, ["a_account", "b_double", "c_alone"]);
}

#[test]
fn a_script_run_twice_stops_on_sqlite() {
    twice(Database::sqlite);
}

#[test]
fn a_script_run_twice_stops_on_postgres() {
    twice(Database::postgres);
}

#[test]
fn a_script_run_twice_stops_on_mysql() {
    twice(Database::mysql);
}
