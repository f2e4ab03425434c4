//! Conditions where a table's definition takes SQL text.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_index("ix_posts_live", "posts", ["title"]).filter(col("deleted_at").is_null());
    op.create_check_constraint("ck_orders_total", "orders", col("total").ge(0));
    op.create_index("ix_users_email", "users", [expression(sql("lower(email)"))]);
}

fn main() {}
