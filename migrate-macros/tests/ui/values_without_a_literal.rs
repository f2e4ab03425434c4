//! Values that SQL has no literal for.
use migrate_runtime::prelude::*;

struct Role;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.update("users").set("role", Role);
    op.delete("users").filter(col("role").eq(Role));
}

fn main() {}
