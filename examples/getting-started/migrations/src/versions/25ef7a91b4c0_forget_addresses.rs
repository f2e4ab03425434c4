//! Forget the addresses that comments came from.
//!
//! What is deleted cannot be brought back, and the revision says why no one should try.
//!
//! Created: 2026-02-23 08:17:40 UTC
use migrate_runtime::prelude::*;

#[migration(
    rev = "25ef7a91b4c0",
    down_rev = "d0489c6f2b7e",
    downgrade = irreversible("the addresses of commenters are deleted for good")
)]
fn upgrade(op: &mut Op) {
    op.drop_column("comments", "ip_address");
}
