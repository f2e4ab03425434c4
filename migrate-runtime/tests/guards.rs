//! What keeps a revision from being run twice when the lock does not: the guard of the version table,
//! the look after the lock, the token that stops a run.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{
    CancelToken, Driver, Event, ExecuteCause, ExecuteError, LockOptions, LockSession, Options,
    Outcome, Report,
};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};
use test_servers::Kind;

use RegisteredDowngrade::Irreversible;

package!(COUNTING, "counting", Settings::DEFAULT, {
    "c_table" after [] => |op: &mut Op| {
        op.create_table(table("counts").column("n", integer()));
    }, Irreversible("a table");
    "c_one" after ["c_table"] => |op: &mut Op| { op.insert("counts").set("n", 1); }, Irreversible("a row");
    "c_two" after ["c_one"] => |op: &mut Op| { op.insert("counts").set("n", 2); }, Irreversible("a row");
});

package!(ALONE, "alone", Settings::DEFAULT, {
    "a_table" after [] => |op: &mut Op| {
        op.create_table(table("counts").column("n", integer()));
    }, Irreversible("a table");
    "a_rows" after ["a_table"] => |op: &mut Op<NoTx>| {
        op.execute("INSERT INTO counts VALUES (1)").effect(|_| {});
        op.execute("INSERT INTO counts VALUES (2)").effect(|_| {});
    }, Irreversible("rows");
});

package!(COMMITTING, "committing", Settings::DEFAULT, {
    "m_table" after [] => |op: &mut Op| {
        op.create_table(table("counts").column("n", integer()));
    }, Irreversible("a table");
    "m_sqlite" after ["m_table"] => |op: &mut Op| {
        op.insert("counts").set("n", 1);
        op.run(|connection: &mut SqliteConnection| Ok(connection.batch_execute("COMMIT")?));
    }, Irreversible("rows");
});

package!(COMMITTING_PG, "committing-pg", Settings::DEFAULT, {
    "p_table" after [] => |op: &mut Op| {
        op.create_table(table("counts").column("n", integer()));
    }, Irreversible("a table");
    "p_postgres" after ["p_table"] => |op: &mut Op| {
        op.insert("counts").set("n", 1);
        op.run(|connection: &mut PgConnection| Ok(connection.batch_execute("COMMIT; BEGIN")?));
    }, Irreversible("rows");
});

fn failed(result: Result<Report, Error>) -> Box<ExecuteError> {
    match result {
        Err(Error::Execute(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn values(connection: &mut dyn Driver, query: &str) -> Vec<String> {
    let rows = connection.query(query).expect(query).into_iter().flatten().flatten();
    rows.map(|value| value.trim_end().to_owned()).collect()
}

const COUNTS: &str = "SELECT CAST(n AS CHAR(9)) FROM counts ORDER BY n";

/// Another program, which asks for no lock, runs a revision while this one is about to; counted
/// revisions lead no further than was asked for.
fn another_was_faster(connect: &dyn Fn() -> Box<dyn Driver>) {
    COUNTING.upgrade(&mut *connect(), "c_table").expect("a table");
    let mut once =
        Some("INSERT INTO counts VALUES (1); UPDATE migrate_version SET version_num = 'c_one'");
    let mut applied = Vec::new();
    let mut listen = |event: Event<'_>| match event {
        Event::Waiting { .. } => panic!("it waits"),
        Event::Finished { revision, .. } => applied.push(revision.id.clone()),
        // The first of all events of the run, on every database before its transaction.
        Event::Started { .. } => {
            if let Some(sql) = once.take() {
                connect().execute(sql).expect("a change of another program");
            }
        }
        _ => {}
    };
    let report = COUNTING.upgrade_with(&mut *connect(), "head", &Options::default(), &mut listen);
    let report = report.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(report.resent, [""; 0]);
    assert_eq!(values(&mut *connect(), COUNTS), ["1", "2"]);
    assert_eq!((applied, report.revisions), (vec!["c_two".to_owned()], vec!["c_two".to_owned()]));
}

#[test]
fn another_program_without_a_lock_was_faster_on_postgres() {
    let live = Live::postgres("faster");
    another_was_faster(&|| live.connect());
}

/// What the plan was made for is looked at again before a revision that is in no transaction, and
/// where its row is changed.
fn alone(connect: &dyn Fn() -> Box<dyn Driver>) {
    ALONE.upgrade(&mut *connect(), "a_table").expect("a table");
    let mut once = Some("UPDATE migrate_version SET version_num = 'elsewhere'");
    let mut listen = |event: Event<'_>| {
        if let Event::Statement { .. } = event
            && let Some(sql) = once.take()
        {
            connect().execute(sql).expect("a change of another program");
        }
    };
    let ran = ALONE.upgrade_with(&mut *connect(), "head", &Options::default(), &mut listen);
    let error = failed(ran);
    let ExecuteCause::VersionTableChanged { expected, found } = &error.cause else {
        panic!("{error:?}")
    };
    assert_eq!((expected.concat(), found.concat()), ("a_table".into(), "elsewhere".into()));
    assert!(error.unrecorded);
    let state = error.state().unwrap_or_default();
    assert!(state.starts_with("all of the revision ran"), "{state}");
    let rows = values(&mut *connect(), "SELECT version_num FROM migrate_version");
    assert_eq!(rows, ["elsewhere"]);
    let log = values(&mut *connect(), "SELECT revision FROM migrate_log");
    assert_eq!(log, ["a_table"]);
}

#[test]
fn a_row_is_not_changed_after_another_program_on_postgres() {
    let live = Live::postgres("alone");
    alone(&|| live.connect());
}

#[test]
fn a_row_is_not_changed_after_another_program_on_mysql() {
    let live = Live::mysql("alone");
    alone(&|| live.connect());
}

#[test]
fn a_row_is_not_changed_after_another_program_on_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("app.db");
    let path = path.to_str().expect("a path in UTF-8");
    alone(&|| Box::new(SqliteConnection::establish(path).expect("a connection")));
}

fn lock_session(live: &Live, kind: Kind) -> LockOptions {
    let url = live.url();
    let session = LockSession::new(move || Ok(live::connect(kind, &url)));
    LockOptions::default().with_session(session)
}

#[test]
fn a_lost_lock_stops_the_run_before_its_next_statement_on_postgres() {
    let live = Live::postgres("lost");
    ALONE.upgrade(&mut *live.connect(), "a_table").expect("a table");
    let mut once = true;
    let mut listen = |event: Event<'_>| {
        if let Event::Statement { .. } = event
            && std::mem::take(&mut once)
        {
            end_newest(&live, Kind::Postgres);
            // It is asked for once a second.
            thread::sleep(Duration::from_secs(1));
        }
    };
    let options = Options::default().with_lock(lock_session(&live, Kind::Postgres));
    let error = failed(ALONE.upgrade_with(&mut *live.connect(), "head", &options, &mut listen));
    assert!(matches!(error.cause, ExecuteCause::LockLost(_)), "{error:?}");
    let progress = error.partial_progress.expect("what stays");
    assert_eq!((progress.statements, progress.partly), (1, false));
    assert_eq!(values(&mut *live.connect(), COUNTS), ["1"]);
}

/// Ends the newest other session of a database: of a run that is the one for its lock.
fn end_newest(live: &Live, kind: Kind) {
    const SETTLES: Duration = Duration::from_millis(300);
    // The server takes its time to end a session, and to give its locks back.
    thread::sleep(SETTLES);
    let mut connection = live.connect();
    let newest = match kind {
        Kind::Postgres => {
            "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() ORDER BY backend_start DESC LIMIT 1"
        }
        Kind::Mysql => {
            "SELECT CAST(max(ID) AS CHAR) FROM information_schema.PROCESSLIST \
             WHERE DB = DATABASE() AND ID <> CONNECTION_ID()"
        }
    };
    let id = values(&mut *connection, newest).concat();
    let end = match kind {
        Kind::Postgres => format!("SELECT pg_terminate_backend({id})"),
        Kind::Mysql => format!("KILL {id}"),
    };
    connection.execute(&end).expect("an administrator");
    thread::sleep(SETTLES);
}

/// As long as one of its sessions is there, a run holds others off.
#[test]
fn each_session_of_a_run_holds_others_off_on_postgres_and_mysql() {
    for (live, kind) in
        [(Live::postgres("both"), Kind::Postgres), (Live::mysql("both"), Kind::Mysql)]
    {
        let options = Options::default().with_lock(lock_session(&live, kind));
        let no_wait = LockOptions::default().with_timeout(Duration::ZERO);
        let no_wait = Options::default().with_lock(no_wait);
        let mut seen = Vec::new();
        let mut listen = |event: Event<'_>| {
            if let Event::Started { index: 0, .. } = event {
                for ends in [false, true] {
                    if ends {
                        end_newest(&live, kind);
                    }
                    let mut other = live.connect();
                    let ran = COUNTING.upgrade_with(&mut *other, "head", &no_wait, &mut |_| {});
                    seen.push(matches!(ran, Err(Error::Locked { .. })));
                }
            }
        };
        let mut connection = live.connect();
        let report = COUNTING.upgrade_with(&mut *connection, "head", &options, &mut listen);
        assert_eq!(report.expect("a run").revisions.len(), 3);
        assert_eq!(seen, [true, true]);
        // The connection that is handed back holds no lock.
        let stamped =
            COUNTING.stamp_with(&mut *live.connect(), &["c_two"], false, &no_wait, &mut |_| {});
        assert!(stamped.is_ok(), "{stamped:?}");
    }
}

/// The connection of an application has its own limits again, whether it ran or waited in vain.
#[test]
fn time_limits_are_given_back_on_postgres_and_mysql() {
    for (live, set, read) in [
        (
            Live::postgres("limits"),
            "SET idle_in_transaction_session_timeout = '7s'; SET tcp_keepalives_idle = 77",
            "SELECT current_setting('idle_in_transaction_session_timeout') || ' ' \
             || current_setting('client_connection_check_interval', true)",
        ),
        (
            Live::mysql("limits"),
            "SET SESSION wait_timeout = 77",
            "SELECT CONCAT(@@SESSION.wait_timeout, '')",
        ),
    ] {
        let mut connection = live.connect();
        connection.execute(set).expect("settings");
        let before = values(&mut *connection, read);
        COUNTING.upgrade(&mut *connection, "c_one").expect("revisions");
        assert_eq!(values(&mut *connection, read), before);
        let no_wait = LockOptions::default().with_timeout(Duration::ZERO);
        let no_wait = Options::default().with_lock(no_wait);
        let mut listen = |event: Event<'_>| {
            if let Event::Started { .. } = event {
                let ran = COUNTING.upgrade_with(&mut *connection, "head", &no_wait, &mut |_| {});
                assert!(matches!(ran, Err(Error::Locked { .. })), "{ran:?}");
            }
        };
        let options = Options::default();
        COUNTING.upgrade_with(&mut *live.connect(), "head", &options, &mut listen).expect("a row");
        assert_eq!(values(&mut *connection, read), before);
    }
}

#[test]
fn a_canceled_run_stops_before_the_next_revision_on_sqlite() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    let token = CancelToken::default();
    let options = Options::default().with_cancel_token(token.clone());
    COUNTING.upgrade(&mut connection, "c_table").expect("a table");
    let mut listen = |event: Event<'_>| {
        if let Event::Finished { .. } = event {
            token.cancel();
        }
    };
    let error = failed(COUNTING.upgrade_with(&mut connection, "head", &options, &mut listen));
    assert!(matches!(error.cause, ExecuteCause::Canceled), "{error:?}");
    assert_eq!((error.revision.as_str(), error.outcome), ("c_two", Some(Outcome::NotBegun)));
    assert_eq!(values(&mut connection, COUNTS), ["1"]);
    let again = COUNTING.upgrade_with(&mut connection, "head", &options, &mut |_| {});
    assert!(matches!(again, Err(Error::Canceled)), "{again:?}");
}

#[test]
fn a_function_that_ends_its_transaction_is_found_out_on_sqlite() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    COMMITTING.upgrade(&mut connection, "m_table").expect("a table");
    let error = failed(COMMITTING.upgrade(&mut connection, "head"));
    assert!(matches!(error.cause, ExecuteCause::TransactionEnded), "{error:?}");
    let state = error.state().unwrap_or_default();
    assert!(state.starts_with("what the function committed stays"), "{state}");
    assert_eq!(COMMITTING.current(&mut connection).expect("rows"), ["m_table"]);
    assert_eq!(values(&mut connection, COUNTS), ["1"]);
}

#[test]
fn a_function_that_ends_its_transaction_is_found_out_on_postgres() {
    let live = Live::postgres("ended");
    COMMITTING_PG.upgrade(&mut *live.connect(), "p_table").expect("a table");
    let error = failed(COMMITTING_PG.upgrade(&mut *live.connect(), "head"));
    assert!(matches!(error.cause, ExecuteCause::TransactionEnded), "{error:?}");
    assert_eq!(COMMITTING_PG.current(&mut *live.connect()).expect("rows"), ["p_table"]);
    // On an empty database, the same with its table in one transaction: it is not run again.
    let live = Live::postgres("ended_new");
    let error = failed(COMMITTING_PG.upgrade(&mut *live.connect(), "head"));
    assert!(matches!(error.cause, ExecuteCause::TransactionEnded), "{error:?}");
    assert_eq!(live.rows("SELECT n::text FROM counts"), ["1"]);
}
