//! `edit`: opens the files of revisions in the user's editor.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

use crate::cli::EditArguments;
use crate::error::Error;
use crate::manifest::Package;
use crate::source;

pub(super) fn run(arguments: &EditArguments, package: &Package) -> Result<(), Error> {
    let graph = source::read(package)?;
    let revisions = source::select(&graph, &arguments.target)?;
    if revisions.is_empty() {
        return Err(Error::NoRevision(arguments.target.clone()));
    }
    let files: BTreeSet<_> = revisions.into_iter().map(|revision| &revision.file).collect();
    let editor = editor()?;
    let words = words(&editor)?;
    let (program, options) = words.split_first().ok_or(Error::NoEditor)?;
    let status = Command::new(program)
        .args(options)
        .args(files)
        .status()
        .map_err(Error::io("run", program.as_ref()))?;
    if status.success() { Ok(()) } else { Err(Error::Editor { command: editor, status }) }
}

/// The editor's command line.
fn editor() -> Result<String, Error> {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
    set.into_iter().find(|command| !command.trim().is_empty()).ok_or(Error::NoEditor)
}

fn words(command: &str) -> Result<Vec<String>, Error> {
    shlex::split(command).ok_or_else(|| Error::BadEditor(command.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_may_have_arguments() {
        for (command, expected) in [
            ("vim", &["vim"][..]),
            ("code --wait", &["code", "--wait"]),
            ("'/opt/my editor/run' -n", &["/opt/my editor/run", "-n"]),
        ] {
            assert_eq!(words(command).unwrap(), expected);
        }
        assert_eq!(
            words("vim 'x").unwrap_err().to_string(),
            "`vim 'x` is not a command: a quote is left open"
        );
    }
}
