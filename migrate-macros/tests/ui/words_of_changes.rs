//! Alembic's arguments of `alter_column`, `create_index` and the verbs of rows.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.alter_column("users", "name").new_column_name("full_name");
    op.alter_column("users", "name").server_default("x");
    op.alter_column("users", "name").not_null().existing_type(varchar(100));
    op.alter_column("users", "name").type_(text());
    op.create_index("ix_users_name", "users", ["name"]).postgresql_where("a IS NULL");
    op.update("users").where_(col("id").eq(1));
    op.update("users").values(("role", "member"));
}

fn main() {}
