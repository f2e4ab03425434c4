//! The application, started twice: the first start brings the database up to date, the second
//! finds it so.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::Command;

fn start(database: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_getting-started"))
        .env("DATABASE_URL", database)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn starts_on_nothing_and_on_what_it_left() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("application.db");
    let first = start(&database);
    assert!(first.starts_with("Pending revisions: 14\n  3a6d08c1f5e2 Create users"), "{first}");
    assert!(first.ends_with("by Ada, admin: read 1 times, 1 comments\n"), "{first}");
    assert_eq!(
        start(&database),
        "Pending revisions: 0\n\
         “Notes on the Engine” (/notes-on-the-engine) by Ada, admin: read 2 times, 2 comments\n"
    );
}
