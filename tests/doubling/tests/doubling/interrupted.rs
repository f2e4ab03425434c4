//! Revisions outside a transaction whose runner is killed at any moment: the next one goes on where it was.

use std::thread;
use std::time::{Duration, Instant};

use crate::database::{Database, finish, moment, rounds, said, signal, wait_until};

const LONGEST: Duration = Duration::from_millis(900);

/// Doubled once by each of four statements, and written down once.
fn assert_whole(database: &Database, what: &str) {
    let logged = ["b_double", "c_alone", "d_alter"].map(|revision| database.logged(revision));
    assert_eq!((database.balance(), logged), ("16".to_owned(), [1, 1, 1]), "{what}");
    assert!(database.values("SELECT revision FROM migrate_journal").is_empty(), "{what}");
    assert!(database.connect().query("SELECT extra FROM account WHERE 1 = 0").is_ok(), "{what}");
}

fn killed(make: fn() -> Database, name: &str) {
    let mut resumed = 0;
    for round in 0..rounds() {
        let database = make().with_account("0.3");
        assert!(database.run(&["upgrade", "b_double"]).status.success());
        let first = database.start(&["upgrade"]);
        thread::sleep(moment(round, LONGEST));
        signal(&first, name);
        let second = database.start(&["upgrade"]);
        let (first, second) = (finish(first), finish(second));
        let words = format!("round {round}: {}{}", said(&first), said(&second));
        assert!(second.status.success(), "{words}");
        resumed += usize::from(words.contains("Resuming"));
        assert_whole(&database, &words);
    }
    println!("{name}: {resumed} of {} runs went on where the first was", rounds());
}

#[test]
fn a_runner_is_killed_outside_a_transaction_on_mysql() {
    killed(Database::mysql, "-KILL");
}

#[test]
fn a_runner_is_killed_outside_a_transaction_on_postgres() {
    killed(Database::postgres, "-KILL");
}

#[test]
fn a_runner_is_killed_outside_a_transaction_on_sqlite() {
    killed(Database::sqlite, "-KILL");
}

#[test]
fn a_runner_is_interrupted_outside_a_transaction_on_mysql() {
    killed(Database::mysql, "-INT");
}

/// A killed program leaves the server at work: the next runner waits for that, then sees what became of it.
#[test]
fn a_change_that_goes_on_without_its_program_is_waited_for_on_mysql() {
    let database = Database::mysql().with_account("0.01");
    assert!(database.run(&["upgrade", "c_alone"]).status.success());
    // Whoever has read the table keeps it from being changed until its transaction ends.
    let mut reader = database.connect();
    reader.execute("BEGIN; SELECT balance FROM account").unwrap();
    let first = database.start(&["upgrade"]);
    let waits = "SELECT CAST(ID AS CHAR) FROM information_schema.PROCESSLIST \
                 WHERE DB = DATABASE() AND STATE = 'Waiting for table metadata lock'";
    wait_until("the change waits", || !database.values(waits).is_empty());
    signal(&first, "-KILL");
    drop(finish(first));
    let second = database.start(&["upgrade"]);
    thread::sleep(Duration::from_millis(500));
    let goes_on = !database.values(waits).is_empty();
    reader.execute("COMMIT").unwrap();
    let second = finish(second);
    let words = said(&second);
    assert!(second.status.success(), "{words}");
    assert!(words.contains("Resuming d_alter at statement"), "{words}");
    if goes_on {
        assert!(words.contains("Waiting for"), "{words}");
    }
    assert_whole(&database, &words);
}

/// What the command line shows of a revision that is half done.
#[test]
fn what_is_half_done_is_shown_on_sqlite() {
    let database = Database::sqlite().with_account("0.01");
    assert!(database.run(&["upgrade", "b_double"]).status.success());
    database.connect().execute("UPDATE pace SET steps = 100000000").unwrap();
    let runner = database.start(&["upgrade"]);
    let start = Instant::now();
    while database.balance() != "4" {
        assert!(start.elapsed() < Duration::from_secs(20), "the first statement never ran");
        thread::sleep(Duration::from_millis(10));
    }
    signal(&runner, "-KILL");
    drop(finish(runner));
    database.connect().execute("UPDATE pace SET steps = 1").unwrap();
    let said_of = |arguments: &[&str]| {
        let output = database.run(arguments);
        (output.status.code(), said(&output))
    };
    let (code, words) = said_of(&["current", "--check-heads"]);
    assert_eq!(code, Some(12), "{words}");
    let begun = "the upgrade of revision `c_alone` was begun at ";
    assert!(words.contains(begun) && words.contains("1 of its 2 statements are done"), "{words}");
    let (code, words) = said_of(&["upgrade", "--plan"]);
    assert!(code == Some(0) && words.contains(begun), "{words}");
    for elsewhere in
        [&["upgrade", "b_double"][..], &["downgrade", "a_account"], &["upgrade", "--sql"]]
    {
        let (code, words) = said_of(elsewhere);
        assert_eq!(code, Some(if elsewhere[0] == "downgrade" { 5 } else { 12 }), "{words}");
    }
    let (code, words) = said_of(&["upgrade"]);
    assert_eq!(code, Some(0), "{words}");
    let resumed = "Resuming c_alone at statement 2 of 2: statement 1 was done";
    assert!(words.contains(resumed), "{words}");
    assert_whole(&database, &words);
}
