//! An account, and how long the next revisions take.
use migrate_runtime::prelude::*;

#[migration(rev = "a_account", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(table("account").column("balance", integer().not_null()));
    op.create_table(
        table("pace")
            .column("seconds", numeric(6, 3).not_null())
            .column("steps", integer().not_null()),
    );
    op.insert("account").set("balance", 1);
    op.insert("pace").set("seconds", decimal("0.4")).set("steps", 1_000_000);
}
