//! Revisions that name themselves.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "27c6", downgrade = auto)]
fn own_parent(_: &mut Op) {}

#[migration(rev = "27c6", depends_on = ["ae10", "27c6"], downgrade = auto)]
fn own_dependency(_: &mut Op) {}

#[migration(rev = "27c6", labels = "27c6", downgrade = auto)]
fn own_label(_: &mut Op) {}

fn main() {}
