//! Types on PostgreSQL.

use migrate_runtime::prelude::*;
use snapbox::str;

use crate::held::{self, held};

#[test]
fn cases() {
    let cases = vec![
        held("the length of an array's elements")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c varchar(5)[])")
            .model(single!(array(varchar(9))))
            .outcome(str![[r#"
change: alter column t.c: array(varchar(5)) -> array(varchar(9))

"#]]),
        held("the length of an array's elements, in a type that is spelled")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c varchar(5)[])")
            .model(single!(custom("varchar(9)[]")))
            .outcome(str![[r#"
change: alter column t.c: array(varchar(5)) -> varchar(9)[]
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is array(varchar(5)), is the same again after it was varchar(9)[]

"#]]),
        held("a type that has elements and is no array")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c name, p point, v int2vector, n name[])")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("name"))
                        .column("p", custom("point"))
                        .column("v", custom("int2vector"))
                        .column("n", array(custom("name"))),
                );
            })
            .outcome(str![[""]]),
        held("a length of a type that an extension might have made")
            .made(VEC)
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("ext.vec(384)"))
                        .column("d", custom("ext.vec( 384 ) [ ]")),
                );
            })
            .outcome(str![[""]]),
        held("another length of a type that an extension might have made")
            .made(VEC)
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("ext.vec(385)"))
                        .column("d", custom("ext.vec(384)[]")),
                );
            })
            .outcome(str![[r#"
change: alter column t.c: ext.vec(384) -> ext.vec(385)
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is ext.vec(384), is the same again after it was ext.vec(385)

"#]]),
        held("an extension's type in a schema of the path")
            .made(
                "CREATE EXTENSION citext; CREATE SCHEMA app;
                CREATE TABLE app.t (id integer CONSTRAINT pk_t PRIMARY KEY, c citext, d citext[], e citext DEFAULT 'x')",
            )
            .model(|op| {
                op.create_schema("app");
                op.create_extension("citext");
                op.create_table(
                    table(("app", "t"))
                        .column("id", integer().primary_key())
                        .column("c", custom("citext"))
                        .column("d", custom("public.citext[]"))
                        .column("e", custom("citext").default("x")),
                );
            })
            .outcome(str![[r#"
unknown: column app.t.d may differ: `citext[]` and `public.citext[]` differ in the schema before a name, which `search_path` may find

"#]]),
        held("an extension's type in a schema of its own")
            .made(
                "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext;
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c ext.citext, d ext.citext[])",
            )
            .model(|op| {
                op.create_schema("ext");
                op.create_extension("citext");
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("ext.citext"))
                        .column("d", custom("ext.citext[]")),
                );
            })
            .outcome(str![[""]]),
        held("types of one name in two schemas")
            .made(
                "CREATE SCHEMA a; CREATE SCHEMA b; CREATE DOMAIN a.d AS integer; CREATE DOMAIN b.d AS integer;
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c a.d)",
            )
            .model(|op| {
                op.create_schema("a");
                op.create_schema("b");
                op.create_table(
                    table("t").column("id", integer().primary_key()).column("c", custom("b.d")),
                );
            })
            .outcome(str![[r#"
not held: domain a.d is made by no operation: it is not compared
not held: domain b.d is made by no operation: it is not compared
change: alter column t.c: a.d -> b.d
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is a.d, is the same again after it was b.d

"#]]),
        held("names that begin like a type")
            .made(
                "CREATE DOMAIN interval_kind AS text; CREATE TYPE char_state AS ENUM ('a', 'b');
                CREATE DOMAIN timestamps AS integer; CREATE DOMAIN numeric_code AS text; CREATE TYPE time_unit AS ENUM ('h');
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, a interval_kind, b char_state DEFAULT 'a',
                    c timestamps, d numeric_code DEFAULT '1.50', e time_unit, f time_unit[])",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("a", custom("interval_kind"))
                        .column("b", enumeration("char_state", ["a", "b"]).default("a"))
                        .column("c", custom("timestamps"))
                        .column("d", custom("numeric_code").default("1.50"))
                        .column("e", enumeration("time_unit", ["h"]))
                        .column("f", array(enumeration("time_unit", ["h"]))),
                );
            })
            .outcome(str![[r#"
not held: domain interval_kind is made by no operation: it is not compared
not held: domain numeric_code is made by no operation: it is not compared
not held: domain timestamps is made by no operation: it is not compared

"#]]),
        held("a default of a domain over text is no number")
            .made(
                "CREATE DOMAIN numeric_code AS text;
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c numeric_code DEFAULT '1.50')",
            )
            .model(single!(custom("numeric_code").default("1.5")))
            .outcome(str![[r#"
not held: domain numeric_code is made by no operation: it is not compared
change: alter column t.c: DEFAULT '1.50' -> '1.5'

"#]]),
        held("an enum type in mixed case, and its arrays")
            .made(
                "CREATE TYPE \"MyState\" AS ENUM ('A', 'b');
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c \"MyState\" DEFAULT 'A', d \"MyState\"[] DEFAULT '{A,b}')",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", enumeration("MyState", ["A", "b"]).default("A"))
                        .column("d", array(enumeration("MyState", ["A", "b"])).default("{A,b}")),
                );
            })
            .outcome(str![[""]]),
        held("a column of an enum type in mixed case is new")
            .revisions(single!(enumeration("MyState", ["A", "b"]).default("A")))
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", enumeration("MyState", ["A", "b"]).default("b"))
                        .column("d", array(enumeration("MyState", ["A", "b"])).default("{A,b}"))
                        .column("e", custom("\"MyState\"[]")),
                );
            })
            .outcome(str![[r#"
change: add column t.d array(enumeration(MyState)) DEFAULT '{A,b}'
change: add column t.e "MyState"[]
change: alter column t.c: DEFAULT 'A' -> 'b'

"#]]),
        held("a domain in mixed case")
            .made(
                "CREATE DOMAIN \"Big Number\" AS bigint;
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c \"Big Number\" DEFAULT 5, d \"Big Number\"[])",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("\"Big Number\"").default(sql("5")))
                        .column("d", custom("\"Big Number\"[]")),
                );
            })
            .outcome(str![[r#"
not held: domain Big Number is made by no operation: it is not compared

"#]]),
        held("names as long as they may be, with a schema before them")
            .made(LONG)
            .model(|op| {
                op.create_schema(LONG_SCHEMA);
                op.create_table(
                    table((LONG_SCHEMA, "t")).column("id", integer().primary_key()).column(
                        "c",
                        enumeration((LONG_SCHEMA, LONG_TYPE), ["a", "b"]).default("a"),
                    ),
                );
            })
            .outcome(str![[""]]),
        held("fields and precision of an interval")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c interval day to second(3), d interval year, e interval(0))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("interval day to second(3)"))
                        .column("d", custom("INTERVAL YEAR"))
                        .column("e", custom("interval(0)")),
                );
            })
            .outcome(str![[""]]),
        held("other fields of an interval")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c interval day to second(3))")
            .model(single!(custom("interval day to second(4)")))
            .outcome(str![[r#"
change: alter column t.c: interval day to second(3) -> interval day to second(4)
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is interval day to second(3), is the same again after it was interval day to second(4)

"#]]),
        held("a negative scale")
            .since(15)
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c numeric(3,-1), d numeric(2, 5))")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("numeric(3, -1)"))
                        .column("d", numeric(2, 5)),
                );
            })
            .outcome(str![[""]]),
        held("another negative scale")
            .since(15)
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c numeric(3,-1) DEFAULT 10)")
            .model(single!(custom("numeric(3, -2)").default(sql("10"))))
            .outcome(str![[r#"
change: alter column t.c: numeric(3,-1) -> numeric(3, -2)
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is numeric(3,-1), is the same again after it was numeric(3, -2)

"#]]),
        held("text becomes a number, beside a default that was text")
            .revisions(single!(text().not_null().default("1")))
            .rows("INSERT INTO t VALUES (1, '7'), (2, DEFAULT)")
            .model(single!(integer().not_null().default(1)))
            .outcome(str![[r#"
change: alter column t.c: text -> integer, DEFAULT '1' -> 1
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is text, is the same again after it was integer

"#]]),
        held("text that a number cannot be made of")
            .revisions(single!(text()))
            .rows("INSERT INTO t VALUES (1, 'seven')")
            .model(single!(integer()))
            .outcome(str![[r#"
change: alter column t.c: text -> integer
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is text, is the same again after it was integer
revision `r1` failed to apply
  operation: alter column t.c: text -> integer
  sql: ALTER TABLE t ALTER COLUMN c TYPE INTEGER USING c::INTEGER
  cause: invalid input syntax for type integer: "seven"
  hint: some value does not fit the column's type: repair the rows first, with `op.update(..)`

"#]]),
        held("a number becomes a list of numbers")
            .revisions(single!(integer()))
            .rows("INSERT INTO t VALUES (1, 7)")
            .model(single!(array(integer())))
            .outcome(str![[r#"
change: alter column t.c: integer -> array(integer)
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is integer, is the same again after it was array(integer)
cannot alter column t.c: PostgreSQL has no cast from integer to array(integer)
  hint: say how the values change with `.using("..")`

"#]]),
        held("a column gets another enum type")
            .revisions(|op| {
                op.create_enum("mood", ["sad", "ok"]);
                op.create_enum("temper", ["ok", "sad", "wild"]);
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", enumeration("mood", ["sad", "ok"]).default("ok")),
                );
            })
            .rows("INSERT INTO t VALUES (1, 'sad')")
            .model(|op| {
                op.create_enum("mood", ["sad", "ok"]);
                op.create_enum("temper", ["ok", "sad", "wild"]);
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", enumeration("temper", ["ok", "sad", "wild"]).default("wild")),
                );
            })
            .outcome(str![[r#"
change: alter column t.c: enumeration(mood) -> enumeration(temper), DEFAULT 'ok' -> 'wild'

"#]]),
        held("types between which there is no cast")
            .revisions(single!(boolean()))
            .rows("INSERT INTO t VALUES (1, true)")
            .model(single!(uuid()))
            .outcome(str![[r#"
change: alter column t.c: boolean -> uuid
not exactly back: alter column t.c cannot be undone: not every value of column `c` of table `t`, which is boolean, is the same again after it was uuid
cannot alter column t.c: PostgreSQL has no cast from boolean to uuid
  hint: say how the values change with `.using("..")`

"#]]),
        held("a collation of a text")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text)")
            .model(single!(text().collate("de-x-icu")))
            .outcome(str![[r#"
change: alter column t.c: COLLATE de-x-icu

"#]]),
        held("a text without its collation")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text COLLATE \"de-x-icu\")")
            .model(single!(text()))
            .outcome(str![[r#"
change: alter column t.c: drop COLLATE

"#]]),
        held("a collation that is the usual one of the type")
            .made("CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text COLLATE \"default\", d name COLLATE \"C\")")
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", text().collate("default"))
                        .column("d", custom("name")),
                );
            })
            .outcome(str![[""]]),
        held("a collation of a domain")
            .made(
                "CREATE DOMAIN d AS text COLLATE \"C\"; CREATE DOMAIN n AS text;
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c d, e n COLLATE \"C\")",
            )
            .model(|op| {
                op.create_table(
                    table("t")
                        .column("id", integer().primary_key())
                        .column("c", custom("d"))
                        .column("e", custom("n").collate("C")),
                );
            })
            .outcome(str![[r#"
not held: domain d is made by no operation: it is not compared
not held: domain n is made by no operation: it is not compared

"#]]),
        held("collations of one name in two schemas")
            .made(
                "CREATE SCHEMA a; CREATE COLLATION a.x (LOCALE = 'C'); CREATE COLLATION x (LOCALE = 'POSIX');
                CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c text COLLATE a.x)",
            )
            .model(single!(text().collate("x")))
            .outcome(str![[r#"
not held: collation x is made by no operation: it is not compared
change: alter column t.c: COLLATE x

"#]]),
    ];
    held::on_postgres("held_types", cases);
}

/// A type with a length, outside of the catalogue's own schema.
const VEC: &str = "CREATE SCHEMA ext; SET search_path = ext; CREATE TYPE vec;
    CREATE FUNCTION vec_in(cstring, oid, integer) RETURNS vec LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
    CREATE FUNCTION vec_out(vec) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
    CREATE TYPE vec (INPUT = vec_in, OUTPUT = vec_out, TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout,
        LIKE = varchar);
    SET search_path = public;
    CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c ext.vec(384), d ext.vec(384)[])";

const LONG_SCHEMA: &str = "a_schema_whose_name_is_as_long_as_a_name_may_be_on_postgresql__";
const LONG_TYPE: &str = "an_enum_type_whose_name_is_as_long_as_a_name_may_be_on_postgre_";
const LONG: &str = "CREATE SCHEMA a_schema_whose_name_is_as_long_as_a_name_may_be_on_postgresql__;
    SET search_path = a_schema_whose_name_is_as_long_as_a_name_may_be_on_postgresql__;
    CREATE TYPE an_enum_type_whose_name_is_as_long_as_a_name_may_be_on_postgre_ AS ENUM ('a', 'b');
    CREATE TABLE t (id integer CONSTRAINT pk_t PRIMARY KEY, c an_enum_type_whose_name_is_as_long_as_a_name_may_be_on_postgre_ DEFAULT 'a');
    SET search_path = public";
