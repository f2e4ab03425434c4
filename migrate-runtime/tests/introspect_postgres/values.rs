//! Types and defaults.

use migrate_runtime::prelude::*;

use crate::database::check;

#[test]
fn types_read_back() {
    let types: &[(&str, &str)] = &[
        ("int2", "smallint"),
        ("int", "integer"),
        ("int8", "bigint"),
        ("bool", "boolean"),
        ("varchar(10)", "character varying(10)"),
        ("varchar", "character varying"),
        ("text", "text"),
        ("char", "character(1)"),
        ("numeric(10, 2)", "decimal(10,2)"),
        ("numeric(10)", "numeric(10,0)"),
        ("numeric", "dec"),
        ("float4", "real"),
        ("float(53)", "double precision"),
        ("time", "time without time zone"),
        ("timetz", "time with time zone"),
        ("timestamp(3)", "timestamp(3) without time zone"),
        ("timestamptz", "timestamp with time zone"),
        ("timestamptz(0)", "TIMESTAMP(0) WITH TIME ZONE"),
        ("interval", "interval"),
        ("interval day to second(3)", "INTERVAL DAY TO SECOND(3)"),
        ("bit", "bit(1)"),
        ("varbit(5)", "bit varying(5)"),
        ("\"char\"", "pg_catalog.\"char\""),
        ("citext", "CITEXT"),
        ("int4range", "int4range"),
        ("text[]", "text array"),
        ("integer[3][3]", "int4[]"),
        ("varchar(5)[]", "character varying(5)[]"),
        ("tsvector", "tsvector"),
        ("name", "name"),
        ("oid", "oid"),
        ("positive", "POSITIVE"),
        ("mood", "mood"),
        ("mood[]", "mood[]"),
    ];
    let columns = types.iter().enumerate().map(|(at, (made, _))| format!(", c{at} {made}"));
    let made = "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad');
        CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE TABLE t (z integer";
    let sql = format!("{made}{})", columns.collect::<String>());
    check("types", &sql, &[], |op| {
        op.create_extension("citext");
        op.create_enum("mood", ["sad"]);
        let whole = table("t").column("z", integer());
        op.create_table(types.iter().enumerate().fold(whole, |whole, (at, (_, declared))| {
            whole.column(&format!("c{at}"), custom(*declared))
        }));
    });
}

/// Column definitions, each with a default in the builder's words.
#[test]
fn defaults_read_back() {
    let made = "
        CREATE SEQUENCE free;
        CREATE TABLE t (
            i1 integer DEFAULT -1, i2 bigint DEFAULT 0, i3 smallint DEFAULT '-5',
            n1 numeric(10, 2) DEFAULT 19.90, n2 numeric(10, 2) DEFAULT -1.5, n3 numeric(10, 2) DEFAULT 1e3,
            n4 numeric(10, 2) DEFAULT 0, n5 numeric(30, 0) DEFAULT 123456789012345678901,
            r1 real DEFAULT 1.1, r2 double precision DEFAULT '-Infinity', r3 double precision DEFAULT -2.5,
            r4 double precision DEFAULT 3, r5 double precision DEFAULT 'NaN',
            b1 boolean DEFAULT true, b2 boolean DEFAULT 'f',
            t1 varchar(20) DEFAULT 'member', t2 text DEFAULT 'it''s', t3 text DEFAULT E'a\\nb\\\\c',
            t4 char(3) DEFAULT 'a', t5 text DEFAULT '', t6 text DEFAULT NULL, t7 varchar(5) DEFAULT NULL,
            y1 bytea DEFAULT '\\x00ff', y2 bytea DEFAULT 'a\\000b'::bytea,
            d1 date DEFAULT '2024-2-29', d2 timestamp DEFAULT '2024-01-01', d3 time DEFAULT '9:30',
            d4 timestamptz DEFAULT '2024-01-01T01:30:00+02:00', d5 timestamptz DEFAULT now(),
            d6 timestamp DEFAULT CURRENT_TIMESTAMP, d7 date DEFAULT CURRENT_DATE, d8 date DEFAULT now(),
            d9 timestamptz(3) DEFAULT '2024-01-01 00:00Z',
            v1 interval DEFAULT '90 minutes', v2 interval DEFAULT '1 year 2 months 3 days 4.5 seconds',
            u1 uuid DEFAULT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', u2 uuid DEFAULT gen_random_uuid(),
            j1 json DEFAULT '{\"b\":1}', j2 jsonb DEFAULT '{\"bb\":1,\"a\":[true,null],\"é\":\"\\u00e9\"}',
            a1 text[] DEFAULT '{}', a2 text[] DEFAULT ARRAY['a', 'b c'], a3 integer[] DEFAULT '{1, 2}',
            a4 text[] DEFAULT ARRAY[]::text[], a5 integer[] DEFAULT ARRAY[[1, 2], [3, 4]],
            x1 integer DEFAULT 1 + 2 * 3, x2 bigint DEFAULT nextval('free'), x3 text DEFAULT lower('A' || 'b'),
            x4 text DEFAULT current_user)";
    check("defaults", made, &[], |op| {
        op.create_sequence("free");
        op.create_table(
            table("t")
                .column("i1", integer().default(-1))
                .column("i2", big_int().default(0))
                .column("i3", small_int().default(-5))
                .column("n1", numeric(10, 2).default(decimal("19.90")))
                .column("n2", numeric(10, 2).default(-1.5))
                .column("n3", numeric(10, 2).default(1000))
                .column("n4", numeric(10, 2).default(0))
                .column("n5", numeric(30, 0).default(decimal("123456789012345678901")))
                .column("r1", real().default(1.1))
                .column("r2", double().default(f64::NEG_INFINITY))
                .column("r3", double().default(-2.5))
                .column("r4", double().default(3))
                .column("r5", double().default(f64::NAN))
                .column("b1", boolean().default(true))
                .column("b2", boolean().default(false))
                .column("t1", varchar(20).default("member"))
                .column("t2", text().default("it's"))
                .column("t3", text().default("a\nb\\c"))
                .column("t4", char(3).default("a"))
                .column("t5", text().default(""))
                .column("t6", text())
                .column("t7", varchar(5))
                .column("y1", binary().default(&[0, 255]))
                .column("y2", binary().default(b"a\0b"))
                .column("d1", date().default("2024-02-29"))
                .column("d2", timestamp().default("2024-01-01 00:00:00"))
                .column("d3", time().default("09:30"))
                .column("d4", timestamptz().default("2023-12-31 23:30:00Z"))
                .column("d5", timestamptz().default(now()))
                .column("d6", timestamp().default(now()))
                .column("d7", date().default(today()))
                .column("d8", date().default(now()))
                .column("d9", custom("timestamptz(3)").default("2024-01-01T00:00Z"))
                .column("v1", interval().default("1 hour 30 minutes"))
                .column("v2", interval().default("14 months 3 days 4500 milliseconds"))
                .column("u1", uuid().default("a0eebc999c0b4ef8bb6d6bb9bd380a11"))
                .column("u2", uuid().default(sql("gen_random_uuid()")))
                .column("j1", json().default("{\"b\":1}"))
                .column("j2", jsonb().default("{\"a\": [true, null], \"bb\": 1, \"é\": \"é\"}"))
                .column("a1", array(text()).default("{}"))
                .column("a2", array(text()).default("{a,\"b c\"}"))
                .column("a3", array(integer()).default("{1,2}"))
                .column("a4", array(text()).default("{ }"))
                .column("a5", array(integer()).default("{{1,2},{3,4}}"))
                .column("x1", integer().default(sql("1 + 2 * 3")))
                .column("x2", big_int().default(sql("nextval('free')")))
                .column("x3", text().default(sql("lower('A' || 'b')")))
                .column("x4", text().default(sql("CURRENT_USER"))),
        );
    });
}
