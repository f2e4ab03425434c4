//! What a signal leaves on the server, and what is said of it.

use std::thread;
use std::time::{Duration, Instant};

use crate::database::{Database, finish, said, signal, wait_until};

/// The statement in hand is canceled, and nothing waits on the server for a program that is gone.
fn stops_the_server(make: fn() -> Database) {
    for (name, code) in [("-INT", 130), ("-TERM", 143)] {
        let database = make().with_account("30");
        let runner = database.start(&["upgrade", "b_double"]);
        wait_until("the runner works", || database.is_at_work());
        let start = Instant::now();
        signal(&runner, name);
        let output = finish(runner);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        let words = said(&output);
        assert_eq!(output.status.code(), Some(code), "{words}");
        assert!(words.contains("caused by: the run was stopped"), "{words}");
        let state = "the revision's transaction is rolled back, and nothing of it is kept";
        assert!(words.contains(state), "{words}");
        wait_until("no session is left", || database.sessions().is_empty());
        assert_eq!((database.balance(), database.logged("b_double")), ("1".to_owned(), 0));
    }
}

#[test]
fn a_signal_stops_the_server_postgres() {
    stops_the_server(Database::postgres);
}

#[test]
fn a_signal_stops_the_server_mysql() {
    stops_the_server(Database::mysql);
}

/// SQLite has nobody who could interrupt it, but its file is whole.
#[test]
fn a_signal_ends_a_long_statement_of_sqlite() {
    let database = Database::sqlite().with_account("60");
    let runner = database.start(&["upgrade", "b_double"]);
    thread::sleep(Duration::from_millis(500));
    signal(&runner, "-INT");
    let output = finish(runner);
    let words = said(&output);
    assert_eq!(output.status.code(), Some(130), "{words}");
    assert!(words.contains("the run was ended within revision `b_double`"), "{words}");
    assert!(words.contains("what was not committed is rolled back"), "{words}");
    database.connect().execute("UPDATE pace SET steps = 1").unwrap();
    assert_eq!(database.balance(), "1");
    assert!(database.run(&["upgrade", "b_double"]).status.success());
    database.assert_doubled_once("the next run");
}

/// Outside a transaction the statements that ran stay, and are counted.
fn says_what_stays(make: fn() -> Database) {
    let database = make().with_account("0.1");
    assert!(database.run(&["upgrade", "b_double"]).status.success());
    database.connect().execute("UPDATE pace SET seconds = 30").unwrap();
    let runner = database.start(&["upgrade"]);
    wait_until("the runner works", || database.balance() == "4");
    thread::sleep(Duration::from_millis(100));
    signal(&runner, "-INT");
    let output = finish(runner);
    let words = said(&output);
    assert_eq!(output.status.code(), Some(130), "{words}");
    assert!(words.contains("revision `c_alone` failed to apply"), "{words}");
    assert!(words.contains("one statement ran, and what it did stays"), "{words}");
    assert_eq!((database.balance(), database.logged("c_alone")), ("4".to_owned(), 0));
}

#[test]
fn what_stays_is_said_on_postgres() {
    says_what_stays(Database::postgres);
}

/// A second signal does not wait for a server that does not answer.
#[test]
fn a_second_signal_ends_the_program() {
    let database = Database::sqlite().with_account("60");
    let runner = database.start(&["upgrade", "b_double"]);
    thread::sleep(Duration::from_millis(300));
    signal(&runner, "-INT");
    thread::sleep(Duration::from_millis(200));
    let start = Instant::now();
    signal(&runner, "-TERM");
    let output = finish(runner);
    assert_eq!(output.status.code(), Some(143), "{}", said(&output));
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

/// A runner that waits for another gives up at once.
#[test]
fn a_runner_that_waits_is_stopped_postgres() {
    let database = Database::postgres().with_account("5");
    let first = database.start(&["upgrade", "b_double"]);
    wait_until("the first runner works", || database.is_at_work());
    let second = database.start(&["upgrade", "b_double"]);
    thread::sleep(Duration::from_millis(500));
    signal(&second, "-INT");
    let output = finish(second);
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(said(&output).contains("the run was stopped before anything ran"), "{}", said(&output));
    signal(&first, "-INT");
    assert_eq!(finish(first).status.code(), Some(130));
}

/// A writer that takes its time is waited for, as long as the option says.
#[test]
fn another_writer_is_waited_for_on_sqlite() {
    let database = Database::sqlite().with_account("0.01");
    let mut writer = database.connect();
    writer.execute("BEGIN EXCLUSIVE").unwrap();
    let start = Instant::now();
    let output = database.run(&["upgrade", "b_double", "--lock-timeout", "500ms"]);
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert!(said(&output).contains("wait longer with `--lock-timeout`"), "{}", said(&output));
    assert!(start.elapsed() < Duration::from_secs(5));
    let runner = database.start(&["upgrade", "b_double"]);
    thread::sleep(Duration::from_millis(500));
    writer.execute("COMMIT").unwrap();
    let output = finish(runner);
    assert!(output.status.success(), "{}", said(&output));
    database.assert_doubled_once("after the writer");
}
