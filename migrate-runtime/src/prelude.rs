//! Everything a revision's source needs: `use migrate_runtime::prelude::*;`.

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use crate::executor::{RunFunction, RunOtherwise};
pub use migrate_core::op::{
    NoTx, Op, RunError, Tx, array, asc, big_int, binary, boolean, char, col, custom, date, decimal,
    desc, double, enumeration, expression, foreign_key, integer, interval, json, jsonb, now, null,
    numeric, per_dialect, real, small_int, sql, string, table, text, time, timestamp, timestamptz,
    today, unique, uuid, varchar,
};
#[doc(hidden)]
pub use migrate_core::op::{
    bigint, bigserial, blob, bytea, datetime, float, int, large_binary, serial, smallint, unicode,
};
pub use migrate_core::schema::Action::{Cascade, NoAction, Restrict, SetDefault, SetNull};
pub use migrate_core::schema::{Identity, ReplicaIdentity};
#[cfg(feature = "operations")]
pub use migrate_macros::migration;
