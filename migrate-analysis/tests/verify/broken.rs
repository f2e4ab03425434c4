//! Revisions whose way back leads elsewhere, or that cannot be applied or taken back.

use migrate_core::op::{
    big_int, boolean, col, date, enumeration, integer, numeric, sql, table, text, varchar,
};
use migrate_core::schema::Action;

use crate::case::{Case, MARIADB, POSTGRES, SQLITE, Way, case};

/// At least forty.
pub(crate) fn cases() -> Vec<Case> {
    [forgotten(), not_undone(), restored_wrongly(), lost_attributes(), wrong_order(), refused()]
        .into_iter()
        .flatten()
        .collect()
}

fn forgotten() -> Vec<Case> {
    vec![
        case(
            "a table is left",
            |op| op.create_table(table("tags").column("id", integer())), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: table `tags` is still there",
        ),
        case(
            "a column is left",
            |op| {
                op.create_index("ix", "users", ["name"]);
                op.add_column("users", "email", text()); // <-
            },
            Way::Function(|op| {
                op.drop_index("ix", "users");
            }),
            "differs: the way back does not lead to the schema before: column `email` of table `users` is \
             still there",
        ),
        case(
            "an index is left",
            |op| {
                op.add_column("users", "email", text());
                op.create_index("ix", "users", ["name"]); // <-
            },
            Way::Function(|op| op.drop_column("users", "email")),
            "differs: the way back does not lead to the schema before: index `ix` of `users` is still there",
        ),
        case(
            "a constraint is left",
            |op| {
                op.create_check_constraint("ck", "users", "name <> ''"); // <-
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: constraint `ck` of table `users` is \
             still there",
        ),
        case(
            "a foreign key is left",
            |op| {
                op.create_foreign_key("fk", "posts", ["id"], "users", ["id"]); // <-
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: constraint `fk` of table `posts` is \
             still there",
        ),
        case(
            "a view is left",
            |op| op.create_view("names", "SELECT name FROM users"), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: view `names` is still there",
        ),
        case(
            "a column is not created again",
            |op| op.drop_column("posts", "title"), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: column `title` of table `posts` is \
             missing",
        ),
        case(
            "an index is not created again",
            |op| {
                op.drop_index("ix_users_age", "users"); // <-
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: index `ix_users_age` of `users` is \
             missing",
        ),
        case(
            "the index of a column is not created again",
            |op| {
                op.drop_index("ix_users_age", "users"); // <-
                op.drop_check_constraint("ck_users_age", "users");
                op.drop_column("users", "age");
            },
            Way::Function(|op| {
                op.add_column("users", "age", integer());
                op.create_check_constraint("ck_users_age", "users", "age > 0");
            }),
            "differs: the way back does not lead to the schema before: index `ix_users_age` of `users` is \
             missing",
        ),
        case(
            "a table is not created again",
            |op| op.drop_table("posts"), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: table `posts` is missing",
        ),
    ]
}

fn not_undone() -> Vec<Case> {
    vec![
        case(
            "a table keeps its new name",
            |op| op.rename_table("posts", "articles"), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: table `posts` is missing, table \
             `articles` is still there",
        ),
        case(
            "a column keeps its new name",
            |op| {
                op.alter_column("posts", "title").rename_to("heading"); // <-
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: column `title` of table `posts` is \
             missing, column `heading` of table `posts` is still there",
        ),
        case(
            "a column stays required",
            |op| {
                op.alter_column("posts", "title").not_null(); // <-
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: column `title` of table `posts` is \
             not as it was",
        ),
        case(
            "an enum type is left",
            |op| op.create_enum("mood", ["sad", "happy"]), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: enum type `mood` is still there",
        )
        .on(&[POSTGRES]),
        case(
            "a comment is left",
            |op| op.create_table_comment("users", "who"), // <-
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: table `users` is not as it was",
        )
        .on(&[POSTGRES, MARIADB]),
        case(
            "what raw SQL is said to do is left",
            |op| {
                let raw = op.execute("CREATE INDEX ix ON users (name)"); // <-
                raw.effect(|op| {
                    op.create_index("ix", "users", ["name"]);
                });
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: index `ix` of `users` is still there",
        ),
        case(
            "raw SQL that changes rows hides nothing",
            |op| {
                op.add_column("users", "email", text()); // <-
                op.execute("UPDATE users SET email = ''");
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: column `email` of table `users` is \
             still there",
        ),
    ]
}

fn restored_wrongly() -> Vec<Case> {
    vec![
        case(
            "another length",
            |op| {
                op.alter_column("users", "name").set_type(varchar(200));
            },
            Way::Function(|op| {
                op.alter_column("users", "name").set_type(varchar(100)); // <-
            }),
            "differs: the way back does not lead to the schema before: column `name` of table `users` is not \
             as it was",
        ),
        case(
            "another type",
            |op| op.drop_column("posts", "title"),
            Way::Function(|op| op.add_column("posts", "title", text())), // <-
            "differs: the way back does not lead to the schema before: column `title` of table `posts` is \
             not as it was",
        ),
        case(
            "another scale",
            |op| {
                op.alter_column("t", "price").set_type(numeric(12, 4));
            },
            Way::Function(|op| {
                op.alter_column("t", "price").set_type(numeric(12, 2)); // <-
            }),
            "differs: the way back does not lead to the schema before: column `price` of table `t` is not as \
             it was",
        )
        .on(&[POSTGRES, MARIADB])
        .after(|op| {
            op.create_table(table("t").column("price", numeric(10, 2)));
        }),
        case(
            "another default",
            |op| {
                op.alter_column("users", "name").default("y");
            },
            Way::Function(|op| {
                op.alter_column("users", "name").default("z"); // <-
            }),
            "differs: the way back does not lead to the schema before: column `name` of table `users` is not \
             as it was",
        ),
        case(
            "another check",
            |op| op.drop_check_constraint("ck_users_age", "users"),
            Way::Function(|op| {
                op.create_check_constraint("ck_users_age", "users", "age >= 0"); // <-
            }),
            "differs: the way back does not lead to the schema before: constraint `ck_users_age` of table \
             `users` is not as it was",
        ),
        case(
            "another column of an index",
            |op| {
                op.drop_index("ix_users_age", "users");
            },
            Way::Function(|op| {
                op.create_index("ix_users_age", "users", ["joined"]); // <-
            }),
            "differs: the way back does not lead to the schema before: index `ix_users_age` of `users` is \
             not as it was",
        ),
        case(
            "another name of an index",
            |op| {
                op.drop_index("ix_users_age", "users"); // <-
            },
            Way::Function(|op| {
                op.create_index("ix_age", "users", ["age"]); // <-
            }),
            "differs: the way back does not lead to the schema before: index `ix_users_age` of `users` is \
             missing, index `ix_age` of `users` is still there",
        ),
        case(
            "another query of a view",
            |op| op.drop_view("v"),
            Way::Function(|op| op.create_view("v", "SELECT a FROM t WHERE a > 1")), // <-
            "differs: the way back does not lead to the schema before: view `v` is not as it was",
        )
        .after(|op| {
            op.create_table(table("t").column("a", integer()));
            op.create_view("v", "SELECT a FROM t WHERE a > 0");
        }),
        case(
            "the way back drops what was there before",
            |op| {
                op.create_index("ix", "users", ["name"]);
            },
            Way::Function(|op| {
                op.drop_index("ix", "users");
                op.drop_index("ix_users_age", "users"); // <-
            }),
            "differs: the way back does not lead to the schema before: index `ix_users_age` of `users` is \
             missing",
        ),
        case(
            "other values of an enum type",
            |op| op.drop_enum("mood"),
            Way::Function(|op| op.create_enum("mood", ["happy", "sad"])), // <-
            "differs: the way back does not lead to the schema before: enum type `mood` is not as it was",
        )
        .on(&[POSTGRES])
        .after(|op| op.create_enum("mood", ["sad", "happy"])),
    ]
}

fn lost_attributes() -> Vec<Case> {
    vec![
        case(
            "a default is lost",
            |op| {
                op.drop_unique_constraint("uq_users_name", "users");
                op.drop_column("users", "name");
            },
            Way::Function(|op| {
                op.add_column("users", "name", varchar(80)); // <-
                op.create_unique_constraint("uq_users_name", "users", ["name"]);
            }),
            "differs: the way back does not lead to the schema before: column `name` of table `users` is not \
             as it was",
        ),
        case(
            "a default is not set again",
            |op| {
                op.alter_column("users", "name").drop_default(); // <-
            },
            Way::Function(|_| {}),
            "differs: the way back does not lead to the schema before: column `name` of table `users` is not \
             as it was",
        ),
        case(
            "an index is no longer unique",
            |op| {
                op.drop_index("ix", "t");
            },
            Way::Function(|op| {
                op.create_index("ix", "t", ["a"]); // <-
            }),
            "differs: the way back does not lead to the schema before: index `ix` of `t` is not as it was",
        )
        .after(|op| {
            op.create_table(table("t").column("a", integer()));
            op.create_index("ix", "t", ["a"]).unique();
        }),
        case(
            "an index loses its filter",
            |op| {
                op.drop_index("ix", "t");
            },
            Way::Function(|op| {
                op.create_index("ix", "t", ["a"]); // <-
            }),
            "differs: the way back does not lead to the schema before: index `ix` of `t` is not as it was",
        )
        .on(&[SQLITE, POSTGRES])
        .after(|op| {
            op.create_table(table("t").column("a", integer()));
            op.create_index("ix", "t", ["a"]).filter("a > 0");
        }),
        case(
            "an index loses its method",
            |op| {
                op.drop_index("ix", "t");
            },
            Way::Function(|op| {
                op.create_index("ix", "t", ["a"]); // <-
            }),
            "differs: the way back does not lead to the schema before: index `ix` of `t` is not as it was",
        )
        .on(&[POSTGRES])
        .after(|op| {
            op.create_table(table("t").column("a", integer()));
            op.create_index("ix", "t", ["a"]).using("hash");
        }),
        case(
            "a foreign key loses what it does with rows",
            |op| op.drop_foreign_key("fk", "b"),
            Way::Function(|op| {
                op.create_foreign_key("fk", "b", ["a_id"], "a", ["id"]); // <-
            }),
            "differs: the way back does not lead to the schema before: constraint `fk` of table `b` is not \
             as it was",
        )
        .after(|op| {
            op.create_table(table("a").column("id", integer().primary_key()));
            op.create_table(table("b").column("a_id", integer()));
            op.create_foreign_key("fk", "b", ["a_id"], "a", ["id"]).on_delete(Action::Cascade);
        }),
        case(
            "a column is no longer required",
            |op| op.drop_column("t", "b"),
            Way::Function(|op| op.add_column("t", "b", boolean().default(true))), // <-
            "differs: the way back does not lead to the schema before: column `b` of table `t` is not as it \
             was",
        )
        .after(|op| {
            op.create_table(
                table("t").column("a", integer()).column("b", boolean().not_null().default(true)),
            );
        }),
        case(
            "a comment of a column is lost",
            |op| op.drop_column("t", "b"),
            Way::Function(|op| op.add_column("t", "b", integer())), // <-
            "differs: the way back does not lead to the schema before: column `b` of table `t` is not as it \
             was",
        )
        .on(&[POSTGRES, MARIADB])
        .after(|op| {
            op.create_table(
                table("t").column("a", integer()).column("b", integer().comment("what")),
            );
        }),
        case(
            "an option of a table is lost",
            |op| op.drop_table("t"),
            Way::Function(|op| op.create_table(table("t").column("a", integer()))), // <-
            "differs: the way back does not lead to the schema before: table `t` is not as it was",
        )
        .on(&[POSTGRES])
        .after(|op| {
            op.create_table(table("t").column("a", integer()).postgres_with("fillfactor", 70));
        }),
    ]
}

fn wrong_order() -> Vec<Case> {
    vec![
        case(
            "a table is dropped before what references it",
            |op| {
                op.create_table(table("tags").column("id", integer().primary_key()));
                op.add_column("posts", "tag_id", integer());
                op.create_foreign_key("fk_posts_tag", "posts", ["tag_id"], "tags", ["id"]);
            },
            Way::Function(|op| {
                op.drop_table("tags"); // <-
                op.drop_foreign_key("fk_posts_tag", "posts");
                op.drop_column("posts", "tag_id");
            }),
            "downgrade: the upgrade cannot be taken back: cannot drop table tags: table `tags` is used by \
             foreign key `fk_posts_tag` of table `posts`",
        ),
        case(
            "an index after its column",
            |op| {
                op.add_column("posts", "kind", integer());
                op.create_index("ix_posts_kind", "posts", ["kind"]);
            },
            Way::Function(|op| {
                op.drop_column("posts", "kind");
                op.drop_index("ix_posts_kind", "posts"); // <-
            }),
            "downgrade: the upgrade cannot be taken back: cannot drop index ix_posts_kind of posts: there is \
             no index `ix_posts_kind` in table `posts`",
        ),
        case(
            "the old name after the new one was given up",
            |op| op.rename_table("posts", "articles"),
            Way::Function(|op| {
                op.rename_table("articles", "posts");
                op.drop_column("articles", "title"); // <-
            }),
            "downgrade: the upgrade cannot be taken back: cannot drop column articles.title: there is no \
             table `articles`",
        ),
        case(
            "an index of a column that comes later",
            |op| {
                op.create_index("ix", "users", ["email"]); // <-
                op.add_column("users", "email", text());
            },
            Way::Auto,
            "upgrade: the upgrade cannot be applied: cannot create index ix on users: there is no column \
             `email` in table `users`",
        ),
        case(
            "a table that no revision creates",
            |op| op.add_column("user", "email", text()), // <-
            Way::Auto,
            "upgrade: the upgrade cannot be applied: cannot add column user.email text: there is no table \
             `user`",
        ),
        case(
            "a table twice",
            |op| op.create_table(table("users").column("id", integer())), // <-
            Way::Function(|op| op.drop_table("users")),
            "upgrade: the upgrade cannot be applied: cannot create table users: table `users` already exists",
        ),
        case(
            "a misspelt column in the way back",
            |op| op.add_column("users", "email", text()),
            Way::Function(|op| op.drop_column("users", "emial")), // <-
            "downgrade: the upgrade cannot be taken back: cannot drop column users.emial: there is no column \
             `emial` in table `users`",
        ),
    ]
}

fn refused() -> Vec<Case> {
    vec![
        case(
            "rows that are changed, derived",
            |op| {
                op.update("users").set("age", 1).filter(col("age").is_null()); // <-
            },
            Way::Auto,
            "underivable: `downgrade = auto`: update users cannot be undone: the rows as they were are not \
             known",
        ),
        case(
            "raw SQL, derived",
            |op| {
                op.execute("DROP INDEX ix"); // <-
            },
            Way::Auto,
            "underivable: `downgrade = auto`: execute `DROP INDEX ix` cannot be undone: the revision does not say how",
        ),
        case(
            "a type from which not all values come back, derived",
            |op| {
                op.alter_column("posts", "title").set_type(varchar(20)); // <-
            },
            Way::Auto,
            "underivable: `downgrade = auto`: alter column posts.title cannot be undone: not every value of \
             column `title` of table `posts`, which is varchar(200), is the same again after it was varchar(20)",
        )
        .on(&[POSTGRES]),
        case(
            "a schema on SQLite",
            |op| op.create_schema("audit"), // <-
            Way::Auto,
            "upgrade: the upgrade cannot be applied: cannot create schema audit: SQLite has no schemas: a database file is one",
        )
        .on(&[SQLITE]),
        case(
            "a new value of an enum type, derived",
            |op| {
                op.add_enum_value("mood", "calm"); // <-
            },
            Way::Auto,
            "underivable: `downgrade = auto`: add `calm` to enum mood has no opposite",
        )
        .on(&[POSTGRES])
        .after(|op| op.create_enum("mood", ["sad", "happy"])),
        case(
            "a value that does not fit",
            |op| {
                op.create_table(table("t").column("mood", enumeration("mood", ["sad"])).column("d", date()));
                op.insert("t").set("mood", "happy").set("d", sql("NULL")); // <-
            },
            Way::Auto,
            "upgrade: the upgrade cannot be applied: cannot insert a row into t: the value `\"happy\"` does not fit column `mood`, which is enumeration(mood): the values are `sad`",
        ),
        case(
            "a key over columns of other types",
            |op| {
                op.add_column("posts", "author", text());
                op.create_foreign_key("fk", "posts", ["author"], "users", ["id"]); // <-
            },
            Way::Auto,
            "upgrade: the upgrade cannot be applied: cannot add foreign key fk to posts: foreign key `fk` of table `posts`: PostgreSQL does not compare column `author`, which is text, with column `id` of `users`, which is big_int",
        )
        .on(&[POSTGRES]),
        case(
            "a column that its own way back cannot drop",
            |op| {
                op.add_column("posts", "kind", big_int());
                op.create_view("kinds", "SELECT kind FROM posts");
            },
            Way::Function(|op| {
                op.drop_column("posts", "kind"); // <-
                op.drop_view("kinds");
            }),
            "downgrade: the upgrade cannot be taken back: cannot drop column posts.kind: column `kind` is used by view `kinds`",
        )
        .on(&[POSTGRES]),
    ]
}
