//! Where statements end, and what they do.

use super::*;

use SqlSyntax::{Postgres, Sqlite};

#[test]
fn splits_scripts_of_sqlite() {
    let trigger = "CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 1; END";
    let script = format!(
        "-- one;\nSELECT ';' /* ; */, \"a;\" ; ;; {trigger};\nBEGIN; END; select [;]\n-- last;"
    );
    let expected = ["SELECT ';' /* ; */, \"a;\"", trigger, "BEGIN", "END", "select [;]"];
    assert_eq!(split_statements(&script, Sqlite), expected);
    assert_eq!(split_statements("a; b 'c; d\n", Sqlite), ["a", "b 'c; d"]);
    assert_eq!(split_statements("a; /* b", Sqlite), ["a"]);
    assert_eq!(split_statements(" -- nothing\n;", Sqlite), [""; 0]);
}

#[test]
fn splits_scripts_of_postgres() {
    let function = "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN 1 THEN 2 END; SELECT 2; END";
    let rule = "CREATE RULE r AS ON DELETE TO users DO ALSO (DELETE FROM a; DELETE FROM b)";
    let script = format!(
        "SELECT $$;$$, $a$;$$;$a$, E'\\';', 'it''s;', '\\'; SELECT $1 /* /* ; */ ; */; \
         CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f(); {function}; {rule}; \
         BEGIN; SELECT ARRAY[';]'], a[1], x::text[] -- ;"
    );
    let expected = [
        "SELECT $$;$$, $a$;$$;$a$, E'\\';', 'it''s;', '\\'",
        "SELECT $1",
        "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
        function,
        rule,
        "BEGIN",
        "SELECT ARRAY[';]'], a[1], x::text[]",
    ];
    assert_eq!(split_statements(&script, Postgres), expected);
}

#[test]
fn splits_scripts_of_mysql() {
    let bodies = [
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF NEW.x > 1 THEN SET NEW.x = IF(NEW.y, 1, 2); END IF; END",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF (NEW.x > 1) THEN SET NEW.x = 1; ELSE SET NEW.end = 2; END IF",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x = IF(NEW.y, 1, 2)",
        "CREATE DEFINER=`me`@`here` PROCEDURE p(IN a int) READS SQL DATA l: LOOP SET @a = 1; IF @a THEN LEAVE l; END IF; END LOOP l",
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN CASE a WHEN 1 THEN SELECT CASE b WHEN 1 THEN 2 ELSE 3 END; END CASE; RETURN 1; END",
        "CREATE PROCEDURE IF NOT EXISTS p() BEGIN DECLARE c CURSOR FOR SELECT 1 FOR UPDATE; DECLARE EXIT HANDLER FOR NOT FOUND BEGIN SET @a = 1; END; \
         REPEAT SET @b = REPEAT('a', 2); UNTIL @b END REPEAT; WHILE (1) DO SELECT 1; END WHILE; BEGIN END; END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; END",
        "CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN CASE 1 WHEN 1 THEN 2 END",
        "BEGIN NOT ATOMIC SELECT 1; IF 1 THEN SELECT 2; END IF; END",
        "/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; END */",
        "CREATE TABLE t (`end` int, b enum('begin;')) # ;",
        "BEGIN",
        "DROP TABLE IF EXISTS t",
    ];
    let statements = bodies.map(|body| body.trim_end_matches(" # ;"));
    let script = bodies.join("\n;\n") + "; SELECT 'it\\'s;', \"a;\" -- ;\n";
    let mut expected = statements.to_vec();
    expected.push("SELECT 'it\\'s;', \"a;\"");
    assert_eq!(split_statements(&script, SqlSyntax::MYSQL), expected);
}

#[test]
fn only_statements_about_rows_leave_tables_alone() {
    for syntax in [Sqlite, Postgres, SqlSyntax::MYSQL] {
        for sql in [
            "UPDATE users SET a = 1",
            "-- why\nselect 1; DELETE FROM users",
            "",
            "(SELECT 1 FROM users)",
        ] {
            assert!(!may_change(sql, "users", syntax), "{sql}");
        }
        for sql in ["ALTER TABLE users ADD a int", "select 1; DROP TABLE Users"] {
            assert!(may_change(sql, "users", syntax), "{sql}");
        }
        // Only the statement that changes something counts.
        assert!(!may_change("DELETE FROM users; DROP TABLE posts", "users", syntax));
    }
}

#[test]
fn comments_and_strings_are_those_of_the_database() {
    let changes = |sql| [Sqlite, Postgres, SqlSyntax::MYSQL].map(|it| may_change(sql, "users", it));
    assert_eq!(changes("/*!50001 ALTER TABLE users DROP COLUMN kind */"), [false, false, true]);
    assert_eq!(changes("/*M!100100 ALTER TABLE users DROP COLUMN kind */"), [false, false, true]);
    assert!(changes("# don't\nALTER TABLE users DROP COLUMN kind")[2]);
    assert_eq!(changes("/* a */ ALTER TABLE users DROP COLUMN kind"), [true; 3]);
    assert_eq!(changes("ALTER TABLE a ADD CHECK (b <> 'users')"), [false; 3]);
    assert_eq!(changes("ALTER TABLE a ADD CHECK (b <> \"users\")"), [true, true, false]);
    assert!(!changes("UPDATE users SET name = 'it\\'s; ALTER TABLE users'")[2]);
}

#[test]
fn text_that_is_run_is_looked_into() {
    let block = "DO $$ BEGIN EXECUTE 'ALTER TABLE users DROP COLUMN kind'; END $$";
    assert!(may_change(block, "users", Postgres));
    assert!(!may_change(block, "posts", Postgres));
    let prepared =
        "SET @sql = 'ALTER TABLE users DROP COLUMN kind'; PREPARE s FROM @sql; EXECUTE s";
    assert!(may_change(prepared, "users", SqlSyntax::MYSQL));
    assert!(!may_change("COMMENT ON TABLE posts IS 'like users'", "users", Postgres));
}

#[test]
fn most_statements_end_a_transaction_of_mysql() {
    let keeps = |sql| keeps_transaction(sql, SqlSyntax::MYSQL);
    for sql in [
        "UPDATE users SET name = 'please analyze this'",
        "UPDATE users SET name = 'it\\'s; fine'",
        "INSERT INTO t VALUES (\"a; DROP TABLE t\"); # ALTER TABLE t\nDELETE FROM t",
        "/* ALTER TABLE t */",
    ] {
        assert!(keeps(sql), "{sql}");
    }
    for sql in ["ANALYZE TABLE t", "/*!50001 ALTER TABLE t ADD a int */", "SELECT 1; TRUNCATE t"] {
        assert!(!keeps(sql), "{sql}");
    }
}

#[test]
fn a_value_is_added_by_a_statement_and_not_by_words() {
    for sql in [
        "ALTER TYPE mood ADD VALUE 'happy'",
        "SELECT 1; alter type mood /* x */ add\nvalue if not exists 'happy'",
        "DO $$ BEGIN ALTER TYPE mood ADD VALUE 'happy'; END $$",
    ] {
        assert!(adds_enum_value(sql), "{sql}");
    }
    for sql in [
        "UPDATE t SET a = 'ALTER TYPE mood ADD VALUE'",
        "-- ALTER TYPE mood ADD VALUE 'x'\nSELECT 1",
        "ALTER TYPE mood RENAME VALUE 'add' TO 'value'",
    ] {
        assert!(!adds_enum_value(sql), "{sql}");
    }
}

#[test]
fn empty_statements_are_left_out() {
    for (sql, kept) in [
        (";", ""),
        (" ;; \n ;", ""),
        ("-- a; b\n /* c; */ ;", ""),
        ("", ""),
        ("SELECT 1", "SELECT 1"),
        ("SELECT 1;", "SELECT 1;"),
        ("SELECT ';;';; /* ; */ ; SELECT 2; -- x", "SELECT ';;'; /* ; */  SELECT 2; -- x"),
        ("; /*!50001 SELECT 1 */;", "/*!50001 SELECT 1 */;"),
        ("SELECT 'no end;;", "SELECT 'no end;;"),
    ] {
        assert_eq!(without_empty_statements(sql, SqlSyntax::MYSQL), kept, "{sql:?}");
    }
}

#[test]
fn routines_are_known_by_their_first_words() {
    let creates = |sql: &str| creates_routine(sql, SqlSyntax::MYSQL);
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW SET @a = 1",
        "CREATE OR REPLACE DEFINER = 'me'@'here' PROCEDURE p() SELECT 1",
        "SELECT 1; create function f() returns int return 1",
        "ALTER EVENT e ENABLE",
    ] {
        assert!(creates(sql), "{sql}");
    }
    for sql in [
        "CREATE TABLE procedure_log (`function` int)",
        "CREATE VIEW v AS SELECT 'CREATE TRIGGER'",
        "DROP TRIGGER t",
        "INSERT INTO a SELECT event FROM b",
        "",
    ] {
        assert!(!creates(sql), "{sql}");
    }
}

#[test]
fn what_is_shown_of_a_statement_has_no_values() {
    for (syntax, sql, shown) in [
        (
            SqlSyntax::Postgres,
            "ALTER ROLE me PASSWORD 'secret' -- another secret\n VALID UNTIL $$never$$",
            "ALTER ROLE me PASSWORD '..' VALID UNTIL '..'",
        ),
        (SqlSyntax::Postgres, "SELECT a+1, \"b\" FROM t", "SELECT a+1, \"b\" FROM t"),
        // The server cuts a long query, here in a string.
        (SqlSyntax::Postgres, "INSERT INTO t VALUES (1, 'secre", "INSERT INTO t VALUES (1,"),
        (SqlSyntax::MYSQL, "SET PASSWORD = \"secret\", a = 'x'", "SET PASSWORD = '..', a = '..'"),
        (SqlSyntax::MYSQL, r"SELECT 'a\', 'secret', 1", "SELECT '..' .."),
        (SqlSyntax::Postgres, r"SELECT 'a\', 'secret', 1", "SELECT '..' .."),
    ] {
        assert_eq!(without_values(sql, syntax), shown, "{sql}");
    }
}

#[test]
fn what_may_commit_within_is_no_single_thing() {
    for (syntax, sql, is_single) in [
        (SqlSyntax::Postgres, "ALTER TABLE t ADD COLUMN a integer", true),
        (SqlSyntax::Postgres, "/* CALL */ UPDATE t SET a = 1", true),
        (SqlSyntax::Postgres, "call move_rows()", false),
        (SqlSyntax::Postgres, "DO $$ BEGIN COMMIT; END $$", false),
        (SqlSyntax::MYSQL, "EXECUTE prepared", false),
        (SqlSyntax::MYSQL, "BEGIN NOT ATOMIC COMMIT; END", false),
        (SqlSyntax::MYSQL, "", false),
    ] {
        assert_eq!(is_all_or_nothing(sql, syntax), is_single, "{sql}");
    }
}
