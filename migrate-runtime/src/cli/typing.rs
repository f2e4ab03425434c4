//! From what was typed to arguments: [`parse`] tells targets such as `-1` from options, [`report`]
//! prints what clap says without a password. What other tools call a command is in `other_tools`.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Parser};

use super::redact;

mod other_tools;

/// Reads a command line.
///
/// A target may begin with `-`, and clap, once told so, takes every unknown option for one. So the command
/// line is read once more before, with the `-` of each `-1` left out and no hyphens allowed: what
/// clap calls an unknown option then is one.
pub fn parse<A: Parser>(
    typed: &[OsString],
    adapt: impl Fn(Command) -> Command,
) -> Result<A, clap::Error> {
    let command = || adapt(A::command());
    let names: Vec<_> = command().get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let strict = names.into_iter().fold(command(), |command, name| {
        command.mut_subcommand(name, |sub| {
            sub.mut_args(|argument| argument.allow_hyphen_values(false))
        })
    });
    let without_counts = typed.iter().map(|word| without_count(word));
    if let Err(error) = strict.clone().try_get_matches_from(without_counts)
        && is_of_an_option(&error)
    {
        return Err(with_suggestion(error, typed, &strict));
    }
    let mut matches = command()
        .try_get_matches_from(typed)
        .map_err(|error| other_tools::with_tip(error, typed, &command()))?;
    A::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command()))
}

/// `-1` and `-3:current` without their `-`.
fn without_count(word: &OsStr) -> &OsStr {
    let number = word.to_str().and_then(|word| word.strip_prefix('-'));
    number.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).map_or(word, OsStr::new)
}

/// Whether an option is unknown, or lacks its value because another one follows.
fn is_of_an_option(error: &clap::Error) -> bool {
    let value = || error.get(ContextKind::InvalidValue).map(ToString::to_string);
    match error.kind() {
        ErrorKind::UnknownArgument => true,
        ErrorKind::InvalidValue => value().is_none_or(|value| value.is_empty()),
        _ => false,
    }
}

/// What other tools call an option of ours.
const OTHER_NAMES: [(&str, &str); 3] =
    [("--dry-run", "--plan"), ("--dryrun", "--plan"), ("--url", "--database-url")];

/// The error with the option that was meant by another tool's name; and without the advice to write `--`
/// before it, since nothing that begins so is a target.
fn with_suggestion(mut error: clap::Error, typed: &[OsString], program: &Command) -> clap::Error {
    error.remove(ContextKind::Suggested);
    let unknown = error.get(ContextKind::InvalidArg).map(ToString::to_string).unwrap_or_default();
    let sub = typed.iter().find_map(|word| program.find_subcommand(word));
    let known = |name: &str| {
        let of = |command: &Command| command.get_arguments().any(|it| it.get_long() == Some(name));
        of(program) || sub.is_some_and(of)
    };
    let meant = OTHER_NAMES.iter().find(|(other, _)| *other == unknown).map(|(_, ours)| *ours);
    if let Some(ours) = meant.filter(|ours| known(ours.trim_start_matches("--"))) {
        error.insert(ContextKind::SuggestedArg, ContextValue::String(ours.to_owned()));
    }
    other_tools::with_tip(error, typed, program)
}

/// Prints what clap says, which may be the help that was asked for, and gives the exit code.
pub fn report(error: &clap::Error, typed: &[OsString]) -> ExitCode {
    let text = redact::clap_error(error, typed);
    // A reader that has seen enough closes the pipe; that is no error.
    let _ = if error.use_stderr() {
        anstream::AutoStream::new(std::io::stderr(), anstream::ColorChoice::Auto)
            .lock()
            .write_all(text.as_bytes())
    } else {
        anstream::AutoStream::new(std::io::stdout(), anstream::ColorChoice::Auto)
            .lock()
            .write_all(text.as_bytes())
    };
    u8::try_from(error.exit_code()).unwrap_or(2).into()
}

/// Leaves options out of the help of commands that they mean nothing to. They are still taken, as
/// options of the whole program are.
pub fn hide(command: Command, commands: &[&str], options: &[&str]) -> Command {
    let hidden: Vec<Arg> = command
        .get_arguments()
        .filter(|argument| options.contains(&argument.get_id().as_str()))
        .map(|argument| argument.clone().hide(true))
        .collect();
    commands.iter().fold(command, |command, name| {
        // A command's own argument takes the place of the program's of the same name.
        command.mut_subcommand(name, |sub| sub.args(hidden.clone()))
    })
}

/// Reads a target, or says of an address that it is none.
pub fn target(text: &str) -> Result<String, String> {
    if text.contains('/') {
        return Err("a target has no `/`; a database is given with `--database-url`".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Arguments;

    fn read(typed: &str) -> Result<Arguments, String> {
        let typed: Vec<OsString> =
            std::iter::once("migrations").chain(typed.split(' ')).map(OsString::from).collect();
        parse(&typed, |command| command).map_err(|error| error.to_string())
    }

    #[test]
    fn targets_may_begin_with_a_hyphen() {
        for typed in [
            "downgrade -1",
            "downgrade -1 --plan",
            "downgrade --plan -1",
            "downgrade -3:base --sql",
            "upgrade +1",
            "history -r -3:current",
            "history --rev-range -3:current -v",
            "history -r-3:",
            "show -1",
            "upgrade -- -1",
        ] {
            assert!(read(typed).is_ok(), "{typed}: {:?}", read(typed));
        }
    }

    #[test]
    fn unknown_options_are_named() {
        for (typed, message) in [
            ("upgrade --plam", "a similar argument exists: '--plan'"),
            ("upgrade --dry-run", "a similar argument exists: '--plan'"),
            ("current --dry-run", "unexpected argument '--dry-run'"),
            ("stamp head --url x", "a similar argument exists: '--database-url'"),
            ("downgrade -l", "unexpected argument '-l'"),
            ("downgrade -l -1", "unexpected argument '-l'"),
            ("downgrade --yes -1", "unexpected argument '--yes'"),
            ("downgrade -1 --yes", "unexpected argument '--yes'"),
            ("show --verbsoe", "unexpected argument '--verbsoe'"),
            ("history -r --graph", "a value is required for '--rev-range <RANGE>'"),
            ("upgrade --databaseurl x", "a similar argument exists: '--database-url'"),
            ("upgrade postgres://u:p@h/d", "a target has no `/`"),
        ] {
            let error = read(typed).unwrap_err();
            assert!(error.contains(message), "{typed}: {error}");
            assert!(!error.contains("as a value"), "{typed}: {error}");
        }
    }
}
