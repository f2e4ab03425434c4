//! Computed and numbered columns on MariaDB.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("a text in an expression that looks like a character set")
            .made("CREATE TABLE t (id int PRIMARY KEY, a int, c varchar(20) AS (concat('a_b', '_utf8', a)) VIRTUAL)")
            .model(computed!(varchar(20).generated_virtual("concat('a_b', '_utf8', a)")))
            .outcome(str![""]),
        held("another text in an expression")
            .made("CREATE TABLE t (id int PRIMARY KEY, a int, c varchar(20) AS (concat('a_b', a)) VIRTUAL)")
            .model(computed!(varchar(20).generated_virtual("concat('b', a)")))
            .outcome(str![[r#"
change: drop column t.c
change: add column t.c varchar(20) AS (concat('b', a))

"#]]),
        held("a stored expression over CHAR")
            .revisions(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", char(4))))
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", char(4))
                        .column("c", varchar(9).generated("concat(a, 'x')")),
                );
            })
            .outcome(str![[r#"
change: add column t.c varchar(9) AS (concat(a, 'x')) stored
cannot add column t.c varchar(9): column `c` would store what is computed from `a`, whose blanks at the end depend on the session's `sql_mode`
  hint: write `.generated_virtual(..)`, take the blanks off with `RTRIM(..)`, or make it a `varchar(..)`

"#]]),
        held("numbers on a part of a key")
            .made("CREATE TABLE t (a int NOT NULL, b int NOT NULL AUTO_INCREMENT, PRIMARY KEY (a, b), KEY ix_t_b (b))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("a", integer().not_null())
                        .column("b", integer().not_null().identity())
                        .primary_key(["a", "b"])
                        .index("ix_t_b", ["b"]),
                );
            })
            .outcome(str![""]),
        held("numbers on a plain index")
            .made("CREATE TABLE t (id varchar(9) PRIMARY KEY, b int NOT NULL AUTO_INCREMENT, KEY ix_t_b (b))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", varchar(9).primary_key())
                        .column("b", integer().not_null().identity())
                        .index("ix_t_b", ["b"]),
                );
            })
            .outcome(str![""]),
        held("numbers on a column that is new, with its index")
            .revisions(|op| op.create_table(table("t").column("id", varchar(9).primary_key())))
            .rows("INSERT INTO t VALUES ('a'), ('b')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", varchar(9).primary_key())
                        .column("b", integer().identity())
                        .index("ix_t_b", ["b"]),
                );
            })
            .outcome(str![[r#"
change: add column t.b integer NOT NULL identity
change: create index ix_t_b on t (b)

"#]]),
        held("a plain index whose column loses its numbers, with the index")
            .revisions(|op| {
                op.create_table(
                    table("t")
                        .column("id", varchar(9).primary_key())
                        .column("b", integer().identity())
                        .index("ix_t_b", ["b"]),
                );
            })
            .model(|op| {
                op.create_table(
                    table("t").column("id", varchar(9).primary_key()).column("b", integer().not_null()),
                );
            })
            .outcome(str![[r#"
change: alter column t.b: drop identity
change: drop index ix_t_b of t

"#]]),
        held("a key that gets numbers")
            .revisions(numbered!(integer()))
            .rows("INSERT INTO t VALUES (7, 'a')")
            .model(numbered!(integer().identity()))
            .outcome(str![[r#"
change: alter column t.id: identity

"#]]),
        held("the next number of a table with rows")
            .made("CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, x longtext); INSERT INTO t VALUES (100, 'a')")
            .model(numbered!(integer().identity()))
            .outcome(str![""]),
        held("another expression, under an index")
            .revisions(|op| {
                computed!(integer().generated("a + 1"))(op);
                op.create_index("ix_t_c", "t", ["c"]);
            })
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(|op| {
                computed!(integer().generated("a + 2"))(op);
                op.create_index("ix_t_c", "t", ["c"]);
            })
            .outcome(str![[r#"
change: drop index ix_t_c of t
change: drop column t.c
change: add column t.c integer AS (a + 2) stored
change: create index ix_t_c on t (c)

"#]]),
        held("a column that was computed is to have values of its own")
            .revisions(computed!(integer().generated("a + 1")))
            .rows("INSERT INTO t (id, a) VALUES (1, 1)")
            .model(computed!(integer()))
            .query("SELECT id, a, c FROM t")
            .outcome(str![[r#"
change: alter column t.c: drop expression
not exactly back: alter column t.c has no opposite
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
    ];
    held::on_mysql("held_generated", cases);
}
