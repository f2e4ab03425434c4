//! The programs that copy a database on a server: found, asked for their version, run until they end or the run is
//! stopped.

use std::io::Read as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::executor::{BackupError, CancelToken};

use super::shown;

/// A program that is installed.
pub(super) struct Program {
    pub(super) name: &'static str,
    /// What it says of its version.
    pub(super) version: String,
}

/// The first of some programs that is installed.
pub(super) fn find(
    names: &'static [&'static str],
    install: &'static str,
) -> Result<Program, BackupError> {
    for name in names {
        let asked = Command::new(name).arg("--version").stdin(Stdio::null()).output();
        match asked {
            Ok(output) if output.status.success() => {
                let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                return Ok(Program { name, version });
            }
            Ok(output) => {
                let message = shown(&String::from_utf8_lossy(&output.stderr));
                return Err(failed(name, message));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(name, error.to_string())),
        }
    }
    Err(BackupError::NoProgram { names, install })
}

impl Program {
    /// The numbers behind the first of some words that its version has: of `Ver 10.19 Distrib 10.11.6-MariaDB` those
    /// behind `Distrib`.
    pub(super) fn numbers(&self, words: &[&str]) -> Vec<u32> {
        let behind = words.iter().find_map(|word| self.version.split_once(word));
        let text = behind.map_or("", |(_, text)| text).trim_start();
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        text[..end].split('.').filter_map(|number| number.parse().ok()).collect()
    }
}

/// Runs a program to its end, and gives its error as its own words. When the run is stopped, it is too.
pub(super) fn run(
    name: &str,
    command: &mut Command,
    cancel: &CancelToken,
) -> Result<(), BackupError> {
    let io = |error: std::io::Error| failed(name, error.to_string());
    let mut child = command.stderr(Stdio::piped()).spawn().map_err(io)?;
    let mut said = child.stderr.take();
    // A program that says more than the pipe holds waits for a reader.
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        drop(said.as_mut().map(|said| said.read_to_end(&mut text)));
        String::from_utf8_lossy(&text).into_owned()
    });
    let status = wait(&mut child, cancel).map_err(io)?;
    let said = reader.join().unwrap_or_default();
    match status {
        Some(status) if status.success() => Ok(()),
        Some(_) if is_canceled_soon(cancel) => Err(BackupError::Canceled),
        Some(status) => {
            let message = shown(&said);
            let message = if message.is_empty() { status.to_string() } else { message };
            Err(failed(name, message))
        }
        None => Err(BackupError::Canceled),
    }
}

/// The end of a program; none where the run was stopped, and the program with it.
fn wait(child: &mut Child, cancel: &CancelToken) -> std::io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if cancel.is_canceled() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Whether the run is stopped: Ctrl-C reaches the program as soon as this one.
fn is_canceled_soon(cancel: &CancelToken) -> bool {
    let start = Instant::now();
    while !cancel.is_canceled() {
        if start.elapsed() > Duration::from_millis(200) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

fn failed(program: &str, message: String) -> BackupError {
    BackupError::Program { program: program.to_owned(), message, state: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_each_program_says_them() {
        for (version, words, numbers) in [
            (
                "pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)",
                &["PostgreSQL)"][..],
                &[15, 20][..],
            ),
            ("pg_dump (PostgreSQL) 18beta1", &["PostgreSQL)"], &[18]),
            (
                "mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)",
                &["from", "Distrib", "Ver"],
                &[10, 11, 19],
            ),
            (
                "mariadb-dump from 11.4.2-MariaDB, client 10.19 for debian-linux-gnu (x86_64)",
                &["from", "Distrib", "Ver"],
                &[11, 4, 2],
            ),
            (
                "mysqldump  Ver 8.0.36 for Linux on x86_64 (MySQL Community Server - GPL)",
                &["from", "Distrib", "Ver"],
                &[8, 0, 36],
            ),
            ("something else", &["Ver"], &[]),
        ] {
            let program = Program { name: "it", version: version.to_owned() };
            assert_eq!(program.numbers(words), numbers, "{version}");
        }
    }

    #[test]
    fn what_a_program_says_last_is_its_error() {
        let cancel = CancelToken::default();
        let shell = |text: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", text]);
            run("sh", &mut command, &cancel).map_err(|error| error.to_string())
        };
        assert_eq!(shell("exit 0"), Ok(()));
        let error = Err("`sh` failed: no postgres://***@h/d".to_owned());
        assert_eq!(shell("echo no postgres://u:secret@h/d >&2; exit 3"), error);
        // More than a pipe holds.
        assert_eq!(shell("head -c 300000 /dev/zero | tr '\\0' x >&2"), Ok(()));
        assert!(find(&["no-such-program", "nor-this"], "it").is_err());
    }

    #[test]
    fn a_program_is_stopped_with_the_run() {
        let cancel = CancelToken::default();
        let start = Instant::now();
        let ended = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(100));
                cancel.cancel();
            });
            run("sleep", Command::new("sleep").arg("60"), &cancel)
        });
        assert!(matches!(ended, Err(BackupError::Canceled)), "{ended:?}");
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}
