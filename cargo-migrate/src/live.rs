//! A database of its own for `verify --live`, which the migration binary makes and drops: [`ScratchDatabase`].

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use migrate_analysis::history::History;
use migrate_analysis::introspect::{Reading, Rows};
use migrate_analysis::verify::live::{
    LiveDatabase, LiveFound, Step, StepError, other_databases, verify_live,
};
use migrate_core::dialect::Dialect;
use migrate_core::schema::{Origin, Schema};
use migrate_runtime::cli::args::DatabaseOptions;
use migrate_runtime::cli::database_beside;
use migrate_runtime::op::encode::FORMAT;
use serde_json::Value;

use crate::binary;
use crate::catalogue::Catalogue;
use crate::error::Error;
use crate::exported::{ExportError, require_command};
use crate::manifest::Package;
use crate::session::{Ending, Scratch, Session};

/// The subcommand of the binary.
const COMMAND: &str = "scratch-database";

/// Why revisions could not be tried on a live database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LiveError {
    /// On MariaDB and MySQL a schema is a database beside the scratch database.
    #[error(
        "the revisions reach the database `{0}`, which is not the one that they would be tried in"
    )]
    OtherDatabase(String),
}

impl LiveError {
    /// What to do about it.
    pub(crate) const fn hint(&self) -> &'static str {
        match self {
            Self::OtherDatabase(_) => {
                "verify them without `--live`, or on a server of their own without any database of that name"
            }
        }
    }
}

/// What was found on a live database, and which one it was.
#[derive(Debug)]
pub(crate) struct LiveVerification {
    pub(crate) dialect: Dialect,
    pub(crate) found: Vec<LiveFound>,
}

/// Tries the revisions on a database beside the one of `url`.
///
/// # Errors
///
/// There is no such database, or none can be made there; or it cannot be read.
pub(crate) fn verify(
    history: &History,
    only: Option<&BTreeSet<String>>,
    url: &str,
    binary: &Path,
    package: &Package,
) -> Result<LiveVerification, Error> {
    let mut database = ScratchDatabase::make(history, url, binary, package)?;
    let dialect = Catalogue::open(binary, &database.database, package)?.dialect;
    if let Dialect::Mysql(_) = dialect
        && let Some(other) = other_databases(history, database.beside.as_deref())
    {
        return Err(LiveError::OtherDatabase(other).into());
    }
    let found = verify_live(history, dialect, only, &mut database)?;
    Ok(LiveVerification { dialect, found })
}

/// A database that is dropped with the value, or with this program.
struct ScratchDatabase<'a> {
    history: &'a History,
    binary: &'a Path,
    package: &'a Package,
    /// The database that it is beside.
    url: DatabaseOptions,
    /// The name of that one on its server.
    beside: Option<String>,
    /// The database itself.
    database: DatabaseOptions,
    /// Its name, which is another one in each run.
    name: String,
    session: Session,
}

impl<'a> ScratchDatabase<'a> {
    fn make(
        history: &'a History,
        url: &str,
        binary: &'a Path,
        package: &'a Package,
    ) -> Result<Self, Error> {
        require_command(binary, COMMAND, package)?;
        let url = DatabaseOptions { database_url: Some(url.to_owned()) };
        let mut command = binary::command_at_database(binary, package, &url);
        command.args([COMMAND, "--format-version", &FORMAT.to_string()]);
        let (session, made) = Session::open(command, binary, "", Ending::Wait)?;
        let Made { database, name, beside } = named(&made, &url, binary, package)?;
        Ok(Self { history, binary, package, url, beside, database, name, session })
    }

    fn ask(&mut self, statement: &str) -> Result<Value, Error> {
        self.session.ask(&[statement]).map_err(|error| match error.downcast::<ExportError>() {
            Ok(error) => Error::Export(*error),
            Err(error) => unreadable(self.binary, error.to_string()).into(),
        })
    }
}

/// A new database.
struct Made {
    database: DatabaseOptions,
    name: String,
    /// The database that it is beside, if that has a name.
    beside: Option<String>,
}

/// The database that an answer names.
fn named(
    answer: &Value,
    url: &DatabaseOptions,
    binary: &Path,
    package: &Package,
) -> Result<Made, Error> {
    let name = answer.get("database").and_then(Value::as_str);
    let name = name.ok_or_else(|| unreadable(binary, "it names no database".to_owned()))?;
    let (database_url, beside) = database_beside(url, &package.directory, name)?;
    let database = DatabaseOptions { database_url: Some(database_url) };
    Ok(Made { database, name: name.to_owned(), beside })
}

fn unreadable(binary: &Path, reason: String) -> ExportError {
    ExportError::Unreadable { binary: binary.to_owned(), reason }
}

impl LiveDatabase for ScratchDatabase<'_> {
    type Error = Error;

    fn run(&mut self, step: Step, target: &str) -> Result<Result<(), StepError>, Error> {
        let verb = match step {
            Step::Upgrade => "upgrade",
            Step::Downgrade => "downgrade",
        };
        let mut command = binary::command_at_database(self.binary, self.package, &self.database);
        command.args([verb, target, "--quiet", "--color", "never"]).stdin(Stdio::null());
        let output = command.output().map_err(Error::io("run", self.binary))?;
        if output.status.success() {
            return Ok(Ok(()));
        }
        let StepError { message, origin } = step_error(&String::from_utf8_lossy(&output.stderr));
        Ok(Err(StepError { message: without_database(&message, &self.name), origin }))
    }

    fn read(&mut self, declared: &Schema) -> Result<Reading, Error> {
        let mut catalogue = Catalogue::open(self.binary, &self.database, self.package)?;
        Ok(catalogue.read(&self.history.settings, declared)?.reading)
    }

    fn execute(&mut self, sql: &str) -> Result<Result<(), String>, Error> {
        let answer = self.ask(sql)?;
        let error = answer.get("error").and_then(Value::as_str);
        Ok(error.map_or(Ok(()), |error| Err(without_database(error, &self.name))))
    }

    fn scratch(&mut self, statements: &[String]) -> Result<Vec<Rows>, String> {
        Scratch::new(self.binary, &self.database, self.package).run(statements)
    }

    fn renew(&mut self) -> Result<(), Error> {
        let made = self.ask("")?;
        let Made { database, name, .. } = named(&made, &self.url, self.binary, self.package)?;
        (self.database, self.name) = (database, name);
        Ok(())
    }
}

/// What was said, the same in every run: MariaDB and MySQL put the database before the name of a table.
fn without_database(said: &str, name: &str) -> String {
    said.replace(&format!("`{name}`."), "").replace(&format!("{name}."), "")
}

/// What a binary says of an error: its causes where it has some, and the first place.
fn step_error(said: &str) -> StepError {
    let is_error = |line: &&str| line.starts_with("error: ");
    let lines: Vec<_> = said.lines().skip_while(|line| !is_error(line)).map(str::trim).collect();
    let first = lines.first().map(|line| line.trim_start_matches("error: "));
    let causes = lines.iter().filter_map(|line| line.strip_prefix("caused by: "));
    let causes: Vec<_> = causes.collect();
    let message = match &causes[..] {
        [] => first.unwrap_or("it said nothing").to_owned(),
        causes => causes.join(": "),
    };
    let origin = lines.iter().find_map(|line| {
        let (place, column) = line.strip_prefix("--> ")?.rsplit_once(':')?;
        let (file, line) = place.rsplit_once(':')?;
        Some(Origin::new(file, line.parse().ok()?, column.parse().ok()?))
    });
    StepError { message, origin }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_and_places_are_read() {
        let said = "warning: slow\nerror: revision `aa05` failed to apply\n  caused by: near \")\": syntax error\n \
                    --> src/versions/aa05.rs:6:8\n  |\n6 | op.execute()\n\nhint: look";
        let error = step_error(said);
        assert_eq!(error.message, "near \")\": syntax error");
        assert_eq!(error.origin.unwrap().to_string(), "src/versions/aa05.rs:6:8");
        let error = step_error("error: no such revision\n\nhint: look");
        assert_eq!((&*error.message, error.origin), ("no such revision", None));
        assert_eq!(step_error("").message, "it said nothing");
    }

    #[test]
    fn a_database_of_another_name_says_the_same() {
        let said = "CONSTRAINT `c` failed for `migrate_verify_1_a`.`t`, Table 'migrate_verify_1_a.t' is gone";
        let expected = "CONSTRAINT `c` failed for `t`, Table 't' is gone";
        assert_eq!(without_database(said, "migrate_verify_1_a"), expected);
    }
}
