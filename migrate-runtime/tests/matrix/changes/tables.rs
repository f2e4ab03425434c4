//! Changes of the table, of its constraints and indexes, and of what is beside it.

use migrate_runtime::prelude::*;

use super::{Change, Family, Keeps, every_change};

every_change! {
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
    keeps "add a stored generated column", |op| op.add_column("t", "extra", integer().generated("n + 1"));
    keeps "add a generated column of the column", |op| {
        op.add_column("t", "extra", varchar(80).generated_virtual(per_dialect().sqlite("CAST(c AS text)").mysql("concat(c)").postgres("c::text")));
    };
    keeps "add a text with a default", |op| op.add_column("t", "extra", text().not_null().default("it's"));
    keeps "add JSON with a default", |op| op.add_column("t", "extra", json().not_null().default("{\"a\": 1}"));
    keeps "add a time", |op| op.add_column("t", "extra", timestamp().not_null().default("2024-02-29 12:00:00"));
    keeps "add the time of the row", |op| op.add_column("t", "extra", timestamp().default(now()).mysql_on_update_now());
    keeps "add a checked column", |op| op.add_column("t", "extra", integer().check("extra > 0").comment("it's"));
    keeps "add an invisible column", |op| op.add_column("t", "extra", integer().not_null().default(2).mysql_invisible());
    keeps "add an identity", |op| op.add_column("t", "extra", big_int().unique().identity());
    keeps "add an enum", |op| {
        op.create_enum("size", ["small", "it's"]);
        op.add_column("t", "extra", enumeration("size", ["small", "it's"]).not_null().default("small"));
    };
    keeps "add a column and fill it", |op| {
        op.add_column("t", "extra", integer());
        op.update("t").set("extra", sql("n + 1"));
        op.alter_column("t", "extra").not_null();
        op.create_index("ix_extra", "t", ["extra"]);
    };
    keeps "add a column and drop it", |op| {
        op.add_column("t", "extra", integer());
        op.drop_column("t", "extra");
    };
    keeps "rename the table there and back", |op| {
        op.rename_table("t", "u");
        op.rename_table("u", "t");
    };
    keeps "rename the table, and another of the name", |op| {
        op.rename_table("t", "u");
        op.create_table(table("t").column("id", integer().primary_key()));
    };
    loses "drop the table, and another of the name", |op| {
        op.drop_table("t");
        op.create_table(table("t").column("id", integer()).column("c", integer()).column("n", integer()));
    };
    keeps "a unique index", |op| op.create_index("ux_new", "t", ["id", "c"]).unique();
    keeps "a descending index", |op| op.create_index("ix_new", "t", [desc("c"), asc("n")]);
    keeps "an index with a place for NULLs", |op| op.create_index("ix_new", "t", [asc("c").nulls_first()]);
    keeps "an index of the first characters", |op| op.create_index("ix_new", "t", [asc("c").prefix(5)]);
    keeps "an index in part", |op| op.create_index("ix_new", "t", ["n"]).filter("c IS NOT NULL");
    keeps "an index over an expression", |op| op.create_index("ix_new", "t", [expression("abs(n)")]);
    keeps "an index with INCLUDE", |op| op.create_index("ix_new", "t", ["n"]).include(["c"]);
    keeps "a hash index", |op| op.create_index("ix_new", "t", ["c"]).using("hash");
    keeps "an index renamed" , |op| {
        op.create_index("ix_new", "t", ["c"]);
        op.rename_index("ix_new", "t", "ix_newer");
    };
    keeps "an index of the table made twice", |op| {
        op.create_index("ix_new", "t", ["n"]);
        op.drop_index("ix_new", "t");
        op.create_index("ix_new", "t", ["c"]);
    };
    keeps "drop the index" of "an indexed column", |op| op.drop_index("ix_t_c", "t");
    keeps "rename the index" of "an index of the first characters", |op| op.rename_index("ix_t_c", "t", "ix_other");
    keeps "drop the unique constraint" of "a unique column", |op| op.drop_unique_constraint("uq_t_c", "t");
    keeps "rename the unique constraint" of "a unique column", |op| op.rename_constraint("uq_t_c", "t", "uq_other");
    keeps "drop the check" of "a checked column", |op| op.drop_check_constraint("ck_t_c", "t");
    keeps "rename the check" of "a checked column", |op| op.rename_constraint("ck_t_c", "t", "ck_other");
    keeps "validate the check" of "check that is not validated", |op| op.validate_constraint("ck_t_c", "t");
    keeps "drop the foreign key" of "a foreign key with an index", |op| op.drop_foreign_key("fk_t_c_p", "t");
    keeps "rename the foreign key" of "a foreign key with an index", |op| op.rename_constraint("fk_t_c_p", "t", "fk_other");
    keeps "drop the foreign key and its column" of "a foreign key with an index", |op| {
        op.drop_foreign_key("fk_t_c_p", "t");
        op.drop_column("t", "c");
        op.drop_table("p");
    };
    keeps "validate the foreign key" of "foreign key that is not validated", |op| op.validate_constraint("fk_t_p", "t");
    keeps "drop the primary key", |op| op.drop_primary_key("pk_t", "t");
    keeps "another primary key", |op| {
        op.drop_primary_key("pk_t", "t");
        op.create_primary_key("pk_t", "t", ["id", "n"]);
    };
    keeps "unique, NULLS NOT DISTINCT", |op| op.create_unique_constraint("uq_new", "t", ["id", "c"]).nulls_not_distinct();
    keeps "unique, deferred", |op| op.create_unique_constraint("uq_new", "t", ["id", "c"]).deferrable_initially_deferred();
    keeps "an exclusion", |op| op.create_exclude_constraint("ex_new", "t", "btree", [("c", "="), ("id", "=")]);
    keeps "a check that is validated later", |op| {
        op.create_check_constraint("ck_new", "t", "n < 1000").not_valid();
        op.validate_constraint("ck_new", "t");
    };
    keeps "a check that is renamed", |op| {
        op.create_check_constraint("ck_new", "t", "n < 1000 AND c IS NULL OR n <> 12");
        op.rename_constraint("ck_new", "t", "ck_newer");
    };
    keeps "a foreign key to itself", |op| op.create_foreign_key("fk_new", "t", ["n"], "t", ["id"]).on_update(Cascade);
    keeps "a deferred foreign key of the column", |op| {
        op.create_table(table("q").column("id", integer().primary_key()));
        op.create_foreign_key("fk_new", "t", ["c"], "q", ["id"]).deferrable_initially_deferred();
    };
    keeps "a table that references it", |op| {
        op.create_table(table("q").column("id", integer().primary_key()).column("c", integer().references("t", "id").on_delete(Cascade)));
    };
    keeps "comment of the table", |op| op.create_table_comment("t", "it's \\ \"t\"");
    keeps "no comment of the table", |op| op.drop_table_comment("t");
    keeps "view, then rename", |op| {
        op.create_view("shown", "SELECT id, c FROM t WHERE n > 0");
        op.alter_column("t", "c").rename_to("d");
    };
    keeps "materialized view", |op| op.create_materialized_view("kept", "SELECT id, c FROM t");
    keeps "trigger", |op| {
        op.create_trigger("t_new", "t", "AFTER DELETE", per_dialect()
            .sqlite("BEGIN UPDATE t SET n = n + 1 WHERE id = OLD.n; END")
            .mysql("FOR EACH ROW SET @gone = OLD.c"));
    };
    keeps "sequence", |op| {
        op.create_sequence("numbers").start_with(5);
        op.alter_column("t", "n").default(sql(per_dialect().postgres("nextval('numbers')").mysql("nextval(numbers)")));
    };
    keeps "drop a view, and create it again" of "a view with a group", |op| {
        op.drop_view("v");
        op.alter_column("t", "c").rename_to("d");
        op.create_view("v", "SELECT id, d FROM t");
    };
    keeps "insert", |op| op.insert("t").set("id", 900).set("n", 902);
    keeps "insert and change", |op| {
        op.insert("t").set("id", 900).set("n", 903);
        op.alter_column("t", "n").set_type(big_int());
    };
    keeps "delete", |op| op.delete("t").filter(col("id").gt(800));
    keeps "rename the column and the table", |op| {
        op.alter_column("t", "c").rename_to("d");
        op.create_index("ix_new", "t", ["d"]);
        op.rename_table("t", "u");
        op.alter_column("u", "d").nullable();
    };
}
