//! An order may come back.
//!
//! A new value can only be used once it is committed, so what uses it is a revision of its own.
//!
//! Created: 2026-03-17 17:03:33 UTC
use migrate_runtime::prelude::*;

#[migration(
    rev = "a7d4f0639c15",
    down_rev = "5be91a4c07d6",
    downgrade = irreversible("PostgreSQL cannot drop a value of an enum type")
)]
fn upgrade(op: &mut Op) {
    op.add_enum_value("order_state", "returned").after("shipped");
}
