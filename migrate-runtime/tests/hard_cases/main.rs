//! Databases and changes on which tools of this kind have gone wrong: what is found, and what is written of it.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "../support/mod.rs"]
mod support;

mod against_model;
mod claims;
mod constraints;
mod defaults;
mod enums;
mod foreign_objects;
mod found;
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
mod texts;
mod types;
mod views;
