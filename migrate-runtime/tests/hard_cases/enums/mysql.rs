//! Enum types on MariaDB.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("labels in another order")
            .revisions(single!(enumeration("mood", ["a", "b", "c"]).not_null().default("b")))
            .rows("INSERT INTO t VALUES (1, 'a'), (2, 'c')")
            .model(single!(enumeration("mood", ["c", "b", "a"]).not_null().default("b")))
            .query("SELECT id, c FROM t ORDER BY c")
            .outcome(str![[r#"
kept: enum type mood has its labels in another order in the model, and keeps its own, because another order writes every table again that uses the type; if it is meant, write `op.set_enum_values("mood", ["c", "b", "a"])` in a revision
row: 1|a
row: 2|c

"#]]),
        held("labels in another order, by hand")
            .made("CREATE TABLE t (id int PRIMARY KEY, c enum('a', 'b', 'c') NOT NULL DEFAULT 'b')")
            .rows("INSERT INTO t VALUES (1, 'a'), (2, 'c')")
            .model(single!(enumeration("mood", ["c", "b", "a"]).not_null().default("b")))
            .query("SELECT id, c FROM t ORDER BY c")
            .outcome(str![[r#"
kept: enum type mood has its labels in another order in the model, and keeps its own, because another order writes every table again that uses the type; if it is meant, write `op.set_enum_values("mood", ["c", "b", "a"])` in a revision
row: 1|a
row: 2|c

"#]]),
        held("a label is added")
            .revisions(single!(enumeration("mood", ["a", "b"]).not_null().default("b")))
            .rows("INSERT INTO t VALUES (1, 'a')")
            .model(single!(enumeration("mood", ["a", "x", "b"]).not_null().default("x")))
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
change: add `x` to enum mood
change: alter column t.c: DEFAULT 'b' -> 'x'
not exactly back: add `x` to enum mood has no opposite
row: 1|a

"#]]),
        held("a label goes that rows hold")
            .revisions(single!(enumeration("mood", ["a", "b"]).not_null().default("b")))
            .rows("INSERT INTO t VALUES (1, 'a')")
            .model(single!(enumeration("mood", ["b"]).not_null().default("b")))
            .answers(&["mood.a="])
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
change: set the values of enum mood
revision `r1` failed to apply
  operation: set the values of enum mood
  sql: DO extractvalue(1, IF(EXISTS (SELECT 1 FROM t WHERE c IN ('a')), '~a row has a value that goes', '/a'))
  cause: XPATH syntax error: '~a row has a value that goes'
  hint: if rows hold a value that goes, say what becomes of it with `.replace("old", "new")`, or change them before, with `op.update(..)`
row: 1|a

"#]]),
        held("a label goes that rows hold, by hand")
            .made("CREATE TABLE t (id int PRIMARY KEY, c enum('a', 'b') NOT NULL DEFAULT 'b')")
            .rows("INSERT INTO t VALUES (1, 'a')")
            .model(single!(enumeration("mood", ["b"]).not_null().default("b")))
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
question: value a of enum type mood is no longer in the model
row: 1|a

"#]]),
        held("a label goes that rows hold, and another takes its place")
            .revisions(single!(enumeration("mood", ["a", "b"]).not_null().default("a")))
            .rows("INSERT INTO t VALUES (1, 'a')")
            .model(single!(enumeration("mood", ["b"]).not_null().default("b")))
            .answers(&["mood.a=b"])
            .query("SELECT id, c FROM t")
            .outcome(str![[r#"
change: set the values of enum mood
not exactly back: set the values of enum mood cannot be undone: the rows as they were are not known
row: 1|b

"#]]),
        held("labels with signs")
            .made("CREATE TABLE t (id int PRIMARY KEY, c enum('it''s', 'a,b', '{x}', 'UPPER', '', '\"q\"', 'back\\\\slash') DEFAULT 'a,b')")
            .model(single!(enumeration("mood", ["it's", "a,b", "{x}", "UPPER", "", "\"q\"", "back\\slash"]).default("a,b")))
            .outcome(str![""]),
    ];
    held::on_mysql("held_enums", cases);
}
