//! Commands as Rails, Django, diesel, sqlx and Flyway call them, and arguments as they take them: tips that name
//! ours, where clap would propose the command that is written most alike and may do something else.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What another tool calls a command, and the command here.
const COMMANDS: [(&str, &str); 30] = [
    ("add", "revision -m \"create users\""),
    ("baseline", "stamp head"),
    ("check", "current --check-heads"),
    ("create", "revision -m \"create users\""),
    ("db:migrate", "upgrade"),
    ("db:migrate:status", "current"),
    ("db:rollback", "downgrade -1"),
    ("deploy", "upgrade"),
    ("down", "downgrade -1"),
    ("fake", "stamp head"),
    ("generate", "revision -m \"create users\""),
    ("info", "current"),
    ("list", "history"),
    ("log", "history"),
    ("make", "revision -m \"create users\""),
    ("makemigrations", "revision -m \"create users\""),
    ("migrate", "upgrade"),
    ("new", "revision -m \"create users\""),
    ("pending", "upgrade --plan"),
    ("revert", "downgrade -1"),
    ("rollback", "downgrade -1"),
    ("run", "upgrade"),
    ("setup", "init"),
    ("showmigrations", "history"),
    ("sqlmigrate", "upgrade --sql"),
    ("status", "current"),
    ("undo", "downgrade -1"),
    ("up", "upgrade"),
    ("validate", "current --check-heads"),
    ("version", "--version"),
];

/// The error with a tip that names what was meant.
pub(super) fn with_tip(
    mut error: clap::Error,
    typed: &[OsString],
    program: &Command,
) -> clap::Error {
    let text = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let command = || typed.iter().find_map(|word| program.find_subcommand(word));
    let tip = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            command_here(&text(ContextKind::InvalidSubcommand), program)
        }
        ErrorKind::UnknownArgument => message_here(&text(ContextKind::InvalidArg), command()),
        ErrorKind::MissingRequiredArgument
            if command().is_some_and(|command| command.get_name() == "downgrade") =>
        {
            Some(
                "`downgrade -1` reverts the last revision, `downgrade base` reverts all".to_owned(),
            )
        }
        _ => None,
    };
    if let Some(tip) = tip {
        error.remove(ContextKind::SuggestedSubcommand);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    without_hidden(&mut error, program);
    error
}

/// Commands that are left out of the help are no advice.
fn without_hidden(error: &mut clap::Error, program: &Command) {
    let Some(ContextValue::Strings(names)) = error.get(ContextKind::SuggestedSubcommand) else {
        return;
    };
    let is_shown = |name: &&String| {
        program.find_subcommand(name).is_some_and(|command| !command.is_hide_set())
    };
    let shown: Vec<_> = names.iter().filter(is_shown).cloned().collect();
    error.remove(ContextKind::SuggestedSubcommand);
    if !shown.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(shown));
    }
}

fn command_here(typed: &str, program: &Command) -> Option<String> {
    let (other, ours) = COMMANDS.iter().find(|(other, _)| *other == typed)?;
    let name = ours.split(' ').next()?;
    let is_known = name.starts_with("--") || program.find_subcommand(name).is_some();
    is_known.then(|| format!("`{other}` is `{ours}` here"))
}

/// Rails, diesel and sqlx take the words of a new revision without an option.
fn message_here(unexpected: &str, command: Option<&Command>) -> Option<String> {
    let has_message = command?.get_arguments().any(|it| it.get_long() == Some("message"));
    (has_message && !unexpected.starts_with('-'))
        .then(|| format!("write `-m \"{unexpected}\"`, if that is the message"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Arguments;

    fn error(typed: &str) -> String {
        let typed: Vec<OsString> =
            std::iter::once("migrations").chain(typed.split(' ')).map(OsString::from).collect();
        super::super::parse::<Arguments>(&typed, |command| command).unwrap_err().to_string()
    }

    #[test]
    fn a_command_of_another_tool_is_told_ours() {
        for (typed, tip) in [
            ("status", "tip: `status` is `current` here"),
            ("migrate", "tip: `migrate` is `upgrade` here"),
            ("rollback", "tip: `rollback` is `downgrade -1` here"),
            ("upgarde", "a similar subcommand exists: 'upgrade'"),
            ("downgrade", "tip: `downgrade -1` reverts the last revision"),
        ] {
            assert!(error(typed).contains(tip), "{typed}: {}", error(typed));
        }
        assert!(!error("status").contains("stamp"));
        // A migration binary makes no revisions, and its hidden commands are for other programs.
        assert!(!error("makemigrations").contains("tip"));
        assert!(!error("revisons").contains("tip"), "{}", error("revisons"));
    }

    #[test]
    fn no_word_of_another_tool_is_a_command_here() {
        let program = Arguments::command();
        for (other, ours) in COMMANDS {
            assert!(program.find_subcommand(other).is_none(), "{other}");
            let name = ours.split(' ').next().unwrap();
            let of_source = ["init", "revision", "--version"].contains(&name);
            assert!(of_source || program.find_subcommand(name).is_some(), "{ours}");
        }
    }
}
