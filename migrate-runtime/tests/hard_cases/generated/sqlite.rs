//! Computed and numbered columns on SQLite.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("computed columns")
            .made("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, c INTEGER AS (a+1), d INTEGER GENERATED ALWAYS AS ((a) * (2 + (a))) STORED, e TEXT AS ('x)' || a) VIRTUAL NOT NULL)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", integer())
                        .column("c", integer().generated_virtual("a + 1"))
                        .column("d", integer().generated("(a) * (2 + (a))"))
                        .column("e", text().not_null().generated_virtual("'x)' || a")),
                );
            })
            .outcome(str![[""]]),
        held("a computed column that is to be kept")
            .made("CREATE TABLE t (id INTEGER CONSTRAINT pk_t PRIMARY KEY, a INTEGER, c INTEGER AS (a + 1))")
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(computed!(integer().generated("a + 1")))
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer AS (a + 1) stored
row: 1|1|2

"#]]),
        held("a column that was computed is to have values of its own")
            .revisions(computed!(integer().generated("a + 1")))
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(computed!(integer()))
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer
change: update every row of t
row: 1|1|2

"#]]),
        held("a column that was computed at each read is to have values of its own")
            .revisions(computed!(integer().generated_virtual("a + 1")))
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(computed!(integer()))
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c integer
change: update every row of t
row: 1|1|2

"#]]),
        held("numbers that are never given again")
            .made("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT)")
            .model(numbered!(integer().identity()))
            .outcome(str![[""]]),
    ];
    held::on_sqlite(cases);
}
