//! What clap found on the command line as [`Arguments`]; `cargo migrate` takes its parts into its own by clap's traits.

use clap::error::{Error, ErrorKind};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::{
    Arguments, Command, DatabaseCommand, DatabaseOptions, ExportArguments, GraphCommand,
    LockArguments, Output, RunOptions, ScriptOptions, TimeoutArguments, ToolCommand, table,
};

impl Arguments {
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        Ok(Self {
            output: Output::read(found)?,
            database: DatabaseOptions::read(found)?,
            command: Command::read(found)?,
        })
    }
}

impl Output {
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        Ok(Self {
            format: required(found, "format")?,
            color: found.get_one("color").copied(),
            quiet: found.get_flag("quiet"),
        })
    }
}

impl DatabaseOptions {
    #[expect(clippy::unnecessary_wraps, reason = "`read_by_clap!` reads what may fail")]
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        Ok(Self { database_url: found.get_one("database-url").cloned() })
    }
}

impl Command {
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        let name = found.subcommand_name().unwrap_or_default();
        if DatabaseCommand::has_subcommand(name) {
            DatabaseCommand::read(found).map(Self::Database)
        } else if GraphCommand::has_subcommand(name) {
            GraphCommand::read(found).map(Self::Graph)
        } else {
            ToolCommand::read(found).map(Self::Tool)
        }
    }
}

impl DatabaseCommand {
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        Ok(match found.subcommand() {
            Some(("upgrade", found)) => {
                Self::Upgrade { target: required(found, "target")?, run: RunOptions::read(found) }
            }
            Some(("downgrade", found)) => {
                Self::Downgrade { target: required(found, "target")?, run: RunOptions::read(found) }
            }
            Some(("plan", found)) => Self::Plan {
                target: required(found, "target")?,
                downgrade: found.get_flag("downgrade"),
                output: found.get_one("output").cloned(),
                run: RunOptions {
                    plan: true,
                    verbose: found.get_flag("verbose"),
                    script: ScriptOptions::read(found),
                    ..RunOptions::default()
                },
            },
            Some(("apply", found)) => Self::Apply {
                plan: required(found, "plan")?,
                run: RunOptions {
                    verbose: found.get_flag("verbose"),
                    single_transaction: found.get_flag("single-transaction"),
                    lock: LockArguments::read(found),
                    timeouts: TimeoutArguments::read(found),
                    ..RunOptions::default()
                },
            },
            Some(("switch", found)) => Self::Switch {
                target: required(found, "target")?,
                allow_losses: found.get_flag("allow-losses"),
                run: RunOptions {
                    verbose: found.get_flag("verbose"),
                    resume: found.get_one("resume").copied(),
                    backup: found.get_one("backup").cloned(),
                    lock: LockArguments::read(found),
                    timeouts: TimeoutArguments::read(found),
                    ..RunOptions::default()
                },
            },
            Some(("restore", found)) => Self::Restore {
                path: required(found, "path")?,
                yes: found.get_flag("yes"),
                wait: found.get_one("wait").copied(),
            },
            Some(("roles", found)) => Self::Roles {
                sql: found.get_flag("sql"),
                prefix: found.get_one("prefix").cloned(),
                script: ScriptOptions::read(found),
            },
            Some(("stamp", found)) => Self::Stamp {
                targets: all(found, "targets"),
                purge: found.get_flag("purge"),
                sql: found.get_flag("sql"),
                script: ScriptOptions::read(found),
                lock: LockArguments::read(found),
            },
            Some(("current", found)) => Self::Current {
                check_heads: found.get_flag("check-heads"),
                verbose: found.get_flag("verbose"),
            },
            Some(("ensure-version", found)) => Self::EnsureVersion {
                sql: found.get_flag("sql"),
                script: ScriptOptions::read(found),
                lock: LockArguments::read(found),
            },
            other => return Err(unknown(other)),
        })
    }
}

impl GraphCommand {
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        Ok(match found.subcommand() {
            Some(("history", found)) => Self::History {
                range: found.get_one("rev-range").cloned(),
                verbose: found.get_flag("verbose"),
                graph: found.get_flag("graph"),
                indicate_current: found.get_flag("indicate-current"),
                applied: found.get_flag("applied"),
            },
            Some(("heads", found)) => {
                Self::Heads { single: found.get_flag("single"), verbose: found.get_flag("verbose") }
            }
            Some(("branches", found)) => Self::Branches { verbose: found.get_flag("verbose") },
            Some(("show", found)) => Self::Show { targets: all(found, "targets") },
            other => return Err(unknown(other)),
        })
    }
}

impl ToolCommand {
    fn read(found: &ArgMatches) -> Result<Self, Error> {
        Ok(match found.subcommand() {
            Some(("export", found)) => Self::Export(ExportArguments {
                format_version: required(found, "format-version")?,
                schema_only: found.get_flag("schema-only"),
                dialect: found.get_one("dialect").cloned(),
                from: required(found, "from")?,
                to: required(found, "to")?,
            }),
            Some(("revisions", _)) => Self::Revisions,
            Some(("catalogue", found)) => Self::Catalogue {
                format_version: required(found, "format-version")?,
                scratch: found.get_flag("scratch"),
            },
            Some(("scratch-database", found)) => {
                Self::ScratchDatabase { format_version: required(found, "format-version")? }
            }
            other => return Err(unknown(other)),
        })
    }
}

impl RunOptions {
    fn read(found: &ArgMatches) -> Self {
        Self {
            sql: found.get_flag("sql"),
            plan: found.get_flag("plan"),
            verbose: found.get_flag("verbose"),
            single_transaction: found.get_flag("single-transaction"),
            confirm: found.get_one("confirm").cloned(),
            resume: found.get_one("resume").copied(),
            backup: found.get_one("backup").cloned(),
            script: ScriptOptions::read(found),
            lock: LockArguments::read(found),
            timeouts: TimeoutArguments::read(found),
        }
    }
}

impl TimeoutArguments {
    fn read(found: &ArgMatches) -> Self {
        Self {
            lock_timeout: found.get_one("lock-timeout").copied(),
            statement_timeout: found.get_one("statement-timeout").copied(),
            lock_retries: found.get_one("lock-retries").copied(),
        }
    }
}

impl ScriptOptions {
    fn read(found: &ArgMatches) -> Self {
        Self { dialect: found.get_one("dialect").cloned() }
    }
}

impl LockArguments {
    fn read(found: &ArgMatches) -> Self {
        Self { wait: found.get_one("wait").copied(), no_wait: found.get_flag("no-wait") }
    }
}

/// An argument that the table has required, or given a default.
fn required<T: Clone + Send + Sync + 'static>(
    found: &ArgMatches,
    name: &'static str,
) -> Result<T, Error> {
    let missing =
        || Error::raw(ErrorKind::MissingRequiredArgument, format_args!("`{name}` was not given"));
    found.get_one(name).cloned().ok_or_else(missing)
}

fn all(found: &ArgMatches, name: &str) -> Vec<String> {
    found.get_many(name).into_iter().flatten().cloned().collect()
}

/// The error of a command that is in the table and is not read.
fn unknown(command: Option<(&str, &ArgMatches)>) -> Error {
    let name = command.map_or("", |(name, _)| name);
    Error::raw(ErrorKind::InvalidSubcommand, format_args!("`{name}` is no command"))
}

/// Has clap take a type for what `read` makes of the command line.
macro_rules! read_by_clap {
    ($($type:ty),*) => {$(
        impl FromArgMatches for $type {
            fn from_arg_matches(found: &ArgMatches) -> Result<Self, Error> {
                Self::read(found)
            }

            fn update_from_arg_matches(&mut self, found: &ArgMatches) -> Result<(), Error> {
                *self = Self::read(found)?;
                Ok(())
            }
        }
    )*};
}

/// Has clap put options, which `$table` lists, beside those of another program.
macro_rules! options {
    ($($type:ty: $table:path),*) => {$(
        impl Args for $type {
            fn augment_args(program: clap::Command) -> clap::Command {
                program.args($table())
            }

            fn augment_args_for_update(program: clap::Command) -> clap::Command {
                Self::augment_args(program)
            }
        }
    )*};
}

/// Has clap put commands, which `$table` lists, beside those of another program.
macro_rules! commands {
    ($($type:ty: $table:path),*) => {$(
        impl Subcommand for $type {
            fn augment_subcommands(program: clap::Command) -> clap::Command {
                program.subcommands($table())
            }

            fn augment_subcommands_for_update(program: clap::Command) -> clap::Command {
                Self::augment_subcommands(program)
            }

            fn has_subcommand(name: &str) -> bool {
                $table().iter().any(|command| command.get_name() == name)
            }
        }
    )*};
}

read_by_clap!(Arguments, Output, DatabaseOptions, DatabaseCommand, GraphCommand, ToolCommand);
options!(Output: table::output, DatabaseOptions: table::database);
commands!(
    DatabaseCommand: table::database_commands,
    GraphCommand: table::graph_commands,
    ToolCommand: table::tool_commands
);

impl CommandFactory for Arguments {
    fn command() -> clap::Command {
        table::program()
    }

    fn command_for_update() -> clap::Command {
        table::program()
    }
}

impl Parser for Arguments {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        Arguments::command().debug_assert();
    }

    /// The least that each command takes: clap panics where one of its arguments is read by another name or type.
    #[test]
    fn each_command_of_the_table_is_read() {
        for command in Arguments::command().get_subcommands() {
            let mut typed = vec!["migrations".to_owned(), command.get_name().to_owned()];
            for argument in command.get_arguments().filter(|it| it.is_required_set()) {
                typed.extend(argument.get_long().map(|name| format!("--{name}")));
                typed.push("1".to_owned());
            }
            let read = Arguments::try_parse_from(&typed);
            assert!(read.is_ok(), "{typed:?}: {}", read.unwrap_err());
        }
    }
}
