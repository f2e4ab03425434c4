//! One short function for each command.

mod check;
mod drift;
mod edit;
mod hook;
mod init;
mod merge;
mod rebase;
mod revision;
mod schema;
mod verify;

pub(crate) use hook::HookError;
pub(crate) use rebase::RebaseError;
pub(crate) use schema::{SchemaError, diesel_files};

use std::ffi::OsString;
use std::process::ExitCode;

use migrate_runtime::cli::args::{DatabaseCommand, DatabaseOptions, ToolCommand};
use migrate_runtime::cli::printer::Printer;
use migrate_runtime::cli::{find_database, graph};

use crate::cli::{AnalysisCommand, Arguments, Command, SourceCommand};
use crate::error::Error;
use crate::{binary, exported, linked, outside, package, source};

/// Runs a command; `typed` are the arguments that the migration binary may have to read too.
pub(crate) fn run(
    arguments: &Arguments,
    typed: &[OsString],
    printer: &mut Printer,
) -> Result<ExitCode, Error> {
    let cargo = &arguments.cargo;
    match &arguments.command {
        Command::Source(command) => run_source_command(command, arguments, printer),
        Command::Analysis(AnalysisCommand::Check(check)) => {
            let package = package::find(cargo)?;
            if check.compare.needs_database(&package) {
                find_database(&arguments.database, &package.directory)?;
            }
            Ok(check::run(check, arguments, &package, printer)?.into())
        }
        Command::Analysis(AnalysisCommand::Drift(drift)) => {
            let package = package::find(cargo)?;
            find_database(&arguments.database, &package.directory)?;
            Ok(drift::run(drift, arguments, &package, printer)?.into())
        }
        Command::Analysis(AnalysisCommand::Schema(schema)) => {
            Ok(schema::run(schema, arguments, &package::find(cargo)?, printer)?.into())
        }
        Command::Analysis(AnalysisCommand::Verify(verify)) => {
            let package = package::find(cargo)?;
            if let Some(url) = &verify.live {
                let database = DatabaseOptions { database_url: Some(url.clone()) };
                find_database(&database, &package.directory)?;
            }
            verify::run(verify, arguments, &package, printer)
        }
        Command::Graph(command) if !command.needs_database() => {
            let graph = source::read(&package::find(cargo)?)?;
            Ok(graph::run(command, &graph, None, None, printer)?.into())
        }
        Command::Tool(ToolCommand::Export(export)) => {
            let package = package::find(cargo)?;
            let binary = binary::build_or_find(&package, cargo, &arguments.output)?;
            printer.raw_result(&exported::read(&binary, export, &package)?.text);
            Ok(ExitCode::SUCCESS)
        }
        Command::Database(_)
        | Command::Graph(_)
        | Command::Tool(
            ToolCommand::Catalogue { .. }
            | ToolCommand::ScratchDatabase { .. }
            | ToolCommand::Revisions,
        ) => run_binary(arguments, typed),
    }
}

fn run_source_command(
    command: &SourceCommand,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<ExitCode, Error> {
    let package = || package::find(&arguments.cargo);
    match command {
        SourceCommand::Init(init) => init::run(init, arguments, printer)?,
        SourceCommand::Revision(revision) => {
            let package = package()?;
            if revision.compare.needs_database(&package) && revision.autogenerate {
                find_database(&arguments.database, &package.directory)?;
            }
            revision::run(revision, arguments, &package, printer)?;
        }
        SourceCommand::Merge(merge) => merge::run(merge, &package()?, printer)?,
        SourceCommand::Rebase(rebase) => rebase::run(rebase, arguments, &package()?, printer)?,
        SourceCommand::Edit(edit) => edit::run(edit, &package()?)?,
        SourceCommand::Hook => hook::run(&package()?, printer)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the migration binary and runs it with the arguments as they were typed.
fn run_binary(arguments: &Arguments, typed: &[OsString]) -> Result<ExitCode, Error> {
    let package = if arguments.cargo.no_package {
        outside::package(arguments)?
    } else {
        package::find(&arguments.cargo)?
    };
    if needs_database(&arguments.command) {
        find_database(&arguments.database, &package.directory)?;
    }
    let binary = binary::build_or_find(&package, &arguments.cargo, &arguments.output)?;
    if compares_with_heads(&arguments.command) && !arguments.cargo.no_package {
        linked::check(&binary, &package, &arguments.cargo)?;
    }
    binary::run(&binary, typed, &package)
}

/// Whether the command cannot do without a database, which is known before anything is built.
fn needs_database(command: &Command) -> bool {
    match command {
        Command::Database(
            DatabaseCommand::Upgrade { target, run }
            | DatabaseCommand::Downgrade { target, run }
            | DatabaseCommand::Plan { target, run, .. },
        ) => !(run.sql || run.plan) || (!target.contains(':') && run.script.dialect.is_none()),
        Command::Database(DatabaseCommand::Stamp { sql, script, .. }) => {
            !sql || script.dialect.is_none()
        }
        Command::Database(DatabaseCommand::EnsureVersion { sql, .. }) => !sql,
        Command::Analysis(AnalysisCommand::Drift(_))
        | Command::Database(
            DatabaseCommand::Current { .. }
            | DatabaseCommand::Switch { .. }
            | DatabaseCommand::Apply { .. }
            | DatabaseCommand::Restore { .. }
            // The URL says what they are for, and nothing connects.
            | DatabaseCommand::Roles { .. },
        )
        | Command::Tool(ToolCommand::Catalogue { .. } | ToolCommand::ScratchDatabase { .. }) => {
            true
        }
        Command::Graph(command) => command.needs_database(),
        Command::Source(_)
        | Command::Analysis(_)
        | Command::Tool(ToolCommand::Export(_) | ToolCommand::Revisions) => false,
    }
}

/// Whether the command says or does something about the newest revisions, of which none may be missing.
fn compares_with_heads(command: &Command) -> bool {
    match command {
        Command::Database(command) => match command {
            DatabaseCommand::Upgrade { .. }
            | DatabaseCommand::Plan { downgrade: false, .. }
            | DatabaseCommand::Apply { .. }
            | DatabaseCommand::Switch { .. }
            | DatabaseCommand::Stamp { .. }
            | DatabaseCommand::Current { check_heads: true, .. } => true,
            DatabaseCommand::Downgrade { .. }
            | DatabaseCommand::Plan { downgrade: true, .. }
            | DatabaseCommand::Restore { .. }
            | DatabaseCommand::Roles { .. }
            | DatabaseCommand::Current { check_heads: false, .. }
            | DatabaseCommand::EnsureVersion { .. } => false,
        },
        Command::Source(_) | Command::Analysis(_) | Command::Graph(_) | Command::Tool(_) => false,
    }
}
