//! Rows with another number of values than there are columns.
use migrate_runtime::prelude::*;

struct Role;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.bulk_insert("roles", ["name", "level"], [("admin", 3, true)]);
    op.bulk_insert("roles", ["name", "level"], [["admin"]]);
    op.bulk_insert("roles", ["name"], ["admin"]);
    op.bulk_insert("roles", ["name", "level"], [("admin", Role)]);
}

fn main() {}
