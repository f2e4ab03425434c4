//! Indexes: created, dropped, renamed, and every option.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair};

every_pair! {
    "an index", |op| column!(op, integer()), |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); };
    "an index of more columns", |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c", "n"]); };
    "an index in another order", |op| { column!(op, integer()); op.create_index("ix", "t", ["c", "n"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["n", "c"]); };
    "an index renamed", |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("iy", "t", ["c"]); };
    "a unique index", |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).unique(); };
    "a descending index", |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", [desc("c")]); };
    "NULLS FIRST" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", [asc("c").nulls_first()]); };
    "NULLS LAST of a descending index" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", [desc("c")]); }, |op| { column!(op, integer()); op.create_index("ix", "t", [desc("c").nulls_last()]); };
    "NULLS NOT DISTINCT" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).unique(); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).unique().nulls_not_distinct(); };
    "a filter" on [Sqlite, Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).filter("n > 0"); };
    "another filter" on [Sqlite, Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).filter("n > 0"); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).filter("n > 1"); };
    "INCLUDE" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).include(["n"]); };
    "an expression" on [Sqlite, Postgres], |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [expression("lower(c)")]); };
    "another expression" on [Sqlite, Postgres], |op| { column!(op, varchar(40)); op.create_index("ix", "t", [expression("upper(c)")]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [expression("lower(c)")]); };
    "a collation of SQLite" on [Sqlite], |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [asc("c").collate("NOCASE")]); };
    "a collation of PostgreSQL" on [Postgres], |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [asc("c").collate("C")]); };
    "an operator class" on [Postgres], |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [asc("c").operator_class("varchar_pattern_ops")]); };
    "a method" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).using("hash"); };
    "a storage parameter" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).with("fillfactor", 70); };
    "another storage parameter" on [Postgres], |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).with("fillfactor", 70); }, |op| { column!(op, integer()); op.create_index("ix", "t", ["c"]).with("fillfactor", 80); };
    "a prefix" on [Mysql], |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [asc("c").prefix(10)]); };
    "another prefix" on [Mysql], |op| { column!(op, varchar(40)); op.create_index("ix", "t", [asc("c").prefix(12)]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", [asc("c").prefix(10)]); };
    "a full-text index" on [Mysql], |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]); }, |op| { column!(op, varchar(40)); op.create_index("ix", "t", ["c"]).using("fulltext"); };
    "an index beside a foreign key", |op| {
        op.create_table(table("p").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id"));
    }, |op| {
        op.create_table(table("p").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id"));
        op.create_index("ix", "t", ["c"]);
    };
    "an index of more columns beside a foreign key", |op| {
        op.create_table(table("p").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id"));
        op.create_index("ix", "t", ["c"]);
    }, |op| {
        op.create_table(table("p").column("id", integer().primary_key()));
        column!(op, integer().references("p", "id"));
        op.create_index("ix", "t", ["c", "n"]);
    };
    "an index of a materialized view" on [Postgres], |op| {
        column!(op, integer());
        op.create_materialized_view("m", "SELECT id, c FROM t WHERE c > 0");
    }, |op| {
        column!(op, integer());
        op.create_materialized_view("m", "SELECT id, c FROM t WHERE c > 0");
        op.create_index("ix", "m", ["c"]);
    };
    "an index of a materialized view whose query is known" on [Postgres], |op| {
        column!(op, integer());
        op.create_materialized_view("m", "SELECT id, c FROM t");
        op.create_index("ix", "m", ["c"]);
    }, |op| {
        column!(op, integer());
        op.create_materialized_view("m", "SELECT id, c FROM t");
        op.create_index("ix", "m", ["c", "id"]);
    };
}
