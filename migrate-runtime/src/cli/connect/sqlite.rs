//! Opens a SQLite database.

use std::path::Path;
use std::time::Duration;

use diesel::{Connection as _, SqliteConnection};

use crate::executor::{Driver, wait_for_writers};

use super::{Access, ConnectError};

/// Opens a file.
pub(super) fn connect(
    path: &Path,
    parameters: Option<&str>,
    access: Access,
    wait: Option<Duration>,
) -> Result<Box<dyn Driver>, ConnectError> {
    if access == Access::Existing && !path.exists() {
        return Err(ConnectError::Missing(path.to_owned()));
    }
    let open = |message: String| ConnectError::Open { path: path.to_owned(), message };
    let name = path.to_str().ok_or_else(|| open("its name is not valid UTF-8".to_owned()))?;
    let name = match parameters {
        // Only a URI has parameters, and a URI has signs of its own.
        Some(parameters) => {
            let name = name.replace('%', "%25").replace('#', "%23").replace('?', "%3f");
            format!("file:{name}?{parameters}")
        }
        None => name.to_owned(),
    };
    establish(&name, wait).map_err(open)
}

/// Makes a database that is gone with the connection.
pub(super) fn connect_memory() -> Result<Box<dyn Driver>, ConnectError> {
    let name = ":memory:";
    establish(name, None).map_err(|message| ConnectError::Open { path: name.into(), message })
}

fn establish(name: &str, wait: Option<Duration>) -> Result<Box<dyn Driver>, String> {
    let mut connection = SqliteConnection::establish(name).map_err(|error| error.to_string())?;
    // The first query already may meet a writer that commits.
    wait_for_writers(&mut connection, wait).map_err(|error| error.to_string())?;
    // Opening reads nothing; only a query finds out that the file is of something else.
    connection.query("SELECT count(*) FROM sqlite_schema").map_err(|error| error.to_string())?;
    Ok(Box::new(connection))
}
