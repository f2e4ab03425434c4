//! One server for many test programs: who starts it, who uses it, when it stops.
//!
//! A server's state is a directory below the target directory. `lock` is held while somebody looks
//! whether the server runs, starts or stops it; `users` is held, shared, by every program that uses
//! it; `keeper` by the script that keeps it ([`KEEPER`]). All three are the system's locks on open
//! files, so nothing is left behind by a program that was killed.

use std::fs::{self, File, TryLockError};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::command;
use crate::server::{Kind, Server};
use crate::{mariadb, postgres};

/// The script that keeps a server.
const KEEPER: &str = include_str!("keep.sh");

/// How long a server waits for the next test.
const IDLE_SECONDS: u32 = 60;

/// How long a server may take to start, on a machine that is busy with builds.
const PATIENCE: Duration = Duration::from_secs(120);

/// How to start a server whose data directory is made.
pub(crate) struct Prepared {
    /// The server in the foreground.
    pub(crate) command: Command,
    /// What stops it.
    pub(crate) signal: &'static str,
    /// Where it will be.
    pub(crate) url: String,
    /// Whether it takes connections.
    pub(crate) is_ready: Box<dyn Fn() -> bool>,
}

/// The locks of the servers this program uses, held until it ends.
static USED: Mutex<Vec<(PathBuf, File)>> = Mutex::new(Vec::new());

/// The server that a variable names, or the one that runs, or a new one.
pub(crate) fn get(kind: Kind) -> Result<Server, String> {
    match std::env::var(kind.variable()) {
        Ok(url) if !url.is_empty() => return Ok(Server::new(url)),
        _ => {}
    }
    let name = match kind {
        Kind::Postgres => postgres::version()?
            .map_or("postgres".to_owned(), |version| format!("postgres-{version}")),
        Kind::Mysql => "mariadb".to_owned(),
    };
    let state = state_directory()?.join(name);
    say(&state, fs::create_dir_all(&state))?;
    let mut used = USED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);

    let lock = open(&state, "lock")?;
    say(&state, lock.lock())?;
    let url = match running(&state)? {
        Some(url) => url,
        None => begin(kind, &state)?,
    };
    if !used.iter().any(|(path, _)| *path == state) {
        let users = open(&state, "users")?;
        say(&state, users.lock_shared())?;
        used.push((state, users));
    }
    Ok(Server::new(url))
}

/// Stops every server that no test uses; gives the names of the others.
pub(crate) fn stop_all() -> Result<Vec<String>, String> {
    let mut busy = Vec::new();
    let Ok(entries) = fs::read_dir(state_directory()?) else { return Ok(busy) };
    for state in entries.flatten().map(|entry| entry.path()) {
        if !state.join("keeper").is_file() {
            continue;
        }
        let lock = open(&state, "lock")?;
        say(&state, lock.lock())?;
        match open(&state, "users")?.try_lock() {
            Ok(()) => end(&state)?,
            Err(TryLockError::WouldBlock) => busy.push(state.display().to_string()),
            Err(TryLockError::Error(error)) => return say(&state, Err(error)),
        }
    }
    Ok(busy)
}

/// Where the state of all servers is: below the target directory, which cargo marks.
pub(crate) fn state_directory() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    program
        .ancestors()
        .find(|directory| directory.join("CACHEDIR.TAG").is_file())
        .map(|target| target.join("test-servers"))
        .ok_or_else(|| format!("{} is in no target directory of cargo", program.display()))
}

/// The URL of the server, if it runs.
fn running(state: &Path) -> Result<Option<String>, String> {
    match open(state, "keeper")?.try_lock() {
        Ok(()) => Ok(None),
        // Without a URL, whoever started it was killed before it was ready.
        Err(TryLockError::WouldBlock) => match fs::read_to_string(state.join("url")) {
            Ok(url) => Ok(Some(url)),
            Err(_) => end(state).map(|()| None),
        },
        Err(TryLockError::Error(error)) => say(state, Err(error)),
    }
}

/// Starts a server and waits until it takes connections.
fn begin(kind: Kind, state: &Path) -> Result<String, String> {
    for tool in ["flock", "setpriv", "setsid"] {
        if command::find(tool).is_none() {
            return Err(format!(
                "a server is started with `{tool}`, and there is none\nhint: install \
                 `util-linux`, or name a running server with `{}`",
                kind.variable()
            ));
        }
    }
    remove_old_data(state);
    // Not below the target directory: a server's user may not come that far, and a socket's path
    // is limited to 107 bytes.
    let directory = tempfile::Builder::new()
        .prefix("migrate-test-")
        .tempdir()
        .map_err(|error| format!("cannot make a directory for a server: {error}"))?;
    say(state, fs::write(state.join("data"), directory.path().as_os_str().as_encoded_bytes()))?;
    let port = free_port().map_err(|error| format!("no free port: {error}"))?;
    let prepared = match kind {
        Kind::Postgres => postgres::prepare(directory.path(), port)?,
        Kind::Mysql => mariadb::prepare(directory.path(), port)?,
    };
    let mut keeper = spawn(state, directory.path(), &prepared)?;
    let directory = directory.keep();
    let start = Instant::now();
    while !(prepared.is_ready)() {
        let ended = say(state, keeper.try_wait())?.is_some();
        if ended || start.elapsed() > PATIENCE {
            if !ended {
                end(state)?;
            }
            let log = fs::read_to_string(state.join("log")).unwrap_or_default();
            return Err(format!("{kind} does not start in {}:\n{log}", directory.display()));
        }
        sleep(Duration::from_millis(20));
    }
    say(state, fs::write(state.join("url"), &prepared.url))?;
    Ok(prepared.url)
}

/// Starts the script in a session of its own, so that what ends the tests does not end it.
fn spawn(state: &Path, data: &Path, prepared: &Prepared) -> Result<Child, String> {
    let script = state.join("keep.sh");
    say(state, fs::write(&script, KEEPER))?;
    let log = say(state, File::create(state.join("log")))?;
    let mut command = Command::new("setsid");
    command.arg("sh").arg(script).arg(state).arg(data).arg(prepared.signal);
    command.arg(IDLE_SECONDS.to_string());
    command.arg(prepared.command.get_program()).args(prepared.command.get_args());
    for (name, value) in prepared.command.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.current_dir(data).stdin(Stdio::null());
    command.stdout(say(state, log.try_clone())?).stderr(log);
    command.spawn().map_err(|error| format!("cannot run `setsid`: {error}"))
}

/// Tells the script to stop and waits until it has.
fn end(state: &Path) -> Result<(), String> {
    let keeper = open(state, "keeper")?;
    if keeper.try_lock().is_ok() {
        remove_old_data(state);
        return Ok(());
    }
    let pid = say(state, fs::read_to_string(state.join("pid")))?;
    command::output(Command::new("sh").args(["-c", "kill -s TERM \"$0\"", pid.trim()]))?;
    say(state, keeper.lock())
}

/// Removes what a script that was killed could not.
fn remove_old_data(state: &Path) {
    if let Ok(path) = fs::read_to_string(state.join("data")) {
        let _ = fs::remove_dir_all(path);
    }
    for file in ["url", "pid", "data"] {
        let _ = fs::remove_file(state.join(file));
    }
}

pub(crate) fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn open(state: &Path, name: &str) -> Result<File, String> {
    let mut options = File::options();
    say(state, options.create(true).append(true).open(state.join(name)))
}

/// An error with the state's directory.
fn say<T>(state: &Path, result: std::io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("{}: {error}", state.display()))
}
