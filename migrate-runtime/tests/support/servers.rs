//! Databases of a test's own on live PostgreSQL, MariaDB and MySQL servers.

use std::marker::PhantomData;

use diesel::Connection;
use migrate_runtime::executor::Driver;
use test_servers::Server as TestServer;

/// A connection to a server that holds many databases.
pub(crate) trait Server: Connection + Driver {
    /// Whether a schema (namespace) is a database beside the connection's own.
    const NAMESPACES_ARE_DATABASES: bool;

    /// A server for tests.
    fn server() -> TestServer;

    /// A connection to an empty database, which may be full, or may not be there.
    fn empty(server: &TestServer, name: &str) -> Self;

    /// The statement that drops a database, if it is there.
    fn drop_statement(name: &str) -> String;
}

/// A database of one test, dropped in the end.
pub(crate) struct Scratch<C: Server> {
    server: TestServer,
    name: String,
    namespaces: Vec<String>,
    connection: PhantomData<C>,
}

impl<C: Server> Scratch<C> {
    /// A database for the test of this name.
    pub(crate) fn new(test: &str) -> Self {
        let name = test_servers::unique_name(test);
        Self { server: C::server(), name, namespaces: Vec::new(), connection: PhantomData }
    }

    /// A connection to the database, which is empty; of these schemas (namespaces) there is none.
    pub(crate) fn connect(&mut self, namespaces: Vec<String>) -> C {
        self.drop_namespaces();
        self.namespaces = namespaces;
        self.drop_namespaces();
        C::empty(&self.server, &self.name)
    }

    /// The name of the database.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The URL of the database.
    pub(crate) fn url(&self) -> String {
        self.server.url_of(&self.name)
    }

    fn drop_namespaces(&self) {
        if C::NAMESPACES_ARE_DATABASES {
            self.namespaces
                .iter()
                .for_each(|name| command::<C>(&self.server, &C::drop_statement(name)));
        }
    }
}

impl<C: Server> Drop for Scratch<C> {
    fn drop(&mut self) {
        self.drop_namespaces();
        command::<C>(&self.server, &C::drop_statement(&self.name));
    }
}

/// Runs statements on the server.
fn command<C: Server>(server: &TestServer, sql: &str) {
    let mut connection = C::establish(server.url()).expect("the test server");
    Driver::execute(&mut connection, sql).expect("a command to the test server");
}

#[cfg(feature = "postgres")]
impl Server for diesel::PgConnection {
    const NAMESPACES_ARE_DATABASES: bool = false;

    fn server() -> TestServer {
        test_servers::postgres()
    }

    /// Empties it schema by schema, for a new database takes ten times as long.
    fn empty(server: &TestServer, name: &str) -> Self {
        const EMPTY: &str = "SET client_min_messages = warning;
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT nspname FROM pg_namespace
                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;
            END $$;
            CREATE SCHEMA public;
            RESET client_min_messages";
        let mut database = Self::establish(&server.url_of(name)).unwrap_or_else(|_| {
            command::<Self>(server, &format!("CREATE DATABASE {name}"));
            Self::establish(&server.url_of(name)).expect("the test's database")
        });
        Driver::execute(&mut database, EMPTY).expect("an empty database");
        database
    }

    fn drop_statement(name: &str) -> String {
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    }
}

#[cfg(feature = "mysql")]
impl Server for diesel::MysqlConnection {
    const NAMESPACES_ARE_DATABASES: bool = true;

    fn server() -> TestServer {
        test_servers::mysql()
    }

    fn empty(server: &TestServer, name: &str) -> Self {
        let made = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4");
        command::<Self>(server, &format!("{}; {made}", Self::drop_statement(name)));
        Self::establish(&server.url_of(name)).expect("the test's database")
    }

    fn drop_statement(name: &str) -> String {
        format!("DROP DATABASE IF EXISTS {name}")
    }
}
