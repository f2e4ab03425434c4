//! The revisions of the getting-started example. `cargo migrate history` shows their order.

migrate_runtime::versions!("src/versions");
