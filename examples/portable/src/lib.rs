//! The revisions of the portable example. `cargo migrate history` shows their order.

migrate_runtime::versions!("src/versions");
