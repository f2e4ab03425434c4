//! Indexes.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(options_are_read_as_they_are_written, OPTIONS_ARE_READ_AS_THEY_ARE_WRITTEN);

const OPTIONS_ARE_READ_AS_THEY_ARE_WRITTEN: &[Case] = cases! {
    "operator class, order and NULLs of a part" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), n integer);
                    CREATE INDEX ix ON t (s varchar_pattern_ops DESC NULLS LAST, n NULLS FIRST)",
        after |op| op.create_table(table("t").column("s", varchar(20)).column("n", integer())
                    .index("ix", [desc("s").operator_class("varchar_pattern_ops").nulls_last(), asc("n").nulls_first()]))
        => [];
    "an index gets operator class, collation, order and NULLs" on [Postgres],
        sql "CREATE TABLE t (s text, n integer); CREATE INDEX ix ON t (s, n)",
        after |op| op.create_table(table("t").column("s", text()).column("n", integer())
                    .index("ix", [desc("s").collate("C").operator_class("text_pattern_ops").nulls_last(), asc("n")]))
        => [
            "change: drop index ix of t",
            "change: create index ix on t (s, n)",
        ];
    "included columns" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer); CREATE INDEX ix ON t (a) INCLUDE (b)",
        after |op| { op.create_table(table("t").column("a", integer()).column("b", integer())); op.create_index("ix", "t", ["a"]).include(["b"]); }
        => [];
    "an included column becomes a part of the key" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer); CREATE INDEX ix ON t (a) INCLUDE (b)",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()).index("ix", ["a", "b"]))
        => [
            "change: drop index ix of t",
            "change: create index ix on t (a, b)",
        ];
    "NULLS NOT DISTINCT of an index and of a constraint" on [Postgres] since 15,
        sql "CREATE TABLE t (a integer, b integer, CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a));
                    CREATE UNIQUE INDEX ix ON t (b) NULLS NOT DISTINCT",
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer())
                        .unique_constraint(unique("uq", ["a"]).nulls_not_distinct()));
                    op.create_index("ix", "t", ["b"]).unique().nulls_not_distinct();
                }
        => [];
    "NULLS NOT DISTINCT of neither" on [Postgres] since 15,
        sql "CREATE TABLE t (a integer, b integer, CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a));
                    CREATE UNIQUE INDEX ix ON t (b) NULLS NOT DISTINCT",
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()).unique("uq", ["a"]));
                    op.create_index("ix", "t", ["b"]).unique();
                }
        => [
            "change: drop unique constraint uq of t",
            "change: drop index ix of t",
            "change: add unique constraint uq to t: (a)",
            "change: create unique index ix on t (b)",
        ];
    "the method" on [Postgres],
        sql "CREATE TABLE t (tags text[]); CREATE INDEX ix ON t (tags)",
        after |op| { op.create_table(table("t").column("tags", array(text()))); op.create_index("ix", "t", ["tags"]).using("gin"); }
        => [
            "change: drop index ix of t",
            "change: create index ix on t (tags)",
        ];
    "an operator class with a parameter, in a filter too" on [Postgres],
        sql "CREATE TABLE t (tags text[], n integer); CREATE INDEX ix ON t USING gin (tags) WITH (fastupdate = off) WHERE n > 0",
        after |op| { op.create_table(table("t").column("tags", array(text())).column("n", integer())); op.create_index("ix", "t", ["tags"]).using("gin").with("fastupdate", "off").filter("n > 0"); }
        => [];
    "a descending part on SQLite and PostgreSQL" on [Sqlite, Postgres],
        sql "CREATE TABLE t (a integer); CREATE INDEX ix ON t (a DESC)",
        after |op| op.create_table(table("t").column("a", integer()).index("ix", [desc("a")]))
        => [];
    "a descending part becomes ascending" on [Sqlite, Postgres, Mysql],
        sql "CREATE TABLE t (a integer); CREATE INDEX ix ON t (a DESC)",
        after |op| op.create_table(table("t").column("a", integer()).index("ix", ["a"]))
        => [
            "change: drop index ix of t",
            "change: create index ix on t (a)",
        ];
    "prefixes, one as long as its column" on [Mysql],
        sql "CREATE TABLE t (a varchar(300), KEY short (a(10)), KEY whole (a(300)))",
        after |op| op.create_table(table("t").column("a", varchar(300)).index("short", [asc("a").prefix(10)]).index("whole", ["a"]))
        => [];
    "a prefix of a text and of bytes" on [Mysql],
        sql "CREATE TABLE t (a text, b varbinary(300), KEY ia (a(20)), KEY ib (b(30)))",
        after |op| op.create_table(table("t").column("a", custom("text")).column("b", custom("varbinary(300)")).index("ia", [asc("a").prefix(20)]).index("ib", [asc("b").prefix(30)]))
        => [];
    "a spatial index" on [Mysql],
        sql "CREATE TABLE t (p point NOT NULL, SPATIAL KEY ix (p))",
        after |op| { op.create_table(table("t").column("p", custom("point").not_null())); op.create_index("ix", "t", ["p"]).using("spatial"); }
        => [];
    "columns whose names are keywords, or have dots, blanks and quotes" on [Sqlite, Postgres],
        sql "CREATE TABLE t (\"order\" integer, \"a.b\" integer, \"c d\" integer, \"e\"\"f\" integer, \"where\" integer);
                    CREATE INDEX ix ON t (\"order\", \"a.b\" DESC, \"c d\", \"e\"\"f\") WHERE \"where\" > 0",
        after |op| {
                    op.create_table(table("t").column("order", integer()).column("a.b", integer()).column("c d", integer()).column("e\"f", integer()).column("where", integer()));
                    op.create_index("ix", "t", [asc("order"), desc("a.b"), asc("c d"), asc("e\"f")]).filter("\"where\" > 0");
                }
        => [];
    "columns whose names are keywords, or have dots, blanks and quotes, on MariaDB" on [Mysql],
        sql "CREATE TABLE t (`order` integer, `a.b` integer, `c d` integer, `e``f` integer); CREATE INDEX ix ON t (`order`, `a.b`, `c d`, `e``f`)",
        after |op| op.create_table(table("t").column("order", integer()).column("a.b", integer()).column("c d", integer()).column("e`f", integer()).index("ix", ["order", "a.b", "c d", "e`f"]))
        => [];
};

tests!(filters_and_expressions, FILTERS_AND_EXPRESSIONS);

const FILTERS_AND_EXPRESSIONS: &[Case] = cases! {
    "a list of words in a filter" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), a integer); CREATE INDEX ix ON t (a) WHERE s IN ('a', 'b')",
        after |op| { op.create_table(table("t").column("s", varchar(20)).column("a", integer())); op.create_index("ix", "t", ["a"]).filter("s IN ('a', 'b')"); }
        => [];
    "a list of words in a filter after a dump" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), a integer);
                    CREATE INDEX ix ON t (a) WHERE ((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
        after |op| { op.create_table(table("t").column("s", varchar(20)).column("a", integer())); op.create_index("ix", "t", ["a"]).filter("s IN ('a', 'b')"); }
        => [];
    "another word in a filter" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), a integer); CREATE INDEX ix ON t (a) WHERE s IN ('a', 'b')",
        after |op| { op.create_table(table("t").column("s", varchar(20)).column("a", integer())); op.create_index("ix", "t", ["a"]).filter("s IN ('a', 'c')"); }
        => [
            "change: drop index ix of t",
            "change: create index ix on t (a)",
        ];
    "a list out of order" on [Sqlite, Postgres],
        sql "CREATE TABLE t (x integer); CREATE INDEX ix ON t (x) WHERE x IN (3, 1, 2)",
        after |op| { op.create_table(table("t").column("x", integer())); op.create_index("ix", "t", ["x"]).filter("x IN (3, 1, 2)"); }
        => [];
    "a list of one beside another condition" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), b integer); CREATE INDEX ix ON t (s) WHERE s IN ('a') AND b IS NULL",
        after |op| { op.create_table(table("t").column("s", varchar(20)).column("b", integer())); op.create_index("ix", "t", ["s"]).filter("s IN ('a') AND b IS NULL"); }
        => [];
    "a filter over several lines with comments" on [Sqlite],
        sql "CREATE TABLE t (a integer, b text);
                CREATE INDEX ix -- the open ones
                ON t (a, /* by name */ lower(b))
                WHERE a > 0 -- not WHERE b
                  AND b IS NOT NULL",
        after |op| { op.create_table(table("t").column("a", integer()).column("b", text())); op.create_index("ix", "t", [asc("a"), expression("lower(b)")]).filter("a > 0 AND b IS NOT NULL"); }
        => [];
    "an expression, cast by the server" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), n integer); CREATE INDEX ix ON t (lower(s), (n + 1))",
        after |op| op.create_table(table("t").column("s", varchar(20)).column("n", integer()).index("ix", [expression("lower(s)"), expression("n + 1")]))
        => [];
};

tests!(indexes_and_what_needs_them, INDEXES_AND_WHAT_NEEDS_THEM);

const INDEXES_AND_WHAT_NEEDS_THEM: &[Case] = cases! {
    "an index of a materialized view" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t; CREATE UNIQUE INDEX ix ON m (a)",
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_materialized_view("m", "SELECT a, b FROM t");
                    op.create_index("ix", "m", ["a"]).unique();
                }
        => [
            "unknown: materialized view m may differ: PostgreSQL prints a query in its own words, of which only relations and clauses are compared",
        ];
    "a materialized view whose query changes keeps its index" on [Postgres],
        before |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_materialized_view("m", "SELECT a, b FROM t");
                    op.create_index("ix", "m", ["a"]).unique();
                },
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_materialized_view("m", "SELECT a, b FROM t WHERE b > 0");
                    op.create_index("ix", "m", ["a"]).unique();
                }
        => [
            "change: drop materialized view m",
            "change: create materialized view m",
        ];
    "a unique index becomes a constraint that a foreign key uses" on [Sqlite, Postgres, Mysql],
        before |op| {
                    op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null()));
                    op.create_index("ux_p_code", "p", ["code"]).unique();
                    op.create_table(table("c").column("id", integer().primary_key()).column("code", integer()));
                    op.create_foreign_key("fk", "c", ["code"], "p", ["code"]);
                },
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()).column("code", integer().not_null()).unique("uq_p_code", ["code"]));
                    op.create_table(table("c").column("id", integer().primary_key()).column("code", integer()));
                    op.create_foreign_key("fk", "c", ["code"], "p", ["code"]);
                }
        => [
            "change: drop foreign key fk of c",
            "change: drop index ux_p_code of p",
            "change: add unique constraint uq_p_code to p: (code)",
            "change: add foreign key fk to c: (code) REFERENCES p (code)",
        ];
    "a unique key that a foreign key uses becomes the primary key" on [Sqlite, Postgres, Mysql],
        before |op| {
                    op.create_table(table("p").column("code", integer().not_null()).unique("uq_p_code", ["code"]));
                    op.create_table(table("c").column("id", integer().primary_key()).column("code", integer()));
                    op.create_foreign_key("fk", "c", ["code"], "p", ["code"]);
                },
        after |op| {
                    op.create_table(table("p").column("code", integer().not_null()).primary_key_named("pk_p", ["code"]));
                    op.create_table(table("c").column("id", integer().primary_key()).column("code", integer()));
                    op.create_foreign_key("fk", "c", ["code"], "p", ["code"]);
                }
        => [
            "change: drop foreign key fk of c",
            "change: drop unique constraint uq_p_code of p",
            "change: add primary key pk_p to p: (code)",
            "change: add foreign key fk to c: (code) REFERENCES p (code)",
        ];
    "the index that the server makes for a foreign key" on [Mysql],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (a integer, b integer, CONSTRAINT fkn FOREIGN KEY (a) REFERENCES p (id), FOREIGN KEY (b) REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("c").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fkn", "c", ["a"], "p", ["id"]);
                    op.create_foreign_key("c_ibfk_1", "c", ["b"], "p", ["id"]);
                }
        => [];
    "an index in place of the one that the server makes" on [Mysql],
        before |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("c").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fkn", "c", ["a"], "p", ["id"]);
                },
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("c").column("a", integer()).column("b", integer()).index("ix", ["a", "b"]));
                    op.create_foreign_key("fkn", "c", ["a"], "p", ["id"]);
                }
        => [
            "change: create index ix on c (a, b)",
        ];
    "an index that takes the place of the one that the server made is dropped again" on [Mysql],
        before |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("c").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fkn", "c", ["a"], "p", ["id"]);
                    op.create_index("ix", "c", ["a", "b"]);
                },
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("c").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fkn", "c", ["a"], "p", ["id"]);
                }
        => [
            "change: drop index ix of c",
        ];
    "two indexes on the columns of one of the model" on [Sqlite, Postgres, Mysql],
        sql "CREATE TABLE t (a integer, b integer); CREATE INDEX ia ON t (a); CREATE INDEX ib ON t (a)",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()).index("ix_t_a", ["a"]))
        => [
            "change: drop index ib of t",
            "change: rename index ia to ix_t_a",
        ];
    "two indexes on the columns of one of the model, which are not alike" on [Sqlite, Postgres, Mysql],
        sql "CREATE TABLE t (a integer, b integer); CREATE UNIQUE INDEX ia ON t (a); CREATE INDEX ib ON t (a)",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()).index("ix_t_a", ["a"]))
        => [
            "change: drop index ia of t",
            "change: rename index ib to ix_t_a",
        ];
    "an index of a partitioned table, and those of its partitions" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a);
                CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (0) TO (9);
                CREATE INDEX ix ON t (b)",
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()).partition_by("RANGE (a)").index("ix", ["b"]));
                    op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (9)");
                }
        => [];
    "an index of a partitioned table is dropped with those of its partitions" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a);
                CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (0) TO (9);
                CREATE INDEX ix ON t (b)",
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()).partition_by("RANGE (a)"));
                    op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (9)");
                }
        => [
            "change: drop index ix of t",
        ];
    "an index that only a partition has" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a);
                CREATE TABLE t_low PARTITION OF t FOR VALUES FROM (0) TO (9);
                CREATE INDEX ix ON t_low (b)",
        after |op| {
                    op.create_table(table("t").column("a", integer()).column("b", integer()).partition_by("RANGE (a)"));
                    op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (9)");
                }
        => [
            "not held: partition t_low of t has `INDEX ix`, which no operation says: it is not compared",
        ];
    "comments on an index and on a constraint" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT ck CHECK (a > 0)); CREATE INDEX ix ON t (a);
                    COMMENT ON INDEX ix IS 'for lists'; COMMENT ON CONSTRAINT ck ON t IS 'by law'",
        after |op| op.create_table(table("t").column("a", integer()).check("ck", "a > 0").index("ix", ["a"]))
        => [
            "not held: constraint ck of t has `COMMENT`, which no operation says: it is not compared",
            "not held: index ix of t has `COMMENT`, which no operation says: it is not compared",
        ];
    "a comment on an index that changes" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer); CREATE INDEX ix ON t (a); COMMENT ON INDEX ix IS 'for lists'",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()).index("ix", ["a", "b"]))
        => [
            "not held: index ix of t has `COMMENT`, which no operation says: it is not compared",
            "change: drop index ix of t",
            "change: create index ix on t (a, b)",
        ];
    "an index that a failed build left" on [Postgres],
        sql "CREATE TABLE t (a integer); CREATE INDEX ix ON t (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix'::regclass",
        after |op| op.create_table(table("t").column("a", integer()).index("ix", ["a"]))
        => [
            "change: create index ix on t (a)",
            "revision `r0` failed to apply",
            "  operation: create index ix on t (a)",
            "  sql: CREATE INDEX ix ON t (a)",
            "  cause: relation \"ix\" already exists",
            "  hint: a run that failed half way has left it, or it was created by hand: drop it, or stamp the revision when all of it is there",
        ];
    "an ignored index" on [Mysql],
        sql "CREATE TABLE t (a integer, KEY ix (a) IGNORED)",
        after |op| op.create_table(table("t").column("a", integer()).index("ix", ["a"]))
        => [
            "not held: index ix of t has `IGNORED`, which no operation says: it is not compared",
        ];
};
