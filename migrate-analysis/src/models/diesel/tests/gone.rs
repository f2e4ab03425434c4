//! What a `schema.rs` no longer has.

use migrate_core::op::{big_int, integer, table};

use super::completed::{Case, users};
use super::{POSTGRES, made};

#[test]
fn what_is_gone_is_asked_about() {
    let head = made(|op| {
        users(op);
        op.create_unique_constraint("uq_users_name", "users", ["id", "name"]);
        op.create_table(
            table("posts")
                .column("id", integer().primary_key())
                .column("user_id", big_int().references("users", "id")),
        );
    });
    let posts = "table! { posts (id) { id -> Int4, user_id -> Nullable<Int8>, } }";
    let no_name =
        format!("table! {{ users (id) {{ id -> Int8, tags -> Nullable<Array<Text>>, }} }} {posts}");
    let case = |answers| Case { answers, ..Case::on(POSTGRES, &head) };
    assert_eq!(case(&[]).of(&no_name), ["? column users.name is no longer in the model"]);
    assert_eq!(
        case(&["users.name="]).of(&no_name),
        ["drop unique constraint uq_users_name of users", "drop column users.name"]
    );
    let renamed = no_name.replace("tags ->", "full_name -> Text, tags ->");
    assert_eq!(case(&[]).of(&renamed), ["? column users.name is no longer in the model"]);
    // What is on the column goes with it to its new name.
    assert_eq!(
        case(&["users.name=full_name"]).of(&renamed),
        ["alter column users.name: rename to full_name"]
    );
    assert_eq!(case(&[]).of(posts), ["? table users is no longer in the model"]);
    assert_eq!(
        case(&["users="]).of(posts),
        ["drop foreign key fk_posts_user_id_users of posts", "drop table users"]
    );
    let people = format!(
        "table! {{ people (id) {{ id -> Int8, name -> Text, tags -> Nullable<Array<Text>>, }} }} {posts}"
    );
    assert_eq!(case(&["users=people"]).of(&people), ["rename table users to people"]);
}

#[test]
fn what_others_need_may_stay() {
    let head = made(|op| {
        users(op);
        op.create_table(table("audit").column("id", integer().primary_key()));
    });
    let declared = "table! { users (id) { id -> Int8, tags -> Nullable<Array<Text>>, } }";
    let case = |answers| Case { answers, ..Case::on(POSTGRES, &head) }.of(declared);
    assert_eq!(case(&["users.name=name", "audit=audit"]), [""; 0]);
    assert_eq!(case(&["users.name=users.name"]), ["? table audit is no longer in the model"]);
}

#[test]
fn what_a_view_needs_is_kept() {
    let head = made(|op| {
        users(op);
        op.create_view("names", "SELECT name FROM users");
    });
    let case = Case { answers: &["users.name="], ..Case::on(POSTGRES, &head) };
    let declared = "table! { users (id) { id -> Int8, tags -> Nullable<Array<Text>>, } }";
    assert_eq!(
        case.of(declared),
        ["# column users.name is no longer in the model, and is kept: view `names` needs it"]
    );
}

#[test]
fn filters_and_patches_say_what_is_not_missed() {
    let head = made(|op| {
        users(op);
        op.create_table(table("audit_log").column("id", integer().primary_key()));
    });
    let case =
        Case { toml: "filter = { except_tables = [\"^audit_\"] }", ..Case::on(POSTGRES, &head) };
    let declared =
        "table! { users (id) { id -> Int8, name -> Text, tags -> Nullable<Array<Text>>, } }";
    assert_eq!(case.of(declared), [""; 0]);
    // Nor is such a table created.
    let queried = format!("{declared} table! {{ audit_names (id) {{ id -> Int4, }} }}");
    assert_eq!(case.of(&queried), [""; 0]);

    let patch = "--- a\n+++ b\n@@ -10,7 +10,6 @@\n     users (id) {\n-        id -> Int8,\n+        id -> \
                 UserId,\n         #[max_length = 50]\n         name -> Varchar,\n-        tags -> \
                 Nullable<Array<Nullable<Text>>>,\n     }\n }\n";
    let case = Case { patch: Some(patch), ..case };
    let declared = "table! { users (id) { id -> UserId, name -> Text, } }";
    assert_eq!(case.of(declared), [""; 0]);
    // A `rustfmt.toml` of the project gave the text that the patch was taken of another indentation.
    let indented = patch.replace("    ", "  ");
    assert_ne!(indented, patch);
    let indented = Case { patch: Some(&indented), ..case };
    assert_eq!(indented.of(declared), [""; 0]);
    // Without the patch both would be differences.
    let case = Case { patch: None, ..case };
    assert_eq!(
        case.of(declared),
        [
            "? column users.tags is no longer in the model",
            "# schema.rs:1: column `users.id` is left as it is: whether `UserId` is big_int is not known",
        ]
    );
    let case =
        Case { patch: Some("--- a\n+++ b\n@@ -1,1 +1,1 @@\n-nothing\n+something\n"), ..case };
    let lines = case
        .of("table! { users (id) { id -> Int8, name -> Text, tags -> Nullable<Array<Text>>, } }");
    assert!(
        lines[0].starts_with("# the patch file does not fit the generated schema: "),
        "{lines:?}"
    );
}
