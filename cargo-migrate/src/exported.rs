//! What the migration binary exports: asked for, and held against the format this program knows.
//!
//! The two programs are updated apart: the binary with the dependencies of its package, this one
//! with `cargo install`. So a document whose format is not known is refused before anything is read
//! from it.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::{io, panic, thread};

use migrate_analysis::history::{History, HistoryError, Upgrade};
use migrate_core::op::Script;
use migrate_runtime::cli::args::ExportArguments;
use migrate_runtime::op::encode::FORMAT;
use serde_json::Value;

use crate::binary;
use crate::error::Error;
use crate::manifest::{Models, Package};

/// The subcommand of the binary.
const COMMAND: &str = "export";

/// Its option for a document of [`schema_history`].
const SCHEMA_ONLY: &str = "--schema-only";

/// Why there is no document to read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    /// The binary is of a release that does not have a command.
    #[error(
        "{} has no command `{command}`: its migrate-runtime is older than cargo-migrate {}",
        binary.display(),
        env!("CARGO_PKG_VERSION")
    )]
    NoCommand {
        /// The binary.
        binary: PathBuf,
        /// The command.
        command: &'static str,
    },
    /// The binary is of a release that exports all or nothing.
    #[error(
        "{} does not export the schema alone: its migrate-runtime is older than cargo-migrate {}",
        binary.display(),
        env!("CARGO_PKG_VERSION")
    )]
    NoSchema {
        /// The binary.
        binary: PathBuf,
    },
    /// The document is of another format.
    #[error(
        "migrate-runtime {runtime} exports format {found}, and cargo-migrate {} reads format {FORMAT}",
        env!("CARGO_PKG_VERSION")
    )]
    Format {
        /// The format of the document.
        found: u64,
        /// The version of the binary's `migrate-runtime`.
        runtime: String,
    },
    /// What was printed is no document.
    #[error("what {} exports cannot be read: {reason}", binary.display())]
    Unreadable {
        /// The binary.
        binary: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The crate of the models is not in the binary.
    #[error("no model of `{crate_name}` is linked into the migration binary")]
    ModelsNotLinked {
        /// The crate, as Rust code names it.
        crate_name: String,
        /// The package that must name it.
        package: String,
    },
    /// The binary failed, and has said why.
    #[error("the migration binary failed")]
    Failed(u8),
}

impl ExportError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        const UPDATE_RUNTIME: &str =
            "update it in the migrations package: `cargo update -p migrate-runtime`";
        match self {
            Self::NoCommand { .. } | Self::NoSchema { .. } => Some(UPDATE_RUNTIME.to_owned()),
            Self::Format { found, .. } if *found < u64::from(FORMAT) => {
                Some(UPDATE_RUNTIME.to_owned())
            }
            Self::Format { .. } => {
                Some("update this program: `cargo install cargo-migrate`".to_owned())
            }
            Self::Unreadable { .. } => Some(
                "the binary's `main` must do nothing but `migrate_runtime::cli::main(&MIGRATIONS)`"
                    .to_owned(),
            ),
            Self::ModelsNotLinked { crate_name, package } if *crate_name == as_crate(package) => {
                Some(format!(
                    "`{package}` has no struct with `#[derive(Model)]` in a module of its library"
                ))
            }
            Self::ModelsNotLinked { crate_name, package } => Some(format!(
                "write `use {crate_name} as _;` in `src/lib.rs` of `{package}`, which must depend on it: a crate \
                 that nothing names is not linked"
            )),
            Self::Failed(_) => None,
        }
    }
}

/// A document of a format that is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exported {
    /// As it was printed.
    pub(crate) text: String,
}

/// Asks the binary for its document.
pub(crate) fn read(
    binary: &Path,
    arguments: &ExportArguments,
    package: &Package,
) -> Result<Exported, Error> {
    let output = ask(binary, arguments, package).map_err(Error::io("run", binary))?;
    let text = printed(binary, output)?;
    judge(binary, &text, package)?;
    Ok(Exported { text })
}

/// The revisions that the binary has, with all that they record; with what `beside` gives, which is done while the
/// binary writes them down.
///
/// # Errors
///
/// That of `beside` comes first.
pub(crate) fn history<T>(
    binary: &Path,
    package: &Package,
    beside: impl FnOnce() -> Result<T, Error>,
) -> Result<(History, T), Error> {
    read_history(binary, package, false, History::read, beside)
}

/// The same with what their upgrades do to the schema, which is most of what a command asks and the smaller part of
/// the document.
///
/// # Errors
///
/// As of [`history`].
pub(crate) fn schema_history<T>(
    binary: &Path,
    package: &Package,
    beside: impl FnOnce() -> Result<T, Error>,
) -> Result<(History<Script>, T), Error> {
    read_history(binary, package, true, History::read_schema_only, beside)
}

fn read_history<R: Upgrade, T>(
    binary: &Path,
    package: &Package,
    schema_only: bool,
    read: fn(&str) -> Result<History<R>, HistoryError>,
    beside: impl FnOnce() -> Result<T, Error>,
) -> Result<(History<R>, T), Error> {
    let arguments = ExportArguments {
        format_version: FORMAT,
        schema_only,
        dialect: None,
        from: "base".to_owned(),
        to: "heads".to_owned(),
    };
    let (output, found) = thread::scope(|scope| {
        let asked = scope.spawn(|| ask(binary, &arguments, package));
        let found = beside()?;
        let output = asked.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        Ok::<_, Error>((output.map_err(Error::io("run", binary))?, found))
    })?;
    let text = printed(binary, output)?;
    match read(&text) {
        Ok(history) => {
            require_models(history.models.as_ref(), package)?;
            Ok((history, found))
        }
        Err(error) => {
            // A document of another program or release has more to say than where reading it ended.
            judge(binary, &text, package)?;
            Err(error.into())
        }
    }
}

fn ask(binary: &Path, arguments: &ExportArguments, package: &Package) -> io::Result<Output> {
    let ExportArguments { format_version, schema_only, dialect, from, to } = arguments;
    let mut command = binary::command(binary, package);
    command.args([COMMAND, "--format-version", &format_version.to_string()]);
    if *schema_only {
        command.arg(SCHEMA_ONLY);
    }
    if let Some(dialect) = dialect {
        command.args(["--dialect", dialect, "--from", from, "--to", to]);
    }
    command.stdin(Stdio::null()).output()
}

/// What the binary printed, if it succeeded.
fn printed(binary: &Path, output: Output) -> Result<String, ExportError> {
    let Output { status, stdout, stderr } = output;
    if !status.success() {
        let said = String::from_utf8_lossy(&stderr);
        let binary = binary.to_owned();
        if is_unknown(COMMAND, &said) {
            return Err(ExportError::NoCommand { binary, command: COMMAND });
        }
        // clap's words for an option it does not know, in every release that has none.
        if said.contains(&format!("unexpected argument '{SCHEMA_ONLY}'")) {
            return Err(ExportError::NoSchema { binary });
        }
        forward_stderr(&stderr);
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        return Err(ExportError::Failed(code.unwrap_or(1)));
    }
    forward_stderr(&stderr);
    String::from_utf8(stdout).map_err(|error| ExportError::Unreadable {
        binary: binary.to_owned(),
        reason: error.to_string(),
    })
}

/// Whether a text is a document of a format that is known.
fn judge(binary: &Path, text: &str, package: &Package) -> Result<(), ExportError> {
    let unreadable = |reason: String| ExportError::Unreadable { binary: binary.to_owned(), reason };
    let document: Value =
        serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
    match document.get("format_version").and_then(Value::as_u64) {
        Some(found) if found == u64::from(FORMAT) => {
            require_models(document.get("models"), package)
        }
        Some(found) => {
            let runtime = document.get("runtime_version").and_then(Value::as_str);
            Err(ExportError::Format { found, runtime: runtime.unwrap_or("?").to_owned() })
        }
        None => Err(unreadable("it has no `format_version`".to_owned())),
    }
}

/// Whether a binary said that it does not know a command: clap's words in every release.
fn is_unknown(command: &str, said: &str) -> bool {
    said.contains(&format!("unrecognized subcommand '{command}'"))
}

/// Checks that the binary has a command which releases before this one have not, so that it is told in other words
/// than clap's.
///
/// # Errors
///
/// It has no such command, or cannot be run.
pub(crate) fn require_command(
    binary: &Path,
    command: &'static str,
    package: &Package,
) -> Result<(), Error> {
    let mut asked = binary::command(binary, package);
    let output = asked.args([command, "--help"]).stdin(Stdio::null()).output();
    let output = output.map_err(Error::io("run", binary))?;
    if is_unknown(command, &String::from_utf8_lossy(&output.stderr)) {
        return Err(ExportError::NoCommand { binary: binary.to_owned(), command }.into());
    }
    Ok(())
}

/// The crate that the package names for its models has some in the document: inventory drops one that nothing
/// names without an error.
fn require_models(models: Option<&Value>, package: &Package) -> Result<(), ExportError> {
    let crate_name = match &package.models {
        Some(Models::Crate(name)) => name,
        // These are read elsewhere.
        None | Some(Models::Schema(_) | Models::Database) => return Ok(()),
    };
    let mut linked = models.and_then(Value::as_array).into_iter().flatten();
    if linked.any(|model| model["crate"] == crate_name.as_str()) {
        return Ok(());
    }
    let (crate_name, package) = (crate_name.clone(), package.name.clone());
    Err(ExportError::ModelsNotLinked { crate_name, package })
}

/// A package's name, as Rust code names its library.
fn as_crate(package: &str) -> String {
    package.replace('-', "_")
}

/// What the binary said on standard error is for the user.
fn forward_stderr(stderr: &[u8]) {
    // Nobody may be listening there.
    drop(std::io::Write::write_all(&mut std::io::stderr(), stderr));
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
