//! One package of revisions for several tenants, whose version tables are chosen while the program
//! runs.

#![cfg(all(feature = "sqlite", feature = "postgres", feature = "mysql"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::time::Duration;

use diesel::{Connection as _, SqliteConnection};
use live::Live;
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::dialect::Family;
use migrate_runtime::executor::{Driver, Event, LockOptions, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::{Error, Migrations, Settings};

use RegisteredDowngrade::Auto;

package!(TENANTS, "tenants", Settings::DEFAULT, {
    "t_users" after [] => |op: &mut Op| {
        op.create_table(table("users").column("id", integer().primary_key()).if_not_exists());
    }, Auto;
    "t_posts" after ["t_users"] => |op: &mut Op| {
        op.create_table(table("posts").column("id", integer().primary_key()).if_not_exists());
    }, Auto;
});

fn values(connection: &mut dyn Driver, query: &str) -> Vec<String> {
    connection.query(query).expect(query).into_iter().flatten().flatten().collect()
}

#[test]
fn each_tenant_has_a_schema_on_postgres() {
    let live = Live::postgres("tenants");
    let mut connection = live.connect();
    // A version table in `public` must not be taken for a tenant's.
    TENANTS.upgrade(&mut *connection, "head").expect("a schema without tenants");
    for (tenant, target) in [("tenant_a", "head"), ("tenant \"b\"", "t_users")] {
        let schema = format!("\"{}\"", tenant.replace('"', "\"\""));
        let setup = format!("CREATE SCHEMA {schema}; SET search_path = {schema}, public");
        connection.execute(&setup).expect("a schema");
        let migrations = TENANTS.with_settings(Settings::default().in_schema(tenant.to_owned()));
        assert_eq!(migrations.pending(&mut *connection).expect("a plan").len(), 2, "{tenant}");
        migrations.upgrade(&mut *connection, target).expect("a tenant's revisions");
        assert!(migrations.edited(&mut *connection).expect("digests").is_empty());
    }
    let tables = "SELECT (schemaname || '.' || tablename)::text FROM pg_tables \
                  WHERE schemaname ~ 'tenant' ORDER BY 1";
    assert_eq!(
        values(&mut *connection, tables),
        [
            "tenant \"b\".migrate_log",
            "tenant \"b\".migrate_revision",
            "tenant \"b\".migrate_version",
            "tenant \"b\".users",
            "tenant_a.migrate_log",
            "tenant_a.migrate_revision",
            "tenant_a.migrate_version",
            "tenant_a.posts",
            "tenant_a.users",
        ]
    );
    let rows = "SELECT version_num::text FROM tenant_a.migrate_version";
    assert_eq!(values(&mut *connection, rows), ["t_posts"]);
}

#[test]
fn each_tenant_has_a_version_table_on_sqlite() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    for (tenant, target) in [("a", "head"), ("b", "t_users")] {
        let settings = Settings::default().with_version_table(format!("version_of_{tenant}"));
        TENANTS.with_settings(settings).upgrade(&mut connection, target).expect("revisions");
    }
    let tables = "SELECT name FROM sqlite_schema WHERE name LIKE 'version%' AND type = 'table' \
                  ORDER BY name";
    assert_eq!(
        values(&mut connection, tables),
        [
            "version_of_a",
            "version_of_a_log",
            "version_of_a_revision",
            "version_of_b",
            "version_of_b_log",
            "version_of_b_revision",
        ]
    );
    assert_eq!(values(&mut connection, "SELECT * FROM version_of_b"), ["t_users"]);
    let log = "SELECT revision FROM version_of_a_log ORDER BY id";
    assert_eq!(values(&mut connection, log), ["t_users", "t_posts"]);
}

#[test]
fn a_version_table_may_be_in_an_attached_database_of_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let mut connection = SqliteConnection::establish(&path("app.db")).expect("a database");
    let attach = format!("ATTACH '{}' AS versions", path("versions.db"));
    Driver::execute(&mut connection, &attach).expect("an attached database");
    let migrations = TENANTS.with_settings(Settings::default().in_schema("versions"));
    for left in [2, 0] {
        assert_eq!(migrations.pending(&mut connection).expect("a plan").len(), left);
        migrations.upgrade(&mut connection, "head").expect("revisions");
    }
    let tables = "SELECT name FROM versions.sqlite_schema WHERE name LIKE 'migrate%' ORDER BY name";
    let expected = ["migrate_log", "migrate_revision", "migrate_version"];
    assert_eq!(values(&mut connection, tables), expected);
}

/// Runners of one version table hold each other off however the table is named, and those of
/// another go on.
#[test]
fn the_lock_is_that_of_the_table_on_postgres() {
    let live = Live::postgres("tenant_locks");
    live.connect().execute("CREATE SCHEMA tenant").expect("a schema");
    let of_tenant = TENANTS.with_settings(Settings::default().in_schema("tenant"));
    let by_path = &TENANTS;
    let no_wait = Options::default().with_lock(LockOptions::default().with_timeout(Duration::ZERO));
    let in_path = || {
        let mut connection = live.connect();
        connection.execute("SET search_path = tenant").expect("a search path");
        connection
    };
    let mut held = in_path();
    let mut seen = Vec::new();
    let mut listen = |event: Event<'_>| {
        if let Event::Started { .. } = event {
            let other = by_path.upgrade_with(&mut *in_path(), "head", &no_wait, &mut |_| {});
            let elsewhere =
                by_path.ensure_version_with(&mut *live.connect(), &no_wait, &mut |_| {});
            seen.push((matches!(other, Err(Error::Locked { .. })), elsewhere.is_ok()));
        }
    };
    of_tenant
        .upgrade_with(&mut *held, "t_users", &Options::default(), &mut listen)
        .expect("the tenant's revisions");
    assert_eq!(seen, [(true, true)]);
}

/// A schema that is said, and the same one that is the connection's default, is one place.
#[test]
fn the_lock_is_the_same_whether_the_schema_is_said_on_postgres_and_mysql() {
    for live in [Live::postgres("said"), Live::mysql("said")] {
        let query = match live.connect().family() {
            Family::Mysql => "SELECT DATABASE()",
            Family::Postgres | Family::Sqlite => "SELECT current_schema()::text",
        };
        let schema = live.rows(query).concat();
        let said = TENANTS.with_settings(Settings::default().in_schema(schema));
        let no_wait = LockOptions::default().with_timeout(Duration::ZERO);
        let no_wait = Options::default().with_lock(no_wait);
        // Where the table is not there yet, and where it is.
        for target in ["t_users", "t_posts"] {
            let mut seen = Vec::new();
            let mut listen = |event: Event<'_>| {
                if let Event::Started { .. } = event {
                    let other =
                        said.upgrade_with(&mut *live.connect(), "head", &no_wait, &mut |_| {});
                    seen.push(matches!(other, Err(Error::Locked { .. })));
                }
            };
            let options = Options::default();
            TENANTS
                .upgrade_with(&mut *live.connect(), target, &options, &mut listen)
                .expect("revisions");
            assert_eq!(seen, [true], "{target}");
        }
    }
}

#[test]
fn each_tenant_has_a_database_on_mysql() {
    let live = Live::mysql("tenants");
    let other = Live::mysql("tenants_other");
    let name = other.url().rsplit('/').next().expect("a name").to_owned();
    let mut connection = live.connect();
    let migrations = TENANTS.with_settings(Settings::default().in_schema(name));
    migrations.upgrade(&mut *connection, "head").expect("revisions");
    assert_eq!(other.rows("SELECT version_num FROM migrate_version"), ["t_posts"]);
    assert_eq!(live.rows("SHOW TABLES"), ["posts", "users"]);
}

package!(SHOP, "shop", Settings::declare("shop_version", None), {
    "0001" after [] => |op: &mut Op| {
        op.create_table(table("carts").column("id", integer().primary_key()));
    }, Auto;
});
package!(BILLING, "billing", Settings::declare("billing_version", None), {
    "0001" after [] => |op: &mut Op| {
        op.create_table(table("bills").column("id", integer().primary_key()));
    }, Auto;
});

/// Two packages share a database, and have revisions of one id.
#[test]
fn each_version_table_has_a_log_of_its_own() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    for migrations in [&SHOP, &BILLING] {
        migrations.upgrade(&mut connection, "head").expect("a run");
    }
    let edited = |connection: &mut SqliteConnection| {
        [&SHOP, &BILLING].map(|migrations| migrations.edited(connection).expect("the log"))
    };
    assert_eq!(edited(&mut connection), [[""; 0]; 2]);
    let logs = "SELECT name FROM sqlite_schema WHERE name LIKE '%_log' ORDER BY 1";
    assert_eq!(values(&mut connection, logs), ["billing_version_log", "shop_version_log"]);

    // A log that earlier releases wrote is still read: it is of both.
    for sql in [
        "ALTER TABLE shop_version_log RENAME TO migrate_log",
        "INSERT INTO migrate_log (revision, direction, digest) \
         SELECT revision, direction, digest FROM billing_version_log",
        "DROP TABLE billing_version_log",
    ] {
        Driver::execute(&mut connection, sql).expect(sql);
    }
    assert_eq!(edited(&mut connection), [[""; 0]; 2]);
    Driver::execute(&mut connection, "UPDATE migrate_log SET digest = '3:0123456789abcdef'")
        .expect("another digest");
    assert_eq!(edited(&mut connection), [["0001"]; 2]);
    SHOP.downgrade(&mut connection, "base").expect("the way back");
    SHOP.upgrade(&mut connection, "head").expect("a run with a new log");
    assert_eq!(edited(&mut connection), [vec![], vec!["0001".to_owned()]]);
}
