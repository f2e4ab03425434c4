//! Limits of time that are none.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", lock_timeout = 10, downgrade = auto)]
fn no_text(_: &mut Op) {}

#[migration(rev = "27c7", lock_timeout = "10", statement_timeout = "2 days", downgrade = auto)]
fn no_unit(_: &mut Op) {}

#[migration(rev = "27c8", lock_retries = "often", downgrade = auto)]
fn no_number(_: &mut Op) {}

fn main() {}
