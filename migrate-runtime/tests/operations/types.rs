//! Every type, in an ordinary and in a STRICT table, with a default that fits.

use migrate_runtime::op::TableSpec;
use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, invalid, mariadb, mysql, postgres, refused, sqlite};

pub(crate) fn cases() -> Vec<Case> {
    [named_types(), spelled_types()].concat()
}

/// Types that one database spells as no other does, with the values of a type that all have.
fn spelled_types() -> Vec<Case> {
    vec![
        case(
            "text without a length",
            |op| {
                op.create_table(table("t").column("a", string()).column("b", text()));
                op.bulk_insert("t", ["a", "b"], [("x", "y")]);
            },
            |op| {
                op.add_column("t", "c", string().not_null().default("it's"));
                op.alter_column("t", "b").set_type(string());
                op.alter_column("t", "a").set_type(varchar(20)).default("z");
                op.create_index("ix_t_c", "t", ["c"]);
            },
            [
                sqlite(str![[r#"
ALTER TABLE t ADD COLUMN c VARCHAR NOT NULL DEFAULT 'it''s';
CREATE TABLE "_migrate_new_t" (
    a VARCHAR(20) DEFAULT 'z',
    b VARCHAR,
    c VARCHAR NOT NULL DEFAULT 'it''s'
);
INSERT INTO _migrate_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _migrate_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_t_c ON t (c);

"#]]),
                postgres(str![[r#"
ALTER TABLE t ADD COLUMN c VARCHAR DEFAULT 'it''s' NOT NULL;
ALTER TABLE t
    ALTER COLUMN b TYPE VARCHAR,
    ALTER COLUMN a TYPE VARCHAR(20),
    ALTER COLUMN a SET DEFAULT 'z';
CREATE INDEX ix_t_c ON t (c);

"#]]),
                mariadb(refused(str![[r#"
cannot add column t.c varchar: MariaDB has no VARCHAR without a length
  hint: write `varchar(255)`, `text()`, or both: `string().on_mysql(varchar(255))`
"#]])),
            ],
        )
        .one_way_on(&["PostgreSQL"]),
        case(
            "types of MariaDB and MySQL with the values of others",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("a", custom("DATETIME").like(timestamp()).default(now()))
                        .column("b", custom("MEDIUMTEXT").like(text()))
                        .column("c", custom("TINYINT").like(small_int()).not_null().default(0))
                        .column("d", custom("FLOAT(53)").like(double()).default(0.5))
                        .column("e", custom("DATETIME(3)").like(timestamp())),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    a DATETIME DEFAULT CURRENT_TIMESTAMP,
    b MEDIUMTEXT,
    c TINYINT NOT NULL DEFAULT 0,
    d FLOAT(53) DEFAULT 0.5,
    e DATETIME(3)
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    a DATETIME DEFAULT now(),
    b MEDIUMTEXT,
    c TINYINT DEFAULT 0 NOT NULL,
    d FLOAT(53) DEFAULT 0.5,
    e DATETIME(3)
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    a DATETIME DEFAULT CURRENT_TIMESTAMP,
    b MEDIUMTEXT,
    c TINYINT NOT NULL DEFAULT 0,
    d FLOAT(53) DEFAULT 0.5,
    e DATETIME(3)
);

"#]]),
            ],
        )
        .live_on(&["SQLite", "MariaDB", "MySQL"]),
        case(
            "types of PostgreSQL with the values of others",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("a", custom("inet").like(text()).default("127.0.0.1"))
                        .column("b", custom("money").like(numeric(10, 2)))
                        .column("c", custom("timestamp(3)").like(timestamp()).default(now())),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    a inet DEFAULT '127.0.0.1',
    b money,
    c timestamp(3) DEFAULT CURRENT_TIMESTAMP
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    a inet DEFAULT '127.0.0.1',
    b money,
    c timestamp(3) DEFAULT now()
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    a inet DEFAULT '127.0.0.1',
    b money,
    c timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3)
);

"#]]),
            ],
        )
        .live_on(&["PostgreSQL"]),
    ]
}

fn named_types() -> Vec<Case> {
    vec![
        case(
            "every type",
            |_| {},
            |op| op.create_table(every_type("types")),
            [
                sqlite(str![[r#"
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INTEGER DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d BOOLEAN DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f TEXT DEFAULT 'é
"x"',
    g CHAR(8) DEFAULT '',
    h NUMERIC(12, 3) DEFAULT -12.500,
    i REAL DEFAULT 0.10000000149011612,
    j DOUBLE DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME DEFAULT '23:59:59',
    m TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    n TIMESTAMPTZ DEFAULT '2024-02-29 00:00:00',
    p BLOB DEFAULT X'00FF',
    q CHAR(36) DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r TEXT DEFAULT '{"a": 1}',
    s TEXT DEFAULT '[]',
    t TEXT NOT NULL DEFAULT 'it''s' CONSTRAINT enum_mood CHECK (t IN ('sad', 'it''s'))
);

"#]]),
                postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'it''s');
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INTEGER DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d BOOLEAN DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f TEXT DEFAULT 'é
"x"',
    g CHAR(8) DEFAULT '',
    h NUMERIC(12, 3) DEFAULT -12.500,
    i REAL DEFAULT 0.10000000149011612,
    j DOUBLE PRECISION DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME DEFAULT '23:59:59',
    m TIMESTAMP DEFAULT now(),
    n TIMESTAMPTZ DEFAULT '2024-02-29 00:00:00',
    p BYTEA DEFAULT E'//x00ff'::bytea,
    q UUID DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r JSON DEFAULT '{"a": 1}',
    s JSONB DEFAULT '[]',
    t mood DEFAULT 'it''s' NOT NULL
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INT DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d TINYINT(1) DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f LONGTEXT DEFAULT 'é
"x"',
    g CHAR(8) DEFAULT '',
    h DECIMAL(12, 3) DEFAULT -12.500,
    i FLOAT DEFAULT 0.10000000149011612,
    j DOUBLE DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME(6) DEFAULT '23:59:59',
    m DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),
    n TIMESTAMP(6) NULL DEFAULT '2024-02-29 00:00:00',
    p LONGBLOB DEFAULT X'00FF',
    q UUID DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r JSON DEFAULT '{"a": 1}',
    s JSON DEFAULT '[]',
    t ENUM('sad', 'it''s') NOT NULL DEFAULT 'it''s'
);

"#]]),
                mysql(str![[r#"
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INT DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d TINYINT(1) DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f LONGTEXT DEFAULT ('é
"x"'),
    g CHAR(8) DEFAULT '',
    h DECIMAL(12, 3) DEFAULT -12.500,
    i FLOAT DEFAULT 0.10000000149011612,
    j DOUBLE DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME(6) DEFAULT '23:59:59',
    m DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),
    n TIMESTAMP(6) NULL DEFAULT '2024-02-29 00:00:00',
    p LONGBLOB DEFAULT (X'00FF'),
    q CHAR(36) DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r JSON DEFAULT ('{"a": 1}'),
    s JSON DEFAULT ('[]'),
    t ENUM('sad', 'it''s') NOT NULL DEFAULT 'it''s'
);

"#]]),
            ],
        ),
        case(
            "every type of a STRICT table",
            |_| {},
            |op| op.create_table(every_type("types").strict()),
            [
                sqlite(str![[r#"
CREATE TABLE types (
    a INTEGER DEFAULT -1,
    b INTEGER DEFAULT -2147483648,
    c INTEGER DEFAULT -9223372036854775808,
    d INTEGER DEFAULT FALSE,
    e TEXT DEFAULT 'it''s',
    f TEXT DEFAULT 'é
"x"',
    g TEXT DEFAULT '',
    h ANY DEFAULT -12.500,
    i REAL DEFAULT 0.10000000149011612,
    j REAL DEFAULT 1e300,
    k TEXT DEFAULT '2024-02-29',
    l TEXT DEFAULT '23:59:59',
    m TEXT DEFAULT CURRENT_TIMESTAMP,
    n TEXT DEFAULT '2024-02-29 00:00:00',
    p BLOB DEFAULT X'00FF',
    q TEXT DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r TEXT DEFAULT '{"a": 1}',
    s TEXT DEFAULT '[]',
    t TEXT NOT NULL DEFAULT 'it''s' CONSTRAINT enum_mood CHECK (t IN ('sad', 'it''s'))
) STRICT;

"#]]),
                postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'it''s');
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INTEGER DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d BOOLEAN DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f TEXT DEFAULT 'é
"x"',
    g CHAR(8) DEFAULT '',
    h NUMERIC(12, 3) DEFAULT -12.500,
    i REAL DEFAULT 0.10000000149011612,
    j DOUBLE PRECISION DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME DEFAULT '23:59:59',
    m TIMESTAMP DEFAULT now(),
    n TIMESTAMPTZ DEFAULT '2024-02-29 00:00:00',
    p BYTEA DEFAULT E'//x00ff'::bytea,
    q UUID DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r JSON DEFAULT '{"a": 1}',
    s JSONB DEFAULT '[]',
    t mood DEFAULT 'it''s' NOT NULL
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INT DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d TINYINT(1) DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f LONGTEXT DEFAULT 'é
"x"',
    g CHAR(8) DEFAULT '',
    h DECIMAL(12, 3) DEFAULT -12.500,
    i FLOAT DEFAULT 0.10000000149011612,
    j DOUBLE DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME(6) DEFAULT '23:59:59',
    m DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),
    n TIMESTAMP(6) NULL DEFAULT '2024-02-29 00:00:00',
    p LONGBLOB DEFAULT X'00FF',
    q UUID DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r JSON DEFAULT '{"a": 1}',
    s JSON DEFAULT '[]',
    t ENUM('sad', 'it''s') NOT NULL DEFAULT 'it''s'
);

"#]]),
                mysql(str![[r#"
CREATE TABLE types (
    a SMALLINT DEFAULT -1,
    b INT DEFAULT -2147483648,
    c BIGINT DEFAULT -9223372036854775808,
    d TINYINT(1) DEFAULT FALSE,
    e VARCHAR(40) DEFAULT 'it''s',
    f LONGTEXT DEFAULT ('é
"x"'),
    g CHAR(8) DEFAULT '',
    h DECIMAL(12, 3) DEFAULT -12.500,
    i FLOAT DEFAULT 0.10000000149011612,
    j DOUBLE DEFAULT 1e300,
    k DATE DEFAULT '2024-02-29',
    l TIME(6) DEFAULT '23:59:59',
    m DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),
    n TIMESTAMP(6) NULL DEFAULT '2024-02-29 00:00:00',
    p LONGBLOB DEFAULT (X'00FF'),
    q CHAR(36) DEFAULT '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    r JSON DEFAULT ('{"a": 1}'),
    s JSON DEFAULT ('[]'),
    t ENUM('sad', 'it''s') NOT NULL DEFAULT 'it''s'
);

"#]]),
            ],
        ),
        case(
            "types of the database's own",
            |_| {},
            |op| {
                op.create_table(
                    table("own")
                        .column("a", custom("NATIVE CHARACTER(70)").default("x"))
                        .column("b", custom("geometry")),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE own (
    a NATIVE CHARACTER(70) DEFAULT 'x',
    b geometry
);

"#]]),
                postgres(str![[r#"
CREATE TABLE own (
    a NATIVE CHARACTER(70) DEFAULT 'x',
    b geometry
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE own (
    a NATIVE CHARACTER(70) DEFAULT 'x',
    b geometry
);

"#]]),
            ],
        )
        .live_on(&["SQLite"]),
        case(
            "types of PostgreSQL's own",
            |_| {},
            |op| {
                op.create_table(
                    table("own")
                        .column("a", custom("inet").default("127.0.0.1"))
                        .column("b", custom("int4range").default("[1,5)"))
                        .column("c", custom("tsvector"))
                        .column("d", custom("character varying(30)"))
                        .column("e", custom("timestamp(3) with time zone"))
                        .column("f", custom("bit(3)").default("101"))
                        .column("g", custom("money"))
                        .column("h", custom("text[]")),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE own (
    a inet DEFAULT '127.0.0.1',
    b int4range DEFAULT '[1,5)',
    c tsvector,
    d character varying(30),
    e timestamp(3) with time zone,
    f bit(3) DEFAULT '101',
    g money,
    h text[]
);

"#]]),
                postgres(str![[r#"
CREATE TABLE own (
    a inet DEFAULT '127.0.0.1',
    b int4range DEFAULT '[1,5)',
    c tsvector,
    d character varying(30),
    e timestamp(3) with time zone,
    f bit(3) DEFAULT '101',
    g money,
    h text[]
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE own (
    a inet DEFAULT '127.0.0.1',
    b int4range DEFAULT '[1,5)',
    c tsvector,
    d character varying(30),
    e timestamp(3) with time zone NULL,
    f bit(3) DEFAULT '101',
    g money,
    h text[]
);

"#]]),
            ],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "types of MariaDB's and MySQL's own",
            |_| {},
            |op| {
                op.create_table(
                    table("own")
                        .column("a", custom("TINYINT").default(1))
                        .column("b", custom("MEDIUMTEXT"))
                        .column("c", custom("SET('x','it''s')"))
                        .column("d", custom("YEAR"))
                        .column("e", custom("DATETIME(3)"))
                        .column("f", custom("BIT(3)"))
                        .column("g", custom("VARBINARY(16)"))
                        .column("h", custom("GEOMETRY")),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE own (
    a TINYINT DEFAULT 1,
    b MEDIUMTEXT,
    c SET('x','it''s'),
    d YEAR,
    e DATETIME(3),
    f BIT(3),
    g VARBINARY(16),
    h GEOMETRY
);

"#]]),
                postgres(str![[r#"
CREATE TABLE own (
    a TINYINT DEFAULT 1,
    b MEDIUMTEXT,
    c SET('x','it''s'),
    d YEAR,
    e DATETIME(3),
    f BIT(3),
    g VARBINARY(16),
    h GEOMETRY
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE own (
    a TINYINT DEFAULT 1,
    b MEDIUMTEXT,
    c SET('x','it''s'),
    d YEAR,
    e DATETIME(3),
    f BIT(3),
    g VARBINARY(16),
    h GEOMETRY
);

"#]]),
            ],
        )
        .live_on(&["MariaDB", "MySQL"]),
        case(
            "spans of time",
            |_| {},
            |op| op.create_table(table("t").column("span", interval().default("P1D"))),
            [
                sqlite(str![[r#"
CREATE TABLE t (
    span TEXT DEFAULT 'P1D'
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    span INTERVAL DEFAULT 'P1D'
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table t: MariaDB has no intervals
  hint: keep the seconds as `big_int()`, or the text as `varchar(..)`
"#]])),
            ],
        ),
        case(
            "a span of time in PostgreSQL's words",
            |_| {},
            |op| op.create_table(table("t").column("span", interval().default("1 day"))),
            [
                sqlite(str![[r#"
CREATE TABLE t (
    span TEXT DEFAULT '1 day'
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    span INTERVAL DEFAULT '1 day'
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table t: MariaDB has no intervals
  hint: keep the seconds as `big_int()`, or the text as `varchar(..)`
"#]])),
            ],
        ),
        case(
            "a UUID that the database makes",
            |_| {},
            |op| {
                op.create_table(
                    table("t").column("id", uuid().not_null().default(sql("gen_random_uuid()"))),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    id CHAR(36) NOT NULL DEFAULT (gen_random_uuid())
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    id UUID DEFAULT gen_random_uuid() NOT NULL
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    id UUID NOT NULL DEFAULT (gen_random_uuid())
);

"#]]),
                mysql(str![[r#"
CREATE TABLE t (
    id CHAR(36) NOT NULL DEFAULT (gen_random_uuid())
);

"#]]),
            ],
        )
        .live_on(&["PostgreSQL"]),
        case(
            "numbers without a sign",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("a", small_int().unsigned())
                        .column("b", integer().unsigned().default(7))
                        .column("c", big_int().unsigned()),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create table t: SQLite has no unsigned numbers, and the column is small_int unsigned
  hint: leave `.unsigned()` out, and add `.check("column >= 0")` if it matters
"#]])),
                postgres(refused(str![[r#"
cannot create table t: PostgreSQL has no unsigned numbers, and the column is small_int unsigned
  hint: use `integer()` with `.check("a >= 0")`
"#]])),
                mariadb(str![[r#"
CREATE TABLE t (
    a SMALLINT UNSIGNED,
    b INT UNSIGNED DEFAULT 7,
    c BIGINT UNSIGNED
);

"#]]),
            ],
        ),
        case(
            "infinite numbers",
            |_| {},
            |op| op.create_table(table("t").column("n", double().default(f64::NEG_INFINITY))),
            [
                sqlite(str![[r#"
CREATE TABLE t (
    n DOUBLE DEFAULT -9e999
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    n DOUBLE PRECISION DEFAULT '-Infinity'::double precision
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table t: MariaDB and MySQL have no number -inf
  hint: write `null()`, or a number
"#]])),
            ],
        ),
        case(
            "moments",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("a", date().default(today()))
                        .column("b", time().default(now()))
                        .column("c", timestamp().not_null().default("2024-02-29 23:59:59"))
                        .column("d", timestamptz().not_null().default(now()))
                        .column("e", timestamptz().default("2024-02-29 12:00:00"))
                        .column("f", timestamptz()),
                );
            },
            [
                sqlite(str![[r#"
CREATE TABLE t (
    a DATE DEFAULT CURRENT_DATE,
    b TIME DEFAULT CURRENT_TIME,
    c TIMESTAMP NOT NULL DEFAULT '2024-02-29 23:59:59',
    d TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    e TIMESTAMPTZ DEFAULT '2024-02-29 12:00:00',
    f TIMESTAMPTZ
);

"#]]),
                postgres(str![[r#"
CREATE TABLE t (
    a DATE DEFAULT CURRENT_DATE,
    b TIME DEFAULT now(),
    c TIMESTAMP DEFAULT '2024-02-29 23:59:59' NOT NULL,
    d TIMESTAMPTZ DEFAULT now() NOT NULL,
    e TIMESTAMPTZ DEFAULT '2024-02-29 12:00:00',
    f TIMESTAMPTZ
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    a DATE DEFAULT (CURRENT_DATE),
    b TIME(6) DEFAULT (CURRENT_TIME(6)),
    c DATETIME(6) NOT NULL DEFAULT '2024-02-29 23:59:59',
    d TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    e TIMESTAMP(6) NULL DEFAULT '2024-02-29 12:00:00',
    f TIMESTAMP(6) NULL
);

"#]]),
            ],
        ),
        case(
            "types that a STRICT table does not know",
            |_| {},
            |op| op.create_table(table("t").column("g", custom("geometry")).strict()),
            [
                sqlite(refused(str![[r#"
cannot create table t: a STRICT table has no type `geometry`
  hint: write one of INT, INTEGER, REAL, TEXT, BLOB and ANY, or leave `.strict()` out
"#]])),
                postgres(str![[r#"
CREATE TABLE t (
    g geometry
);

"#]]),
                mariadb(str![[r#"
CREATE TABLE t (
    g geometry
);

"#]]),
            ],
        )
        .live_on(&["MariaDB", "MySQL"]),
        case(
            "lists",
            |_| {},
            |op| {
                op.create_table(
                    table("t")
                        .column("tags", array(text()).not_null().default("{}"))
                        .column("words", array(varchar(9)).default("{a,\"it's\"}"))
                        .column("numbers", array(integer()).default(sql("'{1,2}'::integer[]")))
                        .column("sums", array(numeric(10, 2)))
                        .column("moods", array(enumeration("mood", ["sad", "happy"]))),
                );
            },
            [
                sqlite(refused(str![[r#"
cannot create table t: SQLite has no arrays, and the column is array(text)
  hint: keep the list in a table of its own, or as `json()`
"#]])),
                postgres(str![[r#"
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (
    tags TEXT[] DEFAULT '{}' NOT NULL,
    words VARCHAR(9)[] DEFAULT '{a,"it''s"}',
    numbers INTEGER[] DEFAULT ('{1,2}'::integer[]),
    sums NUMERIC(10, 2)[],
    moods mood[]
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table t: MariaDB has no arrays, and the column is array(text)
  hint: keep the list in a table of its own, or as `json()`
"#]])),
            ],
        ),
        invalid(
            "a number that is none",
            |_| {},
            |op| {
                let column = numeric(5, 2).default(decimal("12,50"));
                op.create_table(table("t").column("n", column));
            },
            str![[r#"
cannot create table t: `12,50` is not a number in decimal digits
  hint: write it as `decimal("-12.50")`
"#]],
        ),
        case(
            "not a number",
            |_| {},
            |op| op.create_table(table("t").column("n", real().default(f64::NAN))),
            [
                sqlite(refused(str![[r#"
cannot create table t: SQLite keeps NULL for NaN
  hint: write `null()`
"#]])),
                postgres(str![[r#"
CREATE TABLE t (
    n REAL DEFAULT 'NaN'::double precision
);

"#]]),
                mariadb(refused(str![[r#"
cannot create table t: MariaDB and MySQL have no number NaN
  hint: write `null()`, or a number
"#]])),
            ],
        ),
        case(
            "text with a character that ends it, as a default",
            |_| {},
            |op| op.create_table(table("t").column("n", text().default("a\0b"))),
            [
                sqlite(refused(str![[r#"
cannot create table t: a text constant holds a NUL character, at which SQLite would cut it
  hint: write the value as bytes, or take the character out
"#]])),
                postgres(refused(str![[r#"
cannot create table t: a text holds a NUL character, which PostgreSQL has no place for
  hint: take the character out, or write the value as bytes
"#]])),
                mariadb(str![[r#"
CREATE TABLE t (
    n LONGTEXT DEFAULT (CONVERT(X'610062' USING utf8mb4))
);

"#]]),
                mysql(str![[r#"
CREATE TABLE t (
    n LONGTEXT DEFAULT (_utf8mb4 X'610062')
);

"#]]),
            ],
        ),
    ]
}

fn every_type(name: &str) -> TableSpec {
    table(name)
        .column("a", small_int().default(-1))
        .column("b", integer().default(i32::MIN))
        .column("c", big_int().default(i64::MIN))
        .column("d", boolean().default(false))
        .column("e", varchar(40).default("it's"))
        .column("f", text().default("é\n\"x\""))
        .column("g", char(8).default(""))
        .column("h", numeric(12, 3).default(decimal("-12.500")))
        .column("i", real().default(0.1_f32))
        .column("j", double().default(1e300))
        .column("k", date().default("2024-02-29"))
        .column("l", time().default("23:59:59"))
        .column("m", timestamp().default(now()))
        .column("n", timestamptz().default("2024-02-29 00:00:00"))
        .column("p", binary().default(b"\0\xff"))
        .column("q", uuid().default("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        .column("r", json().default("{\"a\": 1}"))
        .column("s", jsonb().default("[]"))
        .column("t", enumeration("mood", ["sad", "it's"]).not_null().default("it's"))
}
