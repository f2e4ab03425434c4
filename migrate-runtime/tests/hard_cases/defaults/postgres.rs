//! Defaults on PostgreSQL.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("texts with the type of their column")
            .made(
                "CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a varchar(10) DEFAULT 'a', b char(3) DEFAULT 'abc',
                c varchar(5)[] DEFAULT '{}', d text[] DEFAULT ARRAY['a', 'b'], e text DEFAULT 'abcdef'::varchar(3), f bit(4) DEFAULT B'1010',
                g text DEFAULT null, h \"char\" DEFAULT 'x')",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(10).default("a"))
                        .column("b", char(3).default("abc"))
                        .column("c", array(varchar(5)).default("{}"))
                        .column("d", array(text()).default("{a,b}"))
                        .column("e", text().default(sql("'abcdef'::varchar(3)")))
                        .column("f", custom("bit(4)").default(sql("B'1010'")))
                        .column("g", text())
                        .column("h", custom("\"char\"").default("x")),
                );
            })
            .outcome(str![""]),
        held("a function in a schema of the path")
            .made(
                "CREATE EXTENSION \"uuid-ossp\"; CREATE SCHEMA app;
                CREATE TABLE app.t (id integer CONSTRAINT pk_t PRIMARY KEY, c uuid DEFAULT uuid_generate_v4(), d uuid DEFAULT public.uuid_generate_v4())",
            )
            .model(|op| {
                op.create_schema("app");
                op.create_extension("uuid-ossp");
                op.create_table(
                    table(("app", "t"))
                        .column("id", integer().primary_key())
                        .column("c", uuid().default(sql("uuid_generate_v4()")))
                        .column("d", uuid().default(sql("public.uuid_generate_v4()"))),
                );
            })
            .outcome(str![[r#"
unknown: column app.t.d may differ: `uuid_generate_v4()` and `public.uuid_generate_v4()` differ in the schema before a name, which `search_path` may find

"#]]),
        held("a function in a schema of its own")
            .made(
                "CREATE SCHEMA ext; CREATE EXTENSION \"uuid-ossp\" SCHEMA ext;
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c uuid DEFAULT ext.uuid_generate_v4())",
            )
            .model(|op| {
                op.create_schema("ext");
                op.create_extension("uuid-ossp");
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", uuid().default(sql("ext.uuid_generate_v4()"))),
                );
            })
            .outcome(str![[""]]),
        held("texts among the arguments of a function")
            .made(
                "CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text DEFAULT current_setting('app.tenant'),
                d text DEFAULT current_setting('a::b', true), e integer DEFAULT (current_setting('app.n'))::integer)",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", text().default(sql("current_setting('app.tenant')")))
                        .column("d", text().default(sql("current_setting('a::b', true)")))
                        .column("e", integer().default(sql("current_setting('app.n')::integer"))),
                );
            })
            .outcome(str![""]),
        held("another text among the arguments of a function")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text DEFAULT current_setting('a::b', true))")
            .model(single!(text().default(sql("current_setting('a::c', true)"))))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT current_setting('a::b'::text, true) -> current_setting('a::c', true)

"#]]),
        held("the time in UTC")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c timestamp DEFAULT (now() AT TIME ZONE 'utc'), d timestamp DEFAULT timezone('utc', now()))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", timestamp().default(sql("now() AT TIME ZONE 'utc'")))
                        .column("d", timestamp().default(sql("(now() at time zone 'utc')"))),
                );
            })
            .outcome(str![[""]]),
        held("a word for the time of creation")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text)")
            .model(single!(timestamptz().default("now")))
            .outcome(str![[r#"
model: create table t: the default `"now"` does not fit column `c`, which is timestamptz: it is no date and time

"#]]),
        held("a word for the time of creation, in SQL")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY)")
            .model(single!(timestamptz().default(sql("'now'"))))
            .outcome(str![[r#"
change: add column t.c timestamptz DEFAULT 'now'
cannot add column t.c timestamptz: the default `'now'` of column `c` is the time at which PostgreSQL reads it, once
  hint: write `.default(now())`

"#]]),
        held("a word for the day of creation")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY)")
            .model(single!(date().default("today")))
            .outcome(str![[r#"
model: create table t: the default `"today"` does not fit column `c`, which is date: it is no date

"#]]),
        held("the time as a cast of its word")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c date DEFAULT ('now'::text)::date)")
            .model(single!(date().default(sql("('now'::text)::date"))))
            .outcome(str![[""]]),
        held("clock words with a precision")
            .made(
                "CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a timestamptz DEFAULT current_timestamp(3), b timestamp DEFAULT localtimestamp,
                c time DEFAULT localtime(2), d timetz DEFAULT current_time, e timestamptz DEFAULT clock_timestamp(), f timestamptz DEFAULT transaction_timestamp())",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", timestamptz().default(sql("CURRENT_TIMESTAMP(3)")))
                        .column("b", timestamp().default(sql("LOCALTIMESTAMP")))
                        .column("c", time().default(sql("localtime(2)")))
                        .column("d", custom("timetz").default(sql("current_time")))
                        .column("e", timestamptz().default(sql("clock_timestamp()")))
                        .column("f", timestamptz().default(now())),
                );
            })
            .outcome(str![[""]]),
        held("the precision of a clock word alone")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c timestamptz DEFAULT current_timestamp(3))")
            .model(single!(timestamptz().default(now())))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT CURRENT_TIMESTAMP(3) -> now()

"#]]),
        held("another clock")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c timestamptz DEFAULT clock_timestamp())")
            .model(single!(timestamptz().default(now())))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT clock_timestamp() -> now()

"#]]),
        held("numbers that are written in another type")
            .made(
                "CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a bigint DEFAULT 5000000000, b integer DEFAULT -1, c real DEFAULT 1e10,
                d integer DEFAULT 5::bigint, e integer DEFAULT '5'::integer, f numeric(10,2) DEFAULT '1.50', g numeric(10,2) DEFAULT 0,
                h double precision DEFAULT 1e-7, i numeric DEFAULT 1e3, j smallint DEFAULT '-3', k money DEFAULT 5)",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", big_int().default(5_000_000_000_i64))
                        .column("b", integer().default(-1))
                        .column("c", real().default(1e10))
                        .column("d", integer().default(5))
                        .column("e", integer().default(5))
                        .column("f", numeric(10, 2).default(decimal("1.5")))
                        .column("g", numeric(10, 2).default(0))
                        .column("h", double().default(1e-7))
                        .column("i", custom("numeric").default(sql("1000")))
                        .column("j", small_int().default(-3))
                        .column("k", custom("money").default(sql("5"))),
                );
            })
            .outcome(str![[""]]),
        held("a number of more digits than its column")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c numeric(10,2) DEFAULT 1.504)")
            .model(single!(numeric(10, 2).default(decimal("1.50"))))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 1.504 -> 1.50

"#]]),
        held("a truth value loses its default")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c boolean DEFAULT true)")
            .model(single!(boolean()))
            .outcome(str![[r#"
change: alter column t.c: drop DEFAULT

"#]]),
        held("a truth value that is false gets a default")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c boolean)")
            .model(single!(boolean().default(false)))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT false

"#]]),
        held("words for truth values")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a boolean DEFAULT 't', b boolean DEFAULT 'yes', c boolean DEFAULT 'off', d boolean DEFAULT '0')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", boolean().default(true))
                        .column("b", boolean().default(true))
                        .column("c", boolean().default(false))
                        .column("d", boolean().default(sql("'f'"))),
                );
            })
            .outcome(str![[""]]),
        held("JSON in another order and with other blanks")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c jsonb DEFAULT '{\"a\": 1,  \"b\":2}', d jsonb DEFAULT '{\"x\": 1.50, \"x\": 2}', e json DEFAULT '{\"a\":  1}')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", jsonb().default("{\"b\":2,\"a\":1}"))
                        .column("d", jsonb().default("{\"x\":2}"))
                        .column("e", json().default("{\"a\":  1}")),
                );
            })
            .outcome(str![[""]]),
        held("JSON kept as text, with other blanks")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c json DEFAULT '{\"a\":  1}')")
            .model(single!(json().default("{\"a\": 1}")))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT '{\"a\":  1}' -> '{\"a\": 1}'

"#]]),
        held("numbers in JSON that differ in zeros")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c jsonb DEFAULT '{\"x\": 1.50}')")
            .model(single!(jsonb().default("{\"x\":1.5}")))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT '{\"x\": 1.50}' -> '{\"x\":1.5}'

"#]]),
        held("characters that are written with a backslash")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a text DEFAULT E'it''s \\\\ 100%\\n%s', b text DEFAULT '\\x41', c text DEFAULT $$a'b$$)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", text().default("it's \\ 100%\n%s"))
                        .column("b", text().default("\\x41"))
                        .column("c", text().default("a'b")),
                );
            })
            .outcome(str![[""]]),
        held("defaults with characters that are written with a backslash are new")
            .revisions(single!(text()))
            .model(single!(text().default("it's \\ 100%\n\"%s\" {x} \t\u{e9}")))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 'it\'s \\ 100%\n\"%s\" {x} \té'

"#]]),
        held("type and default change")
            .revisions(single!(varchar(10).not_null().default("1.5")))
            .rows("INSERT INTO t VALUES (1, '2.5')")
            .model(single!(numeric(6, 2).not_null().default(decimal("2.25"))))
            .query("SELECT id, c::text FROM t ORDER BY id")
            .outcome(str![[r#"
change: alter column t.c: varchar(10) -> numeric(6, 2), DEFAULT '1.5' -> 2.25
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is varchar(10), is the same again after it was numeric(6, 2)
row: 1|2.50

"#]]),
        held("a label is added that a default takes")
            .revisions(single!(enumeration("mood", ["sad", "ok"]).not_null().default("ok")))
            .rows("INSERT INTO t VALUES (1, 'sad')")
            .model(single!(enumeration("mood", ["sad", "glad", "ok"]).not_null().default("glad")))
            .outcome(str![[r#"
change: set the values of enum mood
change: alter column t.c: DEFAULT 'ok' -> 'glad'

"#]]),
        held("a table whose default needs a function that is new as well")
            .revisions(|op| {
                op.create_table(table("other").column("id", integer().primary_key()));
            })
            .model(|op| {
                op.create_table(table("other").column("id", integer().primary_key()));
                op.create_function("next_code", "", "RETURNS integer LANGUAGE sql AS 'SELECT 7'");
                op.create_function("count_t", "", "RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'");
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", integer().not_null().default(sql("next_code()"))),
                );
            })
            .outcome(str![[r#"
change: create function next_code()
change: create table t
change: create function count_t()

"#]]),
        held("a default that needs a function which needs the table")
            .revisions(|op| {
                op.create_table(table("other").column("id", integer().primary_key()));
            })
            .model(|op| {
                op.create_table(table("other").column("id", integer().primary_key()));
                op.create_table(table("t").column("id", integer().primary_key()).column("c", big_int()));
                op.create_function("count_t", "", "RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t'");
                op.alter_column("t", "c").default(sql("count_t()"));
            })
            .outcome(str![[r#"
change: create table t
change: create function count_t()
change: alter column t.c: DEFAULT count_t()

"#]]),
    ];
    held::on_postgres("held_defaults", cases);
}
