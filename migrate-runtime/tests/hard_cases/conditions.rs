//! Conditions of checks, in the words of each server and version.

use migrate_analysis::compare::compare;
use migrate_runtime::dialect::{Dialect, Family};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;

use crate::support::record;
use crate::table::{Case, cases, schema_of, tests};

tests!(texts_of_postgres, TEXTS_OF_POSTGRES);

const TEXTS_OF_POSTGRES: &[Case] = cases! {
    "conditions in the server's words" on [Postgres],
        sql "CREATE TABLE t (s varchar(9), n integer, m numeric(9, 2), x text, CONSTRAINT c1 CHECK (s IN ('a', 'b')), CONSTRAINT c2 CHECK (n BETWEEN 1 AND 5),
                CONSTRAINT c3 CHECK (n != 3), CONSTRAINT c4 CHECK (x NOT IN ('x', 'y')), CONSTRAINT c5 CHECK (s LIKE 'a%'), CONSTRAINT c6 CHECK (s ILIKE 'a%'),
                CONSTRAINT c7 CHECK (x SIMILAR TO '(a|b)%'), CONSTRAINT c8 CHECK (n > 0 OR n < -5 AND m = 1), CONSTRAINT c9 CHECK (s = ANY (ARRAY['a', 'b'])))",
        after |op| op.create_table(table("t").column("s", varchar(9)).column("n", integer()).column("m", numeric(9, 2)).column("x", text())
                    .check("c1", "s IN ('a', 'b')").check("c2", "n BETWEEN 1 AND 5").check("c3", "n != 3").check("c4", "x NOT IN ('x', 'y')").check("c5", "s LIKE 'a%'")
                    .check("c6", "s ILIKE 'a%'").check("c7", "x SIMILAR TO '(a|b)%'").check("c8", "n > 0 OR n < -5 AND m = 1").check("c9", "s = ANY (ARRAY['a', 'b'])"))
        => [];
    "conditions that differ by a little" on [Postgres],
        sql "CREATE TABLE t (s varchar(9), n integer, m numeric(9, 2), x text, CONSTRAINT c1 CHECK (s IN ('a', 'b')), CONSTRAINT c2 CHECK (n BETWEEN 1 AND 5),
                CONSTRAINT c3 CHECK (n != 3), CONSTRAINT c4 CHECK (x NOT IN ('x', 'y')), CONSTRAINT c5 CHECK (s LIKE 'a%'), CONSTRAINT c6 CHECK (s ILIKE 'a%'),
                CONSTRAINT c7 CHECK (x SIMILAR TO '(a|b)%'), CONSTRAINT c8 CHECK (n > 0 OR n < -5 AND m = 1), CONSTRAINT c9 CHECK (s = ANY (ARRAY['a', 'b'])))",
        after |op| op.create_table(table("t").column("s", varchar(9)).column("n", integer()).column("m", numeric(9, 2)).column("x", text())
                    .check("c1", "s NOT IN ('a', 'b')").check("c2", "n BETWEEN 1 AND 6").check("c3", "n = 3").check("c4", "x NOT IN ('x', 'Y')").check("c5", "s ILIKE 'a%'")
                    .check("c6", "s ILIKE 'A%'").check("c7", "x SIMILAR TO '(a|c)%'").check("c8", "(n > 0 OR n < -5) AND m = 1").check("c9", "s = ALL (ARRAY['a', 'b'])"))
        => [
            "change: drop check constraint c1 of t",
            "change: drop check constraint c2 of t",
            "change: drop check constraint c3 of t",
            "change: drop check constraint c4 of t",
            "change: drop check constraint c5 of t",
            "change: drop check constraint c6 of t",
            "change: drop check constraint c7 of t",
            "change: drop check constraint c8 of t",
            "change: drop check constraint c9 of t",
            "change: add check constraint c1 to t: CHECK (s NOT IN ('a', 'b'))",
            "change: add check constraint c2 to t: CHECK (n BETWEEN 1 AND 6)",
            "change: add check constraint c3 to t: CHECK (n = 3)",
            "change: add check constraint c4 to t: CHECK (x NOT IN ('x', 'Y'))",
            "change: add check constraint c5 to t: CHECK (s ILIKE 'a%')",
            "change: add check constraint c6 to t: CHECK (s ILIKE 'A%')",
            "change: add check constraint c7 to t: CHECK (x SIMILAR TO '(a|c)%')",
            "change: add check constraint c8 to t: CHECK ((n > 0 OR n < -5) AND m = 1)",
            "change: add check constraint c9 to t: CHECK (s = ALL (ARRAY['a', 'b']))",
        ];
    "conditions as a dump writes them" on [Postgres],
        sql "CREATE TABLE t (s varchar(9), n integer, CONSTRAINT c1 CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))),
                    CONSTRAINT c2 CHECK ((n >= 1) AND (n <= 5) AND (n <> 3)))",
        after |op| op.create_table(table("t").column("s", varchar(9)).column("n", integer()).check("c1", "s IN ('a', 'b')").check("c2", "n BETWEEN 1 AND 5 AND n <> 3"))
        => [];
    "parentheses that do and do not close at the end" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer, CONSTRAINT c1 CHECK (CASE WHEN a = 1 THEN true ELSE false END), CONSTRAINT c2 CHECK ((a IS NULL OR a > 1) AND (b IS NULL OR b > 1)))",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()).check("c1", "CASE WHEN a = 1 THEN true ELSE false END").check("c2", "(a IS NULL OR a > 1) AND (b IS NULL OR b > 1)"))
        => [];
    "casts that matter" on [Postgres],
        sql "CREATE TABLE t (a text[], i timestamp, CONSTRAINT c1 CHECK (a <@ '{a,b}'::text[]), CONSTRAINT c2 CHECK (i - '1 year'::interval > '2000-01-01'))",
        after |op| op.create_table(table("t").column("a", array(text())).column("i", timestamp()).check("c1", "a <@ '{a,b}'::text[]").check("c2", "i - '1 year'::interval > '2000-01-01'"))
        => [];
    "other casts that matter" on [Postgres],
        sql "CREATE TABLE t (a text[], i timestamp, CONSTRAINT c1 CHECK (a <@ '{a,b}'::text[]), CONSTRAINT c2 CHECK (i - '1 year'::interval > '2000-01-01'), CONSTRAINT c3 CHECK (i::date > '2000-01-01'))",
        after |op| op.create_table(table("t").column("a", array(text())).column("i", timestamp()).check("c1", "a <@ '{a,c}'::text[]").check("c2", "i - '2 years'::interval > '2000-01-01'").check("c3", "i::timestamptz > '2000-01-01'"))
        => [
            "change: drop check constraint c1 of t",
            "change: drop check constraint c2 of t",
            "change: drop check constraint c3 of t",
            "change: add check constraint c1 to t: CHECK (a <@ '{a,c}'::text[])",
            "change: add check constraint c2 to t: CHECK (i - '2 years'::interval > '2000-01-01')",
            "change: add check constraint c3 to t: CHECK (i::timestamptz > '2000-01-01')",
        ];
    "casts that a change of type left" on [Postgres],
        sql "CREATE TABLE t (a varchar(9), n numeric, CONSTRAINT c1 CHECK (a IN ('x', 'y')), CONSTRAINT c2 CHECK (n > 1));
                    ALTER TABLE t ALTER a TYPE text, ALTER n TYPE integer",
        after |op| op.create_table(table("t").column("a", text()).column("n", integer()).check("c1", "a IN ('x', 'y')").check("c2", "n > 1"))
        => [
            "unknown: constraint c2 of t may differ: `n::numeric > 1::numeric` and `n > 1` differ in casts, or in how a time is written",
        ];
    "functions that are words" on [Postgres],
        sql "CREATE TABLE t (d date, x text, z timestamptz, CONSTRAINT c1 CHECK (extract(year FROM d) > 2000), CONSTRAINT c2 CHECK (substring(x FROM 1 FOR 2) = 'ab'), CONSTRAINT c3 CHECK (trim(x) <> ''),
                    CONSTRAINT c4 CHECK (position('a' IN x) > 0), CONSTRAINT c5 CHECK (z AT TIME ZONE 'utc' > '2000-01-01'))",
        after |op| op.create_table(table("t").column("d", date()).column("x", text()).column("z", timestamptz())
                    .check("c1", "extract(year FROM d) > 2000").check("c2", "substring(x FROM 1 FOR 2) = 'ab'").check("c3", "trim(x) <> ''").check("c4", "position('a' IN x) > 0").check("c5", "z AT TIME ZONE 'utc' > '2000-01-01'"))
        => [];
    "a string that looks like a name" on [Postgres],
        answers &["t.s=k"],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("s", text()).check("ck", "s <> 't.s' AND s <> 's'")),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("k", text()).check("ck", "k <> 't.s' AND k <> 's'"))
        => [
            "change: alter column t.s: rename to k",
        ];
};

tests!(texts_of_mariadb, TEXTS_OF_MARIADB);

const TEXTS_OF_MARIADB: &[Case] = cases! {
    "functions that have another name" on [Mysql],
        sql "CREATE TABLE t (a integer, b varchar(9), d date, CONSTRAINT c1 CHECK (upper(b) <> 'q'), CONSTRAINT c2 CHECK (length(b) > 1), CONSTRAINT c3 CHECK (true), CONSTRAINT c4 CHECK (NOT a = 3),
                CONSTRAINT c5 CHECK (a % 2 = 0), CONSTRAINT c6 CHECK (date_add(d, INTERVAL 1 day) > '2000-01-01'), CONSTRAINT c7 CHECK (cast(a AS char) <> 'x'), CONSTRAINT c8 CHECK (b NOT LIKE 'a%'),
                CONSTRAINT c9 CHECK (b IN ('x', 'y')))",
        after |op| op.create_table(table("t").column("a", integer()).column("b", varchar(9)).column("d", date())
                    .check("c1", "upper(b) <> 'q'").check("c2", "length(b) > 1").check("c3", "true").check("c4", "NOT a = 3").check("c5", "a % 2 = 0").check("c6", "date_add(d, INTERVAL 1 day) > '2000-01-01'")
                    .check("c7", "cast(a AS char) <> 'x'").check("c8", "b NOT LIKE 'a%'").check("c9", "b IN ('x', 'y')"))
        => [];
    "two pipes" on [Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9))),
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)).check("ck", "b || 'x' = 'q'"))
        => [
            "change: add check constraint ck to t: CHECK (b || 'x' = 'q')",
            "cannot add check constraint ck to t: the check constraint `ck` has `||`, which is OR on MariaDB",
            "  hint: write `concat(a, b)` for texts here, with `per_dialect()` where other databases have the revision too, or `OR` for conditions",
        ];
    "two pipes in a view" on [Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9))),
        after |op| {
                    op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)));
                    op.create_view("v", "SELECT id, b || 'x' AS c FROM t");
                }
        => [
            "change: create view v",
            "cannot create view v: the query of view `v` has `||`, which is OR on MariaDB",
            "  hint: write `concat(a, b)` for texts here, with `per_dialect()` where other databases have the revision too, or `OR` for conditions",
        ];
    "two pipes that are there" on [Mysql],
        sql "CREATE TABLE t (id integer PRIMARY KEY, b varchar(9), CONSTRAINT ck CHECK (b || 'x' = 'q'))",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", varchar(9)).check("ck", "b || 'x' = 'q'"))
        => [];
};

/// A schema with a check of this text.
fn checked(dialect: Dialect, expression: &str) -> Schema {
    let script = record(|op: &mut Op| {
        op.create_table(
            table("t")
                .column("d", date())
                .column("b", varchar(9))
                .column("x", text())
                .column("n", integer())
                .column("z", timestamptz())
                .check("ck", expression),
        );
    });
    schema_of(dialect, &script)
}

/// As servers that do not run here print them: PostgreSQL 13 and 18, and MySQL 8.
#[test]
fn texts_of_other_versions() {
    let postgres = ["130023", "150004", "180004"];
    for (family, versions, declared, printed) in [
        (
            Family::Postgres,
            &postgres[..],
            "extract(year FROM d) > 2000",
            &[
                "(date_part('year'::text, d) > (2000)::double precision)",
                "(EXTRACT(year FROM d) > (2000)::numeric)",
            ][..],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "substring(x FROM 1 FOR 2) = 'ab'",
            &["(\"substring\"(x, 1, 2) = 'ab'::text)", "(SUBSTRING(x FROM 1 FOR 2) = 'ab'::text)"],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "trim(x) <> ''",
            &["(btrim(x) <> ''::text)", "(TRIM(BOTH FROM x) <> ''::text)"],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "position('a' IN x) > 0",
            &["(\"position\"(x, 'a'::text) > 0)", "(POSITION(('a'::text) IN (x)) > 0)"],
        ),
        (
            Family::Postgres,
            &postgres[..],
            "z AT TIME ZONE 'utc' > '2000-01-01'",
            &[
                "(timezone('utc'::text, z) > '2000-01-01 00:00:00'::timestamp without time zone)",
                "((z AT TIME ZONE 'utc'::text) > '2000-01-01 00:00:00'::timestamp without time zone)",
            ],
        ),
        (
            Family::Mysql,
            &["8.0.36", "9.7.4"],
            "b IN ('x', 'y')",
            &["(`b` in (_utf8mb4'x',_utf8mb4'y'))"],
        ),
        (
            Family::Mysql,
            &["8.0.36", "10.11.19-MariaDB"],
            "n <> 3 AND upper(b) <> 'q'",
            &["((`n` <> 3) and (upper(`b`) <> _utf8mb4'q'))", "(`n` <> 3 and ucase(`b`) <> 'q')"],
        ),
    ] {
        for version in versions {
            let dialect = Dialect::parse(family, version).expect("a version");
            for printed in printed {
                let differences =
                    compare(dialect, &checked(dialect, declared), &checked(dialect, printed));
                assert_eq!(differences, [], "{declared} and {printed} on {dialect}");
            }
        }
    }
}
