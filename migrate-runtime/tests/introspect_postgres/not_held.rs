//! Constraints with attributes that a schema cannot hold: each is named, none is lost silently.

use migrate_runtime::dialect::Dialect;
use migrate_runtime::executor::Driver as _;
use migrate_runtime::prelude::*;

use crate::database::{Database, assert_same, declare};

/// Each constraint of the other tables has one attribute that cannot be held, but for `plain`.
const SQL: &str = "
    CREATE TABLE users (
        id integer NOT NULL CONSTRAINT pk PRIMARY KEY DEFERRABLE,
        tenant integer, number integer, other integer,
        CONSTRAINT uq UNIQUE (tenant, number),
        CONSTRAINT ck CHECK (other > 0) NO INHERIT,
        CONSTRAINT plain CHECK (other > 1)
    );
    CREATE TABLE posts (
        tenant integer, number integer,
        CONSTRAINT pk_posts PRIMARY KEY (tenant) INCLUDE (number),
        CONSTRAINT fk FOREIGN KEY (tenant, number) REFERENCES users (tenant, number)
    );";

/// The database, and its version.
fn database(name: &str) -> (Database, u32) {
    let mut database = Database::new(name, "SELECT 1");
    match database.connection.dialect().expect("a version") {
        Dialect::Postgres(version) => (database, version.0),
        other @ (Dialect::Sqlite(_) | Dialect::Mysql(_)) => panic!("{other}"),
    }
}

impl Database {
    /// What cannot be held, each as `table.constraint: attribute`.
    fn not_held(&mut self) -> Vec<String> {
        let notes = self.read_all(&[]).not_held.into_iter();
        let mut lines: Vec<_> = notes
            .map(|note| format!("{}.{}: {}", note.table, note.constraint, note.attribute))
            .collect();
        lines.sort();
        lines
    }
}

#[test]
fn on_every_version() {
    let (mut database, version) = database("not_held");
    database.connection.execute(SQL).expect("tables");
    let expected = ["posts.pk_posts: INCLUDE", "users.ck: NO INHERIT", "users.pk: DEFERRABLE"];
    assert_eq!(database.not_held(), expected);

    if version < 15 {
        return;
    }
    let sql = "ALTER TABLE posts DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (tenant, number)
        REFERENCES users (tenant, number) ON DELETE SET NULL (number)";
    database.connection.execute(sql).expect("a key");
    assert_eq!(database.not_held()[0], "posts.fk: ON DELETE SET NULL (..)");
    let sql = sql.replace("SET NULL", "SET DEFAULT");
    database.connection.execute(&sql).expect("a key");
    assert_eq!(database.not_held()[0], "posts.fk: ON DELETE SET DEFAULT (..)");
}

/// The types of ranges have a B-tree and a `GiST` operator class, so that no extension is needed.
#[test]
fn on_postgres_18() {
    let (mut database, version) = database("not_held_18");
    if version < 18 {
        return;
    }
    let sql = "
        CREATE TABLE rooms (
            id int4range, during daterange, floor integer,
            CONSTRAINT pk PRIMARY KEY (id, during WITHOUT OVERLAPS),
            CONSTRAINT uq UNIQUE (during, id WITHOUT OVERLAPS),
            CONSTRAINT ck CHECK (floor > 0) NOT ENFORCED
        );
        CREATE TABLE bookings (
            room int4range, during daterange, floor integer, guests integer CONSTRAINT nn NOT NULL NO INHERIT,
            CONSTRAINT fk FOREIGN KEY (room, PERIOD during) REFERENCES rooms (id, PERIOD during)
        );
        CREATE TABLE floors (id integer PRIMARY KEY);
        ALTER TABLE bookings ADD CONSTRAINT nv NOT NULL floor NOT VALID,
            ADD CONSTRAINT ne FOREIGN KEY (floor) REFERENCES floors (id) NOT ENFORCED;";
    database.connection.execute(sql).expect("tables");
    let expected = [
        "bookings.fk: PERIOD",
        "bookings.ne: NOT ENFORCED",
        "bookings.nn: NO INHERIT",
        "bookings.nv: NOT VALID",
        "rooms.ck: NOT ENFORCED",
        "rooms.pk: WITHOUT OVERLAPS",
        "rooms.uq: WITHOUT OVERLAPS",
    ];
    assert_eq!(database.not_held(), expected);
}

/// From 18 on `NOT NULL` is a constraint with a name, which keeps the names that table and column had
/// when it was made; it is no part of what is read.
#[test]
fn a_renamed_column_that_is_not_null_is_the_same() {
    let (mut database, _) = database("stale");
    let sql = "CREATE TABLE old (a integer NOT NULL, b integer CONSTRAINT said NOT NULL);
        ALTER TABLE old RENAME COLUMN a TO c; ALTER TABLE old RENAME TO users;";
    database.connection.execute(sql).expect("a table");
    let live = database.read(&[]);
    let live = database.normal(live);
    let declared = database.normal(declare(|op| {
        let users = table("users").column("c", integer().not_null());
        op.create_table(users.column("b", integer().not_null()));
    }));
    assert_same(&live, &declared);
}

/// On 18 a generated column is computed at each read unless it says `STORED`.
#[test]
fn a_generated_column_is_as_it_says() {
    let (mut database, version) = database("generated");
    let sql = "CREATE TABLE t (a integer, s integer GENERATED ALWAYS AS (a + 1) STORED)";
    database.connection.execute(sql).expect("a table");
    let mut expected = vec![Some(true)];
    if version >= 18 {
        let sql = "ALTER TABLE t ADD COLUMN v integer GENERATED ALWAYS AS (a + 2)";
        database.connection.execute(sql).expect("a column");
        expected.push(Some(false));
    }
    let read = database.read(&[]);
    let columns = read.tables[&"t".into()].columns.iter().skip(1);
    let kept = columns.map(|column| column.generated.as_ref().map(|generated| generated.stored));
    assert_eq!(kept.collect::<Vec<_>>(), expected);
}
