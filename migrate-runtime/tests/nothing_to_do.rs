//! A start that finds nothing to do: one query that reads, by whoever may read the version table.

#![cfg(all(feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection, InstrumentationEvent};
use diesel::{MysqlConnection, PgConnection};
use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::Driver;
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrations, Settings};

use RegisteredDowngrade::Auto;

package!(SHOP, "shop", Settings::DEFAULT, {
    "s_users" after [] => |op: &mut Op| {
        op.create_table(table("users").column("id", integer().primary_key()));
    }, Auto;
    "s_emails" after ["s_users"] => |op: &mut Op| {
        op.add_column("users", "email", varchar(80));
    }, Auto;
});

/// The statements that a connection sends from now on.
fn listen(connection: &mut impl Connection) -> Arc<Mutex<Vec<String>>> {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&sent);
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            heard.lock().expect("no panic").push(query.to_string());
        }
    });
    sent
}

fn taken(sent: &Mutex<Vec<String>>) -> Vec<String> {
    std::mem::take(&mut sent.lock().expect("no panic"))
}

/// Nothing is done, in one query, by each way to ask; where there is a journal, in one more.
fn asks_once(connection: &mut dyn Driver, sent: &Mutex<Vec<String>>, has_journal: bool) {
    let journal = usize::from(has_journal);
    taken(sent);
    let report = SHOP.upgrade(connection, "heads").expect("an upgrade");
    assert_eq!(report.revisions, [""; 0]);
    let asked = taken(sent);
    assert_eq!(asked.len(), 1 + journal, "{asked:#?}");
    assert!(asked.iter().all(|query| query.starts_with("SELECT ")), "{asked:#?}");
    assert_eq!(SHOP.current(connection).expect("the rows"), ["s_emails"]);
    assert_eq!(SHOP.pending(connection).expect("a plan"), []);
    assert_eq!(SHOP.ahead(connection).expect("known revisions"), None);
    let asked = taken(sent);
    assert_eq!(asked.len(), 3, "{asked:#?}");
    // A way back looks into the log, for what was edited since.
    assert_eq!(SHOP.downgrade(connection, "s_emails").expect("a downgrade").revisions, [""; 0]);
    let asked = taken(sent);
    assert_eq!(asked.len(), 2 + journal, "{asked:#?}");
}

/// The rights of the one who starts: to read the version table and the log, and nothing else.
fn reads_alone(connection: &mut dyn Driver, sent: &Mutex<Vec<String>>) {
    asks_once(connection, sent, false);
    assert_eq!(SHOP.edited(connection).expect("digests"), [""; 0]);
    let refused = connection.execute("CREATE TABLE of_no_right (id integer)");
    refused.expect_err("a role that may read two tables");
    let refused = connection.execute("DELETE FROM migrate_version");
    refused.expect_err("a role that may read two tables");
}

#[test]
fn postgres_is_asked_once() {
    let live = Live::postgres("nothing_to_do");
    let mut connection = PgConnection::establish(&live.url()).expect("a connection");
    SHOP.upgrade(&mut connection, "head").expect("an upgrade");
    let sent = listen(&mut connection);
    asks_once(&mut connection, &sent, false);

    let role = live.rows("SELECT current_database()::text || '_reader'").remove(0);
    let grant = format!(
        "CREATE ROLE {role}; REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
         GRANT SELECT ON migrate_version, migrate_log TO {role}; SET ROLE {role}"
    );
    Driver::execute(&mut connection, &grant).expect("a role");
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        reads_alone(&mut connection, &sent);
    }));
    // A role is of all databases of a server.
    let dropped = format!("RESET ROLE; DROP OWNED BY {role}; DROP ROLE {role}");
    Driver::execute(&mut connection, &dropped).expect("no role");
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

/// No word is lost, and a database without a version table refuses nothing: it may be asked in a transaction.
#[test]
fn rows_of_any_text_are_read_on_postgres() {
    let live = Live::postgres("any_row");
    let mut connection = live.connect();
    connection.execute("BEGIN").expect("a transaction that diesel does not see");
    assert_eq!(SHOP.current(&mut *connection).expect("no rows"), [""; 0]);
    SHOP.ensure_version(&mut *connection).expect("tables");
    assert_eq!(SHOP.current(&mut *connection).expect("no rows"), [""; 0]);
    let rows = ["", "Ä b'c:1A,2", "\\x'|y"];
    for row in rows {
        let row = row.replace('\'', "''");
        let insert = format!("INSERT INTO migrate_version VALUES ('{row}')");
        connection.execute(&insert).expect("a row");
    }
    assert_eq!(SHOP.current(&mut *connection).expect("rows"), ["", "\\x'|y", "Ä b'c:1A,2"]);
}

/// Whatever the session is set to stays: nothing is changed of it for a look.
#[test]
fn mariadb_is_asked_once() {
    let live = Live::mysql("nothing_to_do");
    let mut connection = MysqlConnection::establish(&live.url()).expect("a connection");
    SHOP.upgrade(&mut connection, "head").expect("an upgrade");
    let own = "SET SESSION sql_mode = 'ANSI_QUOTES', time_zone = '+03:00'";
    Driver::execute(&mut connection, own).expect("settings");
    let sent = listen(&mut connection);
    asks_once(&mut connection, &sent, true);

    // A look in a transaction that nobody ends would see the same rows for ever.
    Driver::execute(&mut connection, "SET SESSION autocommit = OFF").expect("settings");
    assert_eq!(SHOP.current(&mut connection).expect("the rows"), ["s_emails"]);
    let mut other = live.connect();
    SHOP.downgrade(&mut *other, "-1").expect("a downgrade");
    assert_eq!(SHOP.current(&mut connection).expect("the rows"), ["s_users"]);
    assert_eq!(SHOP.upgrade(&mut connection, "head").expect("an upgrade").revisions, ["s_emails"]);
}

#[test]
fn a_reader_of_mariadb_needs_two_tables() {
    let live = Live::mysql("nothing_to_read");
    let mut admin = live.connect();
    SHOP.upgrade(&mut *admin, "head").expect("an upgrade");
    let user = live.rows("SELECT DATABASE()").remove(0);
    let grant = format!(
        "CREATE USER '{user}'@'%' IDENTIFIED BY 'reads'; CREATE USER '{user}'@localhost IDENTIFIED BY \
         'reads'; GRANT SELECT ON {user}.migrate_version TO '{user}'@'%', '{user}'@localhost; \
         GRANT SELECT ON {user}.migrate_log TO '{user}'@'%', '{user}'@localhost; \
         GRANT SELECT ON {user}.migrate_revision TO '{user}'@'%', '{user}'@localhost"
    );
    admin.execute(&grant).expect("a user");
    let url = live.url();
    let (_, place) = url.split_once('@').unwrap_or(("", url.trim_start_matches("mysql://")));
    let url = format!("mysql://{user}:reads@{place}");
    let done = std::panic::catch_unwind(|| {
        let mut connection = MysqlConnection::establish(&url).expect("a connection");
        let sent = listen(&mut connection);
        reads_alone(&mut connection, &sent);
        let revoke = format!(
            "REVOKE SELECT ON {user}.migrate_revision FROM '{user}'@'%', '{user}'@localhost"
        );
        live.connect().execute(&revoke).expect("a right less");
        assert_eq!(SHOP.current(&mut connection).expect("the rows"), ["s_emails"]);
        assert_eq!(SHOP.upgrade(&mut connection, "head").expect("an upgrade").revisions, [""; 0]);
    });
    let dropped = format!("DROP USER '{user}'@'%', '{user}'@localhost");
    admin.execute(&dropped).expect("no user");
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}
