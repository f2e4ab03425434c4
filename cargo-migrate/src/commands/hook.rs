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
    #[error("there is a hook {} already", .path.display())]
    Exists {
        /// The hook.
        path: PathBuf,
        /// The line that does the same in it.
        line: String,
    },
    /// It would be one of other repositories too.
    #[error("git takes the hooks of this work tree from {}, which is outside of it", .0.display())]
    Outside(PathBuf),
}

impl HookError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoWorkTree(_) => None,
            Self::Exists { line, .. } => {
                Some(format!("write this line into it: `{line}`, or remove it first"))
            }
            Self::Outside(_) => Some(
                "a hook there would run for every repository: `git config core.hooksPath .git/hooks` gives this one \
                 its own"
                    .to_owned(),
            ),
        }
    }
}

/// Writes the hook that git runs after a change of the branch
/// (<https://git-scm.com/docs/githooks#_post_checkout>).
pub(super) fn run(package: &Package, printer: &mut Printer) -> Result<(), Error> {
    let directory = &package.directory;
    let question = ["--path-format=absolute", "--git-path", "hooks/post-checkout"];
    let path = of_husky(PathBuf::from(git(directory, &question)?));
    let below = git(directory, &["--show-prefix"])?;
    let places = ["--path-format=absolute", "--show-toplevel", "--git-common-dir"];
    if !git(directory, &places)?.lines().any(|place| path.starts_with(place)) {
        return Err(HookError::Outside(path.parent().unwrap_or(&path).to_owned()).into());
    }
    let manifest = format!("'{}'", format!("{below}Cargo.toml").replace('\'', "'\\''"));
    if path.exists() {
        let line = format!("[ \"$3\" = 0 ] || cargo migrate switch --manifest-path {manifest}");
        return Err(HookError::Exists { path, line }.into());
    }
    if let Some(hooks) = path.parent() {
        fs::create_dir_all(hooks).map_err(Error::io("make", hooks))?;
    }
    write(&path, &text(&manifest)).map_err(Error::io("write", &path))?;
    printer.result(path.display());
    printer.status("Created", "a hook of git: a change of the branch runs `cargo migrate switch`");
    Ok(())
}

/// The hook that husky (version 9) runs from the one that it makes again at each installation.
fn of_husky(path: PathBuf) -> PathBuf {
    let hooks = path.parent().filter(|hooks| hooks.ends_with(".husky/_"));
    match hooks.and_then(Path::parent).zip(path.file_name()) {
        Some((husky, name)) => husky.join(name),
        None => path,
    }
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

/// The hook, for a manifest that is quoted. It is run at the top of the work tree, also for files, within a rebase, and
/// in a new work tree, where nothing is done: that one's branch is no change of this one's.
fn text(manifest: &str) -> String {
    format!(
        "#!/bin/sh\n\
         # Written by `cargo migrate hook`: the database follows a change of the branch.\n\
         # The third argument is 1 for a branch and 0 for files.\n\
         [ \"$3\" = 1 ] && [ \"$1\" != \"$2\" ] || exit 0\n\
         # A new work tree comes from no commit.\n\
         case \"$1\" in *[!0]*) ;; *) exit 0 ;; esac\n\
         [ -d \"$(git rev-parse --git-path rebase-merge)\" ] && exit 0\n\
         [ -d \"$(git rev-parse --git-path rebase-apply)\" ] && exit 0\n\
         [ -f {manifest} ] || exit 0\n\
         cargo migrate switch --manifest-path {manifest}\n"
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
