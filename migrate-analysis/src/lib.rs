//! What cargo migrate knows of live databases, beside running revisions on them.
//!
//! * [`introspect`] reads a catalogue into a [`Schema`](migrate_core::schema::Schema);
//! * [`normalize`] brings a schema into the form its database gives it back in, so that a declared
//!   schema and a live one can be compared;
//! * [`decode`](mod@decode) reads back the operations that a migration binary exports;
//! * [`history`] is all that it exports: the revisions, and the schema at each;
//! * [`compare`](mod@compare) says object by object what is equal, what differs, and what cannot be known;
//! * [`models`] reads what the code of an application says its database should be;
//! * [`diff`](mod@diff) gives the operations that make one schema of another;
//! * [`initial`](mod@initial) gives the first revisions of a database that is older than its revisions;
//! * [`drift`](mod@drift) says what a live database has otherwise than the revisions;
//! * [`spelling`] asks a server whether two spellings of a text are one;
//! * [`verify`](mod@verify) says whether each revision can be applied, and whether its way back leads back;
//! * [`render`] writes operations as the source of a revision;
//! * [`show`] writes a schema for people and programs: as SQL, as JSON, as a diagram;
//! * [`parallel`] does work on all processors.
//!
//! A migration binary never compiles this crate: `cargo-migrate` does, and tests of a migrations
//! package as a dev-dependency. It connects to nothing: a catalogue is a function that runs a query.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod compare;
pub mod decode;
pub mod diff;
pub mod drift;
mod expression;
pub mod history;
pub mod initial;
pub mod introspect;
pub mod models;
pub mod normalize;
pub mod parallel;
pub mod render;
pub mod show;
pub mod spelling;
pub mod verify;
