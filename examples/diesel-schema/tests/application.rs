//! The application, started once: its revisions make the tables that its queries name.

use std::process::Command;

#[test]
fn reads_what_it_wrote() {
    let output = Command::new(env!("CARGO_BIN_EXE_diesel-schema")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "Hello: https://example.com/hello\n");
}
