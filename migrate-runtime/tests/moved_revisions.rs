//! A program whose revisions are no longer what was applied: after others than they were applied after, as after
//! `git rebase`, or edited; and documents that are of another application of a revision than the last.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

mod live;

use diesel::{Connection as _, SqliteConnection};
use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, Script, record,
};
use migrate_runtime::executor::{Driver, Options, WhenAhead};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};

/// Each revision makes a table of its own.
macro_rules! tables {
    ($($id:literal)+) => {
        fn upgrade(id: &str) -> fn() -> Script {
            match id {
                $($id => || {
                    record(|op: &mut Op| {
                        op.create_table(table(concat!("t_", $id)).column("id", integer().primary_key()));
                    })
                },)+
                other => panic!("no revision {other}"),
            }
        }
    };
}

tables!("a" "b" "c" "d" "e" "m");

/// A revision that comes after others.
fn registered(rev: &'static str, needs: &[&'static str]) -> RegisteredRevision {
    RegisteredRevision {
        rev,
        down_revs: needs.to_vec().leak(),
        depends_on: &[],
        labels: &[],
        doc: "",
        file: file!(),
        line: line!(),
        package: "",
        upgrade: upgrade(rev),
        timeouts: migrate_runtime::executor::Timeouts::UNSAID,
        downgrade: RegisteredDowngrade::Auto,
    }
}

/// A program with these revisions, each with what it needs.
fn program(revisions: &[(&'static str, &[&'static str])]) -> Migrations {
    given(revisions.iter().map(|(rev, needs)| registered(rev, needs)).collect())
}

fn given(revisions: Vec<RegisteredRevision>) -> Migrations {
    let given: &'static [_] = revisions.leak();
    let expected = given.iter().map(|it| ExpectedRevision {
        rev: it.rev,
        file: it.file,
        doc: "",
        switched_off: None,
    });
    Migrations::given(given, expected.collect::<Vec<_>>().leak(), Settings::DEFAULT)
}

fn memory() -> Box<dyn Driver> {
    Box::new(SqliteConnection::establish(":memory:").expect("a database"))
}

/// The tables of the revisions that are there.
fn tables(connection: &mut dyn Driver) -> String {
    let there = |id: &&&str| connection.query(&format!("SELECT 1 FROM t_{id}")).is_ok();
    ["a", "b", "c", "d", "e", "m"].iter().filter(there).copied().collect::<Vec<_>>().join("")
}

fn switch(migrations: &Migrations, connection: &mut dyn Driver) -> Vec<String> {
    let revert = Options::default().with_when_ahead(WhenAhead::Revert);
    let report = migrations.upgrade_with(connection, "heads", &revert, &mut |_| {});
    report.expect("a switch").reverted
}

/// An applied graph, and another in which what is applied comes after other revisions: with what must be taken back.
type Case = (
    &'static str,
    &'static [(&'static str, &'static [&'static str])],
    &'static [(&'static str, &'static [&'static str])],
    &'static str,
);

const CASES: &[Case] = &[
    (
        "a branch is rebased onto a revision that never ran",
        &[("a", &[]), ("b", &["a"])],
        &[("a", &[]), ("d", &["a"]), ("b", &["d"])],
        "b",
    ),
    (
        "two revisions are rebased, and the row's own parent stays",
        &[("a", &[]), ("b", &["a"]), ("c", &["b"])],
        &[("a", &[]), ("d", &["a"]), ("b", &["d"]), ("c", &["b"])],
        "cb",
    ),
    (
        "one in the middle is gone",
        &[("a", &[]), ("b", &["a"]), ("c", &["b"])],
        &[("a", &[]), ("c", &["a"])],
        "cb",
    ),
    (
        "one in the middle is a branch of its own now",
        &[("a", &[]), ("b", &["a"]), ("c", &["b"])],
        &[("a", &[]), ("b", &["a"]), ("c", &["a"])],
        "c",
    ),
    (
        "two have changed places",
        &[("a", &[]), ("b", &["a"]), ("c", &["b"])],
        &[("a", &[]), ("c", &["a"]), ("b", &["c"])],
        "cb",
    ),
    (
        "one below an unknown one is rebased",
        &[("a", &[]), ("b", &["a"]), ("e", &["b"])],
        &[("a", &[]), ("d", &["a"]), ("b", &["d"])],
        "eb",
    ),
    (
        "a merge is a chain now",
        &[("a", &[]), ("b", &["a"]), ("c", &["a"]), ("m", &["b", "c"])],
        &[("a", &[]), ("b", &["a"]), ("c", &["b"])],
        "m",
    ),
    (
        "a need is added that is applied",
        &[("a", &[]), ("b", &["a"]), ("c", &["a"])],
        &[("a", &[]), ("b", &["a"]), ("c", &["a", "b"])],
        "",
    ),
];

fn check(mut connect: impl FnMut() -> Box<dyn Driver>, clear: impl Fn(&mut dyn Driver)) {
    for (name, before, after, taken_back) in CASES {
        let mut connection = connect();
        let (before, after) = (program(before), program(after));
        before.upgrade(&mut *connection, "heads").expect(name);
        let (was, rows) = (tables(&mut *connection), before.current(&mut *connection).expect(name));
        if taken_back.is_empty() {
            after.upgrade(&mut *connection, "heads").expect(name);
        } else {
            let Err(Error::Ahead(ahead)) = after.upgrade(&mut *connection, "heads") else {
                panic!("{name}: not ahead");
            };
            let named: String = ahead.revisions.iter().map(|it| it.revision.as_str()).collect();
            assert_eq!((named.as_str(), ahead.reversible), (*taken_back, true), "{name}");
            after.pending(&mut *connection).expect_err(name);
            assert!(after.ahead(&mut *connection).expect(name).is_some(), "{name}");
            assert_eq!(tables(&mut *connection), was, "{name}");
            assert_eq!(after.current(&mut *connection).expect(name), rows, "{name}");
        }
        let reverted = switch(&after, &mut *connection);
        assert_eq!(reverted.concat(), *taken_back, "{name}");
        let mut fresh = memory();
        after.upgrade(&mut *fresh, "heads").expect(name);
        assert_eq!(tables(&mut *connection), tables(&mut *fresh), "{name}");
        assert!(after.pending(&mut *connection).expect(name).is_empty(), "{name}");
        after.downgrade(&mut *connection, "base").expect(name);
        assert_eq!(tables(&mut *connection), "", "{name}");
        clear(&mut *connection);
    }
}

#[test]
fn on_sqlite() {
    check(memory, |_| {});
}

#[test]
fn on_postgres() {
    let live = Live::postgres("moved_revisions");
    check(
        || live.connect(),
        |connection| {
            connection
                .execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
                .expect("a schema");
        },
    );
}

#[test]
fn on_mysql() {
    let live = Live::mysql("moved_revisions");
    check(
        || live.connect(),
        |connection| {
            let name = connection.query("SELECT DATABASE()").expect("a name");
            let name = name.into_iter().flatten().flatten().next().unwrap_or_default();
            let again = format!("DROP DATABASE {name}; CREATE DATABASE {name}; USE {name}");
            connection.execute(&again).expect("a database");
        },
    );
}

#[test]
fn a_stamp_says_that_the_order_of_the_program_is_right() {
    let mut connection = memory();
    program(&[("a", &[]), ("b", &["a"])]).upgrade(&mut *connection, "heads").expect("an upgrade");
    let rebased = program(&[("a", &[]), ("d", &["a"]), ("b", &["d"]), ("c", &["b"])]);
    let Err(error) = rebased.upgrade(&mut *connection, "heads") else { panic!("not refused") };
    assert!(error.to_string().ends_with("has in another order: `b`"), "{error}");
    let hint = error.hint().expect("a hint");
    assert!(hint.contains("`stamp --purge TARGET`"), "{hint}");
    connection.execute("CREATE TABLE t_d (id INTEGER PRIMARY KEY)").expect("by hand");
    let options = Options::default();
    rebased.stamp_with(&mut *connection, &["b"], true, &options, &mut |_| {}).expect("a stamp");
    rebased.upgrade(&mut *connection, "heads").expect("the rest");
    assert_eq!(tables(&mut *connection), "abcd");
    rebased.downgrade(&mut *connection, "base").expect("a way back");
    assert_eq!(tables(&mut *connection), "");
}

#[test]
fn a_way_back_of_an_earlier_application_is_not_run() {
    let all = program(&[("a", &[]), ("b", &["a"])]);
    let first = program(&[("a", &[])]);
    let spoil = [
        // An application that an earlier release has written down, which kept nothing.
        "DELETE FROM migrate_revision WHERE log_id = (SELECT max(id) FROM migrate_log)",
        "UPDATE migrate_revision SET record = substr(record, 1, 40) \
         WHERE log_id = (SELECT max(id) FROM migrate_log)",
    ];
    for sql in spoil {
        let mut connection = memory();
        all.upgrade(&mut *connection, "heads").expect("an upgrade");
        all.downgrade(&mut *connection, "a").expect("a way back");
        all.upgrade(&mut *connection, "heads").expect("an upgrade");
        connection.execute(sql).expect("a change by hand");
        let ahead = first.ahead(&mut *connection).expect("an answer").expect("one is unknown");
        assert!(!ahead.reversible, "{sql}");
        first.downgrade(&mut *connection, "base").expect_err("nothing is kept of it");
        assert_eq!(tables(&mut *connection), "ab");
    }
    // What was taken back and stamped was never run with what was kept before.
    let mut connection = memory();
    all.upgrade(&mut *connection, "heads").expect("an upgrade");
    all.downgrade(&mut *connection, "a").expect("a way back");
    all.stamp(&mut *connection, &["b"]).expect("a stamp");
    let ahead = first.ahead(&mut *connection).expect("an answer").expect("one is unknown");
    assert_eq!(ahead.revisions[0].irreversible.as_deref(), Some("it was stamped, and not applied"));
}

#[test]
fn what_was_edited_is_taken_back_as_it_was_applied() {
    fn with(rev: &'static str, needs: &'static [&'static str], is: &str) -> RegisteredRevision {
        let mut revision = registered(rev, needs);
        revision.upgrade = upgrade(is);
        revision
    }
    let applied =
        given(vec![registered("a", &[]), with("b", &["a"], "b"), registered("c", &["b"])]);
    let edited = given(vec![registered("a", &[]), with("b", &["a"], "d"), registered("c", &["b"])]);
    let mut connection = memory();
    applied.upgrade(&mut *connection, "heads").expect("an upgrade");
    assert_eq!(tables(&mut *connection), "abc");
    assert_eq!(edited.edited(&mut *connection).expect("an answer"), ["b"]);
    edited.downgrade(&mut *connection, "a").expect("a way back");
    assert_eq!(tables(&mut *connection), "a");
    edited.upgrade(&mut *connection, "heads").expect("an upgrade");
    assert_eq!(tables(&mut *connection), "acd");
    edited.downgrade(&mut *connection, "base").expect("a way back");
    assert_eq!(tables(&mut *connection), "");
}

#[test]
fn a_switch_leaves_what_another_package_applied() {
    let shop = program(&[("a", &[]), ("b", &["a"])]).of_package("shop");
    let mail = program(&[("c", &[])]).of_package("mail");
    let mut connection = memory();
    shop.upgrade(&mut *connection, "heads").expect("an upgrade");
    let revert = Options::default().with_when_ahead(WhenAhead::Revert).allowing_losses();
    let error = mail.upgrade_with(&mut *connection, "heads", &revert, &mut |_| {});
    let Err(Error::Ahead(ahead)) = error else { panic!("{error:?}") };
    assert_eq!(ahead.revisions[0].package.as_deref(), Some("shop"));
    assert!(Error::Ahead(ahead).hint().expect("a hint").contains("share a version table"));
    assert_eq!(tables(&mut *connection), "ab");
    // Who asks for it by name knows what it is: any program takes the revisions back.
    mail.downgrade(&mut *connection, "base").expect("a way back");
    assert_eq!(tables(&mut *connection), "");
}
