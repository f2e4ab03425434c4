//! PostgreSQL: its types, its `ALTER TABLE` forms, enum types, and what may run in a transaction.
//!
//! In the order data flows; a job that other dialects have is in a file of the same name there:
//!
//! * `lower`: operations to statements: checks, enum types, then the parts of each operation
//! * `limits`: what PostgreSQL, or this version of it, cannot have
//! * `identifier_length`, `relation_names`, `type_names`: names it truncates, or that are taken
//! * `partition_keys`: unique keys that lack a column of the partition key
//! * `generated`: generated columns, and keys and indexes of them
//! * `dependents`: views that hold a column as it is
//! * `comparable`: types in keys, indexes and expressions, which it compares
//! * `client`: what raw SQL cannot ask of the client
//! * `transaction`: what runs outside a transaction only, or in a later one
//! * `deferred`: constraints that are checked before a table is altered, and at a revision's end
//! * `operation`: each operation as clauses of an `ALTER TABLE`, or as statements of its own
//! * `change`: a change of a column as such clauses
//! * `cast`: the `USING` of a type change
//! * `alter`: the clauses that share one `ALTER TABLE`
//! * `objects`: indexes, views, functions, sequences, triggers, partitions
//! * `enums`: enum types: created before the first column that uses one, dropped after the last
//! * `data`: `INSERT`, `UPDATE`, `DELETE`
//! * `numbers`: sequences that follow the numbers of rows
//! * `render`: tables, columns and constraints as `CREATE TABLE` and its parts
//! * `types`: column types and defaults
//! * `spelled`: its types by any of their names
//! * `literal`: constants and expressions
//! * `name`: names, quoted where they must be

mod alter;
mod cast;
mod change;
mod client;
mod comparable;
mod data;
mod decode;
mod deferred;
mod encode;
mod enums;
mod generated;
mod identifier_length;
mod limits;
mod literal;
mod locks;
mod lower;
mod name;
mod numbers;
mod objects;
mod operation;
mod partition_keys;
mod relation_names;
mod render;
mod retyped;
mod serial;
mod spelled;
mod table_change;
#[cfg(test)]
mod tests;
mod transaction;
mod type_names;
mod types;

pub use super::version::postgres::Version;
use crate::schema::QualifiedName;
pub(crate) use client::check_client;
pub use client::{ClientCopy, client_copy};
pub(super) use decode::read_index;
pub(super) use encode::index_fields;
pub use literal::string;
pub(crate) use lower::lower;
pub use name::quote;
pub use retyped::kept_for;
pub(in crate::dialect) use transaction::is_outside_only;
pub(crate) use transaction::require_transactional;
pub use types::default_sql;

/// An index built or dropped while the table is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConcurrentIndex {
    /// The index, in the schema (namespace) of its table.
    pub index: QualifiedName,
    /// The statement.
    pub sql: String,
    /// Whether it builds the index; it drops it otherwise.
    pub builds: bool,
    /// The statements that build the same index on an empty temporary table of the same columns;
    /// empty where none is built.
    pub twin: String,
}

impl ConcurrentIndex {
    /// The index's name as SQL.
    pub fn name(&self) -> String {
        let names = self.index.schema.iter().chain([&self.index.name]);
        names.map(|name| quote(name)).collect::<Vec<_>>().join(".")
    }
}
