//! What is written of a schema, as `diesel print-schema` 2.3 prints it.

use migrate_core::dialect::Dialect;
use migrate_core::op::{Op, big_int, integer, table, text};
use migrate_core::schema::Schema;

use super::{POSTGRES, SQLITE, made};
use crate::models::diesel::{DieselToml, PrintSchema, patched, write};

pub(super) fn settings(toml: &str) -> PrintSchema {
    let text = format!("[print_schema]\n{toml}");
    DieselToml::read("diesel.toml", &text).unwrap().sections["default"].clone()
}

pub(super) fn check(schema: &Schema, dialect: Dialect, toml: &str, expected: &str) {
    let written = write(schema, dialect, &settings(toml)).text;
    let expected = format!("// @generated automatically by Diesel CLI.\n{expected}");
    assert!(written == expected, "{written}\n--- expected\n{expected}");
}

/// The lines of the columns.
pub(super) fn columns(schema: &Schema, dialect: Dialect, toml: &str) -> Vec<String> {
    let text = write(schema, dialect, &settings(toml)).text;
    text.lines().filter(|it| it.starts_with("        ")).map(|it| it.trim().to_owned()).collect()
}

fn blog(op: &mut Op) {
    op.create_table(table("users").column("id", integer().primary_key()));
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("type", integer().references("users", "id"))
            .column("reply_to", integer().references("posts", "id")),
    );
    op.create_table(
        table("friends")
            .column("one", integer().not_null().references("users", "id"))
            .column("other", integer().not_null().references("users", "id"))
            .primary_key(["one", "other"]),
    );
    op.create_table(table("tags").column("created at", text().primary_key()));
}

#[test]
fn joins_and_groups() {
    let tables = "
diesel::table! {
    friends (one, other) {
        one -> Int4,
        other -> Int4,
    }
}

diesel::table! {
    posts (id) {
        id -> Int4,
        #[sql_name = \"type\"]
        type_ -> Nullable<Int4>,
        reply_to -> Nullable<Int4>,
    }
}

diesel::table! {
    tags (created_at) {
        #[sql_name = \"created at\"]
        created_at -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Int4,
    }
}

diesel::joinable!(posts -> users (type_));
";
    let schema = made(blog);
    let all = "
diesel::allow_tables_to_appear_in_same_query!(friends, posts, tags, users,);
";
    check(&schema, POSTGRES, "", &format!("{tables}{all}"));
    let related = "
diesel::allow_tables_to_appear_in_same_query!(posts, users,);
";
    let grouping = |word: &str| format!("allow_tables_to_appear_in_same_query_config = \"{word}\"");
    check(&schema, POSTGRES, &grouping("fk_related_tables"), &format!("{tables}{related}"));
    check(&schema, POSTGRES, &grouping("none"), tables);
}

#[test]
fn long_lists_take_a_line_for_each() {
    let names =
        ["a_table_with_a_long_name", "b_table_with_a_long_name", "c_table_with_a_long_name"];
    let schema = made(|op| {
        for name in names {
            op.create_table(table(name).column("id", integer().primary_key()));
        }
    });
    let text = write(&schema, POSTGRES, &PrintSchema::default()).text;
    let list = "
diesel::allow_tables_to_appear_in_same_query!(
    a_table_with_a_long_name,
    b_table_with_a_long_name,
    c_table_with_a_long_name,
);
";
    assert!(text.ends_with(list), "{text}");
}

#[test]
fn a_schema_is_a_module() {
    let schema = made(|op| {
        op.create_schema("app");
        op.create_table(table(("app", "type")).column("id", integer().primary_key()));
        op.create_table(table("elsewhere").column("id", integer().primary_key()));
    });
    check(
        &schema,
        POSTGRES,
        "schema = \"app\"",
        "
pub mod app {
    diesel::table! {
        #[sql_name = \"app.type\"]
        app.type_ (id) {
            id -> Int4,
        }
    }
}
",
    );
}

#[test]
fn filters_and_order() {
    let schema = made(|op| {
        let keyed =
            |name: &str| table(name).column("z", integer().primary_key()).column("a", text());
        op.create_table(keyed("users"));
        op.create_table(keyed("users_old"));
        op.create_table(keyed("__hidden"));
    });
    let users = "
diesel::table! {
    users (z) {
        a -> Nullable<Text>,
        z -> Int4,
    }
}
";
    let toml = "column_sorting = \"name\"\nfilter = { except_tables = [\"_old$\"] }";
    check(&schema, POSTGRES, toml, users);
    let toml = "column_sorting = \"name\"\nfilter = { only_tables = [\"^users$\"] }";
    check(&schema, POSTGRES, toml, users);
}

#[test]
fn comments_are_docs() {
    let schema = made(|op| {
        let id = integer().primary_key().comment("first\n\n  second */ \"x\"");
        op.create_table(table("t").column("id", id).comment("said"));
    });
    check(
        &schema,
        POSTGRES,
        "with_docs = \"only-database-comments\"",
        "
diesel::table! {
    /// said
    t (id) {
        /// first
        ///
        /// second */ \"x\"
        id -> Int4,
    }
}
",
    );
}

#[test]
fn rows_without_a_key_have_a_number_on_sqlite_alone() {
    let schema = made(|op| {
        op.create_table(table("t").column("name", text()));
        op.create_table(table("u").column("rowid", text()).column("id", integer()));
    });
    let expected = |kind: &str| {
        format!(
            "
diesel::table! {{
    t (rowid) {{
        rowid -> {kind},
        name -> Nullable<Text>,
    }}
}}

diesel::table! {{
    u (oid) {{
        oid -> {kind},
        rowid -> Nullable<Text>,
        id -> Nullable<Integer>,
    }}
}}

diesel::allow_tables_to_appear_in_same_query!(t, u,);
"
        )
    };
    check(&schema, SQLITE, "", &expected("Integer"));
    check(&schema, SQLITE, "sqlite_integer_primary_key_is_bigint = true", &expected("BigInt"));
    let written = write(&schema, POSTGRES, &PrintSchema::default());
    let left_out: Vec<_> = written.left_out.iter().map(ToString::to_string).collect();
    assert_eq!(left_out, ["table `t` has no primary key", "table `u` has no primary key"]);
}

#[test]
fn keys_that_are_row_numbers_may_be_big() {
    let schema = made(|op| {
        op.create_table(table("users").column("id", integer().primary_key()));
        op.create_table(
            table("posts")
                .column("id", big_int().primary_key().identity())
                .column("user_id", integer().references("users", "id"))
                .column("size", integer()),
        );
    });
    let toml = "sqlite_integer_primary_key_is_bigint = true";
    assert_eq!(
        columns(&schema, SQLITE, toml),
        [
            "id -> BigInt,",
            "user_id -> Nullable<BigInt>,",
            "size -> Nullable<Integer>,",
            "id -> BigInt,"
        ]
    );
    assert_eq!(
        columns(&schema, SQLITE, ""),
        [
            "id -> Integer,",
            "user_id -> Nullable<Integer>,",
            "size -> Nullable<Integer>,",
            "id -> Integer,"
        ]
    );
}

#[test]
fn no_name_leaves_its_place() {
    let schema = made(|op| {
        op.create_table(
            table("a\"] x")
                .column("id", integer().primary_key())
                .column("a b", text())
                .column("a-b", text())
                .column("line\nbreak */", text())
                .column("back\\slash", text()),
        );
    });
    check(
        &schema,
        SQLITE,
        "with_docs = false",
        "
diesel::table! {
    #[sql_name = r#\"a\"] x\"#]
    a_x (id) {
        id -> Integer,
        #[sql_name = \"a b\"]
        a_b -> Nullable<Text>,
        #[sql_name = \"a-b\"]
        a_b_ -> Nullable<Text>,
        #[sql_name = \"line\\nbreak */\"]
        line_break_ -> Nullable<Text>,
        #[sql_name = \"back\\\\slash\"]
        back_slash -> Nullable<Text>,
    }
}
",
    );
    let docs = write(&schema, SQLITE, &settings("with_docs = true")).text;
    assert!(
        docs.contains("/// The `line\n        /// break */` column of the `a\"] x` table."),
        "{docs}"
    );
    crate::models::diesel::read("schema.rs", &docs).unwrap();
}

#[test]
fn a_patch_file_has_the_last_word() {
    let schema = made(blog);
    let text = write(&schema, POSTGRES, &PrintSchema::default()).text;
    let patch = "--- a\n+++ b\n@@ -27,5 +27,5 @@\n diesel::table! {\n     users (id) {\n-        id -> \
                 Int4,\n+        id -> crate::UserId,\n     }\n }\n";
    let changed = patched(&text, patch).unwrap();
    assert_eq!(
        changed,
        text.replace(
            "users (id) {\n        id -> Int4",
            "users (id) {\n        id -> crate::UserId"
        )
    );
    let error = patched("nothing", patch).unwrap_err().to_string();
    assert!(error.starts_with("the patch file does not fit the generated schema: "), "{error}");
}
