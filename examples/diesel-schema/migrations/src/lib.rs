//! The revisions of the example that starts from diesel's `schema.rs`.

migrate_runtime::versions!("src/versions");
