//! Columns that the rows which exist would have no value for.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("users", "role", varchar(100).not_null());
    op.add_column("users", "key", uuid().primary_key());
    op.add_column("users", "team", big_int().not_null().references("teams", "id"));
}

fn main() {}
