//! Every verb, with everything that can be said after it.

use migrate_runtime::prelude::*;

#[migration(rev = "every_verb", down_rev = "every_type")]
fn upgrade(op: &mut Op) {
    op.add_column("users", "team", big_int().references("teams", "id").on_delete(Cascade));
    op.add_column("users", "level", integer().not_null().default(1));
    op.alter_column("users", "name")
        .set_type(varchar(200))
        .using("trim(name)")
        .not_null()
        .default("nobody")
        .collate("nocase")
        .comment("what others see");
    op.alter_column("users", "name").nullable(true).drop_default().drop_comment();
    op.alter_column("users", "name").default(sql("upper('nobody')")).rename_to("display_name");
    op.drop_column("users", "level");
    op.create_index("ix_posts_live", "posts", ["title"])
        .unique(true)
        .filter("deleted_at IS NULL")
        .include(["id"])
        .using("btree")
        .nulls_not_distinct();
    op.create_index("ix_users_email", "users", [expression("lower(email)").descending()]);
    op.rename_index("ix_posts_live", "posts", "ix_posts_title");
    op.drop_index("ix_posts_title", "posts");
    op.create_foreign_key("fk_posts_editor", "posts", ["editor_id"], "users", ["id"])
        .on_delete(SetNull)
        .on_update(Cascade)
        .deferrable_initially_deferred()
        .not_valid();
    op.create_unique_constraint("uq_users_email", "users", ["email"])
        .nulls_not_distinct()
        .deferrable_initially_deferred();
    op.create_primary_key("pk_tags", "tags", ["post_id", "name"]);
    op.create_check_constraint("ck_orders_total", "orders", "total >= 0").not_valid();
    op.create_exclude_constraint("ex_bookings", "bookings", "gist", [("room", "=")]);
    op.validate_constraint("ck_orders_total", "orders");
    op.rename_constraint("uq_users_email", "users", "uq_users_address");
    op.drop_foreign_key("fk_posts_editor", "posts");
    op.drop_unique_constraint("uq_users_address", "users");
    op.drop_primary_key("pk_tags", "tags");
    op.drop_check_constraint("ck_orders_total", "orders");
    op.drop_exclude_constraint("ex_bookings", "bookings");
    op.rename_table("users", "accounts");
    op.create_table_comment("accounts", "people who can sign in");
    op.drop_table_comment("accounts");
    op.drop_table("accounts");
    op.create_schema("audit");
    op.drop_schema("audit");
    op.create_enum("mood", ["sad", "happy"]);
    op.add_enum_value("mood", "content").after("sad");
    op.add_enum_value("mood", "furious").before("sad");
    op.rename_enum_value("mood", "sad", "blue");
    op.drop_enum("mood");
    op.create_view("admins", per_dialect().sqlite("SELECT 1").postgres("SELECT 2"));
    op.drop_view("admins");
    op.create_extension("pg_trgm");
    op.drop_extension("pg_trgm");
    op.create_trigger("touch", "posts", "AFTER UPDATE", "BEGIN SELECT 1; END");
    op.drop_trigger("touch", "posts");
    op.execute("ANALYZE").effect(|_| {});
    op.execute("CREATE TABLE t (a INT)")
        .effect(|op| op.create_table(table("t").column("a", integer())));
}

fn downgrade(op: &mut Op) {
    op.insert("roles")
        .set("name", "admin")
        .set("level", 3)
        .set("since", now())
        .set("until", null())
        .on_conflict_do_nothing(["name"]);
    op.bulk_insert("roles", ["name", "level"], [("editor", 2), ("member", 1)])
        .on_conflict_do_update(["name"]);
    op.bulk_insert("roles", ["name"], [["guest"], ["robot"]]);
    op.bulk_insert("roles", ["name", "until"], [("old", Some("2020-01-01")), ("new", None)]);
    let numbered = (1_i64..=3).map(|level| (format!("level {level}"), level));
    op.bulk_insert("roles", ["name", "level"], numbered);
    op.update("roles")
        .set("level", col("level").eq(1))
        .set("title", sql("upper(name)"))
        .filter(col("level").gt(0).and(col("level").lt(9).or(col("level").is_null())))
        .filter(!col("name").is_in(["robot", "guest"]));
    op.update("roles").set("level", 0_u8);
    op.delete("roles").filter(col("name").like("level %")).filter(sql("level > 1"));
    op.delete("roles").all_rows();
}
