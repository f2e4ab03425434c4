//! A first runner meets with an accident at any moment, and a second begins at once.

use std::os::unix::process::ExitStatusExt as _;
use std::thread;
use std::time::Duration;

use crate::database::{Database, finish, moment, rounds, said, signal, wait_until};

const LONGEST: Duration = Duration::from_millis(600);

/// A signal ends the first runner; the second needs no help.
fn signaled(make: fn() -> Database, name: &str, ends: &[i32]) {
    let mut codes = Vec::new();
    for round in 0..rounds() {
        let database = make().with_account("0.4");
        let first = database.start(&["upgrade", "b_double"]);
        thread::sleep(moment(round, LONGEST));
        signal(&first, name);
        let second = database.start(&["upgrade", "b_double"]);
        let (first, second) = (finish(first), finish(second));
        let code = first.status.code().or(first.status.signal().map(|it| 128 + it)).unwrap();
        assert!(code == 0 || ends.contains(&code), "{code}: {}", said(&first));
        assert!(second.status.success(), "{}", said(&second));
        database.assert_doubled_once(&format!("round {round}: {}{}", said(&first), said(&second)));
        codes.push(code);
    }
    codes.sort_unstable();
    println!("{name}: {} rounds, first runners ended with {codes:?}", codes.len());
}

#[test]
fn a_runner_is_interrupted_on_postgres() {
    signaled(Database::postgres, "-INT", &[130]);
}

#[test]
fn a_runner_is_interrupted_on_mysql() {
    signaled(Database::mysql, "-INT", &[130]);
}

#[test]
fn a_runner_is_interrupted_on_sqlite() {
    signaled(Database::sqlite, "-INT", &[130]);
}

#[test]
fn a_runner_is_terminated_on_postgres() {
    signaled(Database::postgres, "-TERM", &[143]);
}

#[test]
fn a_runner_is_terminated_on_mysql() {
    signaled(Database::mysql, "-TERM", &[143]);
}

#[test]
fn a_runner_is_killed_on_postgres() {
    signaled(Database::postgres, "-KILL", &[137]);
}

#[test]
fn a_runner_is_killed_on_mysql() {
    signaled(Database::mysql, "-KILL", &[137]);
}

#[test]
fn a_runner_is_killed_on_sqlite() {
    signaled(Database::sqlite, "-KILL", &[137]);
}

/// The session that holds nothing but the lock ends, and a second runner begins while the first works.
fn lock_session_ended(make: fn() -> Database) {
    for round in 0..rounds() {
        let database = make().with_account("0.6");
        let first = database.start(&["upgrade", "b_double"]);
        wait_until("the first runner works", || database.is_at_work());
        thread::sleep(moment(round, Duration::from_millis(300)));
        for (id, idle) in database.sessions() {
            if idle {
                database.end_session(&id);
            }
        }
        let second = database.start(&["upgrade", "b_double"]);
        let (first, second) = (finish(first), finish(second));
        for output in [&first, &second] {
            assert!(matches!(output.status.code(), Some(0 | 1)), "{}", said(output));
        }
        database.assert_doubled_once(&format!("round {round}: {}{}", said(&first), said(&second)));
    }
}

#[test]
fn the_session_of_the_lock_ends_on_postgres() {
    lock_session_ended(Database::postgres);
}

#[test]
fn the_session_of_the_lock_ends_on_mysql() {
    lock_session_ended(Database::mysql);
}

/// The working session ends at any moment.
fn working_session_ended(make: fn() -> Database) {
    for round in 0..rounds() {
        let database = make().with_account("0.4");
        let first = database.start(&["upgrade", "b_double"]);
        wait_until("the first runner works", || database.is_at_work());
        thread::sleep(moment(round, Duration::from_millis(300)));
        for (id, idle) in database.sessions() {
            if !idle {
                database.end_session(&id);
            }
        }
        let (first, second) = (finish(first), database.run(&["upgrade", "b_double"]));
        let words = said(&first);
        if !first.status.success() {
            assert!(words.contains("the connection to the server was lost"), "{words}");
            assert!(words.contains("state: "), "{words}");
            assert!(!words.contains("transaction manager"), "{words}");
        }
        assert!(second.status.success(), "{}", said(&second));
        database.assert_doubled_once(&format!("round {round}: {words}{}", said(&second)));
    }
}

#[test]
fn the_working_session_ends_on_postgres() {
    working_session_ended(Database::postgres);
}

#[test]
fn the_working_session_ends_on_mysql() {
    working_session_ended(Database::mysql);
}

/// A server that ends what is idle for a second ends neither session of a run.
#[test]
fn idle_sessions_are_ended_on_postgres() {
    for _ in 0..rounds() {
        let database = Database::postgres().with_account("2.5");
        let name = database.values("SELECT current_database()::text").concat();
        let version = database.values("SELECT current_setting('server_version_num')").concat();
        let limit = if version.as_str() < "140000" {
            "idle_in_transaction_session_timeout"
        } else {
            "idle_session_timeout"
        };
        let limit = format!("ALTER DATABASE {name} SET {limit} = '1s'");
        database.connect().execute(&limit).unwrap();
        let first = database.start(&["upgrade", "b_double"]);
        thread::sleep(Duration::from_millis(1800));
        let second = database.start(&["upgrade", "b_double"]);
        let (first, second) = (finish(first), finish(second));
        for output in [&first, &second] {
            assert!(output.status.success(), "{}", said(output));
        }
        assert!(said(&first).contains("Applied b_double"), "{}", said(&first));
        let words = said(&second);
        assert!(words.contains("Waiting for") && words.contains("nothing to do"), "{words}");
        database.assert_doubled_once("idle sessions");
    }
}

/// Several runners through the command line, from their very first look at the database on.
fn crowd(make: fn() -> Database) {
    const RUNNERS: usize = 6;
    for round in 0..rounds() {
        let database = make();
        let mut runners = Vec::new();
        for number in 0..RUNNERS {
            runners.push(database.start(&["upgrade", "b_double"]));
            thread::sleep(moment(round * RUNNERS + number, Duration::from_millis(30)));
        }
        for output in runners.into_iter().map(finish) {
            assert!(output.status.success(), "{}", said(&output));
        }
        database.assert_doubled_once(&format!("round {round}"));
    }
}

#[test]
fn six_runners_on_sqlite() {
    crowd(Database::sqlite);
}

#[test]
fn six_runners_on_postgres() {
    crowd(Database::postgres);
}

#[test]
fn six_runners_on_mysql() {
    crowd(Database::mysql);
}
