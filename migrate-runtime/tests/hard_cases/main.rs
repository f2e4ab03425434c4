//! Databases and changes on which tools of this kind have gone wrong: what is found, and what is written of it.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::needless_raw_string_hashes, reason = "snapshots are rewritten with them")]
#![expect(clippy::too_many_lines, reason = "a table is as long as what is tried")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "../support/mod.rs"]
mod support;

mod at_once;
mod by_hand;
mod claims;
mod conditions;
mod constraints;
mod defaults;
mod enums;
mod foreign_objects;
mod generated;
mod held;
mod indexes;
mod names;
mod nullability;
mod order;
mod partitions;
mod renames;
mod rendering;
mod schema_rs;
mod sqlite_only;
mod table;
mod texts;
mod types;
mod views;
