//! Operations as the Rust source that records them.
//!
//! [`function`](function()) writes a function of a revision, in the words of the builder: what a person would
//! have written; [`functions`] writes the way back as well. It gives one text for the same operations on every machine, in the layout of prettyplease;
//! whoever writes it to a file lets the package's rustfmt go over it.
//! [`models`](models()) writes a whole schema as structs.
//!
//! * `split`: what a verb cannot say of its operation follows it as an operation of its own;
//! * `operation`, `object`, `rows`, `condition`: the verbs;
//! * `table`, `column`, `types`, `constraint`, `index`: what they take;
//! * `table_change`, `column_change`: what the verbs of changes go on with;
//! * `literal`, `constant`: names, texts, numbers.
//!
//! Every operation, type and attribute is taken apart without `..`: a new one does not compile until
//! it is clear how it is written, and what the builder has no word for is an error.

mod column;
mod column_change;
mod condition;
mod constant;
mod constraint;
mod error;
mod function;
mod index;
mod literal;
mod models;
mod object;
mod operation;
mod revision;
mod rows;
mod split;
mod table;
mod table_change;
#[cfg(test)]
mod tests;
mod types;

pub use error::{RenderError, Unwritable};
pub use function::function;
pub use models::models;
pub(crate) use types::takes_default;

pub use revision::{Downgrade, Functions, functions};
