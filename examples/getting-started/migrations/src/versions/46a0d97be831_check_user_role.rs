//! Allow only the roles that the application knows.
//!
//! Created: 2026-02-03 15:07:44 UTC
use migrate_runtime::prelude::*;

#[migration(rev = "46a0d97be831", down_rev = "f3e8147d2c95", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_check_constraint("ck_users_role", "users", "role IN ('admin', 'editor', 'member')");
}
