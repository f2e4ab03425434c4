//! Remember what was seen.
//!
//! `schema.rs` says the column and its type; the default is the revision's own.
//!
//! Created: 2026-03-05 16:02:47 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "b93d51f7c0e4", down_rev = "4f0c8e6a2d17", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("entries", "seen", boolean().not_null().default(false));
}
