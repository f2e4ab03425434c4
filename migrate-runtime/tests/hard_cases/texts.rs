//! Comments, character sets and collations.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(cases, TEXTS);

const ODD: &str = "it's; \"x\" \\ \n */ -- $$ %s {} \t é";

const TEXTS: &[Case] = cases! {
    "an empty comment is none" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key().comment("")).comment(""))
        => [];
    "comments with every mark" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key().comment(ODD)).comment(ODD))
        => [];
    "a comment changes to one with every mark" on [Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key())),
        after |op| op.create_table(table("t").column("id", integer().primary_key().comment(ODD)).comment(ODD))
        => [
            "change: comment on table t",
            "change: alter column t.id: comment",
        ];
    "a comment goes with its column, its table" on [Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", integer().comment("x")).comment("y")),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).comment("y"))
        => [
            "change: drop column t.c",
        ];
    "a column has the collation of its table" on [Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(20)).mysql_charset("utf8mb4").mysql_collation("utf8mb4_unicode_ci")),
        sql "ALTER TABLE t MODIFY c varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
        => [];
    "character sets that are said without their collation" on [Mysql],
        sql "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, c varchar(20) CHARACTER SET latin1, d varchar(20) COLLATE latin1_swedish_ci) CHARACTER SET utf8mb4",
        after |op| op.create_table(table("t").column("id", integer().primary_key())
            .column("c", varchar(20).collate("latin1_swedish_ci").mysql_charset("latin1"))
            .column("d", varchar(20).mysql_charset("latin1")))
        => [];
    "the old name of a character set" on [Mysql],
        sql "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, c varchar(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin) CHARACTER SET utf8",
        after |op| op.create_table(table("t").column("id", integer().primary_key())
            .column("c", varchar(20).mysql_charset("utf8").collate("utf8_bin")).mysql_charset("utf8"))
        => [];
    "collations of the newest kind" on [Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key())
            .column("c", varchar(20).collate("uca1400_ai_ci")).column("d", varchar(20).collate("utf8mb4_uca1400_as_cs")))
        => [];
    "another collation under a unique index" on [Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(20).unique().collate("utf8mb4_bin").mysql_charset("utf8mb4"))),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("c", varchar(20).unique().collate("utf8mb4_unicode_ci").mysql_charset("utf8mb4")))
        => [
            "change: alter column t.c: COLLATE utf8mb4_unicode_ci",
        ];
    "another collation of a key and what references it" on [Mysql],
        before |op| {
            op.create_table(table("p").column("id", varchar(20).primary_key().collate("utf8mb4_bin").mysql_charset("utf8mb4")));
            op.create_table(table("c").column("p", varchar(20).collate("utf8mb4_bin").mysql_charset("utf8mb4").references("p", "id")));
        },
        after |op| {
            op.create_table(table("p").column("id", varchar(20).primary_key().collate("utf8mb4_unicode_ci").mysql_charset("utf8mb4")));
            op.create_table(table("c").column("p", varchar(20).collate("utf8mb4_unicode_ci").mysql_charset("utf8mb4").references("p", "id")));
        }
        => [
            "change: drop foreign key fk_c_p_p of c",
            "change: alter column c.p: COLLATE utf8mb4_unicode_ci",
            "change: alter column p.id: COLLATE utf8mb4_unicode_ci",
            "change: add foreign key fk_c_p_p to c: (p) REFERENCES p (id)",
        ];
    "another collation of a key and what references it on PostgreSQL" on [Postgres],
        before |op| {
            op.create_table(table("p").column("id", varchar(20).primary_key()));
            op.create_table(table("c").column("p", varchar(20).references("p", "id")));
        },
        after |op| {
            op.create_table(table("p").column("id", varchar(20).primary_key().collate("C")));
            op.create_table(table("c").column("p", varchar(20).references("p", "id").collate("C")));
        }
        => [
            "change: alter column c.p: COLLATE C",
            "change: alter column p.id: COLLATE C",
        ];
    "an index says the collation that its column has" on [Postgres],
        before |op| {
            op.create_table(table("t").column("c", text().collate("C")).column("d", text()));
            op.create_index("a", "t", [asc("c").collate("C")]);
            op.create_index("b", "t", [asc("d").collate("C")]);
        }
        => [];
    "an index says the collation that its column has on SQLite" on [Sqlite],
        before |op| {
            op.create_table(table("t").column("c", text().collate("NOCASE")).column("d", text()));
            op.create_index("a", "t", [asc("c").collate("nocase")]);
            op.create_index("b", "t", [asc("d").collate("BINARY")]);
        }
        => [];
};
