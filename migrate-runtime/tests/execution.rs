//! Runs of whole packages on SQLite: what a failure leaves, what is written down, and what happens
//! when several programs run at once.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::any::Any;
use std::path::Path;
use std::sync::Barrier;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::dialect::Family;
use migrate_runtime::executor::{DatabaseError, Driver, Event, Options, Rows, Sealed};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};

use RegisteredDowngrade::{Auto, Function, Irreversible};

package!(GOOD, "good", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "posts" after ["users"] => posts, Auto;
    "tags" after ["users"] => tags, Function(|| record(|op: &mut Op| op.drop_table("tags")));
    "merge" after ["posts", "tags"] => titles, Auto;
});

package!(ALEMBIC, "alembic", Settings::declare("alembic_version", None), {
    "ae1027a6acf5" after [] => users, Auto;
    "1f3c9a7b2d10" after ["ae1027a6acf5"] => posts, Auto;
});

package!(FAILING, "failing", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "posts" after ["users"] => posts, Auto;
    "broken" after ["posts"] => broken, Auto;
    "tags" after ["broken"] => tags, Auto;
});

package!(REBUILDING, "rebuilding", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "retyped" after ["users"] => |op: &mut Op| {
        op.alter_column("users", "name").set_type(varchar(9));
    }, Auto;
    "unique" after ["retyped"] => |op: &mut Op| {
        op.create_unique_constraint("uq", "users", ["name"]);
    }, Auto;
});

package!(DEFERRING, "deferring", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "orphan" after ["users"] => |op: &mut Op| {
        op.create_table(table("posts").column(
            "author_id",
            integer().references("users", "id").deferrable_initially_deferred(),
        ));
        op.insert("posts").set("author_id", 99);
    }, Auto;
});

package!(ROLLING_BACK, "rolling_back", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "all_or_nothing" after ["users"] => |op: &mut Op| {
        op.execute("CREATE TABLE t (a TEXT UNIQUE ON CONFLICT ROLLBACK)").effect(|_| {});
        op.execute("INSERT INTO t VALUES ('x'), ('x')").effect(|_| {});
    }, Auto;
});

package!(OUTSIDE, "outside", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "outside" after ["users"] => |op: &mut Op<NoTx>| {
        op.add_column("users", "first", text());
        op.execute("INSERT INTO nowhere VALUES (1)");
    }, Auto;
});

package!(VACUUMING, "vacuuming", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "vacuum" after ["users"] => |op: &mut Op<NoTx>| {
        op.execute("PRAGMA journal_mode = MEMORY; VACUUM");
    }, Auto;
});

package!(COMMITTING, "committing", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "commit" after ["users"] => |op: &mut Op| {
        op.execute("SAVEPOINT mine; RELEASE mine");
        op.execute("UPDATE users SET name = ';BEGIN'; -- now\n commit; DROP TABLE users");
    }, Auto;
});

package!(FOREIGN, "foreign", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "foreign" after ["users"] => |op: &mut Op| {
        op.run(|_: &mut OtherConnection| Ok(()));
    }, Irreversible("it was never applied");
});

package!(RUNNING, "running", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "run" after ["users"] => |op: &mut Op| {
        op.add_column("users", "shout", text());
        op.run(|connection: &mut SqliteConnection| {
            connection.batch_execute("UPDATE users SET shout = upper(name)")?;
            Ok(())
        });
    }, Irreversible("the names were longer once");
    "after" after ["run"] => tags, Auto;
});

package!(PANICKING, "panicking", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "run" after ["users"] => |op: &mut Op| {
        op.add_column("users", "shout", text());
        op.run(|connection: &mut SqliteConnection| {
            connection.batch_execute("UPDATE users SET shout = 'x'")?;
            nothing().expect("no more letters");
            Ok(())
        });
    }, Auto;
});

package!(PANICKING_OUTSIDE, "panicking_outside", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "run" after ["users"] => |op: &mut Op<NoTx>| {
        op.run(|connection: &mut SqliteConnection| {
            connection.transaction(|connection| {
                connection.batch_execute("DELETE FROM users")?;
                nothing().expect("half of it");
                Ok(())
            })
        });
    }, Auto;
});

package!(WRITTEN_LONG_AGO, "written_long_ago", Settings::DEFAULT, {
    "codes" after [] => |op: &mut Op| {
        op.create_table(table("codes").column("code", varchar(3)));
        op.insert("codes").set("code", "longer");
    }, Auto;
    "names" after ["codes"] => |op: &mut Op| op.add_column("codes", "name", text()), Auto;
});

package!(UNPLANNED, "unplanned", Settings::DEFAULT, {
    "users" after [] => users, Function(|| panic!("there is no way back"));
    "later" after ["users"] => |op: &mut Op| {
        op.drop_table("users");
        panic!("the rest");
    }, Auto;
});

const fn nothing() -> Option<()> {
    None
}

fn users(op: &mut Op) {
    op.create_table(
        table("users").column("id", integer().primary_key().identity()).column("name", text()),
    );
    op.bulk_insert("users", ["name"], [["Ann"], ["Ann"]]);
}

fn posts(op: &mut Op) {
    op.create_table(
        table("posts")
            .column("id", integer().primary_key())
            .column("author_id", integer().references("users", "id").on_delete(Cascade)),
    );
    op.insert("posts").set("author_id", 1);
}

fn tags(op: &mut Op) {
    op.create_table(table("tags").column("name", text().not_null().unique()));
}

/// Adds to `users`, a native form and a rebuild.
fn titles(op: &mut Op) {
    op.add_column("users", "title", text());
    op.alter_column("users", "title").default("none");
}

fn broken(op: &mut Op) {
    op.add_column("users", "email", text());
    op.insert("users").set("name", "Bob");
    op.create_index("ux_users_name", "users", ["name"]).unique();
}

/// A connection of a database that is not there.
struct OtherConnection;

impl Sealed for OtherConnection {}

impl Driver for OtherConnection {
    fn family(&self) -> Family {
        Family::Postgres
    }

    fn in_transaction(&mut self) -> bool {
        false
    }

    fn execute(&mut self, _: &str) -> Result<(), DatabaseError> {
        Err(DatabaseError::new("nobody is here"))
    }

    fn query(&mut self, _: &str) -> Result<Rows, DatabaseError> {
        Err(DatabaseError::new("nobody is here"))
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        Err(DatabaseError::new("nobody is here"))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        Err(DatabaseError::new("nobody is here"))
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        Err(DatabaseError::new("nobody is here"))
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

fn connect() -> SqliteConnection {
    SqliteConnection::establish(":memory:").expect("a database in memory")
}

fn open(file: &Path) -> SqliteConnection {
    SqliteConnection::establish(file.to_str().expect("a path in UTF-8")).expect("a database file")
}

/// The rows of a query, on one line.
fn rows(connection: &mut SqliteConnection, query: &str) -> String {
    let rows = connection.query(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let cell = |cell: Option<String>| cell.unwrap_or_else(|| "NULL".to_owned());
    let row = |row: Vec<_>| row.into_iter().map(cell).collect::<Vec<_>>().join("|");
    rows.into_iter().map(row).collect::<Vec<_>>().join(" ")
}

fn tables(connection: &mut SqliteConnection) -> String {
    let query = "SELECT name FROM sqlite_schema WHERE type = 'table' \
                 AND name NOT LIKE 'sqlite%' ORDER BY name";
    rows(connection, query)
}

fn log(connection: &mut SqliteConnection) -> String {
    rows(connection, "SELECT revision, direction FROM migrate_log ORDER BY id")
}

fn settings(connection: &mut SqliteConnection) -> String {
    let pragmas = ["foreign_keys", "legacy_alter_table", "busy_timeout"];
    pragmas.map(|pragma| rows(connection, &format!("PRAGMA {pragma}"))).join(" ")
}

/// The error of a revision that fails, which must be the one expected.
#[track_caller]
fn failure(result: Result<impl std::fmt::Debug, Error>, revision: &str, cause: &str) -> Error {
    let error = result.expect_err("the run must fail");
    let Error::Execute(execute) = &error else { panic!("not of a revision: {error:?}") };
    assert_eq!(execute.revision, revision);
    assert_eq!(execute.cause.to_string(), cause);
    error
}

#[test]
fn a_failing_revision_is_as_if_it_had_never_run() {
    for first in ["head", "users", "posts"] {
        let mut connection = connect();
        let before = settings(&mut connection);
        if first != "head" {
            FAILING.upgrade(&mut connection, first).expect("a revision that works");
        }
        let error = failure(
            FAILING.upgrade(&mut connection, "head"),
            "broken",
            "UNIQUE constraint failed: users.name",
        );
        let origin = error.origin().expect("a source line");
        assert!(origin.file.as_str().ends_with("tests/execution.rs"), "{origin}");
        assert_eq!(error.sql(), Some("CREATE UNIQUE INDEX ux_users_name ON users (name)"));
        assert_eq!(
            error.hint().as_deref(),
            Some("some rows are alike there: make them differ first")
        );

        assert_eq!(FAILING.current(&mut connection).expect("rows"), ["posts"]);
        assert_eq!(
            tables(&mut connection),
            "migrate_log migrate_revision migrate_version posts users"
        );
        assert_eq!(rows(&mut connection, "SELECT * FROM users"), "1|Ann 2|Ann");
        assert_eq!(log(&mut connection), "users|upgrade posts|upgrade");
        assert_eq!(settings(&mut connection), before);
    }
}

#[test]
fn a_failing_rebuild_leaves_the_one_before_it() {
    let mut connection = connect();
    let cause = "UNIQUE constraint failed: users.name";
    failure(REBUILDING.upgrade(&mut connection, "head"), "unique", cause);
    assert_eq!(REBUILDING.current(&mut connection).expect("rows"), ["retyped"]);
    assert_eq!(log(&mut connection), "users|upgrade retyped|upgrade");
    let query = "SELECT type FROM pragma_table_info('users')";
    assert_eq!(rows(&mut connection, query), "INTEGER VARCHAR(9)");
}

#[test]
fn a_revision_whose_commit_fails_is_named_and_leaves_the_one_before_it() {
    let mut connection = connect();
    let cause = "FOREIGN KEY constraint failed";
    failure(DEFERRING.upgrade(&mut connection, "head"), "orphan", cause);
    assert_eq!(DEFERRING.current(&mut connection).expect("rows"), ["users"]);
    assert_eq!(tables(&mut connection), "migrate_log migrate_revision migrate_version users");
    assert_eq!(log(&mut connection), "users|upgrade");
}

#[test]
fn a_conflict_clause_that_rolls_everything_back_is_survived() {
    let mut connection = connect();
    let cause = "UNIQUE constraint failed: t.a";
    // What came before runs again, and stays.
    failure(ROLLING_BACK.upgrade(&mut connection, "head"), "all_or_nothing", cause);
    assert_eq!(ROLLING_BACK.current(&mut connection).expect("rows"), ["users"]);
    failure(ROLLING_BACK.upgrade(&mut connection, "head"), "all_or_nothing", cause);
    assert_eq!(ROLLING_BACK.current(&mut connection).expect("rows"), ["users"]);
    assert_eq!(tables(&mut connection), "migrate_log migrate_revision migrate_version users");
}

#[test]
fn a_single_transaction_is_all_or_nothing() {
    let mut connection = connect();
    let single = Options::default().in_single_transaction();
    let result = FAILING.upgrade_with(&mut connection, "head", &single, &mut |_| {});
    failure(result, "broken", "UNIQUE constraint failed: users.name");
    assert_eq!(tables(&mut connection), "");

    let report = GOOD.upgrade_with(&mut connection, "head", &single, &mut |_| {}).expect("a run");
    assert_eq!(report.revisions, ["users", "posts", "tags", "merge"]);
    let result = GOOD.downgrade_with(&mut connection, "base", &single, &mut |_| {});
    result.expect("the way back");
    assert_eq!(tables(&mut connection), "migrate_log migrate_revision migrate_version");

    let result = OUTSIDE.upgrade_with(&mut connect(), "head", &single, &mut |_| {});
    assert!(matches!(result, Err(Error::NotTransactional { .. })), "{result:?}");
}

#[test]
fn outside_a_transaction_what_ran_stays_and_is_not_written_down() {
    let mut connection = connect();
    let cause = "no such table: nowhere";
    failure(OUTSIDE.upgrade(&mut connection, "head"), "outside", cause);
    assert_eq!(OUTSIDE.current(&mut connection).expect("rows"), ["users"]);
    let query = "SELECT name FROM pragma_table_info('users')";
    assert_eq!(rows(&mut connection, query), "id name first");
}

#[test]
fn a_transaction_is_not_the_revisions_to_end() {
    let mut connection = connect();
    let error = COMMITTING.upgrade(&mut connection, "head").expect_err("a commit");
    let cause = std::error::Error::source(&error).map(ToString::to_string).expect("a cause");
    assert!(cause.ends_with("which only the executor begins and ends"), "{cause}");
    let hint = "take `op: &mut Op<NoTx>` in a revision of its own";
    assert_eq!(error.hint().as_deref(), Some(hint));
    assert_eq!(tables(&mut connection), "");
    VACUUMING.upgrade(&mut connection, "head").expect("a run");
}

#[test]
fn version_rows_and_log_follow_every_step() {
    let mut connection = connect();
    let by = Options::default().with_applied_by("ann");
    GOOD.upgrade_with(&mut connection, "heads", &by, &mut |_| {}).expect("a run");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["merge"]);
    GOOD.downgrade(&mut connection, "users").expect("the way back");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["users"]);
    assert_eq!(tables(&mut connection), "migrate_log migrate_revision migrate_version users");
    GOOD.upgrade(&mut connection, "posts").expect("one branch");
    GOOD.upgrade(&mut connection, "tags").expect("the other branch");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["posts", "tags"]);
    GOOD.upgrade(&mut connection, "merge").expect("the merge");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["merge"]);
    assert_eq!(
        log(&mut connection),
        "users|upgrade posts|upgrade tags|upgrade merge|upgrade \
         merge|downgrade tags|downgrade posts|downgrade posts|upgrade tags|upgrade merge|upgrade"
    );
    let query = "SELECT count(*), count(DISTINCT digest) FROM migrate_log \
                 WHERE revision = 'posts' AND direction = 'upgrade' AND duration_ms >= 0 \
                 AND applied_at > '2020'";
    assert_eq!(rows(&mut connection, query), "2|1");
    let query = "SELECT DISTINCT applied_by FROM migrate_log WHERE id <= 4";
    assert_eq!(rows(&mut connection, query), "ann");
}

#[test]
fn only_digests_of_this_form_tell_of_an_edit() {
    let mut connection = connect();
    GOOD.upgrade(&mut connection, "users").expect("a run");
    let mut edited = |logged: &str| {
        let update = format!("UPDATE migrate_log SET digest = '{logged}'");
        connection.execute(&update).expect("an update");
        GOOD.edited(&mut connection).expect("the log")
    };
    assert_eq!(edited("3:0123456789abcdef"), ["users"]);
    for other in ["1:0123456789abcdef", "2:0123456789abcdef", "9:0123456789abcdef", "", "3:?"] {
        assert_eq!(edited(other), [""; 0], "{other}");
    }
}

#[test]
fn a_run_is_told_step_by_step() {
    let mut connection = connect();
    GOOD.upgrade(&mut connection, "posts").expect("a run");
    let mut told = Vec::new();
    let mut listen = |event: Event<'_>| {
        told.push(match event {
            Event::Started { revision, index, total, .. } => {
                format!("start {} {index}/{total}", revision.id)
            }
            Event::Waiting { holder, .. } => holder.to_owned(),
            Event::Statement { sql, .. } => sql.split(' ').take(2).collect::<Vec<_>>().join(" "),
            Event::Note { text, .. } => text.to_owned(),
            Event::Finished { revision, .. } => format!("end {}", revision.id),
            other => format!("{other:?}"),
        });
    };
    let options = Options::default();
    GOOD.upgrade_with(&mut connection, "heads", &options, &mut listen).expect("a run");
    let expected = [
        "start tags 0/2",
        "CREATE TABLE",
        "end tags",
        "start merge 1/2",
        "ALTER TABLE",
        "CREATE TABLE",
        "INSERT INTO",
        "DELETE FROM",
        "INSERT INTO",
        "DROP TABLE",
        "PRAGMA legacy_alter_table",
        "ALTER TABLE",
        "PRAGMA legacy_alter_table",
        "end merge",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_stamp_writes_rows_and_runs_nothing() {
    let mut connection = connect();
    GOOD.stamp(&mut connection, &["posts", "tags"]).expect("a stamp");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["posts", "tags"]);
    assert_eq!(tables(&mut connection), "migrate_log migrate_revision migrate_version");
    assert_eq!(log(&mut connection), "posts|stamp tags|stamp");
    GOOD.stamp(&mut connection, &["users"]).expect("a stamp");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["users"]);
    GOOD.stamp(&mut connection, &["base"]).expect("a stamp");
    assert!(GOOD.current(&mut connection).expect("rows").is_empty());
}

#[test]
fn an_unknown_row_stops_everything_but_a_purge() {
    let mut connection = connect();
    GOOD.upgrade(&mut connection, "users").expect("a run");
    connection.batch_execute("UPDATE migrate_version SET version_num = 'gone'").expect("a row");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["gone"]);
    let before = log(&mut connection);
    let results = [
        GOOD.upgrade(&mut connection, "head").map(drop),
        GOOD.downgrade(&mut connection, "base").map(drop),
        GOOD.pending(&mut connection).map(drop),
        GOOD.stamp(&mut connection, &["users"]),
    ];
    for result in results {
        let message = result.expect_err("an unknown row").to_string();
        assert!(message.contains("`gone`"), "{message}");
    }
    assert_eq!(log(&mut connection), before);
    let options = Options::default();
    GOOD.stamp_with(&mut connection, &["users"], true, &options, &mut |_| {}).expect("a purge");
    assert_eq!(GOOD.current(&mut connection).expect("rows"), ["users"]);
}

#[test]
fn an_application_asks_and_upgrades() {
    let mut connection = connect();
    assert!(GOOD.current(&mut connection).expect("rows").is_empty());
    let pending = |connection: &mut SqliteConnection| {
        let pending = GOOD.pending(connection).expect("a plan");
        pending.into_iter().map(|pending| pending.revision).collect::<Vec<_>>()
    };
    assert_eq!(pending(&mut connection), ["users", "posts", "tags", "merge"]);
    assert_eq!(tables(&mut connection), "", "asking changes nothing");
    GOOD.upgrade(&mut connection, "posts").expect("a run");
    assert_eq!(pending(&mut connection), ["tags", "merge"]);
    GOOD.upgrade(&mut connection, "head").expect("a run");
    assert!(pending(&mut connection).is_empty());
    let report = GOOD.upgrade(&mut connection, "head").expect("nothing to do");
    assert!(report.revisions.is_empty());

    let mut empty = connect();
    GOOD.ensure_version(&mut empty).expect("the tables");
    GOOD.ensure_version(&mut empty).expect("the tables again");
    assert_eq!(tables(&mut empty), "migrate_log migrate_revision migrate_version");
}

#[test]
fn a_database_of_alembic_is_taken_over_as_it_is() {
    let made = "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\t\
                CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)";
    let mut connection = connect();
    connection.batch_execute(made).expect("the table");
    connection
        .batch_execute(
            "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
             INSERT INTO users VALUES (1, 'Ann');
             INSERT INTO alembic_version VALUES ('ae1027a6acf5');",
        )
        .expect("a database that Alembic managed");
    let report = ALEMBIC.upgrade(&mut connection, "head").expect("a run");
    assert_eq!(report.revisions, ["1f3c9a7b2d10"]);
    assert_eq!(rows(&mut connection, "SELECT * FROM alembic_version"), "1f3c9a7b2d10");
    let definition = "SELECT sql FROM sqlite_schema WHERE name = 'alembic_version'";
    assert_eq!(rows(&mut connection, definition), made);
    assert_eq!(
        tables(&mut connection),
        "alembic_version alembic_version_log alembic_version_revision posts users"
    );
    ALEMBIC.downgrade(&mut connection, "base").expect("the way back");
    let left = "alembic_version alembic_version_log alembic_version_revision";
    assert_eq!(tables(&mut connection), left);
}

#[test]
fn a_connection_inside_a_transaction_is_refused() {
    let begin_by_diesel: fn(&mut SqliteConnection) = |connection| {
        connection.begin_test_transaction().expect("a transaction");
    };
    let begin_by_hand: fn(&mut SqliteConnection) = |connection| {
        connection.batch_execute("BEGIN").expect("a transaction");
    };
    for begin in [begin_by_diesel, begin_by_hand] {
        let mut connection = connect();
        begin(&mut connection);
        for result in [
            GOOD.upgrade(&mut connection, "head").map(drop),
            GOOD.stamp(&mut connection, &["users"]),
            GOOD.ensure_version(&mut connection),
        ] {
            let error = result.expect_err("a connection in a transaction");
            assert_eq!(error.to_string(), "the connection is in a transaction already");
            let hint = "hand in the connection before a transaction is begun on it";
            assert_eq!(error.hint().as_deref(), Some(hint));
        }
        assert_eq!(tables(&mut connection), "");
    }
}

#[test]
fn functions_run_with_the_connection_they_ask_for() {
    let mut connection = connect();
    RUNNING.upgrade(&mut connection, "run").expect("a run");
    assert_eq!(rows(&mut connection, "SELECT shout FROM users"), "ANN ANN");

    let cause = "`run` takes a `execution::OtherConnection`, and this is SQLite 3.";
    let error = FOREIGN.upgrade(&mut connect(), "head").expect_err("another connection");
    let Error::Execute(execute) = &error else { panic!("{error:?}") };
    assert!(execute.cause.to_string().starts_with(cause), "{}", execute.cause);
    assert!(error.hint().expect("advice").starts_with("add a function for this database"));
}

#[test]
fn a_panic_while_running_is_an_error_of_the_revision() {
    let mut connection = connect();
    for _ in 0..2 {
        let error = PANICKING.upgrade(&mut connection, "head").expect_err("a panic");
        let Error::Execute(execute) = &error else { panic!("{error:?}") };
        assert_eq!(execute.revision, "run");
        let cause = execute.cause.to_string();
        assert!(cause.starts_with("the function panicked at "), "{cause}");
        assert!(cause.contains("execution.rs:") && cause.ends_with(": no more letters"), "{cause}");
        // Nothing of it stays, and the lock is free for the next run.
        assert_eq!(PANICKING.current(&mut connection).expect("rows"), ["users"]);
        assert_eq!(rows(&mut connection, "SELECT count(*) FROM pragma_table_info('users')"), "2");
    }
}

#[test]
fn a_panic_outside_a_transaction_leaves_none_open() {
    let mut connection = connect();
    let error = PANICKING_OUTSIDE.upgrade(&mut connection, "head").expect_err("a panic");
    assert!(matches!(&error, Error::Execute(failed) if failed.revision == "run"), "{error:?}");
    assert!(!Driver::in_transaction(&mut connection));
    assert_eq!(rows(&mut connection, "SELECT count(*) FROM users"), "2");
    assert_eq!(PANICKING_OUTSIDE.current(&mut connection).expect("rows"), ["users"]);
}

#[test]
fn rows_of_an_applied_revision_are_not_checked_again() {
    let mut connection = connect();
    let error = WRITTEN_LONG_AGO.upgrade(&mut connection, "head").expect_err("a long code");
    assert!(matches!(error, Error::Prepare(_)), "{error:?}");
    connection.batch_execute("CREATE TABLE codes (code VARCHAR(3))").expect("a table");
    WRITTEN_LONG_AGO.stamp(&mut connection, &["codes"]).expect("a stamp");
    let report = WRITTEN_LONG_AGO.upgrade(&mut connection, "head").expect("a run");
    assert_eq!(report.revisions, ["names"]);
}

#[test]
fn a_panic_while_recording_stops_the_plan() {
    let mut connection = connect();
    let refused = |result: Result<migrate_runtime::executor::Report, Error>,
                   to: &str,
                   said: &str| {
        let error = result.expect_err("a panic");
        assert!(matches!(error, Error::Prepare(_)), "{error:?}");
        assert_eq!(error.to_string(), to);
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        assert!(cause.starts_with("its function panicked at "), "{cause}");
        assert!(cause.contains("execution.rs:") && cause.ends_with(said), "{cause}");
    };
    let to = "revision `later` cannot be applied";
    refused(UNPLANNED.upgrade(&mut connection, "head"), to, "the rest");
    assert_eq!(tables(&mut connection), "");
    UNPLANNED.upgrade(&mut connection, "users").expect("the one before");
    let to = "revision `users` cannot be taken back";
    refused(UNPLANNED.downgrade(&mut connection, "base"), to, ": there is no way back");
    assert_eq!(UNPLANNED.current(&mut connection).expect("rows"), ["users"]);
}

#[test]
fn what_cannot_be_taken_back_stops_the_way_back_before_it_begins() {
    let mut connection = connect();
    RUNNING.upgrade(&mut connection, "head").expect("a run");
    let before = (tables(&mut connection), log(&mut connection));
    let error = RUNNING.downgrade(&mut connection, "base").expect_err("an irreversible revision");
    assert_eq!(error.to_string(), "revision `run` cannot be taken back");
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(cause.as_deref(), Some("it is irreversible: the names were longer once"));
    assert_eq!((tables(&mut connection), log(&mut connection)), before);
    RUNNING.downgrade(&mut connection, "-1").expect("the one above it");
    assert_eq!(RUNNING.current(&mut connection).expect("rows"), ["run"]);
}

#[test]
fn six_programs_at_once_apply_each_revision_once() {
    const ROUNDS: usize = 20;
    const PROGRAMS: usize = 6;
    let directory = tempfile::tempdir().expect("a directory");
    for round in 0..ROUNDS {
        let file = directory.path().join(format!("{round}.db"));
        let start = Barrier::new(PROGRAMS);
        let program = || {
            let mut connection = open(&file);
            start.wait();
            let applied = GOOD.upgrade(&mut connection, "heads").expect("a run").revisions;
            assert_eq!(GOOD.current(&mut connection).expect("rows"), ["merge"]);
            assert!(GOOD.pending(&mut connection).expect("a plan").is_empty());
            applied.len()
        };
        let applied: usize = std::thread::scope(|scope| {
            let programs: Vec<_> = (0..PROGRAMS).map(|_| scope.spawn(program)).collect();
            programs.into_iter().map(|program| program.join().expect("no failure")).sum()
        });
        assert_eq!(applied, 4, "round {round}");
        let mut connection = open(&file);
        let expected = "users|upgrade posts|upgrade tags|upgrade merge|upgrade";
        assert_eq!(log(&mut connection), expected, "round {round}");
        assert_eq!(rows(&mut connection, "SELECT count(*) FROM users"), "2");
    }
}

#[test]
fn a_busy_database_is_waited_for() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("busy.db");
    let mut writer = open(&file);
    writer
        .batch_execute("CREATE TABLE t (a); BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)")
        .expect("a lock");
    let start = Barrier::new(2);
    let upgraded = std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut connection = open(&file);
            start.wait();
            let result = GOOD.upgrade(&mut connection, "head").map(|report| report.revisions);
            (result, settings(&mut connection))
        });
        start.wait();
        writer.batch_execute("COMMIT").expect("the end of the lock");
        other.join().expect("no failure")
    });
    let (result, after) = upgraded;
    assert_eq!(result.expect("a run").len(), 4);
    assert_eq!(after, settings(&mut open(&file)), "the settings are given back");
}
