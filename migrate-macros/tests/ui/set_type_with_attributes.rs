//! A change of type that says more than the type.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "name").set_type(text().not_null());
    op.alter_column("users", "name").not_null().set_type(text().default("x"));
    op.alter_column("users", "names").set_type(array(text().not_null()));
}

fn main() {}
