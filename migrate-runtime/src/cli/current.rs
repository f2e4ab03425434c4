//! `current`: which revisions the database is at, and which of them were edited since.

use crate::Migrations;
use crate::error::Interrupted;
use crate::executor::Driver;
use crate::migrations::State;
use migrate_core::graph::{Target, plan};

use super::args::DatabaseOptions;
use super::commands::{locate_database, open, read_state};
use super::connect::Access;
use super::error::CliError;
use super::exit::Exit;
use super::graph;
use super::printer::Printer;

/// Prints where the database is, and warns of what does not fit.
pub(super) fn current(
    migrations: &Migrations,
    check_heads: bool,
    verbose: bool,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let registry = migrations.registry()?;
    let State { rows, unknown, interrupted, .. } = read_state(migrations, database)?;
    graph::current(&registry.graph, &rows, verbose, printer);
    // A mistyped path looks like a database without revisions.
    if let Some(file) = locate_database(database)?.missing_file() {
        printer.status(
            "Missing",
            format_args!("{} does not exist, so no revision is applied", file.display()),
        );
    }
    if verbose && !rows.is_empty() && unknown.is_none() {
        warn_of_edits(migrations, &mut *open(database, Access::Existing)?, printer)?;
    }
    for revision in unknown.iter().flat_map(|unknown| &unknown.ahead.revisions) {
        match &revision.elsewhere {
            None => printer.warning(format_args!("this program does not have {revision}")),
            Some(_) => {
                printer.warning(format_args!("this program has in another order {revision}"));
            }
        }
    }
    if let Some(interrupted) = &interrupted {
        say_interrupted(interrupted, printer);
    }
    if !check_heads {
        return Ok(Exit::Success);
    }
    if interrupted.is_some() {
        return Ok(Exit::Interrupted);
    }
    if unknown.is_some() {
        printer.status("Ahead", "of this program: `switch` takes back what it does not have");
        return Ok(Exit::Ahead);
    }
    let behind = match plan::upgrade(&registry.graph, &rows, &Target::parse("heads")?) {
        Ok(plan) => match plan.revisions.len() {
            0 => return Ok(Exit::Success),
            1 => "by 1 revision: `upgrade heads` applies it".to_owned(),
            count => format!("by {count} revisions: `upgrade heads` applies them"),
        },
        Err(_) => "the heads of this program, by how much cannot be told".to_owned(),
    };
    printer.status("Behind", behind);
    Ok(Exit::NotAtHeads)
}

/// What there is to say of revisions that were taken back because the program does not have them as they were applied.
pub(super) fn reverted(migrations: &Migrations, revisions: &[String]) -> Result<String, CliError> {
    let graph = migrations.registry()?.graph;
    let count = match revisions.len() {
        1 => "1 revision".to_owned(),
        count => format!("{count} revisions"),
    };
    let (own, unknown): (Vec<_>, Vec<_>) = revisions.iter().partition(|id| graph.get(id).is_some());
    let why = match (unknown.is_empty(), own.is_empty()) {
        (false, true) => "does not have",
        (true, _) => "has in another order",
        (false, false) => "does not have, or has in another order",
    };
    Ok(format!("{count} that this program {why}"))
}

/// A revision that is half done is in no row.
pub(super) fn say_interrupted(interrupted: &Interrupted, printer: &mut Printer) {
    let Interrupted { revision, direction, .. } = interrupted;
    printer.status("Interrupted", interrupted.progress());
    let target = if direction == "downgrade" { "-1" } else { revision };
    printer.hint(format_args!("`{direction} {target}` resumes it"));
}

/// An applied revision that was edited does something else for the next database.
pub(super) fn warn_of_edits(
    migrations: &Migrations,
    connection: &mut dyn Driver,
    printer: &mut Printer,
) -> Result<(), CliError> {
    for revision in migrations.edited(connection)? {
        printer.warning(format_args!(
            "revision `{revision}` was edited after it was applied here: this database and a new \
             one will differ"
        ));
    }
    Ok(())
}
