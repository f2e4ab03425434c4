//! The tables that are changed: a column `c` between two others, what depends on it, and rows that fit.

mod attributes;
mod columns;
mod keys;
mod objects;

use migrate_runtime::dialect::Family;
use migrate_runtime::prelude::*;

/// A table `t` with a column `c`, and what depends on it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// The databases that have the shape; others may refuse it as well.
    pub(crate) on: &'static [Family],
    pub(crate) create: fn(&mut Op),
    /// Statements that write rows.
    pub(crate) rows: &'static str,
}

/// Every shape.
pub(crate) fn shapes() -> impl Iterator<Item = &'static Shape> {
    [columns::SHAPES, keys::SHAPES, objects::SHAPES, attributes::SHAPES].into_iter().flatten()
}

/// A column between two others.
macro_rules! column {
    ($op:expr, $column:expr) => {
        $op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("c", $column)
                .column("n", integer().not_null().default(1)),
        )
    };
}

macro_rules! every_shape {
    ($($name:literal $(on $on:tt)?, |$op:ident| $create:expr, $rows:literal;)+) => {
        /// The shapes of this file.
        pub(super) const SHAPES: &[Shape] = &[$(
            Shape {
                name: $name,
                on: every_shape!(@on $($on)?),
                create: |$op: &mut Op| { $create; },
                rows: $rows,
            },
        )+];
    };
    (@on) => { &[Family::Sqlite, Family::Postgres, Family::Mysql] };
    (@on [$on:ident]) => { &[Family::$on] };
}

use {column, every_shape};

/// The parent that foreign keys of shapes reference.
fn parent(op: &mut Op) {
    op.create_table(table("p").column("id", integer().primary_key()));
}
