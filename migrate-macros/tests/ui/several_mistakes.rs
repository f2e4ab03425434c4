//! All mistakes of one attribute are reported at once.
use migrate_runtime::prelude::*;

#[migration(revision = "27c6", down_rev = ["ae10", "ae10"], label = "a b", downgrade = never)]
fn upgrade(_: &mut Op, _: u8) {}

fn main() {}
