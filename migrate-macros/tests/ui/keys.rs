//! Keys that are unknown, given twice, or missing.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_revision = "ae10", downgrade = auto)]
fn alembics_word(_: &mut Op) {}

#[migration(rev = "27c6", colour = "red", downgrade = auto)]
fn unknown(_: &mut Op) {}

#[migration(rev = "27c6", down_rev = "ae10", down_rev = "c2ba", downgrade = auto)]
fn twice(_: &mut Op) {}

#[migration(down_rev = "ae10", downgrade = auto)]
fn no_rev(_: &mut Op) {}

#[migration]
fn nothing(_: &mut Op) {}

fn main() {}
