//! Cases in which tools that compare schemas are known to err: databases that were made by hand, or by revisions,
//! held against models, and what comes of it.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "../support/mod.rs"]
mod support;

mod held;

mod defaults;
mod enums;
mod generated;
mod nullability;
mod types;
