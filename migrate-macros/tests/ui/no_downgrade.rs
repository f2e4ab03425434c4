//! A revision that nothing undoes.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10")]
fn upgrade(op: &mut Op) {
    op.drop_column("users", "role");
}

fn main() {}
