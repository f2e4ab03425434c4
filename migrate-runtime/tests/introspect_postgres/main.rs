//! A live PostgreSQL is read back as the schema that its SQL describes.
#![cfg(feature = "postgres")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod database;
mod names;
mod not_held;
mod objects;
mod raw;
mod reading;
mod tables;
mod values;
