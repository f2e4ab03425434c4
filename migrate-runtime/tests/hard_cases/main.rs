//! What is hard to detect: databases and schemas that other tools misread, misorder or lose something of.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "../support/mod.rs"]
mod support;

mod constraints;
mod found;
mod indexes;
mod order;
mod partitions;
mod renames;
