//! A database of a test's own on a server that runs.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use diesel::{Connection as _, MysqlConnection, PgConnection};
use migrate_runtime::executor::Driver;
use test_servers::{Kind, Server, unique_name};

/// A database that is dropped with the value.
pub(crate) struct Live {
    kind: Kind,
    server: Server,
    name: String,
}

impl Live {
    pub(crate) fn postgres(hint: &str) -> Self {
        Self::new(Kind::Postgres, test_servers::postgres(), hint)
    }

    pub(crate) fn mysql(hint: &str) -> Self {
        Self::new(Kind::Mysql, test_servers::mysql(), hint)
    }

    fn new(kind: Kind, server: Server, hint: &str) -> Self {
        let name = unique_name(hint);
        let mut admin = connect(kind, server.url());
        admin.execute(&format!("CREATE DATABASE {name}")).expect("a new database");
        Self { kind, server, name }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url_of(&self.name)
    }

    pub(crate) fn connect(&self) -> Box<dyn Driver> {
        connect(self.kind, &self.url())
    }

    /// The values of a query, a row to a line.
    pub(crate) fn rows(&self, query: &str) -> Vec<String> {
        let rows = self.connect().query(query).expect("a query");
        let row = |row: Vec<Option<String>>| {
            row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join(" ")
        };
        rows.into_iter().map(row).collect()
    }
}

/// A connection to any URL.
pub(crate) fn connect(kind: Kind, url: &str) -> Box<dyn Driver> {
    match kind {
        Kind::Postgres => Box::new(PgConnection::establish(url).expect("a connection")),
        Kind::Mysql => Box::new(MysqlConnection::establish(url).expect("a connection")),
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let mut admin = connect(self.kind, self.server.url());
        let force = match self.kind {
            Kind::Postgres => " WITH (FORCE)",
            Kind::Mysql => "",
        };
        // What a test leaves behind is thrown away with the server.
        drop(admin.execute(&format!("DROP DATABASE {}{force}", self.name)));
    }
}
