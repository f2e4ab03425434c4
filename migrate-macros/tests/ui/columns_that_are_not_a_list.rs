//! Columns that are not a list.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_index("ix_users_role", "users", "role");
    op.create_unique_constraint("uq_users_email", "users", "email");
}

fn main() {}
