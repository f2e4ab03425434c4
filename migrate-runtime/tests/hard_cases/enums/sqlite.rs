//! Enum types on SQLite.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("labels are others")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'sad')")
            .model(single!(enumeration("mood", ["sad", "ok", "it's"]).not_null().default("it's")))
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
change: add `it's` to enum mood
change: alter column t.c: DEFAULT 'ok' -> 'it\'s'
not exactly back: add `it's` to enum mood has no opposite
row: 1|sad

"#]]),
        held("labels are others, by hand")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .made("INSERT INTO t VALUES (1, 'sad')")
            .model(single!(enumeration("mood", ["sad", "ok", "it's"]).not_null().default("it's")))
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
change: add `it's` to enum mood
change: alter column t.c: DEFAULT 'ok' -> 'it\'s'
not exactly back: add `it's` to enum mood has no opposite
row: 1|sad

"#]]),
        held("labels in a check of other blanks and case")
            .made("CREATE TABLE t (id INTEGER PRIMARY KEY, c TEXT DEFAULT 'ok', CONSTRAINT ck_t_c CHECK (C in('sad','ok')))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", text().default("ok").check_named("ck_t_c", "c IN ('sad', 'ok')")),
                );
            })
            .outcome(str![[""]]),
        held("a label goes that rows hold")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'sad')")
            .model(single!(enumeration("mood", ["ok"]).not_null().default("ok")))
            .answers(&["mood.sad="])
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
change: set the values of enum mood
revision `r1` failed to apply
  operation: set the values of enum mood
  sql: INSERT INTO _migrate_new_t (id, c) SELECT id, c FROM t
  cause: CHECK constraint failed: enum_mood
  hint: if rows hold a value that goes, say what becomes of it with `.replace("old", "new")`, or change them before, with `op.update(..)`
row: 1|sad

"#]]),
    ];
    held::on_sqlite(cases);
}
