//! Views, materialized views, functions, triggers and sequences.

use migrate_runtime::prelude::*;

use migrate_runtime::dialect::Family;

use crate::table::{Case, cases, declared, tests};

fn t(op: &mut Op) {
    op.create_table(
        table("t")
            .column("id", integer().primary_key())
            .column("c", integer())
            .column("n", integer().not_null().default(1)),
    );
}

/// A function that triggers of PostgreSQL call.
fn touch(op: &mut Op) {
    op.create_function(
        "touch",
        "",
        "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    );
}

fn chain(op: &mut Op) {
    op.create_view("v1", "SELECT id, c FROM t");
    op.create_view("v2", "SELECT id, c FROM v1 WHERE c > 0");
    op.create_materialized_view("mv", "SELECT id, c FROM v2");
    op.create_index("ix_mv_c", "mv", ["c"]);
    op.create_view("v3", "SELECT id FROM mv WHERE c > 1");
}

tests!(cases, VIEWS);

const VIEWS: &[Case] = cases! {
    "a view loses a column that its table keeps" on [Sqlite, Mysql],
        before |op| { t(op); op.create_view("v", "SELECT id, c, n FROM t"); },
        after |op| { t(op); op.create_view("v", "SELECT id, n FROM t"); }
        => [
            "change: drop view v",
            "change: create view v",
        ];
    "the columns of a view change places with those of its table" on [Postgres],
        before |op| { t(op); op.create_view("v", "SELECT id, c FROM t WHERE c > 0"); },
        after |op| { t(op); op.create_view("v", "SELECT c, id FROM t"); }
        => [
            "change: drop view v",
            "change: create view v",
        ];
    "a view of all columns and another column in its table" on [Sqlite],
        before |op| { t(op); op.create_view("v", "SELECT * FROM t"); },
        after |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("c", integer())
                    .column("n", integer().not_null().default(1))
                    .column("more", text()),
            );
            op.create_view("v", "SELECT * FROM t");
        }
        => [
            "change: add column t.more text",
        ];
    "a view of all columns and another column in its table on MariaDB" on [Mysql],
        before |op| { t(op); op.create_view("v", "SELECT * FROM t"); },
        after |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("c", integer())
                    .column("n", integer().not_null().default(1))
                    .column("more", text()),
            );
            op.create_view("v", "SELECT * FROM t");
        }
        => [
            "change: drop view v",
            "change: add column t.more text",
            "change: create view v",
        ];
    "a view grouped by a key that is created again" on [Postgres],
        before |op| {
            op.create_table(table("g").column("id", integer().not_null()).column("c", integer()).primary_key_named("pk_g", ["id"]));
            op.create_view("v", "SELECT id, c, count(*) AS number FROM g GROUP BY id");
        },
        after |op| {
            op.create_table(table("g").column("id", integer().not_null()).column("c", integer()).primary_key_named("pk_of_g", ["id"]));
            op.create_view("v", "SELECT id, c, count(*) AS number FROM g GROUP BY id");
        }
        => [
            "change: rename constraint pk_g of g to pk_of_g",
        ];
    "a view grouped by a key that goes" on [Postgres],
        before |op| {
            op.create_table(table("g").column("id", integer().not_null()).column("c", integer()).primary_key_named("pk_g", ["id"]));
            op.create_view("v", "SELECT id, c, count(*) AS number FROM g GROUP BY id");
        },
        after |op| {
            op.create_table(table("g").column("id", integer().not_null()).column("c", integer()));
            op.create_view("v", "SELECT id, max(c) AS c, count(*) AS number FROM g WHERE c > 0 GROUP BY id");
        }
        => [
            "change: drop view v",
            "change: drop primary key pk_g of g",
            "change: create view v",
        ];
    "a column under a chain of views of both kinds goes" on [Postgres],
        before |op| { t(op); chain(op); },
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer().not_null().default(1)))
        => [
            "change: drop view v3",
            "change: drop materialized view mv",
            "change: drop view v2",
            "change: drop view v1",
            "change: drop column t.c",
        ];
    "a column under a chain of views of both kinds has another type" on [Postgres],
        before |op| { t(op); chain(op); },
        after |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("c", big_int())
                    .column("n", integer().not_null().default(1)),
            );
            chain(op);
        }
        => [
            "change: drop view v3",
            "change: drop materialized view mv",
            "change: drop view v2",
            "change: drop view v1",
            "change: alter column t.c: integer -> big_int",
            "change: create view v1",
            "change: create view v2",
            "change: create materialized view mv",
            "change: create view v3",
        ];
    "a materialized view with an index reads another table" on [Postgres],
        before |op| { t(op); op.create_materialized_view("mv", "SELECT id, c FROM t"); op.create_index("ix_mv_c", "mv", ["c"]); },
        after |op| { t(op); op.create_materialized_view("mv", "SELECT id, c FROM t WHERE c > 0"); op.create_index("ix_mv_c", "mv", ["c"]); }
        => [
            "change: drop materialized view mv",
            "change: create materialized view mv",
        ];
    "the type of a column that a trigger names" on [Postgres],
        before |op| {
            t(op);
            touch(op);
            op.create_trigger("tr", "t", "BEFORE UPDATE OF c", "FOR EACH ROW WHEN (NEW.c > 0) EXECUTE FUNCTION touch()");
        },
        after |op| {
            op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("c", big_int())
                    .column("n", integer().not_null().default(1)),
            );
            touch(op);
            op.create_trigger("tr", "t", "BEFORE UPDATE OF c", "FOR EACH ROW WHEN (NEW.c > 0) EXECUTE FUNCTION touch()");
        }
        => [
            "change: drop trigger tr of t",
            "change: alter column t.c: integer -> big_int",
            "change: create trigger tr on t",
        ];
    "the type of a column that a policy reads" on [Postgres],
        before t, sql "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (c > 0)",
        after |op| op.create_table(
                table("t")
                    .column("id", integer().primary_key())
                    .column("c", big_int())
                    .column("n", integer().not_null().default(1)),
            )
        => [
            "not held: table t has `POLICY p`, which no operation says: it is not compared",
            "not held: table t has `ROW LEVEL SECURITY`, which no operation says: it is not compared",
            "change: alter column t.c: integer -> big_int",
            "revision `r1` failed to apply",
            "  operation: alter column t.c: integer -> big_int",
            "  sql: ALTER TABLE t ALTER COLUMN c TYPE BIGINT",
            "  cause: cannot alter type of a column used in a policy definition",
            "  hint: if a view, a rule or a policy uses it, drop that before the change, such as a view with `op.drop_view(..)`, and make it again after it",
        ];
    "a column that a publication and a policy name goes" on [Postgres],
        before t,
        sql "CREATE POLICY p ON t USING (c > 0); CREATE PUBLICATION hard_views_p FOR TABLE t",
        after |op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer().not_null().default(1)))
        => [
            "not held: table t has `POLICY p`, which no operation says: it is not compared",
            "change: drop column t.c",
            "revision `r1` failed to apply",
            "  operation: drop column t.c",
            "  sql: ALTER TABLE t DROP COLUMN c",
            "  cause: cannot drop column c of table t because other objects depend on it",
            "  hint: drop what depends on it before the change, such as a view with `op.drop_view(..)`, and make it again after it",
        ];
    "functions of one name with other arguments and another language" on [Postgres],
        before |op| {
            op.create_function("f", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v'");
            op.create_function("f", "v text", "RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN v; END $$");
        },
        after |op| {
            op.create_function("f", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v'");
            op.create_function("f", "v text", "RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN v || v; END $$");
        }
        => [
            "change: create or replace function f(v text)",
        ];
    "a body with a schema, a keyword, strings and comments" on [Postgres],
        before |op| { op.create_function(
            "f", "", "RETURNS text LANGUAGE plpgsql AS $f$ BEGIN -- public.t, it's
            RETURN 'public.order' || \"order\" /* public.x */ FROM public.\"order\"; END $f$",
        ); }
        => [];
    "aggregates, procedures, window functions, domains, types and rules" on [Postgres],
        before t,
        sql "CREATE FUNCTION plus(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT a + b';
            CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer);
            CREATE PROCEDURE act(a integer) LANGUAGE sql AS 'SELECT a';
            CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
            CREATE TYPE pair AS (a integer, b integer);
            CREATE TYPE spans AS RANGE (SUBTYPE = integer);
            CREATE RULE quiet AS ON DELETE TO t DO INSTEAD NOTHING;
            CREATE STATISTICS st ON c, n FROM t"
        => [
            "not held: aggregate total is made by no operation: it is not compared",
            "not held: composite type pair is made by no operation: it is not compared",
            "not held: domain positive is made by no operation: it is not compared",
            "not held: procedure act is made by no operation: it is not compared",
            "not held: range type spans is made by no operation: it is not compared",
            "not held: statistics object st is made by no operation: it is not compared",
            "not held: table t has `RULE quiet`, which no operation says: it is not compared",
            "drift: function plus(a integer, b integer) is in no revision",
            "left alone: function plus(a integer, b integer)",
        ];
    "a function that an aggregate needs goes" on [Postgres],
        before |op| { op.create_function("plus", "a integer, b integer", "RETURNS integer LANGUAGE sql AS 'SELECT a + b'"); },
        sql "CREATE AGGREGATE total(integer) (SFUNC = plus, STYPE = integer)",
        after |_| ()
        => [
            "not held: aggregate total is made by no operation: it is not compared",
            "change: drop function plus(a integer, b integer)",
            "revision `r1` failed to apply",
            "  operation: drop function plus(a integer, b integer)",
            "  sql: DROP FUNCTION plus(a integer, b integer)",
            "  cause: cannot drop function plus(integer,integer) because other objects depend on it",
            "  hint: drop what depends on it before the change, such as a view with `op.drop_view(..)`, and make it again after it",
        ];
    "the parts of a trigger in other words" on [Postgres],
        before |op| {
            t(op);
            op.create_function("touch", "", "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$");
            op.create_trigger("a", "t", "after update or insert", "for each row execute procedure touch()");
            op.create_trigger("b", "t", "AFTER UPDATE", "REFERENCING NEW TABLE AS fresh OLD TABLE AS stale EXECUTE FUNCTION touch()");
            op.create_trigger("c", "t", "AFTER UPDATE OF n, c OR DELETE", "FOR EACH ROW EXECUTE FUNCTION touch('x')");
        }
        => [];
    "a trigger fires for more columns than it should" on [Postgres],
        before |op| {
            t(op);
            touch(op);
            op.create_trigger("tr", "t", "BEFORE UPDATE OF c", "FOR EACH ROW EXECUTE FUNCTION touch()");
        },
        sql "DROP TRIGGER tr ON t; CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch()"
        => [
            "drift: trigger tr of t differs: BEFORE UPDATE -> BEFORE UPDATE OF c",
            "change: drop trigger tr of t",
            "change: create trigger tr on t",
        ];
    "triggers that are disabled, always on, deferred, with a comment" on [Postgres],
        before |op| {
            t(op);
            op.create_function("touch", "", "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$");
            op.create_trigger("a", "t", "AFTER UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
            op.create_trigger("b", "t", "AFTER UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
            op.create_trigger("c", "t", "AFTER UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
        },
        sql "ALTER TABLE t DISABLE TRIGGER a; ALTER TABLE t ENABLE ALWAYS TRIGGER b; COMMENT ON TRIGGER b ON t IS 'x';
            DROP TRIGGER c ON t; CREATE CONSTRAINT TRIGGER c AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION touch()"
        => [
            "not held: constraint trigger c is made by no operation: it is not compared",
            "not held: trigger a of t has `DISABLE`, which no operation says: it is not compared",
            "not held: trigger b of t has `COMMENT`, which no operation says: it is not compared",
            "not held: trigger b of t has `ENABLE ALWAYS`, which no operation says: it is not compared",
        ];
    "a view with a trigger in its place is created again" on [Postgres],
        before |op| {
            t(op);
            touch(op);
            op.create_view("v", "SELECT id, c FROM t");
            op.create_trigger("tr", "v", "INSTEAD OF INSERT", "FOR EACH ROW EXECUTE FUNCTION touch()");
        },
        after |op| {
            t(op);
            touch(op);
            op.create_view("v", "SELECT id, c FROM t WHERE c > 0");
            op.create_trigger("tr", "v", "INSTEAD OF INSERT", "FOR EACH ROW EXECUTE FUNCTION touch()");
        }
        => [
            "change: drop trigger tr of v",
            "change: drop view v",
            "change: create view v",
            "change: create trigger tr on v",
        ];
    "a view with a trigger in its place is created again on SQLite" on [Sqlite],
        before |op| {
            t(op);
            op.create_view("v", "SELECT id, c FROM t");
            op.create_trigger("tr", "v", "INSTEAD OF INSERT", "BEGIN INSERT INTO t (id, c) VALUES (NEW.id, NEW.c); END");
        },
        after |op| {
            t(op);
            op.create_view("v", "SELECT id, c FROM t WHERE c > 0");
            op.create_trigger("tr", "v", "INSTEAD OF INSERT", "BEGIN INSERT INTO t (id, c) VALUES (NEW.id, NEW.c); END");
        }
        => [
            "change: drop trigger tr of v",
            "change: drop view v",
            "change: create view v",
            "change: create trigger tr on v",
        ];
    "views and routines as MariaDB writes them" on [Mysql],
        before |op| {
            t(op);
            op.create_view("v", "select id, C + 1 as more from t where c in (1, 2) and n between 1 and 3");
            op.create_function("twice", "v INTEGER", "RETURNS INTEGER DETERMINISTIC RETURN v * 2;");
        }
        => [];
    "a view with a definer of its own, and a procedure" on [Mysql],
        before |op| { t(op); op.create_view("v", "SELECT id FROM t"); },
        sql "CREATE OR REPLACE SQL SECURITY INVOKER VIEW v AS SELECT id FROM t; CREATE PROCEDURE act() SELECT 1"
        => [
            "not held: procedure act is made by no operation: it is not compared",
            "not held: view v has `SQL SECURITY INVOKER`, which no operation says: it is not compared",
        ];
    "options of views" on [Postgres],
        before |op| { t(op); op.create_view("a", "SELECT id, c FROM t WHERE c > 0"); op.create_view("b", "SELECT id FROM t"); },
        sql "CREATE OR REPLACE VIEW a AS SELECT id, c FROM t WHERE c > 0 WITH LOCAL CHECK OPTION;
            ALTER VIEW b SET (security_barrier = true); COMMENT ON VIEW b IS 'x'; ALTER VIEW b ALTER COLUMN id SET DEFAULT 7;
            COMMENT ON COLUMN b.id IS 'y'"
        => [
            "not held: view a has `WITH (check_option=local)`, which no operation says: it is not compared",
            "not held: view b has `ALTER COLUMN id SET DEFAULT`, which no operation says: it is not compared",
            "not held: view b has `COMMENT`, which no operation says: it is not compared",
            "not held: view b has `COMMENT ON COLUMN id`, which no operation says: it is not compared",
            "not held: view b has `WITH (security_barrier=true)`, which no operation says: it is not compared",
            "drift: view a may differ",
            "drift: view b may differ",
            "unknown: view a may differ: PostgreSQL prints a query in its own words, of which only relations and clauses are compared",
            "unknown: view b may differ: PostgreSQL prints a query in its own words, of which only relations and clauses are compared",
        ];
    "a sequence of names in capitals" on [Postgres],
        before |op| {
            op.create_table(table("T").column("Id", big_int().primary_key()));
            op.create_sequence("Numbers").owned_by("T", "Id");
        },
        after |op| {
            op.create_table(table("T").column("Id", big_int().primary_key()).column("Other", big_int()));
            op.create_sequence("Numbers").owned_by("T", "Other");
        }
        => [
            "change: add column T.Other big_int",
            "change: alter sequence Numbers: OWNED BY T.Other",
        ];
    "a sequence of small numbers, and one that no default uses" on [Postgres],
        before |op| {
            t(op);
            op.create_sequence("s");
        },
        sql "DROP SEQUENCE s; CREATE SEQUENCE s AS integer; CREATE SEQUENCE unused OWNED BY t.c"
        => [
            "not held: sequence s has `AS integer`, which no operation says: it is not compared",
            "drift: sequence s differs: MAXVALUE 2147483647 -> what the database does by default",
            "drift: sequence unused is in no revision",
            "left alone: sequence unused",
            "unsupported: sequence `s` has an option that the model leaves to the database; say its value in the model",
        ];
    "sequences and tables that keep their history" on [Mysql],
        before |op| { op.create_sequence("s"); t(op); },
        sql "ALTER TABLE t ADD SYSTEM VERSIONING"
        => [
            "not held: table t has `WITH SYSTEM VERSIONING`, which no operation says: it is not compared",
        ];
};

#[test]
fn a_view_of_all_columns_gets_those_of_the_model() {
    fn before(op: &mut Op) {
        t(op);
        op.create_view("v", "SELECT * FROM t");
        op.create_view("w", "SELECT id FROM v");
    }
    fn after(op: &mut Op) {
        op.create_table(
            table("t")
                .column("id", integer().primary_key())
                .column("c", integer())
                .column("n", integer().not_null().default(1))
                .column("more", text()),
        );
        op.create_view("v", "SELECT * FROM t");
        op.create_view("w", "SELECT id FROM v");
    }
    let kept = ["> add column t.more text"];
    assert_eq!(declared(before, after, &[Family::Sqlite]), kept);
    let anew = [
        "> drop view w",
        "> drop view v",
        "> add column t.more text",
        "> create view v",
        "> create view w",
    ];
    for families in [&[Family::Postgres][..], &[Family::Mysql], &[Family::Sqlite, Family::Postgres]]
    {
        assert_eq!(declared(before, after, families), anew, "{families:?}");
    }
}
