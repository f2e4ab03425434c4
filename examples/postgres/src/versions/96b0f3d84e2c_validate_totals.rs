//! Check the totals of the orders that were there before.
//!
//! Created: 2026-02-11 16:09:20 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "96b0f3d84e2c", down_rev = "4d2a81c7e95f", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.validate_constraint("ck_orders_total", "orders");
}
