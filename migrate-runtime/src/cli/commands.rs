//! One short function for each command that reads or changes the database.

use crate::dialect::{Dialect, Work, sqlite};
use crate::executor::{self, Driver, Options};
use crate::graph::{Direction, Target, plan};
use crate::prepare::{PreparedStep, prepare};
use crate::registry::Registry;
use crate::{Error, Migrations};

use super::args::{Arguments, Command, DatabaseCommand, DatabaseOptions, GraphCommand, RunOptions};
use super::connect::{Access, ConnectError, connect, locate};
use super::error::CliError;
use super::exit::Exit;
use super::json::Json;
use super::printer::Printer;
use super::progress::{Progress, describe, seconds};
use super::{environment, graph};

/// What scripts and plans are written for: any SQLite that may run them, not the one compiled in.
const SCRIPT_DIALECT: Dialect = Dialect::Sqlite(sqlite::Version::OLDEST);

/// Runs a command.
pub(super) fn run(
    migrations: &Migrations,
    arguments: &Arguments,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let database = &arguments.database;
    match &arguments.command {
        Command::Graph(command) => read_graph(migrations, command, database, printer),
        Command::Database(DatabaseCommand::Upgrade { target, run }) => {
            migrate(migrations, Direction::Up, target, run, database, printer)
        }
        Command::Database(DatabaseCommand::Downgrade { target, run }) => {
            migrate(migrations, Direction::Down, target, run, database, printer)
        }
        Command::Database(DatabaseCommand::Stamp { targets, purge, sql }) => {
            stamp(migrations, targets, *purge, *sql, database, printer)
        }
        Command::Database(DatabaseCommand::Current { check_heads, verbose }) => {
            current(migrations, *check_heads, *verbose, database, printer)
        }
        Command::Database(DatabaseCommand::EnsureVersion { sql }) => {
            ensure_version(migrations, *sql, database, printer)
        }
    }
}

fn open(database: &DatabaseOptions, access: Access) -> Result<Box<dyn Driver>, CliError> {
    let package = environment::package_dir();
    let argument = database.database_url.as_deref();
    let (url, source) = environment::database_url(argument, package.as_deref())?;
    Ok(connect(&locate(&url, &source)?, access)?)
}

/// The rows of a database that may not be there yet; then it has none.
fn rows_if_any(
    migrations: &Migrations,
    database: &DatabaseOptions,
) -> Result<Vec<String>, CliError> {
    match open(database, Access::Existing) {
        Ok(mut connection) => Ok(migrations.current(&mut *connection)?),
        Err(CliError::Connect(ConnectError::Missing(_))) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn options(run: &RunOptions) -> Options {
    Options { single_transaction: run.single_transaction, applied_by: environment::user() }
}

fn read_graph(
    migrations: &Migrations,
    command: &GraphCommand,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let registry = migrations.registry()?;
    let rows =
        if command.needs_database() { Some(rows_if_any(migrations, database)?) } else { None };
    Ok(graph::run(command, &registry.graph, rows.as_deref(), printer)?)
}

fn migrate(
    migrations: &Migrations,
    direction: Direction,
    target: &str,
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    if run.sql || run.plan {
        return preview(migrations, direction, target, run, database, printer);
    }
    // What is wrong before a database is needed must not leave an empty one behind.
    migrations.registry()?;
    Target::parse(target)?;
    let mut connection = open(database, Access::Create)?;
    let mut progress = Progress::new(printer);
    let mut listen = |event: executor::Event<'_>| progress.show(event);
    let result = match direction {
        Direction::Up => {
            migrations.upgrade_with(&mut *connection, target, &options(run), &mut listen)
        }
        Direction::Down => {
            migrations.downgrade_with(&mut *connection, target, &options(run), &mut listen)
        }
    };
    progress.end();
    if result.is_err() && run.single_transaction {
        printer.status("Rolled back", "nothing of this run is kept");
    }
    let report = result?;
    if printer.is_json() {
        let elapsed = u64::try_from(report.elapsed.as_millis()).unwrap_or(u64::MAX);
        printer.result(Json::object([
            ("direction", direction_name(direction).into()),
            ("revisions", Json::list(&report.revisions)),
            ("elapsed_ms", elapsed.into()),
        ]));
    }
    let done = match direction {
        Direction::Up => "Upgraded",
        Direction::Down => "Downgraded",
    };
    let time = seconds(report.elapsed);
    match report.revisions.len() {
        0 => printer.status("Unchanged", "nothing to do"),
        1 => printer.status(done, format_args!("1 revision in {time}")),
        count => printer.status(done, format_args!("{count} revisions in {time}")),
    }
    Ok(Exit::Success)
}

const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    }
}

/// `--sql` and `--plan`: from the database as it is, or from the revision before the colon.
fn preview(
    migrations: &Migrations,
    direction: Direction,
    target: &str,
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let registry = migrations.registry()?;
    let (rows, target) = match target.split_once(':') {
        Some((from, to)) => (offline_rows(&registry, from)?, to),
        None => (rows_if_any(migrations, database)?, target),
    };
    let target = Target::parse(target)?;
    let plan = match direction {
        Direction::Up => plan::upgrade(&registry.graph, &rows, &target)?,
        Direction::Down => plan::downgrade(&registry.graph, &rows, &target)?,
    };
    let dialect = SCRIPT_DIALECT;
    let heal = plan.heal.clone();
    let steps = prepare(&registry, dialect, &rows, plan)?;
    if run.plan {
        print_plan(&steps, printer);
    } else {
        let settings = migrations.settings();
        let script = executor::script(dialect, settings, &steps, &heal, rows.is_empty());
        printer.raw_result(&script.map_err(Error::from)?);
    }
    Ok(Exit::Success)
}

/// The rows of a database that stands at `from`.
fn offline_rows(registry: &Registry, from: &str) -> Result<Vec<String>, CliError> {
    let target = Target::parse(from)?;
    if target.needs_rows() {
        return Err(CliError::Usage {
            message: format!("`{from}` counts from the database, and a range needs none"),
            hint: Some("name a revision before the colon, or leave it and the colon out".into()),
        });
    }
    let revisions = registry.graph.select(&target, &[])?;
    Ok(revisions.into_iter().map(|revision| revision.id.clone()).collect())
}

fn print_plan(steps: &[PreparedStep<'_>], printer: &mut Printer) {
    if printer.is_json() {
        printer.result(Json::list(steps.iter().map(step_json)));
        return;
    }
    for step in steps {
        let verb = match step.direction {
            Direction::Up => "apply",
            Direction::Down => "revert",
        };
        let deleted = step.change.delete.iter().map(|row| format!(" -{row}"));
        let inserted = step.change.insert.iter().map(|row| format!(" +{row}"));
        let rows: String = deleted.chain(inserted).collect();
        let mode = if step.transactional { "" } else { ", outside a transaction" };
        printer.result(format_args!("{verb} {} (rows:{rows}{mode})", describe(step.revision)));
        for work in &step.work {
            let how = match &work.work {
                Work::Rebuild(rebuild) => format!(" (makes table {} anew)", rebuild.table),
                Work::Note(note) => format!(" ({note})"),
                Work::Sql(_) | Work::Raw(_) | Work::Run(_) => String::new(),
            };
            printer.result(format_args!("  {}{how}", work.operation));
        }
    }
    if steps.is_empty() {
        printer.status("Unchanged", "nothing to do");
    }
}

fn step_json(step: &PreparedStep<'_>) -> Json {
    let operations = step.work.iter().map(|work| {
        let sql = match &work.work {
            Work::Sql(sql) | Work::Raw(sql) => Some(sql),
            Work::Rebuild(_) | Work::Run(_) | Work::Note(_) => None,
        };
        Json::object([
            ("operation", Json::from(&work.operation)),
            ("rebuild", matches!(work.work, Work::Rebuild(_)).into()),
            ("sql", Json::from(sql)),
            ("file", work.origin.file.into()),
            ("line", work.origin.line.into()),
        ])
    });
    let rows = |rows: &[&str]| Json::list(rows.iter().copied());
    Json::object([
        ("revision", Json::from(&step.revision.id)),
        ("message", Json::from(&step.revision.message)),
        ("direction", direction_name(step.direction).into()),
        ("transactional", step.transactional.into()),
        ("digest", Json::from(&step.digest)),
        (
            "rows",
            Json::object([
                ("delete", rows(&step.change.delete)),
                ("insert", rows(&step.change.insert)),
            ]),
        ),
        ("operations", Json::list(operations)),
    ])
}

fn stamp(
    migrations: &Migrations,
    targets: &[String],
    purge: bool,
    sql: bool,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let targets: Vec<_> = targets.iter().map(String::as_str).collect();
    if sql {
        let registry = migrations.registry()?;
        let rows = if purge { Vec::new() } else { rows_if_any(migrations, database)? };
        let parsed =
            targets.iter().map(|text| Target::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let change = plan::stamp(&registry.graph, &rows, &parsed)?;
        let script = executor::stamp_script(SCRIPT_DIALECT, migrations.settings(), &change, purge);
        printer.raw_result(&script);
        return Ok(Exit::Success);
    }
    migrations.registry()?;
    let mut connection = open(database, Access::Create)?;
    let options = options(&RunOptions::default());
    migrations.stamp_with(&mut *connection, &targets, purge, &options)?;
    let rows = migrations.current(&mut *connection)?;
    let place = if rows.is_empty() { "base".to_owned() } else { rows.join(", ") };
    printer.status("Stamped", format_args!("the database is at {place}"));
    Ok(Exit::Success)
}

fn current(
    migrations: &Migrations,
    check_heads: bool,
    verbose: bool,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let registry = migrations.registry()?;
    let rows = rows_if_any(migrations, database)?;
    graph::current(&registry.graph, &rows, verbose, printer);
    if verbose && !rows.is_empty() {
        warn_of_edits(migrations, database, printer)?;
    }
    for row in rows.iter().filter(|row| registry.graph.get(row).is_none()) {
        printer.warning(format_args!(
            "the version table has a row `{row}`, which no revision of this program has"
        ));
    }
    let heads = plan::upgrade(&registry.graph, &rows, &Target::parse("heads")?);
    if check_heads && !heads.is_ok_and(|plan| plan.steps.is_empty()) {
        printer.status("Behind", "the database is not at all heads");
        return Ok(Exit::NotAtHeads);
    }
    Ok(Exit::Success)
}

/// An applied revision that was edited does something else for the next database.
fn warn_of_edits(
    migrations: &Migrations,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<(), CliError> {
    let mut connection = open(database, Access::Existing)?;
    for revision in migrations.edited(&mut *connection)? {
        printer.warning(format_args!(
            "revision `{revision}` was edited after it was applied here: this database and a new \
             one will differ"
        ));
    }
    Ok(())
}

fn ensure_version(
    migrations: &Migrations,
    sql: bool,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let settings = migrations.settings();
    if sql {
        for statement in executor::ensure_statements(SCRIPT_DIALECT, settings) {
            printer.result(format_args!("{statement};"));
        }
        return Ok(Exit::Success);
    }
    let mut connection = open(database, Access::Create)?;
    migrations.ensure_version(&mut *connection)?;
    printer.status("Finished", format_args!("table `{}` is there", settings.version_table));
    Ok(Exit::Success)
}
