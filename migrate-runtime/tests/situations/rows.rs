//! Rows that revisions write: many, of every kind, with values at the ends of their types.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("thousands of rows, none, and numbers at the ends of their types")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("n")
                        .column("id", integer().primary_key())
                        .column("i", big_int())
                        .column("f", double())
                        .column("d", numeric(30, 10))
                        .column("t", text()),
                );
                op.bulk_insert("n", ["id", "t"], (0..5000).map(|i| (i, format!("row {i} '\\"))));
                op.bulk_insert("n", ["id"], Vec::<(i32,)>::new());
                op.bulk_insert(
                    "n",
                    ["id", "i", "f", "d", "t"],
                    [
                        (10001, i64::MIN, f64::MIN_POSITIVE, decimal("-12345678901234567890.0123456789"), Some("x")),
                        (10002, i64::MAX, 1e308, decimal("0"), None),
                        (10003, 0, 123_456_789.123_456_79, decimal("1"), None),
                    ],
                );
            })
            .query("SELECT count(*), max(id), max(t) FROM n", str![[r#"
5003|10003|x

"#]])
            .query_on([SQLITE], "SELECT i, f FROM n WHERE id > 10000 ORDER BY id", str![[r#"
-9223372036854775808|2.2250738585072e-308
9223372036854775807|1.0e+308
0|123456789.123457

"#]])
            .query_on([POSTGRES], "SELECT i, f, d FROM n WHERE id > 10000 ORDER BY id", str![[r#"
-9223372036854775808|2.2250738585072014e-308|-12345678901234567890.0123456789
9223372036854775807|1e+308|0.0000000000
0|123456789.12345679|1.0000000000

"#]])
            .query_on([MARIADB], "SELECT i, f, d FROM n WHERE id > 10000 ORDER BY id", str![[r#"
-9223372036854775808|2.2250738585072014e-308|-12345678901234567890.0123456789
9223372036854775807|1e308|0.0000000000
0|123456789.12345679|1.0000000000

"#]]),
        situation("an infinite number")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("n").column("id", integer().primary_key()).column("f", double()),
                );
                op.insert("n").set("id", 1).set("f", f64::INFINITY);
            })
            .refused(MARIADB, str![[r#"
cannot insert a row into n: MariaDB and MySQL have no number inf
  hint: write `null()`, or a number

"#]])
            .query_on([SQLITE], "SELECT * FROM n", str![[r#"
1|Inf

"#]])
            .query_on([POSTGRES], "SELECT * FROM n", str![[r#"
1|Infinity

"#]]),
        situation("a text with a NUL character")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("m").column("id", integer().primary_key()).column("t", text()),
                );
                op.insert("m").set("id", 1).set("t", "a\0b");
            })
            .refused(SQLITE, str![[r#"
cannot insert a row into m: a text constant holds a NUL character, at which SQLite would cut it
  hint: write the value as bytes, or take the character out

"#]])
            .refused(POSTGRES, str![[r#"
cannot insert a row into m: a text holds a NUL character, which PostgreSQL has no place for
  hint: take the character out, or write the value as bytes

"#]])
            .query_on([MARIADB], "SELECT id, hex(t) FROM m", str![[r#"
1|610062

"#]]),
        situation("lists, documents and intervals with quotes and words for NULL")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("l")
                        .column("id", integer().primary_key())
                        .column(
                            "t",
                            array(text())
                                .not_null()
                                .default("{\"a,b\",\"NULL\",\"q\\\"x\",\"it's\"}"),
                        )
                        .column("n", array(integer()).default("{}"))
                        .column(
                            "j",
                            jsonb()
                                .not_null()
                                .default("{\"a\": \"it's \\\\ \\u00e9 \\\"q\\\"\"}"),
                        )
                        .column("u", uuid().default("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"))
                        .column("iv", interval().default("1 day 02:03:04.5"))
                        .column("b", binary().default(b"\\'\x00"))
                        .column("ts", array(timestamptz())),
                );
                op.insert("l").set("id", 1);
                op.alter_column("l", "t").set_type(array(varchar(30)));
                op.alter_column("l", "n").set_type(array(big_int()));
            })
            .query("SELECT * FROM l", str![[r#"
1|{"a,b","NULL","q\"x",it's}|{}|{"a": "it's \\ é \"q\""}|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|1 day 02:03:04.5|\x5c2700|NULL

"#]]),
        situation("a pattern escapes its signs")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("s", varchar(20)),
                );
                let texts = ["50%", "500", "a_b", "axb", "c\\d"];
                for (id, text) in (1..).zip(texts) {
                    op.insert("t").set("id", id).set("s", text);
                }
                op.delete("t").filter(col("s").like("50\\%"));
                op.delete("t").filter(col("s").like("a\\_b") | col("s").like(sql("'c\\\\\\\\d'")));
                op.delete("t").filter(col("s").like("c\\\\d"));
            })
            .irreversible("rows are gone")
            .query("SELECT id, s FROM t ORDER BY id", str![[r#"
2|500
4|axb

"#]]),
        situation("a list of values has a NULL")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("n", integer())
                        .column("hit", integer().not_null().default(0)),
                );
                op.bulk_insert("t", ["id", "n"], [(1, Some(1)), (2, None), (3, Some(3))]);
                op.update("t").set("hit", 1).filter(col("n").is_in([Some(1), None]));
                op.update("t").set("hit", 2).filter(!col("n").is_in([Some(1), None]));
            })
            .query("SELECT id, hit FROM t ORDER BY id", str![[r#"
1|1
2|1
3|2

"#]]),
    ]
}
