//! Several runners at once, on each database: one works, the others wait and find the work done.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::sync::{Barrier, mpsc};
use std::time::Duration;

use diesel::{Connection as _, SqliteConnection};
use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{Driver, Event, LockOptions, LockSession, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};
use test_servers::Kind;

use RegisteredDowngrade::Auto;

package!(PLAIN, "plain", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "posts" after ["users"] => posts, Auto;
    "index" after ["posts"] => |op: &mut Op| {
        op.create_index("ix_posts_user", "posts", ["user_id"]);
    }, Auto;
    "filled" after ["index"] => |op: &mut Op| {
        op.insert("users").set("name", "once");
    }, RegisteredDowngrade::Irreversible("rows");
});

package!(CONCURRENT, "concurrent", Settings::DEFAULT, {
    "c_users" after [] => users, Auto;
    "c_posts" after ["c_users"] => posts, Auto;
    "c_index" after ["c_posts"] => |op: &mut Op<NoTx>| {
        op.create_index("ix_posts_user", "posts", ["user_id"]).concurrently();
    }, Auto;
    "c_last" after ["c_index"] => |op: &mut Op| {
        op.add_column("posts", "title", varchar(40));
    }, Auto;
});

package!(RESETTING, "resetting", Settings::DEFAULT, {
    "reset" after [] => |op: &mut Op<NoTx>| { op.execute("DISCARD ALL").effect(|_| {}); }, Auto;
    "after_reset" after ["reset"] => users, Auto;
});

fn users(op: &mut Op) {
    op.create_table(
        table("users").column("id", integer().primary_key().identity()).column("name", varchar(40)),
    );
}

fn posts(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key().identity())
            .column("user_id", integer().references("users", "id")),
    );
}

/// How many rounds several runners are let loose.
fn rounds() -> usize {
    std::env::var("MIGRATE_TEST_ROUNDS").map_or(20, |rounds| rounds.parse().expect("a number"))
}

const RUNNERS: usize = 6;

/// Lets several threads upgrade a database at once; none may fail, and together they apply each
/// revision once.
fn race(package: &Migrations, count: usize, connect: impl Fn() -> Box<dyn Driver> + Sync) {
    let barrier = Barrier::new(RUNNERS);
    let applied = std::thread::scope(|scope| {
        let runner = || {
            let mut connection = connect();
            barrier.wait();
            let report = package.upgrade(&mut *connection, "heads");
            let report = report.unwrap_or_else(|error| panic!("{error}: {error:?}"));
            assert_eq!(report.resent, [""; 0]);
            report.revisions
        };
        let threads: Vec<_> = (0..RUNNERS).map(|_| scope.spawn(runner)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a run")).collect::<Vec<_>>()
    });
    assert_eq!(applied.len(), count, "{applied:?}");
    let mut connection = connect();
    let log = connection.query("SELECT revision FROM migrate_log ORDER BY id").expect("the log");
    let log: Vec<_> = log.into_iter().flatten().flatten().collect();
    assert_eq!(log.len(), count, "{log:?}");
    assert!(package.pending(&mut *connection).expect("a look").is_empty());
}

#[test]
fn runners_on_postgres() {
    for _ in 0..rounds() {
        let live = Live::postgres("race");
        race(&PLAIN, 4, || live.connect());
        assert_eq!(live.rows("SELECT name::text FROM users"), ["once"]);
    }
}

#[test]
fn runners_that_build_an_index_concurrently_on_postgres() {
    for _ in 0..rounds() {
        let live = Live::postgres("race");
        race(&CONCURRENT, 4, || live.connect());
    }
}

#[test]
fn runners_on_mysql() {
    for _ in 0..rounds() {
        let live = Live::mysql("race");
        race(&PLAIN, 4, || live.connect());
        assert_eq!(live.rows("SELECT name FROM users"), ["once"]);
    }
}

#[test]
fn runners_on_sqlite() {
    for _ in 0..rounds() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("app.db");
        let path = path.to_str().expect("a path in UTF-8");
        race(&PLAIN, 4, || Box::new(SqliteConnection::establish(path).expect("a connection")));
        let left = std::fs::read_dir(directory.path()).expect("a directory");
        let left: Vec<_> = left.map(|file| file.expect("a file").file_name()).collect();
        assert_eq!(left, ["app.db"], "a lock is left behind");
    }
}

/// Runs while another runner is in the midst of its first revision: who it is is told, and waiting
/// ends.
fn held(connect: impl Fn() -> Box<dyn Driver> + Sync, holder: &str) {
    let options = |timeout: Option<Duration>| {
        let lock = LockOptions::default().with_timeout(timeout).with_holder("ann@host");
        Options::default().with_lock(lock)
    };
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let connect = &connect;
        let first = scope.spawn(move || {
            let mut connection = connect();
            let mut pause = |event: Event<'_>| {
                if let Event::Started { index: 0, .. } = event {
                    begun.send(()).expect("the other thread");
                    may_go_on.recv().expect("the other thread");
                }
            };
            PLAIN.upgrade_with(&mut *connection, "heads", &options(None), &mut pause)
        });
        has_begun.recv().expect("a first runner");

        let mut connection = connect();
        let mut told = Vec::new();
        let mut run = |timeout| {
            PLAIN.upgrade_with(&mut *connection, "heads", &options(timeout), &mut |event| {
                if let Event::Waiting { holder, .. } = event {
                    told.push(holder.to_owned());
                }
            })
        };
        let is_locked = |error: &Error, least: Duration| {
            let Error::Locked { holder: found, waited } = error else { return false };
            found.contains(holder) && *waited >= least
        };
        let error = run(Some(Duration::ZERO)).expect_err("the lock is held");
        assert!(is_locked(&error, Duration::ZERO), "{error}");
        let limit = Duration::from_millis(300);
        let error = run(Some(limit)).expect_err("the lock is held");
        assert!(is_locked(&error, limit), "{error}");

        go_on.send(()).expect("the first runner");
        assert!(run(None).expect("the lock is free").revisions.is_empty());
        // One who has just gone is named no more.
        let is_known = |told: &String| told.contains(holder) || told == "another program";
        assert!(told[0].contains(holder) && told.iter().all(is_known), "{told:?}");
        assert_eq!(first.join().expect("a run").expect("a run").revisions.len(), 4);
    });
}

#[test]
fn the_holder_is_named_on_postgres() {
    let live = Live::postgres("held");
    held(|| live.connect(), "server process ");
}

#[test]
fn the_holder_is_named_on_mysql() {
    let live = Live::mysql("held");
    held(|| live.connect(), "connection ");
}

#[test]
fn the_holder_is_named_on_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("app.db");
    let path = path.to_str().expect("a path in UTF-8");
    let connect = || SqliteConnection::establish(path).expect("a connection");
    held(|| Box::new(connect()), "ann@host, process ");
}

/// How many runner locks of its database are held.
fn locks(live: &Live) -> Vec<String> {
    live.rows(
        "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
}

#[test]
fn a_lock_of_its_own_session_outlives_what_a_revision_does_to_the_connection() {
    let live = Live::postgres("own");
    let url = live.url();
    let session = LockSession::new(move || Ok(live::connect(Kind::Postgres, &url)));
    let options = Options::default().with_lock(LockOptions::default().with_session(session));
    let mut connection = live.connect();
    let mut held = Vec::new();
    let on_event = |event: Event<'_>| {
        if let Event::Finished { .. } = event {
            held.extend(locks(&live));
        }
    };
    RESETTING.upgrade_with(&mut *connection, "heads", &options, &mut { on_event }).expect("a run");
    assert_eq!(held, ["1", "1"]);
    assert_eq!(locks(&live), ["0"]);
}
