//! Connections as applications hand them in: with settings of their own, shared with the runner lock,
//! and beside other programs that change the same database.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;
mod support;

use std::sync::mpsc;
use std::time::Duration;

use diesel::{Connection as _, SqliteConnection};
use live::{Live, connect};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{Driver, LockOptions, LockSession, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;
use migrate_runtime::{Error, Migrations, Settings};
use support::{Database, Failure, NATIVE};
use test_servers::Kind;

use RegisteredDowngrade::{Auto, Function};

package!(PEOPLE, "people", Settings::DEFAULT, {
    "users" after [] => |op: &mut Op| {
        op.create_table(
            table("users")
                .column("id", integer().primary_key())
                .column("name", varchar(40).not_null().default("it's \\ \"so\"")),
        );
        op.create_table(table("posts").column("user_id", integer().references("users", "id")));
        op.create_view("names", "SELECT name FROM users");
        op.insert("users").set("id", 1);
        op.insert("users").set("id", 2).set("name", "a\\b'c\"d");
    }, Auto;
    "people" after ["users"] => |op: &mut Op| op.rename_table("users", "people"), Auto;
    "notes" after ["people"] => |op: &mut Op| {
        op.create_table(table("notes").column("at", timestamptz()).column("id", integer()));
    }, Auto;
    "filled" after ["notes"] => |op: &mut Op| { op.insert("posts").set("user_id", 1); },
        Function(|| record(|op: &mut Op| { op.delete("posts").all_rows(); }));
    "broken" after ["filled"] => |op: &mut Op| {
        op.execute("SELECT nonsense FROM nowhere").effect(|_| {});
    }, Auto;
});

package!(INDEXED, "indexed", Settings::DEFAULT, {
    "i_users" after [] => |op: &mut Op| {
        op.create_table(table("users").column("id", integer()));
    }, Auto;
    "i_index" after ["i_users"] => |op: &mut Op<NoTx>| {
        op.create_index("ix_users_id", "users", ["id"]).concurrently();
    }, Auto;
    "i_raw" after ["i_index"] => |op: &mut Op<NoTx>| {
        op.execute("VACUUM users; VACUUM users").effect(|_| {});
    }, Auto;
});

/// The values of queries, each on a line of its own.
fn answers(connection: &mut dyn Driver, queries: &[&str]) -> Vec<String> {
    let answer = |query: &&str| {
        let rows = connection.query(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        let cells = rows.into_iter().flatten().map(Option::unwrap_or_default);
        cells.collect::<Vec<_>>().join(", ")
    };
    queries.iter().map(answer).collect()
}

/// Applies everything on a connection with settings of its own, which are the same afterwards; and
/// once more with a revision that fails.
fn keeps_settings(connection: &mut dyn Driver, shown: &[&str]) {
    let before = answers(connection, shown);
    let report = PEOPLE.upgrade(connection, "filled");
    let report = report.unwrap_or_else(|error| panic!("{before:?}: {error:?}"));
    assert_eq!(report.revisions, ["users", "people", "notes", "filled"]);
    assert_eq!(report.resent, [""; 0]);
    assert_eq!(answers(connection, shown), before);
    let names = answers(connection, &["SELECT name FROM names ORDER BY name DESC"]);
    assert_eq!(names, ["it's \\ \"so\", a\\b'c\"d"], "{before:?}");
    PEOPLE.upgrade(connection, "head").expect_err("a revision that fails");
    assert_eq!(answers(connection, shown), before);
    PEOPLE.downgrade(connection, "base").unwrap_or_else(|error| panic!("{before:?}: {error:?}"));
    assert_eq!(answers(connection, shown), before);
}

#[test]
fn settings_are_given_back_on_sqlite() {
    for keys in ["ON", "OFF"] {
        for legacy in ["ON", "OFF"] {
            for timeout in ["0", "123"] {
                let mut connection = SqliteConnection::establish(":memory:").expect("a database");
                let set = format!(
                    "PRAGMA foreign_keys = {keys}; PRAGMA legacy_alter_table = {legacy}; \
                     PRAGMA busy_timeout = {timeout}"
                );
                connection.execute(&set).expect("the settings");
                let shown =
                    ["PRAGMA foreign_keys", "PRAGMA legacy_alter_table", "PRAGMA busy_timeout"];
                keeps_settings(&mut connection, &shown);
            }
        }
    }
}

#[test]
fn settings_are_given_back_on_postgres() {
    for set in [
        "SET lock_timeout = '5s'; SET statement_timeout = '50s'",
        "SET default_transaction_isolation = 'serializable'",
        "SET default_transaction_deferrable = on; SET DateStyle = 'German'",
        "CREATE SCHEMA app; SET search_path = app, public",
        "SET standard_conforming_strings = off; SET backslash_quote = off",
        "SET client_encoding = 'LATIN1'; SET quote_all_identifiers = on",
    ] {
        let live = Live::postgres("settings");
        let mut connection = live.connect();
        connection.execute(set).expect("the settings");
        let shown = [
            "lock_timeout",
            "statement_timeout",
            "default_transaction_isolation",
            "default_transaction_deferrable",
            "DateStyle",
            "search_path",
            "standard_conforming_strings",
            "client_encoding",
            "quote_all_identifiers",
        ];
        let shown = shown.map(|name| format!("SELECT current_setting('{name}')"));
        keeps_settings(&mut *connection, &shown.each_ref().map(String::as_str));
    }
}

#[test]
fn settings_are_given_back_on_mysql() {
    for set in [
        "SET autocommit = 0",
        "SET sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
        "SET sql_mode = 'PIPES_AS_CONCAT,NO_ZERO_DATE'",
        "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET lock_wait_timeout = 77",
        "SET explicit_defaults_for_timestamp = OFF; SET foreign_key_checks = 0",
        "SET character_set_client = latin1, character_set_connection = latin1",
    ] {
        let live = Live::mysql("settings");
        let mut connection = live.connect();
        connection.execute(set).expect("the settings");
        let shown = [
            "autocommit",
            "sql_mode",
            "transaction_isolation",
            "lock_wait_timeout",
            "explicit_defaults_for_timestamp",
            "foreign_key_checks",
            "character_set_connection",
        ];
        // MariaDB before 11.1 has the isolation under its old name only.
        let old = connection.query("SELECT CAST(@@transaction_isolation AS CHAR)").is_err();
        let shown = shown.map(|name| {
            let name = if old {
                name.replace("transaction_isolation", "tx_isolation")
            } else {
                name.into()
            };
            format!("SELECT CAST(@@SESSION.{name} AS CHAR)")
        });
        keeps_settings(&mut *connection, &shown.each_ref().map(String::as_str));
        // Another session sees what was done.
        let log = "SELECT CAST(count(*) AS CHAR) FROM migrate_log";
        assert_eq!(live.rows(log), ["8"], "{set}");
    }
}

/// A build that waits for a transaction waits longer than its connection lets other statements wait,
/// as one that gives up leaves a half-built index.
#[test]
fn a_lock_timeout_does_not_stop_a_concurrent_build_on_postgres() {
    let live = Live::postgres("timeout");
    let mut connection = live.connect();
    INDEXED.upgrade(&mut *connection, "i_users").expect("a table");
    connection.execute("SET lock_timeout = '100ms'").expect("a setting");
    let (begun, has_begun) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut writer = live.connect();
            writer.execute("BEGIN; INSERT INTO users VALUES (1)").expect("a transaction");
            begun.send(()).expect("the other thread");
            std::thread::sleep(Duration::from_millis(700));
            writer.execute("COMMIT").expect("its end");
        });
        has_begun.recv().expect("the other thread");
        INDEXED.upgrade(&mut *connection, "i_index").unwrap_or_else(|error| panic!("{error:?}"));
    });
    assert_eq!(answers(&mut *connection, &["SHOW lock_timeout"]), ["100ms"]);
    assert_eq!(live.rows("SELECT count(*)::text FROM pg_index WHERE NOT indisvalid"), ["0"]);
}

/// In one message several statements are one transaction, in which `VACUUM` is refused.
#[test]
fn statements_outside_a_transaction_are_sent_one_by_one_on_postgres() {
    let live = Live::postgres("alone");
    let report = INDEXED.upgrade(&mut *live.connect(), "head");
    report.unwrap_or_else(|error| panic!("{error:?}"));
}

/// One connection both runs the revisions and holds the lock; it lives on when the run is over, and
/// must not hold the lock any longer, whether the run succeeded or not.
fn lock_is_given_back(connect: impl Fn() -> Box<dyn Driver>) {
    let lock = LockOptions::default().with_timeout(Duration::ZERO);
    let options = Options::default().with_lock(lock);
    let (mut first, mut second) = (connect(), connect());
    for (target, works) in [("users", true), ("filled", true), ("head", false)] {
        let result = PEOPLE.upgrade_with(&mut *first, target, &options, &mut |_| {});
        assert_eq!(result.is_ok(), works, "{target}: {result:?}");
        PEOPLE
            .ensure_version_with(&mut *second, &options, &mut |_| {})
            .unwrap_or_else(|error| panic!("after {target}: {error:?}"));
    }
}

#[test]
fn the_lock_of_a_shared_connection_is_given_back_on_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("app.db");
    let path = path.to_str().expect("a path in UTF-8");
    lock_is_given_back(|| Box::new(SqliteConnection::establish(path).expect("a connection")));
}

#[test]
fn the_lock_of_a_shared_connection_is_given_back_on_postgres() {
    let live = Live::postgres("shared");
    lock_is_given_back(|| live.connect());
}

#[test]
fn the_lock_of_a_shared_connection_is_given_back_on_mysql() {
    let live = Live::mysql("shared");
    lock_is_given_back(|| live.connect());
}

/// Another runner applies a revision after this one has looked, and before it has the lock.
fn overtaken(
    live: &Live,
    kind: Kind,
    set: &'static str,
    target: &str,
) -> Result<Vec<String>, Error> {
    let url = live.url();
    let session = LockSession::new(move || {
        let mut other = connect(kind, &url);
        PEOPLE.upgrade(&mut *other, "+1").expect("the other runner's revision");
        Ok(other)
    });
    let options = Options::default().with_lock(LockOptions::default().with_session(session));
    let mut connection = live.connect();
    connection.execute(set).expect("a setting");
    let report = PEOPLE.upgrade_with(&mut *connection, target, &options, &mut |_| {})?;
    Ok(report.revisions)
}

/// Steps that are counted would lead further than was asked for.
fn counted_steps_do_not_go_on(live: &Live, kind: Kind, set: &'static str) {
    PEOPLE.upgrade(&mut *live.connect(), "users").expect("a beginning");
    let error = overtaken(live, kind, set, "+1").expect_err("the database has moved");
    assert_eq!(
        error.to_string(),
        "another program moved the database from `users` to `people` meanwhile"
    );
    assert!(error.hint().is_some_and(|hint| hint.contains("run again")), "{:?}", error.hint());
    assert_eq!(PEOPLE.current(&mut *live.connect()).expect("rows"), ["people"]);
    // What is named is reached, by what is left of the way.
    let revisions = overtaken(live, kind, set, "filled").expect("a run");
    assert_eq!(revisions, ["filled"]);
    assert_eq!(live.rows("SELECT name FROM names ORDER BY name").len(), 2);
}

#[test]
fn counted_steps_do_not_go_on_from_another_runners_on_postgres() {
    for set in ["SELECT 1", "SET default_transaction_isolation = 'repeatable read'"] {
        counted_steps_do_not_go_on(&Live::postgres("counted"), Kind::Postgres, set);
    }
}

/// Without `autocommit` the first look begins a transaction, and a second one would see no more.
#[test]
fn counted_steps_do_not_go_on_from_another_runners_on_mysql() {
    for set in ["SET autocommit = 1", "SET autocommit = 0"] {
        counted_steps_do_not_go_on(&Live::mysql("counted"), Kind::Mysql, set);
    }
}

/// A row that another row implies, as some tools leave, goes with the next revision.
fn redundant_rows_go(connect: impl Fn() -> Box<dyn Driver>) {
    let mut connection = connect();
    PEOPLE.upgrade(&mut *connection, "notes").expect("a beginning");
    let redundant = "INSERT INTO migrate_version VALUES ('users'), ('people')";
    connection.execute(redundant).expect("the other tool");
    let report = PEOPLE.upgrade(&mut *connection, "filled").expect("a run");
    assert_eq!((report.revisions, report.resent), (vec!["filled".to_owned()], Vec::new()));
    let versions = "SELECT version_num FROM migrate_version";
    assert_eq!(answers(&mut *connection, &[versions]), ["filled"]);
    connection.execute(redundant).expect("the other tool");
    PEOPLE.upgrade(&mut *connection, "filled").expect("a run with nothing to apply");
    assert_eq!(answers(&mut *connection, &[versions]), ["filled"]);
}

#[test]
fn redundant_rows_go_on_sqlite() {
    redundant_rows_go(|| Box::new(SqliteConnection::establish(":memory:").expect("a database")));
}

#[test]
fn redundant_rows_go_on_postgres() {
    let live = Live::postgres("redundant");
    redundant_rows_go(|| live.connect());
}

#[test]
fn redundant_rows_go_on_mysql() {
    let live = Live::mysql("redundant");
    redundant_rows_go(|| live.connect());
}

/// A tool that takes no lock has changed the version table since the plan was made.
#[test]
fn rows_that_another_program_has_moved_stop_a_run_on_sqlite() {
    let (mut database, mut schema) = (Database::new(), Schema::new());
    let script = support::record(|op: &mut Op| {
        op.create_table(table("users").column("id", integer()));
    });
    database.run(NATIVE, &script, true, &mut schema).expect("a first revision");
    let moved = "UPDATE migrate_version SET version_num = 'elsewhere'";
    Driver::execute(&mut database.connection, moved).expect("the other program");
    let script = support::record(|op: &mut Op| {
        op.create_table(table("posts").column("id", integer()));
    });
    let failure = database.run(NATIVE, &script, true, &mut schema).expect_err("rows have moved");
    let Failure::Failed(Error::VersionTableChanged { expected, found }) = failure else {
        panic!("{failure:?}")
    };
    assert_eq!((expected, found), (vec!["r0".to_owned()], vec!["elsewhere".to_owned()]));
    let tables = "SELECT group_concat(name) FROM sqlite_schema WHERE name IN ('users', 'posts')";
    assert_eq!(answers(&mut database.connection, &[tables]), ["users"]);
}
