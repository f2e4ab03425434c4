//! Count how often a post is read.
//!
//! A column that is never empty may be added in one step when it has a default.
//!
//! Created: 2026-02-10 17:26:05 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "82d6b4f09e1a", down_rev = "46a0d97be831", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("posts", "views", integer().not_null().default(0));
}
