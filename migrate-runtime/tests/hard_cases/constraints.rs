//! Keys, references, checks and exclusions: their names and what they need.

use migrate_runtime::prelude::*;

use crate::table::{Case, cases, tests};

tests!(names, NAMES);

const NAMES: &[Case] = cases! {
    "checks without names are those that demand the same" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer, CHECK (a > 0), CHECK (a < 10), CHECK (a < b))",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer())
                    .check("ck_order", "a < b").check("ck_low", "a > 0").check("ck_high", "a < 10"))
        => [
            "change: rename constraint t_a_check of t to ck_low",
            "change: rename constraint t_a_check1 of t to ck_high",
            "change: rename constraint t_check of t to ck_order",
        ];
    "checks without names on MariaDB" on [Mysql],
        sql "CREATE TABLE t (a integer, b integer, CHECK (a > 0), CHECK (a < 10), CHECK (a < b))",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer())
                    .check("ck_order", "a < b").check("ck_low", "a > 0").check("ck_high", "a < 10"))
        => [
            "change: rename constraint CONSTRAINT_1 of t to ck_low",
            "change: rename constraint CONSTRAINT_2 of t to ck_high",
            "change: rename constraint CONSTRAINT_3 of t to ck_order",
        ];
    "names that table and column had before" on [Postgres],
        sql "CREATE TABLE p (id integer PRIMARY KEY);
                CREATE TABLE un (a integer REFERENCES p, UNIQUE (a), CHECK (a > 0));
                ALTER TABLE un RENAME a TO aa; ALTER TABLE un RENAME TO un2",
        after |op| {
                    op.create_table(table("p").column("id", integer()).primary_key_named("p_pkey", ["id"]));
                    op.create_table(table("un2").column("aa", integer()).unique("un_a_key", ["aa"]).check("un_a_check", "aa > 0"));
                    op.create_foreign_key("un_a_fkey", "un2", ["aa"], "p", ["id"]);
                }
        => [];
    "names that a model claims" on [Postgres],
        sql "CREATE TABLE p (id integer PRIMARY KEY);
                    CREATE TABLE un (a integer REFERENCES p, UNIQUE (a), CHECK (a > 0))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("un").column("a", integer().unique().check("a > 0").references("p", "id")));
                }
        => [
            "change: rename constraint un_a_check of un to ck_un_a",
            "change: rename constraint un_a_fkey of un to fk_un_a_p",
            "change: rename constraint p_pkey of p to pk_p",
            "change: rename constraint un_a_key of un to uq_un_a",
        ];
    "foreign keys of SQLite with names" on [Sqlite],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE q (id integer PRIMARY KEY);
                    CREATE TABLE t (a integer CONSTRAINT one REFERENCES p, b integer, CONSTRAINT \"the other\" FOREIGN KEY (b) REFERENCES q (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("q").column("id", integer().primary_key()));
                    op.create_table(table("t").column("a", integer().references("p", "id").foreign_key_named("one")).column("b", integer()));
                }
        => [
            "change: drop foreign key the other of t",
        ];
    "a foreign key that is said in a column" on [Mysql],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (fk integer REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("fk", integer().references("p", "id").foreign_key_named("d_ibfk_1")));
                }
        => [];
    "another name of a foreign key" on [Mysql],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (fk integer REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("fk", integer().references("p", "id")));
                }
        => [
            "change: rename constraint d_ibfk_1 of d to fk_d_fk_p",
        ];
    "another name of a foreign key on SQLite" on [Sqlite],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (fk integer CONSTRAINT one REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("fk", integer().references("p", "id")));
                }
        => [
            "change: rename constraint one of d to fk_d_fk_p",
        ];
    "a check of a column" on [Mysql],
        sql "CREATE TABLE t (id integer PRIMARY KEY, ck integer NOT NULL DEFAULT 3 COMMENT 'n' CHECK (ck > 0))",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("ck", integer().not_null().default(3).comment("n")))
        => [
            "change: drop check constraint ck of t",
        ];
    "a check of a column that the model has" on [Mysql],
        sql "CREATE TABLE t (id integer PRIMARY KEY, ck integer CHECK (ck > 0))",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("ck", integer().check("ck > 0")))
        => [
            "change: rename constraint ck of t to ck_t_ck",
        ];
    "another check of a column" on [Mysql],
        sql "CREATE TABLE t (id integer PRIMARY KEY, ck integer CHECK (ck > 0))",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("ck", integer().check_named("ck", "ck > 1")))
        => [
            "change: drop check constraint ck of t",
            "change: add check constraint ck to t: CHECK (ck > 1)",
        ];
};

tests!(keys_and_references, KEYS_AND_REFERENCES);

const KEYS_AND_REFERENCES: &[Case] = cases! {
    "MATCH FULL" on [Postgres],
        sql "CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b));
                    CREATE TABLE t (a integer, b integer, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p MATCH FULL)",
        after |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]));
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fk", "t", ["a", "b"], "p", ["a", "b"]);
                }
        => [
            "change: drop foreign key fk of t",
            "change: add foreign key fk to t: (a, b) REFERENCES p (a, b)",
        ];
    "a deferred unique constraint" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT uq UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)",
        after |op| op.create_table(table("t").column("a", integer()).unique("uq", ["a"]))
        => [
            "change: drop unique constraint uq of t",
            "change: add unique constraint uq to t: (a)",
        ];
    "a deferrable primary key" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)",
        after |op| op.create_table(table("t").column("a", integer()).primary_key_named("pk", ["a"]))
        => [
            "not held: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
        ];
    "a deferrable primary key that changes" on [Postgres],
        sql "CREATE TABLE t (a integer, b integer NOT NULL, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer().not_null()).primary_key_named("pk", ["a", "b"]))
        => [
            "not held: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
            "change: drop primary key pk of t",
            "change: add primary key pk to t: (a, b)",
        ];
    "a deferrable primary key whose column gets another type" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)",
        after |op| op.create_table(table("t").column("a", big_int()).primary_key_named("pk", ["a"]))
        => [
            "not held: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
            "change: alter column t.a: integer -> big_int",
        ];
    "a deferrable primary key that is no longer in the model" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT pk PRIMARY KEY (a) DEFERRABLE)",
        after |op| op.create_table(table("t").column("a", integer().not_null()))
        => [
            "not held: constraint pk of t has `DEFERRABLE`, which no operation says: it is not compared",
            "change: drop primary key pk of t",
        ];
    "constraints that are not validated" on [Postgres],
        sql "CREATE TABLE p (id integer CONSTRAINT pk PRIMARY KEY); CREATE TABLE t (a integer);
                    ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p NOT VALID, ADD CONSTRAINT ck CHECK (a > 0) NOT VALID",
        after |op| {
                    op.create_table(table("p").column("id", integer()).primary_key_named("pk", ["id"]));
                    op.create_table(table("t").column("a", integer()).check("ck", "a > 0"));
                    op.create_foreign_key("fk", "t", ["a"], "p", ["id"]);
                }
        => [
            "change: validate constraint ck of t",
            "change: validate constraint fk of t",
        ];
    "a check that is not inherited, and one without a column" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT never CHECK (false) NO INHERIT, CONSTRAINT always CHECK (true))",
        after |op| op.create_table(table("t").column("a", integer()).check("never", "false").check("always", "true"))
        => [
            "not held: constraint never of t has `NO INHERIT`, which no operation says: it is not compared",
        ];
    "a check that is not inherited and changes" on [Postgres],
        sql "CREATE TABLE t (a integer, CONSTRAINT ck CHECK (a > 0) NO INHERIT)",
        after |op| op.create_table(table("t").column("a", integer()).check("ck", "a > 1"))
        => [
            "not held: constraint ck of t has `NO INHERIT`, which no operation says: it is not compared",
            "change: drop check constraint ck of t",
            "change: add check constraint ck to t: CHECK (a > 1)",
        ];
    "a check that is not enforced" on [Postgres] since 18,
        sql "CREATE TABLE t (a integer, CONSTRAINT ck CHECK (a > 0) NOT ENFORCED)",
        after |op| op.create_table(table("t").column("a", integer()).check("ck", "a > 0"))
        => [
            "not held: constraint ck of t has `NOT ENFORCED`, which no operation says: it is not compared",
        ];
    "a key without overlaps, and a foreign key of a period" on [Postgres] since 18,
        sql "CREATE TABLE p (id int4range, valid daterange, CONSTRAINT pk PRIMARY KEY (id, valid WITHOUT OVERLAPS));
                    CREATE TABLE t (id int4range, v daterange, CONSTRAINT fk FOREIGN KEY (id, PERIOD v) REFERENCES p (id, PERIOD valid))",
        after |op| {
                    op.create_table(table("p").column("id", custom("int4range").not_null()).column("valid", custom("daterange").not_null()).primary_key_named("pk", ["id", "valid"]));
                    op.create_table(table("t").column("id", custom("int4range")).column("v", custom("daterange")));
                    op.create_foreign_key("fk", "t", ["id", "v"], "p", ["id", "valid"]);
                }
        => [
            "not held: constraint pk of p has `WITHOUT OVERLAPS`, which no operation says: it is not compared",
            "not held: constraint fk of t has `PERIOD`, which no operation says: it is not compared",
        ];
    "one column twice in a foreign key" on [Postgres],
        sql "CREATE TABLE r (b integer, c integer, CONSTRAINT uq UNIQUE (b, c)); CREATE TABLE t (a integer, CONSTRAINT fk FOREIGN KEY (a, a) REFERENCES r (b, c))",
        after |op| {
                    op.create_table(table("r").column("b", integer()).column("c", integer()).unique("uq", ["b", "c"]));
                    op.create_table(table("t").column("a", integer()));
                    op.create_foreign_key("fk", "t", ["a", "a"], "r", ["b", "c"]);
                }
        => [];
    "RESTRICT, NO ACTION and nothing on MariaDB" on [Mysql],
        sql "CREATE TABLE p (id integer PRIMARY KEY);
                CREATE TABLE t (a integer, b integer, c integer, KEY (a), KEY (b), KEY (c),
                CONSTRAINT fa FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
                CONSTRAINT fb FOREIGN KEY (b) REFERENCES p (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
                CONSTRAINT fc FOREIGN KEY (c) REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("t").column("a", integer()).column("b", integer()).column("c", integer()).index("a", ["a"]).index("b", ["b"]).index("c", ["c"]));
                    op.create_foreign_key("fa", "t", ["a"], "p", ["id"]);
                    op.create_foreign_key("fb", "t", ["b"], "p", ["id"]).on_delete(Restrict);
                    op.create_foreign_key("fc", "t", ["c"], "p", ["id"]).on_delete(NoAction).on_update(Restrict);
                }
        => [];
    "RESTRICT is not NO ACTION on PostgreSQL" on [Postgres],
        sql "CREATE TABLE p (id integer CONSTRAINT pk PRIMARY KEY); CREATE TABLE t (a integer, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p ON DELETE RESTRICT)",
        after |op| {
                    op.create_table(table("p").column("id", integer()).primary_key_named("pk", ["id"]));
                    op.create_table(table("t").column("a", integer()));
                    op.create_foreign_key("fk", "t", ["a"], "p", ["id"]);
                }
        => [
            "change: drop foreign key fk of t",
            "change: add foreign key fk to t: (a) REFERENCES p (id)",
        ];
    "SET NULL of some columns" on [Postgres] since 15,
        sql "CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b));
                    CREATE TABLE t (a integer, b integer, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b))",
        after |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]));
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fk", "t", ["a", "b"], "p", ["a", "b"]).on_delete(SetNull);
                }
        => [
            "not held: constraint fk of t has `ON DELETE SET NULL (..)`, which no operation says: it is not compared",
        ];
    "SET NULL of some columns becomes CASCADE" on [Postgres] since 15,
        sql "CREATE TABLE p (a integer, b integer, CONSTRAINT pk PRIMARY KEY (a, b));
                    CREATE TABLE t (a integer, b integer, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b))",
        after |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk", ["a", "b"]));
                    op.create_table(table("t").column("a", integer()).column("b", integer()));
                    op.create_foreign_key("fk", "t", ["a", "b"], "p", ["a", "b"]).on_delete(Cascade);
                }
        => [
            "not held: constraint fk of t has `ON DELETE SET NULL (..)`, which no operation says: it is not compared",
            "change: drop foreign key fk of t",
            "change: add foreign key fk to t: (a, b) REFERENCES p (a, b)",
        ];
    "a foreign key that the server named goes with the index it made" on [Mysql],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (a integer, b integer, FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT fkn FOREIGN KEY (b) REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("a", integer()).column("b", integer()));
                }
        => [
            "change: drop foreign key d_ibfk_1 of d",
            "change: drop foreign key fkn of d",
        ];
    "a foreign key goes and its index stays" on [Mysql],
        sql "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE d (a integer, KEY a (a), FOREIGN KEY (a) REFERENCES p (id))",
        after |op| {
                    op.create_table(table("p").column("id", integer().primary_key()));
                    op.create_table(table("d").column("a", integer()).index("a", ["a"]));
                }
        => [
            "change: drop foreign key d_ibfk_1 of d",
            "change: create index a on d (a)",
        ];
    "a foreign key to a table that is not read" on [Postgres],
        sql "CREATE SCHEMA other; CREATE TABLE other.p (id integer PRIMARY KEY);
                    CREATE TABLE t (a integer, CONSTRAINT fk FOREIGN KEY (a) REFERENCES other.p)",
        after |op| op.create_table(table("t").column("a", integer()).column("b", integer()))
        => [
            "not held: table t has `CONSTRAINT fk FOREIGN KEY (a) REFERENCES other.p (id)`, which no operation says: it is not compared",
            "change: add column t.b integer",
        ];
    "a unique constraint on the columns of the primary key" on [Sqlite, Postgres, Mysql],
        before |op| op.create_table(table("t").column("id", integer().primary_key()).column("b", integer())),
        after |op| op.create_table(table("t").column("id", integer().primary_key().unique()).column("b", integer()))
        => [
            "change: add unique constraint uq_t_id to t: (id)",
        ];
    "an exclusion with an operator class, a function, a collation and a filter" on [Postgres],
        sql "CREATE TABLE t (s text, n integer, r int4range, EXCLUDE USING btree (lower(s) COLLATE \"C\" WITH =, n WITH =) WHERE (n > 0), EXCLUDE USING gist (r WITH &&), EXCLUDE USING btree (s text_pattern_ops WITH =))",
        after |op| {
                    op.create_table(table("t").column("s", text()).column("n", integer()).column("r", custom("int4range")));
                    op.create_exclude_constraint("ex_a", "t", "btree", [("lower(s) COLLATE \"C\"", "="), ("n", "=")]).filter("n > 0");
                    op.create_exclude_constraint("ex_b", "t", "gist", [("r", "&&")]);
                    op.create_exclude_constraint("ex_c", "t", "btree", [("s text_pattern_ops", "=")]);
                }
        => [
            "change: rename constraint t_lower_n_excl of t to ex_a",
            "change: rename constraint t_r_excl of t to ex_b",
            "change: rename constraint t_s_excl of t to ex_c",
        ];
    "a column of a unique constraint, a check and a foreign key is dropped" on [Sqlite, Postgres, Mysql],
        before |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk_p", ["a", "b"]));
                    op.create_table(table("t").column("id", integer().primary_key()).column("a", integer()).column("b", integer())
                        .unique("uq", ["a", "b"]).check("ck", "a < b").foreign_key(foreign_key("fk", ["a", "b"], "p", ["a", "b"])));
                },
        after |op| {
                    op.create_table(table("p").column("a", integer()).column("b", integer()).primary_key_named("pk_p", ["a", "b"]));
                    op.create_table(table("t").column("id", integer().primary_key()).column("b", integer()));
                }
        => [
            "change: drop check constraint ck of t",
            "change: drop foreign key fk of t",
            "change: drop unique constraint uq of t",
            "change: drop column t.a",
        ];
};
