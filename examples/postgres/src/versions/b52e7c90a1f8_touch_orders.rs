//! Write down when an order was last changed.
//!
//! Created: 2026-02-18 09:31:17 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "b52e7c90a1f8", down_rev = "96b0f3d84e2c", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("orders", "touched_at", timestamptz());
    op.create_function(
        "touch",
        "",
        "RETURNS trigger LANGUAGE plpgsql \
         AS $$ BEGIN NEW.touched_at := now(); RETURN NEW; END $$",
    );
    op.create_trigger("orders_touch", "orders", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
}
