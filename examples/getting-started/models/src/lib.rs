//! The tables of the application, one struct for each: change one, and `cargo migrate revision --autogenerate` writes
//! the revision that brings databases there.
#![expect(missing_docs, reason = "the names of columns say what they hold")]

use migrate_runtime::prelude::*;
use migrate_runtime::{Model, models};

/// Someone who writes.
#[derive(Debug, Model)]
#[model(check("ck_users_role", "role IN ('admin', 'editor', 'member')"))]
pub struct User {
    #[model(identity)]
    pub id: i64,
    #[model(varchar(255))]
    pub email: String,
    #[model(varchar(100), was = "name")]
    pub display_name: String,
    #[model(default = false)]
    pub is_admin: bool,
    #[model(timestamp, default = now())]
    pub created_at: String,
    #[model(varchar(20))]
    pub role: String,
}

/// Something that was written.
#[derive(Debug, Model)]
#[model(index("ix_posts_author_created", [asc("author_id"), desc("created_at")]))]
pub struct Post {
    #[model(identity)]
    pub id: i64,
    #[model(references("users", "id"), foreign_key_named = "fk_posts_author", on_delete = Cascade)]
    pub author_id: i64,
    #[model(varchar(200))]
    pub title: String,
    pub body: String,
    #[model(timestamp, default = now())]
    pub created_at: String,
    #[model(timestamp)]
    pub published_at: Option<String>,
    #[model(default = 0)]
    pub views: i32,
    #[model(varchar(200))]
    pub slug: String,
}

/// What a reader says of a post.
#[derive(Debug, Model)]
#[model(index("ix_comments_post", ["post_id"]))]
pub struct Comment {
    #[model(identity)]
    pub id: i64,
    #[model(references("posts", "id"), on_delete = Cascade)]
    pub post_id: i64,
    #[model(varchar(100))]
    pub author: String,
    pub body: String,
}

/// A word that posts are found by.
#[derive(Debug, Model)]
pub struct Tag {
    #[model(identity)]
    pub id: i64,
    #[model(varchar(50), unique)]
    pub name: String,
}

/// Which post has which tag.
#[derive(Debug, Model)]
pub struct PostTag {
    #[model(primary_key, references("posts", "id"), on_delete = Cascade)]
    pub post_id: i64,
    #[model(primary_key, references("tags", "id"), on_delete = Cascade)]
    pub tag_id: i64,
}

/// What no struct can say.
#[models]
fn beside_tables(op: &mut Op) {
    op.create_index("ux_users_email", "users", [expression("lower(email)")]).unique();
    op.create_index("ux_posts_slug", "posts", ["slug"]).unique();
    op.create_index("ix_posts_drafts", "posts", ["author_id"]).filter("published_at IS NULL");
    op.create_view(
        "published_posts",
        "SELECT posts.id, posts.slug, posts.title, users.display_name AS author \
         FROM posts JOIN users ON users.id = posts.author_id \
         WHERE posts.published_at IS NOT NULL",
    );
}
