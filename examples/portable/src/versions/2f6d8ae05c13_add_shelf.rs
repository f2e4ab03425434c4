//! Add the shelf a book stands on, and say where each is.
//!
//! A column that must not be empty comes in three steps: add it, fill it, then forbid `NULL`.
//!
//! Created: 2026-03-09 08:44:59 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "2f6d8ae05c13", down_rev = "c40b97d1e568")]
fn upgrade(op: &mut Op) {
    op.add_column("books", "shelf", varchar(20).comment("room and number"));
    op.update("books").set("shelf", "A-1").filter(col("copies").gt(1));
    op.update("books").set("shelf", "B-7").filter(col("shelf").is_null());
    op.alter_column("books", "shelf").not_null().default("A-1");
}

fn downgrade(op: &mut Op) {
    op.drop_column("books", "shelf");
}
