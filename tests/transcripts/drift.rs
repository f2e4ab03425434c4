//! A database that somebody has changed by hand, held against its revisions.

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
    project.revision("aa03", Some("aa02"), by_hand, "_ = op;");
    assert!(project.migrate("upgrade --quiet").status().unwrap().success());
    std::fs::remove_file(project.path("migrations/src/versions/aa03.rs")).unwrap();
    assert!(project.migrate("stamp --purge --quiet aa02").status().unwrap().success());
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
