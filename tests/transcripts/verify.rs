//! Revisions that do what they say, and others, without a database.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str =
    "op.create_table(table(\"users\").column(\"id\", integer()).column(\"name\", text()));";
const INDEX: &str = "op.create_index(\"ix_users_name\", \"users\", [\"name\"]);";

#[test]
fn a_way_back_that_leads_elsewhere() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    project.revision("aa02", Some("aa01"), INDEX, "let _ = op;");
    let session = project.transcript(&[
        "cargo migrate verify",
        "cargo migrate verify aa01",
        "cargo migrate verify head --dialect postgres:15,mariadb --quiet",
        "cargo migrate verify head --format json --quiet",
        "cargo migrate verify aa09",
        "cargo migrate verify base",
        "cargo migrate verify --dialect oracle",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4): the way back does not lead to the schema before: index `ix_users_name` of `users` is still there
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.create_index("ix_users_name", "users", ["name"]);
2>   |        ^^^^^^^^^^^^
2>
2> hint: mend `fn downgrade`, write `downgrade = auto` instead, or refuse with `downgrade = irreversible("why")`
2> error: could not verify `app-migrations` due to 1 error
[exit 9]
$ cargo migrate verify aa01
2>     Verified 1 revision for SQLite 3.35
$ cargo migrate verify head --dialect postgres:15,mariadb --quiet
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4) on PostgreSQL 15: the way back does not lead to the schema before: index `ix_users_name` of `users` is still there
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.create_index("ix_users_name", "users", ["name"]);
2>   |        ^^^^^^^^^^^^
2>
2> hint: mend `fn downgrade`, write `downgrade = auto` instead, or refuse with `downgrade = irreversible("why")`
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4) on MariaDB 10.6: the upgrade cannot be applied: cannot create index ix_users_name on users: column `name` is LONGTEXT, and a key holds only a part of such values
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.create_index("ix_users_name", "users", ["name"]);
2>   |        ^^^^^^^^^^^^
2>
2> hint: index the first characters: `asc("name").prefix(191)`
2> error: could not verify `app-migrations` due to 2 errors
[exit 9]
$ cargo migrate verify head --format json --quiet
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
      "verdict": "differs",
      "failure": true,
      "message": "the way back does not lead to the schema before: index `ix_users_name` of `users` is still there",
      "hint": "mend `fn downgrade`, write `downgrade = auto` instead, or refuse with `downgrade = irreversible(/"why/")`",
      "places": [
        {
          "file": "src/versions/aa02.rs",
          "line": 6,
          "column": 8
        }
      ]
    }
  ],
  "heads": [],
  "differences_from_models": 0
}
2> error: could not verify `app-migrations` due to 1 error
[exit 9]
$ cargo migrate verify aa09
2> error: no revision or label is called `aa09` or begins so
2>
2> hint: did you mean `aa01`?
[exit 3]
$ cargo migrate verify base
2> error: `base` names no revision
[exit 3]
$ cargo migrate verify --dialect oracle
2> error: there is no database `oracle`
2>
2> hint: write it as `postgres`, `postgres:15`, `mariadb:10.11`, `mysql:8.4`, `sqlite:3.45`
[exit 2]

"#]]
    );
}

#[test]
fn what_no_way_back_can_give_back() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let drop = "op.drop_column(\"users\", \"name\");";
    project.revision("aa02", Some("aa01"), drop, "op.add_column(\"users\", \"name\", text());");
    let raw = "op.execute(\"CREATE INDEX ix ON users (name)\");";
    project.revision("aa03", Some("aa02"), raw, "op.execute(\"DROP INDEX ix\");");
    let session = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify
aa02: the way back does not give back the values of column `name` of table `users` (migrations/src/versions/aa02.rs:6:8)
aa03: the way back is not known: raw SQL (migrations/src/versions/aa03.rs:6:8), raw SQL (migrations/src/versions/aa03.rs:10:8)
2>     Verified 3 revisions for SQLite 3.35

"#]]
    );
}

#[test]
fn revisions_that_do_not_fit_together() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let rename = "op.rename_table(\"users\", \"people\");";
    project.revision("bb01", Some("aa01"), rename, "op.rename_table(\"people\", \"users\");");
    project.revision("cc01", Some("aa01"), INDEX, "op.drop_index(\"ix_users_name\", \"users\");");
    let heads = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(
        heads,
        str![[r#"
$ cargo migrate verify
2> error: there are several heads: `bb01` (migrations/src/versions/bb01.rs:4), `cc01` (migrations/src/versions/cc01.rs:4)
2>
2> hint: join them with `cargo migrate merge heads`, or put one branch after the other with `cargo migrate rebase`
2> error: could not verify `app-migrations` due to 1 error
[exit 9]

"#]]
    );
    project.write(
        "migrations/src/versions/dd01.rs",
        "//! both\nuse migrate_runtime::prelude::*;\n\n\
         #[migration(rev = \"dd01\", down_rev = [\"bb01\", \"cc01\"], downgrade = auto)]\n\
         fn upgrade(op: &mut Op) {\n    op.drop_column(\"people\", \"nam\");\n}\n",
    );
    let merged = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(
        merged,
        str![[r#"
$ cargo migrate verify
2> error: revision `dd01` (migrations/src/versions/dd01.rs:4): after `bb01` of one branch, `cc01` of the other cannot be applied: cannot create index ix_users_name on users: there is no table `users`
2>  --> migrations/src/versions/cc01.rs:6:8
2>   |
2> 6 |     op.create_index("ix_users_name", "users", ["name"]);
2>   |        ^^^^^^^^^^^^
2>
2> hint: put one branch after the other with `cargo migrate rebase`, or let its revision say what it needs with `depends_on`
2> error: could not verify `app-migrations` due to 1 error
[exit 9]

"#]]
    );
}

#[test]
fn a_revision_that_does_not_fit_hides_no_other() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let typo = "op.drop_column(\"users\", \"nmae\");";
    project.revision("aa02", Some("aa01"), typo, "op.add_column(\"users\", \"name\", text());");
    project.write(
        "migrations/src/versions/aa03.rs",
        "//! after\nuse migrate_runtime::prelude::*;\n\n\
         #[migration(rev = \"aa03\", down_rev = \"aa02\", downgrade = auto)]\n\
         fn upgrade(op: &mut Op) {\n    op.add_column(\"users\", \"age\", integer());\n}\n",
    );
    let session = project.transcript(&["cargo migrate verify"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify
aa03: not verified, as it comes after `aa02`
2> error: revision `aa02` (migrations/src/versions/aa02.rs:4): the upgrade cannot be applied: cannot drop column users.nmae: there is no column `nmae` in table `users`
2>  --> migrations/src/versions/aa02.rs:6:8
2>   |
2> 6 |     op.drop_column("users", "nmae");
2>   |        ^^^^^^^^^^^
2>
2> hint: did you mean `name`?
2> error: could not verify `app-migrations` due to 1 error
[exit 9]

"#]]
    );
}

#[test]
fn the_databases_of_a_package() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, "op.drop_table(\"users\");");
    let manifest = project.read("migrations/Cargo.toml");
    let with = |databases: &str| {
        let setting = format!("[package.metadata.migrate]\ndatabases = {databases}");
        let manifest = manifest.replace("[package.metadata.migrate]", &setting);
        project.write("migrations/Cargo.toml", &manifest);
        project.transcript(&["cargo migrate verify"])
    };
    let session = [with("[\"postgres:16\", \"sqlite\"]"), with("\"sqlite\"")].concat();
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate verify
2>     Verified 1 revision for PostgreSQL 16, SQLite 3.35
$ cargo migrate verify
2> error: in `[package.metadata.migrate]` of [PROJECT]/migrations/Cargo.toml: `databases` is not a list of databases
2>
2> hint: the keys are `versions = "src/versions"`, `databases = ["postgres:15"]`, and `models = "../src/schema.rs"`, `models = "database"` or, for a crate with `#[derive(Model)]`, `models = "my_models"`
[exit 2]

"#]]
    );
}
