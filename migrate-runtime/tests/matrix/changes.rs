//! The changes that are made to every table.

use migrate_runtime::prelude::*;

/// A change of table `t` with its column `c`.
pub(crate) struct Change {
    pub(crate) name: &'static str,
    pub(crate) apply: fn(&mut Op),
    /// Whether the values of all rows are the same after the way back.
    pub(crate) keeps_values: bool,
}

macro_rules! changes {
    ($($keeps:ident $name:literal, |$op:ident| $apply:expr;)+) => {
        /// Every change.
        pub(crate) const CHANGES: &[Change] = &[$(
            Change {
                name: $name,
                apply: |$op: &mut Op| { $apply; },
                keeps_values: changes!(@$keeps),
            },
        )+];
    };
    (@keeps) => { true };
    (@loses) => { false };
}

changes! {
    keeps "type smallint", |op| op.alter_column("t", "c").set_type(small_int());
    keeps "type integer", |op| op.alter_column("t", "c").set_type(integer());
    keeps "type bigint", |op| op.alter_column("t", "c").set_type(big_int());
    keeps "type varchar(20)", |op| op.alter_column("t", "c").set_type(varchar(20));
    keeps "type varchar(300)", |op| op.alter_column("t", "c").set_type(varchar(300));
    keeps "type text", |op| op.alter_column("t", "c").set_type(text());
    keeps "type numeric", |op| op.alter_column("t", "c").set_type(numeric(12, 3));
    keeps "type double", |op| op.alter_column("t", "c").set_type(double());
    keeps "type timestamp", |op| op.alter_column("t", "c").set_type(timestamp());
    keeps "type json", |op| op.alter_column("t", "c").set_type(json());
    keeps "NOT NULL", |op| op.alter_column("t", "c").not_null();
    keeps "NULL", |op| op.alter_column("t", "c").nullable();
    keeps "a text default", |op| op.alter_column("t", "c").default("x");
    keeps "a number as default", |op| op.alter_column("t", "c").default(7);
    keeps "no default", |op| op.alter_column("t", "c").drop_default();
    keeps "rename", |op| op.alter_column("t", "c").rename_to("d");
    keeps "rename to a reserved word", |op| op.alter_column("t", "c").rename_to("group");
    keeps "rename by case", |op| op.alter_column("t", "c").rename_to("C");
    keeps "rename, type, NOT NULL", |op| op.alter_column("t", "c").rename_to("d").set_type(big_int()).not_null();
    keeps "comment", |op| op.alter_column("t", "c").comment("it's \"it\"");
    loses "drop", |op| op.drop_column("t", "c");
    loses "drop the other", |op| op.drop_column("t", "n");
    keeps "add a column", |op| op.add_column("t", "extra", varchar(9));
    keeps "add a column with a default", |op| op.add_column("t", "extra", integer().not_null().default(3));
    keeps "add a unique column", |op| op.add_column("t", "extra", integer().unique());
    keeps "add a reference", |op| {
        op.create_table(table("q").column("id", integer().primary_key()));
        op.add_column("t", "q_id", integer().references("q", "id"));
    };
    keeps "add a generated column", |op| op.add_column("t", "extra", integer().generated_virtual("n + 1"));
    keeps "rename the table", |op| op.rename_table("t", "u");
    keeps "rename table and column", |op| {
        op.rename_table("t", "order");
        op.alter_column("order", "c").rename_to("d");
        op.add_column("order", "extra", integer());
    };
    loses "drop the table", |op| op.drop_table("t");
    keeps "index", |op| op.create_index("ix_new", "t", ["c", "n"]);
    keeps "unique constraint", |op| op.create_unique_constraint("uq_new", "t", ["id", "c"]);
    keeps "check", |op| op.create_check_constraint("ck_new", "t", "n > -1000");
    keeps "check of the column", |op| op.create_check_constraint("ck_new", "t", "c IS NOT NULL OR n > 0");
    keeps "foreign key", |op| {
        op.create_table(table("q").column("id", integer().primary_key()));
        op.create_foreign_key("fk_new", "t", ["n"], "q", ["id"]).on_delete(Cascade);
        op.drop_foreign_key("fk_new", "t");
    };
    keeps "identity", |op| op.alter_column("t", "c").identity(Identity::default());
    keeps "view", |op| op.create_view("shown", "SELECT c FROM t");
    keeps "update", |op| {
        op.add_column("t", "twice", integer());
        op.update("t").set("twice", sql("n * 2")).filter(col("n").gt(0));
        op.alter_column("t", "n").set_type(big_int());
    };
    keeps "swap names", |op| {
        op.alter_column("t", "c").rename_to("swap");
        op.alter_column("t", "n").rename_to("c");
        op.alter_column("t", "swap").rename_to("n");
    };
}
