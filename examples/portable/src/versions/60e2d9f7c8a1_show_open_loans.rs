//! Show who has which book, and gather statistics in each database's own words.
//!
//! What only one database knows is said for each; `.effect(|_| {})` says that it changes nothing.
//!
//! Created: 2026-03-30 09:50:31 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "60e2d9f7c8a1", down_rev = "4c95ae1280bf")]
fn upgrade(op: &mut Op) {
    op.create_view(
        "open_loans",
        "SELECT loans.id, members.name, books.full_title, loans.lent_on \
         FROM loans JOIN members ON members.id = loans.member_id \
         JOIN books ON books.id = loans.book_id WHERE loans.state = 'open'",
    );
    op.execute(per_dialect().sqlite("ANALYZE").postgres("ANALYZE loans").mysql("ANALYZE TABLE loans"))
        .effect(|_| {});
}

fn downgrade(op: &mut Op) {
    op.drop_view("open_loans");
}
