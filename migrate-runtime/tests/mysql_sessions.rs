//! Sessions of MariaDB and MySQL: rows with the number 0, values that do not fit, the `sql_mode` of
//! routines, and an `ALGORITHM` that the server does not carry out.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{Event, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrations, Settings};

use RegisteredDowngrade::Irreversible;

package!(ZEROS, "zeros", Settings::DEFAULT, {
    "kinds" after [] => |op: &mut Op| {
        op.create_table(
            table("kinds")
                .column("id", integer().primary_key().identity())
                .column("name", varchar(9)),
        );
        op.create_table(
            table("grades").column("id", integer().primary_key()).column("name", varchar(9)),
        );
        op.bulk_insert("kinds", ["id", "name"], [(0, "none"), (1, "some"), (-1, "lost")]);
        op.execute("INSERT INTO kinds (id, name) VALUES (2, 'raw')").effect(|_| {});
        op.insert("kinds").set("name", "next");
        op.bulk_insert("grades", ["id", "name"], [(0, "none"), (5, "some")]);
    }, Irreversible("rows");
    "numbered" after ["kinds"] => |op: &mut Op| {
        op.alter_column("grades", "id").identity(Identity::by_default());
        op.alter_column("kinds", "name").set_type(char(9));
        op.insert("grades").set("name", "next");
    }, Irreversible("rows");
});

#[test]
fn a_row_with_the_number_0_keeps_it_on_mysql() {
    for set in ["SET sql_mode = ''", "SET time_zone = '+05:00'"] {
        let live = Live::mysql("zeros");
        let mut connection = live.connect();
        connection.execute(set).expect("a setting");
        ZEROS.upgrade(&mut *connection, "head").expect("both revisions");
        let rows = |table: &str| {
            live.rows(&format!("SELECT CONCAT(id, ' ', name) FROM {table} ORDER BY id"))
        };
        assert_eq!(rows("kinds"), ["-1 lost", "0 none", "1 some", "2 raw", "3 next"], "{set}");
        assert_eq!(rows("grades"), ["0 none", "5 some", "6 next"], "{set}");
    }
}

package!(ROUTINES, "routines", Settings::DEFAULT, {
    "trigger" after [] => |op: &mut Op| {
        op.create_table(
            table("log").column("id", integer().primary_key().identity()).column("n", integer()),
        );
        op.create_table(table("t").column("n", integer()));
        op.create_trigger("t_log", "t", "AFTER INSERT", "FOR EACH ROW INSERT INTO log VALUES (0, NEW.n)");
        op.execute("CREATE PROCEDURE fill() BEGIN INSERT INTO log VALUES (0, 7); END").effect(|_| {});
        op.bulk_insert("t", ["n"], [(1,), (2,)]);
        op.execute("CALL fill()").effect(|_| {});
    }, Irreversible("rows");
});

/// What a trigger or a procedure does is as its application means it: they keep the mode for good.
#[test]
fn routines_are_made_in_the_sessions_own_mode_on_mysql() {
    let live = Live::mysql("routines");
    let mut connection = live.connect();
    connection.execute("SET sql_mode = 'PIPES_AS_CONCAT'").expect("a mode");
    ROUTINES.upgrade(&mut *connection, "head").expect("a run");
    let modes = "SELECT CAST(sql_mode AS CHAR) FROM information_schema.triggers \
                 WHERE trigger_schema = DATABASE() UNION ALL \
                 SELECT CAST(sql_mode AS CHAR) FROM information_schema.routines \
                 WHERE routine_schema = DATABASE()";
    assert_eq!(live.rows(modes), ["PIPES_AS_CONCAT", "PIPES_AS_CONCAT"]);
    let log = live.rows("SELECT CONCAT(id, ' ', n) FROM log ORDER BY id");
    assert_eq!(log, ["1 1", "2 2", "3 7"]);
}

package!(STRICT, "strict", Settings::DEFAULT, {
    "short" after [] => |op: &mut Op| {
        op.create_table(table("t").column("n", varchar(2)));
    }, Irreversible("a table");
    "long" after ["short"] => |op: &mut Op| { op.insert("t").set("n", "abc"); }, Irreversible("a row");
    "engine" after ["short"] => |op: &mut Op| {
        op.create_table(table("u").column("n", varchar(2)).mysql_engine("NoSuchEngine"));
    }, Irreversible("a table");
});

#[test]
fn what_does_not_fit_is_an_error_in_every_mode_on_mysql() {
    let live = Live::mysql("strict");
    let mut connection = live.connect();
    connection.execute("SET sql_mode = ''").expect("a mode");
    STRICT.upgrade(&mut *connection, "short").expect("a table");
    STRICT.upgrade(&mut *connection, "long").expect_err("a value too long");
    STRICT.upgrade(&mut *connection, "engine").expect_err("no such engine");
    assert_eq!(live.rows("SELECT n FROM t"), [""; 0]);
}

package!(HIDDEN, "hidden", Settings::DEFAULT, {
    "hidden_table" after [] => |op: &mut Op| {
        op.create_table(table("t").column("id", integer().primary_key()).column("n", integer()));
    }, Irreversible("a table");
    "hidden_change" after ["hidden_table"] => |op: &mut Op| {
        op.add_column("t", "m", integer());
        op.alter_column("t", "n").not_null().default(1);
    }, Irreversible("a column");
});

/// A table that is other than the revisions say: what asks too much is asked again, and said.
#[test]
fn a_weaker_algorithm_is_taken_where_the_server_wants_one_on_mysql() {
    let live = Live::mysql("weaker");
    let mut connection = live.connect();
    HIDDEN.upgrade(&mut *connection, "hidden_table").expect("a table");
    let hash = "ALTER TABLE t ADD COLUMN u varchar(1000), ADD UNIQUE (u)";
    let hashed = connection.execute(hash);
    if connection.dialect().expect("a known version").name() == "MySQL" {
        // It has no unique key with a hash, which is what changes the algorithm.
        assert_eq!(hashed.expect_err("the key is too long").code(), Some("1071"));
        return;
    }
    hashed.expect("a unique key with a hash");
    let mut notes = Vec::new();
    let mut listen = |event: Event<'_>| {
        if let Event::Note { text, .. } = event {
            notes.push(text.to_owned());
        }
    };
    let options = Options::default();
    HIDDEN.upgrade_with(&mut *connection, "head", &options, &mut listen).expect("a run");
    // Each step down is said at both operations, which share the statement.
    notes.dedup();
    let step = |asked: &str, taken: &str| {
        format!("MariaDB does not do this with ALGORITHM={asked}: taking ALGORITHM={taken}")
    };
    let (none, shared) = ("INPLACE, LOCK=NONE", "INPLACE, LOCK=SHARED");
    assert_eq!(notes, [step(none, shared), step(shared, "COPY, LOCK=SHARED")]);
    let columns = "SELECT CONCAT(column_name, ' ', is_nullable) FROM information_schema.columns \
                   WHERE table_schema = DATABASE() AND table_name = 't' ORDER BY ordinal_position";
    assert_eq!(live.rows(columns), ["id NO", "n NO", "u YES", "m YES"]);
}
