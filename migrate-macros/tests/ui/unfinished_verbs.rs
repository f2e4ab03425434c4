//! Verbs that do nothing until more is said.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "role");
    op.update("users");
    op.insert("users");
    op.delete("users");
}

fn main() {}
