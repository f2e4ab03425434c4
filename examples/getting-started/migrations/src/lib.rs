//! The revisions of the getting-started example. `cargo migrate history` shows their order.

// Links the structs, which nothing else of this package names.
use getting_started_models as _;

migrate_runtime::versions!("src/versions");
