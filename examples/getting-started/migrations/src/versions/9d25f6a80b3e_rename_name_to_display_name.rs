//! Call a user's name what it is: the name that others see.
//!
//! Created: 2026-01-21 13:40:20 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "9d25f6a80b3e", down_rev = "e04b72d9168c")]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "name").rename_to("display_name");
}

fn downgrade(op: &mut Op) {
    op.alter_column("users", "display_name").rename_to("name");
}
