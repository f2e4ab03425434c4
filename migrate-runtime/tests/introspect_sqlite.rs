//! SQLite's catalogue as a schema, where the text of a definition says something else than it means.

#![cfg(feature = "sqlite")]

use diesel::{Connection as _, SqliteConnection};
use migrate_analysis::introspect;
use migrate_runtime::dialect::{Dialect, sqlite};
use migrate_runtime::executor::{Driver, with_catalogue};

/// A row's number is never NULL, whatever its definition says; any other key may be
/// (<https://www.sqlite.org/lang_createtable.html#the_primary_key>).
#[test]
fn a_key_that_is_the_row_number_takes_no_null() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    for (table, nullable) in [
        ("a (id INTEGER PRIMARY KEY)", false),
        ("a (id integer, PRIMARY KEY (id))", false),
        ("a (id INTEGER PRIMARY KEY AUTOINCREMENT)", false),
        ("a (id INTEGER CONSTRAINT pk PRIMARY KEY DESC)", true),
        ("a (id INT PRIMARY KEY)", true),
        ("a (id TEXT PRIMARY KEY)", true),
        ("a (id INTEGER, b INTEGER, PRIMARY KEY (id, b))", true),
        ("a (id INTEGER NOT NULL, b INTEGER, PRIMARY KEY (id, b))", false),
        ("a (id INTEGER UNIQUE)", true),
    ] {
        Driver::execute(&mut connection, &format!("CREATE TABLE {table}")).expect("a table");
        let schema =
            with_catalogue(&mut connection, |query, dialect| introspect::read(query, dialect, &[]));
        let schema = schema.expect("a transaction").expect("a catalogue").schema;
        let column = schema.tables[&"a".into()].column("id").expect("the column");
        assert_eq!(column.nullable, nullable, "{table}");
        // The database agrees.
        let insert = Driver::execute(&mut connection, "INSERT INTO a (id) VALUES (NULL)");
        let rows = "SELECT count(*) FROM a WHERE id IS NULL";
        let kept = Driver::query(&mut connection, rows).expect("a count");
        let takes_null = insert.is_ok() && kept[0][0].as_deref() == Some("1");
        assert_eq!(takes_null, nullable, "{table}");
        Driver::execute(&mut connection, "DROP TABLE a").expect("no table");
    }
}

/// What a module keeps in tables is the virtual table's own (<https://www.sqlite.org/vtab.html#the_xshadowname_method>).
#[test]
fn the_tables_of_a_virtual_table_are_no_tables() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    // A name that looks like one of them is an ordinary table's; a broken view is in nobody's way.
    let build =
        "CREATE VIRTUAL TABLE words USING fts5 (a); CREATE VIRTUAL TABLE pages USING fts4 (a);
                 CREATE VIRTUAL TABLE places USING rtree (id, a, b);
                 CREATE TABLE words_of_mine (a TEXT); CREATE TABLE notes_data (a TEXT);
                 CREATE INDEX ix_notes ON notes_data (a);
                 CREATE VIEW broken AS SELECT a FROM nowhere";
    Driver::execute(&mut connection, build).expect("tables");
    // Older versions do not list what belongs to a virtual table.
    let older = Dialect::Sqlite(sqlite::Version { major: 3, minor: 36 });
    for as_older in [false, true] {
        let schema = with_catalogue(&mut connection, |query, dialect| {
            introspect::read(query, if as_older { older } else { dialect }, &[])
        });
        let schema = schema.expect("a transaction").expect("a catalogue").schema;
        let names: Vec<_> = schema.tables.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["notes_data", "words_of_mine"]);
        assert_eq!(schema.tables[&"notes_data".into()].indexes.len(), 1);
        assert_eq!(schema.views.len(), 1);
    }
}

/// What a definition says that no operation says: each is named, none is lost silently.
#[test]
fn what_cannot_be_held_is_named() {
    let mut connection = SqliteConnection::establish(":memory:").expect("a database");
    let build = "CREATE VIRTUAL TABLE words USING fts5 (a);
                 CREATE TABLE t (a INTEGER PRIMARY KEY ON CONFLICT REPLACE, b TEXT NOT NULL ON CONFLICT ABORT,
                     c TEXT UNIQUE ON CONFLICT IGNORE, CHECK (c <> 'ON CONFLICT FAIL'));
                 CREATE TABLE plain (a INTEGER PRIMARY KEY, b TEXT UNIQUE);
                 CREATE VIEW named (x, y) AS SELECT a, b FROM t; CREATE VIEW others AS SELECT (a) AS x FROM t";
    Driver::execute(&mut connection, build).expect("tables");
    let reading =
        with_catalogue(&mut connection, |query, dialect| introspect::read(query, dialect, &[]));
    let notes = reading.expect("a transaction").expect("a catalogue").not_held;
    assert_eq!(
        notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "virtual table words is made by no operation: it is not compared",
            "table t has `ON CONFLICT IGNORE`, which no operation says: it is not compared",
            "table t has `ON CONFLICT REPLACE`, which no operation says: it is not compared",
            "view named has `(x, y)`, which no operation says: it is not compared",
        ]
    );
}
