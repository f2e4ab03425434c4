//! Models that change, and the revisions that follow them.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const USERS: &str = "\
use migrate_runtime::Model;

#[derive(Model)]
#[diesel(table_name = users)]
pub struct User {
    #[model(identity)]
    pub id: i64,
    #[model(varchar(80), unique)]
    pub name: String,
    pub age: Option<i32>,
    #[model(default = true)]
    pub active: bool,
}
";

/// A project whose models are in the migrations package.
fn with_models(models: &str) -> Project {
    let project = Project::with_migrations();
    let library = project.read("migrations/src/lib.rs");
    project.write("migrations/src/lib.rs", &format!("{library}\npub mod models;\n"));
    project.write("migrations/src/models.rs", models);
    project
}

/// The text of the only revision whose message is this.
fn revision(project: &Project, message: &str) -> String {
    let directory = project.path("migrations/src/versions");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let texts: Vec<_> = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let found = texts.iter().find(|text| text.starts_with(&format!("//! {message}\n"))).unwrap();
    let lines = found.lines().filter(|line| !line.starts_with("//! Created: "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn a_struct_becomes_a_table_and_changes() {
    let project = with_models(USERS);
    let session = project.transcript(&[
        "cargo migrate check",
        "cargo migrate revision --autogenerate -m users --rev-id aa01",
        "cargo migrate upgrade",
        "cargo migrate check",
        "cargo migrate revision --autogenerate -m again --rev-id aa02",
        "cargo migrate drift",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate check
create table users
2>      Checked 1 difference
2>
2> hint: `cargo migrate revision --autogenerate` writes a revision of them
[exit 10]
$ cargo migrate revision --autogenerate -m users --rev-id aa01
migrations/src/versions/aa01_users.rs
2>     Detected create table users
2>      Created revision aa01 at the base
$ cargo migrate upgrade
2>     Applying aa01 users
2>      Applied aa01 users in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check
2>      Checked the revisions lead to the models
$ cargo migrate revision --autogenerate -m again --rev-id aa02
2>     Compared the revisions lead to the models: no revision is written
$ cargo migrate drift
2>     Compared at aa01: the database is as its revisions say

"#]]
    );
    assert_data_eq!(
        revision(&project, "users"),
        str![[r#"
//! users
//!
use migrate_runtime::prelude::*;

#[migration(rev = "aa01")]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", big_int().primary_key().identity())
            .column("name", varchar(80).not_null().unique())
            .column("age", integer())
            .column("active", boolean().not_null().default(true)),
    );
}

fn downgrade(op: &mut Op) {
    op.drop_table("users");
}

"#]]
    );

    let changed = USERS.replace("pub age: Option<i32>", "pub born: Option<i32>");
    project
        .write("migrations/src/models.rs", &changed.replace("varchar(80)", "varchar(40), index"));
    let session = project.transcript(&[
        "cargo migrate check",
        "cargo migrate check --format json",
        "cargo migrate revision --autogenerate -m 'other users' --rev-id aa02",
        "cargo migrate revision --autogenerate -m 'other users' --rev-id aa02 --rename users.age=born",
        "cargo migrate upgrade",
        "cargo migrate check",
        "cargo migrate check --against-database",
        "cargo migrate verify",
        "cargo migrate downgrade base",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate check
2> error: column users.age is no longer in the model: was it renamed, or is it dropped?
2>
2> hint: answer with `--rename users.age=born` or `--drop users.age`, or write `users.age=born` or `users.age=` in renames.txt beside the package's Cargo.toml
[exit 10]
$ cargo migrate check --format json
{
  "questions": [
    {
      "key": "users.age",
      "question": "column users.age is no longer in the model",
      "candidates": [
        "born"
      ]
    }
  ]
}
2> error: column users.age is no longer in the model: was it renamed, or is it dropped?
2>
2> hint: answer with `--rename users.age=born` or `--drop users.age`, or write `users.age=born` or `users.age=` in renames.txt beside the package's Cargo.toml
[exit 10]
$ cargo migrate revision --autogenerate -m 'other users' --rev-id aa02
2> error: column users.age is no longer in the model: was it renamed, or is it dropped?
2>
2> hint: answer with `--rename users.age=born` or `--drop users.age`, or write `users.age=born` or `users.age=` in renames.txt beside the package's Cargo.toml
[exit 10]
$ cargo migrate revision --autogenerate -m 'other users' --rev-id aa02 --rename users.age=born
migrations/src/versions/aa02_other_users.rs
2>     Detected alter column users.age: rename to born
2>     Detected alter column users.name: varchar(80) -> varchar(40)
2>     Detected create index ix_users_name on users (name)
2> warning: column users.name changes from varchar(80) to varchar(40), which not every value may fit
2>      Created revision aa02 after aa01
$ cargo migrate upgrade
2>     Applying aa02 other users
2>      Applied aa02 other users in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate check
2>      Checked the revisions lead to the models
$ cargo migrate check --against-database
2>      Checked the revisions lead to the models
$ cargo migrate verify
2>     Verified 2 revisions for SQLite 3.35
$ cargo migrate downgrade base
2>    Reverting aa02 other users
2>     Reverted aa02 other users in [TIME]
2>    Reverting aa01 users
2>     Reverted aa01 users in [TIME]
2>   Downgraded 2 revisions in [TIME]

"#]]
    );
    assert_data_eq!(
        revision(&project, "other users"),
        str![[r#"
//! other users
//!
// Look before it runs: column users.name changes from varchar(80) to varchar(40), which not every value may fit
use migrate_runtime::prelude::*;

#[migration(rev = "aa02", down_rev = "aa01")]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "age").rename_to("born");
    op.alter_column("users", "name").set_type(varchar(40));
    op.create_index("ix_users_name", "users", ["name"]);
}

fn downgrade(op: &mut Op) {
    op.drop_index("ix_users_name", "users");
    op.alter_column("users", "name").set_type(varchar(80));
    op.alter_column("users", "born").rename_to("age");
}

"#]]
    );
}

#[test]
fn what_is_typed_or_missing() {
    let project = Project::with_migrations();
    let session = project.transcript(&[
        "cargo migrate check",
        "cargo migrate revision -m users --rename a=b",
        "cargo migrate check --annotate gitlab",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate check
2> error: the package `app-migrations` has no models to compare with
2>
2> hint: say where they are in `[package.metadata.migrate]` of its Cargo.toml: `models = "../src/schema.rs"` for diesel's, `models = "app_models"` for a crate with `#[derive(Model)]`; or compare with a database: `--from-database`
[exit 2]
$ cargo migrate revision -m users --rename a=b
2> error: `--against-database`, `--from-database`, `--rename` and `--drop` are for `--autogenerate`
2>
2> hint: add `--autogenerate`
[exit 2]
$ cargo migrate check --annotate gitlab
2> error: invalid value 'gitlab' for '--annotate <SERVER>'
2>   [possible values: github]
2>
2>   tip: a similar value exists: 'github'
2>
2> For more information, try '--help'.
[exit 2]

"#]]
    );
}
