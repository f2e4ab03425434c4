//! What a verb gives back when there is more to say: `op.create_index(..).unique().filter(..)`.
//!
//! A handle that records something by itself may be dropped; one that does nothing until more is
//! said is `#[must_use]`, and `#[migration]` denies leaving it unused.
#![expect(clippy::return_self_not_must_use, reason = "what a handle says is recorded already")]

mod column;
mod conditional;
mod constraint;
mod index;
mod object;
mod partition;
mod raw;
mod rows;
mod table;

pub use column::{AlterColumn, AlteredColumn};
pub use conditional::{IfExists, IfNotExists};
pub use constraint::{AddCheck, AddExclude, AddForeignKey, AddUnique};
pub use index::{CreateIndex, DropIndex, Reindex};
pub use object::{
    AddEnumValue, CreateExtension, CreateFunction, CreateMaterializedView, RefreshMaterializedView,
    SequenceSettings, SetEnumValues,
};
pub use partition::DetachPartition;
pub use raw::{Execute, Run};
pub use rows::{Delete, DeleteRows, Insert, InsertRow, Update, UpdateRows};
pub use table::{AlterTable, AlteredTable};
