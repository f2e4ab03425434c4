//! `scratch-database`: an empty database beside the one of the URL, for as long as another program listens.
//!
//! It is dropped when standard input ends, however the other program has ended: so it is after an error there, and
//! after SIGINT, which reaches both.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::executor::{DatabaseError, Driver};
use migrate_core::dialect::{mysql, postgres};
use migrate_core::op::encode::{Encoder, FORMAT, Places};

use super::args::DatabaseOptions;
use super::catalogue::next_query;
use super::commands::{application, locate_database};
use super::connect::{Access, Location, connect};
use super::error::CliError;
use super::exit::Exit;
use super::export::require_format;
use super::printer::Printer;
use super::{redact, signals};

/// Makes the database and prints its name, or its file. Then each part of standard input is a statement that is run there, and an
/// empty one asks for a new database in its place; each is answered with a line.
pub(super) fn scratch_database(
    format: u32,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    require_format(format)?;
    signals::outlive();
    let location = locate_database(database)?;
    let mut scratch = ScratchDatabase::make(&location)?;
    print(&line(Some(&scratch.name), None), printer);
    let input = &mut io::stdin().lock();
    let ended = loop {
        let statement = match next_query(input) {
            Ok(Some(statement)) => statement,
            Ok(None) => break Ok(Exit::Success),
            Err(error) => break Err(error),
        };
        if statement.is_empty() {
            scratch.drop_it()?;
            scratch = ScratchDatabase::make(&location)?;
            print(&line(Some(&scratch.name), None), printer);
            continue;
        }
        let error = scratch.run(&statement).err().map(|error| redact::message(&error.to_string()));
        print(&line(None, error.as_deref()), printer);
    };
    scratch.drop_it()?;
    ended
}

/// A database of this program alone.
struct ScratchDatabase {
    /// Its name on the server, or its file.
    name: String,
    location: Location,
    place: Place,
    /// A connection to it.
    session: Option<Box<dyn Driver>>,
}

/// Where it is.
enum Place {
    /// A file in a directory of its own.
    Directory(PathBuf),
    /// On a server, by a connection to the database of the URL.
    Server { admin: Box<dyn Driver>, url: Location },
}

impl ScratchDatabase {
    fn make(location: &Location) -> Result<Self, CliError> {
        let name = name();
        let place = match location {
            Location::SqliteFile(..) | Location::SqliteMemory => {
                let directory = std::env::temp_dir().join(name.replace('_', "-"));
                make_private(&directory).map_err(|error| unusable(&directory, &error))?;
                let file = directory.join("scratch.db").display().to_string();
                // Connecting makes the file, which others may want to read first.
                return Self::at(location, file, Place::Directory(directory)).with(|made| {
                    made.session()?;
                    Ok(())
                });
            }
            Location::Postgres(_) => {
                let mut admin = connect(location, Access::Existing, &application(), None)?;
                // `template1` may have objects of the server's owner, which no revision knows.
                let create =
                    format!("CREATE DATABASE {} TEMPLATE template0", postgres::quote(&name));
                created(admin.execute(&create), "`ALTER ROLE .. CREATEDB`")?;
                let schema = first(&mut *admin, "SELECT current_schema()::text");
                let place = Place::Server { admin, url: location.clone() };
                return Self::at(location, name, place).with(|made| made.make_schema(schema?));
            }
            Location::Mariadb(_) | Location::Mysql(_) => {
                let mut admin = connect(location, Access::Existing, &application(), None)?;
                let query = "SELECT @@character_set_database, @@collation_database";
                let row = admin.query(query).map_err(crate::Error::Database)?;
                let row: Vec<_> = row.into_iter().flatten().flatten().collect();
                let [charset, collation] = &row[..] else {
                    return Err(crate::Error::Database(DatabaseError::new(
                        "the server does not tell the character set of the database",
                    ))
                    .into());
                };
                let create = format!(
                    "CREATE DATABASE {} CHARACTER SET {charset} COLLATE {collation}",
                    mysql::quote(&name)
                );
                created(admin.execute(&create), "GRANT ALL ON `migrate\\_verify\\_%`.* TO ..")?;
                Place::Server { admin, url: location.clone() }
            }
        };
        Ok(Self::at(location, name, place))
    }

    fn at(location: &Location, name: String, place: Place) -> Self {
        Self { location: location.beside(&name), name, place, session: None }
    }

    /// Completes the database, which is dropped where that fails.
    fn with(
        mut self,
        complete: impl FnOnce(&mut Self) -> Result<(), CliError>,
    ) -> Result<Self, CliError> {
        match complete(&mut self) {
            Ok(()) => Ok(self),
            Err(error) => {
                // The first error says more.
                drop(self.drop_it());
                Err(error)
            }
        }
    }

    /// Creates the schema that tables are created in beside, where sessions find none: their `search_path` may name
    /// others than `public`, and those are made by no revision.
    fn make_schema(&mut self, beside: Option<String>) -> Result<(), CliError> {
        let own = first(&mut **self.session()?, "SELECT current_schema()::text")?;
        match beside.filter(|_| own.is_none()) {
            Some(schema) => self.run(&format!("CREATE SCHEMA {}", postgres::quote(&schema))),
            None => Ok(()),
        }
    }

    /// The connection to it.
    fn session(&mut self) -> Result<&mut Box<dyn Driver>, CliError> {
        Ok(match &mut self.session {
            Some(session) => session,
            none => none.insert(connect(&self.location, Access::Create, &application(), None)?),
        })
    }

    /// Runs a statement in the database.
    fn run(&mut self, statement: &str) -> Result<(), CliError> {
        let session = self.session()?;
        session.execute(statement).map_err(|error| crate::Error::Database(error).into())
    }

    fn drop_it(self) -> Result<(), CliError> {
        let Self { name, location: _, place, session } = self;
        drop(session);
        match place {
            Place::Directory(directory) => {
                std::fs::remove_dir_all(&directory).map_err(|error| unusable(&directory, &error))
            }
            Place::Server { mut admin, url } => {
                let statement = match admin.family() {
                    // A run that was stopped may still be there for a moment.
                    migrate_core::dialect::Family::Postgres => {
                        format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", postgres::quote(&name))
                    }
                    migrate_core::dialect::Family::Mysql
                    | migrate_core::dialect::Family::Sqlite => {
                        format!("DROP DATABASE IF EXISTS {}", mysql::quote(&name))
                    }
                };
                if admin.execute(&statement).is_ok() {
                    return Ok(());
                }
                // The server ends sessions that are idle for long.
                let again = match connect(&url, Access::Existing, &application(), None) {
                    Ok(mut admin) => admin.execute(&statement),
                    Err(error) => Err(DatabaseError::new(error.to_string())),
                };
                again.map_err(|error| {
                    let hint = format!("drop the database `{name}` by hand");
                    crate::Error::Database(error.with_hint(hint)).into()
                })
            }
        }
    }
}

/// The first value of a query.
fn first(connection: &mut dyn Driver, query: &str) -> Result<Option<String>, CliError> {
    let rows = connection.query(query).map_err(crate::Error::Database)?;
    Ok(rows.into_iter().flatten().next().flatten())
}

/// A name that no other database has.
fn name() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("migrate_verify_{}_{:x}", std::process::id(), now.as_nanos())
}

/// The error where no database could be made, with the right that is missing.
fn created(made: Result<(), DatabaseError>, right: &str) -> Result<(), CliError> {
    made.map_err(|error| {
        let hint = format!(
            "revisions are verified in a database of their own, beside the one of the URL; give its user the right to \
             create one: {right}"
        );
        crate::Error::Database(error.with_hint(hint)).into()
    })
}

#[cfg(unix)]
fn make_private(directory: &std::path::Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(directory)
}

#[cfg(not(unix))]
fn make_private(directory: &std::path::Path) -> io::Result<()> {
    std::fs::DirBuilder::new().create(directory)
}

fn unusable(directory: &std::path::Path, error: &io::Error) -> CliError {
    let message = format!("the directory {} cannot be used: {error}", directory.display());
    crate::Error::Database(DatabaseError::new(message)).into()
}

fn print(text: &str, printer: &mut Printer) {
    printer.raw_result(text);
    // A reader that has seen enough closes the pipe; that is no error.
    let _ = io::stdout().lock().flush();
}

/// An answer: the name of a new database, or how a statement ended.
fn line(database: Option<&str>, error: Option<&str>) -> String {
    let mut out = Encoder::new(Places::LeftOut);
    out.object(|object| {
        if let Some(database) = database {
            object.value("format_version", &FORMAT);
            object.value("database", database);
        }
        if let Some(error) = error {
            object.value("error", error);
        }
    });
    out.into_text() + "\n"
}
