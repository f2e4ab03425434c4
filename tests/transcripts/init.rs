//! `init` in every sort of project: what it makes builds at once.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

#[test]
fn in_a_package() {
    let project = Project::package();
    let session =
        project.transcript(&["cargo migrate init", "cargo migrate init", "cargo migrate heads"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init
2>      Created package `app-migrations` in migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>         Next cargo migrate revision -m "create users"
2>         Then cargo migrate upgrade --database-url sqlite://app.db
$ cargo migrate init
2> error: [PROJECT]/migrations exists and is not an empty directory
2>
2> hint: name another directory: `cargo migrate init db/migrations`
[exit 2]
$ cargo migrate heads

"#]]
    );
    assert_data_eq!(
        project.redacted("Cargo.toml"),
        str![[r#"
[package]
name = "app"
version = "0.1.0"
edition = "2024"

[workspace]
members = ["migrations"]

"#]]
    );
    assert_data_eq!(
        project.read("migrations/src/lib.rs"),
        str![[r#"
//! The database schema, revision by revision.
//!
//! `cargo migrate revision -m "create users"` makes a revision, `cargo migrate upgrade` applies it.
//! An application brings its database up to date with `MIGRATIONS.upgrade(&mut connection, "head")`.
//! What revisions share is a module beside this file, such as `helpers.rs`: `mod helpers;` here,
//! `use crate::helpers` there.

migrate_runtime::versions!("src/versions");

"#]]
    );
    assert_data_eq!(
        project.redacted("migrations/src/main.rs"),
        str![[r#"
//! The program that `cargo migrate` builds and runs; it also runs without cargo.

use std::process::ExitCode;

fn main() -> ExitCode {
    migrate_runtime::cli::main(&app_migrations::MIGRATIONS)
}

"#]]
    );
    assert_data_eq!(
        project.read("migrations/build.rs"),
        str![[r#"
//! Stops the build where the revisions do not fit together, and makes cargo notice new ones.

fn main() {
    migrate_runtime::build::verify("src/versions");
}

"#]]
    );
}

#[test]
fn in_a_workspace() {
    let project = Project::empty();
    project.write(
        "Cargo.toml",
        "# the workspace\n[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
    );
    project.write(
        "crates/app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    project.write("crates/app/src/lib.rs", "");
    let session = project.transcript(&[
        "cargo migrate init crates/migrations --name app-migrations",
        "cargo migrate heads",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init crates/migrations --name app-migrations
2>      Created package `app-migrations` in crates/migrations
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>         Next cargo migrate revision -m "create users"
2>         Then cargo migrate upgrade --database-url sqlite://app.db
$ cargo migrate heads

"#]]
    );
    assert_data_eq!(
        project.read("Cargo.toml"),
        str![[r##"
# the workspace
[workspace]
resolver = "3"
members = ["crates/*"]

"##]]
    );
}

#[test]
fn where_there_is_no_project() {
    let project = Project::empty();
    let session = project.transcript(&["cargo migrate init", "cargo migrate upgrade"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init
2> error: there is no `Cargo.toml` above [PROJECT]/migrations
2>
2> hint: make a project first: `cargo init`
[exit 2]
$ cargo migrate upgrade
2> error: there is no `Cargo.toml` in [PROJECT] or above it
2>
2> hint: go to a cargo project, or make one: `cargo init`, then `cargo migrate init`; `--no-package` goes by what a database keeps of its revisions
[exit 2]

"#]]
    );
    assert!(!project.path("migrations").exists());
}

#[test]
fn two_packages_are_told_apart() {
    let project = Project::with_migrations();
    let session = project.transcript(&[
        "cargo migrate init other --name other-migrations",
        "cargo migrate heads",
        "cargo migrate heads -p other-migrations",
        "cargo migrate -p app heads",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate init other --name other-migrations
2>      Created package `other-migrations` in other
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>         Next cargo migrate -p other-migrations revision -m "create users"
2>         Then cargo migrate -p other-migrations upgrade
$ cargo migrate heads
2> error: there are several migrations packages in this workspace: `app-migrations`, `other-migrations`
2>
2> hint: name one: `-p app-migrations`, or for always `package = "app-migrations"` in `[workspace.metadata.migrate]` of the workspace's Cargo.toml
[exit 2]
$ cargo migrate heads -p other-migrations
$ cargo migrate -p app heads
2> error: `app` is not a migrations package: [PROJECT]/Cargo.toml has no `[package.metadata.migrate]`
2>
2> hint: add the table, it may be empty; or `cargo migrate init` makes a package
[exit 2]

"#]]
    );
    let manifest = project.read("Cargo.toml");
    let default = "\n[workspace.metadata.migrate]\npackage = \"other-migrations\"\n";
    project.write("Cargo.toml", &(manifest + default));
    assert_data_eq!(
        project.transcript(&["cargo migrate revision -m first --rev-id aa01"]),
        str![[r#"
$ cargo migrate revision -m first --rev-id aa01
other/src/versions/aa01_first.rs
2>      Created revision aa01 at the base

"#]]
    );
}

#[test]
fn beside_the_nearest_package() {
    let project = Project::empty();
    project.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/api\"]\n");
    project.write(
        "crates/api/Cargo.toml",
        "[package]\nname = \"api\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    project.write("crates/api/src/lib.rs", "");
    let inside = project.transcript_in("crates/api/src", &["cargo migrate init"]);
    let session = project
        .transcript(&["cargo migrate init crates/shop-migrations", "cargo migrate init '*'"]);
    assert_data_eq!(
        inside + &session,
        str![[r#"
$ cargo migrate init
2>      Created package `api-migrations` in ../migrations
2>        Added it to the workspace of ../../../Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>         Next cargo migrate revision -m "create users"
2>         Then cargo migrate upgrade --database-url sqlite://app.db
$ cargo migrate init crates/shop-migrations
2>      Created package `shop-migrations` in crates/shop-migrations
2>        Added it to the workspace of Cargo.toml
2> warning: its Cargo.toml takes `migrate-runtime` from [CHECKOUT]/migrate-runtime, which only this machine has: before you share it, write a version or a git address there
2>         Next cargo migrate -p shop-migrations revision -m "create users"
2>         Then cargo migrate -p shop-migrations upgrade --database-url sqlite://app.db
$ cargo migrate init '*'
2> error: cargo would read `*` as a pattern: its name has `*`
2>
2> hint: name another directory: `cargo migrate init db/migrations`
[exit 2]

"#]]
    );
    assert!(project.path("crates/api/migrations/Cargo.toml").exists());
    assert!(!project.read("Cargo.toml").contains('*'));
}
