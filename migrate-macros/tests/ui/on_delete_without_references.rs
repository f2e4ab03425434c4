//! An action for a reference that is not there.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("posts", "author_id", big_int().on_delete(Cascade));
}

fn main() {}
