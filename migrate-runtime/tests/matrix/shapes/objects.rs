//! Tables with views, triggers, functions, sequences, enum types and partitions.

use migrate_runtime::prelude::*;

use super::{Family, Shape, column, every_shape, parent};

every_shape! {
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
    "a partitioned table" on [Postgres], |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", integer()).column("n", integer().not_null().default(1))
                .primary_key(["id"])
                .partition_by("RANGE (id)"),
        );
        op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a deferred foreign key", |op| {
        parent(op);
        column!(op, integer().references("p", "id").deferrable_initially_deferred());
    }, "INSERT INTO p (id) VALUES (7); INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a view over a join", |op| {
        parent(op);
        column!(op, integer().not_null());
        op.create_view("v", "SELECT p.id, t.c, t.n FROM p JOIN t ON t.c = p.id");
    }, "INSERT INTO p (id) VALUES (7); INSERT INTO t (id, c) VALUES (1, 7), (2, 8)";
    "a view with a group", |op| {
        column!(op, integer().not_null());
        op.create_view("v", "SELECT c, count(*) AS many, max(n) AS most FROM t AS x WHERE x.n > 0 GROUP BY c");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 7)";
    "a view of a field of each row" on [Postgres], |op| {
        column!(op, integer());
        op.create_view("v", "SELECT (t).c, (x.*).n, ((t).id)::text FROM t, t AS x WHERE (t).c > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a materialized view", |op| {
        column!(op, integer());
        op.create_materialized_view("m", "SELECT id, c FROM t WHERE c > 0");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a trigger of one column", |op| {
        column!(op, integer());
        op.create_table(table("log").column("id", integer()).column("c", integer()));
        op.create_function(
            "log_t", "",
            per_dialect().sqlite("").postgres("RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.id, NEW.c); RETURN NEW; END $$"),
        );
        op.create_trigger("t_log", "t", "AFTER UPDATE OF c", per_dialect()
            .sqlite("WHEN NEW.c > 0 BEGIN INSERT INTO log VALUES (NEW.id, NEW.c); END")
            .postgres("FOR EACH ROW WHEN (NEW.c > 0) EXECUTE FUNCTION log_t()"));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a trigger of another table", |op| {
        parent(op);
        column!(op, integer());
        op.create_trigger("p_log", "p", "AFTER INSERT", per_dialect()
            .sqlite("BEGIN INSERT INTO t (id, c) VALUES (NEW.id, NEW.id); END")
            .mysql("FOR EACH ROW INSERT INTO t (id, c) VALUES (NEW.id, NEW.id)"));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL); INSERT INTO p (id) VALUES (9)";
    "an enum of two tables", |op| {
        op.create_enum("mood", ["sad", "it's", "happy"]);
        column!(op, enumeration("mood", ["sad", "it's", "happy"]).not_null().default("sad"));
        op.create_table(table("k").column("id", integer().primary_key())
            .column("mood", enumeration("mood", ["sad", "it's", "happy"]).default("happy")));
    }, "INSERT INTO t (id, c) VALUES (1, 'happy'), (2, 'it''s'); INSERT INTO k (id) VALUES (1)";
    "a sequence as default", |op| {
        op.create_sequence("bills").start_with(100).increment_by(5);
        column!(op, big_int().not_null().default(sql(per_dialect().postgres("nextval('bills')").mysql("nextval(bills)"))));
    }, "INSERT INTO t (id) VALUES (1), (2)";
    "a function of the table", |op| {
        column!(op, integer());
        op.create_function("top", "", per_dialect()
            .postgres("RETURNS integer LANGUAGE sql STABLE AS 'SELECT max(c) FROM t'")
            .mysql("RETURNS INTEGER READS SQL DATA RETURN (SELECT max(c) FROM t)"));
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a function as generated column", |op| {
        op.create_function("twice", "v integer", per_dialect().postgres("RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT v * 2'"));
        op.create_table(
            table("t").column("id", integer().primary_key()).column("c", integer()).column("n", integer().not_null().default(1))
                .column("g", integer().generated("twice(c)")),
        );
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a partition key of PostgreSQL" on [Postgres], |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", integer().not_null()).column("n", integer().not_null().default(1))
                .primary_key(["id", "c"]).partition_by("RANGE (c)"),
        );
        op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
        op.create_partition("t_rest", "t", "DEFAULT");
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 700)";
    "partitions of PostgreSQL with an index" on [Postgres], |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", varchar(40)).column("n", integer().not_null().default(1))
                .primary_key(["id"]).partition_by("LIST (id)").index("ix_t_c", ["c"]),
        );
        op.create_partition("t_low", "t", "FOR VALUES IN (1, 2)");
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "a partition key of MariaDB" on [Mysql], |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", integer().not_null()).column("n", integer().not_null().default(1))
                .primary_key(["id", "c"])
                .partition_by("RANGE (c) (PARTITION low VALUES LESS THAN (100), PARTITION more VALUES LESS THAN MAXVALUE)"),
        );
    }, "INSERT INTO t (id, c) VALUES (1, 7), (2, 700)";
    "partitions of MariaDB with an index" on [Mysql], |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", varchar(40)).column("n", integer().not_null().default(1))
                .primary_key(["id"]).partition_by("HASH (id) PARTITIONS 2").index("ix_t_c", ["c"]),
        );
    }, "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
}
