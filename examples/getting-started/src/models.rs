//! Rows as the application reads and writes them.

use diesel::prelude::*;

use crate::schema::{comments, posts, users};

/// Someone who writes.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub(crate) struct User {
    pub(crate) display_name: String,
    pub(crate) role: String,
}

/// Something that was written.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = posts)]
pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) views: i32,
}

/// What a reader says of a post.
#[derive(Debug, Insertable)]
#[diesel(table_name = comments)]
pub(crate) struct NewComment<'a> {
    pub(crate) post_id: i64,
    pub(crate) author: &'a str,
    pub(crate) body: &'a str,
}
