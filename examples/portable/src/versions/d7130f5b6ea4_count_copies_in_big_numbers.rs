//! Count copies in bigger numbers, and call a title what it is.
//!
//! The type changes and the default stays: MariaDB and MySQL are told the whole column again,
//! PostgreSQL drops the default for the change, SQLite rebuilds the table.
//!
//! Created: 2026-03-16 10:20:05 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "d7130f5b6ea4", down_rev = "2f6d8ae05c13", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.alter_column("books", "copies").set_type(big_int());
    op.alter_column("books", "title").rename_to("full_title");
    op.rename_index("ix_books_title", "books", "ix_books_full_title");
}
