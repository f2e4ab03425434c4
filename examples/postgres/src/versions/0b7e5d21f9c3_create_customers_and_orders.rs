//! Create customers and orders.
//!
//! An enum type of its own, numbers that only the database gives, JSON and a list.
//!
//! Created: 2026-02-02 08:12:44 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "0b7e5d21f9c3", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_enum("order_state", ["placed", "paid", "shipped"]);
    op.create_table(
        table("customers")
            .column("id", big_int().primary_key().identity_with(Identity::always()))
            .column("email", text().not_null())
            .column("name", text().not_null())
            .column("tags", array(text()).not_null().default("{}"))
            .column("created_at", timestamptz().not_null().default(now()))
            .comment("who buys"),
    );
    op.create_index("ux_customers_email", "customers", [expression("lower(email)")]).unique();
    op.create_table(
        table("orders")
            .column("id", big_int().primary_key().identity_with(Identity::always()))
            .column(
                "customer_id",
                big_int().not_null().references("customers", "id").on_delete(Cascade),
            )
            .column(
                "state",
                enumeration("order_state", ["placed", "paid", "shipped"])
                    .not_null()
                    .default("placed"),
            )
            .column("total", numeric(12, 2).not_null())
            .column("details", jsonb().not_null().default("{}"))
            .column("placed_at", timestamptz().not_null().default(now())),
    );
}
