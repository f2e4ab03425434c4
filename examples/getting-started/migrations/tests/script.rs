//! `--sql` of the whole example, run through the `sqlite3` shell, makes the database that a real
//! run makes.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use support::normalized;

#[test]
fn script_makes_what_a_run_makes() {
    let directory = tempfile::tempdir().unwrap();
    let [run, scripted] = ["run.db", "scripted.db"].map(|name| directory.path().join(name));
    migrate(&run, &["upgrade"]);
    let script = migrate(&scripted, &["upgrade", "base:head", "--sql"]);
    assert!(!scripted.exists(), "`--sql` runs nothing");
    shell(&scripted, &script);

    assert_eq!(schema(&run), schema(&scripted));
    assert_eq!(rows(&run), rows(&scripted));
    assert_eq!(log(&run), log(&scripted));
}

#[test]
fn script_of_a_way_back_leads_back() {
    let directory = tempfile::tempdir().unwrap();
    let [run, scripted] = ["run.db", "scripted.db"].map(|name| directory.path().join(name));
    for database in [&run, &scripted] {
        migrate(database, &["upgrade", "d0489c6f2b7e"]);
    }
    migrate(&run, &["downgrade", "3a6d08c1f5e2"]);
    let script = migrate(&scripted, &["downgrade", "d0489c6f2b7e:3a6d08c1f5e2", "--sql"]);
    shell(&scripted, &script);

    assert_eq!(schema(&run), schema(&scripted));
    assert_eq!(rows(&run), rows(&scripted));
    assert_eq!(log(&run), log(&scripted));
}

/// Standard output of the migration binary.
fn migrate(database: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_getting-started-migrations"))
        .args(arguments)
        .arg("--database-url")
        .arg(database)
        .output()
        .unwrap();
    succeeded(output, &arguments.join(" "))
}

/// Standard output of the `sqlite3` shell.
fn shell(database: &Path, script: &str) -> String {
    let mut shell = Command::new("sqlite3")
        .arg("-batch")
        .arg(database)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("this test needs the `sqlite3` shell: install it, on Debian with `apt-get install sqlite3`");
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    succeeded(shell.wait_with_output().unwrap(), "sqlite3")
}

fn succeeded(output: Output, what: &str) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Every statement of the schema, the version and log tables among them.
fn schema(database: &Path) -> Vec<String> {
    let objects = "SELECT replace(sql, char(10), ' ') FROM sqlite_schema WHERE sql IS NOT NULL;";
    sorted(shell(database, objects).lines().map(normalized))
}

/// Every row as an `INSERT`, but those that count and time the runs.
fn rows(database: &Path) -> Vec<String> {
    let dump = shell(database, ".dump --data-only");
    let rows = dump.lines().filter(|line| line.starts_with("INSERT INTO"));
    sorted(
        rows.filter(|row| !row.contains("migrate_log") && !row.contains("migrate_revision"))
            .map(normalized),
    )
}

/// The log without its times.
fn log(database: &Path) -> String {
    shell(database, "SELECT revision, direction, digest FROM migrate_log ORDER BY id;")
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    assert!(!lines.is_empty(), "a comparison of nothing");
    lines
}
