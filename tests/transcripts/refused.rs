//! What is refused before anything runs, and what it says: operations that the schema shows to be impossible,
//! targets with nothing to count from, sources that lack a line.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str = "op.create_table(table(\"users\").column(\"id\", integer().primary_key())\
    .column(\"name\", varchar(20)).column(\"mood\", enumeration(\"mood\", [\"sad\", \"glad\"])).column(\"data\", json()));";
const DROP: &str = "op.drop_table(\"users\");";

/// Each mistake is a branch of its own, so that one build shows them all.
#[test]
fn operations_that_the_schema_shows_to_be_impossible() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    let mistakes = [
        "op.create_check_constraint(\"ck\", \"users\", \"name <> (\");",
        "op.create_check_constraint(\"ck\", \"users\", \"nmae <> ''\");",
        "op.create_index(\"ix\", \"users\", [\"name\"]).filter(\"nmae IS NULL\");",
        "op.create_index(\"users\", \"ix_users_name\", [\"name\"]);",
        "op.drop_column(\"name\", \"users\");",
        "op.create_table(table(\"t\").column(\"a\", integer().primary_key()).column(\"b\", integer().primary_key()));",
        "op.add_column(\"users\", \"code\", varchar(3).not_null().default(\"abcdef\"));",
        "op.insert(\"users\").set(\"data\", \"{x\");",
        "op.update(\"users\").set(\"mood\", \"angry\").filter(col(\"id\").eq(1));",
    ];
    let mut lines = Vec::new();
    for (at, mistake) in mistakes.iter().enumerate() {
        let id = format!("bb{at:02}");
        project.revision(&id, Some("aa01"), mistake, DROP);
        lines.push(format!("cargo migrate upgrade --plan {id}"));
    }
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    assert_data_eq!(
        project.transcript(&lines),
        str![[r#"
$ cargo migrate upgrade --plan bb00
2> error: revision `bb00` cannot be applied
2>   caused by: cannot add check constraint ck to users: the check constraint `ck` is no expression: `(` at column 9 is never closed
2>  --> migrations/src/versions/bb00.rs:6:8
2>   |
2> 6 |     op.create_check_constraint("ck", "users", "name <> (");
2>   |        ^^^^^^^^^^^^^^^^^^^^^^^
2>
2> hint: write one expression, such as `price > 0`, with every quote and parenthesis closed
[exit 5]
$ cargo migrate upgrade --plan bb01
2> error: revision `bb01` cannot be applied
2>   caused by: cannot add check constraint ck to users: the check constraint `ck` names `nmae`, and table `users` has no such column
2>  --> migrations/src/versions/bb01.rs:6:8
2>   |
2> 6 |     op.create_check_constraint("ck", "users", "nmae <> ''");
2>   |        ^^^^^^^^^^^^^^^^^^^^^^^
2>
2> hint: did you mean `name`?
[exit 5]
$ cargo migrate upgrade --plan bb02
2> error: revision `bb02` cannot be applied
2>   caused by: cannot create index ix on users: the filter of index `ix` names `nmae`, and table `users` has no such column
2>  --> migrations/src/versions/bb02.rs:6:8
2>   |
2> 6 |     op.create_index("ix", "users", ["name"]).filter("nmae IS NULL");
2>   |        ^^^^^^^^^^^^
2>
2> hint: did you mean `name`?
[exit 5]
$ cargo migrate upgrade --plan bb03
2> error: revision `bb03` cannot be applied
2>   caused by: cannot create index users on ix_users_name: there is no table `ix_users_name`
2>  --> migrations/src/versions/bb03.rs:6:8
2>   |
2> 6 |     op.create_index("users", "ix_users_name", ["name"]);
2>   |        ^^^^^^^^^^^^
2>
2> hint: the name of the index comes first, then its table: `"ix_users_name", "users"`
[exit 5]
$ cargo migrate upgrade --plan bb04
2> error: revision `bb04` cannot be applied
2>   caused by: cannot drop column name.users: there is no table `name`
2>  --> migrations/src/versions/bb04.rs:6:8
2>   |
2> 6 |     op.drop_column("name", "users");
2>   |        ^^^^^^^^^^^
2>
2> hint: the table comes first, then its column: `"users", "name"`
[exit 5]
$ cargo migrate upgrade --plan bb05
2> error: revision `bb05` cannot be applied
2>   caused by: cannot create table t: primary key `pk_t` already exists in table `t`
2>  --> migrations/src/versions/bb05.rs:6:8
2>   |
2> 6 |     op.create_table(table("t").column("a", integer().primary_key()).column("b", integer().primary_key()));
2>   |        ^^^^^^^^^^^^
2>
2> hint: a key of several columns is said of the table: `.primary_key(["a", "b"])`, without `.primary_key()` on the columns; another key is dropped first, with `op.drop_primary_key(..)`
[exit 5]
$ cargo migrate upgrade --plan bb06
2> error: revision `bb06` cannot be applied
2>   caused by: cannot add column users.code varchar(3): the default `"abcdef"` does not fit column `code`, which is varchar(3): it has 6 characters
2>  --> migrations/src/versions/bb06.rs:6:8
2>   |
2> 6 |     op.add_column("users", "code", varchar(3).not_null().default("abcdef"));
2>   |        ^^^^^^^^^^
2>
2> hint: shorten it, or make the column longer
[exit 5]
$ cargo migrate upgrade --plan bb07
2> error: revision `bb07` cannot be applied
2>   caused by: cannot insert a row into users: the value `"{x"` does not fit column `data`, which is json: it is no JSON at byte 1
2>  --> migrations/src/versions/bb07.rs:6:8
2>   |
2> 6 |     op.insert("users").set("data", "{x");
2>   |        ^^^^^^
2>
2> hint: write a value of the column's type, or `sql("..")` for an expression
[exit 5]
$ cargo migrate upgrade --plan bb08
2> error: revision `bb08` cannot be applied
2>   caused by: cannot update users: the value `"angry"` does not fit column `mood`, which is enumeration(mood): the values are `sad`, `glad`
2>  --> migrations/src/versions/bb08.rs:6:8
2>   |
2> 6 |     op.update("users").set("mood", "angry").filter(col("id").eq(1));
2>   |        ^^^^^^
2>
2> hint: write one of them, or add it with `op.add_enum_value(..)`
[exit 5]

"#]]
    );
    // The lines of the source are found from every directory.
    let inside = project.transcript_in("migrations", &["cargo migrate upgrade bb04"]);
    assert_data_eq!(
        inside,
        str![[r#"
$ cargo migrate upgrade bb04
2> error: revision `bb04` cannot be applied
2>   caused by: cannot drop column name.users: there is no table `name`
2>  --> src/versions/bb04.rs:6:8
2>   |
2> 6 |     op.drop_column("name", "users");
2>   |        ^^^^^^^^^^^
2>
2> hint: the table comes first, then its column: `"users", "name"`
[exit 5]

"#]]
    );
    assert!(!project.path("app.db").exists(), "a plan that is refused makes no file");
}

#[test]
fn targets_with_nothing_to_count_from() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    let session = project.transcript(&[
        "cargo migrate downgrade -1",
        "cargo migrate upgrade",
        "cargo migrate upgrade +1",
        "cargo migrate downgrade -3",
        "cargo migrate show zz99",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate downgrade -1
2> error: `-1` has nothing to count from: nothing is applied
2>
2> hint: `cargo migrate current` shows what is applied, `cargo migrate upgrade` applies more
[exit 3]
$ cargo migrate upgrade
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate upgrade +1
2> error: `+1` goes too far: the way ends at `aa01` (migrations/src/versions/aa01.rs:4) after 0 of 1 steps
2>
2> hint: nothing comes after `aa01`: `cargo migrate revision` writes a new revision
[exit 3]
$ cargo migrate downgrade -3
2> error: `-3` goes too far: the way ends at the base after 1 of 3 steps
2>
2> hint: write `base` to go down to the end
[exit 3]
$ cargo migrate show zz99
2> error: no revision or label is called `zz99` or begins so
2>
2> hint: `cargo migrate history` lists the revisions
[exit 3]

"#]]
    );
}

#[test]
fn sources_that_lack_a_line() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision("aa02", Some("7f31"), "op.drop_table(\"users\");", CREATE);
    let parent = project.transcript(&["cargo migrate heads", "cargo migrate upgrade"]);
    fs::remove_file(project.path("migrations/src/versions/aa02.rs")).unwrap();
    project.write(
        "migrations/src/versions/aa02.rs",
        "//! x\n\n#[migration(rev = \"aa02\", down_rev = \"aa01\", downgrade = auto)]\nfn upgrade(op: &mut Op) {}\n",
    );
    let import = project.transcript(&["cargo migrate upgrade"]);
    assert_data_eq!(
        parent + &import,
        str![[r#"
$ cargo migrate heads
2> error: `aa02` (migrations/src/versions/aa02.rs:4) names the parent `7f31`, which does not exist
2>
2> hint: bring the file of `7f31` back, which may be on another git branch, or name a revision that is here
[exit 3]
$ cargo migrate upgrade
2> error: app-migrations@0.1.0: `aa02` (src/versions/aa02.rs:4) names the parent `7f31`, which does not exist; hint: bring the file of `7f31` back, which may be on another git branch, or name a revision that is here
2> error: build script logged errors
[exit 101]
$ cargo migrate upgrade
2> error: app-migrations@0.1.0: src/versions/aa02.rs:3:1: nothing brings `#[migration]` into scope; hint: write `use migrate_runtime::prelude::*;` above it
2> error: build script logged errors
[exit 101]

"#]]
    );
}

/// What is missing beside the source is said before it is built.
#[test]
fn a_database_that_is_not_named() {
    let project = Project::with_migrations();
    fs::remove_file(project.path(".env")).unwrap();
    project.write("migrations/src/lib.rs", "this is no Rust\n");
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade"]),
        str![[r#"
$ cargo migrate upgrade
2> error: no database: `DATABASE_URL` is not set
2>
2> hint: set it in the environment or in a `.env` file, or give `--database-url`, such as `--database-url sqlite://app.db`
[exit 4]

"#]]
    );
}

/// An empty message is none, as in Alembic: the file is called by its id.
#[test]
fn a_revision_without_a_message() {
    let project = Project::with_migrations();
    let session = project.transcript(&[
        "cargo migrate revision --rev-id aa01 -m ''",
        "cargo migrate revision --rev-id aa02 -m ' '",
        "cargo migrate history",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate revision --rev-id aa01 -m ''
migrations/src/versions/aa01.rs
2>      Created revision aa01 at the base
$ cargo migrate revision --rev-id aa02 -m ' '
migrations/src/versions/aa02.rs
2>      Created revision aa02 after aa01
$ cargo migrate history
aa01 -> aa02 (head)
<base> -> aa01

"#]]
    );
    assert_data_eq!(
        project.redacted("migrations/src/versions/aa01.rs"),
        str![[r#"
// Created: [DATE]
use migrate_runtime::prelude::*;

#[migration(rev = "aa01")]
fn upgrade(op: &mut Op) {}

fn downgrade(op: &mut Op) {}

"#]]
    );
}
