//! MariaDB and MySQL: their types, one `ALTER TABLE` per table, and columns that are written out whole.
//!
//! In the order data flows; a job that other dialects have is in a file of the same name there:
//!
//! * `lower`: operations to statements: checks, then the parts of each operation, grouped by table
//! * `limits`: what the servers cannot have: names, keys, numbered columns
//! * `dependents`: expressions for which MySQL neither renames nor drops a column
//! * `renamed_texts`: views and triggers that are created again after a rename
//! * `clauses`: each operation on a table as clauses of `ALTER TABLE`
//! * `change`: a change of a column as such clauses
//! * `sizes`, `widths`: rows and keys that are too large, values of an enum that are the same; bytes of a column
//! * `characters`, `charsets`: texts with characters that a character set does not have
//! * `reference_types`: the engines and the columns on both sides of a foreign key
//! * `references`: the indexes that foreign keys need, and the columns they hold
//! * `algorithm`, `default_backfill`: what a clause costs: the `ALGORITHM` and `LOCK` to ask for
//! * `alter`: the clauses that share one `ALTER TABLE`
//! * `restate`: an `ALTER TABLE` that needs columns' definitions, which the executor reads
//! * `definition`, `attribute`: such a definition as attributes that each own their source; edits
//! * `probe`: what the catalogue shows of a statement, read from its words
//! * `objects`: views, functions, sequences, triggers, schemas
//! * `enums`: enum types as a list of values at each column that uses one
//! * `data`: `INSERT`, `UPDATE`, `DELETE`
//! * `table`, `column`, `constraint`, `index`: `CREATE TABLE` and its parts
//! * `types`: column types and defaults, and what follows from a type
//! * `literal`: constants, the same in every `sql_mode`
//! * `timestamp`: constants of `DATETIME` and `TIMESTAMP`, in UTC
//! * `name`: names, quoted where they must be

mod algorithm;
mod alter;
mod attribute;
mod change;
mod characters;
mod charsets;
mod clauses;
mod column;
mod conditional;
mod constraint;
mod data;
mod decode;
mod default_backfill;
mod definition;
mod dependents;
mod encode;
mod enums;
mod folded;
mod index;
mod limits;
mod literal;
mod lower;
mod name;
mod objects;
mod partition_keys;
mod probe;
mod reference_types;
mod references;
mod renamed_texts;
mod restate;
mod sizes;
mod table;
mod table_change;
#[cfg(test)]
mod tests;
mod timestamp;
mod types;
mod widths;

pub use super::version::mysql::{SESSION_MODES, Server, Version, VersionError};
pub use algorithm::weaker_algorithm;
pub(super) use decode::read_restate;
pub(super) use encode::restate_fields;
pub use literal::string;
pub(crate) use lower::lower;
pub use name::quote;
pub use probe::probe;
pub(super) use probe::shows;
pub use restate::Restate;
