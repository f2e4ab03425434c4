//! Partitions, and tables that inherit.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

/// A partitioned table with a key and a partition.
fn parts(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer())
            .column("n", integer())
            .primary_key_named("pk", ["id"])
            .partition_by("RANGE (id)"),
    );
    op.create_partition("t_low", "t", "FOR VALUES FROM (MINVALUE) TO (10)");
}

tests!(partitions, PARTITIONS);

const PARTITIONS: &[Case] = cases! {
    "a partition that was made as a table" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                CREATE TABLE t_low (id integer NOT NULL, n integer, CONSTRAINT own PRIMARY KEY (id));
                ALTER TABLE t ATTACH PARTITION t_low FOR VALUES FROM (MINVALUE) TO (10)",
        after parts
        => [];
    "a partitioned table with partitions is new" on [Postgres],
        before |_op| (),
        after |op| {
                    parts(op);
                    op.create_partition("t_rest", "t", "DEFAULT");
                }
        => [
            "change: create table t",
            "change: create partition t_low of t",
            "change: create partition t_rest of t",
        ];
    "a foreign key to a partitioned table" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (MINVALUE) TO (10);
                CREATE TABLE c (t_id integer, CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t)",
        after |op| {
                    parts(op);
                    op.create_table(table("c").column("t_id", integer()));
                    op.create_foreign_key("fk", "c", ["t_id"], "t", ["id"]);
                }
        => [];
    "bounds in other words" on [Postgres],
        sql "CREATE TABLE h (id integer) PARTITION BY HASH (id); CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (REMAINDER 0, MODULUS 2);
                CREATE TABLE l (w varchar(9)) PARTITION BY list(w); CREATE TABLE l0 PARTITION OF l FOR VALUES IN ('b', 'a', NULL); CREATE TABLE l_rest PARTITION OF l DEFAULT;
                CREATE TABLE r (d date, n numeric(9, 2)) PARTITION BY range(d, n); CREATE TABLE r0 PARTITION OF r FOR VALUES FROM (minvalue, minvalue) TO ('2026-1-1', 5);
                CREATE TABLE e (at timestamptz) PARTITION BY RANGE (date_trunc('day', at AT TIME ZONE 'utc')); CREATE TABLE e0 PARTITION OF e FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        after |op| {
                    op.create_table(table("h").column("id", integer()).partition_by("hash(id)"));
                    op.create_partition("h0", "h", "FOR VALUES WITH (modulus 2, remainder 0)");
                    op.create_table(table("l").column("w", varchar(9)).partition_by("LIST (w)"));
                    op.create_partition("l0", "l", "FOR VALUES IN (NULL, 'a', 'b')");
                    op.create_partition("l_rest", "l", "DEFAULT");
                    op.create_table(table("r").column("d", date()).column("n", numeric(9, 2)).partition_by("RANGE (d, n)"));
                    op.create_partition("r0", "r", "FOR VALUES FROM (MINVALUE, MINVALUE) TO ('2026-01-01', 5)");
                    op.create_table(table("e").column("at", timestamptz()).partition_by("RANGE (date_trunc('day', at AT TIME ZONE 'utc'))"));
                    op.create_partition("e0", "e", "FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
                }
        => [
            "unknown: partition e0 of e may differ: whether `FOR VALUES FROM ('2026-01-01 00:00:00') TO ('2026-02-01 00:00:00')` and `FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')` are the same depends on the type of the expression in the key",
        ];
    "options of a hash in another order" on [Postgres],
        sql "CREATE TABLE h (id integer) PARTITION BY HASH (id); CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (REMAINDER 0, MODULUS 2)",
        after |op| {
                    op.create_table(table("h").column("id", integer()).partition_by("hash(id)"));
                    op.create_partition("h0", "h", "FOR VALUES WITH (remainder 0, modulus 2)");
                }
        => [];
    "partitions that a job made and dropped" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                    CREATE TABLE t_high PARTITION OF t FOR VALUES FROM (10) TO (20)",
        after parts
        => [
            "change: create partition t_low of t",
            "change: drop partition t_high of t",
        ];
    "partitions of which a model says none" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                    CREATE TABLE t_high PARTITION OF t FOR VALUES FROM (10) TO (20)",
        after |op| op.create_table(table("t").column("id", integer()).column("n", integer()).primary_key_named("pk", ["id"]).partition_by("RANGE (id)"))
        => [];
    "partitions that a job made on MariaDB" on [Mysql],
        sql "CREATE TABLE t (id integer) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20), PARTITION p2 VALUES LESS THAN (30))",
        after |op| op.create_table(table("t").column("id", integer()).partition_by("RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))"))
        => [
            "unknown: table t may differ: the partitions are p0, p1, p2 and p0, p1, and are made and dropped while the table is used",
        ];
    "other bounds on MariaDB" on [Mysql],
        sql "CREATE TABLE t (id integer) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))",
        after |op| op.create_table(table("t").column("id", integer()).partition_by("RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (30))"))
        => [
            "unknown: table t may differ: the server computes the bounds of partitions",
        ];
    "a partition that is partitioned" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (MINVALUE) TO (10) PARTITION BY RANGE (id);
                CREATE TABLE t_lower PARTITION OF t_low FOR VALUES FROM (MINVALUE) TO (5)",
        after parts
        => [
            "not held: partition t_low of t has `PARTITION BY RANGE (id)`, which no operation says: it is not compared",
        ];
    "a partition with a check, a default and a comment of its own" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                CREATE TABLE t_low PARTITION OF t (n DEFAULT 7, CONSTRAINT own CHECK (n > 0)) FOR VALUES FROM (MINVALUE) TO (10);
                COMMENT ON TABLE t_low IS 'old'",
        after parts
        => [
            "not held: partition t_low of t has `COMMENT`, which no operation says: it is not compared",
            "not held: partition t_low of t has `CONSTRAINT own`, which no operation says: it is not compared",
            "not held: partition t_low of t has `DEFAULT of n`, which no operation says: it is not compared",
        ];
    "a foreign key to a partition" on [Postgres],
        sql "CREATE TABLE t (id integer, n integer, CONSTRAINT pk PRIMARY KEY (id)) PARTITION BY RANGE (id);
                CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (MINVALUE) TO (10);
                CREATE TABLE c (t_id integer, CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t_low)",
        after |op| {
                parts(op);
                op.create_table(table("c").column("t_id", integer()));
            }
        => [
            "not held: table c has `CONSTRAINT fk FOREIGN KEY (t_id) REFERENCES t_low (id)`, which no operation says: it is not compared",
        ];
    "a key without the column of the partitions" on [Postgres],
        before |op| op.create_table(table("t").column("id", integer()).column("n", integer()).partition_by("RANGE (n)")),
        after |op| op.create_table(table("t").column("id", integer()).column("n", integer()).unique("uq", ["id"]).partition_by("RANGE (n)"))
        => [
            "change: add unique constraint uq to t: (id)",
            "cannot add unique constraint uq to t: unique constraint `uq` is without column `n`, by which the rows of `t` are partitioned",
            "  hint: add `n` to it; or give each partition a unique index of its own, which says nothing of the others",
        ];
    "a table that inherits" on [Postgres],
        sql "CREATE TABLE p (id integer CONSTRAINT pk PRIMARY KEY, n integer, CONSTRAINT ck CHECK (n > 0)); CREATE TABLE c (extra integer) INHERITS (p)",
        after |op| {
                    op.create_table(table("p").column("id", integer()).column("n", integer()).primary_key_named("pk", ["id"]).check("ck", "n > 0"));
                    op.create_table(table("c").column("id", integer().not_null()).column("n", integer()).column("extra", integer()).check("ck", "n > 0"));
                }
        => [
            "not held: table c has `INHERITS (p)`, which no operation says: it is not compared",
        ];
    "a column of a table that inherits is no longer in the model" on [Postgres],
        sql "CREATE TABLE p (id integer CONSTRAINT pk PRIMARY KEY, n integer, CONSTRAINT ck CHECK (n > 0)); CREATE TABLE c (extra integer) INHERITS (p)",
        after |op| {
                    op.create_table(table("p").column("id", integer()).column("n", integer()).primary_key_named("pk", ["id"]).check("ck", "n > 0"));
                    op.create_table(table("c").column("id", integer().not_null()));
                }
        => [
            "not held: table c has `INHERITS (p)`, which no operation says: it is not compared",
            "change: drop column c.extra",
        ];
};
