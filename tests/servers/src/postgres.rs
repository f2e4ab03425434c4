//! PostgreSQL: its programs, its settings, its first start.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::postgres_package;
use crate::shared::Prepared;
use crate::user::User;

/// The variable that asks for a major version.
const VERSION: &str = "MIGRATE_TEST_POSTGRES_VERSION";

/// Nothing here outlives the tests, so nothing waits for a disk.
const SETTINGS: [&str; 9] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "shared_buffers=64MB",
    "autovacuum=off",
    "log_min_messages=fatal",
    // What 14 and later do of themselves.
    "password_encryption=scram-sha-256",
];

/// The major version that is asked for; without one, the newest that is installed.
pub(crate) fn version() -> Result<Option<u32>, String> {
    match std::env::var(VERSION) {
        Ok(text) if text.is_empty() => Ok(None),
        Ok(text) => text
            .parse()
            .map(Some)
            .map_err(|_| format!("`{VERSION}` is `{text}`, which is no major version, such as 17")),
        Err(_) => Ok(None),
    }
}

/// Makes a data directory and says how to start a server on it.
pub(crate) fn prepare(directory: &Path, port: u16) -> Result<Prepared, String> {
    let user = User::choose(&["postgres", "nobody"])?;
    let programs = programs(directory)?;
    let data = directory.join("data");
    user.own(directory)?;
    let mut initdb = user.command(None, &programs.join("initdb"), directory);
    initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]);
    initdb.args(["--no-sync", "--pgdata"]).arg(&data);
    command::output(&mut initdb)?;
    ask_for_passwords(&data.join("pg_hba.conf")).map_err(|error| error.to_string())?;

    let signal = "INT";
    let mut command = user.command(Some(signal), &programs.join("postgres"), directory);
    command.arg("-D").arg(&data).args(["-p", &port.to_string()]);
    command.arg("-k").arg(directory);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    Ok(Prepared {
        command,
        signal,
        url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
        is_ready: Box::new(move || is_ready(&data)),
    })
}

/// Nobody needs a password but members of a role `passwords`, which a test of passwords makes.
fn ask_for_passwords(rules: &Path) -> std::io::Result<()> {
    let others = fs::read_to_string(rules)?;
    fs::write(rules, format!("host all +passwords all scram-sha-256\n{others}"))
}

/// The file of a running server says so in its last line
/// (<https://www.postgresql.org/docs/current/storage-file-layout.html>).
fn is_ready(data: &Path) -> bool {
    fs::read_to_string(data.join("postmaster.pid"))
        .is_ok_and(|text| text.lines().any(|line| line.trim() == "ready"))
}

/// The directory with `initdb` and `postgres`.
fn programs(directory: &Path) -> Result<PathBuf, String> {
    let installed = installed();
    match version()? {
        None => installed.into_iter().next_back().map(|(_, path)| path).ok_or_else(|| {
            "the tests need PostgreSQL, and there is none\nhint: install it, for example with \
             `sudo apt-get install postgresql`, or name a running server with \
             `MIGRATE_TEST_POSTGRES_URL=postgres://user@host/database`"
                .to_owned()
        }),
        Some(version) => match installed.into_iter().find(|(have, _)| *have == version) {
            Some((_, path)) => Ok(path),
            None => postgres_package::programs(version, directory),
        },
    }
}

/// The installed versions, oldest first: Debian's directories, else what the search path has.
fn installed() -> Vec<(u32, PathBuf)> {
    let mut found: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            let path = entry.path().join("bin");
            path.join("postgres").is_file().then_some((version, path))
        })
        .collect();
    if found.is_empty() {
        found.extend(in_search_path());
    }
    found.sort();
    found
}

fn in_search_path() -> Option<(u32, PathBuf)> {
    let directory = match command::find("postgres") {
        Some(postgres) => postgres.parent()?.to_owned(),
        None => command::output(Command::new("pg_config").arg("--bindir")).ok()?.into(),
    };
    let text = command::output(Command::new(directory.join("postgres")).arg("--version")).ok()?;
    // postgres (PostgreSQL) 15.13
    let digits = text.split(' ').nth(2)?.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((digits.parse().ok()?, directory))
}
