//! Sum up the sales of each customer, and keep the sums at hand.
//!
//! Created: 2026-02-25 11:11:02 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "1fa6d3708b4e", down_rev = "b52e7c90a1f8", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_materialized_view(
        "sales",
        "SELECT customer_id, count(*) AS orders, sum(total) AS total FROM orders GROUP BY customer_id",
    );
    op.create_index("ux_sales_customer", "sales", ["customer_id"]).unique(true);
}
