//! The cases of `tests/operations` as the source that records them, written by `operations/rendered.rs`.

use super::*;

fn before_a_table_with_everything_in_it(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer().primary_key())
            .column("email", varchar(255).not_null())
            .column("name", varchar(100))
            .column("age", integer())
            .index("ix_users_email", ["email"]),
    );
    op.bulk_insert(
        "users",
        ["id", "email", "name", "age"],
        [(1, "ann@example.org", "Ann", 30), (2, "bob@example.org", "Bob", 40)],
    );
}

fn up_a_table_with_everything_in_it(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", big_int().primary_key().identity())
            .column(
                "author_id",
                integer()
                    .not_null()
                    .references("users", "id")
                    .on_delete(Cascade)
                    .on_update(Restrict),
            )
            .column(
                "slug",
                varchar(40).unique().check("length(slug) > 2 OR slug IS NULL"),
            )
            .column("title", varchar(80).not_null().default("it's").check("title <> ''"))
            .column("body", text())
            .column("shout", varchar(80).generated("upper(title)"))
            .unique("uq_posts_author_title", ["author_id", "title"])
            .index("ix_posts_title", ["title"])
            .index("ix_posts_recent", [desc("id"), asc("title")])
            .comment("what people write"),
    );
}

fn up_a_table_as_only_some_databases_have_it(op: &mut Op) {
    op.create_table(
        table("posts")
            .column(
                "author_id",
                integer().references("users", "id").deferrable_initially_deferred(),
            )
            .column("size", integer().generated_virtual("author_id * 2")),
    );
}

fn up_references_that_are_checked_at_commit(op: &mut Op) {
    op.create_table(
        table("posts")
            .column(
                "author_id",
                integer().references("users", "id").deferrable_initially_deferred(),
            )
            .column(
                "editor_id",
                integer()
                    .references("users", "id")
                    .foreign_key_named("fk_editor")
                    .deferrable_initially_deferred(),
            ),
    );
}

fn up_references_that_set_a_default(op: &mut Op) {
    op.create_table(
        table("posts")
            .column(
                "author_id",
                integer()
                    .default(1)
                    .references("users", "id")
                    .foreign_key_named("fk_author")
                    .on_delete(SetDefault)
                    .on_update(SetDefault),
            ),
    );
}

fn up_an_index_over_text_of_any_length(op: &mut Op) {
    op.create_table(table("t").column("body", text()).index("ix_t", ["body"]));
}

fn up_a_key_of_text_of_any_length(op: &mut Op) {
    op.create_table(table("t").column("body", text().primary_key()));
}

fn up_sqlite_s_collations(op: &mut Op) {
    op.create_table(table("t").column("slug", varchar(40).unique().collate("nocase")));
}

fn up_postgresql_s_collations(op: &mut Op) {
    op.create_table(table("t").column("slug", varchar(40).unique().collate("C")));
}

fn up_mariadb_s_and_mysql_s_collations(op: &mut Op) {
    op.create_table(
        table("t").column("slug", varchar(40).unique().collate("utf8mb4_bin")),
    );
}

fn up_a_check_over_a_name_in_double_quotes_which_make_a_string_on_mariadb_and_mysql(
    op: &mut Op,
) {
    op.create_table(
        table("t").column(r#"say "hi""#, varchar(9).check(r#""say ""hi""" <> ''"#)),
    );
}

fn up_keys_and_references_of_several_columns(op: &mut Op) {
    op.create_table(
        table("places")
            .column("country", char(2).not_null())
            .column("city", varchar(80).not_null())
            .primary_key(["country", "city"]),
    );
    op.create_table(
        table("visits")
            .column("id", integer().primary_key())
            .column("country", char(2))
            .column("city", varchar(80))
            .column(
                "previous",
                integer()
                    .references("visits", "id")
                    .foreign_key_named("fk_visits_previous")
                    .on_delete(Restrict),
            )
            .foreign_key(
                foreign_key(
                        "fk_visits_place",
                        ["country", "city"],
                        "places",
                        ["country", "city"],
                    )
                    .on_delete(SetNull)
                    .on_update(Cascade),
            ),
    );
}

fn up_strict_and_without_rowid(op: &mut Op) {
    op.create_table(
        table("readings")
            .column("sensor", varchar(20).primary_key())
            .column("exact", numeric(10, 2).not_null().default(decimal("0.10")))
            .column("rough", double())
            .column("at", timestamp().default(now()))
            .column("on", boolean().not_null().default(true))
            .column("raw", binary())
            .strict()
            .without_rowid(),
    );
}

fn up_names_that_need_quotes(op: &mut Op) {
    op.create_table(
        table("Group")
            .column("select", integer().primary_key())
            .column("Zeichen ä", varchar(80))
            .column(r#"say "hi" `so`"#, integer())
            .index("ix order", ["Zeichen ä"]),
    );
}

fn up_a_table_that_may_be_there(op: &mut Op) {
    op.create_table(
        table("tags")
            .column("name", varchar(80))
            .index("ix_tags_name", ["name"])
            .if_not_exists(),
    );
}

fn up_a_table_that_is_there(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer())
            .index("ix_users_email", ["id"])
            .if_not_exists(),
    );
}

fn up_a_table_twice(op: &mut Op) {
    op.create_table(table("users").column("id", integer()));
}

fn up_a_table_without_columns(op: &mut Op) {
    op.create_table(table("users"));
}

fn up_a_table_of_computed_columns_only(op: &mut Op) {
    op.create_table(table("t").column("n", integer().generated("1")));
}

fn up_no_rowids_and_no_key(op: &mut Op) {
    op.create_table(table("t").column("n", integer()).without_rowid());
}

fn up_a_default_for_what_is_computed(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", integer())
            .column("n", integer().default(1).generated("a")),
    );
}

fn up_a_key_that_is_computed(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", integer())
            .column("n", integer().primary_key().generated("a")),
    );
}

fn up_numbers_without_a_key(op: &mut Op) {
    op.create_table(table("t").column("n", integer().identity()));
}

fn up_numbers_without_rowids(op: &mut Op) {
    op.create_table(
        table("t").column("n", integer().primary_key().identity()).without_rowid(),
    );
}

fn up_a_dropped_table(op: &mut Op) {
    op.drop_table("users");
}

fn before_a_dropped_table_with_a_trigger(op: &mut Op) {
    op.create_trigger(
        "users_keep",
        "users",
        "BEFORE UPDATE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET NEW.age = OLD.age"),
    );
}

fn up_a_table_that_is_not_there(op: &mut Op) {
    op.drop_table("user");
}

fn before_a_table_that_others_reference(op: &mut Op) {
    op.create_table(
        table("posts").column("author_id", integer().references("users", "id")),
    );
}

fn before_a_renamed_table_that_others_mention(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("author_id", integer().references("users", "id"))
            .column("age", integer()),
    );
    op.create_view("names", "SELECT name FROM users WHERE name <> 'users'");
}

fn up_a_renamed_table_that_others_mention(op: &mut Op) {
    op.rename_table("users", "Accounts");
}

fn before_a_renamed_table_that_triggers_mention(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("author_id", integer()),
    );
    op.create_trigger(
        "users_gone",
        "users",
        "AFTER DELETE",
        per_dialect()
            .sqlite("BEGIN DELETE FROM posts WHERE author_id = OLD.id; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW DELETE FROM posts WHERE author_id = OLD.id"),
    );
    op.create_trigger(
        "posts_gone",
        "posts",
        "AFTER DELETE",
        per_dialect()
            .sqlite("BEGIN UPDATE users SET age = age + 1 WHERE id = OLD.author_id; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql(
                "FOR EACH ROW UPDATE users SET age = age + 1 WHERE id = OLD.author_id",
            ),
    );
}

fn before_a_table_renamed_by_its_case_alone(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("author_id", integer().references("users", "id")),
    );
    op.create_view("names", "SELECT name FROM users");
}

fn up_a_table_renamed_by_its_case_alone(op: &mut Op) {
    op.rename_table("users", "Users");
}

fn up_a_table_whose_name_is_another_s_but_for_its_case(op: &mut Op) {
    op.create_table(table("Users").column("id", integer()));
}

fn up_a_table_that_takes_another_s_place(op: &mut Op) {
    op.rename_table("users", "old_users");
    op.rename_constraint("pk_users", "old_users", "pk_old_users");
    op.create_table(table("users").column("id", big_int().primary_key()));
}

fn before_a_table_renamed_to_another(op: &mut Op) {
    op.create_table(table("posts").column("id", integer()));
}

fn up_a_table_renamed_to_another(op: &mut Op) {
    op.rename_table("users", "posts");
}

fn up_a_comment(op: &mut Op) {
    op.create_table_comment("users", "people who can sign in");
}

fn up_a_dropped_comment(op: &mut Op) {
    op.drop_table_comment("users");
}

fn before_changing_one_column_keeps_the_defaults_checks_and_comments_of_the_others(
    op: &mut Op,
) {
    op.create_table(
        table("settings")
            .column("id", big_int().primary_key().identity())
            .column(
                "owner",
                varchar(40)
                    .not_null()
                    .default(r#"it's "me""#)
                    .check("owner <> 'it''s' AND owner <> ');'"),
            )
            .column("flags", json().default(r#"{"a": [1, 2], "b": "o'k"}"#))
            .column("path", varchar(60).not_null().default(r"C:\temp\new, (then"))
            .column("made", varchar(60).generated("replace(owner, 'it''s (', '')"))
            .column("level", integer().comment(r#"it's "so", (or) not"#))
            .column("note", varchar(20)),
    );
}

fn up_changing_one_column_keeps_the_defaults_checks_and_comments_of_the_others(
    op: &mut Op,
) {
    op.alter_column("settings", "level").set_type(big_int());
}

fn up_a_check_that_breaks_off(op: &mut Op) {
    op.create_check_constraint("ck_users_name", "users", "name <> (");
}

fn up_a_generated_column_of_an_open_string(op: &mut Op) {
    op.add_column("users", "shout", text().generated("upper('name)"));
}

fn up_a_check_of_a_misspelt_column(op: &mut Op) {
    op.create_check_constraint("ck_users_name", "users", "length(nmae) > 0");
}

fn up_a_new_table_with_a_check_of_a_misspelt_column(op: &mut Op) {
    op.create_table(
        table("t").column("price", integer()).check("ck_t", "prcie > 0 OR price IS NULL"),
    );
}

fn up_a_filter_of_a_misspelt_name_in_quotes(op: &mut Op) {
    op.delete("users").filter(sql(r#""nmae" = 'ann'"#));
}

fn up_a_view_of_a_misspelt_name_in_quotes(op: &mut Op) {
    op.create_view("names", r#"SELECT "nmae" FROM users WHERE users.age > 3"#);
}

fn up_an_index_filter_of_a_misspelt_column(op: &mut Op) {
    op.create_index("ix", "users", ["email"]).filter("nmae IS NOT NULL");
}

fn up_options_of_postgresql(op: &mut Op) {
    op.create_table(
        table("counters")
            .column("id", integer().primary_key())
            .postgres_unlogged()
            .postgres_with("fillfactor", 70)
            .postgres_with("autovacuum_enabled", false)
            .postgres_tablespace("pg_default"),
    );
}

fn up_options_of_mariadb_and_mysql(op: &mut Op) {
    op.create_table(
        table("counters")
            .column("id", integer().primary_key())
            .column("name", varchar(20))
            .comment("it's")
            .mysql_engine("InnoDB")
            .mysql_charset("latin1")
            .mysql_collation("latin1_german2_ci")
            .mysql_row_format("DYNAMIC"),
    );
}

fn up_columns_as_mariadb_and_mysql_have_them(op: &mut Op) {
    op.create_table(
        table("counters")
            .column("id", big_int().unsigned().primary_key().identity())
            .column("small", small_int().unsigned().not_null().default(65535))
            .column("name", varchar(20).mysql_charset("latin1"))
            .column("code", varchar(20).not_null().mysql_charset("ascii"))
            .column("at", timestamp().not_null().default(now()).mysql_on_update_now())
            .column("secret", integer().mysql_invisible()),
    );
}

fn up_a_table_in_partitions(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().not_null())
            .column("year", integer().not_null())
            .primary_key(["id", "year"])
            .partition_by(
                per_dialect()
                    .sqlite("")
                    .postgres("RANGE (year)")
                    .mysql(
                        "RANGE (year) (PARTITION old VALUES LESS THAN (2026), PARTITION new VALUES LESS THAN MAXVALUE)",
                    ),
            ),
    );
}

fn up_a_table_in_partitions_without_a_text_for_each_database(op: &mut Op) {
    op.create_table(
        table("events")
            .column("year", integer())
            .partition_by(per_dialect().postgres("LIST (year)")),
    );
}

fn before_a_dropped_table_with_options(op: &mut Op) {
    op.create_table(
        table("counters")
            .column("id", integer().primary_key())
            .comment("counts")
            .postgres_with("fillfactor", 70)
            .mysql_engine("InnoDB"),
    );
}

fn up_a_dropped_table_with_options(op: &mut Op) {
    op.drop_table("counters");
}

fn before_options_of_postgresql_after_the_table(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .column("title", varchar(100).not_null())
            .index("ix_events_title", ["title"]),
    );
    op.create_index("ux_events_title", "events", ["title"]).unique();
}

fn up_options_of_postgresql_after_the_table(op: &mut Op) {
    op.alter_table("events")
        .postgres_unlogged()
        .postgres_with("fillfactor", 70)
        .postgres_with("autovacuum_enabled", false)
        .postgres_replica_identity(ReplicaIdentity::Index("ux_events_title".to_owned()));
    op.alter_table("events").postgres_with("fillfactor", 80);
    op.rename_index("ux_events_title", "events", "ux_title");
}

fn before_options_of_postgresql_back_to_what_they_are_by_default(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .postgres_unlogged()
            .postgres_with("fillfactor", 70)
            .postgres_with("autovacuum_enabled", false)
            .postgres_replica_identity(ReplicaIdentity::Full),
    );
}

fn up_options_of_postgresql_back_to_what_they_are_by_default(op: &mut Op) {
    op.alter_table("events")
        .postgres_logged()
        .postgres_reset("fillfactor")
        .postgres_reset("autovacuum_enabled")
        .postgres_replica_identity(ReplicaIdentity::Default);
}

fn up_options_share_a_statement_with_what_takes_the_same_lock(op: &mut Op) {
    op.add_column("events", "note", text());
    op.alter_table("events").postgres_replica_identity(ReplicaIdentity::Nothing);
    op.alter_table("events").postgres_with("user_catalog_table", true);
    op.alter_table("events").postgres_with("parallel_workers", 2);
}

fn up_another_tablespace(op: &mut Op) {
    op.alter_table("events").postgres_tablespace("pg_default");
}

fn up_the_replica_identity_of_a_new_table(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .column("code", integer().not_null().unique())
            .postgres_replica_identity(
                ReplicaIdentity::Index("uq_events_code".to_owned()),
            ),
    );
}

fn before_a_dropped_table_gets_its_options_back(op: &mut Op) {
    op.alter_table("events")
        .postgres_with("fillfactor", 70)
        .postgres_replica_identity(ReplicaIdentity::Index("ux_events_title".to_owned()));
}

fn up_a_dropped_table_gets_its_options_back(op: &mut Op) {
    op.drop_table("events");
}

fn up_the_index_of_a_replica_identity_that_is_not_there(op: &mut Op) {
    op.alter_table("events")
        .postgres_replica_identity(ReplicaIdentity::Index("ux_events_titel".to_owned()));
}

fn before_the_index_of_a_replica_identity_is_dropped(op: &mut Op) {
    op.alter_table("events")
        .postgres_replica_identity(ReplicaIdentity::Index("ux_events_title".to_owned()));
}

fn up_the_index_of_a_replica_identity_is_dropped(op: &mut Op) {
    op.drop_index("ux_events_title", "events");
}

fn up_options_of_a_table_that_is_not_there(op: &mut Op) {
    op.alter_table("event").postgres_unlogged();
}

fn before_a_logged_table_references_one_that_is_not(op: &mut Op) {
    op.create_table(
        table("notes").column("event_id", integer().references("events", "id")),
    );
}

fn up_a_logged_table_references_one_that_is_not(op: &mut Op) {
    op.alter_table("events").postgres_unlogged();
}

fn before_partitions_of_a_table_that_is_whole_on_postgresql(op: &mut Op) {
    op.create_table(table("events").column("id", integer().primary_key()));
}

fn up_partitions_of_a_table_that_is_whole_on_postgresql(op: &mut Op) {
    op.alter_table("events").partition_by("HASH (id) PARTITIONS 4");
}

fn up_partitions_of_mariadb_and_mysql(op: &mut Op) {
    op.alter_table("events")
        .partition_by(
            per_dialect().sqlite("").postgres("").mysql("HASH (id) PARTITIONS 4"),
        );
    op.alter_table("events")
        .partition_by(
            per_dialect().sqlite("").postgres("").mysql("KEY (id) PARTITIONS 2"),
        );
    op.alter_table("events").remove_partitioning();
}

fn up_another_engine_and_row_format(op: &mut Op) {
    op.alter_table("events").mysql_engine("InnoDB").mysql_row_format("COMPRESSED");
    op.alter_table("events").mysql_engine("MyISAM").mysql_row_format("FIXED");
}

fn up_the_tablespace_of_the_database_again(op: &mut Op) {
    op.alter_table("events").drop_postgres_tablespace();
}

fn before_options_of_mariadb_and_mysql_as_the_server_and_the_database_have_them_again(
    op: &mut Op,
) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .column("title", varchar(100).not_null())
            .mysql_engine("MyISAM")
            .mysql_charset("latin1")
            .mysql_collation("latin1_bin")
            .mysql_row_format("DYNAMIC"),
    );
}

fn up_options_of_mariadb_and_mysql_as_the_server_and_the_database_have_them_again(
    op: &mut Op,
) {
    op.alter_table("events").drop_mysql_engine().drop_mysql_row_format();
    op.alter_table("events").drop_mysql_charset().drop_mysql_collation();
}

fn up_an_engine_that_keeps_no_foreign_keys(op: &mut Op) {
    op.alter_table("events").mysql_engine("MyISAM");
}

fn before_another_character_set(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .column("title", varchar(100).not_null().default("none"))
            .column("note", text())
            .column("code", varchar(10).mysql_charset("ascii"))
            .column("mood", enumeration("mood", ["sad", "happy"]))
            .column("data", json())
            .mysql_charset("latin1")
            .mysql_collation("latin1_german2_ci"),
    );
}

fn up_another_character_set(op: &mut Op) {
    op.alter_table("events").mysql_charset("utf8mb4");
}

fn before_another_collation_where_nothing_is_said_of_it(op: &mut Op) {
    op.create_table(table("events").column("id", integer()).column("title", text()));
}

fn up_another_collation_where_nothing_is_said_of_it(op: &mut Op) {
    op.alter_table("events").mysql_collation("utf8mb4_bin");
}

fn before_the_character_set_of_columns_in_a_foreign_key(op: &mut Op) {
    op.create_table(table("kinds").column("name", varchar(20).primary_key()));
    op.create_table(
        table("events").column("kind", varchar(20).references("kinds", "name")),
    );
}

fn up_the_character_set_of_columns_in_a_foreign_key(op: &mut Op) {
    op.alter_table("events").mysql_charset("latin1");
}

fn up_a_collation_of_another_character_set(op: &mut Op) {
    op.alter_table("events").mysql_charset("latin1").mysql_collation("utf8mb4_bin");
}

fn before_a_strict_table(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", big_int().primary_key().identity())
            .column("title", varchar(100).not_null())
            .column("size", numeric(10, 2))
            .column("mood", enumeration("mood", ["sad", "happy"]))
            .index("ix_events_title", ["title"]),
    );
}

fn up_a_strict_table(op: &mut Op) {
    op.alter_table("events").strict();
    op.add_column("events", "note", varchar(10).not_null().default("-"));
}

fn up_a_table_without_row_numbers(op: &mut Op) {
    op.alter_table("events").strict().without_rowid();
}

fn before_a_table_with_row_numbers(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .column("title", varchar(10))
            .strict()
            .without_rowid(),
    );
}

fn up_a_table_with_row_numbers(op: &mut Op) {
    op.alter_table("events").not_strict().with_rowid();
}

fn before_a_table_that_cannot_be_without_row_numbers(op: &mut Op) {
    op.create_table(table("events").column("id", integer().primary_key().identity()));
}

fn up_a_table_that_cannot_be_without_row_numbers(op: &mut Op) {
    op.alter_table("events").without_rowid();
}

fn before_a_strict_table_with_a_type_of_another_database(op: &mut Op) {
    op.create_table(table("events").column("at", custom("tsrange")));
}

fn before_new_columns_among_the_others(op: &mut Op) {
    op.create_table(
        table("users")
            .column("id", integer().primary_key())
            .column("name", varchar(50).not_null())
            .column("age", integer())
            .index("ix_users_name", ["name"]),
    );
}

fn up_new_columns_among_the_others(op: &mut Op) {
    op.add_column("users", "code", integer().mysql_first());
    op.add_column("users", "mail", varchar(80).mysql_after("name"));
    op.add_column("users", "note", text());
}

fn up_columns_that_change_their_places(op: &mut Op) {
    op.alter_column("users", "age").mysql_first();
    op.alter_column("users", "id").mysql_after("name");
    op.alter_column("users", "name").mysql_after("age");
}

fn before_a_dropped_table_gets_the_order_of_its_columns_back(op: &mut Op) {
    op.add_column("users", "mail", varchar(80).mysql_after("id"));
    op.alter_column("users", "mail").rename_to("email");
    op.drop_column("users", "age");
}

fn up_a_new_table_with_a_place_for_a_column(op: &mut Op) {
    op.create_table(
        table("t").column("a", integer()).column("b", integer().mysql_first()),
    );
}

fn up_a_column_after_one_that_is_not_there(op: &mut Op) {
    op.add_column("users", "mail", varchar(80).mysql_after("nam"));
}

fn up_a_column_after_itself(op: &mut Op) {
    op.alter_column("users", "name").mysql_after("name");
}

fn up_a_sequence_that_goes_with_a_column(op: &mut Op) {
    op.create_sequence("ages").start_with(10).owned_by("users", "age");
    op.rename_table("users", "people");
    op.alter_column("people", "age").rename_to("years");
    op.drop_column("people", "years");
}

fn before_a_sequence_changes_its_owner(op: &mut Op) {
    op.create_sequence("ages").owned_by("users", "age");
    op.create_sequence("names");
}

fn up_a_sequence_changes_its_owner(op: &mut Op) {
    op.alter_sequence("ages").owned_by_none();
    op.alter_sequence("names").increment_by(2).owned_by("users", "name");
}

fn before_a_sequence_of_the_column_that_takes_numbers_from_it_is_that_of_a_serial_column(
    op: &mut Op,
) {
    op.create_sequence("numbers").start_with(5);
    op.create_table(
        table("users")
            .column("id", integer().primary_key().default(sql("nextval('numbers')"))),
    );
}

fn up_a_sequence_of_the_column_that_takes_numbers_from_it_is_that_of_a_serial_column(
    op: &mut Op,
) {
    op.alter_sequence("numbers").owned_by("users", "id");
}

fn up_a_sequence_of_a_column_that_is_not_there(op: &mut Op) {
    op.create_sequence("ages").owned_by("users", "agee");
}

fn before_a_sequence_of_a_table_in_another_schema(op: &mut Op) {
    op.create_schema("audit");
}

fn up_a_sequence_of_a_table_in_another_schema(op: &mut Op) {
    op.create_sequence(("audit", "ages")).owned_by("users", "age");
}

fn up_the_indexes_of_a_table_built_again(op: &mut Op) {
    op.reindex("users");
}

fn up_an_index_built_again(op: &mut Op) {
    op.reindex("users").index("ix_users_name");
    op.reindex("users").index("pk_users");
}

fn up_indexes_built_again_while_the_table_is_in_use(op: &mut Op<NoTx>) {
    op.reindex("users").concurrently();
    op.reindex("users").index("ix_users_name").concurrently();
}

fn up_an_index_that_is_not_there_built_again(op: &mut Op) {
    op.reindex("users").index("ix_users_nam");
}

fn before_the_indexes_of_a_partitioned_table_built_again(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().primary_key())
            .partition_by(per_dialect().sqlite("").postgres("RANGE (id)").mysql("")),
    );
}

fn up_the_indexes_of_a_partitioned_table_built_again(op: &mut Op) {
    op.reindex("events");
}

fn up_a_unique_constraint_with_more_columns_in_its_index(op: &mut Op) {
    op.create_unique_constraint("uq_users_name", "users", ["name"]).include(["age"]);
    op.create_table(
        table("tags")
            .column("name", varchar(20))
            .column("size", integer())
            .unique_constraint(unique("uq_tags_name", ["name"]).include(["size"])),
    );
    op.alter_column("users", "age").rename_to("years");
}

fn before_a_foreign_key_that_matches_all_columns_or_none(op: &mut Op) {
    op.create_table(
        table("parts")
            .column("a", integer().not_null())
            .column("b", integer().not_null())
            .primary_key(["a", "b"]),
    );
    op.create_table(
        table("uses").column("part_a", integer()).column("part_b", integer()),
    );
}

fn up_a_foreign_key_that_matches_all_columns_or_none(op: &mut Op) {
    op.create_foreign_key(
            "fk_uses_part",
            "uses",
            ["part_a", "part_b"],
            "parts",
            ["a", "b"],
        )
        .match_full()
        .on_delete(Cascade);
}

fn up_over_one_column_there_is_one_way_to_match(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("user_id", integer())
            .foreign_key(
                foreign_key("fk_posts_user", ["user_id"], "users", ["id"]).match_full(),
            ),
    );
}

fn up_a_nullable_column(op: &mut Op) {
    op.add_column("users", "role", varchar(100));
}

fn up_a_column_with_a_constant_default(op: &mut Op) {
    op.add_column("users", "role", varchar(100).not_null().default("member"));
}

fn up_a_column_with_a_computed_default(op: &mut Op) {
    op.add_column("users", "seen_at", timestamptz().not_null().default(now()));
}

fn up_a_column_with_a_default_of_sql(op: &mut Op) {
    op.add_column("users", "token", varchar(40).default(sql("lower('ABC')")));
}

fn up_a_day(op: &mut Op) {
    op.add_column("users", "joined", date().default(today()));
}

fn up_a_unique_column(op: &mut Op) {
    op.add_column("users", "login", varchar(40).unique());
}

fn up_a_reference(op: &mut Op) {
    op.add_column(
        "users",
        "boss",
        integer().references("users", "id").on_delete(SetNull),
    );
}

fn up_a_reference_with_a_default(op: &mut Op) {
    op.add_column("users", "boss", integer().default(1).references("users", "id"));
}

fn up_a_checked_column_with_a_comment(op: &mut Op) {
    op.add_column("users", "code", varchar(9).check("code <> ''").comment("by post"));
}

fn up_a_column_of_each_constraint_at_once(op: &mut Op) {
    op.add_column(
        "users",
        "boss_id",
        integer()
            .unique()
            .references("users", "id")
            .on_delete(Cascade)
            .check("boss_id <> 0")
            .comment("it's one's boss"),
    );
}

fn before_a_key_for_a_table_without_one(op: &mut Op) {
    op.create_table(table("notes").column("body", varchar(20)));
}

fn up_a_key_for_a_table_without_one(op: &mut Op) {
    op.add_column("notes", "id", integer().primary_key().default(7));
}

fn up_several_columns(op: &mut Op) {
    op.add_column("users", "a", integer());
    op.add_column("users", "b", varchar(10).not_null().default(""));
    op.add_column("users", "c", boolean().not_null().default(true));
    op.add_column("users", "d", timestamp());
}

fn up_a_column_of_text_with_a_default(op: &mut Op) {
    op.add_column("users", "bio", text().not_null().default("it's"));
}

fn up_a_collated_column_of_sqlite(op: &mut Op) {
    op.add_column("users", "code", text().collate("RTRIM"));
}

fn up_a_collated_column_of_postgresql(op: &mut Op) {
    op.add_column("users", "code", text().collate("C"));
}

fn up_a_column_as_mariadb_and_mysql_have_it(op: &mut Op) {
    op.add_column(
        "users",
        "code",
        varchar(9).collate("ascii_bin").mysql_charset("ascii"),
    );
    op.add_column("users", "hits", integer().unsigned().not_null().default(0));
    op.add_column("users", "seen_at", timestamp().default(now()).mysql_on_update_now());
    op.add_column("users", "hidden", integer().mysql_invisible());
}

fn up_computed_columns(op: &mut Op) {
    op.add_column(
        "users",
        "initial",
        varchar(9).generated_virtual("substr(name, 1, 1)"),
    );
    op.add_column("users", "shout", varchar(99).not_null().generated("upper(name)"));
}

fn before_a_numbered_key_for_a_table_without_one(op: &mut Op) {
    op.create_table(table("notes").column("body", text()));
    op.bulk_insert("notes", ["body"], [["a"], ["b"]]);
}

fn up_a_numbered_key_for_a_table_without_one(op: &mut Op) {
    op.add_column("notes", "id", big_int().primary_key().identity());
}

fn up_numbers_that_are_no_key(op: &mut Op) {
    op.add_column("users", "number", integer().identity());
}

fn up_a_column_twice(op: &mut Op) {
    op.add_column("users", "name", text());
}

fn up_a_column_of_a_table_that_is_not_there(op: &mut Op) {
    op.add_column("usres", "role", text());
}

fn up_a_default_that_is_no_word_of_the_list(op: &mut Op) {
    op.add_column(
        "users",
        "mood",
        enumeration("mood", ["sad", "happy"]).default("angry"),
    );
}

fn before_a_column_with_an_index_of_its_own(op: &mut Op) {
    op.create_index("ix_users_name", "users", ["name"]).unique();
}

fn up_a_column_with_an_index_of_its_own(op: &mut Op) {
    op.drop_column("users", "name");
}

fn before_a_column_with_constraints_of_its_own(op: &mut Op) {
    op.add_column("users", "boss", integer().references("users", "id"));
    op.add_column("users", "login", varchar(40).unique().check("login <> ''"));
}

fn up_a_column_with_constraints_of_its_own(op: &mut Op) {
    op.drop_column("users", "boss");
    op.drop_column("users", "login");
}

fn before_an_enumeration(op: &mut Op) {
    op.add_column("users", "mood", enumeration("mood", ["sad", "happy"]));
}

fn up_an_enumeration(op: &mut Op) {
    op.drop_column("users", "mood");
}

fn before_the_numbered_key(op: &mut Op) {
    op.create_table(
        table("notes")
            .column("id", integer().primary_key().identity())
            .column("body", text()),
    );
}

fn up_the_numbered_key(op: &mut Op) {
    op.drop_column("notes", "id");
}

fn up_a_column_that_comes_back_empty_in_the_same_revision(op: &mut Op) {
    op.alter_column("users", "email").set_type(varchar(300));
    op.add_column("users", "age", varchar(9));
}

fn up_the_only_column(op: &mut Op) {
    op.drop_column("notes", "body");
}

fn before_a_column_of_a_shared_index(op: &mut Op) {
    op.create_index("ix_users_both", "users", ["name", "age"]);
}

fn before_a_column_of_a_shared_check(op: &mut Op) {
    op.create_check_constraint("ck_users_both", "users", "age > 0 OR name = ''");
}

fn before_a_column_that_another_is_computed_from(op: &mut Op) {
    op.add_column("users", "double", integer().generated_virtual("age * 2"));
}

fn up_a_column_that_is_referenced(op: &mut Op) {
    op.drop_column("users", "id");
}

fn up_a_type(op: &mut Op) {
    op.alter_column("users", "name").set_type(varchar(80));
}

fn up_a_type_with_an_expression_for_the_values(op: &mut Op) {
    op.alter_column("users", "age").set_type(varchar(20)).using("concat(age, '0')");
}

fn up_not_null(op: &mut Op) {
    op.alter_column("users", "name").not_null();
}

fn up_null(op: &mut Op) {
    op.alter_column("users", "email").nullable();
}

fn up_not_null_where_it_is_so_already(op: &mut Op) {
    op.alter_column("users", "email").not_null();
}

fn up_defaults(op: &mut Op) {
    op.alter_column("users", "age").default(18);
    op.alter_column("users", "email").default(sql("lower('NOBODY')"));
    op.alter_column("users", "name").default("nobody");
}

fn before_a_dropped_default(op: &mut Op) {
    op.add_column("users", "role", text().not_null().default("member"));
}

fn up_a_dropped_default(op: &mut Op) {
    op.alter_column("users", "role").drop_default();
}

fn before_a_dropped_default_of_texts_that_may_be_null(op: &mut Op) {
    op.create_table(
        table("notes")
            .column("body", text().default("none").comment("kept"))
            .column("data", json().default("{}")),
    );
}

fn up_a_dropped_default_of_texts_that_may_be_null(op: &mut Op) {
    op.alter_column("notes", "body").drop_default();
    op.alter_column("notes", "data").drop_default();
}

fn up_a_collation(op: &mut Op) {
    op.alter_column("users", "name").collate("NOCASE");
}

fn up_a_collation_of_postgresql(op: &mut Op) {
    op.alter_column("users", "name").collate("C");
}

fn up_a_collation_of_mariadb_and_mysql(op: &mut Op) {
    op.alter_column("users", "name").collate("utf8mb4_bin");
}

fn up_a_comment_of_a_column(op: &mut Op) {
    op.alter_column("users", "name").comment("as on the passport");
    op.alter_column("users", "name").drop_comment();
}

fn before_a_column_renamed_by_its_case_alone(op: &mut Op) {
    op.create_index("ix_users_name", "users", ["name"]);
}

fn up_a_column_renamed_by_its_case_alone(op: &mut Op) {
    op.alter_column("users", "name").rename_to("Name");
}

fn up_a_column_whose_name_is_another_s_but_for_its_case(op: &mut Op) {
    op.add_column("users", "Name", text());
}

fn up_everything_at_once(op: &mut Op) {
    op.alter_column("users", "name")
        .rename_to("full_name")
        .set_type(varchar(200))
        .not_null()
        .default("nobody")
        .comment("as on the passport");
}

fn before_an_enumeration_for_text(op: &mut Op) {
    op.add_column("users", "mood", varchar(9).default("sad"));
}

fn up_an_enumeration_for_text(op: &mut Op) {
    op.alter_column("users", "mood").set_type(enumeration("mood", ["sad", "happy"]));
}

fn up_neighbours_share_one_new_table(op: &mut Op) {
    op.add_column("users", "role", varchar(40).unique());
    op.create_index("ix_users_role", "users", ["role"]);
    op.drop_index("ix_users_email", "users");
    op.create_check_constraint("ck_users_role", "users", "role <> ''");
    op.rename_constraint("ck_users_role", "users", "ck_users_role_text");
    op.drop_check_constraint("ck_users_role_text", "users");
}

fn up_a_column_that_is_misspelt(op: &mut Op) {
    op.alter_column("users", "emial").not_null();
}

fn up_a_default_of_another_type(op: &mut Op) {
    op.alter_column("users", "age").default("old");
}

fn before_a_type_that_the_default_does_not_fit(op: &mut Op) {
    op.add_column("users", "role", text().default("member"));
}

fn up_a_type_that_the_default_does_not_fit(op: &mut Op) {
    op.alter_column("users", "role").set_type(integer());
}

fn up_null_in_a_key(op: &mut Op) {
    op.alter_column("users", "id").nullable();
}

fn before_a_column_that_everything_mentions(op: &mut Op) {
    op.create_table(
        table("items")
            .column("id", integer().primary_key())
            .column("price", integer().not_null().check("price > 0"))
            .column("twice", integer().generated_virtual("price * 2"))
            .column("kind", enumeration("kind", ["new", "used"]))
            .unique("uq_items_price", ["price", "kind"])
            .index("ix_items_price", [desc("price")]),
    );
    op.create_index("ix_items_cheap", "items", [expression("price % 10")])
        .filter("price < 100 AND kind <> 'price'");
    op.create_table(
        table("offers")
            .column("price", integer())
            .column("kind", enumeration("kind", ["new", "used"]))
            .foreign_key(
                foreign_key(
                    "fk_offers_items",
                    ["price", "kind"],
                    "items",
                    ["price", "kind"],
                ),
            ),
    );
    op.create_view("cheap", "SELECT id, price FROM items WHERE price < 10");
    op.create_trigger(
        "items_price",
        "items",
        "AFTER UPDATE OF price",
        "WHEN NEW.price > OLD.price BEGIN UPDATE items SET price = OLD.price WHERE id = NEW.id; END",
    );
}

fn up_a_column_that_everything_mentions(op: &mut Op) {
    op.alter_column("items", "price").rename_to("Cost");
    op.alter_column("items", "kind").rename_to("order");
}

fn before_a_column_that_keys_checks_and_views_mention(op: &mut Op) {
    op.create_table(
        table("items")
            .column("id", integer().primary_key())
            .column("price", integer().not_null().check("price > 0"))
            .column("kind", varchar(10))
            .unique("uq_items_price", ["price", "kind"])
            .index("ix_items_price", [desc("price")]),
    );
    op.create_table(
        table("offers")
            .column("price", integer())
            .column("kind", varchar(10))
            .foreign_key(
                foreign_key(
                    "fk_offers_items",
                    ["price", "kind"],
                    "items",
                    ["price", "kind"],
                ),
            ),
    );
}

fn up_two_columns_that_change_places(op: &mut Op) {
    op.alter_column("users", "name").rename_to("temporary");
    op.alter_column("users", "email").rename_to("name");
    op.alter_column("users", "temporary").rename_to("email");
}

fn up_a_column_renamed_to_another(op: &mut Op) {
    op.alter_column("users", "name").rename_to("email");
}

fn before_a_character_set_of_a_column(op: &mut Op) {
    op.create_table(
        table("people")
            .column("id", integer().primary_key())
            .column("name", varchar(100).not_null().default("x").comment("n"))
            .column("code", varchar(20).not_null().mysql_charset("latin1").comment("c"))
            .column("at", timestamp().not_null().default(now()).comment("a"))
            .column("seen", timestamp().not_null().default(now()).mysql_on_update_now())
            .column("shown", integer().default(3).comment("s"))
            .column("hidden", integer().default(3).mysql_invisible().comment("h")),
    );
}

fn up_a_character_set_of_a_column(op: &mut Op) {
    op.alter_column("people", "name").mysql_charset("latin1");
}

fn up_another_character_set_of_a_column(op: &mut Op) {
    op.alter_column("people", "code").mysql_charset("utf8mb4");
}

fn up_a_dropped_character_set_of_a_column(op: &mut Op) {
    op.alter_column("people", "code").drop_mysql_charset();
}

fn up_a_character_set_and_a_collation_of_a_column(op: &mut Op) {
    op.alter_column("people", "code").collate("utf8mb4_bin").mysql_charset("utf8mb4");
}

fn before_a_dropped_collation_of_a_column(op: &mut Op) {
    op.alter_column("people", "name").collate("utf8mb4_bin");
}

fn up_a_dropped_collation_of_a_column(op: &mut Op) {
    op.alter_column("people", "name").drop_collation();
}

fn before_a_character_set_that_the_collation_of_a_column_is_not_of(op: &mut Op) {
    op.alter_column("people", "code").collate("latin1_bin");
}

fn up_a_collation_that_is_not_of_the_character_set_of_a_column(op: &mut Op) {
    op.alter_column("people", "code").collate("utf8mb4_bin");
}

fn up_a_character_set_of_a_column_of_numbers(op: &mut Op) {
    op.alter_column("people", "shown").mysql_charset("utf8mb4");
}

fn up_a_time_that_an_update_sets(op: &mut Op) {
    op.alter_column("people", "at").mysql_on_update_now();
}

fn up_a_time_that_an_update_sets_no_longer(op: &mut Op) {
    op.alter_column("people", "seen").drop_mysql_on_update_now();
}

fn up_a_number_that_no_update_sets_to_its_time(op: &mut Op) {
    op.alter_column("people", "shown").mysql_on_update_now();
}

fn up_a_column_that_becomes_invisible(op: &mut Op) {
    op.alter_column("people", "shown").mysql_invisible();
}

fn up_a_column_that_becomes_visible(op: &mut Op) {
    op.alter_column("people", "hidden").mysql_visible();
}

fn up_an_invisible_column_without_a_default(op: &mut Op) {
    op.alter_column("people", "code").mysql_invisible();
}

fn up_an_invisible_column_that_loses_its_default(op: &mut Op) {
    op.alter_column("people", "hidden").not_null().drop_default();
}

fn before_a_table_whose_last_visible_column_becomes_invisible(op: &mut Op) {
    op.create_table(table("t").column("a", integer()));
}

fn up_a_table_whose_last_visible_column_becomes_invisible(op: &mut Op) {
    op.alter_column("t", "a").mysql_invisible();
}

fn before_a_number_that_loses_its_sign(op: &mut Op) {
    op.create_table(table("t").column("a", integer().not_null().default(1)));
}

fn up_a_number_that_loses_its_sign(op: &mut Op) {
    op.alter_column("t", "a").set_type(integer().unsigned());
}

fn up_several_attributes_with_a_new_name(op: &mut Op) {
    op.alter_column("people", "name")
        .rename_to("nick")
        .mysql_charset("latin1")
        .mysql_invisible();
}

fn up_numbers_by_default(op: &mut Op) {
    op.create_table(table("small").column("id", small_int().primary_key().identity()));
    op.create_table(table("big").column("id", big_int().primary_key().identity()));
}

fn up_numbers_always(op: &mut Op) {
    op.create_table(
        table("notes")
            .column("id", integer().primary_key().identity_with(Identity::always()))
            .column("body", varchar(20)),
    );
}

fn up_serial_numbers(op: &mut Op) {
    op.create_table(
        table("notes")
            .column("id", integer().primary_key().identity_with(Identity::serial()))
            .column("body", varchar(20)),
    );
}

fn up_numbers_from_a_start(op: &mut Op) {
    op.create_table(
        table("notes")
            .column(
                "id",
                integer()
                    .primary_key()
                    .identity_with(Identity::by_default().start_with(1000)),
            )
            .column("body", varchar(20)),
    );
}

fn up_numbers_with_a_distance(op: &mut Op) {
    op.create_table(
        table("notes")
            .column(
                "id",
                integer()
                    .primary_key()
                    .identity_with(Identity::always().start_with(5).increment_by(10)),
            )
            .column("body", varchar(20)),
    );
}

fn up_serial_numbers_from_a_start(op: &mut Op) {
    op.create_table(
        table("notes")
            .column(
                "id",
                integer().primary_key().identity_with(Identity::serial().start_with(7)),
            )
            .column("body", varchar(20)),
    );
}

fn up_a_numbered_column_that_is_added(op: &mut Op) {
    op.add_column(
        "notes",
        "id",
        integer().primary_key().identity_with(Identity::always()),
    );
}

fn up_a_serial_column_that_is_added(op: &mut Op) {
    op.add_column(
        "notes",
        "id",
        big_int().primary_key().identity_with(Identity::serial()),
    );
}

fn before_a_dropped_table_with_numbers(op: &mut Op) {
    op.create_table(
        table("notes")
            .column(
                "id",
                integer().primary_key().identity_with(Identity::always().start_with(9)),
            )
            .column("body", varchar(20)),
    );
    op.create_table(
        table("others")
            .column("id", integer().primary_key().identity_with(Identity::serial()))
            .column("body", varchar(20)),
    );
}

fn up_a_dropped_table_with_numbers(op: &mut Op) {
    op.drop_table("notes");
    op.drop_table("others");
}

fn before_a_renamed_table_with_numbers(op: &mut Op) {
    op.create_table(
        table("notes")
            .column("id", integer().primary_key().identity())
            .column("body", varchar(20)),
    );
}

fn up_a_renamed_table_with_numbers(op: &mut Op) {
    op.rename_table("notes", "remarks");
    op.rename_table("others", "rest");
}

fn up_a_renamed_numbered_column(op: &mut Op) {
    op.alter_column("notes", "id").rename_to("number");
    op.alter_column("others", "id").rename_to("number");
}

fn up_numbers_that_go_on_under_a_key_of_another_name(op: &mut Op) {
    op.drop_primary_key("pk_notes", "notes");
    op.create_primary_key("notes_pkey", "notes", ["id"]);
}

fn up_an_identity_for_a_key(op: &mut Op) {
    op.alter_column("users", "id").identity(Identity::by_default().start_with(3));
}

fn up_serial_numbers_for_a_key(op: &mut Op) {
    op.alter_column("users", "id").identity(Identity::serial().start_with(3));
}

fn up_a_dropped_identity(op: &mut Op) {
    op.alter_column("notes", "id").drop_identity();
}

fn up_another_identity(op: &mut Op) {
    op.alter_column("notes", "id").identity(Identity::always().increment_by(2));
}

fn up_an_identity_in_place_of_serial_numbers(op: &mut Op) {
    op.alter_column("notes", "id").identity(Identity::by_default());
}

fn up_a_wider_numbered_column(op: &mut Op) {
    op.alter_column("notes", "id").set_type(big_int());
    op.alter_column("others", "id").set_type(big_int());
}

fn up_a_column_that_is_kept_in_the_row(op: &mut Op) {
    op.add_column("users", "next", integer().not_null().generated("age + 1"));
}

fn up_a_column_that_is_computed_at_each_read(op: &mut Op) {
    op.add_column("users", "next", integer().generated_virtual("age + 1"));
}

fn before_another_expression_for_a_kept_column(op: &mut Op) {
    op.add_column("users", "next", integer().generated("age + 1"));
}

fn up_another_expression_for_a_kept_column(op: &mut Op) {
    op.alter_column("users", "next").generated("age + 2");
}

fn up_another_expression_for_a_column_computed_at_each_read(op: &mut Op) {
    op.alter_column("users", "next").generated_virtual("age + 2");
}

fn up_a_kept_column_that_was_computed_at_each_read(op: &mut Op) {
    op.alter_column("users", "next").generated("age + 1");
}

fn up_a_computed_column_that_becomes_an_ordinary_one(op: &mut Op) {
    op.alter_column("users", "next").drop_generated();
}

fn up_a_computed_column_of_an_ordinary_one(op: &mut Op) {
    op.alter_column("users", "age").generated("id + 1");
}

fn up_a_wider_computed_column(op: &mut Op) {
    op.alter_column("users", "next").set_type(big_int());
}

fn up_a_dropped_computed_column(op: &mut Op) {
    op.drop_column("users", "next");
}

fn before_wider_types(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", small_int().not_null().default(1))
            .column("b", integer())
            .column("c", varchar(10).default("x"))
            .column("d", numeric(5, 2).default(decimal("1.50")))
            .column("e", real())
            .column("f", timestamp()),
    );
}

fn up_wider_types(op: &mut Op) {
    op.alter_column("t", "a").set_type(integer());
    op.alter_column("t", "b").set_type(big_int());
    op.alter_column("t", "c").set_type(varchar(20));
    op.alter_column("t", "d").set_type(numeric(12, 4));
    op.alter_column("t", "e").set_type(double());
    op.alter_column("t", "f").set_type(timestamptz());
}

fn before_text_with_a_default_cut(op: &mut Op) {
    op.add_column("users", "role", varchar(40).not_null().default("it's"));
}

fn up_text_with_a_default_cut(op: &mut Op) {
    op.alter_column("users", "role").set_type(varchar(10));
}

fn before_text_of_any_length_with_a_default_for_text_of_some_length(op: &mut Op) {
    op.add_column("users", "role", varchar(40).not_null().default("x"));
}

fn up_text_of_any_length_with_a_default_for_text_of_some_length(op: &mut Op) {
    op.alter_column("users", "role").set_type(text());
}

fn up_text_of_any_length_for_text_that_is_indexed(op: &mut Op) {
    op.alter_column("users", "email").set_type(text());
}

fn before_text_for_numbers_with_a_default(op: &mut Op) {
    op.add_column("users", "level", integer().not_null().default(0));
}

fn up_text_for_numbers_with_a_default(op: &mut Op) {
    op.alter_column("users", "level").set_type(varchar(20)).default("0");
}

fn before_numbers_for_text_with_a_default_that_is_none(op: &mut Op) {
    op.add_column("users", "level", varchar(20).default("none"));
}

fn up_numbers_for_text_with_a_default_that_is_none(op: &mut Op) {
    op.alter_column("users", "level").set_type(integer()).using("id + 1").default(3);
}

fn before_numbers_for_truth_values_with_a_default(op: &mut Op) {
    op.add_column("users", "is_admin", boolean().not_null().default(false));
}

fn up_numbers_for_truth_values_with_a_default(op: &mut Op) {
    op.alter_column("users", "is_admin")
        .set_type(integer())
        .using("CASE WHEN is_admin THEN 1 ELSE 0 END")
        .default(0);
}

fn before_truth_values_for_numbers(op: &mut Op) {
    op.add_column("users", "is_admin", integer().not_null().default(0));
}

fn up_truth_values_for_numbers(op: &mut Op) {
    op.alter_column("users", "is_admin")
        .set_type(boolean())
        .using("is_admin <> 0")
        .default(false);
}

fn before_a_binary_document_for_text(op: &mut Op) {
    op.create_table(table("t").column("document", json()));
}

fn up_a_binary_document_for_text(op: &mut Op) {
    op.alter_column("t", "document").set_type(jsonb());
}

fn up_a_type_for_a_key_that_is_referenced(op: &mut Op) {
    op.drop_foreign_key("fk_posts_author_id_users", "posts");
    op.alter_column("users", "id").set_type(big_int());
    op.alter_column("posts", "author_id").set_type(big_int());
    op.create_foreign_key("fk", "posts", ["author_id"], "users", ["id"]);
}

fn before_a_type_that_keeps_the_comment_and_the_rest(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", varchar(10).not_null().default("x").unique().comment("kept")),
    );
}

fn up_a_type_that_keeps_the_comment_and_the_rest(op: &mut Op) {
    op.alter_column("t", "a").set_type(varchar(20));
}

fn before_no_more_not_null_and_no_more_default(op: &mut Op) {
    op.add_column("users", "role", varchar(10).not_null().default("x").comment("kept"));
}

fn up_no_more_not_null_and_no_more_default(op: &mut Op) {
    op.alter_column("users", "role").nullable().drop_default();
}

fn before_what_mariadb_and_mysql_say_of_a_column_is_kept(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", timestamp().default(now()).mysql_on_update_now())
            .column("b", varchar(9).mysql_charset("latin1").comment("it's"))
            .column("c", integer().unsigned().not_null().default(1)),
    );
}

fn up_what_mariadb_and_mysql_say_of_a_column_is_kept(op: &mut Op) {
    op.alter_column("t", "a").comment("when");
    op.alter_column("t", "b").not_null().default("x");
    op.alter_column("t", "c").drop_default();
    op.alter_column("t", "c").rename_to("d");
}

fn up_several_changes_of_one_table(op: &mut Op) {
    op.alter_column("users", "email").set_type(varchar(300)).nullable();
}

fn up_every_type(op: &mut Op) {
    op.create_table(
        table("types")
            .column("a", small_int().default(-1))
            .column("b", integer().default(-2_147_483_648))
            .column("c", big_int().default(-9_223_372_036_854_775_808_i64))
            .column("d", boolean().default(false))
            .column("e", varchar(40).default("it's"))
            .column("f", text().default(r#"é
"x""#))
            .column("g", char(8).default(""))
            .column("h", numeric(12, 3).default(decimal("-12.500")))
            .column("i", real().default(0.100_000_001_490_116_12))
            .column("j", double().default(1e300))
            .column("k", date().default("2024-02-29"))
            .column("l", time().default("23:59:59"))
            .column("m", timestamp().default(now()))
            .column("n", timestamptz().default("2024-02-29 00:00:00"))
            .column("p", binary().default(b"\0\xFF"))
            .column("q", uuid().default("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
            .column("r", json().default(r#"{"a": 1}"#))
            .column("s", jsonb().default("[]"))
            .column("t", enumeration("mood", ["sad", "it's"]).not_null().default("it's")),
    );
}

fn up_every_type_of_a_strict_table(op: &mut Op) {
    op.create_table(
        table("types")
            .column("a", small_int().default(-1))
            .column("b", integer().default(-2_147_483_648))
            .column("c", big_int().default(-9_223_372_036_854_775_808_i64))
            .column("d", boolean().default(false))
            .column("e", varchar(40).default("it's"))
            .column("f", text().default(r#"é
"x""#))
            .column("g", char(8).default(""))
            .column("h", numeric(12, 3).default(decimal("-12.500")))
            .column("i", real().default(0.100_000_001_490_116_12))
            .column("j", double().default(1e300))
            .column("k", date().default("2024-02-29"))
            .column("l", time().default("23:59:59"))
            .column("m", timestamp().default(now()))
            .column("n", timestamptz().default("2024-02-29 00:00:00"))
            .column("p", binary().default(b"\0\xFF"))
            .column("q", uuid().default("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
            .column("r", json().default(r#"{"a": 1}"#))
            .column("s", jsonb().default("[]"))
            .column("t", enumeration("mood", ["sad", "it's"]).not_null().default("it's"))
            .strict(),
    );
}

fn up_types_of_the_database_s_own(op: &mut Op) {
    op.create_table(
        table("own")
            .column("a", custom("NATIVE CHARACTER(70)").default("x"))
            .column("b", custom("geometry")),
    );
}

fn up_types_of_postgresql_s_own(op: &mut Op) {
    op.create_table(
        table("own")
            .column("a", custom("inet").default("127.0.0.1"))
            .column("b", custom("int4range").default("[1,5)"))
            .column("c", custom("tsvector"))
            .column("d", custom("character varying(30)"))
            .column("e", custom("timestamp(3) with time zone"))
            .column("f", custom("bit(3)").default("101"))
            .column("g", custom("money"))
            .column("h", custom("text[]")),
    );
}

fn up_types_of_mariadb_s_and_mysql_s_own(op: &mut Op) {
    op.create_table(
        table("own")
            .column("a", custom("TINYINT").default(1))
            .column("b", custom("MEDIUMTEXT"))
            .column("c", custom("SET('x','it''s')"))
            .column("d", custom("YEAR"))
            .column("e", custom("DATETIME(3)"))
            .column("f", custom("BIT(3)"))
            .column("g", custom("VARBINARY(16)"))
            .column("h", custom("GEOMETRY")),
    );
}

fn up_spans_of_time(op: &mut Op) {
    op.create_table(table("t").column("span", interval().default("P1D")));
}

fn up_a_span_of_time_in_postgresql_s_words(op: &mut Op) {
    op.create_table(table("t").column("span", interval().default("1 day")));
}

fn up_a_uuid_that_the_database_makes(op: &mut Op) {
    op.create_table(
        table("t").column("id", uuid().not_null().default(sql("gen_random_uuid()"))),
    );
}

fn up_numbers_without_a_sign(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", small_int().unsigned())
            .column("b", integer().unsigned().default(7))
            .column("c", big_int().unsigned()),
    );
}

fn up_infinite_numbers(op: &mut Op) {
    op.create_table(table("t").column("n", double().default(f64::NEG_INFINITY)));
}

fn up_moments(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", date().default(today()))
            .column("b", time().default(now()))
            .column("c", timestamp().not_null().default("2024-02-29 23:59:59"))
            .column("d", timestamptz().not_null().default(now()))
            .column("e", timestamptz().default("2024-02-29 12:00:00"))
            .column("f", timestamptz()),
    );
}

fn up_types_that_a_strict_table_does_not_know(op: &mut Op) {
    op.create_table(table("t").column("g", custom("geometry")).strict());
}

fn up_lists(op: &mut Op) {
    op.create_table(
        table("t")
            .column("tags", array(text()).not_null().default("{}"))
            .column("words", array(varchar(9)).default(r#"{a,"it's"}"#))
            .column("numbers", array(integer()).default(sql("'{1,2}'::integer[]")))
            .column("sums", array(numeric(10, 2)))
            .column("moods", array(enumeration("mood", ["sad", "happy"]))),
    );
}

fn up_a_number_that_is_none(op: &mut Op) {
    op.create_table(table("t").column("n", numeric(5, 2).default(decimal("12,50"))));
}

fn up_not_a_number(op: &mut Op) {
    op.create_table(table("t").column("n", real().default(f64::NAN)));
}

fn up_text_with_a_character_that_ends_it_as_a_default(op: &mut Op) {
    op.create_table(table("t").column("n", text().default("a\0b")));
}

fn before_text_without_a_length(op: &mut Op) {
    op.create_table(table("t").column("a", string()).column("b", text()));
    op.insert("t").set("a", "x").set("b", "y");
}

fn up_text_without_a_length(op: &mut Op) {
    op.add_column("t", "c", string().not_null().default("it's"));
    op.alter_column("t", "b").set_type(string());
    op.alter_column("t", "a").set_type(varchar(20)).default("z");
    op.create_index("ix_t_c", "t", ["c"]);
}

fn up_types_of_mariadb_and_mysql_with_the_values_of_others(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", custom("DATETIME").like(timestamp()).default(now()))
            .column("b", custom("MEDIUMTEXT"))
            .column("c", custom("TINYINT").not_null().default(0))
            .column("d", custom("FLOAT(53)").default(0.5))
            .column("e", custom("DATETIME(3)")),
    );
}

fn up_types_of_postgresql_with_the_values_of_others(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", custom("inet").default("127.0.0.1"))
            .column("b", custom("money"))
            .column("c", custom("timestamp(3)").like(timestamp()).default(now())),
    );
}

fn up_a_foreign_key_of_a_table_that_keeps_none(op: &mut Op) {
    op.create_table(table("depts").column("id", integer().primary_key()));
    op.create_table(
        table("staff")
            .column("id", integer().primary_key())
            .column("dept_id", integer().references("depts", "id"))
            .mysql_engine("MyISAM"),
    );
}

fn before_a_foreign_key_to_a_table_that_keeps_none(op: &mut Op) {
    op.create_table(
        table("depts").column("id", integer().primary_key()).mysql_engine("aria"),
    );
    op.create_table(
        table("staff").column("id", integer().primary_key()).column("dept_id", integer()),
    );
}

fn up_a_foreign_key_to_a_table_that_keeps_none(op: &mut Op) {
    op.create_foreign_key("fk_staff_dept", "staff", ["dept_id"], "depts", ["id"]);
}

fn up_a_foreign_key_of_a_table_in_partitions(op: &mut Op) {
    op.create_table(
        table("staff")
            .column("id", integer().primary_key().references("depts", "id"))
            .partition_by(
                per_dialect().sqlite("").postgres("").mysql("HASH (id) PARTITIONS 2"),
            ),
    );
}

fn before_a_foreign_key_between_integers_of_two_sizes(op: &mut Op) {
    op.create_table(table("depts").column("id", big_int().primary_key()));
    op.create_table(table("staff").column("id", integer().primary_key()));
}

fn up_a_foreign_key_between_integers_of_two_sizes(op: &mut Op) {
    op.add_column("staff", "dept_id", integer().references("depts", "id"));
}

fn before_a_foreign_key_between_texts_of_two_character_sets(op: &mut Op) {
    op.create_table(
        table("codes").column("id", char(36).primary_key().mysql_charset("ascii")),
    );
}

fn up_a_foreign_key_between_texts_of_two_character_sets(op: &mut Op) {
    op.create_table(
        table("uses")
            .column("id", integer().primary_key())
            .column("code_id", char(36).references("codes", "id")),
    );
}

fn before_a_foreign_key_between_texts_of_two_collations(op: &mut Op) {
    op.create_table(
        table("codes")
            .column("id", varchar(36).primary_key())
            .mysql_charset("utf8mb4")
            .mysql_collation("utf8mb4_bin"),
    );
}

fn up_a_foreign_key_between_texts_of_two_collations(op: &mut Op) {
    op.create_table(
        table("uses")
            .column("code_id", varchar(36).references("codes", "id"))
            .mysql_collation("utf8mb4_unicode_ci"),
    );
}

fn up_a_primary_key_that_is_too_long(op: &mut Op) {
    op.create_table(table("urls").column("url", varchar(1000).primary_key()));
}

fn before_a_unique_key_that_is_too_long_for_a_tree(op: &mut Op) {
    op.create_table(
        table("urls")
            .column("id", integer().primary_key())
            .column("url", varchar(1000).not_null().unique_named("uq_urls"))
            .column("n", integer()),
    );
}

fn up_a_unique_key_that_is_too_long_for_a_tree(op: &mut Op) {
    op.alter_column("urls", "n").set_type(big_int());
    op.add_column("urls", "m", integer());
    op.alter_column("urls", "url").nullable();
    op.drop_unique_constraint("uq_urls", "urls");
    op.create_unique_constraint("uq_urls_2", "urls", ["url", "m"]);
}

fn before_an_index_that_is_too_long(op: &mut Op) {
    op.create_table(table("urls").column("url", varchar(1000)));
}

fn up_an_index_that_is_too_long(op: &mut Op) {
    op.create_index("ix_urls", "urls", ["url"]);
}

fn before_an_index_in_an_older_row_format(op: &mut Op) {
    op.create_table(
        table("urls").column("url", varchar(200)).mysql_row_format("COMPACT"),
    );
}

fn before_an_index_over_more_characters_than_there_are(op: &mut Op) {
    op.create_table(table("urls").column("url", varchar(20)));
}

fn up_an_index_over_more_characters_than_there_are(op: &mut Op) {
    op.create_index("ix_urls", "urls", [asc("url").prefix(21)]);
}

fn up_a_row_that_is_too_wide(op: &mut Op) {
    op.create_table(
        table("wide").column("a", varchar(10000)).column("b", varchar(10000)),
    );
}

fn before_a_row_that_a_new_column_makes_too_wide(op: &mut Op) {
    op.create_table(table("wide").column("a", varchar(60000)).mysql_charset("latin1"));
}

fn up_a_row_that_a_new_column_makes_too_wide(op: &mut Op) {
    op.add_column("wide", "b", varchar(6000));
}

fn up_values_of_an_enum_type_that_differ_in_case(op: &mut Op) {
    op.create_table(
        table("marks").column("mark", enumeration("mark", ["a", "A", "b"]).not_null()),
    );
}

fn up_words_of_characters_that_a_collation_takes_for_one(op: &mut Op) {
    op.create_table(
        table("marks").column("mark", enumeration("mark", ["🙂", "🙁"]).not_null()),
    );
}

fn up_words_that_a_collation_tells_apart(op: &mut Op) {
    op.create_table(
        table("marks")
            .column("mark", enumeration("mark", ["a", "A", "b"]).not_null())
            .mysql_collation("utf8mb4_bin"),
    );
}

fn before_a_word_that_differs_in_blanks_from_one_there_is(op: &mut Op) {
    op.create_enum("mark", ["a", "b"]);
    op.create_table(table("marks").column("mark", enumeration("mark", ["a", "b"])));
}

fn up_a_word_that_differs_in_blanks_from_one_there_is(op: &mut Op) {
    op.add_enum_value("mark", "b ");
}

fn up_a_time_beyond_the_range_of_a_type(op: &mut Op) {
    op.create_table(
        table("terms").column("until", timestamptz().default("2040-01-01T00:00:00Z")),
    );
}

fn before_days_with_times_of_other_zones(op: &mut Op) {
    op.create_table(
        table("moments")
            .column("id", integer().primary_key())
            .column("at", timestamptz().default("2024-03-10T02:30:00Z"))
            .column("local", timestamp().default("2024-03-10T02:30:00.50")),
    );
}

fn up_days_with_times_of_other_zones(op: &mut Op) {
    op.alter_column("moments", "at").default("2024-03-01 00:30:00+01");
    op.insert("moments").set("id", 1);
    op.insert("moments").set("id", 2).set("at", "2024-12-31T23:59:59.999999-05:30");
    op.update("moments")
        .set("at", "2024-03-10 02:30:00+02:00")
        .filter(col("at").gt("2024-03-10T02:29:59Z").and(col("id").eq(1)));
    op.delete("moments").filter(col("at").is_in(["2024-03-10T02:30:00+02:00"]));
}

fn before_an_offset_that_a_column_does_not_keep(op: &mut Op) {
    op.create_table(table("moments").column("local", timestamp()));
}

fn up_an_offset_that_a_column_does_not_keep(op: &mut Op) {
    op.insert("moments").set("local", "2024-03-10T02:30:00Z");
}

fn before_a_check_of_no_column_beside_a_dropped_one(op: &mut Op) {
    op.create_table(
        table("t").column("a", integer()).column("b", integer()).check("ck_t", "1 = 1"),
    );
}

fn up_a_check_of_no_column_beside_a_dropped_one(op: &mut Op) {
    op.drop_column("t", "b");
}

fn before_a_better_index_for_a_foreign_key(op: &mut Op) {
    op.create_table(table("authors").column("id", integer().primary_key()));
    op.create_table(
        table("posts")
            .column("author_id", integer().references("authors", "id"))
            .column("title", varchar(20)),
    );
}

fn up_a_better_index_for_a_foreign_key(op: &mut Op) {
    op.create_index("ix_posts", "posts", ["author_id", "title"]);
}

fn up_an_index(op: &mut Op) {
    op.create_index("ix_users_age", "users", ["age"]);
    op.create_index("ux_users_name", "users", ["name", "age"]).unique();
    op.create_index("ix_users_down", "users", [desc("age"), asc("name")]);
}

fn up_an_index_of_some_rows(op: &mut Op) {
    op.create_index("ix_users_old", "users", [desc("age"), asc("name")])
        .filter("age > 60");
}

fn up_an_index_of_an_expression(op: &mut Op) {
    op.create_index("ix_users_lower", "users", [expression("lower(name)")]);
    op.create_index(
        "ix_users_mixed",
        "users",
        [asc("name"), expression("age % 10").descending()],
    );
}

fn up_an_index_with_collations(op: &mut Op) {
    op.create_index(
        "ix_users_mixed",
        "users",
        [
            asc("name").collate("nocase"),
            expression("age % 10").descending(),
            expression("trim(email)").descending().collate("RTRIM"),
        ],
    );
}

fn up_an_index_with_a_collation_of_postgresql(op: &mut Op) {
    op.create_index(
        "ix",
        "users",
        [asc("name").collate("C"), desc("email").collate("POSIX")],
    );
}

fn up_an_index_with_a_place_for_nulls(op: &mut Op) {
    op.create_index(
        "ix",
        "users",
        [
            asc("name").nulls_first(),
            desc("email").nulls_last(),
            asc("age").nulls_last(),
            desc("id").nulls_first(),
        ],
    );
}

fn up_an_index_with_an_operator_class(op: &mut Op) {
    op.create_index("ix", "users", [asc("name").operator_class("varchar_pattern_ops")]);
}

fn before_an_index_of_the_first_letters(op: &mut Op) {
    op.create_table(table("t").column("body", text()).column("bytes", binary()));
}

fn up_an_index_of_the_first_letters(op: &mut Op) {
    op.create_index("ix", "t", [asc("body").prefix(20), desc("bytes").prefix(10)]);
}

fn up_an_index_with_storage_parameters(op: &mut Op) {
    op.create_index("ix", "users", ["age"])
        .with("fillfactor", 70)
        .tablespace("pg_default");
}

fn up_an_index_of_everything_postgresql_has(op: &mut Op) {
    op.create_index("ix", "users", [desc("name").nulls_last().collate("C")])
        .unique()
        .using("btree")
        .include(["age", "id"])
        .filter("age > 10 AND name <> 'x'")
        .with("fillfactor", 70)
        .with("deduplicate_items", "off");
}

fn before_an_index_over_words(op: &mut Op) {
    op.create_table(table("t").column("body", text()));
}

fn up_an_index_over_words(op: &mut Op) {
    op.create_index("ix", "t", ["body"]).using("fulltext");
}

fn before_an_index_over_places(op: &mut Op) {
    op.create_table(table("t").column("place", custom("GEOMETRY NOT NULL")));
}

fn up_an_index_over_places(op: &mut Op) {
    op.create_index("ix", "t", ["place"]).using("spatial");
}

fn up_an_index_that_hashes(op: &mut Op) {
    op.create_index("ix", "users", ["name"]).using("hash");
}

fn before_an_index_that_hashes_in_memory(op: &mut Op) {
    op.create_table(table("t").column("a", integer()).mysql_engine("MEMORY"));
}

fn up_an_index_that_hashes_in_memory(op: &mut Op) {
    op.create_index("ix", "t", ["a"]).using("hash");
}

fn up_a_unique_index_of_an_expression(op: &mut Op) {
    op.create_index("ix", "users", [expression("age + 1")]).unique();
}

fn up_nulls_where_they_are_anyway(op: &mut Op) {
    op.create_index(
        "ix",
        "users",
        [asc("name").nulls_first(), desc("age").nulls_last()],
    );
}

fn up_an_index_by_its_usual_method(op: &mut Op) {
    op.create_index("ix", "users", ["name"]).using("btree");
}

fn before_indexes_over_lists_and_documents(op: &mut Op) {
    op.create_table(
        table("t")
            .column("tags", array(text()))
            .column("document", jsonb())
            .column("during", custom("int4range")),
    );
}

fn up_indexes_over_lists_and_documents(op: &mut Op) {
    op.create_index("ix_tags", "t", ["tags"]).using("gin");
    op.create_index(
            "ix_document",
            "t",
            [asc("document").operator_class("jsonb_path_ops")],
        )
        .using("gin");
    op.create_index("ix_during", "t", ["during"]).using("gist");
    op.create_index("ix_brin", "t", ["during"])
        .using("brin")
        .with("pages_per_range", 32);
}

fn before_a_dropped_index(op: &mut Op) {
    op.create_index("ux_users_both", "users", [desc("email"), asc("age")]).unique();
}

fn up_a_dropped_index(op: &mut Op) {
    op.drop_index("ux_users_both", "users");
}

fn before_a_dropped_index_of_an_expression_and_of_some_rows(op: &mut Op) {
    op.create_index("ux_users_lower", "users", [expression("lower(email)").descending()])
        .unique()
        .filter("email IS NOT NULL");
}

fn up_a_dropped_index_of_an_expression_and_of_some_rows(op: &mut Op) {
    op.drop_index("ux_users_lower", "users");
}

fn up_a_renamed_index(op: &mut Op) {
    op.rename_index("ix_users_email", "users", "ix_users_Address");
}

fn before_a_renamed_index_of_some_rows(op: &mut Op) {
    op.create_index("ix_users_old", "users", [desc("age")]).filter("age > 60");
}

fn up_a_renamed_index_of_some_rows(op: &mut Op) {
    op.rename_index("ix_users_old", "users", "ix_users_elders");
}

fn before_an_index_of_one_name_in_two_tables(op: &mut Op) {
    op.create_table(table("pets").column("name", varchar(20)));
}

fn up_an_index_of_one_name_in_two_tables(op: &mut Op) {
    op.create_index("name", "users", ["name"]);
    op.create_index("name", "pets", ["name"]);
}

fn up_an_index_twice(op: &mut Op) {
    op.create_index("ix_users_email", "users", ["name"]);
}

fn before_an_index_that_is_dropped_as_a_constraint(op: &mut Op) {
    op.create_index("uq_users_name", "users", ["name"]).unique();
}

fn up_an_index_that_is_dropped_as_a_constraint(op: &mut Op) {
    op.drop_unique_constraint("uq_users_name", "users");
}

fn before_a_constraint_that_is_dropped_as_an_index(op: &mut Op) {
    op.create_unique_constraint("uq_users_name", "users", ["name"]);
}

fn up_a_constraint_that_is_dropped_as_an_index(op: &mut Op) {
    op.drop_index("uq_users_name", "users");
}

fn up_an_index_of_a_column_that_is_misspelt(op: &mut Op) {
    op.create_index("ix_users_nmae", "users", ["nmae"]);
}

fn up_an_index_that_is_not_there(op: &mut Op) {
    op.drop_index("ix_user_email", "users");
}

fn up_an_index_renamed_to_another(op: &mut Op) {
    op.rename_index("ix_users_age", "users", "ix_users_email");
}

fn before_an_index_that_a_foreign_key_needs(op: &mut Op) {
    op.create_index("ux_users_name", "users", ["name"]).unique();
    op.create_table(table("posts").column("author", text().references("users", "name")));
}

fn up_an_index_that_a_foreign_key_needs(op: &mut Op) {
    op.drop_index("ux_users_name", "users");
}

fn up_include(op: &mut Op) {
    op.create_index("ix", "users", ["age"]).include(["name"]);
}

fn up_nulls_not_distinct(op: &mut Op) {
    op.create_index("ix", "users", ["name"]).unique().nulls_not_distinct();
}

fn up_a_concurrent_build(op: &mut Op<NoTx>) {
    op.create_index("ix", "users", ["name"]).concurrently();
}

fn up_a_concurrent_drop(op: &mut Op<NoTx>) {
    op.drop_index("ix_users_email", "users").concurrently();
}

fn before_a_foreign_key(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().not_null())
            .column("author_id", integer())
            .column("title", varchar(80))
            .column("size", integer()),
    );
    op.bulk_insert(
        "posts",
        ["id", "author_id", "title", "size"],
        [(1, Some(1), "one", 3), (2, None, "two", 3)],
    );
}

fn up_a_foreign_key(op: &mut Op) {
    op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
        .on_delete(SetNull)
        .on_update(Cascade);
}

fn up_a_foreign_key_that_is_checked_at_commit(op: &mut Op) {
    op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
        .deferrable_initially_deferred();
}

fn before_a_foreign_key_of_every_action(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", integer())
            .column("b", integer())
            .column("c", integer())
            .column("d", integer()),
    );
}

fn up_a_foreign_key_of_every_action(op: &mut Op) {
    op.create_foreign_key("fk_a", "t", ["a"], "users", ["id"]);
    op.create_foreign_key("fk_b", "t", ["b"], "users", ["id"])
        .on_delete(Restrict)
        .on_update(Restrict);
    op.create_foreign_key("fk_c", "t", ["c"], "users", ["id"])
        .on_delete(Cascade)
        .on_update(Cascade);
    op.create_foreign_key("fk_d", "t", ["d"], "users", ["id"])
        .on_delete(SetNull)
        .on_update(SetNull);
}

fn before_a_foreign_key_of_several_columns(op: &mut Op) {
    op.create_unique_constraint("uq_users", "users", ["name", "age"]);
    op.update("posts").set("size", null());
}

fn up_a_foreign_key_of_several_columns(op: &mut Op) {
    op.create_foreign_key("fk", "posts", ["title", "size"], "users", ["name", "age"]);
    op.drop_foreign_key("fk", "posts");
}

fn up_a_foreign_key_that_is_checked_later(op: &mut Op) {
    op.create_foreign_key("fk", "posts", ["author_id"], "users", ["id"]).not_valid();
    op.validate_constraint("fk", "posts");
}

fn before_a_foreign_key_to_the_table_itself(op: &mut Op) {
    op.create_primary_key("pk_posts", "posts", ["id"]);
}

fn up_a_foreign_key_to_the_table_itself(op: &mut Op) {
    op.create_foreign_key("fk_posts_size", "posts", ["author_id"], "posts", ["id"]);
}

fn before_a_dropped_foreign_key(op: &mut Op) {
    op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"])
        .on_delete(Cascade);
}

fn up_a_dropped_foreign_key(op: &mut Op) {
    op.drop_foreign_key("fk_posts_author", "posts");
}

fn up_a_foreign_key_to_columns_that_are_no_key(op: &mut Op) {
    op.create_foreign_key("fk", "posts", ["title"], "users", ["name"]);
}

fn up_a_foreign_key_to_a_table_that_is_misspelt(op: &mut Op) {
    op.create_foreign_key("fk", "posts", ["author_id"], "user", ["id"]);
}

fn up_the_wrong_verb(op: &mut Op) {
    op.drop_unique_constraint("fk_posts_author", "posts");
}

fn up_rows_that_must_follow_while_a_table_is_rebuilt(op: &mut Op) {
    op.delete("users").filter(col("age").gt(30));
    op.alter_column("posts", "title").set_type(varchar(10));
}

fn up_a_unique_constraint(op: &mut Op) {
    op.create_unique_constraint("uq_posts_title", "posts", ["title", "size"]);
}

fn up_a_unique_constraint_over_what_is_unique(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key().unique_named("uq_id"))
            .column("a", integer().unique())
            .unique("uq_a", ["a"]),
    );
    op.create_unique_constraint("uq_a_again", "t", ["a"]);
}

fn before_a_dropped_unique_constraint(op: &mut Op) {
    op.create_unique_constraint("uq_posts_title", "posts", ["title"]);
}

fn up_a_dropped_unique_constraint(op: &mut Op) {
    op.drop_unique_constraint("uq_posts_title", "posts");
}

fn before_a_primary_key(op: &mut Op) {
    op.delete("posts").filter(col("title").is_null());
}

fn up_a_primary_key(op: &mut Op) {
    op.create_primary_key("pk_posts", "posts", ["id", "title"]);
}

fn up_a_dropped_primary_key(op: &mut Op) {
    op.drop_primary_key("pk_posts", "posts");
}

fn up_another_primary_key(op: &mut Op) {
    op.create_primary_key("pk_posts_title", "posts", ["title", "id"]);
}

fn up_a_second_primary_key(op: &mut Op) {
    op.create_primary_key("pk_more", "users", ["email"]);
}

fn before_a_key_that_is_referenced(op: &mut Op) {
    op.create_foreign_key("fk_posts_author", "posts", ["author_id"], "users", ["id"]);
}

fn up_a_key_that_is_referenced(op: &mut Op) {
    op.drop_primary_key("pk_users", "users");
}

fn up_a_check(op: &mut Op) {
    op.create_check_constraint("ck_posts_size", "posts", "size >= 0 AND title <> ''");
}

fn before_a_dropped_check(op: &mut Op) {
    op.create_check_constraint("ck_posts_size", "posts", "size >= 0");
}

fn up_a_dropped_check(op: &mut Op) {
    op.drop_check_constraint("ck_posts_size", "posts");
}

fn up_a_check_twice(op: &mut Op) {
    op.create_check_constraint("ck_posts_size", "posts", "size < 9");
}

fn up_a_check_that_is_not_there(op: &mut Op) {
    op.drop_check_constraint("ck_posts_sise", "posts");
}

fn up_a_renamed_constraint(op: &mut Op) {
    op.rename_constraint("uq_posts_title", "posts", "uq_posts_Headline");
}

fn before_renamed_constraints_of_every_kind(op: &mut Op) {
    op.create_check_constraint("ck_posts", "posts", "size > 0");
    op.create_foreign_key("fk_posts", "posts", ["author_id"], "users", ["id"]);
}

fn up_renamed_constraints_of_every_kind(op: &mut Op) {
    op.rename_constraint("pk_posts", "posts", "pk");
    op.rename_constraint("ck_posts", "posts", "ck");
    op.rename_constraint("fk_posts", "posts", "fk");
}

fn before_a_constraint_renamed_to_another(op: &mut Op) {
    op.create_unique_constraint("uq_posts_id", "posts", ["id"]);
}

fn up_a_constraint_renamed_to_another(op: &mut Op) {
    op.rename_constraint("uq_posts_title", "posts", "uq_posts_id");
}

fn up_nulls_that_are_alike(op: &mut Op) {
    op.create_unique_constraint("uq", "posts", ["title"]).nulls_not_distinct();
}

fn up_a_unique_constraint_that_waits(op: &mut Op) {
    op.create_unique_constraint("uq", "posts", ["id"]).deferrable_initially_deferred();
}

fn up_a_check_that_is_not_checked(op: &mut Op) {
    op.create_check_constraint("ck", "posts", "size > 0").not_valid();
}

fn up_a_validation(op: &mut Op) {
    op.validate_constraint("ck", "posts");
}

fn before_a_validation_of_what_is_valid(op: &mut Op) {
    op.create_check_constraint("ck", "posts", "size > 0");
}

fn up_an_exclusion(op: &mut Op) {
    op.create_exclude_constraint(
        "ex",
        "posts",
        "gist",
        [("int4range(size, size + 1)", "&&"), ("int4range(id, id, '[]')", "=")],
    );
}

fn up_an_exclusion_of_some_rows_that_is_checked_at_commit(op: &mut Op) {
    op.create_exclude_constraint("ex", "posts", "btree", [("size", "=")])
        .filter("size > 5 AND title <> ''")
        .deferrable_initially_deferred();
}

fn before_an_exclusion_with_an_extension(op: &mut Op) {
    op.create_extension("btree_gist");
}

fn up_an_exclusion_with_an_extension(op: &mut Op) {
    op.create_exclude_constraint("ex", "posts", "gist", [("size", "="), ("title", "=")]);
}

fn before_a_dropped_exclusion(op: &mut Op) {
    op.create_exclude_constraint("ex", "posts", "btree", [("size", "=")])
        .filter("size > 5");
}

fn up_a_dropped_exclusion(op: &mut Op) {
    op.drop_exclude_constraint("ex", "posts");
}

fn up_constraints_at_their_columns_with_names_of_their_own(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", big_int().primary_key_named("posts_pkey").identity())
            .column("slug", varchar(40).unique_named("posts_slug_key"))
            .column(
                "author_id",
                integer()
                    .references("users", "id")
                    .foreign_key_named("posts_author_id_fkey")
                    .on_delete(Cascade),
            )
            .column("size", integer())
            .check("posts_size_check", "size > 0")
            .check("posts_size_check1", "size < 100"),
    );
}

fn up_a_primary_key_of_several_columns_with_a_name_of_its_own(op: &mut Op) {
    op.create_table(
        table("tags")
            .column("post_id", big_int().not_null())
            .column("name", varchar(40).not_null())
            .primary_key_named("tags_pkey", ["post_id", "name"]),
    );
}

fn before_a_key_with_a_name_of_its_own_in_place_of_another(op: &mut Op) {
    op.create_table(
        table("tags").column("name", varchar(40).primary_key_named("tags_pkey")),
    );
}

fn up_a_key_with_a_name_of_its_own_in_place_of_another(op: &mut Op) {
    op.drop_primary_key("tags_pkey", "tags");
    op.create_primary_key("tags_name", "tags", ["name"]);
}

fn up_a_new_column_whose_constraints_have_names_of_their_own(op: &mut Op) {
    op.add_column(
        "users",
        "manager_id",
        integer().references("users", "id").foreign_key_named("users_manager_id_fkey"),
    );
    op.add_column(
        "users",
        "code",
        varchar(10)
            .unique_named("users_code_key")
            .check_named("users_code", "code <> ''"),
    );
}

fn before_a_dropped_column_whose_constraints_have_names_of_their_own(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key_named("t_pkey"))
            .column("a", integer().unique_named("t_a_key"))
            .check("t_a", "a > 0"),
    );
}

fn up_a_dropped_column_whose_constraints_have_names_of_their_own(op: &mut Op) {
    op.drop_column("t", "a");
}

fn up_two_checks_of_a_column_with_one_name(op: &mut Op) {
    op.create_table(table("t").column("a", integer().check("a > 0").check("a < 9")));
}

fn before_references_that_are_checked_at_once_until_a_transaction_asks_for_later(
    op: &mut Op,
) {
    op.create_table(table("notes").column("user_id", integer()));
}

fn up_references_that_are_checked_at_once_until_a_transaction_asks_for_later(
    op: &mut Op,
) {
    op.create_table(
        table("posts")
            .column(
                "author_id",
                integer().references("users", "id").deferrable_initially_immediate(),
            )
            .column(
                "editor_id",
                integer()
                    .references("users", "id")
                    .foreign_key_named("fk_posts_editor")
                    .deferrable_initially_immediate(),
            ),
    );
    op.create_foreign_key("fk_notes_user", "notes", ["user_id"], "users", ["id"])
        .deferrable_initially_immediate();
}

fn before_a_dropped_reference_that_was_checked_at_once_until_asked_for_later(
    op: &mut Op,
) {
    op.create_table(
        table("posts")
            .column(
                "author_id",
                integer()
                    .references("users", "id")
                    .foreign_key_named("fk_posts_author")
                    .deferrable_initially_immediate(),
            ),
    );
}

fn up_unique_constraints_that_are_checked_at_once_until_a_transaction_asks_for_later(
    op: &mut Op,
) {
    op.create_unique_constraint("uq_users_email", "users", ["email"])
        .deferrable_initially_immediate();
    op.create_table(
        table("t")
            .column("a", integer())
            .column("b", integer())
            .unique_constraint(unique("uq_t_a", ["a"]).deferrable_initially_deferred())
            .unique_constraint(unique("uq_t_b", ["b"]).deferrable_initially_immediate()),
    );
    op.create_table(table("u").column("during", custom("int4range")));
    op.create_exclude_constraint("ex_u", "u", "gist", [("during", "&&")])
        .deferrable_initially_immediate();
}

fn up_a_unique_constraint_of_a_new_table_that_counts_nulls_as_alike(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", integer())
            .unique_constraint(unique("uq_t_a", ["a"]).nulls_not_distinct()),
    );
}

fn before_a_reference_to_a_key_that_is_checked_later(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", integer())
            .unique_constraint(unique("uq_t_a", ["a"]).deferrable_initially_deferred()),
    );
    op.create_table(table("u").column("a", integer()));
}

fn up_a_reference_to_a_key_that_is_checked_later(op: &mut Op) {
    op.create_foreign_key("fk_u_a", "u", ["a"], "t", ["a"]);
}

fn up_expressions_of_a_table_in_the_words_of_each_database(op: &mut Op) {
    op.create_table(
        table("t")
            .column(
                "a",
                integer()
                    .check(
                        per_dialect()
                            .sqlite("a % 2 = 0")
                            .postgres("mod(a, 2) = 0")
                            .mysql("a MOD 2 = 0"),
                    ),
            )
            .column(
                "b",
                integer()
                    .default(
                        sql(
                            per_dialect()
                                .sqlite("abs(-1)")
                                .postgres("abs(-1)")
                                .mysql("sign(1)"),
                        ),
                    )
                    .check(
                        per_dialect()
                            .sqlite("a % 2 = 0")
                            .postgres("mod(a, 2) = 0")
                            .mysql("a MOD 2 = 0"),
                    ),
            )
            .column(
                "c",
                integer()
                    .generated(
                        per_dialect().sqlite("a / 2").postgres("a / 2").mysql("a DIV 2"),
                    ),
            ),
    );
}

fn before_an_added_check_in_the_words_of_each_database(op: &mut Op) {
    op.create_table(
        table("t").column("id", integer().primary_key()).column("a", integer()),
    );
    op.bulk_insert("t", ["id", "a"], [(1, 2), (2, 4)]);
}

fn up_an_added_check_in_the_words_of_each_database(op: &mut Op) {
    op.create_check_constraint(
        "ck_t_even",
        "t",
        per_dialect().sqlite("a % 2 = 0").postgres("mod(a, 2) = 0").mysql("a MOD 2 = 0"),
    );
}

fn up_a_dropped_check_in_the_words_of_each_database(op: &mut Op) {
    op.drop_check_constraint("ck_t_even", "t");
}

fn up_a_column_that_a_check_names_in_the_words_of_each_database(op: &mut Op) {
    op.alter_column("t", "a").rename_to("b");
}

fn up_rows_in_the_words_of_each_database(op: &mut Op) {
    op.add_column("t", "b", integer());
    op.update("t")
        .set("b", sql(per_dialect().sqlite("a * 2").postgres("a + a").mysql("a << 1")));
}

fn up_a_check_without_a_text_for_two_databases(op: &mut Op) {
    op.create_check_constraint("ck_t_a", "t", per_dialect().postgres("a > 0"));
}

fn up_a_check_that_two_databases_do_without(op: &mut Op) {
    op.create_table(
        table("t")
            .column(
                "a",
                integer().check(per_dialect().sqlite("").postgres("a > 0").mysql("")),
            ),
    );
    op.add_column(
        "t",
        "b",
        integer().check(per_dialect().sqlite("").postgres("b > 0").mysql("")),
    );
    op.rename_constraint("ck_t_a", "t", "ck_t_positive");
}

fn before_a_dropped_check_that_two_databases_never_had(op: &mut Op) {
    op.create_check_constraint(
        "ck_t_a",
        "t",
        per_dialect().sqlite("").postgres("a > 0").mysql(""),
    );
}

fn up_a_dropped_check_that_two_databases_never_had(op: &mut Op) {
    op.drop_check_constraint("ck_t_a", "t");
}

fn before_another_type_with_a_conversion_that_one_database_needs(op: &mut Op) {
    op.create_table(table("t").column("a", varchar(20)));
    op.insert("t").set("a", "1");
}

fn up_another_type_with_a_conversion_that_one_database_needs(op: &mut Op) {
    op.alter_column("t", "a")
        .set_type(integer())
        .using(per_dialect().sqlite("").postgres("a::integer").mysql(""));
}

fn up_an_index_over_some_rows_where_a_database_has_such(op: &mut Op) {
    op.create_index("ix_t_a", "t", ["a"])
        .filter(per_dialect().sqlite("a > 0").postgres("a > 0").mysql(""));
}

fn up_an_index_that_one_database_alone_has(op: &mut Op) {
    op.create_index(
        "ix_t_abs",
        "t",
        [expression(per_dialect().sqlite("").postgres("abs(a)").mysql(""))],
    );
    op.rename_index("ix_t_abs", "t", "ix_t_size");
}

fn up_a_trigger_with_an_event_in_the_words_of_each_database(op: &mut Op) {
    op.create_trigger(
        "touch",
        "t",
        per_dialect().sqlite("AFTER UPDATE OF a").postgres("").mysql("AFTER UPDATE"),
        "FOR EACH ROW BEGIN DELETE FROM t WHERE id = 7; END",
    );
}

fn up_types_of_a_table_that_are_others_on_some_databases(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", big_int().on_sqlite(integer()).primary_key())
            .column("a", text().on_postgres(custom("inet")).default("10.0.0.1"))
            .column(
                "at",
                timestamp().on_mysql(custom("DATETIME")).not_null().default(now()),
            )
            .column("b", string().on_mysql(varchar(255))),
    );
    op.add_column("t", "c", json().on_postgres(jsonb()));
}

fn before_a_type_that_becomes_another_on_one_database(op: &mut Op) {
    op.create_table(table("t").column("a", varchar(40)));
}

fn up_a_type_that_becomes_another_on_one_database(op: &mut Op) {
    op.alter_column("t", "a")
        .set_type(varchar(40).on_postgres(custom("inet")))
        .using(per_dialect().sqlite("").postgres("a::inet").mysql(""));
}

fn before_a_dropped_column_whose_type_is_another_on_some_databases(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", text().on_postgres(custom("inet")))
            .column("at", timestamp().on_mysql(custom("DATETIME")).default(now())),
    );
}

fn before_a_value_more_for_an_enum_type_that_one_database_alone_has(op: &mut Op) {
    op.create_table(
        table("t").column("a", text().on_postgres(enumeration("mood", ["sad", "happy"]))),
    );
}

fn up_a_value_more_for_an_enum_type_that_one_database_alone_has(op: &mut Op) {
    op.rename_enum_value("mood", "sad", "blue");
    op.add_column("t", "b", text().on_postgres(enumeration("mood", ["blue", "happy"])));
}

fn up_a_type_that_is_the_same_again_on_every_database(op: &mut Op) {
    op.alter_column("t", "at").set_type(timestamp());
}

fn before_an_index_and_a_column_that_are_there_already(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column(
                "author_id",
                integer().references("users", "id").foreign_key_named("fk_author"),
            )
            .column("title", varchar(80).unique_named("uq_title"))
            .column("size", integer())
            .check("ck_title", "title <> ''")
            .index("ix_size", ["size"]),
    );
}

fn up_an_index_and_a_column_that_are_there_already(op: &mut Op) {
    op.create_index("ix_size", "posts", ["size", "title"]).unique().if_not_exists();
    op.if_not_exists().add_column("posts", "size", big_int());
}

fn up_an_index_that_is_there_already(op: &mut Op) {
    op.create_index("ix_size", "posts", ["size"]).if_not_exists();
}

fn up_an_index_that_may_be_there(op: &mut Op) {
    op.create_index("ix_title", "posts", [desc("title")]).if_not_exists();
}

fn up_columns_that_may_be_there(op: &mut Op) {
    op.if_not_exists().add_column("posts", "note", text().not_null().default("x"));
    op.if_not_exists().add_column("posts", "kind", enumeration("kind", ["a", "b"]));
}

fn up_an_index_that_may_be_there_built_while_the_table_is_in_use(op: &mut Op<NoTx>) {
    op.create_index("ix_title", "posts", ["title"]).concurrently().if_not_exists();
}

fn up_a_table_and_an_index_that_are_there(op: &mut Op) {
    op.drop_index("ix_size", "posts").if_exists();
    op.if_exists().drop_table("posts");
}

fn up_parts_of_a_table_that_are_there(op: &mut Op) {
    op.if_exists().drop_foreign_key("fk_author", "posts");
    op.if_exists().drop_check_constraint("ck_title", "posts");
    op.if_exists().drop_unique_constraint("uq_title", "posts");
    op.if_exists().drop_column("posts", "title");
}

fn up_a_table_and_an_index_that_are_not_there(op: &mut Op) {
    op.drop_index("ix_none", "posts").if_exists();
    op.if_exists().drop_table("nothing");
}

fn up_parts_of_a_table_that_are_not_there(op: &mut Op) {
    op.if_exists().drop_foreign_key("posts_ibfk_1", "posts");
    op.if_exists().drop_check_constraint("ck_none", "posts");
    op.if_exists().drop_unique_constraint("uq_none", "posts");
    op.if_exists().drop_column("posts", "nothing");
}

fn up_keys_and_exclusions_that_may_be_there(op: &mut Op) {
    op.if_exists().drop_exclude_constraint("ex_none", "posts");
    op.if_exists().drop_primary_key("pk_posts", "posts");
}

fn up_timeouts_and_a_lock(op: &mut Op) {
    op.lock_timeout(std::time::Duration::from_secs(4));
    op.statement_timeout(std::time::Duration::from_millis(1501));
    op.lock_table("posts");
    op.add_column("posts", "note", text());
    op.statement_timeout(std::time::Duration::from_secs(0));
}

fn up_a_timeout_of_a_month(op: &mut Op) {
    op.lock_timeout(std::time::Duration::from_secs(2_678_400));
}

fn up_an_enum_type(op: &mut Op) {
    op.create_enum("mood", ["sad", "happy"]);
}

fn before_a_dropped_enum_type(op: &mut Op) {
    op.create_enum("mood", ["sad"]);
}

fn up_a_dropped_enum_type(op: &mut Op) {
    op.drop_enum("mood");
}

fn before_an_enum_type_that_is_dropped_with_its_last_column(op: &mut Op) {
    op.create_table(
        table("days")
            .column("id", integer().primary_key())
            .column("mood", enumeration("mood", ["sad"])),
    );
}

fn up_an_enum_type_that_is_dropped_with_its_last_column(op: &mut Op) {
    op.drop_column("days", "mood");
}

fn up_an_enum_type_that_only_columns_name(op: &mut Op) {
    op.create_table(
        table("days")
            .column(
                "mood",
                enumeration("mood", ["sad", "it's"]).not_null().default("it's"),
            )
            .column("evening", enumeration("mood", ["sad", "it's"])),
    );
    op.create_table(
        table("nights").column("mood", enumeration("mood", ["sad", "it's"])),
    );
}

fn before_an_enum_type_that_goes_with_the_last_column(op: &mut Op) {
    op.create_table(
        table("days")
            .column("id", integer())
            .column("mood", enumeration("mood", ["sad", "happy"])),
    );
    op.create_table(
        table("nights").column("mood", enumeration("mood", ["sad", "happy"])),
    );
}

fn up_an_enum_type_that_goes_with_the_last_column(op: &mut Op) {
    op.drop_table("nights");
}

fn up_an_enum_type_that_was_made_before_its_columns(op: &mut Op) {
    op.create_table(table("days").column("mood", enumeration("mood", ["sad", "happy"])));
    op.add_column(
        "days",
        "evening",
        enumeration("mood", ["sad", "happy"]).default("sad"),
    );
    op.drop_table("days");
}

fn before_more_words(op: &mut Op) {
    op.create_table(
        table("days")
            .column("id", integer().primary_key())
            .column(
                "mood",
                enumeration("mood", ["sad", "happy"]).not_null().default("sad"),
            )
            .column("evening", enumeration("mood", ["sad", "happy"])),
    );
    op.bulk_insert(
        "days",
        ["id", "mood", "evening"],
        [(1, "sad", "happy"), (2, "happy", "sad")],
    );
}

fn up_more_words(op: &mut Op) {
    op.add_enum_value("mood", "mad");
    op.add_enum_value("mood", "fine").after("sad");
    op.add_enum_value("mood", "blue").before("sad");
}

fn up_a_word_at_the_end(op: &mut Op) {
    op.add_enum_value("mood", "it's");
}

fn up_a_word_that_is_used_in_the_same_revision(op: &mut Op) {
    op.insert("days").set("id", 3).set("mood", "mad");
}

fn up_a_word_outside_a_transaction(op: &mut Op) {
    op.add_enum_value("mood", "mad").before("happy");
    op.update("days").set("evening", "mad");
}

fn up_a_word_of_a_type_that_no_column_uses(op: &mut Op) {
    op.rename_enum_value("mood", "mad", "angry");
}

fn before_another_word_in_a_table_that_notes_its_changes(op: &mut Op) {
    op.create_table(
        table("days")
            .column("mood", enumeration("mood", ["sad", "happy"]))
            .column("at", timestamp().default(now()).mysql_on_update_now()),
    );
    op.insert("days").set("mood", "sad");
}

fn up_a_word_in_another_case(op: &mut Op) {
    op.rename_enum_value("mood", "sad", "Sad");
}

fn before_another_word_in_a_table_with_a_trigger(op: &mut Op) {
    op.create_trigger(
        "touch",
        "days",
        "BEFORE UPDATE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET NEW.age = OLD.age"),
    );
}

fn before_an_enum_type_for_text(op: &mut Op) {
    op.update("users").set("name", "sad");
}

fn up_an_enum_type_for_text(op: &mut Op) {
    op.alter_column("users", "name").set_type(enumeration("mood", ["sad", "happy"]));
}

fn up_text_for_an_enum_type(op: &mut Op) {
    op.alter_column("days", "mood").set_type(varchar(20));
    op.alter_column("days", "evening").set_type(text());
}

fn up_an_enum_type_for_another(op: &mut Op) {
    op.alter_column("days", "evening")
        .set_type(enumeration("feeling", ["mad", "sad", "happy"]));
}

fn up_a_word_twice(op: &mut Op) {
    op.add_enum_value("mood", "happy");
}

fn up_a_word_after_none(op: &mut Op) {
    op.add_enum_value("mood", "mad").after("hapy");
}

fn up_a_type_that_is_not_there(op: &mut Op) {
    op.rename_enum_value("moods", "sad", "blue");
}

fn before_enum_types_under_other_names(op: &mut Op) {
    op.create_enum("st", ["new", "open", "done"]);
    op.create_table(
        table("jobs")
            .column("id", integer().primary_key())
            .column(
                "st",
                enumeration("st", ["new", "open", "done"]).not_null().default("new"),
            )
            .column("last", enumeration("st", ["new", "open", "done"]))
            .column("kind", enumeration("kind", ["a", "b"])),
    );
    op.bulk_insert("jobs", ["id", "st", "kind"], [(1, "new", "a"), (2, "open", "b")]);
}

fn up_enum_types_under_other_names(op: &mut Op) {
    op.rename_enum("st", "state");
    op.rename_enum("kind", "sort");
}

fn up_an_enum_type_under_another_name_with_another_value(op: &mut Op) {
    op.rename_enum_value("state", "done", "closed");
}

fn before_an_enum_type_under_another_name_that_a_check_names(op: &mut Op) {
    op.create_check_constraint(
        "ck_jobs_st",
        "jobs",
        per_dialect().sqlite("").postgres("st <> 'done'::st").mysql(""),
    );
}

fn up_an_enum_type_under_a_name_that_another_has(op: &mut Op) {
    op.rename_enum("st", "kind");
}

fn up_an_unknown_enum_type_under_another_name(op: &mut Op) {
    op.rename_enum("stt", "x");
}

fn up_an_enum_type_with_other_values(op: &mut Op) {
    op.set_enum_values("st", ["fresh", "open", "shut"])
        .replace("new", "fresh")
        .replace("done", "shut");
}

fn up_an_enum_type_that_loses_a_value_no_row_has(op: &mut Op) {
    op.set_enum_values("st", ["open", "new"]);
}

fn up_an_enum_type_two_values_of_which_become_one(op: &mut Op) {
    op.set_enum_values("kind", ["b"]).replace("a", "b");
}

fn before_an_enum_type_that_no_column_uses_with_other_values(op: &mut Op) {
    op.create_enum("st", ["new", "open"]);
}

fn up_an_enum_type_that_no_column_uses_with_other_values(op: &mut Op) {
    op.set_enum_values("st", ["", "open"]).replace("new", "");
}

fn before_lists_of_an_enum_type_with_other_values(op: &mut Op) {
    op.create_table(table("t").column("st", array(enumeration("st", ["new", "open"]))));
}

fn up_lists_of_an_enum_type_with_other_values(op: &mut Op) {
    op.set_enum_values("st", ["open", "fresh"]).replace("new", "fresh");
}

fn before_a_list_of_values_as_the_default_of_a_column_whose_type_gets_others(
    op: &mut Op,
) {
    op.create_table(
        table("t")
            .column("st", array(enumeration("st", ["new", "open"])).default("{new}")),
    );
}

fn up_an_enum_type_with_an_empty_value(op: &mut Op) {
    op.create_enum("size", ["", "small"]);
    op.create_table(
        table("t").column("size", enumeration("size", ["", "small"]).default("")),
    );
    op.insert("t").set("size", "");
}

fn up_a_value_in_place_of_one_that_stays(op: &mut Op) {
    op.set_enum_values("st", ["new", "open"]).replace("open", "new");
}

fn up_an_unknown_value_in_place_of_another(op: &mut Op) {
    op.set_enum_values("st", ["new", "open"]).replace("done", "shut");
}

fn up_values_without_the_default_of_a_column(op: &mut Op) {
    op.set_enum_values("st", ["open", "done"]);
}

fn before_other_values_of_an_enum_type_that_a_filter_and_a_check_compare_with(
    op: &mut Op,
) {
    op.create_index("ix_jobs_open", "jobs", ["id"])
        .filter(per_dialect().sqlite("st = 'open'").postgres("st = 'open'").mysql(""));
    op.create_check_constraint("ck_jobs_st", "jobs", "st <> 'done'");
}

fn up_other_values_of_an_enum_type_that_a_filter_and_a_check_compare_with(op: &mut Op) {
    op.set_enum_values("st", ["new", "open", "done", "shut"]);
}

fn up_a_value_goes_that_a_filter_and_a_check_compare_with(op: &mut Op) {
    op.set_enum_values("st", ["new", "opened", "shut"])
        .replace("open", "opened")
        .replace("done", "shut");
}

fn up_another_enum_type_for_a_column_that_a_filter_and_a_check_compare(op: &mut Op) {
    op.alter_column("jobs", "st")
        .set_type(enumeration("stage", ["new", "open", "done"]));
}

fn up_a_view(op: &mut Op) {
    op.create_view("adults", "SELECT id, Name FROM users WHERE age >= 18;");
}

fn before_a_dropped_view(op: &mut Op) {
    op.create_view("adults", "SELECT id FROM users WHERE age >= 18");
}

fn up_a_dropped_view(op: &mut Op) {
    op.drop_view("adults");
}

fn before_a_view_over_a_view(op: &mut Op) {
    op.create_view("adults", "SELECT id, name FROM users WHERE age >= 18");
}

fn up_a_view_over_a_view(op: &mut Op) {
    op.create_view("Old ones", "SELECT id FROM adults WHERE name <> 'it''s'");
}

fn up_a_view_over_a_table_that_is_changed(op: &mut Op) {
    op.add_column("users", "role", varchar(10));
    op.alter_column("users", "name").rename_to("full_name");
}

fn up_a_view_over_a_column_whose_type_changes(op: &mut Op) {
    op.alter_column("users", "name").set_type(varchar(200));
}

fn up_a_view_for_each_database(op: &mut Op) {
    op.create_view(
        "initials",
        per_dialect()
            .sqlite("SELECT substr(name, 1, 1) AS initial FROM users")
            .postgres("SELECT left(name, 1) AS initial FROM users")
            .mysql("SELECT left(name, 1) AS initial FROM users"),
    );
}

fn up_a_view_without_a_text_for_sqlite(op: &mut Op) {
    op.create_view("initials", per_dialect().postgres("SELECT 1"));
}

fn up_a_view_of_a_table_s_name(op: &mut Op) {
    op.create_view("users", "SELECT 1");
}

fn before_a_view_that_is_not_there(op: &mut Op) {
    op.create_view("adults", "SELECT 1 AS one");
}

fn up_a_view_that_is_not_there(op: &mut Op) {
    op.drop_view("adult");
}

fn up_a_materialized_view(op: &mut Op) {
    op.create_materialized_view("adults", "SELECT id, name FROM users WHERE age >= 18;");
}

fn up_an_empty_materialized_view(op: &mut Op) {
    op.create_materialized_view("adults", "SELECT id FROM users").with_no_data();
}

fn before_a_dropped_materialized_view(op: &mut Op) {
    op.create_materialized_view("adults", "SELECT id, name FROM users WHERE age >= 18");
    op.create_index("ux_adults_id", "adults", ["id"]).unique();
}

fn up_a_dropped_materialized_view(op: &mut Op) {
    op.drop_materialized_view("adults");
}

fn up_a_refresh(op: &mut Op) {
    op.refresh_materialized_view("adults");
}

fn up_a_refresh_while_it_is_read(op: &mut Op) {
    op.refresh_materialized_view("adults").concurrently();
}

fn up_an_index_of_a_materialized_view(op: &mut Op) {
    op.create_index("ix_adults_name", "adults", [expression("lower(name)")]);
    op.drop_index("ux_adults_id", "adults");
    op.rename_index("ix_adults_name", "adults", "ix_adults_lower");
}

fn up_a_materialized_view_twice(op: &mut Op) {
    op.create_materialized_view("adults", "SELECT 1 AS one");
}

fn up_a_materialized_view_that_is_not_there(op: &mut Op) {
    op.refresh_materialized_view("adult");
}

fn up_a_function(op: &mut Op) {
    op.create_function(
        "tax",
        "amount integer",
        per_dialect()
            .postgres(
                "RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT amount + 1; $$",
            )
            .mysql("RETURNS INT DETERMINISTIC RETURN amount + 1"),
    );
}

fn up_a_function_over_another_one(op: &mut Op) {
    op.create_function(
            "tax",
            "amount integer",
            per_dialect()
                .postgres(
                    "RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT amount + 2; $$",
                )
                .mysql("RETURNS INT DETERMINISTIC RETURN amount + 2"),
        )
        .or_replace();
}

fn up_a_dropped_function(op: &mut Op) {
    op.drop_function("tax", "amount integer");
}

fn up_a_function_without_arguments(op: &mut Op) {
    op.create_function(
        "answer",
        "",
        per_dialect()
            .postgres("RETURNS integer LANGUAGE sql AS $$ SELECT 42 $$")
            .mysql("RETURNS INT DETERMINISTIC RETURN 42"),
    );
}

fn before_a_trigger_that_calls_a_function(op: &mut Op) {
    op.create_function(
        "older",
        "",
        per_dialect()
            .sqlite("")
            .postgres(
                r"RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.age := NEW.age + 1; -- it's; a year
  RETURN NEW;
END;
$$",
            ),
    );
}

fn up_a_trigger_that_calls_a_function(op: &mut Op) {
    op.create_trigger(
        "users_older",
        "users",
        "BEFORE UPDATE OF name OR INSERT",
        "FOR EACH ROW WHEN (NEW.age > 10) EXECUTE FUNCTION older()",
    );
}

fn up_several_functions_of_one_name(op: &mut Op) {
    op.create_function(
        "twice",
        "a integer",
        per_dialect().postgres("RETURNS integer LANGUAGE sql AS 'SELECT a * 2'"),
    );
    op.create_function(
        "twice",
        "a text",
        per_dialect().postgres("RETURNS text LANGUAGE sql AS 'SELECT a || a'"),
    );
}

fn up_a_function_that_is_not_there(op: &mut Op) {
    op.drop_function("tax", "amount bigint");
}

fn up_a_sequence(op: &mut Op) {
    op.create_sequence("invoice_numbers");
}

fn up_a_sequence_with_everything(op: &mut Op) {
    op.create_sequence("invoice_numbers")
        .start_with(1000)
        .increment_by(10)
        .min_value(10)
        .max_value(100_000)
        .cache(5)
        .cycle();
}

fn up_a_sequence_that_counts_down(op: &mut Op) {
    op.create_sequence("countdown")
        .start_with(-1)
        .increment_by(-1)
        .min_value(-100)
        .max_value(-1);
}

fn before_a_changed_sequence(op: &mut Op) {
    op.create_sequence("invoice_numbers").min_value(1).max_value(1000).cycle();
}

fn up_a_changed_sequence(op: &mut Op) {
    op.alter_sequence("invoice_numbers")
        .increment_by(2)
        .min_value(0)
        .max_value(5000)
        .no_cycle();
}

fn up_a_sequence_with_a_bound_that_it_did_not_have(op: &mut Op) {
    op.alter_sequence("invoice_numbers").max_value(5000);
}

fn before_a_dropped_sequence(op: &mut Op) {
    op.create_sequence("invoice_numbers").start_with(7).cycle();
}

fn up_a_dropped_sequence(op: &mut Op) {
    op.drop_sequence("invoice_numbers");
}

fn up_a_default_from_a_sequence(op: &mut Op) {
    op.create_table(
        table("invoices")
            .column(
                "number",
                big_int().not_null().default(sql("nextval('invoice_numbers')")),
            ),
    );
}

fn before_a_sequence_twice(op: &mut Op) {
    op.create_sequence("numbers");
}

fn up_a_sequence_of_a_table_s_name(op: &mut Op) {
    op.create_sequence("users");
}

fn up_a_sequence_that_is_not_there(op: &mut Op) {
    op.drop_sequence("number");
}

fn up_a_change_of_a_sequence_that_changes_nothing(op: &mut Op) {
    op.alter_sequence("numbers");
}

fn up_a_trigger(op: &mut Op) {
    op.create_trigger(
        "users_touch",
        "users",
        "BEFORE UPDATE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET NEW.age = OLD.age"),
    );
}

fn up_a_trigger_of_several_statements(op: &mut Op) {
    op.create_trigger(
        "users_age",
        "users",
        "BEFORE INSERT",
        per_dialect()
            .sqlite(
                "BEGIN SELECT CASE WHEN NEW.age < 0 THEN raise(ABORT, 'age; END') END; END;",
            )
            .postgres(
                "FOR EACH ROW WHEN (NEW.age < 0 AND NEW.name <> 'age; END') EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql(
                "FOR EACH ROW BEGIN IF NEW.age < 0 THEN SET NEW.age = 0; SET NEW.name = 'age; END'; END IF; END",
            ),
    );
}

fn up_a_trigger_of_some_columns(op: &mut Op) {
    op.create_trigger(
        "users_touch",
        "users",
        "AFTER UPDATE OF name, email",
        per_dialect()
            .sqlite(
                "FOR EACH ROW WHEN NEW.age > 1 BEGIN UPDATE users SET age = age + 1; SELECT 1; END;",
            )
            .postgres(
                "FOR EACH ROW WHEN (NEW.age > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger();",
            ),
    );
}

fn up_a_dropped_trigger(op: &mut Op) {
    op.drop_trigger("users_touch", "users");
}

fn up_a_trigger_of_several_events(op: &mut Op) {
    op.create_trigger(
        "users_touch",
        "users",
        "BEFORE INSERT OR UPDATE",
        per_dialect()
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET NEW.age = 1"),
    );
}

fn before_a_trigger_of_a_view(op: &mut Op) {
    op.create_view("names", "SELECT id, name FROM users");
}

fn up_a_trigger_of_a_view(op: &mut Op) {
    op.create_trigger(
        "names_write",
        "names",
        "INSTEAD OF UPDATE",
        per_dialect()
            .sqlite("BEGIN UPDATE users SET name = NEW.name WHERE id = OLD.id; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            ),
    );
}

fn up_a_trigger_of_a_table_that_is_rebuilt(op: &mut Op) {
    op.alter_column("users", "age").set_type(big_int());
}

fn up_a_trigger_twice(op: &mut Op) {
    op.create_trigger("users_touch", "users", "AFTER INSERT", "BEGIN END");
}

fn up_a_trigger_that_is_not_there(op: &mut Op) {
    op.drop_trigger("user_touch", "users");
}

fn before_partitions(op: &mut Op) {
    op.create_table(
        table("events")
            .column("id", integer().not_null())
            .column("year", integer().not_null().check("year > 0"))
            .column("name", varchar(40).not_null().default("-"))
            .primary_key(["id", "year"])
            .index("ix_events_name", ["name"])
            .partition_by(
                per_dialect()
                    .sqlite("")
                    .postgres("RANGE (year)")
                    .mysql("RANGE (year) (PARTITION p VALUES LESS THAN MAXVALUE)"),
            ),
    );
}

fn up_partitions(op: &mut Op) {
    op.create_partition("events_2026", "events", "FOR VALUES FROM (2026) TO (2027)");
    op.create_partition("events_other", "events", "DEFAULT");
}

fn up_partitions_of_a_list_and_of_a_hash(op: &mut Op) {
    op.create_table(
        table("words").column("word", varchar(10)).partition_by("LIST (word)"),
    );
    op.create_partition("words_a", "words", "FOR VALUES IN ('a', 'it''s', NULL)");
    op.create_table(table("hashed").column("id", integer()).partition_by("HASH (id)"));
    op.create_partition(
        "hashed_0",
        "hashed",
        "FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
    );
}

fn before_a_dropped_partition(op: &mut Op) {
    op.bulk_insert("events", ["id", "year"], [(1, 2026), (2, 2030)]);
}

fn up_a_dropped_partition(op: &mut Op) {
    op.drop_partition("events_2026", "events");
}

fn up_a_renamed_partition_which_a_view_reads(op: &mut Op) {
    op.create_view("recent", "SELECT events_2026.id FROM events_2026");
    op.rename_table("events_2026", "events_now");
}

fn before_an_attached_partition(op: &mut Op) {
    op.create_table(
        table("old_events")
            .column("id", integer().not_null())
            .column("year", integer().not_null())
            .column("name", varchar(40).not_null().default("-"))
            .check("ck_events_year", "year > 0"),
    );
}

fn up_an_attached_partition(op: &mut Op) {
    op.attach_partition("old_events", "events", "FOR VALUES FROM (MINVALUE) TO (2026)");
}

fn up_a_detached_partition(op: &mut Op) {
    op.detach_partition("events_2026", "events");
}

fn up_a_partition_detached_while_the_table_is_used(op: &mut Op<NoTx>) {
    op.detach_partition("events_2026", "events").concurrently();
}

fn up_a_changed_table_with_partitions(op: &mut Op) {
    op.add_column("events", "size", integer().not_null().default(0));
    op.alter_column("events", "name").set_type(varchar(60)).nullable();
    op.create_index("ix_events_size", "events", ["size"]);
    op.rename_table("events", "happenings");
}

fn up_a_partition_of_a_table_without_partitions(op: &mut Op) {
    op.create_partition("users_1", "users", "DEFAULT");
}

fn up_a_partition_that_is_not_there(op: &mut Op) {
    op.drop_partition("events_2027", "events");
}

fn up_a_partition_of_a_table_s_name(op: &mut Op) {
    op.create_partition("events_2026", "events", "DEFAULT");
}

fn up_a_schema(op: &mut Op) {
    op.create_schema("migrate_audit");
}

fn up_a_dropped_schema(op: &mut Op) {
    op.drop_schema("migrate_audit");
}

fn up_a_schema_that_is_not_there(op: &mut Op) {
    op.drop_schema("migrate_audits");
}

fn before_a_schema_with_a_table_in_it(op: &mut Op) {
    op.create_table(
        table(("migrate_audit", "entries"))
            .column("id", integer().primary_key())
            .column("user_id", integer())
            .column("what", varchar(100).not_null().unique())
            .index("ix_entries_user", ["user_id"]),
    );
    op.insert(("migrate_audit", "entries"))
        .set("id", 1)
        .set("user_id", 1)
        .set("what", "signed in");
}

fn up_tables_in_a_schema(op: &mut Op) {
    op.create_table(
        table(("migrate_audit", "entries"))
            .column("id", integer().primary_key().identity())
            .column("user_id", integer().references("users", "id").on_delete(SetNull))
            .column("what", varchar(100).not_null().check("what <> ''"))
            .index("ix_entries_user", ["user_id", "what"])
            .comment("who did what"),
    );
    op.create_table(
        table(("migrate_audit", "details"))
            .column("entry_id", integer().references(("migrate_audit", "entries"), "id"))
            .column("note", varchar(50).comment("in words")),
    );
}

fn up_everything_that_is_done_to_a_table_in_a_schema(op: &mut Op) {
    op.create_table_comment(("migrate_audit", "entries"), "who did what");
    op.add_column(
        ("migrate_audit", "entries"),
        "at",
        timestamp().default(now()).comment("when"),
    );
    op.alter_column(("migrate_audit", "entries"), "what")
        .set_type(varchar(200))
        .nullable();
    op.alter_column(("migrate_audit", "entries"), "user_id").rename_to("person");
    op.create_index("ix_entries_at", ("migrate_audit", "entries"), ["at"]);
    op.rename_index("ix_entries_at", ("migrate_audit", "entries"), "ix_entries_when");
    op.drop_index("ix_entries_user", ("migrate_audit", "entries"));
    op.create_check_constraint("ck_entries", ("migrate_audit", "entries"), "person > 0");
    op.create_unique_constraint(
        "uq_entries",
        ("migrate_audit", "entries"),
        ["person", "at"],
    );
    op.create_foreign_key(
        "fk_entries",
        ("migrate_audit", "entries"),
        ["person"],
        ("migrate_audit", "entries"),
        ["id"],
    );
    op.drop_check_constraint("ck_entries", ("migrate_audit", "entries"));
    op.drop_foreign_key("fk_entries", ("migrate_audit", "entries"));
    op.drop_unique_constraint("uq_entries", ("migrate_audit", "entries"));
    op.drop_column(("migrate_audit", "entries"), "at");
    op.drop_table_comment(("migrate_audit", "entries"));
    op.rename_table(("migrate_audit", "entries"), "Log");
    op.drop_table(("migrate_audit", "Log"));
}

fn up_rows_of_a_table_in_a_schema(op: &mut Op) {
    op.insert(("migrate_audit", "entries")).set("id", 2).set("what", "left");
    op.update(("migrate_audit", "entries")).set("what", "went").filter(col("id").eq(2));
    op.delete(("migrate_audit", "entries")).filter(col("id").eq(2));
}

fn up_an_enum_type_in_a_schema(op: &mut Op) {
    op.create_enum(("migrate_audit", "level"), ["low", "high"]);
    op.create_table(
        table(("migrate_audit", "alarms"))
            .column(
                "level",
                enumeration(("migrate_audit", "level"), ["low", "high"])
                    .not_null()
                    .default("low"),
            ),
    );
    op.rename_enum_value(("migrate_audit", "level"), "low", "Low");
}

fn up_views_in_a_schema(op: &mut Op) {
    op.create_view(
        ("migrate_audit", "people"),
        "SELECT user_id AS person FROM migrate_audit.entries",
    );
    op.drop_view(("migrate_audit", "people"));
}

fn up_a_materialized_view_in_a_schema(op: &mut Op) {
    op.create_materialized_view(
        ("migrate_audit", "people"),
        "SELECT user_id AS person FROM migrate_audit.entries",
    );
    op.create_index("ux_people", ("migrate_audit", "people"), ["person"]).unique();
    op.refresh_materialized_view(("migrate_audit", "people")).concurrently();
}

fn up_a_sequence_and_a_function_in_a_schema(op: &mut Op) {
    op.create_sequence(("migrate_audit", "numbers")).start_with(10);
    op.alter_sequence(("migrate_audit", "numbers")).increment_by(5);
    op.create_function(
        ("migrate_audit", "one"),
        "",
        per_dialect()
            .postgres("RETURNS integer LANGUAGE sql AS 'SELECT 1'")
            .mysql("RETURNS INT DETERMINISTIC RETURN 1"),
    );
}

fn up_a_trigger_of_a_table_in_a_schema(op: &mut Op) {
    op.create_trigger(
        "entries_touch",
        ("migrate_audit", "entries"),
        "BEFORE UPDATE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET NEW.user_id = OLD.user_id"),
    );
    op.drop_trigger("entries_touch", ("migrate_audit", "entries"));
}

fn up_partitions_in_a_schema(op: &mut Op) {
    op.create_table(
        table(("migrate_audit", "events"))
            .column("year", integer())
            .partition_by("LIST (year)"),
    );
    op.create_partition(
        ("migrate_audit", "y1"),
        ("migrate_audit", "events"),
        "FOR VALUES IN (1)",
    );
    op.detach_partition(("migrate_audit", "y1"), ("migrate_audit", "events"));
    op.attach_partition(
        ("migrate_audit", "y1"),
        ("migrate_audit", "events"),
        "FOR VALUES IN (2)",
    );
}

fn up_an_index_of_a_table_in_a_schema_built_and_dropped_while_it_is_used(
    op: &mut Op<NoTx>,
) {
    op.create_index("ix_what", ("migrate_audit", "entries"), ["what"]).concurrently();
    op.drop_index("ix_what", ("migrate_audit", "entries")).concurrently();
}

fn up_an_extension(op: &mut Op) {
    op.create_extension("pg_trgm");
}

fn up_an_extension_that_may_be_there(op: &mut Op) {
    op.create_extension("pg_trgm").if_not_exists();
}

fn before_a_dropped_extension(op: &mut Op) {
    op.create_extension("uuid-ossp");
}

fn up_a_dropped_extension(op: &mut Op) {
    op.drop_extension("uuid-ossp");
}

fn up_types_of_extensions(op: &mut Op) {
    op.create_extension("citext");
    op.create_extension("hstore");
    op.create_table(
        table("settings")
            .column("name", custom("citext").not_null())
            .column("values", custom("hstore").default(r#""a"=>"1""#)),
    );
    op.create_index("ix_settings", "settings", ["values"]).using("gin");
}

fn up_an_index_of_an_extension_s_operators(op: &mut Op) {
    op.create_index(
            "ix_users_like",
            "users",
            [asc("name").operator_class("gin_trgm_ops")],
        )
        .using("gin");
}

fn up_mixed_case(op: &mut Op) {
    op.create_table(
        table("UserName")
            .column("UserName", integer().primary_key())
            .column(
                "tUserName",
                varchar(40).not_null().default("UserName").unique_named("uUserName"),
            )
            .column("eUserName", enumeration("mUserName", ["UserName", "it's"]))
            .column(
                "rUserName",
                integer()
                    .references("UserName", "UserName")
                    .foreign_key_named("fUserName"),
            )
            .check("cUserName", "1 = 1")
            .index("iUserName", ["rUserName"])
            .comment("UserName"),
    );
    op.insert("UserName")
        .set("UserName", 1)
        .set("tUserName", "UserName")
        .set("eUserName", "UserName");
}

fn up_reserved_words(op: &mut Op) {
    op.create_table(
        table("select")
            .column("select", integer().primary_key())
            .column(
                "tselect",
                varchar(40).not_null().default("select").unique_named("uselect"),
            )
            .column("eselect", enumeration("mselect", ["select", "it's"]))
            .column(
                "rselect",
                integer().references("select", "select").foreign_key_named("fselect"),
            )
            .check("cselect", "1 = 1")
            .index("iselect", ["rselect"])
            .comment("select"),
    );
    op.insert("select")
        .set("select", 1)
        .set("tselect", "select")
        .set("eselect", "select");
}

fn up_spaces_and_quotes(op: &mut Op) {
    op.create_table(
        table(r#"a "b" `c` [d] 'e'"#)
            .column(r#"a "b" `c` [d] 'e'"#, integer().primary_key())
            .column(
                r#"ta "b" `c` [d] 'e'"#,
                varchar(40)
                    .not_null()
                    .default(r#"a "b" `c` [d] 'e'"#)
                    .unique_named(r#"ua "b" `c` [d] 'e'"#),
            )
            .column(
                r#"ea "b" `c` [d] 'e'"#,
                enumeration(r#"ma "b" `c` [d] 'e'"#, [r#"a "b" `c` [d] 'e'"#, "it's"]),
            )
            .column(
                r#"ra "b" `c` [d] 'e'"#,
                integer()
                    .references(r#"a "b" `c` [d] 'e'"#, r#"a "b" `c` [d] 'e'"#)
                    .foreign_key_named(r#"fa "b" `c` [d] 'e'"#),
            )
            .check(r#"ca "b" `c` [d] 'e'"#, "1 = 1")
            .index(r#"ia "b" `c` [d] 'e'"#, [r#"ra "b" `c` [d] 'e'"#])
            .comment(r#"a "b" `c` [d] 'e'"#),
    );
    op.insert(r#"a "b" `c` [d] 'e'"#)
        .set(r#"a "b" `c` [d] 'e'"#, 1)
        .set(r#"ta "b" `c` [d] 'e'"#, r#"a "b" `c` [d] 'e'"#)
        .set(r#"ea "b" `c` [d] 'e'"#, r#"a "b" `c` [d] 'e'"#);
}

fn up_other_scripts(op: &mut Op) {
    op.create_table(
        table("größe_数")
            .column("größe_数", integer().primary_key())
            .column(
                "tgröße_数",
                varchar(40)
                    .not_null()
                    .default("größe_数")
                    .unique_named("ugröße_数"),
            )
            .column("egröße_数", enumeration("mgröße_数", ["größe_数", "it's"]))
            .column(
                "rgröße_数",
                integer()
                    .references("größe_数", "größe_数")
                    .foreign_key_named("fgröße_数"),
            )
            .check("cgröße_数", "1 = 1")
            .index("igröße_数", ["rgröße_数"])
            .comment("größe_数"),
    );
    op.insert("größe_数")
        .set("größe_数", 1)
        .set("tgröße_数", "größe_数")
        .set("egröße_数", "größe_数");
}

fn up_dots_percents_and_slashes(op: &mut Op) {
    op.create_table(
        table("a.b%s:c?$1/e;--")
            .column("a.b%s:c?$1/e;--", integer().primary_key())
            .column(
                "ta.b%s:c?$1/e;--",
                varchar(40)
                    .not_null()
                    .default("a.b%s:c?$1/e;--")
                    .unique_named("ua.b%s:c?$1/e;--"),
            )
            .column(
                "ea.b%s:c?$1/e;--",
                enumeration("ma.b%s:c?$1/e;--", ["a.b%s:c?$1/e;--", "it's"]),
            )
            .column(
                "ra.b%s:c?$1/e;--",
                integer()
                    .references("a.b%s:c?$1/e;--", "a.b%s:c?$1/e;--")
                    .foreign_key_named("fa.b%s:c?$1/e;--"),
            )
            .check("ca.b%s:c?$1/e;--", "1 = 1")
            .index("ia.b%s:c?$1/e;--", ["ra.b%s:c?$1/e;--"])
            .comment("a.b%s:c?$1/e;--"),
    );
    op.insert("a.b%s:c?$1/e;--")
        .set("a.b%s:c?$1/e;--", 1)
        .set("ta.b%s:c?$1/e;--", "a.b%s:c?$1/e;--")
        .set("ea.b%s:c?$1/e;--", "a.b%s:c?$1/e;--");
}

fn up_digits_first(op: &mut Op) {
    op.create_table(
        table("1st")
            .column("1st", integer().primary_key())
            .column("t1st", varchar(40).not_null().default("1st").unique_named("u1st"))
            .column("e1st", enumeration("m1st", ["1st", "it's"]))
            .column("r1st", integer().references("1st", "1st").foreign_key_named("f1st"))
            .check("c1st", "1 = 1")
            .index("i1st", ["r1st"])
            .comment("1st"),
    );
    op.insert("1st").set("1st", 1).set("t1st", "1st").set("e1st", "1st");
}

fn up_changes_under_mixed_case(op: &mut Op) {
    op.rename_table("UserName", "nUserName");
    op.alter_column("nUserName", "tUserName")
        .set_type(varchar(50))
        .nullable()
        .default("it's");
    op.alter_column("nUserName", "tUserName").rename_to("TUserName");
    op.rename_index("iUserName", "nUserName", "IUserName");
    op.drop_index("IUserName", "nUserName");
    op.drop_check_constraint("cUserName", "nUserName");
    op.drop_column("nUserName", "eUserName");
    op.create_view("vUserName", "SELECT 1 AS one");
    op.create_trigger(
        "gUserName",
        "nUserName",
        "BEFORE UPDATE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET @touched = 1"),
    );
}

fn before_changes_under_quotes(op: &mut Op) {
    op.create_table(
        table(r#"a "b" `c`"#)
            .column(r#"a "b" `c`"#, integer().primary_key())
            .column(
                r#"ta "b" `c`"#,
                varchar(40)
                    .not_null()
                    .default(r#"a "b" `c`"#)
                    .unique_named(r#"ua "b" `c`"#),
            )
            .column(
                r#"ea "b" `c`"#,
                enumeration(r#"ma "b" `c`"#, [r#"a "b" `c`"#, "it's"]),
            )
            .column(
                r#"ra "b" `c`"#,
                integer()
                    .references(r#"a "b" `c`"#, r#"a "b" `c`"#)
                    .foreign_key_named(r#"fa "b" `c`"#),
            )
            .check(r#"ca "b" `c`"#, "1 = 1")
            .index(r#"ia "b" `c`"#, [r#"ra "b" `c`"#])
            .comment(r#"a "b" `c`"#),
    );
    op.insert(r#"a "b" `c`"#)
        .set(r#"a "b" `c`"#, 1)
        .set(r#"ta "b" `c`"#, r#"a "b" `c`"#)
        .set(r#"ea "b" `c`"#, r#"a "b" `c`"#);
}

fn up_changes_under_quotes(op: &mut Op) {
    op.rename_table(r#"a "b" `c`"#, r#"na "b" `c`"#);
    op.alter_column(r#"na "b" `c`"#, r#"ta "b" `c`"#)
        .set_type(varchar(50))
        .nullable()
        .default("it's");
    op.alter_column(r#"na "b" `c`"#, r#"ta "b" `c`"#).rename_to(r#"Ta "b" `c`"#);
    op.rename_index(r#"ia "b" `c`"#, r#"na "b" `c`"#, r#"Ia "b" `c`"#);
    op.drop_index(r#"Ia "b" `c`"#, r#"na "b" `c`"#);
    op.drop_check_constraint(r#"ca "b" `c`"#, r#"na "b" `c`"#);
    op.drop_column(r#"na "b" `c`"#, r#"ea "b" `c`"#);
    op.create_view(r#"va "b" `c`"#, "SELECT 1 AS one");
    op.create_trigger(
        r#"ga "b" `c`"#,
        r#"na "b" `c`"#,
        "BEFORE UPDATE",
        per_dialect()
            .sqlite("BEGIN SELECT 1; END")
            .postgres(
                "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            )
            .mysql("FOR EACH ROW SET @touched = 1"),
    );
}

fn up_reserved_words_as_columns(op: &mut Op) {
    op.create_table(
        table("order")
            .column("user", integer().primary_key())
            .column("group", integer().not_null().default(1))
            .column("table", varchar(10))
            .column("key", varchar(10))
            .column("values", integer())
            .column("end", integer())
            .index("index", ["key", "table"]),
    );
    op.insert("order").set("user", 1).set("key", "k").set("values", 2);
}

fn up_names_as_long_as_they_may_be(op: &mut Op) {
    op.create_table(
        table("long_name_that_has_as_many_letters_as_postgresql_lets_names_be_")
            .column(
                "cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_",
                integer().primary_key(),
            )
            .column(
                "kind",
                enumeration(
                        "eong_name_that_has_as_many_letters_as_postgresql_lets_names_be_",
                        ["a"],
                    )
                    .unique_named(
                        "uong_name_that_has_as_many_letters_as_postgresql_lets_names_be_",
                    ),
            )
            .index(
                "iong_name_that_has_as_many_letters_as_postgresql_lets_names_be_",
                ["cong_name_that_has_as_many_letters_as_postgresql_lets_names_be_"],
            ),
    );
}

fn up_a_table_s_name_that_is_too_long(op: &mut Op) {
    op.create_table(
        table("longer_name_that_has_one_letter_more_than_postgresql_lets_names_")
            .column("a", integer()),
    );
}

fn up_a_column_s_name_that_is_too_long(op: &mut Op) {
    op.create_table(
        table("t")
            .column(
                "longer_name_that_has_one_letter_more_than_postgresql_lets_names_",
                integer(),
            ),
    );
}

fn up_an_index_s_name_that_is_too_long(op: &mut Op) {
    op.create_index(
        "longer_name_that_has_one_letter_more_than_postgresql_lets_names_",
        "users",
        ["age"],
    );
}

fn up_a_constraint_s_name_that_is_too_long(op: &mut Op) {
    op.create_check_constraint(
        "longer_name_that_has_one_letter_more_than_postgresql_lets_names_",
        "users",
        "age > 0",
    );
}

fn up_a_type_s_name_that_is_too_long(op: &mut Op) {
    op.create_enum(
        "longer_name_that_has_one_letter_more_than_postgresql_lets_names_",
        ["a"],
    );
}

fn up_a_new_name_that_is_too_long(op: &mut Op) {
    op.rename_table(
        "users",
        "longer_name_that_has_one_letter_more_than_postgresql_lets_names_",
    );
}

fn up_a_long_name_of_many_bytes(op: &mut Op) {
    op.create_table(
        table("ääääääääääääääääääääääääääääääää")
            .column("a", integer()),
    );
}

fn up_names_made_of_long_names(op: &mut Op) {
    op.create_table(
        table("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
            .column("id", integer().primary_key())
            .column(
                "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                integer()
                    .unique()
                    .references("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "id")
                    .check("1 = 1"),
            ),
    );
}

fn up_a_name_of_no_letters(op: &mut Op) {
    op.create_table(table("").column("a", integer()));
}

fn before_a_row(op: &mut Op) {
    op.create_table(
        table("things")
            .column("id", integer().primary_key().identity())
            .column("name", varchar(80).unique())
            .column("order", integer())
            .column("data", binary()),
    );
}

fn up_a_row(op: &mut Op) {
    op.insert("things").set("name", "it's; -- %s :x ?").set("order", 3);
}

fn up_a_row_of_every_sort_of_value(op: &mut Op) {
    op.insert("things")
        .set("id", 1000)
        .set("name", null())
        .set("order", sql("1 + 2"))
        .set("data", b"\0'\xFF");
    op.insert("things").set("order", -7).set("name", "x");
    op.insert("things").set("order", null()).set("name", now());
    op.insert("things").set("order", decimal("19.90")).set("name", r#"\ " ä 
"#);
}

fn before_numbers_of_every_sort(op: &mut Op) {
    op.create_table(
        table("numbers").column("exact", numeric(20, 0)).column("rough", double()),
    );
}

fn up_numbers_of_every_sort(op: &mut Op) {
    op.insert("numbers")
        .set("exact", -9_223_372_036_854_775_808_i64)
        .set("rough", -1.5e-7);
    op.insert("numbers")
        .set("exact", decimal("18446744073709551615"))
        .set("rough", 1.797_693_134_862_315_7e308);
    op.insert("numbers")
        .set("exact", decimal("-12345678901234567890"))
        .set("rough", 0.100_000_001_490_116_12);
}

fn before_an_infinite_number(op: &mut Op) {
    op.create_table(table("numbers").column("rough", double()));
}

fn up_an_infinite_number(op: &mut Op) {
    op.insert("numbers").set("rough", f64::NEG_INFINITY);
}

fn up_no_number(op: &mut Op) {
    op.insert("numbers").set("rough", f64::NAN);
}

fn up_text_with_a_character_that_ends_it(op: &mut Op) {
    op.insert("things").set("name", "a\0b");
}

fn up_an_exact_number_that_is_none(op: &mut Op) {
    op.insert("things").set("order", decimal("12,50"));
}

fn before_a_truth_value_a_day_and_a_document(op: &mut Op) {
    op.create_table(
        table("t").column("b", boolean()).column("d", date()).column("j", json()),
    );
}

fn up_a_truth_value_a_day_and_a_document(op: &mut Op) {
    op.bulk_insert(
        "t",
        ["b", "d", "j"],
        [(true, "2024-02-29", r#"{"a": "\n"}"#), (false, "1999-12-31", "[]")],
    );
    op.update("t").set("b", false).filter(col("d").lt(today()));
    op.update("t").set("d", today()).filter(col("b").eq(true));
}

fn up_many_rows(op: &mut Op) {
    op.bulk_insert(
            "things",
            ["name", "order", "data"],
            [("a", 1, b"".as_slice()), ("b", 2, b"".as_slice())],
        )
        .on_conflict_do_update(["name"]);
}

fn up_rows_that_are_there(op: &mut Op) {
    op.insert("things").set("name", "a").on_conflict_do_nothing(["name"]);
    op.insert("things").set("name", "a").on_conflict_do_nothing([]);
    op.insert("things").set("name", "a").on_conflict_do_update(["name"]);
    op.insert("things").set("name", "a").set("order", 7).on_conflict_do_update(["name"]);
}

fn up_rows_of_a_table_of_the_same_revision(op: &mut Op) {
    op.insert("things").set("name", "a");
    op.add_column("things", "extra", varchar(9));
    op.update("things").set("extra", "x");
    op.delete("things").all_rows();
}

fn up_a_row_with_a_column_that_is_misspelt(op: &mut Op) {
    op.insert("things").set("nmae", "a");
}

fn up_a_row_with_a_column_twice(op: &mut Op) {
    op.insert("things").set("name", "a").set("name", "b");
}

fn up_rows_of_a_table_that_is_misspelt(op: &mut Op) {
    op.insert("thing").set("name", "a");
}

fn up_every_row(op: &mut Op) {
    op.update("users").set("age", 1).set("name", sql("upper(name)"));
}

fn up_every_operator(op: &mut Op) {
    op.update("users")
        .set("age", col("id"))
        .filter(col("age").eq(1).or(col("age").ne(2)));
    op.update("users").set("age", 1).filter(col("age").lt(1).and(col("age").le(2)));
    op.update("users")
        .set("age", 1)
        .filter(col("age").gt(-1).and(col("age").ge(col("id"))));
    op.update("users").set("age", 1).filter(col("name").like("A%"));
    op.update("users").set("age", 1).filter(col("age").is_null());
    op.update("users").set("age", 1).filter(!col("age").is_not_null());
    op.update("users").set("age", 1).filter(col("age").is_in([1, 2]));
    op.update("users").set("age", 1).filter(col("age").is_in::<i32>([]));
    op.update("users").set("age", 1).filter(sql("age IN (1) OR 1 = 1"));
    op.update("users")
        .set("age", 1)
        .filter(sql("1 = 1 OR 1 = 1").and(col("age").is_null()));
}

fn up_an_update_with_a_filter_that_is_misspelt(op: &mut Op) {
    op.update("users").set("age", 1).filter(col("emial").is_null());
}

fn up_an_update_of_a_column_twice(op: &mut Op) {
    op.update("users").set("age", 1).set("age", 2);
}

fn up_some_rows(op: &mut Op) {
    op.delete("users").filter(col("age").lt(18).and(col("name").is_null()));
}

fn up_all_rows(op: &mut Op) {
    op.delete("users").all_rows();
}

fn up_rows_by_a_column_that_is_misspelt(op: &mut Op) {
    op.delete("users").filter(col("agge").eq(1));
}

fn before_a_column_of_truth_values_as_a_condition_before_the_value(op: &mut Op) {
    op.create_table(
        table("members")
            .column("id", integer().primary_key())
            .column("level", small_int())
            .column("active", boolean())
            .column("mood", enumeration("mood", ["sad", "happy"]))
            .column("code", varchar(4))
            .column("born", date())
            .column("wakes", time())
            .column("fee", numeric(5, 2))
            .column("key", uuid())
            .column("data", json()),
    );
}

fn up_a_column_of_truth_values_as_a_condition_before_the_value(op: &mut Op) {
    op.update("members")
        .set("level", 2)
        .filter((!col("active")).and(col("level").lt(2)));
    op.delete("members")
        .filter(col("active").and(col("level").eq(1)).or(col("level").is_null()));
}

fn up_sql_of_each_database_as_a_condition_a_value_and_a_default(op: &mut Op) {
    op.update("members")
        .set(
            "level",
            sql(
                per_dialect()
                    .sqlite("length(code)")
                    .postgres("length(code)")
                    .mysql("char_length(code)"),
            ),
        )
        .filter(
            sql(
                    per_dialect()
                        .sqlite("length(code)")
                        .postgres("length(code)")
                        .mysql("char_length(code)"),
                )
                .gt(3)
                .or(sql("level < 0")),
        );
    op.create_table(
        table("t")
            .column(
                "a",
                text()
                    .default(
                        sql(
                            per_dialect()
                                .sqlite("lower('A')")
                                .postgres("lower('B')")
                                .mysql("lower('C')"),
                        ),
                    ),
            ),
    );
}

fn up_the_time_of_the_statement_in_columns_of_days_and_times(op: &mut Op) {
    op.create_table(
        table("visits")
            .column("id", integer())
            .column("day", date().default(now()))
            .column("hour", time().default(now())),
    );
    op.insert("visits").set("id", 1).set("day", now()).set("hour", now());
    op.update("visits").set("day", now()).filter(col("id").eq(1));
}

fn up_a_column_of_numbers_as_a_condition(op: &mut Op) {
    op.delete("members").filter(col("level").and(col("active")));
}

fn up_a_condition_over_a_value_that_the_enum_type_lacks(op: &mut Op) {
    op.update("members").set("level", 1).filter(col("mood").eq("angry"));
}

fn up_a_value_that_is_not_of_the_enum_type(op: &mut Op) {
    op.insert("members").set("id", 1).set("mood", "Happy");
}

fn up_a_text_that_is_too_long(op: &mut Op) {
    op.bulk_insert("members", ["id", "code"], [(1, "äöüß"), (2, "abcde")]);
}

fn up_a_day_that_does_not_exist(op: &mut Op) {
    op.update("members").set("born", "2023-02-29");
}

fn up_a_call_in_quotes_as_a_value(op: &mut Op) {
    op.insert("members").set("id", 1).set("born", "CURRENT_DATE");
}

fn up_a_call_in_quotes_as_a_default(op: &mut Op) {
    op.add_column("members", "seen_at", timestamptz().default("now()"));
}

fn up_a_call_in_quotes_as_another_default(op: &mut Op) {
    op.alter_column("members", "key").default("gen_random_uuid()");
}

fn up_a_number_beyond_its_type(op: &mut Op) {
    op.alter_column("members", "level").default(70000);
}

fn up_a_number_with_too_many_digits(op: &mut Op) {
    op.insert("members").set("id", 1).set("fee", decimal("999.995"));
}

fn up_broken_json(op: &mut Op) {
    op.insert("members").set("id", 1).set("data", r#"{"a": 1,}"#);
}

fn up_a_default_that_is_too_long(op: &mut Op) {
    op.alter_column("members", "code").default("abcde");
}

fn up_a_time_of_day_that_does_not_exist(op: &mut Op) {
    op.alter_column("members", "wakes").default("25:00");
}

fn up_two_primary_keys(op: &mut Op) {
    op.create_table(
        table("t")
            .column("a", integer().primary_key())
            .column("b", integer().primary_key()),
    );
}

fn up_raw_sql_that_stays_raw(op: &mut Op) {
    op.execute(r"UPDATE users SET name = ':x %s ?' -- 100 %
 WHERE id = 1;")
        .effect(|_| {});
}

fn up_raw_sql_with_empty_statements(op: &mut Op) {
    op.execute(";").effect(|_| {});
    op.execute("-- nothing; at all").effect(|_| {});
    op.execute(
            r"DELETE FROM users WHERE name = 'a;;b';;
 ; DELETE FROM users WHERE id = 7; -- x",
        )
        .effect(|_| {});
}

fn up_raw_sql_that_says_what_it_does(op: &mut Op) {
    op.execute(
            "CREATE TABLE copies (id INTEGER); INSERT INTO copies SELECT id FROM users; DROP TABLE users",
        )
        .effect(|op| {
            op.create_table(table("copies").column("id", integer()));
            op.drop_table("users");
        });
}

fn up_raw_sql_for_each_database(op: &mut Op) {
    op.execute(
            per_dialect().sqlite("ANALYZE users").postgres("ANALYZE users").mysql("DO 0"),
        )
        .effect(|_| {});
    op.execute(per_dialect().sqlite("").postgres("SELECT 1").mysql(""));
}

fn up_raw_sql_without_a_text_for_each_database(op: &mut Op) {
    op.execute(per_dialect().postgres("ANALYZE")).effect(|_| {});
}

fn up_raw_sql_outside_a_transaction(op: &mut Op) {
    op.execute(per_dialect().sqlite("VACUUM").postgres("VACUUM").mysql("DO 0"))
        .effect(|_| {});
}

fn up_a_rule_with_two_commands_outside_a_transaction(op: &mut Op) {
    op.execute(
            per_dialect()
                .sqlite("")
                .postgres(
                    "CREATE RULE r AS ON DELETE TO users DO ALSO (DELETE FROM users WHERE id = 1; DELETE FROM users WHERE id = 2); SELECT 'a;b'",
                )
                .mysql(""),
        )
        .effect(|_| {});
}

fn up_raw_sql_in_which_a_string_has_no_end(op: &mut Op) {
    op.execute(r"UPDATE users SET
  name = 'it\'s; fine'").effect(|_| {});
}

fn up_raw_sql_that_no_transaction_takes(op: &mut Op) {
    op.execute(per_dialect().sqlite("").postgres("VACUUM").mysql("")).effect(|_| {});
}

fn up_raw_sql_of_several_statements(op: &mut Op) {
    op.execute(
            r#"UPDATE users SET name = 'a;b' WHERE id = 1; -- one; two
UPDATE users SET name = '"' WHERE id = 2;"#,
        )
        .effect(|_| {});
}

fn up_raw_sql_whose_effect_does_not_fit(op: &mut Op) {
    op.execute("DROP TABLE user")
        .effect(|op| {
            op.drop_table("user");
        });
}

fn up_raw_sql_that_nothing_has_to_take_back(op: &mut Op) {
    op.execute("UPDATE users SET name = trim(name)").effect(|_| {}).nothing_to_undo();
    op.add_column("users", "nick", text());
    op.execute("UPDATE users SET nick = name").effect(|_| {}).nothing_to_undo();
}

fn up_raw_sql_that_other_sql_takes_back(op: &mut Op) {
    op.execute("UPDATE users SET age = age + 1")
        .effect(|_| {})
        .undo("UPDATE users SET age = age - 1");
    op.execute("ALTER TABLE users ADD COLUMN nick INTEGER")
        .effect(|op| {
            op.add_column("users", "nick", integer());
        })
        .undo("ALTER TABLE users DROP COLUMN nick");
}

fn up_raw_sql_that_changes_the_schema_and_is_said_to_need_no_way_back(op: &mut Op) {
    op.execute("ALTER TABLE users ADD COLUMN nick INTEGER")
        .effect(|op| {
            op.add_column("users", "nick", integer());
        })
        .nothing_to_undo();
}

fn before_columns_renamed_that_a_check_compares_one_of_them_in_double_quotes(
    op: &mut Op,
) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("total", integer())
            .column("kind", varchar(20))
            .column("order", varchar(20)),
    );
    op.create_table(
        table("u").column("id", integer().primary_key()).column("total", integer()),
    );
    op.create_check_constraint("ck_t_kind", "t", r#"kind <> "order""#);
}

fn up_columns_renamed_that_a_check_compares_one_of_them_in_double_quotes(op: &mut Op) {
    op.alter_column("t", "kind").rename_to("Sort");
    op.alter_column("t", "order").rename_to("group");
    op.drop_check_constraint("ck_t_kind", "t");
}

fn before_columns_renamed_that_generated_columns_and_indexes_compute_with(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("total", integer())
            .column("kind", varchar(20))
            .column("double", integer().generated("total * 2"))
            .column("label", varchar(50).generated("replace(kind, 'kind', '')")),
    );
}

fn up_columns_renamed_that_generated_columns_and_indexes_compute_with(op: &mut Op) {
    op.alter_column("t", "total").rename_to("order");
    op.alter_column("t", "kind").rename_to("Kind");
    op.drop_column("t", "label");
}

fn before_columns_renamed_that_the_filter_and_the_key_of_an_index_name(op: &mut Op) {
    op.create_index("ix_t_kind", "t", [expression("lower(kind)")])
        .filter(r#"total > 0 AND "order" <> 'total'"#);
}

fn up_columns_renamed_that_the_filter_and_the_key_of_an_index_name(op: &mut Op) {
    op.alter_column("t", "total").rename_to("select");
    op.drop_index("ix_t_kind", "t");
}

fn before_a_column_renamed_that_views_select(op: &mut Op) {
    op.create_view("a_reader", "SELECT total FROM v WHERE total > 1");
    op.create_view("v", "SELECT id, t.total FROM t WHERE total > 0");
    op.create_view("w", "SELECT total FROM t UNION SELECT id FROM u ORDER BY total");
    op.create_view(
        "x",
        "WITH s AS (SELECT total FROM t) SELECT s.total, u.id FROM s JOIN u ON u.total = s.total",
    );
}

fn up_a_column_renamed_that_views_select(op: &mut Op) {
    op.alter_column("t", "total").rename_to("amount");
}

fn before_a_column_renamed_that_views_select_and_other_views_read(op: &mut Op) {
    op.create_view("reader", "SELECT total FROM v WHERE total > 1");
    op.create_view("y", "SELECT sum(total) AS total FROM t GROUP BY kind");
}

fn up_a_column_renamed_that_views_select_and_other_views_read(op: &mut Op) {
    op.alter_column("t", "total").rename_to("group");
}

fn before_a_column_renamed_that_a_view_computes_with(op: &mut Op) {
    op.create_view(
        "v",
        per_dialect()
            .sqlite("SELECT total + 1, upper(kind) FROM t")
            .postgres("SELECT total + 1, upper(kind), total::text FROM t")
            .mysql("SELECT total + 1, upper(kind) FROM t"),
    );
}

fn before_a_column_renamed_that_a_view_reads_whose_rows_a_trigger_writes(op: &mut Op) {
    op.create_view("v", "SELECT id, total FROM t");
    op.create_trigger(
        "v_insert",
        "v",
        "INSTEAD OF INSERT",
        "BEGIN INSERT INTO t (id, total) VALUES (NEW.id, NEW.total); END",
    );
    op.create_trigger(
        "u_insert",
        "u",
        "AFTER INSERT",
        "BEGIN INSERT INTO v (id, total) VALUES (NEW.id, NEW.total); END",
    );
}

fn before_a_column_renamed_that_a_view_may_select_with_all_others(op: &mut Op) {
    op.create_view("v", "SELECT * FROM t");
}

fn up_a_column_renamed_and_the_view_created_again_that_selected_it_with_all_others(
    op: &mut Op,
) {
    op.drop_view("v");
    op.create_view("v", "SELECT id, amount FROM t");
}

fn before_a_table_renamed_beside_strings_aliases_and_queries_of_its_name(op: &mut Op) {
    op.create_view("strings", "SELECT t.id, 't' AS t FROM t WHERE t.kind <> 't'");
    op.create_view("aliases", "SELECT t.id FROM u AS t WHERE t.total > 0");
    op.create_view("queries", "WITH t AS (SELECT id FROM u) SELECT t.id FROM t");
    op.create_view(
        "inner_ones",
        "SELECT t.id FROM u t WHERE EXISTS (SELECT 1 FROM t WHERE t.total > 0)",
    );
}

fn up_a_table_renamed_beside_strings_aliases_and_queries_of_its_name(op: &mut Op) {
    op.rename_table("t", "order");
}

fn before_a_table_renamed_beside_one_of_its_name_in_another_schema(op: &mut Op) {
    op.create_table(table(("audit", "t")).column("id", integer().primary_key()));
    op.create_view("v", "SELECT t.id FROM audit.t");
    op.create_view("w", "SELECT a.id FROM audit.t AS a JOIN t ON t.id = a.id");
}

fn up_a_table_renamed_beside_one_of_its_name_in_another_schema(op: &mut Op) {
    op.rename_table("t", "things");
}

fn before_a_partition_key_that_a_renamed_column_is_of(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().not_null())
            .column("since", integer().not_null())
            .partition_by(
                per_dialect()
                    .postgres("RANGE (since)")
                    .mysql(
                        "RANGE (since) (PARTITION total VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
                    ),
            ),
    );
}

fn up_a_partition_key_that_a_renamed_column_is_of(op: &mut Op) {
    op.alter_column("t", "since").rename_to("order");
}

fn before_columns_renamed_that_an_exclusion_compares(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("kind", varchar(20))
            .column("during", custom("int4range")),
    );
    op.create_exclude_constraint("ex_t", "t", "gist", [("during", "&&")])
        .filter("kind <> 'during'");
}

fn up_columns_renamed_that_an_exclusion_compares(op: &mut Op) {
    op.alter_column("t", "during").rename_to("When");
    op.alter_column("t", "kind").rename_to("end");
}

fn before_a_column_dropped_under_a_trigger_that_names_it(op: &mut Op) {
    op.create_table(
        table("a").column("id", integer().primary_key()).column("n", varchar(9)),
    );
    op.create_table(
        table("b").column("id", integer().primary_key()).column("n", varchar(9)),
    );
    op.create_trigger(
        "a_cp",
        "a",
        "AFTER INSERT",
        per_dialect()
            .sqlite("BEGIN INSERT INTO b (id, n) VALUES (NEW.id, NEW.n); END")
            .mysql("FOR EACH ROW INSERT INTO b (id, n) VALUES (NEW.id, NEW.n)"),
    );
}

fn up_a_column_dropped_under_a_trigger_that_names_it(op: &mut Op) {
    op.drop_column("a", "n");
}

fn up_a_column_dropped_with_the_trigger_that_names_it(op: &mut Op) {
    op.drop_trigger("a_cp", "a");
}

fn before_a_column_dropped_of_a_table_that_a_trigger_fills_without_a_list_of_columns(
    op: &mut Op,
) {
    op.create_table(
        table("t").column("id", integer().primary_key()).column("n", integer()),
    );
    op.create_table(table("b").column("id", integer()).column("n", integer()));
    op.create_trigger(
        "t_ai",
        "t",
        "AFTER INSERT",
        per_dialect()
            .sqlite("BEGIN INSERT INTO b VALUES (NEW.id, 1); END")
            .mysql("FOR EACH ROW INSERT INTO b VALUES (NEW.id, 1)"),
    );
}

fn up_a_column_dropped_of_a_table_that_a_trigger_fills_without_a_list_of_columns(
    op: &mut Op,
) {
    op.drop_column("b", "n");
}

fn up_a_column_added_to_a_table_that_a_trigger_fills_without_a_list_of_columns(
    op: &mut Op,
) {
    op.add_column("b", "more", integer());
}

fn up_a_column_added_before_the_trigger_that_fills_the_table_is_dropped(op: &mut Op) {
    op.drop_trigger("t_ai", "t");
}

fn up_a_table_dropped_that_a_trigger_of_another_fills(op: &mut Op) {
    op.drop_table("b");
}

fn up_a_table_dropped_and_created_again_under_a_trigger_that_fills_it(op: &mut Op) {
    op.create_table(
        table("b").column("id", integer().primary_key()).column("n", varchar(20)),
    );
}

fn up_a_table_renamed_that_a_trigger_of_another_fills_after_a_column_was(op: &mut Op) {
    op.alter_column("a", "n").rename_to("m");
    op.rename_table("b", "bb");
}

fn before_a_table_renamed_that_a_trigger_fills_without_a_list_of_columns_after_a_column_was(
    op: &mut Op,
) {
    op.create_trigger(
        "a_cp",
        "a",
        "AFTER INSERT",
        per_dialect()
            .sqlite("BEGIN INSERT INTO b VALUES (NEW.id, NEW.n); END")
            .mysql("FOR EACH ROW INSERT INTO b VALUES (NEW.id, NEW.n)"),
    );
}

fn before_a_view_dropped_that_another_view_reads(op: &mut Op) {
    op.create_view("v1", "SELECT id, n FROM t");
    op.create_view("v2", "SELECT id FROM v1 WHERE n > 0");
}

fn up_a_view_dropped_that_another_view_reads(op: &mut Op) {
    op.drop_view("v1");
}

fn up_a_view_dropped_after_the_view_that_reads_it(op: &mut Op) {
    op.drop_view("v2");
}

fn before_a_table_dropped_that_two_views_read(op: &mut Op) {
    op.create_view("v1", "SELECT id FROM t AS one");
    op.create_view("v2", "SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM t)");
}

fn up_a_table_dropped_that_two_views_read(op: &mut Op) {
    op.drop_table("t");
}

fn before_a_table_dropped_whose_name_other_texts_have_in_another_sense(op: &mut Op) {
    op.create_table(table("u").column("id", integer()).column("t", integer()));
    op.create_view("v1", "SELECT t.t, t.id AS x, 'FROM t' AS y FROM u AS t");
    op.create_view("v2", "WITH t AS (SELECT id FROM u) SELECT id FROM t");
}

fn before_a_column_dropped_whose_name_a_view_has_in_another_sense(op: &mut Op) {
    op.create_table(table("u").column("id", integer()).column("n", integer()));
    op.create_view("v", "SELECT u.n, t.id FROM t JOIN u ON u.id = t.id");
}

fn up_a_column_dropped_whose_name_a_view_has_in_another_sense(op: &mut Op) {
    op.drop_column("t", "n");
}

fn before_a_materialized_view_dropped_that_another_reads(op: &mut Op) {
    op.create_materialized_view("m1", "SELECT id, n FROM t");
    op.create_materialized_view("m2", "SELECT id FROM m1");
}

fn up_a_materialized_view_dropped_that_another_reads(op: &mut Op) {
    op.drop_materialized_view("m1");
}

fn before_a_table_dropped_that_the_body_of_a_function_reads(op: &mut Op) {
    op.create_function(
        "total",
        "",
        per_dialect()
            .postgres("RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$")
            .mysql("RETURNS INT READS SQL DATA RETURN (SELECT count(*) FROM t)"),
    );
}

fn up_a_table_dropped_before_the_function_whose_body_reads_it(op: &mut Op) {
    op.drop_function("total", "");
}

fn before_a_column_renamed_that_the_function_of_a_trigger_names(op: &mut Op) {
    op.create_function(
        "touch",
        "",
        "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.n := 1; RETURN NEW; END $$",
    );
    op.create_trigger(
        "t_touch",
        "t",
        "BEFORE UPDATE",
        "FOR EACH ROW EXECUTE FUNCTION touch()",
    );
}

fn up_a_column_renamed_that_the_function_of_a_trigger_names(op: &mut Op) {
    op.alter_column("t", "n").rename_to("m");
}

fn up_a_column_renamed_and_the_function_of_a_trigger_replaced(op: &mut Op) {
    op.create_function(
            "touch",
            "",
            "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.m := 1; RETURN NEW; END $$",
        )
        .or_replace();
}

fn before_a_function_dropped_that_a_trigger_and_a_check_call(op: &mut Op) {
    op.create_function(
        "is_fine",
        "n integer",
        "RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n > 0 $$",
    );
    op.create_check_constraint("ck_t_n", "t", "is_fine(n)");
    op.create_view("v", "SELECT is_fine(n) AS fine FROM t");
}

fn up_a_function_dropped_that_a_trigger_and_a_check_call(op: &mut Op) {
    op.drop_function("is_fine", "n integer");
}

fn before_a_sequence_dropped_that_a_default_takes_numbers_from(op: &mut Op) {
    op.create_sequence("bills");
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("n", big_int().default(sql("nextval('bills')"))),
    );
}

fn up_a_sequence_dropped_that_a_default_takes_numbers_from(op: &mut Op) {
    op.drop_sequence("bills");
}

fn before_an_enum_type_dropped_that_is_an_argument_of_a_function(op: &mut Op) {
    op.create_function(
        "is_sad",
        "m mood",
        "RETURNS boolean LANGUAGE sql AS $$ SELECT m = 'sad' $$",
    );
}

fn before_an_enum_value_renamed_that_a_check_compares_with(op: &mut Op) {
    op.create_enum("st", ["old", "new"]);
    op.create_table(
        table("e")
            .column("id", integer().primary_key())
            .column("s", enumeration("st", ["old", "new"]).not_null().default("old")),
    );
    op.create_check_constraint("ck_e_s", "e", "s = 'old' OR id > 0");
}

fn up_an_enum_value_renamed_that_a_check_compares_with(op: &mut Op) {
    op.rename_enum_value("st", "old", "ancient");
}

fn before_an_enum_value_renamed_that_a_view_compares_with(op: &mut Op) {
    op.create_view("v", "SELECT id FROM e WHERE s IN ('new', 'old')");
}

fn before_an_enum_value_renamed_that_is_a_text_elsewhere(op: &mut Op) {
    op.create_table(
        table("u")
            .column("id", integer().primary_key())
            .column("w", text().check("w <> 'old'")),
    );
    op.create_view("v", "SELECT e.id, 'old' AS age FROM e JOIN u ON u.w <> 'old'");
}

fn before_an_enum_value_renamed_that_the_filter_of_an_index_compares_with(op: &mut Op) {
    op.create_index("ix_e_s", "e", ["id"]).filter("s = 'old'");
}

fn before_a_column_renamed_that_is_the_partition_key(op: &mut Op) {
    op.create_table(
        table("ev")
            .column("id", integer().not_null())
            .column("d", date().not_null())
            .primary_key(["id", "d"])
            .partition_by(
                per_dialect()
                    .postgres("RANGE (d)")
                    .mysql(
                        "RANGE COLUMNS (d) (PARTITION p1 VALUES LESS THAN ('2025-01-01'), PARTITION p2 VALUES LESS THAN (MAXVALUE))",
                    ),
            ),
    );
}

fn up_a_column_renamed_that_is_the_partition_key(op: &mut Op) {
    op.alter_column("ev", "d").rename_to("day");
    op.drop_table("ev");
}

pub(super) fn written() -> Vec<(&'static str, Vec<Recorded>)> {
    vec![
        ("before_a_table_with_everything_in_it", record(before_a_table_with_everything_in_it)),
        ("up_a_table_with_everything_in_it", record(up_a_table_with_everything_in_it)),
        ("up_a_table_as_only_some_databases_have_it", record(up_a_table_as_only_some_databases_have_it)),
        ("up_references_that_are_checked_at_commit", record(up_references_that_are_checked_at_commit)),
        ("up_references_that_set_a_default", record(up_references_that_set_a_default)),
        ("up_an_index_over_text_of_any_length", record(up_an_index_over_text_of_any_length)),
        ("up_a_key_of_text_of_any_length", record(up_a_key_of_text_of_any_length)),
        ("up_sqlite_s_collations", record(up_sqlite_s_collations)),
        ("up_postgresql_s_collations", record(up_postgresql_s_collations)),
        ("up_mariadb_s_and_mysql_s_collations", record(up_mariadb_s_and_mysql_s_collations)),
        ("up_a_check_over_a_name_in_double_quotes_which_make_a_string_on_mariadb_and_mysql", record(up_a_check_over_a_name_in_double_quotes_which_make_a_string_on_mariadb_and_mysql)),
        ("up_keys_and_references_of_several_columns", record(up_keys_and_references_of_several_columns)),
        ("up_strict_and_without_rowid", record(up_strict_and_without_rowid)),
        ("up_names_that_need_quotes", record(up_names_that_need_quotes)),
        ("up_a_table_that_may_be_there", record(up_a_table_that_may_be_there)),
        ("up_a_table_that_is_there", record(up_a_table_that_is_there)),
        ("up_a_table_twice", record(up_a_table_twice)),
        ("up_a_table_without_columns", record(up_a_table_without_columns)),
        ("up_a_table_of_computed_columns_only", record(up_a_table_of_computed_columns_only)),
        ("up_no_rowids_and_no_key", record(up_no_rowids_and_no_key)),
        ("up_a_default_for_what_is_computed", record(up_a_default_for_what_is_computed)),
        ("up_a_key_that_is_computed", record(up_a_key_that_is_computed)),
        ("up_numbers_without_a_key", record(up_numbers_without_a_key)),
        ("up_numbers_without_rowids", record(up_numbers_without_rowids)),
        ("up_a_dropped_table", record(up_a_dropped_table)),
        ("before_a_dropped_table_with_a_trigger", record(before_a_dropped_table_with_a_trigger)),
        ("up_a_table_that_is_not_there", record(up_a_table_that_is_not_there)),
        ("before_a_table_that_others_reference", record(before_a_table_that_others_reference)),
        ("before_a_renamed_table_that_others_mention", record(before_a_renamed_table_that_others_mention)),
        ("up_a_renamed_table_that_others_mention", record(up_a_renamed_table_that_others_mention)),
        ("before_a_renamed_table_that_triggers_mention", record(before_a_renamed_table_that_triggers_mention)),
        ("before_a_table_renamed_by_its_case_alone", record(before_a_table_renamed_by_its_case_alone)),
        ("up_a_table_renamed_by_its_case_alone", record(up_a_table_renamed_by_its_case_alone)),
        ("up_a_table_whose_name_is_another_s_but_for_its_case", record(up_a_table_whose_name_is_another_s_but_for_its_case)),
        ("up_a_table_that_takes_another_s_place", record(up_a_table_that_takes_another_s_place)),
        ("before_a_table_renamed_to_another", record(before_a_table_renamed_to_another)),
        ("up_a_table_renamed_to_another", record(up_a_table_renamed_to_another)),
        ("up_a_comment", record(up_a_comment)),
        ("up_a_dropped_comment", record(up_a_dropped_comment)),
        ("before_changing_one_column_keeps_the_defaults_checks_and_comments_of_the_others", record(before_changing_one_column_keeps_the_defaults_checks_and_comments_of_the_others)),
        ("up_changing_one_column_keeps_the_defaults_checks_and_comments_of_the_others", record(up_changing_one_column_keeps_the_defaults_checks_and_comments_of_the_others)),
        ("up_a_check_that_breaks_off", record(up_a_check_that_breaks_off)),
        ("up_a_generated_column_of_an_open_string", record(up_a_generated_column_of_an_open_string)),
        ("up_a_check_of_a_misspelt_column", record(up_a_check_of_a_misspelt_column)),
        ("up_a_new_table_with_a_check_of_a_misspelt_column", record(up_a_new_table_with_a_check_of_a_misspelt_column)),
        ("up_a_filter_of_a_misspelt_name_in_quotes", record(up_a_filter_of_a_misspelt_name_in_quotes)),
        ("up_a_view_of_a_misspelt_name_in_quotes", record(up_a_view_of_a_misspelt_name_in_quotes)),
        ("up_an_index_filter_of_a_misspelt_column", record(up_an_index_filter_of_a_misspelt_column)),
        ("up_options_of_postgresql", record(up_options_of_postgresql)),
        ("up_options_of_mariadb_and_mysql", record(up_options_of_mariadb_and_mysql)),
        ("up_columns_as_mariadb_and_mysql_have_them", record(up_columns_as_mariadb_and_mysql_have_them)),
        ("up_a_table_in_partitions", record(up_a_table_in_partitions)),
        ("up_a_table_in_partitions_without_a_text_for_each_database", record(up_a_table_in_partitions_without_a_text_for_each_database)),
        ("before_a_dropped_table_with_options", record(before_a_dropped_table_with_options)),
        ("up_a_dropped_table_with_options", record(up_a_dropped_table_with_options)),
        ("before_options_of_postgresql_after_the_table", record(before_options_of_postgresql_after_the_table)),
        ("up_options_of_postgresql_after_the_table", record(up_options_of_postgresql_after_the_table)),
        ("before_options_of_postgresql_back_to_what_they_are_by_default", record(before_options_of_postgresql_back_to_what_they_are_by_default)),
        ("up_options_of_postgresql_back_to_what_they_are_by_default", record(up_options_of_postgresql_back_to_what_they_are_by_default)),
        ("up_options_share_a_statement_with_what_takes_the_same_lock", record(up_options_share_a_statement_with_what_takes_the_same_lock)),
        ("up_another_tablespace", record(up_another_tablespace)),
        ("up_the_replica_identity_of_a_new_table", record(up_the_replica_identity_of_a_new_table)),
        ("before_a_dropped_table_gets_its_options_back", record(before_a_dropped_table_gets_its_options_back)),
        ("up_a_dropped_table_gets_its_options_back", record(up_a_dropped_table_gets_its_options_back)),
        ("up_the_index_of_a_replica_identity_that_is_not_there", record(up_the_index_of_a_replica_identity_that_is_not_there)),
        ("before_the_index_of_a_replica_identity_is_dropped", record(before_the_index_of_a_replica_identity_is_dropped)),
        ("up_the_index_of_a_replica_identity_is_dropped", record(up_the_index_of_a_replica_identity_is_dropped)),
        ("up_options_of_a_table_that_is_not_there", record(up_options_of_a_table_that_is_not_there)),
        ("before_a_logged_table_references_one_that_is_not", record(before_a_logged_table_references_one_that_is_not)),
        ("up_a_logged_table_references_one_that_is_not", record(up_a_logged_table_references_one_that_is_not)),
        ("before_partitions_of_a_table_that_is_whole_on_postgresql", record(before_partitions_of_a_table_that_is_whole_on_postgresql)),
        ("up_partitions_of_a_table_that_is_whole_on_postgresql", record(up_partitions_of_a_table_that_is_whole_on_postgresql)),
        ("up_partitions_of_mariadb_and_mysql", record(up_partitions_of_mariadb_and_mysql)),
        ("up_another_engine_and_row_format", record(up_another_engine_and_row_format)),
        ("up_the_tablespace_of_the_database_again", record(up_the_tablespace_of_the_database_again)),
        ("before_options_of_mariadb_and_mysql_as_the_server_and_the_database_have_them_again", record(before_options_of_mariadb_and_mysql_as_the_server_and_the_database_have_them_again)),
        ("up_options_of_mariadb_and_mysql_as_the_server_and_the_database_have_them_again", record(up_options_of_mariadb_and_mysql_as_the_server_and_the_database_have_them_again)),
        ("up_an_engine_that_keeps_no_foreign_keys", record(up_an_engine_that_keeps_no_foreign_keys)),
        ("before_another_character_set", record(before_another_character_set)),
        ("up_another_character_set", record(up_another_character_set)),
        ("before_another_collation_where_nothing_is_said_of_it", record(before_another_collation_where_nothing_is_said_of_it)),
        ("up_another_collation_where_nothing_is_said_of_it", record(up_another_collation_where_nothing_is_said_of_it)),
        ("before_the_character_set_of_columns_in_a_foreign_key", record(before_the_character_set_of_columns_in_a_foreign_key)),
        ("up_the_character_set_of_columns_in_a_foreign_key", record(up_the_character_set_of_columns_in_a_foreign_key)),
        ("up_a_collation_of_another_character_set", record(up_a_collation_of_another_character_set)),
        ("before_a_strict_table", record(before_a_strict_table)),
        ("up_a_strict_table", record(up_a_strict_table)),
        ("up_a_table_without_row_numbers", record(up_a_table_without_row_numbers)),
        ("before_a_table_with_row_numbers", record(before_a_table_with_row_numbers)),
        ("up_a_table_with_row_numbers", record(up_a_table_with_row_numbers)),
        ("before_a_table_that_cannot_be_without_row_numbers", record(before_a_table_that_cannot_be_without_row_numbers)),
        ("up_a_table_that_cannot_be_without_row_numbers", record(up_a_table_that_cannot_be_without_row_numbers)),
        ("before_a_strict_table_with_a_type_of_another_database", record(before_a_strict_table_with_a_type_of_another_database)),
        ("before_new_columns_among_the_others", record(before_new_columns_among_the_others)),
        ("up_new_columns_among_the_others", record(up_new_columns_among_the_others)),
        ("up_columns_that_change_their_places", record(up_columns_that_change_their_places)),
        ("before_a_dropped_table_gets_the_order_of_its_columns_back", record(before_a_dropped_table_gets_the_order_of_its_columns_back)),
        ("up_a_new_table_with_a_place_for_a_column", record(up_a_new_table_with_a_place_for_a_column)),
        ("up_a_column_after_one_that_is_not_there", record(up_a_column_after_one_that_is_not_there)),
        ("up_a_column_after_itself", record(up_a_column_after_itself)),
        ("up_a_sequence_that_goes_with_a_column", record(up_a_sequence_that_goes_with_a_column)),
        ("before_a_sequence_changes_its_owner", record(before_a_sequence_changes_its_owner)),
        ("up_a_sequence_changes_its_owner", record(up_a_sequence_changes_its_owner)),
        ("before_a_sequence_of_the_column_that_takes_numbers_from_it_is_that_of_a_serial_column", record(before_a_sequence_of_the_column_that_takes_numbers_from_it_is_that_of_a_serial_column)),
        ("up_a_sequence_of_the_column_that_takes_numbers_from_it_is_that_of_a_serial_column", record(up_a_sequence_of_the_column_that_takes_numbers_from_it_is_that_of_a_serial_column)),
        ("up_a_sequence_of_a_column_that_is_not_there", record(up_a_sequence_of_a_column_that_is_not_there)),
        ("before_a_sequence_of_a_table_in_another_schema", record(before_a_sequence_of_a_table_in_another_schema)),
        ("up_a_sequence_of_a_table_in_another_schema", record(up_a_sequence_of_a_table_in_another_schema)),
        ("up_the_indexes_of_a_table_built_again", record(up_the_indexes_of_a_table_built_again)),
        ("up_an_index_built_again", record(up_an_index_built_again)),
        ("up_indexes_built_again_while_the_table_is_in_use", record(up_indexes_built_again_while_the_table_is_in_use)),
        ("up_an_index_that_is_not_there_built_again", record(up_an_index_that_is_not_there_built_again)),
        ("before_the_indexes_of_a_partitioned_table_built_again", record(before_the_indexes_of_a_partitioned_table_built_again)),
        ("up_the_indexes_of_a_partitioned_table_built_again", record(up_the_indexes_of_a_partitioned_table_built_again)),
        ("up_a_unique_constraint_with_more_columns_in_its_index", record(up_a_unique_constraint_with_more_columns_in_its_index)),
        ("before_a_foreign_key_that_matches_all_columns_or_none", record(before_a_foreign_key_that_matches_all_columns_or_none)),
        ("up_a_foreign_key_that_matches_all_columns_or_none", record(up_a_foreign_key_that_matches_all_columns_or_none)),
        ("up_over_one_column_there_is_one_way_to_match", record(up_over_one_column_there_is_one_way_to_match)),
        ("up_a_nullable_column", record(up_a_nullable_column)),
        ("up_a_column_with_a_constant_default", record(up_a_column_with_a_constant_default)),
        ("up_a_column_with_a_computed_default", record(up_a_column_with_a_computed_default)),
        ("up_a_column_with_a_default_of_sql", record(up_a_column_with_a_default_of_sql)),
        ("up_a_day", record(up_a_day)),
        ("up_a_unique_column", record(up_a_unique_column)),
        ("up_a_reference", record(up_a_reference)),
        ("up_a_reference_with_a_default", record(up_a_reference_with_a_default)),
        ("up_a_checked_column_with_a_comment", record(up_a_checked_column_with_a_comment)),
        ("up_a_column_of_each_constraint_at_once", record(up_a_column_of_each_constraint_at_once)),
        ("before_a_key_for_a_table_without_one", record(before_a_key_for_a_table_without_one)),
        ("up_a_key_for_a_table_without_one", record(up_a_key_for_a_table_without_one)),
        ("up_several_columns", record(up_several_columns)),
        ("up_a_column_of_text_with_a_default", record(up_a_column_of_text_with_a_default)),
        ("up_a_collated_column_of_sqlite", record(up_a_collated_column_of_sqlite)),
        ("up_a_collated_column_of_postgresql", record(up_a_collated_column_of_postgresql)),
        ("up_a_column_as_mariadb_and_mysql_have_it", record(up_a_column_as_mariadb_and_mysql_have_it)),
        ("up_computed_columns", record(up_computed_columns)),
        ("before_a_numbered_key_for_a_table_without_one", record(before_a_numbered_key_for_a_table_without_one)),
        ("up_a_numbered_key_for_a_table_without_one", record(up_a_numbered_key_for_a_table_without_one)),
        ("up_numbers_that_are_no_key", record(up_numbers_that_are_no_key)),
        ("up_a_column_twice", record(up_a_column_twice)),
        ("up_a_column_of_a_table_that_is_not_there", record(up_a_column_of_a_table_that_is_not_there)),
        ("up_a_default_that_is_no_word_of_the_list", record(up_a_default_that_is_no_word_of_the_list)),
        ("before_a_column_with_an_index_of_its_own", record(before_a_column_with_an_index_of_its_own)),
        ("up_a_column_with_an_index_of_its_own", record(up_a_column_with_an_index_of_its_own)),
        ("before_a_column_with_constraints_of_its_own", record(before_a_column_with_constraints_of_its_own)),
        ("up_a_column_with_constraints_of_its_own", record(up_a_column_with_constraints_of_its_own)),
        ("before_an_enumeration", record(before_an_enumeration)),
        ("up_an_enumeration", record(up_an_enumeration)),
        ("before_the_numbered_key", record(before_the_numbered_key)),
        ("up_the_numbered_key", record(up_the_numbered_key)),
        ("up_a_column_that_comes_back_empty_in_the_same_revision", record(up_a_column_that_comes_back_empty_in_the_same_revision)),
        ("up_the_only_column", record(up_the_only_column)),
        ("before_a_column_of_a_shared_index", record(before_a_column_of_a_shared_index)),
        ("before_a_column_of_a_shared_check", record(before_a_column_of_a_shared_check)),
        ("before_a_column_that_another_is_computed_from", record(before_a_column_that_another_is_computed_from)),
        ("up_a_column_that_is_referenced", record(up_a_column_that_is_referenced)),
        ("up_a_type", record(up_a_type)),
        ("up_a_type_with_an_expression_for_the_values", record(up_a_type_with_an_expression_for_the_values)),
        ("up_not_null", record(up_not_null)),
        ("up_null", record(up_null)),
        ("up_not_null_where_it_is_so_already", record(up_not_null_where_it_is_so_already)),
        ("up_defaults", record(up_defaults)),
        ("before_a_dropped_default", record(before_a_dropped_default)),
        ("up_a_dropped_default", record(up_a_dropped_default)),
        ("before_a_dropped_default_of_texts_that_may_be_null", record(before_a_dropped_default_of_texts_that_may_be_null)),
        ("up_a_dropped_default_of_texts_that_may_be_null", record(up_a_dropped_default_of_texts_that_may_be_null)),
        ("up_a_collation", record(up_a_collation)),
        ("up_a_collation_of_postgresql", record(up_a_collation_of_postgresql)),
        ("up_a_collation_of_mariadb_and_mysql", record(up_a_collation_of_mariadb_and_mysql)),
        ("up_a_comment_of_a_column", record(up_a_comment_of_a_column)),
        ("before_a_column_renamed_by_its_case_alone", record(before_a_column_renamed_by_its_case_alone)),
        ("up_a_column_renamed_by_its_case_alone", record(up_a_column_renamed_by_its_case_alone)),
        ("up_a_column_whose_name_is_another_s_but_for_its_case", record(up_a_column_whose_name_is_another_s_but_for_its_case)),
        ("up_everything_at_once", record(up_everything_at_once)),
        ("before_an_enumeration_for_text", record(before_an_enumeration_for_text)),
        ("up_an_enumeration_for_text", record(up_an_enumeration_for_text)),
        ("up_neighbours_share_one_new_table", record(up_neighbours_share_one_new_table)),
        ("up_a_column_that_is_misspelt", record(up_a_column_that_is_misspelt)),
        ("up_a_default_of_another_type", record(up_a_default_of_another_type)),
        ("before_a_type_that_the_default_does_not_fit", record(before_a_type_that_the_default_does_not_fit)),
        ("up_a_type_that_the_default_does_not_fit", record(up_a_type_that_the_default_does_not_fit)),
        ("up_null_in_a_key", record(up_null_in_a_key)),
        ("before_a_column_that_everything_mentions", record(before_a_column_that_everything_mentions)),
        ("up_a_column_that_everything_mentions", record(up_a_column_that_everything_mentions)),
        ("before_a_column_that_keys_checks_and_views_mention", record(before_a_column_that_keys_checks_and_views_mention)),
        ("up_two_columns_that_change_places", record(up_two_columns_that_change_places)),
        ("up_a_column_renamed_to_another", record(up_a_column_renamed_to_another)),
        ("before_a_character_set_of_a_column", record(before_a_character_set_of_a_column)),
        ("up_a_character_set_of_a_column", record(up_a_character_set_of_a_column)),
        ("up_another_character_set_of_a_column", record(up_another_character_set_of_a_column)),
        ("up_a_dropped_character_set_of_a_column", record(up_a_dropped_character_set_of_a_column)),
        ("up_a_character_set_and_a_collation_of_a_column", record(up_a_character_set_and_a_collation_of_a_column)),
        ("before_a_dropped_collation_of_a_column", record(before_a_dropped_collation_of_a_column)),
        ("up_a_dropped_collation_of_a_column", record(up_a_dropped_collation_of_a_column)),
        ("before_a_character_set_that_the_collation_of_a_column_is_not_of", record(before_a_character_set_that_the_collation_of_a_column_is_not_of)),
        ("up_a_collation_that_is_not_of_the_character_set_of_a_column", record(up_a_collation_that_is_not_of_the_character_set_of_a_column)),
        ("up_a_character_set_of_a_column_of_numbers", record(up_a_character_set_of_a_column_of_numbers)),
        ("up_a_time_that_an_update_sets", record(up_a_time_that_an_update_sets)),
        ("up_a_time_that_an_update_sets_no_longer", record(up_a_time_that_an_update_sets_no_longer)),
        ("up_a_number_that_no_update_sets_to_its_time", record(up_a_number_that_no_update_sets_to_its_time)),
        ("up_a_column_that_becomes_invisible", record(up_a_column_that_becomes_invisible)),
        ("up_a_column_that_becomes_visible", record(up_a_column_that_becomes_visible)),
        ("up_an_invisible_column_without_a_default", record(up_an_invisible_column_without_a_default)),
        ("up_an_invisible_column_that_loses_its_default", record(up_an_invisible_column_that_loses_its_default)),
        ("before_a_table_whose_last_visible_column_becomes_invisible", record(before_a_table_whose_last_visible_column_becomes_invisible)),
        ("up_a_table_whose_last_visible_column_becomes_invisible", record(up_a_table_whose_last_visible_column_becomes_invisible)),
        ("before_a_number_that_loses_its_sign", record(before_a_number_that_loses_its_sign)),
        ("up_a_number_that_loses_its_sign", record(up_a_number_that_loses_its_sign)),
        ("up_several_attributes_with_a_new_name", record(up_several_attributes_with_a_new_name)),
        ("up_numbers_by_default", record(up_numbers_by_default)),
        ("up_numbers_always", record(up_numbers_always)),
        ("up_serial_numbers", record(up_serial_numbers)),
        ("up_numbers_from_a_start", record(up_numbers_from_a_start)),
        ("up_numbers_with_a_distance", record(up_numbers_with_a_distance)),
        ("up_serial_numbers_from_a_start", record(up_serial_numbers_from_a_start)),
        ("up_a_numbered_column_that_is_added", record(up_a_numbered_column_that_is_added)),
        ("up_a_serial_column_that_is_added", record(up_a_serial_column_that_is_added)),
        ("before_a_dropped_table_with_numbers", record(before_a_dropped_table_with_numbers)),
        ("up_a_dropped_table_with_numbers", record(up_a_dropped_table_with_numbers)),
        ("before_a_renamed_table_with_numbers", record(before_a_renamed_table_with_numbers)),
        ("up_a_renamed_table_with_numbers", record(up_a_renamed_table_with_numbers)),
        ("up_a_renamed_numbered_column", record(up_a_renamed_numbered_column)),
        ("up_numbers_that_go_on_under_a_key_of_another_name", record(up_numbers_that_go_on_under_a_key_of_another_name)),
        ("up_an_identity_for_a_key", record(up_an_identity_for_a_key)),
        ("up_serial_numbers_for_a_key", record(up_serial_numbers_for_a_key)),
        ("up_a_dropped_identity", record(up_a_dropped_identity)),
        ("up_another_identity", record(up_another_identity)),
        ("up_an_identity_in_place_of_serial_numbers", record(up_an_identity_in_place_of_serial_numbers)),
        ("up_a_wider_numbered_column", record(up_a_wider_numbered_column)),
        ("up_a_column_that_is_kept_in_the_row", record(up_a_column_that_is_kept_in_the_row)),
        ("up_a_column_that_is_computed_at_each_read", record(up_a_column_that_is_computed_at_each_read)),
        ("before_another_expression_for_a_kept_column", record(before_another_expression_for_a_kept_column)),
        ("up_another_expression_for_a_kept_column", record(up_another_expression_for_a_kept_column)),
        ("up_another_expression_for_a_column_computed_at_each_read", record(up_another_expression_for_a_column_computed_at_each_read)),
        ("up_a_kept_column_that_was_computed_at_each_read", record(up_a_kept_column_that_was_computed_at_each_read)),
        ("up_a_computed_column_that_becomes_an_ordinary_one", record(up_a_computed_column_that_becomes_an_ordinary_one)),
        ("up_a_computed_column_of_an_ordinary_one", record(up_a_computed_column_of_an_ordinary_one)),
        ("up_a_wider_computed_column", record(up_a_wider_computed_column)),
        ("up_a_dropped_computed_column", record(up_a_dropped_computed_column)),
        ("before_wider_types", record(before_wider_types)),
        ("up_wider_types", record(up_wider_types)),
        ("before_text_with_a_default_cut", record(before_text_with_a_default_cut)),
        ("up_text_with_a_default_cut", record(up_text_with_a_default_cut)),
        ("before_text_of_any_length_with_a_default_for_text_of_some_length", record(before_text_of_any_length_with_a_default_for_text_of_some_length)),
        ("up_text_of_any_length_with_a_default_for_text_of_some_length", record(up_text_of_any_length_with_a_default_for_text_of_some_length)),
        ("up_text_of_any_length_for_text_that_is_indexed", record(up_text_of_any_length_for_text_that_is_indexed)),
        ("before_text_for_numbers_with_a_default", record(before_text_for_numbers_with_a_default)),
        ("up_text_for_numbers_with_a_default", record(up_text_for_numbers_with_a_default)),
        ("before_numbers_for_text_with_a_default_that_is_none", record(before_numbers_for_text_with_a_default_that_is_none)),
        ("up_numbers_for_text_with_a_default_that_is_none", record(up_numbers_for_text_with_a_default_that_is_none)),
        ("before_numbers_for_truth_values_with_a_default", record(before_numbers_for_truth_values_with_a_default)),
        ("up_numbers_for_truth_values_with_a_default", record(up_numbers_for_truth_values_with_a_default)),
        ("before_truth_values_for_numbers", record(before_truth_values_for_numbers)),
        ("up_truth_values_for_numbers", record(up_truth_values_for_numbers)),
        ("before_a_binary_document_for_text", record(before_a_binary_document_for_text)),
        ("up_a_binary_document_for_text", record(up_a_binary_document_for_text)),
        ("up_a_type_for_a_key_that_is_referenced", record(up_a_type_for_a_key_that_is_referenced)),
        ("before_a_type_that_keeps_the_comment_and_the_rest", record(before_a_type_that_keeps_the_comment_and_the_rest)),
        ("up_a_type_that_keeps_the_comment_and_the_rest", record(up_a_type_that_keeps_the_comment_and_the_rest)),
        ("before_no_more_not_null_and_no_more_default", record(before_no_more_not_null_and_no_more_default)),
        ("up_no_more_not_null_and_no_more_default", record(up_no_more_not_null_and_no_more_default)),
        ("before_what_mariadb_and_mysql_say_of_a_column_is_kept", record(before_what_mariadb_and_mysql_say_of_a_column_is_kept)),
        ("up_what_mariadb_and_mysql_say_of_a_column_is_kept", record(up_what_mariadb_and_mysql_say_of_a_column_is_kept)),
        ("up_several_changes_of_one_table", record(up_several_changes_of_one_table)),
        ("up_every_type", record(up_every_type)),
        ("up_every_type_of_a_strict_table", record(up_every_type_of_a_strict_table)),
        ("up_types_of_the_database_s_own", record(up_types_of_the_database_s_own)),
        ("up_types_of_postgresql_s_own", record(up_types_of_postgresql_s_own)),
        ("up_types_of_mariadb_s_and_mysql_s_own", record(up_types_of_mariadb_s_and_mysql_s_own)),
        ("up_spans_of_time", record(up_spans_of_time)),
        ("up_a_span_of_time_in_postgresql_s_words", record(up_a_span_of_time_in_postgresql_s_words)),
        ("up_a_uuid_that_the_database_makes", record(up_a_uuid_that_the_database_makes)),
        ("up_numbers_without_a_sign", record(up_numbers_without_a_sign)),
        ("up_infinite_numbers", record(up_infinite_numbers)),
        ("up_moments", record(up_moments)),
        ("up_types_that_a_strict_table_does_not_know", record(up_types_that_a_strict_table_does_not_know)),
        ("up_lists", record(up_lists)),
        ("up_a_number_that_is_none", record(up_a_number_that_is_none)),
        ("up_not_a_number", record(up_not_a_number)),
        ("up_text_with_a_character_that_ends_it_as_a_default", record(up_text_with_a_character_that_ends_it_as_a_default)),
        ("before_text_without_a_length", record(before_text_without_a_length)),
        ("up_text_without_a_length", record(up_text_without_a_length)),
        ("up_types_of_mariadb_and_mysql_with_the_values_of_others", record(up_types_of_mariadb_and_mysql_with_the_values_of_others)),
        ("up_types_of_postgresql_with_the_values_of_others", record(up_types_of_postgresql_with_the_values_of_others)),
        ("up_a_foreign_key_of_a_table_that_keeps_none", record(up_a_foreign_key_of_a_table_that_keeps_none)),
        ("before_a_foreign_key_to_a_table_that_keeps_none", record(before_a_foreign_key_to_a_table_that_keeps_none)),
        ("up_a_foreign_key_to_a_table_that_keeps_none", record(up_a_foreign_key_to_a_table_that_keeps_none)),
        ("up_a_foreign_key_of_a_table_in_partitions", record(up_a_foreign_key_of_a_table_in_partitions)),
        ("before_a_foreign_key_between_integers_of_two_sizes", record(before_a_foreign_key_between_integers_of_two_sizes)),
        ("up_a_foreign_key_between_integers_of_two_sizes", record(up_a_foreign_key_between_integers_of_two_sizes)),
        ("before_a_foreign_key_between_texts_of_two_character_sets", record(before_a_foreign_key_between_texts_of_two_character_sets)),
        ("up_a_foreign_key_between_texts_of_two_character_sets", record(up_a_foreign_key_between_texts_of_two_character_sets)),
        ("before_a_foreign_key_between_texts_of_two_collations", record(before_a_foreign_key_between_texts_of_two_collations)),
        ("up_a_foreign_key_between_texts_of_two_collations", record(up_a_foreign_key_between_texts_of_two_collations)),
        ("up_a_primary_key_that_is_too_long", record(up_a_primary_key_that_is_too_long)),
        ("before_a_unique_key_that_is_too_long_for_a_tree", record(before_a_unique_key_that_is_too_long_for_a_tree)),
        ("up_a_unique_key_that_is_too_long_for_a_tree", record(up_a_unique_key_that_is_too_long_for_a_tree)),
        ("before_an_index_that_is_too_long", record(before_an_index_that_is_too_long)),
        ("up_an_index_that_is_too_long", record(up_an_index_that_is_too_long)),
        ("before_an_index_in_an_older_row_format", record(before_an_index_in_an_older_row_format)),
        ("before_an_index_over_more_characters_than_there_are", record(before_an_index_over_more_characters_than_there_are)),
        ("up_an_index_over_more_characters_than_there_are", record(up_an_index_over_more_characters_than_there_are)),
        ("up_a_row_that_is_too_wide", record(up_a_row_that_is_too_wide)),
        ("before_a_row_that_a_new_column_makes_too_wide", record(before_a_row_that_a_new_column_makes_too_wide)),
        ("up_a_row_that_a_new_column_makes_too_wide", record(up_a_row_that_a_new_column_makes_too_wide)),
        ("up_values_of_an_enum_type_that_differ_in_case", record(up_values_of_an_enum_type_that_differ_in_case)),
        ("up_words_of_characters_that_a_collation_takes_for_one", record(up_words_of_characters_that_a_collation_takes_for_one)),
        ("up_words_that_a_collation_tells_apart", record(up_words_that_a_collation_tells_apart)),
        ("before_a_word_that_differs_in_blanks_from_one_there_is", record(before_a_word_that_differs_in_blanks_from_one_there_is)),
        ("up_a_word_that_differs_in_blanks_from_one_there_is", record(up_a_word_that_differs_in_blanks_from_one_there_is)),
        ("up_a_time_beyond_the_range_of_a_type", record(up_a_time_beyond_the_range_of_a_type)),
        ("before_days_with_times_of_other_zones", record(before_days_with_times_of_other_zones)),
        ("up_days_with_times_of_other_zones", record(up_days_with_times_of_other_zones)),
        ("before_an_offset_that_a_column_does_not_keep", record(before_an_offset_that_a_column_does_not_keep)),
        ("up_an_offset_that_a_column_does_not_keep", record(up_an_offset_that_a_column_does_not_keep)),
        ("before_a_check_of_no_column_beside_a_dropped_one", record(before_a_check_of_no_column_beside_a_dropped_one)),
        ("up_a_check_of_no_column_beside_a_dropped_one", record(up_a_check_of_no_column_beside_a_dropped_one)),
        ("before_a_better_index_for_a_foreign_key", record(before_a_better_index_for_a_foreign_key)),
        ("up_a_better_index_for_a_foreign_key", record(up_a_better_index_for_a_foreign_key)),
        ("up_an_index", record(up_an_index)),
        ("up_an_index_of_some_rows", record(up_an_index_of_some_rows)),
        ("up_an_index_of_an_expression", record(up_an_index_of_an_expression)),
        ("up_an_index_with_collations", record(up_an_index_with_collations)),
        ("up_an_index_with_a_collation_of_postgresql", record(up_an_index_with_a_collation_of_postgresql)),
        ("up_an_index_with_a_place_for_nulls", record(up_an_index_with_a_place_for_nulls)),
        ("up_an_index_with_an_operator_class", record(up_an_index_with_an_operator_class)),
        ("before_an_index_of_the_first_letters", record(before_an_index_of_the_first_letters)),
        ("up_an_index_of_the_first_letters", record(up_an_index_of_the_first_letters)),
        ("up_an_index_with_storage_parameters", record(up_an_index_with_storage_parameters)),
        ("up_an_index_of_everything_postgresql_has", record(up_an_index_of_everything_postgresql_has)),
        ("before_an_index_over_words", record(before_an_index_over_words)),
        ("up_an_index_over_words", record(up_an_index_over_words)),
        ("before_an_index_over_places", record(before_an_index_over_places)),
        ("up_an_index_over_places", record(up_an_index_over_places)),
        ("up_an_index_that_hashes", record(up_an_index_that_hashes)),
        ("before_an_index_that_hashes_in_memory", record(before_an_index_that_hashes_in_memory)),
        ("up_an_index_that_hashes_in_memory", record(up_an_index_that_hashes_in_memory)),
        ("up_a_unique_index_of_an_expression", record(up_a_unique_index_of_an_expression)),
        ("up_nulls_where_they_are_anyway", record(up_nulls_where_they_are_anyway)),
        ("up_an_index_by_its_usual_method", record(up_an_index_by_its_usual_method)),
        ("before_indexes_over_lists_and_documents", record(before_indexes_over_lists_and_documents)),
        ("up_indexes_over_lists_and_documents", record(up_indexes_over_lists_and_documents)),
        ("before_a_dropped_index", record(before_a_dropped_index)),
        ("up_a_dropped_index", record(up_a_dropped_index)),
        ("before_a_dropped_index_of_an_expression_and_of_some_rows", record(before_a_dropped_index_of_an_expression_and_of_some_rows)),
        ("up_a_dropped_index_of_an_expression_and_of_some_rows", record(up_a_dropped_index_of_an_expression_and_of_some_rows)),
        ("up_a_renamed_index", record(up_a_renamed_index)),
        ("before_a_renamed_index_of_some_rows", record(before_a_renamed_index_of_some_rows)),
        ("up_a_renamed_index_of_some_rows", record(up_a_renamed_index_of_some_rows)),
        ("before_an_index_of_one_name_in_two_tables", record(before_an_index_of_one_name_in_two_tables)),
        ("up_an_index_of_one_name_in_two_tables", record(up_an_index_of_one_name_in_two_tables)),
        ("up_an_index_twice", record(up_an_index_twice)),
        ("before_an_index_that_is_dropped_as_a_constraint", record(before_an_index_that_is_dropped_as_a_constraint)),
        ("up_an_index_that_is_dropped_as_a_constraint", record(up_an_index_that_is_dropped_as_a_constraint)),
        ("before_a_constraint_that_is_dropped_as_an_index", record(before_a_constraint_that_is_dropped_as_an_index)),
        ("up_a_constraint_that_is_dropped_as_an_index", record(up_a_constraint_that_is_dropped_as_an_index)),
        ("up_an_index_of_a_column_that_is_misspelt", record(up_an_index_of_a_column_that_is_misspelt)),
        ("up_an_index_that_is_not_there", record(up_an_index_that_is_not_there)),
        ("up_an_index_renamed_to_another", record(up_an_index_renamed_to_another)),
        ("before_an_index_that_a_foreign_key_needs", record(before_an_index_that_a_foreign_key_needs)),
        ("up_an_index_that_a_foreign_key_needs", record(up_an_index_that_a_foreign_key_needs)),
        ("up_include", record(up_include)),
        ("up_nulls_not_distinct", record(up_nulls_not_distinct)),
        ("up_a_concurrent_build", record(up_a_concurrent_build)),
        ("up_a_concurrent_drop", record(up_a_concurrent_drop)),
        ("before_a_foreign_key", record(before_a_foreign_key)),
        ("up_a_foreign_key", record(up_a_foreign_key)),
        ("up_a_foreign_key_that_is_checked_at_commit", record(up_a_foreign_key_that_is_checked_at_commit)),
        ("before_a_foreign_key_of_every_action", record(before_a_foreign_key_of_every_action)),
        ("up_a_foreign_key_of_every_action", record(up_a_foreign_key_of_every_action)),
        ("before_a_foreign_key_of_several_columns", record(before_a_foreign_key_of_several_columns)),
        ("up_a_foreign_key_of_several_columns", record(up_a_foreign_key_of_several_columns)),
        ("up_a_foreign_key_that_is_checked_later", record(up_a_foreign_key_that_is_checked_later)),
        ("before_a_foreign_key_to_the_table_itself", record(before_a_foreign_key_to_the_table_itself)),
        ("up_a_foreign_key_to_the_table_itself", record(up_a_foreign_key_to_the_table_itself)),
        ("before_a_dropped_foreign_key", record(before_a_dropped_foreign_key)),
        ("up_a_dropped_foreign_key", record(up_a_dropped_foreign_key)),
        ("up_a_foreign_key_to_columns_that_are_no_key", record(up_a_foreign_key_to_columns_that_are_no_key)),
        ("up_a_foreign_key_to_a_table_that_is_misspelt", record(up_a_foreign_key_to_a_table_that_is_misspelt)),
        ("up_the_wrong_verb", record(up_the_wrong_verb)),
        ("up_rows_that_must_follow_while_a_table_is_rebuilt", record(up_rows_that_must_follow_while_a_table_is_rebuilt)),
        ("up_a_unique_constraint", record(up_a_unique_constraint)),
        ("up_a_unique_constraint_over_what_is_unique", record(up_a_unique_constraint_over_what_is_unique)),
        ("before_a_dropped_unique_constraint", record(before_a_dropped_unique_constraint)),
        ("up_a_dropped_unique_constraint", record(up_a_dropped_unique_constraint)),
        ("before_a_primary_key", record(before_a_primary_key)),
        ("up_a_primary_key", record(up_a_primary_key)),
        ("up_a_dropped_primary_key", record(up_a_dropped_primary_key)),
        ("up_another_primary_key", record(up_another_primary_key)),
        ("up_a_second_primary_key", record(up_a_second_primary_key)),
        ("before_a_key_that_is_referenced", record(before_a_key_that_is_referenced)),
        ("up_a_key_that_is_referenced", record(up_a_key_that_is_referenced)),
        ("up_a_check", record(up_a_check)),
        ("before_a_dropped_check", record(before_a_dropped_check)),
        ("up_a_dropped_check", record(up_a_dropped_check)),
        ("up_a_check_twice", record(up_a_check_twice)),
        ("up_a_check_that_is_not_there", record(up_a_check_that_is_not_there)),
        ("up_a_renamed_constraint", record(up_a_renamed_constraint)),
        ("before_renamed_constraints_of_every_kind", record(before_renamed_constraints_of_every_kind)),
        ("up_renamed_constraints_of_every_kind", record(up_renamed_constraints_of_every_kind)),
        ("before_a_constraint_renamed_to_another", record(before_a_constraint_renamed_to_another)),
        ("up_a_constraint_renamed_to_another", record(up_a_constraint_renamed_to_another)),
        ("up_nulls_that_are_alike", record(up_nulls_that_are_alike)),
        ("up_a_unique_constraint_that_waits", record(up_a_unique_constraint_that_waits)),
        ("up_a_check_that_is_not_checked", record(up_a_check_that_is_not_checked)),
        ("up_a_validation", record(up_a_validation)),
        ("before_a_validation_of_what_is_valid", record(before_a_validation_of_what_is_valid)),
        ("up_an_exclusion", record(up_an_exclusion)),
        ("up_an_exclusion_of_some_rows_that_is_checked_at_commit", record(up_an_exclusion_of_some_rows_that_is_checked_at_commit)),
        ("before_an_exclusion_with_an_extension", record(before_an_exclusion_with_an_extension)),
        ("up_an_exclusion_with_an_extension", record(up_an_exclusion_with_an_extension)),
        ("before_a_dropped_exclusion", record(before_a_dropped_exclusion)),
        ("up_a_dropped_exclusion", record(up_a_dropped_exclusion)),
        ("up_constraints_at_their_columns_with_names_of_their_own", record(up_constraints_at_their_columns_with_names_of_their_own)),
        ("up_a_primary_key_of_several_columns_with_a_name_of_its_own", record(up_a_primary_key_of_several_columns_with_a_name_of_its_own)),
        ("before_a_key_with_a_name_of_its_own_in_place_of_another", record(before_a_key_with_a_name_of_its_own_in_place_of_another)),
        ("up_a_key_with_a_name_of_its_own_in_place_of_another", record(up_a_key_with_a_name_of_its_own_in_place_of_another)),
        ("up_a_new_column_whose_constraints_have_names_of_their_own", record(up_a_new_column_whose_constraints_have_names_of_their_own)),
        ("before_a_dropped_column_whose_constraints_have_names_of_their_own", record(before_a_dropped_column_whose_constraints_have_names_of_their_own)),
        ("up_a_dropped_column_whose_constraints_have_names_of_their_own", record(up_a_dropped_column_whose_constraints_have_names_of_their_own)),
        ("up_two_checks_of_a_column_with_one_name", record(up_two_checks_of_a_column_with_one_name)),
        ("before_references_that_are_checked_at_once_until_a_transaction_asks_for_later", record(before_references_that_are_checked_at_once_until_a_transaction_asks_for_later)),
        ("up_references_that_are_checked_at_once_until_a_transaction_asks_for_later", record(up_references_that_are_checked_at_once_until_a_transaction_asks_for_later)),
        ("before_a_dropped_reference_that_was_checked_at_once_until_asked_for_later", record(before_a_dropped_reference_that_was_checked_at_once_until_asked_for_later)),
        ("up_unique_constraints_that_are_checked_at_once_until_a_transaction_asks_for_later", record(up_unique_constraints_that_are_checked_at_once_until_a_transaction_asks_for_later)),
        ("up_a_unique_constraint_of_a_new_table_that_counts_nulls_as_alike", record(up_a_unique_constraint_of_a_new_table_that_counts_nulls_as_alike)),
        ("before_a_reference_to_a_key_that_is_checked_later", record(before_a_reference_to_a_key_that_is_checked_later)),
        ("up_a_reference_to_a_key_that_is_checked_later", record(up_a_reference_to_a_key_that_is_checked_later)),
        ("up_expressions_of_a_table_in_the_words_of_each_database", record(up_expressions_of_a_table_in_the_words_of_each_database)),
        ("before_an_added_check_in_the_words_of_each_database", record(before_an_added_check_in_the_words_of_each_database)),
        ("up_an_added_check_in_the_words_of_each_database", record(up_an_added_check_in_the_words_of_each_database)),
        ("up_a_dropped_check_in_the_words_of_each_database", record(up_a_dropped_check_in_the_words_of_each_database)),
        ("up_a_column_that_a_check_names_in_the_words_of_each_database", record(up_a_column_that_a_check_names_in_the_words_of_each_database)),
        ("up_rows_in_the_words_of_each_database", record(up_rows_in_the_words_of_each_database)),
        ("up_a_check_without_a_text_for_two_databases", record(up_a_check_without_a_text_for_two_databases)),
        ("up_a_check_that_two_databases_do_without", record(up_a_check_that_two_databases_do_without)),
        ("before_a_dropped_check_that_two_databases_never_had", record(before_a_dropped_check_that_two_databases_never_had)),
        ("up_a_dropped_check_that_two_databases_never_had", record(up_a_dropped_check_that_two_databases_never_had)),
        ("before_another_type_with_a_conversion_that_one_database_needs", record(before_another_type_with_a_conversion_that_one_database_needs)),
        ("up_another_type_with_a_conversion_that_one_database_needs", record(up_another_type_with_a_conversion_that_one_database_needs)),
        ("up_an_index_over_some_rows_where_a_database_has_such", record(up_an_index_over_some_rows_where_a_database_has_such)),
        ("up_an_index_that_one_database_alone_has", record(up_an_index_that_one_database_alone_has)),
        ("up_a_trigger_with_an_event_in_the_words_of_each_database", record(up_a_trigger_with_an_event_in_the_words_of_each_database)),
        ("up_types_of_a_table_that_are_others_on_some_databases", record(up_types_of_a_table_that_are_others_on_some_databases)),
        ("before_a_type_that_becomes_another_on_one_database", record(before_a_type_that_becomes_another_on_one_database)),
        ("up_a_type_that_becomes_another_on_one_database", record(up_a_type_that_becomes_another_on_one_database)),
        ("before_a_dropped_column_whose_type_is_another_on_some_databases", record(before_a_dropped_column_whose_type_is_another_on_some_databases)),
        ("before_a_value_more_for_an_enum_type_that_one_database_alone_has", record(before_a_value_more_for_an_enum_type_that_one_database_alone_has)),
        ("up_a_value_more_for_an_enum_type_that_one_database_alone_has", record(up_a_value_more_for_an_enum_type_that_one_database_alone_has)),
        ("up_a_type_that_is_the_same_again_on_every_database", record(up_a_type_that_is_the_same_again_on_every_database)),
        ("before_an_index_and_a_column_that_are_there_already", record(before_an_index_and_a_column_that_are_there_already)),
        ("up_an_index_and_a_column_that_are_there_already", record(up_an_index_and_a_column_that_are_there_already)),
        ("up_an_index_that_is_there_already", record(up_an_index_that_is_there_already)),
        ("up_an_index_that_may_be_there", record(up_an_index_that_may_be_there)),
        ("up_columns_that_may_be_there", record(up_columns_that_may_be_there)),
        ("up_an_index_that_may_be_there_built_while_the_table_is_in_use", record(up_an_index_that_may_be_there_built_while_the_table_is_in_use)),
        ("up_a_table_and_an_index_that_are_there", record(up_a_table_and_an_index_that_are_there)),
        ("up_parts_of_a_table_that_are_there", record(up_parts_of_a_table_that_are_there)),
        ("up_a_table_and_an_index_that_are_not_there", record(up_a_table_and_an_index_that_are_not_there)),
        ("up_parts_of_a_table_that_are_not_there", record(up_parts_of_a_table_that_are_not_there)),
        ("up_keys_and_exclusions_that_may_be_there", record(up_keys_and_exclusions_that_may_be_there)),
        ("up_timeouts_and_a_lock", record(up_timeouts_and_a_lock)),
        ("up_a_timeout_of_a_month", record(up_a_timeout_of_a_month)),
        ("up_an_enum_type", record(up_an_enum_type)),
        ("before_a_dropped_enum_type", record(before_a_dropped_enum_type)),
        ("up_a_dropped_enum_type", record(up_a_dropped_enum_type)),
        ("before_an_enum_type_that_is_dropped_with_its_last_column", record(before_an_enum_type_that_is_dropped_with_its_last_column)),
        ("up_an_enum_type_that_is_dropped_with_its_last_column", record(up_an_enum_type_that_is_dropped_with_its_last_column)),
        ("up_an_enum_type_that_only_columns_name", record(up_an_enum_type_that_only_columns_name)),
        ("before_an_enum_type_that_goes_with_the_last_column", record(before_an_enum_type_that_goes_with_the_last_column)),
        ("up_an_enum_type_that_goes_with_the_last_column", record(up_an_enum_type_that_goes_with_the_last_column)),
        ("up_an_enum_type_that_was_made_before_its_columns", record(up_an_enum_type_that_was_made_before_its_columns)),
        ("before_more_words", record(before_more_words)),
        ("up_more_words", record(up_more_words)),
        ("up_a_word_at_the_end", record(up_a_word_at_the_end)),
        ("up_a_word_that_is_used_in_the_same_revision", record(up_a_word_that_is_used_in_the_same_revision)),
        ("up_a_word_outside_a_transaction", record(up_a_word_outside_a_transaction)),
        ("up_a_word_of_a_type_that_no_column_uses", record(up_a_word_of_a_type_that_no_column_uses)),
        ("before_another_word_in_a_table_that_notes_its_changes", record(before_another_word_in_a_table_that_notes_its_changes)),
        ("up_a_word_in_another_case", record(up_a_word_in_another_case)),
        ("before_another_word_in_a_table_with_a_trigger", record(before_another_word_in_a_table_with_a_trigger)),
        ("before_an_enum_type_for_text", record(before_an_enum_type_for_text)),
        ("up_an_enum_type_for_text", record(up_an_enum_type_for_text)),
        ("up_text_for_an_enum_type", record(up_text_for_an_enum_type)),
        ("up_an_enum_type_for_another", record(up_an_enum_type_for_another)),
        ("up_a_word_twice", record(up_a_word_twice)),
        ("up_a_word_after_none", record(up_a_word_after_none)),
        ("up_a_type_that_is_not_there", record(up_a_type_that_is_not_there)),
        ("before_enum_types_under_other_names", record(before_enum_types_under_other_names)),
        ("up_enum_types_under_other_names", record(up_enum_types_under_other_names)),
        ("up_an_enum_type_under_another_name_with_another_value", record(up_an_enum_type_under_another_name_with_another_value)),
        ("before_an_enum_type_under_another_name_that_a_check_names", record(before_an_enum_type_under_another_name_that_a_check_names)),
        ("up_an_enum_type_under_a_name_that_another_has", record(up_an_enum_type_under_a_name_that_another_has)),
        ("up_an_unknown_enum_type_under_another_name", record(up_an_unknown_enum_type_under_another_name)),
        ("up_an_enum_type_with_other_values", record(up_an_enum_type_with_other_values)),
        ("up_an_enum_type_that_loses_a_value_no_row_has", record(up_an_enum_type_that_loses_a_value_no_row_has)),
        ("up_an_enum_type_two_values_of_which_become_one", record(up_an_enum_type_two_values_of_which_become_one)),
        ("before_an_enum_type_that_no_column_uses_with_other_values", record(before_an_enum_type_that_no_column_uses_with_other_values)),
        ("up_an_enum_type_that_no_column_uses_with_other_values", record(up_an_enum_type_that_no_column_uses_with_other_values)),
        ("before_lists_of_an_enum_type_with_other_values", record(before_lists_of_an_enum_type_with_other_values)),
        ("up_lists_of_an_enum_type_with_other_values", record(up_lists_of_an_enum_type_with_other_values)),
        ("before_a_list_of_values_as_the_default_of_a_column_whose_type_gets_others", record(before_a_list_of_values_as_the_default_of_a_column_whose_type_gets_others)),
        ("up_an_enum_type_with_an_empty_value", record(up_an_enum_type_with_an_empty_value)),
        ("up_a_value_in_place_of_one_that_stays", record(up_a_value_in_place_of_one_that_stays)),
        ("up_an_unknown_value_in_place_of_another", record(up_an_unknown_value_in_place_of_another)),
        ("up_values_without_the_default_of_a_column", record(up_values_without_the_default_of_a_column)),
        ("before_other_values_of_an_enum_type_that_a_filter_and_a_check_compare_with", record(before_other_values_of_an_enum_type_that_a_filter_and_a_check_compare_with)),
        ("up_other_values_of_an_enum_type_that_a_filter_and_a_check_compare_with", record(up_other_values_of_an_enum_type_that_a_filter_and_a_check_compare_with)),
        ("up_a_value_goes_that_a_filter_and_a_check_compare_with", record(up_a_value_goes_that_a_filter_and_a_check_compare_with)),
        ("up_another_enum_type_for_a_column_that_a_filter_and_a_check_compare", record(up_another_enum_type_for_a_column_that_a_filter_and_a_check_compare)),
        ("up_a_view", record(up_a_view)),
        ("before_a_dropped_view", record(before_a_dropped_view)),
        ("up_a_dropped_view", record(up_a_dropped_view)),
        ("before_a_view_over_a_view", record(before_a_view_over_a_view)),
        ("up_a_view_over_a_view", record(up_a_view_over_a_view)),
        ("up_a_view_over_a_table_that_is_changed", record(up_a_view_over_a_table_that_is_changed)),
        ("up_a_view_over_a_column_whose_type_changes", record(up_a_view_over_a_column_whose_type_changes)),
        ("up_a_view_for_each_database", record(up_a_view_for_each_database)),
        ("up_a_view_without_a_text_for_sqlite", record(up_a_view_without_a_text_for_sqlite)),
        ("up_a_view_of_a_table_s_name", record(up_a_view_of_a_table_s_name)),
        ("before_a_view_that_is_not_there", record(before_a_view_that_is_not_there)),
        ("up_a_view_that_is_not_there", record(up_a_view_that_is_not_there)),
        ("up_a_materialized_view", record(up_a_materialized_view)),
        ("up_an_empty_materialized_view", record(up_an_empty_materialized_view)),
        ("before_a_dropped_materialized_view", record(before_a_dropped_materialized_view)),
        ("up_a_dropped_materialized_view", record(up_a_dropped_materialized_view)),
        ("up_a_refresh", record(up_a_refresh)),
        ("up_a_refresh_while_it_is_read", record(up_a_refresh_while_it_is_read)),
        ("up_an_index_of_a_materialized_view", record(up_an_index_of_a_materialized_view)),
        ("up_a_materialized_view_twice", record(up_a_materialized_view_twice)),
        ("up_a_materialized_view_that_is_not_there", record(up_a_materialized_view_that_is_not_there)),
        ("up_a_function", record(up_a_function)),
        ("up_a_function_over_another_one", record(up_a_function_over_another_one)),
        ("up_a_dropped_function", record(up_a_dropped_function)),
        ("up_a_function_without_arguments", record(up_a_function_without_arguments)),
        ("before_a_trigger_that_calls_a_function", record(before_a_trigger_that_calls_a_function)),
        ("up_a_trigger_that_calls_a_function", record(up_a_trigger_that_calls_a_function)),
        ("up_several_functions_of_one_name", record(up_several_functions_of_one_name)),
        ("up_a_function_that_is_not_there", record(up_a_function_that_is_not_there)),
        ("up_a_sequence", record(up_a_sequence)),
        ("up_a_sequence_with_everything", record(up_a_sequence_with_everything)),
        ("up_a_sequence_that_counts_down", record(up_a_sequence_that_counts_down)),
        ("before_a_changed_sequence", record(before_a_changed_sequence)),
        ("up_a_changed_sequence", record(up_a_changed_sequence)),
        ("up_a_sequence_with_a_bound_that_it_did_not_have", record(up_a_sequence_with_a_bound_that_it_did_not_have)),
        ("before_a_dropped_sequence", record(before_a_dropped_sequence)),
        ("up_a_dropped_sequence", record(up_a_dropped_sequence)),
        ("up_a_default_from_a_sequence", record(up_a_default_from_a_sequence)),
        ("before_a_sequence_twice", record(before_a_sequence_twice)),
        ("up_a_sequence_of_a_table_s_name", record(up_a_sequence_of_a_table_s_name)),
        ("up_a_sequence_that_is_not_there", record(up_a_sequence_that_is_not_there)),
        ("up_a_change_of_a_sequence_that_changes_nothing", record(up_a_change_of_a_sequence_that_changes_nothing)),
        ("up_a_trigger", record(up_a_trigger)),
        ("up_a_trigger_of_several_statements", record(up_a_trigger_of_several_statements)),
        ("up_a_trigger_of_some_columns", record(up_a_trigger_of_some_columns)),
        ("up_a_dropped_trigger", record(up_a_dropped_trigger)),
        ("up_a_trigger_of_several_events", record(up_a_trigger_of_several_events)),
        ("before_a_trigger_of_a_view", record(before_a_trigger_of_a_view)),
        ("up_a_trigger_of_a_view", record(up_a_trigger_of_a_view)),
        ("up_a_trigger_of_a_table_that_is_rebuilt", record(up_a_trigger_of_a_table_that_is_rebuilt)),
        ("up_a_trigger_twice", record(up_a_trigger_twice)),
        ("up_a_trigger_that_is_not_there", record(up_a_trigger_that_is_not_there)),
        ("before_partitions", record(before_partitions)),
        ("up_partitions", record(up_partitions)),
        ("up_partitions_of_a_list_and_of_a_hash", record(up_partitions_of_a_list_and_of_a_hash)),
        ("before_a_dropped_partition", record(before_a_dropped_partition)),
        ("up_a_dropped_partition", record(up_a_dropped_partition)),
        ("up_a_renamed_partition_which_a_view_reads", record(up_a_renamed_partition_which_a_view_reads)),
        ("before_an_attached_partition", record(before_an_attached_partition)),
        ("up_an_attached_partition", record(up_an_attached_partition)),
        ("up_a_detached_partition", record(up_a_detached_partition)),
        ("up_a_partition_detached_while_the_table_is_used", record(up_a_partition_detached_while_the_table_is_used)),
        ("up_a_changed_table_with_partitions", record(up_a_changed_table_with_partitions)),
        ("up_a_partition_of_a_table_without_partitions", record(up_a_partition_of_a_table_without_partitions)),
        ("up_a_partition_that_is_not_there", record(up_a_partition_that_is_not_there)),
        ("up_a_partition_of_a_table_s_name", record(up_a_partition_of_a_table_s_name)),
        ("up_a_schema", record(up_a_schema)),
        ("up_a_dropped_schema", record(up_a_dropped_schema)),
        ("up_a_schema_that_is_not_there", record(up_a_schema_that_is_not_there)),
        ("before_a_schema_with_a_table_in_it", record(before_a_schema_with_a_table_in_it)),
        ("up_tables_in_a_schema", record(up_tables_in_a_schema)),
        ("up_everything_that_is_done_to_a_table_in_a_schema", record(up_everything_that_is_done_to_a_table_in_a_schema)),
        ("up_rows_of_a_table_in_a_schema", record(up_rows_of_a_table_in_a_schema)),
        ("up_an_enum_type_in_a_schema", record(up_an_enum_type_in_a_schema)),
        ("up_views_in_a_schema", record(up_views_in_a_schema)),
        ("up_a_materialized_view_in_a_schema", record(up_a_materialized_view_in_a_schema)),
        ("up_a_sequence_and_a_function_in_a_schema", record(up_a_sequence_and_a_function_in_a_schema)),
        ("up_a_trigger_of_a_table_in_a_schema", record(up_a_trigger_of_a_table_in_a_schema)),
        ("up_partitions_in_a_schema", record(up_partitions_in_a_schema)),
        ("up_an_index_of_a_table_in_a_schema_built_and_dropped_while_it_is_used", record(up_an_index_of_a_table_in_a_schema_built_and_dropped_while_it_is_used)),
        ("up_an_extension", record(up_an_extension)),
        ("up_an_extension_that_may_be_there", record(up_an_extension_that_may_be_there)),
        ("before_a_dropped_extension", record(before_a_dropped_extension)),
        ("up_a_dropped_extension", record(up_a_dropped_extension)),
        ("up_types_of_extensions", record(up_types_of_extensions)),
        ("up_an_index_of_an_extension_s_operators", record(up_an_index_of_an_extension_s_operators)),
        ("up_mixed_case", record(up_mixed_case)),
        ("up_reserved_words", record(up_reserved_words)),
        ("up_spaces_and_quotes", record(up_spaces_and_quotes)),
        ("up_other_scripts", record(up_other_scripts)),
        ("up_dots_percents_and_slashes", record(up_dots_percents_and_slashes)),
        ("up_digits_first", record(up_digits_first)),
        ("up_changes_under_mixed_case", record(up_changes_under_mixed_case)),
        ("before_changes_under_quotes", record(before_changes_under_quotes)),
        ("up_changes_under_quotes", record(up_changes_under_quotes)),
        ("up_reserved_words_as_columns", record(up_reserved_words_as_columns)),
        ("up_names_as_long_as_they_may_be", record(up_names_as_long_as_they_may_be)),
        ("up_a_table_s_name_that_is_too_long", record(up_a_table_s_name_that_is_too_long)),
        ("up_a_column_s_name_that_is_too_long", record(up_a_column_s_name_that_is_too_long)),
        ("up_an_index_s_name_that_is_too_long", record(up_an_index_s_name_that_is_too_long)),
        ("up_a_constraint_s_name_that_is_too_long", record(up_a_constraint_s_name_that_is_too_long)),
        ("up_a_type_s_name_that_is_too_long", record(up_a_type_s_name_that_is_too_long)),
        ("up_a_new_name_that_is_too_long", record(up_a_new_name_that_is_too_long)),
        ("up_a_long_name_of_many_bytes", record(up_a_long_name_of_many_bytes)),
        ("up_names_made_of_long_names", record(up_names_made_of_long_names)),
        ("up_a_name_of_no_letters", record(up_a_name_of_no_letters)),
        ("before_a_row", record(before_a_row)),
        ("up_a_row", record(up_a_row)),
        ("up_a_row_of_every_sort_of_value", record(up_a_row_of_every_sort_of_value)),
        ("before_numbers_of_every_sort", record(before_numbers_of_every_sort)),
        ("up_numbers_of_every_sort", record(up_numbers_of_every_sort)),
        ("before_an_infinite_number", record(before_an_infinite_number)),
        ("up_an_infinite_number", record(up_an_infinite_number)),
        ("up_no_number", record(up_no_number)),
        ("up_text_with_a_character_that_ends_it", record(up_text_with_a_character_that_ends_it)),
        ("up_an_exact_number_that_is_none", record(up_an_exact_number_that_is_none)),
        ("before_a_truth_value_a_day_and_a_document", record(before_a_truth_value_a_day_and_a_document)),
        ("up_a_truth_value_a_day_and_a_document", record(up_a_truth_value_a_day_and_a_document)),
        ("up_many_rows", record(up_many_rows)),
        ("up_rows_that_are_there", record(up_rows_that_are_there)),
        ("up_rows_of_a_table_of_the_same_revision", record(up_rows_of_a_table_of_the_same_revision)),
        ("up_a_row_with_a_column_that_is_misspelt", record(up_a_row_with_a_column_that_is_misspelt)),
        ("up_a_row_with_a_column_twice", record(up_a_row_with_a_column_twice)),
        ("up_rows_of_a_table_that_is_misspelt", record(up_rows_of_a_table_that_is_misspelt)),
        ("up_every_row", record(up_every_row)),
        ("up_every_operator", record(up_every_operator)),
        ("up_an_update_with_a_filter_that_is_misspelt", record(up_an_update_with_a_filter_that_is_misspelt)),
        ("up_an_update_of_a_column_twice", record(up_an_update_of_a_column_twice)),
        ("up_some_rows", record(up_some_rows)),
        ("up_all_rows", record(up_all_rows)),
        ("up_rows_by_a_column_that_is_misspelt", record(up_rows_by_a_column_that_is_misspelt)),
        ("before_a_column_of_truth_values_as_a_condition_before_the_value", record(before_a_column_of_truth_values_as_a_condition_before_the_value)),
        ("up_a_column_of_truth_values_as_a_condition_before_the_value", record(up_a_column_of_truth_values_as_a_condition_before_the_value)),
        ("up_sql_of_each_database_as_a_condition_a_value_and_a_default", record(up_sql_of_each_database_as_a_condition_a_value_and_a_default)),
        ("up_the_time_of_the_statement_in_columns_of_days_and_times", record(up_the_time_of_the_statement_in_columns_of_days_and_times)),
        ("up_a_column_of_numbers_as_a_condition", record(up_a_column_of_numbers_as_a_condition)),
        ("up_a_condition_over_a_value_that_the_enum_type_lacks", record(up_a_condition_over_a_value_that_the_enum_type_lacks)),
        ("up_a_value_that_is_not_of_the_enum_type", record(up_a_value_that_is_not_of_the_enum_type)),
        ("up_a_text_that_is_too_long", record(up_a_text_that_is_too_long)),
        ("up_a_day_that_does_not_exist", record(up_a_day_that_does_not_exist)),
        ("up_a_call_in_quotes_as_a_value", record(up_a_call_in_quotes_as_a_value)),
        ("up_a_call_in_quotes_as_a_default", record(up_a_call_in_quotes_as_a_default)),
        ("up_a_call_in_quotes_as_another_default", record(up_a_call_in_quotes_as_another_default)),
        ("up_a_number_beyond_its_type", record(up_a_number_beyond_its_type)),
        ("up_a_number_with_too_many_digits", record(up_a_number_with_too_many_digits)),
        ("up_broken_json", record(up_broken_json)),
        ("up_a_default_that_is_too_long", record(up_a_default_that_is_too_long)),
        ("up_a_time_of_day_that_does_not_exist", record(up_a_time_of_day_that_does_not_exist)),
        ("up_two_primary_keys", record(up_two_primary_keys)),
        ("up_raw_sql_that_stays_raw", record(up_raw_sql_that_stays_raw)),
        ("up_raw_sql_with_empty_statements", record(up_raw_sql_with_empty_statements)),
        ("up_raw_sql_that_says_what_it_does", record(up_raw_sql_that_says_what_it_does)),
        ("up_raw_sql_for_each_database", record(up_raw_sql_for_each_database)),
        ("up_raw_sql_without_a_text_for_each_database", record(up_raw_sql_without_a_text_for_each_database)),
        ("up_raw_sql_outside_a_transaction", record(up_raw_sql_outside_a_transaction)),
        ("up_a_rule_with_two_commands_outside_a_transaction", record(up_a_rule_with_two_commands_outside_a_transaction)),
        ("up_raw_sql_in_which_a_string_has_no_end", record(up_raw_sql_in_which_a_string_has_no_end)),
        ("up_raw_sql_that_no_transaction_takes", record(up_raw_sql_that_no_transaction_takes)),
        ("up_raw_sql_of_several_statements", record(up_raw_sql_of_several_statements)),
        ("up_raw_sql_whose_effect_does_not_fit", record(up_raw_sql_whose_effect_does_not_fit)),
        ("up_raw_sql_that_nothing_has_to_take_back", record(up_raw_sql_that_nothing_has_to_take_back)),
        ("up_raw_sql_that_other_sql_takes_back", record(up_raw_sql_that_other_sql_takes_back)),
        ("up_raw_sql_that_changes_the_schema_and_is_said_to_need_no_way_back", record(up_raw_sql_that_changes_the_schema_and_is_said_to_need_no_way_back)),
        ("before_columns_renamed_that_a_check_compares_one_of_them_in_double_quotes", record(before_columns_renamed_that_a_check_compares_one_of_them_in_double_quotes)),
        ("up_columns_renamed_that_a_check_compares_one_of_them_in_double_quotes", record(up_columns_renamed_that_a_check_compares_one_of_them_in_double_quotes)),
        ("before_columns_renamed_that_generated_columns_and_indexes_compute_with", record(before_columns_renamed_that_generated_columns_and_indexes_compute_with)),
        ("up_columns_renamed_that_generated_columns_and_indexes_compute_with", record(up_columns_renamed_that_generated_columns_and_indexes_compute_with)),
        ("before_columns_renamed_that_the_filter_and_the_key_of_an_index_name", record(before_columns_renamed_that_the_filter_and_the_key_of_an_index_name)),
        ("up_columns_renamed_that_the_filter_and_the_key_of_an_index_name", record(up_columns_renamed_that_the_filter_and_the_key_of_an_index_name)),
        ("before_a_column_renamed_that_views_select", record(before_a_column_renamed_that_views_select)),
        ("up_a_column_renamed_that_views_select", record(up_a_column_renamed_that_views_select)),
        ("before_a_column_renamed_that_views_select_and_other_views_read", record(before_a_column_renamed_that_views_select_and_other_views_read)),
        ("up_a_column_renamed_that_views_select_and_other_views_read", record(up_a_column_renamed_that_views_select_and_other_views_read)),
        ("before_a_column_renamed_that_a_view_computes_with", record(before_a_column_renamed_that_a_view_computes_with)),
        ("before_a_column_renamed_that_a_view_reads_whose_rows_a_trigger_writes", record(before_a_column_renamed_that_a_view_reads_whose_rows_a_trigger_writes)),
        ("before_a_column_renamed_that_a_view_may_select_with_all_others", record(before_a_column_renamed_that_a_view_may_select_with_all_others)),
        ("up_a_column_renamed_and_the_view_created_again_that_selected_it_with_all_others", record(up_a_column_renamed_and_the_view_created_again_that_selected_it_with_all_others)),
        ("before_a_table_renamed_beside_strings_aliases_and_queries_of_its_name", record(before_a_table_renamed_beside_strings_aliases_and_queries_of_its_name)),
        ("up_a_table_renamed_beside_strings_aliases_and_queries_of_its_name", record(up_a_table_renamed_beside_strings_aliases_and_queries_of_its_name)),
        ("before_a_table_renamed_beside_one_of_its_name_in_another_schema", record(before_a_table_renamed_beside_one_of_its_name_in_another_schema)),
        ("up_a_table_renamed_beside_one_of_its_name_in_another_schema", record(up_a_table_renamed_beside_one_of_its_name_in_another_schema)),
        ("before_a_partition_key_that_a_renamed_column_is_of", record(before_a_partition_key_that_a_renamed_column_is_of)),
        ("up_a_partition_key_that_a_renamed_column_is_of", record(up_a_partition_key_that_a_renamed_column_is_of)),
        ("before_columns_renamed_that_an_exclusion_compares", record(before_columns_renamed_that_an_exclusion_compares)),
        ("up_columns_renamed_that_an_exclusion_compares", record(up_columns_renamed_that_an_exclusion_compares)),
        ("before_a_column_dropped_under_a_trigger_that_names_it", record(before_a_column_dropped_under_a_trigger_that_names_it)),
        ("up_a_column_dropped_under_a_trigger_that_names_it", record(up_a_column_dropped_under_a_trigger_that_names_it)),
        ("up_a_column_dropped_with_the_trigger_that_names_it", record(up_a_column_dropped_with_the_trigger_that_names_it)),
        ("before_a_column_dropped_of_a_table_that_a_trigger_fills_without_a_list_of_columns", record(before_a_column_dropped_of_a_table_that_a_trigger_fills_without_a_list_of_columns)),
        ("up_a_column_dropped_of_a_table_that_a_trigger_fills_without_a_list_of_columns", record(up_a_column_dropped_of_a_table_that_a_trigger_fills_without_a_list_of_columns)),
        ("up_a_column_added_to_a_table_that_a_trigger_fills_without_a_list_of_columns", record(up_a_column_added_to_a_table_that_a_trigger_fills_without_a_list_of_columns)),
        ("up_a_column_added_before_the_trigger_that_fills_the_table_is_dropped", record(up_a_column_added_before_the_trigger_that_fills_the_table_is_dropped)),
        ("up_a_table_dropped_that_a_trigger_of_another_fills", record(up_a_table_dropped_that_a_trigger_of_another_fills)),
        ("up_a_table_dropped_and_created_again_under_a_trigger_that_fills_it", record(up_a_table_dropped_and_created_again_under_a_trigger_that_fills_it)),
        ("up_a_table_renamed_that_a_trigger_of_another_fills_after_a_column_was", record(up_a_table_renamed_that_a_trigger_of_another_fills_after_a_column_was)),
        ("before_a_table_renamed_that_a_trigger_fills_without_a_list_of_columns_after_a_column_was", record(before_a_table_renamed_that_a_trigger_fills_without_a_list_of_columns_after_a_column_was)),
        ("before_a_view_dropped_that_another_view_reads", record(before_a_view_dropped_that_another_view_reads)),
        ("up_a_view_dropped_that_another_view_reads", record(up_a_view_dropped_that_another_view_reads)),
        ("up_a_view_dropped_after_the_view_that_reads_it", record(up_a_view_dropped_after_the_view_that_reads_it)),
        ("before_a_table_dropped_that_two_views_read", record(before_a_table_dropped_that_two_views_read)),
        ("up_a_table_dropped_that_two_views_read", record(up_a_table_dropped_that_two_views_read)),
        ("before_a_table_dropped_whose_name_other_texts_have_in_another_sense", record(before_a_table_dropped_whose_name_other_texts_have_in_another_sense)),
        ("before_a_column_dropped_whose_name_a_view_has_in_another_sense", record(before_a_column_dropped_whose_name_a_view_has_in_another_sense)),
        ("up_a_column_dropped_whose_name_a_view_has_in_another_sense", record(up_a_column_dropped_whose_name_a_view_has_in_another_sense)),
        ("before_a_materialized_view_dropped_that_another_reads", record(before_a_materialized_view_dropped_that_another_reads)),
        ("up_a_materialized_view_dropped_that_another_reads", record(up_a_materialized_view_dropped_that_another_reads)),
        ("before_a_table_dropped_that_the_body_of_a_function_reads", record(before_a_table_dropped_that_the_body_of_a_function_reads)),
        ("up_a_table_dropped_before_the_function_whose_body_reads_it", record(up_a_table_dropped_before_the_function_whose_body_reads_it)),
        ("before_a_column_renamed_that_the_function_of_a_trigger_names", record(before_a_column_renamed_that_the_function_of_a_trigger_names)),
        ("up_a_column_renamed_that_the_function_of_a_trigger_names", record(up_a_column_renamed_that_the_function_of_a_trigger_names)),
        ("up_a_column_renamed_and_the_function_of_a_trigger_replaced", record(up_a_column_renamed_and_the_function_of_a_trigger_replaced)),
        ("before_a_function_dropped_that_a_trigger_and_a_check_call", record(before_a_function_dropped_that_a_trigger_and_a_check_call)),
        ("up_a_function_dropped_that_a_trigger_and_a_check_call", record(up_a_function_dropped_that_a_trigger_and_a_check_call)),
        ("before_a_sequence_dropped_that_a_default_takes_numbers_from", record(before_a_sequence_dropped_that_a_default_takes_numbers_from)),
        ("up_a_sequence_dropped_that_a_default_takes_numbers_from", record(up_a_sequence_dropped_that_a_default_takes_numbers_from)),
        ("before_an_enum_type_dropped_that_is_an_argument_of_a_function", record(before_an_enum_type_dropped_that_is_an_argument_of_a_function)),
        ("before_an_enum_value_renamed_that_a_check_compares_with", record(before_an_enum_value_renamed_that_a_check_compares_with)),
        ("up_an_enum_value_renamed_that_a_check_compares_with", record(up_an_enum_value_renamed_that_a_check_compares_with)),
        ("before_an_enum_value_renamed_that_a_view_compares_with", record(before_an_enum_value_renamed_that_a_view_compares_with)),
        ("before_an_enum_value_renamed_that_is_a_text_elsewhere", record(before_an_enum_value_renamed_that_is_a_text_elsewhere)),
        ("before_an_enum_value_renamed_that_the_filter_of_an_index_compares_with", record(before_an_enum_value_renamed_that_the_filter_of_an_index_compares_with)),
        ("before_a_column_renamed_that_is_the_partition_key", record(before_a_column_renamed_that_is_the_partition_key)),
        ("up_a_column_renamed_that_is_the_partition_key", record(up_a_column_renamed_that_is_the_partition_key)),
    ]
}
