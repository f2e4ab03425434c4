//! Add the day a post is published.
//!
//! One column that may be empty. The downgrade is the upgrade turned round, so it need not be
//! written.
//!
//! Created: 2026-01-14 11:02:47 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "b81f5c20d4a7", down_rev = "3a6d08c1f5e2", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("posts", "published_at", timestamp());
}
