//! Schema migrations as Rust functions: Alembic's power for Rust teams.
//!
//! A revision is a function that calls a typed builder. It touches no database and cannot fail: it
//! records operations as data, which are checked, planned and written as SQL before anything runs.
//!
//! ```
//! use migrate_runtime::prelude::*;
//!
//! #[migration(rev = "1f3c9a7b2d10", down_rev = "ae1027a6acf5")]
//! fn upgrade(op: &mut Op) {
//!     op.add_column("users", "role", varchar(100));
//!     op.update("users").set("role", "member").filter(col("is_admin").eq(false));
//!     op.alter_column("users", "role").not_null();
//!     op.create_index("ix_users_role", "users", ["role"]);
//! }
//!
//! fn downgrade(op: &mut Op) {
//!     op.drop_index("ix_users_role", "users");
//!     op.drop_column("users", "role");
//! }
//! # fn main() {}
//! ```
//!
//! # Where to find things
//!
//! * writing a revision: [`prelude`], [`op::Op`] for the verbs, [`op`] for types and values;
//! * a package of revisions: [`versions!`], [`build`] for its build script;
//! * running them from an application: [`Migrations`], with [`executor`] for options, events, reports
//!   and what the database said, [`Settings`] for a version table of each tenant;
//! * running them from a command line: [`cli`];
//! * looking at the revisions themselves: [`graph`];
//! * tables as structs, from which revisions are made: [`derive@Model`], [`derive@ModelEnum`], [`models`](macro@models).
//!
//! # Features
//!
//! | feature | gives |
//! |---|---|
//! | `sqlite` (default) | SQLite, compiled in |
//! | `postgres` | PostgreSQL, through the machine's libpq (`libpq-dev` on Debian) |
//! | `postgres-bundled` | PostgreSQL, with libpq compiled in (`libssl-dev` and `pkg-config` on Debian) |
//! | `mysql` | MariaDB and MySQL, through the machine's libmariadb or libmysqlclient (`libmariadb-dev` and `pkg-config` on Debian) |
//! | `cli` (default) | the command line of a migration binary |
//! | `operations` | everything but databases and the command line; all of those bring it |
//! | `models` | `#[derive(Model)]` and the builder, for the crate of an application's tables; `operations` brings it |
//! | `build` | [`build::verify`] for build scripts |
//!
//! Without any database feature the crate has no diesel in its tree, and without any feature there
//! is only the graph: a build script should not wait for more.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

#[cfg(feature = "build")]
pub mod build;
#[cfg(feature = "cli")]
#[allow(clippy::disallowed_methods, reason = "the command line reads the environment and files")]
pub mod cli;
#[cfg(feature = "operations")]
mod error;
#[cfg(feature = "operations")]
pub mod executor;
#[cfg(feature = "operations")]
mod migrations;
#[cfg(feature = "models")]
mod models;
#[cfg(feature = "models")]
pub mod prelude;
#[cfg(feature = "operations")]
#[doc(hidden)]
pub mod prepare;
#[cfg(feature = "operations")]
mod registry;

// The public interface is:
#[cfg(feature = "operations")]
pub use error::{Ahead, Error, Interrupted, Interruption, UnknownRevision};
#[cfg(feature = "operations")]
pub use executor::Settings;
pub use migrate_core::graph;
#[cfg(feature = "models")]
pub use migrate_core::op;
#[cfg(feature = "models")]
pub use migrate_core::op::{Model, ModelType};
#[cfg(feature = "models")]
pub use migrate_macros::{Model, ModelEnum, models};
#[cfg(feature = "operations")]
pub use migrate_macros::{migration, versions};
#[cfg(feature = "operations")]
pub use migrations::{Migrations, Pending};
#[cfg(feature = "operations")]
pub use prepare::{PrepareCause, PrepareError};
#[cfg(feature = "operations")]
pub use registry::RegistryError;

// What is public for `cargo-migrate` and for tests, and may change with any release, is:
#[doc(hidden)]
pub use migrate_core::revision;
#[cfg(feature = "models")]
#[doc(hidden)]
pub use migrate_core::{dialect, schema};

/// What the macros write into a revision's module; not for use by hand. The macros make the name of
/// their own version.
#[cfg(feature = "models")]
#[doc(hidden)]
pub mod __private_0_1 {
    pub use crate::models::RegisteredModel;
    pub use crate::prelude;
    #[cfg(feature = "operations")]
    pub use crate::registry::{
        CollectError, ExpectedRevision, RegisteredDowngrade, RegisteredRevision, Registry,
        RegistryError, missing, record, record_downgrade,
    };
    pub use inventory;
    #[cfg(feature = "operations")]
    pub use migrate_core::op::Script;
    pub use migrate_core::op::{
        ByName, ColumnSpec, Model, ModelType, Named, Op, TableSpec, column_of, index_of_column,
        kind,
    };
    #[cfg(feature = "operations")]
    pub use migrate_core::revision::Timeouts;
}

// The documentation's own examples are revisions of this crate.
extern crate self as migrate_runtime;
