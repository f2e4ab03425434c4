//! Defaults: constants in the words of each server, expressions, and types that change beside them.

/// Table `t` with a key and one column `c`.
macro_rules! single {
    ($column:expr) => {
        |op: &mut Op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", $column));
        }
    };
}

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
