//! Add the role of a user, from what was known before.
//!
//! A column that must not be empty comes in three steps: add it, fill it, then forbid `NULL`.
//!
//! Created: 2026-02-02 09:48:13 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "f3e8147d2c95", down_rev = "1c70ba49e5f8")]
fn upgrade(op: &mut Op) {
    op.add_column("users", "role", varchar(20));
    op.update("users").set("role", "admin").filter(col("is_admin").eq(true));
    op.update("users").set("role", "member").filter(col("role").is_null());
    op.alter_column("users", "role").not_null();
}

fn downgrade(op: &mut Op) {
    op.drop_column("users", "role");
}
