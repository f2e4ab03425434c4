//! A database of a test's own, and runners on it.

use std::io::Read as _;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use diesel::{Connection as _, MysqlConnection, PgConnection, SqliteConnection};
use migrate_runtime::executor::Driver;
use tempfile::TempDir;
use test_servers::{Kind, Server, unique_name};

/// Where a database is.
pub(crate) enum Database {
    File(TempDir),
    Server { kind: Kind, server: Server, name: String },
}

/// How often a test is tried.
pub(crate) fn rounds() -> usize {
    std::env::var("MIGRATE_TEST_ROUNDS").map_or(2, |rounds| rounds.parse().unwrap())
}

/// Another time in each round, spread over the time of a run.
pub(crate) fn moment(round: usize, longest: Duration) -> Duration {
    // The golden ratio spreads any number of rounds evenly.
    #[expect(clippy::cast_precision_loss, reason = "rounds are few")]
    let part = (0.3 + round as f64 * 0.618_034).fract();
    longest.mul_f64(part)
}

fn establish(kind: Kind, url: &str) -> Box<dyn Driver> {
    match kind {
        Kind::Postgres => Box::new(PgConnection::establish(url).unwrap()),
        Kind::Mysql => Box::new(MysqlConnection::establish(url).unwrap()),
    }
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    pub(crate) fn postgres() -> Self {
        Self::on(Kind::Postgres, test_servers::postgres())
    }

    pub(crate) fn mysql() -> Self {
        Self::on(Kind::Mysql, test_servers::mysql())
    }

    fn on(kind: Kind, server: Server) -> Self {
        let name = unique_name("doubling");
        establish(kind, server.url()).execute(&format!("CREATE DATABASE {name}")).unwrap();
        Self::Server { kind, server, name }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(directory) => format!("sqlite://{}/app.db", directory.path().display()),
            Self::Server { server, name, .. } => server.url_of(name),
        }
    }

    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Self::File(_) => None,
            Self::Server { kind, .. } => Some(*kind),
        }
    }

    pub(crate) fn connect(&self) -> Box<dyn Driver> {
        match self {
            Self::File(directory) => {
                let path = directory.path().join("app.db");
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                Driver::execute(&mut connection, "PRAGMA busy_timeout = 30000").unwrap();
                Box::new(connection)
            }
            Self::Server { kind, .. } => establish(*kind, &self.url()),
        }
    }

    /// The values of a query, in one list.
    pub(crate) fn values(&self, query: &str) -> Vec<String> {
        self.connect().query(query).unwrap().into_iter().flatten().flatten().collect()
    }

    /// A database with the account, where the next revision takes so long.
    pub(crate) fn with_account(self, pace: &str) -> Self {
        let output = self.run(&["upgrade", "a_account"]);
        assert!(output.status.success(), "{}", said(&output));
        let pace = format!("UPDATE pace SET seconds = {pace}, steps = {pace} * 2500000");
        self.connect().execute(&pace).unwrap();
        self
    }

    /// A runner.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        start(&self.url(), arguments)
    }

    /// A runner that came to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        finish(self.start(arguments))
    }

    pub(crate) fn balance(&self) -> String {
        self.values("SELECT CAST(balance AS CHAR(9)) FROM account").concat().trim().to_owned()
    }

    /// How often the log has the revision.
    pub(crate) fn logged(&self, revision: &str) -> usize {
        let query = format!("SELECT revision FROM migrate_log WHERE revision = '{revision}'");
        self.values(&query).len()
    }

    pub(crate) fn assert_doubled_once(&self, what: &str) {
        let found = (self.balance(), self.logged("b_double"));
        assert_eq!(found, ("2".to_owned(), 1), "{what}");
    }

    /// The sessions of runners, each with whether it is idle.
    pub(crate) fn sessions(&self) -> Vec<(String, bool)> {
        let query = match self.kind() {
            None => panic!("SQLite has no sessions"),
            Some(Kind::Postgres) => {
                "SELECT pid::text || ' ' || (state = 'idle')::text FROM pg_stat_activity \
                 WHERE datname = current_database() AND application_name LIKE 'cargo-migrate%'"
            }
            Some(Kind::Mysql) => {
                "SELECT CONCAT(ID, ' ', IF(COMMAND = 'Sleep', 'true', 'false')) \
                 FROM information_schema.PROCESSLIST \
                 WHERE DB = DATABASE() AND ID <> CONNECTION_ID()"
            }
        };
        let sessions = self.values(query).into_iter();
        sessions
            .map(|line| {
                let (id, idle) = line.split_once(' ').unwrap();
                (id.to_owned(), idle == "true")
            })
            .collect()
    }

    /// Ends a session as an administrator does.
    pub(crate) fn end_session(&self, id: &str) {
        let sql = match self.kind() {
            None => panic!("SQLite has no sessions"),
            Some(Kind::Postgres) => format!("SELECT pg_terminate_backend({id})"),
            Some(Kind::Mysql) => format!("KILL {id}"),
        };
        // It may have ended by itself.
        drop(self.connect().execute(&sql));
    }

    /// Whether a runner is in the midst of the slow statement.
    pub(crate) fn is_at_work(&self) -> bool {
        let query = match self.kind() {
            None => panic!("SQLite has no sessions"),
            Some(Kind::Postgres) => {
                "SELECT pid::text FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event = 'PgSleep'"
            }
            Some(Kind::Mysql) => {
                "SELECT CONCAT(ID, '') FROM information_schema.PROCESSLIST \
                 WHERE DB = DATABASE() AND STATE = 'User sleep'"
            }
        };
        !self.values(query).is_empty()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Server { kind, server, name } = self {
            let force = match kind {
                Kind::Postgres => " WITH (FORCE)",
                Kind::Mysql => "",
            };
            let drop_it = format!("DROP DATABASE {name}{force}");
            // What a test leaves behind is thrown away with the server.
            drop(establish(*kind, server.url()).execute(&drop_it));
        }
    }
}

/// A runner on a database that is reached by this URL.
pub(crate) fn start(url: &str, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_test-doubling"))
        .args(arguments)
        .env("DATABASE_URL", url)
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What a runner said, when it has come to its end in less than a minute.
pub(crate) fn finish(mut runner: Child) -> Output {
    let start = Instant::now();
    let status = loop {
        if let Some(status) = runner.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > Duration::from_secs(60) {
            runner.kill().unwrap();
            panic!("a runner hangs: {}", said(&runner.wait_with_output().unwrap()));
        }
        thread::sleep(Duration::from_millis(5));
    };
    let mut stderr = Vec::new();
    runner.stderr.take().unwrap().read_to_end(&mut stderr).unwrap();
    Output { status, stdout: Vec::new(), stderr }
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn signal(runner: &Child, signal: &str) {
    let id = runner.id().to_string();
    // It may have ended by itself.
    Command::new("kill").args([signal, &id]).stderr(Stdio::null()).status().unwrap();
}

/// Waits for something to become so; fails after some seconds.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20), "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
