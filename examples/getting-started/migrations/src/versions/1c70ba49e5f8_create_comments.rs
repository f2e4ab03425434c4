//! Create comments, which go with their post, and let posts go with their author.
//!
//! A foreign key with `ON DELETE CASCADE`, once in a new table and once for a table that is there.
//! SQLite cannot add one to a table: it is rebuilt, with all it holds, and this revision does not say so.
//!
//! Created: 2026-01-26 10:21:58 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "1c70ba49e5f8", down_rev = "9d25f6a80b3e", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("comments")
            .column("id", big_int().primary_key().identity())
            .column("post_id", big_int().not_null().references("posts", "id").on_delete(Cascade))
            .column("author", varchar(100).not_null())
            .column("body", text().not_null())
            .column("ip_address", varchar(45))
            .index("ix_comments_post", ["post_id"]),
    );
    op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
        .on_delete(Cascade);
}
