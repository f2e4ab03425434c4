//! diesel's `schema.rs` as a model of a part of the schema, and written from a schema.
//!
//! * `read`: the text of a `schema.rs` as [`SchemaRs`];
//! * `complete`: the schema that a [`SchemaRs`] wants, and the operations that lead to it;
//! * `config`: `diesel.toml`;
//! * `write`: what `diesel print-schema` prints for a schema, without a database.
//!
//! Forms and names are those of diesel 2.3. `view!` and `#[auto_increment]`, which diesel's main branch knows, are
//! read and not written.

mod claim;
mod complete;
mod config;
mod create;
mod declared;
mod error;
mod gone;
mod names;
mod note;
mod read;
mod spelled;
mod sql_type;
#[cfg(test)]
mod tests;
mod write;

pub use complete::{Completed, Found, Section, complete, diff};
pub use config::{ColumnSorting, DieselToml, Docs, Filter, Grouping, Pattern, PrintSchema};
pub use declared::{
    DeclaredColumn, Joinable, Place, Relation, RelationKind, SchemaRs, TypeDefinition,
};
pub use error::{ConfigError, PatchError, ReadError};
pub use note::Note;
pub use read::read;
pub use sql_type::SqlType;
pub use write::{LeftOut, Written, patched, write};
