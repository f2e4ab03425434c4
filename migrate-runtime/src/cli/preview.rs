//! `--sql` and `--plan`: what would run, and nothing run.

use std::mem::discriminant;

use crate::Migrations;
use crate::error::{Error, Interrupted, Interruption};
use crate::executor::{self, DatabaseState};
use crate::migrations::State;
use crate::prepare::{Known, PreparedRevision, prepare, prepare_known};
use crate::registry::Registry;
use migrate_core::dialect::{Dialect, Family, mysql, postgres, sqlite};
use migrate_core::graph::{Direction, RowChange, Target, plan};

use super::args::{DatabaseOptions, RunOptions, ScriptOptions};
use super::commands::{dialect_of_new_file, is_new_file, locate_database, read_state_before};
use super::current::say_interrupted;
use super::environment::EnvironmentError;
use super::error::CliError;
use super::exit::Exit;
use super::plan::print_plan;
use super::printer::Printer;

/// What would run, and where it begins.
pub(super) struct Preview<'g> {
    /// The rows of the version table before it.
    pub(super) rows: Vec<String>,
    /// Whether the executor's tables are there.
    has_tables: bool,
    /// What it is written for.
    pub(super) dialect: Dialect,
    redundant_rows: RowChange<'g>,
    pub(super) revisions: Vec<PreparedRevision<'g>>,
    /// The revision that is half done.
    pub(super) interrupted: Option<Interrupted>,
}

/// `--sql` and `--plan`.
pub(super) fn preview(
    migrations: &Migrations,
    goal: (Direction, &str),
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    with_preview(migrations, goal, run, database, printer, |preview, printer| {
        let Preview { rows, has_tables, dialect, redundant_rows, revisions, interrupted } = preview;
        if run.plan {
            if let Some(interrupted) = interrupted {
                say_interrupted(interrupted, printer);
            }
            print_plan(revisions, interrupted.as_ref(), run.verbose, printer);
            return Ok(());
        }
        // A script would begin anew.
        if let Some(interrupted) = interrupted {
            let cause = Interruption::Elsewhere;
            let interrupted = Interrupted { cause, ..interrupted.clone() };
            return Err(Error::Interrupted(Box::new(interrupted)).into());
        }
        let settings = migrations.settings();
        let beginning = DatabaseState { rows, has_version_table: *has_tables };
        let single = run.single_transaction;
        let script =
            executor::script(*dialect, settings, revisions, redundant_rows, beginning, single)?;
        printer.raw_result(&script);
        Ok(())
    })?;
    Ok(Exit::Success)
}

/// Plans from the database as it is, or from the revision before the colon, and does something with that.
pub(super) fn with_preview<T>(
    migrations: &Migrations,
    (direction, target): (Direction, &str),
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
    then: impl FnOnce(&Preview<'_>, &mut Printer) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let registry = migrations.registry()?;
    let (state, dialect, target) = if let Some((from, to)) = target.split_once(':') {
        let rows = offline_rows(&registry, from)?;
        // Which of the tables an earlier release has made is not known.
        let state = State { rows, ..State::default() };
        (state, offline_dialect(&run.script, database)?, to)
    } else {
        let state = look_or_base(migrations, direction, &run.script, database, printer)?;
        let dialect = match state.dialect {
            // A plan is of the database that was asked, or of the file that a run would make.
            Some(live) if run.plan && run.script.dialect.is_none() => live,
            None if run.plan && run.script.dialect.is_none() && is_new_file(database) => {
                dialect_of_new_file(migrations)?
            }
            live => script_dialect(&run.script, live, database)?,
        };
        (state, dialect, target)
    };
    let State { rows, has_tables, unknown, edited, interrupted, .. } = state;
    let target = Target::parse(target)?;
    let known = match (direction, &unknown) {
        (_, None) => Known::of(&registry),
        (Direction::Up, Some(unknown)) => return Err(unknown.error().into()),
        (Direction::Down, Some(unknown)) => unknown.known(&registry)?,
    };
    let known = known.with_edited(&edited);
    let plan = match direction {
        Direction::Up => plan::upgrade(known.graph, &rows, &target)?,
        Direction::Down => plan::downgrade(known.graph, &rows, &target)?,
    };
    let redundant_rows = plan.redundant_rows.clone();
    let revisions = prepare_known(known, dialect, &rows, plan)?;
    then(&Preview { rows, has_tables, dialect, redundant_rows, revisions, interrupted }, printer)
}

/// What a script is written for when the database was asked.
pub(super) fn script_dialect(
    options: &ScriptOptions,
    live: Option<Dialect>,
    database: &DatabaseOptions,
) -> Result<Dialect, CliError> {
    match live {
        // The shell that runs the script has a SQLite of its own, maybe an older one.
        None | Some(Dialect::Sqlite(_)) => offline_dialect(options, database),
        Some(live) => options.dialect.as_deref().map_or(Ok(live), named_dialect),
    }
}

/// Plans a run on an empty database and writes its statements, for what is wrong with them.
pub(super) fn check(
    migrations: &Migrations,
    direction: Direction,
    target: &str,
    dialect: Dialect,
) -> Result<(), CliError> {
    let registry = migrations.registry()?;
    let target = Target::parse(target)?;
    let plan = match direction {
        Direction::Up => plan::upgrade(&registry.graph, &[], &target)?,
        Direction::Down => plan::downgrade(&registry.graph, &[], &target)?,
    };
    prepare(&registry, dialect, &[], plan)?;
    Ok(())
}

/// What the database says of itself; where a script names its database and nobody says where one is,
/// an empty one is meant, and said so.
pub(super) fn look_or_base(
    migrations: &Migrations,
    direction: Direction,
    script: &ScriptOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<State, CliError> {
    match (read_state_before(migrations, direction, database), &script.dialect) {
        (Err(CliError::Environment(EnvironmentError::NoUrl)), Some(_)) => {
            printer.status("Starting", "at base: no database was asked");
            Ok(State::default())
        }
        (state, _) => {
            let state = state?;
            refuse_other_database(script, state.dialect)?;
            Ok(state)
        }
    }
}

/// Refuses a script for one kind of database that would begin at the revision of another.
fn refuse_other_database(options: &ScriptOptions, live: Option<Dialect>) -> Result<(), CliError> {
    let (Some(name), Some(live)) = (&options.dialect, live) else { return Ok(()) };
    if discriminant(&named_dialect(name)?) == discriminant(&live) {
        return Ok(());
    }
    Err(CliError::Usage {
        message: format!(
            "the SQL is for {name}, and the database that says which revisions are applied is {live}"
        ),
        hint: Some("say from where to where instead, such as `base:head`".to_owned()),
    })
}

/// What a script is written for when no database is asked: what was named, else the oldest version
/// of what the URL names, else of the only database this program knows.
pub(super) fn offline_dialect(
    options: &ScriptOptions,
    database: &DatabaseOptions,
) -> Result<Dialect, CliError> {
    if let Some(name) = &options.dialect {
        return named_dialect(name);
    }
    match locate_database(database) {
        Ok(location) => Ok(location.oldest_dialect()),
        Err(CliError::Environment(EnvironmentError::NoUrl)) => only_dialect(),
        Err(error) => Err(error),
    }
}

/// The databases of these names or, where there are none, all that this program knows, each in its oldest
/// version.
pub fn databases(names: &[&str]) -> Result<Vec<Dialect>, CliError> {
    match names {
        [] => Ok(compiled().collect()),
        names => names.iter().map(|name| named_dialect(name)).collect(),
    }
}

/// The databases that this program knows.
fn compiled() -> impl Iterator<Item = Dialect> {
    let known = [
        (cfg!(feature = "sqlite"), Dialect::Sqlite(sqlite::Version::OLDEST)),
        (cfg!(feature = "postgres"), Dialect::Postgres(postgres::Version::OLDEST)),
        (cfg!(feature = "mysql"), Dialect::Mysql(mysql::Version::OLDEST_MARIADB)),
        (cfg!(feature = "mysql"), Dialect::Mysql(mysql::Version::OLDEST_MYSQL)),
    ];
    known.into_iter().filter_map(|(known, dialect)| known.then_some(dialect))
}

fn only_dialect() -> Result<Dialect, CliError> {
    let mut known = compiled();
    match (known.next(), known.next()) {
        (Some(dialect), None) => Ok(dialect),
        _ => Err(CliError::Usage {
            message: "nothing says which database the SQL is for".to_owned(),
            hint: Some(
                "give `--dialect postgres`, or another of sqlite, mariadb and mysql, or set \
                 `DATABASE_URL`"
                    .to_owned(),
            ),
        }),
    }
}

/// Reads `postgres`, `postgres:15`, `mariadb:10.11`, `mysql:8.0.36`, `sqlite:3.45`.
pub fn named_dialect(name: &str) -> Result<Dialect, CliError> {
    let (database, version) = match name.split_once(':') {
        Some((database, version)) => (database, Some(version)),
        None => (name, None),
    };
    let usage = |message: String| CliError::Usage {
        message,
        hint: Some(
            "write it as `postgres`, `postgres:15`, `mariadb:10.11`, `mysql:8.4`, `sqlite:3.45`"
                .into(),
        ),
    };
    let (family, oldest, suffix) = match database {
        "sqlite" => (Family::Sqlite, Dialect::Sqlite(sqlite::Version::OLDEST), ""),
        "postgres" | "postgresql" => {
            (Family::Postgres, Dialect::Postgres(postgres::Version::OLDEST), "")
        }
        "mariadb" => (Family::Mysql, Dialect::Mysql(mysql::Version::OLDEST_MARIADB), "-MariaDB"),
        "mysql" => (Family::Mysql, Dialect::Mysql(mysql::Version::OLDEST_MYSQL), ""),
        other => return Err(usage(format!("there is no database `{other}`"))),
    };
    match version {
        None => Ok(oldest),
        Some(version) => Dialect::parse(family, &format!("{version}{suffix}"))
            .map_err(|error| usage(error.to_string())),
    }
}

/// The dialect as `--dialect` takes it.
pub fn dialect_argument(dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite(version) => format!("sqlite:{version}"),
        Dialect::Postgres(version) => format!("postgres:{version}"),
        Dialect::Mysql(mysql::Version { server, major, minor, patch }) => {
            let name = match server {
                mysql::Server::Mariadb => "mariadb",
                mysql::Server::Mysql => "mysql",
            };
            format!("{name}:{major}.{minor}.{patch}")
        }
    }
}

/// The rows of a database that is at `from`.
pub(super) fn offline_rows(registry: &Registry, from: &str) -> Result<Vec<String>, CliError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_is_named_with_or_without_a_version() {
        let read = |name: &str| named_dialect(name).ok().map(|dialect| dialect.to_string());
        for (name, dialect) in [
            ("postgres", Some("PostgreSQL 13")),
            ("postgresql:15.4", Some("PostgreSQL 15")),
            ("mariadb:10.11", Some("MariaDB 10.11")),
            ("mysql:8.0.36", Some("MySQL 8.0.36")),
            ("sqlite:3.45", Some("SQLite 3.45")),
            ("postgres:9.6", None),
            ("mariadb:new", None),
            ("oracle", None),
        ] {
            assert_eq!(read(name).as_deref(), dialect, "{name}");
        }
    }

    #[test]
    fn a_dialect_is_written_as_it_is_read() {
        for name in ["postgres:15", "mariadb:10.11.6", "mysql:8.0.36", "sqlite:3.45"] {
            let dialect = named_dialect(name).ok().map(dialect_argument);
            assert_eq!(dialect.as_deref(), Some(name));
        }
    }
}
