//! The pairs of schemas, by the kind of change between them.

mod columns;
mod constraints;
mod indexes;
mod objects;
mod several;
mod tables;
mod types;

use migrate_runtime::dialect::Family;
use migrate_runtime::prelude::*;

/// Two schemas that differ in one kind of change.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    /// The databases that have what differs.
    pub(crate) on: &'static [Family],
    pub(crate) before: fn(&mut Op),
    pub(crate) after: fn(&mut Op),
    /// The answers to what the differ must ask; of what is there in the second schema alone, `holder.=new`.
    pub(crate) answers: &'static [&'static str],
    /// Whether the way back leaves something of the change, which loses nothing.
    pub(crate) leaves_traces: bool,
}

/// Every pair.
pub(crate) fn pairs() -> impl Iterator<Item = &'static Pair> {
    let all = [
        tables::PAIRS,
        columns::PAIRS,
        types::PAIRS,
        constraints::PAIRS,
        indexes::PAIRS,
        objects::PAIRS,
        several::PAIRS,
    ];
    all.into_iter().flatten()
}

/// Creates table `t` with a column `c` between two others.
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

macro_rules! every_pair {
    ($($name:literal $(on $on:tt)? $(answered $answers:tt)? $(leaving $traces:ident)?, |$before:ident| $first:expr, |$after:ident| $second:expr;)+) => {
        /// The pairs of this file.
        pub(super) const PAIRS: &[Pair] = &[$(
            Pair {
                name: $name,
                on: every_pair!(@on $($on)?),
                before: |$before: &mut Op| { $first; },
                after: |$after: &mut Op| { $second; },
                answers: every_pair!(@answers $($answers)?),
                leaves_traces: every_pair!(@leaving $($traces)?),
            },
        )+];
    };
    (@on) => { &[Family::Sqlite, Family::Postgres, Family::Mysql] };
    (@on [$($on:ident),+]) => { &[$(Family::$on),+] };
    (@leaving) => { false };
    (@leaving traces) => { true };
    (@answers) => { &[] };
    (@answers [$($answer:literal),+]) => { &[$($answer),+] };
}

use {column, every_pair};

/// The schema of an empty database.
const fn nothing(_: &mut Op) {}

/// The table that foreign keys of pairs reference.
fn parent(op: &mut Op) {
    op.create_table(
        table("p")
            .column("id", integer().primary_key())
            .column("code", integer().not_null().unique()),
    );
}
