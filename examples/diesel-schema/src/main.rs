//! A reader of feeds, with its database in memory: what it shows is that tables, revisions and queries agree.
#![expect(clippy::print_stdout, reason = "the example shows what it does")]

mod schema;

use std::error::Error;

use diesel::prelude::*;
use diesel_schema_migrations::MIGRATIONS;

use schema::{entries, feeds};

/// An entry that nobody has seen yet.
#[derive(Queryable, Selectable)]
#[diesel(table_name = entries)]
struct Entry {
    title: String,
    url: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut connection = SqliteConnection::establish(":memory:")?;
    MIGRATIONS.upgrade(&mut connection, "head")?;
    subscribe(&mut connection)?;
    let unseen: Vec<Entry> = entries::table
        .filter(entries::seen.eq(false))
        .select(Entry::as_select())
        .load(&mut connection)?;
    for Entry { title, url } in unseen {
        println!("{title}: {url}");
    }
    Ok(())
}

fn subscribe(connection: &mut SqliteConnection) -> QueryResult<()> {
    diesel::insert_into(feeds::table)
        .values(feeds::url.eq("https://example.com/feed"))
        .execute(connection)?;
    let feed: i32 = feeds::table.select(feeds::id).first(connection)?;
    diesel::insert_into(entries::table)
        .values((
            entries::feed_id.eq(feed),
            entries::title.eq("Hello"),
            entries::url.eq("https://example.com/hello"),
        ))
        .execute(connection)
        .map(drop)
}
