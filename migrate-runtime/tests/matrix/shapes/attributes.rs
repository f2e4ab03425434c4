//! Attributes of columns and tables that single databases have.

use migrate_runtime::prelude::*;

use super::{Family, Shape, column, every_shape};

every_shape! {
    "a collation of SQLite" on [Sqlite], |op| column!(op, varchar(40).collate("NOCASE").not_null().default("x")),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'B')";
    "a collation of PostgreSQL" on [Postgres], |op| column!(op, varchar(40).collate("C").not_null().default("x")),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'B')";
    "a collation of MariaDB" on [Mysql], |op| column!(op, varchar(40).collate("utf8mb4_bin").not_null().default("x")),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'B')";
    "a unique text with a collation of MariaDB" on [Mysql], |op| column!(op, varchar(40).collate("utf8mb4_bin").unique()),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'A')";
    "a character set of MariaDB" on [Mysql], |op| {
        column!(op, varchar(40).mysql_charset("latin1").collate("latin1_general_cs").comment("it's"));
    }, "INSERT INTO t (id, c) VALUES (1, 'é'), (2, NULL)";
    "a table with a character set of MariaDB" on [Mysql], |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", varchar(40).not_null().default("x"))
            .column("n", integer().not_null().default(1)).column("plain", text())
            .mysql_charset("latin1").mysql_collation("latin1_bin").comment("it's"),
    ), "INSERT INTO t (id, c) VALUES (1, 'é'), (2, 'x')";
    "a table of MyISAM" on [Mysql], |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", varchar(40))
            .column("n", integer().not_null().default(1)).mysql_engine("MyISAM").mysql_row_format("DYNAMIC"),
    ), "INSERT INTO t (id, c) VALUES (1, 'é'), (2, NULL)";
    "a time that an UPDATE sets" on [Mysql], |op| column!(op, timestamp().not_null().default(now()).mysql_on_update_now()),
        "INSERT INTO t (id) VALUES (1), (2)";
    "a time with a zone that an UPDATE sets" on [Mysql], |op| column!(op, timestamptz().default(now()).mysql_on_update_now().comment("seen")),
        "INSERT INTO t (id) VALUES (1), (2)";
    "an invisible column" on [Mysql], |op| column!(op, integer().default(3).comment("h").mysql_invisible()),
        "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "an invisible column that is NOT NULL" on [Mysql], |op| column!(op, varchar(40).not_null().default("x").mysql_invisible()),
        "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'b')";
    "an identity that is always given" on [Postgres], |op| op.create_table(
        table("t").column("c", big_int().primary_key().identity_with(Identity::always().start_with(100)))
            .column("id", integer()).column("n", integer().not_null().default(1)),
    ), "INSERT INTO t (id) VALUES (1), (2)";
    "a serial" on [Postgres], |op| op.create_table(
        table("t").column("c", integer().primary_key().identity_with(Identity::serial()))
            .column("id", integer()).column("n", integer().not_null().default(1)),
    ), "INSERT INTO t (id) VALUES (1), (2)";
    "an identity that is no key", |op| column!(op, big_int().unique().identity()),
        "INSERT INTO t (id) VALUES (1), (2)";
    "a strict table" on [Sqlite], |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", integer())
            .column("n", integer().not_null().default(1)).strict(),
    ), "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "a table without rowid" on [Sqlite], |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", varchar(40))
            .column("n", integer().not_null().default(1)).without_rowid(),
    ), "INSERT INTO t (id, c) VALUES (1, 'a'), (2, NULL)";
    "an unlogged table" on [Postgres], |op| op.create_table(
        table("t").column("id", integer().primary_key()).column("c", integer())
            .column("n", integer().not_null().default(1)).postgres_unlogged().postgres_with("fillfactor", 70),
    ), "INSERT INTO t (id, c) VALUES (1, 7), (2, NULL)";
    "everything of a column", |op| op.create_table(
        table("t").column("id", integer().primary_key())
            .column("c", varchar(40).not_null().default("it's").comment("what's \\ \"c\"").unique().check("c <> 'x'"))
            .column("n", integer().not_null().default(1)).index("ix_t_n_c", [asc("n"), desc("c")]).comment("all of it"),
    ), "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'b')";
}
