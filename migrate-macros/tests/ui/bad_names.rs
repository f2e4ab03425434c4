//! Ids and labels that no target could name.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6-add-role", downgrade = auto)]
fn bad_id(_: &mut Op) {}

#[migration(rev = "head", downgrade = auto)]
fn reserved_id(_: &mut Op) {}

#[migration(rev = "", downgrade = auto)]
fn empty_id(_: &mut Op) {}

#[migration(rev = "27c6", down_rev = "ae10@users", downgrade = auto)]
fn bad_parent(_: &mut Op) {}

#[migration(rev = "27c6", labels = ["user roles", "base"], downgrade = auto)]
fn bad_labels(_: &mut Op) {}

fn main() {}
