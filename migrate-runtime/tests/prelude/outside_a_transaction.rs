//! What cannot run in a transaction, each way on its own.

use migrate_runtime::prelude::*;

#[migration(rev = "outside", down_rev = "merge")]
fn upgrade(op: &mut Op<NoTx>) {
    op.create_index("ix_users_role", "users", ["role"]).unique(true).concurrently();
}

fn downgrade(op: &mut Op<NoTx>) {
    op.drop_index("ix_users_role", "users").concurrently();
}
