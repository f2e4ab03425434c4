//! What cargo migrate knows of live databases, beside running revisions on them.
//!
//! * [`introspect`] reads a catalogue into a [`Schema`](migrate_core::schema::Schema);
//! * [`normalize`] brings a schema into the form its database gives it back in, so that a declared
//!   schema and a live one can be compared;
//! * [`decode`](mod@decode) reads back the operations that a migration binary exports;
//! * [`compare`](mod@compare) says object by object what is equal, what differs, and what cannot be known;
//! * [`diff`](mod@diff) gives the operations that make one schema of another;
//! * [`models`] are where a program says which tables it wants: diesel's `schema.rs`.
//!
//! A migration binary never compiles this crate: `cargo-migrate` does, and tests of a migrations
//! package as a dev-dependency. It connects to nothing: a catalogue is a function that runs a query.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod compare;
pub mod decode;
pub mod diff;
mod expression;
pub mod introspect;
pub mod models;
pub mod normalize;
