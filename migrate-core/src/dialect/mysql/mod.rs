//! MariaDB and MySQL: their types, one `ALTER TABLE` per table, and columns that are written out whole.
//!
//! In the order data flows; a job that other dialects have is in a file of the same name there:
//!
//! * `lower`: operations to statements: checks, then the parts of each operation, grouped by table
//! * `limits`: what the servers cannot have: names, keys, numbered columns
//! * `dependents`: expressions for which MySQL neither renames nor drops a column
//! * `followers`: views and triggers that are created again after a rename
//! * `clauses`: each operation on a table as clauses of `ALTER TABLE`
//! * `change`: a change of a column as such clauses
//! * `references`: the indexes that foreign keys need, and the columns they hold
//! * `algorithm`, `filling`: what a clause costs: the `ALGORITHM` and `LOCK` to ask for
//! * `alter`: the clauses that share one `ALTER TABLE`
//! * `restate`: an `ALTER TABLE` that needs columns' definitions, which the executor reads
//! * `definition`, `attribute`: such a definition as attributes that each own their source; edits
//! * `objects`: views, functions, sequences, triggers, schemas
//! * `enums`: enum types as a list of values at each column that uses one
//! * `data`: `INSERT`, `UPDATE`, `DELETE`
//! * `table`, `column`, `constraint`, `index`: `CREATE TABLE` and its parts
//! * `types`: column types and defaults, and what follows from a type
//! * `literal`: constants, the same in every `sql_mode`
//! * `name`, `reserved`: names, quoted where they must be

mod algorithm;
mod alter;
mod attribute;
mod change;
mod clauses;
mod column;
mod conditional;
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
