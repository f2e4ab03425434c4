//! The pure core of cargo migrate: what everything that plans, writes, runs or analyses revisions
//! agrees on.
//!
//! * [`schema`] is what operations change, [`op`] the operations and the builder that records them;
//! * [`revision`] and [`graph`] choose and order revisions;
//! * [`dialect`] writes operations as SQL for one database, [`sql_text`] reads the SQL of a revision.
//!
//! Nothing here sees a database connection, a command line, a file or the environment. A package of
//! revisions depends on `migrate-runtime`, which gives back what a revision needs.
//!
//! A dialect is compiled where its feature (`sqlite`, `postgres`, `mysql`) is on.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]
#![cfg_attr(
    not(all(feature = "mysql", feature = "postgres", feature = "sqlite")),
    allow(
        dead_code,
        reason = "what dialects share is not used by each; with all of them, it must be"
    )
)]

#[cfg(feature = "operations")]
pub mod dialect;
pub mod graph;
#[cfg(feature = "operations")]
pub mod json;
#[cfg(feature = "operations")]
pub mod op;
pub mod revision;
#[cfg(feature = "operations")]
pub mod schema;
#[cfg(feature = "operations")]
pub mod sql_text;
