//! Double it before and after a change of the table, slowly.
use migrate_runtime::prelude::*;

use crate::slow;

#[migration(rev = "d_alter", down_rev = "c_alone", downgrade = irreversible("a number"))]
fn upgrade(op: &mut Op) {
    op.update("account").set("balance", sql("balance * 2"));
    op.add_column("account", "extra", integer());
    op.execute(slow::statement()).effect(|_| {});
    op.update("account").set("balance", sql("balance * 2"));
}
