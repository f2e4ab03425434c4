//! PostgreSQL: its types, its `ALTER TABLE` forms, enum types, and what may run in a transaction.
//!
//! In the order data flows; a job that other dialects have is in a file of the same name there:
//!
//! * `lower`: operations to statements: checks, enum types, then the parts of each operation
//! * `limits`: what PostgreSQL, or this version of it, cannot have
//! * `identifier_length`, `relation_names`, `type_names`: names it truncates, or that are taken
//! * `dependents`: views that hold a column as it is
//! * `transaction`: what runs outside a transaction only, or in a later one
//! * `pieces`: each operation as clauses of an `ALTER TABLE`, or as statements of its own
//! * `change`: a change of a column as such clauses
//! * `cast`: the `USING` of a type change
//! * `alter`: the clauses that share one `ALTER TABLE`
//! * `objects`: indexes, views, functions, sequences, triggers, partitions
//! * `enums`: enum types: created before the first column that uses one, dropped after the last
//! * `data`: `INSERT`, `UPDATE`, `DELETE`
//! * `render`: tables, columns and constraints as `CREATE TABLE` and its parts
//! * `types`: column types and defaults
//! * `literal`: constants and expressions
//! * `name`: names, quoted where they must be

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
mod locks;
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
