//! What the command line reads from the environment, each variable with its meaning.

use std::fmt;

use std::path::{Path, PathBuf};

use super::args::ColorChoice;
use super::dotenv::{self, DotenvError};

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
#[derive(Debug)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// Nobody says where the database is.
    NoUrl,
    /// The variable is not text.
    NotUnicode(&'static str),
    /// A `.env` file cannot be read.
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, without what is in it.
        message: String,
    },
    /// A line of a `.env` file cannot be read.
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it, without what is in it.
        message: String,
    },
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUrl => f.write_str("no database: `DATABASE_URL` is not set"),
            Self::NotUnicode(variable) => write!(f, "`{variable}` is not valid UTF-8"),
            Self::File { path, message } => write!(f, "cannot read {}: {message}", path.display()),
            Self::Line { path, line, message } => {
                write!(f, "cannot read {}:{line}: {message}", path.display())
            }
        }
    }
}

impl std::error::Error for EnvironmentError {}

/// The database URL: the argument, else the environment, else a `.env` file of the current
/// directory or one above it, else one of the migration package's directory or one above it. White
/// space around it, such as the line break of a file that was read into a variable, is no part of it.
pub fn database_url(
    argument: Option<&str>,
    package: Option<&Path>,
) -> Result<(String, UrlSource), EnvironmentError> {
    if let Some(url) = argument {
        return Ok((url.trim().to_owned(), UrlSource::Argument));
    }
    if let Some(url) = variable(DATABASE_URL)? {
        return Ok((url.trim().to_owned(), UrlSource::Environment));
    }
    let here = std::env::current_dir().ok();
    let starts = here.into_iter().chain(package.map(Path::to_owned));
    for start in starts {
        for directory in start.ancestors() {
            let path = directory.join(".env");
            if let Some(url) = read_dotenv(&path)? {
                return Ok((url.trim().to_owned(), UrlSource::File(path)));
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

/// Who runs the command, for the log: `user@host`, as far as the environment or the system says.
pub fn user() -> Option<String> {
    let first = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| std::env::var(name).ok());
        values.find(|value| !value.is_empty())
    };
    let user = first(&["USER", "USERNAME", "LOGNAME"]).or_else(system::user)?;
    Some(match first(&["HOSTNAME", "COMPUTERNAME"]).or_else(system::host) {
        Some(host) => format!("{user}@{host}"),
        None => user,
    })
}

/// What the system says where no variable does, as in a container or a service.
#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;

    /// The name of the process's user, or its number where the system knows no name (proc(5),
    /// passwd(5)).
    pub(super) fn user() -> Option<String> {
        let number = fs::metadata("/proc/self").ok()?.uid().to_string();
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let named = users.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            (fields.nth(1)? == number).then(|| name.to_owned())
        });
        Some(named.unwrap_or(number))
    }

    pub(super) fn host() -> Option<String> {
        let host = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
        Some(host.trim().to_owned()).filter(|host| !host.is_empty())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn user() -> Option<String> {
        None
    }

    pub(super) fn host() -> Option<String> {
        None
    }
}

fn variable(name: &'static str) -> Result<Option<String>, EnvironmentError> {
    match std::env::var(name) {
        Ok(value) if value.trim().is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(EnvironmentError::NotUnicode(name)),
    }
}

fn read_dotenv(path: &Path) -> Result<Option<String>, EnvironmentError> {
    if !path.is_file() {
        return Ok(None);
    }
    let bad = |message: String| EnvironmentError::File { path: path.to_owned(), message };
    let bytes = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
    dotenv::read(&bytes, DATABASE_URL).map_err(|DotenvError { line, message }| {
        EnvironmentError::Line { path: path.to_owned(), line, message }
    })
}
