//! Revisions whose way back leads back, or of which nobody can say more.

use migrate_core::op::{
    big_int, boolean, col, custom, date, enumeration, integer, jsonb, numeric, per_dialect, sql,
    table, text, timestamptz, varchar,
};
use migrate_core::schema::Action;

use crate::case::{Case, MARIADB, POSTGRES, SQLITE, Way, case};

const IDENTITY: &str = "identity";

/// At least forty.
pub(crate) fn cases() -> Vec<Case> {
    [tables(), columns(), keys_and_indexes(), objects(), losses(), unknown()]
        .into_iter()
        .flatten()
        .collect()
}

fn tables() -> Vec<Case> {
    vec![
        case(
            "a table",
            |op| op.create_table(table("tags").column("id", integer().primary_key())),
            Way::Function(|op| op.drop_table("tags")),
            IDENTITY,
        ),
        case(
            "a table, derived",
            |op| op.create_table(table("tags").column("id", integer().primary_key())),
            Way::Auto,
            IDENTITY,
        ),
        case(
            "a table with everything",
            |op| {
                op.create_table(
                    table("tags")
                        .column("id", integer().primary_key())
                        .column(
                            "user_id",
                            big_int().references("users", "id").on_delete(Action::Cascade),
                        )
                        .column("name", varchar(20).not_null().unique())
                        .column("price", numeric(10, 2).default(0))
                        .check("ck_tags_price", "price >= 0")
                        .index("ix_tags_price", ["price"])
                        .comment("what is said of a user"),
                );
            },
            Way::Auto,
            IDENTITY,
        ),
        case(
            "another name",
            |op| op.rename_table("posts", "articles"),
            Way::Function(|op| op.rename_table("articles", "posts")),
            IDENTITY,
        ),
        case(
            "another name, derived",
            |op| op.rename_table("posts", "articles"),
            Way::Auto,
            IDENTITY,
        ),
        case(
            "a comment",
            |op| op.create_table_comment("users", "who"),
            Way::Function(|op| op.drop_table_comment("users")),
            IDENTITY,
        ),
        case(
            "an option that other databases do not have",
            |op| {
                op.alter_table("users").mysql_row_format("DYNAMIC");
            },
            Way::Function(|_| {}),
            IDENTITY,
        )
        .on(&[SQLITE, POSTGRES]),
        case(
            "two operations in the opposite order",
            |op| {
                op.create_table(table("tags").column("id", integer().primary_key()));
                op.add_column("posts", "tag_id", integer());
                op.create_foreign_key("fk_posts_tag", "posts", ["tag_id"], "tags", ["id"]);
            },
            Way::Function(|op| {
                op.drop_foreign_key("fk_posts_tag", "posts");
                op.drop_column("posts", "tag_id");
                op.drop_table("tags");
            }),
            IDENTITY,
        ),
        case("nothing", |_| {}, Way::Function(|_| {}), IDENTITY),
        case(
            "no way back, as it says",
            |op| op.drop_table("posts"),
            Way::Irreversible,
            "irreversible: irreversible: it is",
        ),
    ]
}

fn columns() -> Vec<Case> {
    vec![
        case(
            "a column",
            |op| op.add_column("users", "email", varchar(100)),
            Way::Function(|op| op.drop_column("users", "email")),
            IDENTITY,
        ),
        case(
            "a column that is filled and required",
            |op| {
                op.add_column("users", "active", boolean());
                op.update("users").set("active", true);
                op.alter_column("users", "active").not_null();
            },
            Way::Function(|op| op.drop_column("users", "active")),
            IDENTITY,
        ),
        case(
            "a column with a default, derived",
            |op| op.add_column("users", "level", integer().not_null().default(1)),
            Way::Auto,
            IDENTITY,
        ),
        case(
            "another name of a column",
            |op| {
                op.alter_column("users", "name").rename_to("full_name");
            },
            Way::Function(|op| {
                op.alter_column("users", "full_name").rename_to("name");
            }),
            IDENTITY,
        ),
        case(
            "a longer type",
            |op| {
                op.alter_column("users", "name").set_type(varchar(200));
            },
            Way::Function(|op| {
                op.alter_column("users", "name").set_type(varchar(80));
            }),
            IDENTITY,
        ),
        case(
            "a larger number, derived",
            |op| {
                op.alter_column("users", "age").set_type(big_int());
            },
            Way::Auto,
            IDENTITY,
        ),
        case(
            "a default",
            |op| {
                op.alter_column("users", "age").default(1);
            },
            Way::Function(|op| {
                op.alter_column("users", "age").drop_default();
            }),
            IDENTITY,
        ),
        case(
            "another default",
            |op| {
                op.alter_column("users", "name").default("y");
            },
            Way::Function(|op| {
                op.alter_column("users", "name").default("x");
            }),
            IDENTITY,
        ),
        case(
            "no longer required",
            |op| {
                op.alter_column("users", "name").nullable();
            },
            Way::Function(|op| {
                op.alter_column("users", "name").not_null();
            }),
            IDENTITY,
        ),
        case(
            "a default in other words",
            |op| {
                op.alter_column("users", "age").drop_default();
            },
            Way::Function(|op| {
                op.alter_column("users", "age").default(sql("(1+1)"));
            }),
            IDENTITY,
        )
        .on(&[POSTGRES])
        .after(|op| {
            op.create_table(table("users").column("age", integer().default(sql("1 + 1"))));
        }),
        case(
            "a computed column, whose values are computed again",
            |op| op.drop_column("t", "b"),
            Way::Function(|op| op.add_column("t", "b", integer().generated("a + 1"))),
            IDENTITY,
        )
        .on(&[POSTGRES, MARIADB])
        .after(|op| {
            op.create_table(
                table("t").column("a", integer()).column("b", integer().generated("a + 1")),
            );
        }),
        case(
            "a type of each database",
            |op| op.add_column("users", "seen", timestamptz().on_sqlite(text())),
            Way::Function(|op| op.drop_column("users", "seen")),
            IDENTITY,
        ),
    ]
}

fn keys_and_indexes() -> Vec<Case> {
    vec![
        case(
            "an index",
            |op| {
                op.create_index("ix_users_name", "users", ["name"]);
            },
            Way::Function(|op| {
                op.drop_index("ix_users_name", "users");
            }),
            IDENTITY,
        ),
        case(
            "an index is dropped, derived",
            |op| {
                op.drop_index("ix_users_age", "users");
            },
            Way::Auto,
            IDENTITY,
        ),
        case(
            "another name of an index",
            |op| op.rename_index("ix_users_age", "users", "ix_age"),
            Way::Function(|op| op.rename_index("ix_age", "users", "ix_users_age")),
            IDENTITY,
        ),
        case(
            "a check",
            |op| {
                op.create_check_constraint("ck_users_name", "users", "name <> ''");
            },
            Way::Function(|op| op.drop_check_constraint("ck_users_name", "users")),
            IDENTITY,
        ),
        case(
            "another check in the place of one, derived",
            |op| {
                op.drop_check_constraint("ck_users_age", "users");
                op.create_check_constraint("ck_users_age", "users", "age > 17");
            },
            Way::Auto,
            IDENTITY,
        ),
        case(
            "a foreign key is dropped and created again",
            |op| op.drop_foreign_key("fk_posts_user", "posts"),
            Way::Function(|op| {
                op.create_foreign_key("fk_posts_user", "posts", ["user_id"], "users", ["id"]);
            }),
            IDENTITY,
        ),
        case(
            "a unique constraint is dropped, derived",
            |op| op.drop_unique_constraint("uq_users_name", "users"),
            Way::Auto,
            IDENTITY,
        ),
        case(
            "rows that are checked, derived",
            |op| op.validate_constraint("ck_t_a", "t"),
            Way::Auto,
            IDENTITY,
        )
        .on(&[POSTGRES])
        .after(|op| {
            op.create_table(table("t").column("a", integer()));
            op.create_check_constraint("ck_t_a", "t", "a > 0").not_valid();
        }),
        case(
            "rows that stay checked",
            |op| {
                op.validate_constraint("ck_t_a", "t");
                op.add_column("t", "b", integer());
            },
            Way::Function(|op| op.drop_column("t", "b")),
            "alike: the way back leads to the schema before, but for constraint `ck_t_a` of table `t`, which \
             stays validated",
        )
        .on(&[POSTGRES])
        .after(|op| {
            op.create_table(table("t").column("a", integer()));
            op.create_check_constraint("ck_t_a", "t", "a > 0").not_valid();
        }),
    ]
}

fn objects() -> Vec<Case> {
    vec![
        case(
            "a view",
            |op| op.create_view("names", "SELECT id, name FROM users"),
            Way::Function(|op| op.drop_view("names")),
            IDENTITY,
        ),
        case(
            "a view is created again for another column",
            |op| {
                op.drop_view("v");
                op.create_view("v", "SELECT a, b FROM t");
            },
            Way::Function(|op| {
                op.drop_view("v");
                op.create_view("v", "SELECT a FROM t");
            }),
            IDENTITY,
        )
        .after(|op| {
            op.create_table(table("t").column("a", integer()).column("b", integer()));
            op.create_view("v", "SELECT a FROM t");
        }),
        case(
            "an enum type",
            |op| {
                op.create_enum("mood", ["sad", "happy"]);
                op.add_column("users", "mood", enumeration("mood", ["sad", "happy"]));
            },
            Way::Function(|op| {
                op.drop_column("users", "mood");
                op.drop_enum("mood");
            }),
            IDENTITY,
        )
        .on(&[POSTGRES]),
        case(
            "a sequence",
            |op| {
                op.create_sequence("numbers").start_with(10);
            },
            Way::Auto,
            IDENTITY,
        )
        .on(&[POSTGRES]),
        case(
            "an extension and a column of its type",
            |op| {
                op.create_extension("citext");
                op.add_column("users", "email", custom("citext"));
            },
            Way::Auto,
            IDENTITY,
        )
        .on(&[POSTGRES]),
        case(
            "a text for each database",
            |op| {
                op.execute(per_dialect().postgres("ANALYZE users").sqlite("").mysql(""));
            },
            Way::Function(|_| {}),
            IDENTITY,
        )
        .on(&[SQLITE, MARIADB]),
    ]
}

fn losses() -> Vec<Case> {
    vec![
        case(
            "a column is dropped",
            |op| op.drop_column("posts", "title"), // <-
            Way::Function(|op| op.add_column("posts", "title", varchar(200))),
            "loses: the way back does not give back the values of column `title` of table `posts`",
        ),
        case(
            "a table is dropped, derived",
            |op| op.drop_table("posts"), // <-
            Way::Auto,
            "loses: the way back does not give back the rows of table `posts`",
        ),
        case(
            "a column that is not the last is dropped",
            |op| op.drop_column("posts", "user_id"), // <-
            Way::Auto,
            "loses: the way back does not give back the values of column `user_id` of table `posts`",
        )
        .after(|op| {
            op.create_table(table("posts").column("user_id", integer()).column("title", text()));
        }),
        case(
            "a table is dropped under another name",
            |op| {
                op.rename_table("posts", "articles");
                op.drop_table("articles"); // <-
            },
            Way::Auto,
            "loses: the way back does not give back the rows of table `posts`",
        ),
        case(
            "values are cut off",
            |op| {
                op.alter_column("users", "joined").set_type(text());
                op.alter_column("posts", "title").set_type(varchar(20)); // <-
            },
            Way::Function(|op| {
                op.alter_column("posts", "title").set_type(varchar(200));
                op.alter_column("users", "joined").set_type(date()).using("joined::date");
            }),
            "loses: the way back does not give back values of column `title` of table `posts`",
        )
        .on(&[POSTGRES]),
        case(
            "rows are written over",
            |op| {
                op.update("users").set("age", 1).filter(col("age").is_null()); // <-
            },
            Way::Function(|_| {}),
            "loses: the way back does not give back values of column `age` of table `users`",
        ),
        case(
            "rows are deleted",
            |op| {
                op.delete("users").filter(col("age").lt(0)); // <-
            },
            Way::Function(|_| {}),
            "loses: the way back does not give back rows of table `users`",
        ),
        case(
            "a column that a way back fills again",
            |op| {
                op.add_column("users", "years", integer());
                op.update("users").set("years", col("age"));
                op.drop_index("ix_users_age", "users");
                op.drop_check_constraint("ck_users_age", "users");
                op.drop_column("users", "age");
            },
            Way::Function(|op| {
                op.add_column("users", "age", integer());
                op.update("users").set("age", col("years"));
                op.drop_column("users", "years");
                op.create_check_constraint("ck_users_age", "users", "age > 0");
                op.create_index("ix_users_age", "users", ["age"]);
            }),
            "alike: the way back leads to the schema before, but for the order of the columns of table `users`",
        ),
    ]
}

fn unknown() -> Vec<Case> {
    vec![
        case(
            "raw SQL",
            |op| {
                op.execute("CREATE INDEX ix ON users (name)"); // <-
            },
            Way::Function(|op| {
                op.execute("DROP INDEX ix"); // <-
            }),
            "unknown: the way back is not known: raw SQL, raw SQL",
        ),
        case(
            "raw SQL that says what it does",
            |op| {
                op.execute("CREATE INDEX ix ON users (name)").effect(|op| {
                    op.create_index("ix", "users", ["name"]);
                });
            },
            Way::Function(|op| {
                op.drop_index("ix", "users");
            }),
            IDENTITY,
        ),
        case(
            "raw SQL that says how it is undone",
            |op| {
                let raw = op.execute("GRANT SELECT ON users TO public"); // <-
                raw.undo("REVOKE SELECT ON users FROM public");
            },
            Way::Auto,
            "unknown: the way back is not known: raw SQL",
        )
        .on(&[POSTGRES, MARIADB]),
        case(
            "raw SQL that need not be undone",
            |op| {
                op.execute("ANALYZE users").nothing_to_undo();
            },
            Way::Auto,
            IDENTITY,
        )
        .on(&[POSTGRES, SQLITE]),
        case(
            "raw SQL fills a column",
            |op| {
                op.add_column("users", "data", jsonb());
                op.execute("UPDATE users SET data = '{}'"); // <-
            },
            Way::Function(|op| op.drop_column("users", "data")),
            "unknown: the way back is not known: raw SQL",
        )
        .on(&[POSTGRES]),
        case(
            "an index that may have been there",
            |op| {
                op.create_index("ix", "users", ["name"]).if_not_exists(); // <-
            },
            Way::Function(|op| {
                op.drop_index("ix", "users");
            }),
            "unknown: the way back is not known: what `if_not_exists` creates may have existed before",
        ),
        case(
            "a way back that drops only what is there",
            |op| op.create_table(table("tags").column("id", integer())),
            Way::Function(|op| op.if_exists().drop_table("tags")),
            IDENTITY,
        ),
    ]
}
