//! Refuse orders of less than nothing: from now on, for the rows that are there later.
//!
//! `NOT VALID` takes its lock for a moment only; the next revision reads the whole table under a lock
//! that lets everybody go on.
//!
//! Created: 2026-02-11 16:05:51 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "4d2a81c7e95f", down_rev = "e18f62b5a0d7", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_check_constraint("ck_orders_total", "orders", "total >= 0").not_valid();
}
