//! A number for each row, in a column that holds no numbers.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.create_table(table("users").column("id", uuid().primary_key().identity()));
}

fn main() {}
