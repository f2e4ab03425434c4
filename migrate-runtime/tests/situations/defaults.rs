//! Defaults, comments and constants whose text is hard to quote, beside other changes.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::situation::{MARIADB, POSTGRES, SQLITE, Situation, situation};

pub(crate) fn situations() -> Vec<Situation> {
    vec![
        situation("columns of text, JSON and bytes get defaults on a table with rows")
            .revision("a", |op: &mut Op| {
                op.create_table(table("pages").column("id", integer().primary_key()));
            })
            .rows("INSERT INTO pages VALUES (1)")
            .revision("b", |op: &mut Op| {
                op.add_column("pages", "body", text().not_null().default("it's empty"));
                op.add_column("pages", "meta", json().not_null().default("{\"k\": \"v\\\\n\"}"));
                op.add_column("pages", "raw", binary().not_null().default(b"\x00\xff'\\"));
            })
            .revision("c", |op: &mut Op| {
                op.alter_column("pages", "body").default("other");
                op.alter_column("pages", "meta").drop_default();
                op.alter_column("pages", "raw").rename_to("bytes");
            })
            .query(
                "SELECT id, body, meta FROM pages",
                str![[r#"
1|it's empty|{"k": "v\\n"}

"#]],
            ),
        situation("backslashes, quotes, control characters and placeholders in constants")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("words")
                        .column("id", integer().primary_key())
                        .column(
                            "w",
                            varchar(100)
                                .not_null()
                                .default("C:\\temp\\")
                                .comment("a \\ 'b' \"c\" \n d"),
                        )
                        .column("n", integer())
                        .comment("it's; -- a /* table */ \\"),
                );
                op.bulk_insert(
                    "words",
                    ["id", "w"],
                    [
                        (1, "\\"),
                        (2, "\\'"),
                        (3, "''\\n"),
                        (4, "line\nbreak\ttab\r"),
                        (5, "%s :name ?1 $1 {x}"),
                        (6, "--x /* y */ ; z"),
                        (7, "\u{1F980}\u{200B}\u{00E9}"),
                        (8, "$$a$$ $b$"),
                        (9, "\"dq\" `bt`"),
                    ],
                );
                op.update("words").set("w", "a\\b").filter(col("w").eq("''\\n"));
                op.delete("words").filter(col("w").eq("\\'"));
            })
            .notes(
                SQLITE,
                str![[r#"
SQLite keeps no comments: the one of table `words` is left out

"#]],
            )
            .revision("b", |op: &mut Op| {
                op.alter_column("words", "n").set_type(big_int());
                op.alter_column("words", "w").comment("\\");
            })
            .rows("INSERT INTO words (id) VALUES (20)")
            .query_on(
                [SQLITE, MARIADB],
                "SELECT id, hex(w) FROM words ORDER BY id",
                str![[r#"
1|5C
3|615C62
4|6C696E650A627265616B097461620D
5|2573203A6E616D65203F31202431207B787D
6|2D2D78202F2A2079202A2F203B207A
7|F09FA680E2808BC3A9
8|242461242420246224
9|226471222060627460
20|433A5C74656D705C

"#]],
            )
            .query_on(
                [POSTGRES],
                "SELECT id, upper(encode(convert_to(w, 'utf8'), 'hex')) FROM words ORDER BY id",
                str![[r#"
1|5C
3|615C62
4|6C696E650A627265616B097461620D
5|2573203A6E616D65203F31202431207B787D
6|2D2D78202F2A2079202A2F203B207A
7|F09FA680E2808BC3A9
8|242461242420246224
9|226471222060627460
20|433A5C74656D705C

"#]],
            ),
        situation("what only MariaDB says of a column survives changes beside it")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key().identity())
                        .column("made_at", timestamp().not_null().default(now()))
                        .column(
                            "changed_at",
                            timestamp()
                                .not_null()
                                .default(now())
                                .mysql_on_update_now()
                                .comment("when"),
                        )
                        .column(
                            "moved_at",
                            timestamptz().not_null().default(now()).mysql_on_update_now(),
                        )
                        .column(
                            "secret",
                            integer().unsigned().not_null().default(3).mysql_invisible(),
                        )
                        .column(
                            "code",
                            char(8)
                                .not_null()
                                .mysql_charset("ascii")
                                .collate("ascii_bin")
                                .default("abc")
                                .comment("it's"),
                        ),
                );
            })
            .rows("INSERT INTO t (made_at) VALUES ('2020-01-01')")
            .revision("b", |op: &mut Op| {
                op.alter_column("t", "changed_at").nullable();
                op.alter_column("t", "moved_at").rename_to("went_at");
                op.alter_column("t", "secret").default(7);
                op.alter_column("t", "code").set_type(char(12));
                op.alter_column("t", "made_at").drop_default();
            })
            .query(
                "SELECT made_at, code, secret FROM t",
                str![[r#"
2020-01-01 00:00:00.000000|abc|3

"#]],
            ),
        situation("letters outside ASCII in expressions")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("e")
                        .column("id", integer().primary_key())
                        .column("a", varchar(20).not_null().default("x"))
                        .column("b", varchar(90).default(sql("concat(a, 'é')")))
                        .column("c", varchar(9).check("c <> 'é'"))
                        .column("g", varchar(30).generated("concat(a, 'ü')")),
                );
            })
            .rows("INSERT INTO e (id, c) VALUES (1, 'q')")
            .revision("b", |op: &mut Op| {
                op.alter_column("e", "b").not_null();
                op.alter_column("e", "c").not_null();
            })
            .rows("INSERT INTO e (id, c) VALUES (2, 'q')")
            .query(
                "SELECT id, hex(b), hex(g) FROM e ORDER BY id",
                str![[r#"
1|78C3A9|78C3BC
2|78C3A9|78C3BC

"#]],
            ),
        situation("letters of three bytes in defaults, words and comments")
            .on([MARIADB])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("e")
                        .column("id", integer().primary_key())
                        .column("a", varchar(20).not_null().default("é漢").comment("ü漢"))
                        .column("t", text().default("é漢"))
                        .column("k", enumeration("kk", ["é", "漢"]).not_null().default("漢")),
                );
            })
            .rows("INSERT INTO e (id) VALUES (1)")
            .revision("b", |op: &mut Op| {
                op.alter_column("e", "a").nullable();
                op.alter_column("e", "t").not_null();
                op.alter_column("e", "k").nullable();
            })
            .rows("INSERT INTO e (id) VALUES (2)")
            .query(
                "SELECT id, hex(a), hex(t), hex(k) FROM e ORDER BY id",
                str![[r#"
1|C3A9E6BCA2|C3A9E6BCA2|E6BCA2
2|C3A9E6BCA2|C3A9E6BCA2|E6BCA2

"#]],
            ),
        situation("a default is a query")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("n", integer().default(sql("(SELECT 1)"))),
                );
            })
            .refused(SQLITE, str![[r#"
cannot create table t: the default of column `n` is a query, which no default may be
  hint: give the rows the value with `op.update(..)`, and new ones with a trigger

"#]])
            .refused(POSTGRES, str![[r#"
cannot create table t: the default of column `n` is a query, which no default may be
  hint: give the rows the value with `op.update(..)`, and new ones with a trigger

"#]])
            .refused(MARIADB, str![[r#"
cannot create table t: the default of column `n` is a query, which no default may be
  hint: give the rows the value with `op.update(..)`, and new ones with a trigger

"#]]),
        situation("a default names another column")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("n", integer())
                        .column("m", integer().default(sql("n + 1"))),
                );
            })
            .refused(SQLITE, str![[r#"
cannot create table t: the default of column `m` names column `n`, and SQLite has no columns in a default
  hint: give the rows the value with `op.update(..)`, and new ones with a trigger

"#]])
            .refused(POSTGRES, str![[r#"
cannot create table t: the default of column `m` names column `n`, and PostgreSQL has no columns in a default
  hint: give the rows the value with `op.update(..)`, and new ones with a trigger

"#]])
            .rows_on([MARIADB], "INSERT INTO t (id, n) VALUES (1, 5)")
            .query_on([MARIADB], "SELECT m FROM t", str![[r#"
6

"#]]),
        situation("a default is a word of the language that is a column's name too")
            .on([POSTGRES])
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("user", text().default(sql("user"))),
                );
            }),
        situation("a default ends in a comment")
            .revision("a", |op: &mut Op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("n", integer().default(sql("1 -- one"))),
                );
            })
            .refused(SQLITE, str![[r#"
cannot create table t: the default of column `n` is no expression: the comment that begins at column 3 has no end of its line; end it with a line break, or write `/* .. */`
  hint: write one expression, such as `price > 0`, with every quote and parenthesis closed

"#]])
            .refused(POSTGRES, str![[r#"
cannot create table t: the default of column `n` is no expression: the comment that begins at column 3 has no end of its line; end it with a line break, or write `/* .. */`
  hint: write one expression, such as `price > 0`, with every quote and parenthesis closed

"#]])
            .refused(MARIADB, str![[r#"
cannot create table t: the default of column `n` is no expression: the comment that begins at column 3 has no end of its line; end it with a line break, or write `/* .. */`
  hint: write one expression, such as `price > 0`, with every quote and parenthesis closed

"#]]),
    ]
}
