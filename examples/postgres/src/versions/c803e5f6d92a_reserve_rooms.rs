//! Reserve rooms for events, no two at a time.
//!
//! Created: 2026-03-03 15:47:38 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "c803e5f6d92a", down_rev = "1fa6d3708b4e", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_extension("btree_gist");
    op.create_table(
        table("reservations")
            .column("id", uuid().primary_key().default(sql("gen_random_uuid()")))
            .column("room", integer().not_null())
            .column("during", custom("tstzrange").not_null()),
    );
    op.create_exclude_constraint(
        "ex_reservations",
        "reservations",
        "gist",
        [("room", "="), ("during", "&&")],
    );
}
