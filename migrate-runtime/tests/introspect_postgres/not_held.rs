//! Objects and attributes that a schema cannot hold: each is named, none is lost silently.

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
            .map(|note| match note.attribute() {
                None => note.object(),
                Some(attribute) => format!("{}: {attribute}", note.object()),
            })
            .collect();
        lines.sort();
        lines
    }
}

#[test]
fn on_every_version() {
    let (mut database, version) = database("not_held");
    database.connection.execute(SQL).expect("tables");
    let expected = [
        "constraint ck of users: NO INHERIT",
        "constraint pk of users: DEFERRABLE",
        "constraint pk_posts of posts: INCLUDE",
    ];
    assert_eq!(database.not_held(), expected);

    if version < 15 {
        return;
    }
    let sql = "ALTER TABLE posts DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (tenant, number)
        REFERENCES users (tenant, number) ON DELETE SET NULL (number)";
    database.connection.execute(sql).expect("a key");
    assert_eq!(database.not_held()[1], "constraint fk of posts: ON DELETE SET NULL (..)");
    let sql = sql.replace("SET NULL", "SET DEFAULT");
    database.connection.execute(&sql).expect("a key");
    assert_eq!(database.not_held()[1], "constraint fk of posts: ON DELETE SET DEFAULT (..)");
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
        "constraint ck of rooms: NOT ENFORCED",
        "constraint fk of bookings: PERIOD",
        "constraint ne of bookings: NOT ENFORCED",
        "constraint nn of bookings: NO INHERIT",
        "constraint nv of bookings: NOT VALID",
        "constraint pk of rooms: WITHOUT OVERLAPS",
        "constraint uq of rooms: WITHOUT OVERLAPS",
    ];
    assert_eq!(database.not_held(), expected);
}

/// What an extension made is its own, and what says nothing beyond the default has no note.
#[test]
fn objects_and_what_is_said_of_them() {
    let (mut database, version) = database("not_held_objects");
    let sql = "
        CREATE EXTENSION citext;
        CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
        CREATE TYPE place AS (x integer, y integer);
        CREATE TYPE span AS RANGE (subtype = float8);
        CREATE TYPE mood AS ENUM ('sad', 'happy');
        COMMENT ON TYPE mood IS 'of a person';
        CREATE TABLE plain (id integer PRIMARY KEY, name text);
        CREATE TABLE users (id integer PRIMARY KEY, name text, notes text, serial serial);
        COMMENT ON CONSTRAINT users_pkey ON users IS 'the key';
        ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY,
            ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 500, ALTER notes SET (n_distinct = 5);
        CREATE POLICY own_rows ON users USING (true);
        CREATE RULE no_delete AS ON DELETE TO users DO INSTEAD NOTHING;
        CREATE TABLE guests (age integer) INHERITS (users);
        CREATE TABLE places OF place;
        CREATE INDEX ix ON users (name);
        COMMENT ON INDEX ix IS 'for the search';
        CLUSTER users USING ix;
        CREATE STATISTICS st ON name, notes FROM users;
        CREATE VIEW named WITH (security_barrier = true) AS SELECT id FROM users;
        COMMENT ON VIEW named IS 'a view';
        CREATE MATERIALIZED VIEW kept AS SELECT id FROM users;
        COMMENT ON MATERIALIZED VIEW kept IS 'a view';
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        COMMENT ON FUNCTION touch() IS 'a function';
        CREATE TRIGGER tr BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
        ALTER TABLE users DISABLE TRIGGER tr;
        CREATE PROCEDURE clean() LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE total (integer) (sfunc = int4pl, stype = integer);
        CREATE SEQUENCE numbers AS smallint;
        COMMENT ON SEQUENCE numbers IS 'a sequence';
        CREATE COLLATION german (provider = icu, locale = 'de-DE');
        CREATE TEXT SEARCH CONFIGURATION simpler (COPY = simple);
        CREATE FOREIGN DATA WRAPPER nowhere;
        CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
        CREATE FOREIGN TABLE away (id integer) SERVER far;";
    database.connection.execute(sql).expect("objects");
    let mut expected = vec![
        "aggregate total",
        "collation german",
        // A storage is inherited.
        "column guests.name: SET STORAGE EXTERNAL",
        "column users.name: SET STATISTICS 500",
        "column users.name: SET STORAGE EXTERNAL",
        "column users.notes: SET (n_distinct=5)",
        "composite type place",
        "constraint users_pkey of users: COMMENT",
        "domain positive",
        "enum type mood: COMMENT",
        "foreign table away",
        "function touch(): COMMENT",
        "index ix of users: CLUSTER",
        "index ix of users: COMMENT",
        "materialized view kept: COMMENT",
        "procedure clean",
        "range type span",
        "sequence numbers: AS smallint",
        "sequence numbers: COMMENT",
        "statistics object st",
        "table guests: INHERITS (users)",
        "table places: OF place",
        "table users: FORCE ROW LEVEL SECURITY",
        "table users: POLICY own_rows",
        "table users: ROW LEVEL SECURITY",
        "table users: RULE no_delete",
        "text search configuration simpler",
        "trigger tr of users: DISABLE",
        "view named: COMMENT",
        "view named: WITH (security_barrier=true)",
    ];
    if version >= 14 {
        let sql = "ALTER TABLE users ALTER notes SET COMPRESSION pglz";
        database.connection.execute(sql).expect("a compression");
        expected.push("column users.notes: SET COMPRESSION pglz");
        expected.sort_unstable();
    }
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
