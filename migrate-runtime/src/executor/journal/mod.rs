//! The journal: where a revision that runs outside a transaction is, so that a later run resumes there.
//!
//! * `table`: the table and the row of the revision that is in progress
//! * `record`: what is written of it at each place
//! * `run`: a revision, place by place
//! * `catalogue`: what MariaDB and MySQL show of a statement that commits by itself
//! * `resume`: where a revision goes on that an earlier run began

mod catalogue;
mod record;
mod resume;
mod run;
mod table;

pub use catalogue::interrupted_verdict;
pub(super) use record::{Around, Record};
pub(super) use resume::Resumption;
pub(super) use table::existence;
