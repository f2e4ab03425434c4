//! What an application can tell of an error of the database, on every database and in every language
//! of a server.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use diesel::{Connection as _, SqliteConnection};
use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{DatabaseError, DatabaseErrorKind, Driver};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};

use DatabaseErrorKind as Kind;
use RegisteredDowngrade::Auto;

package!(KEYS, "keys", Settings::DEFAULT, {
    "k_users" after [] => |op: &mut Op| {
        op.create_table(
            table("users").column("id", integer().primary_key()).column("name", varchar(40)),
        );
        op.bulk_insert("users", ["id", "name"], [(1, "anna"), (2, "anna")]);
    }, Auto;
    "k_unique" after ["k_users"] => |op: &mut Op| {
        op.create_unique_constraint("uq_users_name", "users", ["name"]);
    }, Auto;
});

/// An error, and the names the database tells with it.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    kind: Kind,
    code: Option<String>,
    names: [Option<String>; 3],
}

fn told(error: &DatabaseError) -> Told {
    let names = [error.table(), error.column(), error.constraint()];
    Told {
        kind: error.kind(),
        code: error.code().map(str::to_owned),
        names: names.map(|name| name.map(str::to_owned)),
    }
}

fn expected(kind: Kind, code: &str, names: [&str; 3]) -> Told {
    let code = Some(code.to_owned());
    Told { kind, code, names: names.map(|name| (!name.is_empty()).then(|| name.to_owned())) }
}

fn error_of<T: std::fmt::Debug>(result: Result<T, Error>) -> DatabaseError {
    let error = result.expect_err("an error");
    error.database().unwrap_or_else(|| panic!("{error:?}")).clone()
}

/// What a statement fails with, after everything that can be asked was asked.
fn failure(connection: &mut dyn Driver, sql: &str) -> DatabaseError {
    let error = connection.execute(sql).expect_err(sql);
    connection.diagnose(error)
}

#[test]
fn a_lock_is_told_from_equal_rows_on_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("app.db");
    let path = path.to_str().expect("a path");
    let mut connection = SqliteConnection::establish(path).expect("a database");
    KEYS.upgrade(&mut connection, "k_users").expect("a table");
    let error = error_of(KEYS.upgrade(&mut connection, "head"));
    assert_eq!((error.kind(), error.code()), (Kind::UniqueViolation, Some("SQLITE_CONSTRAINT")));

    let mut other = SqliteConnection::establish(path).expect("the same database");
    Driver::execute(&mut other, "BEGIN IMMEDIATE").expect("the file's lock");
    Driver::execute(&mut connection, "PRAGMA busy_timeout = 50").expect("a shorter wait");
    let error = error_of(KEYS.upgrade(&mut connection, "head"));
    assert_eq!((error.kind(), error.code()), (Kind::LockTimeout, Some("SQLITE_BUSY")));
    assert!(error.kind().is_transient());
    assert!(error.hint().is_some_and(|hint| hint.starts_with("another program")), "{error:?}");
}

#[test]
fn a_lock_is_told_from_equal_rows_on_postgres() {
    let live = Live::postgres("told");
    let mut connection = live.connect();
    KEYS.upgrade(&mut *connection, "k_users").expect("a table");
    let error = error_of(KEYS.upgrade(&mut *connection, "head"));
    let unique = expected(Kind::UniqueViolation, "23505", ["users", "", "uq_users_name"]);
    assert_eq!(told(&error), unique);

    let mut other = live.connect();
    other.execute("BEGIN; LOCK TABLE users").expect("the table's lock");
    connection.execute("SET lock_timeout = '100ms'").expect("a shorter wait");
    let error = error_of(KEYS.upgrade(&mut *connection, "head"));
    assert_eq!((error.kind(), error.code()), (Kind::LockTimeout, Some("55P03")));
    assert!(error.hint().is_some_and(|hint| hint.starts_with("another program")), "{error:?}");
}

/// Whether it is MySQL, not MariaDB, which has numbers of its own for some errors.
fn is_mysql(connection: &mut dyn Driver) -> bool {
    connection.dialect().expect("a known version").name() == "MySQL"
}

#[test]
fn a_lock_is_told_from_equal_rows_in_another_language_on_mysql() {
    let live = Live::mysql("told");
    let mut connection = live.connect();
    connection.execute("SET lc_messages = 'de_DE'").expect("another language");
    KEYS.upgrade(&mut *connection, "k_users").expect("a table");
    let error = error_of(KEYS.upgrade(&mut *connection, "head"));
    let table = if is_mysql(&mut *connection) { "users" } else { "" };
    let unique = expected(Kind::UniqueViolation, "1062", [table, "", "uq_users_name"]);
    assert_eq!(told(&error), unique);
    assert!(error.message().starts_with("Doppelter Eintrag"), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.starts_with("some rows are alike")), "{error:?}");

    let mut other = live.connect();
    other.execute("BEGIN; SELECT * FROM users").expect("the table's lock");
    connection.execute("SET lock_wait_timeout = 1").expect("a shorter wait");
    let error = error_of(KEYS.upgrade(&mut *connection, "head"));
    assert_eq!((error.kind(), error.code()), (Kind::LockTimeout, Some("1205")));
    assert!(error.hint().is_some_and(|hint| hint.starts_with("another program")), "{error:?}");
}

#[test]
fn errors_have_kinds_and_names_on_sqlite() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    let build = "CREATE TABLE p (id INTEGER PRIMARY KEY); \
                 CREATE TABLE t (a INTEGER NOT NULL, b TEXT UNIQUE, p INTEGER REFERENCES p, \
                 CONSTRAINT ck CHECK (a > 0)); \
                 INSERT INTO t VALUES (1, 'x', NULL); CREATE VIEW v AS SELECT a FROM t; \
                 PRAGMA foreign_keys = ON";
    Driver::execute(&mut connection, build).expect("tables");
    for (sql, expected) in [
        (
            "INSERT INTO t VALUES (1, 'x', NULL)",
            expected(Kind::UniqueViolation, "SQLITE_CONSTRAINT", ["t", "b", ""]),
        ),
        (
            "INSERT INTO t VALUES (NULL, 'y', NULL)",
            expected(Kind::NotNullViolation, "SQLITE_CONSTRAINT_NOTNULL", ["t", "a", ""]),
        ),
        (
            "INSERT INTO t VALUES (0, 'y', NULL)",
            expected(Kind::CheckViolation, "SQLITE_CONSTRAINT_CHECK", ["", "", "ck"]),
        ),
        (
            "INSERT INTO t VALUES (1, 'y', 7)",
            expected(Kind::ForeignKeyViolation, "SQLITE_CONSTRAINT_FOREIGNKEY", ["", "", ""]),
        ),
        ("SELECT * FROM nope", expected(Kind::UndefinedObject, "SQLITE_ERROR", ["", "", ""])),
        ("SELECT nope FROM t", expected(Kind::UndefinedObject, "SQLITE_ERROR", ["", "", ""])),
        ("CREATE TABLE t (a)", expected(Kind::DuplicateObject, "SQLITE_ERROR", ["", "", ""])),
        (
            "ALTER TABLE t ADD COLUMN a INTEGER",
            expected(Kind::DuplicateObject, "SQLITE_ERROR", ["", "", ""]),
        ),
        ("SELEC 1", expected(Kind::SyntaxError, "SQLITE_ERROR", ["", "", ""])),
        (
            "ALTER TABLE t ADD COLUMN c INTEGER NOT NULL",
            expected(Kind::NotNullViolation, "SQLITE_ERROR", ["", "", ""]),
        ),
        (
            "CREATE TABLE w (a INTEGER); CREATE VIEW vw AS SELECT a FROM w; DROP VIEW v; \
             ALTER TABLE w ADD COLUMN b INTEGER; ALTER TABLE w DROP COLUMN a",
            expected(Kind::DependentObjects, "SQLITE_ERROR", ["", "", ""]),
        ),
        (
            "PRAGMA query_only = ON; INSERT INTO p VALUES (1)",
            expected(Kind::ReadOnly, "SQLITE_READONLY", ["", "", ""]),
        ),
    ] {
        assert_eq!(told(&failure(&mut connection, sql)), expected, "{sql}");
    }
}

/// Nothing here is decided by the text of a message: what diesel has no kind for is asked of the
/// server.
#[test]
fn errors_have_kinds_and_names_on_postgres() {
    let live = Live::postgres("kinds");
    let mut connection = live.connect();
    let build = "CREATE TABLE p (id integer PRIMARY KEY);
                 CREATE TABLE t (a integer NOT NULL, b text CONSTRAINT uq UNIQUE, \
                 p integer CONSTRAINT fk REFERENCES p, CONSTRAINT ck CHECK (a > 0));
                 INSERT INTO t VALUES (1, 'it''s \\', NULL); CREATE VIEW v AS SELECT a FROM t;
                 CREATE ROLE somebody";
    // Roles are the whole server's.
    let role = test_servers::unique_name("role");
    connection.execute(&build.replace("somebody", &role)).expect("tables");
    let read_as_somebody = format!("SET ROLE {role}; SELECT * FROM t");
    let cases = [
        (
            "INSERT INTO t VALUES (1, 'it''s \\', NULL)",
            expected(Kind::UniqueViolation, "23505", ["t", "", "uq"]),
        ),
        (
            "INSERT INTO t VALUES (NULL, 'y', NULL)",
            expected(Kind::NotNullViolation, "23502", ["t", "a", ""]),
        ),
        (
            "INSERT INTO t VALUES (0, 'y', NULL)",
            expected(Kind::CheckViolation, "23514", ["t", "", "ck"]),
        ),
        (
            "INSERT INTO t VALUES (1, 'y', 7)",
            expected(Kind::ForeignKeyViolation, "23503", ["t", "", "fk"]),
        ),
        ("SELECT * FROM nope", expected(Kind::UndefinedObject, "42P01", ["", "", ""])),
        ("SELECT 'it''s \\', nope FROM t", expected(Kind::UndefinedObject, "42703", ["", "", ""])),
        ("CREATE TABLE t (a integer)", expected(Kind::DuplicateObject, "42P07", ["", "", ""])),
        ("SELEC 1", expected(Kind::SyntaxError, "42601", ["", "", ""])),
        ("INSERT INTO t VALUES (99999999999)", expected(Kind::InvalidData, "22003", ["", "", ""])),
        (
            "ALTER TABLE t ALTER b TYPE integer USING b::integer",
            expected(Kind::InvalidData, "22P02", ["", "", ""]),
        ),
        (
            "ALTER TABLE t ALTER b TYPE integer",
            expected(Kind::DatatypeMismatch, "42804", ["", "", ""]),
        ),
        ("ALTER TABLE t ALTER a TYPE bigint", expected(Kind::NotSupported, "0A000", ["", "", ""])),
        ("ALTER TABLE t DROP COLUMN a", expected(Kind::DependentObjects, "2BP01", ["", "", ""])),
        (
            "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t (a)",
            expected(Kind::InvalidForeignKey, "42830", ["", "", ""]),
        ),
        (read_as_somebody.as_str(), expected(Kind::PermissionDenied, "42501", ["", "", ""])),
    ];
    for language in ["C", "de_DE.UTF-8"] {
        // A server speaks the languages whose locales its machine has.
        if connection.execute(&format!("SET lc_messages = '{language}'")).is_err() {
            continue;
        }
        for (sql, expected) in &cases {
            let error = failure(&mut *connection, sql);
            connection.execute("RESET ROLE").expect("a connection that can be used");
            assert_eq!(&told(&error), expected, "{sql}: {error}");
        }
    }
    let changed = live.rows("SELECT count(*)::text FROM t WHERE a <> 1");
    assert_eq!(changed, ["0"], "what is tried again is undone");
    connection.execute(&format!("DROP ROLE {role}")).expect("a role nothing depends on");
}

package!(SIZES, "sizes", Settings::DEFAULT, {
    "s_table" after [] => |op: &mut Op| {
        op.create_table(table("shirts").column("size", text()));
        op.bulk_insert("shirts", ["size"], [["huge"]]);
    }, Auto;
    "s_type" after ["s_table"] => |op: &mut Op| {
        op.create_enum("size", ["small", "large"]);
        op.alter_column("shirts", "size").set_type(enumeration("size", ["small", "large"])).using("size::size");
    }, Auto;
});

/// The statement alone cannot be tried once more: the type that it names is undone.
#[test]
fn the_kind_of_an_error_is_that_of_the_message_on_postgres() {
    let live = Live::postgres("message_kind");
    let mut connection = live.connect();
    SIZES.upgrade(&mut *connection, "s_table").expect("a table");
    let error = error_of(SIZES.upgrade(&mut *connection, "head"));
    assert_eq!(told(&error), expected(Kind::InvalidData, "22P02", ["", "", ""]), "{error}");
}

#[test]
fn errors_have_kinds_and_names_in_another_language_on_mysql() {
    let live = Live::mysql("kinds");
    let mut connection = live.connect();
    let build = "CREATE TABLE p (id integer PRIMARY KEY);
                 CREATE TABLE t (a integer NOT NULL, b varchar(20), p integer, UNIQUE uq (b), \
                 CONSTRAINT fk FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT ck CHECK (a > 0));
                 INSERT INTO t VALUES (1, 'it''s', NULL); SET lc_messages = 'de_DE'";
    connection.execute(build).expect("tables");
    let is_mysql = is_mysql(&mut *connection);
    let on = |mariadb: Told, mysql: Told| if is_mysql { mysql } else { mariadb };
    for (sql, expected) in [
        (
            "INSERT INTO t VALUES (1, 'it''s', NULL)",
            on(
                expected(Kind::UniqueViolation, "1062", ["", "", "uq"]),
                expected(Kind::UniqueViolation, "1062", ["t", "", "uq"]),
            ),
        ),
        (
            "INSERT INTO t VALUES (NULL, 'y', NULL)",
            expected(Kind::NotNullViolation, "1048", ["", "a", ""]),
        ),
        // An unknown error comes after the error.
        (
            "INSERT INTO t (a) VALUES (NULL)",
            expected(Kind::NotNullViolation, "1048", ["", "a", ""]),
        ),
        // The error after the one that is sent says what is wrong.
        (
            "ALTER TABLE t MODIFY p integer NOT NULL, DROP FOREIGN KEY fk",
            expected(Kind::NotNullViolation, "1138", ["", "", ""]),
        ),
        (
            "INSERT INTO t VALUES (0, 'y', NULL)",
            on(
                expected(Kind::CheckViolation, "4025", ["t", "", "ck"]),
                expected(Kind::CheckViolation, "3819", ["", "", "ck"]),
            ),
        ),
        (
            "INSERT INTO t VALUES (1, 'y', 7)",
            expected(Kind::ForeignKeyViolation, "1452", ["t", "", "fk"]),
        ),
        // A warning comes before the error: the text is no JSON.
        (
            "ALTER TABLE t MODIFY b json, DROP INDEX uq",
            on(
                expected(Kind::CheckViolation, "4025", ["t", "b", ""]),
                expected(Kind::InvalidData, "3140", ["", "", ""]),
            ),
        ),
        ("SELECT * FROM nope", expected(Kind::UndefinedObject, "1146", ["", "", ""])),
        ("SELECT nope FROM t", expected(Kind::UndefinedObject, "1054", ["", "", ""])),
        ("CREATE TABLE t (a integer)", expected(Kind::DuplicateObject, "1050", ["", "", ""])),
        ("SELEC 1", expected(Kind::SyntaxError, "1064", ["", "", ""])),
        (
            "INSERT INTO t VALUES (99999999999, 'y', NULL)",
            expected(Kind::InvalidData, "1264", ["", "", ""]),
        ),
        (
            "ALTER TABLE t MODIFY b integer, ALGORITHM = INSTANT",
            expected(Kind::NotSupported, "1846", ["", "", ""]),
        ),
        (
            "DROP TABLE p",
            on(
                expected(Kind::ForeignKeyViolation, "1451", ["", "", ""]),
                expected(Kind::ForeignKeyViolation, "3730", ["t", "", "fk"]),
            ),
        ),
        (
            "START TRANSACTION READ ONLY; INSERT INTO p VALUES (1)",
            expected(Kind::ReadOnly, "1792", ["", "", ""]),
        ),
    ] {
        assert_eq!(told(&failure(&mut *connection, sql)), expected, "{sql}");
    }
    let query = failure_of_query(&mut *connection, "SELECT nope FROM t");
    assert_eq!(told(&query), expected(Kind::UndefinedObject, "1054", ["", "", ""]));
}

fn failure_of_query(connection: &mut dyn Driver, sql: &str) -> DatabaseError {
    connection.query(sql).expect_err(sql)
}

#[test]
fn a_lost_connection_is_told_on_postgres_and_on_mysql() {
    let live = Live::postgres("lost");
    let mut connection = live.connect();
    let error = failure(&mut *connection, "SELECT pg_terminate_backend(pg_backend_pid())");
    assert_eq!(error.kind(), Kind::ConnectionLost, "{error:?}");

    let live = Live::mysql("lost");
    let mut connection = live.connect();
    drop(connection.execute("KILL CONNECTION_ID()"));
    let error = failure(&mut *connection, "DO 0");
    assert_eq!(error.kind(), Kind::ConnectionLost, "{error:?}");
}
