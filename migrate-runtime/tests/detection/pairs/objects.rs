//! What is beside tables: views, functions, triggers, sequences, schemas (namespaces) and extensions.

use migrate_runtime::prelude::*;

use super::{Family, Pair, column, every_pair, nothing};

/// A function that triggers of PostgreSQL call.
fn touch(op: &mut Op) {
    op.create_function(
        "touch",
        "",
        "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    );
}

every_pair! {
    "a view", |op| column!(op, integer()), |op| { column!(op, integer()); op.create_view("v", "SELECT id, c FROM t WHERE c > 0"); };
    "a view of another table", |op| {
        column!(op, integer());
        op.create_table(table("u").column("c", integer()));
        op.create_view("v", "SELECT c FROM t");
    }, |op| {
        column!(op, integer());
        op.create_table(table("u").column("c", integer()));
        op.create_view("v", "SELECT c FROM u");
    };
    "a view with another clause", |op| { column!(op, integer()); op.create_view("v", "SELECT c FROM t"); },
        |op| { column!(op, integer()); op.create_view("v", "SELECT c FROM t WHERE c > 0"); };
    "a view under another view", |op| {
        column!(op, integer());
        op.create_view("v", "SELECT c FROM t");
        op.create_view("w", "SELECT c FROM v");
    }, |op| {
        column!(op, integer());
        op.create_view("v", "SELECT c FROM t WHERE c > 0");
        op.create_view("w", "SELECT c FROM v");
    };
    "a view of a dropped column", |op| { column!(op, integer()); op.create_view("v", "SELECT id, c FROM t"); },
        |op| op.create_table(table("t").column("id", integer().primary_key()).column("n", integer().not_null().default(1)));
    "a materialized view" on [Postgres], |op| column!(op, integer()), |op| { column!(op, integer()); op.create_materialized_view("m", "SELECT id, c FROM t"); };
    "a materialized view with another clause" on [Postgres], |op| { column!(op, integer()); op.create_materialized_view("m", "SELECT id, c FROM t"); },
        |op| { column!(op, integer()); op.create_materialized_view("m", "SELECT id, c FROM t WHERE c > 0"); };
    "a function" on [Postgres], |op| nothing(op), |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT v * 2'");
    "another body of a function" on [Postgres], |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v * 2'"),
        |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v + v'");
    "another result of a function" on [Postgres], |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v * 2'"),
        |op| op.create_function("twice", "v integer", "RETURNS bigint LANGUAGE sql AS 'SELECT v::bigint * 2'");
    "other arguments of a function" on [Postgres], |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v * 2'"),
        |op| op.create_function("twice", "v integer, w integer", "RETURNS integer LANGUAGE sql AS 'SELECT v * w'");
    "an attribute of a function" on [Postgres], |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql AS 'SELECT v * 2'"),
        |op| op.create_function("twice", "v integer", "RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT v * 2'");
    "a function of MariaDB" on [Mysql], |op| nothing(op), |op| op.create_function("twice", "v INTEGER", "RETURNS INTEGER DETERMINISTIC RETURN v * 2");
    "another body of a function of MariaDB" on [Mysql], |op| op.create_function("twice", "v INTEGER", "RETURNS INTEGER DETERMINISTIC RETURN v * 2"),
        |op| op.create_function("twice", "v INTEGER", "RETURNS INTEGER DETERMINISTIC RETURN v + v");
    "a function that a default calls" on [Postgres], |op| column!(op, integer()), |op| {
        op.create_function("next_c", "", "RETURNS integer LANGUAGE sql AS 'SELECT 7'");
        column!(op, integer().default(sql("next_c()")));
    };
    "a trigger" on [Sqlite, Mysql], |op| column!(op, integer()), |op| {
        column!(op, integer());
        op.create_trigger("tr", "t", "AFTER DELETE", per_dialect().sqlite("BEGIN UPDATE t SET n = n + 1; END").mysql("FOR EACH ROW SET @gone = OLD.c"));
    };
    "another body of a trigger" on [Sqlite, Mysql], |op| {
        column!(op, integer());
        op.create_trigger("tr", "t", "AFTER DELETE", per_dialect().sqlite("BEGIN UPDATE t SET n = n + 1; END").mysql("FOR EACH ROW SET @gone = OLD.c"));
    }, |op| {
        column!(op, integer());
        op.create_trigger("tr", "t", "AFTER DELETE", per_dialect().sqlite("BEGIN UPDATE t SET n = n + 2; END").mysql("FOR EACH ROW SET @gone = OLD.n"));
    };
    "another event of a trigger" on [Sqlite, Mysql], |op| {
        column!(op, integer());
        op.create_trigger("tr", "t", "AFTER DELETE", per_dialect().sqlite("BEGIN UPDATE t SET n = n + 1; END").mysql("FOR EACH ROW SET @gone = OLD.c"));
    }, |op| {
        column!(op, integer());
        op.create_trigger("tr", "t", "BEFORE DELETE", per_dialect().sqlite("BEGIN UPDATE t SET n = n + 1; END").mysql("FOR EACH ROW SET @gone = OLD.c"));
    };
    "a trigger of PostgreSQL" on [Postgres], |op| column!(op, integer()), |op| {
        column!(op, integer());
        touch(op);
        op.create_trigger("tr", "t", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
    };
    "another event of a trigger of PostgreSQL" on [Postgres], |op| {
        column!(op, integer());
        touch(op);
        op.create_trigger("tr", "t", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION touch()");
    }, |op| {
        column!(op, integer());
        touch(op);
        op.create_trigger("tr", "t", "BEFORE INSERT OR UPDATE OF c", "FOR EACH ROW EXECUTE FUNCTION touch()");
    };
    "a condition of a trigger" on [Postgres], |op| {
        column!(op, integer());
        touch(op);
        op.create_trigger("tr", "t", "BEFORE UPDATE", "FOR EACH ROW WHEN (NEW.c > 0) EXECUTE FUNCTION touch()");
    }, |op| {
        column!(op, integer());
        touch(op);
        op.create_trigger("tr", "t", "BEFORE UPDATE", "FOR EACH ROW WHEN (NEW.c > 1) EXECUTE FUNCTION touch()");
    };
    "a sequence" on [Postgres, Mysql], |op| nothing(op), |op| op.create_sequence("numbers").start_with(5).increment_by(2);
    "options of a sequence" on [Postgres, Mysql], |op| op.create_sequence("numbers").start_with(5).increment_by(2).min_value(1).max_value(100).cache(10),
        |op| op.create_sequence("numbers").start_with(5).increment_by(3).min_value(2).max_value(200).cache(20).cycle();
    "a sequence of a default" on [Postgres, Mysql], |op| column!(op, big_int()), |op| {
        op.create_sequence("numbers");
        column!(op, big_int().default(sql(per_dialect().postgres("nextval('numbers')").mysql("nextval(numbers)"))));
    };
    "an owner of a sequence" on [Postgres], |op| { op.create_sequence("numbers"); column!(op, big_int()); },
        |op| { column!(op, big_int()); op.create_sequence("numbers").owned_by("t", "c"); };
    "a schema (namespace)" on [Postgres], |op| nothing(op), |op| op.create_schema("detection_more");
    "a table in a schema (namespace)" on [Postgres], |op| op.create_schema("detection_more"), |op| {
        op.create_schema("detection_more");
        op.create_enum(("detection_more", "mood"), ["sad", "happy"]);
        op.create_table(
            table(("detection_more", "t")).column("id", integer().primary_key())
                .column("mood", enumeration(("detection_more", "mood"), ["sad", "happy"]).default("sad"))
                .index("ix", ["mood"]),
        );
        op.create_view(("detection_more", "v"), "SELECT id FROM detection_more.t");
    };
    "a column in a schema (namespace)" on [Postgres], |op| {
        op.create_schema("detection_more");
        op.create_table(table(("detection_more", "t")).column("id", integer().primary_key()));
    }, |op| {
        op.create_schema("detection_more");
        op.create_table(table(("detection_more", "t")).column("id", big_int().primary_key()).column("c", varchar(9).unique()));
    };
    "an extension" on [Postgres], |op| nothing(op), |op| { op.create_extension("pg_trgm"); };
    "an index by an extension" on [Postgres], |op| column!(op, text()), |op| {
        op.create_extension("pg_trgm");
        column!(op, text());
        op.create_index("ix", "t", [asc("c").operator_class("gin_trgm_ops")]).using("gin");
    };
}
