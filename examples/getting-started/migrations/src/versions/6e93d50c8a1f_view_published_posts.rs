//! Show published posts with their author's name.
//!
//! Created: 2026-02-24 12:59:26 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "6e93d50c8a1f", down_rev = "25ef7a91b4c0", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_view(
        "published_posts",
        "SELECT posts.id, posts.slug, posts.title, users.display_name AS author \
         FROM posts JOIN users ON users.id = posts.author_id \
         WHERE posts.published_at IS NOT NULL",
    );
}
