//! The canonical form of every operation, and its digest as users' logs keep it.

use std::collections::BTreeSet;

use migrate_runtime::op::encode::{Encode as _, Encoder, Places};
use migrate_runtime::op::{Op, Recorded, RunStep, digest};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Origin;

use crate::completeness::{all_variants, variant};
use crate::support::record;

/// A script, its canonical form and its digest.
struct Pinned {
    operations: Vec<Recorded>,
    json: &'static str,
    digest: &'static str,
}

fn pinned(
    json: &'static str,
    digest: &'static str,
    revision: impl FnOnce(&mut Op<NoTx>),
) -> Pinned {
    Pinned { operations: record(revision), json, digest }
}

/// One script for each kind of operation, most with everything that can be said of it.
///
/// A digest below must never change within a form: it is in the logs of databases, and `current -v`
/// would warn of edits that nobody made. When an operation must be written otherwise, raise `FORM`
/// of `op/digest.rs` and the `FORMAT` of `op/encode`, and pin the new digests then.
fn table_of_digests() -> Vec<Pinned> {
    vec![
        pinned(
            r#"[{"kind":"create_table","table":{"name":"users","columns":[{"name":"id","type":"big_int","not_null":true,"identity":{}}],"constraints":[{"kind":"primary_key","name":"pk_users","columns":["id"]}]}}]"#,
            "3:0664935062c93586",
            |op| {
                op.create_table(table("users").column("id", big_int().primary_key().identity()));
            },
        ),
        pinned(
            r#"[{"kind":"create_table","table":{"name":["audit","entries"],"columns":[{"name":"a","type":"small_int","not_null":true,"default":{"value":-1}},{"name":"b","type":"integer","not_null":true,"default":{"sql":"abs(-1)"}},{"name":"c","type":{"numeric":{"precision":10,"scale":2}},"default":{"value":{"decimal":"19.90"}}},{"name":"d","type":"real","default":{"value":1}},{"name":"e","type":"double","default":{"value":{"float":"0.5"}}},{"name":"f","type":"boolean","not_null":true,"default":{"value":false}},{"name":"g","type":{"varchar":10},"default":{"value":"\"-\"\n"},"collation":"nocase"},{"name":"h","type":{"char":2}},{"name":"i","type":"text","comment":"any length"},{"name":"j","type":"binary","default":{"value":{"bytes":"00ff"}}},{"name":"k","type":"json"},{"name":"l","type":"jsonb"},{"name":"m","type":{"array":"text"},"default":{"value":"{}"}},{"name":"n","type":{"enumeration":{"name":"mood","values":["sad","happy"]}},"default":{"value":"happy"}},{"name":"o","type":{"custom":"tsvector"}},{"name":"p","type":"integer","generated":{"expression":"length(i)","stored":true}},{"name":"q","type":"text","generated":{"expression":"upper(i)"}},{"name":"r","type":"date","default":"today"},{"name":"s","type":"time"},{"name":"t","type":"timestamp","default":"now"},{"name":"u","type":"timestamptz"},{"name":"v","type":"interval"},{"name":"w","type":"uuid"},{"name":"x","type":{"unsigned":"big_int"},"not_null":true,"identity":{"generation":"always","start":10,"increment":5}},{"name":"y","type":"text","mysql":{"charset":"utf8mb4","invisible":true}},{"name":"z","type":"timestamp","mysql":{"on_update_now":true}}],"constraints":[{"kind":"unique","name":"uq_entries_b","columns":["b"]},{"kind":"check","name":"ck_entries_i","expression":"length(i) < 1000"},{"kind":"primary_key","name":"pk_entries","columns":["a","b"]},{"kind":"unique","name":"uq","columns":["c"]},{"kind":"check","name":"ck","expression":"d > 0"},{"kind":"foreign_key","name":"fk","columns":["a"],"table":["app","t"],"referenced":["a"],"on_delete":"set_null","on_update":"set_default","deferrable":"initially_deferred"}],"indexes":[{"name":"ix","columns":[{"column":"a","descending":true},{"column":"g","collation":"nocase"},{"expression":"lower(g)"}]}],"comment":"all of it","options":{"strict":true,"without_rowid":true,"partition_by":{"postgres":"RANGE (a)","mysql":"HASH (a)"},"unlogged":true,"storage":[["fillfactor","70"]],"tablespace":"fast","engine":"InnoDB","charset":"utf8mb4","collation":"utf8mb4_bin","row_format":"DYNAMIC"}},"if_not_exists":true}]"#,
            "3:5368f48ac088529f",
            |op| {
                op.create_table(
                    table(("audit", "entries"))
                        .column("a", small_int().not_null().default(-1))
                        .column("b", integer().default(sql("abs(-1)")).unique())
                        .column("c", numeric(10, 2).default(decimal("19.90")))
                        .column("d", real().default(1))
                        .column("e", double().default(0.5))
                        .column("f", boolean().not_null().default(false))
                        .column("g", varchar(10).default("\"-\"\n").collate("nocase"))
                        .column("h", char(2))
                        .column("i", text().check("length(i) < 1000").comment("any length"))
                        .column("j", binary().default(b"\x00\xff"))
                        .column("k", json())
                        .column("l", jsonb())
                        .column("m", array(text()).default("{}"))
                        .column("n", enumeration("mood", ["sad", "happy"]).default("happy"))
                        .column("o", custom("tsvector"))
                        .column("p", integer().generated("length(i)"))
                        .column("q", text().generated_virtual("upper(i)"))
                        .column("r", date().default(today()))
                        .column("s", time())
                        .column("t", timestamp().default(now()))
                        .column("u", timestamptz())
                        .column("v", interval())
                        .column("w", uuid())
                        .column(
                            "x",
                            big_int()
                                .unsigned()
                                .identity_with(Identity::always().start_with(10).increment_by(5)),
                        )
                        .column("y", text().mysql_charset("utf8mb4").mysql_invisible())
                        .column("z", timestamp().mysql_on_update_now())
                        .primary_key(["a", "b"])
                        .unique("uq", ["c"])
                        .check("ck", "d > 0")
                        .foreign_key(
                            foreign_key("fk", ["a"], ("app", "t"), ["a"])
                                .on_delete(SetNull)
                                .on_update(SetDefault)
                                .deferrable_initially_deferred(),
                        )
                        .index(
                            "ix",
                            [desc("a"), asc("g").collate("nocase"), expression("lower(g)")],
                        )
                        .comment("all of it")
                        .if_not_exists()
                        .strict()
                        .without_rowid()
                        .partition_by(per_dialect().postgres("RANGE (a)").mysql("HASH (a)"))
                        .postgres_unlogged()
                        .postgres_with("fillfactor", 70)
                        .postgres_tablespace("fast")
                        .mysql_engine("InnoDB")
                        .mysql_charset("utf8mb4")
                        .mysql_collation("utf8mb4_bin")
                        .mysql_row_format("DYNAMIC"),
                );
            },
        ),
        pinned(r#"[{"kind":"drop_table","table":"users"}]"#, "3:c4edaec45a8f508b", |op| {
            op.drop_table("users");
        }),
        pinned(
            r#"[{"kind":"rename_table","table":["app","users"],"to":"accounts"}]"#,
            "3:bacfa97c362cb9a0",
            |op| {
                op.rename_table(("app", "users"), "accounts");
            },
        ),
        pinned(
            r#"[{"kind":"set_table_comment","table":"users","comment":"people"},{"kind":"set_table_comment","table":"users"}]"#,
            "3:a7635aac74d13d45",
            |op| {
                op.create_table_comment("users", "people");
                op.drop_table_comment("users");
            },
        ),
        pinned(
            r#"[{"kind":"add_column","table":"users","column":{"name":"team","type":"big_int"},"constraints":[{"kind":"foreign_key","name":"fk_users_team_teams","columns":["team"],"table":"teams","referenced":["id"],"on_delete":"cascade"}]}]"#,
            "3:0a4163fb2cd9ac80",
            |op| {
                op.add_column(
                    "users",
                    "team",
                    big_int().references("teams", "id").on_delete(Cascade),
                );
            },
        ),
        pinned(
            r#"[{"kind":"drop_column","table":"users","column":"team"}]"#,
            "3:41e05fba8ae39b20",
            |op| {
                op.drop_column("users", "team");
            },
        ),
        pinned(
            r#"[{"kind":"alter_column","table":"users","column":"name","change":{"rename":"display_name","type":{"varchar":200},"using":"trim(name)","not_null":true,"default":{"value":"nobody"},"collation":"nocase","comment":"what others see"}},{"kind":"alter_column","table":"users","column":"name","change":{"not_null":false,"default":null,"identity":null,"comment":null}}]"#,
            "3:90d1c99e3cbc2f2e",
            |op| {
                op.alter_column("users", "name")
                    .set_type(varchar(200))
                    .using("trim(name)")
                    .not_null()
                    .default("nobody")
                    .collate("nocase")
                    .comment("what others see")
                    .rename_to("display_name");
                op.alter_column("users", "name")
                    .nullable()
                    .drop_default()
                    .drop_comment()
                    .drop_identity();
            },
        ),
        pinned(
            r#"[{"kind":"create_index","table":"posts","index":{"name":"ix","columns":[{"expression":"lower(title)","descending":true}],"unique":true,"filter":"deleted_at IS NULL","include":["id"],"method":"btree","nulls_not_distinct":true,"storage":[["fillfactor","70"]],"tablespace":"fast"},"concurrently":true}]"#,
            "3:bb5cfa44ba754a7e",
            |op| {
                op.create_index("ix", "posts", [expression("lower(title)").descending()])
                    .unique()
                    .filter("deleted_at IS NULL")
                    .include(["id"])
                    .using("btree")
                    .nulls_not_distinct()
                    .with("fillfactor", 70)
                    .tablespace("fast")
                    .concurrently();
            },
        ),
        pinned(
            r#"[{"kind":"drop_index","table":"posts","name":"ix","concurrently":true}]"#,
            "3:cf108edce246b1a0",
            |op| {
                op.drop_index("ix", "posts").concurrently();
            },
        ),
        pinned(
            r#"[{"kind":"rename_index","table":"posts","name":"ix","to":"ix_posts_title"}]"#,
            "3:e267dea07dcba37a",
            |op| {
                op.rename_index("ix", "posts", "ix_posts_title");
            },
        ),
        pinned(
            r#"[{"kind":"add_constraint","table":"posts","constraint":{"kind":"foreign_key","name":"fk","columns":["editor_id"],"table":"users","referenced":["id"],"not_valid":true}},{"kind":"add_constraint","table":"posts","constraint":{"kind":"check","name":"ck","expression":"length(title) > 0","not_valid":true}},{"kind":"add_constraint","table":"posts","constraint":{"kind":"unique","name":"uq","columns":["title"],"nulls_not_distinct":true,"deferrable":"initially_deferred"}},{"kind":"add_constraint","table":"posts","constraint":{"kind":"primary_key","name":"pk","columns":["id"]}},{"kind":"add_constraint","table":"bookings","constraint":{"kind":"exclude","name":"ex","method":"gist","elements":[{"expression":"room","operator":"="},{"expression":"during","operator":"&&"}],"filter":"NOT cancelled","deferrable":"initially_deferred"}}]"#,
            "3:b1a78172eb3396b9",
            |op| {
                op.create_foreign_key("fk", "posts", ["editor_id"], "users", ["id"]).not_valid();
                op.create_check_constraint("ck", "posts", "length(title) > 0").not_valid();
                op.create_unique_constraint("uq", "posts", ["title"])
                    .nulls_not_distinct()
                    .deferrable_initially_deferred();
                op.create_primary_key("pk", "posts", ["id"]);
                op.create_exclude_constraint(
                    "ex",
                    "bookings",
                    "gist",
                    [("room", "="), ("during", "&&")],
                )
                .filter("NOT cancelled")
                .deferrable_initially_deferred();
            },
        ),
        pinned(
            r#"[{"kind":"drop_constraint","table":"posts","name":"fk","constraint_kind":"foreign_key"},{"kind":"drop_constraint","table":"posts","name":"uq","constraint_kind":"unique"},{"kind":"drop_constraint","table":"posts","name":"pk","constraint_kind":"primary_key"},{"kind":"drop_constraint","table":"posts","name":"ck","constraint_kind":"check"},{"kind":"drop_constraint","table":"bookings","name":"ex","constraint_kind":"exclude"}]"#,
            "3:aa6be04d6957c5e1",
            |op| {
                op.drop_foreign_key("fk", "posts");
                op.drop_unique_constraint("uq", "posts");
                op.drop_primary_key("pk", "posts");
                op.drop_check_constraint("ck", "posts");
                op.drop_exclude_constraint("ex", "bookings");
            },
        ),
        pinned(
            r#"[{"kind":"rename_constraint","table":"posts","name":"uq","to":"uq_posts_title"}]"#,
            "3:1b92a65ff0ffd0cb",
            |op| {
                op.rename_constraint("uq", "posts", "uq_posts_title");
            },
        ),
        pinned(
            r#"[{"kind":"validate_constraint","table":"posts","name":"ck"}]"#,
            "3:4efe735e39d24f21",
            |op| {
                op.validate_constraint("ck", "posts");
            },
        ),
        pinned(r#"[{"kind":"create_schema","name":"audit"}]"#, "3:d3cbb8600675d83f", |op| {
            op.create_schema("audit");
        }),
        pinned(r#"[{"kind":"drop_schema","name":"audit"}]"#, "3:68e36c555a400c5c", |op| {
            op.drop_schema("audit");
        }),
        pinned(
            r#"[{"kind":"create_enum","enum":{"name":"mood","values":["sad","happy"]}}]"#,
            "3:0711a5d2fdea5326",
            |op| {
                op.create_enum("mood", ["sad", "happy"]);
            },
        ),
        pinned(
            r#"[{"kind":"add_enum_value","name":"mood","value":"content","after":"sad"},{"kind":"add_enum_value","name":"mood","value":"furious","before":"sad"},{"kind":"add_enum_value","name":"mood","value":"calm"}]"#,
            "3:7e3b029fde93c1a7",
            |op| {
                op.add_enum_value("mood", "content").after("sad");
                op.add_enum_value("mood", "furious").before("sad");
                op.add_enum_value("mood", "calm");
            },
        ),
        pinned(
            r#"[{"kind":"rename_enum_value","name":"mood","from":"sad","to":"blue"}]"#,
            "3:f03f9e368c7dbf4a",
            |op| {
                op.rename_enum_value("mood", "sad", "blue");
            },
        ),
        pinned(r#"[{"kind":"drop_enum","name":"mood"}]"#, "3:a5eb88aa1caa2564", |op| {
            op.drop_enum("mood");
        }),
        pinned(
            r#"[{"kind":"create_view","view":{"name":"admins","query":{"sqlite":"SELECT 1","postgres":"SELECT 2"}}}]"#,
            "3:aa29183dfce4f317",
            |op| {
                op.create_view("admins", per_dialect().sqlite("SELECT 1").postgres("SELECT 2"));
            },
        ),
        pinned(r#"[{"kind":"drop_view","name":"admins"}]"#, "3:92477200a9b1d821", |op| {
            op.drop_view("admins");
        }),
        pinned(
            r#"[{"kind":"create_materialized_view","view":{"name":"sales","query":"SELECT 1 AS one","no_data":true}}]"#,
            "3:11a7775a5c35d8c0",
            |op| {
                op.create_materialized_view("sales", "SELECT 1 AS one").with_no_data();
            },
        ),
        pinned(
            r#"[{"kind":"drop_materialized_view","name":"sales"}]"#,
            "3:13cb139363be7f0d",
            |op| {
                op.drop_materialized_view("sales");
            },
        ),
        pinned(
            r#"[{"kind":"refresh_materialized_view","name":"sales","concurrently":true}]"#,
            "3:e8d2711bb3aeaa11",
            |op| {
                op.refresh_materialized_view("sales").concurrently();
            },
        ),
        pinned(
            r#"[{"kind":"create_function","function":{"name":"tax","arguments":"amount numeric","definition":"RETURNS numeric RETURN amount * 0.2"}}]"#,
            "3:ebdd7e040a0cd6d4",
            |op| {
                op.create_function("tax", "amount numeric", "RETURNS numeric RETURN amount * 0.2");
            },
        ),
        pinned(
            r#"[{"kind":"create_function","function":{"name":"tax","arguments":"amount numeric","definition":"RETURNS numeric RETURN amount * 0.2"},"replace":true}]"#,
            "3:add3f5c2ae6655d6",
            |op| {
                op.create_function("tax", "amount numeric", "RETURNS numeric RETURN amount * 0.2")
                    .or_replace();
            },
        ),
        pinned(
            r#"[{"kind":"create_function","function":{"name":"one","arguments":"","definition":"RETURNS integer RETURN 1"}}]"#,
            "3:4579189ea67dbb34",
            |op| {
                op.create_function("one", "", "RETURNS integer RETURN 1");
            },
        ),
        pinned(
            r#"[{"kind":"alter_column","table":"t","column":"a","change":{"mysql":{"charset":"latin1","on_update_now":false,"invisible":true}}}]"#,
            "3:9ca3e7fd107f23b4",
            |op| {
                op.alter_column("t", "a")
                    .mysql_charset("latin1")
                    .drop_mysql_on_update_now()
                    .mysql_invisible();
            },
        ),
        pinned(
            r#"[{"kind":"drop_function","name":"tax","arguments":"amount numeric"}]"#,
            "3:787cbca4d053fc1c",
            |op| {
                op.drop_function("tax", "amount numeric");
            },
        ),
        pinned(
            r#"[{"kind":"create_sequence","sequence":{"name":"bills","options":{"start":10,"increment":5,"minimum":1,"maximum":99,"cache":2,"cycle":true}}},{"kind":"create_sequence","sequence":{"name":"plain"}}]"#,
            "3:2f1160532f186a3f",
            |op| {
                op.create_sequence("bills")
                    .start_with(10)
                    .increment_by(5)
                    .min_value(1)
                    .max_value(99)
                    .cache(2)
                    .cycle();
                op.create_sequence("plain");
            },
        ),
        pinned(
            r#"[{"kind":"alter_sequence","name":"bills","options":{"cycle":false}}]"#,
            "3:0fa8d54009c7757b",
            |op| {
                op.alter_sequence("bills").no_cycle();
            },
        ),
        pinned(r#"[{"kind":"drop_sequence","name":"bills"}]"#, "3:3bd6de8e0289d6fd", |op| {
            op.drop_sequence("bills");
        }),
        pinned(
            r#"[{"kind":"create_partition","table":"events","partition":{"name":"events_2026","bounds":"FOR VALUES FROM (2026) TO (2027)"}}]"#,
            "3:3876083d89347eea",
            |op| {
                op.create_partition("events_2026", "events", "FOR VALUES FROM (2026) TO (2027)");
            },
        ),
        pinned(
            r#"[{"kind":"drop_partition","table":"events","name":"events_2026"}]"#,
            "3:25dc6156503bd49b",
            |op| {
                op.drop_partition("events_2026", "events");
            },
        ),
        pinned(
            r#"[{"kind":"attach_partition","table":"events","partition":{"name":"events_2027","bounds":"DEFAULT"}}]"#,
            "3:0dbea6e2bf4a0bc2",
            |op| {
                op.attach_partition("events_2027", "events", "DEFAULT");
            },
        ),
        pinned(
            r#"[{"kind":"detach_partition","table":"events","name":"events_2027","concurrently":true}]"#,
            "3:8220f1e63e123538",
            |op| {
                op.detach_partition("events_2027", "events").concurrently();
            },
        ),
        pinned(r#"[{"kind":"create_extension","name":"pg_trgm"}]"#, "3:cea71dc83f5d2f60", |op| {
            op.create_extension("pg_trgm");
        }),
        pinned(
            r#"[{"kind":"create_extension","name":"citext","if_not_exists":true}]"#,
            "3:e6c67927e8d0ec7f",
            |op| {
                op.create_extension("citext").if_not_exists();
            },
        ),
        pinned(
            r#"[{"kind":"drop_table","table":"t","if_exists":true},{"kind":"add_column","table":"t","column":{"name":"a","type":"text"},"if_not_exists":true},{"kind":"create_index","table":"t","index":{"name":"ix","columns":[{"column":"a"}],"unique":true},"if_not_exists":true}]"#,
            "3:3397f2648ab97686",
            |op| {
                op.if_exists().drop_table("t");
                op.if_not_exists().add_column("t", "a", text());
                op.create_index("ix", "t", ["a"]).if_not_exists().unique();
            },
        ),
        Pinned {
            operations: record(|op: &mut Op| {
                op.lock_timeout(std::time::Duration::from_secs(4));
                op.statement_timeout(std::time::Duration::ZERO);
                op.lock_table("t");
            }),
            json: r#"[{"kind":"lock_timeout","milliseconds":4000},{"kind":"statement_timeout","milliseconds":0},{"kind":"lock_table","table":"t"}]"#,
            digest: "3:02fb17741c3bbd25",
        },
        pinned(
            r#"[{"kind":"rename_enum","name":["app","mood"],"to":"temper"}]"#,
            "3:6340923cc291d5fc",
            |op| {
                op.rename_enum(("app", "mood"), "temper");
            },
        ),
        pinned(
            r#"[{"kind":"set_enum_values","name":"mood","values":["glad","sad"],"replaced":[["happy","glad"]]},{"kind":"set_enum_values","name":"mood","values":["sad"]}]"#,
            "3:418bf0593b7fb8c3",
            |op| {
                op.set_enum_values("mood", ["glad", "sad"]).replace("happy", "glad");
                op.set_enum_values("mood", ["sad"]);
            },
        ),
        pinned(
            r#"[{"kind":"execute","sql":"ANALYZE","effect":[],"undo":"nothing"},{"kind":"execute","sql":"CLUSTER t","undo":{"sql":{"postgres":"SELECT 1"}}}]"#,
            "3:3971ddf3681a06f3",
            |op| {
                op.execute("ANALYZE").effect(|_| {}).nothing_to_undo();
                op.execute("CLUSTER t").undo(per_dialect().postgres("SELECT 1"));
            },
        ),
        pinned(
            r#"[{"kind":"create_table","table":{"name":"t","columns":[{"name":"a","type":"string","type_on":{"postgres":{"custom":"citext"},"mysql":{"varchar":255}}},{"name":"b","type":{"custom":"DATETIME"},"default":"now"}],"constraints":[{"kind":"check","name":"ck","expression":{"sqlite":"a > 0","postgres":""}},{"kind":"unique","name":"uq","columns":["a"],"deferrable":"initially_immediate"}]}},{"kind":"alter_column","table":"t","column":"a","change":{"type":"text","type_on":{"sqlite":"integer"},"using":{"postgres":"a::text"}}}]"#,
            "3:10d544ad1144b629",
            |op| {
                op.create_table(
                    table("t")
                        .column("a", string().on_postgres(custom("citext")).on_mysql(varchar(255)))
                        .column("b", custom("DATETIME").like(timestamp()).default(now()))
                        .check("ck", per_dialect().sqlite("a > 0").postgres(""))
                        .unique_constraint(unique("uq", ["a"]).deferrable_initially_immediate()),
                );
                op.alter_column("t", "a")
                    .set_type(text().on_sqlite(integer()))
                    .using(per_dialect().postgres("a::text"));
            },
        ),
        pinned(
            r#"[{"kind":"alter_table","table":"t","change":{"strict":true,"without_rowid":false,"partition_by":{"mysql":"HASH (a)"},"unlogged":true,"storage":[["fillfactor","70"]],"reset_storage":["parallel_workers"],"tablespace":"fast","replica_identity":"full","engine":"InnoDB","charset":"utf8mb4","collation":"utf8mb4_bin","row_format":"DYNAMIC"}},{"kind":"alter_table","table":"t","change":{"partition_by":null,"unlogged":false,"replica_identity":{"index":"ix"}}},{"kind":"alter_table","table":"t","change":{"replica_identity":"nothing"}}]"#,
            "3:d52eff369ab7f31a",
            |op| {
                op.alter_table("t")
                    .strict()
                    .with_rowid()
                    .partition_by(per_dialect().mysql("HASH (a)"))
                    .postgres_unlogged()
                    .postgres_with("fillfactor", 70)
                    .postgres_reset("parallel_workers")
                    .postgres_tablespace("fast")
                    .postgres_replica_identity(ReplicaIdentity::Full)
                    .mysql_engine("InnoDB")
                    .mysql_charset("utf8mb4")
                    .mysql_collation("utf8mb4_bin")
                    .mysql_row_format("DYNAMIC");
                op.alter_table("t")
                    .remove_partitioning()
                    .postgres_logged()
                    .postgres_replica_identity(ReplicaIdentity::Index("ix".to_owned()));
                op.alter_table("t").postgres_replica_identity(ReplicaIdentity::Nothing);
            },
        ),
        pinned(
            r#"[{"kind":"reindex","table":"t"},{"kind":"reindex","table":"t","index":"ix","concurrently":true}]"#,
            "3:9b1c2e4935f36664",
            |op| {
                op.reindex("t");
                op.reindex("t").index("ix").concurrently();
            },
        ),
        pinned(
            r#"[{"kind":"create_table","table":{"name":"t","columns":[{"name":"a","type":"integer"},{"name":"b","type":"integer","mysql":{"position":"first"}}],"constraints":[{"kind":"unique","name":"uq","columns":["a"],"include":["b"]},{"kind":"foreign_key","name":"fk","columns":["a"],"table":"u","referenced":["a"],"match_full":true}],"options":{"replica_identity":{"index":"uq"}}}},{"kind":"alter_column","table":"t","column":"a","change":{"mysql":{"position":{"after":"b"}}}},{"kind":"create_sequence","sequence":{"name":"s","owner":{"table":"t","column":"a"}}},{"kind":"alter_sequence","name":"s","options":{},"owner":null}]"#,
            "3:89f27e79c4219289",
            |op| {
                op.create_table(
                    table("t")
                        .column("a", integer())
                        .column("b", integer().mysql_first())
                        .unique_constraint(unique("uq", ["a"]).include(["b"]))
                        .foreign_key(foreign_key("fk", ["a"], "u", ["a"]).match_full())
                        .postgres_replica_identity(ReplicaIdentity::Index("uq".to_owned())),
                );
                op.alter_column("t", "a").mysql_after("b");
                op.create_sequence("s").owned_by("t", "a");
                op.alter_sequence("s").owned_by_none();
            },
        ),
        pinned(r#"[{"kind":"drop_extension","name":"pg_trgm"}]"#, "3:84f6c585c86fc8f1", |op| {
            op.drop_extension("pg_trgm");
        }),
        pinned(
            r#"[{"kind":"create_trigger","trigger":{"name":"touch","table":"posts","event":"AFTER UPDATE","body":"BEGIN SELECT 1; END"}}]"#,
            "3:bbc7821e8f8bcdca",
            |op| {
                op.create_trigger("touch", "posts", "AFTER UPDATE", "BEGIN SELECT 1; END");
            },
        ),
        pinned(
            r#"[{"kind":"drop_trigger","table":"posts","name":"touch"}]"#,
            "3:40e02f10eed30454",
            |op| {
                op.drop_trigger("touch", "posts");
            },
        ),
        pinned(
            r#"[{"kind":"insert","table":"roles","columns":["name","level","rate","since","until"],"rows":[["admin",9223372036854775807,{"float":"0.1"},{"sql":"CURRENT_TIMESTAMP"},null]],"on_conflict":{"do_nothing":["name"]}},{"kind":"insert","table":"roles","columns":["name","level"],"rows":[["editor",2],["member",1]],"on_conflict":{"do_update":["name"]}}]"#,
            "3:b1e8f5d443374ce6",
            |op| {
                op.insert("roles")
                    .set("name", "admin")
                    .set("level", i64::MAX)
                    .set("rate", 0.1)
                    .set("since", now())
                    .set("until", null())
                    .on_conflict_do_nothing(["name"]);
                op.bulk_insert("roles", ["name", "level"], [("editor", 2), ("member", 1)])
                    .on_conflict_do_update(["name"]);
            },
        ),
        pinned(
            r#"[{"kind":"update","table":"roles","set":[{"column":"level","to":{"operator":"=","left":{"column":"level"},"right":1}},{"column":"title","to":{"sql":"upper(name)"}}],"filter":{"operator":"AND","left":{"operator":"AND","left":{"operator":"AND","left":{"operator":">","left":{"column":"level"},"right":0},"right":{"operator":"OR","left":{"operator":"<","left":{"column":"level"},"right":9},"right":{"is_null":{"column":"level"}}}},"right":{"not":{"operand":{"column":"name"},"in":["robot","guest"]}}},"right":{"operator":"AND","left":{"operator":"AND","left":{"operator":"AND","left":{"operator":"<>","left":{"column":"a"},"right":1},"right":{"operator":"<=","left":{"column":"b"},"right":2}},"right":{"operator":">=","left":{"column":"c"},"right":3}},"right":{"is_not_null":{"column":"d"}}}}},{"kind":"update","table":"roles","set":[{"column":"level","to":0}]}]"#,
            "3:80931104bc6642e7",
            |op| {
                op.update("roles")
                    .set("level", col("level").eq(1))
                    .set("title", sql("upper(name)"))
                    .filter(col("level").gt(0).and(col("level").lt(9).or(col("level").is_null())))
                    .filter(!col("name").is_in(["robot", "guest"]))
                    .filter(
                        col("a")
                            .ne(1)
                            .and(col("b").le(2))
                            .and(col("c").ge(3))
                            .and(col("d").is_not_null()),
                    );
                op.update("roles").set("level", 0_u8);
            },
        ),
        pinned(
            r#"[{"kind":"delete","table":"roles","filter":{"operator":"LIKE","left":{"column":"name"},"right":"level %"}},{"kind":"delete","table":"roles"}]"#,
            "3:6055c00dfcfc8d13",
            |op| {
                op.delete("roles").filter(col("name").like("level %"));
                op.delete("roles").all_rows();
            },
        ),
        pinned(
            r#"[{"kind":"execute","sql":"ANALYZE"},{"kind":"execute","sql":{"mysql":"CREATE TABLE t (a INT)"},"effect":[{"kind":"create_table","table":{"name":"t","columns":[{"name":"a","type":"integer"}]}}]},{"kind":"execute","sql":"VACUUM","effect":[]}]"#,
            "3:49c65bde62882519",
            |op| {
                op.execute("ANALYZE");
                op.execute(per_dialect().mysql("CREATE TABLE t (a INT)"))
                    .effect(|op| op.create_table(table("t").column("a", integer())));
                op.execute("VACUUM").effect(|_| {});
            },
        ),
        pinned(
            r#"[{"kind":"run"},{"kind":"run","offline":"SELECT 1"}]"#,
            "3:deb3ec36151294fd",
            |op| {
                op.run(|_: &mut diesel::SqliteConnection| Ok(()));
                op.run(|_: &mut diesel::SqliteConnection| Ok(())).offline("SELECT 1");
            },
        ),
    ]
}

#[test]
fn a_pinned_digest_never_changes_within_a_form() {
    for Pinned { operations, json, digest: pinned } in table_of_digests() {
        let mut out = Encoder::new(Places::LeftOut);
        out.list(operations.iter().map(|recorded| &recorded.operation));
        assert_eq!(out.into_text(), json);
        assert_eq!(digest(&operations), pinned, "{json}");
    }
}

#[test]
fn every_operation_has_a_pinned_digest() {
    let pinned = table_of_digests();
    let kinds = pinned.iter().flat_map(|pinned| &pinned.operations);
    let seen: BTreeSet<_> = kinds.map(|recorded| variant(&recorded.operation)).collect();
    let missing: Vec<_> = all_variants().filter(|variant| !seen.contains(variant)).collect();
    assert_eq!(missing, []);
}

#[test]
fn a_digest_does_not_depend_on_places() {
    let mut operations = record(|op: &mut Op| {
        op.drop_table("users");
    });
    let before = digest(&operations);
    operations[0].origin = Origin::new("elsewhere.rs", 1, 1);
    assert_eq!(digest(&operations), before);
}

#[test]
fn places_and_types_are_part_of_what_is_exported() {
    let step = RunStep::opaque("diesel::SqliteConnection", Some("SELECT 1".into()));
    let origin = Origin::new("src/versions/a.rs", 3, 8);
    let recorded = Recorded { operation: migrate_runtime::op::Operation::Run(step), origin };
    let mut out = Encoder::new(Places::AsRecorded);
    recorded.encode(&mut out);
    assert_eq!(
        out.into_text(),
        r#"{"operation":{"kind":"run","connection":"diesel::SqliteConnection","offline":"SELECT 1"},"origin":{"file":"src/versions/a.rs","line":3,"column":8}}"#
    );
}
