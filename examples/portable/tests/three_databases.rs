//! The example on each database: up, down and up again, and by a script in the database's own shell.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use diesel::{Connection as _, MysqlConnection, PgConnection, SqliteConnection};
use migrate_analysis::introspect;
use migrate_runtime::executor::{Driver, with_catalogue};
use migrate_runtime::schema::{QualifiedName, Schema};
use test_servers::{Server, unique_name};

/// A database, and how its shell is called.
struct Database {
    url: String,
    shell: Vec<String>,
    /// What a script is written for, where the URL does not say it.
    dialect: &'static [&'static str],
    connect: fn(&str) -> Box<dyn Driver>,
}

impl Database {
    fn connect(&self) -> Box<dyn Driver> {
        (self.connect)(&self.url)
    }

    /// What is in it, without what only a run writes: the time of it.
    fn state(&self) -> (Schema, Vec<String>) {
        let mut connection = self.connect();
        let mut schema = live(&mut *connection);
        // A script keeps no journal.
        schema.tables.remove(&QualifiedName::from("migrate_journal"));
        let mut rows = Vec::new();
        for query in [
            "SELECT version_num FROM migrate_version",
            "SELECT revision FROM migrate_log ORDER BY id",
            "SELECT full_title FROM books ORDER BY isbn",
            "SELECT shelf FROM books ORDER BY isbn",
            "SELECT name FROM open_loans",
        ] {
            let found = connection.query(query).unwrap();
            rows.extend(found.into_iter().flatten().flatten());
        }
        (schema, rows)
    }

    fn migrate(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_portable-migrations"))
            .args(arguments)
            .env("DATABASE_URL", &self.url)
            .output()
            .unwrap();
        succeeded(output, &arguments.join(" "))
    }

    fn run_in_shell(&self, script: &str) {
        let mut shell = Command::new(&self.shell[0])
            .args(&self.shell[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the database's shell is installed");
        shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        succeeded(shell.wait_with_output().unwrap(), &self.shell[0]);
    }
}

/// The schema of the live database.
fn live(connection: &mut dyn Driver) -> Schema {
    let read = with_catalogue(connection, |query, dialect| introspect::read(query, dialect, &[]));
    read.unwrap().unwrap().schema
}

fn succeeded(output: Output, what: &str) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{what}` failed:\n{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Up, down to the base, up again; then the same in a second database by a script.
fn there_and_back(run: &Database, scripted: &Database) {
    run.migrate(&["upgrade"]);
    let first = run.state();
    assert!(first.1.iter().any(|title| title == r"It's Rust, \o/"), "{:?}", first.1);
    run.migrate(&["downgrade", "base"]);
    let left = live(&mut *run.connect());
    // Where a change of the schema is in no transaction, there is a journal.
    let left = left.tables.keys().map(|name| name.name.as_str());
    let left: Vec<_> = left.filter(|name| *name != "migrate_journal").collect();
    assert_eq!(left, ["migrate_log", "migrate_revision", "migrate_version"]);
    assert!(live(&mut *run.connect()).enums.is_empty());
    run.migrate(&["upgrade"]);
    assert_eq!(run.state().0, first.0);

    let script = scripted.migrate(&[&["upgrade", "base:head", "--sql"], scripted.dialect].concat());
    scripted.run_in_shell(&script);
    assert_eq!(scripted.state(), first);
    let script =
        scripted.migrate(&[&["downgrade", "head:base", "--sql"], scripted.dialect].concat());
    scripted.run_in_shell(&script);
    let left = live(&mut *scripted.connect());
    assert_eq!(left.tables.len(), 3, "{:?}", left.tables);
}

#[test]
fn on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let [run, scripted] = ["run.db", "scripted.db"].map(|name| {
        let path = directory.path().join(name).to_str().unwrap().to_owned();
        let shell = vec!["sqlite3".into(), "-batch".into(), path.clone()];
        let connect =
            |url: &str| -> Box<dyn Driver> { Box::new(SqliteConnection::establish(url).unwrap()) };
        Database { url: path, shell, dialect: &[], connect }
    });
    there_and_back(&run, &scripted);
}

/// Two databases of a server, which are dropped in the end.
fn on_server(
    server: &Server,
    dialect: &'static [&'static str],
    connect: fn(&str) -> Box<dyn Driver>,
    shell: impl Fn(&str, &str) -> Vec<String>,
) {
    let names = ["portable_run", "portable_script"].map(unique_name);
    let databases = [&names[0], &names[1]].map(|name| {
        connect(server.url()).execute(&format!("CREATE DATABASE {name}")).unwrap();
        let url = server.url_of(name);
        Database { shell: shell(name, &url), url, dialect, connect }
    });
    there_and_back(&databases[0], &databases[1]);
    for name in names {
        connect(server.url()).execute(&format!("DROP DATABASE {name}")).unwrap();
    }
}

#[test]
fn on_postgres() {
    on_server(
        &test_servers::postgres(),
        &[],
        |url| Box::new(PgConnection::establish(url).unwrap()),
        |_, url| ["psql", "--no-psqlrc", "--quiet", url].map(str::to_owned).to_vec(),
    );
}

#[test]
fn on_mysql() {
    on_server(
        &test_servers::mysql(),
        &["--dialect", "mariadb:10.11"],
        |url| Box::new(MysqlConnection::establish(url).unwrap()),
        mariadb,
    );
}

/// The shell of MariaDB, which takes no URL.
fn mariadb(database: &str, url: &str) -> Vec<String> {
    let rest = url.split_once("://").unwrap().1;
    let (user, place) = rest.split_once('@').unwrap();
    let (host, port) = place.split_once('/').unwrap().0.split_once(':').unwrap();
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let options = [
        "--no-defaults".to_owned(),
        format!("--user={user}"),
        format!("--password={password}"),
        format!("--host={host}"),
        format!("--port={port}"),
        database.to_owned(),
    ];
    std::iter::once("mariadb".to_owned()).chain(options).collect()
}
