//! Merge the tagging branch.
//!
//! A merge has both branches as its parents, and usually nothing to do.
//!
//! Created: 2026-02-11 09:03:52 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "7b1ea5c3d802", down_rev = ["c59f31e70a64", "82d6b4f09e1a"])]
fn upgrade(_: &mut Op) {}

fn downgrade(_: &mut Op) {}
