//! How often the server is asked, and what is left as it was.

use std::any::Any;

use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;
use migrate_analysis::introspect;
use migrate_runtime::dialect::Family;
use migrate_runtime::executor::{DatabaseError, Driver, Rows, Sealed, with_catalogue};
use migrate_runtime::prelude::*;

use crate::database::{Database, assert_same, declare};

/// A connection that counts what is asked of it.
struct Counting<'a> {
    inner: &'a mut PgConnection,
    count: usize,
}

impl Sealed for Counting<'_> {}

impl Driver for Counting<'_> {
    fn family(&self) -> Family {
        self.inner.family()
    }
    fn in_transaction(&mut self) -> bool {
        false
    }

    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.count += 1;
        self.inner.execute(sql)
    }
    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        self.count += 1;
        self.inner.query(sql)
    }
    fn begin(&mut self) -> Result<(), DatabaseError> {
        self.count += 1;
        self.inner.begin()
    }
    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.count += 1;
        self.inner.commit()
    }
    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.count += 1;
        self.inner.rollback()
    }
    fn as_any(&mut self) -> &mut dyn Any {
        self.inner
    }
}

#[test]
fn fifty_tables_take_as_many_queries_as_one() {
    let table = |at: usize| {
        format!(
            "CREATE TABLE t{at} (a serial PRIMARY KEY, b integer DEFAULT 1 CHECK (b > 0));
             CREATE INDEX ON t{at} (b); CREATE VIEW v{at} AS SELECT a FROM t{at};"
        )
    };
    let mut database = Database::new("count", &table(0));
    let mut counting = Counting { inner: &mut database.connection, count: 0 };
    with_catalogue(&mut counting, |query, dialect| introspect::read(query, dialect, &[]))
        .expect("a transaction")
        .expect("a readable catalogue");
    let few = counting.count;
    let more: String = (1..50).map(table).collect();
    database.connection.batch_execute(&more).expect("more tables");
    let mut counting = Counting { inner: &mut database.connection, count: 0 };
    let read =
        with_catalogue(&mut counting, |query, dialect| introspect::read(query, dialect, &[]))
            .expect("a transaction")
            .expect("a readable catalogue");
    assert_eq!((read.schema.tables.len(), counting.count), (50, few));
}

/// What is read does not depend on how the session prints values, which it does as before.
#[test]
fn settings_of_the_session_stay_as_they_are() {
    let sql = "SET timezone = 'Europe/Berlin'; SET datestyle = 'German'; SET bytea_output = 'escape';
        SET intervalstyle = 'iso_8601';
        CREATE TABLE t (a timestamptz DEFAULT '2024-01-01 00:00:00Z', b bytea DEFAULT '\\x00', c interval DEFAULT '1 day')";
    let mut database = Database::new("settings", sql);
    let live = database.read(&[]);
    let live = database.normal(live);
    let declared = database.normal(declare(|op| {
        op.create_table(
            table("t")
                .column("a", timestamptz().default("2024-01-01T00:00:00Z"))
                .column("b", binary().default(&[0]))
                .column("c", interval().default("1 day")),
        );
    }));
    assert_same(&live, &declared);
    let rows = database.connection.query("SELECT current_setting('datestyle')");
    assert_eq!(rows.expect("a row"), [[Some("German, DMY".to_owned())]]);
}
