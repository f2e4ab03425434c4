//! From a change to an application that compiles with it, through each of the three doors: structs, diesel's `schema.rs`, a
//! database.

use std::fs;
use std::process::Command;

use snapbox::{assert_data_eq, str};

use crate::project::{Project, repository};
use crate::shell::Shell;

const TABLES: &str =
    "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE);";

/// An application that asks for a column which its database does not have yet.
const APPLICATION: &str = "\
mod schema;

use diesel::prelude::*;

fn main() {
    let mut connection = SqliteConnection::establish(\"app.db\").expect(\"the database\");
    let nicknames = schema::users::table.select(schema::users::nickname).load::<Option<String>>(&mut connection);
    println!(\"{nicknames:?}\");
}
";

/// An application of diesel with a database of one table.
fn application() -> Project {
    let project = Project::package();
    fs::copy(repository().join("Cargo.lock"), project.path("Cargo.lock")).unwrap();
    let manifest = project.read("Cargo.toml");
    let diesel = "\n[dependencies]\ndiesel = { version = \"2.3\", default-features = false, features = [\"sqlite\"] }\n";
    project.write("Cargo.toml", &format!("{manifest}{diesel}"));
    project.write("src/main.rs", APPLICATION);
    project.write(".env", "DATABASE_URL=sqlite://app.db\n");
    Shell::sqlite(&project.path("app.db")).run(TABLES).unwrap();
    project
}

/// Whether the application compiles.
fn compiles(project: &Project) -> bool {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["check", "--quiet", "--bins", "--manifest-path"]).arg(project.path("Cargo.toml"));
    project.prepare(&mut command);
    command.output().unwrap().status.success()
}

/// Adds a column to a file of models, behind a line.
fn add_behind(project: &Project, file: &str, line: &str, added: &str) {
    let text = project.read(file);
    assert!(text.contains(line), "{text}");
    project.write(file, &text.replacen(line, &format!("{line}{added}"), 1));
}

const THEN: [&str; 4] = [
    "cargo migrate check",
    "cargo migrate revision --autogenerate -m \"add nicknames\"",
    "cargo migrate upgrade",
    "cargo migrate check --against-database",
];

#[test]
fn structs_of_a_database() {
    let project = application();
    let adopted = project.numbered_transcript(&["cargo migrate init --from-database"]);
    assert_data_eq!(
        adopted,
        str![[r#"
$ cargo migrate init --from-database
models/src/lib.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created package `app-models` with a struct for each table
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check

"#]]
    );
    let nickname = "    #[model(varchar(40))]\n    pub nickname: Option<String>,\n";
    add_behind(&project, "models/src/lib.rs", "    pub email: String,\n", nickname);
    assert_data_eq!(
        project.numbered_transcript(&THEN),
        str![[r#"
$ cargo migrate check
add column users.nickname varchar(40)
2>      Checked 1 difference
2>
2> hint: `cargo migrate revision --autogenerate` writes a revision of them
[exit 10]
$ cargo migrate revision --autogenerate -m "add nicknames"
migrations/src/versions/[ID 2]_add_nicknames.rs
2>     Detected add column users.nickname varchar(40)
2>      Created revision [ID 2] after [ID 1]
$ cargo migrate upgrade
2>     Applying [ID 2] add nicknames
2>      Applied [ID 2] add nicknames in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check --against-database
2>      Checked the revisions lead to the models

"#]]
    );
    assert!(!compiles(&project));
    let written = project
        .numbered_transcript(&["cargo migrate schema --format diesel --output src/schema.rs"]);
    assert_data_eq!(
        written,
        str![[r#"
$ cargo migrate schema --format diesel --output src/schema.rs
2>        Wrote src/schema.rs

"#]]
    );
    assert!(compiles(&project));
}

#[test]
fn schema_rs_of_a_database() {
    let project = application();
    project.write("diesel.toml", "[print_schema]\nfile = \"src/schema.rs\"\n");
    let adopted =
        project.numbered_transcript(&["cargo migrate init --from-database", "cargo migrate check"]);
    assert_data_eq!(
        adopted,
        str![[r#"
$ cargo migrate init --from-database
src/schema.rs
migrations/src/versions/[ID 1]_create_the_schema.rs
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check
$ cargo migrate check
2>      Checked the revisions lead to the models

"#]]
    );
    assert_data_eq!(
        project.read("src/schema.rs"),
        str![[r#"
// @generated automatically by Diesel CLI.

diesel::table! {
    users (id) {
        id -> Integer,
        email -> Text,
    }
}

"#]]
    );
    add_behind(
        &project,
        "src/schema.rs",
        "        email -> Text,\n",
        "        nickname -> Nullable<Text>,\n",
    );
    assert!(compiles(&project));
    assert_data_eq!(
        project.numbered_transcript(&THEN),
        str![[r#"
$ cargo migrate check
add column users.nickname text
2>      Checked 1 difference
2>
2> hint: `cargo migrate revision --autogenerate` writes a revision of them
[exit 10]
$ cargo migrate revision --autogenerate -m "add nicknames"
migrations/src/versions/[ID 2]_add_nicknames.rs
2>     Detected add column users.nickname text
2>      Created revision [ID 2] after [ID 1]
$ cargo migrate upgrade
2>     Applying [ID 2] add nicknames
2>      Applied [ID 2] add nicknames in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check --against-database
2>      Checked the revisions lead to the models

"#]]
    );
    let current = project.transcript(&["cargo migrate schema --format diesel --check"]);
    assert_data_eq!(
        current,
        str![[r#"
$ cargo migrate schema --format diesel --check
2>      Checked src/schema.rs is what the revisions lead to

"#]]
    );
}

#[test]
fn a_database_that_leads() {
    let project = application();
    let adopted = project.numbered_transcript(&[
        "cargo migrate init --from-database --models database",
        "cargo migrate check",
    ]);
    assert_data_eq!(
        adopted,
        str![[r#"
$ cargo migrate init --from-database --models database
migrations/src/versions/[ID 1]_create_the_schema.rs
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check
$ cargo migrate check
2>      Checked the revisions lead to the models

"#]]
    );
    let by_hand = "ALTER TABLE users ADD COLUMN nickname VARCHAR(40);";
    Shell::sqlite(&project.path("app.db")).run(by_hand).unwrap();
    let session = project.numbered_transcript(&[
        "cargo migrate check",
        "cargo migrate revision --autogenerate -m \"add nicknames\"",
        "cargo migrate stamp head",
        "cargo migrate check",
        "cargo migrate schema --format diesel --output src/schema.rs",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate check
add column users.nickname varchar(40)
2>      Checked 1 difference
2>
2> hint: `cargo migrate revision --autogenerate` writes a revision of them
[exit 10]
$ cargo migrate revision --autogenerate -m "add nicknames"
migrations/src/versions/[ID 2]_add_nicknames.rs
2>     Detected add column users.nickname varchar(40)
2>      Created revision [ID 2] after [ID 1]
$ cargo migrate stamp head
2>      Stamped the database is at [ID 2]
$ cargo migrate check
2>      Checked the revisions lead to the models
$ cargo migrate schema --format diesel --output src/schema.rs
2>        Wrote src/schema.rs

"#]]
    );
    assert!(compiles(&project));
}

/// A `schema.rs` that says otherwise stays as it is, and is told; one that is asked for is written.
#[test]
fn models_that_are_there_and_those_that_are_in_the_way() {
    let project = application();
    let users = "diesel::table! {\n    users (id) {\n        id -> Integer,\n    }\n}\n";
    project.write("src/schema.rs", users);
    project.write("models/keep.txt", "");
    let (manifest, lock) = (project.read("Cargo.toml"), project.read("Cargo.lock"));
    let session = project.transcript(&[
        "cargo migrate init --models none",
        "cargo migrate init --from-database --models structs",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --models none
2> error: the following required arguments were not provided:
2>   --from-database
2>
2> Usage: cargo migrate init --from-database --models <WHAT> [PATH]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate init --from-database --models structs
2> error: the structs belong into [PROJECT]/models, which is there already
2>
2> hint: name another directory, beside which there is room: `cargo migrate init db/migrations --from-database`; or leave them out: `--models none`
[exit 2]

"#]]
    );
    assert!(!project.path("migrations").exists());
    assert_eq!((project.read("Cargo.toml"), project.read("Cargo.lock")), (manifest, lock));
    let session =
        project.numbered_transcript(&["cargo migrate init --from-database", "cargo migrate check"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init --from-database
migrations/src/versions/[ID 1]_create_the_schema.rs
2> warning: the models say otherwise than the database: 1 difference: `cargo migrate check` says what
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>        Found diesel's tables: `models = "../src/schema.rs"`
2>      Created revision [ID 1]
2>      Stamped the database is at [ID 1]
2>         Next cargo migrate drift
2>         Then cargo migrate check
$ cargo migrate check
2> error: column users.email is no longer in the model: was it renamed, or is it dropped?
2>
2> hint: answer with `--drop users.email`, or write `users.email=` in renames.txt beside the package's Cargo.toml
[exit 10]

"#]]
    );
    assert_eq!(project.read("src/schema.rs"), users);
}
