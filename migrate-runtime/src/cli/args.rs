//! The arguments of a migration binary, which `cargo migrate` hands on as they were typed.

use std::time::Duration;

use clap::builder::Styles;
use clap::builder::styling::{AnsiColor, Effects};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::typing::target;

/// Help in cargo's colours.
pub const STYLES: Styles = Styles::styled()
    .header(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::BrightGreen.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default())
    .error(AnsiColor::BrightRed.on_default().effects(Effects::BOLD))
    .valid(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD))
    .invalid(AnsiColor::Yellow.on_default().effects(Effects::BOLD));

/// Bring a database to the schema its revisions describe.
#[derive(Clone, Debug, Parser)]
#[command(version, styles = STYLES, after_help = super::exit::help(&[]), disable_help_subcommand = true)]
pub struct Arguments {
    /// How to print.
    #[command(flatten)]
    pub output: Output,
    /// Where the database is.
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How to print.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// The form of what is printed on standard output
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORM")]
    pub format: Format,
    /// When to use colours; otherwise `CARGO_TERM_COLOR` says it
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    pub color: Option<ColorChoice>,
    /// Print nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The form of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines for people
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where the database is.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseOptions {
    /// The database; otherwise `DATABASE_URL` from the environment or a `.env` file here or above
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
}

/// What a migration binary can do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// What needs the database.
    #[command(flatten)]
    Database(DatabaseCommand),
    /// What needs the revisions alone.
    #[command(flatten)]
    Graph(GraphCommand),
    /// What `cargo migrate` asks of the program.
    #[command(flatten)]
    Tool(ToolCommand),
}

/// What another program asks of this one; `docs/export.md` describes what comes back.
#[derive(Clone, Debug, Subcommand)]
pub enum ToolCommand {
    /// Print what the revisions recorded and what would run, as one JSON document
    #[command(hide = true)]
    Export(ExportArguments),
    /// Print the revisions that were there when the program was built
    #[command(hide = true)]
    Revisions,
    /// Run the queries of standard input, each ended by a NUL byte, and print their rows as JSON
    #[command(hide = true)]
    Catalogue {
        /// The form of the document
        #[arg(long, value_name = "NUMBER")]
        format_version: u32,
        /// Run groups of statements, each ended by an empty one, and take back what they did
        #[arg(long)]
        scratch: bool,
    },
    /// Make an empty database beside that of the URL, and drop it at the end of standard input
    #[command(hide = true)]
    ScratchDatabase {
        /// The form of the answers
        #[arg(long, value_name = "NUMBER")]
        format_version: u32,
    },
}

/// The arguments of `export`.
#[derive(Clone, Debug, Args)]
pub struct ExportArguments {
    /// The form of the document
    #[arg(long, value_name = "NUMBER")]
    pub format_version: u32,
    /// Print also the statements for this database, written as for `upgrade --sql`
    #[arg(long, value_name = "DATABASE[:VERSION]")]
    pub dialect: Option<String>,
    /// The revision that the database is at before the statements
    #[arg(long, value_name = "REVISION", default_value = "base", requires = "dialect", value_parser = target)]
    pub from: String,
    /// The revision that the statements lead to: up, or down when it is applied already
    #[arg(long, value_name = "REVISION", default_value = "heads", requires = "dialect", value_parser = target)]
    pub to: String,
}

/// What reads or changes the database.
#[derive(Clone, Debug, Subcommand)]
pub enum DatabaseCommand {
    /// Apply revisions, up to a target
    Upgrade {
        /// A revision, `head`, `heads`, `+N`, `label@head`; with `--sql` or `--plan` also `FROM:TO`
        #[arg(default_value = "head", allow_hyphen_values = true, value_parser = target)]
        target: String,
        /// How to run.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Take revisions back, down to a target
    Downgrade {
        /// A revision, `base`, `-N`, `label@base`; with `--sql` or `--plan` also `FROM:TO`
        #[arg(allow_hyphen_values = true, value_parser = target)]
        target: String,
        /// How to run.
        #[command(flatten)]
        run: RunOptions,
    },
    /// Write down that the database is at a revision, without running anything
    Stamp {
        /// Revisions, `head`, `heads` or `base`
        #[arg(required = true, value_name = "TARGET", value_parser = target)]
        targets: Vec<String>,
        /// Forget all rows of the version table first, also unknown ones
        #[arg(long)]
        purge: bool,
        /// Print the SQL instead of running it
        #[arg(long)]
        sql: bool,
        /// What the SQL is written for.
        #[command(flatten)]
        script: ScriptOptions,
        /// How to hold other runners off.
        #[command(flatten)]
        lock: LockArguments,
    },
    /// Show which revisions the database is at
    Current {
        /// Exit with code 6 unless the database is at all heads
        #[arg(long)]
        check_heads: bool,
        /// Show more of each revision
        #[arg(short, long)]
        verbose: bool,
    },
    /// Create the version table, if it does not exist
    EnsureVersion {
        /// Print the SQL instead of running it
        #[arg(long)]
        sql: bool,
        /// What the SQL is written for.
        #[command(flatten)]
        script: ScriptOptions,
        /// How to hold other runners off.
        #[command(flatten)]
        lock: LockArguments,
    },
}

/// What SQL is written for.
#[derive(Clone, Debug, Default, Args)]
pub struct ScriptOptions {
    /// Write the SQL for `sqlite`, `postgres`, `mariadb` or `mysql`, with a version such as
    /// `postgres:15`; otherwise for the database of the URL
    #[arg(long, value_name = "DATABASE[:VERSION]")]
    pub dialect: Option<String>,
}

/// How to hold other runners off.
#[derive(Clone, Debug, Default, Args)]
pub struct LockArguments {
    /// Wait for another runner this long, such as `30s` or `5m`; otherwise as long as it takes
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub lock_timeout: Option<Duration>,
    /// Fail at once when another runner is at work
    #[arg(long, conflicts_with = "lock_timeout")]
    pub no_wait: bool,
}

/// How `upgrade` and `downgrade` run.
#[derive(Clone, Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RunOptions {
    /// Print the SQL instead of running it
    #[arg(long, conflicts_with = "plan")]
    pub sql: bool,
    /// Print the revisions and their operations instead of running them
    #[arg(long)]
    pub plan: bool,
    /// Show each statement: with `--plan` its SQL, otherwise when it has run, with the time it took
    #[arg(short, long, conflicts_with = "sql")]
    pub verbose: bool,
    /// Run everything in one transaction: all of it happens or nothing
    #[arg(long)]
    pub single_transaction: bool,
    /// What the SQL is written for.
    #[command(flatten)]
    pub script: ScriptOptions,
    /// How to hold other runners off.
    #[command(flatten)]
    pub lock: LockArguments,
}

/// What reads the revisions.
#[derive(Clone, Debug, Subcommand)]
pub enum GraphCommand {
    /// List revisions, newest first
    History {
        /// `FROM:TO`, `FROM:` or `:TO`; either may be `current`
        #[arg(short = 'r', long = "rev-range", value_name = "RANGE", allow_hyphen_values = true, value_parser = target)]
        range: Option<String>,
        /// Show more of each revision
        #[arg(short, long)]
        verbose: bool,
        /// Draw the lines from each revision to its parents
        #[arg(long, conflicts_with = "verbose")]
        graph: bool,
        /// Mark the revisions the database is at
        #[arg(short, long)]
        indicate_current: bool,
    },
    /// List the revisions that nothing needs
    Heads {
        /// Exit with code 7 if there are several
        #[arg(long)]
        single: bool,
        /// Show more of each revision
        #[arg(short, long)]
        verbose: bool,
    },
    /// List the revisions with several children
    Branches {
        /// Show more of each revision
        #[arg(short, long)]
        verbose: bool,
    },
    /// Show everything about revisions
    Show {
        /// Revisions, `head`, `heads`, `current`, `label@head`
        #[arg(required = true, value_name = "TARGET", allow_hyphen_values = true, value_parser = target)]
        targets: Vec<String>,
    },
}

impl GraphCommand {
    /// Whether the command must read the database too.
    pub fn needs_database(&self) -> bool {
        match self {
            Self::History { indicate_current: true, .. } => true,
            Self::History { range: Some(range), .. } => {
                migrate_core::graph::Range::parse(range).is_ok_and(|range| range.needs_rows())
            }
            Self::Show { targets } => targets.iter().any(|target| {
                migrate_core::graph::Target::parse(target).is_ok_and(|target| target.needs_rows())
            }),
            Self::History { range: None, .. } | Self::Heads { .. } | Self::Branches { .. } => false,
        }
    }
}
