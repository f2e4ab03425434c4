//! Orders that were never paid and are marked as lost have come back.
//!
//! Created: 2026-03-17 17:06:10 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "38c2e6b1d70f", down_rev = "a7d4f0639c15")]
fn upgrade(op: &mut Op) {
    op.update("orders").set("state", "returned").filter(sql("details ? 'lost'"));
}

fn downgrade(op: &mut Op) {
    op.update("orders").set("state", "shipped").filter(col("state").eq("returned"));
}
