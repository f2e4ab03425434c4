//! As whom a server runs: PostgreSQL refuses to run as root.

use std::path::Path;
use std::process::Command;

use crate::command;

/// The user of a server.
#[derive(Debug)]
pub(crate) enum User {
    /// The one who runs the tests.
    Myself,
    /// Another one, because root runs the tests: name and group.
    Other(String, String),
}

impl User {
    /// The first of these that there is, if root runs the tests.
    pub(crate) fn choose(names: &[&str]) -> Result<Self, String> {
        if command::output(Command::new("id").arg("-u"))? != "0" {
            return Ok(Self::Myself);
        }
        for name in names {
            if let Ok(group) = command::output(Command::new("id").args(["-g", name])) {
                return Ok(Self::Other((*name).to_owned(), group));
            }
        }
        Err(format!("the server cannot run as root, and there is no user {}", names.join(" or ")))
    }

    /// A command that runs a program as this user, who may not be able to be where the tests are.
    ///
    /// `signal` comes to the program when the one who started it is gone.
    pub(crate) fn command(
        &self,
        signal: Option<&str>,
        program: &Path,
        directory: &Path,
    ) -> Command {
        let mut command = Command::new("setpriv");
        if let Self::Other(name, group) = self {
            command.args(["--reuid", name, "--regid", group, "--init-groups"]);
        }
        if let Some(signal) = signal {
            command.args(["--pdeathsig", signal]);
        }
        // An administrator's locale may not be installed; messages are for the tests to read.
        command.arg(program).env("LC_ALL", "C").env("HOME", directory).current_dir(directory);
        command
    }

    /// Gives a directory and everything in it to this user.
    pub(crate) fn own(&self, directory: &Path) -> Result<(), String> {
        let Self::Other(name, group) = self else { return Ok(()) };
        let owner = format!("{name}:{group}");
        command::output(Command::new("chown").arg("-R").arg(owner).arg(directory)).map(drop)
    }
}
