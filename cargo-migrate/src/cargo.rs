//! Runs cargo: its messages go to standard error as usual, its answers are read.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use cargo_metadata::{Metadata, MetadataCommand};

use crate::error::Error;

/// The exit code of cargo itself when it fails, and of one that was killed.
pub(crate) const FAILED: u8 = 101;

/// The cargo that runs this program, else the one in `PATH`.
pub(crate) fn program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// What cargo knows of the workspace of a manifest, without its dependencies.
pub(crate) fn metadata(manifest: &Path, target_dir: Option<&Path>) -> Result<Metadata, Error> {
    let mut command = MetadataCommand::new();
    command.cargo_path(program()).manifest_path(manifest).no_deps();
    if let Some(directory) = target_dir {
        command.env("CARGO_TARGET_DIR", directory);
    }
    let output = output(&mut command.cargo_command())?;
    let text = String::from_utf8_lossy(&output);
    MetadataCommand::parse(text).map_err(|error| Error::CargoAnswer(error.to_string()))
}

/// Runs cargo and gives what it printed on standard output.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, Error> {
    command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().map_err(not_started)?;
    if output.status.success() { Ok(output.stdout) } else { Err(failed(output.status)) }
}

fn not_started(source: std::io::Error) -> Error {
    Error::Io { action: "run", path: program().into(), source }
}

fn failed(status: ExitStatus) -> Error {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Error::Cargo(code.unwrap_or(FAILED))
}
