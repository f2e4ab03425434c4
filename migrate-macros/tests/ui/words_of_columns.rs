//! Alembic's arguments of columns.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.add_column("users", "role", varchar(100).nullable());
    op.add_column("users", "role", varchar(100).null());
    op.add_column("users", "role", varchar(100).server_default("member"));
    op.add_column("users", "role", varchar(100).index(true));
    op.add_column("users", "author", big_int().foreign_key("users.id"));
    op.create_table(table("t").column("id", big_int().autoincrement(true)));
}

fn main() {}
