//! Find a customer's orders quickly, without holding up the shop while the index is built.
//!
//! A concurrent build runs outside a transaction, and `Op<NoTx>` says so: without it `.concurrently()`
//! does not compile.
//!
//! Created: 2026-02-04 13:40:09 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "73c9a04e6d1b", down_rev = "0b7e5d21f9c3")]
fn upgrade(op: &mut Op<NoTx>) {
    op.create_index("ix_orders_customer", "orders", [asc("customer_id"), desc("placed_at")])
        .include(["total"])
        .concurrently();
    op.create_index("ix_orders_details", "orders", ["details"]).using("gin").concurrently();
}

fn downgrade(op: &mut Op<NoTx>) {
    op.drop_index("ix_orders_details", "orders").concurrently();
    op.drop_index("ix_orders_customer", "orders").concurrently();
}
