//! Enum types on PostgreSQL.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("labels in another order")
            .revisions(single!(enumeration("mood", ["sad", "ok", "glad"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'glad'), (2, 'sad')")
            .model(single!(enumeration("mood", ["glad", "ok", "sad"]).default("ok")))
            .query("SELECT id, c::text FROM t ORDER BY t.c")
            .outcome(str![[r#"
kept: enum type mood has its labels in another order in the model, and keeps its own, because another order writes every table again that uses the type; if it is meant, write `op.set_enum_values("mood", ["glad", "ok", "sad"])` in a revision
row: 2|sad
row: 1|glad

"#]]),
        held("labels in the middle, at the start and at the end")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok'), (2, 'sad')")
            .model(single!(enumeration("mood", ["a", "b", "sad", "c", "d", "ok", "e", "f"]).default("ok")))
            .query("SELECT enum_range(NULL::mood)::text")
            .outcome(str![[r#"
change: add `a` to enum mood
change: add `b` to enum mood
change: add `c` to enum mood
change: add `d` to enum mood
change: add `e` to enum mood
change: add `f` to enum mood
not exactly back: add `a` to enum mood has no opposite
row: {a,b,sad,c,d,ok,e,f}

"#]]),
        held("a label goes and another comes")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok'), (2, 'sad')")
            .model(single!(enumeration("mood", ["sad", "fine"]).default("fine")))
            .outcome(str![[r#"
question: value ok of enum type mood is no longer in the model

"#]]),
        held("a label is renamed, and with it a default")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok'), (2, 'sad')")
            .model(single!(enumeration("mood", ["sad", "fine"]).default("fine")))
            .answers(&["mood.ok=fine"])
            .query("SELECT id, c::text FROM t ORDER BY id")
            .outcome(str![[r#"
change: rename `ok` of enum mood to `fine`
row: 1|fine
row: 2|sad

"#]]),
        held("a label goes, and the column has another default")
            .revisions(single!(enumeration("mood", ["sad", "ok", "wild"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok')")
            .model(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .answers(&["mood.wild="])
            .query("SELECT id, c::text FROM t")
            .outcome(str![[r#"
change: set the values of enum mood
row: 1|ok

"#]]),
        held("a label goes that rows hold")
            .revisions(single!(enumeration("mood", ["sad", "ok", "wild"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'wild')")
            .model(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .answers(&["mood.wild="])
            .outcome(str![[r#"
change: set the values of enum mood
revision `r1` failed to apply
  operation: set the values of enum mood
  sql: ALTER TABLE t
  ALTER COLUMN c DROP DEFAULT,
  ALTER COLUMN c TYPE _migrate_new_mood USING c::text::_migrate_new_mood,
  ALTER COLUMN c SET DEFAULT 'ok'
  cause: invalid input value for enum _migrate_new_mood: "wild"
  hint: if rows hold a value that goes, say what becomes of it with `.replace("old", "new")`, or change them before, with `op.update(..)`

"#]]),
        held("a label goes that rows hold, and another takes its place")
            .revisions(single!(enumeration("mood", ["sad", "ok", "wild"]).not_null().default("wild")))
            .rows("INSERT INTO t VALUES (1, 'wild')")
            .model(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .answers(&["mood.wild=ok"])
            .query("SELECT id, c::text FROM t")
            .outcome(str![[r#"
change: set the values of enum mood
not exactly back: set the values of enum mood cannot be undone: the rows as they were are not known
row: 1|ok

"#]]),
        held("all labels are others")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok'), (2, 'sad')")
            .model(single!(enumeration("mood", ["blue", "green"]).not_null().default("green")))
            .answers(&["mood.sad=blue", "mood.ok=green"])
            .query("SELECT id, c::text FROM t ORDER BY id")
            .outcome(str![[r#"
change: rename `sad` of enum mood to `blue`
change: rename `ok` of enum mood to `green`
row: 1|green
row: 2|blue

"#]]),
        held("all labels are others, and those of rows are gone")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .model(single!(enumeration("mood", ["blue", "green"]).not_null().default("green")))
            .answers(&["mood.sad=", "mood.ok="])
            .outcome(str![[r#"
change: alter column t.c: drop DEFAULT
change: set the values of enum mood
change: alter column t.c: DEFAULT 'green'

"#]]),
        held("a label goes under an index, a check, a view over a view and a function")
            .revisions(needed(vec!["sad", "ok", "wild"]))
            .rows("INSERT INTO t VALUES (1, 'ok')")
            .model(needed(vec!["sad", "ok"]))
            .answers(&["mood.wild="])
            .query("SELECT id, c::text FROM w")
            .outcome(str![[r#"
change: drop view w
change: drop view v
change: drop check constraint ck_t_c of t
change: drop index ix_t_c of t
change: drop function is_ok(m mood)
change: set the values of enum mood
change: add check constraint ck_t_c to t: CHECK (c <> 'sad')
change: create index ix_t_c on t (id)
change: create function is_ok(m mood)
change: create view v
change: create view w
row: 1|ok

"#]]),
        held("a label goes, and a new column takes the type")
            .revisions(single!(enumeration("mood", ["sad", "ok", "wild"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", enumeration("mood", ["sad", "ok"]).default("ok"))
                        .column("d", enumeration("mood", ["sad", "ok"]).not_null().default("sad"))
                        .column("e", array(enumeration("mood", ["sad", "ok"]))),
                );
            })
            .answers(&["mood.wild="])
            .query("SELECT id, c::text, d::text, e::text FROM t")
            .outcome(str![[r#"
change: set the values of enum mood
change: add column t.d enumeration(mood) NOT NULL DEFAULT 'sad'
change: add column t.e array(enumeration(mood))
row: 1|ok|sad|NULL

"#]]),
        held("a label of a type that arrays alone use")
            .revisions(single!(array(enumeration("mood", ["sad", "ok"])).default("{ok}")))
            .rows("INSERT INTO t VALUES (1, '{sad,ok}')")
            .model(single!(array(enumeration("mood", ["sad", "ok", "glad"])).default("{ok}")))
            .outcome(str![[r#"
change: add `glad` to enum mood
not exactly back: add `glad` to enum mood has no opposite

"#]]),
        held("a label goes of a type that arrays alone use")
            .revisions(single!(array(enumeration("mood", ["sad", "ok", "wild"])).default("{ok}")))
            .rows("INSERT INTO t VALUES (1, '{sad,ok}'), (2, '{wild}')")
            .model(single!(array(enumeration("mood", ["sad", "ok"])).default("{ok}")))
            .answers(&["mood.wild=sad"])
            .query("SELECT id, c::text FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: drop DEFAULT
change: set the values of enum mood
change: alter column t.c: DEFAULT '{ok}'
not exactly back: set the values of enum mood cannot be undone: the rows as they were are not known
row: 1|{sad,ok}
row: 2|{sad}

"#]]),
        held("a label goes that a default of arrays has")
            .revisions(single!(array(enumeration("mood", ["sad", "ok", "wild"])).default("{ok,wild}")))
            .model(single!(array(enumeration("mood", ["sad", "ok"])).default("{ok}")))
            .answers(&["mood.wild="])
            .outcome(str![[r#"
change: alter column t.c: drop DEFAULT
change: set the values of enum mood
change: alter column t.c: DEFAULT '{ok}'

"#]]),
        held("labels with signs")
            .made("CREATE TYPE mood AS ENUM ('it''s', 'a,b', '{x}', 'UPPER', '', ' ', '\"q\"', 'back\\slash');
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c mood DEFAULT 'a,b')")
            .model(single!(enumeration("mood", ["it's", "a,b", "{x}", "UPPER", "", " ", "\"q\"", "back\\slash"]).default("a,b")))
            .outcome(str![[""]]),
        held("labels with signs are new")
            .revisions(single!(enumeration("mood", ["a,b", "upper"]).default("a,b")))
            .model(single!(enumeration("mood", ["it's", "a,b", "{x}", "upper", "UPPER", "back\\slash"]).default("it's")))
            .outcome(str![[r#"
change: set the values of enum mood
change: alter column t.c: DEFAULT 'a,b' -> 'it\'s'

"#]]),
        held("a type of two new tables")
            .model(|op| {
                for name in ["b", "a"] {
                    op.create_table(
                        table(name)
                            .column("id", integer().primary_key())
                            .column("c", enumeration("mood", ["sad", "ok"]).default("ok")),
                    );
                }
            })
            .outcome(str![[r#"
change: create table a
change: create table b

"#]]),
        held("a type of two tables that go")
            .revisions(|op| {
                for name in ["b", "a"] {
                    op.create_table(
                        table(name)
                            .column("id", integer().primary_key())
                            .column("c", enumeration("mood", ["sad", "ok"]).default("ok")),
                    );
                }
            })
            .query("SELECT count(*) FROM pg_type WHERE typname = 'mood'")
            .outcome(str![[r#"
change: drop table a
change: drop table b
row: 0

"#]]),
        held("types of one name in two schemas")
            .made(
                "CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE app.mood AS ENUM ('red', 'green');
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c mood DEFAULT 'ok'); CREATE TABLE app.t (id integer CONSTRAINT pk_t PRIMARY KEY, c app.mood DEFAULT 'red', d mood)",
            )
            .model(|op| {
                op.create_schema("app");
                single!(enumeration("mood", ["sad", "ok"]).default("ok"))(op);
                op.create_table(
                    table(("app", "t"))
                        .column("id", integer().primary_key())
                        .column("c", enumeration(("app", "mood"), ["red", "green"]).default("red"))
                        .column("d", enumeration("mood", ["sad", "ok"])),
                );
            })
            .outcome(str![[""]]),
        held("a label of the other of two types of one name")
            .made(
                "CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE app.mood AS ENUM ('red', 'green');
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c mood DEFAULT 'ok'); CREATE TABLE app.t (id integer CONSTRAINT pk_t PRIMARY KEY, c app.mood DEFAULT 'red')",
            )
            .model(|op| {
                op.create_schema("app");
                single!(enumeration("mood", ["sad", "ok"]).default("ok"))(op);
                op.create_table(
                    table(("app", "t")).column("id", integer().primary_key()).column(
                        "c",
                        enumeration(("app", "mood"), ["red", "yellow", "green"]).default("red"),
                    ),
                );
            })
            .outcome(str![[r#"
change: add `yellow` to enum app.mood
not exactly back: add `yellow` to enum app.mood has no opposite

"#]]),
        held("a type without labels")
            .made("CREATE TYPE mood AS ENUM (); CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c mood)")
            .model(single!(enumeration("mood", [])))
            .outcome(str![[""]]),
        held("a type is called otherwise")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok')")
            .model(single!(enumeration("temper", ["sad", "ok"]).default("ok")))
            .outcome(str![[r#"
question: enum type mood is no longer in the model

"#]]),
        held("a type is renamed")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).default("ok")))
            .rows("INSERT INTO t VALUES (1, 'ok')")
            .model(single!(enumeration("temper", ["sad", "ok"]).default("ok")))
            .answers(&["mood=temper"])
            .query("SELECT id, c::text, pg_typeof(c)::text FROM t")
            .outcome(str![[r#"
change: rename enum mood to temper
row: 1|ok|temper

"#]]),
        held("a type that neither revisions nor models know")
            .revisions(single!(integer()))
            .made("CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE other (m mood); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE s; CREATE VIEW v AS SELECT 1 AS one")
            .model(single!(big_int()))
            .outcome(str![[r#"
drift: table other is in no revision
drift: enum type mood is in no revision
drift: view v is in no revision
drift: function f() is in no revision
drift: sequence s is in no revision
left alone: table other
left alone: enum type mood
left alone: view v
left alone: function f()
left alone: sequence s
change: alter column t.c: integer -> big_int

"#]]),
        held("a type that columns used once, and nobody names now")
            .revisions(single!(enumeration("mood", ["sad", "ok"])))
            .model(|op| op.create_table(table("t").column("id", integer().primary_key())))
            .query("SELECT count(*) FROM pg_type WHERE typname = 'mood'")
            .outcome(str![[r#"
change: drop column t.c
row: 0

"#]]),
        held("text with a check becomes an enum type")
            .revisions(|op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column(
                        "c",
                        text().not_null().default("ok").check_named("ck_t_c", "c IN ('sad', 'ok')"),
                    ),
                );
            })
            .rows("INSERT INTO t VALUES (1, 'sad')")
            .model(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .query("SELECT id, c::text, pg_typeof(c)::text FROM t")
            .outcome(str![[r#"
change: drop check constraint ck_t_c of t
change: alter column t.c: text -> enumeration(mood)
row: 1|sad|mood

"#]]),
        held("text with a check that stays becomes an enum type")
            .revisions(|op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column(
                        "c",
                        text().not_null().default("ok").check_named("ck_t_c", "c <> 'sad'"),
                    ),
                );
                op.create_index("ix_t_c", "t", ["id"]).filter("c = 'ok'");
            })
            .rows("INSERT INTO t VALUES (1, 'ok')")
            .model(|op| {
                op.create_table(
                    table("t").column("id", integer().primary_key()).column(
                        "c",
                        enumeration("mood", ["sad", "ok"])
                            .not_null()
                            .default("ok")
                            .check_named("ck_t_c", "c <> 'sad'"),
                    ),
                );
                op.create_index("ix_t_c", "t", ["id"]).filter("c = 'ok'");
            })
            .query("SELECT id, c::text, pg_typeof(c)::text FROM t")
            .outcome(str![[r#"
change: drop check constraint ck_t_c of t
change: drop index ix_t_c of t
change: alter column t.c: text -> enumeration(mood)
change: add check constraint ck_t_c to t: CHECK (c <> 'sad')
change: create index ix_t_c on t (id)
row: 1|ok|mood

"#]]),
        held("an enum type becomes text")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'sad')")
            .model(single!(text().not_null().default("ok")))
            .outcome(str![[r#"
change: alter column t.c: enumeration(mood) -> text

"#]]),
    ];
    held::on_postgres("held_enums", cases);
}

/// A column of an enum type, and what needs it.
fn needed(labels: Vec<&'static str>) -> impl FnOnce(&mut Op) {
    move |op: &mut Op| {
        let kind = match labels.as_slice() {
            [a, b] => enumeration("mood", [*a, *b]),
            [a, b, c] => enumeration("mood", [*a, *b, *c]),
            other => unreachable!("{other:?}"),
        };
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("c", kind.default("ok"))
                .check("ck_t_c", "c <> 'sad'"),
        );
        op.create_index("ix_t_c", "t", ["id"]).filter("c = 'ok'");
        op.create_view("v", "SELECT id, c FROM t WHERE c <> 'sad'");
        op.create_view("w", "SELECT id, c FROM v");
        op.create_function(
            "is_ok",
            "m mood",
            "RETURNS boolean LANGUAGE sql AS 'SELECT m = ''ok'''",
        );
    }
}
