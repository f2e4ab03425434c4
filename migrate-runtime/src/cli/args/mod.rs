//! The arguments of a migration binary, which `cargo migrate` hands on as they were typed: what they are, here; how
//! they are typed, with their help, in `table`; from one to the other, `read`.
//!
//! clap's derive would say all three at once, and have every migration binary compile a crate and a version of syn
//! that nothing else of it needs.

mod read;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use crate::executor::Resume;

pub use table::STYLES;

/// Bring a database to the schema its revisions describe.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// How to print.
    pub output: Output,
    /// Where the database is.
    pub database: DatabaseOptions,
    /// What to do.
    pub command: Command,
}

/// How to print.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The form of what is printed on standard output
    pub format: Format,
    /// When to use colours; otherwise `CARGO_TERM_COLOR` says it
    pub color: Option<ColorChoice>,
    /// Print nothing but results and errors
    pub quiet: bool,
}

/// The form of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Lines for people
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where the database is.
#[derive(Clone, Debug, Default)]
pub struct DatabaseOptions {
    /// The database; otherwise `DATABASE_URL` from the environment or a `.env` file here or above
    pub database_url: Option<String>,
}

/// What a migration binary can do.
#[derive(Clone, Debug)]
pub enum Command {
    /// What needs the database.
    Database(DatabaseCommand),
    /// What needs the revisions alone.
    Graph(GraphCommand),
    /// What `cargo migrate` asks of the program.
    Tool(ToolCommand),
}

/// What another program asks of this one; `docs/export.md` describes what comes back.
#[derive(Clone, Debug)]
pub enum ToolCommand {
    /// Print what the revisions recorded and what would run, as one JSON document
    Export(ExportArguments),
    /// Print the revisions that were there when the program was built
    Revisions,
    /// Run the queries of standard input, each ended by a NUL byte, and print their rows as JSON
    Catalogue {
        /// The form of the document
        format_version: u32,
        /// Run groups of statements, each ended by an empty one, and take back what they did
        scratch: bool,
    },
    /// Make an empty database beside that of the URL, and drop it at the end of standard input
    ScratchDatabase {
        /// The form of the answers
        format_version: u32,
    },
}

/// The arguments of `export`.
#[derive(Clone, Debug)]
pub struct ExportArguments {
    /// The form of the document
    pub format_version: u32,
    /// Print of each revision only what its upgrade does to the schema
    pub schema_only: bool,
    /// Print also the statements for this database, written as for `upgrade --sql`
    pub dialect: Option<String>,
    /// The revision that the database is at before the statements
    pub from: String,
    /// The revision that the statements lead to: up, or down when it is applied already
    pub to: String,
}

/// What reads or changes the database.
#[derive(Clone, Debug)]
pub enum DatabaseCommand {
    /// Apply revisions, up to a target
    Upgrade {
        /// A revision, `head`, `heads`, `+N`, `label@head`; with `--sql` or `--plan` also `FROM:TO`
        target: String,
        /// How to run.
        run: RunOptions,
    },
    /// Take revisions back, down to a target
    Downgrade {
        /// A revision, `base`, `-N`, `label@base`; with `--sql` or `--plan` also `FROM:TO`
        target: String,
        /// How to run.
        run: RunOptions,
    },
    /// Show what an upgrade would do, and write it to a file that `apply` runs
    Plan {
        /// A revision, `head`, `heads`, `+N`, `label@head`; also `FROM:TO`
        target: String,
        /// Plan the way down to the target
        downgrade: bool,
        /// Write the plan to this file, for `apply`
        output: Option<PathBuf>,
        /// What the SQL is written for, and whether it is shown.
        run: RunOptions,
    },
    /// Run a plan that `plan` wrote: exactly what is in it, or nothing
    Apply {
        /// The file
        plan: PathBuf,
        /// How to run.
        run: RunOptions,
    },
    /// Lead the database to this program's revisions: take back what it does not have, then upgrade
    Switch {
        /// A revision, `head`, `heads`, `label@head`
        target: String,
        /// Take back also what loses rows
        allow_losses: bool,
        /// How to run.
        run: RunOptions,
    },
    /// Bring the database to a backup that `--backup` made
    Restore {
        /// The backup, or a directory, of which the newest one of this database is taken
        path: PathBuf,
        /// Go on without asking
        yes: bool,
        /// Wait for another runner this long, such as `30s` or `5m`; otherwise not at all
        wait: Option<Duration>,
    },
    /// Print the SQL that makes roles with no more rights than they need
    Roles {
        /// Print the SQL; nothing is run
        sql: bool,
        /// What the names of the roles begin with; otherwise the name of the database
        prefix: Option<String>,
        /// What the SQL is written for.
        script: ScriptOptions,
    },
    /// Write down that the database is at a revision, without running anything
    Stamp {
        /// Revisions, `head`, `heads` or `base`
        targets: Vec<String>,
        /// Forget all rows of the version table first, also unknown ones
        purge: bool,
        /// Print the SQL instead of running it
        sql: bool,
        /// What the SQL is written for.
        script: ScriptOptions,
        /// How to hold other runners off.
        lock: LockArguments,
    },
    /// Show which revisions the database is at
    Current {
        /// Exit with code 6 unless the database is at all heads
        check_heads: bool,
        /// Show more of each revision
        verbose: bool,
    },
    /// Create the version table, if it does not exist
    EnsureVersion {
        /// Print the SQL instead of running it
        sql: bool,
        /// What the SQL is written for.
        script: ScriptOptions,
        /// How to hold other runners off.
        lock: LockArguments,
    },
}

/// What SQL is written for.
#[derive(Clone, Debug, Default)]
pub struct ScriptOptions {
    /// Write the SQL for `sqlite`, `postgres`, `mariadb` or `mysql`, with a version such as
    /// `postgres:15`; otherwise for the database of the URL
    pub dialect: Option<String>,
}

/// How to hold other runners off.
#[derive(Clone, Debug, Default)]
pub struct LockArguments {
    /// Wait for another runner this long, such as `30s` or `5m`; otherwise as long as it takes
    pub wait: Option<Duration>,
    /// Fail at once when another runner is at work
    pub no_wait: bool,
}

/// How `upgrade` and `downgrade` run.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RunOptions {
    /// Print the SQL instead of running it
    pub sql: bool,
    /// Print the revisions and their operations instead of running them
    pub plan: bool,
    /// Show each statement: with `--plan` its SQL, otherwise when it has run, with the time it took
    pub verbose: bool,
    /// Run everything in one transaction: all of it happens or nothing
    pub single_transaction: bool,
    /// Run only the plan of this digest, as `plan` prints it
    pub confirm: Option<String>,
    /// What becomes of a statement of which cannot be told whether it ran, in a revision that was interrupted
    pub resume: Option<Resume>,
    /// Copy the database into this directory before anything runs
    pub backup: Option<PathBuf>,
    /// What the SQL is written for.
    pub script: ScriptOptions,
    /// How to hold other runners off.
    pub lock: LockArguments,
    /// How long statements may wait and run.
    pub timeouts: TimeoutArguments,
}

/// How long statements may wait and run; a revision that says it of itself knows better.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeoutArguments {
    /// Let a statement wait this long for a lock, such as `5s`; `0` is no limit
    pub lock_timeout: Option<Duration>,
    /// Let a statement run this long; `0` is no limit
    pub statement_timeout: Option<Duration>,
    /// Try what waited for a lock in vain again so often
    pub lock_retries: Option<u32>,
}

/// What reads the revisions.
#[derive(Clone, Debug)]
pub enum GraphCommand {
    /// List revisions, newest first
    History {
        /// `FROM:TO`, `FROM:` or `:TO`; either may be `current`
        range: Option<String>,
        /// Show more of each revision
        verbose: bool,
        /// Draw the lines from each revision to its parents
        graph: bool,
        /// Mark the revisions the database is at
        indicate_current: bool,
        /// List what the log says: who applied what, when, and what was edited since
        applied: bool,
    },
    /// List the revisions that nothing needs
    Heads {
        /// Exit with code 7 if there are several
        single: bool,
        /// Show more of each revision
        verbose: bool,
    },
    /// List the revisions with several children
    Branches {
        /// Show more of each revision
        verbose: bool,
    },
    /// Show everything about revisions
    Show {
        /// Revisions, `head`, `heads`, `current`, `label@head`
        targets: Vec<String>,
    },
}

impl GraphCommand {
    /// Whether the command must read the database too.
    pub fn needs_database(&self) -> bool {
        match self {
            Self::History { indicate_current: true, .. } | Self::History { applied: true, .. } => {
                true
            }
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
