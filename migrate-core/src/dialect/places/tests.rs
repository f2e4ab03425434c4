//! How the interruption of each statement is found out on each database.

use super::*;
use crate::dialect::{mysql, postgres, sqlite};

const SQLITE: Dialect = Dialect::Sqlite(sqlite::Version::OLDEST);
const POSTGRES: Dialect = Dialect::Postgres(postgres::Version::OLDEST);

const MARIADB: Dialect = Dialect::Mysql(mysql::Version::OLDEST_MARIADB);

/// The evidence of each place, with the statements that it has.
fn evidence(dialect: Dialect, actions: &[Action]) -> Vec<(Range<usize>, Evidence)> {
    let statements: Vec<_> =
        actions.iter().map(|action| Statement::new(action.clone(), Vec::new())).collect();
    let places = places(dialect, &statements, true);
    places.into_iter().map(|place| (place.statements, place.evidence)).collect()
}

fn of_one(dialect: Dialect, sql: &str) -> Evidence {
    let found = evidence(dialect, &[Action::Raw(sql.to_owned())]);
    assert_eq!(found.len(), 1, "{sql}: {found:?}");
    found[0].1
}

const SESSION: Evidence = Evidence::Session { constant: true };
const LOST: Evidence = Evidence::Session { constant: false };

#[test]
fn raw_sql_of_each_kind() {
    use Evidence::{Catalogue, Nothing, Repeatable, Row};
    for (dialect, sql, expected) in [
        (SQLITE, "UPDATE t SET a = 1", Row),
        (SQLITE, "CREATE TABLE t (a)", Row),
        (SQLITE, "PRAGMA foreign_keys = OFF", SESSION),
        (SQLITE, "ATTACH 'x' AS y", SESSION),
        (SQLITE, "VACUUM", Repeatable),
        (SQLITE, "VACUUM INTO 'copy.db'", Nothing),
        (SQLITE, "VACUUM main INTO 'copy.db'", Nothing),
        (SQLITE, "CREATE TEMP TABLE t (a)", LOST),
        (POSTGRES, "UPDATE t SET a = 1", Row),
        (POSTGRES, "CREATE TABLE t (a int)", Row),
        (POSTGRES, "SET search_path = x", SESSION),
        (POSTGRES, "SET LOCAL search_path = x", Row),
        (POSTGRES, "SELECT pg_catalog.set_config('search_path', '', false)", SESSION),
        (POSTGRES, "VACUUM t", Repeatable),
        (POSTGRES, "REINDEX TABLE CONCURRENTLY t", Repeatable),
        (POSTGRES, "CREATE INDEX CONCURRENTLY i ON t (a)", Nothing),
        (POSTGRES, "CREATE DATABASE d", Nothing),
        (POSTGRES, "ALTER SYSTEM SET work_mem = '1MB'", Nothing),
        (POSTGRES, "CALL p()", Row),
        (POSTGRES, "CREATE TEMPORARY TABLE t (a int)", LOST),
        (POSTGRES, "BEGIN; UPDATE t SET a = 1; COMMIT", Nothing),
        (POSTGRES, "DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$", Row),
        (MARIADB, "UPDATE t SET a = 1", Row),
        (MARIADB, "CALL p()", Row),
        (MARIADB, "TRUNCATE t", Row),
        (MARIADB, "ALTER TABLE t DROP PARTITION p", Row),
        (MARIADB, "ALTER TABLE t ADD a INT", Catalogue),
        (MARIADB, "SET foreign_key_checks = 0", SESSION),
        (MARIADB, "SET @a = (SELECT max(id) FROM t)", LOST),
        (MARIADB, "SELECT max(id) INTO @a FROM t", LOST),
        (MARIADB, "UPDATE t SET a = @a", Row),
        (MARIADB, "USE other", SESSION),
        (MARIADB, "OPTIMIZE TABLE t", Repeatable),
        (MARIADB, "CREATE TEMPORARY TABLE t (a INT)", LOST),
        (MARIADB, "LOCK TABLES t WRITE; UPDATE t SET a = 1; UNLOCK TABLES", Nothing),
        (MARIADB, "BEGIN NOT ATOMIC UPDATE t SET a = 1; UPDATE t SET a = 2; END", Row),
        // What the variable holds ends with the session, so both are one.
        (MARIADB, "SET @a = 1; UPDATE t SET b = @a", Row),
    ] {
        assert_eq!(of_one(dialect, sql), expected, "{dialect}: {sql}");
    }
}

#[test]
fn statements_of_one_text_are_apart() {
    let text =
        Action::Raw("UPDATE t SET a = 1; ALTER TABLE t ADD b INT; SET sql_mode = ''".to_owned());
    let found = evidence(MARIADB, std::slice::from_ref(&text));
    assert_eq!(found, [(0..1, Evidence::Row), (0..1, Evidence::Catalogue), (0..1, SESSION)]);
    let statements = [Statement::new(text, Vec::new())];
    let places = places(MARIADB, &statements, false);
    let texts: Vec<_> = places.iter().filter_map(|place| place.text).collect();
    assert_eq!(texts, ["UPDATE t SET a = 1", "ALTER TABLE t ADD b INT", "SET sql_mode = ''"]);
}

/// A transaction of the revision's own is one place, however many operations it holds.
#[test]
fn a_transaction_of_raw_sql_is_one_place() {
    let raw = |sql: &str| Action::Raw(sql.to_owned());
    let sql = |sql: &str| Action::Sql(sql.to_owned());
    let row = sql("UPDATE t SET a = 1");
    let actions =
        [row.clone(), raw("BEGIN"), row.clone(), raw("SELECT 1"), raw("COMMIT"), row.clone()];
    let expected = [(0..1, Evidence::Row), (1..5, Evidence::Nothing), (5..6, Evidence::Row)];
    assert_eq!(evidence(POSTGRES, &actions), expected);
    // One that has no end lasts to the end of the revision.
    let open = [raw("LOCK TABLES t WRITE"), row.clone(), row];
    assert_eq!(evidence(MARIADB, &open), [(0..3, Evidence::Nothing)]);
    // Savepoints begin and end nothing.
    assert_eq!(of_one(POSTGRES, "ROLLBACK TO SAVEPOINT s"), Evidence::Row);
}

#[test]
fn statements_that_are_written_here() {
    for (dialect, sql, expected) in [
        (MARIADB, "SET @migrate_sql_mode = @@sql_mode", SESSION),
        (MARIADB, "DO extractvalue(1, IF(1, '~x', '/a'))", Evidence::Repeatable),
        (MARIADB, "EXECUTE migrate_alter", Evidence::Repeatable),
        (MARIADB, "INSERT INTO t VALUES (1)", Evidence::Row),
        (MARIADB, "CREATE TABLE t (a INT)", Evidence::Catalogue),
        (POSTGRES, "ALTER TABLE t ADD a int", Evidence::Row),
        (POSTGRES, "ALTER TABLE t DETACH PARTITION p CONCURRENTLY", Evidence::Nothing),
        (POSTGRES, "REINDEX TABLE CONCURRENTLY t", Evidence::Repeatable),
        (SQLITE, "ALTER TABLE t ADD a", Evidence::Row),
    ] {
        let found = evidence(dialect, &[Action::Sql(sql.to_owned())]);
        assert_eq!(found, [(0..1, expected)], "{sql}");
    }
}

#[test]
fn a_digest_tells_statements_apart() {
    let digest = |sql: &str| digest([&Statement::new(Action::Sql(sql.to_owned()), Vec::new())]);
    assert_eq!(digest("SELECT 1"), digest("SELECT 1"));
    assert_ne!(digest("SELECT 1"), digest("SELECT 2"));
}

#[test]
fn what_fails_whole() {
    for (sql, whole) in [
        ("ALTER TABLE t ENGINE=InnoDB", true),
        ("UPDATE t SET a = 1", true),
        ("CALL p()", false),
        ("UPDATE t SET a = 1; UPDATE t SET b = 1", false),
        ("COMMIT", false),
    ] {
        assert_eq!(fails_whole(MARIADB, sql), whole, "{sql}");
    }
    assert!(!fails_whole(POSTGRES, "CREATE INDEX CONCURRENTLY i ON t (a)"));
    assert!(fails_whole(POSTGRES, "CREATE DATABASE d"));
}
