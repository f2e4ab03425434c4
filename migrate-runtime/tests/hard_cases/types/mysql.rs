//! Types on MariaDB.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("display widths")
            .made("CREATE TABLE t (id int(5) PRIMARY KEY, a int(11), b int(3), c bigint(7) unsigned, d smallint(2), e mediumint(4))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", integer())
                        .column("b", custom("int(9)"))
                        .column("c", big_int().unsigned())
                        .column("d", small_int())
                        .column("e", custom("mediumint")),
                );
            })
            .outcome(str![""]),
        held("a width that counts")
            .made("CREATE TABLE t (id int PRIMARY KEY, c int(5) zerofill, d tinyint(2))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("int(6) unsigned zerofill"))
                        .column("d", boolean()),
                );
            })
            .outcome(str![[r#"
change: alter column t.c: int(5) unsigned zerofill -> int(6) unsigned zerofill
change: alter column t.d: tinyint -> boolean
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is int(5) unsigned zerofill, is the same again after it was int(6) unsigned zerofill

"#]]),
        held("a truth value with no sign")
            .made("CREATE TABLE t (id int PRIMARY KEY, c tinyint(1) unsigned DEFAULT 1)")
            .rows("INSERT INTO t VALUES (1, 1)")
            .model(single!(boolean().default(true)))
            .outcome(str![[r#"
change: alter column t.c: tinyint unsigned -> boolean, DEFAULT 1 -> true
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is tinyint unsigned, is the same again after it was boolean

"#]]),
        held("JSON")
            .made("CREATE TABLE t (id int PRIMARY KEY, c json, d json NOT NULL DEFAULT '{}', e json DEFAULT (json_object()))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", json())
                        .column("d", jsonb().not_null().default("{}"))
                        .column("e", json().default(sql("json_object()"))),
                );
            })
            .outcome(str![""]),
        held("JSON that was converted to another character set with its table")
            .made("CREATE TABLE t (id int PRIMARY KEY, c json); ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
            .model(single!(json()))
            .outcome(str![""]),
        held("text that is checked for JSON by hand, in other words")
            .made("CREATE TABLE t (id int PRIMARY KEY, c longtext, d longtext, CONSTRAINT k CHECK (json_valid(c) AND c <> '1'))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", json())
                        .column("d", json()),
                );
            })
            .outcome(str![[r#"
change: drop check constraint k of t
change: alter column t.c: text -> json
change: alter column t.d: text -> json
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is text, is the same again after it was json

"#]]),
        held("digits and sign of numbers with a point")
            .made(
                "CREATE TABLE t (id int PRIMARY KEY, a float(8,2), b double unsigned, c decimal(8,2) unsigned, d double(10,3),
                e float unsigned, f decimal(4) zerofill)",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", custom("FLOAT(8, 2)"))
                        .column("b", custom("double unsigned"))
                        .column("c", custom("numeric(8,2) unsigned"))
                        .column("d", custom("double precision(10,3)"))
                        .column("e", custom("float unsigned"))
                        .column("f", custom("decimal(4,0) unsigned zerofill")),
                );
            })
            .outcome(str![""]),
        held("numbers with a point that lose their sign or digits")
            .made("CREATE TABLE t (id int PRIMARY KEY, a float(8,2), b double unsigned, c decimal(8,2) unsigned)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", real())
                        .column("b", double())
                        .column("c", numeric(8, 2)),
                );
            })
            .outcome(str![[r#"
change: alter column t.a: float(8,2) -> real
change: alter column t.b: double unsigned -> double
change: alter column t.c: decimal(8,2) unsigned -> numeric(8, 2)
not exactly back: alter column t.a cannot be undone: not every value of column `a` of table `t`, which is float(8,2), is the same again after it was real

"#]]),
        held("synonyms of types")
            .made(
                "CREATE TABLE t (id int PRIMARY KEY, a real, b dec, c year, d bit, e nvarchar(10), f int AS (id + 1) PERSISTENT,
                g national char(3), h double precision, i fixed(5,1), j int4, k middleint, l long varchar, m character varying(7))",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", custom("real"))
                        .column("b", custom("dec"))
                        .column("c", custom("year"))
                        .column("d", custom("bit"))
                        .column("e", custom("nvarchar(10)"))
                        .column("f", integer().generated("id + 1"))
                        .column("g", custom("national char(3)"))
                        .column("h", custom("double precision"))
                        .column("i", custom("fixed(5,1)"))
                        .column("j", custom("int4"))
                        .column("k", custom("middleint"))
                        .column("l", custom("long varchar"))
                        .column("m", custom("character varying(7)")),
                );
            })
            .outcome(str![""]),
        held("types that MariaDB alone has")
            .made("CREATE TABLE t (id int PRIMARY KEY, a uuid, b inet4, c inet6 DEFAULT '::1', d uuid DEFAULT uuid())")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", uuid())
                        .column("b", custom("INET4"))
                        .column("c", custom("inet6").default("::1"))
                        .column("d", uuid().default(sql("uuid()"))),
                );
            })
            .outcome(str![""]),
        held("a type that is changed keeps what it does not say")
            .revisions(|op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column(
                        "c",
                        varchar(20).not_null().default("x").comment("it's").collate("utf8mb4_bin"),
                    ),
                );
            })
            .model(|op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column(
                        "c",
                        varchar(30).not_null().default("x").comment("it's").collate("utf8mb4_bin"),
                    ),
                );
            })
            .outcome(str![[r#"
change: alter column t.c: varchar(20) -> varchar(30)

"#]]),
    ];
    held::on_mysql("held_types", cases);
}
