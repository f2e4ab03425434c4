//! SQLite: its types, its native `ALTER TABLE` forms, and the rebuild for everything else.
//!
//! In the order data flows; a job that other dialects have is in a file of the same name there:
//!
//! * `lower`: operations to statements: a native form, or a rebuild that neighbours share
//! * `limits`: what SQLite cannot have, and raw SQL that may not be in a transaction
//! * `native`: the statements SQLite has for an operation itself
//! * `objects`: views and triggers; refusals for the kinds of objects it lacks
//! * `enums`: enum types as a check on each column that uses one
//! * `key_actions`: what foreign keys do, for revisions in which they are off
//! * `data`: `INSERT`, `UPDATE`, `DELETE`
//! * `edits`: operations as edits of a table's definition
//! * `rebuild`: the statements of a rebuild, from the definition that the executor reads
//! * `renamed_views`: views that are created again, so that their results keep their names
//! * [`ddl`]: `CREATE TABLE` as elements that each own their source, and the edits on them
//! * `render`: tables, columns, constraints and indexes as `CREATE` statements and their parts
//! * `types`: column types and defaults
//! * `literal`: constants and expressions
//! * `name`: names, quoted where they must be

mod data;
pub mod ddl;
mod decode;
mod edits;
mod encode;
mod enums;
mod key_actions;
mod limits;
mod literal;
mod lower;
mod name;
mod native;
mod objects;
mod rebuild;
mod renamed_views;
mod render;
mod types;

pub use super::version::sqlite::Version;
pub(super) use decode::read_rebuild;
pub(super) use encode::rebuild_fields;
pub(crate) use limits::require_transactional;
pub use literal::string;
pub(crate) use lower::lower;
pub use name::quote;
pub use rebuild::{Edit, Rebuild, StoredTable, is_numbered, rowid_alias};
pub use render::{enum_check, text};
pub use types::{default_sql, type_name};
