//! Columns, tables and keys that are given to nothing.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    varchar(100).not_null();
    table("users").column("id", big_int());
    foreign_key("fk_posts_editor", ["editor_id"], "users", ["id"]);
    col("role").eq("member");
    sql("lower(name)");
    op.drop_table("users");
}

fn main() {}
