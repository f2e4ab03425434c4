use std::time::Duration;

use migrate_runtime::{Model, ModelEnum};

#[derive(ModelEnum)]
enum State {
    Draft,
    Live,
}

#[derive(Model)]
struct Post {
    id: i64,
    #[model(default = "zero")]
    views: i32,
    #[model(identity)]
    title: String,
    #[model(on_delete = Cascade)]
    author_id: i64,
    #[model(uniqe)]
    slug: String,
    #[model(varchar)]
    summary: String,
    #[model(bigint)]
    size: i64,
    #[model(default = 1)]
    state: State,
    length: Duration,
}

fn main() {}
