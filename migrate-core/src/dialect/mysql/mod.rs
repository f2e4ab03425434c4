//! MariaDB and MySQL: their types, one `ALTER TABLE` per table, and columns that are written out whole.

mod algorithm;
mod alter;
mod attribute;
mod change;
mod clauses;
mod column;
mod constraint;
mod data;
mod definition;
mod dependents;
mod encode;
mod enums;
mod filling;
mod followers;
mod index;
mod limits;
mod literal;
mod lower;
mod name;
mod objects;
mod references;
mod reserved;
mod restate;
mod table;
#[cfg(test)]
mod tests;
mod types;

pub use super::version::mysql::{Server, Version, VersionError};
pub(super) use encode::restate_fields;
pub use literal::string;
pub(crate) use lower::lower;
pub use name::{quote, with_backticks};
pub use restate::Restate;
