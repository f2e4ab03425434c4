//! Foreign keys with more columns on one side than on the other.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_foreign_key("fk_posts_editor", "posts", ["tenant", "editor"], "users", ["id"]);
    let key = foreign_key("fk_notes_post", ["post_id"], "posts", ["tenant", "id"]);
    op.create_table(table("notes").column("post_id", big_int()).foreign_key(key));
}

fn main() {}
