//! Columns that the database computes or numbers: their kinds, their changes, and what belongs to them.

/// Table `t` with a key, a column `a` and one column `c`.
macro_rules! computed {
    ($column:expr) => {
        |op: &mut Op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("a", integer())
                    .column("c", $column),
            );
        }
    };
}

/// Table `t` with a column `id` that is its key.
macro_rules! numbered {
    ($column:expr) => {
        |op: &mut Op| {
            op.create_table(table("t").column("id", $column.primary_key()).column("x", text()))
        }
    };
}

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
