//! What a failing revision leaves behind on PostgreSQL and MariaDB, and what is said of it.

#![cfg(all(feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::thread;
use std::time::Duration;

use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{
    DatabaseErrorKind, Event, ExecuteCause, ExecuteError, FallBack, Options, Timeouts,
};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};

use RegisteredDowngrade::Auto;

package!(TWO, "two", Settings::DEFAULT, {
    "users" after [] => users, Auto;
    "broken" after ["users"] => |op: &mut Op| {
        op.add_column("users", "a", integer());
        op.add_column("users", "b", integer());
        op.execute("ALTER TABLE users ADD COLUMN c integer; SELECT nonsense FROM users").effect(|_| {});
    }, Auto;
});

package!(ROWS, "rows", Settings::DEFAULT, {
    "r_rows" after [] => |op: &mut Op| {
        op.execute("INSERT INTO known VALUES (1)").effect(|_| {});
        op.execute("INSERT INTO known VALUES (2)").effect(|_| {});
        op.execute("INSERT INTO unknown VALUES (3)").effect(|_| {});
    }, Auto;
});

package!(ANALYZING, "analyzing", Settings::DEFAULT, {
    "z_rows" after [] => |op: &mut Op| {
        op.execute("INSERT INTO known VALUES (1)").effect(|_| {});
        op.execute("ANALYZE TABLE known").effect(|_| {});
        op.execute("INSERT INTO unknown VALUES (3)").effect(|_| {});
    }, Auto;
});

package!(NUMBERING, "numbering", Settings::DEFAULT, {
    "n_table" after [] => |op: &mut Op| {
        op.create_table(table("tickets").column("id", integer().primary_key()));
    }, Auto;
    "n_numbers" after ["n_table"] => |op: &mut Op| {
        op.alter_column("tickets", "id").identity(Identity::by_default());
    }, Auto;
});

package!(INDEXING, "indexing", Settings::DEFAULT, {
    "i_users" after [] => users, Auto;
    "i_index" after ["i_users"] => |op: &mut Op<NoTx>| {
        op.create_index("ux_users_name", "users", ["name"]).unique().concurrently();
    }, Auto;
});

package!(TWO_INDEXES, "two_indexes", Settings::DEFAULT, {
    "t_users" after [] => users, Auto;
    "t_indexes" after ["t_users"] => |op: &mut Op<NoTx>| {
        op.create_index("ix_users_lower", "users", [expression("lower(name)")])
            .filter("name <> ''")
            .concurrently();
        op.create_index("ux_users_name", "users", ["name"]).unique().concurrently();
    }, Auto;
});

package!(SETTING, "setting", Settings::DEFAULT, {
    "s_settings" after [] => |op: &mut Op| {
        op.execute("SET search_path = ''; SET work_mem = '1MB'; SET ROLE pg_read_all_stats").effect(|_| {});
    }, Auto;
    "s_half" after ["s_settings"] => |op: &mut Op<NoTx>| {
        op.execute("SET lock_timeout = 7; SELECT nonsense").effect(|_| {});
    }, Auto;
});

package!(DEFERRED, "deferred", Settings::DEFAULT, {
    "d_tables" after [] => |op: &mut Op| {
        users(op);
        op.create_table(table("posts").column("user_id", integer()));
        op.create_foreign_key("fk", "posts", ["user_id"], "users", ["id"])
            .deferrable_initially_deferred();
    }, Auto;
    "d_orphan" after ["d_tables"] => |op: &mut Op| { op.insert("posts").set("user_id", 7); }, Auto;
    "d_broken" after ["d_orphan"] => |op: &mut Op| {
        op.execute("SELECT nonsense").effect(|_| {});
    }, Auto;
});

package!(WORDS, "words", Settings::DEFAULT, {
    "w_type" after [] => |op: &mut Op| {
        op.create_enum("mood", ["sad"]);
        op.create_table(table("t").column("mood", enumeration("mood", ["sad"])));
    }, Auto;
    "w_word" after ["w_type"] => |op: &mut Op| { op.add_enum_value("mood", "happy"); }, Auto;
    "w_raw" after ["w_word"] => |op: &mut Op| {
        op.execute("ALTER TYPE mood ADD VALUE 'bored'").effect(|op| {
            op.add_enum_value("mood", "bored");
        });
    }, Auto;
    "w_use" after ["w_raw"] => |op: &mut Op| {
        op.bulk_insert("t", ["mood"], [("happy",), ("bored",)]);
    }, Auto;
});

package!(LONG, "long", Settings::DEFAULT, {
    "l_base" after [] => users, Auto;
    "z_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789" after ["l_base"] =>
        |op: &mut Op| op.create_table(table("z").column("id", integer())), Auto;
    "a_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789" after ["l_base"] =>
        |op: &mut Op| op.create_table(table("a").column("id", integer())), Auto;
});

package!(CHANGING, "changing", Settings::DEFAULT, {
    "k_table" after [] => |op: &mut Op| {
        op.create_table(
            table("kept")
                .column("id", integer().primary_key())
                .column("at", timestamp())
                .column("word", varchar(20)),
        );
    }, Auto;
    "k_change" after ["k_table"] => |op: &mut Op| {
        op.alter_column("kept", "at").not_null();
        op.alter_column("kept", "word").set_type(varchar(30));
    }, RegisteredDowngrade::Irreversible("a test of the way up");
});

fn users(op: &mut Op) {
    op.create_table(
        table("users").column("id", integer().primary_key()).column("name", varchar(40)),
    );
}

fn failed(result: Result<migrate_runtime::executor::Report, Error>) -> Box<ExecuteError> {
    match result {
        Err(Error::Execute(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_failing_statement_is_found_and_nothing_of_its_revision_stays_on_postgres() {
    let live = Live::postgres("fails");
    let error = failed(TWO.upgrade(&mut *live.connect(), "head"));
    assert_eq!((error.revision.as_str(), &error.partial_progress), ("broken", &None));
    assert!(error.operation.as_deref().is_some_and(|operation| operation.starts_with("execute")));
    let sql = error.sql.as_deref().unwrap_or_default();
    assert!(sql.starts_with("ALTER TABLE users ADD COLUMN c"), "{sql}");
    let ExecuteCause::Database(cause) = &error.cause else { panic!("{error:?}") };
    let at = cause.position().expect("a position") - 1;
    assert!(sql[at..].starts_with("nonsense"), "{at} of {sql}");
    assert_eq!(live.rows("SELECT version_num::text FROM migrate_version"), ["users"]);
    let columns = "SELECT column_name::text FROM information_schema.columns \
                   WHERE table_name = 'users' ORDER BY 1";
    assert_eq!(live.rows(columns), ["id", "name"]);
}

#[test]
fn what_stays_of_a_failing_revision_is_said_on_mysql() {
    let live = Live::mysql("fails");
    let error = failed(TWO.upgrade(&mut *live.connect(), "head"));
    let progress = error.partial_progress.as_ref().expect("what stays");
    assert_eq!((progress.statements, progress.partly), (2, false));
    let last = progress.last.as_ref().expect("the last operation");
    assert_eq!(last.description, "execute `ALTER TABLE users ADD COLUMN c integer; SELECT …`");
    let state = error.state().expect("something stays");
    assert!(state.starts_with("2 statements ran, and what they did stays"), "{state}");
    assert_eq!(live.rows("SELECT version_num FROM migrate_version"), ["users"]);
}

/// Making the log would end the transaction that the rows are in.
#[test]
fn rows_alone_are_undone_on_mysql() {
    let live = Live::mysql("rows");
    let prepare = "CREATE TABLE known (id int); \
                   CREATE TABLE migrate_version (version_num varchar(32) PRIMARY KEY)";
    live.connect().execute(prepare).expect("a database of another tool");
    let error = failed(ROWS.upgrade(&mut *live.connect(), "head"));
    assert_eq!(error.partial_progress, None);
    assert_eq!(live.rows("SELECT CAST(count(*) AS CHAR) FROM known"), ["0"]);
    assert!(live.rows("SELECT version_num FROM migrate_version").is_empty());
}

/// `ANALYZE TABLE` changes no schema, and commits all the same.
#[test]
fn rows_before_a_statement_that_commits_stay_and_are_reported_on_mysql() {
    let live = Live::mysql("analyze");
    live.connect().execute("CREATE TABLE known (id int)").expect("a table");
    let error = failed(ANALYZING.upgrade(&mut *live.connect(), "head"));
    assert_eq!(error.partial_progress.as_ref().map(|kept| kept.statements), Some(2), "{error:?}");
    assert_eq!(live.rows("SELECT CAST(count(*) AS CHAR) FROM known"), ["1"]);
}

#[test]
fn an_index_that_is_left_half_built_is_said_and_repaired_on_postgres() {
    let live = Live::postgres("invalid");
    INDEXING.upgrade(&mut *live.connect(), "i_users").expect("a table");
    live.connect().execute("INSERT INTO users VALUES (1, 'a'), (2, 'a')").expect("rows alike");
    let error = failed(INDEXING.upgrade(&mut *live.connect(), "head"));
    assert_eq!(error.invalid_index.as_deref(), Some("ux_users_name"));
    let invalid = "SELECT count(*)::text FROM pg_index WHERE NOT indisvalid";
    assert_eq!(live.rows(invalid), ["1"]);
    live.connect().execute("DELETE FROM users WHERE id = 2").expect("rows that differ");
    INDEXING.upgrade(&mut *live.connect(), "head").expect("a repaired index");
    assert_eq!(live.rows(invalid), ["0"]);
    let valid = "SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique \
                 AND indrelid = 'users'::regclass AND NOT indisprimary AND indisvalid";
    assert_eq!(live.rows(valid), ["ux_users_name"]);
}

/// Of two indexes the first is built and the second fails: the revision can be run again.
#[test]
fn an_index_that_an_earlier_run_built_is_passed_over_on_postgres() {
    let live = Live::postgres("passed_over");
    TWO_INDEXES.upgrade(&mut *live.connect(), "t_users").expect("a table");
    live.connect().execute("INSERT INTO users VALUES (1, 'a'), (2, 'a')").expect("rows alike");
    failed(TWO_INDEXES.upgrade(&mut *live.connect(), "head"));
    live.connect().execute("DELETE FROM users WHERE id = 2").expect("rows that differ");
    let mut notes = Vec::new();
    let mut listen = |event: Event<'_>| {
        if let Event::Note { text, .. } = event {
            notes.push(text.to_owned());
        }
    };
    TWO_INDEXES
        .upgrade_with(&mut *live.connect(), "head", &Options::default(), &mut listen)
        .unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(
        notes,
        [
            "index ix_users_lower was built by an earlier run: passing over it",
            "index ux_users_name was left half-built by an earlier run: dropping it",
        ]
    );
}

/// Another index has the name: it is not passed over.
#[test]
fn an_index_of_another_definition_is_in_the_way_on_postgres() {
    for other in [
        "CREATE INDEX ix_users_lower ON users (lower(name))",
        "CREATE UNIQUE INDEX ix_users_lower ON users (lower(name)) WHERE name <> ''",
        "CREATE TABLE others (name text); \
         CREATE INDEX ix_users_lower ON others (lower(name)) WHERE name <> ''",
    ] {
        let live = Live::postgres("other_index");
        TWO_INDEXES.upgrade(&mut *live.connect(), "t_users").expect("a table");
        live.connect().execute(other).expect("an index by hand");
        let error = failed(TWO_INDEXES.upgrade(&mut *live.connect(), "head"));
        let ExecuteCause::Database(cause) = &error.cause else { panic!("{error:?}") };
        assert!(cause.message().contains("already exists"), "{other}: {cause}");
    }
}

/// What a revision sets lasts as long as the revision, also where it fails outside a transaction.
#[test]
fn an_application_keeps_its_settings_on_postgres() {
    let live = Live::postgres("settings");
    let mut connection = live.connect();
    let own = "CREATE SCHEMA app; GRANT ALL ON SCHEMA app TO pg_monitor; \
               SET search_path = app, public; SET app.tenant = 'acme'; SET lock_timeout = '5s'; \
               SET ROLE pg_monitor";
    connection.execute(own).expect("the application's settings");
    let error = failed(SETTING.upgrade(&mut *connection, "head"));
    assert_eq!(error.revision, "s_half");
    let now = "SELECT current_setting('search_path'), current_setting('app.tenant'), \
               current_setting('lock_timeout'), current_setting('role')";
    let now = connection.query(now).expect("settings").concat();
    let now: Vec<_> = now.into_iter().flatten().collect();
    assert_eq!(now, ["app, public", "acme", "5s", "pg_monitor"]);
    let changed = "SELECT setting::text FROM pg_settings WHERE name = 'work_mem' \
                   AND setting <> reset_val";
    assert!(connection.query(changed).expect("a setting").is_empty());
    assert_eq!(live.rows("SELECT count(*)::text FROM app.migrate_version"), ["1"]);
}

#[test]
fn a_search_path_to_nowhere_is_named_on_postgres() {
    let live = Live::postgres("nowhere");
    let mut connection = live.connect();
    connection.execute("SET search_path = nowhere, \"Else\"").expect("a setting");
    let error = TWO.upgrade(&mut *connection, "head").expect_err("there is no schema");
    let hint = error.hint().unwrap_or_default();
    assert!(hint.contains("`search_path` is `nowhere, \"Else\"`"), "{error}: {hint}");
}

/// The first revision is sound, the second is refused at its commit, the third at once.
#[test]
fn a_commit_that_fails_takes_no_other_revision_along_on_postgres() {
    let live = Live::postgres("deferred");
    let error = failed(DEFERRED.upgrade(&mut *live.connect(), "head"));
    assert_eq!(error.revision, "d_orphan");
    assert_eq!(live.rows("SELECT version_num::text FROM migrate_version"), ["d_tables"]);
}

#[test]
fn a_new_word_is_committed_before_it_is_used_on_postgres() {
    let live = Live::postgres("words");
    WORDS.upgrade(&mut *live.connect(), "head").unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(live.rows("SELECT mood::text FROM t ORDER BY t.mood"), ["happy", "bored"]);
}

#[test]
fn a_connection_in_a_transaction_is_refused_on_postgres_and_mysql() {
    for live in [Live::postgres("inside"), Live::mysql("inside")] {
        let mut connection = live.connect();
        connection.begin().expect("a transaction");
        let error = TWO.upgrade(&mut *connection, "users").expect_err("it is in a transaction");
        assert_eq!(error.to_string(), "the connection is in a transaction already");
        connection.rollback().expect("the transaction is still there");
    }
}

/// What the revisions never said, and the catalogue knows, is still there after a change.
#[test]
fn a_changed_column_keeps_what_the_catalogue_has_on_mysql() {
    let live = Live::mysql("kept");
    CHANGING.upgrade(&mut *live.connect(), "k_table").expect("a table");
    let by_hand = "ALTER TABLE kept \
        MODIFY at datetime(6) NULL DEFAULT '2026-01-02 03:04:05' \
            ON UPDATE CURRENT_TIMESTAMP(6) COMMENT 'when, ''exactly''', \
        MODIFY word varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL INVISIBLE \
            DEFAULT 'it''s' COMMENT 'what'";
    live.connect().execute(by_hand).expect("a change by hand");
    CHANGING.upgrade(&mut *live.connect(), "head").unwrap_or_else(|error| panic!("{error:?}"));
    let definition = &live.rows("SHOW CREATE TABLE kept")[0];
    // MySQL 9.7 prints the same attributes in another form.
    let definition = definition
        .replace("DEFAULT 'it''s' /*!80023 INVISIBLE */", "INVISIBLE DEFAULT 'it''s'")
        .replace("CURRENT_TIMESTAMP", "current_timestamp");
    for column in [
        "`at` datetime(6) NOT NULL DEFAULT '2026-01-02 03:04:05.000000' ON UPDATE \
         current_timestamp(6) COMMENT 'when, ''exactly'''",
        "`word` varchar(30) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL INVISIBLE DEFAULT \
         'it''s' COMMENT 'what'",
    ] {
        assert!(definition.contains(column), "{definition}");
    }
}

/// A default that the revisions do not know of is in the way of `AUTO_INCREMENT`.
#[test]
fn a_column_that_gets_numbers_loses_its_default_on_mysql() {
    let live = Live::mysql("numbers");
    NUMBERING.upgrade(&mut *live.connect(), "n_table").expect("a table");
    let by_hand = "ALTER TABLE tickets ALTER id SET DEFAULT 5";
    live.connect().execute(by_hand).expect("a change by hand");
    NUMBERING.upgrade(&mut *live.connect(), "head").unwrap_or_else(|error| panic!("{error:?}"));
    let definition = &live.rows("SHOW CREATE TABLE tickets")[0];
    // MySQL shows no display width.
    let definition = definition.replace("int(11)", "int");
    assert!(definition.contains("`id` int NOT NULL AUTO_INCREMENT"), "{definition}");
}

/// Long ids fit, and nothing depends on the order in which a table gives its rows.
#[test]
fn ids_are_long_and_rows_have_an_order_on_postgres_and_mysql() {
    for live in [Live::postgres("long"), Live::mysql("long")] {
        let mut connection = live.connect();
        LONG.upgrade(&mut *connection, "heads").unwrap_or_else(|error| panic!("{error:?}"));
        let rows = LONG.current(&mut *connection).expect("rows");
        assert_eq!(rows.iter().map(String::len).collect::<Vec<_>>(), [78, 78]);
        assert!(rows[0].starts_with('a') && rows[1].starts_with('z'), "{rows:?}");
        let error = LONG.downgrade(&mut *connection, "-1").expect_err("two ways down");
        assert!(error.to_string().contains("a_0123456789"), "{error}");
    }
}

/// An added value must be committed before it can be used, on a run as in a script.
#[test]
fn a_single_transaction_is_refused_before_anything_runs_on_postgres() {
    let live = Live::postgres("single");
    let options = Options::default().in_single_transaction();
    let error = WORDS.upgrade_with(&mut *live.connect(), "head", &options, &mut |_| {});
    let Err(Error::NotTransactional { revision, reason, .. }) = error else { panic!("{error:?}") };
    assert_eq!(revision, "w_word");
    assert_eq!(reason, "must be committed before the revisions after it");
    assert_eq!(live.rows("SELECT to_regclass('t')::text"), [""]);
}

#[test]
fn why_a_revision_is_no_single_message_is_said_on_postgres() {
    let reasons = |migrations: &Migrations| {
        let live = Live::postgres("messages");
        let mut reasons = Vec::new();
        let mut listen = |event: Event<'_>| {
            if let Event::FellBack { revision, reason, .. } = event {
                reasons.push(match reason {
                    FallBack::OutsideTransaction => format!("{}: no transaction", revision.id),
                    FallBack::NotOnlySql(what) => format!("{}: {what}", revision.id),
                    FallBack::Refused(_) => format!("{}: refused", revision.id),
                    other => format!("{}: {other:?}", revision.id),
                });
            }
        };
        let report =
            migrations.upgrade_with(&mut *live.connect(), "head", &Options::default(), &mut listen);
        if let Ok(report) = report {
            assert_eq!(report.fall_backs, reasons.len());
        }
        reasons
    };
    assert_eq!(reasons(&WORDS), [""; 0]);
    assert_eq!(reasons(&INDEXING), ["i_index: no transaction"]);
    assert_eq!(reasons(&TWO), ["broken: refused"]);
}

/// Ends what waits for a lock in the database, once something does.
fn end_waiting(live: &Live, function: &str) {
    let end = format!(
        "SELECT {function}(pid)::text FROM pg_locks JOIN pg_database ON oid = database \
         WHERE NOT granted AND datname = current_database()"
    );
    let ended = (0..200).any(|_| {
        thread::sleep(Duration::from_millis(50));
        !live.rows(&end).is_empty()
    });
    assert!(ended, "nothing waits for a lock");
}

/// Statement by statement, the time a statement may wait would pass a second time, in whatever
/// language the server says that it passed.
#[test]
fn a_message_that_waited_too_long_is_not_tried_again_on_postgres() {
    let live = Live::postgres("waits");
    TWO.upgrade(&mut *live.connect(), "users").expect("a table");
    let mut other = live.connect();
    other.execute("BEGIN; LOCK TABLE users").expect("a lock");
    for (limit, end, kind) in [
        ("SET lock_timeout = '300ms'", None, DatabaseErrorKind::LockTimeout),
        ("SET statement_timeout = '300ms'", None, DatabaseErrorKind::Canceled),
        ("RESET ALL", Some("pg_cancel_backend"), DatabaseErrorKind::Canceled),
        ("RESET ALL", Some("pg_terminate_backend"), DatabaseErrorKind::ConnectionLost),
    ] {
        for language in ["C", "de_DE.UTF-8"] {
            let mut connection = live.connect();
            connection.execute(limit).expect("a setting");
            // A server speaks the languages whose locales its machine has.
            if connection.execute(&format!("SET lc_messages = '{language}'")).is_err() {
                continue;
            }
            let mut events = Vec::new();
            let mut listen = |event: Event<'_>| match event {
                Event::FellBack { .. } => events.push("fell back"),
                Event::Statement { .. } => events.push("statement"),
                _ => {}
            };
            let error = thread::scope(|scope| {
                if let Some(function) = end {
                    scope.spawn(|| end_waiting(&live, function));
                }
                let once = Timeouts::default().with_retries(0);
                let options = Options::default().with_timeouts(once);
                failed(TWO.upgrade_with(&mut *connection, "head", &options, &mut listen))
            });
            let ExecuteCause::Database(cause) = &error.cause else { panic!("{error:?}") };
            assert_eq!(cause.kind(), kind, "{limit}, {end:?}, {language}: {cause:?}");
            assert_eq!(events, ["statement"; 2], "each statement of the message once");
            let one_of: Vec<_> = error.one_of.iter().map(|it| it.description.as_str()).collect();
            assert_eq!(one_of[..2], ["add column users.a integer", "add column users.b integer"]);
        }
    }
}

/// What the second try of a message finds out is what the statement alone would have said.
#[test]
fn a_refused_message_has_the_kind_of_its_statement_on_postgres() {
    let live = Live::postgres("refused");
    let mut kinds = Vec::new();
    let mut listen = |event: Event<'_>| {
        if let Event::FellBack { reason: FallBack::Refused(error), .. } = event {
            kinds.push(error.kind());
        }
    };
    TWO.upgrade(&mut *live.connect(), "users").expect("a table");
    let options = Options::default();
    let error = failed(TWO.upgrade_with(&mut *live.connect(), "head", &options, &mut listen));
    let ExecuteCause::Database(cause) = &error.cause else { panic!("{error:?}") };
    assert_eq!((kinds, cause.kind()), (vec![cause.kind()], DatabaseErrorKind::UndefinedObject));
}
