//! A database of a test's own, what is in it, and runners on it.

use std::cell::Cell;
use std::rc::Rc;

use diesel::{Connection as _, MysqlConnection, PgConnection, SqliteConnection};
use migrate_runtime::executor::{Driver, Event, Options, Report};
use migrate_runtime::{Error, Migrations};
use tempfile::TempDir;
use test_servers::{Kind, Server, unique_name};

use crate::fault::Faulty;

/// Where a database is.
pub(crate) enum Database {
    File(TempDir),
    Server { kind: Kind, server: Server, name: String },
}

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) result: Result<Report, Error>,
    /// How many points it passed.
    pub(crate) points: usize,
    /// What it said of going on.
    pub(crate) resumed: Vec<String>,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::File(tempfile::tempdir().expect("a directory"))
    }

    pub(crate) fn postgres() -> Self {
        Self::on(Kind::Postgres, test_servers::postgres())
    }

    pub(crate) fn mysql() -> Self {
        Self::on(Kind::Mysql, test_servers::mysql())
    }

    fn on(kind: Kind, server: Server) -> Self {
        let name = unique_name("interrupted");
        establish(kind, server.url())
            .execute(&format!("CREATE DATABASE {name}"))
            .expect("a new database");
        Self::Server { kind, server, name }
    }

    pub(crate) fn connect(&self) -> Box<dyn Driver> {
        match self {
            Self::File(directory) => {
                let path = directory.path().join("app.db");
                let path = path.to_str().expect("a path in UTF-8");
                Box::new(SqliteConnection::establish(path).expect("a file"))
            }
            Self::Server { kind, server, name } => establish(*kind, &server.url_of(name)),
        }
    }

    /// A connection that is cut at a point.
    fn faulty(&self, at: Option<usize>) -> Faulty {
        let mut inner = self.connect();
        let is_cut = Rc::new(Cell::new(false));
        let end: Box<dyn FnMut()> = match self {
            // What ends the program ends the transaction.
            Self::File(_) => Box::new(|| {}),
            Self::Server { kind, server, .. } => {
                let (kind, url) = (*kind, server.url().to_owned());
                let (id, word) = match kind {
                    Kind::Postgres => ("pg_backend_pid()::text", "SELECT pg_terminate_backend"),
                    Kind::Mysql => ("CAST(CONNECTION_ID() AS CHAR)", "KILL "),
                };
                let id = values(&mut *inner, &format!("SELECT {id}")).concat();
                Box::new(move || {
                    let kill = match kind {
                        Kind::Postgres => format!("{word}({id})"),
                        Kind::Mysql => format!("{word}{id}"),
                    };
                    // It may have ended by itself.
                    drop(establish(kind, &url).execute(&kill));
                })
            }
        };
        Faulty { inner, seen: Rc::default(), at, end, is_cut }
    }

    /// A runner that is cut off at a point.
    pub(crate) fn run(
        &self,
        migrations: &Migrations,
        target: &str,
        options: &Options,
        at: Option<usize>,
    ) -> Ran {
        let mut connection = self.faulty(at);
        let mut resumed = Vec::new();
        let mut listen = |event: Event<'_>| {
            if let Event::Resumed { revision, statement, total, reason, .. } = event {
                resumed.push(format!("{} at {statement} of {total}: {reason}", revision.id));
            }
        };
        let result = match target.strip_prefix("down ") {
            Some(target) => {
                migrations.downgrade_with(&mut connection, target, options, &mut listen)
            }
            None => migrations.upgrade_with(&mut connection, target, options, &mut listen),
        };
        let points = connection.seen.get();
        Ran { result, points, resumed }
    }

    /// Everything in the database that revisions made: definitions and rows, and what was written down.
    pub(crate) fn dump(&self) -> Vec<String> {
        let mut connection = self.connect();
        let connection = &mut *connection;
        let mut lines = match self {
            Self::File(_) => values(
                connection,
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'migrate_%' \
                 ORDER BY type, name",
            ),
            Self::Server { kind: Kind::Postgres, .. } => values(
                connection,
                "SELECT * FROM (\
                 SELECT 'column ' || attrelid::regclass || '.' || attname || ' ' || \
                 format_type(atttypid, atttypmod) || ' ' || attnotnull AS line FROM pg_attribute a \
                 JOIN pg_class c ON c.oid = a.attrelid WHERE attnum > 0 AND NOT attisdropped \
                 AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'migrate_%' \
                 UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
                 AND indexname NOT LIKE 'migrate_%' UNION ALL \
                 SELECT conname || ' ' || pg_get_constraintdef(oid) || convalidated FROM pg_constraint \
                 WHERE conname NOT LIKE 'migrate_%' AND connamespace = 'public'::regnamespace \
                 UNION ALL SELECT indexrelid::regclass || ' invalid' FROM pg_index \
                 WHERE NOT indisvalid UNION ALL SELECT viewname || ' ' || definition FROM pg_views \
                 WHERE schemaname = 'public') AS all_lines ORDER BY line COLLATE \"C\"",
            ),
            Self::Server { kind: Kind::Mysql, .. } => mysql_definitions(connection),
        };
        let text = match self {
            Self::File(_) | Self::Server { kind: Kind::Postgres, .. } => "CAST(balance AS text)",
            Self::Server { kind: Kind::Mysql, .. } => "CAST(balance AS CHAR)",
        };
        for table in ["account", "tally"] {
            let rows = format!("SELECT name, {text} FROM {table} ORDER BY 1, 2");
            // The last revision may have dropped it.
            if let Ok(rows) = connection.query(&rows) {
                lines.push(format!("{table}: {rows:?}"));
            }
        }
        lines.push(format!(
            "rows: {:?}",
            values(connection, "SELECT version_num FROM migrate_version")
        ));
        let log = "SELECT revision, direction FROM migrate_log ORDER BY id";
        lines.push(format!("log: {:?}", values(connection, log)));
        if let Ok(begun) = connection.query("SELECT revision FROM migrate_journal") {
            lines.extend(begun.into_iter().map(|row| format!("begun: {row:?}")));
        }
        lines
    }
}

fn mysql_definitions(connection: &mut dyn Driver) -> Vec<String> {
    let tables = "SELECT table_name, table_type FROM information_schema.tables \
                  WHERE table_schema = DATABASE() AND table_name NOT LIKE 'migrate\\_%' ORDER BY 1";
    let tables = connection.query(tables).expect("the catalogue");
    let mut lines = Vec::new();
    for table in tables {
        let name = table[0].clone().unwrap_or_default();
        let rows = connection.query(&format!("SHOW CREATE TABLE `{name}`")).expect("a table");
        lines.extend(rows.into_iter().map(|row| format!("{row:?}")));
    }
    lines.extend(values(
        connection,
        "SELECT CONCAT(trigger_name, ' ', action_statement) FROM information_schema.triggers \
         WHERE trigger_schema = DATABASE() ORDER BY 1",
    ));
    lines.extend(values(
        connection,
        "SELECT CONCAT(routine_name, ' ', routine_definition) FROM information_schema.routines \
         WHERE routine_schema = DATABASE() ORDER BY 1",
    ));
    lines
}

pub(crate) fn establish(kind: Kind, url: &str) -> Box<dyn Driver> {
    match kind {
        Kind::Postgres => Box::new(PgConnection::establish(url).expect("a connection")),
        Kind::Mysql => Box::new(MysqlConnection::establish(url).expect("a connection")),
    }
}

/// The values of a query, in one list.
pub(crate) fn values(connection: &mut dyn Driver, query: &str) -> Vec<String> {
    connection.query(query).expect(query).into_iter().flatten().flatten().collect()
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Server { kind, server, name } = self {
            let force = match kind {
                Kind::Postgres => " WITH (FORCE)",
                Kind::Mysql => "",
            };
            // What a test leaves behind is thrown away with the server.
            drop(establish(*kind, server.url()).execute(&format!("DROP DATABASE {name}{force}")));
        }
    }
}
