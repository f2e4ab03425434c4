//! Two revisions on one function, one on a method, one on no function.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
#[migration(rev = "27c7", down_rev = "27c6", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.drop_table("users");
}

#[migration(rev = "27c8", down_rev = "ae10", downgrade = auto)]
use std::fmt;

fn main() {}
