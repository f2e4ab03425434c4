//! Functions, triggers, views and sequences.

use migrate_runtime::prelude::*;

use crate::database::check;

#[test]
fn functions_and_triggers() {
    let sql = r"
        CREATE EXTENSION citext;
        CREATE TABLE t (a integer, b integer);
        CREATE VIEW v AS SELECT a FROM t;
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE FUNCTION tax(amount numeric(10, 2), rate double precision DEFAULT 0.2, VARIADIC rest int[] = '{}')
            RETURNS numeric IMMUTABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 50
            SET search_path = public, pg_temp LANGUAGE sql AS 'SELECT amount';
        CREATE FUNCTION pair(IN x int, OUT y int, OUT z text) LANGUAGE sql AS $f$ SELECT 1, '$$'::text $f$;
        CREATE FUNCTION rows_of(varchar(3)) RETURNS TABLE (id bigint, w varchar(10)) STABLE ROWS 10 LANGUAGE sql
            AS $$ SELECT 1, 'a' $$;
        CREATE FUNCTION all_of() RETURNS SETOF t LANGUAGE sql AS $$ SELECT * FROM t $$;
        CREATE PROCEDURE nothing() LANGUAGE sql AS '';
        CREATE TRIGGER one AFTER INSERT OR UPDATE OF a, b ON t
            FOR EACH ROW WHEN (NEW.a IS NOT NULL AND NEW.b > 0) EXECUTE FUNCTION touch('x', 1);
        CREATE TRIGGER two BEFORE DELETE OR TRUNCATE ON t EXECUTE FUNCTION touch();
        CREATE TRIGGER three AFTER UPDATE ON t REFERENCING NEW TABLE AS n OLD TABLE AS o
            FOR EACH STATEMENT EXECUTE FUNCTION touch();
        CREATE TRIGGER four INSTEAD OF DELETE ON v FOR EACH ROW EXECUTE FUNCTION touch();";
    // A truncating trigger and a row's cannot be one, so `two` is for statements.
    check("functions", sql, &[], |op| {
        op.create_extension("citext");
        op.create_table(table("t").column("a", integer()).column("b", integer()));
        op.create_view("v", "SELECT a FROM t");
        let touch = "returns trigger as $$ BEGIN RETURN NEW; END $$ language 'plpgsql' volatile";
        op.create_function("touch", "", touch);
        op.create_function(
            "tax",
            "amount decimal, rate float8 = 0.2, VARIADIC rest integer[] DEFAULT '{}'",
            "RETURNS numeric LANGUAGE SQL SECURITY DEFINER COST 50 PARALLEL SAFE
             RETURNS NULL ON NULL INPUT IMMUTABLE SET search_path TO 'public', 'pg_temp'
             AS 'SELECT amount'",
        );
        op.create_function(
            "pair",
            "x integer, OUT y integer, OUT z text",
            "RETURNS record LANGUAGE sql COST 100 AS $x$ SELECT 1, '$$'::text $x$",
        );
        op.create_function(
            "rows_of",
            "character varying",
            "RETURNS TABLE(id int8, w varchar) LANGUAGE sql STABLE ROWS 10 AS $$ SELECT 1, 'a' $$",
        );
        op.create_function(
            "all_of",
            "",
            "RETURNS SETOF t ROWS 1000 LANGUAGE sql AS $$ SELECT * FROM t $$",
        );
        op.create_trigger(
            "one",
            "t",
            "after update of a, b or insert",
            "for row when (new.a is not null and new.b > 0) execute procedure touch('x', '1')",
        );
        op.create_trigger("two", "t", "BEFORE TRUNCATE OR DELETE", "EXECUTE FUNCTION touch()");
        op.create_trigger(
            "three",
            "t",
            "AFTER UPDATE",
            "REFERENCING OLD TABLE o NEW TABLE n FOR STATEMENT EXECUTE FUNCTION touch();",
        );
        op.create_trigger(
            "four",
            "v",
            "INSTEAD OF DELETE",
            "FOR EACH ROW EXECUTE FUNCTION touch()",
        );
    });
}

#[test]
fn views_are_compared_by_what_they_read() {
    let queries = [
        "SELECT * FROM users",
        "SELECT u.id, count(*) FROM users u LEFT OUTER JOIN posts p ON p.author = u.id GROUP BY 1 HAVING count(*) > 1",
        "SELECT id FROM users WHERE id IN (SELECT author FROM posts WHERE title <> 'x') ORDER BY id LIMIT 3",
        "WITH a AS (SELECT id FROM users), b AS MATERIALIZED (VALUES (1)) SELECT a.* FROM a, b, public.posts",
        "SELECT 1 AS one UNION ALL SELECT id FROM users EXCEPT (SELECT 2)",
        "SELECT DISTINCT extract(year FROM now()), substring('abc' FROM 2), left('abc', 1) FROM ONLY users",
        "SELECT g, x FROM generate_series(1, 3) AS g, unnest(ARRAY[1, 2]) x WHERE g IS DISTINCT FROM x",
        "SELECT users.* FROM (users CROSS JOIN posts) NATURAL JOIN (SELECT 1 AS one) s",
        "SELECT count(*) FILTER (WHERE id > 1) OVER (PARTITION BY name) FROM users",
        "SELECT (SELECT max(id) FROM posts), EXISTS (SELECT FROM users u2 WHERE u2.id = u.id) FROM users AS u",
        "SELECT p.* FROM users u, LATERAL (SELECT * FROM posts WHERE author = u.id) p",
        "SELECT users.* FROM users JOIN (posts p FULL JOIN users u2 USING (id)) ON true",
        "TABLE users",
    ];
    let tables = "CREATE TABLE users (id integer, name text);
                  CREATE TABLE posts (id integer, author integer, title text);";
    let views =
        queries.iter().enumerate().map(|(at, query)| format!("CREATE VIEW v{at} AS {query};"));
    let sql = format!("{tables}{}", views.collect::<String>());
    check("views", &sql, &[], |op| {
        op.create_table(table("users").column("id", integer()).column("name", text()));
        op.create_table(
            table("posts")
                .column("id", integer())
                .column("author", integer())
                .column("title", text()),
        );
        for (at, query) in queries.iter().enumerate() {
            op.create_view(format!("v{at}"), *query);
        }
    });
}

#[test]
fn sequences() {
    let sql = "
        CREATE SEQUENCE plain;
        CREATE SEQUENCE tens START WITH 10 MINVALUE 10 INCREMENT BY 10 CACHE 5 CYCLE;
        CREATE SEQUENCE down INCREMENT BY -1;
        CREATE SEQUENCE late START 7 MAXVALUE 100;
        CREATE SEQUENCE changed;
        ALTER SEQUENCE changed MINVALUE 0;
        CREATE TABLE t (a integer);
        CREATE SEQUENCE owned OWNED BY t.a;";
    check("sequences", sql, &[], |op| {
        op.create_sequence("plain");
        op.create_sequence("tens").min_value(10).increment_by(10).cache(5).cycle();
        op.create_sequence("down").increment_by(-1).max_value(-1).start_with(-1);
        op.create_sequence("late").start_with(7).max_value(100).no_cycle();
        op.create_sequence("changed");
        op.alter_sequence("changed").min_value(0);
        op.create_table(table("t").column("a", integer()));
        op.create_sequence("owned").owned_by("t", "a");
    });
}
