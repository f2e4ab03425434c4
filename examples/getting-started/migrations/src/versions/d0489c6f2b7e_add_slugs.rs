//! Give every post an address made of its title.
//!
//! What SQL says badly is said in Rust, with diesel, typed. `.offline(..)` is what `--sql` writes
//! in its stead. The table is declared here as it is at this revision: the application's own
//! declaration goes on changing.
//!
//! Created: 2026-02-16 14:33:09 UTC
use diesel::prelude::*;
use migrate_runtime::prelude::*;

diesel::table! {
    posts (id) {
        id -> BigInt,
        title -> Text,
        slug -> Nullable<Text>,
    }
}

#[migration(rev = "d0489c6f2b7e", down_rev = "7b1ea5c3d802")]
fn upgrade(op: &mut Op) {
    op.add_column("posts", "slug", varchar(200));
    op.run(fill_slugs).offline("UPDATE posts SET slug = lower(replace(title, ' ', '-'))");
    op.alter_column("posts", "slug").not_null();
    op.create_index("ux_posts_slug", "posts", ["slug"]).unique();
}

fn downgrade(op: &mut Op) {
    op.drop_index("ux_posts_slug", "posts");
    op.drop_column("posts", "slug");
}

fn fill_slugs(connection: &mut SqliteConnection) -> Result<(), RunError> {
    let titles: Vec<(i64, String)> =
        posts::table.select((posts::id, posts::title)).load(connection)?;
    for (id, title) in titles {
        diesel::update(posts::table.find(id))
            .set(posts::slug.eq(slug(&title)))
            .execute(connection)?;
    }
    Ok(())
}

/// The letters and digits of a title in lower case, its words joined by `-`.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
