//! Find the newest posts of an author without reading all posts.
//!
//! Created: 2026-01-14 16:30:11 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "57c9e1a3b06d", down_rev = "b81f5c20d4a7", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_index("ix_posts_author_created", "posts", [asc("author_id"), desc("created_at")]);
}
