//! Revisions that the program would not see: each is named, and nothing goes on without it.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str = "op.create_table(table(\"users\").column(\"id\", integer().primary_key()));";
const DROP: &str = "op.drop_table(\"users\");";

#[test]
fn a_file_that_cargo_was_not_told_of() {
    let project = Project::with_migrations();
    fs::remove_file(project.path("migrations/build.rs")).unwrap();
    project.revision("aa01", None, CREATE, DROP);
    project.transcript(&["cargo migrate upgrade"]);
    project.revision("aa02", Some("aa01"), DROP, CREATE);
    let session = project.transcript(&[
        "cargo migrate upgrade",
        "cargo migrate upgrade --plan",
        "cargo migrate current --check-heads",
        "cargo migrate current",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade
2> error: the program that was built does not have revision `aa02` (migrations/src/versions/aa02.rs:4)
2>
2> hint: write a `build.rs` that calls `migrate_runtime::build::verify("src/versions")`, so that cargo notices new files
[exit 3]
$ cargo migrate upgrade --plan
2> error: the program that was built does not have revision `aa02` (migrations/src/versions/aa02.rs:4)
2>
2> hint: write a `build.rs` that calls `migrate_runtime::build::verify("src/versions")`, so that cargo notices new files
[exit 3]
$ cargo migrate current --check-heads
2> error: the program that was built does not have revision `aa02` (migrations/src/versions/aa02.rs:4)
2>
2> hint: write a `build.rs` that calls `migrate_runtime::build::verify("src/versions")`, so that cargo notices new files
[exit 3]
$ cargo migrate current
aa01 (head)

"#]]
    );
}

#[test]
fn a_program_that_was_not_built() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision("aa02", Some("aa01"), DROP, CREATE);
    project.transcript(&["cargo migrate upgrade aa01"]);
    project.revision("aa03", Some("aa02"), CREATE, DROP);
    let more = project.transcript(&["cargo migrate upgrade --no-build"]);
    fs::remove_file(project.path("migrations/src/versions/aa03.rs")).unwrap();
    fs::remove_file(project.path("migrations/src/versions/aa02.rs")).unwrap();
    let less = project.transcript(&["cargo migrate upgrade --no-build"]);
    assert_data_eq!(
        more + &less,
        str![[r#"
$ cargo migrate upgrade --no-build
2> error: the program that was built does not have revision `aa03` (migrations/src/versions/aa03.rs:4)
2>
2> hint: leave `--no-build` out
[exit 3]
$ cargo migrate upgrade --no-build
2> error: the program that was built has revision `aa02` of src/versions/aa02.rs, which is gone
2>
2> hint: leave `--no-build` out
[exit 3]

"#]]
    );
}

#[test]
fn a_revision_that_is_switched_off() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.write(
        "migrations/src/versions/aa02.rs",
        "//! revision aa02\n#![cfg(not(debug_assertions))]\nuse migrate_runtime::prelude::*;\n\n\
         #[migration(rev = \"aa02\", down_rev = \"aa01\", downgrade = auto)]\nfn upgrade(_: &mut Op) {}\n",
    );
    project.revision("aa03", Some("aa02"), DROP, CREATE);
    let session =
        project.transcript(&["cargo migrate upgrade", "cargo migrate current --check-heads"]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade
2> error: revision `aa02` of src/versions/aa02.rs is switched off by cfg: `not(debug_assertions)` does not hold in this build
2>
2> hint: every build must have every revision, or databases would differ: take `#[cfg(..)]` away, or put it around what differs inside of the function
[exit 3]
$ cargo migrate current --check-heads
2> error: revision `aa02` of src/versions/aa02.rs is switched off by cfg: `not(debug_assertions)` does not hold in this build
2>
2> hint: every build must have every revision, or databases would differ: take `#[cfg(..)]` away, or put it around what differs inside of the function
[exit 3]

"#]]
    );
}

#[test]
fn files_that_only_look_like_revisions() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    for name in ["mod.rs", "aa02.RS"] {
        project.write(&format!("migrations/src/versions/{name}"), "");
    }
    project.write(
        "migrations/src/versions/aa04.rs",
        "#[migration(rev = \"aa04\")]\nuse migrate_runtime::prelude::*;\n\nfn upgrade(op: &mut Op) {}\n",
    );
    // Its attribute was forgotten: it would be a helper, and never run.
    project.write(
        "migrations/src/versions/aa05.rs",
        "use migrate_runtime::prelude::*;\n\nfn upgrade(op: &mut Op) {}\n",
    );
    assert_data_eq!(
        project.transcript(&["cargo migrate heads"]),
        str![[r#"
$ cargo migrate heads
2> error: migrations/src/versions/aa02.RS: would not be compiled
2>
2> hint: its name must end in `.rs`
2>
2> error: migrations/src/versions/mod.rs: would not be compiled: `versions!` itself declares a module for every file
2>
2> hint: give it another name
2>
2> error: migrations/src/versions/aa04.rs:1:1: `#[migration]` belongs on a function, and this item is none
2>
2> hint: write `fn upgrade(op: &mut Op) { .. }` after it
2>
2> error: migrations/src/versions/aa05.rs:3:4: the function `upgrade` has no `#[migration(..)]`, so it is no revision
2>
2> hint: write `#[migration(rev = "27c6", down_rev = "ae10")]` before it, or give the function another name
[exit 3]

"#]]
    );
}

/// Links in a versions directory that would not be compiled, and a revision function that is a method.
#[cfg(unix)]
#[test]
fn links_and_methods() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, project.path("migrations/src/versions").join(name)).unwrap();
    };
    link("/nowhere.rs", "gone.rs");
    link("..", "up");
    project.write(
        "migrations/src/versions/aa02.rs",
        "use migrate_runtime::prelude::*;\n\nstruct A;\n\nimpl A {\n    \
         #[migration(rev = \"aa02\", down_rev = \"aa01\")]\n    fn upgrade(op: &mut Op) {}\n}\n",
    );
    assert_data_eq!(
        project.transcript(&["cargo migrate heads"]),
        str![[r#"
$ cargo migrate heads
2> error: migrations/src/versions/gone.rs: is a link that leads nowhere
2>
2> hint: mend it or remove it
2>
2> error: migrations/src/versions/up: is a link to a directory, which is not followed
2>
2> hint: put the files themselves here
2>
2> error: migrations/src/versions/aa02.rs:6:5: a revision function is a free function, and this is a method
2>
2> hint: move the function out of the `impl` or `trait`
[exit 3]

"#]]
    );
}

/// A revision that is not filled in yet compiles without a word; one that has run says it was edited.
#[test]
fn a_day_with_an_unfinished_revision() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    let output = project.migrate("revision --rev-id aa02").output().unwrap();
    assert!(output.status.success());
    let output = project.migrate("upgrade -v").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !said.contains("unused"), "{said}");
    project.revision("aa01", None, &CREATE.replace("integer", "big_int"), DROP);
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade", "cargo migrate show aa01 aa02"]),
        str![[r#"
$ cargo migrate upgrade
2>    Unchanged there is nothing to do
2> warning: revision `aa01` was edited after it was applied here: this database and a new one will differ
$ cargo migrate show aa01 aa02
Rev: aa01
Parent: <base>
Path: migrations/src/versions/aa01.rs:4

    revision aa01

Rev: aa02 (head)
Parent: aa01
Path: migrations/src/versions/aa02.rs:4



"#]]
    );
}

#[test]
fn what_runs_is_named_before_and_after() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision(
        "aa02",
        Some("aa01"),
        "op.add_column(\"users\", \"name\", text());\n    \
         op.create_index(\"ix_users_name\", \"users\", [\"name\"]);",
        "op.drop_index(\"ix_users_name\", \"users\");\n    op.drop_column(\"users\", \"name\");",
    );
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade aa01", "cargo migrate upgrade -v"]),
        str![[r#"
$ cargo migrate upgrade aa01
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate upgrade -v
2>     Applying aa02 revision aa02
2>       [TIME] ALTER TABLE users ADD COLUMN name TEXT
2>       [TIME] CREATE INDEX ix_users_name ON users (name)
2>      Applied aa02 revision aa02 in [TIME]
2>     Upgraded 1 revision in [TIME]

"#]]
    );
    // From another directory the lines of the source are found all the same.
    project.revision("aa03", Some("aa02"), "op.execute(\"CREATE TABEL t (a)\");", DROP);
    assert_data_eq!(
        project.transcript_in("migrations", &["cargo migrate upgrade"]),
        str![[r#"
$ cargo migrate upgrade
2>     Applying aa03 revision aa03
2> error: revision `aa03` failed to apply
2>   caused by: near "TABEL": syntax error
2>  --> src/versions/aa03.rs:6:8
2>   |
2> 6 |     op.execute("CREATE TABEL t (a)");
2>   |        ^^^^^^^
2>    in SQL:
2>       CREATE TABEL t (a)
[exit 1]

"#]]
    );
}
