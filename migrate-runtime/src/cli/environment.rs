//! What the command line reads from the environment, each variable with its meaning.

use std::path::{Path, PathBuf};

use super::args::ColorChoice;

/// The database, where `--database-url` does not say it.
pub const DATABASE_URL: &str = "DATABASE_URL";
/// The migration package's directory, given by `cargo migrate` so that a `.env` file there is found
/// from wherever the command was typed.
pub const PACKAGE_DIR: &str = "MIGRATE_PACKAGE_DIR";

/// Where a database URL came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UrlSource {
    /// `--database-url`.
    Argument,
    /// The environment.
    Environment,
    /// A `.env` file.
    File(PathBuf),
}

/// Why no database URL could be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// Nobody says where the database is.
    #[error("no database: `DATABASE_URL` is not set")]
    NoUrl,
    /// The variable is not text.
    #[error("`{0}` is not valid UTF-8")]
    NotUnicode(&'static str),
    /// A `.env` file cannot be read.
    #[error("cannot read {}: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, without what is in it.
        message: String,
    },
}

/// The database URL: the argument, else the environment, else a `.env` file of the current
/// directory or one above it, else one of the migration package's directory or one above it.
pub fn database_url(
    argument: Option<&str>,
    package: Option<&Path>,
) -> Result<(String, UrlSource), EnvironmentError> {
    if let Some(url) = argument {
        return Ok((url.to_owned(), UrlSource::Argument));
    }
    if let Some(url) = variable(DATABASE_URL)? {
        return Ok((url, UrlSource::Environment));
    }
    let here = std::env::current_dir().ok();
    let starts = here.into_iter().chain(package.map(Path::to_owned));
    for start in starts {
        for directory in start.ancestors() {
            let path = directory.join(".env");
            if let Some(url) = read_dotenv(&path)? {
                return Ok((url, UrlSource::File(path)));
            }
        }
    }
    Err(EnvironmentError::NoUrl)
}

/// When to use colours, as cargo was told.
pub fn color() -> Option<ColorChoice> {
    match std::env::var("CARGO_TERM_COLOR").ok()?.as_str() {
        "always" => Some(ColorChoice::Always),
        "never" => Some(ColorChoice::Never),
        _ => None,
    }
}

/// The migration package's directory, when `cargo migrate` runs this program.
pub fn package_dir() -> Option<PathBuf> {
    std::env::var_os(PACKAGE_DIR).map(PathBuf::from)
}

/// Who runs the command, for the log: `user@host`, as far as the environment says.
pub fn user() -> Option<String> {
    let first = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok());
    let user = first(&["USER", "USERNAME", "LOGNAME"])?;
    Some(match first(&["HOSTNAME", "COMPUTERNAME"]) {
        Some(host) => format!("{user}@{host}"),
        None => user,
    })
}

fn variable(name: &'static str) -> Result<Option<String>, EnvironmentError> {
    match std::env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(EnvironmentError::NotUnicode(name)),
    }
}

fn read_dotenv(path: &Path) -> Result<Option<String>, EnvironmentError> {
    if !path.is_file() {
        return Ok(None);
    }
    // The error of a bad line quotes the line, which may hold a password.
    let bad = |error: dotenvy::Error| EnvironmentError::File {
        path: path.to_owned(),
        message: match error {
            dotenvy::Error::LineParse(_, at) => format!("a line is not `NAME=value` (column {at})"),
            dotenvy::Error::Io(error) => error.to_string(),
            _ => "it is not a list of `NAME=value` lines".to_owned(),
        },
    };
    for entry in dotenvy::from_path_iter(path).map_err(bad)? {
        let (name, value) = entry.map_err(bad)?;
        if name == DATABASE_URL {
            return Ok(Some(value));
        }
    }
    Ok(None)
}
