//! The revisions of the postgres example. `cargo migrate history` shows their order.

migrate_runtime::versions!("src/versions");
