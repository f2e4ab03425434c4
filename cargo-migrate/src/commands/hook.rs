//! `hook`: has git lead the database along when the branch is changed.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use migrate_runtime::cli::printer::Printer;

use crate::error::Error;
use crate::manifest::Package;

/// Why git gets no hook.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HookError {
    /// The package is in no work tree of git, or there is no git.
    #[error("{} is in no work tree of git", .0.display())]
    NoWorkTree(PathBuf),
    /// There is one already.
    #[error("there is a hook {} already", .0.display())]
    Exists(PathBuf),
}

impl HookError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoWorkTree(_) => None,
            Self::Exists(_) => Some("write `cargo migrate switch` into it, or remove it first"),
        }
    }
}

/// Writes the hook that git runs after a change of the branch
/// (<https://git-scm.com/docs/githooks#_post_checkout>).
pub(super) fn run(package: &Package, printer: &mut Printer) -> Result<(), Error> {
    let directory = &package.directory;
    let question = ["--path-format=absolute", "--git-path", "hooks/post-checkout"];
    let path = PathBuf::from(git(directory, &question)?);
    let below = git(directory, &["--show-prefix"])?;
    if path.exists() {
        return Err(HookError::Exists(path).into());
    }
    if let Some(hooks) = path.parent() {
        fs::create_dir_all(hooks).map_err(Error::io("make", hooks))?;
    }
    write(&path, &text(&format!("{below}Cargo.toml"))).map_err(Error::io("write", &path))?;
    printer.result(path.display());
    printer.status("Created", "a hook of git: a change of the branch runs `cargo migrate switch`");
    Ok(())
}

/// What `git rev-parse` says in a directory.
fn git(directory: &Path, question: &[&str]) -> Result<String, Error> {
    let output =
        Command::new("git").arg("rev-parse").args(question).current_dir(directory).output();
    match output {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned())
        }
        _ => Err(HookError::NoWorkTree(directory.to_owned()).into()),
    }
}

/// The hook. It is run at the top of the work tree, also for files and within a rebase, where nothing is done.
fn text(manifest: &str) -> String {
    let manifest = manifest.replace('\'', "'\\''");
    format!(
        "#!/bin/sh\n\
         # Written by `cargo migrate hook`: the database follows a change of the branch.\n\
         # The third argument is 1 for a branch and 0 for files.\n\
         [ \"$3\" = 1 ] && [ \"$1\" != \"$2\" ] || exit 0\n\
         [ -d \"$(git rev-parse --git-path rebase-merge)\" ] && exit 0\n\
         [ -f '{manifest}' ] || exit 0\n\
         cargo migrate switch --manifest-path '{manifest}'\n"
    )
}

/// Writes a file that can be run.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o755);
    options.open(path)?.write_all(text.as_bytes())
}
