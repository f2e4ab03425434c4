//! Everything a revision's source needs: `use migrate_runtime::prelude::*;`.

#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub use crate::executor::RunFunction;
pub use migrate_core::op::{
    NoTx, Op, Tx, array, asc, big_int, binary, boolean, char, col, custom, date, decimal, desc,
    double, enumeration, expression, foreign_key, integer, interval, json, jsonb, now, null,
    numeric, per_dialect, real, small_int, sql, string, table, text, time, timestamp, timestamptz,
    today, unique, uuid, varchar,
};
pub use migrate_core::schema::Action::{Cascade, NoAction, Restrict, SetDefault, SetNull};
pub use migrate_core::schema::Identity;
pub use migrate_macros::migration;
