//! Operations as data: what a revision records, what each does to a schema, and what undoes it.
//!
//! A revision function calls [`Op`], which touches no database and cannot fail. Each call records
//! an [`Operation`] with the source line it came from. [`apply`] folds operations over a
//! [`Schema`](crate::schema::Schema), [`reverse`] turns one round.

mod advice;
pub(crate) mod apply;
mod builder;
mod changes;
mod column;
mod condition;
mod convention;
pub(crate) mod dependents;
mod describe;
mod differences;
mod digest;
pub mod encode;
mod expression;
mod handle;
mod introduces;
mod losses;
mod mode;
mod model;
mod names;
pub(crate) mod needed;
mod object_change;
pub(crate) mod on;
mod operation;
mod recorder;
mod reverse;
mod run;
mod schema_digest;
mod spec;
mod table_change;
mod words;

pub(crate) use advice::advice;
pub use apply::{ApplyError, apply};
pub use builder::Op;
pub use changes::describe;
pub use column::{
    AnyType, CanBeAdded, ColumnSpec, DefaultFor, HasDefault, HasReference, IntegerLike, NotNull,
    Nullable, PlainType, Unset, Varied, WithReference, kind,
};
pub use column::{
    array, big_int, binary, boolean, char, custom, date, double, enumeration, integer, interval,
    json, jsonb, numeric, real, small_int, string, text, time, timestamp, timestamptz, uuid,
    varchar,
};
pub use condition::{ColumnRef, ComparedInRust, Condition, IntoCondition, Operand, col};
pub use convention::conventional;
pub use dependents::{
    Certainty, Dependent, DependentKind, Target, dependents, views_of_all_columns,
};
pub use differences::differences;
pub use digest::digest;
pub use digest::{differ, fnv_1a};
pub use expression::{
    DecimalDigits, Row, Sql, SqlExpression, asc, decimal, desc, expression, now, null, per_dialect,
    sql, today,
};
pub use handle::{
    AddCheck, AddEnumValue, AddExclude, AddForeignKey, AddUnique, AlterColumn, AlterTable,
    AlteredColumn, AlteredTable, CreateExtension, CreateFunction, CreateIndex,
    CreateMaterializedView, Delete, DeleteRows, DetachPartition, DropIndex, Execute, IfExists,
    IfNotExists, Insert, InsertRow, RefreshMaterializedView, Reindex, Run, SequenceSettings,
    SetEnumValues, Update, UpdateRows,
};
pub use introduces::{Introduced, NameKind};
pub use losses::{Loss, losses};
pub use mode::{Mode, NoTx, OutsideTransaction, Tx};
#[doc(hidden)]
pub use model::{ByName, Named, column_of, index_of_column};
pub use model::{Model, ModelType};
pub use names::Names;
pub use object_change::{EnumPosition, ObjectChange};
pub use operation::{ColumnChange, MysqlColumnChange, OnConflict, Operation, RawUndo, TimeoutKind};
pub(crate) use recorder::Recorder;
pub use recorder::{Recorded, Script};
pub use reverse::{ReverseError, require_rows_alone, reverse, reverse_all};
pub use run::{RunError, RunStep};
pub use schema_digest::SchemaDigest;
pub use spec::{
    ForeignKeySides, ForeignKeySpec, TableSpec, UniqueSpec, foreign_key, table, unique,
};
pub use table_change::TableChange;
#[doc(hidden)]
pub use words::{
    bigint, bigserial, blob, bytea, datetime, float, int, large_binary, serial, smallint, unicode,
};
