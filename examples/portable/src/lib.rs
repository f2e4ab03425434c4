//! The revisions of the portable example, and its tables as structs. `cargo migrate history` shows the revisions' order.

pub mod models;

migrate_runtime::versions!("src/versions");
