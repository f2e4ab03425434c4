//! Double it outside a transaction.
use migrate_runtime::prelude::*;

use crate::slow;

#[migration(rev = "c_alone", down_rev = "b_double", downgrade = irreversible("a number"))]
fn upgrade(op: &mut Op<NoTx>) {
    op.update("account").set("balance", sql("balance * 2"));
    op.execute(slow::statement()).effect(|_| {});
}
