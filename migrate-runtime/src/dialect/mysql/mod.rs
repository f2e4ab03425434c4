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
mod enums;
mod filling;
mod followers;
mod index;
mod limits;
mod literal;
mod lower;
mod name;
#[cfg(feature = "mysql")]
mod normalize;
mod objects;
mod references;
mod reserved;
mod restate;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod version;

pub(crate) use literal::string;
pub(crate) use lower::lower;
pub(crate) use name::quote;
#[cfg(feature = "mysql")]
pub(crate) use normalize::{
    column_type, default_value, hexadecimal, join, normalize, number, text, words,
};
pub use restate::{Restate, RestateError};
pub use version::{Server, Version, VersionError};
