//! A verb that does nothing, in a downgrade.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10")]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "role").not_null();
}

#[deny(unused_must_use)]
fn downgrade(op: &mut Op) {
    op.alter_column("users", "role");
}

fn main() {}
