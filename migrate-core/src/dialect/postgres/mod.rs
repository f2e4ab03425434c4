//! PostgreSQL: its types, its `ALTER TABLE` forms, enum types, and what may run in a transaction.

mod alter;
mod cast;
mod change;
mod data;
mod dependents;
mod encode;
mod enums;
mod identifier_length;
mod limits;
mod literal;
mod lower;
mod name;
mod objects;
mod pieces;
mod relation_names;
mod render;
#[cfg(test)]
mod tests;
mod transaction;
mod type_names;
mod types;

pub use super::version::postgres::Version;
use crate::schema::QualifiedName;
pub(super) use encode::index_fields;
pub use literal::string;
pub(crate) use lower::lower;
pub use name::quote;
pub(crate) use transaction::require_transactional;

/// An index built or dropped while the table is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcurrentIndex {
    /// The index, in the schema (namespace) of its table.
    pub index: QualifiedName,
    /// The statement.
    pub sql: String,
    /// Whether it builds the index; it drops it otherwise.
    pub builds: bool,
}

impl ConcurrentIndex {
    /// The index's name as SQL.
    pub fn name(&self) -> String {
        let names = self.index.schema.iter().chain([&self.index.name]);
        names.map(|name| quote(name)).collect::<Vec<_>>().join(".")
    }
}
