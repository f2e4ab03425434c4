//! Every type, in an ordinary and in a STRICT table, with a default that fits.

use migrate_runtime::op::TableSpec;
use migrate_runtime::prelude::*;
use snapbox::str;

use crate::case::{Case, case, refused};

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "every type",
            |_| {},
            |op| op.create_table(every_type("types")),
            str![[r#"
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
    n TIMESTAMPTZ DEFAULT '2024-02-29T00:00:00Z',
    o TEXT DEFAULT 'P1D',
    p BLOB DEFAULT X'00FF',
    q CHAR(36) DEFAULT (lower(hex(randomblob(16)))),
    r TEXT DEFAULT '{"a": 1}',
    s TEXT DEFAULT '[]',
    t TEXT NOT NULL DEFAULT 'it''s' CONSTRAINT enum_mood CHECK (t IN ('sad', 'it''s')),
    u DOUBLE DEFAULT -9e999
);

"#]],
        ),
        case(
            "every type of a STRICT table",
            |_| {},
            |op| op.create_table(every_type("types").strict()),
            str![[r#"
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
    n TEXT DEFAULT '2024-02-29T00:00:00Z',
    o TEXT DEFAULT 'P1D',
    p BLOB DEFAULT X'00FF',
    q TEXT DEFAULT (lower(hex(randomblob(16)))),
    r TEXT DEFAULT '{"a": 1}',
    s TEXT DEFAULT '[]',
    t TEXT NOT NULL DEFAULT 'it''s' CONSTRAINT enum_mood CHECK (t IN ('sad', 'it''s')),
    u REAL DEFAULT -9e999
) STRICT;

"#]],
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
            str![[r#"
CREATE TABLE own (
    a NATIVE CHARACTER(70) DEFAULT 'x',
    b geometry
);

"#]],
        ),
        refused(
            "types that a STRICT table does not know",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("g", custom("geometry")).strict()),
            str![[r#"
cannot create table t: a STRICT table has no type `geometry`
  hint: write one of INT, INTEGER, REAL, TEXT, BLOB and ANY, or leave `.strict()` out
"#]],
        ),
        refused(
            "a list",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("tags", array(text()))),
            str![[r#"
cannot create table t: SQLite has no arrays, and the column is array(text)
  hint: keep the list in a table of its own, or as `json()`
"#]],
        ),
        refused(
            "a number that is none",
            |_| {},
            |op: &mut Op| {
                let column = numeric(5, 2).default(decimal("12,50"));
                op.create_table(table("t").column("n", column));
            },
            str![[r#"
cannot create table t: `12,50` is not a number in decimal digits
  hint: write it as `decimal("-12.50")`
"#]],
        ),
        refused(
            "not a number",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("n", real().default(f64::NAN))),
            str![[r#"
cannot create table t: SQLite keeps NULL for NaN
  hint: write `null()`
"#]],
        ),
        refused(
            "text that SQLite would cut",
            |_| {},
            |op: &mut Op| op.create_table(table("t").column("n", text().default("a\0b"))),
            str![[r#"
cannot create table t: a text constant holds a NUL character, at which SQLite would cut it
  hint: write the value as bytes, or take the character out
"#]],
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
        .column("n", timestamptz().default("2024-02-29T00:00:00Z"))
        .column("o", interval().default("P1D"))
        .column("p", binary().default(b"\0\xff"))
        .column("q", uuid().default(sql("lower(hex(randomblob(16)))")))
        .column("r", json().default("{\"a\": 1}"))
        .column("s", jsonb().default("[]"))
        .column("t", enumeration("mood", ["sad", "it's"]).not_null().default("it's"))
        .column("u", double().default(f64::NEG_INFINITY))
}
