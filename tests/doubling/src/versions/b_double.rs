//! Double it, slowly.
use migrate_runtime::prelude::*;

use crate::slow;

#[migration(rev = "b_double", down_rev = "a_account", downgrade = irreversible("a number"))]
fn upgrade(op: &mut Op) {
    op.update("account").set("balance", sql("balance * 2"));
    op.execute(slow::statement()).effect(|_| {});
}
