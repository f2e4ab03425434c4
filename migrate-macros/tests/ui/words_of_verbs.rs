//! Verbs of Alembic, SQL, Rails and Django.
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
    op.add_index("users", ["email"]);
    op.remove_index("users", "email");
    op.add_foreign_key("posts", "users");
    op.add_reference("posts", "user");
    op.remove_column("users", "name");
    op.change_column("users", "name", text());
    op.change_column_null("users", "name", false);
    op.change_column_default("users", "role", "member");
    op.run_sql("SELECT 1");
}

fn main() {}
