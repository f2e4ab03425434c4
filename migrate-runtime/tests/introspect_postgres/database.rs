//! A database of a test's own, and what it is held against.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use migrate_analysis::introspect::{self, Reading};
use migrate_analysis::normalize::normalize;
use migrate_runtime::executor::Driver as _;
use migrate_runtime::executor::with_catalogue;
use migrate_runtime::op::{Op, apply};
use migrate_runtime::schema::Schema;
use test_servers::Server;

/// A database of one test's own, dropped with the value.
pub(crate) struct Database {
    server: Server,
    name: String,
    pub(crate) connection: PgConnection,
}

impl Database {
    pub(crate) fn new(test: &str, sql: &str) -> Self {
        let server = test_servers::postgres();
        let name = test_servers::unique_name(test);
        let mut admin = PgConnection::establish(server.url()).expect("the test server");
        admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        let url = server.url_of(&name);
        let mut connection = PgConnection::establish(&url).expect("the new database");
        connection.batch_execute(sql).unwrap_or_else(|error| panic!("{test}: {error}"));
        Self { server, name, connection }
    }

    pub(crate) fn read(&mut self, namespaces: &[&str]) -> Schema {
        let Reading { schema, mut not_held, .. } = self.read_all(namespaces);
        // Objects of other kinds are there for what uses them.
        not_held.retain(|note| note.attribute().is_some());
        assert_eq!(not_held, []);
        schema
    }

    pub(crate) fn read_all(&mut self, namespaces: &[&str]) -> Reading {
        let namespaces: Vec<_> = namespaces.iter().map(|name| (*name).to_owned()).collect();
        with_catalogue(&mut self.connection, |query, dialect| {
            introspect::read(query, dialect, &namespaces)
        })
        .expect("a transaction")
        .expect("a readable catalogue")
    }

    pub(crate) fn normal(&mut self, schema: Schema) -> Schema {
        let dialect = self.connection.dialect().expect("a version");
        normalize(dialect, schema)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let mut admin = PgConnection::establish(self.server.url()).expect("the test server");
        // What a test leaves behind is thrown away with the server.
        drop(admin.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
    }
}

pub(crate) fn declare(revision: impl FnOnce(&mut Op)) -> Schema {
    let mut op = Op::new();
    revision(&mut op);
    let mut schema = Schema::new();
    for recorded in op.into_operations() {
        apply(&recorded.operation, recorded.origin, &mut schema)
            .unwrap_or_else(|error| panic!("{error}"));
    }
    schema
}

/// Each object on its own, so that a failure shows what differs and no more.
pub(crate) fn assert_same(live: &Schema, declared: &Schema) {
    for (name, table) in declared.tables.entries() {
        let found = live.tables.get(name).unwrap_or_else(|| panic!("no table {name}"));
        for column in &table.columns {
            assert_eq!(found.column(&column.name), Some(column), "{name}");
        }
        for constraint in &table.constraints {
            let name = constraint.name.as_deref().unwrap_or_default();
            assert_eq!(found.constraint(name), Some(constraint));
        }
        for index in &table.indexes {
            assert_eq!(found.index(&index.name), Some(index));
        }
        assert_eq!(found, table);
    }
    for (key, function) in declared.functions.entries() {
        let known: Vec<_> = live.functions.keys().collect();
        assert_eq!(live.functions.get(key), Some(function), "among {known:?}");
    }
    assert_eq!(live, declared);
}

/// What the SQL makes is what the revision declares.
pub(crate) fn check(test: &str, sql: &str, namespaces: &[&str], revision: impl FnOnce(&mut Op)) {
    check_schema(test, sql, namespaces, declare(revision));
}

pub(crate) fn check_schema(test: &str, sql: &str, namespaces: &[&str], declared: Schema) {
    let mut database = Database::new(test, sql);
    let live = database.read(namespaces);
    let (live, declared) = (database.normal(live), database.normal(declared));
    assert_same(&live, &declared);
    let twice = database.normal(live.clone());
    assert_same(&twice, &live);
}
