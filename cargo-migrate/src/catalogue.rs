//! The catalogue of a live database, asked through the migration binary query by query.

use std::path::Path;

use migrate_analysis::history::Settings;
use migrate_analysis::introspect::{
    self, IntrospectError, Namespace, QueryError, RawObject, Reading, Rows,
};
use migrate_core::dialect::{Dialect, Family};
use migrate_core::schema::{QualifiedName, Schema};
use migrate_runtime::cli::args::DatabaseOptions;
use migrate_runtime::op::encode::FORMAT;
use serde_json::Value;

use crate::binary;
use crate::error::Error;
use crate::exported::ExportError;
use crate::manifest::Package;
use crate::session::{Ending, HEAD_REST, Session};

/// The subcommand of the binary.
const COMMAND: &str = "catalogue";

/// A binary that waits for the next query. All answers are of one snapshot of the database.
#[derive(Debug)]
pub(crate) struct Catalogue {
    session: Session,
    /// The database.
    pub(crate) dialect: Dialect,
    /// The rows of the version table.
    pub(crate) rows: Vec<String>,
}

/// What was read of a database.
#[derive(Debug)]
pub(crate) struct Live {
    /// Its schema, and what a schema cannot hold.
    pub(crate) reading: Reading,
    /// The columns of primary keys that take NULL in the database, which no revision says.
    pub(crate) keys_with_null: Vec<(QualifiedName, String)>,
}

impl Catalogue {
    /// Starts the binary, which connects.
    ///
    /// # Errors
    ///
    /// The binary cannot be run or cannot reach the database, which it has said itself.
    pub(crate) fn open(
        binary: &Path,
        database: &DatabaseOptions,
        package: &Package,
    ) -> Result<Self, Error> {
        let mut command = binary::command_at_database(binary, package, database);
        command.args([COMMAND, "--format-version", &FORMAT.to_string()]);
        let (session, head) = Session::open(command, binary, HEAD_REST, Ending::Kill)?;
        let unreadable =
            |reason: String| ExportError::Unreadable { binary: binary.to_owned(), reason };
        let (dialect, rows) = read_head(&head).map_err(unreadable)?;
        Ok(Self { session, dialect, rows })
    }

    /// Reads what the database has, without what migration tools keep for themselves: the connection's own schema and
    /// those that `declared` uses. Constraints have the names that `declared` gives them, and keys are NOT NULL.
    ///
    /// # Errors
    ///
    /// The database refused a query, which the binary has said itself, or what it has cannot be understood.
    pub(crate) fn read(&mut self, settings: &Settings, declared: &Schema) -> Result<Live, Error> {
        self.read_beside(&introspect::namespaces(declared), settings, declared)
    }

    /// The same with these schemas (namespaces) beside the connection's own.
    pub(crate) fn read_beside(
        &mut self,
        namespaces: &[String],
        settings: &Settings,
        declared: &Schema,
    ) -> Result<Live, Error> {
        let mut reading = self.read_namespaces(namespaces)?;
        let own = [&*settings.version_table, &*settings.log_table];
        let more = [&settings.revision_table, &settings.journal_table, &settings.lock_table];
        let more = more.into_iter().filter_map(Option::as_deref);
        let own: Vec<_> = own.into_iter().chain(more).collect();
        let keys_with_null = reading.as_declared(self.dialect, declared, &own);
        Ok(Live { reading, keys_with_null })
    }

    /// The schemas (namespaces) of the database.
    pub(crate) fn namespaces(&mut self) -> Result<Vec<Namespace>, Error> {
        let dialect = self.dialect;
        introspect::live_namespaces(&mut |query| self.query(query), dialect).map_err(of_binary)
    }

    /// The statements of what a reading of these schemas (namespaces) does not hold, as far as they are known.
    pub(crate) fn raw_objects(
        &mut self,
        namespaces: &[String],
        reading: &Reading,
    ) -> Result<Vec<RawObject>, Error> {
        let dialect = self.dialect;
        introspect::raw_objects(&mut |query| self.query(query), dialect, namespaces, reading)
            .map_err(of_binary)
    }

    fn read_namespaces(&mut self, namespaces: &[String]) -> Result<Reading, Error> {
        let dialect = self.dialect;
        introspect::read(&mut |query| self.query(query), dialect, namespaces).map_err(of_binary)
    }

    /// The rows of a query.
    fn query(&mut self, sql: &str) -> Result<Rows, QueryError> {
        let answer = self.session.ask(&[sql])?;
        Ok(serde_json::from_value(answer.get("rows").cloned().unwrap_or_default())?)
    }
}

/// The error of a reading, or what the binary has said itself.
fn of_binary(error: IntrospectError) -> Error {
    match error {
        IntrospectError::Query(source) => match source.downcast::<ExportError>() {
            Ok(error) => Error::Export(*error),
            Err(source) => IntrospectError::Query(source).into(),
        },
        error => error.into(),
    }
}

/// The dialect and the rows of the version table.
fn read_head(head: &Value) -> Result<(Dialect, Vec<String>), String> {
    let text = |key: &str| {
        let value = head.get(key).and_then(Value::as_str);
        value.ok_or_else(|| format!("it has no `{key}`"))
    };
    let family = match text("dialect")?.split(':').next().unwrap_or_default() {
        "sqlite" => Family::Sqlite,
        "postgres" => Family::Postgres,
        "mariadb" | "mysql" => Family::Mysql,
        other => return Err(format!("its `dialect` is `{other}`")),
    };
    let dialect =
        Dialect::parse(family, text("server_version")?).map_err(|error| error.to_string())?;
    let rows = head.get("rows").cloned().ok_or("it has no `rows`")?;
    Ok((dialect, serde_json::from_value(rows).map_err(|error| error.to_string())?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_head_says_which_database_it_is() {
        for (dialect, version, expected) in [
            ("sqlite:3.53", "3.53.2", Ok("SQLite 3.53")),
            ("postgres:15", "15.19 (Debian 15.19-0+deb12u1)", Ok("PostgreSQL 15")),
            ("mariadb:10.11.19", "10.11.19-MariaDB-0+deb12u1", Ok("MariaDB 10.11.19")),
            ("mysql:9.7.4", "9.7.4", Ok("MySQL 9.7.4")),
            ("oracle:23", "23", Err("its `dialect` is `oracle`")),
        ] {
            let head = json!({"dialect": dialect, "server_version": version, "rows": ["aa01"]});
            let read = read_head(&head).map(|(dialect, rows)| {
                assert_eq!(rows, ["aa01"]);
                dialect.to_string()
            });
            assert_eq!(read, expected.map(str::to_owned).map_err(str::to_owned));
        }
    }

    #[test]
    fn a_head_of_another_release_is_refused() {
        let read = |head: &Value| read_head(head).map(drop);
        assert_eq!(read(&json!({})), Err("it has no `dialect`".to_owned()));
        let head = json!({"dialect": "sqlite:3.53", "server_version": "3.53.2"});
        assert_eq!(read(&head), Err("it has no `rows`".to_owned()));
    }
}
