//! What one program exports, and another reads.

use snapbox::{assert_data_eq, str};

use crate::project::Project;

fn export(project: &Project, arguments: &str) -> String {
    let output =
        project.migrate(&format!("export --format-version 1 {arguments}")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// A project with two revisions, and the name of its migrations package.
fn with_revisions() -> (Project, String) {
    let project = Project::with_migrations();
    let create = "op.create_table(table(\"users\").column(\"id\", integer()));";
    project.revision("aa01", None, create, "op.drop_table(\"users\");");
    let alter = "op.alter_column(\"users\", \"id\").not_null();";
    project.revision(
        "aa02",
        Some("aa01"),
        alter,
        "op.alter_column(\"users\", \"id\").nullable(true);",
    );
    let manifest = project.read("migrations/Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("name = ")).unwrap();
    let package = line.trim_start_matches("name = ").trim_matches('"').to_owned();
    (project, package)
}

#[test]
fn two_checkouts_export_the_same() {
    let exported: Vec<_> = (0..2)
        .map(|_| {
            let (project, package) = with_revisions();
            let text = export(&project, "--dialect sqlite");
            assert!(text.starts_with("{\"format_version\":1,"), "{text}");
            assert!(text.contains("\"file\":\"src/versions/aa01.rs\",\"line\":4"), "{text}");
            assert!(!text.contains(project.path("").to_str().unwrap()), "{text}");
            text.replace(&package, "PACKAGE")
        })
        .collect();
    assert_eq!(exported[0], exported[1]);
}

#[test]
fn what_another_program_asks_wrongly_is_refused() {
    let (project, _) = with_revisions();
    let session = project.transcript(&[
        "cargo migrate export --format-version 7",
        "cargo migrate export --format-version 1 --dialect oracle",
        "cargo migrate export --format-version 1 --to aa01",
        "cargo migrate catalogue --format-version 7",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate export --format-version 7
2> error: format 7 is asked for, and migrate-runtime 0.1.0 writes format 1
2>
2> hint: update migrate-runtime in the migrations package
[exit 2]
$ cargo migrate export --format-version 1 --dialect oracle
2> error: there is no database `oracle`
2>
2> hint: write it as `postgres`, `postgres:15`, `mariadb:10.11`, `mysql:8.4`
[exit 2]
$ cargo migrate export --format-version 1 --to aa01
2> error: the following required arguments were not provided:
2>   --dialect <DATABASE[:VERSION]>
2>
2> Usage: cargo migrate export --format-version <NUMBER> --dialect <DATABASE[:VERSION]> --to <REVISION>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate catalogue --format-version 7
2> error: format 7 is asked for, and migrate-runtime 0.1.0 writes format 1
2>
2> hint: update migrate-runtime in the migrations package
[exit 2]

"#]]
    );
}
