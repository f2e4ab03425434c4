//! One short function for each command that reads or changes the database.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Migrations;
use crate::executor::{
    self, DatabaseError, Driver, LockOptions, LockSession, Options, Outcome, WhenAhead,
};
use crate::migrations::State;
use migrate_core::dialect::Dialect;
use migrate_core::graph::{Direction, Target, plan};

use super::args::{
    Arguments, Command, DatabaseCommand, DatabaseOptions, GraphCommand, LockArguments, RunOptions,
    ScriptOptions, TimeoutArguments, ToolCommand,
};
use super::connect::{Access, ConnectError, Location, Product, connect, locate};
use super::error::CliError;
use super::exit::Exit;
use super::json::Json;
use super::printer::Printer;
use super::progress::{Progress, seconds};
use super::server_progress::Watched;
use super::signals::{self, Signals};
use super::{
    applied, backup, catalogue, current, environment, export, graph, preview, restore, reviewed,
    roles, scratch_database,
};

/// The program's name, before the user's.
const APPLICATION: &str = "cargo-migrate";

/// Runs a command.
pub(super) fn run(
    migrations: &Migrations,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let database = &arguments.database;
    match &arguments.command {
        Command::Graph(command) => read_graph(migrations, command, database, printer),
        Command::Tool(ToolCommand::Export(arguments)) => {
            export::export(migrations, arguments, printer)
        }
        Command::Tool(ToolCommand::Revisions) => {
            let known = migrations.expected().iter().map(|seen| {
                Json::object([("revision", seen.rev.into()), ("file", seen.file.into())])
            });
            printer.result(Json::list(known));
            Ok(Exit::Success)
        }
        Command::Tool(ToolCommand::Catalogue { format_version, scratch }) => {
            let mode = if *scratch { catalogue::Mode::Scratch } else { catalogue::Mode::Queries };
            catalogue::catalogue(migrations, *format_version, mode, database, printer)
        }
        Command::Tool(ToolCommand::ScratchDatabase { format_version }) => {
            scratch_database::scratch_database(*format_version, database, printer)
        }
        Command::Database(DatabaseCommand::Upgrade { target, run }) => {
            migrate(migrations, &Way::of(Direction::Up, target), run, database, printer)
        }
        Command::Database(DatabaseCommand::Downgrade { target, run }) => {
            migrate(migrations, &Way::of(Direction::Down, target), run, database, printer)
        }
        Command::Database(DatabaseCommand::Plan { target, downgrade, output, run }) => {
            let direction = if *downgrade { Direction::Down } else { Direction::Up };
            let goal = (direction, target.as_str());
            reviewed::plan(migrations, goal, output.as_deref(), run, database, printer)
        }
        Command::Database(DatabaseCommand::Apply { plan, run }) => {
            reviewed::apply(migrations, plan, run, database, printer)
        }
        Command::Database(DatabaseCommand::Switch { target, allow_losses, run }) => {
            let way = Way {
                switches: true,
                allow_losses: *allow_losses,
                ..Way::of(Direction::Up, target)
            };
            migrate(migrations, &way, run, database, printer)
        }
        Command::Database(DatabaseCommand::Restore { path, yes, wait }) => {
            restore::restore(migrations, path, *yes, *wait, database, printer)
        }
        Command::Database(DatabaseCommand::Roles { sql, prefix, script }) => {
            roles::roles(migrations, *sql, prefix.as_deref(), script, database, printer)
        }
        Command::Database(DatabaseCommand::Stamp { targets, purge, sql, script, lock }) => {
            stamp(migrations, targets, (*purge, *sql), script, lock, database, printer)
        }
        Command::Database(DatabaseCommand::Current { check_heads, verbose }) => {
            current::current(migrations, *check_heads, *verbose, database, printer)
        }
        Command::Database(DatabaseCommand::EnsureVersion { sql, script, lock }) => {
            ensure_version(migrations, *sql, script, lock, database, printer)
        }
    }
}

/// Where the database is.
pub(super) fn locate_database(database: &DatabaseOptions) -> Result<Location, CliError> {
    locate_from(database, environment::package_dir().as_deref())
}

fn locate_from(database: &DatabaseOptions, package: Option<&Path>) -> Result<Location, CliError> {
    let argument = database.database_url.as_deref();
    let (url, source) = environment::database_url(argument, package)?;
    Ok(locate(&url, &source)?)
}

/// Looks whether a database is named, for a package in this directory: before the package is built,
/// which takes longer. It need not be there.
#[doc(hidden)]
pub fn find_database(database: &DatabaseOptions, package: &Path) -> Result<(), CliError> {
    locate_from(database, Some(package)).map(drop)
}

/// The URL of another database beside the one named for a package in this directory, by its name or its file, with the
/// password; and the name of the one that it is beside.
#[doc(hidden)]
pub fn database_beside(
    database: &DatabaseOptions,
    package: &Path,
    name: &str,
) -> Result<(String, Option<String>), CliError> {
    let location = locate_from(database, Some(package))?;
    Ok((location.beside(name).url(), location.database().map(str::to_owned)))
}

/// The feature of this crate that the database named for a package in this directory needs, and its file where that
/// is missing.
#[doc(hidden)]
pub fn database_feature(
    database: &DatabaseOptions,
    package: &Path,
) -> Result<(&'static str, Option<PathBuf>), CliError> {
    let location = locate_from(database, Some(package))?;
    let feature = match location.product() {
        Product::Sqlite => "sqlite",
        Product::Postgres => "postgres",
        Product::Mariadb | Product::Mysql => "mysql",
    };
    Ok((feature, location.missing_file().map(Path::to_owned)))
}

/// Connects for a run, which waits for another writer of a SQLite file so long; zero is without end.
pub(super) fn connect_to_run(
    location: &Location,
    wait: Option<Duration>,
) -> Result<Box<dyn Driver>, CliError> {
    let wait = wait.map(|wait| if wait.is_zero() { Duration::MAX } else { wait });
    Ok(connect(location, Access::Create, &application(), wait)?)
}

/// What a SQLite file is that this program makes.
pub(super) fn dialect_of_new_file(migrations: &Migrations) -> Result<Dialect, CliError> {
    let mut empty = connect(&Location::SqliteMemory, Access::Create, &application(), None)?;
    Ok(migrations.dialect(&mut *empty)?)
}

/// Whether the database is a SQLite file that is not there yet.
pub(super) fn is_new_file(database: &DatabaseOptions) -> bool {
    locate_database(database).is_ok_and(|location| location.missing_file().is_some())
}

/// What a server that lists its connections calls this one.
pub(super) fn application() -> String {
    environment::user()
        .map_or_else(|| APPLICATION.to_owned(), |user| format!("{APPLICATION} {user}"))
}

pub(super) fn open(
    database: &DatabaseOptions,
    access: Access,
) -> Result<Box<dyn Driver>, CliError> {
    Ok(connect(&locate_database(database)?, access, &application(), None)?)
}

/// What a database says of itself; one that is not there yet has no rows.
pub(super) fn read_state(
    migrations: &Migrations,
    database: &DatabaseOptions,
) -> Result<State, CliError> {
    read_state_before(migrations, Direction::Up, database)
}

/// The same, with what a run in this direction needs.
pub(super) fn read_state_before(
    migrations: &Migrations,
    direction: Direction,
    database: &DatabaseOptions,
) -> Result<State, CliError> {
    match open(database, Access::Existing) {
        Ok(mut connection) => Ok(match direction {
            Direction::Up => migrations.state(&mut *connection)?,
            Direction::Down => migrations.state_to_take_back(&mut *connection)?,
        }),
        Err(CliError::Connect(ConnectError::Missing(_))) => Ok(State::default()),
        Err(error) => Err(error),
    }
}

/// How to run against the database at a place, with a connection of its own for the lock.
pub(super) fn options(
    location: &Location,
    lock: &LockArguments,
    single_transaction: bool,
    signals: &Signals,
) -> Options {
    let user = environment::user();
    let lock_location = location.clone();
    let session = LockSession::new(move || {
        connect(&lock_location, Access::Existing, &application(), None).map_err(|error| {
            let message = DatabaseError::new(error.to_string());
            match error.hint() {
                Some(hint) => message.with_hint(hint),
                None => message,
            }
        })
    });
    let timeout = if lock.no_wait { Some(Duration::ZERO) } else { lock.wait };
    let mut lock = LockOptions::default().with_timeout(timeout).with_session(session);
    lock.holder.clone_from(&user);
    let mut options = Options::default().with_lock(lock);
    options.single_transaction = single_transaction;
    options.applied_by = user;
    options.with_cancel_token(signals.token.clone())
}

/// The error of a run, which a signal may have stopped.
pub(super) fn ended(error: crate::Error, signals: &Signals) -> CliError {
    match signals.exit_code() {
        Some(code) => CliError::Stopped { error, code },
        None => error.into(),
    }
}

fn read_graph(
    migrations: &Migrations,
    command: &GraphCommand,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    if let GraphCommand::History { applied: true, .. } = command {
        return applied::applied(migrations, database, printer);
    }
    let registry = migrations.registry()?;
    let state =
        if command.needs_database() { Some(read_state(migrations, database)?) } else { None };
    let rows = state.as_ref().map(|state| state.rows.as_slice());
    let interrupted = state.as_ref().and_then(|state| state.interrupted.as_ref());
    Ok(graph::run(command, &registry.graph, rows, interrupted, printer)?)
}

/// Which way a run goes.
pub(super) struct Way<'a> {
    direction: Direction,
    target: &'a str,
    /// What the program does not have is taken back first.
    switches: bool,
    /// Rows may be lost with it.
    allow_losses: bool,
}

impl<'a> Way<'a> {
    pub(super) const fn of(direction: Direction, target: &'a str) -> Self {
        Self { direction, target, switches: false, allow_losses: false }
    }
}

pub(super) fn migrate(
    migrations: &Migrations,
    way: &Way<'_>,
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let Way { direction, target, switches, allow_losses } = *way;
    if run.sql || run.plan {
        return preview::preview(migrations, (direction, target), run, database, printer);
    }
    // What is wrong before a database is needed must not leave an empty one behind.
    migrations.registry()?;
    Target::parse(target)?;
    require_script(&run.script)?;
    let location = locate_database(database)?;
    let is_new = location.missing_file().is_some();
    if is_new {
        let dialect = dialect_of_new_file(migrations)?;
        preview::check(migrations, direction, target, dialect)?;
    }
    let mut connection = connect_to_run(&location, run.timeouts.lock_timeout)?;
    let signals = signals::listen(printer);
    let mut options = options(&location, &run.lock, run.single_transaction, &signals);
    let TimeoutArguments { lock_timeout, statement_timeout, lock_retries } = run.timeouts;
    options.timeouts.lock = lock_timeout;
    options.timeouts.statement = statement_timeout;
    options.timeouts.retries = lock_retries;
    if switches {
        options.when_ahead = WhenAhead::Revert;
        options.allow_losses = allow_losses;
    }
    options.plan.clone_from(&run.confirm);
    options.resume = run.resume;
    if let Some(directory) = run.backup.as_deref().filter(|_| !is_new) {
        options = backup::with_backup(options, &location, directory, &signals.token);
    }
    let family = connection.family();
    let mut progress = Progress::watching(printer, family, run.verbose, || {
        Watched::of(&mut *connection, &location, &application())
    });
    let mut listen = |event: executor::Event<'_>| progress.show(event);
    let result = match direction {
        Direction::Up => migrations.upgrade_with(&mut *connection, target, &options, &mut listen),
        Direction::Down => {
            migrations.downgrade_with(&mut *connection, target, &options, &mut listen)
        }
    };
    let backup = progress.end();
    if let (Err(_), Some(file)) = (&result, backup) {
        let way = format_args!("the backup: `cargo migrate restore {file}` leads back to it");
        printer.status("Kept", way);
    }
    let undone = matches!(
        &result,
        Err(crate::Error::Execute(error)) if error.outcome != Some(Outcome::Unknown)
    );
    if undone && run.single_transaction {
        printer.status("Rolled back", "nothing of this run is kept");
    }
    let report = result.map_err(|error| ended(error, &signals))?;
    if printer.is_json() {
        let elapsed = u64::try_from(report.elapsed.as_millis()).unwrap_or(u64::MAX);
        let mut entries = vec![
            ("direction", direction_name(direction).into()),
            ("revisions", Json::list(&report.revisions)),
            ("reverted", Json::list(&report.reverted)),
            ("elapsed_ms", elapsed.into()),
        ];
        if run.backup.is_some() {
            let file = report.backup.map(|backup| backup.file.display().to_string());
            entries.push(("backup", file.as_ref().into()));
        }
        printer.result(Json::Object(entries));
    }
    let done = match direction {
        Direction::Up => "Upgraded",
        Direction::Down => "Downgraded",
    };
    let time = seconds(report.elapsed);
    if !report.reverted.is_empty() {
        printer.status("Reverted", current::reverted(migrations, &report.reverted)?);
    }
    match report.revisions.len() {
        0 if !report.reverted.is_empty() => {}
        0 => printer.status("Unchanged", "there is nothing to do"),
        1 => printer.status(done, format_args!("1 revision in {time}")),
        count => printer.status(done, format_args!("{count} revisions in {time}")),
    }
    if direction == Direction::Up {
        current::warn_of_edits(migrations, &mut *connection, printer)?;
    }
    Ok(Exit::Success)
}

pub(super) const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    }
}

/// `--dialect` says what SQL is written for, so it is of no use where none is.
fn require_script(script: &ScriptOptions) -> Result<(), CliError> {
    if script.dialect.is_none() {
        return Ok(());
    }
    Err(CliError::Usage {
        message: "`--dialect` says what SQL is written for, and none is".to_owned(),
        hint: Some("give `--sql` as well; what runs is written for the database it runs on".into()),
    })
}

fn stamp(
    migrations: &Migrations,
    targets: &[String],
    (purge, sql): (bool, bool),
    script: &ScriptOptions,
    lock: &LockArguments,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let targets: Vec<_> = targets.iter().map(String::as_str).collect();
    let registry = migrations.registry()?;
    if sql {
        let State { rows, dialect: live, .. } =
            preview::look_or_base(migrations, Direction::Up, script, database, printer)?;
        let rows = if purge { Vec::new() } else { rows };
        let parsed =
            targets.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let change = plan::stamp(&registry.graph, &rows, &parsed)?;
        let dialect = preview::script_dialect(script, live, database)?;
        let settings = migrations.settings();
        printer.raw_result(&executor::stamp_script(dialect, settings, &rows, &change, purge));
        return Ok(Exit::Success);
    }
    require_script(script)?;
    let location = locate_database(database)?;
    let mut connection = connect_to_run(&location, lock.wait.filter(|wait| !wait.is_zero()))?;
    let signals = signals::listen(printer);
    let options = options(&location, lock, false, &signals);
    let mut progress = Progress::new(printer, connection.family());
    let mut listen = |event: executor::Event<'_>| progress.show(event);
    let stamped = migrations.stamp_with(&mut *connection, &targets, purge, &options, &mut listen);
    progress.end();
    stamped.map_err(|error| ended(error, &signals))?;
    let rows = migrations.current(&mut *connection)?;
    let place = if rows.is_empty() { "base".to_owned() } else { rows.join(", ") };
    printer.status("Stamped", format_args!("the database is at {place}"));
    Ok(Exit::Success)
}

fn ensure_version(
    migrations: &Migrations,
    sql: bool,
    script: &ScriptOptions,
    lock: &LockArguments,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let settings = migrations.settings();
    if sql {
        let dialect = preview::offline_dialect(script, database)?;
        for statement in executor::ensure_statements(dialect, settings) {
            printer.result(format_args!("{statement};"));
        }
        return Ok(Exit::Success);
    }
    require_script(script)?;
    let location = locate_database(database)?;
    let mut connection = connect_to_run(&location, lock.wait.filter(|wait| !wait.is_zero()))?;
    let signals = signals::listen(printer);
    let options = options(&location, lock, false, &signals);
    let mut progress = Progress::new(printer, connection.family());
    let mut listen = |event: executor::Event<'_>| progress.show(event);
    let made = migrations.ensure_version_with(&mut *connection, &options, &mut listen);
    progress.end();
    made.map_err(|error| ended(error, &signals))?;
    printer.status("Ensured", format_args!("that table `{}` exists", settings.version_table()));
    Ok(Exit::Success)
}
