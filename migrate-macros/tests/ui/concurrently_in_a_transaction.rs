//! What cannot run inside a transaction, in revisions that run inside one.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10")]
fn upgrade(op: &mut Op) {
    op.create_index("ix_users_role", "users", ["role"]).concurrently();
}

fn downgrade(op: &mut Op<Tx>) {
    op.drop_index("ix_users_role", "users").concurrently();
}

fn main() {}
