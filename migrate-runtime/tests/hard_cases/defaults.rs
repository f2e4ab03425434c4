//! Defaults: constants in the words of each server, expressions, and types that change beside them.

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

#[cfg(feature = "mysql")]
#[test]
fn mysql() {
    let cases = vec![
        held("four kinds of nothing")
            .made("CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b varchar(9) NOT NULL, c varchar(9) DEFAULT '', d varchar(9) DEFAULT 'NULL', e varchar(9) NOT NULL DEFAULT '')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(9))
                        .column("b", varchar(9).not_null())
                        .column("c", varchar(9).default(""))
                        .column("d", varchar(9).default("NULL"))
                        .column("e", varchar(9).not_null().default("")),
                );
            })
            .outcome(str![""]),
        held("four kinds of nothing, each another")
            .made("CREATE TABLE t (id int PRIMARY KEY, a varchar(9), b varchar(9) NOT NULL, c varchar(9) DEFAULT '', d varchar(9) DEFAULT 'NULL')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(9).default(""))
                        .column("b", varchar(9).not_null().default(""))
                        .column("c", varchar(9).default("NULL"))
                        .column("d", varchar(9)),
                );
            })
            .outcome(str![[r#"
change: alter column t.a: DEFAULT ''
change: alter column t.b: DEFAULT ''
change: alter column t.c: DEFAULT '' -> 'NULL'
change: alter column t.d: drop DEFAULT

"#]]),
        held("characters that are written with a backslash")
            .made("CREATE TABLE t (id int PRIMARY KEY, a varchar(40) DEFAULT 'it''s \\\\ 100%\\n%s', b text DEFAULT '\"\\t', c varchar(9) DEFAULT '\\'')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(40).default("it's \\ 100%\n%s"))
                        .column("b", custom("text").default("\"\t"))
                        .column("c", varchar(9).default("'")),
                );
            })
            .outcome(str![""]),
        held("defaults with characters that are written with a backslash are new")
            .revisions(single!(varchar(90)))
            .model(single!(varchar(90).default("it's \\ 100%\n\"%s\" {x} \t\u{e9}")))
            .outcome(str![[r#"
change: alter column t.c: DEFAULT 'it\'s \\ 100%\n\"%s\" {x} \té'

"#]]),
        held("the time, with the precision of its column")
            .made(
                "CREATE TABLE t (id int PRIMARY KEY, a datetime DEFAULT now(), b datetime(6) DEFAULT now(6), c timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
                d datetime(3) DEFAULT current_timestamp(3), e datetime NULL DEFAULT localtime)",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", custom("datetime").default(sql("now()")))
                        .column("b", timestamp().default(now()))
                        .column("c", timestamptz().not_null().default(now()).mysql_on_update_now())
                        .column("d", custom("datetime(3)").default(sql("now(3)")))
                        .column("e", custom("datetime").default(sql("CURRENT_TIMESTAMP"))),
                );
            })
            .outcome(str![""]),
        held("the day")
            .made("CREATE TABLE t (id int PRIMARY KEY, a date DEFAULT (current_date), b date DEFAULT curdate(), c time DEFAULT (current_time))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", date().default(today()))
                        .column("b", date().default(sql("(CURRENT_DATE)")))
                        .column("c", custom("time").default(sql("curtime()"))),
                );
            })
            .outcome(str![""]),
        held("expressions")
            .made(
                "CREATE TABLE t (id int PRIMARY KEY, a varchar(9) DEFAULT (concat('a', 'b')), b char(36) DEFAULT (uuid()), c int DEFAULT (1), d varchar(9) DEFAULT ('x'),
                e int DEFAULT (1+2), f varchar(9) DEFAULT (concat('a',1)), g double DEFAULT (rand() + 1), h int DEFAULT (length('a b') + 1), i varchar(9) DEFAULT (concat('it''s', 'a\\\\b')))",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", varchar(9).default(sql("concat('a', 'b')")))
                        .column("b", char(36).default(sql("uuid()")))
                        .column("c", integer().default(1))
                        .column("d", varchar(9).default("x"))
                        .column("e", integer().default(sql("1+2")))
                        .column("f", varchar(9).default(sql("concat('a',1)")))
                        .column("g", double().default(sql("rand() + 1")))
                        .column("h", integer().default(sql("length('a b') + 1")))
                        .column("i", varchar(9).default(sql("concat('it''s', 'a\\\\b')"))),
                );
            })
            .outcome(str![""]),
        held("expressions are new")
            .revisions(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("g", double())
                        .column("h", integer()),
                );
            })
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("g", double().default(sql("rand() + 1")))
                        .column("h", integer().default(sql("length('a b') + 1"))),
                );
            })
            .outcome(str![[r#"
change: alter column t.g: DEFAULT rand() + 1
change: alter column t.h: DEFAULT length('a b') + 1

"#]]),
        held("bytes that are padded")
            .made("CREATE TABLE t (id int PRIMARY KEY, c binary(3) DEFAULT 'a', d varbinary(3) DEFAULT 'a', e binary(2) DEFAULT x'00ff')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("binary(3)").default("a"))
                        .column("d", custom("varbinary(3)").default("a"))
                        .column("e", custom("binary(2)").default(sql("x'00ff'"))),
                );
            })
            .outcome(str![[r#"
unknown: column t.e may differ: MariaDB prints bytes that are no text as `?` in a default

"#]]),
        held("other bytes of which the server prints the same")
            .made("CREATE TABLE t (id int PRIMARY KEY, c binary(2) DEFAULT x'00fe', d varbinary(2) DEFAULT x'fe')")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("binary(2)").default(sql("x'00ff'")))
                        .column("d", custom("varbinary(2)").default(sql("x'ff'"))),
                );
            })
            .outcome(str![[r#"
unknown: column t.c may differ: MariaDB prints bytes that are no text as `?` in a default
unknown: column t.d may differ: MariaDB prints bytes that are no text as `?` in a default

"#]]),
        held("a text without a bound")
            .made("CREATE TABLE t (id int PRIMARY KEY, c longtext DEFAULT 'x', d blob DEFAULT 'y', e tinytext DEFAULT (concat('a', 'b')))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", text().default("x"))
                        .column("d", custom("blob").default("y"))
                        .column("e", custom("tinytext").default(sql("concat('a', 'b')"))),
                );
            })
            .outcome(str![""]),
        held("a text without a bound loses its default")
            .made("CREATE TABLE t (id int PRIMARY KEY, c longtext DEFAULT 'x')")
            .model(single!(text()))
            .outcome(str![[r#"
change: alter column t.c: drop DEFAULT

"#]]),
        held("numbers in the scale of their column")
            .made("CREATE TABLE t (id int PRIMARY KEY, a dec(10,2) DEFAULT 0, b dec(10,2) DEFAULT '1.5', c float DEFAULT 1e10, d double DEFAULT 0.1, e bool DEFAULT true, f bit(3) DEFAULT 5, g bigint DEFAULT -5000000000)")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", numeric(10, 2).default(0))
                        .column("b", numeric(10, 2).default(decimal("1.5")))
                        .column("c", real().default(1e10))
                        .column("d", double().default(0.1))
                        .column("e", boolean().default(true))
                        .column("f", custom("bit(3)").default(sql("b'101'")))
                        .column("g", big_int().default(-5_000_000_000_i64)),
                );
            })
            .outcome(str![""]),
        held("type and default change")
            .revisions(single!(varchar(10).not_null().default("1.5")))
            .rows("INSERT INTO t VALUES (1, '2.5')")
            .model(single!(numeric(6, 2).not_null().default(decimal("2.25"))))
            .outcome(str![[r#"
change: alter column t.c: varchar(10) -> numeric(6, 2), DEFAULT '1.5' -> 2.25
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is varchar(10), is the same again after it was numeric(6, 2)

"#]]),
    ];
    held::on_mysql("held_defaults", cases);
}

#[test]
fn sqlite() {
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
