//! Python's word for NULL.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.update("users").set("role", None);
    op.insert("users").set("role", None).set("id", 1);
}

fn main() {}
