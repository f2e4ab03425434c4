//! Whole projects at the command line: what a person types, and every line that comes back.
//!
//! A transcript shows standard output as it is, standard error after `2> `, and an exit code that
//! is not zero. `SNAPSHOTS=overwrite cargo test -p cargo-migrate --test transcripts -- --test-threads=1`
//! rewrites them.
#![expect(clippy::needless_raw_string_hashes, reason = "snapshots are rewritten with them")]
#![expect(clippy::too_many_lines, reason = "a transcript is as long as what comes back")]
#![expect(clippy::unwrap_used, reason = "a project that cannot be made has failed the test")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod adopted;
mod ahead;
mod autogenerate;
mod chinook;
mod daily;
mod drift;
mod errors;
mod export;
mod graph;
mod guides;
mod init;
mod live;
mod models;
mod production;
mod project;
mod refused;
mod reviewed;
mod schema;
mod secrets;
#[allow(dead_code, reason = "scripts print lines of text, and these tests run none")]
#[path = "../../migrate-runtime/tests/support/shell.rs"]
mod shell;
mod stories;
mod unseen;
mod verify;
