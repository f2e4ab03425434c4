//! The command line as a table: each command and each option, with its help.
//!
//! An argument is read by its name, which for an option is what is typed behind `--`.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Effects};
use clap::builder::{PossibleValue, Styles};
use clap::{Arg, ArgAction, Command, ValueEnum, value_parser};

use super::{ColorChoice, Format};
use crate::cli::exit;
use crate::cli::typing::target;
use crate::executor::Resume;

/// Help in cargo's colours.
pub const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::BrightRed.on_default().effects(Effects::BOLD))
    .valid(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
    .invalid(AnsiColor::Yellow.on_default().effects(Effects::BOLD));

/// The whole program.
pub(super) fn program() -> Command {
    Command::new(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Bring a database to the schema its revisions describe")
        .styles(STYLES)
        .after_help(exit::help(&[]))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(output())
        .args(database())
        .subcommands(database_commands())
        .subcommands(graph_commands())
        .subcommands(tool_commands())
}

pub(super) fn output() -> [Arg; 3] {
    [
        option("format", "FORM", "The form of what is printed on standard output")
            .value_parser(value_parser!(Format))
            .default_value("text"),
        option("color", "WHEN", "When to use colours; otherwise `CARGO_TERM_COLOR` says it")
            .value_parser(value_parser!(ColorChoice)),
        flag("quiet", "Print nothing but results and errors").short('q'),
    ]
    .map(|argument| argument.global(true).help_heading("Output"))
}

pub(super) fn database() -> [Arg; 1] {
    let url = option(
        "database-url",
        "URL",
        "The database; otherwise `DATABASE_URL` from the environment or a `.env` file here or above",
    );
    [url.global(true).help_heading("Database")]
}

pub(super) fn database_commands() -> [Command; 10] {
    [
        command("upgrade", "Apply revisions, up to a target")
            .arg(
                positional(
                    "target",
                    "TARGET",
                    "A revision, `head`, `heads`, `+N`, `label@head`; with `--sql` or `--plan` also `FROM:TO`",
                )
                .default_value("head")
                .allow_hyphen_values(true),
            )
            .args(run()),
        command("downgrade", "Take revisions back, down to a target")
            .arg(
                positional(
                    "target",
                    "TARGET",
                    "A revision, `base`, `-N`, `label@base`; with `--sql` or `--plan` also `FROM:TO`",
                )
                .required(true)
                .allow_hyphen_values(true),
            )
            .args(run()),
        command("plan", "Show what an upgrade would do, and write it to a file that `apply` runs")
            .arg(
                positional(
                    "target",
                    "TARGET",
                    "A revision, `head`, `heads`, `+N`, `label@head`; also `FROM:TO`",
                )
                .default_value("head")
                .allow_hyphen_values(true),
            )
            .arg(flag("downgrade", "Plan the way down to the target"))
            .arg(
                option("output", "FILE", "Write the plan to this file, for `apply`")
                    .short('o')
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(flag("verbose", "Show the SQL of each statement").short('v'))
            .arg(dialect()),
        command("apply", "Run a plan that `plan` wrote: exactly what is in it, or nothing")
            .arg(
                option("plan", "FILE", "The file")
                    .value_parser(value_parser!(PathBuf))
                    .required(true),
            )
            .arg(verbose_run())
            .arg(single_transaction())
            .args(lock())
            .args(timeouts()),
        command(
            "switch",
            "Lead the database to this program's revisions: take back what it does not have, then upgrade",
        )
        .arg(
            positional("target", "TARGET", "A revision, `head`, `heads`, `label@head`")
                .default_value("heads"),
        )
        .arg(flag("allow-losses", "Take back also what loses rows"))
        .arg(verbose_run())
        .arg(resume())
        .arg(backup())
        .args(lock())
        .args(timeouts()),
        command("restore", "Bring the database to a backup that `--backup` made")
            .arg(
                Arg::new("path")
                    .value_name("PATH")
                    .help("The backup, or a directory, of which the newest one of this database is taken")
                    .value_parser(value_parser!(PathBuf))
                    .required(true),
            )
            .arg(flag("yes", "Go on without asking").short('y'))
            .arg(
                option(
                    "wait",
                    "TIME",
                    "Wait for another runner this long, such as `30s` or `5m`; otherwise not at all",
                )
                .value_parser(humantime::parse_duration),
            ),
        command("roles", "Print the SQL that makes roles with no more rights than they need")
            .arg(flag("sql", "Print the SQL; nothing is run"))
            .arg(option(
                "prefix",
                "NAME",
                "What the names of the roles begin with; otherwise the name of the database",
            ))
            .arg(dialect()),
        command("stamp", "Write down that the database is at a revision, without running anything")
            .arg(
                positional("targets", "TARGET", "Revisions, `head`, `heads` or `base`")
                    .action(ArgAction::Append)
                    .num_args(1..)
                    .required(true),
            )
            .arg(flag("purge", "Forget all rows of the version table first, also unknown ones"))
            .arg(sql())
            .arg(dialect())
            .args(lock()),
        command("current", "Show which revisions the database is at")
            .arg(flag("check-heads", "Exit with code 6 unless the database is at all heads"))
            .arg(more()),
        command("ensure-version", "Create the version table, if it does not exist")
            .arg(sql())
            .arg(dialect())
            .args(lock()),
    ]
}

pub(super) fn graph_commands() -> [Command; 4] {
    [
        command("history", "List revisions, newest first")
            .arg(
                option(
                    "rev-range",
                    "RANGE",
                    "`FROM:TO`, `FROM:` or `:TO`; either may be `current`",
                )
                .short('r')
                .allow_hyphen_values(true)
                .value_parser(target),
            )
            .arg(more())
            .arg(
                flag("graph", "Draw the lines from each revision to its parents")
                    .conflicts_with("verbose"),
            )
            .arg(flag("indicate-current", "Mark the revisions the database is at").short('i'))
            .arg(
                flag(
                    "applied",
                    "List what the log says: who applied what, when, and what was edited since",
                )
                .conflicts_with_all(["rev-range", "graph", "indicate-current"]),
            ),
        command("heads", "List the revisions that nothing needs")
            .arg(flag("single", "Exit with code 7 if there are several"))
            .arg(more()),
        command("branches", "List the revisions with several children").arg(more()),
        command("show", "Show everything about revisions").arg(
            positional("targets", "TARGET", "Revisions, `head`, `heads`, `current`, `label@head`")
                .action(ArgAction::Append)
                .num_args(1..)
                .required(true)
                .allow_hyphen_values(true),
        ),
    ]
}

pub(super) fn tool_commands() -> [Command; 4] {
    [
        command(
            "export",
            "Print what the revisions recorded and what would run, as one JSON document",
        )
        .arg(format_version())
        .arg(
            flag(
                "schema-only",
                "Print of each revision only what its upgrade does to the schema",
            )
            .conflicts_with("dialect"),
        )
        .arg(option(
            "dialect",
            "DATABASE[:VERSION]",
            "Print also the statements for this database, written as for `upgrade --sql`",
        ))
        .arg(
            option("from", "REVISION", "The revision that the database is at before the statements")
                .default_value("base")
                .requires("dialect")
                .value_parser(target),
        )
        .arg(
            option(
                "to",
                "REVISION",
                "The revision that the statements lead to: up, or down when it is applied already",
            )
            .default_value("heads")
            .requires("dialect")
            .value_parser(target),
        ),
        command("revisions", "Print the revisions that were there when the program was built"),
        command(
            "catalogue",
            "Run the queries of standard input, each ended by a NUL byte, and print their rows as JSON",
        )
        .arg(format_version())
        .arg(flag(
            "scratch",
            "Run groups of statements, each ended by an empty one, and take back what they did",
        )),
        command(
            "scratch-database",
            "Make an empty database beside that of the URL, and drop it at the end of standard input",
        )
        .arg(format_version()),
    ]
    .map(|command| command.hide(true))
}

/// How `upgrade` and `downgrade` run.
fn run() -> Vec<Arg> {
    let own = [
        sql().conflicts_with("plan"),
        flag("plan", "Print the revisions and their operations instead of running them"),
        flag(
            "verbose",
            "Show each statement: with `--plan` its SQL, otherwise when it has run, with the time it took",
        )
        .short('v')
        .conflicts_with("sql"),
        single_transaction(),
        option("confirm", "DIGEST", "Run only the plan of this digest, as `plan` prints it")
            .conflicts_with_all(["sql", "plan"]),
        resume().conflicts_with_all(["sql", "plan"]),
        backup().conflicts_with_all(["sql", "plan"]),
        dialect(),
    ];
    own.into_iter().chain(lock()).chain(timeouts()).collect()
}

/// How long statements may wait and run.
fn timeouts() -> [Arg; 3] {
    [
        option(
            "lock-timeout",
            "TIME",
            "Let a statement wait this long for a lock, such as `5s`; `0` is no limit; otherwise `2s` where others \
             would queue behind it",
        )
        .value_parser(humantime::parse_duration),
        option("statement-timeout", "TIME", "Let a statement run this long; `0` is no limit, as is nothing")
            .value_parser(humantime::parse_duration),
        option(
            "lock-retries",
            "NUMBER",
            "Try what waited for a lock in vain again so often, after 1, 2, 4 .. seconds; otherwise 5 times",
        )
        .value_parser(value_parser!(u32)),
    ]
}

/// What becomes of the statement at which a revision was interrupted.
fn resume() -> Arg {
    let help = "Take the statement at which a revision was interrupted for done, or run it again, where the database \
                does not tell";
    option("resume", "WHAT", help).value_parser(value_parser!(Resume))
}

fn backup() -> Arg {
    option("backup", "DIRECTORY", "Copy the database into this directory before anything runs")
        .value_parser(value_parser!(PathBuf))
}

/// How to hold other runners off.
fn lock() -> [Arg; 2] {
    [
        option(
            "wait",
            "TIME",
            "Wait for another runner this long, such as `30s` or `5m`; otherwise as long as it takes",
        )
        .value_parser(humantime::parse_duration),
        flag("no-wait", "Fail at once when another runner is at work")
            .conflicts_with("wait"),
    ]
}

fn verbose_run() -> Arg {
    flag("verbose", "Show each statement when it has run, with the time it took").short('v')
}

fn single_transaction() -> Arg {
    flag("single-transaction", "Run everything in one transaction: all of it happens or nothing")
}

fn sql() -> Arg {
    flag("sql", "Print the SQL instead of running it")
}

fn dialect() -> Arg {
    option(
        "dialect",
        "DATABASE[:VERSION]",
        "Write the SQL for `sqlite`, `postgres`, `mariadb` or `mysql`, with a version such as `postgres:15`; \
         otherwise for the database of the URL",
    )
}

fn more() -> Arg {
    flag("verbose", "Show more of each revision").short('v')
}

fn format_version() -> Arg {
    option("format-version", "NUMBER", "The form of the document")
        .value_parser(value_parser!(u32))
        .required(true)
}

fn command(name: &'static str, help: &'static str) -> Command {
    Command::new(name).about(help)
}

fn positional(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(value).help(help).value_parser(target)
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Text => PossibleValue::new("text").help("Lines for people"),
            Self::Json => PossibleValue::new("json").help("One JSON document"),
        })
    }
}

impl ValueEnum for Resume {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Skip, Self::Retry]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Skip => PossibleValue::new("skip").help("It is taken for done"),
            Self::Retry => PossibleValue::new("retry").help("It runs again"),
        })
    }
}

impl ValueEnum for ColorChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Always, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Auto => PossibleValue::new("auto").help("On a terminal"),
            Self::Always => PossibleValue::new("always").help("Always"),
            Self::Never => PossibleValue::new("never").help("Never"),
        })
    }
}
