//! Tables: created, dropped, renamed, and their options.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair, nothing, parent};

every_pair! {
    "a table", |op| nothing(op), |op| column!(op, integer());
    "a table with all its parts", |op| nothing(op), |op| {
        parent(op);
        op.create_table(
            table("t").column("id", integer().primary_key())
                .column("c", varchar(40).not_null().default("it's").unique().check("c <> 'x'"))
                .column("p_id", integer().references("p", "id").on_delete(Cascade))
                .index("ix_t_c", [desc("c")]),
        );
    };
    "two tables that reference each other" on [Postgres, Mysql], |op| nothing(op), |op| {
        op.create_table(table("a").column("id", integer().primary_key()).column("b_id", integer()));
        op.create_table(table("b").column("id", integer().primary_key()).column("a_id", integer().references("a", "id")));
        op.create_foreign_key("fk_a_b", "a", ["b_id"], "b", ["id"]);
    };
    "a table renamed" answered ["t=u"],
        |op| op.create_table(table("t").column("id", integer().primary_key_named("pk")).column("c", integer())),
        |op| op.create_table(table("u").column("id", integer().primary_key_named("pk")).column("c", integer()));
    "a renamed table that is referenced" answered ["t=u"], |op| {
        op.create_table(table("t").column("id", integer().primary_key_named("pk")));
        op.create_table(table("k").column("t_id", integer().references("t", "id").foreign_key_named("fk")));
    }, |op| {
        op.create_table(table("u").column("id", integer().primary_key_named("pk")));
        op.create_table(table("k").column("t_id", integer().references("u", "id").foreign_key_named("fk")));
    };
    "a comment of a table" on [Postgres, Mysql],
        |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).comment("it's \\ \"t\""));
    "another comment of a table" on [Postgres, Mysql],
        |op| op.create_table(table("t").column("id", integer()).comment("one")),
        |op| op.create_table(table("t").column("id", integer()).comment("other"));
    "STRICT" on [Sqlite],
        |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).strict());
    "WITHOUT ROWID" on [Sqlite],
        |op| op.create_table(table("t").column("id", integer().primary_key())),
        |op| op.create_table(table("t").column("id", integer().primary_key()).without_rowid());
    "UNLOGGED" on [Postgres],
        |op| op.create_table(table("t").column("id", integer())),
        |op| op.create_table(table("t").column("id", integer()).postgres_unlogged());
    "storage parameters" on [Postgres],
        |op| op.create_table(table("t").column("id", integer()).postgres_with("fillfactor", 70)),
        |op| op.create_table(table("t").column("id", integer()).postgres_with("fillfactor", 80).postgres_with("autovacuum_enabled", false));
    "a replica identity" on [Postgres],
        |op| op.create_table(table("t").column("id", integer().primary_key())),
        |op| op.create_table(table("t").column("id", integer().primary_key()).postgres_replica_identity(ReplicaIdentity::Full));
    "a storage engine" on [Mysql],
        |op| op.create_table(table("t").column("id", integer().primary_key())),
        |op| op.create_table(table("t").column("id", integer().primary_key()).mysql_engine("MyISAM"));
    "a row format" on [Mysql],
        |op| op.create_table(table("t").column("id", integer().primary_key())),
        |op| op.create_table(table("t").column("id", integer().primary_key()).mysql_row_format("COMPRESSED"));
    "a character set of a table" on [Mysql],
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(40))),
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(40)).mysql_charset("latin1"));
    "a collation of a table" on [Mysql],
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(40)).mysql_charset("latin1")),
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(40)).mysql_charset("latin1").mysql_collation("latin1_bin"));
    "partitions of MariaDB" on [Mysql],
        |op| op.create_table(table("t").column("id", integer().primary_key())),
        |op| op.create_table(table("t").column("id", integer().primary_key()).partition_by("HASH (id) PARTITIONS 2"));
    "more partitions of MariaDB" on [Mysql],
        |op| op.create_table(table("t").column("id", integer().primary_key()).partition_by("HASH (id) PARTITIONS 2")),
        |op| op.create_table(table("t").column("id", integer().primary_key()).partition_by("HASH (id) PARTITIONS 4"));
    "a partition of PostgreSQL" on [Postgres],
        |op| {
            op.create_table(table("t").column("id", integer().not_null()).partition_by("RANGE (id)"));
            op.create_partition("t_rest", "t", "DEFAULT");
        },
        |op| {
            op.create_table(table("t").column("id", integer().not_null()).partition_by("RANGE (id)"));
            op.create_partition("t_rest", "t", "DEFAULT");
            op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
        };
    "other bounds of a partition" on [Postgres],
        |op| {
            op.create_table(table("t").column("id", integer().not_null()).partition_by("RANGE (id)"));
            op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
        },
        |op| {
            op.create_table(table("t").column("id", integer().not_null()).partition_by("RANGE (id)"));
            op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (200)");
        };
    "a partitioned table" on [Postgres], |op| nothing(op), |op| {
        op.create_table(
            table("t").column("id", integer().not_null()).column("c", integer()).primary_key(["id"])
                .partition_by("LIST (id)").index("ix_t_c", ["c"]),
        );
        op.create_partition("t_low", "t", "FOR VALUES IN (1, 2)");
        op.create_partition("t_rest", "t", "DEFAULT");
    };
    "a column of a partitioned table" on [Postgres],
        |op| {
            op.create_table(table("t").column("id", integer().not_null()).partition_by("RANGE (id)"));
            op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
        },
        |op| {
            op.create_table(table("t").column("id", integer().not_null()).column("c", varchar(9)).partition_by("RANGE (id)").index("ix_t_c", ["c"]));
            op.create_partition("t_low", "t", "FOR VALUES FROM (0) TO (100)");
        };
}
