//! Columns by their names beside parts with an order, which the compiler wants to be all alike.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_index("ix_users_name", "users", ["name", desc("id")]);
    op.create_index("ix_users_id", "users", [expression("lower(mail)"), "name"]);
    op.create_table(table("t").column("a", text()).index("ix_t", [desc("a").nulls_first(), "b"]));
}

fn main() {}
