//! The changes that are made to the tables.

mod columns;
mod tables;

use migrate_runtime::dialect::Family;
use migrate_runtime::prelude::*;

/// What is the same after the way back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// The values of all rows.
    Values,
    /// The number of rows, as the values of a column are dropped.
    Rows,
    /// The schema alone.
    Schema,
}

/// A change of table `t` with its column `c`.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    /// What the names of the shapes say that have what is changed.
    pub(crate) of: &'static str,
    /// The databases that have what is changed; others may refuse it as well.
    pub(crate) on: &'static [Family],
    pub(crate) apply: fn(&mut Op),
    pub(crate) keeps: Keeps,
}

impl Change {
    /// Whether a database without rows can refuse it because of its rows.
    pub(crate) fn writes_rows(&self) -> bool {
        self.name.starts_with("insert")
    }
}

/// Every change.
pub(crate) fn changes() -> impl Iterator<Item = &'static Change> {
    [columns::CHANGES, tables::CHANGES].into_iter().flatten()
}

macro_rules! every_change {
    ($($keeps:ident $name:literal $(of $of:literal)? $(on $on:tt)?, |$op:ident| $apply:expr;)+) => {
        /// The changes of this file.
        pub(super) const CHANGES: &[Change] = &[$(
            Change {
                name: $name,
                of: concat!($($of)?),
                on: every_change!(@on $($on)?),
                apply: |$op: &mut Op| { $apply; },
                keeps: every_change!(@$keeps),
            },
        )+];
    };
    (@on) => { &[Family::Sqlite, Family::Postgres, Family::Mysql] };
    (@on [$on:ident]) => { &[Family::$on] };
    (@keeps) => { Keeps::Values };
    (@drops) => { Keeps::Rows };
    (@loses) => { Keeps::Schema };
}

use every_change;
