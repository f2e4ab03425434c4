//! Forbid to lend the same book twice a day to one member, and keep books that are lent.
//!
//! Created: 2026-03-23 13:13:13 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "4c95ae1280bf", down_rev = "d7130f5b6ea4")]
fn upgrade(op: &mut Op) {
    op.create_unique_constraint("uq_loans_day", "loans", ["member_id", "book_id", "lent_on"]);
    op.drop_foreign_key("fk_loans_book_id_books", "loans");
    op.create_foreign_key("fk_loans_book", "loans", ["book_id"], "books", ["id"])
        .on_delete(Restrict);
}

fn downgrade(op: &mut Op) {
    op.drop_foreign_key("fk_loans_book", "loans");
    op.create_foreign_key("fk_loans_book_id_books", "loans", ["book_id"], "books", ["id"]);
    op.drop_unique_constraint("uq_loans_day", "loans");
}
