//! The revisions of the example up, down as far as they go, and up again, with rows in the tables.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use diesel::prelude::*;
use migrate_analysis::introspect;
use migrate_runtime::executor::{Driver, with_catalogue};
use migrate_runtime::schema::Schema;
use postgres_migrations::MIGRATIONS;
use test_servers::unique_name;

/// The last revision that can be taken back.
const REVERSIBLE: &str = "5be91a4c07d6";

/// The schema of the live database.
fn live(connection: &mut dyn Driver) -> Schema {
    let read = with_catalogue(connection, |query, dialect| introspect::read(query, dialect, &[]));
    read.unwrap().unwrap().schema
}

fn values(connection: &mut PgConnection, query: &str) -> Vec<String> {
    connection.query(query).unwrap().into_iter().flatten().flatten().collect()
}

#[test]
fn the_example_goes_up_and_down_on_postgres() {
    let server = test_servers::postgres();
    let name = unique_name("shop");
    let mut admin = PgConnection::establish(server.url()).unwrap();
    admin.execute(&format!("CREATE DATABASE {name}")).unwrap();
    let mut connection = PgConnection::establish(&server.url_of(&name)).unwrap();
    let upgrade = |connection: &mut PgConnection, target: &str| {
        let report = MIGRATIONS.upgrade(connection, target);
        let report = report.unwrap_or_else(|error| panic!("{target}: {error:?}"));
        assert_eq!(report.resent, [""; 0]);
        report
    };

    upgrade(&mut connection, "73c9a04e6d1b");
    connection
        .execute(
            "INSERT INTO customers (email, name) VALUES ('ada@example.com', 'ada lovelace');
             INSERT INTO orders (customer_id, total, details)
             SELECT id, 9.5, '{\"lost\": true}' FROM customers",
        )
        .unwrap();
    upgrade(&mut connection, REVERSIBLE);
    assert_eq!(values(&mut connection, "SELECT initials FROM customers"), ["AL"]);
    let there = live(&mut connection);
    MIGRATIONS.downgrade(&mut connection, "base").unwrap();
    let left = live(&mut connection);
    let left: Vec<_> = left.tables.keys().map(|name| name.name.as_str()).collect();
    assert_eq!(left, ["migrate_log", "migrate_revision", "migrate_version"]);
    upgrade(&mut connection, REVERSIBLE);
    assert_eq!(live(&mut connection), there);

    connection
        .execute(
            "INSERT INTO customers (email, name, initials) VALUES ('a@example.com', 'a', 'A');
             INSERT INTO orders (customer_id, total, details)
             SELECT id, 9.5, '{\"lost\": true}' FROM customers",
        )
        .unwrap();
    let report = upgrade(&mut connection, "head");
    assert_eq!(report.revisions, ["a7d4f0639c15", "38c2e6b1d70f"]);
    assert_eq!(values(&mut connection, "SELECT state::text FROM orders"), ["returned"]);
    drop(connection);
    admin.execute(&format!("DROP DATABASE {name}")).unwrap();
}
