use migrate_runtime::Model;

#[derive(Model)]
enum Kind {
    A,
}

#[derive(Model)]
struct Pair(i64, i64);

#[derive(Model)]
struct Row<'a> {
    id: i64,
    name: &'a str,
}

#[derive(Model)]
struct Tag {
    name: String,
}

#[derive(Model)]
#[diesel(primary_key(post_id, tag))]
struct PostTag {
    post_id: i64,
    tag_id: i64,
}

#[derive(Model)]
#[model(primary_key(["id"]))]
struct Twice {
    #[model(primary_key)]
    id: i64,
}

fn main() {}
