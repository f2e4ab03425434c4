//! Why a backup could not be made, or could not be restored.

use std::fmt;
use std::path::{Path, PathBuf};

use super::DatabaseError;

/// Why a backup could not be made, or could not be restored.
///
/// ```
/// use migrate_runtime::Error;
/// use migrate_runtime::executor::BackupError;
///
/// fn report(error: &Error) {
///     if let Error::Backup(BackupError::NoSpace { directory, .. }) = error {
///         eprintln!("make room in {}", directory.display());
///     }
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum BackupError {
    /// A file or a directory cannot be used.
    File {
        /// What was tried: `write`, `make`, `read`.
        doing: &'static str,
        /// The file or the directory.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// The directory has less room than the database has bytes.
    NoSpace {
        /// The directory.
        directory: PathBuf,
        /// The bytes of the database.
        needed: u64,
        /// The bytes that are free.
        free: u64,
    },
    /// The database refused.
    Database(DatabaseError),
    /// An application cannot copy a database on a server.
    OnServer {
        /// The database.
        database: &'static str,
    },
    /// The version table is in an attached database of SQLite, and a backup is of one file.
    Attached {
        /// The name it is attached by.
        schema: String,
    },
    /// A program that makes or restores the backup is not there.
    NoProgram {
        /// Its names, of which one would do.
        names: &'static [&'static str],
        /// What to install.
        install: &'static str,
    },
    /// The program is of another product, or older than the server.
    WrongProgram {
        /// The program.
        program: String,
        /// What it says of its version.
        version: String,
        /// What the server is.
        server: String,
        /// What to install.
        install: &'static str,
    },
    /// The program failed.
    Program {
        /// The program.
        program: String,
        /// What it says.
        message: String,
        /// What is left of the database.
        state: Option<&'static str>,
    },
    /// The address has a secret that can be handed to a program only where all users see it.
    Secret {
        /// The parameter.
        parameter: &'static str,
    },
    /// The file is no backup.
    NotABackup {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The file is not as it was written.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The directory has no backup of the database.
    NoBackup {
        /// The directory.
        directory: PathBuf,
        /// The database.
        database: String,
    },
    /// The backup is of another kind of database.
    OtherDatabase {
        /// The backup.
        path: PathBuf,
        /// What it is of.
        of: String,
        /// What the database is.
        database: String,
    },
    /// Another program has the file of the database open.
    InUse {
        /// The file.
        path: PathBuf,
        /// What the database says.
        message: String,
    },
    /// It was stopped.
    Canceled,
}

impl BackupError {
    /// An error of a file.
    pub(crate) fn file(doing: &'static str, path: &Path, error: std::io::Error) -> Self {
        Self::File { doing, path: path.to_owned(), error }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoSpace { .. } => Some("make room, or name a directory elsewhere".to_owned()),
            Self::Database(error) => error.hint().map(str::to_owned),
            Self::OnServer { .. } => {
                Some("`cargo migrate upgrade --backup DIR` runs the program that can".to_owned())
            }
            Self::Attached { .. } => {
                Some("copy the files of both databases before the run".to_owned())
            }
            Self::NoProgram { install, .. } | Self::WrongProgram { install, .. } => {
                Some(format!("install {install}, and see that it is found in `PATH`"))
            }
            Self::Secret { parameter } => Some(format!(
                "leave `{parameter}` out of the address, and use a key without a passphrase"
            )),
            Self::NotABackup { .. } => Some(
                "name a file that `--backup` wrote, with the `.json` beside it, or its directory"
                    .to_owned(),
            ),
            Self::Damaged { .. } => {
                Some("take an older backup; nothing of the database was changed".to_owned())
            }
            Self::InUse { .. } => Some("stop what uses the database, then run again".to_owned()),
            Self::File { .. }
            | Self::Program { .. }
            | Self::NoBackup { .. }
            | Self::OtherDatabase { .. }
            | Self::Canceled => None,
        }
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { doing, path, error } => {
                write!(f, "cannot {doing} {}: {error}", path.display())
            }
            Self::NoSpace { directory, needed, free } => write!(
                f,
                "{} has {free} bytes free, and the database has {needed}",
                directory.display()
            ),
            Self::Database(error) => error.fmt(f),
            Self::OnServer { database } => {
                write!(f, "a database of {database} is not copied by its connection")
            }
            Self::Attached { schema } => write!(
                f,
                "the version table is in the attached database `{schema}`, and a backup is of one file"
            ),
            Self::NoProgram { names, .. } => {
                write!(f, "`{}` is not installed", names.join("` or `"))
            }
            Self::WrongProgram { program, version, server, .. } => {
                write!(f, "`{program}` is {version}, and the server is {server}")
            }
            Self::Program { program, message, state } => {
                write!(f, "`{program}` failed: {message}")?;
                state.map_or(Ok(()), |state| write!(f, "; {state}"))
            }
            Self::Secret { parameter } => write!(
                f,
                "`{parameter}` of the address could be handed to another program only in the list of processes"
            ),
            Self::NotABackup { path, reason } => {
                write!(f, "{} is no backup: {reason}", path.display())
            }
            Self::Damaged { path } => {
                write!(f, "{} is not as it was written", path.display())
            }
            Self::NoBackup { directory, database } => {
                write!(f, "{} has no backup of {database}", directory.display())
            }
            Self::OtherDatabase { path, of, database } => {
                write!(f, "{} is a backup of {of}, and the database is {database}", path.display())
            }
            Self::InUse { path, message } => {
                write!(f, "{} is in use: {message}", path.display())
            }
            Self::Canceled => f.write_str("it was stopped"),
        }
    }
}

impl std::error::Error for BackupError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The message says the cause already.
        None
    }
}

impl From<DatabaseError> for BackupError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}
