//! A revision that doubles a number is run by several programs at once, while runners are stopped and
//! killed, connections end and the network is cut: the number is doubled once, and the log says so once.
//!
//! `MIGRATE_TEST_ROUNDS` says how often each is tried; each time it hits another moment of the run.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]
#![expect(clippy::print_stdout, reason = "how many rounds ended how is worth a look")]

mod database;
mod interrupted;
mod network;
mod races;
mod scripts;
mod stopped;
