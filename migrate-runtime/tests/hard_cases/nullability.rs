//! NOT NULL: what makes it, what a server calls it, and what is left of it.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

/// Table `t` with a key and one column `c`.
macro_rules! single {
    ($column:expr) => {
        |op: &mut Op| {
            op.create_table(table("t").column("id", integer().primary_key()).column("c", $column));
        }
    };
}

#[cfg(feature = "postgres")]
#[test]
fn postgres() {
    let cases = vec![
        held("constraints that the server has for NOT NULL")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c integer NOT NULL, d integer CONSTRAINT said NOT NULL)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", integer().not_null())
                        .column("d", integer().not_null()),
                );
            })
            .outcome(str![[""]]),
        held("a check that mentions NOT NULL")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a text, b integer, c integer, CONSTRAINT one CHECK (a = 'x' OR b IS NOT NULL), CONSTRAINT two CHECK (c IS NOT NULL))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", text())
                        .column("b", integer())
                        .column("c", integer())
                        .check("one", "a = 'x' OR b IS NOT NULL")
                        .check("two", "c IS NOT NULL"),
                );
            })
            .outcome(str![[""]]),
        held("a check that mentions NOT NULL, and a column that is")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c integer, CONSTRAINT two CHECK (c IS NOT NULL))")
            .model(single!(integer().not_null()))
            .outcome(str![[r#"
change: drop check constraint two of t
change: alter column t.c: NOT NULL

"#]]),
        held("the names of NOT NULL after renames")
            .made(
                "CREATE TABLE old (id integer CONSTRAINT pk_t PRIMARY KEY, a integer NOT NULL);
                ALTER TABLE old RENAME COLUMN a TO c; ALTER TABLE old RENAME TO t; ALTER TABLE t ALTER c DROP NOT NULL, ALTER c SET NOT NULL",
            )
            .model(single!(integer().not_null()))
            .outcome(str![[""]]),
        held("a key on a column that took NULL, and back")
            .revisions(|op| {
                op.create_table(table("t").column("id", integer()).column("c", text()));
            })
            .model(|op| {
                op.create_table(table("t").column("id", integer().primary_key()).column("c", text()));
            })
            .outcome(str![[r#"
change: alter column t.id: NOT NULL
change: add primary key pk_t to t: (id)

"#]]),
        held("a key goes, and its column takes NULL")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text)")
            .model(|op| {
                op.create_table(table("t").column("id", integer()).column("c", text()));
            })
            .outcome(str![[r#"
change: drop primary key pk_t of t
change: alter column t.id: NULL

"#]]),
        held("a key goes, and its column stays NOT NULL")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text)")
            .model(|op| {
                op.create_table(table("t").column("id", integer().not_null()).column("c", text()));
            })
            .outcome(str![[r#"
change: drop primary key pk_t of t

"#]]),
        held("a default and NOT NULL on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL), (2, 5)")
            .model(single!(integer().not_null().default(7)))
            .query("SELECT id, c::text FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 7
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7
row: 2|5

"#]]),
        held("the time as a default, and NOT NULL on a column with NULL")
            .revisions(single!(timestamp()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(timestamp().not_null().default(now())))
            .query("SELECT count(*)::text FROM t WHERE c IS NULL")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT now()
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 0

"#]]),
        held("the day as a default, and NOT NULL on a column with NULL")
            .revisions(single!(date()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(date().not_null().default(today())))
            .query("SELECT count(*)::text FROM t WHERE c IS NULL")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT today()
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 0

"#]]),
        held("an expression as a default, another type, and NOT NULL on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL), (2, 5)")
            .model(single!(big_int().not_null().default(sql("abs(-7)"))))
            .query("SELECT id, c::text FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: integer -> big_int, DEFAULT abs(-7)
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7
row: 2|5

"#]]),
        held("NOT NULL without a default on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(integer().not_null()))
            .outcome(str![[r#"
change: alter column t.c: NOT NULL
revision `r1` failed to apply
  operation: alter column t.c: NOT NULL
  sql: ALTER TABLE t ALTER COLUMN c SET NOT NULL
  cause: column "c" of relation "t" contains null values
  hint: some rows hold NULL there: fill them first, with `op.update(..)`

"#]]),
        held("a column that is new and NOT NULL, and has a default")
            .revisions(|op| op.create_table(table("t").column("id", integer().primary_key())))
            .rows("INSERT INTO t VALUES (1)")
            .model(single!(integer().not_null().default(7)))
            .query("SELECT id, c::text FROM t")
            .outcome(str![[r#"
change: add column t.c integer NOT NULL DEFAULT 7
row: 1|7

"#]]),
        held("a check that was to become NOT NULL was left behind")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, \"My Col\" integer NOT NULL, CONSTRAINT not_null_tmp CHECK (\"My Col\" IS NOT NULL) NOT VALID)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("My Col", integer().not_null()),
                );
            })
            .outcome(str![[r#"
change: drop check constraint not_null_tmp of t

"#]]),
        held("NOT NULL that rows were not checked by")
            .since(18)
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c integer); ALTER TABLE t ADD CONSTRAINT n NOT NULL c NOT VALID")
            .model(single!(integer().not_null()))
            .outcome(str![[r#"
not held: constraint n of t has `NOT VALID`, which no operation says: it is not compared

"#]]),
        held("NOT NULL of a table alone")
            .since(18)
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c integer CONSTRAINT n NOT NULL NO INHERIT)")
            .model(single!(integer().not_null()))
            .outcome(str![[r#"
not held: constraint n of t has `NO INHERIT`, which no operation says: it is not compared

"#]]),
        held("NOT NULL of a domain")
            .made("CREATE DOMAIN d AS integer NOT NULL; CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c d)")
            .model(single!(custom("d")))
            .outcome(str![[r#"
not held: domain d is made by no operation: it is not compared

"#]]),
    ];
    held::on_postgres("held_nullability", cases);
}

#[cfg(feature = "mysql")]
#[test]
fn mysql() {
    let cases = vec![
        held("a computed column that is NOT NULL")
            .revisions(|op| op.create_table(table("t").column("id", integer().primary_key()).column("a", integer())))
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", integer())
                        .column("g", integer().not_null().generated("a + 1")),
                );
            })
            .outcome(str![[r#"
change: add column t.g integer NOT NULL AS (a + 1) stored
cannot add column t.g integer: column `g` is generated, and MariaDB has no NOT NULL for such columns
  hint: leave `.not_null()` out, and add `.check("g IS NOT NULL")` if it matters

"#]]),
        held("a key on a column that took NULL, and back")
            .revisions(|op| {
                op.create_table(table("t").column("id", integer()).column("c", integer()));
            })
            .model(|op| {
                op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
            })
            .outcome(str![[r#"
change: alter column t.id: NOT NULL
change: add primary key pk_t to t: (id)

"#]]),
        held("a default and NOT NULL on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL), (2, 5)")
            .model(single!(integer().not_null().default(7)))
            .query("SELECT id, c FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 7
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7
row: 2|5

"#]]),
        held("the time as a default, and NOT NULL on a column with NULL")
            .revisions(single!(timestamp()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(timestamp().not_null().default(now())))
            .query("SELECT count(*) FROM t WHERE c IS NULL")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT now()
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 0

"#]]),
        held("the day as a default, and NOT NULL on a column with NULL")
            .revisions(single!(date()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(date().not_null().default(today())))
            .query("SELECT count(*) FROM t WHERE c IS NULL")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT today()
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 0

"#]]),
        held("an expression as a default, another type, and NOT NULL on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL), (2, 5)")
            .model(single!(big_int().not_null().default(sql("abs(-7)"))))
            .query("SELECT id, c FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: integer -> big_int, DEFAULT abs(-7)
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7
row: 2|5

"#]]),
        held("a default and NOT NULL, beside a time that an UPDATE sets")
            .revisions(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", integer())
                        .column("changed", timestamp().not_null().default(now()).mysql_on_update_now()),
                );
            })
            .rows("INSERT INTO t VALUES (1, NULL, '2020-01-02 03:04:05')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", integer().not_null().default(7))
                        .column("changed", timestamp().not_null().default(now()).mysql_on_update_now()),
                );
            })
            .query("SELECT id, c, CAST(changed AS char) FROM t")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 7
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7|2020-01-02 03:04:05.000000

"#]]),
        held("a timestamp that takes NULL")
            .made("CREATE TABLE t (id int PRIMARY KEY, c timestamp(6) NULL, d timestamp(6) NOT NULL DEFAULT '2024-01-01')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", timestamptz())
                        .column("d", timestamptz().not_null().default("2024-01-01")),
                );
            })
            .outcome(str![""]),
    ];
    held::on_mysql("held_nullability", cases);
}

#[test]
fn sqlite() {
    let cases = vec![
        held("keys that take NULL")
            .made("CREATE TABLE t (a text PRIMARY KEY, b integer); CREATE TABLE w (a text PRIMARY KEY) WITHOUT ROWID; CREATE TABLE i (id int PRIMARY KEY)")
            .model(|op| {
                op.create_table(table("t").column("a", text().primary_key()).column("b", integer()));
                op.create_table(table("w").column("a", text().primary_key()).without_rowid());
                op.create_table(table("i").column("id", custom("int").primary_key()));
            })
            .outcome(str![[""]]),
        held("a key on a column that took NULL, and back")
            .revisions(|op| {
                op.create_table(table("t").column("id", integer()).column("c", integer()));
            })
            .model(|op| {
                op.create_table(table("t").column("id", integer().primary_key()).column("c", integer()));
            })
            .outcome(str![[r#"
change: alter column t.id: NOT NULL
change: add primary key pk_t to t: (id)

"#]]),
        held("a default and NOT NULL on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL), (2, 5)")
            .model(single!(integer().not_null().default(7)))
            .query("SELECT id, c FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 7
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7
row: 2|5

"#]]),
        held("the time as a default, and NOT NULL on a column with NULL")
            .revisions(single!(timestamp()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(timestamp().not_null().default(now())))
            .query("SELECT count(*) FROM t WHERE c IS NULL")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT now()
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 0

"#]]),
        held("the day as a default, and NOT NULL on a column with NULL")
            .revisions(single!(date()))
            .rows("INSERT INTO t VALUES (1, NULL)")
            .model(single!(date().not_null().default(today())))
            .query("SELECT count(*) FROM t WHERE c IS NULL")
            .outcome(str![[r#"
change: alter column t.c: DEFAULT today()
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 0

"#]]),
        held("an expression as a default, another type, and NOT NULL on a column with NULL")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, NULL), (2, 5)")
            .model(single!(big_int().not_null().default(sql("abs(-7)"))))
            .query("SELECT id, c FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: integer -> big_int, DEFAULT abs(-7)
change: update t
change: alter column t.c: NOT NULL
not exactly back: update t cannot be undone: the rows as they were are not known
row: 1|7
row: 2|5

"#]]),
        held("a column that references and takes NULL")
            .made("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, c INTEGER REFERENCES p)")
            .model(|op| {
                op.create_table(table("p").column("id", integer().primary_key()));
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", integer().references("p", "id")),
                );
            })
            .outcome(str![[""]]),
    ];
    held::on_sqlite(cases);
}
