//! From a database URL to a connection.

use std::path::{Path, PathBuf};

use crate::executor::Driver;

use super::environment::UrlSource;

/// Why the database cannot be reached; never says more of the URL than its scheme and file.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL's scheme is of no database, or of one that is not compiled in.
    #[error("`{scheme}` databases are not supported by this program")]
    Scheme {
        /// The word before the colon.
        scheme: String,
    },
    /// The URL is empty or has no file.
    #[error("the database URL names no file")]
    NoFile,
    /// The file is not there, and the command only reads.
    #[error("there is no database {}", .0.display())]
    Missing(PathBuf),
    /// The database refused.
    #[error("cannot open database {}: {message}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// The reason.
        message: String,
    },
}

impl ConnectError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Scheme { .. } => Some(
                "this program knows SQLite: `sqlite://path/to/file.db`, or the path alone".into(),
            ),
            Self::NoFile => Some("write `sqlite://path/to/file.db`".into()),
            Self::Missing(_) => Some("`upgrade` makes it".into()),
            Self::Open { path, .. } => {
                let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty())?;
                (!directory.exists())
                    .then(|| format!("make the directory {} first", directory.display()))
            }
        }
    }
}

/// A database, as a URL names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// A file, with the parameters after `?` that SQLite knows, such as `mode=ro`
    /// (<https://www.sqlite.org/uri.html>).
    SqliteFile(PathBuf, Option<String>),
    /// A database that is gone with the program.
    SqliteMemory,
}

/// Reads a URL as diesel and sqlx write it: `sqlite://path`, `sqlite:path`, `file:path`, or a path;
/// the first three may have parameters.
///
/// A relative path in a `.env` file is relative to that file, so that the same database is meant
/// from every directory below it.
pub(super) fn locate(url: &str, source: &UrlSource) -> Result<Location, ConnectError> {
    let (path, parameters) = match url.split_once(':') {
        Some(("sqlite" | "sqlite3" | "file", rest)) => {
            let rest = rest.strip_prefix("//").unwrap_or(rest);
            rest.split_once('?').map_or((rest, None), |(path, rest)| (path, Some(rest)))
        }
        // One letter is a drive of Windows, not a scheme.
        Some((scheme, _)) if scheme.len() > 1 && is_scheme(scheme) => {
            return Err(ConnectError::Scheme { scheme: scheme.to_owned() });
        }
        _ => (url, None),
    };
    if url == ":memory:" || path == ":memory:" {
        return Ok(Location::SqliteMemory);
    }
    if path.is_empty() {
        return Err(ConnectError::NoFile);
    }
    let base = match source {
        UrlSource::File(file) => file.parent().unwrap_or(Path::new("")),
        UrlSource::Argument | UrlSource::Environment => Path::new(""),
    };
    Ok(Location::SqliteFile(base.join(path), parameters.map(str::to_owned)))
}

fn is_scheme(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Whether a connection may make the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// The command only reads: a database that is not there is an error.
    Existing,
    /// The command writes: a database that is not there is made.
    Create,
}

/// Opens a connection.
#[cfg(feature = "sqlite")]
pub(super) fn connect(
    location: &Location,
    access: Access,
) -> Result<Box<dyn Driver>, ConnectError> {
    use diesel::{Connection as _, SqliteConnection};

    let (path, parameters) = match location {
        Location::SqliteMemory => (PathBuf::from(":memory:"), &None),
        Location::SqliteFile(path, parameters) => {
            if access == Access::Existing && !path.exists() {
                return Err(ConnectError::Missing(path.clone()));
            }
            (path.clone(), parameters)
        }
    };
    let open = |message: String| ConnectError::Open { path: path.clone(), message };
    let name = path.to_str().ok_or_else(|| open("its name is not valid UTF-8".to_owned()))?;
    let name = match parameters {
        // Only a URI has parameters, and a URI has signs of its own.
        Some(parameters) => {
            let name = name.replace('%', "%25").replace('#', "%23").replace('?', "%3f");
            format!("file:{name}?{parameters}")
        }
        None => name.to_owned(),
    };
    let mut connection =
        SqliteConnection::establish(&name).map_err(|error| open(error.to_string()))?;
    // Opening reads nothing; only a query finds out that the file is of something else.
    connection.query("SELECT count(*) FROM sqlite_schema").map_err(|error| open(error.message))?;
    Ok(Box::new(connection))
}

/// Opens a connection.
#[cfg(not(feature = "sqlite"))]
pub(super) fn connect(
    _location: &Location,
    _access: Access,
) -> Result<Box<dyn Driver>, ConnectError> {
    Err(ConnectError::Scheme { scheme: "sqlite".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_as_diesel_and_sqlx_write_them() {
        let file = |path: &str| Some(Location::SqliteFile(PathBuf::from(path), None));
        let with = |path: &str, parameters: &str| {
            Some(Location::SqliteFile(PathBuf::from(path), Some(parameters.to_owned())))
        };
        for (url, location) in [
            ("app.db", file("app.db")),
            ("sqlite://app.db", file("app.db")),
            ("sqlite:app.db", file("app.db")),
            ("sqlite:///srv/app.db", file("/srv/app.db")),
            ("sqlite://app.db?mode=rwc", with("app.db", "mode=rwc")),
            ("file:app.db?mode=ro&cache=private", with("app.db", "mode=ro&cache=private")),
            ("what?.db", file("what?.db")),
            ("file:data/app.db", file("data/app.db")),
            ("C:\\data\\app.db", file("C:\\data\\app.db")),
            (":memory:", Some(Location::SqliteMemory)),
            ("sqlite::memory:", Some(Location::SqliteMemory)),
            ("postgres://user:secret@host/db", None),
            ("sqlite://", None),
            ("", None),
        ] {
            assert_eq!(locate(url, &UrlSource::Argument).ok(), location, "{url}");
        }
    }

    #[test]
    fn a_password_is_in_no_message() {
        let error = locate("mysql://user:secret@host/db", &UrlSource::Argument).unwrap_err();
        assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("secret"));
    }

    #[test]
    fn a_relative_path_in_a_file_starts_at_the_file() {
        let source = UrlSource::File(PathBuf::from("/srv/app/.env"));
        let location = locate("sqlite://app.db", &source).unwrap();
        assert_eq!(location, Location::SqliteFile(PathBuf::from("/srv/app/app.db"), None));
    }
}
