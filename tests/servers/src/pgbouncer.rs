//! PgBouncer before a PostgreSQL server, of one test.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Child;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::command;
use crate::server::{Address, Server, postgres_address};
use crate::shared::free_port;
use crate::user::User;

/// A PgBouncer, which ends with the value.
#[derive(Debug)]
pub struct PgBouncer {
    server: Server,
    child: Child,
    directory: TempDir,
}

impl PgBouncer {
    /// One that gives each transaction another session of the server, of so many at most for each database.
    pub(crate) fn before(server: &Server, sessions: usize) -> Result<Self, String> {
        let program = command::find("pgbouncer").ok_or(
            "the test needs PgBouncer, and there is none\nhint: install it, for example with \
             `sudo apt-get install pgbouncer`",
        )?;
        let user = User::choose(&["postgres", "nobody"])?;
        let io = |error: std::io::Error| format!("cannot prepare PgBouncer: {error}");
        let directory = tempfile::Builder::new().prefix("migrate-test-").tempdir().map_err(io)?;
        let port = free_port().map_err(io)?;
        let place = match postgres_address(server.url()) {
            Address::Tcp(host, port) => format!("host={host} port={port}"),
            Address::Socket(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let port = name.rsplit('.').next().unwrap_or_default().to_owned();
                let directory = path.parent().unwrap_or(&path).display().to_string();
                format!("host={directory} port={port}")
            }
        };
        let role = role(server.url());
        let settings = format!(
            "[databases]\n* = {place} user={role}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = {sessions}\nmax_client_conn = 500\n"
        );
        let path = directory.path().join("pgbouncer.ini");
        fs::write(&path, settings).map_err(io)?;
        // It has no secret, and another user reads it.
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).map_err(io)?;
        user.own(directory.path())?;
        let mut command = user.command(Some("KILL"), &program, directory.path());
        let log = fs::File::create(directory.path().join("log")).map_err(io)?;
        let child = command.arg("-q").arg(&path).stderr(log).spawn().map_err(io)?;
        let url = format!("postgres://{role}@127.0.0.1:{port}/postgres");
        let mut started = Self { server: Server::new(url), child, directory };
        started.wait(port)?;
        Ok(started)
    }

    /// The URL of a database behind it.
    pub fn url_of(&self, database: &str) -> String {
        self.server.url_of(database)
    }

    fn wait(&mut self, port: u16) -> Result<(), String> {
        const LONGEST: Duration = Duration::from_secs(20);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = self.child.try_wait().ok().flatten();
            if start.elapsed() > LONGEST || ended.is_some() {
                let log = fs::read_to_string(self.directory.path().join("log"));
                return Err(format!("PgBouncer does not start: {}", log.unwrap_or_default()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

/// The role of a URL.
fn role(url: &str) -> String {
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("postgres", |(user, _)| user);
    user.split(':').next().unwrap_or("postgres").to_owned()
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
