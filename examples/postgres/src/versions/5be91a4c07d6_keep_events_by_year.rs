//! Keep what happens to an order, a partition for each year.
//!
//! Created: 2026-03-10 12:20:26 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "5be91a4c07d6", down_rev = "c803e5f6d92a", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(
        table("order_events")
            .column("order_id", big_int().not_null())
            .column("at", timestamptz().not_null().default(now()))
            .column("event", text().not_null())
            .primary_key(["order_id", "at"])
            .partition_by("RANGE (at)"),
    );
    op.create_partition(
        "order_events_2026",
        "order_events",
        "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    );
    op.create_partition("order_events_other", "order_events", "DEFAULT");
}
