//! Revisions that are tried on a database of their own, and what is left of it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str = "op.create_table(table(\"users\")\n        .column(\"id\", big_int().primary_key())\n        \
                      .column(\"email\", varchar(50).not_null())\n        .column(\"name\", varchar(50))\n        \
                      .check(\"ck_users_name\", \"name <> ''\"));\n    \
                      op.create_table(table(\"notes\")\n        .column(\"id\", big_int().primary_key())\n        \
                      .column(\"user_id\", big_int().not_null().references(\"users\", \"id\")));";

/// A project whose temporary files are in a directory of its own.
fn project() -> Project {
    let project = Project::with_migrations();
    fs::create_dir(project.path("tmp")).unwrap();
    project.revision(
        "aa01",
        None,
        CREATE,
        "op.drop_table(\"notes\");\n    op.drop_table(\"users\");",
    );
    project
}

/// The databases that are left of a verification on SQLite.
fn left(project: &Project) -> Vec<PathBuf> {
    let entries = fs::read_dir(project.path("tmp")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().contains("migrate-verify")).collect()
}

#[test]
fn revisions_that_can_be_repeated() {
    let project = project();
    project.revision(
        "aa02",
        Some("aa01"),
        "op.add_column(\"users\", \"role\", varchar(20).not_null().default(\"member\"));\n    \
         op.update(\"users\").set(\"name\", \"nobody\").filter(col(\"name\").is_null());\n    \
         op.alter_column(\"users\", \"name\").not_null();",
        "op.alter_column(\"users\", \"name\").nullable();\n    op.drop_column(\"users\", \"role\");",
    );
    let session = project.transcript_with_temporary(&[
        "cargo migrate verify --live sqlite://app.db",
        "cargo migrate verify head --live sqlite://app.db --format json",
        "cargo migrate verify --live oracle://host/app",
        "cargo migrate verify --live postgres://nobody@127.0.0.1:1/nowhere",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify --live sqlite://app.db
aa02: the way back does not give back values of column `name` of table `users` (migrations/src/versions/aa02.rs:7:8)
2>     Verified 2 revisions for SQLite 3.35
2>     Verified 2 revisions with rows on SQLite 3.53
$ cargo migrate verify head --live sqlite://app.db --format json
{
  "databases": [
    "sqlite:3.35"
  ],
  "revisions": [
    {
      "revision": "aa02",
      "file": "src/versions/aa02.rs",
      "line": 4,
      "databases": [
        "sqlite:3.35"
      ],
      "verdict": "loses",
      "failure": false,
      "message": "the way back does not give back values of column `name` of table `users` (src/versions/aa02.rs:7:8)",
      "hint": null,
      "places": [
        {
          "file": "src/versions/aa02.rs",
          "line": 7,
          "column": 8
        }
      ]
    }
  ],
  "heads": [],
  "differences_from_models": 0,
  "live": {
    "database": "sqlite:3.53",
    "revisions": [
      {
        "revision": "aa02",
        "file": "src/versions/aa02.rs",
        "line": 4,
        "verdict": "repeatable",
        "failure": false,
        "message": "up, down and up again",
        "hint": null,
        "without_rows": []
      }
    ]
  }
}
2>     Verified 1 revision for SQLite 3.35
2>     Verified 1 revision with rows on SQLite 3.53
$ cargo migrate verify --live oracle://host/app
2> error: `oracle` databases are not supported
2>
2> hint: URLs begin with `postgres://`, `mysql://`, `mariadb://` or `sqlite://`; a path alone is a SQLite file
[exit 4]
$ cargo migrate verify --live postgres://nobody@127.0.0.1:1/nowhere
2> error: PostgreSQL is not compiled into this program
2>
2> hint: write `features = ["postgres"]` for `migrate-runtime` in the migrations package's Cargo.toml; on Debian it needs `libpq-dev`; `postgres-bundled`, with libpq compiled in, needs `libssl-dev` and `pkg-config`
[exit 4]

"#]]
    );
    assert_eq!(left(&project), [""; 0].map(PathBuf::from));
    assert!(!project.path("app.db").exists(), "the database of the URL is never touched");
}

#[test]
fn revisions_that_rows_or_raw_sql_stop() {
    let project = project();
    project.revision(
        "aa02",
        Some("aa01"),
        "op.alter_column(\"users\", \"name\").not_null();",
        "op.alter_column(\"users\", \"name\").nullable();",
    );
    project.revision(
        "aa03",
        Some("aa02"),
        "op.create_index(\"ux_users_email\", \"users\", [\"email\"]).unique();",
        "op.drop_index(\"ux_users_email\", \"users\");",
    );
    project.revision(
        "aa04",
        Some("aa03"),
        "op.execute(\"CREATE TABLE extra (id INTEGER)\");",
        "op.execute(\"SELECT 1\");",
    );
    project.revision(
        "aa05",
        Some("aa04"),
        "op.execute(\"CREATE TABLE nowhere (id INTEGER REFERENCES)\");",
        "_ = op;",
    );
    project.revision("aa06", Some("aa05"), "_ = op;", "_ = op;");
    let session =
        project.transcript_with_temporary(&["cargo migrate verify --live sqlite://app.db"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify --live sqlite://app.db
aa04: the way back is not known: raw SQL (migrations/src/versions/aa04.rs:6:8), raw SQL (migrations/src/versions/aa04.rs:10:8)
aa05: the way back is not known: raw SQL (migrations/src/versions/aa05.rs:6:8)
aa06 on SQLite 3.53: not tried, as it comes after `aa05`
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4) on SQLite 3.53: the upgrade failed, on tables with rows: NOT NULL constraint failed: users.name
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.alter_column("users", "name").not_null();
2>   |        ^^^^^^^^^^^^
2>
2> hint: change the rows first, with `op.update` or `op.delete`; a column that is NOT NULL needs a default or a value for the rows that are there
2> error: revision `aa03` (migrations/src/versions/aa03.rs:4) on SQLite 3.53: the upgrade failed, on tables with rows: UNIQUE constraint failed: users.email
2>  --> migrations/src/versions/aa03.rs:6:8
2>   |
2> 6 |     op.create_index("ux_users_email", "users", ["email"]).unique();
2>   |        ^^^^^^^^^^^^
2>
2> hint: change the rows first, with `op.update` or `op.delete`; a column that is NOT NULL needs a default or a value for the rows that are there
2> error: revision `aa04` (migrations/src/versions/aa04.rs:4) on SQLite 3.53: the way back does not lead to the database before: table extra is there
2>  --> migrations/src/versions/aa04.rs:4:1
2>   |
2> 4 | #[migration(rev = "aa04", down_rev = "aa03")]
2>   | ^^^^^^^^^^^
2>
2> hint: mend `fn downgrade`, write `downgrade = auto` instead, or refuse with `downgrade = irreversible("why")`
2> error: revision `aa05` (migrations/src/versions/aa05.rs:4) on SQLite 3.53: the upgrade failed: near ")": syntax error
2>  --> migrations/src/versions/aa05.rs:6:8
2>   |
2> 6 |     op.execute("CREATE TABLE nowhere (id INTEGER REFERENCES)");
2>   |        ^^^^^^^
2> error: could not verify `app-migrations` due to 4 errors
[exit 9]

"#]]
    );
    assert_eq!(left(&project), [""; 0].map(PathBuf::from));
}

/// A program that is stopped leaves no database either.
#[cfg(unix)]
#[test]
fn a_verification_that_is_stopped() {
    use std::os::unix::process::CommandExt as _;
    let project = project();
    project.revision(
        "aa02",
        Some("aa01"),
        "op.run(|_: &mut diesel::SqliteConnection| {\n        \
         std::thread::sleep(std::time::Duration::from_secs(60));\n        Ok(())\n    });",
        "_ = op;",
    );
    let manifest = project.read("migrations/Cargo.toml");
    let dependency = "[dependencies]\ndiesel = { version = \"2\", default-features = false, features = [\"sqlite\"] }\n";
    project.write("migrations/Cargo.toml", &manifest.replace("[dependencies]\n", dependency));
    assert!(project.migrate("verify").status().unwrap().success());
    for (signal, code) in [("-INT", Some(2)), ("-KILL", Some(9))] {
        let mut command = project.migrate("verify --live sqlite://app.db --quiet");
        command.env("TMPDIR", project.path("tmp")).process_group(0);
        let mut child = command.spawn().unwrap();
        // The program is built first, after those of other tests.
        let begun = || left(&project).iter().any(|path| path.join("scratch.db").exists());
        wait_until(Duration::from_secs(180), begun);
        // The upgrade that waits is a program of its own.
        std::thread::sleep(Duration::from_secs(2));
        let target = match signal {
            // As a terminal does: all programs of the group.
            "-INT" => format!("-{}", child.id()),
            _ => child.id().to_string(),
        };
        let kill = std::process::Command::new("kill").args([signal, "--", &target]).status();
        assert!(kill.unwrap().success());
        let ended = child.wait().unwrap();
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&ended), code);
        wait_until(Duration::from_secs(30), || left(&project).is_empty());
    }
}

#[cfg(unix)]
fn wait_until(limit: Duration, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < limit, "it takes too long");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The same revisions on servers; no database is left there, and none made without the right to.
#[test]
fn on_servers() {
    let project = project();
    let manifest = project.read("migrations/Cargo.toml");
    let all = "[\"mysql\", \"postgres\", \"sqlite\"]";
    project.write("migrations/Cargo.toml", &manifest.replace("[\"sqlite\"]", all));
    project.revision(
        "aa02",
        Some("aa01"),
        "op.alter_column(\"users\", \"name\").not_null();",
        "op.alter_column(\"users\", \"name\").nullable();",
    );
    project.revision(
        "aa03",
        Some("aa02"),
        "op.create_view(\"named\", \"SELECT id, name FROM users WHERE name IN ('a', 'b')\");\n    \
         op.create_index(\"ix_users_name\", \"users\", [\"name\"]);",
        "op.drop_index(\"ix_users_name\", \"users\");\n    op.drop_view(\"named\");",
    );
    let (postgres, mysql) = (test_servers::postgres(), test_servers::mysql());
    // Every server has it, and it stays as it is.
    let mysql = mysql.url_of("mysql");
    let session = [postgres.url(), &mysql].map(|url| {
        let line = format!("cargo migrate verify --live {url}");
        let session = project.transcript_with_temporary(&[&*line]).replace(url, "[URL]");
        let lines = session.lines().map(without_version);
        lines.collect::<String>()
    });
    assert_data_eq!(
        session.concat(),
        str![[r#"
$ cargo migrate verify --live [URL]
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4) on PostgreSQL [VERSION]: the upgrade failed, on tables with rows: column "name" of relation "users" contains null values
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.alter_column("users", "name").not_null();
2>   |        ^^^^^^^^^^^^
2>
2> hint: change the rows first, with `op.update` or `op.delete`; a column that is NOT NULL needs a default or a value for the rows that are there
2> error: could not verify `app-migrations` due to 1 error
[exit 9]
$ cargo migrate verify --live [URL]
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4) on MariaDB [VERSION]: the upgrade failed, on tables with rows: Data truncated for column 'name' at row 3
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.alter_column("users", "name").not_null();
2>   |        ^^^^^^^^^^^^
2>
2> hint: change the rows first, with `op.update` or `op.delete`; a column that is NOT NULL needs a default or a value for the rows that are there
2> error: could not verify `app-migrations` due to 1 error
[exit 9]

"#]]
    );

    // What the server prints in its own words is known to be the same.
    let (mut held, name) = scratch_database(&project, postgres.url());
    let url = postgres.url_of(&name);
    let upgrade = format!("upgrade --quiet --database-url {url}");
    assert!(project.migrate(&upgrade).status().unwrap().success());
    let lines = ["drift", "check --from-database"]
        .map(|words| format!("cargo migrate {words} --database-url {url}"));
    let session = project.transcript(&lines.each_ref().map(|line| &**line)).replace(&url, "[URL]");
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate drift --database-url [URL]
2>     Compared at aa03: the database is as its revisions say
$ cargo migrate check --from-database --database-url [URL]
2>      Checked the revisions lead to the models

"#]]
    );
    // It is not told to one who may not ask.
    let reader = format!("{url}?options=-c%20default_transaction_read_only%3Don");
    let line = format!("cargo migrate drift --database-url {reader}");
    let session = project.transcript(&[&*line]).replace(&reader, "[URL]");
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate drift --database-url [URL]
view named may differ: `SELECT id, name FROM users WHERE name IN ('a', 'b')` and [..] may be the same, and the database does not tell: cannot execute CREATE VIEW in a read-only transaction
2>     Compared at aa03: no known difference, 1 unknown

"#]]
    );
    drop(held.stdin.take());
    assert!(held.wait().unwrap().success());

    // A role without the right to create a database; every server has it.
    let reader = format!("{}?options=-c%20role%3Dpg_monitor", postgres.url());
    let line = format!("cargo migrate verify --live {reader}");
    let session = project.transcript(&[&*line]).replace(&reader, "[URL]");
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify --live [URL]
2> error: permission denied to create database
2>
2> hint: revisions are verified in a database of their own, beside the one of the URL; give its user the right to create one: `ALTER ROLE .. CREATEDB`
[exit 1]

"#]]
    );
}

/// An empty database beside that of the URL, for as long as the program runs that is given too.
fn scratch_database(project: &Project, url: &str) -> (Child, String) {
    let mut command = project.binary();
    command.args(["scratch-database", "--format-version", "1", "--database-url", url]);
    let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
    (program, answer["database"].as_str().unwrap().to_owned())
}

/// A line without the versions of servers, which differ from machine to machine.
fn without_version(line: &str) -> String {
    let mut line = line.to_owned();
    for name in ["on PostgreSQL ", "on MariaDB "] {
        let Some((before, rest)) = line.split_once(name) else { continue };
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        line = format!("{before}{name}[VERSION]{}", &rest[end..]);
    }
    line + "\n"
}
