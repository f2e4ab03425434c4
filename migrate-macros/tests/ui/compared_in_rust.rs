//! Columns compared by Rust's operators.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = irreversible("rows"))]
fn upgrade(op: &mut Op) {
    op.delete("users").filter(col("status") == "active");
    op.update("users").set("active", false).filter(col("status") != "active");
    op.delete("users").filter(col("level") < 2);
    op.update("users").set("active", col("a") == col("b"));
}

fn main() {}
