//! SQLite: its types, its native `ALTER TABLE` forms, and the rebuild for everything else.

mod data;
pub mod ddl;
mod edits;
mod encode;
mod enums;
mod limits;
mod literal;
mod lower;
mod name;
mod native;
mod objects;
mod rebuild;
mod render;
mod types;

pub use super::version::sqlite::Version;
pub(super) use encode::rebuild_fields;
pub(crate) use limits::require_transactional;
pub use literal::string;
pub(crate) use lower::lower;
pub use name::quote;
pub use rebuild::{Edit, Rebuild, StoredTable, rowid_alias};
pub use render::{enum_check, text};
pub use types::{default_sql, type_name};
