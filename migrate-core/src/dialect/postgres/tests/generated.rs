//! What is refused of generated columns, and of keys and indexes on them.

use snapbox::{assert_data_eq, str};

use super::{lowered, story};
use crate::dialect::postgres::Version;
use crate::op::{NoTx, Op, enumeration, expression, integer, table, text};

const PG18: Version = Version(18);

/// `twice` is in the rows, `half` is not.
fn items(op: &mut Op) {
    op.create_table(
        table("items")
            .column("id", integer().primary_key())
            .column("size", integer())
            .column("date", text())
            .column("twice", integer().generated("size * 2"))
            .column("half", integer().generated_virtual("size / 2")),
    );
}

/// Why a change is refused on 18; nothing when it is not.
fn refusal(script: impl FnOnce(&mut Op<NoTx>)) -> String {
    lowered(PG18, items, script).err().map(|error| story(&error)).unwrap_or_default()
}

#[test]
fn a_virtual_column_is_in_no_key_and_no_index() {
    let refusals = [
        refusal(|op| {
            op.create_unique_constraint("uq", "items", ["size", "half"]);
        }),
        refusal(|op| {
            op.create_foreign_key("fk", "items", ["half"], "items", ["id"]);
        }),
        refusal(|op| {
            op.create_exclude_constraint("ex", "items", "gist", [("half", "=")]);
        }),
        refusal(|op| {
            op.create_index("ix", "items", ["half"]);
        }),
        refusal(|op| {
            op.create_index("ix", "items", [expression("Half + 1")]);
        }),
        refusal(|op| {
            op.create_index("ix", "items", ["size"]).filter("half > 1");
        }),
        refusal(|op| {
            op.create_index("ix", "items", ["size"]).include(["half"]);
        }),
        refusal(|op| {
            op.create_table(
                table("boxes")
                    .column("id", integer())
                    .column("key", integer().generated_virtual("id").primary_key()),
            );
        }),
    ];
    assert_data_eq!(
        refusals.join("\n"),
        str![[r#"
cannot add unique constraint uq to items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and unique constraint `uq` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot add foreign key fk to items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and foreign key `fk` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot add exclusion constraint ex to items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and exclusion constraint `ex` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot create index ix on items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and index `ix` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot create index ix on items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and index `ix` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot create index ix on items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and index `ix` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot create index ix on items: PostgreSQL 18 has no keys and indexes on virtual generated columns, and index `ix` is on `half`
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot create table boxes: PostgreSQL 18 has no keys and indexes on virtual generated columns, and primary key `pk_boxes` is on `key`
hint: write `.generated(..)` for the column, which keeps the values in the rows
"#]]
    );
}

#[test]
fn what_the_values_in_the_rows_are_not_needed_for_passes() {
    let nothing = [
        refusal(|op| {
            op.create_index("ix", "items", ["twice"]);
            op.create_index("ix2", "items", [expression("twice + size")]).unique();
            op.create_unique_constraint("uq", "items", ["twice"]);
        }),
        refusal(|op| {
            op.create_check_constraint("ck", "items", "half > 0");
            op.alter_column("items", "half").not_null();
        }),
        refusal(|op| {
            op.alter_column("items", "half").generated_virtual("size / 3");
        }),
        // A string, a type and a function are no columns.
        refusal(|op| {
            op.add_column("items", "note", text().generated("'twice'"));
            op.add_column("items", "half_of", integer().generated("size / 2"));
            op.create_index("ix", "items", [expression("size || 'half'")]);
        }),
    ];
    assert_eq!(nothing, [""; 4]);
    // A newer version decides for itself.
    let index = |op: &mut Op<NoTx>| {
        op.create_index("ix", "items", ["half"]);
    };
    assert!(lowered(Version(19), items, index).is_ok());
}

#[test]
fn what_a_generated_column_cannot_be() {
    let refusals = [
        refusal(|op| {
            let mood = enumeration("mood", ["sad", "happy"]);
            op.add_column("items", "mood", mood.generated_virtual("'sad'::mood"));
        }),
        refusal(|op| {
            op.create_check_constraint("ck", "items", "size > 0");
            op.alter_column("items", "half").generated_virtual("size / 3");
        }),
        refusal(|op| op.add_column("items", "four", integer().generated("twice * 2"))),
        refusal(|op| {
            op.alter_column("items", "twice").generated("Half * 4");
        }),
        refusal(|op| {
            op.create_table(
                table("boxes")
                    .column("id", integer())
                    .column("part", integer().generated("id % 4"))
                    .partition_by("RANGE (part)"),
            );
        }),
    ];
    assert_data_eq!(
        refusals.join("\n"),
        str![[r#"
cannot add column items.mood enumeration(mood): PostgreSQL 18 has no virtual generated column of an enum type, and `mood` is one
hint: write `.generated(..)` for the column, which keeps the values in the rows
cannot alter column items.half: PostgreSQL 18 cannot change the expression of a virtual column while the table has a check constraint, and it has `ck`
hint: drop the column, and add it again as it is to be
cannot add column items.four integer: column `four` is generated from `twice`, which is a generated column too
hint: write the expression of `twice` in place of its name
cannot alter column items.twice: column `twice` is generated from `half`, which is a generated column too
hint: write the expression of `half` in place of its name
cannot create table boxes: PostgreSQL partitions no rows by a generated column, and `part` is one
hint: partition by the columns it is computed from, or by its expression
"#]]
    );
}

/// The name of a type may be that of a column.
#[test]
fn a_cast_names_no_column() {
    let calendar = |op: &mut Op| {
        op.create_table(
            table("calendar")
                .column("day", text())
                .column("date", text().generated("day || ''"))
                .column("time", text().generated_virtual("day || ' 0:00'")),
        );
    };
    let script = |op: &mut Op<NoTx>| {
        op.add_column("calendar", "year", text().generated("day::date::text"));
        op.create_index("ix", "calendar", [expression("CAST(day AS time)")]);
    };
    assert!(lowered(PG18, calendar, script).is_ok());
    let script = |op: &mut Op<NoTx>| {
        op.create_index("ix", "calendar", [expression("\"time\"::text")]);
    };
    assert!(lowered(PG18, calendar, script).is_err());
}
