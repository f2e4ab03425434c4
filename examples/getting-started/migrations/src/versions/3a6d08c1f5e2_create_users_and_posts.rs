//! Create users and posts.
//!
//! The first revision of all has no `down_rev`. A revision may also bring rows along.
//!
//! Created: 2026-01-12 09:14:02 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "3a6d08c1f5e2")]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", big_int().primary_key().identity())
            .column("email", varchar(255).not_null())
            .column("name", varchar(100).not_null())
            .column("is_admin", boolean().not_null().default(false))
            .column("created_at", timestamp().not_null().default(now())),
    );
    op.create_table(
        table("posts")
            .column("id", big_int().primary_key().identity())
            .column("author_id", big_int().not_null())
            .column("title", varchar(200).not_null())
            .column("body", text().not_null())
            .column("created_at", timestamp().not_null().default(now())),
    );
    op.bulk_insert(
        "users",
        ["email", "name", "is_admin", "created_at"],
        [
            ("ada@example.com", "Ada", true, "2026-01-12 09:00:00"),
            ("grace@example.com", "Grace", false, "2026-01-12 09:05:00"),
        ],
    );
    op.insert("posts")
        .set("author_id", 1)
        .set("title", "Notes on the Engine")
        .set("body", "It can do whatever we know how to order it to perform.")
        .set("created_at", "2026-01-12 09:10:00");
}

fn downgrade(op: &mut Op) {
    op.drop_table("posts");
    op.drop_table("users");
}
