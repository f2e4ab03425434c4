//! Defaults on SQLite.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("expressions with and without their parentheses")
            .made(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a text DEFAULT (datetime('now')), b DEFAULT (1+1), c text DEFAULT (''), d text DEFAULT \"dq\", e int DEFAULT +5,
                f real DEFAULT 1e3, g blob DEFAULT x'00', h int DEFAULT null, i text DEFAULT current_timestamp, j text DEFAULT (current_timestamp), k int DEFAULT (-5), l text DEFAULT ('it''s'))",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", text().default(sql("datetime('now')")))
                        .column("b", custom("").default(sql("1 + 1")))
                        .column("c", text().default(""))
                        .column("d", text().default("dq"))
                        .column("e", integer().default(5))
                        .column("f", real().default(1000))
                        .column("g", binary().default(&[0]))
                        .column("h", integer())
                        .column("i", text().default(sql("CURRENT_TIMESTAMP")))
                        .column("j", text().default(sql("CURRENT_TIMESTAMP")))
                        .column("k", integer().default(-5))
                        .column("l", text().default("it's")),
                );
            })
            .outcome(str![""]),
        held("an expression is new")
            .revisions(single!(text()))
            .model(single!(text().default(sql("datetime('now')"))))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT datetime('now')

"#]]),
        held("characters that are written with a backslash elsewhere")
            .revisions(single!(text()))
            .model(single!(text().default("it's \\ 100%\n\"%s\" {x} \t\u{e9}")))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 'it\'s \\ 100%\n\"%s\" {x} \té'

"#]]),
        held("another text in an expression, which differs in case alone")
            .made("CREATE TABLE t (id INTEGER PRIMARY KEY, c text DEFAULT (lower('A')))")
            .model(single!(text().default(sql("LOWER('a')"))))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT lower ( 'A' ) -> LOWER('a')

"#]]),
        held("type and default change")
            .revisions(single!(varchar(10).not_null().default("1.5")))
            .rows("INSERT INTO t VALUES (1, '2.5')")
            .model(single!(numeric(6, 2).not_null().default(decimal("2.25"))))
            .outcome(str![[r#"
change: alter column t.c: varchar(10) -> numeric(6, 2), DEFAULT '1.5' -> 2.25
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is varchar(10), is the same again after it was numeric(6, 2)

"#]]),
    ];
    held::on_sqlite(cases);
}
