//! Defaults that their columns cannot hold.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("users", "level", integer().not_null().default("x"));
    op.add_column("users", "name", text().default(5));
    op.add_column("users", "is_admin", boolean().default(0));
    op.add_column("users", "born", date().default(20000101));
    op.add_column("users", "balance", numeric(10, 2).default("0.00"));
    op.add_column("users", "seen", integer().default(now()));
    op.alter_column("users", "name").default(text());
}

fn main() {}
