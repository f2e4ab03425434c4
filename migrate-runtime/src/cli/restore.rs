//! `restore`: the database as a backup has it.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::Path;
use std::time::Duration;

use crate::Migrations;
use crate::executor::{self, Backup, BackupError};
use crate::migrations::State;

use super::args::{DatabaseOptions, LockArguments};
use super::backup;
use super::commands::{connect_to_run, ended, locate_database, options};
use super::connect::{Access, Location, connect};
use super::error::CliError;
use super::exit::Exit;
use super::json::Json;
use super::printer::Printer;
use super::progress::{Progress, describe};
use super::signals;

/// Without `--wait`, another runner that is at work is hardly waited for: what it does would be lost.
const HARDLY: Duration = Duration::from_millis(1);

/// Brings the database to a backup: that of a file, or the newest one in a directory.
pub(super) fn restore(
    migrations: &Migrations,
    path: &Path,
    yes: bool,
    wait: Option<Duration>,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let location = locate_database(database)?;
    // A backup that is none must not leave an empty database behind.
    let found = match &location {
        Location::SqliteFile(file, _) => {
            let found = executor::find(path, "SQLite", &backup::file_name(file)).map_err(failed)?;
            require_kind(&found, "SQLite")?;
            Some(found)
        }
        Location::SqliteMemory
        | Location::Postgres(_)
        | Location::Mariadb(_)
        | Location::Mysql(_) => None,
    };
    let lock = LockArguments { wait: wait.or(Some(HARDLY)), no_wait: false };
    let was_missing = location.missing_file().is_some();
    let mut connection = connect_to_run(&location, lock.wait)?;
    let dialect = migrations.dialect(&mut *connection)?;
    let name = backup::database_name(&mut *connection, &location).map_err(failed)?;
    let backup = match found {
        Some(found) => found,
        None => executor::find(path, dialect.name(), &name).map_err(failed)?,
    };
    require_kind(&backup, dialect.name())?;
    executor::verify(&backup).map_err(failed)?;
    let state = migrations.state(&mut *connection)?;
    let lost = lost(migrations, &state, &backup)?;
    tell(&name, &backup, &lost, printer);
    if !was_missing {
        confirm(yes, &backup, printer)?;
    }

    let signals = signals::listen(printer);
    let options = options(&location, &lock, false, &signals);
    let mut progress = Progress::new(printer, connection.family());
    let mut listen = |event: executor::Event<'_>| progress.show(event);
    let restored =
        migrations.exclusively(&mut *connection, &state.rows, &options, &mut listen, |driver| {
            backup::restore(driver, &location, &backup, &signals.token)
        });
    progress.end();
    match restored.map_err(|error| ended(error, &signals))? {
        Err(BackupError::Canceled) => return Err(ended(crate::Error::Canceled, &signals)),
        restored => restored.map_err(failed)?,
    }
    drop(connection);

    let mut connection = connect(&location, Access::Existing, "cargo-migrate", None)?;
    let rows = migrations.current(&mut *connection)?;
    if printer.is_json() {
        printer.result(Json::object([
            ("backup", backup.file.display().to_string().as_str().into()),
            ("taken_at", (&backup.taken_at).into()),
            ("revisions", Json::list(&rows)),
            ("lost", Json::list(&lost.ids)),
        ]));
    }
    printer.status("Restored", format_args!("the database is at {}", place(&rows)));
    Ok(Exit::Success)
}

fn failed(error: BackupError) -> CliError {
    CliError::Restore(error)
}

fn require_kind(backup: &Backup, kind: &str) -> Result<(), CliError> {
    if backup.kind == kind {
        return Ok(());
    }
    Err(failed(BackupError::OtherDatabase {
        path: backup.file.clone(),
        of: backup.version.clone(),
        database: kind.to_owned(),
    }))
}

/// What was applied since a backup, and what was taken back.
struct Lost {
    ids: Vec<String>,
    lines: Vec<String>,
}

fn lost(migrations: &Migrations, state: &State, backup: &Backup) -> Result<Lost, CliError> {
    let registry = migrations.registry()?;
    let graph = state.unknown.as_ref().and_then(|unknown| unknown.graph.as_ref());
    let graph = graph.unwrap_or(&registry.graph);
    let (now, then) = (graph.applied(&state.rows), graph.applied(&backup.revisions));
    let (Ok(now), Ok(then)) = (now, then) else {
        let ids: Vec<_> =
            state.rows.iter().filter(|row| !backup.revisions.contains(row)).cloned().collect();
        let lines =
            ids.iter().map(|id| format!("{id}, which this program does not have")).collect();
        return Ok(Lost { ids, lines });
    };
    let then: BTreeSet<_> = then.map(|revision| revision.id.as_str()).collect();
    let lost = now.filter(|revision| !then.contains(revision.id.as_str()));
    let (ids, lines) = lost.map(|revision| (revision.id.clone(), describe(revision))).unzip();
    Ok(Lost { ids, lines })
}

fn tell(name: &str, backup: &Backup, lost: &Lost, printer: &mut Printer) {
    let (day, time) = backup.taken_at.split_once('T').unwrap_or((&backup.taken_at, ""));
    let time = time.split('.').next().unwrap_or_default();
    printer.status(
        "Restoring",
        format_args!(
            "{name} from {}, taken {day} {time} UTC at {}",
            backup.file.display(),
            place(&backup.revisions)
        ),
    );
    for line in &lost.lines {
        printer.status("Losing", line);
    }
    printer.status("Losing", "all rows that were written since");
}

fn place(rows: &[String]) -> String {
    if rows.is_empty() { "base".to_owned() } else { rows.join(", ") }
}

/// Asks on a terminal; elsewhere `--yes` must have been given.
fn confirm(yes: bool, backup: &Backup, printer: &mut Printer) -> Result<(), CliError> {
    if yes {
        return Ok(());
    }
    let unanswered = || CliError::Usage {
        message: format!(
            "{} was not restored: what is in the database now would be lost",
            backup.file.display()
        ),
        hint: Some("give `--yes` to go on".to_owned()),
    };
    if printer.is_json() || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(unanswered());
    }
    printer.error_line("restore it? (y or n):");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|_| unanswered())?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(unanswered()),
    }
}
