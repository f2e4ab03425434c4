//! `--backup`: what copies the database before a run.

mod mysql;
mod postgres;
mod program;

use std::path::Path;

use crate::executor::{
    BackUp, Backup, BackupError, BackupOptions, CancelToken, Driver, Options, Subject,
};

use super::connect::Location;
use super::redact;

/// The options with what makes a backup of the database at a place, in a directory.
pub(super) fn with_backup(
    options: Options,
    location: &Location,
    directory: &Path,
    cancel: &CancelToken,
) -> Options {
    match location {
        Location::SqliteFile(..) | Location::SqliteMemory => {
            options.with_backup(BackupOptions::new(directory))
        }
        Location::Postgres(_) | Location::Mariadb(_) | Location::Mysql(_) => {
            let (location, directory) = (location.clone(), directory.to_owned());
            let cancel = cancel.clone();
            options.backing_up(BackUp::new(move |driver, subject| {
                on_server(driver, subject, &location, &directory, &cancel)
            }))
        }
    }
}

fn on_server(
    driver: &mut dyn Driver,
    subject: &Subject<'_>,
    location: &Location,
    directory: &Path,
    cancel: &CancelToken,
) -> Result<Backup, BackupError> {
    match location {
        Location::Postgres(url) => postgres::back_up(driver, subject, url, directory, cancel),
        Location::Mariadb(url) | Location::Mysql(url) => {
            mysql::back_up(driver, subject, url, directory, cancel)
        }
        // `with_backup` has them copied by their connection.
        Location::SqliteFile(..) | Location::SqliteMemory => {
            Err(BackupError::OnServer { database: subject.dialect.name() })
        }
    }
}

/// Brings the database at a place, which the driver is connected to, to a backup.
pub(super) fn restore(
    driver: &mut dyn Driver,
    location: &Location,
    backup: &Backup,
    cancel: &CancelToken,
) -> Result<(), BackupError> {
    match location {
        Location::SqliteFile(path, _) => crate::executor::restore(driver, path, backup),
        Location::SqliteMemory => Err(BackupError::OtherDatabase {
            path: backup.file.clone(),
            of: backup.version.clone(),
            database: "in memory".to_owned(),
        }),
        Location::Postgres(url) => postgres::restore(url, backup, cancel),
        Location::Mariadb(url) | Location::Mysql(url) => {
            mysql::restore(driver, url, backup, cancel)
        }
    }
}

/// The name of the database, as a backup of it is found: of a file that without its ending.
pub(super) fn database_name(
    driver: &mut dyn Driver,
    location: &Location,
) -> Result<String, BackupError> {
    let query = match location {
        Location::SqliteFile(path, _) => return Ok(file_name(path)),
        Location::SqliteMemory => return Ok("memory".to_owned()),
        Location::Postgres(_) => "SELECT current_database()::text",
        Location::Mariadb(_) | Location::Mysql(_) => "SELECT DATABASE()",
    };
    Ok(crate::executor::first_value(driver.query(query)?).unwrap_or_default())
}

/// The name of a SQLite database, which is that of the file that a link leads to.
pub(super) fn file_name(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A message of a program that knows the address: its passwords are hidden.
fn shown(message: &str) -> String {
    redact::message(message.trim())
}
