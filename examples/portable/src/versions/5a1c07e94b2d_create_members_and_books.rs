//! Create members and books.
//!
//! Every database gets its own words for the same thing: `BIGINT GENERATED .. AS IDENTITY`,
//! `BIGINT AUTO_INCREMENT`, `INTEGER PRIMARY KEY AUTOINCREMENT`.
//!
//! Created: 2026-03-02 09:00:12 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "5a1c07e94b2d", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("members")
            .column("id", big_int().primary_key().identity())
            .column("email", varchar(190).not_null().unique(true))
            .column("name", varchar(100).not_null())
            .column("active", boolean().not_null().default(true))
            .column("joined_at", timestamp().not_null().default(now()))
            .comment("people who may borrow"),
    );
    op.create_table(
        table("books")
            .column("id", big_int().primary_key().identity())
            .column("isbn", char(13).not_null().unique(true))
            .column("title", varchar(200).not_null())
            .column("price", numeric(8, 2).not_null().default(decimal("0.00")))
            .column("copies", integer().not_null().default(1))
            .column("cover", binary())
            .column("details", json())
            .check("ck_books_copies", "copies >= 0")
            .index("ix_books_title", ["title"]),
    );
}
