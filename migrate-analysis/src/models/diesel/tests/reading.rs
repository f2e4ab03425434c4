//! What is read of a `schema.rs`.

use crate::models::diesel::{RelationKind, SchemaRs, read};

fn read_one(text: &str) -> SchemaRs {
    read("schema.rs", text).unwrap()
}

fn error(text: &str) -> String {
    read("schema.rs", text).unwrap_err().to_string()
}

#[test]
fn a_table_with_everything() {
    let schema = read_one(
        r#"
        // @generated automatically by Diesel CLI.
        pub mod sql_types {
            #[derive(diesel::sql_types::SqlType)]
            #[diesel(postgres_type(name = "mood", schema = "app"))]
            pub struct Mood;
            #[derive(SqlType)]
            #[postgres(type_name = "Old_Style")]
            pub struct OldStyle;
            #[diesel(mysql_type(name = "Enum"))]
            pub struct UsersStateEnum;
            pub struct NoType;
        }
        pub mod app {
            diesel::table! {
                use diesel::sql_types::*;
                use super::sql_types::Mood;

                /// People.
                ///
                /// All of them.
                #[sql_name = "app.user-role"]
                app.user_role (id, r#type) {
                    id -> Int4,
                    r#type -> Varchar,
                    /// What it is for.
                    #[sql_name = "for"]
                    #[max_length = 40]
                    for_ -> Nullable<Varchar>,
                    mood -> Array<Nullable<super::sql_types::Mood>>,
                    #[sql_name = "with \"quotes\""]
                    with_quotes -> Unsigned<BigInt>,
                    pair -> Record<(Integer, Text)>,
                    #[auto_increment]
                    number -> diesel::sql_types::BigInt,
                }
            }
        }
        diesel::joinable!(posts -> user_role (author));
        diesel::allow_tables_to_appear_in_same_query!(posts, user_role,);
        view! { names { name -> Text } }
        struct Row { id: i32 }
        fn query() { users::table.select(1) }
        #[cfg(test)]
        mod tests { table! { only_tests { id -> Integer } } }
        "#,
    );
    let [table, view] = &schema.relations[..] else { panic!("{schema:?}") };
    assert_eq!(table.name, ("app", "user-role").into());
    assert_eq!((table.rust_name.as_str(), table.place.line), ("user_role", 23));
    assert_eq!(table.primary_key, ["id", "type"]);
    assert_eq!(table.docs, ["People.", "", "All of them."]);
    let columns: Vec<_> =
        table.columns.iter().map(|it| format!("{} {}", it.name, it.sql_type)).collect();
    assert_eq!(
        columns,
        [
            "id Int4",
            "type Varchar",
            "for Nullable<Varchar>",
            "mood Array<Nullable<Mood>>",
            "with \"quotes\" Unsigned<BigInt>",
            "pair Record<Integer, Text>",
            "number BigInt",
        ]
    );
    let column = &table.columns[2];
    assert_eq!((column.rust_name.as_str(), column.max_length), ("for_", Some(40)));
    assert_eq!(column.docs, ["What it is for."]);
    assert!(table.columns[6].auto_increment && !column.auto_increment);
    assert_eq!((view.kind, view.primary_key.len()), (RelationKind::View, 0));

    let joined: Vec<_> =
        schema.joinables.iter().map(|it| (&it.child[..], &it.parent[..], &it.column[..])).collect();
    assert_eq!(joined, [("posts", "user_role", "author")]);
    let types: Vec<_> = schema.types.iter().map(|it| it.rust_name.as_str()).collect();
    assert_eq!(types, ["Mood", "OldStyle", "UsersStateEnum"]);
    assert_eq!(schema.types[0].postgres, Some(("app", "mood").into()));
    assert_eq!(schema.types[1].postgres, Some("Old_Style".into()));
    assert_eq!(schema.types[2].mysql.as_deref(), Some("Enum"));
}

#[test]
fn a_key_that_is_not_named_is_the_column_id() {
    let schema = read_one("table! { users { id -> Integer, name -> Text } }");
    assert_eq!(schema.relations[0].primary_key, ["id"]);
    assert_eq!(
        error("\ntable! { users { name -> Text } }"),
        "cannot read `schema.rs:2`: `users` has neither a key nor a column `id`: write `users (column) {`"
    );
}

#[test]
fn a_table_may_be_declared_under_several_names() {
    let schema = read_one(
        "table! { users { id -> Integer, name -> Text } }
         table! { #[sql_name = \"users\"] authors { id -> Integer, age -> Nullable<Int4> } }",
    );
    let [users] = &schema.relations[..] else { panic!("{schema:?}") };
    let columns: Vec<_> = users.columns.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(columns, ["id", "name", "age"]);
}

#[test]
fn errors_name_the_line_and_what_to_write() {
    for (text, message) in [
        ("table! {", "cannot read `schema.rs:1`: cannot parse string into token stream"),
        ("table! { t { id ->\n Integer,\n x: Text } }", "cannot read `schema.rs:3`: expected `->`"),
        (
            "table! { t (key) { id -> Integer } }",
            "cannot read `schema.rs:1`: the key's column `key` is none of `t`",
        ),
        (
            "table! { t { #[max_length = \"x\"] id -> Text } }",
            "cannot read `schema.rs:1`: this attribute has another form: write `#[max_length = 50]`",
        ),
        (
            "table! { t { id -> Array<&str> } }",
            "cannot read `schema.rs:1`: this is no SQL type: write one of `diesel::sql_types`, such as `Text`",
        ),
        (
            "table! { t { id -> Integer } }\n table! { #[sql_name = \"t\"] u { id -> Text } }",
            "column `t.id` is declared at schema.rs:1 and at schema.rs:2, with different types\n\n\
             hint: leave one of them",
        ),
    ] {
        assert_eq!(error(text), message, "{text}");
    }
}
