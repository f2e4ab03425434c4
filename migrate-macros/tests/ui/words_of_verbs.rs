//! Alembic's and SQL's verbs.
use migrate_runtime::prelude::*;

#[migration(rev = "27c6", down_rev = "ae10", downgrade = auto)]
fn upgrade(op: &mut Op) {
    op.drop_constraint("ck_users", "users", "check");
    op.drop_constraint("ck_users", "users");
    op.add_constraint("users", "CHECK (level > 0)");
    op.batch_alter_table("users");
    op.rename_column("users", "name", "full_name");
    op.sql("SELECT 1");
    op.drop_index(op.f("ix_users_name"), "users");
    op.get_bind();
}

fn main() {}
