//! Create feeds and entries.
//!
//! Created: 2026-03-02 09:30:11 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "4f0c8e6a2d17")]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("feeds")
            .column("id", integer().primary_key())
            .column("url", text().not_null().unique())
            .column("title", text()),
    );
    op.create_table(
        table("entries")
            .column("id", integer().primary_key())
            .column("feed_id", integer().not_null().references("feeds", "id").on_delete(Cascade))
            .column("title", text().not_null())
            .column("url", text().not_null()),
    );
}

fn downgrade(op: &mut Op) {
    op.drop_table("entries");
    op.drop_table("feeds");
}
