//! Databases that were made by hand, in words of many kinds, and are what their models say.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(cases, BY_HAND);

const BY_HAND: &[Case] = cases! {
    "types with lengths, digits and fields" on [Postgres],
        sql "CREATE TABLE t (a interval second(3), b timestamptz(0), c time(2) without time zone, d bit varying(5), e numeric(10,2)[] DEFAULT '{1.5}',
            f varchar(7)[], g money, h tsvector, i timestamp(3)[], j float(20), k float(30), l decimal, m dec(5), n character(3), o int4range)",
        after |op| op.create_table(
            table("t").column("a", custom("interval second(3)")).column("b", custom("timestamptz(0)")).column("c", custom("time(2)"))
                .column("d", custom("bit varying(5)")).column("e", array(numeric(10, 2)).default("{1.5}")).column("f", array(varchar(7)))
                .column("g", custom("money")).column("h", custom("tsvector")).column("i", custom("timestamp(3)[]"))
                .column("j", real()).column("k", double()).column("l", custom("numeric")).column("m", numeric(5, 0)).column("n", char(3))
                .column("o", custom("int4range")),
        )
        => [];
    "types with lengths, digits and signs on MariaDB" on [Mysql],
        sql "CREATE TABLE t (a double precision, b int(5) unsigned zerofill, c national varchar(9), d bool, e char, f decimal(5), g fixed(6,2), h integer unsigned,
            i middleint, j time(3), k varbinary(20), l bit(4), m mediumtext, n set('a','b'), o year)",
        after |op| op.create_table(
            table("t").column("a", double()).column("b", custom("int(5) unsigned zerofill")).column("c", varchar(9).mysql_charset("utf8mb3"))
                .column("d", boolean()).column("e", char(1)).column("f", numeric(5, 0)).column("g", numeric(6, 2)).column("h", integer().unsigned())
                .column("i", custom("mediumint")).column("j", custom("time(3)")).column("k", custom("varbinary(20)")).column("l", custom("bit(4)"))
                .column("m", custom("mediumtext")).column("n", custom("set('a','b')")).column("o", custom("year")),
        )
        => [];
    "defaults that are values in other words" on [Postgres],
        sql "CREATE TABLE t (a jsonb DEFAULT '{\"b\":2,  \"a\":[1, 2]}', b text[] DEFAULT ARRAY[]::text[], c uuid DEFAULT gen_random_uuid(), d timestamptz DEFAULT 'infinity',
            e double precision DEFAULT 1e-3, f date DEFAULT DATE '2020-01-02', g numeric(6,3) DEFAULT -1.50, h boolean DEFAULT 'on', i integer[] DEFAULT '{1, 2}',
            j interval DEFAULT '90 minutes', k bytea DEFAULT '\\x0aff', l smallint DEFAULT -1, m char(3) DEFAULT 'a', n text DEFAULT E'a\\nb', o text DEFAULT '',
            p timestamp DEFAULT (now() AT TIME ZONE 'utc'), q text DEFAULT ('a' || 'b'), r time DEFAULT '10:00')",
        after |op| op.create_table(
            table("t").column("a", jsonb().default("{\"a\": [1, 2], \"b\": 2}")).column("b", array(text()).default("{}")).column("c", uuid().default(sql("gen_random_uuid()")))
                .column("d", timestamptz().default(sql("'infinity'"))).column("e", double().default(0.001)).column("f", date().default("2020-01-02"))
                .column("g", numeric(6, 3).default(decimal("-1.5"))).column("h", boolean().default(true)).column("i", array(integer()).default("{1,2}"))
                .column("j", interval().default("01:30:00")).column("k", binary().default(vec![0x0a_u8, 0xff])).column("l", small_int().default(-1))
                .column("m", char(3).default("a")).column("n", text().default("a\nb")).column("o", text().default(""))
                .column("p", timestamp().default(sql("timezone('utc', now())"))).column("q", text().default(sql("'a' || 'b'"))).column("r", time().default("10:00:00")),
        )
        => [];
    "defaults that are values in other words on MariaDB" on [Mysql],
        sql "CREATE TABLE t (a char(36) DEFAULT uuid(), b text DEFAULT 'x', c varchar(9) DEFAULT 0x41, d bit(1) DEFAULT b'1', e double DEFAULT 1.50e0, f date DEFAULT '20200102',
            g boolean DEFAULT false, h datetime(6) DEFAULT now(6), i int DEFAULT '5', j decimal(6,3) DEFAULT -1.5, k varchar(9) DEFAULT '', l varchar(20) DEFAULT 'it''s \\\\ \\n',
            m json DEFAULT '[]', n int DEFAULT (1 + 2), o time DEFAULT '1:00')",
        after |op| op.create_table(
            table("t").column("a", char(36).default(sql("UUID()"))).column("b", custom("text").default("x")).column("c", varchar(9).default("A")).column("d", custom("bit(1)").default(sql("b'1'")))
                .column("e", double().default(1.5)).column("f", date().default("2020-01-02")).column("g", boolean().default(false)).column("h", timestamp().default(now()))
                .column("i", integer().default(5)).column("j", numeric(6, 3).default(decimal("-1.5"))).column("k", varchar(9).default("")).column("l", varchar(20).default("it's \\ \n"))
                .column("m", json().default("[]")).column("n", integer().default(sql("1 + 2"))).column("o", custom("time").default("01:00:00")),
        )
        => [];
    "defaults that are values in other words on SQLite" on [Sqlite],
        sql "CREATE TABLE t (a text DEFAULT \"dq\", b integer DEFAULT +5, c integer DEFAULT -5, d real DEFAULT 1.50, e blob DEFAULT x'0AFF', f boolean DEFAULT TRUE,
            g text DEFAULT (strftime('%s','now')), h timestamp DEFAULT CURRENT_TIMESTAMP, i date DEFAULT CURRENT_DATE, j integer DEFAULT (1+1), k text DEFAULT 'it''s', l text DEFAULT NULL, m text DEFAULT (''))",
        after |op| op.create_table(
            table("t").column("a", text().default("dq")).column("b", integer().default(5)).column("c", integer().default(-5)).column("d", real().default(1.5))
                .column("e", binary().default(vec![0x0a_u8, 0xff])).column("f", boolean().default(true)).column("g", text().default(sql("strftime('%s', 'now')")))
                .column("h", timestamp().default(now())).column("i", date().default(today())).column("j", integer().default(sql("1 + 1"))).column("k", text().default("it's"))
                .column("l", text()).column("m", text().default("")),
        )
        => [];
    "conditions of checks" on [Postgres],
        sql "CREATE TABLE t (s varchar(20), n integer, m numeric(9,2), d date, j jsonb, b boolean, ts timestamptz,
            CONSTRAINT c1 CHECK (s ~ '^[a-z]+$'), CONSTRAINT c2 CHECK (n IS DISTINCT FROM 3), CONSTRAINT c3 CHECK (n BETWEEN SYMMETRIC 5 AND 1),
            CONSTRAINT c4 CHECK (s = ANY (ARRAY['a', 'b'])), CONSTRAINT c5 CHECK (CASE WHEN b THEN n > 0 ELSE true END), CONSTRAINT c6 CHECK (coalesce(n, 0) + m > 1.5),
            CONSTRAINT c7 CHECK (extract(year FROM d) > 2000), CONSTRAINT c8 CHECK (j ->> 'a' <> ''), CONSTRAINT c9 CHECK (b IS NOT TRUE), CONSTRAINT c10 CHECK (NOT (n = 1 AND m IS NULL)),
            CONSTRAINT c11 CHECK (s NOT ILIKE 'x%'), CONSTRAINT c12 CHECK (ts > '2020-01-01'), CONSTRAINT c13 CHECK (length(trim(s)) > 0), CONSTRAINT c14 CHECK (n::text <> '1'),
            CONSTRAINT c15 CHECK (d <= current_date + 1), CONSTRAINT c16 CHECK ((n, m) <> (1, 2)))",
        after |op| op.create_table(
            table("t").column("s", varchar(20)).column("n", integer()).column("m", numeric(9, 2)).column("d", date()).column("j", jsonb()).column("b", boolean()).column("ts", timestamptz())
                .check("c1", "s ~ '^[a-z]+$'").check("c2", "n IS DISTINCT FROM 3").check("c3", "n BETWEEN SYMMETRIC 5 AND 1").check("c4", "s IN ('a', 'b')")
                .check("c5", "CASE WHEN b THEN n > 0 ELSE true END").check("c6", "COALESCE(n, 0) + m > 1.5").check("c7", "EXTRACT(year FROM d) > 2000").check("c8", "j ->> 'a' != ''")
                .check("c9", "b IS NOT TRUE").check("c10", "NOT (n = 1 AND m IS NULL)").check("c11", "s NOT ILIKE 'x%'").check("c12", "ts > '2020-01-01'")
                .check("c13", "length(trim(s)) > 0").check("c14", "CAST(n AS text) <> '1'").check("c15", "d <= current_date + 1").check("c16", "(n, m) <> (1, 2)"),
        )
        => [
            "unknown: constraint c6 of t may differ: `(COALESCE(n, 0)::numeric + m) > 1.5` and `COALESCE(n, 0) + m > 1.5` differ in casts, or in how a time is written",
        ];
    "conditions of checks on MariaDB" on [Mysql],
        sql "CREATE TABLE t (s varchar(20), n int, m decimal(9,2), d date, j json, b bool,
            CONSTRAINT c1 CHECK (s REGEXP '^[a-z]+$'), CONSTRAINT c2 CHECK (NOT n <=> 3), CONSTRAINT c3 CHECK (n DIV 2 = 1 AND n MOD 3 = 1), CONSTRAINT c4 CHECK (n XOR b),
            CONSTRAINT c5 CHECK (IF(b, n > 0, 1)), CONSTRAINT c6 CHECK (CASE n WHEN 1 THEN m > 0 ELSE true END), CONSTRAINT c7 CHECK (year(d) > 2000), CONSTRAINT c8 CHECK (json_value(j, '$.a') <> ''),
            CONSTRAINT c9 CHECK (b IS NOT TRUE), CONSTRAINT c10 CHECK (n NOT BETWEEN 1 AND 5 OR s NOT IN ('a', 'b')), CONSTRAINT c11 CHECK (s LIKE 'a\\\\_%' ESCAPE '\\\\'),
            CONSTRAINT c12 CHECK (char_length(trim(s)) > 0), CONSTRAINT c13 CHECK (cast(n as char) <> '1'), CONSTRAINT c14 CHECK (n & 1 = 1), CONSTRAINT c15 CHECK (-n < +5), CONSTRAINT c16 CHECK (d < date '2030-01-01'))",
        after |op| op.create_table(
            table("t").column("s", varchar(20)).column("n", integer()).column("m", numeric(9, 2)).column("d", date()).column("j", json()).column("b", boolean())
                .check("c1", "s REGEXP '^[a-z]+$'").check("c2", "NOT n <=> 3").check("c3", "n DIV 2 = 1 AND n MOD 3 = 1").check("c4", "n XOR b").check("c5", "IF(b, n > 0, 1)")
                .check("c6", "CASE n WHEN 1 THEN m > 0 ELSE true END").check("c7", "YEAR(d) > 2000").check("c8", "JSON_VALUE(j, '$.a') <> ''").check("c9", "b IS NOT TRUE")
                .check("c10", "n NOT BETWEEN 1 AND 5 OR s NOT IN ('a', 'b')").check("c11", "s LIKE 'a\\\\_%' ESCAPE '\\\\'").check("c12", "CHAR_LENGTH(TRIM(s)) > 0")
                .check("c13", "CAST(n AS CHAR) <> '1'").check("c14", "n & 1 = 1").check("c15", "-n < +5").check("c16", "d < DATE '2030-01-01'"),
        )
        => [];
    "conditions of checks on SQLite" on [Sqlite],
        sql "CREATE TABLE t (s text, n integer, CONSTRAINT c1 CHECK (like('a%', s)), CONSTRAINT c2 CHECK (glob('a*', s)), CONSTRAINT c3 CHECK (s IS NOT 'x'),
            CONSTRAINT c4 CHECK (s COLLATE NOCASE <> 'a'), CONSTRAINT c5 CHECK (typeof(n) = 'integer'), CONSTRAINT c6 CHECK (s GLOB '[a-z]*'), CONSTRAINT c7 CHECK (n IN (1, 2) OR n ISNULL),
            CONSTRAINT c8 CHECK (iif(n > 0, 1, 0)), CONSTRAINT c9 CHECK (n << 1 < 10 AND ~n < 0), CONSTRAINT c10 CHECK (json_valid(s)), CONSTRAINT c11 CHECK (CASE WHEN n THEN 1 ELSE 0 END), CONSTRAINT c12 CHECK (s NOT LIKE 'x!%' ESCAPE '!'))",
        after |op| op.create_table(
            table("t").column("s", text()).column("n", integer()).check("c1", "like('a%', s)").check("c2", "glob('a*', s)").check("c3", "s IS NOT 'x'").check("c4", "s COLLATE NOCASE <> 'a'")
                .check("c5", "typeof(n) = 'integer'").check("c6", "s GLOB '[a-z]*'").check("c7", "n IN (1, 2) OR n ISNULL").check("c8", "iif(n > 0, 1, 0)").check("c9", "n << 1 < 10 AND ~n < 0")
                .check("c10", "json_valid(s)").check("c11", "CASE WHEN n THEN 1 ELSE 0 END").check("c12", "s NOT LIKE 'x!%' ESCAPE '!'"),
        )
        => [];
    "indexes of every method" on [Postgres],
        sql "CREATE TABLE t (a jsonb, b integer, c text, d int4range); CREATE INDEX i1 ON t USING gin (a jsonb_path_ops); CREATE INDEX i2 ON t USING brin (b) WITH (pages_per_range = 32);
            CREATE INDEX i3 ON t USING hash (c); CREATE INDEX i4 ON t (lower(c) DESC NULLS LAST, b) WHERE b IS NOT NULL AND c <> ''; CREATE INDEX i5 ON t USING gist (d);
            CREATE INDEX i6 ON t ((a ->> 'x')); CREATE UNIQUE INDEX i7 ON t (c text_pattern_ops) INCLUDE (b); CREATE INDEX i8 ON t (c COLLATE \"C\")",
        after |op| {
            op.create_table(table("t").column("a", jsonb()).column("b", integer()).column("c", text()).column("d", custom("int4range")));
            op.create_index("i1", "t", [asc("a").operator_class("jsonb_path_ops")]).using("gin");
            op.create_index("i2", "t", ["b"]).using("brin").with("pages_per_range", "32");
            op.create_index("i3", "t", ["c"]).using("hash");
            op.create_index("i4", "t", [expression("lower(c)").descending().nulls_last(), asc("b")]).filter("b IS NOT NULL AND c <> ''");
            op.create_index("i5", "t", ["d"]).using("gist");
            op.create_index("i6", "t", [expression("a ->> 'x'")]);
            op.create_index("i7", "t", [asc("c").operator_class("text_pattern_ops")]).unique().include(["b"]);
            op.create_index("i8", "t", [asc("c").collate("C")]);
        }
        => [];
    "indexes of MariaDB" on [Mysql],
        sql "CREATE TABLE t (a varchar(100), b int, c text, KEY i1 (a(10), b DESC), UNIQUE KEY i2 (b, a(5)), FULLTEXT KEY i3 (c), KEY i4 (c(20)))",
        after |op| {
            op.create_table(table("t").column("a", varchar(100)).column("b", integer()).column("c", custom("text")));
            op.create_index("i1", "t", [asc("a").prefix(10), desc("b")]);
            op.create_index("i2", "t", [asc("b"), asc("a").prefix(5)]).unique();
            op.create_index("i3", "t", ["c"]).using("fulltext");
            op.create_index("i4", "t", [asc("c").prefix(20)]);
        }
        => [];
    "indexes of SQLite" on [Sqlite],
        sql "CREATE TABLE t (a text, b integer); CREATE INDEX i1 ON t (a COLLATE NOCASE, b DESC); CREATE UNIQUE INDEX i2 ON t(lower( a )) WHERE b>0 ; CREATE INDEX i3 ON t (b + 1, (a || 'x'))",
        after |op| {
            op.create_table(table("t").column("a", text()).column("b", integer()));
            op.create_index("i1", "t", [asc("a").collate("NOCASE"), desc("b")]);
            op.create_index("i2", "t", [expression("lower(a)")]).unique().filter("b > 0");
            op.create_index("i3", "t", [expression("b + 1"), expression("a || 'x'")]);
        }
        => [];
    "foreign keys in every form" on [Postgres],
        sql "CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b), CONSTRAINT uq UNIQUE (b)); CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a integer, b integer, up integer,
            CONSTRAINT f1 FOREIGN KEY (a, b) REFERENCES p MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE, CONSTRAINT f2 FOREIGN KEY (b) REFERENCES p (b) ON DELETE RESTRICT,
            CONSTRAINT f3 FOREIGN KEY (up) REFERENCES t ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED); ALTER TABLE t ADD CONSTRAINT f4 FOREIGN KEY (up) REFERENCES p (b) NOT VALID",
        after |op| {
            op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]).unique("uq", ["b"]));
            op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer()).column("up", integer())
                .foreign_key(foreign_key("f1", ["a", "b"], "p", ["a", "b"]).match_full().on_delete(SetNull).on_update(Cascade).deferrable_initially_immediate())
                .foreign_key(foreign_key("f2", ["b"], "p", ["b"]).on_delete(Restrict))
                .foreign_key(foreign_key("f3", ["up"], "t", ["id"]).on_delete(Cascade).deferrable_initially_deferred()));
            op.create_foreign_key("f4", "t", ["up"], "p", ["b"]).not_valid();
        }
        => [];
    "comments with every sign" on [Postgres, Mysql],
        before |op| op.create_table(
            table("t").column("id", integer().primary_key().comment("it's \"x\" \\ \n\ttab; -- /* é 🙂 %s $1"))
                .column("c", integer().comment("''")).comment("a\\'b' || 'c"),
        )
        => [];
    "computed columns in other words" on [Postgres],
        sql "CREATE TABLE t (a text, b integer, c numeric(9,2), g1 text GENERATED ALWAYS AS (a || '-' || b::text) STORED, g2 numeric GENERATED ALWAYS AS (round(c * 1.2, 2)) STORED,
            g3 boolean GENERATED ALWAYS AS (b IN (1,2) OR a IS NULL) STORED, g4 tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(a, ''))) STORED)",
        after |op| op.create_table(
            table("t").column("a", text()).column("b", integer()).column("c", numeric(9, 2)).column("g1", text().generated("a || '-' || CAST(b AS text)"))
                .column("g2", custom("numeric").generated("round(c * 1.2, 2)")).column("g3", boolean().generated("b IN (1, 2) OR a IS NULL"))
                .column("g4", custom("tsvector").generated("to_tsvector('english', COALESCE(a, ''))")),
        )
        => [];
    "computed columns in other words on MariaDB" on [Mysql],
        sql "CREATE TABLE t (a varchar(20), b int, j json, g1 varchar(60) AS (concat(a, '-', b)) VIRTUAL, g2 int GENERATED ALWAYS AS (b * 2 % 5) STORED, g3 varchar(9) AS (json_value(j, '$.x')) PERSISTENT,
            g4 bool AS (a is null or b in (1,2)) VIRTUAL, g5 varchar(20) AS (upper(substr(a, 1, 3))))",
        after |op| op.create_table(
            table("t").column("a", varchar(20)).column("b", integer()).column("j", json()).column("g1", varchar(60).generated_virtual("concat(a, '-', b)"))
                .column("g2", integer().generated("b * 2 % 5")).column("g3", varchar(9).generated("JSON_VALUE(j, '$.x')")).column("g4", boolean().generated_virtual("a IS NULL OR b IN (1, 2)"))
                .column("g5", varchar(20).generated_virtual("upper(substr(a, 1, 3))")),
        )
        => [];
};
