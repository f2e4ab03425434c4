//! Bring the first books and members.
//!
//! Rows are written safely for each database, whatever is in them.
//!
//! Created: 2026-03-04 15:02:27 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "c40b97d1e568", down_rev = "81e3f60d2a97")]
fn upgrade(op: &mut Op) {
    op.bulk_insert(
        "books",
        ["isbn", "title", "price", "copies", "details"],
        [
            ("9780131103627", "The C Programming Language", decimal("52.50"), 2, "{\"pages\": 272}"),
            ("9781718503106", "It's Rust, \\o/", decimal("39.99"), 5, "{\"pages\": 560}"),
            ("9783161484100", "Žluťoučký kůň 🐎", decimal("12.00"), 1, "[]"),
        ],
    );
    op.insert("members").set("email", "ada@example.com").set("name", "Ada");
    op.insert("members").set("email", "grace@example.com").set("name", "Grace");
    op.insert("loans")
        .set("member_id", sql("(SELECT id FROM members WHERE email = 'ada@example.com')"))
        .set("book_id", sql("(SELECT id FROM books WHERE isbn = '9781718503106')"))
        .set("lent_on", "2026-03-04");
}

fn downgrade(op: &mut Op) {
    op.delete("loans").all_rows();
    op.delete("members").all_rows();
    op.delete("books").all_rows();
}
