//! Create tags.
//!
//! Work of its own, begun beside the next revision: a branch. Its label names it on the command
//! line: `cargo migrate upgrade tagging@head`.
//!
//! Created: 2026-02-09 10:12:30 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "c59f31e70a64", down_rev = "46a0d97be831", labels = "tagging", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("tags")
            .column("id", big_int().primary_key().identity())
            .column("name", varchar(50).not_null().unique(true)),
    );
    op.create_table(
        table("post_tags")
            .column("post_id", big_int().references("posts", "id").on_delete(Cascade))
            .column("tag_id", big_int().references("tags", "id").on_delete(Cascade))
            .primary_key(["post_id", "tag_id"]),
    );
}
