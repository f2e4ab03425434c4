//! What the binary exports is as `docs/export.schema.json` says.
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

#[path = "../../../../tests/exported/mod.rs"]
mod exported;

#[test]
fn the_export_is_of_the_documented_schema() {
    exported::check(env!("CARGO_BIN_EXE_getting-started-migrations"), &["sqlite"]);
}
