//! Create loans, which go with their member and keep their book.
//!
//! Created: 2026-03-04 11:31:40 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "81e3f60d2a97", down_rev = "5a1c07e94b2d", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("loans")
            .column("id", big_int().primary_key().identity())
            .column("member_id", big_int().not_null().references("members", "id").on_delete(Cascade))
            .column("book_id", big_int().not_null().references("books", "id"))
            .column("state", enumeration("loan_state", ["open", "returned"]).not_null().default("open"))
            .column("lent_on", date().not_null())
            .column("returned_on", date())
            .check("ck_loans_returned", "returned_on IS NULL OR returned_on >= lent_on"),
    );
    op.create_index("ix_loans_member_lent", "loans", [asc("member_id"), desc("lent_on")]);
}
