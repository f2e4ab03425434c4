//! A revision function that takes something else than an `Op`.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", downgrade = auto)]
fn upgrade(op: &mut String) {
    op.push('a');
}

fn main() {}
