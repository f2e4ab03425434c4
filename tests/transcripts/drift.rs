//! A database that somebody has changed by hand, held against its revisions.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

/// A project at its head.
fn upgraded() -> Project {
    let project = Project::with_migrations();
    let create = "op.create_table(table(\"users\")\n        .column(\"id\", big_int().primary_key())\n        \
                  .column(\"name\", varchar(50).not_null())\n        .column(\"age\", integer())\n        \
                  .check(\"ck_users_age\", \"age >= 0\"));";
    project.revision("aa01", None, create, "op.drop_table(\"users\");");
    let index = "op.create_index(\"ix_users_name\", \"users\", [\"name\"]);";
    project.revision("aa02", Some("aa01"), index, "op.drop_index(\"ix_users_name\", \"users\");");
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    project
}

#[test]
fn a_database_that_is_as_its_revisions_say() {
    let project = upgraded();
    let session = project.transcript(&["cargo migrate drift", "cargo migrate drift --format json"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate drift
2>     Compared at aa02: the database is as its revisions say
$ cargo migrate drift --format json
{
  "revisions": [
    "aa02"
  ],
  "findings": [],
  "not_held": []
}

"#]]
    );
}

#[test]
fn a_database_that_somebody_has_changed() {
    let project = upgraded();
    // What a revision did that nobody has any more.
    let by_hand = "op.drop_index(\"ix_users_name\", \"users\");\n    \
                   op.alter_column(\"users\", \"name\").set_type(varchar(80)).nullable();\n    \
                   op.drop_column(\"users\", \"age\");\n    \
                   op.add_column(\"users\", \"mail\", text());\n    \
                   op.create_table(table(\"_sqlx_migrations\").column(\"version\", big_int()));\n    \
                   op.create_table(table(\"notes\").column(\"id\", big_int()));";
    change_by_hand(&project, by_hand);
    let session = project.transcript(&["cargo migrate drift", "cargo migrate drift --format json"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate drift
table notes is in no revision
column users.name differs: varchar(80) -> varchar(50), NOT NULL
column users.age is missing in the database
column users.mail is in no revision
constraint ck_users_age of users is missing in the database
index ix_users_name of users is missing in the database
2>     Compared at aa02: 6 differences
[exit 10]
$ cargo migrate drift --format json
{
  "revisions": [
    "aa02"
  ],
  "findings": [
    {
      "object": "table notes",
      "state": "unexpected"
    },
    {
      "object": "column users.name",
      "state": "different",
      "changes": [
        "varchar(80) -> varchar(50), NOT NULL"
      ]
    },
    {
      "object": "column users.age",
      "state": "missing"
    },
    {
      "object": "column users.mail",
      "state": "unexpected"
    },
    {
      "object": "constraint ck_users_age of users",
      "state": "missing"
    },
    {
      "object": "index ix_users_name of users",
      "state": "missing"
    }
  ],
  "not_held": []
}
[exit 10]

"#]]
    );
}

/// Takes a change to the database that no revision has any more.
fn change_by_hand(project: &Project, by_hand: &str) {
    project.revision("aa03", Some("aa02"), by_hand, "_ = op;");
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    fs::remove_file(project.path("migrations/src/versions/aa03.rs")).unwrap();
    assert!(project.migrate("stamp --purge --quiet aa02").status().unwrap().success());
}

/// The command that marks the database as being at the head.
fn stamp_head(project: &Project) -> String {
    let heads = project.migrate("heads --format json").output().unwrap();
    let heads: serde_json::Value = serde_json::from_slice(&heads.stdout).unwrap();
    format!("cargo migrate stamp {}", heads[0]["revision"].as_str().unwrap())
}

#[test]
fn what_somebody_has_added_is_taken_over() {
    let project = upgraded();
    change_by_hand(&project, "op.add_column(\"users\", \"mail\", text());");
    let session = project.transcript(&["cargo migrate drift", "cargo migrate drift --fix"]);
    let after = project.transcript(&[&*stamp_head(&project)]);
    assert_data_eq!(
        project.numbered(&(session + &after)),
        str![[r#"
$ cargo migrate drift
column users.mail is in no revision
2>     Compared at [ID 2]: 1 difference
[exit 10]
$ cargo migrate drift --fix
migrations/src/versions/[ID 3]_take_over_what_the_database_has.rs
2>     Detected add column users.mail text
2>      Created revision [ID 3] after [ID 2]
2>         Next cargo migrate stamp [ID 3]
$ cargo migrate stamp [ID 3]
2>      Stamped the database is at [ID 3]

"#]]
    );
}

#[test]
fn what_somebody_has_changed_is_taken_over() {
    let project = upgraded();
    let by_hand = "op.alter_column(\"users\", \"age\").rename_to(\"years\");\n    \
                   op.add_column(\"users\", \"mail\", text());";
    change_by_hand(&project, by_hand);
    let session = project.numbered_transcript(&[
        "cargo migrate drift --message \"add mail\"",
        "cargo migrate drift --fix",
        "cargo migrate drift --fix --rename users.age=years",
    ]);
    let after = project.numbered_transcript(&[
        &stamp_head(&project),
        "cargo migrate drift",
        "cargo migrate drift --fix",
        "cargo migrate upgrade --database-url sqlite://other.db",
        "cargo migrate drift --database-url sqlite://other.db",
    ]);
    assert_data_eq!(
        session + &after,
        str![[r#"
$ cargo migrate drift --message "add mail"
2> error: the following required arguments were not provided:
2>   --fix
2>
2> Usage: cargo migrate drift --fix --message <TEXT>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate drift --fix
2> error: column users.age is no longer in the model: was it renamed, or is it dropped?
2>
2> hint: answer with `--rename users.age=years` (or `mail`) or `--drop users.age`, or write `users.age=years` or `users.age=` in renames.txt beside the package's Cargo.toml
[exit 10]
$ cargo migrate drift --fix --rename users.age=years
migrations/src/versions/[ID 3]_take_over_what_the_database_has.rs
2>     Detected alter column users.age: rename to years
2>     Detected add column users.mail text
2>      Created revision [ID 3] after [ID 2]
2>         Next cargo migrate stamp [ID 3]
$ cargo migrate stamp [ID 3]
2>      Stamped the database is at [ID 3]
$ cargo migrate drift
2>     Compared at [ID 3]: the database is as its revisions say
$ cargo migrate drift --fix
2>     Compared the database is as its revisions say: no revision is written
$ cargo migrate upgrade --database-url sqlite://other.db
2>     Applying [ID 1] revision [ID 1]
2>      Applied [ID 1] revision [ID 1] in [TIME]
2>     Applying [ID 2] revision [ID 2]
2>      Applied [ID 2] revision [ID 2] in [TIME]
2>     Applying [ID 3] take over what the database has
2>      Applied [ID 3] take over what the database has in [TIME]
2>     Upgraded 3 revisions in [TIME]
$ cargo migrate drift --database-url sqlite://other.db
2>     Compared at [ID 3]: the database is as its revisions say

"#]]
    );
    assert_data_eq!(
        project.written("_take_over_what_the_database_has.rs"),
        str![[r#"
//! take over what the database has
//!
// Look before it runs: the database that it was taken from has all of it already: there `cargo migrate stamp [ID 3]`, no upgrade
use migrate_runtime::prelude::*;

#[migration(rev = "[ID 3]", down_rev = "[ID 2]")]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "age").rename_to("years");
    op.add_column("users", "mail", text());
}

fn downgrade(op: &mut Op) {
    op.drop_column("users", "mail");
    op.alter_column("users", "years").rename_to("age");
}

"#]]
    );
    assert!(project.migrate("downgrade base --quiet").status().unwrap().success());
    let refused = project.transcript(&["cargo migrate drift --fix"]);
    assert_data_eq!(
        project.numbered(&refused),
        str![[r#"
$ cargo migrate drift --fix
2> error: the database is at no revision, and the revisions end at [ID 3]
2>
2> hint: run `cargo migrate upgrade` first, or `cargo migrate stamp` where `drift --fix` wrote the revision of this database; or leave the option out
[exit 6]

"#]]
    );
    project.revision("bb01", Some("aa01"), "_ = op;", "_ = op;");
    let several = project.transcript(&["cargo migrate drift --fix"]);
    assert_data_eq!(
        project.numbered(&several),
        str![[r#"
$ cargo migrate drift --fix
2> error: there are several heads: [..]
2>
2> hint: join them: `cargo migrate merge`
[exit 3]

"#]]
    );
}

/// What no operation says is in no revision, and each command says so.
#[test]
fn what_no_revision_can_take_over() {
    let project = upgraded();
    change_by_hand(&project, "op.execute(\"CREATE VIRTUAL TABLE words USING fts5(word)\");");
    let before = project.transcript(&["cargo migrate drift", "cargo migrate drift --fix"]);
    assert_data_eq!(
        before,
        str![[r#"
$ cargo migrate drift
2> warning: virtual table words is made by no operation: it is not compared
2>     Compared at aa02: no known difference, 1 not compared
$ cargo migrate drift --fix
2> warning: virtual table words is made by no operation: it is not compared
2>     Compared no difference that a revision says: no revision is written

"#]]
    );
    // The view needs what the revision does not make.
    project.revision(
        "aa03",
        Some("aa02"),
        "op.execute(\"CREATE VIEW spoken AS SELECT word FROM words\");",
        "_ = op;",
    );
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    fs::remove_file(project.path("migrations/src/versions/aa03.rs")).unwrap();
    assert!(project.migrate("stamp --purge --quiet aa02").status().unwrap().success());
    let session = project.numbered_transcript(&["cargo migrate drift --fix"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate drift --fix
migrations/src/versions/[ID 3]_take_over_what_the_database_has.rs
2> warning: virtual table words is made by no operation: it is not compared
2>     Detected create view spoken
2> warning: virtual table words is named here and created by no operation: create it before, with `op.execute`
2>      Created revision [ID 3] after [ID 2]
2>         Next cargo migrate stamp [ID 3]

"#]]
    );
}

#[test]
fn a_database_that_cannot_be_read() {
    let project = upgraded();
    let session = project.transcript(&[
        "cargo migrate drift --database-url sqlite://nowhere.db",
        "cargo migrate drift --database-url postgres://nobody:secret@127.0.0.1:1/nowhere",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate drift --database-url sqlite://nowhere.db
2> error: there is no database nowhere.db
2>
2> hint: `upgrade` makes it
[exit 4]
$ cargo migrate drift --database-url postgres://nobody:secret@127.0.0.1:1/nowhere
2> error: PostgreSQL is not compiled into this program
2>
2> hint: write `features = ["postgres"]` for `migrate-runtime` in the migrations package's Cargo.toml; on Debian it needs `libpq-dev`; `postgres-bundled`, with libpq compiled in, needs `libssl-dev` and `pkg-config`
[exit 4]

"#]]
    );
}
