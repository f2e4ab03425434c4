//! Objects that no operation makes, and a second database that the first revisions of one with them make.

use diesel::connection::SimpleConnection as _;
use migrate_analysis::initial::initial;
use migrate_analysis::introspect::{RawObject, Reading, raw_objects};
use migrate_runtime::dialect::{Action, Dialect, lower};
use migrate_runtime::executor::{Driver as _, with_catalogue};
use migrate_runtime::op::{Operation, RawUndo, Recorded};
use migrate_runtime::schema::{Family, Origin};

use crate::database::Database;

/// Each needs one that is later in the alphabet or made by an operation, or is needed by one that an operation makes.
const SQL: &str = r#"
    CREATE SCHEMA app;
    CREATE FUNCTION is_word(v text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT v <> ''''';
    CREATE TYPE state AS ENUM ('on', 'off');
    CREATE DOMAIN word AS text COLLATE "C" DEFAULT 'it''s' NOT NULL CHECK (is_word(VALUE))
        CONSTRAINT "odd name" CHECK (length(VALUE) < 100);
    CREATE DOMAIN a_word AS word CHECK (VALUE <> 'x');
    CREATE DOMAIN many_words AS word[];
    CREATE DOMAIN is_state AS state DEFAULT 'on';
    CREATE DOMAIN app.number AS numeric(10, 2) CHECK (VALUE > 0);
    CREATE TYPE "a pair" AS (x integer, "y z" text COLLATE "C", w a_word);
    CREATE TYPE a_range AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
    CREATE COLLATION same (LOCALE = 'C');
    CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple, stopwords = 'english');
    CREATE TEXT SEARCH CONFIGURATION a_search (COPY = simple);
    ALTER TEXT SEARCH CONFIGURATION a_search ALTER MAPPING FOR asciiword, word WITH words, simple;
    CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
    CREATE TABLE t (
        id app.number PRIMARY KEY, a a_word, b many_words, c is_state, d "a pair", e a_range,
        f text COLLATE same, g a_word[], h integer, i integer
    );
    CREATE TABLE nothing ();
    CREATE INDEX searched ON t USING gin (to_tsvector('a_search', f));
    CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE CONSTRAINT TRIGGER checked AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION seen();
    CREATE STATISTICS few (ndistinct) ON h, i FROM t;
    CREATE FUNCTION takes(w a_word, p "a pair") RETURNS app.number LANGUAGE sql AS 'SELECT 1.0';
    CREATE PROCEDURE done(w a_word) LANGUAGE sql AS 'DELETE FROM t';
    CREATE VIEW v AS SELECT total(h) AS sum FROM t;
    CREATE VIEW w AS SELECT takes(a, d) AS n FROM t;
"#;

impl Database {
    fn raw(&mut self, reading: &Reading) -> Vec<RawObject> {
        let namespaces = ["app".to_owned()];
        with_catalogue(&mut self.connection, |query, dialect| {
            raw_objects(query, dialect, &namespaces, reading)
        })
        .expect("a transaction")
        .expect("a readable catalogue")
    }
}

#[test]
fn a_second_database_has_them_too() {
    let mut first = Database::new("raw", SQL);
    let dialect: Dialect = first.connection.dialect().expect("a version");
    let reading = first.read_all(&["app"]);
    let raw = first.raw(&reading);
    assert_eq!(raw.len(), 15, "{raw:#?}");

    let parts = initial(dialect, &reading.schema, &raw).expect("operations");
    let origin = Origin::new("raw.rs", 1, 1);
    let operations = parts.into_iter().flat_map(|part| part.operations);
    let script: Vec<_> = operations.map(|operation| Recorded { operation, origin }).collect();
    let lowering = lower(dialect, &script, &mut dialect.empty_schema()).expect("statements");
    let mut second = Database::new("raw_again", "SELECT 1");
    for statement in lowering.statements {
        if let Action::Sql(sql) | Action::Raw(sql) = &statement.action {
            second.connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
    }
    let again = second.read_all(&["app"]);
    assert_eq!(again.not_held, reading.not_held);
    assert_eq!(second.raw(&again), raw);
    assert_eq!(second.normal(again.schema), first.normal(reading.schema));

    // What takes each back, in the opposite order.
    for recorded in script.iter().rev() {
        if let Operation::Execute { undo, .. } = &recorded.operation {
            let RawUndo::Sql(sql) = undo else { panic!("{undo:?}") };
            let sql = sql.on(Family::Postgres).expect("a statement");
            let sql = format!("{sql} CASCADE");
            second.connection.batch_execute(&sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
    }
    let again = second.read_all(&["app"]);
    assert_eq!(second.raw(&again), []);
}
