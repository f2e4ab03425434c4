//! SQLite: its types, its native `ALTER TABLE` forms, and the rebuild for everything else.

mod data;
pub(crate) mod ddl;
mod edits;
mod enums;
mod limits;
mod literal;
mod lower;
mod name;
mod native;
mod normalize;
mod objects;
mod rebuild;
mod render;
mod types;
mod version;

pub(crate) use limits::require_transactional;
pub(crate) use literal::string;
pub(crate) use lower::lower;
pub(crate) use name::quote;
pub(crate) use normalize::{expression, normalize};
pub use rebuild::{Edit, Rebuild, RebuildError, StoredTable};
pub(crate) use types::{column_type, default_value};
pub use version::Version;
