//! A small application that brings its own database up to date, and then works with it.
#![expect(clippy::print_stdout, reason = "the example shows what it does")]

mod models;
mod schema;

use std::env;
use std::error::Error;

use diesel::prelude::*;
use getting_started_migrations::MIGRATIONS;

use models::{NewComment, Post, User};
use schema::{comments, posts, users};

/// The file that `.env` names for `cargo migrate`; where the example is run from does not matter.
const DATABASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/getting-started.db");

fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| DATABASE.to_owned());
    let mut connection = SqliteConnection::establish(&url)?;
    bring_up_to_date(&mut connection)?;
    comment_on_every_post(&mut connection)?;
    print_posts(&mut connection)
}

fn bring_up_to_date(connection: &mut SqliteConnection) -> Result<(), Box<dyn Error>> {
    let pending = MIGRATIONS.pending(connection)?;
    println!("Pending revisions: {}", pending.len());
    for revision in &pending {
        println!("  {} {}", revision.revision, revision.message);
    }
    MIGRATIONS.upgrade(connection, "head")?;
    Ok(())
}

fn comment_on_every_post(connection: &mut SqliteConnection) -> QueryResult<()> {
    let ids: Vec<i64> = posts::table.select(posts::id).load(connection)?;
    let comments: Vec<_> = ids
        .into_iter()
        .map(|post_id| NewComment { post_id, author: "A reader", body: "I read this today." })
        .collect();
    diesel::insert_into(comments::table).values(&comments).execute(connection)?;
    diesel::update(posts::table).set(posts::views.eq(posts::views + 1)).execute(connection)?;
    Ok(())
}

fn print_posts(connection: &mut SqliteConnection) -> Result<(), Box<dyn Error>> {
    let found: Vec<(Post, User)> = posts::table
        .inner_join(users::table)
        .select((Post::as_select(), User::as_select()))
        .order(posts::id)
        .load(connection)?;
    for (post, author) in found {
        let comments: i64 =
            comments::table.filter(comments::post_id.eq(post.id)).count().get_result(connection)?;
        println!(
            "“{}” (/{}) by {}, {}: read {} times, {comments} comments",
            post.title, post.slug, author.display_name, author.role, post.views
        );
    }
    Ok(())
}
