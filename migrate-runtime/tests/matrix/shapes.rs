//! The tables that are changed: one column `c` in every shape, and rows that fit it.

use migrate_runtime::prelude::*;

/// A table `t` with a column `c`, and what depends on it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) create: fn(&mut Op),
    /// Statements that write rows; none where the shape cannot be on a database of the name.
    pub(crate) rows: &'static str,
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

/// The parent that foreign keys of shapes and changes reference.
fn parent(op: &mut Op) {
    op.create_table(table("p").column("id", integer().primary_key()));
}

macro_rules! shapes {
    ($($name:literal, |$op:ident| $create:expr, $rows:literal;)+) => {
        /// Every shape.
        pub(crate) const SHAPES: &[Shape] = &[$(
            Shape {
                name: $name,
                create: |$op: &mut Op| { $create; },
                rows: $rows,
            },
        )+];
    };
}

shapes! {
    "integer", |op| column!(op, integer()),
        "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL), (3, -4)";
    "integer, NOT NULL", |op| column!(op, integer().not_null()),
        "INSERT INTO t (id, c) VALUES (1, 7), (3, -4)";
    "integer with a default", |op| column!(op, integer().default(5)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "integer, NOT NULL with a default", |op| column!(op, integer().not_null().default(-5)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "smallint", |op| column!(op, small_int()),
        "INSERT INTO t (id, c) VALUES (1, 300), (2, NULL)";
    "bigint, NOT NULL", |op| column!(op, big_int().not_null()),
        "INSERT INTO t (id, c) VALUES (1, 9000000000)";
    "varchar", |op| column!(op, varchar(40)),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL), (3, 'it''s')";
    "varchar, NOT NULL with a default", |op| column!(op, varchar(40).not_null().default("it's \\ \"x\"")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "text", |op| column!(op, text()),
        "INSERT INTO t (id, c) VALUES (1, 'long'), (2, NULL)";
    "text, NOT NULL", |op| column!(op, text().not_null()),
        "INSERT INTO t (id, c) VALUES (1, 'long'), (2, '')";
    "char", |op| column!(op, char(8)),
        "INSERT INTO t (id, c) VALUES (1, 'abc'), (2, NULL)";
    "boolean, NOT NULL with a default", |op| column!(op, boolean().not_null().default(true)),
        "INSERT INTO t (id) VALUES (1), (2)";
    "numeric", |op| column!(op, numeric(10, 2)),
        "INSERT INTO t (id, c) VALUES (1, 12.5), (2, NULL)";
    "numeric with a default", |op| column!(op, numeric(6, 3).not_null().default(decimal("-0.125"))),
        "INSERT INTO t (id) VALUES (1), (2)";
    "double", |op| column!(op, double()),
        "INSERT INTO t (id, c) VALUES (1, 1.5), (2, NULL)";
    "date", |op| column!(op, date()),
        "INSERT INTO t (id, c) VALUES (1, '2024-02-29'), (2, NULL)";
    "timestamp with the time of the row", |op| column!(op, timestamp().not_null().default(now())),
        "INSERT INTO t (id) VALUES (1), (2)";
    "timestamptz", |op| column!(op, timestamptz()),
        "INSERT INTO t (id, c) VALUES (1, '2024-03-10 02:30:00'), (2, NULL)";
    "time", |op| column!(op, time().default("23:59:59")),
        "INSERT INTO t (id) VALUES (1)";
    "json with a default", |op| column!(op, json().not_null().default("{\"a\": [1, \"o'k\"]}")),
        "INSERT INTO t (id) VALUES (1)";
    "binary", |op| column!(op, binary()),
        "INSERT INTO t (id, c) VALUES (1, NULL)";
    "uuid", |op| column!(op, uuid()),
        "INSERT INTO t (id, c) VALUES (1, '6ba7b810-9dad-11d1-80b4-00c04fd430c8'), (2, NULL)";
    "an enum with a default", |op| {
        op.create_enum("mood", ["sad", "it's", "happy"]);
        column!(op, enumeration("mood", ["sad", "it's", "happy"]).not_null().default("sad"));
    }, "INSERT INTO t (id, c) VALUES (1, 'happy'), (2, 'it''s')";
    "an enum, checked and indexed in part", |op| {
        op.create_enum("mood", ["sad", "happy"]);
        column!(op, enumeration("mood", ["sad", "happy"]));
        op.create_check_constraint("ck_t_mood", "t", "c <> 'sad' OR n > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 'happy'), (2, NULL)";
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
    "a view", |op| {
        column!(op, integer());
        op.create_view("v", "SELECT id, c AS shown FROM t WHERE c > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a view over a view", |op| {
        column!(op, varchar(40));
        op.create_view("v", "SELECT id, c FROM t");
        op.create_view("w", "SELECT c FROM v WHERE id > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "a view of everything", |op| {
        column!(op, integer());
        op.create_view("v", "SELECT * FROM t");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a trigger", |op| {
        column!(op, integer());
        op.create_table(table("log").column("id", integer()).column("c", integer()));
        op.create_function(
            "log_t", "",
            per_dialect().postgres("RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.id, NEW.c); RETURN NEW; END $$"),
        );
        op.create_trigger("t_log", "t", "AFTER INSERT", per_dialect().postgres("FOR EACH ROW EXECUTE FUNCTION log_t()"));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a trigger with a body", |op| {
        column!(op, integer());
        op.create_table(table("log").column("id", integer()).column("c", integer()));
        op.create_trigger("t_log", "t", "AFTER INSERT", per_dialect()
            .sqlite("BEGIN INSERT INTO log VALUES (NEW.id, NEW.c); END")
            .mysql("FOR EACH ROW INSERT INTO log VALUES (NEW.id, NEW.c)"));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "comments", |op| {
        column!(op, integer().comment("what's \"c\" \\ 🦀"));
        op.create_table_comment("t", "it's a table");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "defaults beside it", |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", integer())
            .column("n", integer().not_null().default(1))
            .column("words", varchar(60).not_null().default("it's, (then \\ \"q\" é"))
            .column("doc", json().default("{\"b\": \"o'k\"}"))
            .column("at", timestamp().not_null().default(now()))
            .column("order", boolean().not_null().default(false))
            .column("Mixed Case", numeric(6, 2).default(decimal("1.50"))),
    ), "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a partitioned table", |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", integer()).column("n", integer().not_null().default(1))
                .primary_key(["id"])
                .partition_by(per_dialect().postgres("RANGE (id)")),
        );
        op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a deferred foreign key", |op| {
        parent(op);
        column!(op, integer().references("p", "id").deferrable_initially_deferred());
    }, "INSERT INTO p (id) VALUES (7); INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
}
