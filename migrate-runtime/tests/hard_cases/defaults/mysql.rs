//! Defaults on MariaDB.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("four kinds of nothing")
            .made("CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b varchar(9) NOT NULL, c varchar(9) DEFAULT '', d varchar(9) DEFAULT 'NULL', e varchar(9) NOT NULL DEFAULT '')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(9))
                        .column("b", varchar(9).not_null())
                        .column("c", varchar(9).default(""))
                        .column("d", varchar(9).default("NULL"))
                        .column("e", varchar(9).not_null().default("")),
                );
            })
            .outcome(str![""]),
        held("four kinds of nothing, each another")
            .made("CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b varchar(9) NOT NULL, c varchar(9) DEFAULT '', d varchar(9) DEFAULT 'NULL')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(9).default(""))
                        .column("b", varchar(9).not_null().default(""))
                        .column("c", varchar(9).default("NULL"))
                        .column("d", varchar(9)),
                );
            })
            .outcome(str![[r#"
change: alter column t.a: DEFAULT ''
change: alter column t.b: DEFAULT ''
change: alter column t.c: DEFAULT '' -> 'NULL'
change: alter column t.d: drop DEFAULT

"#]]),
        held("characters that are written with a backslash")
            .made("CREATE TABLE t (id int PRIMARY KEY, a varchar(40) DEFAULT 'it''s \\\\ 100%\\n%s', b text DEFAULT '\"\\t', c varchar(9) DEFAULT '\\'')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(40).default("it's \\ 100%\n%s"))
                        .column("b", custom("text").default("\"\t"))
                        .column("c", varchar(9).default("'")),
                );
            })
            .outcome(str![""]),
        held("defaults with characters that are written with a backslash are new")
            .revisions(single!(varchar(90)))
            .model(single!(varchar(90).default("it's \\ 100%\n\"%s\" {x} \t\u{e9}")))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 'it\'s \\ 100%\n\"%s\" {x} \té'

"#]]),
        held("the time, with the precision of its column")
            .made(
                "CREATE TABLE t (id int PRIMARY KEY, a datetime DEFAULT now(), b datetime(6) DEFAULT now(6), c timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
                d datetime(3) DEFAULT current_timestamp(3), e datetime NULL DEFAULT localtime)",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", custom("datetime").default(sql("now()")))
                        .column("b", timestamp().default(now()))
                        .column("c", timestamptz().not_null().default(now()).mysql_on_update_now())
                        .column("d", custom("datetime(3)").default(sql("now(3)")))
                        .column("e", custom("datetime").default(sql("CURRENT_TIMESTAMP"))),
                );
            })
            .outcome(str![""]),
        held("the day")
            .made("CREATE TABLE t (id int PRIMARY KEY, a date DEFAULT (current_date), b date DEFAULT curdate(), c time DEFAULT (current_time))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", date().default(today()))
                        .column("b", date().default(sql("(CURRENT_DATE)")))
                        .column("c", custom("time").default(sql("curtime()"))),
                );
            })
            .outcome(str![""]),
        held("expressions")
            .made(
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(9) DEFAULT (concat('a', 'b')), b char(36) DEFAULT (uuid()), c int DEFAULT (1), d varchar(9) DEFAULT ('x'),
                e int DEFAULT (1+2), f varchar(9) DEFAULT (concat('a',1)), g double DEFAULT (rand() + 1), h int DEFAULT (length('a b') + 1), i varchar(9) DEFAULT (concat('it''s', 'a\\\\b')))",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(9).default(sql("concat('a', 'b')")))
                        .column("b", char(36).default(sql("uuid()")))
                        .column("c", integer().default(1))
                        .column("d", varchar(9).default("x"))
                        .column("e", integer().default(sql("1+2")))
                        .column("f", varchar(9).default(sql("concat('a',1)")))
                        .column("g", double().default(sql("rand() + 1")))
                        .column("h", integer().default(sql("length('a b') + 1")))
                        .column("i", varchar(9).default(sql("concat('it''s', 'a\\\\b')"))),
                );
            })
            .outcome(str![""]),
        held("expressions are new")
            .revisions(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("g", double())
                        .column("h", integer()),
                );
            })
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("g", double().default(sql("rand() + 1")))
                        .column("h", integer().default(sql("length('a b') + 1"))),
                );
            })
            .outcome(str![[r#"
change: alter column t.g: DEFAULT rand() + 1
change: alter column t.h: DEFAULT length('a b') + 1

"#]]),
        held("bytes that are padded")
            .made("CREATE TABLE t (id int PRIMARY KEY, c binary(3) DEFAULT 'a', d varbinary(3) DEFAULT 'a', e binary(2) DEFAULT x'00ff')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("binary(3)").default("a"))
                        .column("d", custom("varbinary(3)").default("a"))
                        .column("e", custom("binary(2)").default(sql("x'00ff'"))),
                );
            })
            .outcome(str![[r#"
unknown: column t.e may differ: MariaDB prints bytes that are no text as `?` in a default

"#]]),
        held("other bytes of which the server prints the same")
            .made("CREATE TABLE t (id int PRIMARY KEY, c binary(2) DEFAULT x'00fe', d varbinary(2) DEFAULT x'fe')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("binary(2)").default(sql("x'00ff'")))
                        .column("d", custom("varbinary(2)").default(sql("x'ff'"))),
                );
            })
            .outcome(str![[r#"
unknown: column t.c may differ: MariaDB prints bytes that are no text as `?` in a default
unknown: column t.d may differ: MariaDB prints bytes that are no text as `?` in a default

"#]]),
        held("a text without a bound")
            .made("CREATE TABLE t (id int PRIMARY KEY, c longtext DEFAULT 'x', d blob DEFAULT 'y', e tinytext DEFAULT (concat('a', 'b')))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", text().default("x"))
                        .column("d", custom("blob").default("y"))
                        .column("e", custom("tinytext").default(sql("concat('a', 'b')"))),
                );
            })
            .outcome(str![""]),
        held("a text without a bound loses its default")
            .made("CREATE TABLE t (id int PRIMARY KEY, c longtext DEFAULT 'x')")
            .model(single!(text()))
            .outcome(str![[r#"
change: alter column t.c: drop DEFAULT

"#]]),
        held("numbers in the scale of their column")
            .made("CREATE TABLE t (id int PRIMARY KEY, a dec(10,2) DEFAULT 0, b dec(10,2) DEFAULT '1.5', c float DEFAULT 1e10, d double DEFAULT 0.1, e bool DEFAULT true, f bit(3) DEFAULT 5, g bigint DEFAULT -5000000000)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", numeric(10, 2).default(0))
                        .column("b", numeric(10, 2).default(decimal("1.5")))
                        .column("c", real().default(1e10))
                        .column("d", double().default(0.1))
                        .column("e", boolean().default(true))
                        .column("f", custom("bit(3)").default(sql("b'101'")))
                        .column("g", big_int().default(-5_000_000_000_i64)),
                );
            })
            .outcome(str![""]),
        held("type and default change")
            .revisions(single!(varchar(10).not_null().default("1.5")))
            .rows("INSERT INTO t VALUES (1, '2.5')")
            .model(single!(numeric(6, 2).not_null().default(decimal("2.25"))))
            .outcome(str![[r#"
change: alter column t.c: varchar(10) -> numeric(6, 2), DEFAULT '1.5' -> 2.25
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is varchar(10), is the same again after it was numeric(6, 2)

"#]]),
    ];
    held::on_mysql("held_defaults", cases);
}
