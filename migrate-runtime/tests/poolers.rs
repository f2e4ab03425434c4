//! Runners behind a pooler that gives each transaction another session of the server: the lock is a row there.
//! `MIGRATE_TEST_ROUNDS` says how many rounds several runners are let loose.

#![cfg(all(unix, feature = "postgres"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::sync::{Barrier, mpsc};
use std::thread;
use std::time::Duration;

use live::{Live, connect};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{
    Driver, Event, ExecuteCause, LockOptions, LockSession, Options, Report,
};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};
use test_servers::{Kind, PgBouncer};

use RegisteredDowngrade::Auto;

package!(POOLED, "pooled", Settings::DEFAULT, {
    "p_users" after [] => users, Auto;
    "p_row" after ["p_users"] => |op: &mut Op| {
        op.insert("users").set("id", 1);
    }, RegisteredDowngrade::Irreversible("a row");
    "p_index" after ["p_row"] => |op: &mut Op<NoTx>| {
        op.create_index("ix_users_id", "users", ["id"]).concurrently();
    }, Auto;
    "p_column" after ["p_index"] => |op: &mut Op| {
        op.add_column("users", "age", integer());
        op.execute("SET work_mem = '7MB'; SET lock_timeout = '7s'").effect(|_| {});
    }, Auto;
    "p_last" after ["p_column"] => |op: &mut Op| {
        op.update("users").set("id", sql("id + 10"));
    }, RegisteredDowngrade::Irreversible("a row");
});

const ALL: [&str; 5] = ["p_users", "p_row", "p_index", "p_column", "p_last"];

fn users(op: &mut Op) {
    op.create_table(table("users").column("id", integer().primary_key()));
}

/// A database, directly and behind a pooler.
struct Pooled {
    live: Live,
    url: String,
    _pooler: PgBouncer,
}

impl Pooled {
    fn new(hint: &str) -> Self {
        let pooler = test_servers::pgbouncer(10);
        let live = Live::postgres(hint);
        let name = live.rows("SELECT current_database()::text").concat();
        Self { url: pooler.url_of(&name), live, _pooler: pooler }
    }

    fn connect(&self) -> Box<dyn Driver> {
        connect(Kind::Postgres, &self.url)
    }

    fn options(&self) -> Options {
        of_session(&self.url)
    }

    /// What a run left in the sessions of the pool, and beside them.
    fn assert_nothing_is_left(&self) {
        let locks = "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' \
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        // A session that was closed takes a moment to end.
        let free = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(20));
            self.live.rows(locks) == ["0"]
        });
        assert!(free, "a lock is left");
        assert_eq!(self.live.rows("SELECT owner FROM migrate_lock"), [""; 0]);
        // Transactions at the same time have sessions of their own. Of a setting that was given back PostgreSQL shows
        // the system's value, where that is what 0 means.
        let mut sessions: Vec<_> = (0..10).map(|_| self.connect()).collect();
        for session in &mut sessions {
            session.execute("BEGIN").expect("a transaction");
            let set = "SELECT name || ' ' || setting FROM pg_settings WHERE source = 'session' \
                       AND setting <> reset_val AND setting NOT IN ('7200', '75', '9') AND name NOT IN ('client_encoding', \
                       'application_name', 'DateStyle', 'TimeZone', 'IntervalStyle')";
            let set: Vec<_> = session.query(set).expect("settings").into_iter().flatten().collect();
            assert_eq!(set, [None; 0]);
        }
    }
}

fn of_session(url: &str) -> Options {
    let url = url.to_owned();
    let session = LockSession::new(move || Ok(connect(Kind::Postgres, &url)));
    Options::default().with_lock(LockOptions::default().with_session(session).with_holder("ann"))
}

fn no_wait(mut options: Options) -> Options {
    options.lock.timeout = Some(Duration::ZERO);
    options
}

fn rounds(default: usize) -> usize {
    std::env::var("MIGRATE_TEST_ROUNDS").map_or(default, |it| it.parse().expect("a number"))
}

const RUNNERS: usize = 6;

#[test]
fn runners_behind_a_pooler_on_postgres() {
    for round in 0..rounds(3) {
        let pooled = Pooled::new("pooled");
        let barrier = Barrier::new(RUNNERS);
        let applied = thread::scope(|scope| {
            let runner = || {
                let mut connection = pooled.connect();
                barrier.wait();
                let ran =
                    POOLED.upgrade_with(&mut *connection, "heads", &pooled.options(), &mut |_| {});
                let report =
                    ran.unwrap_or_else(|error| panic!("round {round}: {error}: {error:?}"));
                assert_eq!(report.resent, [""; 0]);
                report.revisions
            };
            let threads: Vec<_> = (0..RUNNERS).map(|_| scope.spawn(runner)).collect();
            threads.into_iter().flat_map(|it| it.join().expect("a run")).collect::<Vec<_>>()
        });
        assert_eq!(applied, ALL, "round {round}");
        assert_eq!(pooled.live.rows("SELECT revision FROM migrate_log ORDER BY id"), ALL);
        assert_eq!(pooled.live.rows("SELECT id::text FROM users"), ["11"]);
        pooled.assert_nothing_is_left();
    }
}

/// Runs behind the pooler, and lets something happen when a revision begins.
fn run_and(pooled: &Pooled, revision: &str, mut at: impl FnMut()) -> Result<Report, Error> {
    let mut listen = |event: Event<'_>| {
        if let Event::Started { revision: begun, .. } = event
            && begun.id == revision
        {
            at();
        }
    };
    POOLED.upgrade_with(&mut *pooled.connect(), "heads", &pooled.options(), &mut listen)
}

/// Whoever has lost the row commits nothing more, with or without a transaction.
#[test]
fn a_run_whose_row_was_taken_over_commits_nothing_on_postgres() {
    for (at, kept) in [("p_column", "p_index"), ("p_index", "p_row")] {
        let pooled = Pooled::new("lost");
        POOLED
            .upgrade_with(&mut *pooled.connect(), "p_row", &pooled.options(), &mut |_| {})
            .expect("two revisions");
        let result = run_and(&pooled, at, || {
            pooled
                .live
                .connect()
                .execute("UPDATE migrate_lock SET token = 'other'")
                .expect("a row");
        });
        let error = result.expect_err("a run without its lock");
        let is_lost = match &error {
            Error::Execute(error) => matches!(error.cause, ExecuteCause::LockLost(_)),
            Error::Database(error) => error.message().contains("was taken over"),
            _ => false,
        };
        assert!(is_lost, "{error:?}");
        assert_eq!(pooled.live.rows("SELECT version_num FROM migrate_version"), [kept]);
        let columns = "SELECT count(*)::text FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'age'";
        assert_eq!(pooled.live.rows(columns), ["0"]);
        // Nor does it take the other's row away.
        assert_eq!(pooled.live.rows("SELECT token FROM migrate_lock"), ["other"]);
    }
}

const ROW: &str = "INSERT INTO migrate_lock VALUES (1, 'other', 'bob, process 7', \
                   clock_timestamp(), clock_timestamp() - interval ";

/// A row that nobody renews is of a program that ended, one that was renewed lately holds everybody off.
#[test]
fn a_row_is_taken_over_when_its_run_is_dead_on_postgres() {
    let pooled = Pooled::new("dead");
    let direct = of_session(&pooled.live.url());
    let upgrade = |url: &str, target: &str, options: Options| {
        let mut connection = connect(Kind::Postgres, url);
        POOLED.upgrade_with(&mut *connection, target, &options, &mut |_| {})
    };
    upgrade(&pooled.url, "p_users", pooled.options()).expect("a table");
    let live = pooled.live.url();
    pooled.live.connect().execute(&format!("{ROW} '20 seconds')")).expect("a row");
    let alone = Options::default();
    for (url, options) in [(&pooled.url, pooled.options()), (&live, direct.clone()), (&live, alone)]
    {
        let result = upgrade(url, "p_row", no_wait(options));
        let Err(Error::Locked { holder, .. }) = result else { panic!("{result:?}") };
        assert!(holder.starts_with("bob, process 7, since 2"), "{holder}");
    }
    pooled.live.connect().execute("DELETE FROM migrate_lock").expect("no row");
    for (url, options, target) in
        [(&pooled.url, pooled.options(), "p_row"), (&live, direct, "p_index")]
    {
        pooled.live.connect().execute(&format!("{ROW} '31 seconds')")).expect("a row");
        upgrade(url, target, no_wait(options)).expect("a run");
        pooled.live.connect().execute("DELETE FROM migrate_lock").expect("no row");
    }
    pooled.assert_nothing_is_left();
}

/// A program that has the server to itself, and one behind the pooler, hold each other off.
#[test]
fn sessions_and_rows_hold_each_other_off_on_postgres() {
    let pooled = Pooled::new("both");
    let live = pooled.live.url();
    for (first, second, holder) in
        [(&live, &pooled.url, "server process "), (&pooled.url, &live, "ann, process ")]
    {
        let (begun, has_begun) = mpsc::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let first = scope.spawn(move || {
                let mut pause = |event: Event<'_>| {
                    if let Event::Started { index: 0, .. } = event {
                        begun.send(()).expect("the other thread");
                        may_go_on.recv().expect("the other thread");
                    }
                };
                let mut connection = connect(Kind::Postgres, first);
                POOLED.upgrade_with(&mut *connection, "+1", &of_session(first), &mut pause)
            });
            has_begun.recv().expect("a first runner");
            let options = no_wait(of_session(second));
            let mut connection = connect(Kind::Postgres, second);
            let result = POOLED.upgrade_with(&mut *connection, "heads", &options, &mut |_| {});
            go_on.send(()).expect("the first runner");
            let Err(Error::Locked { holder: found, .. }) = result else { panic!("{result:?}") };
            assert!(found.contains(holder), "{found}");
            first.join().expect("a run").expect("a revision");
        });
    }
    pooled.assert_nothing_is_left();
}

/// A connection alone has nothing to renew a row with: it stops when the pooler gives it another session.
#[test]
fn a_pooled_connection_alone_stops_on_postgres() {
    let pooled = Pooled::new("alone");
    POOLED.upgrade(&mut *pooled.connect(), "p_users").expect("one session after another");
    let mut other = pooled.connect();
    let mut listen = |event: Event<'_>| {
        if let Event::Started { index: 0, .. } = event {
            // The session that the pooler would give out next.
            other.execute("BEGIN").expect("a transaction");
        }
    };
    let alone = Options::default();
    let result = POOLED.upgrade_with(&mut *pooled.connect(), "heads", &alone, &mut listen);
    let error = result.expect_err("a run without a lock");
    assert!(
        error.hint().is_some_and(|hint| hint.contains("LockOptions::with_session")),
        "{error:?}"
    );
    assert_eq!(pooled.live.rows("SELECT version_num FROM migrate_version"), ["p_users"]);
}
