//! Values that do not say which rows.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = irreversible("rows"))]
fn upgrade(op: &mut Op) {
    op.delete("users").filter("2 < level");
    op.delete("users").filter(true);
    op.delete("users").filter(1);
    op.delete("users").filter(per_dialect().sqlite("a").postgres("b"));
    op.update("users").set("active", false).filter(String::from("name = 'ann'"));
    op.update("users").filter(null()).set("active", false);
    op.delete("users").filter(col("level").eq(1).and("x"));
    op.delete("users").filter(col("level").eq(1).or(true));
}

fn main() {}
