//! Columns in constraints, indexes and generated columns.

use migrate_runtime::prelude::*;

use super::{Family, Shape, column, every_shape, parent};

every_shape! {
    "a unique column", |op| column!(op, integer().not_null().unique()),
        "INSERT INTO t (id, c) VALUES (1, 7), (2, 8)";
    "a unique pair", |op| {
        column!(op, varchar(40).not_null());
        op.create_unique_constraint("uq_t_c_n", "t", ["c", "n"]);
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'b')";
    "an indexed column", |op| {
        column!(op, integer());
        op.create_index("ix_t_c", "t", ["c"]);
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a descending pair in an index", |op| {
        column!(op, integer().not_null());
        op.create_index("ix_t_n_c", "t", [asc("n"), desc("c")]);
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 7)";
    "a unique index", |op| {
        column!(op, varchar(40).not_null());
        op.create_index("ux_t_c", "t", ["c"]).unique();
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'b')";
    "a partial index", |op| {
        column!(op, integer());
        op.create_index("ix_t_part", "t", ["n"]).filter("c > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "an index over an expression", |op| {
        column!(op, varchar(40));
        op.create_index("ix_t_lower", "t", [expression("lower(c)")]);
    }, "INSERT INTO t (id, c) VALUES (1, 'A'), (2, NULL)";
    "a checked column", |op| column!(op, integer().not_null().check("c > -10")),
        "INSERT INTO t (id, c) VALUES (1, 7), (2, 0)";
    "a check over two columns", |op| {
        column!(op, integer());
        op.create_check_constraint("ck_t_pair", "t", "c IS NULL OR c <> n + 100");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a foreign key", |op| {
        parent(op);
        column!(op, integer().references("p", "id").on_delete(SetNull));
    }, "INSERT INTO p (id) VALUES (7); INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a foreign key with an index", |op| {
        parent(op);
        column!(op, integer().not_null().references("p", "id").on_delete(Cascade));
        op.create_index("ix_t_c", "t", ["c"]);
    }, "INSERT INTO p (id) VALUES (7); INSERT INTO t (id, c) VALUES (1, 7), (2, 7)";
    "a column that a foreign key references", |op| {
        column!(op, integer().not_null().unique());
        op.create_table(table("k").column("id", integer().primary_key()).column("c", integer().references("t", "c")));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 8); INSERT INTO k (id, c) VALUES (1, 7)";
    "a table that references itself", |op| column!(op, integer().references("t", "id")),
        "INSERT INTO t (id, c) VALUES (1, NULL), (2, 1)";
    "a primary key", |op| op.create_table(
        table("t").column("c", integer().primary_key()).column("id", integer()).column("n", integer().not_null().default(1)),
    ), "INSERT INTO t (id, c) VALUES (1, 7), (2, 8)";
    "a primary key of two columns", |op| op.create_table(
        table("t").column("id", integer().not_null()).column("c", varchar(40).not_null())
            .column("n", integer().not_null().default(1)).primary_key(["id", "c"]),
    ), "INSERT INTO t (id, c) VALUES (1, 'a'), (1, 'b')";
    "an identity", |op| op.create_table(
        table("t").column("c", big_int().primary_key().identity()).column("id", integer()).column("n", integer().not_null().default(1)),
    ), "INSERT INTO t (id) VALUES (1), (2)";
    "a stored generated column", |op| column!(op, integer().generated("n * 2")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "a virtual generated column", |op| column!(op, integer().generated_virtual("n * 2")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "the source of a generated column", |op| {
        column!(op, integer().not_null());
        op.add_column("t", "g", integer().generated_virtual("c * 2"));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 8)";
    "the source of a stored generated column", |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", integer().not_null())
            .column("n", integer().not_null().default(1)).column("g", integer().generated("c + n")),
    ), "INSERT INTO t (id, c) VALUES (1, 7), (2, 8)";
    "a deferred unique constraint", |op| {
        column!(op, integer().not_null());
        op.create_unique_constraint("uq_t_c", "t", ["c"]).deferrable_initially_deferred();
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 8)";
    "NULLS NOT DISTINCT", |op| {
        column!(op, integer());
        op.create_unique_constraint("uq_t_c", "t", ["c"]).nulls_not_distinct();
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "an exclusion", |op| {
        column!(op, integer());
        op.create_exclude_constraint("ex_t", "t", "btree", [("c", "=")]).filter("n > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "an exclusion over an expression", |op| {
        column!(op, integer());
        op.create_exclude_constraint("ex_t", "t", "gist", [("int4range(c, c + 1)", "&&")]);
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 9)";
    "an index with INCLUDE", |op| {
        column!(op, integer());
        op.create_index("ix_t_n", "t", ["n"]).include(["c"]);
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "an index of the first characters", |op| {
        column!(op, varchar(60));
        op.create_index("ix_t_c", "t", [asc("c").prefix(10), desc("n")]);
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "an index of the first characters of a text" on [Mysql], |op| {
        column!(op, text());
        op.create_index("ix_t_c", "t", [asc("c").prefix(10)]);
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "an index with a place for NULLs", |op| {
        column!(op, integer());
        op.create_index("ix_t_c", "t", [desc("c").nulls_last()]);
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a hash index", |op| {
        column!(op, integer());
        op.create_index("ix_t_c", "t", ["c"]).using("hash");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "an index over a JSON document", |op| {
        column!(op, jsonb());
        op.create_index("ix_t_c", "t", ["c"]).using("gin");
    }, "INSERT INTO t (id, c) VALUES (1, '[1]'), (2, NULL)";
    "a full-text index" on [Mysql], |op| {
        column!(op, varchar(60));
        op.create_index("ix_t_c", "t", ["c"]).using("fulltext");
    }, "INSERT INTO t (id, c) VALUES (1, 'word'), (2, NULL)";
    "a unique index in part", |op| {
        column!(op, varchar(40));
        op.create_index("ux_t_c", "t", ["c"]).unique().filter("n = 1 AND c <> 'x'");
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "a foreign key of two columns", |op| {
        op.create_table(
            table("p").column("id", integer().not_null()).column("c", varchar(40).not_null()).primary_key(["id", "c"]),
        );
        column!(op, varchar(40));
        op.create_foreign_key("fk_t_p", "t", ["id", "c"], "p", ["id", "c"]).on_update(Cascade);
    }, "INSERT INTO p (id, c) VALUES (1, 'a'); INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "a key that a foreign key of two columns references", |op| {
        column!(op, integer().not_null());
        op.create_unique_constraint("uq_t_c_n", "t", ["c", "n"]);
        op.create_table(table("k").column("id", integer().primary_key()).column("c", integer()).column("n", integer())
            .foreign_key(foreign_key("fk_k_t", ["c", "n"], "t", ["c", "n"]).on_delete(SetNull)));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 8); INSERT INTO k (id, c, n) VALUES (1, 7, 1)";
    "a foreign key that is not validated", |op| {
        parent(op);
        column!(op, integer());
        op.create_foreign_key("fk_t_p", "t", ["c"], "p", ["id"]).not_valid();
    }, "INSERT INTO p (id) VALUES (7); INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a check that is not validated", |op| {
        column!(op, integer());
        op.create_check_constraint("ck_t_c", "t", "c > -100").not_valid();
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a check with words", |op| column!(op, varchar(40).check("c IN ('a', 'it''s', 'n') AND c <> 'c' AND length(c) < 30")),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "a generated text that is indexed", |op| {
        column!(op, varchar(40));
        op.add_column("t", "g", varchar(40).generated_virtual("lower(c)"));
        op.create_index("ix_t_g", "t", ["g"]);
    }, "INSERT INTO t (id, c) VALUES (1, 'A'), (2, NULL)";
    "a stored generated text that is indexed", |op| {
        op.create_table(
            table("t").column("id", integer().primary_key()).column("c", varchar(40))
                .column("n", integer().not_null().default(1)).column("g", varchar(40).generated("lower(c)").unique()),
        );
    }, "INSERT INTO t (id, c) VALUES (1, 'A'), (2, NULL)";
}
