//! Functions that are not revision functions.
use migrate_runtime::prelude::*;

#[migration(rev = "a1", downgrade = auto)]
fn no_argument() {}

#[migration(rev = "a2", downgrade = auto)]
fn two_arguments(_: &mut Op, _: &str) {}

#[migration(rev = "a3", downgrade = auto)]
fn by_value(_: Op) {}

#[migration(rev = "a4", downgrade = auto)]
async fn asynchronous(_: &mut Op) {}

#[migration(rev = "a5", downgrade = auto)]
fn result(_: &mut Op) -> Result<(), String> {
    Ok(())
}

#[migration(rev = "a6", downgrade = auto)]
fn generic<const N: usize>(_: &mut Op) {}

#[migration(rev = "a7")]
fn downgrade(_: &mut Op) {}

#[migration(rev = "a8", downgrade = auto)]
struct Revision;

fn main() {}
