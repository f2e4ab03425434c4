//! Revisions outside a transaction whose runner is cut off at each point of each message: the next run ends as if
//! nothing had happened, or stops and asks.
//!
//! `MIGRATE_TEST_FAULTS` says how many faults there are in all; each is another one.
#![cfg(all(unix, feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise; how many faults there were is worth a look"
)]

#[macro_use]
#[path = "../package/mod.rs"]
mod package;

mod database;
mod decisions;
mod every_point;
mod fault;
mod revisions;
