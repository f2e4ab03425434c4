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
    assert_data_eq!(session, str![]);
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
    assert_data_eq!(more + &less, str![]);
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
    assert_data_eq!(session, str![]);
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
    assert_data_eq!(project.transcript(&["cargo migrate heads"]), str![]);
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
        str![]
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
        str![]
    );
    // From another directory the lines of the source are found all the same.
    project.revision("aa03", Some("aa02"), "op.execute(\"CREATE TABEL t (a)\");", DROP);
    assert_data_eq!(project.transcript_in("migrations", &["cargo migrate upgrade"]), str![]);
}
