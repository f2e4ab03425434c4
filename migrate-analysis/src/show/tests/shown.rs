//! A small schema in each form.

use std::fmt::Write as _;

use migrate_core::op::{Op, asc, big_int, enumeration, numeric, table, text, timestamptz, varchar};
use migrate_core::schema::{Action, Schema};

use super::{MYSQL, POSTGRES, SQLITE, made};
use crate::show::{Document, json, mermaid, sql, svg};

/// Users with a profile each, posts that reply to posts, and the tags of posts.
fn blog() -> Schema {
    made(|op: &mut Op| {
        let users = table("users")
            .column("id", big_int().primary_key())
            .column("email", varchar(80).not_null().comment("never \"shown\""))
            .column("balance", numeric(10, 2).not_null());
        op.create_table(users.unique("uq_users_email", ["email"]).comment("People who sign in"));
        let author = big_int().not_null().references("users", "id").on_delete(Action::Cascade);
        op.create_table(
            table("posts")
                .column("id", big_int().primary_key())
                .column("author", author)
                .column("reply_to", big_int().references("posts", "id"))
                .column("status", enumeration("post status", ["draft", "public"]).not_null())
                .column("created at", timestamptz()),
        );
        op.create_table(
            table("profiles").column("user_id", big_int().primary_key().references("users", "id")),
        );
        op.create_table(
            table("post_tags")
                .column("post_id", big_int().not_null().references("posts", "id"))
                .column("tag", varchar(40).not_null())
                .primary_key(["post_id", "tag"]),
        );
    })
}

#[test]
fn a_diagram_for_markdown() {
    let expected = "erDiagram
    \"post_tags\" {
        bigint post_id PK, FK
        varchar(40) tag PK
    }
    \"posts\" {
        bigint id PK
        bigint author FK
        bigint reply_to FK \"NULL\"
        post_status status \"post status\"
        timestamptz created_at \"created at, NULL\"
    }
    \"profiles\" {
        bigint user_id PK, FK
    }
    %% users: People who sign in
    \"users\" {
        bigint id PK
        varchar(80) email UK \"never #34;shown#34;\"
        numeric(10_2) balance \"numeric(10,2)\"
    }
    \"posts\" ||--o{ \"post_tags\" : \"post_id\"
    \"users\" ||..o{ \"posts\" : \"author\"
    \"posts\" |o..o{ \"posts\" : \"reply_to\"
    \"users\" ||--o| \"profiles\" : \"user_id\"
";
    let text = mermaid(&blog(), POSTGRES);
    assert_eq!(text, expected, "{text}");
}

#[test]
fn statements_of_each_database() {
    let schema = made(|op| {
        op.create_table(table("b").column("id", big_int().primary_key()).column("a", big_int()));
        op.create_table(table("a").column("id", big_int().primary_key()).column("b", big_int()));
        op.create_foreign_key("fk_b_a", "b", ["a"], "a", ["id"]);
        op.create_foreign_key("fk_a_b", "a", ["b"], "b", ["id"]);
        op.create_index("ix_b_a", "b", [asc("a")]);
    });
    for dialect in [SQLITE, POSTGRES, MYSQL] {
        let text = sql(&schema, dialect).unwrap();
        assert!(text.ends_with(";\n"), "{text}");
        assert_eq!(text, sql(&schema, dialect).unwrap());
        for name in ["fk_b_a", "fk_a_b", "ix_b_a"] {
            assert_eq!(text.matches(name).count(), 1, "{name} on {dialect}: {text}");
        }
    }
}

#[test]
fn what_a_database_does_not_have_is_an_error() {
    let schema = made(|op| {
        op.create_table(table("t").column("a", migrate_core::op::array(text())));
    });
    let error = sql(&schema, MYSQL).unwrap_err();
    assert_eq!(error.to_string(), "MySQL 8.4 cannot have this schema");
    assert!(sql(&schema, POSTGRES).is_ok());
}

#[test]
fn a_document_has_the_tables_as_an_export_has_them() {
    let schema = made(|op| {
        op.create_table(table("t").column("a", text().not_null().default("{\"\\, \":}")));
    });
    let revisions = ["1f3c".to_owned(), "27c6".to_owned()];
    let document = Document {
        package: "app",
        revisions: &revisions,
        dialect: Some("postgres:15"),
        schema: &schema,
    };
    let text = json(&document);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["revisions"], serde_json::json!(["1f3c", "27c6"]));
    assert_eq!(value["schema"]["tables"][0]["name"], "t");
    assert!(text.contains("\"{\\\"\\\\, \\\":}\""), "{text}");
    let lines = text.lines().take(4).collect::<Vec<_>>().join("\n");
    assert_eq!(lines, "{\n  \"format_version\": 1,\n  \"package\": \"app\",\n  \"revisions\": [");
}

/// What a picture shows, without where it is.
fn shown(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).unwrap();
    let mut shown = String::new();
    for node in document.descendants().filter(|node| node.has_tag_name("g")) {
        let tip = node.children().find(|child| child.has_tag_name("title"));
        let tip = tip.and_then(|tip| tip.text()).unwrap_or_default();
        let texts = node.children().filter(|child| child.has_tag_name("text"));
        let texts: Vec<_> = texts.filter_map(|child| child.text()).collect();
        let _ = writeln!(shown, "{}: {}", tip.replace('\n', ", "), texts.join(" "));
    }
    shown
}

#[test]
fn a_picture() {
    let expected = "\
posts.author references users.id ON DELETE CASCADE, fk_posts_author_users: \n\
post_tags.post_id references posts.id, fk_post_tags_post_id_posts: \n\
profiles.user_id references users.id, fk_profiles_user_id_users: \n\
posts.reply_to references posts.id, fk_posts_reply_to_posts: \n\
post_tags: post_tags PK FK post_id bigint PK tag varchar(40)\n\
posts: posts PK id bigint FK author bigint FK reply_to bigint NULL created at timestamptz NULL\n\
draft, public: status post status\n\
profiles: profiles PK FK user_id bigint\n\
users: People who sign in: users People who sign in PK id bigint balance numeric(10,2)\n\
never \"shown\": UQ email varchar(80)\n";
    let picture = svg(&blog(), POSTGRES, "app");
    let mut lines: Vec<_> = expected.lines().collect();
    let shown = shown(&picture);
    let mut found: Vec<_> = shown.lines().collect();
    lines.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, lines);
    assert_eq!(picture, svg(&blog(), POSTGRES, "app"));
    assert!(picture.contains("@media (prefers-color-scheme:dark)"));
}
