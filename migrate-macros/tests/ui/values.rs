//! Values of another shape than their keys take.
use migrate_runtime::prelude::*;

#[migration(rev = 27, downgrade = auto)]
fn number(_: &mut Op) {}

#[migration(rev = "27c6", down_rev = ("ae10", "c2ba"), downgrade = auto)]
fn tuple(_: &mut Op) {}

#[migration(rev = "27c6", downgrade = automatic)]
fn almost_auto(_: &mut Op) {}

#[migration(rev = "27c6", downgrade = irreversible)]
fn no_reason(_: &mut Op) {}

#[migration(rev = "27c6", downgrade = irreversible(""))]
fn empty_reason(_: &mut Op) {}

#[migration(rev = "27c6", downgrade = "auto")]
fn quoted(_: &mut Op) {}

fn main() {}
