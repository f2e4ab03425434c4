//! Revisions that other sessions block: how long they wait, what queues behind them, what is tried again, who is
//! named, and what is left when it was in vain.

#![cfg(all(feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::thread;
use std::time::{Duration, Instant};

use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{
    DatabaseErrorKind, Driver, Event, ExecuteError, LockOptions, LockSession, Options, Report,
    Timeouts,
};
use migrate_runtime::op::Mode;
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};
use test_servers::Kind;

use RegisteredDowngrade::Auto;

const QUICK: Timeouts = Timeouts::UNSAID.with_lock(Duration::from_millis(200)).with_retries(2);

package!(ONE, "one", Settings::declare_all("migrate_version", None, QUICK), {
    "o_users" after [] => users, Auto;
    "o_before" after ["o_users"] => |op: &mut Op| { op.insert("users").set("id", 7); },
        RegisteredDowngrade::Irreversible("a row");
    "o_column" after ["o_before"] => |op: &mut Op| { op.add_column("users", "age", integer()); }, Auto;
});

package!(SHOWN, "shown", Settings::DEFAULT, {
    "s_seen" after [] => |op: &mut Op| {
        op.create_table(table("seen").column("value", varchar(200)));
        op.create_table(table("users").column("id", integer()));
    }, Auto;
    "s_rows" after ["s_seen"] => |op: &mut Op| {
        show(op);
    }, RegisteredDowngrade::Irreversible("a row");
    "s_alter" after ["s_rows"] => |op: &mut Op| {
        op.add_column("users", "a", integer());
        show(op);
    }, RegisteredDowngrade::Irreversible("a row");
    "s_own" after ["s_alter"] => |op: &mut Op| {
        op.lock_timeout(Duration::from_secs(77));
        op.add_column("users", "b", integer());
        show(op);
    }, RegisteredDowngrade::Irreversible("a row");
    "s_outside" after ["s_own"] => |op: &mut Op<NoTx>| {
        op.add_column("users", "c", integer());
        show(op);
    }, RegisteredDowngrade::Irreversible("a row");
    "s_raw" after ["s_outside"] => |op: &mut Op| {
        op.execute("SET lock_timeout = '88s'; SET statement_timeout = '89s'").effect(|_| {});
    }, RegisteredDowngrade::Irreversible("nothing");
    "s_last" after ["s_raw"] => |op: &mut Op| {
        show(op);
    }, RegisteredDowngrade::Irreversible("a row");
});

/// Writes down the limits that hold now.
fn show(op: &mut Op<impl Mode>) {
    let shown = per_dialect()
        .postgres("current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')")
        .mysql(
            "CONCAT_WS(' ', @@SESSION.lock_wait_timeout, @@SESSION.innodb_lock_wait_timeout, \
             @@SESSION.max_statement_time)",
        );
    op.insert("seen").set("value", sql(shown));
}

package!(OUTSIDE, "outside", Settings::declare_all("migrate_version", None, QUICK), {
    "x_users" after [] => users, Auto;
    "x_columns" after ["x_users"] => |op: &mut Op<NoTx>| {
        op.insert("users").set("id", 7);
        op.add_column("users", "age", integer());
        op.insert("users").set("id", 8);
    }, RegisteredDowngrade::Irreversible("rows");
});

package!(ROWS, "rows", Settings::declare_all("migrate_version", None, QUICK), {
    "w_users" after [] => users, Auto;
    "w_one" after ["w_users"] => |op: &mut Op| {
        op.bulk_insert("users", ["id"], [(1,), (2,)]);
    }, RegisteredDowngrade::Irreversible("rows");
    "w_update" after ["w_one"] => |op: &mut Op| {
        op.insert("users").set("id", 3);
        op.update("users").set("id", sql("id + 10")).filter(col("id").eq(1));
    }, RegisteredDowngrade::Irreversible("rows");
});

package!(DEADLOCKED, "deadlocked", Settings::declare_all("migrate_version", None, QUICK), {
    "d_tables" after [] => |op: &mut Op| {
        users(op);
        op.create_table(table("posts").column("id", integer().primary_key()));
    }, Auto;
    "d_rows" after ["d_tables"] => |op: &mut Op| {
        op.insert("users").set("id", 1);
        op.insert("posts").set("id", 1);
    }, RegisteredDowngrade::Irreversible("rows");
    "d_both" after ["d_rows"] => |op: &mut Op| {
        op.update("users").set("id", sql("id + 10"));
        op.execute("SELECT pg_sleep(0.4)").effect(|_| {});
        op.update("posts").set("id", sql("id + 10"));
    }, RegisteredDowngrade::Irreversible("rows");
});

package!(MERGED, "merged", Settings::declare_all("migrate_version", None, QUICK), {
    "m_first" after [] => |op: &mut Op| {
        op.create_table(table("first").column("id", integer()));
    }, Auto;
    "m_second" after ["m_first"] => |op: &mut Op| {
        op.execute("ALTER TABLE known ADD COLUMN a integer").effect(|_| {});
    }, RegisteredDowngrade::Irreversible("raw");
    "m_third" after ["m_second"] => |op: &mut Op| {
        op.create_table(table("third").column("id", integer()));
    }, Auto;
});

fn users(op: &mut Op) {
    op.create_table(table("users").column("id", integer().primary_key()));
}

/// Short pauses.
fn options() -> Options {
    Options::default().with_first_pause(Duration::from_millis(40))
}

fn failed(result: Result<Report, Error>) -> Box<ExecuteError> {
    match result {
        Err(Error::Execute(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// What was told of retries.
#[derive(Debug, Default)]
struct Told {
    retries: Vec<u32>,
    blocked_by: Vec<String>,
}

/// Runs, and lets something happen when it is about to be tried again.
fn run(
    package: &Migrations,
    connection: &mut dyn Driver,
    options: &Options,
    mut at_retry: impl FnMut(u32),
) -> (Result<Report, Error>, Told) {
    let mut told = Told::default();
    let mut listen = |event: Event<'_>| {
        if let Event::Retrying { retry, retries, blocked_by, error, .. } = event {
            assert_eq!(retries, 2);
            assert!(error.kind().is_transient(), "{error:?}");
            told.retries.push(retry);
            told.blocked_by.extend(blocked_by.map(str::to_owned));
            at_retry(retry);
        }
    };
    let result = package.upgrade_with(connection, "heads", options, &mut listen);
    (result, told)
}

/// A reader that keeps its transaction open is waited for, and named; when it ends the revision runs, once.
fn retried(package: &Migrations, from: &str, live: &Live, who: &str) {
    package.upgrade(&mut *live.connect(), from).expect("tables");
    let mut reader = live.connect();
    reader.execute("BEGIN").expect("a transaction");
    reader.query("SELECT CAST(count(*) AS CHAR(9)) FROM users WHERE id = 4").expect("a read");
    let (report, told) = run(package, &mut *live.connect(), &options(), |retry| {
        if retry == 2 {
            reader.execute("COMMIT").expect("the end of the reader");
        }
    });
    report.unwrap_or_else(|error| panic!("{error:?}: {}", error.hint().unwrap_or_default()));
    assert_eq!(told.retries, [1, 2]);
    assert!(told.blocked_by[0].contains(who), "{told:?}");
    assert!(package.pending(&mut *live.connect()).expect("a look").is_empty());
}

#[test]
fn a_transaction_is_tried_again_on_postgres() {
    let live = Live::postgres("retried");
    retried(&ONE, "o_users", &live, "SELECT CAST(count(*) AS CHAR(9)) FROM users WHERE id = 4");
    assert_eq!(live.rows("SELECT id::text FROM users"), ["7"]);
    assert_eq!(live.rows("SELECT revision FROM migrate_log"), ["o_users", "o_before", "o_column"]);
}

#[test]
fn a_statement_outside_a_transaction_is_tried_again_on_postgres_and_mysql() {
    for (live, who) in
        [(Live::postgres("outside"), "server process "), (Live::mysql("outside"), "connection ")]
    {
        retried(&OUTSIDE, "x_users", &live, who);
        assert_eq!(live.rows("SELECT CAST(id AS CHAR(1)) FROM users ORDER BY id"), ["7", "8"]);
    }
}

/// After the last try nothing is left, and the blocker is named; a reader that came meanwhile waited no
/// longer than the revision.
#[test]
fn a_revision_that_gives_up_leaves_nothing_on_postgres() {
    let live = Live::postgres("vain");
    ONE.upgrade(&mut *live.connect(), "o_before").expect("a table");
    let mut holder = live.connect();
    holder.execute("SET application_name = 'a report'; BEGIN").expect("a transaction");
    holder.query("SELECT id::text FROM users WHERE id::text <> 'a secret'").expect("a read");
    let (waited, error, told) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut connection = live.connect();
            let queued =
                "SELECT pid::text FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'";
            while connection.query(queued).expect("a look").is_empty() {
                thread::sleep(Duration::from_millis(5));
            }
            let start = Instant::now();
            connection.query("SELECT id::text FROM users").expect("a read");
            start.elapsed()
        });
        let (result, told) = run(&ONE, &mut *live.connect(), &options(), |_| {});
        (reader.join().expect("a reader"), failed(result), told)
    });
    assert!(waited < Duration::from_secs(2), "a reader waited {waited:?}");
    assert_eq!(told.retries, [1, 2]);
    let cause = Error::Execute(error);
    let database = cause.database().expect("an error of the database");
    assert_eq!(database.kind(), DatabaseErrorKind::LockTimeout);
    let details = database.details().expect("the blocker");
    for part in [
        "blocked by server process ",
        "a report",
        "in a transaction since 2",
        "id::text <> '..'",
        "; tried 3 times",
    ] {
        assert!(details.contains(part), "{part}: {details}");
    }
    assert!(!details.contains("secret"), "{details}");
    assert!(cause.hint().is_some_and(|hint| hint.contains("--lock-timeout")), "{cause:?}");
    holder.execute("COMMIT").expect("the end of the reader");
    assert_eq!(live.rows("SELECT version_num FROM migrate_version"), ["o_before"]);
    let columns =
        "SELECT attname::text FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0";
    assert_eq!(live.rows(columns), ["id"]);
    let locks = "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(live.rows(locks), ["0"]);
}

#[test]
fn a_revision_that_gives_up_leaves_nothing_on_mysql() {
    let live = Live::mysql("vain");
    ONE.upgrade(&mut *live.connect(), "o_before").expect("a table");
    let mut holder = live.connect();
    holder.execute("BEGIN").expect("a transaction");
    holder.query("SELECT CAST(id AS CHAR) FROM users").expect("a read");
    let start = Instant::now();
    let (result, told) = run(&ONE, &mut *live.connect(), &options(), |_| {});
    // Whole seconds, three times.
    assert!(start.elapsed() >= Duration::from_secs(3));
    let error = Error::Execute(failed(result));
    assert_eq!(told.retries, [1, 2]);
    let database = error.database().expect("an error of the database");
    assert_eq!((database.kind(), database.code()), (DatabaseErrorKind::LockTimeout, Some("1205")));
    assert!(database.details().is_some_and(|it| it.contains("connection ")), "{database:?}");
    holder.execute("COMMIT").expect("the end of the reader");
    assert_eq!(live.rows("SELECT version_num FROM migrate_version"), ["o_before"]);
    assert!(live.connect().query("SELECT CAST(age AS CHAR) FROM users").is_err());
}

/// A transaction of rows alone waits for rows, and is tried again as a whole.
#[test]
fn rows_that_are_locked_are_waited_for_again_on_postgres_and_mysql() {
    for live in [Live::postgres("rows"), Live::mysql("rows")] {
        ROWS.upgrade(&mut *live.connect(), "w_one").expect("rows");
        let mut writer = live.connect();
        writer.execute("BEGIN; UPDATE users SET id = 1 WHERE id = 1").expect("a lock of a row");
        let mut connection = live.connect();
        let (report, told) = run(&ROWS, &mut *connection, &options(), |_| {
            writer.execute("COMMIT").expect("the end of the writer");
        });
        report.expect("a run");
        assert_eq!(told.retries, [1]);
        let rows = live.rows("SELECT CAST(id AS CHAR(2)) FROM users ORDER BY 1");
        assert_eq!(rows.iter().map(|row| row.trim()).collect::<Vec<_>>(), ["11", "2", "3"]);
    }
}

/// Of two that wait for each other the server ends one, which is tried again, not statement by statement.
#[test]
fn a_deadlock_is_tried_again_on_postgres() {
    let live = Live::postgres("deadlock");
    DEADLOCKED.upgrade(&mut *live.connect(), "d_rows").expect("rows");
    let mut connection = live.connect();
    connection.execute("SET deadlock_timeout = '20ms'").expect("a setting");
    let options = options().with_timeouts(Timeouts::default().with_lock(Duration::ZERO));
    let (report, told) = thread::scope(|scope| {
        scope.spawn(|| {
            let mut other = live.connect();
            other
                .execute("SET deadlock_timeout = '1min'; BEGIN; UPDATE posts SET id = 5")
                .expect("a row");
            // This is waited for by nobody yet.
            thread::sleep(Duration::from_millis(200));
            other.execute("UPDATE users SET id = id; COMMIT").expect("the other row");
        });
        run(&DEADLOCKED, &mut *connection, &options, |_| {})
    });
    assert_eq!(report.expect("a run").resent, [""; 0]);
    assert_eq!(told.retries, [1]);
    assert_eq!(
        live.rows("SELECT id::text FROM users UNION SELECT id::text FROM posts ORDER BY 1"),
        ["11", "15"]
    );
}

/// Revisions that share a transaction: those before the one that waits are committed, and not run again.
#[test]
fn a_shared_transaction_goes_on_where_it_waited_on_postgres() {
    let live = Live::postgres("merged");
    live.connect().execute("CREATE TABLE known (id integer)").expect("a table");
    let mut reader = live.connect();
    reader.execute("BEGIN").expect("a transaction");
    reader.query("SELECT id::text FROM known").expect("a read");
    let (report, told) = run(&MERGED, &mut *live.connect(), &options(), |retry| {
        assert_eq!(live.rows("SELECT version_num FROM migrate_version"), ["m_first"]);
        if retry == 2 {
            reader.execute("COMMIT").expect("the end of the reader");
        }
    });
    assert_eq!(report.expect("a run").revisions, ["m_first", "m_second", "m_third"]);
    assert_eq!(told.retries, [1, 2]);
    assert_eq!(
        live.rows("SELECT revision FROM migrate_log ORDER BY id"),
        ["m_first", "m_second", "m_third"]
    );
}

/// Of raw SQL nobody knows which table it waits for; the server does, and is asked by another session meanwhile.
#[test]
fn who_is_in_the_way_of_raw_sql_is_seen_from_another_session_on_postgres() {
    let live = Live::postgres("raw");
    live.connect()
        .execute("CREATE TABLE known (id integer); CREATE TABLE other (id integer)")
        .expect("tables");
    MERGED.upgrade(&mut *live.connect(), "m_first").expect("a table");
    let [mut innocent, mut guilty] = ["other", "known"].map(|table| {
        let mut connection = live.connect();
        connection
            .execute(&format!("SET application_name = '{table}'; BEGIN"))
            .expect("a transaction");
        connection.query(&format!("SELECT id::text FROM {table}")).expect("a read");
        connection
    });
    let url = live.url();
    let session = LockSession::new(move || Ok(live::connect(Kind::Postgres, &url)));
    let mut options = options().with_lock(LockOptions::default().with_session(session));
    // Time enough to connect, and to look.
    options.timeouts.lock = Some(Duration::from_secs(1));
    let (report, told) = run(&MERGED, &mut *live.connect(), &options, |retry| {
        if retry == 2 {
            guilty.execute("COMMIT").expect("the end of the reader");
        }
    });
    report.expect("a run");
    assert_eq!(told.retries, [1, 2]);
    assert!(told.blocked_by[1].contains(", known, "), "{told:?}");
    innocent.execute("COMMIT").expect("the end of the other");
}

/// What is set within each revision, and by whom; the session is as it was before.
#[test]
fn limits_hold_for_a_revision_on_postgres() {
    let run_said = Timeouts::default().with_lock(Duration::from_secs(9));
    let all_said = run_said.with_statement(Duration::from_millis(65_001));
    for (set, said, shown) in [
        ("RESET ALL", Timeouts::UNSAID, ["0 0", "2s 0", "77s 0", "2s 0", "0 0"]),
        ("SET lock_timeout = '5s'", Timeouts::UNSAID, ["5s 0", "5s 0", "77s 0", "5s 0", "5s 0"]),
        ("SET lock_timeout = 0", Timeouts::UNSAID, ["0 0", "0 0", "77s 0", "0 0", "0 0"]),
        ("SET lock_timeout = '5s'", run_said, ["9s 0", "9s 0", "77s 0", "9s 0", "9s 0"]),
        (
            "SET statement_timeout = '5min'",
            all_said,
            ["9s 65001ms", "9s 65001ms", "77s 65001ms", "9s 65001ms", "9s 65001ms"],
        ),
        (
            "RESET ALL",
            Timeouts::default().with_lock(Duration::ZERO),
            ["0 0", "0 0", "77s 0", "0 0", "0 0"],
        ),
    ] {
        for in_one in [false, true] {
            let live = Live::postgres("limits");
            let mut connection = live.connect();
            connection.execute(set).expect("a setting");
            let all = "SELECT string_agg(name || setting || source, ' ' ORDER BY name) FROM pg_settings \
                       WHERE name IN ('lock_timeout', 'statement_timeout')";
            let before = connection.query(all).expect("settings");
            let options = Options::default().with_timeouts(said);
            // A database without revisions runs them in one transaction.
            let first = if in_one { "heads" } else { "s_seen" };
            for target in [first, "heads"] {
                SHOWN.upgrade_with(&mut *connection, target, &options, &mut |_| {}).expect("a run");
            }
            let seen = live.rows("SELECT value FROM seen");
            assert_eq!(seen, shown, "{set}, {said:?}, {in_one}");
            assert_eq!(connection.query(all).expect("settings"), before, "{set}, {said:?}");
        }
    }
}

/// A revision that says its limits itself.
mod said {
    use migrate_runtime::prelude::*;

    #[migration(
        rev = "said",
        lock_timeout = "33s",
        statement_timeout = "2min",
        downgrade = irreversible("rows")
    )]
    fn upgrade(op: &mut Op) {
        op.create_table(table("seen").column("value", varchar(200)));
        super::show(op);
    }
}

static SAID: Migrations = Migrations::new(
    env!("CARGO_PKG_NAME"),
    &[ExpectedRevision { rev: "said", file: file!(), doc: "", switched_off: None }],
    Settings::DEFAULT,
);

#[test]
fn what_a_revision_says_goes_before_the_run_on_postgres() {
    let live = Live::postgres("said");
    let run_said = Timeouts::default().with_lock(Duration::from_secs(9));
    let options = Options::default().with_timeouts(run_said);
    SAID.upgrade_with(&mut *live.connect(), "head", &options, &mut |_| {}).expect("a run");
    assert_eq!(live.rows("SELECT value FROM seen"), ["33s 2min"]);
}

/// What the server gives a database or a role is somebody's own.
#[test]
fn a_limit_of_the_database_stays_on_postgres() {
    let live = Live::postgres("given");
    let name = live.rows("SELECT current_database()::text").concat();
    live.connect()
        .execute(&format!("ALTER DATABASE {name} SET lock_timeout = '6s'"))
        .expect("a setting");
    SHOWN.upgrade(&mut *live.connect(), "s_alter").expect("a run");
    assert_eq!(live.rows("SELECT value FROM seen"), ["6s 0", "6s 0"]);
}

#[test]
fn limits_hold_for_a_revision_on_mysql() {
    let run_said = Timeouts::default().with_lock(Duration::from_millis(8_001));
    let all_said = run_said.with_statement(Duration::from_millis(65_500));
    let none = Timeouts::default().with_lock(Duration::ZERO);
    for (set, said, shown) in [
        // Rows alone wait for rows alone, as long as the server has it.
        ("", Timeouts::UNSAID, ["86400 77 0.000000", "2 2 0.000000"]),
        (
            "SET SESSION lock_wait_timeout = 55",
            Timeouts::UNSAID,
            ["55 77 0.000000", "55 77 0.000000"],
        ),
        ("SET SESSION lock_wait_timeout = 55", run_said, ["9 9 0.000000", "9 9 0.000000"]),
        ("SET SESSION max_statement_time = 90", all_said, ["9 9 65.500000", "9 9 65.500000"]),
        ("", none, ["31536000 31536000 0.000000", "31536000 31536000 0.000000"]),
    ] {
        let live = Live::mysql("limits");
        let mut connection = live.connect();
        connection.execute("SET SESSION innodb_lock_wait_timeout = 77").expect("a setting");
        if !set.is_empty() {
            connection.execute(set).expect("a setting");
        }
        let all = "SELECT CONCAT_WS(' ', @@SESSION.lock_wait_timeout, \
                   @@SESSION.innodb_lock_wait_timeout, @@SESSION.max_statement_time)";
        let before = connection.query(all).expect("settings");
        let options = Options::default().with_timeouts(said);
        for target in ["s_seen", "s_alter"] {
            SHOWN.upgrade_with(&mut *connection, target, &options, &mut |_| {}).expect("a run");
        }
        assert_eq!(live.rows("SELECT value FROM seen"), shown, "{set}, {said:?}");
        assert_eq!(connection.query(all).expect("settings"), before, "{set}, {said:?}");
    }
}
