//! Alembic's arguments, in the place of which the compiler would propose the opposite, or text of any length.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "name").nullable(false);
    op.alter_column("users", "role").set_type(varchar(20)).nullable(true);
    op.create_index("ix_users_name", "users", ["name"]).unique(false);
    op.create_index("ux_users_name", "users", ["name"]).unique(true);
    op.add_column("users", "mail", varchar(100).nullable(false));
    op.add_column("users", "city", string(40).not_null());
}

fn main() {}
