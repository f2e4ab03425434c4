//! Refuse an email address that is in use, and find drafts quickly.
//!
//! A unique index, over an expression, and a partial one that holds only the rows of its filter.
//!
//! Created: 2026-01-19 08:55:36 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "e04b72d9168c", down_rev = "57c9e1a3b06d")]
fn upgrade(op: &mut Op) {
    op.create_index("ux_users_email", "users", [expression("lower(email)")]).unique(true);
    op.create_index("ix_posts_drafts", "posts", ["author_id"]).filter("published_at IS NULL");
}

fn downgrade(op: &mut Op) {
    op.drop_index("ix_posts_drafts", "posts");
    op.drop_index("ux_users_email", "users");
}
